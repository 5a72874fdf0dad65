"""The 1000-day line: where each mark, band and label stands. Pure geometry; the template only writes it down.

The axis begins at conception (due date minus 266 days) and ends three years after birth. Positions are percent of the
track, so the picture stretches; labels are HTML of fixed size, so each claims its width at the narrowest track where it
is shown, and what fits there fits on every wider one.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from headwaters.domain.days import plus_months
from headwaters.web.layout.marks import Mark

CONCEPTION_BEFORE_DUE_DAYS = 266
"""Two weeks less than the 280 days that clinics count from the last period."""
FIRST_THOUSAND_MONTHS = 24
TAIL_MONTHS = 36

NARROW_TRACK_PX = 440.0
"""The track in a 640 px window: the narrowest line. Strong labels fit there; quiet ones from WIDE_TRACK_PX on."""
WIDE_TRACK_PX = 860.0
MARK_TRACK_PX = 600.0
MARK_PX = 17.0
CHARACTER_PX = 6.6
"""Mean advance of our label type, .75rem; strong labels are wider by a tenth. Measured in Chromium with Noto Sans."""
MAX_ROWS = 9
ROW_PX = 26
PAD_PX = 13


@dataclass(frozen=True, slots=True)
class Axis:
    """`birth` is the due date for a child not yet born."""

    start: date
    birth: date
    end: date
    born: bool

    def at(self, day: date) -> float:
        """Percent of the track from its start; days outside stand at the edge."""
        share = (day - self.start).days / (self.end - self.start).days
        return round(100 * min(max(share, 0.0), 1.0), 2)


def axis_of(*, birth: date | None, due_date: date | None) -> Axis:
    """Re-anchored at birth: months count from the birth, weeks of pregnancy from the due date, wherever both fell.

    raises  ValueError  neither day is known: there is nothing to count from
    """
    anchor = birth or due_date
    if anchor is None:
        raise ValueError("a line needs a birth or a due date")
    start = (due_date or anchor) - timedelta(days=CONCEPTION_BEFORE_DUE_DAYS)
    start = min(start, anchor - timedelta(days=140))  # a due date that cannot be right must not push birth off the line
    return Axis(start=start, birth=anchor, end=plus_months(anchor, TAIL_MONTHS), born=birth is not None)


@dataclass(frozen=True, slots=True)
class Item:
    """One touchpoint to be drawn. `weight`: 2 a strong label, 1 a quiet one, 0 none. `flag`: the label is a warning."""

    key: str
    mark: Mark
    day: date
    label: str = ""
    weight: int = 0
    flag: bool = False
    opens: date | None = None
    closes: date | None = None
    is_open: bool = False
    title: str = ""


@dataclass(frozen=True, slots=True)
class Band:
    x: float
    width: float
    y: int
    is_open: bool


@dataclass(frozen=True, slots=True)
class Placed:
    """A mark where it stands. `row` counts from 0; `y` is the middle of its row in CSS pixels."""

    item: Item
    x: float
    row: int
    y: int


@dataclass(frozen=True, slots=True)
class Label:
    """Words beside a mark. `whole` and `tenth` make the position: `whole` percent and `tenth` tenths."""

    text: str
    whole: int
    tenth: int
    row: int
    before: bool
    strong: bool
    flag: bool
    quiet: bool


@dataclass(frozen=True, slots=True)
class LaneDrawing:
    title: str
    rows: int
    height: int
    marks: tuple[Placed, ...]
    bands: tuple[Band, ...]
    labels: tuple[Label, ...]
    lines: tuple[int, ...]


@dataclass(slots=True)
class _Row:
    """What is taken in one row, as stretches in percent."""

    taken: list[tuple[float, float]] = field(default_factory=list)

    def free(self, start: float, end: float) -> bool:
        return all(end <= taken_start or start >= taken_end for taken_start, taken_end in self.taken)

    def take(self, start: float, end: float) -> None:
        self.taken.append((start, end))


def label_px(text: str, *, strong: bool) -> float:
    """The width a label claims; wide scripts count double."""
    wide = sum(2 if ord(character) > 0x2E80 else 1 for character in text)
    return wide * CHARACTER_PX * (1.1 if strong else 1.0) + 10


def _percent(px: float, *, strong: bool) -> float:
    return 100 * px / (NARROW_TRACK_PX if strong else WIDE_TRACK_PX)


def _half_mark() -> float:
    return 100 * (MARK_PX / 2) / MARK_TRACK_PX


def draw_lane(title: str, items: Iterable[Item], axis: Axis) -> LaneDrawing:
    """Marks never overlap: strong labels are placed first with their words, then the bare marks, then quiet words where
    room is left. A lane grows rows as it needs them; at MAX_ROWS marks are pushed apart instead."""
    ordered = sorted(items, key=lambda item: (item.day, item.key))
    rows: list[_Row] = [_Row()]
    placed: list[Placed] = []
    labels: list[Label] = []
    for item in (item for item in ordered if item.weight == 2):
        _place_with_words(item, axis, rows, placed, labels)
    for item in (item for item in ordered if item.weight != 2):
        placed.append(_place(item, axis, rows))
    for mark in (mark for mark in placed if mark.item.weight == 1):
        _add_quiet_words(mark, rows, labels)
    bands = tuple(band for mark in placed if (band := _band(mark, axis)) is not None)
    return LaneDrawing(
        title=title, rows=len(rows), height=len(rows) * ROW_PX + 2 * PAD_PX, marks=tuple(placed), bands=bands,
        labels=tuple(labels), lines=tuple(_middle(row) for row in range(len(rows))),
    )  # fmt: skip


def _middle(row: int) -> int:
    return PAD_PX + row * ROW_PX + ROW_PX // 2


def _open_row(rows: list[_Row], start: float, end: float) -> int | None:
    for number, row in enumerate(rows):
        if row.free(start, end):
            return number
    if len(rows) < MAX_ROWS:
        rows.append(_Row())
        return len(rows) - 1
    return None


def _place(item: Item, axis: Axis, rows: list[_Row]) -> Placed:
    x, half = axis.at(item.day), _half_mark()
    number = _open_row(rows, x - half, x + half)
    if number is None:
        number, x = _pushed_apart(rows, x, half)
    rows[number].take(x - half, x + half)
    return Placed(item, round(x, 2), number, _middle(number))


def _pushed_apart(rows: Sequence[_Row], x: float, half: float) -> tuple[int, float]:
    """The nearest free stand in any row, to the right first, in steps of half a mark."""
    for step in range(1, 400):
        for moved in (x + step * half, x - step * half):
            if not half <= moved <= 100 - half:
                continue
            for number, row in enumerate(rows):
                if row.free(moved - half, moved + half):
                    return number, moved
    return 0, x


def _place_with_words(item: Item, axis: Axis, rows: list[_Row], placed: list[Placed], labels: list[Label]) -> None:
    x, half = axis.at(item.day), 100 * (MARK_PX / 2) / NARROW_TRACK_PX
    width = _percent(label_px(item.label, strong=True), strong=True)
    before = x + half + width > 100
    if before and x - half - width < 0:  # it fits on neither side of the narrowest line
        placed.append(_place(item, axis, rows))
        return
    start, end = (x - half - width, x + half) if before else (x - half, x + half + width)
    number = _open_row(rows, start, end)
    if number is None:
        placed.append(_place(item, axis, rows))
        return
    rows[number].take(start, end)
    placed.append(Placed(item, x, number, _middle(number)))
    labels.append(_label(item, x, number, before=before, quiet=False))


def _add_quiet_words(mark: Placed, rows: list[_Row], labels: list[Label]) -> None:
    half, width = _half_mark(), _percent(label_px(mark.item.label, strong=False), strong=False)
    for before in (False, True):
        start, end = (mark.x - half - width, mark.x - half) if before else (mark.x + half, mark.x + half + width)
        if start >= 0 and end <= 100 and rows[mark.row].free(start, end):
            rows[mark.row].take(start, end)
            labels.append(_label(mark.item, mark.x, mark.row, before=before, quiet=True))
            return


def _label(item: Item, x: float, row: int, *, before: bool, quiet: bool) -> Label:
    whole, tenth = place_parts(x)
    return Label(
        text=item.label, whole=whole, tenth=tenth, row=row, before=before, strong=not quiet and not item.flag,
        flag=item.flag, quiet=quiet,
    )  # fmt: skip


def place_parts(x: float) -> tuple[int, int]:
    """Percent in whole and tenths: the two classes that stand for it, as a strict policy allows no style attribute."""
    tenths = round(x * 10)
    return tenths // 10, tenths % 10


def _band(mark: Placed, axis: Axis) -> Band | None:
    item = mark.item
    if item.opens is None or item.closes is None or item.closes < axis.start or item.opens > axis.end:
        return None
    start, end = axis.at(item.opens), axis.at(item.closes + timedelta(days=1))
    return Band(start, round(max(end - start, 0.5), 2), mark.y - 11, item.is_open)
