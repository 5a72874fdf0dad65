"""Stories, people, episodes, relations and assignments in numbers, in the order in which evaluation opens them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from headwaters.domain.blueprint.element import Role
from headwaters.engine.warehouse.ordering import Numbers, by_text, ordered, ranks
from headwaters.engine.warehouse.snapshot_events import DAYS
from headwaters.engine.warehouse.snapshot_vocabulary import Ints
from headwaters.engine.warehouse.statement_tables import RawTables

STORIES = pa.schema([("story_id", pa.string())])
PEOPLE = pa.schema([("story", pa.int32()), ("person_id", pa.string())])
EPISODES = pa.schema(
    [
        ("story", pa.int32()),
        ("episode_id", pa.string()),
        ("kind", pa.int32()),
        ("person", pa.int32()),
        ("birth", pa.int32()),
        ("due_date", pa.int32()),
        ("first_seen", pa.int32()),
        ("ended", pa.int32()),
        ("ended_why", pa.string()),
        ("pregnancy", pa.int32()),
    ]
)
RELATIONS = pa.schema(
    [
        ("story", pa.int32()),
        ("episode", pa.int32()),
        ("role", pa.int32()),
        ("person", pa.int32()),
        ("is_primary", pa.bool_()),
        ("from_day", pa.int32()),
        ("through_day", pa.int32()),
    ]
)
ASSIGNMENTS = pa.schema(
    [
        ("story", pa.int32()),
        ("person", pa.int32()),
        ("blueprint", pa.string()),
        ("version", pa.string()),
        ("from_day", pa.int32()),
        ("through_day", pa.int32()),
    ]
)
"""As `Batch` says; `story`, `person`, `episode` and `pregnancy` are rows of their tables; days as ordinals, 0: none."""

EPOCH = 719_163
"""The ordinal of 1970-01-01, from which Arrow counts."""
ROLES = {role.value: place for place, role in enumerate(Role)}


@dataclass(frozen=True, slots=True)
class Families:
    """The tables of whole stories, and in the same numbers whose seat each person has."""

    stories: pa.Table
    people: pa.Table
    episodes: pa.Table
    relations: pa.Table
    assignments: pa.Table
    seats: pa.Array
    """`seat_name` of each row of the people."""


def families(raw: RawTables) -> Families:
    """Stories by id, their people by id, their episodes in the order of evaluation, relations as they were told."""
    story_ids, people = seating(raw.people)
    seats = seat_name(story_ids.take(people.column("story").combine_chunks()), _column(people, "person_id"))
    episodes, keys = _episodes(raw.episodes, story_ids, seats)
    return Families(
        pa.table([story_ids], schema=STORIES),
        people,
        episodes,
        _relations(raw.relations, story_ids, seats, keys),
        _assignments(raw.assignments, story_ids, seats),
        seats,
    )


def seating(people: pa.Table) -> tuple[pa.Array, pa.Table]:
    """The ids of the stories, in order, and everybody's seat: the row of a table of people by story and person."""
    story_ids = pc.unique(_column(people, "story_id"))
    story_ids = story_ids.take(pc.sort_indices(story_ids))
    story = _place(_column(people, "story_id"), story_ids)
    order = ordered(story, by_text(_column(people, "person_id")))
    return story_ids, pa.table([story[order], _column(people, "person_id").take(pa.array(order))], schema=PEOPLE)


def seat_name(story_ids: pa.Array, others: pa.Array) -> pa.Array:
    """Somebody (or an episode) in a story, by name."""
    return pc.binary_join_element_wise(story_ids, others, "\x1f")


def seats_of(table: pa.Table, seats: pa.Array) -> Ints:
    """The seat of each row of a table with story and person ids."""
    return _place(seat_name(_column(table, "story_id"), _column(table, "person_id")), seats)


def days(table: pa.Table, name: str) -> Ints:
    """A column of days as ordinals, 0 where there is none."""
    return day_numbers(_column(table, name))


def day_numbers(column: pa.Array) -> Ints:
    since_1970 = pc.fill_null(column.cast(pa.int32()), -EPOCH).to_numpy(zero_copy_only=False)
    found: Ints = since_1970 + np.int32(EPOCH)
    return found


def numbers(table: pa.Table, name: str) -> Ints:
    """A column of whole numbers."""
    found: Ints = _column(table, name).to_numpy()
    return found


def _column(table: pa.Table, name: str) -> pa.Array:
    return table.column(name).combine_chunks()


def _place(values: pa.Array, among: pa.Array) -> Ints:
    found: Ints = pc.index_in(values, value_set=among).to_numpy()
    return found


def _episodes(raw: pa.Table, story_ids: pa.Array, seats: pa.Array) -> tuple[pa.Table, pa.Array]:
    story = _place(_column(raw, "story_id"), story_ids)
    kind = pc.equal(_column(raw, "kind"), "child").to_numpy(zero_copy_only=False).astype(np.int32)
    birth, due = days(raw, "birth"), days(raw, "due_date")
    order = ordered(
        story.astype(np.int64) * 2 + kind,
        lambda at: _none_last(birth[at]) * DAYS + _none_last(due[at]),
        by_text(_column(raw, "episode_id")),
    )
    raw, story, kind, birth, due = raw.take(pa.array(order)), story[order], kind[order], birth[order], due[order]
    table = pa.table(
        [
            story,
            _column(raw, "episode_id"),
            kind,
            seats_of(raw, seats),
            birth,
            due,
            days(raw, "first_seen"),
            days(raw, "ended"),
            _column(raw, "ended_why"),
            _pregnancies(story, kind, np.where(birth > 0, birth, due), _column(raw, "episode_id")),
        ],
        schema=EPISODES,
    )
    return table, seat_name(_column(raw, "story_id"), _column(raw, "episode_id"))


def _none_last(found: Ints) -> Numbers:
    return np.where(found > 0, found, DAYS - 1).astype(np.int64)


def _pregnancies(story: Ints, kind: Ints, day: Ints, ids: pa.Array) -> Ints:
    """Of each child the row of the pregnancy it was born of: the nearest by birth or due date, then by id; -1 without one."""
    found = np.full(len(story), -1, np.int32)
    pregnancies, children = np.flatnonzero(kind == 0), np.flatnonzero(kind == 1)
    first = np.searchsorted(story[pregnancies], story[children], "left")
    several = np.searchsorted(story[pregnancies], story[children], "right") - first
    only = several == 1
    found[children[only]] = pregnancies[first[only]]
    of_several = np.flatnonzero(several > 1)
    if len(of_several):
        place = ranks(ids)
        for one in of_several.tolist():
            child = children[one]
            candidates = pregnancies[first[one] : first[one] + several[one]]
            found[child] = min(
                candidates.tolist(), key=lambda row: (_apart(int(day[row]), int(day[child])), place[row])
            )
    return found


def _apart(ends: int, born: int) -> int:
    return abs(ends - born) if ends and born else 100_000


def _relations(raw: pa.Table, story_ids: pa.Array, seats: pa.Array, episode_keys: pa.Array) -> pa.Table:
    """Those whose episode there is; nothing reads the others."""
    keys = seat_name(_column(raw, "story_id"), _column(raw, "episode_id"))
    raw = raw.filter(pc.is_in(keys, value_set=episode_keys))
    story = _place(_column(raw, "story_id"), story_ids)
    order = ordered(story)
    raw = raw.take(pa.array(order))
    role = pc.index_in(_column(raw, "role"), value_set=pa.array(list(ROLES)))
    return pa.table(
        [
            story[order],
            _place(seat_name(_column(raw, "story_id"), _column(raw, "episode_id")), episode_keys),
            role,
            seats_of(raw, seats),
            _column(raw, "is_primary"),
            days(raw, "from_day"),
            days(raw, "through_day"),
        ],
        schema=RELATIONS,
    )


def _assignments(raw: pa.Table, story_ids: pa.Array, seats: pa.Array) -> pa.Table:
    story = _place(_column(raw, "story_id"), story_ids)
    order = ordered(story)
    raw = raw.take(pa.array(order))
    return pa.table(
        [
            story[order],
            seats_of(raw, seats),
            _column(raw, "blueprint"),
            _column(raw, "version"),
            days(raw, "from_day"),
            days(raw, "through_day"),
        ],
        schema=ASSIGNMENTS,
    )
