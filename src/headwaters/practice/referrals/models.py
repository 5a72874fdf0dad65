"""Asks of agencies: what was asked of whom for which family, every step since, and the links by which agencies answer.

A referral's row says where it stands; its steps are only ever added to. `version` counts the steps: a deed names the version it
was decided on, and of two deeds on one version the second finds that somebody was faster.
"""

from __future__ import annotations

from django.db import models


class Referral(models.Model):
    """`handoff`, `from_agency`, `to_agency`: in the blueprint's words. `facts`: what the agency is told, as [label, words] pairs, as they were when
    they were sent. `consent`: under which permission they were shared; empty where the hand-off asks for none.
    `code`: the few letters on the fax page, by which a person finds it to type the answer in."""

    id = models.CharField(primary_key=True, max_length=24)
    code = models.CharField(max_length=8, unique=True)
    story = models.CharField(max_length=32, db_index=True)
    person = models.CharField(max_length=32)
    handoff = models.CharField(max_length=64)
    need = models.CharField(max_length=128, blank=True)
    from_agency = models.CharField(max_length=64)
    from_organisation = models.CharField(max_length=64, blank=True)
    asker = models.CharField(max_length=64)
    asker_words = models.CharField(max_length=200, blank=True)
    to_agency = models.CharField(max_length=64)
    to_organisation = models.CharField(max_length=64, blank=True)
    to_name = models.CharField(max_length=200)
    to_email = models.CharField(max_length=200, blank=True)
    to_phone = models.CharField(max_length=64, blank=True)
    way = models.CharField(max_length=16)
    elsewhere = models.CharField(max_length=64, blank=True)
    words = models.TextField(blank=True)
    facts = models.JSONField(default=list)
    safe_contact = models.CharField(max_length=300, blank=True)
    consent = models.CharField(max_length=64, blank=True)
    state = models.CharField(max_length=20)
    closed = models.BooleanField(default=False)
    version = models.IntegerField(default=0)
    asked_on = models.DateField(null=True)
    last_day = models.DateField(null=True)
    """The last day in time of the clock that runs now; None where none runs."""
    mover = models.CharField(max_length=64, blank=True)
    """Whose move it is before that day is over."""
    promised_by = models.DateField(null=True)
    first_contact_on = models.DateField(null=True)

    class Meta:
        db_table = "referrals_referral"
        indexes = [
            models.Index(fields=["to_organisation", "closed"]),
            models.Index(fields=["to_agency", "closed"]),
            models.Index(fields=["from_organisation", "closed"]),
        ]


class ReferralStep(models.Model):
    """One deed. `by_words`: who, as the other side may read it: initials, or who told it by telephone. `how`: page, link, fax, phone or
    csv. `entered`: the hand-off's steps it said, as [step, day, record id]; `taken_back`: record ids that it took back."""

    referral = models.ForeignKey(Referral, on_delete=models.PROTECT, related_name="steps")
    version = models.IntegerField()
    deed = models.CharField(max_length=20)
    state = models.CharField(max_length=20)
    side = models.CharField(max_length=8)
    at = models.DateTimeField()
    day = models.DateField()
    by = models.CharField(max_length=64)
    by_words = models.CharField(max_length=100, blank=True)
    how = models.CharField(max_length=8)
    reason = models.CharField(max_length=24, blank=True)
    until = models.DateField(null=True)
    words = models.TextField(blank=True)
    entered = models.JSONField(default=list)
    taken_back = models.JSONField(default=list)

    class Meta:
        db_table = "referrals_step"
        constraints = [models.UniqueConstraint(fields=["referral", "version"], name="referrals_one_step_a_version")]


class AnswerLink(models.Model):
    """One way in for one ask without an account. `address`: where it was sent and where a new one may go; never anywhere else."""

    id = models.CharField(primary_key=True, max_length=24)
    referral = models.ForeignKey(Referral, on_delete=models.PROTECT, related_name="links")
    address = models.CharField(max_length=200, blank=True)
    made = models.DateTimeField()
    ends = models.DateTimeField()
    made_by = models.CharField(max_length=64)
    revoked = models.DateTimeField(null=True)

    class Meta:
        db_table = "referrals_answer_link"


class UnmetNeed(models.Model):
    """A family needed this and nobody takes it here: counted for whoever plans capacity, never held against anybody."""

    story = models.CharField(max_length=32)
    person = models.CharField(max_length=32)
    handoff = models.CharField(max_length=64)
    agency = models.CharField(max_length=64)
    county = models.CharField(max_length=64, blank=True)
    language = models.CharField(max_length=16, blank=True)
    day = models.DateField()
    by = models.CharField(max_length=64)
    organisation = models.CharField(max_length=64, blank=True)
    words = models.CharField(max_length=500, blank=True)

    class Meta:
        db_table = "referrals_unmet_need"
        indexes = [models.Index(fields=["handoff", "county", "day"])]
        constraints = [models.UniqueConstraint(fields=["person", "handoff", "day"], name="referrals_unmet_once_a_day")]
