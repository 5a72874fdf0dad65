"""The ladder cube: passages by door, quarter of birth, county and how they left, counted once at a refresh.

Rows add up, over layers too (as those of the reach cube): a night takes away what replaced stories counted and adds what they
count now. A region is a sum of its counties. Waits are counted by their days, so that a median is that of the people
themselves, whichever quarters and places are summed.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from headwaters.engine.measures import cohort_cells, passing
from headwaters.engine.measures.cohort_cells import Cell, Places, recipients_in
from headwaters.engine.measures.ladder_doors import LadderDoor
from headwaters.engine.measures.leaving import Left, left_and_word
from headwaters.engine.measures.passing import NO_DAY, STEPS, Passages, passages_in
from headwaters.engine.measures.reach import GroupKind
from headwaters.engine.publishing.coded import NULL, spelled
from headwaters.engine.warehouse.parts import replacing
from headwaters.engine.warehouse.published_parts import published_parts
from headwaters.engine.warehouse.status_table import WORD, field_of


class What(StrEnum):
    """What a row of the cube counts."""

    DOOR = "door"
    """Nothing: that the door was counted, so that a door to which nobody came is told from one that nobody counted."""
    TOO_YOUNG = "too_young"
    """Passages that have not opened yet."""
    LEFT = "left"
    """Passages whose last step is `step`, by how they left there."""
    TOLD = "told"
    """Passages of which `step` was told."""
    WAIT = "wait"
    """Passages that waited `days` for `step`, from the latest step before it."""


WHATS = tuple(What)
CUBE = pa.schema(
    [
        field_of("door", WORD, "the touchpoints of the hand-off or element"),
        field_of("what", WORD, "what is counted: door, too_young, left, told, wait"),
        field_of("step", WORD, "step of the ladder", nullable=True),
        field_of("left", WORD, "how they left", nullable=True),
        field_of("word", WORD, "the crack's name, or the status", nullable=True),
        field_of("days", pa.int32(), "days waited", nullable=True),
        field_of("quarter", pa.date32(), "first day of the quarter of birth (or due date); null: neither known", nullable=True),
        field_of("county", WORD, "the recipients' county; `not_asked` and `withheld` are counties"),
        field_of("region", WORD, "the county's pilot region, or `elsewhere`"),
        field_of("count", pa.int32(), "passages; negative in a change"),
    ]
)  # fmt: skip
ROWS_IN_A_GROUP = 65_536
READ = {
    "status": passing.STATUS_COLUMNS,
    "passages": passing.PASSAGE_COLUMNS,
    "recipients": cohort_cells.COLUMNS,
}
Published = Mapping[str, pa.Table]
"""`status`, `passages` and `recipients` of some whole stories, with the columns of READ."""

# a key is a number: door, what, step, ending or days, cell
_DAYS, _CELL = 20, 24
_STEP = _CELL + _DAYS
_WHAT = _STEP + 4
_DOOR = _WHAT + 3
MOST_KEYS = 4_000_000
"""Keys that are held before equal ones are added up: 64 megabytes."""


def read_for_ladders(folder: Path, *, only: Collection[str] | None = None) -> Iterator[Published]:
    """What is counted of a run, part by part."""
    return published_parts(folder, READ, only=only)


def write_ladders(
    parts: Iterable[Published], out: Path, *, doors: Sequence[LadderDoor], before: Iterable[Published] = ()
) -> int:
    """Count every passage of these stories; returns the rows written.

    before  the same stories as they stood, to be taken away: what is written then is the change
    """
    counting = LadderCounting(doors)
    for part in before:
        counting.add(part, -1)
    for part in parts:
        counting.add(part, 1)
    return counting.write(out)


@dataclass(slots=True)
class LadderCounting:
    """The counts of the parts so far, for whoever reads them for something else too."""

    doors: Sequence[LadderDoor]
    cells: dict[tuple[int, str, str], int] = field(default_factory=dict)
    endings: dict[tuple[Left, str], int] = field(default_factory=dict)
    keys: list[Places] = field(default_factory=list)
    counts: list[Places] = field(default_factory=list)
    held: int = 0

    def __post_init__(self) -> None:
        self.doors = sorted(self.doors, key=lambda door: door.key)

    def write(self, out: Path) -> int:
        """The cube of what was added; returns its rows."""
        table = self.table()
        with replacing(out) as fresh:
            pq.write_table(table, fresh, compression="zstd", row_group_size=ROWS_IN_A_GROUP)
        return int(table.num_rows)

    def add(self, part: Published, sign: int) -> None:
        """`sign`: 1, or -1 for stories as they stood before they were replaced."""
        people = recipients_in(part["recipients"], (GroupKind.COUNTY,))
        found = passages_in(part["status"], part["passages"], people, self.doors)
        named = people.named[GroupKind.COUNTY]
        cells = np.array([self._cell(cell) for cell in named] or [0], np.int64)[people.cells[GroupKind.COUNTY]]
        keys, counts = np.unique(np.concatenate(self._keys(found, cells)), return_counts=True)
        self.keys.append(keys)
        self.counts.append(counts * sign)
        self.held += len(keys)
        if self.held > MOST_KEYS:
            self._add_up()

    def _cell(self, cell: Cell) -> int:
        return self.cells.setdefault((cell.quarter, cell.within, cell.id), len(self.cells))

    def _keys(self, found: Passages, cells: Places) -> list[Places]:
        own = (found.door << _DOOR) + cells[found.who]
        keys = [own[~found.begun] + (WHATS.index(What.TOO_YOUNG) << _WHAT)]
        own, climbed = own[found.begun], found.climbed[found.begun]
        told = climbed != NO_DAY
        highest = len(STEPS) - 1 - np.argmax(told[:, ::-1], axis=1)
        last = np.where(told.any(axis=1), highest, 0).astype(np.int64)
        number = [self.endings.setdefault(left_and_word(one), len(self.endings)) for one in found.endings]
        ended = np.array(number or [0], np.int64)[found.ended[found.begun]]
        keys.append(own + (WHATS.index(What.LEFT) << _WHAT) + (last << _STEP) + (ended << _CELL))
        latest = np.full(len(own), NULL, np.int64)
        for step in range(len(STEPS)):
            here, day = told[:, step], climbed[:, step].astype(np.int64)
            keys.append(own[here] + (WHATS.index(What.TOLD) << _WHAT) + (step << _STEP))
            waited = here & (latest != NULL)
            wait = np.maximum(day[waited] - latest[waited], 0)
            keys.append(own[waited] + (WHATS.index(What.WAIT) << _WHAT) + (step << _STEP) + (wait << _CELL))
            latest = np.where(here, np.maximum(latest, day), latest)
        return keys

    def _add_up(self) -> None:
        keys, counts = (np.concatenate([np.zeros(0, np.int64), *held]) for held in (self.keys, self.counts))
        order = np.argsort(keys, kind="stable")
        keys, counts = keys[order], counts[order]
        first = np.flatnonzero(np.r_[True, keys[1:] != keys[:-1]]) if len(keys) else np.zeros(0, np.int64)
        sums = np.add.reduceat(counts, first) if len(first) else counts
        kept = sums != 0
        self.keys, self.counts = [keys[first][kept]], [sums[kept]]
        self.held = int(np.count_nonzero(kept))

    def table(self) -> pa.Table:
        """Rows of CUBE, in the order of doors."""
        self._add_up()
        keys = np.concatenate([np.arange(len(self.doors)) << _DOOR, *self.keys])
        counts = np.concatenate([np.zeros(len(self.doors), np.int64), *self.counts])
        order = np.argsort(keys, kind="stable")
        keys, counts = keys[order], counts[order]
        what = keys >> _WHAT & 7
        step = np.where(what >= WHATS.index(What.LEFT), keys >> _STEP & 15, len(STEPS))
        number, cell = keys >> _CELL & ((1 << _DAYS) - 1), keys & ((1 << _CELL) - 1)
        endings = list(self.endings)
        ended = np.where(what == WHATS.index(What.LEFT), number, len(endings))
        cells = [Cell(quarter, within, county, False) for quarter, within, county in self.cells]
        cells = cells or [Cell(cohort_cells.NO_QUARTER, "", "", False)]
        columns = {
            "door": spelled([door.key for door in self.doors], keys >> _DOOR),
            "what": spelled([one.value for one in WHATS], what),
            "step": spelled([*(one.value for one in STEPS), None], step),
            "left": spelled([*(left.value for left, _ in endings), None], ended),
            "word": spelled([*(word for _, word in endings), None], ended),
            "days": pa.array(number.astype(np.int32), mask=what != WHATS.index(What.WAIT)),
            "quarter": pa.array([one.first_day for one in cells], pa.date32()).take(pa.array(cell)),
            "county": spelled([one.id for one in cells], cell),
            "region": spelled([one.within for one in cells], cell),
            "count": pa.array(counts.astype(np.int32)),
        }
        return pa.table([columns[name] for name in CUBE.names], schema=CUBE)
