"""Questions about translations: where each text stands in a language, page by page."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from headwaters.domain.consent import Action
from headwaters.practice.access.actions import require
from headwaters.practice.access.reader import Reader
from headwaters.practice.family_texts.catalogs import Text, live_wordings, texts_of
from headwaters.practice.family_texts.models import Reading


class State(StrEnum):
    MISSING = "missing"
    """No translation yet: families read English, and that an interpreter can be asked for."""
    DRAFT = "draft"
    READ = "read"
    """A native speaker has read this very wording."""
    LIVE = "live"


@dataclass(frozen=True, slots=True)
class Standing:
    """One text in one language. `read_by`: who read this wording and when; `better`: how others would say it."""

    text: Text
    state: State
    read_by: str
    better: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Counts:
    texts: int
    missing: int
    live: int

    @property
    def drafts(self) -> int:
        return self.texts - self.missing - self.live


def counts_of(data: Path, language: str) -> Counts:
    """How far a language is; asks no access, since every page may say it."""
    held = texts_of(data, language)
    shown = live_wordings(language)
    live = sum((one.key, one.wording) in shown for one in held)
    return Counts(len(held), sum(not all(one.forms) for one in held), live)


def standings(data: Path, language: str, *, by: Reader) -> Mapping[str, tuple[Standing, ...]]:
    """Every text of a language by the file of its page; a text on several pages stands with the first.

    raises  NotPermitted
    """
    require(by, Action.REVIEW_TEXTS, detail=f"texts in {language}")
    said: dict[tuple[str, str], list[Reading]] = defaultdict(list)
    for row in Reading.objects.filter(language=language).order_by("id"):
        said[row.text, row.wording].append(row)
    live = live_wordings(language)
    found: dict[str, list[Standing]] = defaultdict(list)
    for one in texts_of(data, language):
        found[one.places[0] if one.places else ""].append(_standing(one, said.get((one.key, one.wording), []), live))
    return {place: tuple(rows) for place, rows in sorted(found.items())}


def _standing(text: Text, said: list[Reading], live: set[tuple[str, str]]) -> Standing:
    right = [row for row in said if row.said == "right"]
    if not all(text.forms):
        state = State.MISSING
    elif (text.key, text.wording) in live:
        state = State.LIVE
    else:
        state = State.READ if right else State.DRAFT
    who = f"{right[-1].by_name}, {right[-1].at:%Y-%m-%d}" if right else ""
    return Standing(text, state, who, tuple(row.words for row in said if row.said == "better"))
