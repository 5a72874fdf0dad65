"""Making invented children in bulk, straight into the snapshot's tables: for the benchmarks only.

No agency tells of these children, nothing is loaded and nobody is joined: they stand at once as numbers, as a snapshot holds
them after all that work. Their lives follow `hundred_touchpoints.yaml`, about 58 events a child. Ranges of 20,000 children are made
one after the other, so memory does not grow with their number.
"""

from __future__ import annotations

import os
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.parquet as pq
from figure import Figure

from headwaters.domain.history.history import Observation
from headwaters.engine.kernel.batch import Content, FactSaid
from headwaters.engine.warehouse.snapshot_tables import SCHEMAS, SnapshotTables
from headwaters.engine.warehouse.snapshot_vocabulary import Vocabulary

AS_OF = date(2026, 6, 30)
YOUNGEST, OLDEST = 120, 1200
"""Days of age on the last day."""
AT_ONCE = 20_000
MOST = 1_200_000
BLUEPRINT = Path(__file__).resolve().with_name("hundred_touchpoints.yaml")
CHILDREN = int(os.environ.get("HEADWATERS_BENCHMARK_CHILDREN", MOST))
"""The most that are made; set it to a few thousand for a quick look."""

SOURCES = ("clinic", "registry")
TABLES = ("stories", "people", "episodes", "events", "facts")
"""Tables that have rows; relations and assignments have none here."""

PLAIN_EVENTS = pa.schema(
    [
        ("child", pa.int32()), ("kind", pa.dictionary(pa.int32(), pa.string())), ("code", pa.dictionary(pa.int32(), pa.string())),
        ("result", pa.dictionary(pa.int32(), pa.string())), ("handoff", pa.dictionary(pa.int32(), pa.string())),
        ("step", pa.dictionary(pa.int32(), pa.string())), ("day", pa.date32()),
    ]
)  # fmt: skip
"""The same events in plain columns, for the peers: one file, by child, kind and day."""
PLAIN_CHILDREN = pa.schema(
    [
        ("child", pa.int32()), ("birth", pa.date32()), ("coverage", pa.string()), ("first_birth", pa.bool_()),
        ("foster_care", pa.bool_()), ("income_fpl", pa.float64()), ("language", pa.string()),
    ]
)  # fmt: skip

Ints = npt.NDArray[np.int32]
Longs = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]
EPOCH = date(1970, 1, 1).toordinal()


@dataclass(frozen=True, slots=True)
class Happening:
    """One thing that may happen to a child: `share` of children, between `least` and `most` days after birth or after another.

    content      what its event says; `else_content` instead for `else_share` of them
    after        row of the happening it follows, which must have said its `else_content` if that has one; None: birth
    same_day_as  row of the happening that it tells a second time
    """

    content: int
    least: int
    most: int
    share: float
    else_content: int = -1
    else_share: float = 0.0
    after: int | None = None
    same_day_as: int | None = None
    source: int = 0


class Course:
    """All that may happen to a child, and what its events say."""

    def __init__(self) -> None:
        self.contents: list[Content] = []
        self.rows: list[Happening] = []
        self._visits()
        self._shots()
        self._singles()
        for name, least, most in CHAINS:
            self._chain(name, least, most)
        kinds = sorted({content.kind for content in self.contents})
        self.kind = np.array([kinds.index(content.kind) for content in self.contents], np.int64)

    def _says(self, kind: str, **more: str) -> int:
        code, source = more.pop("code", None), SOURCES[kind == "immunization"]
        codes = frozenset({("cvx", code)}) if code else frozenset()
        self.contents.append(Content(kind, source, codes=codes, **more))  # type: ignore[arg-type]
        return len(self.contents) - 1

    def _visits(self) -> None:
        well, home = self._says("well_visit"), self._says("home_visit")
        for least, most in CHECK_UPS:
            self.rows.append(Happening(well, least, most, 0.9))
        for month in range(24):
            self.rows.append(Happening(home, month * 30 + 2, month * 30 + 40, 0.81))

    def _shots(self) -> None:
        for code, ages in SHOTS.items():
            content = self._says("immunization", code=code)
            for age in ages:
                self.rows.append(Happening(content, age, age + 40, 0.9, source=1))
                self.rows.append(Happening(content, 0, 0, 0.05, same_day_as=len(self.rows) - 1, source=0))

    def _singles(self) -> None:
        for kind, (least, most) in SINGLES.items():
            self.rows.append(Happening(self._says(kind), least, most, 0.68))

    def _chain(self, name: str, least: int, most: int) -> None:
        typical = self._says(f"{name}_screen", result="typical")
        at_risk = self._says(f"{name}_screen", result="at risk")
        self.rows.append(Happening(typical, least, most, 0.85, at_risk, 0.18))
        for step, low, high, share in (("sent", 0, 12, 0.87), ("received", 0, 6, 0.9)):
            content = self._says("handoff", handoff=f"{name}_to_county", step=step)
            self.rows.append(Happening(content, low, high, share, after=len(self.rows) - 1))
        self.rows.append(Happening(self._says(f"{name}_visit"), 5, 60, 0.75, after=len(self.rows) - 1))
        told = self._says("handoff", handoff=f"{name}_to_county", step="told")
        self.rows.append(Happening(told, 1, 14, 0.8, after=len(self.rows) - 1))


CHECK_UPS = (
    (2, 8), (20, 45), (52, 88), (98, 150), (158, 225), (248, 330), (350, 420), (430, 512), (522, 600), (690, 800), (860, 1000), (1045, 1150),
)  # fmt: skip
SHOTS = {
    "08": (0,), "110": (60, 121, 182), "48": (60, 121, 182, 370), "133": (60, 121, 182, 370), "116": (60, 121),
    "03": (370,), "21": (370,), "83": (372, 560), "20": (460,), "150": (190, 225, 560),
}  # fmt: skip
SINGLES = {
    "birth_certificate": (1, 40), "hearing_screen": (0, 35), "bloodspot_screen": (0, 5), "newborn_visit": (2, 30),
    "feeding_call": (3, 30), "safe_sleep_talk": (1, 80), "wic_enrolment": (10, 120), "coverage_card": (5, 90),
    "lead_test_1": (350, 470), "lead_test_2": (720, 850), "anemia_test": (280, 450), "fluoride_1": (200, 450),
    "fluoride_2": (450, 700), "dental_visit": (250, 540), "book_gift": (40, 300), "parent_group": (40, 300),
    "interpreter_visit": (0, 120), "placement_visit": (0, 60), "care_search": (20, 250), "first_aid_class": (80, 500),
}  # fmt: skip
CHAINS = (
    ("development", 275, 355), ("autism", 535, 650), ("lead_level", 335, 450), ("daily_needs", 2, 110), ("relationship", 44, 140),
)  # fmt: skip

FACT_NAMES = ("coverage", "first_birth", "foster_care", "income_fpl", "language")
"""In the order in which a snapshot holds them."""
CHOICES: dict[str, tuple[Sequence[str | bool | float], Sequence[float]]] = {
    "coverage": (("none", "ohp", "private"), (0.04, 0.46, 0.5)),
    "first_birth": ((False, True), (0.61, 0.39)),
    "foster_care": ((False, True), (0.99, 0.01)),
    "income_fpl": (tuple(float(step) for step in range(0, 600, 5)), (1 / 120,) * 120),
    "language": (("en", "es", "ru", "vi", "zh", "other"), (0.84, 0.09, 0.02, 0.02, 0.01, 0.02)),
}
KNOWN = 0.95
"""Share of facts that somebody told; of the others nobody knows."""


@dataclass(frozen=True)
class Part:
    """Some children: as snapshot tables, and what the plain tables of the peers need."""

    tables: SnapshotTables
    first_child: int
    birth: Ints
    told: dict[str, Ints]
    """Fact -> of each child the place of its value among `CHOICES`; -1: not told."""


def vocabulary(course: Course) -> Vocabulary:
    """What the numbers of these tables mean: the same for all of them."""
    found = Vocabulary()
    found.contents.extend(course.contents)
    found.sources.extend(SOURCES)
    found.facts_said.extend(FactSaid(fact, value) for fact in FACT_NAMES for value in CHOICES[fact][0])
    return found


def observations() -> tuple[Observation, ...]:
    """Every kind of event is reported everywhere, through the last day."""
    kinds = sorted({content.kind for content in Course().contents})
    return tuple(Observation(SOURCES[0], SOURCES[0], kind, None, date(2020, 1, 1), AS_OF) for kind in kinds)


def parts(children: int, *, seed: int = 7) -> Iterator[Part]:
    """So many children, in ranges, in the order of their ids. The same seed gives the same children."""
    course = Course()
    words = vocabulary(course)
    for first in range(0, children, AT_ONCE):
        draw = np.random.default_rng([seed, first])
        yield _part(course, words, first, min(AT_ONCE, children - first), draw)


def _part(course: Course, words: Vocabulary, first: int, size: int, draw: np.random.Generator) -> Part:
    birth = (AS_OF.toordinal() - draw.integers(YOUNGEST, OLDEST + 1, size)).astype(np.int32)
    told = {
        fact: np.where(
            draw.random(size, np.float32) < KNOWN,
            draw.choice(len(values), size, p=shares).astype(np.int32),
            np.int32(-1),
        )
        for fact, (values, shares) in CHOICES.items()
    }
    rows = np.arange(size, dtype=np.int32)
    names = [_ids(letter, rows + first, 7) for letter in "spe"]
    none = np.zeros(size, np.int32)
    ended = pa.nulls(size, pa.string())
    return Part(
        SnapshotTables(
            pa.table([names[0]], schema=SCHEMAS["stories"]),
            pa.table([rows, names[1]], schema=SCHEMAS["people"]),
            pa.table([rows, names[2], none + 1, rows, birth, birth, birth, none, ended, none - 1], schema=SCHEMAS["episodes"]),
            SCHEMAS["relations"].empty_table(),
            SCHEMAS["assignments"].empty_table(),
            _events(course, birth, first, draw),
            _facts(birth, told),
            words,
        ),
        first, birth, told,
    )  # fmt: skip


def _events(course: Course, birth: Ints, first: int, draw: np.random.Generator) -> pa.Table:
    """Rows by person, kind, and then the order of (day, received, source, record)."""
    day, content = _lives(course, birth, draw)
    child, slot = np.nonzero((day > 0) & (day <= AS_OF.toordinal()))
    day, content = day[child, slot], content[child, slot]
    source = np.array([row.source for row in course.rows], np.int32)[slot]
    late = draw.integers(0, 8, len(day), dtype=np.int32)
    recorded = np.minimum(day + late, AS_OF.toordinal()).astype(np.int32)
    place = _places(child, day, recorded, source, slot)
    order = np.argsort((child << 16) | (course.kind[content] << 8) | place)
    child, slot = child[order], slot[order]
    none = np.zeros(len(order), np.int32)
    return pa.table(
        [
            child.astype(np.int32), day[order], none, content[order], recorded[order], none, place[order].astype(np.int32),
            source[order], _ids("r", (child + first) * 256 + slot, 10),
        ],
        schema=SCHEMAS["events"],
    )  # fmt: skip


def _lives(course: Course, birth: Ints, draw: np.random.Generator) -> tuple[Ints, Ints]:
    """Of each child and each happening the day (0: it did not happen) and what its event says."""
    size, many = len(birth), len(course.rows)
    day, content = np.zeros((many, size), np.int32), np.zeros((many, size), np.int32)
    for number, row in enumerate(course.rows):
        happens = draw.random(size, np.float32) < row.share
        from_ = birth
        if row.after is not None or row.same_day_as is not None:
            before = row.after if row.after is not None else row.same_day_as
            assert before is not None
            wanted = course.rows[before].else_content if row.after is not None else -1
            happens &= (day[before] > 0) & ((content[before] == wanted) | (wanted < 0))
            from_ = day[before]
        other = draw.random(size, np.float32) < row.else_share
        day[number] = np.where(happens, from_ + draw.integers(row.least, row.most + 1, size, dtype=np.int32), 0)
        content[number] = np.where(other, row.else_content, row.content)
    return day.T, content.T


def _places(child: Longs, day: Ints, recorded: Ints, source: Ints, slot: Longs) -> Longs:
    """Of each event its place among the child's by (day, received, source, record); rows stand by child."""
    since = (day - (AS_OF.toordinal() - OLDEST)).astype(np.int64)
    late = (recorded - day).astype(np.int64)
    order = np.argsort((child << 28) | (since << 12) | (late << 9) | (source.astype(np.int64) << 8) | slot)
    rank = np.empty(len(order), np.int64)
    rank[order] = np.arange(len(order))
    first = np.searchsorted(child, np.arange(int(child[-1]) + 1 if len(child) else 0))
    return rank - first[child]


def _facts(birth: Ints, told: dict[str, Ints]) -> pa.Table:
    values = np.stack([told[fact] for fact in FACT_NAMES], axis=1)
    start = np.cumsum([0, *(len(CHOICES[fact][0]) for fact in FACT_NAMES)])[:-1].astype(np.int32)
    child, fact = np.nonzero(values >= 0)
    rank = (np.cumsum(values >= 0, axis=1) - 1)[child, fact].astype(np.int32)
    none = np.zeros(len(child), np.int32)
    return pa.table(
        [child.astype(np.int32), start[fact] + values[child, fact], birth[child], none, birth[child] + 5, none, rank],
        schema=SCHEMAS["facts"],
    )


def _ids(letter: str, numbers: npt.NDArray[np.integer], digits: int) -> pa.Array:
    """`s0000017`: letters and digits of one width, so that their order is that of the numbers."""
    held = np.empty((len(numbers), digits + 1), np.uint8)
    held[:, 0] = ord(letter)
    rest = numbers.astype(np.int64)
    for place in range(digits, 0, -1):
        rest, digit = np.divmod(rest, 10)
        held[:, place] = digit + ord("0")
    offsets = np.arange(len(numbers) + 1, dtype=np.int32) * (digits + 1)
    return pa.StringArray.from_buffers(len(numbers), pa.py_buffer(offsets), pa.py_buffer(held))


def write_population(folder: Path, children: int, *, plain: bool) -> int:
    """Write the tables as Parquet, a row group for each range of children; numbers count within a range.

    plain  write what the peers read, too: events.parquet and children.parquet in `folder`/plain
    returns  how many events there are
    """
    (folder / "plain").mkdir(parents=True, exist_ok=True)
    writers = {name: pq.ParquetWriter(folder / f"{name}.parquet", SCHEMAS[name], **FORM) for name in TABLES}
    peers = {
        name: pq.ParquetWriter(folder / "plain" / f"{name}.parquet", schema, compression="lz4")
        for name, schema in (("events", PLAIN_EVENTS), ("children", PLAIN_CHILDREN))
        if plain
    }
    events = 0
    for part in parts(children):
        events += len(part.tables.events)
        for name, writer in writers.items():
            writer.write_table(part.tables.table(name), row_group_size=1 << 26)
        if plain:
            peers["events"].write_table(_plain_events(part))
            peers["children"].write_table(_plain_children(part))
    for writer in (*writers.values(), *peers.values()):
        writer.close()
    return events


FORM = {"compression": "lz4", "use_dictionary": False, "write_statistics": False}


def read_population(folder: Path) -> Iterator[SnapshotTables]:
    """The ranges of children again, in order."""
    words = vocabulary(Course())
    files = {name: pq.ParquetFile(folder / f"{name}.parquet") for name in TABLES}
    empty = {name: SCHEMAS[name].empty_table() for name in ("relations", "assignments")}
    for group in range(files["stories"].num_row_groups):
        found = {name: file.read_row_group(group) for name, file in files.items()}
        yield SnapshotTables(**found, **empty, vocabulary=words)


def _plain_events(part: Part) -> pa.Table:
    events, contents = part.tables.events, part.tables.vocabulary.contents
    content = events.column("content").to_numpy()
    columns: dict[str, list[str | None]] = {
        "kind": [one.kind for one in contents],
        "code": [next((code for _, code in one.codes), None) for one in contents],
        "result": [one.result for one in contents],
        "handoff": [one.handoff for one in contents],
        "step": [one.step for one in contents],
    }
    days = pa.array(events.column("day").to_numpy() - np.int32(EPOCH), pa.int32()).cast(pa.date32())
    child = events.column("person").to_numpy() + np.int32(part.first_child)
    return pa.table([child, *(_chosen(values, content) for values in columns.values()), days], schema=PLAIN_EVENTS)


def _chosen(values: list[str | None], which: Ints) -> pa.DictionaryArray:
    words = sorted({value for value in values if value is not None})
    place = np.array([-1 if value is None else words.index(value) for value in values], np.int32)[which]
    return pa.DictionaryArray.from_arrays(pa.array(place, mask=place < 0), pa.array(words, pa.string()))


def _plain_children(part: Part) -> pa.Table:
    child = np.arange(len(part.birth), dtype=np.int32) + np.int32(part.first_child)
    birth = pa.array(part.birth - np.int32(EPOCH), pa.int32()).cast(pa.date32())
    facts = [
        pa.array(list(CHOICES[fact][0])).take(pa.array(part.told[fact], mask=part.told[fact] < 0))
        for fact in FACT_NAMES
    ]
    return pa.table([child, birth, *facts], schema=PLAIN_CHILDREN)


def measure() -> tuple[Figure, ...]:
    with tempfile.TemporaryDirectory() as place:
        began = time.process_time()
        events = write_population(Path(place), CHILDREN, plain=False)
        spent = time.process_time() - began
    note = f"{events:,} events, {events / CHILDREN:.0f} a child, as Parquet"
    return (Figure(f"{CHILDREN:,} invented children in bulk", spent, "CPU seconds", goal=60.0, note=note),)
