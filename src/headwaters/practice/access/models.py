"""Facts about access: grants, and the audit of every read."""

from __future__ import annotations

from django.db import models


class GrantRow(models.Model):
    """One dated permission (domain.consent.Grant). Never edited: it is ended by `through`, and a new one begins."""

    reader = models.CharField(max_length=64)
    action = models.CharField(max_length=32)
    purpose = models.CharField(max_length=32)
    from_day = models.DateField()
    through_day = models.DateField(null=True)
    stories = models.JSONField(null=True)
    subjects = models.JSONField(default=list, null=True)  # null: all, for judging everybody
    given_by = models.CharField(max_length=64)
    why = models.CharField(max_length=200)

    class Meta:
        db_table = "access_grant"
        indexes = [models.Index(fields=["reader", "action", "purpose"])]


class AuditLine(models.Model):
    """One line a request: who, for what, which opaque ids, allowed or not. No names, no health facts."""

    at = models.DateTimeField()
    reader = models.CharField(max_length=64)
    role = models.CharField(max_length=64)
    door = models.CharField(max_length=16)
    action = models.CharField(max_length=32)
    purpose = models.CharField(max_length=32)
    story = models.CharField(max_length=64, blank=True)
    detail = models.CharField(max_length=200, blank=True)
    allowed = models.BooleanField()

    class Meta:
        db_table = "access_audit"
        indexes = [models.Index(fields=["story", "at"]), models.Index(fields=["reader", "at"])]
