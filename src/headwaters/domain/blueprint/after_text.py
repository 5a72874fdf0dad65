"""What a touchpoint comes after, as designers write it: `each referral == 'at risk'`, `screen is overdue` (language part 3)."""

from __future__ import annotations

import ast
import re
from dataclasses import dataclass

from headwaters.domain.blueprint.element import After, Lapse, Which
from headwaters.domain.blueprint.misread import Misread, did_you_mean

_AFTER = re.compile(
    r"(?:(?P<which>each|first|last)\s+)?(?P<name>[a-z][a-z0-9_]*(?:\.[a-z][a-z0-9_]*)?)"
    r"(?:\s+is\s+(?P<lapse>[a-z_]+(?:\s+[a-z_]+)?)|\s*==\s*(?P<one>'[^']*'|\"[^\"]*\")|\s+in\s+(?P<several>\[.*\]))?",
    re.ASCII | re.DOTALL,
)
_REMEDY = (
    "Write `[each, first or last] name`, then nothing, `== 'outcome'`, `in ['a', 'b']`, or "
    "`is overdue`, `is missed`, `is declined`, `is not_eligible`."
)


@dataclass(frozen=True, slots=True)
class AfterText:
    """The parts of an `after`, before its name is looked up."""

    which: Which
    name: str
    outcomes: tuple[str, ...] = ()
    lapse: Lapse | None = None

    def resolved(self, element: str, touchpoint: str | None) -> After:
        return After(self.which, element, touchpoint, self.outcomes, self.lapse)


def read_after(text: str) -> AfterText:
    """The parts of `after: ...`.

    raises  Misread  the text is not in that form
    """
    match = _AFTER.fullmatch(text.strip())
    if match is None:
        unquoted = re.fullmatch(r"(.*==\s*)([a-z][\w ]*)", text.strip())
        remedy = f"Put the outcome in quotes: `{unquoted.group(1)}'{unquoted.group(2)}'`." if unquoted else _REMEDY
        raise Misread(f"`after: {text}` cannot be read.", remedy, "after")
    which = Which(match["which"]) if match["which"] else Which.ONLY
    return AfterText(which, match["name"], _outcomes(match["one"], match["several"], text), _lapse(match["lapse"]))


def _lapse(word: str | None) -> Lapse | None:
    if word is None:
        return None
    if word not in list(Lapse):
        raise Misread(
            f"`is {word}` is not something that can become of a touchpoint.",
            did_you_mean(word, list(Lapse), kind="Words"),
            "after_lapse",
        )
    return Lapse(word)


def _outcomes(one: str | None, several: str | None, text: str) -> tuple[str, ...]:
    if one is not None:
        return (one[1:-1],)
    if several is None:
        return ()
    try:
        values = ast.literal_eval(several) if len(several) < 2_000 else None
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        values = None
    if not isinstance(values, list) or not values or not all(isinstance(value, str) for value in values):
        raise Misread(
            f"The list in `after: {text}` cannot be read.", "Write it like `in ['at risk', 'monitor']`.", "after"
        )
    return tuple(values)


def word_after(after: After) -> str:
    """An `after` in the words it would be written in."""
    name = f"{after.element}.{after.touchpoint}" if after.touchpoint else after.element
    worded = name if after.which is Which.ONLY else f"{after.which} {name}"
    if after.lapse is not None:
        return f"{worded} is {after.lapse}"
    if not after.outcomes:
        return worded
    if len(after.outcomes) == 1:
        return f"{worded} == '{after.outcomes[0]}'"
    return f"{worded} in [{', '.join(repr(outcome) for outcome in after.outcomes)}]"
