"""Chapter 4: which event reaches which touchpoint."""

chapter = 4
title = "Matching and duplicates"


def test_the_earliest_fitting_day_reaches_a_touchpoint_whatever_the_order_of_rows(spec):
    """A second visit inside the window changes nothing."""
    spec(
        """
        elements:
          visit: {touchpoints: {t: {due_by: birth + 14 days, closes: birth + 60 days, done_by: [{event: visit}]}}}
        """,
        events="""
        event | day        | record | agency
        visit | 2024-03-20 | late   | clinic
        visit | 2024-03-10 | early  | county""",
        as_of="2024-04-01",
        rows="""
        touchpoint | status  | matched    | event | agency
        t          | reached | 2024-03-10 | early | county""",
    )


def test_one_visit_reaches_one_touchpoint_of_an_element(spec):
    """Touchpoints take their visits in the order in which they are written; one visit is not two."""
    spec(
        """
        elements:
          doula:
            done_by: [{event: visit}]
            touchpoints: {one: {due_by: birth + 60 days}, two: {due_by: birth + 60 days}, three: {due_by: birth + 60 days}}
        """,
        events="""
        event | day
        visit | 2024-03-10
        visit | 2024-03-20""",
        as_of="2024-04-01",
        rows="""
        touchpoint | status  | matched
        one        | reached | 2024-03-10
        two        | reached | 2024-03-20
        three      | due     |""",
    )


def test_the_same_visit_may_serve_another_element(spec):
    """Elements do not compete: a visit used by one is still there for all others."""
    spec(
        """
        elements:
          visit: {touchpoints: {a: {due_by: birth + 60 days, done_by: [{event: visit}]}}}
          advice: {touchpoints: {b: {due_by: birth + 60 days, done_by: [{event: visit}]}}}
        """,
        events="""
        event | day
        visit | 2024-03-10""",
        as_of="2024-04-01",
        rows="""
        touchpoint | status
        a          | reached
        b          | reached""",
    )


def test_one_visit_told_by_two_agencies_counts_once(spec):
    """Where a matcher looks, several events on one day are one: the first by the day it was received, then by source and record."""
    spec(
        """
        elements:
          doula:
            done_by: [{event: visit}]
            touchpoints: {one: {due_by: birth + 60 days}, two: {due_by: birth + 60 days}}
        """,
        events="""
        event | day        | agency   | record | recorded
        visit | 2024-03-10 | medicaid | m1     | 2024-04-20
        visit | 2024-03-10 | clinic   | c1     | 2024-03-12
        visit | 2024-03-10 | county   | k1     | 2024-03-12""",
        as_of="2024-04-25",
        rows="""
        touchpoint | status  | event | agency
        one        | reached | c1    | clinic
        two        | due     |       |""",
    )


def test_reports_one_day_apart_are_two_visits(spec):
    """Dates are not made to agree by guessing: two days are two days."""
    spec(
        """
        elements:
          doula:
            done_by: [{event: visit}]
            touchpoints: {one: {due_by: birth + 60 days}, two: {due_by: birth + 60 days}}
        """,
        events="""
        event | day        | agency
        visit | 2024-03-10 | clinic
        visit | 2024-03-11 | medicaid""",
        as_of="2024-04-25",
        rows="""
        touchpoint | status
        one        | reached
        two        | reached""",
    )


def test_a_late_first_is_not_taken_for_the_second(spec):
    """A specimen after the first window closed reaches the second touchpoint, if it lies in its window, and leaves the first missed."""
    spec(
        """
        elements:
          bloodspot:
            done_by: [{event: bloodspot}]
            touchpoints: {first: {due_by: birth + 2 days, closes: birth + 9 days}, second: {opens: birth + 10 days, due_by: birth + 15 days, closes: birth + 6 months}}
        """,
        events="""
        event     | day
        bloodspot | 2024-03-12""",
        as_of="2024-04-01",
        rows="""
        touchpoint | status  | matched
        first      | missed  |
        second     | reached | 2024-03-12""",
    )


def test_several_matchers_are_alternatives(spec):
    """Any kind of event that one of them names will do; the earliest day wins."""
    spec(
        """
        elements:
          contact:
            touchpoints:
              listed: {due_by: birth + 60 days, done_by: [{event: visit}, {event: call}]}
              kinds:
                due_by: birth + 60 days
                done_by: [{event: [visit, call]}]
        """,
        events="""
        event | day
        visit | 2024-03-20
        call  | 2024-03-10""",
        as_of="2024-04-01",
        rows="""
        touchpoint | status  | matched
        listed     | reached | 2024-03-10
        kinds      | reached | 2024-03-20""",
    )


def test_an_event_fits_a_code_list_if_any_of_its_codings_is_in_it(spec):
    """Several codings of one record are one event. One code may stand in many lists, and a list may take in others."""
    spec(
        """
        codes:
          hib: {cvx: ['48', '49']}
          hep_b: {cvx: ['08', '110']}
          any_shot: {lists: [hib, hep_b]}
        elements:
          hib: {touchpoints: {one: {due_by: birth + 1 year, done_by: [{event: immunization, list: hib}]}, two: {due_by: birth + 1 year, done_by: [{event: immunization, list: hib}]}}}
          hep_b: {touchpoints: {t: {due_by: birth + 1 year, done_by: [{event: immunization, list: hep_b}]}}}
          any: {touchpoints: {t: {due_by: birth + 1 year, done_by: [{event: immunization, list: any_shot}]}}}
          other: {touchpoints: {t: {due_by: birth + 1 year, done_by: [{event: immunization, list: [hib, hep_b]}]}}}
        """,
        children="""
        child | birth
        ana   | 2024-03-01
        ben   | 2024-03-01""",
        events="""
        who | event        | day        | code
        ana | immunization | 2024-05-01 | cvx:48; cpt:90648
        ben | immunization | 2024-05-01 | cpt:48""",
        as_of="2024-06-01",
        rows="""
        who | touchpoint | status
        ana | hib.one    | reached
        ana | hib.two    | due
        ana | hep_b.t    | due
        ana | any.t      | reached
        ana | other.t    | reached
        ben | any.t      | due""",
    )


def test_where_looks_at_the_events_own_columns_and_unknown_is_no_match(spec):
    """A test without a value is no test; a declared extra column may be used like the others."""
    spec(
        """
        events: {lead_test: {columns: {venous: boolean}}}
        elements:
          valued: {touchpoints: {t: {due_by: birth + 1 year, done_by: [{event: lead_test, where: value is known}]}}}
          high: {touchpoints: {t: {due_by: birth + 1 year, done_by: [{event: lead_test, where: value >= 3.5}]}}}
          venous: {touchpoints: {t: {due_by: birth + 1 year, done_by: [{event: lead_test, where: venous}]}}}
          by_clinic: {touchpoints: {t: {due_by: birth + 1 year, done_by: [{event: lead_test, where: agency == 'clinic' and value is known}]}}}
        """,
        events="""
        event     | day        | value | venous | agency
        lead_test | 2024-05-01 |       |        | clinic
        lead_test | 2024-05-02 | 3.4   | no     | county
        lead_test | 2024-05-03 | 3.5   | yes    | clinic""",
        as_of="2024-06-01",
        rows="""
        touchpoint  | matched
        valued.t    | 2024-05-02
        high.t      | 2024-05-03
        venous.t    | 2024-05-03
        by_clinic.t | 2024-05-03""",
    )


def test_only_records_whose_status_counts_are_believed(spec):
    """By default everything but what was entered in error. A kind may name the statuses that count, and a matcher others again."""
    spec(
        """
        events: {immunization: {counts_if: [completed]}}
        elements:
          visit: {touchpoints: {t: {due_by: birth + 1 year, done_by: [{event: visit}]}}}
          shot: {touchpoints: {t: {due_by: birth + 1 year, done_by: [{event: immunization}]}}}
          refusal:
            touchpoints: {t: {due_by: birth + 1 year, done_by: [{event: immunization, counts_if: [not-done]}]}}
        """,
        events="""
        event        | day        | status
        visit        | 2024-05-01 | entered_in_error
        visit        | 2024-05-02 | planned
        immunization | 2024-05-03 | not-done
        immunization | 2024-05-04 | completed""",
        as_of="2024-06-01",
        rows="""
        touchpoint | matched
        visit.t    | 2024-05-02
        shot.t     | 2024-05-04
        refusal.t  | 2024-05-03""",
    )


def test_a_matcher_may_ask_how_the_event_lies_to_a_span(spec):
    """It starts in it (unless said otherwise), ends in it, lies inside it, or touches it on at least one day. Both days belong to
    the span, and an event without an end is one day."""
    spec(
        """
        spans: {april: [2024-04-01, 2024-04-30]}
        elements:
          starts: {touchpoints: {t: {due_by: birth + 1 year, done_by: [{event: stay, within: april}]}}}
          ends: {touchpoints: {t: {due_by: birth + 1 year, done_by: [{event: stay, within: april, relation: ends_in}]}}}
          inside: {touchpoints: {t: {due_by: birth + 1 year, done_by: [{event: stay, within: april, relation: inside}]}}}
          touches: {touchpoints: {t: {due_by: birth + 1 year, done_by: [{event: stay, within: april, relation: touches}]}}}
        """,
        children="""
        child      | birth
        into april | 2024-03-01
        in april   | 2024-03-01
        out of it  | 2024-03-01
        all over   | 2024-03-01
        one day    | 2024-03-01
        day before | 2024-03-01""",
        events="""
        who        | event | day        | end
        into april | stay  | 2024-03-20 | 2024-04-01
        in april   | stay  | 2024-04-01 | 2024-04-30
        out of it  | stay  | 2024-04-30 | 2024-05-05
        all over   | stay  | 2024-03-20 | 2024-05-05
        one day    | stay  | 2024-04-30 |
        day before | stay  | 2024-03-20 | 2024-03-31""",
        as_of="2024-06-01",
        rows="""
        who        | touchpoint | status
        into april | starts.t   | due
        into april | ends.t     | reached
        into april | inside.t   | due
        into april | touches.t  | reached
        in april   | starts.t   | reached
        in april   | ends.t     | reached
        in april   | inside.t   | reached
        in april   | touches.t  | reached
        out of it  | starts.t   | reached
        out of it  | ends.t     | due
        out of it  | inside.t   | due
        out of it  | touches.t  | reached
        all over   | starts.t   | due
        all over   | ends.t     | due
        all over   | inside.t   | due
        all over   | touches.t  | reached
        one day    | starts.t   | reached
        one day    | ends.t     | due
        one day    | touches.t  | reached
        day before | starts.t   | due
        day before | ends.t     | due
        day before | inside.t   | due
        day before | touches.t  | due""",
    )


def test_the_day_of_an_event_is_its_start_or_its_end_where_it_has_no_start(spec):
    """A report that says only when something was over still counts on that day."""
    spec(
        """
        elements:
          stay: {touchpoints: {t: {due_by: birth + 1 year, done_by: [{event: stay}]}}}
        """,
        children="""
        child | birth
        ana   | 2024-03-01
        ben   | 2024-03-01""",
        events="""
        who | event | day        | end        | recorded
        ana | stay  | 2024-04-01 | 2024-04-09 | 2024-04-10
        ben | stay  |            | 2024-04-09 | 2024-04-10""",
        as_of="2024-06-01",
        rows="""
        who | touchpoint | matched
        ana | t          | 2024-04-01
        ben | t          | 2024-04-09""",
    )


def test_outcomes_are_the_first_condition_that_is_true(spec):
    """None true: unknown if one of them is unknown, else `other`."""
    spec(
        """
        elements:
          lead:
            done_by: [{event: lead_test}]
            outcomes: {high: value >= 20, elevated: value >= 3.5, below: value < 3.5 and value >= 0}
            touchpoints: {t: {due_by: birth + 13 months}}
        """,
        children="""
        child    | birth
        high     | 2024-03-01
        elevated | 2024-03-01
        below    | 2024-03-01
        odd      | 2024-03-01
        none     | 2024-03-01""",
        events="""
        who      | event     | day        | value
        high     | lead_test | 2025-03-02 | 25
        elevated | lead_test | 2025-03-02 | 3.5
        below    | lead_test | 2025-03-02 | 3.4
        odd      | lead_test | 2025-03-02 | -1
        none     | lead_test | 2025-03-02 |""",
        as_of="2025-03-10",
        rows="""
        who      | touchpoint | outcome
        high     | t          | high
        elevated | t          | elevated
        below    | t          | below
        odd      | t          | other
        none     | t          |""",
    )


def test_without_outcomes_the_events_result_is_the_outcome(spec):
    """As the agency wrote it."""
    spec(
        """
        elements:
          hearing: {touchpoints: {t: {due_by: birth + 1 month, done_by: [{event: screen}]}}}
        """,
        events="""
        event  | day        | result
        screen | 2024-03-02 | not passed""",
        as_of="2024-03-10",
        rows="""
        touchpoint | status  | outcome
        t          | reached | not passed""",
    )


def test_nothing_is_matched_while_opening_waits(spec):
    """A plan told before the referral it follows does not count as that plan: the touchpoint had not been triggered."""
    spec(
        """
        elements:
          chain:
            touchpoints:
              referral: {due_by: birth + 30 days, done_by: [{event: referral}]}
              plan: {after: referral, within: 45 days, done_by: [{event: plan}]}
        """,
        events="""
        event    | day
        plan     | 2024-03-05
        referral | 2024-03-10""",
        rows="""
        as_of      | touchpoint | status
        2024-03-06 | plan       | upcoming
        2024-03-11 | plan       | due""",
    )


def test_a_touchpoint_may_refer_to_an_earlier_one_of_its_own_element_on_the_same_day(spec):
    """Both days belong to the window, so a plan made on the day of the referral counts."""
    spec(
        """
        elements:
          chain:
            touchpoints:
              referral: {due_by: birth + 30 days, done_by: [{event: referral}]}
              plan: {after: referral, within: 45 days, done_by: [{event: plan}]}
        """,
        events="""
        event    | day
        plan     | 2024-03-10
        referral | 2024-03-10""",
        as_of="2024-03-11",
        rows="""
        touchpoint | status  | matched
        referral   | reached | 2024-03-10
        plan       | reached | 2024-03-10""",
    )


def test_an_event_belongs_to_the_person_it_happened_to(spec):
    """A visit to the parent is not a visit to the child. A household element takes what happened to any member."""
    spec(
        """
        elements:
          child_visit: {touchpoints: {t: {due_by: birth + 30 days, done_by: [{event: visit}]}}}
          parent_visit: {recipient: birthing_parent, touchpoints: {t: {due_by: birth + 30 days, done_by: [{event: visit}]}}}
          home_visit: {recipient: household, touchpoints: {t: {due_by: birth + 30 days, done_by: [{event: visit}]}}}
        """,
        children="""
        child  | birth
        ana    | 2024-03-01
        ben    | 2024-03-01""",
        events="""
        who          | event | day
        ana          | visit | 2024-03-10
        ben's mother | visit | 2024-03-10""",
        as_of="2024-03-20",
        rows="""
        who          | touchpoint     | episode                | status
        ana          | child_visit.t  | ana                    | reached
        ana's mother | parent_visit.t | pregnancy ana's mother | due
        ana's mother | home_visit.t   | ana                    | reached
        ben          | child_visit.t  | ben                    | due
        ben's mother | parent_visit.t | pregnancy ben's mother | reached
        ben's mother | home_visit.t   | ben                    | reached""",
    )


def test_a_list_of_matchers_sees_one_event_a_day(spec):
    """A visit that the clinic calls a check-up and Medicaid an encounter is one visit, though both are listed. On two days they are two."""
    spec(
        """
        elements:
          visits: {done_by: [{event: check_up}, {event: encounter}], touchpoints: {one: {due_by: birth + 60 days}, two: {due_by: birth + 60 days}}}
        """,
        children="""
        child    | birth
        one day  | 2024-03-01
        two days | 2024-03-01""",
        events="""
        who      | event     | day        | agency
        one day  | check_up  | 2024-03-10 | clinic
        one day  | encounter | 2024-03-10 | medicaid
        two days | check_up  | 2024-03-10 | clinic
        two days | encounter | 2024-03-11 | medicaid""",
        as_of="2024-04-01",
        rows="""
        who      | touchpoint | status
        one day  | one        | reached
        one day  | two        | due
        two days | one        | reached
        two days | two        | reached""",
    )
