"""Facts about work lists: who keeps which families, who stands in for whom, and promises put off with a reason.

Rows are dated and never edited but for their end. A story may be told under another id one day (linkage finds more): so a
caseload remembers a number under which a source knows the family's person, and finds the family by it.
"""

from __future__ import annotations

from django.db import models


class Assignment(models.Model):
    """From `from_day` through `through_day` (None: until it is ended) one account keeps the promises to one family."""

    story = models.CharField(max_length=32, db_index=True)
    anchor = models.BigIntegerField(null=True)
    account = models.CharField(max_length=64)
    from_day = models.DateField()
    through_day = models.DateField(null=True)
    given_by = models.CharField(max_length=64)
    why = models.CharField(max_length=200)
    ended_by = models.CharField(max_length=64, blank=True)
    ended_why = models.CharField(max_length=200, blank=True)

    class Meta:
        db_table = "worklists_assignment"
        indexes = [models.Index(fields=["account", "from_day"])]


class Cover(models.Model):
    """On these days, both included, `by_account` keeps the promises of `away`."""

    away = models.CharField(max_length=64, db_index=True)
    by_account = models.CharField(max_length=64, db_index=True)
    from_day = models.DateField()
    through_day = models.DateField()
    given_by = models.CharField(max_length=64)
    why = models.CharField(max_length=200)

    class Meta:
        db_table = "worklists_cover"


class Snooze(models.Model):
    """One promise is not shown among what is to be done before `until`, and why. `key`: element/touchpoint."""

    story = models.CharField(max_length=32)
    episode = models.CharField(max_length=32)
    key = models.CharField(max_length=160)
    until = models.DateField()
    reason = models.CharField(max_length=200)
    account = models.CharField(max_length=64)
    at = models.DateTimeField()
    lifted = models.BooleanField(default=False)

    class Meta:
        db_table = "worklists_snooze"
        indexes = [models.Index(fields=["story", "until"])]
