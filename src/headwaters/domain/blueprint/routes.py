"""Whether everything that can come of a touchpoint leads somewhere (language part 3, `no_action`)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from headwaters.domain.blueprint.after_text import word_after
from headwaters.domain.blueprint.blueprint import Blueprint
from headwaters.domain.blueprint.condition import And, Compare, Comparison, InList, Literal, Name, Not, Or
from headwaters.domain.blueprint.element import Element, Lapse
from headwaters.domain.blueprint.finding import Finding, touchpoint_path
from headwaters.domain.blueprint.misread import did_you_mean
from headwaters.domain.blueprint.vocabulary import Vocabulary

OTHER = "other"

_Handled = dict[tuple[str, str], set[str | None]]
"""(element, touchpoint) -> outcomes that something handles; None stands for every outcome."""


def unhandled_outcomes(blueprint: Blueprint, words: Vocabulary) -> Iterator[Finding]:
    """Outcomes after which nothing follows and of which nobody said that nothing is owed."""
    handled = _handled(blueprint, words)
    for element in blueprint.elements.values():
        missing: dict[str, list[str]] = {}
        bearers: dict[str, list[str]] = {}
        for touchpoint in element.touchpoints:
            taken = handled.get((element.id, touchpoint.id), set())
            for outcome, _ in touchpoint.outcomes or ():
                bearers.setdefault(outcome, []).append(touchpoint.id)
                if outcome not in element.no_action and outcome not in taken and None not in taken:
                    missing.setdefault(outcome, []).append(touchpoint.id)
        yield from _missing(element, missing, bearers)
        yield from _needless(element, bearers)


def _missing(element: Element, missing: Mapping[str, list[str]], bearers: Mapping[str, list[str]]) -> Iterator[Finding]:
    for outcome, touchpoints in missing.items():
        remedy = "Add a touchpoint after it, or list it under `no_action` with a reason."
        judged = [touchpoint.id for touchpoint in element.touchpoints if touchpoint.outcomes is not None]
        if touchpoints == bearers[outcome] == judged:
            path: tuple[str, ...] = ("elements", element.id, "outcomes", outcome)
            yield Finding(path, f"nothing handles the outcome `{outcome}`.", remedy, "outcome_unhandled")
            continue
        for touchpoint in touchpoints:
            path = touchpoint_path(element.id, touchpoint, "outcomes", outcome)
            yield Finding(path, f"nothing handles its outcome `{outcome}`.", remedy, "outcome_unhandled")


def _needless(element: Element, bearers: Mapping[str, list[str]]) -> Iterator[Finding]:
    if not bearers or any(touchpoint.outcomes is None for touchpoint in element.touchpoints):
        return
    for outcome in element.no_action:
        if outcome not in bearers and outcome != OTHER:
            remedy = did_you_mean(outcome, [*bearers, OTHER], kind="Outcomes")
            path = ("elements", element.id, "no_action", outcome)
            yield Finding(path, f"`{outcome}` is not an outcome of this element.", remedy, "outcome_unknown")


def _handled(blueprint: Blueprint, words: Vocabulary) -> _Handled:
    handled: _Handled = {}
    for element in blueprint.elements.values():
        for touchpoint in element.touchpoints:
            after = touchpoint.after
            if after is not None and after.lapse is None:
                outcomes: set[str | None] = set(after.outcomes) or {None}
                _take(handled, words, after.element, after.touchpoint, outcomes)
        conditions = [element.for_, element.unless, *(touchpoint.for_ for touchpoint in element.touchpoints)]
        for condition in conditions:
            for stem, outcome in _compared(condition):
                found = words.find(stem, own=element.id)
                if found is not None:
                    _take(handled, words, found[0], found[1].id if found[1] else None, {outcome})
    return handled


def _take(
    handled: _Handled, words: Vocabulary, element: str, touchpoint: str | None, outcomes: set[str | None]
) -> None:
    for one in [touchpoint] if touchpoint is not None else words.touchpoints.get(element, {}):
        handled.setdefault((element, one), set()).update(outcomes)


def _compared(condition: object) -> Iterator[tuple[str, str]]:
    """(touchpoint or element, outcome) for every outcome a condition asks about."""
    match condition:
        case And(parts) | Or(parts):
            for part in parts:
                yield from _compared(part)
        case Not(part):
            yield from _compared(part)
        case Compare(Name(name), Comparison.EQ | Comparison.NE, Literal(str() as outcome)):
            if name.endswith(".outcome"):
                yield name.removesuffix(".outcome"), outcome
        case InList(Name(name), values):
            if name.endswith(".outcome"):
                yield from ((name.removesuffix(".outcome"), value) for value in values if isinstance(value, str))
        case _:
            return


def unknown_outcomes(blueprint: Blueprint, words: Vocabulary) -> Iterator[Finding]:
    """`after X == 'at rsk'` where X can never have that outcome."""
    for element in blueprint.elements.values():
        for touchpoint in element.touchpoints:
            after = touchpoint.after
            if after is None or not after.outcomes:
                continue
            name = f"{after.element}.{after.touchpoint}" if after.touchpoint else after.element
            found = words.find(name, own=None)
            known = words.outcomes_of(*found) if found else None
            for outcome in after.outcomes if known else ():
                if outcome not in (*(known or ()), OTHER):
                    remedy = did_you_mean(outcome, known or (), kind="Outcomes")
                    path = touchpoint_path(element.id, touchpoint.id, "after")
                    yield Finding(path, f"`{name}` never has the outcome `{outcome}`.", remedy, "outcome_unknown")


def refusals_that_cannot_be(blueprint: Blueprint) -> Iterator[Finding]:
    """`after X is not_eligible` where X has no hand-off whose step could say so."""
    for element in blueprint.elements.values():
        for touchpoint in element.touchpoints:
            after = touchpoint.after
            meant = blueprint.elements.get(after.element) if after is not None else None
            if after is None or meant is None or after.lapse is not Lapse.NOT_ELIGIBLE:
                continue
            if not any(one.handoff for one in meant.touchpoints if after.touchpoint in (None, one.id)):
                path = touchpoint_path(element.id, touchpoint.id, "after")
                what = f"comes after {word_after(after)}, which can never be: nobody is handed on there."
                remedy = f"Give {after.touchpoint or after.element} a `handoff:`, whose step `not_eligible` says so."
                yield Finding(path, what, remedy, "lapse_never")
