"""Chapter 2: moments that are days, and moments that are not yet, never, or not known."""

chapter = 2
title = "Moments and marks"


def test_birth_is_pending_while_only_a_due_date_is_known(spec):
    """It becomes a day on the day of birth. What opens after it waits until then."""
    spec(
        """
        elements:
          postpartum:
            recipient: birthing_parent
            touchpoints: {visit: {opens: birth + 7 days, due_by: birth + 84 days, done_by: [{event: postpartum_visit}]}}
        """,
        children="""
        child | birth      | due_date
        ana   | 2024-03-01 | 2024-03-08""",
        rows="""
        as_of      | touchpoint | status   | reason   | opens      | due_by
        2024-02-29 | visit      | upcoming | waits    | pending    | pending
        2024-03-01 | visit      | upcoming | not_open | 2024-03-08 | 2024-05-24""",
    )


def test_birth_is_unknown_where_neither_a_birth_nor_a_due_date_is_known(spec):
    """The day is asked for by its name."""
    spec(
        """
        elements:
          postpartum:
            recipient: birthing_parent
            touchpoints: {visit: {opens: birth + 7 days, due_by: birth + 84 days, done_by: [{event: postpartum_visit}]}}
        """,
        children="""
        child | birth | parent
              |       | mother""",
        as_of="2024-03-01",
        rows="""
        touchpoint | status | reason       | missing | opens   | crack
        visit      | ask    | date_unknown | birth   | unknown | ask""",
    )


def test_a_pregnancy_starts_280_days_before_its_due_date(spec):
    """Without a due date both are unknown."""
    spec(
        """
        elements:
          prenatal:
            recipient: birthing_parent
            touchpoints: {first: {from: pregnancy_start, due_by: 12 weeks, done_by: [{event: prenatal_visit}]}}
        """,
        children="""
        child | birth      | due_date   | parent
        ana   |            | 2024-10-06 | mo
        ben   | 2024-10-06 |            | kim""",
        as_of="2024-02-01",
        rows="""
        who | touchpoint | status | opens      | due_by
        mo  | first      | due    | 2023-12-31 | 2024-03-24
        kim | first      | ask    | unknown    | unknown""",
    )


def test_corrected_birth_is_the_due_date_only_for_a_child_born_more_than_21_days_early(spec):
    """A child born exactly 21 days early counts from birth, as does one whose due date nobody knows."""
    spec(
        """
        elements:
          walks: {touchpoints: {t: {from: corrected_birth, due_by: 18 months, done_by: [{event: visit}]}}}
        """,
        children="""
        child     | birth      | due_date
        22 before | 2024-03-01 | 2024-03-23
        21 before | 2024-03-01 | 2024-03-22
        late      | 2024-03-01 | 2024-02-20
        no due    | 2024-03-01 |""",
        as_of="2024-03-01",
        rows="""
        who       | touchpoint | opens
        22 before | t          | 2024-03-23
        21 before | t          | 2024-03-01
        late      | t          | 2024-03-01
        no due    | t          | 2024-03-01""",
    )


def test_a_window_may_close_at_a_birth_that_has_not_come(spec):
    """A mark that says "not yet" is later than every day where a closing or due day is compared: the visit is open and counts."""
    spec(
        """
        elements:
          prenatal:
            recipient: birthing_parent
            touchpoints: {visit: {from: pregnancy_start, due_by: birth - 1 day, closes: birth - 1 day, done_by: [{event: prenatal_visit}]}}
        """,
        children="""
        child | birth      | due_date   | parent
        ana   | 2024-09-30 | 2024-10-06 | mo
        ben   | 2024-09-30 | 2024-10-06 | kim""",
        events="""
        who | event          | day
        mo  | prenatal_visit | 2024-03-01""",
        rows="""
        as_of      | who | touchpoint | status  | closes     | changes_on
        2024-04-01 | mo  | visit      | reached | pending    |
        2024-04-01 | kim | visit      | due     | pending    |
        2024-10-01 | mo  | visit      | reached | 2024-09-29 |
        2024-10-01 | kim | visit      | missed  | 2024-09-29 |""",
    )


def test_the_earliest_of_several_moments_ignores_what_has_not_come_but_not_what_is_unknown(spec):
    """`pending` and `never` give way to a known day. Something that happened on a day nobody knows may have been earlier than
    all others, so it makes the earliest unknown."""
    spec(
        """
        elements:
          care:
            recipient: birthing_parent
            touchpoints:
              start: {from: pregnancy_start, due_by: 300 days, done_by: [{event: enrolment}]}
              pending_and_day: {opens: pregnancy_start, due_by: {earliest: [birth, 2024-12-01]}, done_by: [{event: visit}]}
              never_and_day: {opens: pregnancy_start, due_by: {earliest: [never, 2024-12-01]}, done_by: [{event: visit}]}
              unknown_and_day: {opens: pregnancy_start, due_by: {earliest: [start.end, 2024-12-01]}, done_by: [{event: visit}]}
              pending_and_never: {opens: pregnancy_start, due_by: {earliest: [birth, never]}, done_by: [{event: visit}]}
              pending_and_unknown: {opens: pregnancy_start, due_by: {earliest: [birth, start.end]}, done_by: [{event: visit}]}
              never_and_unknown: {opens: pregnancy_start, due_by: {earliest: [never, start.end]}, done_by: [{event: visit}]}
              never_and_never: {opens: pregnancy_start, due_by: {earliest: [never, never]}, done_by: [{event: visit}]}
              two_days: {opens: pregnancy_start, due_by: {earliest: [2024-12-01, 2024-11-01]}, done_by: [{event: visit}]}
        """,
        children="""
        child | birth | due_date   | parent
              |       | 2024-10-06 | mother""",
        events="""
        who    | event     | day
        mother | enrolment | 2024-02-01""",
        as_of="2024-02-02",
        rows="""
        touchpoint          | due_by
        pending_and_day     | 2024-12-01
        never_and_day       | 2024-12-01
        unknown_and_day     | unknown
        pending_and_never   | pending
        pending_and_unknown | unknown
        never_and_unknown   | unknown
        never_and_never     | never
        two_days            | 2024-11-01""",
    )


def test_the_latest_of_several_moments_is_unknown_before_never_and_never_before_pending(spec):
    """The latest is settled only when all are. What will not happen outweighs what has not happened yet."""
    spec(
        """
        elements:
          care:
            recipient: birthing_parent
            touchpoints:
              start: {from: pregnancy_start, due_by: 300 days, done_by: [{event: enrolment}]}
              pending_and_day: {opens: pregnancy_start, due_by: {latest: [birth, 2024-12-01]}, done_by: [{event: visit}]}
              never_and_day: {opens: pregnancy_start, due_by: {latest: [never, 2024-12-01]}, done_by: [{event: visit}]}
              never_and_pending: {opens: pregnancy_start, due_by: {latest: [birth, never]}, done_by: [{event: visit}]}
              unknown_and_day: {opens: pregnancy_start, due_by: {latest: [start.end, 2024-12-01]}, done_by: [{event: visit}]}
              unknown_and_never: {opens: pregnancy_start, due_by: {latest: [never, start.end]}, done_by: [{event: visit}]}
              two_days: {opens: pregnancy_start, due_by: {latest: [2024-12-01, 2024-11-01]}, done_by: [{event: visit}]}
        """,
        children="""
        child | birth | due_date   | parent
              |       | 2024-10-06 | mother""",
        events="""
        who    | event     | day
        mother | enrolment | 2024-02-01""",
        as_of="2024-02-02",
        rows="""
        touchpoint        | due_by
        pending_and_day   | pending
        never_and_day     | never
        never_and_pending | never
        unknown_and_day   | unknown
        unknown_and_never | unknown
        two_days          | 2024-12-01""",
    )


def test_a_named_anchor_is_the_first_such_event_or_else_what_it_says(spec):
    """The discharge of a child whose discharge nobody told is taken to be two days after birth."""
    spec(
        """
        anchors:
          discharge: {first: [{event: birth_discharge}], else: birth + 2 days}
          last_seen: {last: [{event: clinic_visit}], else: birth}
        elements:
          bloodspot: {touchpoints: {first: {due_by: discharge, closes: birth + 9 days, done_by: [{event: bloodspot}]}}}
          recall: {touchpoints: {call: {from: last_seen, due_by: 6 months, done_by: [{event: call}]}}}
        """,
        children="""
        child | birth
        ana   | 2024-03-01
        ben   | 2024-03-01""",
        events="""
        who | event           | day
        ana | birth_discharge | 2024-03-05
        ana | birth_discharge | 2024-03-20
        ana | clinic_visit    | 2024-04-01
        ana | clinic_visit    | 2024-05-01""",
        as_of="2024-06-01",
        rows="""
        who | touchpoint      | due_by     | opens
        ana | bloodspot.first | 2024-03-05 | 2024-03-01
        ben | bloodspot.first | 2024-03-03 | 2024-03-01
        ana | recall.call     | 2024-11-01 | 2024-05-01
        ben | recall.call     | 2024-09-01 | 2024-03-01""",
    )


def test_an_anchor_without_its_event_and_without_else_is_pending(spec):
    """The discharge has not happened as far as anybody knows, and still can."""
    spec(
        """
        anchors: {discharge: {first: [{event: birth_discharge}]}}
        elements:
          home_call: {touchpoints: {t: {from: discharge, within: 2 days, done_by: [{event: call}]}}}
        """,
        events="""
        event           | day
        birth_discharge | 2024-03-05""",
        rows="""
        as_of      | touchpoint | status   | reason | opens      | due_by
        2024-03-04 | t          | upcoming | waits  | pending    | pending
        2024-03-05 | t          | due      | open   | 2024-03-05 | 2024-03-07""",
    )


def test_previous_is_the_day_on_which_the_touchpoint_before_was_reached(spec):
    """It is pending until then, also when that touchpoint was missed."""
    spec(
        """
        elements:
          course:
            done_by: [{event: session}]
            touchpoints:
              one: {due_by: birth + 30 days, closes: birth + 60 days}
              two: {from: previous, opens: previous + 7 days, due_by: previous + 14 days}
        """,
        children="""
        child | birth
        ana   | 2024-03-01
        ben   | 2024-03-01""",
        events="""
        who | event   | day
        ana | session | 2024-03-10""",
        rows="""
        as_of      | who | touchpoint | status   | opens
        2024-05-15 | ana | one        | reached  | 2024-03-01
        2024-05-15 | ana | two        | overdue  | 2024-03-17
        2024-05-15 | ben | one        | missed   | 2024-03-01
        2024-05-15 | ben | two        | upcoming | pending""",
    )


def test_a_touchpoint_named_as_a_moment_is_the_day_it_was_reached(spec):
    """Not reached: pending while it still can be, never when it cannot, unknown when nobody would have told us."""
    spec(
        """
        elements:
          intake: {touchpoints: {talk: {due_by: birth + 30 days, closes: birth + 60 days, done_by: [{event: talk}]}}}
          plan: {touchpoints: {made: {opens: intake.talk, due_by: intake.talk + 14 days, done_by: [{event: plan}]}}}
        """,
        children="""
        child  | birth
        talked | 2024-03-01
        silent | 2024-03-01""",
        events="""
        who    | event | day
        talked | talk  | 2024-03-10""",
        rows="""
        as_of      | who    | touchpoint | status     | reason        | opens
        2024-03-10 | talked | made       | due        | open          | 2024-03-10
        2024-04-15 | silent | made       | upcoming   | waits         | pending
        2024-05-01 | silent | made       | not_needed | not_triggered | never""",
    )


def test_a_touchpoint_nobody_observes_is_an_unknown_moment(spec):
    """It may have been reached, so what is counted from it has to be asked for."""
    spec(
        """
        elements:
          intake: {touchpoints: {talk: {due_by: birth + 30 days, closes: birth + 60 days, done_by: [{event: talk}]}}}
          plan: {touchpoints: {made: {opens: intake.talk, due_by: intake.talk + 14 days, done_by: [{event: plan}]}}}
        """,
        observed="""
        event | from       | through
        plan  | 2024-01-01 | 2030-12-31""",
        as_of="2024-06-01",
        rows="""
        touchpoint  | status     | reason       | opens
        intake.talk | unobserved | no_source    | 2024-03-01
        plan.made   | ask        | date_unknown | unknown""",
    )


def test_the_end_of_a_touchpoint_is_the_end_of_the_event_that_reached_it(spec):
    """A certification that says when it ends gives the next one its window. Without an end that day is unknown."""
    spec(
        """
        events: {certification: {end: planned}}
        elements:
          wic:
            done_by: [{event: certification}]
            touchpoints:
              first: {within: 60 days}
              renew: {opens: first.end - 30 days, due_by: first.end, closes: first.end + 60 days}
              again: {opens: previous.end - 30 days, due_by: previous.end, closes: previous.end + 60 days}
        """,
        children="""
        child  | birth
        dated  | 2024-03-01
        undated | 2024-03-01""",
        events="""
        who     | event         | day        | end
        dated   | certification | 2024-03-20 | 2025-03-01
        undated | certification | 2024-03-20 |""",
        as_of="2024-06-01",
        rows="""
        who     | touchpoint | status   | opens      | due_by     | closes
        dated   | renew      | upcoming | 2025-01-30 | 2025-03-01 | 2025-04-30
        dated   | again      | upcoming | pending    | pending    | pending
        undated | renew      | ask      | unknown    | unknown    | unknown""",
    )


def test_a_parents_element_may_count_from_the_birth_of_her_child(spec):
    """`birth` is the birth of the episode that is judged: the pregnancy's for the parent."""
    spec(
        """
        elements:
          depression: {recipient: birthing_parent, touchpoints: {t: {opens: birth + 2 weeks, due_by: birth + 8 weeks, done_by: [{event: screen}]}}}
        """,
        events="""
        who    | event  | day
        mother | screen | 2024-04-26""",
        as_of="2024-05-01",
        rows="""
        who    | touchpoint | status  | opens      | due_by
        mother | t          | reached | 2024-03-15 | 2024-04-26""",
    )
