"""Chapter 5: what must add up."""

chapter = 5
title = "Requirements"


def test_a_requirement_counts_different_days_inside_its_span(spec):
    """Two doses on one day are one; both days of the span belong to it. It is met on the day its last wanted day comes."""
    spec(
        """
        elements:
          shots: {touchpoints: {a: {closes: birth + 1 year, requires: {count: {event: shot}, at_least: 3, within: [birth + 40 days, birth + 1 year]}}}}
        """,
        children="""
        child        | birth
        three days   | 2024-03-01
        two days     | 2024-03-01
        first too soon | 2024-03-01
        ends of span | 2024-03-01""",
        events="""
        who            | event | day
        three days     | shot  | 2024-05-01
        three days     | shot  | 2024-06-01
        three days     | shot  | 2024-07-01
        two days       | shot  | 2024-05-01
        two days       | shot  | 2024-06-01
        two days       | shot  | 2024-06-01
        first too soon | shot  | 2024-04-09
        first too soon | shot  | 2024-06-01
        first too soon | shot  | 2024-07-01
        ends of span   | shot  | 2024-04-10
        ends of span   | shot  | 2024-06-01
        ends of span   | shot  | 2025-03-01""",
        as_of="2025-04-01",
        rows="""
        who            | touchpoint | status  | matched
        three days     | a          | reached | 2024-07-01
        two days       | a          | missed  |
        first too soon | a          | missed  |
        ends of span   | a          | reached | 2025-03-01""",
    )


def test_a_requirement_may_count_every_event_instead_of_days(spec):
    """Then two on one day are two, as with two jabs in one visit."""
    spec(
        """
        elements:
          days: {touchpoints: {t: {due_by: birth + 1 year, requires: {count: {event: shot}, at_least: 2, within: [birth, birth + 1 year]}}}}
          events: {touchpoints: {t: {due_by: birth + 1 year, requires: {count: {event: shot}, at_least: 2, within: [birth, birth + 1 year], on: every event}}}}
        """,
        events="""
        event | day        | record
        shot  | 2024-05-01 | left
        shot  | 2024-05-01 | right""",
        as_of="2024-06-01",
        rows="""
        touchpoint | status  | matched
        days.t     | due     |
        events.t   | reached | 2024-05-01""",
    )


def test_any_is_met_on_the_earliest_and_all_on_the_latest_of_its_parts(spec):
    """`all` waits for its last part, `any` is content with its first."""
    spec(
        """
        elements:
          either: {touchpoints: {t: {due_by: birth + 1 year, requires: {any: [{count: {event: a}, within: [birth, birth + 1 year]}, {count: {event: b}, within: [birth, birth + 1 year]}]}}}}
          both: {touchpoints: {t: {due_by: birth + 1 year, requires: {all: [{count: {event: a}, within: [birth, birth + 1 year]}, {count: {event: b}, within: [birth, birth + 1 year]}]}}}}
        """,
        children="""
        child | birth
        ana   | 2024-03-01
        ben   | 2024-03-01""",
        events="""
        who | event | day
        ana | b     | 2024-05-01
        ana | a     | 2024-06-01
        ben | b     | 2024-05-01""",
        as_of="2024-07-01",
        rows="""
        who | touchpoint | status  | matched
        ana | either.t   | reached | 2024-05-01
        ana | both.t     | reached | 2024-06-01
        ben | either.t   | reached | 2024-05-01
        ben | both.t     | due     |""",
    )


def test_requirements_nest(spec):
    """Alternatives of joint parts, as published measures write them."""
    spec(
        """
        elements:
          immune:
            touchpoints:
              t:
                due_by: birth + 1 year
                requires:
                  any:
                    - count: {event: shot}
                      within: [birth, birth + 1 year]
                    - all:
                        - {count: {event: disease_x}, within: [birth, birth + 1 year]}
                        - {count: {event: disease_y}, within: [birth, birth + 1 year]}
        """,
        children="""
        child    | birth
        shot     | 2024-03-01
        both ill | 2024-03-01
        one ill  | 2024-03-01""",
        events="""
        who      | event     | day
        shot     | shot      | 2024-05-01
        both ill | disease_x | 2024-05-01
        both ill | disease_y | 2024-05-09
        one ill  | disease_x | 2024-05-01""",
        as_of="2024-07-01",
        rows="""
        who      | touchpoint | status  | matched
        shot     | t          | reached | 2024-05-01
        both ill | t          | reached | 2024-05-09
        one ill  | t          | due     |""",
    )


def test_how_many_are_wanted_may_depend_on_the_product_given(spec):
    """Usually three; if any of them was the strong one, four. That is judged on all events inside the span, also on a later one."""
    spec(
        """
        codes: {shot: {cvx: ['1', '2']}, strong: {cvx: ['2']}}
        elements:
          shots:
            touchpoints:
              t:
                closes: birth + 1 year
                requires:
                  count: {event: shot, list: shot}
                  within: [birth, birth + 1 year]
                  at_least: {usually: 3, or: {if_any: {event: shot, list: strong}, then: 4}}
        """,
        children="""
        child       | birth
        three plain | 2024-03-01
        one strong  | 2024-03-01
        four        | 2024-03-01""",
        events="""
        who         | event | day        | code
        three plain | shot  | 2024-05-01 | cvx:1
        three plain | shot  | 2024-06-01 | cvx:1
        three plain | shot  | 2024-07-01 | cvx:1
        one strong  | shot  | 2024-05-01 | cvx:1
        one strong  | shot  | 2024-06-01 | cvx:2
        one strong  | shot  | 2024-07-01 | cvx:1
        four        | shot  | 2024-05-01 | cvx:1
        four        | shot  | 2024-06-01 | cvx:1
        four        | shot  | 2024-07-01 | cvx:1
        four        | shot  | 2024-08-01 | cvx:2""",
        as_of="2025-03-10",
        rows="""
        who         | touchpoint | status  | matched
        three plain | t          | reached | 2024-07-01
        one strong  | t          | missed  |
        four        | t          | reached | 2024-08-01""",
    )


def test_only_days_strictly_after_the_first_of_something_may_be_wanted(spec):
    """Two more after the newborn dose. Without that dose the leaf fails; a shot on its very day is not after it."""
    spec(
        """
        elements:
          shots:
            touchpoints:
              t:
                closes: birth + 1 year
                requires:
                  count: {event: shot}
                  at_least: 2
                  within: [birth, birth + 1 year]
                  after: {first: {event: newborn_dose}, within: [birth, birth + 3 days]}
        """,
        children="""
        child     | birth
        after it  | 2024-03-01
        same day  | 2024-03-01
        no dose   | 2024-03-01
        too late  | 2024-03-01""",
        events="""
        who      | event        | day
        after it | newborn_dose | 2024-03-02
        after it | shot         | 2024-05-01
        after it | shot         | 2024-06-01
        same day | newborn_dose | 2024-03-02
        same day | shot         | 2024-03-02
        same day | shot         | 2024-06-01
        no dose  | shot         | 2024-05-01
        no dose  | shot         | 2024-06-01
        too late | newborn_dose | 2024-03-05
        too late | shot         | 2024-05-01
        too late | shot         | 2024-06-01""",
        as_of="2025-03-10",
        rows="""
        who      | touchpoint | status  | matched
        after it | t          | reached | 2024-06-01
        same day | t          | missed  |
        no dose  | t          | missed  |
        too late | t          | missed  |""",
    )


def test_a_matchers_own_span_replaces_that_of_its_requirement(spec):
    """One product counts from day 40, the other only from day 150."""
    spec(
        """
        elements:
          flu:
            touchpoints:
              t:
                closes: birth + 2 years
                requires:
                  count: [{event: flu}, {event: flu_spray, within: [birth + 150 days, birth + 2 years]}]
                  at_least: 2
                  within: [birth + 40 days, birth + 2 years]
        """,
        children="""
        child       | birth
        spray early | 2024-03-01
        spray late  | 2024-03-01""",
        events="""
        who         | event     | day
        spray early | flu       | 2024-04-10
        spray early | flu_spray | 2024-07-28
        spray late  | flu       | 2024-04-10
        spray late  | flu_spray | 2024-07-29""",
        as_of="2026-03-10",
        rows="""
        who         | touchpoint | status
        spray early | t          | missed
        spray late  | t          | reached""",
    )


def test_a_requirement_uses_nothing_up(spec):
    """A combined vaccine feeds several requirements of one element: counting is not taking."""
    spec(
        """
        codes: {a: {cvx: ['1', '9']}, b: {cvx: ['2', '9']}}
        elements:
          shots:
            touchpoints:
              a: {due_by: birth + 1 year, requires: {count: {event: shot, list: a}, within: [birth, birth + 1 year]}}
              b: {due_by: birth + 1 year, requires: {count: {event: shot, list: b}, within: [birth, birth + 1 year]}}
        """,
        events="""
        event | day        | code
        shot  | 2024-05-01 | cvx:9""",
        as_of="2024-06-01",
        rows="""
        touchpoint | status
        shots.a    | reached
        shots.b    | reached""",
    )


def test_two_agencies_telling_one_shot_do_not_make_two(spec):
    """Doubled reports are the reason why days are counted and not records."""
    spec(
        """
        elements:
          shots: {touchpoints: {t: {due_by: birth + 1 year, requires: {count: {event: shot}, at_least: 2, within: [birth, birth + 1 year]}}}}
        """,
        events="""
        event | day        | agency
        shot  | 2024-05-01 | clinic
        shot  | 2024-05-01 | registry""",
        as_of="2024-06-01",
        rows="""
        touchpoint | status
        t          | due""",
    )


def test_a_running_stay_without_an_end_touches_every_day_since(spec):
    """For a kind that runs, no end means still going on; for others it means one day."""
    spec(
        """
        events: {hospice: {end: running}}
        spans: {april: [2024-04-01, 2024-04-30]}
        elements:
          runs: {unless: {count: {event: hospice, relation: touches}, within: april}, touchpoints: {t: {due_by: birth + 1 year, done_by: [{event: visit}]}}}
          is_one_day: {unless: {count: {event: admission, relation: touches}, within: april}, touchpoints: {t: {due_by: birth + 1 year, done_by: [{event: visit}]}}}
        """,
        children="""
        child    | birth
        no end   | 2024-03-01
        ended    | 2024-03-01""",
        events="""
        who      | event     | day        | end
        no end   | hospice   | 2024-03-10 |
        no end   | admission | 2024-03-10 |
        ended    | hospice   | 2024-03-10 | 2024-03-31
        ended    | admission | 2024-03-10 | 2024-04-01""",
        as_of="2024-05-01",
        rows="""
        who    | touchpoint   | status
        no end | runs.t       | not_needed
        no end | is_one_day.t | due
        ended  | runs.t       | due
        ended  | is_one_day.t | not_needed""",
    )
