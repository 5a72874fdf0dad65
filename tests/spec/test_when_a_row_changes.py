"""Chapter 18: `changes_on`, the first day on which a row differs with no new information."""

chapter = 18
title = "When a row changes"


def test_an_open_row_changes_on_each_edge_of_its_window(spec):
    """The day it opens, the day after it is due, the day after it closes; then never."""
    spec(
        """
        elements:
          visit: {touchpoints: {t: {opens: birth + 7 days, due_by: birth + 14 days, closes: birth + 21 days, done_by: [{event: visit}]}}}
        """,
        rows="""
        as_of      | touchpoint | status   | changes_on
        2024-03-01 | t          | upcoming | 2024-03-08
        2024-03-08 | t          | due      | 2024-03-16
        2024-03-20 | t          | overdue  | 2024-03-23
        2024-03-23 | t          | missed   |""",
    )


def test_what_is_reached_or_not_needed_changes_no_more(spec):
    """An edge on which nothing differs is no change."""
    spec(
        """
        facts: {covered: {type: boolean}}
        elements:
          reached: {touchpoints: {t: {due_by: birth + 14 days, closes: birth + 21 days, done_by: [{event: visit}]}}}
          not_needed: {for: covered, touchpoints: {t: {due_by: birth + 14 days, closes: birth + 21 days, done_by: [{event: call}]}}}
          asked: {for: not covered, touchpoints: {t: {due_by: birth + 14 days, closes: birth + 21 days, done_by: [{event: call}]}}}
        """,
        children="""
        child | birth
        ana   | 2024-03-01
        ben   | 2024-03-01""",
        facts="""
        who | fact    | value
        ana | covered | no""",
        events="""
        who | event | day
        ana | visit | 2024-03-05""",
        as_of="2024-03-05",
        rows="""
        who | touchpoint   | status     | changes_on
        ana | reached.t    | reached    |
        ana | not_needed.t | not_needed |
        ben | not_needed.t | ask        |
        ben | asked.t      | ask        |""",
    )


def test_a_row_changes_the_day_after_a_clock_has_run_out(spec):
    """From in progress to due with a crack."""
    spec(
        """
        handoffs: {h: {from: primary_care, to: partner, clocks: {send: 7 days, answer: 3 business days, begin: 45 days}}}
        elements:
          care: {touchpoints: {t: {due_by: birth + 60 days, done_by: [{event: visit}], handoff: h}}}
        """,
        events="""
        day        | handoff | step
        2024-03-06 | h       | sent""",
        rows="""
        as_of      | touchpoint | status      | crack     | changes_on
        2024-03-01 | t          | due         |           | 2024-03-09
        2024-03-06 | t          | in_progress |           | 2024-03-12
        2024-03-12 | t          | due         | no_answer | 2024-05-01""",
    )


def test_a_row_changes_the_day_after_the_element_ends(spec):
    """And then no more."""
    spec(
        """
        elements:
          visit: {until: birth + 20 days, touchpoints: {t: {due_by: birth + 30 days, done_by: [{event: visit}]}}}
        """,
        rows="""
        as_of      | touchpoint | status | changes_on
        2024-03-10 | t          | due    | 2024-03-22
        2024-03-22 | t          | ended  |""",
    )


def test_a_row_changes_with_the_validity_of_an_answer(spec):
    """On the day after its last day."""
    spec(
        """
        facts: {covered: {type: boolean}}
        elements:
          lead: {for: covered, touchpoints: {t: {due_by: birth + 60 days, done_by: [{event: lead_test}]}}}
        """,
        facts="""
        fact    | value | from       | through
        covered | yes   | 2024-03-01 | 2024-03-31""",
        as_of="2024-03-10",
        rows="""
        touchpoint | status | changes_on
        t          | due    | 2024-04-01""",
    )


def test_a_row_changes_on_the_day_an_age_passes_its_bound(spec):
    """Here the day on which a child is six months old."""
    spec(
        """
        elements:
          solids: {for: age_months >= 6, touchpoints: {t: {opens: birth, due_by: birth + 9 months, done_by: [{event: talk}]}}}
        """,
        rows="""
        as_of      | touchpoint | status     | changes_on
        2024-03-10 | t          | not_needed | 2024-09-01
        2024-09-01 | t          | due        | 2024-12-02""",
    )


def test_a_row_changes_with_what_it_follows(spec):
    """A notice that follows a missed screening opens the day after the screening was due."""
    spec(
        """
        elements:
          hearing:
            touchpoints:
              screen: {due_by: birth + 1 month, closes: birth + 3 months, done_by: [{event: screen}]}
              notice: {after: screen is overdue, within: 7 days, observed_by: always, done_by: [{event: notice}]}
              plan: {after: screen, within: 30 days, done_by: [{event: plan}]}
        """,
        rows="""
        as_of      | touchpoint | status     | changes_on
        2024-03-10 | notice     | not_needed | 2024-04-02
        2024-04-02 | notice     | due        | 2024-04-10
        2024-03-10 | plan       | upcoming   | 2024-06-02
        2024-06-02 | plan       | not_needed |""",
    )


def test_a_row_changes_when_the_consent_that_its_crack_hangs_on_runs_out(spec):
    """The status stays, and the name of the crack does not."""
    spec(
        """
        facts: {consent_ei: {type: boolean}}
        handoffs: {h: {from: primary_care, to: early_intervention, consent: consent_ei, clocks: {send: 7 days, answer: 3 business days, begin: 45 days}}}
        elements:
          plan: {touchpoints: {made: {due_by: birth + 20 days, done_by: [{event: plan}], handoff: h}}}
        """,
        facts="""
        fact       | value | from       | through
        consent_ei | yes   | 2024-03-01 | 2024-04-30""",
        rows="""
        as_of      | touchpoint | status  | crack          | changes_on
        2024-04-10 | made       | overdue | not_sent       | 2024-05-01
        2024-05-01 | made       | overdue | no_consent_yet |""",
    )


def test_a_row_changes_where_only_its_crack_does(spec):
    """The next route's clock has run out, and the status stays."""
    spec(
        """
        handoffs:
          to_ei: {from: primary_care, to: early_intervention, clocks: {send: 7 days, answer: 3 business days, begin: 45 days, route: 14 days}, next_route: babies_first.intake}
        elements:
          plan: {touchpoints: {made: {due_by: birth + 90 days, done_by: [{event: plan}], handoff: to_ei}}}
          babies_first: {touchpoints: {intake: {after: plan.made is not_eligible, within: 30 days, done_by: [{event: intake}]}}}
        """,
        events="""
        day        | handoff | step
        2024-03-10 | to_ei   | not_eligible""",
        rows="""
        as_of      | touchpoint | status     | crack                      | changes_on
        2024-03-12 | made       | not_needed |                            | 2024-03-25
        2024-03-25 | made       | not_needed | not_eligible_no_next_route |""",
    )


def test_a_planned_end_is_an_edge(spec):
    """A renewal's window is foretold from the certification's end."""
    spec(
        """
        events: {certification: {end: planned}}
        elements:
          wic:
            done_by: [{event: certification}]
            touchpoints:
              first: {within: 60 days}
              renew: {opens: first.end - 30 days, due_by: first.end, closes: first.end + 60 days}
        """,
        events="""
        event         | day        | end
        certification | 2024-03-20 | 2025-03-01""",
        rows="""
        as_of      | touchpoint | status   | changes_on
        2024-06-01 | renew      | upcoming | 2025-01-30
        2025-01-30 | renew      | due      | 2025-03-02""",
    )


def test_what_has_no_source_does_not_change_until_one_speaks(spec):
    """A row that waits for observation changes with what is observed, and that is new information."""
    spec(
        """
        elements:
          visit: {touchpoints: {t: {due_by: birth + 14 days, closes: birth + 21 days, done_by: [{event: visit}]}}}
        """,
        observed="""
        event
        call""",
        rows="""
        as_of      | touchpoint | status     | reason    | changes_on
        2024-03-10 | t          | due        | open      | 2024-03-16
        2024-03-16 | t          | unobserved | no_source |
        2024-04-16 | t          | unobserved | no_source |""",
    )
