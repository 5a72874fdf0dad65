"""What an answer given at a visit means for the record: the statement that evaluation is to see, corrected as the answer is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from headwaters.domain.blueprint.blueprint import Blueprint, FactType
from headwaters.domain.blueprint.element import Role
from headwaters.domain.history.history import FactValue
from headwaters.domain.problems import NotTaken
from headwaters.engine.warehouse.digest import digest63
from headwaters.practice.access.reader import Reader
from headwaters.practice.contacts.models import Visit
from headwaters.practice.contacts.outcomes import Said, contact_kind, sayable
from headwaters.practice.contacts.promises import touchpoint_of
from headwaters.practice.contacts.visit_questions import WITHHELD, Done, columns_of, kind_of_step
from headwaters.practice.records.entries import SOURCE, enter_event, enter_fact, retract
from headwaters.practice.records.models import Record

if TYPE_CHECKING:
    from headwaters.practice.contacts.visits import Head


@dataclass(frozen=True, slots=True)
class Household:
    """A family as questions are about it. `holders`: who holds each role; `recipients`: whom a step (element/touchpoint) is for."""

    blueprint: Blueprint
    adult: str
    holders: Mapping[Role, str]
    recipients: Mapping[str, str]
    agency: str = ""


def enter_answers(visit: Visit, question: str, heads: Mapping[str, Head], *, household: Household, by: Reader) -> None:
    """Enter what the answer to one question changes, in the caller's transaction."""
    kind, _, about = question.partition(":")
    match kind:
        case "who":
            _talk(visit, heads, household, by)
        case "did":
            _step(visit, about, heads, household, by)
        case "is":
            _step(visit, about.rpartition(":")[0], heads, household, by)
        case "said":
            _said(visit, about, heads, household, by)
        case "fact":
            _fact(visit, about, heads, household, by)


def _text(heads: Mapping[str, Head], question: str) -> str:
    head = heads.get(question)
    return head.value if head is not None and isinstance(head.value, str) else ""


def _record_id(visit: Visit, about: str) -> str:
    return f"visit-{visit.pk.hex}-{digest63(about):016x}"


def _take_back(record_id: str, by: Reader) -> None:
    if Record.objects.filter(source=SOURCE, record_id=record_id).exists():
        retract(record_id, by=by)


def _talk(visit: Visit, heads: Mapping[str, Head], household: Household, by: Reader) -> None:
    """Somebody of the family was there: that is a contact."""
    kind, record_id = contact_kind(household.blueprint, "", None), _record_id(visit, "talk")
    head = heads.get("who")
    if kind is None:
        return
    if head is not None and head.value:
        enter_event(
            household.adult, by=by, kind=kind, on=visit.on_day, record_id=record_id, agency=household.agency or None
        )
    else:
        _take_back(record_id, by)


def _step(visit: Visit, key: str, heads: Mapping[str, Head], household: Household, by: Reader) -> None:
    """Done, with what came of it; not now, where the family can say so; else nothing."""
    touchpoint = touchpoint_of(household.blueprint, key)
    element = household.blueprint.elements.get(key.partition("/")[0])
    if touchpoint is None or element is None:
        return
    answer, kind = _text(heads, f"did:{key}"), kind_of_step(touchpoint)
    done, refused = _record_id(visit, f"did:{key}"), _record_id(visit, f"no:{key}")
    person = household.recipients.get(key) or household.adult
    if answer == Done.DONE and kind is not None:
        found = {name: _text(heads, f"is:{key}:{name}") for name in columns_of(touchpoint)}
        result, value = found.pop("result", "") or None, _number(found.pop("value", ""))
        enter_event(
            person, by=by, kind=kind, on=visit.on_day, record_id=done, result=result, value=value,
            columns=_columns(household.blueprint, kind, found), agency=household.agency or None,
        )  # fmt: skip
    else:
        _take_back(done, by)
    declined = sayable(element, touchpoint).not_now
    if answer == Done.NOT_NOW and declined is not None:
        enter_event(person, by=by, kind=declined, on=visit.on_day, record_id=refused, agency=household.agency or None)
    else:
        _take_back(refused, by)


def _columns(blueprint: Blueprint, kind: str, found: Mapping[str, str]) -> dict[str, FactValue]:
    rule = blueprint.events.get(kind)
    columns: dict[str, FactValue] = {}
    for name, text in found.items():
        typed = rule.columns.get(name) if rule is not None else None
        if not text or typed is None:
            continue
        number = _number(text) if typed is FactType.NUMBER else None
        columns[name] = text == "yes" if typed is FactType.BOOLEAN else text if number is None else number
    return columns


def _number(text: str) -> float | None:
    if not text.strip():
        return None
    try:
        return float(text.replace(",", "."))
    except ValueError:
        raise NotTaken("Write a number, as 12 or 3.5. What you wrote is kept on this page.") from None


def _said(visit: Visit, key: str, heads: Mapping[str, Head], household: Household, by: Reader) -> None:
    """What the family said to an offer: that it was offered, and the answer."""
    element = household.blueprint.elements.get(key.partition("/")[0])
    if element is None:
        return
    words, answer = sayable(element, touchpoint_of(household.blueprint, key)), _text(heads, f"said:{key}")
    kinds = words.kinds(Said(answer)) if answer in set(Said) else ()
    person = household.recipients.get(key) or household.adult
    for kind in (words.offered, words.yes, words.not_now):
        if kind is None:
            continue
        record_id = _record_id(visit, f"said:{key}:{kind}")
        if kind in kinds:
            enter_event(person, by=by, kind=kind, on=visit.on_day, record_id=record_id, agency=household.agency or None)
        else:
            _take_back(record_id, by)


def _fact(visit: Visit, name: str, heads: Mapping[str, Head], household: Household, by: Reader) -> None:
    rule, answer, record_id = (
        household.blueprint.facts[name],
        _text(heads, f"fact:{name}"),
        _record_id(visit, f"fact:{name}"),
    )
    person = household.holders.get(rule.of) or household.adult
    if not answer:
        _take_back(record_id, by)
        return
    value: FactValue = answer
    if answer != WITHHELD and rule.type is FactType.BOOLEAN:
        value = answer == "yes"
    elif answer != WITHHELD and rule.type is FactType.NUMBER:
        value = _number(answer) or 0.0
    enter_fact(
        person, by=by, fact=name, value=value, from_=visit.on_day, record_id=record_id, agency=household.agency or None
    )
