"""What was planted against what Headwaters says: named rightly, named otherwise, not seen, and named where nothing was planted."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from headwaters.domain.blueprint.blueprint import Blueprint
from headwaters.domain.blueprint.matcher import Count, EventMatcher, Matcher, Requirement
from headwaters.domain.cracks import CrackKind
from headwaters.domain.status import Reason, StatusRow
from headwaters.engine.simulation.truth import PARENT, Lived, TruthRow

Place = tuple[str, str]
"""(element, touchpoint)."""


@dataclass(frozen=True, slots=True)
class Placed:
    """A truth row with the story and the person that Headwaters knows its person as."""

    row: TruthRow
    story: str
    person: str


@dataclass(frozen=True, slots=True)
class TrueLives:
    """Story -> the life behind it; person -> the key of the child they are."""

    of_story: Mapping[str, Lived]
    child: Mapping[str, str]


@dataclass(slots=True)
class Comparison:
    """Counts of planted faults by kind, and of cracks that nobody planted by place. `examples`: a few of each, by opaque ids."""

    planted: Counter[str] = field(default_factory=Counter)
    rightly: Counter[str] = field(default_factory=Counter)
    otherwise: Counter[tuple[str, str]] = field(default_factory=Counter)
    too_soon: Counter[str] = field(default_factory=Counter)
    """Planted, and on days whose records have not come in yet: nobody could know, and Headwaters says so."""
    not_seen: Counter[tuple[str, str]] = field(default_factory=Counter)
    unplanted: Counter[tuple[str, str, str, str]] = field(default_factory=Counter)
    explained: Counter[tuple[str, str]] = field(default_factory=Counter)
    examples: dict[str, list[str]] = field(default_factory=dict)

    def note(self, heading: str, row: StatusRow | None, story: str) -> None:
        held = self.examples.setdefault(heading, [])
        if len(held) < 3:
            held.append(f"{row.recipient_id} {row.element}/{row.touchpoint}" if row else story)

    def as_json(self) -> dict[str, Any]:
        return {
            "planted": dict(self.planted.most_common()),
            "named_rightly": dict(self.rightly.most_common()),
            "named_otherwise": _rows(self.otherwise, ("planted", "named")),
            "too_soon_to_be_seen": dict(self.too_soon.most_common()),
            "not_seen": _rows(self.not_seen, ("planted", "headwaters_says")),
            "named_where_records_cannot_show_the_truth": _rows(self.explained, ("crack", "because")),
            "named_where_nothing_was_planted": _rows(self.unplanted, ("why", "element", "touchpoint", "crack")),
            "examples": self.examples,
        }


def _rows(counts: Mapping[Any, int], names: tuple[str, ...]) -> list[dict[str, Any]]:
    ordered = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    return [dict(zip(names, key, strict=True), rows=n) for key, n in ordered]


def compare(
    truth: Iterable[Placed],
    judged: Iterable[tuple[str, Sequence[StatusRow]]],
    *,
    as_of: date,
    lives: TrueLives,
    blueprint: Blueprint,
) -> Comparison:
    """Hold the planted faults that stand on `as_of` against the rows of every story.

    truth      planted faults and what records cannot show, each with its story and person
    judged     (story, its rows on `as_of`); read once, so that only one story's rows are held at a time
    lives      what truly happened, to say of a crack that nobody planted whether it is one
    blueprint  what was judged by: which kinds of event would have reached a touchpoint
    """
    found, kinds = Comparison(), kinds_of(blueprint)
    standing: dict[str, list[Placed]] = defaultdict(list)
    for placed in truth:
        if placed.row.stands_on(as_of):
            standing[placed.story].append(placed)
    for story, rows in judged:
        for row, because in _compare_story(found, standing.pop(story, []), rows):
            if because is not None:
                found.explained[(str(row.crack), because)] += 1
                continue
            why = _why(row, story, lives, kinds, as_of=as_of)
            base = row.touchpoint.partition("@")[0]
            found.unplanted[(why, row.element, base, str(row.crack))] += 1
            found.note(f"{why}: {row.crack} at {row.element}.{base}", row, story)
    return found


def _compare_story(
    found: Comparison, truth: Sequence[Placed], rows: Sequence[StatusRow]
) -> list[tuple[StatusRow, str | None]]:
    """Count one story's planted faults.

    returns  its cracks that nobody planted, each with why records cannot show the truth, if that is so
    """
    at_place: dict[Place, list[StatusRow]] = defaultdict(list)
    for row in rows:
        at_place[(row.element, row.touchpoint)].append(row)
    met, hidden = set[int](), dict[Place, str]()
    for placed in truth:
        fault = placed.row.fault
        if fault.crack is None:
            hidden[(fault.element, fault.touchpoint)] = fault.because
        else:
            met.update(_hold(found, placed, fault.crack, at_place))
    return [
        (row, hidden.get((row.element, row.touchpoint))) for row in rows if row.crack is not None and id(row) not in met
    ]


NOT_DONE = "it truly was not done"
NOT_TOLD = "nobody told the fact that is asked for"
OUTDATED = "the fact was told, but for other days, or it is of another kind"
UNSEEN_THERE = "no office reports it there"
DONE_IN_PART = "not enough of it was done, or not at the intervals it takes"
DONE_UNTOLD = "it was done, but no records show it, or none that can be joined"
DONE = "it was done: to be looked into"
A_STRANGER = "records of a person whom nobody else's records share a number with"


def _why(
    row: StatusRow, story: str, lives: TrueLives, kinds: Mapping[tuple[str, str], Reaching], *, as_of: date
) -> str:
    """Whether a crack that nobody planted is a true one, by what truly happened."""
    lived = lives.of_story.get(story)
    if lived is None:
        return A_STRANGER
    if row.crack is CrackKind.ASK:
        return NOT_TOLD if row.missing not in lived.said else OUTDATED
    if row.crack is CrackKind.AGENCY_NOT_REPORTING:
        return UNSEEN_THERE
    opens = row.opens if isinstance(row.opens, date) else date.min
    closes = row.closes if isinstance(row.closes, date) else as_of
    reaching = kinds.get((row.element, _base(row, kinds)))
    done = [
        one
        for kind, codes in (reaching.kinds if reaching else ())
        for one in lived.deeds.get((lives.child.get(str(row.recipient_id), PARENT), kind), ())
        if opens <= one.day <= min(closes, as_of) and (not codes or one.code in codes)
    ]
    if not done or reaching is None:
        return NOT_DONE
    if not any(one.told for one in done):
        return DONE_UNTOLD
    return DONE_IN_PART if reaching.shared else DONE


def _base(row: StatusRow, kinds: Mapping[tuple[str, str], Reaching]) -> str:
    """The touchpoint as the blueprint writes it: without `@instance`, and without the number of a repeat's slot."""
    name = row.touchpoint.partition("@")[0]
    return name if (row.element, name) in kinds else name.rpartition("_")[0]


@dataclass(frozen=True, slots=True)
class Reaching:
    """What can reach a touchpoint: (kind of event, codes; empty: any). `shared`: it takes several, or others of its element take
    the same, so that one deed in the window need not be enough."""

    kinds: tuple[tuple[str, frozenset[str]], ...]
    shared: bool


def kinds_of(blueprint: Blueprint) -> dict[tuple[str, str], Reaching]:
    """(element, touchpoint) -> what can reach it."""
    found = {}
    for element in blueprint.elements.values():
        for touchpoint in element.touchpoints:
            kinds = tuple(_kinds(blueprint, (*touchpoint.done_by, *_matchers(touchpoint.requires))))
            alike = [other for other in element.touchpoints if set(other.done_by) & set(touchpoint.done_by)]
            shared = touchpoint.requires is not None or len(alike) > 1 or bool(touchpoint.repeat)
            found[(element.id, touchpoint.id)] = Reaching(kinds, shared)
    return found


def _kinds(blueprint: Blueprint, matchers: Iterable[Matcher]) -> Iterator[tuple[str, frozenset[str]]]:
    for matcher in matchers:
        if isinstance(matcher, EventMatcher):
            codes = frozenset(
                code for key in matcher.lists if key in blueprint.codes for _, code in blueprint.codes[key].codes
            )
            yield from ((kind, codes) for kind in matcher.kinds)


def _matchers(requirement: Requirement | None) -> Iterator[Matcher]:
    if isinstance(requirement, Count):
        yield from requirement.matchers
    elif requirement is not None:
        for part in requirement.parts:
            yield from _matchers(part)


def _hold(found: Comparison, placed: Placed, crack: CrackKind, rows: Mapping[Place, list[StatusRow]]) -> list[int]:
    fault = placed.row.fault
    at_place = rows.get((fault.element, fault.touchpoint), [])
    own = [row for row in at_place if row.recipient_id == placed.person] or at_place
    found.planted[crack] += 1
    named = [row for row in own if row.crack is not None]
    right = [row for row in named if row.crack is crack]
    if right:
        found.rightly[crack] += 1
    elif named:
        other = str(named[0].crack)
        found.otherwise[(crack, other)] += 1
        found.note(f"{crack} named {other} at {fault.element}", named[0], placed.story)
    elif own and own[0].reason == Reason.NOT_YET:
        found.too_soon[crack] += 1
    else:
        says = f"{own[0].status}, {own[0].reason}" if own else "no such touchpoint"
        found.not_seen[(crack, says)] += 1
        found.note(f"{crack} not seen ({says}) at {fault.element}", own[0] if own else None, placed.story)
    return [id(row) for row in named]
