"""An answer as evaluation reads it: the consent fact of every hand-off to the agency, entered for whom the fact is about."""

from __future__ import annotations

from headwaters.domain.authority import ONE_DAY
from headwaters.domain.blueprint.blueprint import Blueprint
from headwaters.domain.blueprint.element import Role
from headwaters.domain.permission import covered_by
from headwaters.domain.sharing import Answer, Consent
from headwaters.practice.access.evidence import authorities_in, carrying_in
from headwaters.practice.access.reader import Reader
from headwaters.practice.consents.models import Consent as ConsentRow
from headwaters.practice.records.entries import enter_fact, retract


def enter_answer(row: ConsentRow, consent: Consent, blueprint: Blueprint, *, by: Reader) -> list[list[str]]:
    """Enter the answer as facts; returns (record id, fact, person) of each. `Ask each time` is no answer yet: nothing is entered."""
    if consent.answer is Answer.ASK_EACH_TIME:
        return []
    covered = covered_by(consent, authorities_in(row.story), on=by.at.date())
    carrying = carrying_in(row.story)
    entered: list[list[str]] = []
    for fact in _facts_of(blueprint, row.agency):
        for person in sorted(_about(blueprint.facts[fact].of, row.given_by_person, covered, carrying)):
            record = f"consent-{row.pk}-{fact}-{person}"
            enter_fact(
                person, by=by, fact=fact, value=consent.answer is Answer.YES, from_=row.from_day, through=row.through_day,
                record_id=record,
            )  # fmt: skip
            entered.append([record, fact, person])
    return entered


def end_answer(row: ConsentRow, *, by: Reader) -> None:
    """What was entered with a yes is over: it held until yesterday, and from today the answer is no. An answer of today is taken
    back altogether."""
    today = by.at.date()
    for record, fact, person in row.facts:
        if row.from_day >= today:
            retract(record, by=by)
        else:
            yes = row.answer == Answer.YES
            enter_fact(
                person, by=by, fact=fact, value=yes, from_=row.from_day, through=today - ONE_DAY, record_id=record
            )
        if row.answer == Answer.YES:
            enter_fact(person, by=by, fact=fact, value=False, from_=today, record_id=f"{record}-ended")


def _facts_of(blueprint: Blueprint, agency: str) -> list[str]:
    """The consent facts of every hand-off to an agency, each once, in the order of the file."""
    asked = (one.consent for one in blueprint.handoffs.values() if one.to == agency and one.consent is not None)
    return [fact for fact in dict.fromkeys(asked) if fact in blueprint.facts]


def _about(of: Role, giver: str, covered: frozenset[str], carrying: frozenset[str]) -> frozenset[str]:
    """Whose fact it is: the child's, for each child that the answer covers; else the person who answered."""
    if of is Role.CHILD:
        return covered - carrying - {giver}
    if of is Role.BIRTHING_PARENT:
        return frozenset({giver}) & carrying
    return frozenset({giver})
