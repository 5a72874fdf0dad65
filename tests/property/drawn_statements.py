"""Dirty people for the laws of linkage: few numbers for many people, so that everything that can be confused is."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from hypothesis import strategies as st

from headwaters.domain.blueprint.element import Role
from headwaters.domain.history.history import ENTERED_IN_ERROR
from headwaters.domain.records.statement import (
    EventStatement,
    Origin,
    PersonStatement,
    PregnancyStatement,
    RelationStatement,
    Statement,
)
from headwaters.practice.families.statements import Told

FIRST = date(2026, 1, 1)
GROWN = date(1990, 5, 1)
BIRTHS = (None, None, GROWN, GROWN, date(2024, 3, 1), date(2024, 3, 2), date(2024, 9, 1))
DAYS = (None, None, date(2024, 2, 20), date(2024, 3, 20), date(2025, 6, 1))
EVENT_DAYS = (None, date(1991, 1, 1), date(1999, 1, 1), date(2024, 5, 1))

sources = st.sampled_from(("clinic", "wic"))
people = st.sampled_from("123456")
pregnancy_numbers = st.sampled_from(("p", "q", "r", "1"))
"""`1` is a person's number too."""
status = st.sampled_from((None, None, None, None, ENTERED_IN_ERROR))
identifiers = st.lists(st.tuples(st.sampled_from("xy"), st.sampled_from("1234")), max_size=2, unique=True).map(tuple)


@st.composite
def statements(draw: st.DrawFn) -> Statement:
    kind: Any = draw(st.sampled_from((_person, _person, _person, _pregnancy, _pregnancy, _relation, _relation, _event)))
    drawn: Statement = draw(kind(draw(sources), draw(people), draw(status)))
    return drawn


def _origin(source: str, record: str) -> Origin:
    return Origin(source, "agency", record, f"{source}/file.csv", 2)


@st.composite
def _person(draw: st.DrawFn, source: str, who: str, state: str | None) -> PersonStatement:
    record = draw(st.sampled_from((who, who, f"{who} again")))
    return PersonStatement(
        _origin(source, record), who, draw(identifiers), birth=draw(st.sampled_from(BIRTHS)), status=state
    )


@st.composite
def _pregnancy(draw: st.DrawFn, source: str, who: str, state: str | None) -> PregnancyStatement:
    return PregnancyStatement(
        _origin(source, draw(st.sampled_from("ghi"))),
        who,
        draw(pregnancy_numbers),
        due_date=draw(st.sampled_from(DAYS)),
        birth=draw(st.sampled_from(DAYS)),
        children=tuple(draw(st.lists(people, max_size=2, unique=True))),
        status=state,
        first_seen=draw(st.sampled_from(DAYS)),
        ended=draw(st.sampled_from(DAYS)),
        ended_why=draw(st.sampled_from((None, "loss"))),
    )


@st.composite
def _relation(draw: st.DrawFn, source: str, who: str, state: str | None) -> RelationStatement:
    return RelationStatement(
        _origin(source, draw(st.sampled_from("tuvw"))),
        who,
        draw(st.sampled_from((Role.BIRTHING_PARENT, Role.BIRTHING_PARENT, Role.CAREGIVER, Role.CHILD, Role.HOUSEHOLD))),
        draw(st.one_of(people, pregnancy_numbers)),
        primary=draw(st.booleans()),
        from_=draw(st.sampled_from(DAYS)),
        through=draw(st.sampled_from(DAYS)),
        status=state,
    )


@st.composite
def _event(draw: st.DrawFn, source: str, who: str, state: str | None) -> EventStatement:
    return EventStatement(_origin(source, "e"), who, "visit", draw(st.sampled_from(EVENT_DAYS)), status=state)


@st.composite
def told(draw: st.DrawFn) -> Told:
    received = FIRST + timedelta(days=draw(st.integers(0, 3)))
    return Told(draw(statements()), received, draw(st.integers(0, 1)))


loads = st.lists(st.lists(told(), min_size=1, max_size=6), min_size=1, max_size=6)
"""One load after another, each a few statements; later ones correct, contradict and take back earlier ones."""
