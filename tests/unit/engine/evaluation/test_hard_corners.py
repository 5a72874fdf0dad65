"""Hard corners: twins, moves, views, corrections, foster care, noes with an end, gaps, stages, circles."""

import random
from dataclasses import replace
from datetime import date

import pytest
import test_stated_results as stated
from telling import (
    CHILD,
    EVERYTHING_OBSERVED,
    MOTHER,
    Table,
    assigned,
    day,
    event,
    fact,
    observed,
    plan_of,
    related,
    step,
    story,
    table,
)

from headwaters.domain.blueprint.element import Role
from headwaters.domain.history.history import Episode, EpisodeId, EpisodeKind, PersonId
from headwaters.domain.history.view import View
from headwaters.domain.problems import BlueprintRefused
from headwaters.domain.status import StatusRow
from headwaters.engine.evaluation.reference import Adoption, Models, evaluate, judge

TWIN = PersonId("ben")
TWINS = Episode(EpisodeId("second child"), EpisodeKind.CHILD, TWIN, day("03-01"))

FAMILY = plan_of("""
events: {loss: {}, died: {}}
ends: [{event: died, why: died, of: child}, {event: parent_died, why: died, of: birthing_parent}]
elements:
    newborn: {touchpoints: {screen: {due_by: birth + 1 month, closes: birth + 2 months, done_by: [{event: screen}]}}}
    parent: {recipient: birthing_parent, touchpoints: {visit: {due_by: birth + 8 weeks, closes: birth + 3 months, done_by: [{event: visit}]}, talk: {after: each newborn.screen == 'refer', within: 14 days, done_by: [{event: talk}]}, first_talk: {after: first newborn.screen, within: 14 days, done_by: [{event: talk}]}}}
    home: {recipient: household, for: parent.visit.reached, touchpoints: {call: {due_by: birth + 4 months, done_by: [{event: call}]}}}
""")


def rows_of(t: Table, name: str) -> list[StatusRow]:
    return [row for row in t.rows if f"{row.element}.{row.touchpoint}" == name]


class TestTwins:
    def test_twins_are_one_parent_and_two_children(self) -> None:
        t = table(FAMILY, story(event("screen", "03-02", person=TWIN), episodes=[TWINS]), "03-20")
        assert {row.recipient_id: row.status.value for row in rows_of(t, "newborn.screen")} == {
            CHILD: "due",
            TWIN: "reached",
        }
        assert [row.recipient_id for row in rows_of(t, "parent.visit")] == [MOTHER]

    def test_each_of_the_children_gives_the_parent_an_instance_of_her_own(self) -> None:
        screens = (event("screen", "03-02", result="refer"), event("screen", "03-04", person=TWIN, result="refer"))
        t = table(FAMILY, story(*screens, episodes=[TWINS]), "03-10")
        assert (t["parent.talk@screen"].due_by, t["parent.talk@screen~2"].due_by) == (day("03-16"), day("03-18"))
        assert t["parent.first_talk"].due_by == day("03-16")

    def test_one_twin_s_death_ends_what_is_owed_to_that_twin_alone(self) -> None:
        t = table(FAMILY, story(event("died", "03-03", person=TWIN), episodes=[TWINS]), "03-20")
        assert [row.status.value for row in rows_of(t, "newborn.screen")] == ["due", "ended"]
        assert t["parent.visit"].status == "due"

    def test_a_pregnancy_has_rows_before_there_is_a_child(self) -> None:
        t = table(FAMILY, story(birth=None, due="2024-09-01"), "03-20")
        assert {row.episode_id for row in t.rows} == {"pregnancy"}
        assert t.said("parent.visit") == "upcoming waits"
        assert t.said("parent.talk@screen") == "not_needed not_triggered"

    def test_a_child_s_element_may_refer_to_its_pregnancy_s(self) -> None:
        t = table(FAMILY, story(event("visit", "03-09", person=MOTHER)), "03-20")
        assert t["home.call"].status == "due"
        assert table(FAMILY, story(), "03-20").said("home.call") == "not_needed need_false"


class TestWhoIsMeant:
    VISITS = plan_of("""
facts: {income: {type: number, unit: usd, of: household}}
elements:
    home: {recipient: household, touchpoints: {call: {due_by: birth + 4 months, done_by: [{event: call}]}}}
    carer: {recipient: caregiver, touchpoints: {talk: {due_by: birth + 4 months, done_by: [{event: talk}]}}}
""")

    def test_any_member_s_event_counts_for_the_household(self) -> None:
        people = [related(Role.HOUSEHOLD, "grandmother"), related(Role.CAREGIVER, "father", primary=False)]
        for person in (CHILD, MOTHER, "grandmother", "father"):
            t = table(self.VISITS, story(event("call", "03-09", person=person), people=people), "03-20")
            assert t["home.call"].status == "reached", person
        t = table(self.VISITS, story(event("call", "03-09", person="neighbour"), people=people), "03-20")
        assert t["home.call"].status == "due"

    def test_a_carer_is_the_one_of_that_day(self) -> None:
        people = [
            related(Role.CAREGIVER, MOTHER, through="03-10"),
            related(Role.CAREGIVER, "foster carer", from_="03-11"),
        ]
        early = table(self.VISITS, story(event("talk", "03-09", person="foster carer"), people=people), "03-20")
        assert early["carer.talk"].status == "due"
        later = table(self.VISITS, story(event("talk", "03-12", person="foster carer"), people=people), "03-20")
        assert (later["carer.talk"].status, later["carer.talk"].recipient_id) == ("reached", "foster carer")

    def test_the_row_changes_on_the_day_the_carer_does(self) -> None:
        people = [
            related(Role.CAREGIVER, MOTHER, through="03-24"),
            related(Role.CAREGIVER, "foster carer", from_="03-25"),
        ]
        t = table(self.VISITS, story(people=people), "03-20")
        assert (t["carer.talk"].recipient_id, t["carer.talk"].changes_on) == (MOTHER, day("03-25"))


class TestEarlierPregnancies:
    def test_an_earlier_loss_does_not_end_this_pregnancy(self) -> None:
        plan = plan_of("""
ends: [{event: pregnancy_loss, why: loss, of: birthing_parent}]
elements:
    prenatal: {recipient: birthing_parent, touchpoints: {first: {from: pregnancy_start, due_by: birth, closes: birth, done_by: [{event: visit}]}}}
""")
        before = story(event("pregnancy_loss", "2023-06-01", person=MOTHER), birth=None, due="2024-10-01")
        assert table(plan, before, "05-01")["prenatal.first"].status == "due"
        now = story(event("pregnancy_loss", "04-20", person=MOTHER), birth=None, due="2024-10-01")
        assert table(plan, now, "05-01").said("prenatal.first") == "ended loss"


class TestMoves:
    STATE = """
elements: {visit: {touchpoints: {home: {opens: birth + 14 days, due_by: birth + 84 days, done_by: [{event: visit}]}}}, later: {touchpoints: {check: {opens: birth + 60 days, due_by: birth + 90 days, done_by: [{event: check}]}}}}
"""
    PILOT = STATE.replace("14 days", "7 days").replace("birth + 90", "birth + 70")

    def models(self) -> Models:
        pilot_text = self.PILOT
        pilot = plan_of(pilot_text)
        named = replace(pilot.blueprint, id="lane", version="0.1.0")
        return Models(plan_of(self.STATE), [Adoption(type(pilot)(named))])

    def test_an_occurrence_keeps_the_blueprint_under_which_it_opened(self) -> None:
        told = story(assignments=[assigned("lane", through="03-31")])
        t = table(self.models(), told, "05-20")
        assert (t["visit.home"].blueprint, t["visit.home"].opens) == ("lane", day("03-08"))
        assert (t["later.check"].blueprint, t["later.check"].due_by) == ("test", day("05-30"))

    def test_without_an_assignment_the_state_s_blueprint_judges(self) -> None:
        t = table(self.models(), story(), "05-20")
        assert {row.blueprint for row in t.rows} == {"test"}

    def test_a_window_moved_across_the_change_is_owed_once(self) -> None:
        told = story(assignments=[assigned("lane", from_="03-10")])
        t = table(self.models(), told, "03-20")
        assert len(rows_of(t, "visit.home")) == 1

    def test_a_new_version_judges_what_opens_from_its_adoption_on(self) -> None:
        old = plan_of(self.STATE)
        new = type(old)(replace(plan_of(self.PILOT).blueprint, version="2.0.0"))
        models = Models(old, [Adoption(old), Adoption(new, day("04-15"))])
        t = table(models, story(), "04-20")
        assert (t["visit.home"].version, t["later.check"].version) == ("1.0.0", "2.0.0")


class TestViews:
    PLAN = plan_of("""
facts: {drinks: {type: boolean, sensitive: substance_use}}
events: {counselling: {sensitive: substance_use}, visit: {}}
elements:
    visits: {touchpoints: {a: {due_by: birth + 1 month, closes: birth + 2 months, done_by: [{event: visit}]}}}
    counselling: {touchpoints: {b: {due_by: birth + 1 month, done_by: [{event: counselling}]}}}
    follow_up: {touchpoints: {c: {after: counselling, within: 7 days, done_by: [{event: visit}]}}}
    asked: {for: drinks, touchpoints: {d: {due_by: birth + 1 month, done_by: [{event: visit}]}}}
""")

    def test_a_protected_subject_is_absent_with_all_that_refers_to_it(self) -> None:
        t = table(self.PLAN, story(), "03-20", view=View(subjects=frozenset()))
        assert [f"{row.element}.{row.touchpoint}" for row in t.rows] == ["visits.a"]
        switched_on = table(self.PLAN, story(), "03-20", view=View(subjects=frozenset({"substance_use"})))
        assert len(switched_on.rows) == 4

    def test_what_an_agency_outside_the_view_said_changes_nothing(self) -> None:
        told = story(event("visit", "03-09", agency="jail", source="jail"))
        seen = table(self.PLAN, told, "2024-05-20", view=View(agencies=frozenset({"clinic"})))
        nothing = table(self.PLAN, story(), "2024-05-20", view=View(agencies=frozenset({"clinic"})))
        assert seen.rows == nothing.rows

    def test_whom_we_may_not_hear_cannot_have_told_us(self) -> None:
        spans = [observed("visit", "2024-01-01", "2025-01-01")]
        t = table(self.PLAN, story(), "2024-05-20", *spans, view=View(agencies=frozenset({"school"})))
        assert t.said("visits.a") == "unobserved no_source"


class TestCorrections:
    PLAN = plan_of("elements: {visits: {touchpoints: {a: {due_by: birth + 1 month, done_by: [{event: visit}]}}}}")

    def test_the_latest_revision_speaks(self) -> None:
        rows = [
            event("visit", "03-09", record="r", revision=1, result="old"),
            event("visit", "03-11", record="r", revision=2, recorded="03-09", result="new"),
        ]
        t = table(self.PLAN, story(*rows), "03-20")
        assert (t["visits.a"].matched, t["visits.a"].outcome) == (day("03-11"), "new")

    def test_a_retraction_is_as_if_it_had_never_been_from_its_recording_on(self) -> None:
        rows = [
            event("visit", "03-09", record="r"),
            event("visit", "03-09", record="r", recorded="03-15", status="entered_in_error"),
        ]
        assert table(self.PLAN, story(*rows), "03-20").rows == table(self.PLAN, story(), "03-20").rows
        known = table(self.PLAN, story(*rows), "03-20", known_by=day("03-14"))
        assert known["visits.a"].status == "reached"

    def test_the_order_of_rows_means_nothing(self) -> None:
        told = story(
            *stated.TestScreeningToEarlyIntervention.REFERRED,
            step("screen_to_ei", "received", "12-06"),
            event("dev_screen", "12-02", source="claims", record="same day", columns={"zone": "above"}),
            fact("consent_ei", True, "03-01"),
            fact("consent_ei", False, "03-01", source="other", record="other"),
        )
        plan = plan_of(stated.DEVELOPMENT)
        expected = evaluate(plan, told, EVERYTHING_OBSERVED, as_of=day("12-20"))
        for seed in range(5):
            draw = random.Random(seed)
            shuffled = replace(
                told,
                events=tuple(draw.sample(told.events * 2, len(told.events) * 2)),
                facts=tuple(draw.sample(told.facts, len(told.facts))),
                episodes=tuple(reversed(told.episodes)),
            )
            assert evaluate(plan, shuffled, EVERYTHING_OBSERVED, as_of=day("12-20")) == expected


class TestNoesAndEnds:
    PLAN = plan_of("""
events: {not_now: {end: planned}}
ends: [{event: moved, why: moved, of: all}, {event: died, why: died, of: child}]
resumes: [{event: moved_back, why: moved, of: all}]
elements:
    visits: {declined_by: [{event: not_now}], resumed_by: [{event: back}], touchpoints: {a: {opens: birth, due_by: birth + 60 days, closes: birth + 90 days, done_by: [{event: visit}]}}}
""")

    def test_a_no_with_an_end_is_in_force_up_to_that_day(self) -> None:
        told = story(event("not_now", "03-05", end="03-31"))
        t = table(self.PLAN, told, "03-20")
        assert (t["visits.a"].status, t["visits.a"].changes_on) == ("declined", day("04-01"))
        assert table(self.PLAN, told, "04-01")["visits.a"].status == "due"

    def test_coming_back_after_it_closed_does_not_make_it_missed(self) -> None:
        told = story(event("not_now", "03-05"), event("back", "2024-08-01"))
        assert table(self.PLAN, told, "2024-09-01")["visits.a"].status == "declined"

    def test_a_move_ends_it_and_a_return_undoes_that_and_no_death(self) -> None:
        moved, back, died = event("moved", "03-10"), event("moved_back", "04-10"), event("died", "03-12")
        t = table(self.PLAN, story(moved), "03-20")
        assert (t.said("visits.a"), t.crack("visits.a")) == ("ended moved", "moved_between_areas")
        assert table(self.PLAN, story(moved, back), "04-20")["visits.a"].status == "due"
        assert table(self.PLAN, story(moved, back, died), "04-20").said("visits.a") == "ended died"


class TestObservation:
    PLAN = plan_of("""
facts: {county: {type: code}}
elements: {visits: {touchpoints: {a: {opens: birth, due_by: birth + 10 days, closes: birth + 10 days, done_by: [{event: visit}]}}}}
""")

    @pytest.mark.parametrize(
        ("spans", "said"),
        [
            ([("2024-02-01", "2024-03-11")], "missed closed"),
            ([("2024-02-01", "2024-03-05"), ("2024-03-06", "2024-04-01")], "missed closed"),
            ([("2024-02-01", "2024-03-05"), ("2024-03-07", "2024-04-01")], "unobserved gap"),
            ([("2024-02-01", "2024-03-05"), ("2024-03-15", "2024-04-01")], "unobserved gap"),
            ([("2024-02-01", "2024-03-05"), ("2024-04-15", "2024-06-01")], "unobserved not_yet"),
            ([("2024-03-02", "2024-04-01")], "unobserved gap"),
            ([("2024-02-01", "2024-02-20")], "unobserved no_source"),
        ],
    )
    def test_every_day_counts(self, spans: list[tuple[str, str]], said: str) -> None:
        t = table(self.PLAN, story(), "2024-04-01", *(observed("visit", *span) for span in spans))
        assert t.said("visits.a") == said

    def test_a_span_for_an_area_counts_while_the_child_lives_there(self) -> None:
        lane = observed("visit", "2024-01-01", "2024-06-01", area="Lane")
        home = fact("county", "Lane", "03-01", through="03-06")
        moved = fact("county", "Benton", "03-07")
        assert (
            table(self.PLAN, story(fact("county", "Lane", "03-01")), "2024-04-01", lane)["visits.a"].status == "missed"
        )
        assert table(self.PLAN, story(home, moved), "2024-04-01", lane).said("visits.a") == "unobserved not_yet"
        both = (lane, observed("visit", "2024-01-01", "2024-06-01", area="Benton", source="other"))
        assert table(self.PLAN, story(home, moved), "2024-04-01", *both)["visits.a"].status == "missed"
        assert table(self.PLAN, story(), "2024-04-01", lane).said("visits.a") == "unobserved no_source"


class TestStages:
    PLAN = plan_of("""
facts: {county: {type: code}}
elements:
    idea: {stage: proposed, for: county == 'Lane', touchpoints: {a: {due_by: birth + 10 days, done_by: [{event: visit}]}, b: {after: a, within: 5 days, done_by: [{event: visit}]}}}
    new: {stage: starting, starts_on: 2024-04-01, place: Lane, touchpoints: {c: {opens: birth, due_by: birth + 60 days, done_by: [{event: call}]}, d: {opens: birth, due_by: birth + 10 days, done_by: [{event: call}]}}}
""")
    LANE = fact("county", "Lane", "03-01")

    def test_a_proposed_element_is_counted_in_need_and_never_judged(self) -> None:
        t = table(self.PLAN, story(self.LANE, event("visit", "03-05")), "2024-06-01")
        assert (t.said("idea.a"), t.crack("idea.a")) == ("proposed stage", None)
        assert table(self.PLAN, story(fact("county", "Benton", "03-01")), "2024-06-01")["idea.a"].status == "not_needed"

    def test_a_starting_element_is_judged_from_its_day_in_its_place(self) -> None:
        t = table(self.PLAN, story(self.LANE), "2024-03-20")
        assert (t["new.c"].status, t["new.c"].changes_on) == ("proposed", day("04-01"))
        later = table(self.PLAN, story(self.LANE), "2024-06-01")
        assert (later["new.c"].status, later["new.d"].status) == ("overdue", "proposed")
        elsewhere = table(self.PLAN, story(fact("county", "Benton", "03-01")), "2024-06-01")
        assert elsewhere["new.c"].status == "proposed"


def test_a_repeat_carries_one_crack_a_phase_and_none_where_the_share_is_met() -> None:
    text = """
elements: {visits: {touchpoints: {v: {repeat: [{every: 1 week, times: 8, from: birth}], done_by: [{event: visit}]}}}}
"""
    told = story(*(event("visit", f"03-{n:02}") for n in (2, 9, 16)))
    t = table(plan_of(text), told, "2024-04-20")
    assert [row.touchpoint for row in t.rows if row.crack] == ["v_4"]
    lenient = plan_of(text + "measures: {dose: {share_of: visits.v, at_least: 0.4}}\n")
    assert not [row for row in table(lenient, told, "2024-04-20").rows if row.crack]


def test_nobody_reports_which_step_failed_where_offers_are_not_observed() -> None:
    plan = plan_of("""
elements: {visits: {known_by: [clinic], offered_by: [{event: offer}], touchpoints: {a: {due_by: birth + 10 days, done_by: [{event: visit}]}}}}
""")
    spans = [observed("visit", "2024-01-01", "2025-01-01")]
    known = story(event("other", "03-02"))
    assert table(plan, story(), "04-01", *spans).crack("visits.a") == "not_identified"
    assert table(plan, known, "04-01", *spans).crack("visits.a") == "nobody_reports_which"
    assert (
        table(plan, known, "04-01", *spans, observed("offer", "2024-01-01", "2025-01-01")).crack("visits.a")
        == "not_offered"
    )


def test_steps_of_two_instances_are_shared_out_by_their_first_triggers() -> None:
    later = event("dev_screen", "2025-08-01", columns={"zone": "referral"})
    told = story(
        *stated.TestScreeningToEarlyIntervention.REFERRED,
        step("screen_to_ei", "not_eligible", "2024-12-20"),
        later,
        step("screen_to_ei", "sent", "2025-08-03"),
    )
    t = table(plan_of(stated.DEVELOPMENT), told, "2025-08-05")
    assert t["early_intervention.first_plan@m9"].handoff_state == "not_eligible"
    assert t["early_intervention.first_plan@m18"].handoff_state == "sent"


def test_elements_that_refer_to_each_other_in_a_circle_are_refused() -> None:
    with pytest.raises(BlueprintRefused, match="circle"):
        plan_of("""
elements:
    a: {touchpoints: {x: {after: b.y, within: 3 days, done_by: [{event: x}]}}}
    b: {touchpoints: {y: {opens: a.x, due_by: birth + 1 month, done_by: [{event: y}]}}}
""")


def test_the_ladder_names_each_step_climbed_with_its_day_and_agency() -> None:
    told = story(
        *stated.TestScreeningToEarlyIntervention.REFERRED,
        step("screen_to_ei", "received", "12-06", agency="ei"),
        step("screen_to_ei", "accepted", "12-09", agency="ei"),
        step("screen_to_ei", "begun", "12-20", agency="ei"),
    )
    judged = judge(plan_of(stated.DEVELOPMENT), told, EVERYTHING_OBSERVED, as_of=date(2025, 1, 1))
    climbed = [(one.step.value, one.day, one.agency) for one in judged.passages if one.touchpoint == "first_plan@m9"]
    assert climbed == [
        ("known", day("12-06"), None),
        ("need_settled", day("12-06"), None),
        ("sent", day("12-05"), "clinic"),
        ("answered", day("12-09"), "ei"),
        ("place_free", day("12-09"), "ei"),
        ("first_contact", day("12-20"), "ei"),
        ("begun", day("12-20"), "ei"),
    ]
    assert judged.rows == evaluate(plan_of(stated.DEVELOPMENT), told, EVERYTHING_OBSERVED, as_of=date(2025, 1, 1))


def test_consent_that_runs_out_turns_not_sent_into_no_consent_yet() -> None:
    told = story(stated.AT_RISK, fact("consent_ei", True, "03-01", through="2025-01-05"))
    t = table(plan_of(stated.DEVELOPMENT), told, "12-20")
    row = t["early_intervention.referral@m9"]
    assert (t.crack("early_intervention.referral@m9"), row.changes_on) == ("not_sent", date(2025, 1, 6))
    later = table(plan_of(stated.DEVELOPMENT), told, "2025-01-06")
    assert later.crack("early_intervention.referral@m9") == "no_consent_yet"


def test_instances_that_meet_the_same_name_twice_keep_names_of_their_own() -> None:
    plan = plan_of("""
elements:
    screen: {done_by: [{event: s}], touchpoints: {a: {due_by: birth + 1 month, closes: birth + 1 month}, b: {opens: birth + 2 months, due_by: birth + 3 months, closes: birth + 3 months}}}
    refer: {touchpoints: {call: {after: each screen, within: 7 days, done_by: [{event: c}]}, plan: {after: each screen, within: 9 days, done_by: [{event: p}]}}}
    near: {touchpoints: {first: {after: each refer, within: 7 days, done_by: [{event: n}]}, second: {after: each refer, within: 9 days, done_by: [{event: m}]}}}
    far: {touchpoints: {last: {after: each near, within: 7 days, done_by: [{event: f}]}}}
""")
    names = [(row.element, row.touchpoint) for row in table(plan, story(), "04-01").rows]
    assert len(set(names)) == len(names) == 2 + 4 + 8 + 8


@pytest.mark.parametrize("birth", ["0001-01-02", "9999-12-30"])
def test_days_at_the_ends_of_the_calendar_are_judged_without_a_traceback(birth: str) -> None:
    for plan in (FAMILY, stated.TestPrenatalVisits.PLAN, stated.TestLead.PLAN, stated.TestHomeVisits.PLAN):
        told = story(event("hv_enrolment", birth), birth=birth, due=birth)
        assert table(plan, told, "9999-12-31").rows
