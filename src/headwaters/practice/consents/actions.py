"""Deeds about what a family allows and whom to keep safe. Each asks access, is one transaction, and holds from the next request."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, timedelta

from django.db import transaction
from django.db.models import Q

from headwaters.domain.blueprint.blueprint import Blueprint
from headwaters.domain.consent import Action, Purpose
from headwaters.domain.problems import NotFound, NotTaken
from headwaters.domain.sharing import OWN_PAGE, SUBSTANCE_USE, Answer, Form
from headwaters.practice.access.actions import require
from headwaters.practice.access.evidence import consent_of
from headwaters.practice.access.reader import Reader
from headwaters.practice.consents.facts import end_answer, enter_answer
from headwaters.practice.consents.models import Consent, SafetyMark
from headwaters.practice.consents.queries import speaks_for
from headwaters.practice.families.models import KnownAs, SeatRow

DUAL = frozenset({Form.HIPAA, Form.FERPA})
"""The form that is shown unless another is asked for: health and education records on one page, one signature for both."""


@transaction.atomic
def give(
    story: str, *, by: Reader, agency: str, purpose: Purpose = Purpose.CARE, subjects: Collection[str] = (),
    through: date | None = None, language: str, wording: str, forms: Collection[Form] = DUAL, given_by_person: str,
    organisation: str = "", answer: Answer = Answer.YES, blueprint: Blueprint | None = None,
) -> Consent:  # fmt: skip
    """Write down what one person of a family answered about one agency. It takes the place of what they answered before.

    subjects   protected subjects switched on for this agency; each is asked for by itself
    through    the last day; None only for a no, or for the family's own page
    wording    the words that were shown, kept as they stood
    blueprint  with it, the answer is also entered as the consent fact of every hand-off to that agency, so that evaluation
               reads the same truth

    raises  NotPermitted
            NotTaken  the person does not answer for anybody of this family today, or may not sign that form; a yes without an
                      end or without the words shown; substance use without its own form
    """
    require(by, Action.GIVE_CONSENT, story=story, detail=f"{answer} for {agency}")
    given = frozenset(Form(form) for form in forms)
    _check(story, by, agency, frozenset(subjects), through, wording, given, given_by_person, answer)
    for held in _standing(story, agency, organisation, purpose, given_by_person):
        _end(held, by)
    row = Consent.objects.create(
        story=story, anchor=_anchor(given_by_person), agency=agency, organisation=organisation, purpose=purpose,
        answer=answer, subjects=sorted(subjects), forms=sorted(given), given_by_person=given_by_person, language=language,
        wording=wording.strip(), from_day=by.at.date(), through_day=through, written_down_by=by.id, at=by.at,
    )  # fmt: skip
    if blueprint is not None:
        row.facts = enter_answer(row, consent_of(row), blueprint, by=by)
        row.save(update_fields=["facts"])
    return row


@transaction.atomic
def revoke(consent: int, *, by: Reader) -> Consent:
    """Take an answer back. From the next request on it counts for nothing; what an agency was told before cannot be called back.

    raises  NotPermitted
            NotFound  there is no such answer in a family that this reader may decide about
    """
    row = Consent.objects.filter(pk=consent).first()
    require(by, Action.GIVE_CONSENT, story=row.story if row is not None else "", detail="taken back")
    if row is None:
        raise NotFound("There is no such answer on file. Open the page again to see what is.")
    if by.person and by.person != row.given_by_person:
        raise NotFound("There is no such answer on file. Open the page again to see what is.")
    if row.revoked_at is None:
        _end(row, by)
    return row


@transaction.atomic
def keep_safe(
    person: str, *, story: str, by: Reader, substitute_address: str = "", hidden_agencies: Collection[str] = ()
) -> SafetyMark:
    """Keep somebody safe from today: letters go to the substitute address (or nowhere), nothing goes to a number that others hold
    too, and these agencies are not spoken of to others of the family. Said again, it takes the place of what was said before.

    raises  NotPermitted
            NotFound  nobody of that id is in this family
    """
    require(by, Action.MARK_SAFETY, story=story, detail="set")
    if not SeatRow.objects.filter(story_id=story, person=person).exists():
        raise NotFound("Nobody of that number is in this family. Open the family again.")
    _lift(person, by)
    return SafetyMark.objects.create(
        person=person, anchor=_anchor(person), story=story, substitute_address=substitute_address.strip()[:300],
        hidden_agencies=sorted(set(hidden_agencies)), from_day=by.at.date(), set_by=by.id,
    )  # fmt: skip


@transaction.atomic
def lift(person: str, *, story: str, by: Reader) -> None:
    """Nothing special is needed any more, from today.

    raises  NotPermitted
    """
    require(by, Action.MARK_SAFETY, story=story, detail="lifted")
    _lift(person, by)


def _check(
    story: str, by: Reader, agency: str, subjects: frozenset[str], through: date | None, wording: str,
    forms: frozenset[Form], person: str, answer: Answer,
) -> None:  # fmt: skip
    if by.person and by.person != person:
        raise NotTaken("You can answer for yourself and for those you look after. Sign in as the person who answers.")
    if not speaks_for(story, person, forms=forms, on=by.at.date()):
        raise NotTaken(
            "This person does not sign for anybody of this family today. Choose the parent or guardian who answers, "
            "or leave out the form that they may not sign."
        )
    if answer is not Answer.YES:
        return
    if not wording.strip():
        raise NotTaken("The words that were shown are missing. Show the form, and keep its words with the answer.")
    if through is None and agency != OWN_PAGE:
        raise NotTaken("A yes needs a last day. Choose one; it can be given again then.")
    if through is not None and through < by.at.date():
        raise NotTaken("The last day is over already. Choose a later one.")
    if not forms:
        raise NotTaken("Choose which form was signed: for health records, for education records, or both.")
    if SUBSTANCE_USE in subjects and Form.PART_2 not in forms:
        raise NotTaken("Records of substance use go only with their own form. Add that form, or leave the subject out.")


def _standing(story: str, agency: str, organisation: str, purpose: Purpose, person: str) -> list[Consent]:
    return list(
        Consent.objects.filter(
            story=story, agency=agency, organisation=organisation, purpose=purpose, given_by_person=person,
            revoked_at=None,
        )
    )  # fmt: skip


def _end(row: Consent, by: Reader) -> None:
    row.revoked_at, row.revoked_by = by.at, by.id
    row.save(update_fields=["revoked_at", "revoked_by"])
    end_answer(row, by=by)


def _lift(person: str, by: Reader) -> None:
    numbers = KnownAs.objects.filter(person=person).values("pk")
    SafetyMark.objects.filter(Q(person=person) | Q(anchor__in=numbers), through_day=None).update(
        through_day=by.at.date() - timedelta(days=1), lifted_by=by.id
    )


def _anchor(person: str) -> int | None:
    """A number under which a source knows somebody: what is said of them stays with them by it."""
    return KnownAs.objects.filter(person=person).order_by("source", "local_id").values_list("pk", flat=True).first()
