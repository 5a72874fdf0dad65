"""Whether windows can be met at all, and stand in the order in which touchpoints are matched (language parts 3, 8 and 11).

Moments are compared on concrete days of birth (leap years, ends of months, weekends), because `1 month` and `30 days`
have no order of their own. Only moments that count from one and the same anchor are compared.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from headwaters.domain.blueprint.blueprint import Blueprint
from headwaters.domain.blueprint.element import Element, Touchpoint
from headwaters.domain.blueprint.finding import Finding, touchpoint_path
from headwaters.domain.blueprint.matcher import EventMatcher, Matcher, StepMatcher
from headwaters.domain.blueprint.window import FROM, Duration, Moment, Never, Offset
from headwaters.domain.blueprint.window_text import word_moment
from headwaters.domain.calendar import BusinessCalendar
from headwaters.domain.days import number_at_end_of_month, number_plus

SAMPLE_DAYS = tuple(
    date.fromisoformat(day).toordinal()
    for day in (
        "2023-01-29", "2023-01-30", "2023-01-31", "2023-02-28", "2023-03-01", "2023-04-30", "2023-08-31", "2023-11-30",
        "2024-01-31", "2024-02-28", "2024-02-29", "2024-03-01", "2024-06-14", "2024-06-15", "2024-06-16", "2024-07-31",
        "2024-12-31", "2025-05-31",
    )
)  # fmt: skip
"""Days on which calendar rules differ: ends of long and short months, around 29 February, a Friday to a Sunday."""

_Step = tuple[Duration, bool]


@dataclass(frozen=True, slots=True)
class _Counted:
    """A moment as an anchor and what is added to it, step by step (each with whether its month's end is taken)."""

    anchor: str
    steps: tuple[_Step, ...]


class _Comparing:
    """Compares moments of one blueprint; days already worked out are kept."""

    def __init__(self, blueprint: Blueprint) -> None:
        self.blueprint = blueprint
        self.calendar = BusinessCalendar(blueprint.holidays)
        self._days: dict[tuple[_Step, ...], tuple[int, ...]] = {}

    def counted(self, moment: Moment, from_: Moment | None, depth: int = 0) -> _Counted | None:
        """`from` and named anchors followed down to the anchor they rest on; None where there is not one such."""
        if not isinstance(moment, Offset) or depth > 10:
            return None
        step = ((moment.plus, moment.end_of_month),) if moment.plus != Duration() or moment.end_of_month else ()
        under: Moment | None = None
        if moment.anchor == "from":
            if from_ is None:
                return None
            under = from_
        else:
            named = self.blueprint.anchors.get(moment.anchor)
            under = named if isinstance(named, Offset) else None
        if under is None:
            return _Counted(moment.anchor, step)
        below = self.counted(under, None if moment.anchor == "from" else from_, depth + 1)
        return _Counted(below.anchor, below.steps + step) if below else None

    def days(self, counted: _Counted) -> tuple[int, ...]:
        """The moment's day number for each sample day."""
        if counted.steps not in self._days:
            self._days[counted.steps] = tuple(self._day(day, counted.steps) for day in SAMPLE_DAYS)
        return self._days[counted.steps]

    def _day(self, number: int, steps: tuple[_Step, ...]) -> int:
        for plus, end_of_month in steps:
            number = number_plus(number, plus, self.calendar)
            number = number_at_end_of_month(number) if end_of_month else number
        return number

    def later(self, left: Moment, right: Moment, left_from: Moment, right_from: Moment) -> tuple[int, ...] | None:
        """Sample days on which `left` lies after `right`; None where the two cannot be compared."""
        if isinstance(right, Never):
            return None
        counted = self.counted(left, left_from), self.counted(right, right_from)
        if counted[0] is None or counted[1] is None or counted[0].anchor != counted[1].anchor:
            return None
        pairs = zip(SAMPLE_DAYS, self.days(counted[0]), self.days(counted[1]), strict=True)
        return tuple(sample for sample, a, b in pairs if a > b)


def impossible_windows(blueprint: Blueprint) -> Iterator[Finding]:
    """Windows nobody (or not everybody) could ever meet, and touchpoints out of the order they are matched in."""
    comparing = _Comparing(blueprint)
    for element in blueprint.elements.values():
        for touchpoint in element.touchpoints:
            yield from _backwards(comparing, element, touchpoint)
        yield from _out_of_order(comparing, element)


def _backwards(comparing: _Comparing, element: Element, touchpoint: Touchpoint) -> Iterator[Finding]:
    if touchpoint.repeat:
        yield from _repeats_past_its_end(comparing, element, touchpoint)
        return
    t = touchpoint
    pairs: list[tuple[str, Moment, str, Moment, str]] = [
        ("opens", t.opens, "closes", t.closes, "Nobody could ever reach it."),
        ("opens", t.opens, "due_by", t.due_by, "Nobody could ever be in time."),
        ("due_by", t.due_by, "closes", t.closes, "It would close before it is due."),
    ]
    if element.until is not None:
        pairs.append(("opens", t.opens, "until", element.until, "It is never owed."))
    said: set[str] = set()
    for left_key, left, right_key, right, consequence in pairs:
        late = comparing.later(left, right, t.from_, t.from_)
        if not late or left_key in said:
            continue
        said.add(left_key)
        yield _backwards_finding(element, t, (left_key, left), (right_key, right), late, consequence)


def _repeats_past_its_end(comparing: _Comparing, element: Element, touchpoint: Touchpoint) -> Iterator[Finding]:
    for number, phase in enumerate(touchpoint.repeat, start=1):
        begins = phase.from_ or (touchpoint.from_ if number == 1 else None)
        if begins is None or phase.until is None:
            continue
        late = comparing.later(begins, phase.until, touchpoint.from_, touchpoint.from_)
        if late and len(late) == len(SAMPLE_DAYS):
            what = f"repeats from {word_moment(begins)}, which is after its `until` ({word_moment(phase.until)})."
            path = touchpoint_path(element.id, touchpoint.id, "repeat")
            yield Finding(path, what, "Swap the two, or correct the one that is wrong.", "window_impossible")


_VERBS = {"opens": "opens", "due_by": "is due", "closes": "it closes", "until": "the element ends"}


def _backwards_finding(
    element: Element, touchpoint: Touchpoint, left: tuple[str, Moment], right: tuple[str, Moment],
    late: tuple[int, ...], consequence: str,
) -> Finding:  # fmt: skip
    right_verb = "it is due" if right[0] == "due_by" else _VERBS[right[0]]
    what = f"{_VERBS[left[0]]} ({_full(left[1], touchpoint)}) after {right_verb} ({_full(right[1], touchpoint)})."
    if len(late) == len(SAMPLE_DAYS):
        what += f" {consequence}"
    else:
        what += f" So it is for some days to count from, such as {date.fromordinal(late[0]).isoformat()}."
    path = touchpoint_path(element.id, touchpoint.id, left[0])
    return Finding(path, what, "Swap the two, or correct the one that is wrong.", "window_impossible")


def _full(moment: Moment, touchpoint: Touchpoint) -> str:
    """A moment in words, with what a bare duration counts from."""
    if isinstance(moment, Offset) and moment.anchor == "from":
        start = word_moment(touchpoint.from_)
        return start if moment == FROM else f"{start} + {word_moment(moment)}"
    return word_moment(moment)


_Latest = dict[tuple[tuple[Matcher, ...], str, str], tuple[str, tuple[int, ...]]]
"""(matchers, `opens` or `closes`, anchor) -> the touchpoint that is latest so far, and its days."""


def _out_of_order(comparing: _Comparing, element: Element) -> Iterator[Finding]:
    """Touchpoints that take the same events must open and close in file order: then matching top down is the best
    there is (language part 8)."""
    latest: _Latest = {}
    for touchpoint in element.touchpoints:
        if touchpoint.repeat or not touchpoint.done_by:
            continue
        for key in ("opens", "closes"):
            counted = comparing.counted(getattr(touchpoint, key), touchpoint.from_)
            if counted is None:
                continue
            days = comparing.days(counted)
            other = _later_above(latest, touchpoint, (key, counted.anchor), days)
            if other is not None:
                yield _order_finding(element, touchpoint, key, other)
                break
            latest[touchpoint.done_by, key, counted.anchor] = (touchpoint.id, days)


def _later_above(latest: _Latest, touchpoint: Touchpoint, at: tuple[str, str], days: tuple[int, ...]) -> str | None:
    """The touchpoint above that takes the same events and, on some sample day, lies after `days`."""
    for (matchers, *where), (other, theirs) in latest.items():
        if (
            tuple(where) == at
            and any(a > b for a, b in zip(theirs, days, strict=True))
            and _share(touchpoint.done_by, matchers)
        ):
            return other
    return None


def _order_finding(element: Element, touchpoint: Touchpoint, key: str, other: str) -> Finding:
    taken = _taken(touchpoint.done_by)
    what = f"{key} before {other} above it, yet both take the same {taken}."
    remedy = f"Put them in order of {'opening' if key == 'opens' else 'closing'}."
    return Finding(touchpoint_path(element.id, touchpoint.id, key), what, remedy, "window_order")


def _share(left: Sequence[Matcher], right: Sequence[Matcher]) -> bool:
    return any(_overlap(a, b) for a in left for b in right)


def _overlap(left: Matcher, right: Matcher) -> bool:
    match left, right:
        case StepMatcher(), StepMatcher():
            return left.handoff == right.handoff and bool(set(left.steps) & set(right.steps))
        case EventMatcher(), EventMatcher():
            lists = not left.lists or not right.lists or bool(set(left.lists) & set(right.lists))
            where = left.where is None or right.where is None or left.where == right.where
            return bool(set(left.kinds) & set(right.kinds)) and lists and where
        case _:
            return False


def _taken(matchers: Sequence[Matcher]) -> str:
    kinds = [kind for m in matchers if isinstance(m, EventMatcher) for kind in m.kinds]
    return f"{kinds[0]} events" if kinds else "steps"
