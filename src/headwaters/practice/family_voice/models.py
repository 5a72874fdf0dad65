"""What a family says: its answers to a next step, its strengths in its own words, what went wrong. Rows are added and taken back,
never edited."""

from __future__ import annotations

from django.db import models


class StepAnswer(models.Model):
    """One answer of one person to one step. `key`: element/touchpoint; `entries`: record ids of what it said for the record, so that
    it can be taken back."""

    id = models.UUIDField(primary_key=True)
    story = models.CharField(max_length=64)
    person = models.CharField(max_length=32)
    episode = models.CharField(max_length=64)
    key = models.CharField(max_length=200)
    answer = models.CharField(max_length=16)
    words = models.CharField(max_length=500, blank=True)
    entries = models.JSONField(default=list)
    at = models.DateTimeField()
    undone_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "family_voice_answer"
        indexes = [models.Index(fields=["story", "person"])]


class OwnWords(models.Model):
    """What one person likes, and what goes well, in their own words. Shown on their own page, and to whoever keeps the family where
    they said so."""

    id = models.UUIDField(primary_key=True)
    story = models.CharField(max_length=64)
    person = models.CharField(max_length=32)
    words = models.CharField(max_length=500)
    shared = models.BooleanField(default=False)
    at = models.DateTimeField()
    taken_back = models.DateTimeField(null=True)

    class Meta:
        db_table = "family_voice_own_words"
        indexes = [models.Index(fields=["story", "person"])]


class WentWrong(models.Model):
    """One thing that went wrong for a family. It stays open until somebody wrote what was done about it."""

    id = models.UUIDField(primary_key=True)
    story = models.CharField(max_length=64)
    person = models.CharField(max_length=32)
    what = models.CharField(max_length=24)
    about = models.CharField(max_length=200, blank=True)
    words = models.CharField(max_length=2000, blank=True)
    at = models.DateTimeField()
    told_back = models.CharField(max_length=2000, blank=True)
    closed_at = models.DateTimeField(null=True)
    closed_by = models.CharField(max_length=64, blank=True)

    class Meta:
        db_table = "family_voice_went_wrong"
        indexes = [models.Index(fields=["story", "closed_at"])]
