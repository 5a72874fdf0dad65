"""Agreed days: what two sides settled, and what became of it."""

from __future__ import annotations

from django.db import models


class Appointment(models.Model):
    """One agreed day. `starts` is an instant; `clock` says in which zone it was agreed, and it is always shown in that one.

    `about`: the element of the blueprint it belongs to, where it does. `moved_to`: the day that stands instead.
    """

    key = models.CharField(max_length=64, unique=True)
    story = models.CharField(max_length=32, db_index=True)
    person = models.CharField(max_length=32)
    about = models.CharField(max_length=64, blank=True)
    what = models.CharField(max_length=120)
    with_whom = models.CharField(max_length=120, blank=True)
    where = models.CharField(max_length=200, blank=True)
    bring = models.CharField(max_length=200, blank=True)
    starts = models.DateTimeField()
    minutes = models.IntegerField(default=60)
    clock = models.CharField(max_length=8)
    state = models.CharField(max_length=12)
    moved_to = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="moved_from")
    agreed = models.DateTimeField()
    agreed_by = models.CharField(max_length=64)
    closed = models.DateTimeField(null=True)
    closed_by = models.CharField(max_length=64, blank=True)

    class Meta:
        db_table = "appointments_appointment"
        indexes = [models.Index(fields=["story", "starts"])]
