"""Why a mark stands there: the rule, what is known and who said it, whose move it is, what changes it."""

from __future__ import annotations

from dataclasses import dataclass

from headwaters.web.layout.marks import Mark


@dataclass(frozen=True, slots=True)
class Said:
    """One sentence and, in quieter type, where it comes from."""

    sentence: str
    aside: str = ""


@dataclass(frozen=True, slots=True)
class Why:
    title: str
    state: str
    mark: Mark
    slips: bool
    rule: tuple[Said, ...]
    known: tuple[Said, ...]
    move: tuple[Said, ...]
    changes: str
    settle: tuple[str, ...]
