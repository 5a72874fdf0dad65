"""Everybody linked and drawn in plain Python over all statements: the specification that `families.actions.redraw` is held to."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from headwaters.domain.blueprint.element import Role
from headwaters.domain.history.history import PersonId, StoryId
from headwaters.engine.linkage.shared_identifiers import Alias, KeptApart, Known, join
from headwaters.engine.linkage.stories import Drawing, Pregnancy, Somebody, Tie, draw
from headwaters.practice.families.drawing import CHILDHOOD
from headwaters.practice.families.latest import latest
from headwaters.practice.families.models import EventRow, KnownAs, PersonRow, PregnancyRow, RelationRow

Plain = tuple[dict[Alias, PersonId], tuple[KeptApart, ...], set[tuple[str, str, PersonId]], Drawing]


def plain(already: Mapping[Alias, PersonId], names: Mapping[str, StoryId]) -> Plain:
    """Persons, what was kept apart, whose numbers are whose, and the stories."""
    alias_of = {
        key: (source, number) for key, source, number in KnownAs.objects.values_list("id", "source", "local_id")
    }
    people = _people(alias_of)
    joined = join([Known(*alias, pairs, birth) for alias, (birth, pairs) in people.items()], already)
    person_of = dict(joined.person_of)
    drawing = draw(
        _somebodies(people, person_of, alias_of),
        _pregnancies(person_of, alias_of),
        _ties(person_of, alias_of),
        horizon=CHILDHOOD,
        already=names,
    )
    numbers = {(*pair, person_of[alias]) for alias, (_, pairs) in people.items() for pair in pairs}
    return person_of, joined.kept_apart, numbers, drawing


def _people(alias_of: Mapping[int, Alias]) -> dict[Alias, tuple[date | None, tuple[tuple[str, str], ...]]]:
    rows = PersonRow.objects.order_by("known_as", "record_id", "recorded", "revision", "id").values_list(
        "known_as", "record_id", "status", "birth", "identifiers"
    )
    people: dict[Alias, Any] = {}
    for key, _, _, birth, identifiers in latest(rows, width=2):
        before, pairs = people.get(alias_of[key], (None, ()))
        told = json.loads(identifiers) if isinstance(identifiers, str) else identifiers
        people[alias_of[key]] = (birth or before, (*pairs, *((system, value) for system, value in told)))
    return people


def _somebodies(people: Any, person_of: Any, alias_of: Mapping[int, Alias]) -> list[Somebody]:
    seen: dict[PersonId, date] = {}
    rows = [*PersonRow.objects.values_list("known_as", "recorded"), *EventRow.objects.values_list("known_as", "start")]
    for key, day in rows:
        person = person_of.get(alias_of.get(key))
        if person and day:
            seen[person] = min(day, seen.get(person, day))
    births: dict[PersonId, date | None] = {}
    for alias, (birth, _) in people.items():
        births[person_of[alias]] = births.get(person_of[alias]) or birth
    return [Somebody(person, birth, seen.get(person)) for person, birth in births.items()]


def _relations() -> Iterable[tuple[Any, ...]]:
    rows = RelationRow.objects.order_by("source", "record_id", "recorded", "revision", "id").values_list(
        "source", "record_id", "status", "known_as", "role", "of_local_id", "is_primary", "from_day", "through_day", "authority"
    )  # fmt: skip
    return latest(rows, width=2)


def _pregnancies(person_of: Any, alias_of: Mapping[int, Alias]) -> list[Pregnancy]:
    rows = PregnancyRow.objects.order_by("source", "record_id", "recorded", "revision", "id").values_list(
        "source", "record_id", "status", "recorded", "revision", "known_as", "pregnancy_id", "due_date", "birth",
        "children", "first_seen", "ended", "ended_why",
    )  # fmt: skip
    born_into: dict[tuple[str, str], list[PersonId]] = {}
    for source, _, _, who, role, of, *_ in _relations():
        if role == Role.CHILD and (child := person_of.get(alias_of.get(who))):
            born_into.setdefault((source, of), []).append(child)
    merged: dict[tuple[str, str], Pregnancy] = {}
    in_order = sorted(latest(rows, width=2), key=lambda row: (row[3], row[4], row[0], row[1]))
    for source, *_, who, number, due_date, birth, children, seen, ended, why in in_order:
        mother, key = person_of.get(alias_of.get(who)), (source, number)
        if mother is None:
            continue
        before = merged.get(key, Pregnancy(key, mother))
        told = json.loads(children) if isinstance(children, str) else children
        named = [person_of[source, child] for child in told if (source, child) in person_of]
        of_it = tuple(dict.fromkeys((*before.children, *named, *born_into.get(key, ()))))
        merged[key] = Pregnancy(
            key, mother, due_date or before.due_date, birth or before.birth, of_it,
            seen or before.first_seen, ended or before.ended, why or before.ended_why,
        )  # fmt: skip
    return list(merged.values())


def _ties(person_of: Any, alias_of: Mapping[int, Alias]) -> list[Tie]:
    ties = []
    for source, _, _, who, role, of, primary, from_, through, authority in _relations():
        if person := person_of.get(alias_of.get(who)):
            child = person_of.get((source, of))
            pregnancy = None if child else (source, of)
            ties.append(Tie(person, Role(role), child, pregnancy, primary, from_, through, authority))
    return ties
