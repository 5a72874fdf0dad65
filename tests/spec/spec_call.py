"""A paragraph's call: what goes in, what must come out; and the comparison, told so that a reader sees what differs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from fragments import read_document, read_fork, whole
from kernel_beside_reference import held_against
from story_tables import World, day_of, rows_of, world
from text_tables import Row

from headwaters.domain.blueprint.blueprint import Blueprint
from headwaters.domain.blueprint.window import Mark
from headwaters.domain.history.view import EVERYTHING, View
from headwaters.domain.status import StatusRow
from headwaters.engine.evaluation.measures import Counted, Dose, count_measure
from headwaters.engine.evaluation.reference import Adoption, Models, evaluate, prepare

DAY_COLUMNS = ("opens", "due_by", "closes", "matched", "changes_on", "handoff_clock")
WORD_COLUMNS = (
    "status",
    "reason",
    "missing",
    "agency",
    "outcome",
    "handoff_state",
    "crack",
    "blueprint",
    "version",
    "role",
    "event",
)
KEY_COLUMNS = ("as_of", "known_by", "who", "episode", "touchpoint")
MEASURE_COLUMNS = ("as_of", "measure", "child", "who", "out", "met", "missing", "reached", "past", "share", "beside")
COLUMNS = KEY_COLUMNS + WORD_COLUMNS + DAY_COLUMNS


@dataclass(frozen=True)
class Adopted:
    blueprint: Blueprint
    since: date | None


@dataclass(frozen=True)
class Call:
    """Everything a paragraph says, as written."""

    blueprint: str
    rows: str | None = None
    counted: str | None = None
    as_of: str | None = None
    known_by: str | None = None
    children: str | None = None
    people: str | None = None
    assignments: str | None = None
    events: str | None = None
    facts: str | None = None
    observed: str | None = None
    absent: str | None = None
    most_cracks: int | None = None
    view: View = EVERYTHING
    others: Mapping[str, str] | None = None
    parent: str | None = None

    def blueprints(self) -> list[Blueprint]:
        """The blueprint first; a fork comes already applied to its parent."""
        read = [read_fork(self.blueprint, self.parent) if self.parent else read_document(whole(self.blueprint))]
        return read + [adopted.blueprint for adopted in self.adopted()]

    def adopted(self) -> list[Adopted]:
        """The blueprints beside the first, each with the day from which it judges."""
        read = []
        for name, fragment in (self.others or {}).items():
            id_, version, *since = name.split()
            blueprint = read_document(whole(fragment, blueprint=id_, version=version))
            read.append(Adopted(blueprint, day_of(since[0]) if since else None))
        return read

    def models(self) -> Models:
        others = [Adoption(prepare(adopted.blueprint), adopted.since) for adopted in self.adopted()]
        return Models(prepare(self.blueprints()[0]), others)

    def world(self, blueprints: list[Blueprint]) -> World:
        return world(
            blueprints,
            children=self.children,
            people=self.people,
            assignments=self.assignments,
            events=self.events,
            facts=self.facts,
            observed=self.observed,
        )

    def days(self) -> list[tuple[date, date | None]]:
        """The (as_of, known_by) asked about, in the order in which the paragraph asks."""
        asked = [self.asked(row) for row in rows_of(self.rows, COLUMNS) + rows_of(self.absent, KEY_COLUMNS)]
        return list(dict.fromkeys(asked))

    def asked(self, row: Row) -> tuple[date, date | None]:
        as_of = day_of(row.get("as_of", "") or self.as_of or "")
        assert as_of is not None, "a paragraph says the day it asks about: `as_of`, as an argument or a column"
        return as_of, day_of(row.get("known_by", "") or self.known_by or "")


class Judge(Protocol):
    def __call__(self, blueprint: str, **said: object) -> None: ...


def judged(blueprint: str, **said: object) -> None:
    """Evaluates the paragraph's stories and fails with every cell that is not as its table says."""
    call = Call(blueprint, **said)  # type: ignore[arg-type]
    told = call.world(call.blueprints())
    models = call.models()
    tables = {day: evaluated(models, told, as_of=day[0], known_by=day[1], view=call.view) for day in call.days()}
    wrong: list[str] = []
    for row in rows_of(call.rows, COLUMNS):
        wrong += differences(row, tables[call.asked(row)])
    for row in rows_of(call.absent, KEY_COLUMNS):
        wrong += [f"{wanted(row)}: is there, but should be absent" for one in tables[call.asked(row)] if fits(row, one)]
    for row in rows_of(call.counted, MEASURE_COLUMNS):
        wrong += miscounted(row, measured(call, told, models, row))
    if call.most_cracks is not None:
        cracked = {day: [row.touchpoint for row in table if row.crack] for day, table in tables.items()}
        wrong += [f"cracks at {names}" for names in cracked.values() if len(names) > call.most_cracks]
    wrong += [text for day in call.days() for text in unlike_kernel(call, models, told, day)]
    assert not wrong, "\n" + "\n".join(wrong)


def unlike_kernel(call: Call, models: Models, told: World, day: tuple[date, date | None]) -> list[str]:
    """Where the kernel judges a paragraph's stories in another way. It knows one view: everything."""
    if call.view != EVERYTHING:
        return []
    held = held_against(models, told.stories, told.observations, as_of=day[0], known_by=day[1])
    return [f"the kernel: {text}" for text in held.differences]


def evaluated(
    models: Models, told: World, *, as_of: date, known_by: date | None, view: View = EVERYTHING
) -> tuple[StatusRow, ...]:
    return tuple(
        row
        for story in told.stories
        for row in evaluate(models, story, told.observations, as_of=as_of, known_by=known_by, view=view)
    )


def measured(call: Call, told: World, models: Models, row: Row) -> list[Counted | Dose]:
    as_of, known_by = call.asked(row)
    return [
        one
        for story in told.stories
        for one in count_measure(
            models.default, story, told.observations, row["measure"], as_of=as_of, known_by=known_by, view=call.view
        )
        if one.episode_id == row["child"]
    ]


def miscounted(row: Row, found: list[Counted | Dose]) -> list[str]:
    if len(found) != 1:
        return [f"{row['measure']} of {row['child']}: counted {len(found)} times, not once"]
    cells = {
        column: counted_cell(getattr(found[0], column)) for column in row if column not in ("as_of", "measure", "child")
    }
    return [
        f"{row['measure']} of {row['child']}: {column} should be {row[column] or 'empty'}, is {cell or 'empty'}"
        for column, cell in cells.items()
        if cell != row[column]
    ]


def counted_cell(value: object) -> str:
    """As the manual writes it: yes, no or nothing known; names in order; shares to two places."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float):
        return f"{value:.2f}"
    if isinstance(value, Mapping):
        return ", ".join(f"{number} {status}" for status, number in sorted(value.items()))
    return ", ".join(value) if isinstance(value, tuple) else str(value)


def differences(row: Row, table: tuple[StatusRow, ...]) -> list[str]:
    found = [one for one in table if fits(row, one)]
    if len(found) != 1:
        keys = sorted({f"{one.element}.{one.touchpoint} of {one.recipient_id}" for one in table})
        return [f"{wanted(row)}: {len(found)} rows, not one. There are: {', '.join(keys)}"]
    told = {column: shown(found[0], column) for column in row if column not in KEY_COLUMNS}
    return [
        f"{wanted(row)}: {column} should be {row[column] or 'empty'}, is {cell or 'empty'}"
        f"   ({', '.join(f'{c}={shown(found[0], c)}' for c in ('status', 'reason', 'opens', 'due_by', 'closes', 'handoff_state', 'crack'))})"
        for column, cell in told.items()
        if cell != row[column]
    ]


def fits(row: Row, one: StatusRow) -> bool:
    return (
        row["touchpoint"] in (one.touchpoint, f"{one.element}.{one.touchpoint}")
        and row.get("who") in (None, "", one.recipient_id)
        and row.get("episode") in (None, "", one.episode_id)
    )


def wanted(row: Row) -> str:
    return " ".join(row[column] for column in KEY_COLUMNS if row.get(column))


def shown(one: StatusRow, column: str) -> str:
    if column == "event":
        return one.event.record_id if one.event else ""
    value = getattr(one, column)
    if value is None:
        return ""
    return value.isoformat() if isinstance(value, date) and not isinstance(value, Mark) else str(value)
