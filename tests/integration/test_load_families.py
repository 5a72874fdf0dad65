"""From agencies' tables to families' stories: what is loaded, joined, corrected, taken back."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from loading import (
    BY,
    EVENTS,
    FAMILY,
    PEOPLE,
    RECEIVED,
    all_stories,
    load_paths,
    package,
    told,
)

from headwaters.domain.history.history import ENTERED_IN_ERROR
from headwaters.domain.problems import NotFound, NotPermitted
from headwaters.domain.records.statement import Fate
from headwaters.practice.access.actions import grant_local_owner
from headwaters.practice.access.models import GrantRow
from headwaters.practice.families import queries
from headwaters.practice.families.actions import redraw
from headwaters.practice.families.models import Drawn, EventRow, KnownAs
from headwaters.practice.records.models import Record
from headwaters.practice.records.queries import fingerprint, provenance

pytestmark = pytest.mark.django_db(transaction=True)


def fates(report: object) -> dict[str, int]:
    return {fate.value: report.total(fate) for fate in Fate if report.total(fate)}  # type: ignore[attr-defined]


def test_a_package_becomes_one_story_with_its_people_and_events(tmp_path: Path) -> None:
    report = load_paths(package(tmp_path / "clinic", **FAMILY))
    assert fates(report) == {"loaded": 7}
    assert report.stories == 1
    (story,) = all_stories()
    assert [one.kind for one in story.episodes] == ["pregnancy", "child", "child"]
    assert [one[:2] for one in told(story)] == [("1", "birth"), ("2", "well_visit"), ("3", "well_visit")]
    visit = next(one for one in story.events if one.record_id == "2")
    assert (visit.agency, visit.recorded, visit.file, visit.line) == ("primary_care", RECEIVED, "clinic/events.csv", 3)


def test_loading_the_same_again_changes_nothing(tmp_path: Path) -> None:
    folder = package(tmp_path / "clinic", **FAMILY)
    load_paths(folder)
    before, print_before = all_stories(), fingerprint()
    again = load_paths(folder, received=date(2026, 6, 1))
    assert fates(again) == {"unchanged": 7}
    assert all_stories() == before
    assert fingerprint() == print_before


def test_other_column_orders_and_spreadsheets_are_the_same_rows(tmp_path: Path) -> None:
    load_paths(package(tmp_path / "clinic", **FAMILY))
    turned = "\n".join(",".join(reversed(line.split(","))) for line in EVENTS.splitlines()).replace(",", ";")
    assert fates(load_paths(package(tmp_path / "later", people=PEOPLE, events=turned))) == {"unchanged": 6}


def test_a_package_without_a_given_day_is_recorded_on_the_day_it_came_in_else_on_the_day_it_was_sent(
    tmp_path: Path,
) -> None:
    sent = "source,agency,sent\nclinic,primary_care,2026-04-20\n"
    events = "record,person,kind,start,recorded\n1,K1,birth,2026-03-14,\n2,K1,well_visit,2026-04-12,2026-04-13\n"
    folder = package(tmp_path / "clinic", people=PEOPLE, events=events)
    (folder / "source.csv").write_text(sent, encoding="utf-8")
    load_paths(folder)
    recorded = {one.record_id: one.recorded for story in all_stories() for one in story.events}
    assert recorded == {"1": date(2026, 4, 20), "2": date(2026, 4, 13)}


def test_the_same_record_with_other_content_is_a_correction_and_the_earlier_one_is_kept(tmp_path: Path) -> None:
    load_paths(package(tmp_path / "may", **FAMILY))
    report = load_paths(
        package(tmp_path / "june", events=EVENTS.replace("2026-04-12", "2026-04-14")), received=date(2026, 6, 1)
    )
    assert fates(report) == {"loaded": 1, "unchanged": 2}
    versions = EventRow.objects.filter(record_id="2").order_by("recorded", "revision")
    assert [(row.start, row.recorded) for row in versions] == [
        (date(2026, 4, 12), RECEIVED), (date(2026, 4, 14), date(2026, 6, 1)),
    ]  # fmt: skip


def test_a_correction_on_the_same_day_still_wins(tmp_path: Path) -> None:
    load_paths(package(tmp_path / "may", **FAMILY))
    load_paths(package(tmp_path / "later", events=EVENTS.replace("2026-04-12", "2026-04-14")))
    latest = max(EventRow.objects.filter(record_id="2"), key=lambda row: (row.recorded, row.revision))
    assert latest.start == date(2026, 4, 14)


def test_a_correction_back_to_the_first_word_wins_too(tmp_path: Path) -> None:
    for month, day in ((5, "2026-04-12"), (6, "2026-04-14"), (7, "2026-04-12")):
        folder = package(tmp_path / str(month), **{**FAMILY, "events": EVENTS.replace("2026-04-12", day)})
        load_paths(folder, received=date(2026, month, 1))
    latest = max(EventRow.objects.filter(record_id="2"), key=lambda row: (row.recorded, row.revision))
    assert (latest.start, latest.recorded) == (date(2026, 4, 12), date(2026, 7, 1))


def test_an_older_version_that_comes_late_does_not_win(tmp_path: Path) -> None:
    header = "record,person,kind,start,revision,recorded\n"
    new = package(tmp_path / "new", people=PEOPLE, events=header + "2,K1,well_visit,2026-04-14,1,2026-04-20\n")
    old = package(tmp_path / "old", people=PEOPLE, events=header + "2,K1,well_visit,2026-04-12,0,2026-04-13\n")
    load_paths(new)
    load_paths(old)
    latest = max(EventRow.objects.filter(record_id="2"), key=lambda row: (row.recorded, row.revision))
    assert latest.start == date(2026, 4, 14)
    assert fates(load_paths(old)) == {"unchanged": 4}


def test_an_event_that_was_written_on_the_wrong_child_leaves_that_childs_story(tmp_path: Path) -> None:
    """Each story reads its own people only; the correction has to reach the story that it leaves."""
    load_paths(package(tmp_path / "may", people=PEOPLE, events=EVENTS))
    load_paths(
        package(tmp_path / "june", people=PEOPLE, events=EVENTS.replace("2,K1", "2,K2")), received=date(2026, 6, 1)
    )
    for story in all_stories():
        child = queries.person(story.episodes[0].person_id, by=BY).known_as
        versions = [one for one in story.events if one.record_id == "2"]
        latest = max(versions, key=lambda one: (one.recorded, one.revision))
        assert (latest.status == ENTERED_IN_ERROR) == (child == (("clinic", "K1"),))


def test_a_record_taken_back_keeps_its_history(tmp_path: Path) -> None:
    load_paths(package(tmp_path / "may", **FAMILY))
    back = "record,person,kind,start,status\n2,K1,well_visit,2026-04-12,entered_in_error\n"
    load_paths(package(tmp_path / "june", events=back), received=date(2026, 6, 1))
    assert [row.status for row in EventRow.objects.filter(record_id="2").order_by("recorded")] == [
        None,
        ENTERED_IN_ERROR,
    ]


def test_a_person_or_pregnancy_taken_back_leaves_the_stories(tmp_path: Path) -> None:
    load_paths(package(tmp_path / "may", **FAMILY))
    people = "person,given_name,birth_date,status\nK2,Eva,2026-03-14,entered_in_error\n"
    load_paths(package(tmp_path / "june", people=people), received=date(2026, 6, 1))
    (story,) = all_stories()
    assert [one.kind for one in story.episodes] == ["pregnancy", "child"]
    gone = "pregnancy,person,due_date,children,status\nP1,M1,2026-03-20,K1;K2,entered_in_error\n"
    load_paths(package(tmp_path / "july", pregnancies=gone), received=date(2026, 7, 1))
    assert [one.kind for story in all_stories() for one in story.episodes] == ["child"]


def test_two_agencies_join_on_a_shared_number_and_in_any_order(tmp_path: Path) -> None:
    one = package(tmp_path / "clinic", people="person,birth_date,id_medicaid\nK1,2026-03-14,M9\n",
                  events="record,person,kind,start\n1,K1,well_visit,2026-04-12\n")  # fmt: skip
    other = package(tmp_path / "wic", source="wic", people="person,identifiers\n77,medicaid=M9\n",
                    events="record,person,kind,start,end\na,77,wic_certification,2026-04-01,2027-04-01\n")  # fmt: skip
    load_paths(other, one)
    (story,) = all_stories()
    assert [row[:2] for row in told(story)] == [("1", "well_visit"), ("a", "wic_certification")]
    assert queries.find_person("wic:77", by=BY) == queries.find_person("medicaid=M9", by=BY)


def test_a_number_on_two_birth_dates_joins_nobody_and_is_reported_by_place(tmp_path: Path) -> None:
    people = "person,given_name,birth_date,id_medicaid\nM1,Zephyrina,1996-02-01,M9\nK1,Ben,2026-03-14,M9\n"
    report = load_paths(package(tmp_path / "clinic", people=people))
    (problem,) = report.kept_apart
    assert "clinic/people.csv:2" in problem.remedy
    assert "Zephyrina" not in str(problem)
    assert "M9" not in str(problem)
    assert KnownAs.objects.values("person").distinct().count() == 2


def test_a_story_keeps_its_id_when_more_sources_come(tmp_path: Path) -> None:
    load_paths(package(tmp_path / "clinic", **FAMILY))
    before = [story.story_id for story in all_stories()]
    prenatal = package(tmp_path / "a", source="a_prenatal_clinic", people="person,birth_date,identifiers\n1,1996-02-01,chart=5\n",
                       pregnancies="pregnancy,person,due_date\n0,1,2026-03-22\n")  # fmt: skip
    joining = package(tmp_path / "c2", people=PEOPLE.replace("birth_date", "birth_date,identifiers")
                      .replace("1996-02-01", "1996-02-01,chart=5").replace("2026-03-14", "2026-03-14,"))  # fmt: skip
    load_paths(prenatal, joining, received=date(2026, 6, 1))
    assert [story.story_id for story in all_stories()] == before


def test_stories_drawn_anew_are_the_same(tmp_path: Path) -> None:
    load_paths(package(tmp_path / "clinic", **FAMILY))
    before = all_stories()
    assert redraw(always=True) == 1
    assert all_stories() == before
    Drawn.objects.update(stale=True)
    redraw()
    assert all_stories() == before


def test_facts_relations_spans_and_assignments_reach_the_story(tmp_path: Path) -> None:
    folder = package(
        tmp_path / "clinic", **FAMILY,
        facts="record,person,fact,value,from\n1,K1,county,Lane,2026-03-14\n2,K1,income_fpl,150,2026-03-14\n",
        relations="person,role,of_person,from,authority\nM1,caregiver,K1,2026-03-14,parent\n",
        observations="kind,area,from,through,register\nwell_visit,lane,2024-01-01,2026-05-01,\nbirth,,2024-01-01,2026-05-01,yes\n",
        assignments="person,blueprint,from\nK1,lane-illustration,2026-04-01\n",
    )  # fmt: skip
    (folder / "source.csv").write_text(
        "source,agency,sent,lag_days\nclinic,primary_care,2026-05-01,14\n", encoding="utf-8"
    )
    report = load_paths(folder)
    assert fates(report) == {"loaded": 13}
    (story,) = all_stories()
    assert {(one.fact, one.value) for one in story.facts} == {("county", "lane"), ("income_fpl", 150.0)}
    assert [(one.blueprint, one.version) for one in story.assignments] == [("lane-illustration", "latest")]
    assert any(one.role == "caregiver" and one.from_ == date(2026, 3, 14) for one in story.people)
    spans = {one.kind: one.through for one in queries.observations(by=BY)}
    assert spans == {"well_visit": date(2026, 4, 17), "birth": date(2026, 4, 17)}, "cut to the day sent less the lag"
    assert [(one.kind, one.area) for one in queries.registers(by=BY)] == [("birth", None)]


def test_a_kind_that_the_blueprint_learns_later_is_loaded_then(tmp_path: Path) -> None:
    folder = package(
        tmp_path / "clinic", people=PEOPLE, events="record,person,kind,start\n9,K1,tooth_fairy,2026-04-12\n"
    )
    first = load_paths(folder)
    assert fates(first) == {"loaded": 3, "kept": 1}
    assert Record.objects.get(record_id="9").fate == Fate.KEPT
    assert fates(load_paths(folder, blueprint=None)) == {"loaded": 1, "unchanged": 3}
    assert any(one.kind == "tooth_fairy" for story in all_stories() for one in story.events)


def test_a_correction_to_a_kind_without_effect_takes_the_earlier_event_back(tmp_path: Path) -> None:
    load_paths(package(tmp_path / "may", **FAMILY))
    load_paths(
        package(tmp_path / "june", events=EVENTS.replace("2,K1,well_visit", "2,K1,tooth_fairy")),
        received=date(2026, 6, 1),
    )
    latest = max(EventRow.objects.filter(record_id="2"), key=lambda row: (row.recorded, row.revision))
    assert latest.status == ENTERED_IN_ERROR


def test_provenance_goes_back_to_the_row_as_it_was_sent(tmp_path: Path) -> None:
    load_paths(package(tmp_path / "clinic", **FAMILY))
    (story,) = all_stories()
    with pytest.raises(NotPermitted):
        provenance("clinic", "2", story_id=story.story_id, by=BY)
    GrantRow.objects.create(
        reader=BY.id, action="read_family", purpose=BY.purpose, from_day=date(2026, 1, 1), given_by="test", why="test"
    )
    (version,) = [
        one for one in provenance("clinic", "2", story_id=story.story_id, by=BY) if one.record_type == "events"
    ]
    assert (version.file, version.line, version.received) == ("clinic/events.csv", 3, RECEIVED)
    assert '"kind": "well_visit"' in version.verbatim


def test_whoever_has_no_grant_reads_nothing(tmp_path: Path) -> None:
    load_paths(package(tmp_path / "clinic", **FAMILY))
    (story,) = all_stories()
    GrantRow.objects.all().delete()
    for read in (
        lambda: next(queries.stories(by=BY)),
        lambda: queries.story(story.story_id, by=BY),
        lambda: queries.people_of(story.story_id, by=BY),
        lambda: queries.person(story.episodes[0].person_id, by=BY),
        lambda: queries.count_stories(by=BY),
        lambda: queries.casts([story.story_id], by=BY),
        lambda: queries.index(by=BY),
        lambda: queries.observations(by=BY),
        lambda: queries.registers(by=BY),
    ):
        with pytest.raises(NotPermitted):
            read()
    assert queries.find("clinic:K1", by=BY) == ()
    assert queries.stories_of(story.episodes[0].person_id, by=BY) == ()


def test_people_are_found_by_any_of_their_numbers_and_only_when_one_person_is_meant(tmp_path: Path) -> None:
    load_paths(
        package(tmp_path / "clinic", **FAMILY),
        package(tmp_path / "wic", source="wic", people="person,birth_date\nK1,2026-01-01\n"),
    )
    grant_local_owner(on=date(2026, 1, 1))
    person = queries.find_person("clinic:K1", by=BY)
    assert queries.find_person(person, by=BY) == person
    assert queries.find_person("K2", by=BY) == queries.find_person("clinic:K2", by=BY)
    with pytest.raises(NotFound, match="More than one"):
        queries.find_person("K1", by=BY)
    with pytest.raises(NotFound, match="Nobody"):
        queries.find_person("K99", by=BY)
    (found,) = queries.find("clinic:K1", by=BY)
    names = {one.person_id: one.given_name for one in queries.people_of(found.story_id, by=BY)}
    assert names[person] == "Ben"
    assert [one.kind for one in queries.index(by=BY, most=3) if one.story_id == found.story_id] == [
        "pregnancy",
        "child",
        "child",
    ]


def test_a_list_learns_who_is_in_its_stories_at_once_and_without_what_happened(tmp_path: Path) -> None:
    load_paths(
        package(tmp_path / "clinic", **FAMILY),
        package(tmp_path / "wic", source="wic", people="person,birth_date\nX,2026-01-01\n"),
    )
    stories = {story.story_id: story for story in all_stories()}
    found = queries.casts([*stories, "s-no-more"], by=BY)
    assert found.keys() == stories.keys()
    for name, cast in found.items():
        assert (cast.episodes, cast.people) == (stories[name].episodes, stories[name].people)
        assert cast.names == queries.people_of(name, by=BY)
    assert queries.casts([], by=BY) == {}


def test_the_first_sign_and_the_end_of_a_pregnancy_without_dates_reach_its_story(tmp_path: Path) -> None:
    told_by = "pregnancy,person,first_seen,ended,ended_why\nP1,M1,2025-08-01,2025-10-09,induced\n"
    load_paths(package(tmp_path / "clinic", people=PEOPLE, pregnancies=told_by))
    (episode,) = (one for story in all_stories() for one in story.episodes if one.kind == "pregnancy")
    assert (episode.first_seen, episode.ended, episode.ended_why) == (date(2025, 8, 1), date(2025, 10, 9), "induced")
    assert (episode.birth, episode.due_date) == (None, None)


def test_a_correction_in_one_table_leaves_the_same_number_in_another_table_alone(tmp_path: Path) -> None:
    facts = "record,person,fact,value,from\n2,K1,county,lane,2026-03-14\n"
    load_paths(package(tmp_path / "may", **FAMILY, facts=facts))
    load_paths(package(tmp_path / "june", facts=facts.replace("lane", "benton")), received=date(2026, 6, 1))
    assert [row.status for row in EventRow.objects.filter(record_id="2")] == [None]
