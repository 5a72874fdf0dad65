"""One word of a loss, from anywhere, is enough; taking it back is enough too."""

from __future__ import annotations

from datetime import date

import pytest

from headwaters.domain.history.history import ENTERED_IN_ERROR
from headwaters.practice.families.models import EpisodeRow, EventRow, KnownAs, PersonRow
from headwaters.practice.families.silence import losses_of, silenced

pytestmark = pytest.mark.django_db
DAY = date(2026, 3, 4)
ORIGIN = {"source": "clinic", "agency": "clinic", "recorded": DAY, "revision": 0, "file": "f", "line": 1}


@pytest.fixture(autouse=True)
def rosa_and_twins() -> None:
    for number, person in enumerate(("rosa", "ana", "luz"), start=1):
        KnownAs.objects.create(id=number, source="clinic", local_id=person, person=person)
    EpisodeRow.objects.create(story_id="s", episode_id="p", kind="pregnancy", person="rosa", birth=date(2026, 1, 1))
    for child in ("ana", "luz"):
        EpisodeRow.objects.create(story_id="s", episode_id=child, kind="child", person=child, birth=date(2026, 1, 1))


def tell(kind: str, of: int, *, on: date | None = DAY, record: str = "r1", status: str | None = None) -> None:
    EventRow.objects.create(known_as=of, record_id=record, kind=kind, start=on, status=status, **ORIGIN)


def test_without_a_word_of_loss_nothing_is_silent() -> None:
    assert not silenced("s", as_of=DAY)
    assert not silenced("nobody", as_of=DAY)


def test_one_source_is_enough_and_the_other_twin_is_still_spoken_of() -> None:
    tell("death", 2)
    assert silenced("s", as_of=DAY)
    losses = losses_of("s", as_of=DAY)
    assert (losses.children, losses.others) == (frozenset({"ana"}), True)


def test_a_death_without_a_day_counts_at_once_and_one_to_come_does_not() -> None:
    tell("death", 2, on=date(2026, 3, 5))
    assert not silenced("s", as_of=DAY)
    tell("death", 3, on=None, record="r2")
    assert silenced("s", as_of=DAY)


def test_what_a_register_says_of_the_person_counts_too() -> None:
    PersonRow.objects.create(known_as=2, record_id="p2", died=DAY, identifiers=[], **ORIGIN)
    assert silenced("s", as_of=DAY)


def test_a_record_that_is_taken_back_is_not_believed_any_more() -> None:
    tell("death", 2)
    tell("death", 2, status=ENTERED_IN_ERROR)
    assert not silenced("s", as_of=DAY)


def test_a_bereaved_parent_silences_all_children_where_nobody_says_which_died() -> None:
    tell("bereaved", 1)
    losses = losses_of("s", as_of=DAY)
    assert (losses.children, losses.others) == (frozenset({"ana", "luz"}), False)


def test_a_pregnancy_that_ended_is_silent() -> None:
    KnownAs.objects.create(id=9, source="clinic", local_id="eva", person="eva")
    EpisodeRow.objects.create(story_id="t", episode_id="q", kind="pregnancy", person="eva", due_date=date(2026, 9, 1))
    assert not silenced("t", as_of=DAY)
    tell("pregnancy_loss", 9)
    assert silenced("t", as_of=DAY)
    EpisodeRow.objects.create(story_id="u", episode_id="v", kind="pregnancy", person="mia", ended=DAY, ended_why="loss")
    assert silenced("u", as_of=DAY)
