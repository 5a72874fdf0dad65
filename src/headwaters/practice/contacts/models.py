"""What was done with families: contacts and what came of them, visits, and their answers version by version.

An answer is never overwritten. Each version names the one it was written over; which counts is decided when it arrives.
What bears on evaluation is entered as a statement too (`practice.records.entries`), under a record id that is this row's own.
"""

from __future__ import annotations

from django.db import models


class Contact(models.Model):
    """One try to reach a family, or an agency for it. `id` is made where it is written down, so that sending twice writes once."""

    id = models.UUIDField(primary_key=True)
    story = models.CharField(max_length=32)
    episode = models.CharField(max_length=32, blank=True)
    keys = models.JSONField(default=list)
    """The promises it was about: element/touchpoint."""
    person = models.CharField(max_length=32)
    account = models.CharField(max_length=64)
    way = models.CharField(max_length=16)
    outcome = models.CharField(max_length=16)
    answer = models.CharField(max_length=16, blank=True)
    on_day = models.DateField()
    at = models.DateTimeField()
    next_day = models.DateField(null=True)
    note = models.CharField(max_length=400, blank=True)
    entries = models.JSONField(default=list)
    undone_at = models.DateTimeField(null=True)
    undone_by = models.CharField(max_length=64, blank=True)

    class Meta:
        db_table = "contacts_contact"
        indexes = [models.Index(fields=["story", "on_day"]), models.Index(fields=["account", "at"])]


class Visit(models.Model):
    """One visit to a family. It is there from its first answer on; `finished_at` None: part done, which is normal."""

    id = models.UUIDField(primary_key=True)
    story = models.CharField(max_length=32)
    episode = models.CharField(max_length=32, blank=True)
    account = models.CharField(max_length=64)
    on_day = models.DateField()
    begun_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "contacts_visit"
        indexes = [models.Index(fields=["story", "on_day"]), models.Index(fields=["account", "on_day"])]


class Answer(models.Model):
    """One version of one answer. `id` is made on the device. `base`: the version it was written over; empty for the first.

    `stands`: counts, or counted until a later one; false: it was written over something else than what stood, and
    waits until somebody picks. `settled_by`: the version by which that was done."""

    id = models.UUIDField(primary_key=True)
    visit = models.ForeignKey(Visit, on_delete=models.PROTECT, related_name="answers")
    question = models.CharField(max_length=200)
    value = models.JSONField()
    base = models.CharField(max_length=36, blank=True)
    account = models.CharField(max_length=64)
    at = models.DateTimeField()
    received = models.DateTimeField()
    place = models.BigIntegerField()
    stands = models.BooleanField()
    settled_by = models.CharField(max_length=36, blank=True)

    class Meta:
        db_table = "contacts_answer"
        indexes = [models.Index(fields=["visit", "question", "place"])]
