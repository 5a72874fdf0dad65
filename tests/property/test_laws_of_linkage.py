"""Linking and drawing: over columns as in plain Python, and the touched families alone as everybody."""

from __future__ import annotations

from collections import Counter
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction
from drawn_statements import BIRTHS, identifiers, loads
from hypothesis import given, settings
from hypothesis import strategies as st
from plain_drawing import plain

from headwaters.cli.agency_files import Wanted, write_agency_files
from headwaters.cli.demo import read_parameters
from headwaters.domain.history.history import PersonId, StoryId
from headwaters.engine.linkage.everybody import Everybody, link
from headwaters.engine.linkage.shared_identifiers import Known, join
from headwaters.practice.families import drawing
from headwaters.practice.families.actions import redraw, take_down
from headwaters.practice.families.models import (
    Drawn,
    DrawnStory,
    EpisodeRow,
    IdentifierRow,
    KnownAs,
    LinkageProblem,
    MemberRow,
    SeatRow,
    StoryName,
)
from headwaters.practice.records.actions import load
from headwaters.sources.source import deliveries, discover

drawn_people = st.lists(
    st.tuples(identifiers, st.sampled_from(BIRTHS), st.sampled_from((None, "p1", "p2", "p3"))), max_size=12
)


@given(drawn_people.flatmap(lambda drawn: st.permutations([*enumerate(drawn)])))
def test_everybody_is_linked_over_columns_as_in_plain_python(
    drawn: list[tuple[int, tuple[Any, date | None, str | None]]],
) -> None:
    known = [Known("clinic", f"{place:02}", pairs, birth) for place, (pairs, birth, _) in drawn]
    already = {one.alias: PersonId(before) for one, (_, (*_, before)) in zip(known, drawn, strict=True) if before}
    joined = join(known, already)
    linked = link(
        Everybody(
            [one.alias for one in known],
            [one.identifiers for one in known],
            [one.birth for one in known],
            [already.get(one.alias) for one in known],
        )
    )
    assert dict(zip((one.alias for one in known), linked.persons, strict=True)) == joined.person_of
    assert linked.kept_apart == joined.kept_apart
    assert set(linked.carried) == {(*pair, joined.person_of[one.alias]) for one in known for pair in one.identifiers}


def tables() -> dict[str, Any]:
    """All that is drawn. The order of rows between stories means nothing; within a story it is kept."""
    in_stories = {
        model.__name__: {
            story: [row[1:] for row in rows]
            for story, rows in _by_story(model.objects.order_by("id").values_list(*columns)).items()
        }
        for model, columns in (
            (EpisodeRow, drawing_columns(EpisodeRow)),
            (MemberRow, drawing_columns(MemberRow)),
            (SeatRow, drawing_columns(SeatRow)),
        )
    }
    return {
        **in_stories,
        "names": dict(StoryName.objects.values_list("hangs_on", "story_id")),
        "persons": dict(KnownAs.objects.values_list("id", "person")),
        "identifiers": Counter(IdentifierRow.objects.values_list("system", "value", "person")),
        "problems": list(
            LinkageProblem.objects.order_by("id").values_list("system", "value", "remedy", "file", "line")
        ),
    }


def persons() -> dict[tuple[str, str], PersonId]:
    rows = KnownAs.objects.values_list("source", "local_id", "person")
    return {(source, number): PersonId(person) for source, number, person in rows if person}


def drawing_columns(model: Any) -> list[str]:
    columns = [field.name for field in model._meta.fields if field.name not in ("id", "story_id")]
    return ["story_id", *columns]


def _by_story(rows: Any) -> dict[str, list[Any]]:
    stories: dict[str, list[Any]] = {}
    for row in rows:
        stories.setdefault(row[0], []).append(row)
    return stories


def changed(before: dict[str, Any], after: dict[str, Any]) -> tuple[set[str], set[str]]:
    """Stories that are otherwise or new, and those that are gone."""
    kinds = ("EpisodeRow", "MemberRow", "SeatRow")
    names = {name for kind in kinds for name in (*before[kind], *after[kind])}
    other = {name for name in names if any(before[kind].get(name) != after[kind].get(name) for kind in kinds)}
    return other & after["EpisodeRow"].keys(), other - after["EpisodeRow"].keys()


@pytest.mark.django_db
@settings(max_examples=80)
@given(loads)
def test_drawing_what_is_touched_gives_what_drawing_everybody_gives(nights: list[list[Any]]) -> None:
    with transaction.atomic(), pytest.MonkeyPatch.context() as patch:
        patch.setattr(drawing, "SMALL_SHARE", 1.0)
        for night in nights:
            already = persons()
            names = {hook: StoryId(name) for hook, name in StoryName.objects.values_list("hangs_on", "story_id")}
            before = tables()
            take_down(night)
            redraw()
            _as_in_plain_python(already, names)
            after = tables()
            _says_what_changed(before, after)
            redraw(always=True)
            assert tables() == after
            assert not DrawnStory.objects.filter(drawn=Drawn.objects.get(pk=1).times).exists()
        transaction.set_rollback(True)


def _as_in_plain_python(already: Any, names: Any) -> None:
    person_of, kept_apart, numbers, drawn = plain(already, names)
    now = tables()
    assert persons() == person_of
    assert [row[:2] for row in now["problems"]] == [(one.system, one.value) for one in kept_apart]
    assert now["identifiers"] == Counter(numbers)
    assert now["names"] == drawn.names
    for story in drawn.stories:
        told = [
            (e.episode_id, e.kind, e.person_id, e.birth, e.due_date, e.first_seen, e.ended, e.ended_why)
            for e in story.episodes
        ]
        around = [(r.episode_id, r.role, r.person_id, r.primary, r.from_, r.through, r.authority) for r in story.people]
        assert now["EpisodeRow"].pop(story.story_id) == told
        assert now["MemberRow"].pop(story.story_id) == around
        everybody = sorted({*(e.person_id for e in story.episodes), *(r.person_id for r in story.people)})
        assert now["SeatRow"].pop(story.story_id) == [(person,) for person in everybody]
    assert not any((now["EpisodeRow"], now["MemberRow"], now["SeatRow"]))


def _says_what_changed(before: dict[str, Any], after: dict[str, Any]) -> None:
    """Told as changed: every story that is otherwise, and beside these only stories of people of whom others' words count now."""
    times = Drawn.objects.get(pk=1).times
    said = dict(DrawnStory.objects.filter(drawn=times).values_list("story_id", "gone"))
    other, gone = changed(before, after)
    moved = {
        person
        for key in after["persons"]
        if (was := before["persons"].get(key)) != (now := after["persons"][key])
        for person in (was, now)
    }
    seated = {name for name, rows in after["SeatRow"].items() if any(person in moved for (person,) in rows)}
    assert {name for name, is_gone in said.items() if is_gone} == gone
    assert {name for name, is_gone in said.items() if not is_gone} == other | seated


@pytest.mark.django_db(transaction=True)
def test_a_demonstration_that_comes_source_by_source_is_drawn_as_in_plain_python(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """All sources of the state; the registers first, then the rest in two nights."""
    monkeypatch.setattr(drawing, "SMALL_SHARE", 1.0)
    made = write_agency_files(
        tmp_path / "files", Wanted(12, 7, date(2026, 6, 30), read_parameters(), False), processes=1
    )
    packages = sorted(made.packages)
    assert len(packages) >= 25
    for part in (packages[:4], packages[4:15], packages[15:]):
        already = persons()
        names = {hook: StoryId(name) for hook, name in StoryName.objects.values_list("hangs_on", "story_id")}
        load([one for path in part for one in deliveries(path, discover())], received=date(2026, 6, 30))
        _as_in_plain_python(already, names)
    after = tables()
    redraw(always=True)
    assert tables() == after
    assert len(after["EpisodeRow"]) > 20
