"""A loss or a death, told by any one source and confirmed by nobody, silences everything about the child at once (design.md).

Asked inside deeds and pages that have asked access. It reads statements, not judgements, so that it holds the moment a word comes
in, whatever the blueprint says.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from headwaters.domain.history.history import EpisodeKind
from headwaters.practice.families.latest import latest
from headwaters.practice.families.models import EpisodeRow, EventRow, KnownAs, PersonRow

TOLD_BY = ("death", "pregnancy_loss")
"""Kinds of event that tell of a death or a loss of the person themself, as the starter blueprint and its packages name them."""
BEREAVED = "bereaved"
"""A parent whose child died: where nobody says which child, nothing is said about any."""


@dataclass(frozen=True, slots=True)
class Losses:
    """`children`: persons (of a pregnancy that was lost: its parent) about whom nothing may be said any more.
    `others`: whether a living child or a pregnancy that goes on stands in the same story."""

    children: frozenset[str]
    others: bool


NONE = Losses(frozenset(), others=True)


def losses_of(story_id: str, *, as_of: date) -> Losses:
    """Who of a story's children died, and which pregnancies were lost, by a day; a few questions to the records."""
    episodes = list(EpisodeRow.objects.filter(story_id=story_id).values_list("kind", "person", "birth", "ended"))
    numbers = _numbers({person for _kind, person, _birth, _ended in episodes})
    gone = _said_dead(numbers, as_of) | _told(numbers, TOLD_BY, as_of)
    pregnant = {
        person: ended for kind, person, birth, ended in episodes if kind == EpisodeKind.PREGNANCY and birth is None
    }
    lost = {person for person, ended in pregnant.items() if person in gone or (ended is not None and ended <= as_of)}
    children = {person for kind, person, _birth, _ended in episodes if kind == EpisodeKind.CHILD}
    dead = children & gone
    if not dead and not lost and _told(numbers, (BEREAVED,), as_of):
        dead = children
    if not dead | lost:
        return NONE
    return Losses(frozenset(dead | lost), others=bool(children - dead) or bool(pregnant.keys() - lost))


def silenced(story_id: str, *, as_of: date) -> bool:
    """Whether nothing may be sent by itself about a story: a child of it died, or a pregnancy was lost. With another child
    living, a person decides what to say about whom; a text names no child, so none goes out unasked."""
    return bool(losses_of(story_id, as_of=as_of).children)


def _numbers(people: set[str]) -> dict[int, str]:
    rows = KnownAs.objects.filter(person__in=people).values_list("id", "person")
    return {number: person for number, person in rows if person}


def _said_dead(numbers: dict[int, str], as_of: date) -> set[str]:
    rows = PersonRow.objects.filter(known_as__in=list(numbers), died__isnull=False, died__lte=as_of)
    return {numbers[number] for number in rows.values_list("known_as", flat=True)}


def _told(numbers: dict[int, str], kinds: tuple[str, ...], as_of: date) -> set[str]:
    """Whom events of these kinds speak of. An event without a day counts at once; one taken back does not."""
    rows = (
        EventRow.objects.filter(known_as__in=list(numbers), kind__in=kinds)
        .order_by("source", "record_id", "recorded", "revision", "id")
        .values_list("source", "record_id", "status", "known_as", "start")
    )
    return {
        numbers[number]
        for _source, _record, _status, number, start in latest(rows.iterator(), width=2)
        if start is None or start <= as_of
    }
