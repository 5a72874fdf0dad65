"""Chapter 10: the status is the first line of the table that holds. Each line alone, then each beside the next one, where both hold."""

chapter = 10
title = "The decision table"


def test_line_1_a_false_need_is_not_needed(spec):
    """Excluded, where `unless` is true."""
    spec(
        """
        facts: {covered: {type: boolean}, ill: {type: boolean}}
        elements:
          a: {for: covered, touchpoints: {t: {due_by: birth + 30 days, done_by: [{event: visit}]}}}
          b: {unless: ill, touchpoints: {t: {due_by: birth + 30 days, done_by: [{event: visit}]}}}
        """,
        facts="""
        fact    | value
        covered | no
        ill     | yes""",
        as_of="2024-03-10",
        rows="""
        touchpoint | status     | reason     | crack
        a.t        | not_needed | need_false |
        b.t        | not_needed | excluded   |""",
    )


def test_line_2_a_window_that_closes_before_it_opens_is_not_needed(spec):
    """As for a slot that would open after the birth."""
    spec(
        """
        anchors: {discharge: {first: [{event: discharge}]}}
        elements:
          ward: {touchpoints: {t: {opens: birth + 5 days, closes: discharge, done_by: [{event: round}]}}}
        """,
        events="""
        event     | day
        discharge | 2024-03-04""",
        as_of="2024-03-10",
        rows="""
        touchpoint | status     | reason    | opens      | closes     | crack
        t          | not_needed | no_window | 2024-03-06 | 2024-03-04 |""",
    )


def test_line_3_a_chain_that_is_not_triggered_is_not_needed(spec):
    """Whether its trigger will not come or has not come so far."""
    spec(
        """
        elements:
          screen: {touchpoints: {t: {due_by: birth + 30 days, done_by: [{event: screen}]}}}
          plan: {touchpoints: {t: {after: screen.t == 'at risk', within: 14 days, done_by: [{event: plan}]}}}
        """,
        as_of="2024-03-10",
        rows="""
        touchpoint | status     | reason        | opens | crack
        plan.t     | not_needed | not_triggered | never |""",
    )


def test_line_4_matched_on_or_before_the_due_day_is_reached(spec):
    """The need presumed, where it is unknown."""
    spec(
        """
        facts: {covered: {type: boolean}}
        elements:
          a: {touchpoints: {t: {due_by: birth + 30 days, done_by: [{event: visit}]}}}
          b: {for: covered, touchpoints: {t: {due_by: birth + 30 days, done_by: [{event: visit}]}}}
        """,
        events="""
        event | day
        visit | 2024-03-31""",
        as_of="2024-04-10",
        rows="""
        touchpoint | status  | reason        | matched    | missing
        a.t        | reached | matched       | 2024-03-31 |
        b.t        | reached | need_presumed | 2024-03-31 | covered""",
    )


def test_line_5_matched_after_the_due_day_is_reached_late(spec):
    """Late is still reached."""
    spec(
        """
        facts: {covered: {type: boolean}}
        elements:
          a: {touchpoints: {t: {due_by: birth + 30 days, done_by: [{event: visit}]}}}
          b: {for: covered, touchpoints: {t: {due_by: birth + 30 days, done_by: [{event: visit}]}}}
        """,
        events="""
        event | day
        visit | 2024-04-01""",
        as_of="2024-04-10",
        rows="""
        touchpoint | status       | reason
        a.t        | reached_late | matched
        b.t        | reached_late | need_presumed""",
    )


def test_line_6_what_ended_while_it_was_owed_is_ended(spec):
    """The reason says how. What had closed before had been missed; `until` ends the day after."""
    spec(
        """
        ends: [{event: left_state, why: moved, of: all}]
        elements:
          closed: {touchpoints: {t: {due_by: birth + 10 days, closes: birth + 20 days, done_by: [{event: visit}]}}}
          open: {touchpoints: {t: {due_by: birth + 30 days, closes: birth + 40 days, done_by: [{event: visit}]}}}
          aged: {until: birth + 25 days, touchpoints: {t: {due_by: birth + 30 days, closes: birth + 60 days, done_by: [{event: call}]}}}
        """,
        events="""
        event      | day
        left_state | 2024-03-28""",
        rows="""
        as_of      | touchpoint | status | reason
        2024-03-26 | aged.t     | due    | open
        2024-03-27 | aged.t     | ended  | aged_out
        2024-03-27 | open.t     | due    | open
        2024-03-28 | open.t     | ended  | moved
        2024-03-28 | aged.t     | ended  | aged_out
        2024-03-28 | closed.t   | missed | closed""",
    )


HANDED = """
        handoffs: {h: {from: primary_care, to: partner, clocks: {send: 7 days, answer: 30 days, begin: 45 days, route: 14 days}}}
        ends: [{event: left_state, why: moved, of: all}]
        elements:
          care:
            declined_by: [{event: said_no}]
            stopped_by: [{when: {event: stopped}, as: ended, why: graduated}]
            touchpoints: {t: {due_by: birth + 60 days, closes: birth + 90 days, done_by: [{event: visit}], handoff: h}}
        """


def test_line_7_found_not_eligible_is_not_needed(spec):
    """The agency has answered that it is not for this child."""
    spec(
        HANDED,
        events="""
        day        | handoff | step
        2024-03-05 | h       | sent
        2024-03-10 | h       | not_eligible""",
        as_of="2024-03-11",
        rows="""
        touchpoint | status     | reason
        t          | not_needed | found_not_eligible""",
    )


def test_line_8_the_familys_no_is_declined(spec):
    """By what the blueprint names, or by the hand-off's step."""
    spec(
        HANDED,
        children="""
        child    | birth
        by event | 2024-03-01
        by step  | 2024-03-01""",
        events="""
        who      | event   | day        | handoff | step
        by event | said_no | 2024-03-05 |         |
        by step  |         | 2024-03-05 | h       | declined""",
        as_of="2024-03-11",
        rows="""
        who      | touchpoint | status   | reason   | crack
        by event | t          | declined | declined |
        by step  | t          | declined | declined |""",
    )


def test_line_9_stopped_is_as_the_blueprint_says(spec):
    """The status and the reason are the designer's choice."""
    spec(
        HANDED,
        events="""
        event   | day
        stopped | 2024-03-05""",
        as_of="2024-03-11",
        rows="""
        touchpoint | status | reason    | crack
        t          | ended  | graduated |""",
    )


def test_line_10_a_running_hand_off_in_its_time_is_in_progress(spec):
    """The reason is its state."""
    spec(
        HANDED,
        events="""
        day        | handoff | step
        2024-03-05 | h       | sent""",
        as_of="2024-03-11",
        rows="""
        touchpoint | status      | reason | handoff_state | handoff_clock | crack
        t          | in_progress | sent   | sent          | 2024-04-04    |""",
    )


FOLLOWING = """
        facts: {covered: {type: boolean}}
        elements:
          screen: {touchpoints: {t: {due_by: birth + 30 days, closes: birth + 40 days, done_by: [{event: screen}]}}}
          plan: {touchpoints: {t: {after: screen.t == 'at risk', within: 14 days, done_by: [{event: plan}]}}}
          plan_if_covered: {for: covered, touchpoints: {t: {after: screen.t == 'at risk', within: 14 days, done_by: [{event: plan}]}}}
        """


def test_line_11_what_follows_something_unobserved_is_unobserved(spec):
    """Nobody can say whether it was triggered."""
    spec(
        FOLLOWING,
        observed="""
        event
        plan""",
        as_of="2024-05-11",
        rows="""
        touchpoint | status     | reason             | crack
        plan.t     | unobserved | trigger_unobserved |""",
    )


def test_line_12_what_follows_an_outcome_nobody_recorded_is_asked(spec):
    """The outcome is what is missing."""
    spec(
        FOLLOWING,
        events="""
        event  | day
        screen | 2024-03-05""",
        as_of="2024-03-11",
        rows="""
        touchpoint | status | reason                  | crack
        plan.t     | ask    | trigger_outcome_unknown | ask""",
    )


def test_line_13_a_day_that_is_not_known_is_asked(spec):
    """The opening, the due or the closing day, each of them."""
    spec(
        """
        elements:
          opens: {touchpoints: {t: {opens: due_date, due_by: birth + 90 days, done_by: [{event: visit}]}}}
          due: {touchpoints: {t: {opens: birth, due_by: due_date + 90 days, done_by: [{event: visit}]}}}
          closes: {touchpoints: {t: {opens: birth, due_by: birth + 90 days, closes: due_date + 120 days, done_by: [{event: visit}]}}}
        """,
        as_of="2024-03-11",
        rows="""
        touchpoint | status | reason       | missing  | crack
        opens.t    | ask    | date_unknown | due_date | ask
        due.t      | ask    | date_unknown | due_date | ask
        closes.t   | ask    | date_unknown | due_date | ask""",
    )


def test_line_14_a_need_that_is_not_known_is_asked(spec):
    """Unless it was withheld: then it is asked no more."""
    spec(
        """
        facts: {covered: {type: boolean}, ill: {type: boolean}}
        elements:
          a: {for: covered, touchpoints: {t: {due_by: birth + 30 days, done_by: [{event: visit}]}}}
          b: {for: ill, touchpoints: {t: {due_by: birth + 30 days, done_by: [{event: visit}]}}}
        """,
        facts="""
        fact | value
        ill  | withheld""",
        as_of="2024-03-10",
        rows="""
        touchpoint | status | reason       | missing | crack
        a.t        | ask    | fact_unknown | covered | ask
        b.t        | ask    | withheld     | ill     |""",
    )


def test_line_15_a_window_that_has_closed_is_missed_or_unobserved(spec):
    """Missed only where a source observed the days from opening to closing."""
    spec(
        """
        elements:
          seen: {touchpoints: {t: {due_by: birth + 10 days, closes: birth + 20 days, done_by: [{event: visit}]}}}
          unseen: {touchpoints: {t: {due_by: birth + 10 days, closes: birth + 20 days, done_by: [{event: call}]}}}
        """,
        observed="""
        event | from       | through
        visit | 2024-03-01 | 2024-03-21""",
        as_of="2024-03-22",
        rows="""
        touchpoint | status     | reason    | crack
        seen.t     | missed     | closed    | not_offered
        unseen.t   | unobserved | no_source | agency_not_reporting""",
    )


def test_line_16_what_waits_is_upcoming(spec):
    """It opens on a day that has not come, and can still come."""
    spec(
        """
        elements:
          course: {touchpoints: {a: {due_by: birth + 30 days, done_by: [{event: visit}]}, b: {after: a, within: 30 days, done_by: [{event: visit}]}}}
        """,
        as_of="2024-03-10",
        rows="""
        touchpoint | status   | reason | opens   | due_by  | crack
        b          | upcoming | waits  | pending | pending |""",
    )


def test_line_17_what_is_not_open_yet_is_upcoming(spec):
    """Through the day before it opens."""
    spec(
        """
        elements:
          visit: {touchpoints: {t: {opens: birth + 10 days, due_by: birth + 30 days, done_by: [{event: visit}]}}}
        """,
        as_of="2024-03-10",
        rows="""
        touchpoint | status   | reason   | crack | changes_on
        t          | upcoming | not_open |       | 2024-03-11""",
    )


def test_line_18_what_is_open_and_in_time_is_due(spec):
    """From the day it opens through its due day."""
    spec(
        """
        elements:
          visit: {touchpoints: {t: {opens: birth + 10 days, due_by: birth + 30 days, done_by: [{event: visit}]}}}
        """,
        rows="""
        as_of      | touchpoint | status | reason | crack | changes_on
        2024-03-11 | t          | due    | open   |       | 2024-04-01
        2024-03-31 | t          | due    | open   |       | 2024-04-01""",
    )


def test_line_19_what_is_past_due_is_overdue_or_unobserved(spec):
    """Overdue needs to be observed as missed does, else every late feed would make a false work list."""
    spec(
        """
        elements:
          seen: {touchpoints: {t: {due_by: birth + 10 days, done_by: [{event: visit}]}}}
          unseen: {touchpoints: {t: {due_by: birth + 10 days, done_by: [{event: call}]}}}
        """,
        observed="""
        event | from       | through
        visit | 2024-03-01 | 2024-03-11
        call  | 2024-03-01 | 2024-03-10""",
        as_of="2024-03-12",
        rows="""
        touchpoint | status     | reason   | crack
        seen.t     | overdue    | past_due | not_offered
        unseen.t   | unobserved | not_yet  |""",
    )


def test_line_1_before_2_a_false_need_goes_before_a_window_that_is_none(spec):
    """Not for this child, and no window either: it is the need that is told."""
    spec(
        """
        facts: {covered: {type: boolean}}
        anchors: {discharge: {first: [{event: discharge}]}}
        elements:
          ward: {for: covered, touchpoints: {t: {opens: birth + 5 days, closes: discharge, done_by: [{event: round}]}}}
        """,
        facts="""
        fact    | value
        covered | no""",
        events="""
        event     | day
        discharge | 2024-03-04""",
        as_of="2024-03-10",
        rows="""
        touchpoint | status     | reason
        t          | not_needed | need_false""",
    )


def test_line_2_before_3_a_trigger_after_the_closing_day_leaves_no_window_and_no_trigger_none_to_compare(spec):
    """The two lines never hold together, since a trigger that never comes leaves no opening day: here is the border between them."""
    spec(
        """
        elements:
          screen: {touchpoints: {t: {due_by: birth + 30 days, done_by: [{event: screen}]}}}
          plan: {touchpoints: {t: {after: screen.t == 'at risk', due_by: birth + 20 days, closes: birth + 40 days, done_by: [{event: plan}]}}}
        """,
        children="""
        child     | birth
        triggered | 2024-03-01
        not       | 2024-03-01""",
        events="""
        who       | event  | day        | result
        triggered | screen | 2024-04-11 | at risk
        not       | screen | 2024-04-11 | typical""",
        as_of="2024-04-20",
        rows="""
        who       | touchpoint | status     | reason        | opens
        triggered | plan.t     | not_needed | no_window     | 2024-04-11
        not       | plan.t     | not_needed | not_triggered | never""",
    )


def test_line_3_before_4_what_was_not_triggered_is_not_reached_by_what_adds_up(spec):
    """A requirement may be met without the chain that would ask for it."""
    spec(
        """
        elements:
          screen: {touchpoints: {t: {due_by: birth + 30 days, done_by: [{event: screen}]}}}
          plan: {touchpoints: {t: {after: screen.t == 'at risk', within: 60 days, requires: {count: {event: visit}, at_least: 2, within: [birth, birth + 1 year]}}}}
        """,
        events="""
        event  | day        | result
        screen | 2024-03-05 | typical
        visit  | 2024-03-06 |
        visit  | 2024-03-07 |""",
        as_of="2024-04-20",
        rows="""
        touchpoint | status     | reason
        plan.t     | not_needed | not_triggered""",
    )


def test_line_4_before_5_the_due_day_itself_is_in_time(spec):
    """The two never hold together: here is the border between them."""
    spec(
        """
        elements:
          visit: {touchpoints: {t: {due_by: birth + 10 days, done_by: [{event: visit}]}}}
        """,
        children="""
        child     | birth
        due day   | 2024-03-01
        day after | 2024-03-01""",
        events="""
        who       | event | day
        due day   | visit | 2024-03-11
        day after | visit | 2024-03-12""",
        as_of="2024-04-20",
        rows="""
        who       | touchpoint | status
        due day   | t          | reached
        day after | t          | reached_late""",
    )


def test_line_5_before_6_what_was_received_late_stays_received_when_everything_ends(spec):
    """And so does what was received in time."""
    spec(
        HANDED,
        children="""
        child   | birth
        late    | 2024-03-01
        in time | 2024-03-01""",
        events="""
        who     | event      | day
        late    | visit      | 2024-05-10
        late    | left_state | 2024-05-12
        in time | visit      | 2024-03-10
        in time | left_state | 2024-03-12""",
        as_of="2024-05-15",
        rows="""
        who     | touchpoint | status
        late    | t          | reached_late
        in time | t          | reached""",
    )


def test_line_6_before_7_a_child_who_moved_has_ended_though_found_not_eligible(spec):
    """The end goes first."""
    spec(
        HANDED,
        events="""
        event      | day        | handoff | step
                   | 2024-03-05 | h       | sent
                   | 2024-03-10 | h       | not_eligible
        left_state | 2024-03-12 |         |""",
        as_of="2024-03-15",
        rows="""
        touchpoint | status | reason
        t          | ended  | moved""",
    )


def test_line_7_before_8_found_not_eligible_goes_before_the_familys_no(spec):
    """It was not theirs to decline."""
    spec(
        HANDED,
        events="""
        event   | day        | handoff | step
                | 2024-03-05 | h       | sent
                | 2024-03-10 | h       | not_eligible
        said_no | 2024-03-09 |         |""",
        as_of="2024-03-15",
        rows="""
        touchpoint | status     | reason
        t          | not_needed | found_not_eligible""",
    )


def test_line_8_before_9_the_familys_no_goes_before_a_stop(spec):
    """Whichever came first."""
    spec(
        HANDED,
        events="""
        event   | day
        stopped | 2024-03-05
        said_no | 2024-03-09""",
        as_of="2024-03-15",
        rows="""
        touchpoint | status   | reason
        t          | declined | declined""",
    )


def test_line_9_before_10_what_was_stopped_is_not_in_progress(spec):
    """Though its hand-off still reads as sent."""
    spec(
        HANDED,
        events="""
        event   | day        | handoff | step
                | 2024-03-05 | h       | sent
        stopped | 2024-03-09 |         |""",
        as_of="2024-03-15",
        rows="""
        touchpoint | status | reason    | handoff_state
        t          | ended  | graduated | sent""",
    )


CHAINED = """
        handoffs: {h: {from: primary_care, to: partner, clocks: {send: 7 days, answer: 30 days, begin: 45 days}}}
        elements:
          screen: {touchpoints: {t: {due_by: birth + 30 days, closes: birth + 40 days, done_by: [{event: screen}]}}}
          plan: {touchpoints: {t: {after: screen.t == 'at risk', within: 60 days, done_by: [{event: plan}], handoff: h}}}
        """


def test_line_10_before_11_a_hand_off_without_a_known_opening_is_not_in_progress(spec):
    """The two never hold together, because a trigger that nobody observed leaves no opening day: with it the hand-off is in progress,
    without it the touchpoint is unobserved."""
    spec(
        CHAINED,
        events="""
        event  | day        | result  | handoff | step
        screen | 2024-04-05 | at risk |         |
               | 2024-04-08 |         | h       | sent""",
        as_of="2024-04-15",
        rows="""
        touchpoint | status      | reason
        plan.t     | in_progress | sent""",
    )
    spec(
        CHAINED,
        events="""
        day        | handoff | step
        2024-04-08 | h       | sent""",
        observed="""
        event
        plan
        handoff""",
        as_of="2024-04-15",
        rows="""
        touchpoint | status     | reason
        plan.t     | unobserved | trigger_unobserved""",
    )


def test_line_11_before_12_a_trigger_nobody_observed_goes_before_an_outcome_nobody_recorded(spec):
    """Of two screenings one may have happened unseen, the other has no result: nobody knows whether the first was at risk, so asking for
    the second's result does not settle it."""
    spec(
        """
        elements:
          screening: {touchpoints: {m9: {due_by: birth + 10 months, closes: birth + 12 months, done_by: [{event: paper_screen}]}, m18: {opens: birth + 16 months, due_by: birth + 19 months, done_by: [{event: screen}]}}}
          plan: {touchpoints: {t: {after: first screening == 'at risk', within: 14 days, done_by: [{event: plan}]}}}
        """,
        events="""
        event  | day
        screen | 2025-08-01""",
        observed="""
        event
        screen
        plan""",
        as_of="2025-08-10",
        rows="""
        touchpoint    | status     | reason
        screening.m9  | unobserved | no_source
        screening.m18 | reached    | matched
        plan.t        | unobserved | trigger_unobserved""",
    )


def test_line_12_before_13_an_outcome_nobody_recorded_goes_before_the_day_it_leaves_unknown(spec):
    """It is the outcome that has to be asked for, not the day."""
    spec(
        FOLLOWING,
        events="""
        event  | day
        screen | 2024-03-05""",
        as_of="2024-03-11",
        rows="""
        touchpoint | status | reason                  | opens
        plan.t     | ask    | trigger_outcome_unknown | unknown""",
    )


def test_line_13_before_14_an_unknown_day_is_asked_before_an_unknown_fact(spec):
    """One question at a time."""
    spec(
        """
        facts: {covered: {type: boolean}}
        elements:
          visit: {for: covered, touchpoints: {t: {opens: birth, due_by: due_date + 90 days, done_by: [{event: visit}]}}}
        """,
        as_of="2024-03-11",
        rows="""
        touchpoint | status | reason       | missing
        t          | ask    | date_unknown | due_date""",
    )


def test_line_14_before_15_a_closed_window_is_not_missed_while_its_need_is_unknown(spec):
    """It may never have been owed."""
    spec(
        """
        facts: {covered: {type: boolean}}
        elements:
          visit: {for: covered, touchpoints: {t: {due_by: birth + 10 days, closes: birth + 20 days, done_by: [{event: visit}]}}}
        """,
        as_of="2024-05-11",
        rows="""
        touchpoint | status | reason
        t          | ask    | fact_unknown""",
    )


def test_line_15_before_16_what_closed_while_it_waited_is_missed(spec):
    """It needed to be observed on its closing day only, as it never opened."""
    spec(
        """
        elements:
          course: {touchpoints: {a: {due_by: birth + 60 days, done_by: [{event: visit}]}, b: {after: a, due_by: birth + 20 days, closes: birth + 30 days, done_by: [{event: call}]}}}
        """,
        observed="""
        event | from       | through
        visit | 2024-03-01 | 2024-12-31
        call  | 2024-03-31 | 2024-03-31""",
        rows="""
        as_of      | touchpoint | status   | reason | opens
        2024-03-31 | b          | upcoming | waits  | pending
        2024-04-01 | b          | missed   | closed | pending""",
    )


def test_line_16_before_17_what_waits_says_so_and_not_that_it_is_not_open(spec):
    """A pending day is later than every day, so line 17 would hold as well."""
    spec(
        """
        elements:
          postpartum: {recipient: birthing_parent, touchpoints: {t: {opens: birth + 7 days, due_by: birth + 84 days, done_by: [{event: visit}]}}}
        """,
        children="""
        child | birth | due_date   | parent
              |       | 2024-10-06 | mother""",
        as_of="2024-03-10",
        rows="""
        touchpoint | status   | reason
        t          | upcoming | waits""",
    )


def test_line_17_before_18_what_is_not_open_is_not_due(spec):
    """Though the due day has not passed."""
    spec(
        """
        elements:
          visit: {touchpoints: {t: {opens: birth + 10 days, due_by: birth + 30 days, done_by: [{event: visit}]}}}
        """,
        rows="""
        as_of      | touchpoint | status   | reason
        2024-03-10 | t          | upcoming | not_open
        2024-03-11 | t          | due      | open""",
    )


def test_line_18_before_19_the_due_day_is_not_overdue(spec):
    """The two never hold together: here is the border between them."""
    spec(
        """
        elements:
          visit: {touchpoints: {t: {due_by: birth + 30 days, done_by: [{event: visit}]}}}
        """,
        rows="""
        as_of      | touchpoint | status  | reason
        2024-03-31 | t          | due     | open
        2024-04-01 | t          | overdue | past_due""",
    )


def test_what_is_never_due_is_never_late(spec):
    """A due day that will not come is later than every day."""
    spec(
        """
        elements:
          help: {touchpoints: {t: {opens: birth, due_by: never, closes: never, done_by: [{event: visit}]}}}
        """,
        as_of="2044-03-31",
        rows="""
        touchpoint | status | reason | due_by | closes | changes_on
        t          | due    | open   | never  | never  |""",
    )
