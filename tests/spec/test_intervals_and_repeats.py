"""Chapter 7: least times between, and the same thing again and again."""

chapter = 7
title = "Intervals and repeats"

SERIES = """
    elements:
      shot:
        done_by: [{event: shot}]
        touchpoints:
          dose_1: {opens: birth + 6 weeks, due_by: birth + 3 months}
          dose_2: {opens: birth + 10 weeks, interval: 4 weeks, due_by: birth + 5 months}
          dose_3: {opens: birth + 14 weeks, interval: 4 weeks, due_by: birth + 7 months, closes: birth + 2 years}
    """


def test_the_next_dose_opens_at_its_least_age_or_after_the_interval_whichever_is_later(spec):
    """A dose 27 days after the one before does not count; on day 28 it does."""
    spec(
        SERIES,
        children="""
        child   | birth
        27 days | 2024-03-01
        28 days | 2024-03-01
        early   | 2024-03-01""",
        events="""
        who     | event | day
        27 days | shot  | 2024-04-12
        27 days | shot  | 2024-05-09
        28 days | shot  | 2024-04-12
        28 days | shot  | 2024-05-10
        early   | shot  | 2024-04-11""",
        as_of="2024-05-11",
        rows="""
        who     | touchpoint | status   | opens
        27 days | dose_1     | reached  | 2024-04-12
        27 days | dose_2     | due      | 2024-05-10
        27 days | dose_3     | upcoming | pending
        28 days | dose_2     | reached  | 2024-05-10
        28 days | dose_3     | upcoming | 2024-06-07
        early   | dose_1     | due      | 2024-04-12""",
    )


def test_what_follows_at_an_interval_waits_until_the_one_before_is_reached(spec):
    """However late it is."""
    spec(
        SERIES,
        as_of="2025-06-01",
        rows="""
        touchpoint | status   | reason   | opens
        dose_1     | overdue  | past_due | 2024-04-12
        dose_2     | upcoming | waits    | pending""",
    )


def test_a_due_day_is_never_before_the_interval_allows(spec):
    """After a late first dose the second is due on the day it opens, if its own due day is already past."""
    spec(
        SERIES,
        events="""
        event | day
        shot  | 2024-08-01""",
        as_of="2024-08-10",
        rows="""
        touchpoint | status       | opens      | due_by
        dose_1     | reached_late | 2024-04-12 | 2024-06-01
        dose_2     | upcoming     | 2024-08-29 | 2024-08-29""",
    )


def test_an_interval_that_leads_past_the_closing_day_leaves_no_window(spec):
    """Then nothing more is owed."""
    spec(
        SERIES,
        events="""
        event | day
        shot  | 2026-01-01
        shot  | 2026-02-10""",
        as_of="2026-02-20",
        rows="""
        touchpoint | status       | reason    | opens      | closes
        dose_1     | reached_late | matched   | 2024-04-12 | never
        dose_2     | reached_late | matched   | 2026-01-29 | never
        dose_3     | not_needed   | no_window | 2026-03-10 | 2026-03-01""",
    )


def test_a_repeat_makes_slots_that_meet_without_a_gap(spec):
    """Each slot is due and closes the day before the next would open. A visit counts in the slot in which it lies."""
    spec(
        """
        elements:
          home:
            touchpoints: {visit: {repeat: {every: 1 week, times: 3, from: birth + 7 days, until: birth + 1 year}, done_by: [{event: visit}]}}
        """,
        events="""
        event | day
        visit | 2024-03-14
        visit | 2024-03-22""",
        as_of="2024-03-23",
        rows="""
        touchpoint | status   | opens      | due_by     | closes
        visit_1    | reached  | 2024-03-08 | 2024-03-14 | 2024-03-14
        visit_2    | missed   | 2024-03-15 | 2024-03-21 | 2024-03-21
        visit_3    | reached  | 2024-03-22 | 2024-03-28 | 2024-03-28""",
        absent="""
        touchpoint
        visit_4
        visit""",
    )


def test_two_visits_in_one_slot_reach_one(spec):
    """The second of them lies in no other slot's window."""
    spec(
        """
        elements:
          home:
            touchpoints: {visit: {repeat: {every: 1 week, times: 3, from: birth, until: birth + 1 year}, done_by: [{event: visit}]}}
        """,
        events="""
        event | day
        visit | 2024-03-02
        visit | 2024-03-05""",
        as_of="2024-03-10",
        rows="""
        touchpoint | status   | matched
        visit_1    | reached  | 2024-03-02
        visit_2    | due      |
        visit_3    | upcoming |""",
    )


def test_slots_are_always_counted_from_the_first_day(spec):
    """Monthly slots from 31 January open on 29 February and then on 31 March, not on the 29th."""
    spec(
        """
        elements:
          home: {touchpoints: {visit: {repeat: {every: 1 month, times: 4, from: birth}, done_by: [{event: visit}]}}}
        """,
        children="""
        child | birth
        ana   | 2024-01-31""",
        as_of="2024-02-01",
        rows="""
        touchpoint | opens      | due_by
        visit_1    | 2024-01-31 | 2024-02-28
        visit_2    | 2024-02-29 | 2024-03-30
        visit_3    | 2024-03-31 | 2024-04-29
        visit_4    | 2024-04-30 | 2024-05-30""",
    )


def test_slots_are_cut_to_until_and_what_opens_after_it_has_no_window(spec):
    """The last slot is shorter; those after it are not needed."""
    spec(
        """
        elements:
          home: {touchpoints: {visit: {repeat: {every: 1 week, times: 4, from: birth, until: birth + 16 days}, done_by: [{event: visit}]}}}
        """,
        as_of="2024-03-16",
        rows="""
        touchpoint | status     | reason    | opens      | closes
        visit_1    | missed     | closed    | 2024-03-01 | 2024-03-07
        visit_2    | missed     | closed    | 2024-03-08 | 2024-03-14
        visit_3    | due        | open      | 2024-03-15 | 2024-03-17
        visit_4    | not_needed | no_window | 2024-03-22 | 2024-03-17""",
    )


def test_a_later_phase_starts_where_the_former_ends(spec):
    """Weekly, then every other week: the slots are numbered through."""
    spec(
        """
        elements:
          home:
            touchpoints:
              visit: {repeat: [{every: 1 week, times: 2, from: birth, until: birth + 1 year}, {every: 2 weeks, times: 2, until: birth + 1 year}], done_by: [{event: visit}]}
        """,
        as_of="2024-03-01",
        rows="""
        touchpoint | opens      | closes
        visit_1    | 2024-03-01 | 2024-03-07
        visit_2    | 2024-03-08 | 2024-03-14
        visit_3    | 2024-03-15 | 2024-03-28
        visit_4    | 2024-03-29 | 2024-04-11""",
        absent="""
        touchpoint
        visit_5""",
    )


def test_slots_may_overlap_where_closes_is_given(spec):
    """They are due as before, but count until they close: a late visit reaches the first slot that is still open."""
    spec(
        """
        elements:
          home: {touchpoints: {visit: {repeat: {every: 1 month, times: 3, from: birth}, closes: birth + 6 months, done_by: [{event: visit}]}}}
        """,
        events="""
        event | day
        visit | 2024-04-10
        visit | 2024-04-20""",
        as_of="2024-05-02",
        rows="""
        touchpoint | status       | opens      | due_by     | closes     | matched
        visit_1    | reached_late | 2024-03-01 | 2024-03-31 | 2024-09-01 | 2024-04-10
        visit_2    | reached      | 2024-04-01 | 2024-04-30 | 2024-09-01 | 2024-04-20
        visit_3    | due          | 2024-05-01 | 2024-05-31 | 2024-09-01 |""",
    )


def test_a_repeat_may_start_at_another_touchpoint(spec):
    """All of its slots wait until that is reached."""
    spec(
        """
        elements:
          home:
            touchpoints:
              enrol: {due_by: birth + 3 months, closes: birth + 12 months, done_by: [{event: enrolment}]}
              visit: {repeat: {every: 1 week, times: 2, from: enrol}, done_by: [{event: visit}]}
        """,
        events="""
        event     | day
        enrolment | 2024-04-01""",
        rows="""
        as_of      | touchpoint | status   | reason   | opens
        2024-03-31 | visit_1    | upcoming | waits    | pending
        2024-03-31 | visit_2    | upcoming | waits    | pending
        2024-04-01 | visit_1    | due      | open     | 2024-04-01
        2024-04-01 | visit_2    | upcoming | not_open | 2024-04-08""",
    )


def test_a_repeat_that_ends_at_a_birth_to_come_has_no_end_yet(spec):
    """Slots before it are judged; once the child is born the rest has no window."""
    spec(
        """
        elements:
          prenatal:
            recipient: birthing_parent
            touchpoints: {visit: {repeat: {every: 4 weeks, times: 3, from: pregnancy_start + 8 weeks, until: birth - 1 day}, done_by: [{event: prenatal_visit}]}}
        """,
        children="""
        child | birth      | due_date
        ana   | 2024-04-10 | 2024-10-06""",
        rows="""
        as_of      | touchpoint | status     | reason    | opens      | closes
        2024-03-30 | visit_1    | missed     | closed    | 2024-02-25 | 2024-03-23
        2024-03-30 | visit_2    | due        | open      | 2024-03-24 | 2024-04-20
        2024-03-30 | visit_3    | upcoming   | not_open  | 2024-04-21 | 2024-05-18
        2024-04-10 | visit_2    | missed     | closed    | 2024-03-24 | 2024-04-09
        2024-04-10 | visit_3    | not_needed | no_window | 2024-04-21 | 2024-04-09""",
    )
