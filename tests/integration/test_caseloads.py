"""Whose families these are, who stands in, what can wait; and that what was kept a moment ago is promised no more."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta, timezone
from pathlib import Path

import pytest
from loading import BY, FAMILY, SMALL, load_paths, package

from headwaters.domain.consent import Purpose
from headwaters.domain.history.view import NOTHING_PROTECTED
from headwaters.domain.problems import NotPermitted, NotTaken
from headwaters.engine.evaluation.reference import Models, prepare
from headwaters.practice.access.actions import grant_local_owner
from headwaters.practice.access.models import AuditLine
from headwaters.practice.access.reader import Reader
from headwaters.practice.families.models import EpisodeRow, KnownAs
from headwaters.practice.records.entries import enter_event
from headwaters.practice.refresh import refresh
from headwaters.practice.worklists import live
from headwaters.practice.worklists.actions import (
    assign,
    cover,
    end_assignment,
    end_assignments_of,
    end_cover,
    hand_over,
    lift,
    snooze,
)
from headwaters.practice.worklists.asking import ask_for_list
from headwaters.practice.worklists.caseloads import caseload_of, caseloads_of, is_kept_by, keepers_of
from headwaters.practice.worklists.models import Assignment, Snooze
from headwaters.sources.shelf import Shelf

pytestmark = pytest.mark.django_db(transaction=True)

AT = datetime(2026, 7, 1, 17, tzinfo=timezone.utc)  # noqa: UP017
TODAY = date(2026, 7, 1)
OWNER = replace(BY, purpose=Purpose.CARE, at=AT)
NOBODY = Reader("nobody", "analyst", Purpose.CARE, AT, "web")


@pytest.fixture
def story(tmp_path: Path) -> str:
    load_paths(package(tmp_path / "clinic", **FAMILY))
    grant_local_owner(on=date(2026, 1, 1))
    return EpisodeRow.objects.values_list("story_id", flat=True)[0]


def test_a_family_is_on_one_caseload_from_the_day_it_is_given_through_the_day_it_is_taken(story: str) -> None:
    assign(story, "ana", by=OWNER, why="lives in Lane County")
    assign(story, "ana", by=OWNER, why="pressed twice")
    assert Assignment.objects.count() == 1
    assert caseload_of("ana", on=TODAY) == {story}
    assert caseload_of("ana", on=TODAY - timedelta(days=1)) == frozenset()
    assert (keepers_of(story, on=TODAY), is_kept_by(story, "ana", on=TODAY)) == (("ana",), True)
    end_assignment(story, "ana", by=replace(OWNER, at=AT + timedelta(days=3)), why="moved")
    assert caseload_of("ana", on=TODAY + timedelta(days=2)) == {story}
    assert not is_kept_by(story, "ana", on=TODAY + timedelta(days=3))


def test_whoever_covers_keeps_both_caseloads_on_those_days_and_no_others(story: str) -> None:
    assign(story, "ana", by=OWNER, why="home county")
    held = cover("ana", "luis", by=OWNER, from_=TODAY, through=TODAY + timedelta(days=4), why="ill")
    assert caseload_of("luis", on=TODAY + timedelta(days=4)) == {story}
    assert caseload_of("luis", on=TODAY + timedelta(days=5)) == frozenset()
    assert is_kept_by(story, "luis", on=TODAY)
    assert caseloads_of(["ana", "luis"], on=TODAY) == {"ana": (story,), "luis": ()}
    end_cover(held.pk, by=OWNER)
    assert caseload_of("luis", on=TODAY) == frozenset()


def test_somebody_who_leaves_keeps_nothing_and_covers_nobody(story: str) -> None:
    assign(story, "ana", by=OWNER, why="home county")
    cover("luis", "ana", by=OWNER, from_=TODAY, through=TODAY + timedelta(days=9), why="away")
    assert end_assignments_of("ana", by=OWNER, why="left the hub") == 1
    assert caseload_of("ana", on=TODAY) == frozenset()
    assert is_kept_by(story, "ana", on=TODAY) is False
    assert Assignment.objects.get().ended_why == "left the hub"


def test_a_caseload_handed_over_is_one_persons_at_a_time(story: str) -> None:
    assign(story, "ana", by=replace(OWNER, at=AT - timedelta(days=9)), why="home county")
    assert hand_over([story], from_account="ana", to_account="luis", by=OWNER, why="balance") == 1
    assert (caseload_of("ana", on=TODAY), caseload_of("luis", on=TODAY)) == (frozenset(), {story})
    assert caseload_of("ana", on=TODAY - timedelta(days=1)) == {story}


def test_a_family_that_is_told_under_another_id_stays_on_the_caseload(story: str) -> None:
    assign(story, "ana", by=OWNER, why="home county")
    EpisodeRow.objects.filter(story_id=story).update(story_id="s-another")
    assert caseload_of("ana", on=TODAY) == {"s-another"}
    assert is_kept_by("s-another", "ana", on=TODAY)
    assert caseloads_of(["ana"], on=TODAY) == {"ana": ("s-another",)}


def test_only_who_may_supervise_or_administer_gives_families_to_people(story: str) -> None:
    for deed in (
        lambda: assign(story, "ana", by=NOBODY, why="x"),
        lambda: end_assignments_of("ana", by=NOBODY, why="x"),
        lambda: cover("ana", "luis", by=NOBODY, from_=TODAY, through=TODAY, why="x"),
        lambda: snooze([(story, "e", "a/b")], by=NOBODY, until=TODAY + timedelta(days=2), reason="x"),
    ):
        with pytest.raises(NotPermitted):
            deed()
    assert not Assignment.objects.exists()


def test_cover_and_snooze_say_what_is_wrong_and_what_to_do(story: str) -> None:
    with pytest.raises(NotTaken, match="somebody else"):
        cover("ana", "ana", by=OWNER, from_=TODAY, through=TODAY, why="x")
    with pytest.raises(NotTaken, match="before the first"):
        cover("ana", "luis", by=OWNER, from_=TODAY, through=TODAY - timedelta(days=1), why="x")
    with pytest.raises(NotTaken, match="Say why"):
        snooze([(story, "e", "a/b")], by=OWNER, until=TODAY + timedelta(days=2), reason=" ")
    for until in (TODAY, TODAY + timedelta(days=61)):
        with pytest.raises(NotTaken, match="day ahead"):
            snooze([(story, "e", "a/b")], by=OWNER, until=until, reason="waits")


def test_what_was_put_off_can_be_brought_back(story: str) -> None:
    snooze([(story, "e", "a/b")], by=OWNER, until=TODAY + timedelta(days=2), reason="grandmother visits")
    lift([(story, "e", "a/b")], by=OWNER)
    assert Snooze.objects.get().lifted


def test_a_list_leaves_out_what_the_reader_may_not_see_and_every_id_shown_is_in_the_audit(story: str) -> None:
    assert set(ask_for_list([story], by=OWNER, detail="own list")) == {story}
    assert story in AuditLine.objects.order_by("-pk")[0].detail
    with pytest.raises(NotPermitted):
        ask_for_list([story], by=NOBODY, detail="own list")
    assert ask_for_list([], by=NOBODY, detail="own list") == {}


def test_a_promise_kept_a_moment_ago_is_gone_and_others_come_from_the_run(
    story: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "open.yaml"
    first = "first: {within: 3 months, done_by: [{event: immunization"
    text = SMALL.read_text(encoding="utf-8")
    assert first in text
    longer = "first: {due_by: birth + 2 months, closes: birth + 12 months, observed_by: always, done_by: [{event: immunization"
    path.write_text(text.replace(first, longer), encoding="utf-8")
    models = Models.of(prepare(Shelf().open_file(path)))
    data = tmp_path / "data"
    data.mkdir()
    refresh(data, models, by=replace(BY, at=AT), as_of=TODAY)

    def promised() -> list[tuple[str, str]]:
        found = live.promises_of(
            [story], by=OWNER, data=data, models=models, as_of=TODAY, view_of=lambda _: NOTHING_PROTECTED
        )
        return sorted((item.element, item.touchpoint) for item in found)

    before = promised()
    assert ("shots", "first") in before
    judged: list[str] = []
    original = live.judged_promises

    def noted(story_id: str, **more: object) -> object:
        judged.append(story_id)
        return original(story_id, **more)  # type: ignore[arg-type]

    monkeypatch.setattr(live, "judged_promises", noted)
    assert promised() == before
    assert judged == []
    for name in ("K1", "K2"):
        child = KnownAs.objects.get(local_id=name).person
        assert child is not None
        enter_event(child, by=OWNER, kind="immunization", on=date(2026, 5, 2), codings=[("cvx", "08")])
    assert promised() == [one for one in before if one != ("shots", "first")]
    promised()
    assert judged == [story]
