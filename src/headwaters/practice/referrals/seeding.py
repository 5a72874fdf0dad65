"""Asks of a demonstration: some invented families' asks in every state that a reader should see. Synthetic, and only that."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from headwaters.domain.blueprint.blueprint import Blueprint
from headwaters.domain.problems import NotTaken
from headwaters.domain.referral import Deed, Reason, Side
from headwaters.engine.evaluation.reference import Models
from headwaters.practice.access.reader import Reader
from headwaters.practice.consents.actions import give
from headwaters.practice.consents.wording import wording_of
from headwaters.practice.families import queries as families
from headwaters.practice.referrals.actions import Telling, do
from headwaters.practice.referrals.addresses import OnFile, organisations_of, words_of
from headwaters.practice.referrals.asking import Asking, ask
from headwaters.practice.referrals.facts import around
from headwaters.practice.referrals.links import make_link
from headwaters.practice.referrals.models import Referral
from headwaters.practice.referrals.ways import How, Way

SHARED_FOR = timedelta(days=365)


@dataclass(frozen=True, slots=True)
class Step:
    """A deed of the agency, so many days before the demonstration's day."""

    ago: int
    deed: Deed
    reason: Reason | None = None
    until: int | None = None
    """Days after the demonstration's day."""
    words: str = ""


@dataclass(frozen=True, slots=True)
class Case:
    handoff: str
    way: Way
    ago: int
    words: str = ""
    steps: tuple[Step, ...] = ()


CASES = (
    Case("needs_to_housing", Way.EMAIL, 1, "Rent is three weeks behind; the landlord has written."),
    Case("needs_to_food", Way.EMAIL, 9, "Food runs out before the end of the month."),
    Case("clinic_to_wic", Way.HERE, 2),
    Case("screen_to_ei", Way.HERE, 6, steps=(Step(4, Deed.ACCEPT, until=1),)),
    Case("clinic_to_wic", Way.HERE, 12, steps=(Step(10, Deed.ACCEPT, until=-8), Step(8, Deed.FIRST_CONTACT), Step(5, Deed.BEGIN))),
    Case("needs_to_housing", Way.EMAIL, 14, steps=(Step(10, Deed.NOT_ELIGIBLE, Reason.AREA),)),
    Case("clinic_to_wic", Way.HERE, 5, steps=(Step(3, Deed.NEED_TO_KNOW, words="Which day of the week suits them best?"),)),
    Case("screen_to_ei", Way.HERE, 8, steps=(Step(6, Deed.FULL, until=20),)),
    Case("needs_to_food", Way.EMAIL, 20, steps=(
        Step(19, Deed.ACCEPT, until=-17), Step(17, Deed.FIRST_CONTACT), Step(15, Deed.COMPLETE),
        Step(14, Deed.TELL_BACK, words="A box each week, and a card for the market."),
    )),
)  # fmt: skip


def open_some(
    stories: Sequence[str], *, by: Reader, workers: Mapping[str, Reader], models: Models, as_of: date
) -> tuple[Referral, ...]:
    """Ask for these families, one case for each; agencies answer as their cases say.

    by       who asks: a navigator who keeps these families
    workers  of each agency, who answers for it with an account; the others' answers are typed in by the asker
    """
    blueprint = models.default.blueprint
    return tuple(_opened(zip(stories, CASES, strict=False), by, workers, models, blueprint, as_of))


def _opened(
    cases: Iterator[tuple[str, Case]] | zip[tuple[str, Case]], by: Reader, workers: Mapping[str, Reader], models: Models,
    blueprint: Blueprint, as_of: date,
) -> Iterator[Referral]:  # fmt: skip
    for number, (story, case) in enumerate(cases):
        asker = _at(by, as_of - timedelta(days=case.ago))
        row = _ask(story, case, f"demonstration-{number}", asker, models, blueprint)
        if row is None:
            continue
        if case.way is Way.EMAIL:
            make_link(row.pk, by=asker)
        for step in case.steps:
            row = _answered(row, step, by, workers, blueprint, as_of)
        yield row


def _ask(story: str, case: Case, key: str, by: Reader, models: Models, blueprint: Blueprint) -> Referral | None:
    """None where the family's adult may not sign: nothing is asked for them."""
    handoff = blueprint.handoffs[case.handoff]
    known = around(models, families.story(story, by=by), None, by=by, on=by.at.date())
    adult = known.adult or known.recipient
    if handoff.consent is not None:
        try:
            give(
                story, by=by, agency=handoff.to, through=by.at.date() + SHARED_FOR, language=known.language or "en",
                wording=wording_of(blueprint, handoff.to), given_by_person=adult, blueprint=blueprint,
            )  # fmt: skip
        except NotTaken:
            return None
    to = next(iter(organisations_of(handoff.to)), OnFile(name=handoff.to))
    return ask(
        Asking(
            key=key, story=story, person=known.recipient, handoff=handoff.id, to_name=to.name, to_agency=handoff.to,
            way=case.way, to_organisation=to.organisation, to_email=to.email, to_phone=to.phone, words=case.words,
            safe_contact="Text after 5 in the evening", facts=known.facts, asker_words=words_of(by.id, by.organisation),
        ),
        by=by, blueprint=blueprint,
    )  # fmt: skip


def _answered(
    row: Referral, step: Step, by: Reader, workers: Mapping[str, Reader], blueprint: Blueprint, as_of: date
) -> Referral:
    worker = workers.get(row.to_agency)
    on = as_of - timedelta(days=step.ago)
    telling = Telling(
        reason=step.reason, words=step.words, by_words="K.L." if worker else "by telephone",
        until=None if step.until is None else as_of + timedelta(days=step.until),
    )  # fmt: skip
    who, how = (_at(worker, on), How.PAGE) if worker is not None else (_at(by, on), How.PHONE)
    return do(
        row.pk, step.deed, by=who, side=Side.AGENCY, how=how, version=row.version, blueprint=blueprint, telling=telling
    )


def _at(by: Reader, on: date) -> Reader:
    return replace(by, at=by.at.replace(year=on.year, month=on.month, day=on.day))
