"""Histories as data frames: the input tables of evaluation (language part 6), checked and made ready for an engine."""

from __future__ import annotations

import difflib
import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from headwaters.domain.blueprint.blueprint import Blueprint, FactRule, FactType
from headwaters.domain.blueprint.element import Role
from headwaters.domain.history.history import WITHHELD, EpisodeKind, FactValue, Observation
from headwaters.domain.history.written import written
from headwaters.domain.problems import InputUnreadable
from headwaters.domain.records.vocabulary import HANDOFF
from headwaters.engine.frames.native import Frame, Library, first_false, library_of_first, to_arrow
from headwaters.engine.warehouse import statement_tables as told
from headwaters.engine.warehouse.statement_tables import RawTables

TEXT, DAY = pa.string(), pa.date32()

EPISODES = pa.schema(
    [
        ("story_id", TEXT), ("episode_id", TEXT), ("kind", TEXT), ("person_id", TEXT), ("birth", DAY), ("due_date", DAY),
        ("first_seen", DAY), ("ended", DAY), ("ended_why", TEXT),
    ]
)  # fmt: skip
PEOPLE = pa.schema(
    [
        ("episode_id", TEXT),
        ("role", TEXT),
        ("person_id", TEXT),
        ("primary", pa.bool_()),
        ("from", DAY),
        ("through", DAY),
    ]
)
ASSIGNMENTS = pa.schema([("person_id", TEXT), ("blueprint", TEXT), ("version", TEXT), ("from", DAY), ("through", DAY)])
EVENTS = pa.schema(
    [
        ("person_id", TEXT), ("source", TEXT), ("record_id", TEXT), ("kind", TEXT), ("agency", TEXT), ("recorded", DAY),
        ("revision", pa.int64()), ("start", DAY), ("end", DAY), ("system", TEXT), ("code", TEXT), ("status", TEXT),
        ("result", TEXT), ("value", pa.float64()), ("unit", TEXT), ("handoff", TEXT), ("step", TEXT),
    ]
)  # fmt: skip
FACTS = pa.schema(
    [
        ("person_id", TEXT), ("fact", TEXT), ("value", TEXT), ("from", DAY), ("through", DAY), ("agency", TEXT),
        ("source", TEXT), ("record_id", TEXT), ("recorded", DAY), ("revision", pa.int64()), ("status", TEXT),
    ]
)  # fmt: skip
OBSERVATIONS = pa.schema(
    [("source", TEXT), ("agency", TEXT), ("kind", TEXT), ("area", TEXT), ("from", DAY), ("through", DAY)]
)

NEEDED: Mapping[str, tuple[str, ...]] = {
    "episodes": ("story_id", "episode_id", "kind", "person_id"),
    "people": ("episode_id", "role", "person_id"),
    "assignments": ("person_id", "blueprint"),
    "events": ("person_id", "source", "record_id", "kind", "agency", "recorded"),
    "facts": ("person_id", "fact", "value", "from", "agency", "source", "record_id", "recorded"),
    "observations": ("source", "agency", "kind", "from", "through"),
}
"""Columns without which a frame means nothing; all others may be left out."""
SCHEMAS: Mapping[str, pa.Schema] = {
    "episodes": EPISODES, "people": PEOPLE, "assignments": ASSIGNMENTS, "events": EVENTS, "facts": FACTS,
    "observations": OBSERVATIONS,
}  # fmt: skip

Say = Callable[[str], None]
"""Told, in a sentence, what is left out."""


@dataclass(frozen=True, slots=True)
class Histories:
    """Frames of one library: who is in which story, and what was told of them (columns: `SCHEMAS`, `NEEDED`).

    `events` may have further columns that the blueprint declares for a kind. Of `facts`, `value` is true or false, a number,
    a day or a word, as the blueprint says of the fact; `withheld`: asked, and kept private by choice.
    """

    episodes: Frame
    people: Frame = None
    events: Frame = None
    facts: Frame = None
    observations: Frame = None
    assignments: Frame = None

    def frames(self) -> dict[str, Frame]:
        return {name: getattr(self, name) for name in SCHEMAS}

    @property
    def library(self) -> Library:
        """The library of the first frame: answers come back in it."""
        return library_of_first(self.frames())


def read(histories: Histories, blueprint: Blueprint, left_out: Say | None) -> tuple[RawTables, tuple[Observation, ...]]:
    """The frames as an engine takes them.

    left_out   told what has no effect (a kind the blueprint does not know, somebody who is in no story); None: refused
    raises     InputUnreadable  with frame, column and row
    """
    frames = {
        name: to_arrow(frame, schema, name=name, needed=NEEDED[name])
        if (frame := getattr(histories, name)) is not None
        else schema.empty_table()
        for name, schema in SCHEMAS.items()
    }
    episodes, people = frames["episodes"], frames["people"]
    _one_of(episodes, "episodes", "kind", [one.value for one in EpisodeKind])
    _one_of(people, "people", "role", [one.value for one in Role])
    seats = _seats(episodes, people)
    further = _further(histories.events, blueprint, frames["events"]) if histories.events is not None else None
    events = _known(frames["events"], "events", "kind", {*blueprint.events, HANDOFF}, left_out, further)
    facts = _known(frames["facts"], "facts", "fact", set(blueprint.facts), left_out)
    raw = RawTables(
        people=seats.cast(told.PEOPLE),
        episodes=episodes.cast(told.EPISODES),
        relations=_relations(episodes, people),
        assignments=_seated(seats, _filled(frames["assignments"], "version", "latest"), "assignments", left_out)
        .rename_columns({"from": "from_day", "through": "through_day"})
        .select(told.ASSIGNMENTS.names)
        .cast(told.ASSIGNMENTS),
        events=_events(_seated(seats, events, "events", left_out)),
        facts=_facts(_seated(seats, facts, "facts", left_out), blueprint.facts),
    )
    return raw, _observations(frames["observations"])


def _one_of(table: pa.Table, name: str, column: str, words: list[str]) -> None:
    row = first_false(pc.is_in(table.column(column), pa.array(words)))
    if row is not None:
        raise InputUnreadable(
            f"`{name}.{column}`, row {row}: {table.column(column)[row].as_py()!r} is not one of {', '.join(words)}."
        )


def _known(
    table: pa.Table, name: str, column: str, words: set[str], left_out: Say | None, further: pa.Array | None = None
) -> pa.Table:  # fmt: skip
    """The rows whose word the blueprint knows; with the further columns as text, where there are any."""
    if name == "events":
        table = table.append_column("columns", further if further is not None else pa.nulls(len(table), TEXT))
    strange = sorted(set(pc.unique(table.column(column)).to_pylist()) - words)
    if not strange:
        return table
    near = difflib.get_close_matches(strange[0], words, n=1)
    which = f"`{name}.{column}`: {', '.join(repr(one) for one in strange[:5])} "
    which += f"and {len(strange) - 5} more are" if len(strange) > 5 else "is" if len(strange) == 1 else "are"
    what = f"{which} not known to the blueprint." + (f" Did you mean {near[0]!r}?" if near else "")
    if left_out is None:
        raise InputUnreadable(
            f"{what} Rename it, add it to the blueprint, or pass strict=False to leave such rows out."
        )
    kept = table.filter(pc.is_in(table.column(column), pa.array(sorted(words))))
    left_out(f"{what} {len(table) - len(kept):,} rows are left out.")
    return kept


def _seats(episodes: pa.Table, people: pa.Table) -> pa.Table:
    """Everybody once in each story."""
    of_episode = episodes.select(["episode_id", "story_id"])
    if pc.count_distinct(of_episode.column("episode_id")).as_py() < len(of_episode):
        twice = pc.value_counts(of_episode.column("episode_id"))
        name = next(one["values"].as_py() for one in twice if one["counts"].as_py() > 1)
        raise InputUnreadable(
            f"`episodes.episode_id`: {name!r} stands in more than one row. Give each episode its own id."
        )
    row = first_false(pc.is_in(people.column("episode_id"), of_episode.column("episode_id").combine_chunks()))
    if row is not None:
        raise InputUnreadable(
            f"`people.episode_id`, row {row}: there is no episode {people.column('episode_id')[row].as_py()!r} in `episodes`."
        )
    related = (
        people.select(["episode_id", "person_id"]).join(of_episode, "episode_id").select(["story_id", "person_id"])
    )
    own = episodes.select(["story_id", "person_id"])
    return pa.concat_tables([own, related]).group_by(["story_id", "person_id"], use_threads=False).aggregate([])


def _relations(episodes: pa.Table, people: pa.Table) -> pa.Table:
    joined = _filled(people, "primary", True).join(episodes.select(["episode_id", "story_id"]), "episode_id")
    renamed = joined.rename_columns({"primary": "is_primary", "from": "from_day", "through": "through_day"})
    return renamed.select(told.RELATIONS.names).cast(told.RELATIONS)


def _seated(seats: pa.Table, table: pa.Table, name: str, left_out: Say | None) -> pa.Table:
    """The rows with the story (or stories) of the person they speak of."""
    known = pc.is_in(table.column("person_id"), seats.column("person_id").combine_chunks())
    row = first_false(known)
    if row is not None:
        count = len(table) - pc.sum(known).as_py()
        what = f"`{name}.person_id`: {count:,} rows speak of somebody who is in no story, the first in row {row}."
        if left_out is None:
            raise InputUnreadable(
                f"{what} Add them to `episodes` or `people`, or pass strict=False to leave such rows out."
            )
        left_out(f"{what} They are left out.")
    return table.join(seats, "person_id", join_type="inner")


def _filled(table: pa.Table, column: str, value: object) -> pa.Table:
    place = table.schema.get_field_index(column)
    filled = pc.fill_null(table.column(column), pa.scalar(value, table.schema.field(column).type))
    return table.set_column(place, column, filled)


def _events(table: pa.Table) -> pa.Table:
    filled = _filled(_filled(table, "revision", 0), "columns", "")
    row = first_false(pc.or_(pc.is_valid(filled.column("start")), pc.is_valid(filled.column("end"))))
    if row is not None:
        record = filled.column("record_id")[row].as_py()
        raise InputUnreadable(
            f"`events`, record {record!r}, has neither `start` nor `end`. Say on which day it happened."
        )
    return filled.select(told.EVENTS.names).cast(told.EVENTS)


def _facts(table: pa.Table, rules: Mapping[str, FactRule]) -> pa.Table:
    """Facts with their values as their types say; each different answer is read once."""
    table = _filled(table, "revision", 0)
    pairs = table.select(["fact", "value"]).group_by(["fact", "value"], use_threads=False).aggregate([])
    read_pairs = [written(_value(fact, value, rules)) for fact, value in _rows(pairs)]
    typed = pairs.append_column("type", pa.array([kind for kind, _ in read_pairs], TEXT)).append_column(
        "said", pa.array([text for _, text in read_pairs], TEXT)
    )
    joined = table.join(typed, ["fact", "value"], join_type="inner").drop_columns("value")
    renamed = joined.rename_columns({"said": "value", "from": "from_day", "through": "through_day"})
    return renamed.select(told.FACTS.names).cast(told.FACTS)


def _rows(table: pa.Table) -> Iterable[tuple[Any, ...]]:
    return zip(*(column.to_pylist() for column in table.columns), strict=True)


def _value(fact: str, text: str, rules: Mapping[str, FactRule]) -> FactValue:
    if text == WITHHELD:
        return text
    try:
        return _typed(text, rules[fact].type)
    except ValueError:
        wanted = {
            FactType.BOOLEAN: "true or false",
            FactType.NUMBER: "a number",
            FactType.DATE: "a day (year-month-day)",
        }
        raise InputUnreadable(
            f"`facts.value`: {text!r} is not {wanted[rules[fact].type]}, which `{fact}` is. Mend it, or write `withheld`."
        ) from None


_BOOLEANS = {"true": True, "yes": True, "1": True, "false": False, "no": False, "0": False}


def _typed(text: str, kind: FactType) -> FactValue:
    """raises  ValueError  it is not of that type"""
    if kind is FactType.BOOLEAN:
        if text.lower() not in _BOOLEANS:
            raise ValueError(text)
        return _BOOLEANS[text.lower()]
    if kind is FactType.NUMBER:
        return float(text)
    return date.fromisoformat(text[:10]) if kind is FactType.DATE else text


def _further(frame: Frame, blueprint: Blueprint, events: pa.Table) -> pa.Array | None:
    """The declared further columns of each row as one text; None where the frame has none of them."""
    types = {name: kind for rule in blueprint.events.values() for name, kind in rule.columns.items()}
    words = pa.schema([(name, TEXT) for name in types])
    columns = to_arrow(frame, words, name="events", needed=())
    given = [name for name in types if columns.column(name).null_count < len(columns)]
    if not given or not len(events):
        return None
    return pa.array([_together(row, given, types) for row in _rows(columns.select(given))], TEXT)


def _together(row: tuple[Any, ...], names: list[str], types: Mapping[str, FactType]) -> str | None:
    said = {name: written(_typed(text, types[name])) for name, text in zip(names, row, strict=True) if text is not None}
    return json.dumps(said, sort_keys=True) if said else None


def _observations(table: pa.Table) -> tuple[Observation, ...]:
    return tuple(Observation(*row) for row in _rows(table))
