"""Facts about what a family allows, and whom to keep safe: dated rows, never edited but for their end."""

from __future__ import annotations

from django.db import models


class Consent(models.Model):
    """One answer of one person to the question whether an agency may know of them and of whom they answer for.

    agency          as the blueprint calls it, or a role that reads for care (`navigator`); `own_page` for a family's own page
    organisation    the one organisation that is meant; empty: whoever works as that agency
    subjects        protected subjects switched on; all others stay off
    given_by_person who answered; how far it reaches follows from whom they answer for on the day of a request
    wording         the words shown, in `language`; kept as they stood
    forms           of domain.sharing.Form
    anchor          a number under which a source knows who answered: a story and a person may get other ids one day
    """

    story = models.CharField(max_length=64)
    anchor = models.BigIntegerField(null=True, db_index=True)
    agency = models.CharField(max_length=64)
    organisation = models.CharField(max_length=64, blank=True)
    purpose = models.CharField(max_length=32)
    answer = models.CharField(max_length=16)
    subjects = models.JSONField(default=list)
    forms = models.JSONField(default=list)
    given_by_person = models.CharField(max_length=32)
    language = models.CharField(max_length=16)
    wording = models.TextField()
    from_day = models.DateField()
    through_day = models.DateField(null=True)
    written_down_by = models.CharField(max_length=64)
    at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)
    revoked_by = models.CharField(max_length=64, blank=True)
    facts = models.JSONField(default=list)
    """Record ids of the facts that were entered with it, to be taken back with it."""

    class Meta:
        db_table = "consents_consent"
        indexes = [models.Index(fields=["story", "agency"])]


class SafetyMark(models.Model):
    """Somebody who must not be found through us. Never shown as such: it only changes what others are shown."""

    person = models.CharField(max_length=32)
    anchor = models.BigIntegerField(null=True, db_index=True)
    """A number under which a source knows them, so that the mark stays with them whatever id they get."""
    story = models.CharField(max_length=64)
    substitute_address = models.CharField(max_length=300, blank=True)
    hidden_agencies = models.JSONField(default=list)
    from_day = models.DateField()
    through_day = models.DateField(null=True)
    set_by = models.CharField(max_length=64)
    lifted_by = models.CharField(max_length=64, blank=True)

    class Meta:
        db_table = "consents_safety_mark"
        indexes = [models.Index(fields=["person"]), models.Index(fields=["story"])]
