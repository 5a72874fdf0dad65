"""The worked examples of the language's specification, part 10, each with the results stated there."""

from datetime import date

import pytest
from telling import MOTHER, day, event, fact, observed, plan_of, step, story, table

DEVELOPMENT = """
events: {dev_screen: {columns: {zone: code}}, ei_referral: {}, ifsp_meeting: {}, bf_intake: {}, result_letter: {}}
facts: {consent_ei: {type: boolean}}
agencies: {primary_care: {}, early_intervention: {}}
elements:
    developmental_screening:
      done_by: [{event: dev_screen}]
      outcomes: {at risk: zone == 'referral', monitor: zone == 'monitoring', typical: zone == 'above'}
      touchpoints: {m9: {opens: birth + 8 months, due_by: birth + 10 months, closes: birth + 12 months}, m18: {opens: birth + 16 months, due_by: birth + 19 months, closes: birth + 21 months}}
    early_intervention:
      until: birth + 3 years - 1 day
      touchpoints:
        referral: {after: each developmental_screening == 'at risk', within: 7 days, done_by: [{event: ei_referral}], handoff: screen_to_ei}
        received: {after: each referral, within: 3 business days, done_by: [{handoff: screen_to_ei, step: received}], observed_by: always}
        first_plan: {after: each received, within: 45 days, done_by: [{event: ifsp_meeting}], handoff: screen_to_ei}
    babies_first: {touchpoints: {intake: {after: first early_intervention.first_plan is not_eligible, within: 14 days, observed_by: always, done_by: [{event: bf_intake}]}}}
    preschool_hand_over:
      for: early_intervention.first_plan.reached
      touchpoints: {notify: {opens: birth + 27 months, due_by: birth + 3 years - 90 days, closes: birth + 3 years, done_by: [{event: lea_notified}]}, first_iep: {after: notify, opens: trigger, due_by: birth + 3 years, closes: birth + 42 months, done_by: [{event: iep_meeting}]}}
handoffs:
    screen_to_ei:
      {from: primary_care, to: early_intervention, catch: navigator, consent: consent_ei,
       clocks: {send: 7 days, answer: 3 business days, begin: 45 days, wait: 30 days, retry: 10 days, route: 14 days, tell: 10 days},
       way_back: [{event: result_letter}], next_route: babies_first.intake}
"""
AT_RISK = event("dev_screen", "12-02", columns={"zone": "referral"})


class TestPrenatalVisits:
    PLAN = plan_of("""
elements:
    prenatal:
      recipient: birthing_parent
      done_by: [{event: prenatal_visit}]
      touchpoints: {visit: {repeat: [{every: 4 weeks, times: 5, from: pregnancy_start + 8 weeks, until: birth - 1 day}, {every: 2 weeks, times: 4, until: birth - 1 day}, {every: 1 week, times: 5, until: birth - 1 day}]}}
""")

    def test_reached_missed_and_due_while_the_birth_is_awaited(self) -> None:
        told = story(event("prenatal_visit", "03-01", person=MOTHER), birth=None, due="2024-10-06")
        t = table(self.PLAN, told, "05-01")
        assert [t[f"prenatal.visit_{k}"].status for k in (1, 2, 3)] == ["reached", "missed", "due"]
        assert t["prenatal.visit_3"].changes_on == day("05-19")

    def test_the_last_visits_have_no_window_once_the_birth_came_early(self) -> None:
        t = table(self.PLAN, story(birth="2024-09-01", due="2024-10-06"), "09-02")
        assert t.said("prenatal.visit_14") == "not_needed no_window"


class TestPostpartumVisit:
    PLAN = plan_of("""
elements:
    postpartum: {recipient: birthing_parent, touchpoints: {visit: {opens: birth + 7 days, due_by: birth + 84 days, closes: birth + 84 days, done_by: [{event: postpartum_visit}]}}}
""")

    def test_day_84_is_inside(self) -> None:
        t = table(self.PLAN, story(event("postpartum_visit", "2024-05-24", person=MOTHER)), "2024-06-10")
        assert t["postpartum.visit"].status == "reached"

    def test_day_85_is_missed_and_nobody_offered_it(self) -> None:
        t = table(self.PLAN, story(event("postpartum_visit", "2024-05-25", person=MOTHER)), "2024-06-10")
        assert (t["postpartum.visit"].status, t.crack("postpartum.visit")) == ("missed", "not_offered")

    def test_without_a_source_it_is_unobserved(self) -> None:
        t = table(self.PLAN, story(), "2024-06-10", nobody=True)
        assert t.said("postpartum.visit") == "unobserved no_source"
        assert t.crack("postpartum.visit") == "agency_not_reporting"

    def test_a_late_feed_is_no_crack(self) -> None:
        t = table(self.PLAN, story(), "2024-06-10", observed("postpartum_visit", "2024-01-01", "2024-05-01"))
        assert (t.said("postpartum.visit"), t.crack("postpartum.visit")) == ("unobserved not_yet", None)


class TestHearing:
    PLAN = plan_of("""
elements:
    hearing:
      touchpoints:
        screen: {due_by: birth + 1 month, closes: birth + 3 months, done_by: [{event: hearing_screen}]}
        diagnosis: {after: screen == 'not passed', from: birth, opens: trigger, due_by: birth + 3 months, closes: birth + 3 years, done_by: [{event: hearing_diagnosis}]}
        ei_enrolled: {after: diagnosis == 'loss', opens: trigger, due_by: birth + 6 months, closes: birth + 3 years, done_by: [{event: ei_enrolment}]}
        notice: {after: screen is overdue, within: 7 days, observed_by: always, done_by: [{event: notice_sent}]}
""")

    def test_not_passed_asks_for_a_diagnosis_by_three_months(self) -> None:
        t = table(self.PLAN, story(event("hearing_screen", "03-02", result="not passed")), "2024-03-20")
        assert (t["hearing.diagnosis"].status, t["hearing.diagnosis"].due_by) == ("due", day("06-01"))
        assert t.said("hearing.ei_enrolled") == "not_needed not_triggered"

    def test_passed_needs_no_diagnosis(self) -> None:
        t = table(self.PLAN, story(event("hearing_screen", "03-02", result="passed")), "2024-03-20")
        assert t.said("hearing.diagnosis") == "not_needed not_triggered"

    def test_a_result_nobody_wrote_down_is_asked_for(self) -> None:
        t = table(self.PLAN, story(event("hearing_screen", "03-02")), "2024-03-20")
        assert t.said("hearing.diagnosis") == "ask trigger_outcome_unknown"
        assert t["hearing.diagnosis"].missing == "hearing.screen.outcome"

    def test_an_overdue_screen_sets_off_a_notice(self) -> None:
        t = table(self.PLAN, story(), "2024-04-05")
        assert (t["hearing.screen"].status, t["hearing.notice"].due_by) == ("overdue", day("04-09"))

    def test_when_nobody_reports_both_are_unobserved(self) -> None:
        t = table(self.PLAN, story(), "2024-04-05", nobody=True)
        assert (t["hearing.screen"].status, t["hearing.notice"].status) == ("unobserved", "unobserved")


def test_a_late_first_bloodspot_is_the_second() -> None:
    plan = plan_of("""
anchors: {discharge: {first: [{event: birth_discharge}], else: birth + 2 days}}
elements:
    bloodspot: {done_by: [{event: bloodspot}], touchpoints: {first: {due_by: discharge, closes: birth + 9 days}, second: {opens: birth + 10 days, due_by: birth + 15 days, closes: birth + 6 months}}}
""")
    t = table(plan, story(event("bloodspot", "03-12")), "2024-03-20")
    assert (t["bloodspot.first"].status, t["bloodspot.second"].status) == ("missed", "reached")


class TestWellChild:
    PLAN = plan_of("""
elements:
    well_child:
      done_by: [{event: well_visit}]
      touchpoints: {d3: {opens: birth + 2 days, due_by: birth + 5 days, closes: birth + 13 days}, m1: {opens: birth + 14 days, due_by: birth + 1 month, closes: birth + 6 weeks}, m2: {opens: birth + 7 weeks, due_by: birth + 2 months + 14 days, closes: birth + 3 months}}
""")

    @pytest.mark.parametrize(("birth", "due_by"), [("2024-02-29", "03-29"), ("2024-01-31", "02-29")])
    def test_a_month_is_cut_to_the_last_day_there_is(self, birth: str, due_by: str) -> None:
        assert table(self.PLAN, story(birth=birth), birth)["well_child.m1"].due_by == day(due_by)

    def test_one_visit_told_by_two_agencies_reaches_one_touchpoint(self) -> None:
        told = story(
            event("well_visit", "03-05"), event("well_visit", "03-05", source="claims", agency="medicaid", record="x")
        )
        t = table(self.PLAN, told, "2024-06-30")
        assert [t[f"well_child.{k}"].status for k in ("d3", "m1", "m2")] == ["reached", "missed", "missed"]


class TestScreeningToEarlyIntervention:
    PLAN = plan_of(DEVELOPMENT)
    REFERRED = (AT_RISK, event("ei_referral", "12-05"), step("screen_to_ei", "sent", "12-05"))

    def test_nothing_sent_and_no_consent(self) -> None:
        t = table(self.PLAN, story(AT_RISK), "12-20")
        assert t["early_intervention.referral@m9"].status == "overdue"
        assert t.crack("early_intervention.referral@m9") == "no_consent_yet"

    def test_nothing_sent_although_the_family_consented(self) -> None:
        t = table(self.PLAN, story(AT_RISK, fact("consent_ei", True, "12-02")), "12-20")
        assert t.crack("early_intervention.referral@m9") == "not_sent"

    def test_sent_runs_until_its_clock_runs_out(self) -> None:
        t = table(self.PLAN, story(*self.REFERRED), "12-10")
        assert t.said("early_intervention.first_plan@m9") == "in_progress sent"
        assert t["early_intervention.first_plan@m9"].changes_on == day("12-11")

    def test_still_silent(self) -> None:
        t = table(self.PLAN, story(*self.REFERRED), "12-20")
        assert t["early_intervention.received@m9"].status == "overdue"
        assert t["early_intervention.first_plan@m9"].status == "upcoming"
        assert t.crack("early_intervention.first_plan@m9") == "no_answer"

    def test_found_not_eligible_goes_to_the_next_route(self) -> None:
        told = story(*self.REFERRED, step("screen_to_ei", "not_eligible", "12-20"))
        t = table(self.PLAN, told, "12-28")
        assert t.said("early_intervention.first_plan@m9") == "not_needed found_not_eligible"
        assert t.crack("early_intervention.first_plan@m9") is None
        assert t["babies_first.intake"].due_by == date(2025, 1, 3)
        assert t["early_intervention.first_plan@m9"].changes_on == date(2025, 1, 4)
        later = table(self.PLAN, told, "2025-01-04")
        assert later.crack("early_intervention.first_plan@m9") == "not_eligible_no_next_route"

    def test_accepted_and_not_begun(self) -> None:
        steps = (step("screen_to_ei", "received", "12-06"), step("screen_to_ei", "accepted", "12-09"))
        t = table(self.PLAN, story(*self.REFERRED, *steps), "2025-03-01")
        assert t["early_intervention.first_plan@m9"].status == "overdue"
        assert t.crack("early_intervention.first_plan@m9") == "accepted_not_begun"

    def test_done_and_never_told(self) -> None:
        steps = (step("screen_to_ei", "received", "12-06"), step("screen_to_ei", "done", "2025-01-10"))
        told = story(*self.REFERRED, *steps, event("ifsp_meeting", "2025-01-08"))
        t = table(self.PLAN, told, "2025-03-01")
        assert t["early_intervention.first_plan@m9"].status == "reached"
        assert t.crack("early_intervention.first_plan@m9") == "no_word_back"
        back = table(self.PLAN, story(*told.events, event("result_letter", "2025-01-12")), "2025-03-01")
        assert back.crack("early_intervention.first_plan@m9") is None

    def test_the_third_birthday_ends_it(self) -> None:
        t = table(self.PLAN, story(*self.REFERRED), "2027-03-01")
        assert t.said("early_intervention.received@m9") == "ended aged_out"
        assert (
            table(self.PLAN, story(*self.REFERRED), "2027-02-28")["early_intervention.received@m9"].status == "overdue"
        )

    def test_the_hand_over_to_preschool_is_for_those_with_a_plan(self) -> None:
        received = (step("screen_to_ei", "received", "12-06"), event("ifsp_meeting", "2025-01-08"))
        told = story(*self.REFERRED, *received, event("lea_notified", "2026-12-02"))
        t = table(self.PLAN, told, "2026-12-10")
        assert t["preschool_hand_over.notify"].due_by == date(2026, 12, 1)
        assert t["preschool_hand_over.notify"].status == "reached_late"
        assert table(self.PLAN, story(), "2026-12-10")["preschool_hand_over.notify"].status == "not_needed"


class TestLead:
    PLAN = plan_of("""
facts: {coverage: {type: code, choices: [ohp, private]}}
elements:
    lead:
      for: coverage == 'ohp'
      done_by: [{event: lead_test, where: "value is known"}]
      outcomes: {elevated: value >= 3.5, below: value < 3.5}
      touchpoints: {m12: {opens: birth + 12 months, due_by: birth + 13 months, closes: birth + 24 months - 1 day}, m24: {opens: birth + 24 months, due_by: birth + 25 months, closes: birth + 72 months}}
    lead_follow_up:
      touchpoints:
        confirm: {after: each lead == 'elevated', opens: trigger + 1 day, due_by: trigger + 12 weeks, done_by: [{event: lead_test}]}
        tell_public_health: {after: each confirm, due_by: trigger + 1 business day, observed_by: always, done_by: [{event: lead_report}]}
""")

    def test_unknown_coverage_is_asked_for(self) -> None:
        t = table(self.PLAN, story(), "2025-03-10")
        assert (t.said("lead.m12"), t["lead.m12"].missing) == ("ask fact_unknown", "coverage")
        assert t.crack("lead.m12") == "ask"

    def test_kept_private_is_no_crack(self) -> None:
        t = table(self.PLAN, story(fact("coverage", "withheld", "2025-03-01")), "2025-03-10")
        assert (t.said("lead.m12"), t.crack("lead.m12")) == ("ask withheld", None)

    def test_tested_all_the_same(self) -> None:
        t = table(self.PLAN, story(event("lead_test", "2025-03-08", value=1.0)), "2025-03-10")
        assert t.said("lead.m12") == "reached need_presumed"

    def test_losing_coverage_after_the_test_undoes_nothing(self) -> None:
        told = story(
            event("lead_test", "2025-03-08", value=1.0),
            fact("coverage", "ohp", "2024-03-01"),
            fact("coverage", "private", "2025-03-09"),
        )
        assert table(self.PLAN, told, "2025-03-20").said("lead.m12") == "reached matched"

    def test_an_elevated_value_is_confirmed_and_told(self) -> None:
        told = story(
            fact("coverage", "ohp", "2024-03-01"),
            event("lead_test", "2025-03-08", value=3.5),
            event("lead_test", "2025-03-14", value=5.0),
        )
        t = table(self.PLAN, told, "2025-03-15")
        assert t["lead_follow_up.confirm@m12"].due_by == date(2025, 5, 31)
        assert t["lead_follow_up.tell_public_health@m12"].due_by == date(2025, 3, 17)


class TestFamilyConnects:
    PLAN = plan_of("""
elements:
    family_connects:
      recipient: household
      declined_by: [{event: fc_declined}]
      resumed_by: [{event: fc_accepted}]
      offered_by: [{event: fc_offered}]
      accepted_by: [{event: fc_scheduled}]
      touchpoints: {visit: {opens: birth + 14 days, due_by: birth + 84 days, closes: birth + 6 months, done_by: [{event: fc_visit}]}, call: {after: visit, opens: trigger + 3 weeks, due_by: trigger + 5 weeks, closes: trigger + 12 weeks, done_by: [{event: fc_call}]}}
""")

    def test_a_no_is_neutral(self) -> None:
        t = table(self.PLAN, story(event("fc_declined", "03-20")), "2024-04-01")
        assert (t["family_connects.visit"].status, t.crack("family_connects.visit")) == ("declined", None)
        assert t["family_connects.call"].status == "not_needed"

    def test_the_family_may_come_back(self) -> None:
        t = table(
            self.PLAN, story(event("fc_declined", "03-20"), event("fc_accepted", "03-28", person=MOTHER)), "2024-04-01"
        )
        assert t["family_connects.visit"].status == "due"
        assert t.said("family_connects.call") == "upcoming waits"

    def test_offered_and_no_answer(self) -> None:
        t = table(self.PLAN, story(event("fc_offered", "03-20")), "2024-06-01")
        assert (t["family_connects.visit"].status, t.crack("family_connects.visit")) == ("overdue", "no_answer")


class TestWic:
    PLAN = plan_of("""
facts: {income_fpl: {type: number, unit: percent, valid_for: 12 months}}
events: {wic_certification: {end: planned}}
elements:
    wic:
      for: income_fpl <= 185
      until: birth + 5 years
      done_by: [{event: wic_certification}]
      touchpoints: {first: {within: 60 days}, renew_1: {from: first.end, opens: first.end - 30 days, due_by: first.end, closes: first.end + 60 days}, renew_2: {from: renew_1.end, opens: renew_1.end - 30 days, due_by: renew_1.end, closes: renew_1.end + 60 days}}
""")

    def test_the_renewal_opens_before_the_planned_end(self) -> None:
        told = story(event("wic_certification", "03-20", end="2025-03-01"), fact("income_fpl", 150, "2024-03-01"))
        t = table(self.PLAN, told, "2024-06-01")
        assert t["wic.first"].status == "reached"
        assert (t.said("wic.renew_1"), t["wic.renew_1"].opens) == ("upcoming not_open", date(2025, 1, 30))

    def test_an_income_told_a_year_ago_is_asked_again(self) -> None:
        told = story(fact("income_fpl", 150, "2024-03-01"))
        assert table(self.PLAN, told, "2025-02-28")["wic.first"].status == "overdue"
        t = table(self.PLAN, told, "2025-03-01")
        assert (t["wic.first"].status, t["wic.first"].missing) == ("ask", "income_fpl")


class TestErdc:
    PLAN = plan_of("""
facts: {parent_working: {type: boolean, of: household}, income_fpl: {type: number, of: household, unit: percent}}
agencies: {odhs: {}, child_care: {}}
elements:
    erdc:
      recipient: household
      for: parent_working and income_fpl < 200
      touchpoints: {approved: {from: birth + 6 weeks, due_by: birth + 4 months, done_by: [{event: erdc_approval}]}, placed: {after: approved, within: 30 days, handoff: erdc_to_provider, done_by: [{event: care_started}]}, received: {after: placed, within: 45 days, done_by: [{event: erdc_payment}]}}
handoffs:
    erdc_to_provider: {from: odhs, to: child_care, catch: navigator, clocks: {send: 7 days, answer: 10 days, begin: 30 days, wait: 60 days}, way_back: [], next_route: none}
""")
    TOLD = story(
        event("erdc_approval", "06-10"),
        step("erdc_to_provider", "full", "06-20"),
        fact("parent_working", True, "03-01"),
        fact("income_fpl", 120, "03-01", person=MOTHER),
    )

    def test_full_is_in_progress_while_the_wait_runs(self) -> None:
        assert table(self.PLAN, self.TOLD, "2024-07-01").said("erdc.placed") == "in_progress full"

    def test_full_past_its_clock_is_a_crack(self) -> None:
        t = table(self.PLAN, self.TOLD, "2024-09-20")
        assert (t["erdc.placed"].status, t.crack("erdc.placed")) == ("overdue", "full")
        assert t["erdc.received"].status == "upcoming"


class TestLeastAgesAndIntervals:
    PLAN = plan_of("""
codes: {shot_a: {cvx: ['1']}}
elements:
    shot_a:
      done_by: [{event: immunization, list: shot_a}]
      touchpoints: {dose_1: {opens: birth + 6 weeks, due_by: birth + 3 months}, dose_2: {opens: birth + 10 weeks, interval: 4 weeks, due_by: birth + 5 months}, dose_3: {opens: birth + 14 weeks, interval: 4 weeks, due_by: birth + 7 months}, dose_4: {opens: birth + 12 months, interval: 6 months, due_by: birth + 19 months}}
""")

    @staticmethod
    def shot(start: str) -> object:
        return event("immunization", start, system="cvx", code="1")

    def test_27_days_are_too_few(self) -> None:
        t = table(self.PLAN, story(self.shot("04-12"), self.shot("05-09")), "2024-05-20")
        assert (t["shot_a.dose_1"].status, t["shot_a.dose_2"].status) == ("reached", "due")

    def test_28_days_count_and_open_the_next(self) -> None:
        t = table(self.PLAN, story(self.shot("04-12"), self.shot("05-10")), "2024-05-20")
        assert (t["shot_a.dose_2"].status, t["shot_a.dose_3"].opens) == ("reached", day("06-07"))

    def test_without_the_first_the_second_waits(self) -> None:
        t = table(self.PLAN, story(), "2025-06-01")
        assert (t["shot_a.dose_1"].status, t.said("shot_a.dose_2")) == ("overdue", "upcoming waits")


def test_doula_two_the_birth_and_two() -> None:
    plan = plan_of("""
elements:
    doula:
      recipient: birthing_parent
      touchpoints: {prenatal_1: {from: pregnancy_start, due_by: birth, closes: birth, done_by: [{event: doula_visit}]}, prenatal_2: {from: pregnancy_start, due_by: birth, closes: birth, done_by: [{event: doula_visit}]}, birth_support: {opens: birth - 1 day, due_by: birth, closes: birth + 1 day, done_by: [{event: doula_birth}]}, postpartum_1: {opens: birth + 1 day, due_by: birth + 6 weeks, closes: birth + 12 months, done_by: [{event: doula_visit}]}, postpartum_2: {opens: birth + 1 day, due_by: birth + 6 weeks, closes: birth + 12 months, done_by: [{event: doula_visit}]}}
""")
    told = story(
        event("doula_visit", "01-05", person=MOTHER),
        event("doula_visit", "03-10", person=MOTHER),
        event("doula_birth", "03-01", person=MOTHER),
        due="2024-03-03",
    )
    t = table(plan, told, "2024-03-20")
    assert [row.status for row in t.rows] == ["reached", "missed", "reached", "reached", "due"]


class TestHomeVisits:
    PLAN = plan_of("""
elements:
    home_visits:
      recipient: household
      stopped_by: [{when: {event: hv_left}, as: declined, why: left}]
      touchpoints: {enrol: {due_by: birth + 3 months, closes: birth + 12 months, done_by: [{event: hv_enrolment}]}, visit: {repeat: [{every: 1 week, times: 26, from: enrol, until: birth + 3 years}, {every: 2 weeks, times: 50, until: birth + 3 years}], done_by: [{event: hv_visit}]}}
measures: {dose: {share_of: home_visits.visit}}
""")
    ENROLLED = event("hv_enrolment", "04-01")

    def test_reached_missed_reached_due(self) -> None:
        t = table(self.PLAN, story(self.ENROLLED, event("hv_visit", "04-02"), event("hv_visit", "04-15")), "2024-04-26")
        assert [t[f"home_visits.visit_{k}"].status for k in (1, 2, 3, 4)] == ["reached", "missed", "reached", "due"]
        assert t.crack("home_visits.visit_2") == "not_offered"

    def test_left_keeps_what_was_missed_and_turns_the_rest_down(self) -> None:
        t = table(self.PLAN, story(self.ENROLLED, event("hv_visit", "04-02"), event("hv_left", "04-16")), "2024-04-26")
        assert [t[f"home_visits.visit_{k}"].status for k in (1, 2, 3, 76)] == [
            "reached",
            "missed",
            "declined",
            "declined",
        ]
        assert t["home_visits.visit_3"].reason == "left"


class TestShotsByTwo:
    PLAN = plan_of("""
anchors: {second_birthday: birth + 2 years}
spans: {first_two_years: [birth, second_birthday], second_year: [birth + 1 year, second_birthday]}
codes: {shot_a: {x: [a]}, shot_a_strong: {x: [as]}, shot_b: {x: [b]}, reaction_a: {x: [ra]}, newborn_dose: {x: [nb]}, disease_x: {x: [dx]}, disease_y: {x: [dy]}, flu: {x: [f, n]}, nasal: {x: [n]}, shot_d: {x: [d]}, out_dx: {x: [o]}}
elements:
    shots_by_two:
      for: second_birthday in period
      unless: {any: [{count: {event: condition, list: out_dx}, within: first_two_years}, {count: {event: hospice, relation: touches}, within: period}]}
      opens: birth
      closes: second_birthday
      touchpoints:
        a: {requires: {any: [{count: {event: [immunization, procedure], list: [shot_a, shot_a_strong]}, within: [birth + 40 days, second_birthday], at_least: {usually: 3, or: {if_any: {event: [immunization, procedure], list: shot_a_strong}, then: 4}}}, {count: {event: condition, list: reaction_a}, within: first_two_years}]}}
        b: {requires: {any: [{count: {event: immunization, list: shot_b}, at_least: 3, within: first_two_years}, {count: {event: immunization, list: shot_b}, at_least: 2, within: first_two_years, after: {first: {event: procedure, list: newborn_dose}, within: [birth, birth + 3 days]}}]}}
        c: {requires: {any: [{count: {event: immunization, list: shot_b}, within: second_year}, {all: [{count: {event: condition, list: disease_x}, within: first_two_years}, {count: {event: condition, list: disease_y}, within: first_two_years}]}]}}
        flu: {requires: {any: [{count: [{event: immunization, list: flu, within: [birth + 40 days, second_birthday]}, {event: procedure, list: flu, within: [birth + 150 days, second_birthday]}], at_least: 2}, {all: [{count: {event: immunization, list: nasal}, within: [second_birthday, second_birthday]}, {count: {event: immunization, list: flu}, within: [birth + 40 days, second_birthday]}]}]}}
""")

    @staticmethod
    def coded(kind: str, start: str, code: str, **more: object) -> object:
        return event(kind, start, system="x", code=code, record=f"{kind}{start}{code}", **more)

    def on(self, *rows: object) -> object:
        from headwaters.domain.days import Span

        year = Span(date(2026, 1, 1), date(2027, 1, 1))
        return table(self.PLAN, story(*rows), "2026-12-31", period=year)

    def test_two_doses_on_one_day_count_once(self) -> None:
        shots = [self.coded("immunization", d, "a") for d in ("05-01", "07-01")]
        again = self.coded("procedure", "07-01", "a")
        assert self.on(*shots, again)["shots_by_two.a"].status == "missed"
        third = self.coded("immunization", "09-01", "a")
        t = self.on(*shots, again, third)
        assert (t["shots_by_two.a"].status, t["shots_by_two.a"].matched) == ("reached", day("09-01"))

    def test_a_strong_dose_asks_for_four(self) -> None:
        shots = [self.coded("immunization", "05-01", "a"), self.coded("immunization", "07-01", "a")]
        strong = self.coded("immunization", "09-01", "as")
        assert self.on(*shots, strong)["shots_by_two.a"].status == "missed"

    def test_a_reaction_instead(self) -> None:
        assert self.on(self.coded("condition", "05-01", "ra"))["shots_by_two.a"].status == "reached"

    def test_two_more_after_the_newborn_dose(self) -> None:
        two = [self.coded("immunization", d, "b") for d in ("05-01", "07-01")]
        assert self.on(*two)["shots_by_two.b"].status == "missed"
        assert self.on(self.coded("procedure", "03-02", "nb"), *two)["shots_by_two.b"].status == "reached"

    def test_nasal_flu_vaccine_counts_on_the_second_birthday_only(self) -> None:
        first = self.coded("immunization", "10-01", "f")
        assert self.on(first)["shots_by_two.flu"].status == "missed"
        nasal = self.coded("immunization", "2026-03-01", "n")
        assert self.on(first, nasal)["shots_by_two.flu"].status == "reached"

    def test_hospice_that_ended_the_day_before_the_period_rules_nobody_out(self) -> None:
        before = event("hospice", "2025-12-01", end="2025-12-31")
        assert self.on(before)["shots_by_two.a"].reason == "closed"
        into = event("hospice", "2025-12-01", end="2026-01-01")
        assert self.on(into).said("shots_by_two.a") == "not_needed excluded"

    def test_only_those_who_turn_two_in_the_period(self) -> None:
        t = table(self.PLAN, story(), "2026-12-31")
        assert (t["shots_by_two.a"].status, t["shots_by_two.a"].missing) == ("ask", "period")


class TestAPilotOpensEarlier:
    STATE = """
facts: {coverage: {type: code, choices: [ohp, private]}}
elements:
    family_connects: {recipient: household, touchpoints: {visit: {opens: birth + 14 days, due_by: birth + 84 days, done_by: [{event: fc_visit}]}}}
    lead: {for: coverage == 'ohp', touchpoints: {m12: {opens: birth, due_by: birth + 13 months, done_by: [{event: lead_test}]}}}
"""
    PILOT = STATE.replace("birth + 14 days", "birth + 7 days").replace("for: coverage == 'ohp', ", "")

    def test_a_visit_on_day_nine_and_lead_for_every_child(self) -> None:
        told = story(event("fc_visit", "03-10"))
        state, pilot = plan_of(self.STATE), plan_of(self.PILOT)
        assert table(pilot, told, "2024-04-01")["family_connects.visit"].status == "reached"
        assert table(state, told, "2024-04-01")["family_connects.visit"].status == "due"
        assert table(pilot, told, "2024-04-01")["lead.m12"].status == "due"
        assert table(state, told, "2024-04-01")["lead.m12"].status == "ask"
