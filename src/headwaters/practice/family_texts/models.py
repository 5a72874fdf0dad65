"""What is known of the translations that families read: who read which wording, and what is live. Rows are added, never edited."""

from __future__ import annotations

from django.db import models


class Reading(models.Model):
    """One thing that somebody said about one wording of one text in one language.

    text     digest of the English text (with its context); wording: digest of the translation as it stood
    said     `right` (a native speaker read it), `live` (somebody else let it go live), `withdrawn`, or `better`: `words` holds
             how they would say it
    """

    language = models.CharField(max_length=16)
    text = models.CharField(max_length=32)
    wording = models.CharField(max_length=32)
    said = models.CharField(max_length=16)
    words = models.TextField(blank=True)
    by = models.CharField(max_length=64)
    by_name = models.CharField(max_length=150)
    at = models.DateTimeField()

    class Meta:
        db_table = "family_texts_reading"
        indexes = [models.Index(fields=["language", "text", "wording"])]
