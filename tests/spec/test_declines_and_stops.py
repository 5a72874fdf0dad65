"""Chapter 9: the family's own no, and what began and stopped."""

chapter = 9
title = "Declines and stops"

VISITS = """
    elements:
      home:
        declined_by: [{event: said_no}]
        resumed_by: [{event: came_back}]
        touchpoints:
          first: {due_by: birth + 14 days, closes: birth + 30 days, done_by: [{event: visit}]}
          second: {opens: birth + 31 days, due_by: birth + 60 days, closes: birth + 90 days, done_by: [{event: visit}]}
    """


def test_a_no_holds_for_all_touchpoints_not_yet_closed(spec):
    """What was missed before stays missed; what is open or still to come is declined, and none of it is a crack."""
    spec(
        VISITS,
        events="""
        event   | day
        said_no | 2024-04-05""",
        as_of="2024-04-06",
        rows="""
        touchpoint | status   | reason   | crack
        first      | missed   | closed   | not_offered
        second     | declined | declined |""",
    )


def test_a_no_on_the_closing_day_is_still_in_time(spec):
    """A day later the touchpoint had closed."""
    spec(
        VISITS,
        children="""
        child     | birth
        in time   | 2024-03-01
        day after | 2024-03-01""",
        events="""
        who       | event   | day
        in time   | said_no | 2024-03-31
        day after | said_no | 2024-04-01""",
        as_of="2024-04-02",
        rows="""
        who       | touchpoint | status
        in time   | first      | declined
        day after | first      | missed""",
    )


def test_a_no_before_the_window_opens_holds(spec):
    """Nothing is offered as upcoming that the family has already declined."""
    spec(
        VISITS,
        events="""
        event   | day
        said_no | 2024-03-02""",
        as_of="2024-03-03",
        rows="""
        touchpoint | status
        first      | declined
        second     | declined""",
    )


def test_what_was_received_stays_reached_whatever_the_family_says_later(spec):
    """And a visit after a no reaches its touchpoint."""
    spec(
        VISITS,
        children="""
        child  | birth
        before | 2024-03-01
        after  | 2024-03-01""",
        events="""
        who    | event   | day
        before | visit   | 2024-03-05
        before | said_no | 2024-03-06
        after  | said_no | 2024-03-05
        after  | visit   | 2024-03-06""",
        as_of="2024-03-10",
        rows="""
        who    | touchpoint | status
        before | first      | reached
        before | second     | declined
        after  | first      | reached
        after  | second     | declined""",
    )


def test_a_family_that_comes_back_is_owed_again(spec):
    """Also on the very day of the no. A later no holds again."""
    spec(
        VISITS,
        children="""
        child     | birth
        back      | 2024-03-01
        same day  | 2024-03-01
        no again  | 2024-03-01""",
        events="""
        who      | event     | day
        back     | said_no   | 2024-03-05
        back     | came_back | 2024-03-10
        same day | said_no   | 2024-03-05
        same day | came_back | 2024-03-05
        no again | said_no   | 2024-03-05
        no again | came_back | 2024-03-10
        no again | said_no   | 2024-03-11""",
        as_of="2024-03-12",
        rows="""
        who      | touchpoint | status
        back     | first      | due
        same day | first      | due
        no again | first      | declined""",
    )


def test_a_no_with_an_end_holds_through_that_day(spec):
    """The family asks to be asked again in May: the day after, the visit is due again."""
    spec(
        """
        events: {said_no: {end: planned}}
        elements:
          home: {declined_by: [{event: said_no}], touchpoints: {t: {due_by: birth + 120 days, done_by: [{event: visit}]}}}
        """,
        events="""
        event   | day        | end
        said_no | 2024-03-05 | 2024-04-30""",
        rows="""
        as_of      | touchpoint | status   | changes_on
        2024-03-05 | t          | declined | 2024-05-01
        2024-04-30 | t          | declined | 2024-05-01
        2024-05-01 | t          | due      | 2024-06-30""",
    )


def test_a_no_to_one_touchpoint_leaves_the_others(spec):
    """On a touchpoint, `declined_by` counts only inside its window."""
    spec(
        """
        elements:
          home:
            touchpoints:
              first: {opens: birth + 5 days, due_by: birth + 14 days, closes: birth + 30 days, done_by: [{event: visit}], declined_by: [{event: said_no}]}
              second: {opens: birth + 31 days, due_by: birth + 60 days, closes: birth + 90 days, done_by: [{event: visit}], declined_by: [{event: said_no}]}
        """,
        children="""
        child      | birth
        inside     | 2024-03-01
        day before | 2024-03-01
        first day  | 2024-03-01""",
        events="""
        who        | event   | day
        inside     | said_no | 2024-03-10
        day before | said_no | 2024-03-05
        first day  | said_no | 2024-03-06""",
        as_of="2024-03-12",
        rows="""
        who        | touchpoint | status
        inside     | first      | declined
        inside     | second     | upcoming
        day before | first      | due
        first day  | first      | declined""",
    )


def test_what_was_begun_and_stopped_reads_as_the_blueprint_says(spec):
    """Declined or ended, with the blueprint's own word as the reason, for everything that had not closed before."""
    spec(
        """
        elements:
          home:
            stopped_by: [{when: {event: family_left}, as: declined, why: left}, {when: {event: graduated}, as: ended, why: graduated}]
            resumed_by: [{event: came_back}]
            touchpoints: {visit: {repeat: {every: 1 week, times: 3, from: birth}, done_by: [{event: visit}]}}
        """,
        children="""
        child     | birth
        left      | 2024-03-01
        graduated | 2024-03-01
        returned  | 2024-03-01""",
        events="""
        who       | event       | day
        left      | visit       | 2024-03-02
        left      | family_left | 2024-03-16
        graduated | visit       | 2024-03-02
        graduated | graduated   | 2024-03-16
        returned  | visit       | 2024-03-02
        returned  | family_left | 2024-03-16
        returned  | came_back   | 2024-03-17""",
        as_of="2024-03-18",
        rows="""
        who       | touchpoint | status   | reason
        left      | visit_1    | reached  | matched
        left      | visit_2    | missed   | closed
        left      | visit_3    | declined | left
        graduated | visit_1    | reached  | matched
        graduated | visit_3    | ended    | graduated
        returned  | visit_3    | due      | open""",
    )


def test_coming_back_after_a_touchpoint_has_closed_leaves_the_no_in_place(spec):
    """The family comes back for what is not yet closed."""
    spec(
        VISITS,
        events="""
        event     | day
        said_no   | 2024-03-10
        came_back | 2024-04-05""",
        as_of="2024-04-10",
        rows="""
        touchpoint | status
        first      | declined
        second     | due""",
    )
