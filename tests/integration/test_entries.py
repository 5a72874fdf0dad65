"""What people here write down stands beside what agencies send, and stays with its person whatever linkage finds later."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from django.db import transaction
from loading import BY, FAMILY, PEOPLE, all_stories, load_paths, package, small_blueprint

from headwaters.domain.consent import Purpose
from headwaters.domain.history.history import Fact, PersonId, Story
from headwaters.domain.history.view import EVERYTHING
from headwaters.domain.problems import NotFound
from headwaters.engine.evaluation.seen import seen_events
from headwaters.practice.families import drawing
from headwaters.practice.families.actions import redraw
from headwaters.practice.families.models import Drawn, EpisodeRow, EventRow, KnownAs, MemberRow, StoryName
from headwaters.practice.records.entering import keep_with_their_people
from headwaters.practice.records.entries import enter_event, enter_fact, retract
from headwaters.practice.records.models import Batch, Record
from headwaters.practice.records.queries import provenance

pytestmark = pytest.mark.django_db(transaction=True)

ON = date(2026, 4, 20)
NAV = replace(BY, id="ana", organisation="learning_hub", through="web")
LATER = replace(NAV, at=NAV.at + timedelta(days=1))


def person(local_id: str, source: str = "clinic") -> PersonId:
    found = KnownAs.objects.get(source=source, local_id=local_id).person
    assert found is not None
    return PersonId(found)


def story_of(who: str) -> Story:
    return next(one for one in all_stories() if any(each.person_id == who for each in (*one.episodes, *one.people)))


def believed(who: str) -> list[tuple[str, date | None, str | None]]:
    """What evaluation would take for having happened to somebody: (kind, day, result), of our own source."""
    seen = seen_events(story_of(who).events, small_blueprint(), EVERYTHING, as_of=date(2026, 12, 31), known_by=None)
    rows = [event.row for events in seen.get(PersonId(who), {}).values() for event in events]
    return sorted((row.kind, row.start, row.result) for row in rows if row.source == "headwaters")


def facts(who: str) -> list[Fact]:
    return [one for one in story_of(who).facts if one.person_id == who]


@pytest.fixture
def family(tmp_path: Path) -> PersonId:
    load_paths(package(tmp_path / "clinic", **FAMILY))
    return person("K1")


def test_an_entry_is_an_event_of_the_story_at_once_with_its_record_behind_it(family: PersonId) -> None:
    record_id = enter_event(family, by=NAV, kind="well_visit", on=ON, result="done", columns={"minutes": 30.0})
    (event,) = [one for one in story_of(family).events if one.source == "headwaters"]
    record = Record.objects.get(record_id=record_id)
    assert (event.person_id, event.kind, event.start, event.result) == (family, "well_visit", ON, "done")
    assert (event.agency, event.columns) == ("learning_hub", {"minutes": 30.0})
    assert (event.file, event.line) == ("entered here", record.pk)
    said = json.loads(record.verbatim)
    assert (said["entered_by"], said["at"], said["kind"]) == ("ana", NAV.at.isoformat(), "well_visit")
    (told,) = provenance(
        "headwaters", record_id, story_id=story_of(family).story_id, by=replace(BY, purpose=Purpose.CARE)
    )
    assert told.verbatim == record.verbatim


def test_a_fact_is_told_of_its_person(family: PersonId) -> None:
    enter_fact(family, by=NAV, fact="county", value="lane", from_=ON, agency="wic")
    (fact,) = facts(family)
    assert (fact.fact, fact.value, fact.from_, fact.source, fact.agency) == ("county", "lane", ON, "headwaters", "wic")


def test_the_same_entry_sent_twice_is_written_once(family: PersonId) -> None:
    for by in (NAV, LATER):
        enter_event(family, by=by, kind="well_visit", on=ON, record_id="r1")
    assert Record.objects.filter(source="headwaters").count() == 1
    assert EventRow.objects.filter(source="headwaters").count() == 1


def test_the_latest_word_under_one_record_counts_and_going_back_to_an_earlier_one_counts_again(
    family: PersonId,
) -> None:
    for result in ("done", "not done", "done"):
        enter_event(family, by=NAV, kind="well_visit", on=ON, result=result, record_id="r1")
        assert believed(family) == [("well_visit", ON, result)]
    assert [one.revision for one in Record.objects.filter(record_id="r1").order_by("pk")] == [0, 2, 4]


def test_what_is_taken_back_counts_for_nothing_and_stays_on_file(family: PersonId) -> None:
    record_id = enter_event(family, by=NAV, kind="well_visit", on=ON)
    fact_id = enter_fact(family, by=NAV, fact="county", value="lane", from_=ON)
    for _ in range(2):
        retract(record_id, by=LATER)
        retract(fact_id, by=LATER)
    assert believed(family) == []
    assert facts(family)[-1].status == "entered_in_error"
    assert Record.objects.filter(record_id=record_id).count() == 2
    enter_event(family, by=LATER, kind="well_visit", on=ON, record_id=record_id)
    assert believed(family) == [("well_visit", ON, None)]


def test_an_entry_written_down_for_the_wrong_child_moves_to_the_right_one(family: PersonId) -> None:
    twin = person("K2")
    enter_event(family, by=NAV, kind="well_visit", on=ON, record_id="r1")
    enter_event(twin, by=NAV, kind="well_visit", on=ON, record_id="r1")
    assert (believed(family), believed(twin)) == ([], [("well_visit", ON, None)])


def test_drawing_again_leaves_entries_where_they_are(family: PersonId) -> None:
    enter_event(family, by=NAV, kind="well_visit", on=ON)
    redraw(always=True)
    assert believed(family) == [("well_visit", ON, None)]


def test_an_entry_stays_with_its_person_when_linkage_joins_them_with_somebody(tmp_path: Path) -> None:
    ours = (
        "person,given_name,birth_date,identifiers\nM1,Ana,1996-02-01,\nK1,Ben,2026-03-14,wic=W7\nK2,Eva,2026-03-14,\n"
    )
    load_paths(package(tmp_path / "clinic", **{**FAMILY, "people": ours}))
    other = "person,given_name,birth_date,identifiers\n7,Ben,2026-03-14,wic=W7\n8,Cy,2026-03-14,\n"
    enter_event(person("K1"), by=NAV, kind="well_visit", on=ON)
    load_paths(package(tmp_path / "aaa", "aaa", people=other))
    assert person("K1") == person("7", "aaa")
    assert believed(person("K1")) == [("well_visit", ON, None)]


def test_who_was_entered_for_while_they_were_two_has_both_entries_when_they_are_one(tmp_path: Path) -> None:
    load_paths(package(tmp_path / "clinic", **FAMILY))
    alone = "person,given_name,birth_date,identifiers\n7,Ben,2026-03-14,wic=W7\n"
    load_paths(package(tmp_path / "aaa", "aaa", people=alone))
    before = person("7", "aaa")
    enter_event(before, by=NAV, kind="well_visit", on=ON, result="ours")
    enter_event(person("K1"), by=NAV, kind="well_visit", on=ON, result="theirs")
    joined = PEOPLE.replace("birth_date", "birth_date,identifiers").replace("2026-03-14\nK2", "2026-03-14,wic=W7\nK2")
    joined = joined.replace("02-01\n", "02-01,\n").replace("K2,Eva,2026-03-14\n", "K2,Eva,2026-03-14,\n")
    load_paths(package(tmp_path / "clinic2", "clinic", people=joined), received=date(2026, 6, 1))
    assert person("K1") == person("7", "aaa")
    assert [result for _, _, result in believed(person("K1"))] == ["ours", "theirs"]


def test_an_entry_stays_with_its_person_when_the_source_takes_its_number_back(tmp_path: Path) -> None:
    ours = (
        "person,given_name,birth_date,identifiers\nM1,Ana,1996-02-01,\nK1,Ben,2026-03-14,wic=W7\nK2,Eva,2026-03-14,\n"
    )
    load_paths(package(tmp_path / "clinic", **{**FAMILY, "people": ours}))
    lower = "person,given_name,birth_date,identifiers,status\n7,Ben,2026-03-14,wic=W7,{}\n"
    load_paths(package(tmp_path / "aaa", "aaa", people=lower.format("")))
    enter_event(person("K1"), by=NAV, kind="well_visit", on=ON, record_id="r1")
    enter_fact(person("K1"), by=NAV, fact="county", value="lane", from_=ON)
    load_paths(package(tmp_path / "aaa2", "aaa", people=lower.format("entered_in_error")), received=date(2026, 6, 1))
    assert KnownAs.objects.get(source="aaa").person is None
    assert believed(person("K1")) == [("well_visit", ON, None)]
    assert [one.value for one in facts(person("K1"))] == ["lane"]
    assert keep_with_their_people() == 0
    retract("r1", by=LATER)
    assert believed(person("K1")) == []


def test_nobody_of_that_id_is_refused_in_plain_words(family: PersonId) -> None:
    with pytest.raises(NotFound, match="Open the family again"):
        enter_event("p000", by=NAV, kind="well_visit", on=ON)
    with pytest.raises(NotFound, match="no such entry"):
        retract("never", by=NAV)
    assert not Record.objects.filter(source="headwaters").exists()


def test_whatever_fails_on_the_way_leaves_nothing_behind(family: PersonId, monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(*_: object, **__: object) -> None:
        raise RuntimeError("power cut")

    monkeypatch.setattr("headwaters.practice.records.entering.draw_entered", fails)
    with pytest.raises(RuntimeError):
        enter_event(family, by=NAV, kind="well_visit", on=ON)
    assert not Record.objects.filter(source="headwaters").exists()
    assert not EventRow.objects.filter(source="headwaters").exists()
    assert not Batch.objects.filter(door="headwaters").exists()


def test_an_entry_leaves_the_stories_as_a_drawing_of_everybody_would(family: PersonId) -> None:
    enter_event(family, by=NAV, kind="well_visit", on=ON)
    assert not Drawn.objects.get().stale
    before = [list(model.objects.order_by("pk").values()) for model in (EpisodeRow, MemberRow, StoryName)]
    redraw(always=True)
    assert [list(model.objects.order_by("pk").values()) for model in (EpisodeRow, MemberRow, StoryName)] == before


def test_an_entry_in_the_middle_of_a_load_leaves_the_drawing_to_the_load(
    family: PersonId, monkeypatch: pytest.MonkeyPatch
) -> None:
    Drawn.objects.update(stale=True)
    monkeypatch.setattr(drawing, "_draw_anew", lambda *_, **__: pytest.fail("drew what a load brings"))
    enter_event(family, by=NAV, kind="well_visit", on=ON)
    assert Drawn.objects.get().stale
    assert believed(family) == [("well_visit", ON, None)]


def test_a_deed_of_several_entries_is_written_whole_or_not_at_all(family: PersonId) -> None:
    @transaction.atomic
    def deed() -> None:
        enter_event(family, by=NAV, kind="well_visit", on=ON)
        enter_event("p000", by=NAV, kind="well_visit", on=ON)

    with pytest.raises(NotFound):
        deed()
    assert believed(family) == []


def test_an_entry_asks_few_questions(family: PersonId, django_assert_max_num_queries: object) -> None:
    enter_event(family, by=NAV, kind="well_visit", on=ON)
    with django_assert_max_num_queries(45):  # type: ignore[operator]
        enter_event(family, by=NAV, kind="well_visit", on=ON)
