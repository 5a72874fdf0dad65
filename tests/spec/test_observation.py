"""Chapter 11: no record is not "not done"."""

chapter = 11
title = "Observation"

VISIT = """
    facts: {county: {type: code, choices: [lane, linn]}}
    elements:
      visit: {touchpoints: {t: {opens: birth + 10 days, due_by: birth + 20 days, closes: birth + 30 days, done_by: [{event: visit}]}}}
    """


def test_where_no_source_would_have_told_us_it_is_unobserved(spec):
    """No span meets the days of the window. Somebody should report it: that is the crack."""
    spec(
        VISIT,
        observed="""
        event | from       | through
        visit | 2024-01-01 | 2024-03-10
        visit | 2024-04-01 | 2024-12-31""",
        as_of="2024-04-10",
        rows="""
        touchpoint | status     | reason    | crack
        t          | unobserved | no_source | agency_not_reporting""",
    )


def test_a_missing_day_before_a_later_span_is_a_gap(spec):
    """One day without a source is enough: the visit may have been then. Days missing at the beginning are a gap as well."""
    spec(
        VISIT,
        observed="""
        event | from       | through
        visit | 2024-03-01 | 2024-03-15
        visit | 2024-03-17 | 2024-12-31""",
        as_of="2024-04-10",
        rows="""
        touchpoint | status     | reason | crack
        t          | unobserved | gap    | agency_not_reporting""",
    )
    spec(
        VISIT,
        observed="""
        event | from       | through
        visit | 2024-03-12 | 2024-12-31""",
        as_of="2024-04-10",
        rows="""
        touchpoint | status     | reason | crack
        t          | unobserved | gap    | agency_not_reporting""",
    )


def test_a_source_that_has_not_reported_so_far_is_not_yet(spec):
    """Seamless so far, it ends before the window does: a late feed, and no crack."""
    spec(
        VISIT,
        observed="""
        event | from       | through
        visit | 2024-03-01 | 2024-03-30""",
        as_of="2024-04-10",
        rows="""
        touchpoint | status     | reason  | crack
        t          | unobserved | not_yet |""",
    )


def test_several_spans_and_sources_together_observe_what_none_does_alone(spec):
    """Their union counts, day by day. Both ends of a span belong to it."""
    spec(
        VISIT,
        observed="""
        event | from       | through    | source
        visit | 2024-03-11 | 2024-03-15 | clinic
        visit | 2024-03-16 | 2024-03-20 | medicaid
        visit | 2024-03-19 | 2024-03-31 | clinic""",
        as_of="2024-04-10",
        rows="""
        touchpoint | status
        t          | missed""",
    )


def test_overdue_needs_the_days_up_to_the_due_day_and_missed_those_up_to_the_closing_day(spec):
    """So a source that ends between the two lets it be overdue, but not missed."""
    spec(
        VISIT,
        observed="""
        event | from       | through
        visit | 2024-03-11 | 2024-03-21""",
        rows="""
        as_of      | touchpoint | status     | reason
        2024-03-21 | t          | due        | open
        2024-03-22 | t          | overdue    | past_due
        2024-03-31 | t          | overdue    | past_due
        2024-04-01 | t          | unobserved | not_yet""",
    )


def test_what_was_told_counts_whether_or_not_the_source_observes(spec):
    """Observation speaks about silence only. Before it is late nothing needs to be observed either."""
    spec(
        VISIT,
        children="""
        child  | birth
        told   | 2024-03-01
        silent | 2024-03-01""",
        events="""
        who  | event | day
        told | visit | 2024-03-15""",
        observed="""
        event | from       | through
        visit | 2020-01-01 | 2020-12-31""",
        as_of="2024-03-21",
        rows="""
        who    | touchpoint | status
        told   | t          | reached
        silent | t          | due""",
    )


def test_a_source_observes_its_own_area(spec):
    """The area of a child is the county on that day. A source without an area observes everywhere; where the county is not known, only
    such a source counts."""
    spec(
        VISIT,
        children="""
        child   | birth
        lane    | 2024-03-01
        linn    | 2024-03-01
        unknown | 2024-03-01""",
        facts="""
        who  | fact   | value
        lane | county | lane
        linn | county | linn""",
        observed="""
        event | area
        visit | lane""",
        as_of="2024-04-10",
        rows="""
        who     | touchpoint | status     | reason
        lane    | t          | missed     | closed
        linn    | t          | unobserved | no_source
        unknown | t          | unobserved | no_source""",
    )


def test_a_child_who_moves_is_observed_where_the_child_lives_on_each_day(spec):
    """Both counties together cover the window only for the child who moved at the right time."""
    spec(
        VISIT,
        children="""
        child        | birth
        moves with   | 2024-03-01
        moves before | 2024-03-01""",
        facts="""
        who          | fact   | value | from       | through
        moves with   | county | lane  | 2024-03-01 | 2024-03-20
        moves with   | county | linn  | 2024-03-21 |
        moves before | county | lane  | 2024-03-01 | 2024-03-18
        moves before | county | linn  | 2024-03-19 |""",
        observed="""
        event | area | from       | through
        visit | lane | 2024-01-01 | 2024-03-20
        visit | linn | 2024-03-21 | 2024-12-31""",
        as_of="2024-04-10",
        rows="""
        who          | touchpoint | status     | reason
        moves with   | t          | missed     | closed
        moves before | t          | unobserved | gap""",
    )


def test_one_kind_that_reports_is_enough(spec):
    """Where several kinds of event would do, observing one of them is observing."""
    spec(
        """
        elements:
          contact: {touchpoints: {t: {due_by: birth + 20 days, done_by: [{event: visit}, {event: call}]}}}
        """,
        observed="""
        event
        call""",
        as_of="2024-04-10",
        rows="""
        touchpoint | status
        t          | overdue""",
    )


def test_the_kinds_to_observe_may_be_named(spec):
    """`observed_by` replaces the kinds of the matchers: here a visit is known to be missed if the registry reports."""
    spec(
        """
        events: {registry: {}}
        elements:
          contact:
            touchpoints:
              t: {due_by: birth + 20 days, done_by: [{event: visit}], observed_by: [registry]}
        """,
        observed="""
        event
        registry""",
        as_of="2024-04-10",
        rows="""
        touchpoint | status
        t          | overdue""",
    )


def test_our_own_records_are_always_observed(spec):
    """`observed_by: always`: what we did not write down, we did not do."""
    spec(
        """
        elements:
          notice: {touchpoints: {t: {due_by: birth + 20 days, closes: birth + 30 days, observed_by: always, done_by: [{event: notice_sent}]}}}
        """,
        observed="""
        event
        visit""",
        rows="""
        as_of      | touchpoint | status
        2024-03-22 | t          | overdue
        2024-04-10 | t          | missed""",
    )


def test_what_a_requirement_counts_must_be_observed(spec):
    """As with what reaches a touchpoint by one event."""
    spec(
        """
        elements:
          shots: {touchpoints: {t: {closes: birth + 60 days, requires: {count: {event: shot}, at_least: 2, within: [birth, birth + 60 days]}}}}
        """,
        events="""
        event | day
        shot  | 2024-03-20""",
        observed="""
        event | from       | through
        shot  | 2024-01-01 | 2024-04-29""",
        as_of="2024-05-10",
        rows="""
        touchpoint | status     | reason
        t          | unobserved | not_yet""",
    )
