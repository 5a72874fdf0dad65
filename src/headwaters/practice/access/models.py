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
    """One line a request: who, for what, which opaque ids, allowed or not. No names, no health facts.

    story      the one family asked about; empty for a list or a count, whose families are `AuditShown` rows
    everybody  every family here was read, as a count or a file
    deed       something was done for the families, not only read
    seal       the number of the `Seal` that holds the line; None until its minute is over
    """

    at = models.DateTimeField()
    reader = models.CharField(max_length=64)
    role = models.CharField(max_length=64)
    door = models.CharField(max_length=16)
    action = models.CharField(max_length=32)
    purpose = models.CharField(max_length=32)
    story = models.CharField(max_length=64, blank=True)
    detail = models.CharField(max_length=200, blank=True)
    allowed = models.BooleanField()
    works_as = models.CharField(max_length=64, blank=True)
    organisation = models.CharField(max_length=64, blank=True)
    everybody = models.BooleanField(default=False)
    deed = models.BooleanField(default=False)
    seal = models.BigIntegerField(null=True)

    class Meta:
        db_table = "access_audit"
        indexes = [
            models.Index(fields=["story", "at"]),
            models.Index(fields=["reader", "at"]),
            models.Index(fields=["seal", "id"]),
        ]


class AuditShown(models.Model):
    """One family shown by a request that showed several, in the order in which they stood."""

    line = models.ForeignKey(AuditLine, on_delete=models.CASCADE, related_name="shown")
    place = models.IntegerField()
    story = models.CharField(max_length=64)

    class Meta:
        db_table = "access_audit_shown"
        indexes = [models.Index(fields=["story"])]
        constraints = [models.UniqueConstraint(fields=["line", "place"], name="access_shown_once")]


class Seal(models.Model):
    """A minute of the audit, closed: `head` is the hash over its lines and the head before it."""

    number = models.BigIntegerField(primary_key=True)
    minute = models.DateTimeField()
    lines = models.IntegerField()
    head = models.CharField(max_length=64)

    class Meta:
        db_table = "access_seal"


class EmergencyLook(models.Model):
    """A family opened in an emergency by somebody who could not otherwise; kept for review, and never edited but by it."""

    reader = models.CharField(max_length=64)
    organisation = models.CharField(max_length=64, blank=True)
    story = models.CharField(max_length=64)
    reason = models.CharField(max_length=500)
    from_at = models.DateTimeField()
    until_at = models.DateTimeField()
    reviewed_at = models.DateTimeField(null=True)
    reviewed_by = models.CharField(max_length=64, blank=True)
    was_right = models.BooleanField(null=True)
    remark = models.CharField(max_length=500, blank=True)

    class Meta:
        db_table = "access_emergency_look"
        indexes = [models.Index(fields=["reader", "story"])]
