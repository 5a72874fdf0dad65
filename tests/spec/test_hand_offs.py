"""Chapter 8: from one agency's outcome to another agency's answer, with a clock on each side."""

chapter = 8
title = "Hand-offs"

PLAN = """
    facts: {consent_ei: {type: boolean}}
    handoffs:
      to_ei:
        from: primary_care
        to: early_intervention
        catch: navigator
        consent: consent_ei
        clocks: {send: 7 days, answer: 3 business days, begin: 45 days, wait: 30 days, retry: 10 days, route: 14 days, finish: 60 days, tell: 10 days}
        way_back: [{event: result_letter}]
    elements:
      screening: {touchpoints: {t: {due_by: birth + 30 days, done_by: [{event: screen}]}}}
      plan: {touchpoints: {made: {after: screening.t, within: 180 days, done_by: [{event: plan}], handoff: to_ei}}}
    """
CONSENTED = """
    fact       | value
    consent_ei | yes"""


def test_needed_until_it_is_sent(spec):
    """The sender has its `send` clock, counted from the trigger. A clock's last day is in time: the crack comes the day after."""
    spec(
        PLAN,
        facts=CONSENTED,
        events="""
        event  | day
        screen | 2024-03-10""",
        rows="""
        as_of      | touchpoint | status | handoff_state | handoff_clock | crack
        2024-03-10 | made       | due    | needed        | 2024-03-17    |
        2024-03-17 | made       | due    | needed        | 2024-03-17    |
        2024-03-18 | made       | due    | needed        | 2024-03-17    | not_sent""",
    )


def test_needed_without_a_trigger_counts_from_opens(spec):
    """Where the touchpoint follows nothing."""
    spec(
        """
        handoffs: {to_wic: {from: primary_care, to: partner, clocks: {send: 7 days, answer: 3 business days, begin: 45 days}}}
        elements:
          wic: {touchpoints: {t: {opens: birth + 10 days, due_by: birth + 90 days, done_by: [{event: certification}], handoff: to_wic}}}
        """,
        rows="""
        as_of      | touchpoint | status | handoff_state | handoff_clock | crack
        2024-03-11 | t          | due    | needed        | 2024-03-18    |
        2024-03-18 | t          | due    | needed        | 2024-03-18    |
        2024-03-19 | t          | due    | needed        | 2024-03-18    | not_sent""",
    )


def test_nothing_can_be_sent_without_consent(spec):
    """Where the consent was not given, or nobody has asked, that is the name of the crack."""
    spec(
        PLAN,
        children="""
        child   | birth
        said no | 2024-03-01
        unasked | 2024-03-01
        yes     | 2024-03-01""",
        facts="""
        who     | fact       | value
        said no | consent_ei | no
        yes     | consent_ei | yes""",
        events="""
        who     | event  | day
        said no | screen | 2024-03-10
        unasked | screen | 2024-03-10
        yes     | screen | 2024-03-10""",
        as_of="2024-03-18",
        rows="""
        who     | touchpoint | status | crack
        said no | made       | due    | no_consent_yet
        unasked | made       | due    | no_consent_yet
        yes     | made       | due    | not_sent""",
    )


def test_sent_is_to_be_answered(spec):
    """In progress while the receiver is within its `answer` clock; after it the touchpoint is due again and the silence has a name.
    Friday 15 March and three business days is Wednesday 20 March."""
    spec(
        PLAN,
        facts=CONSENTED,
        events="""
        event  | day        | handoff | step
        screen | 2024-03-10 |         |
               | 2024-03-15 | to_ei   | sent""",
        rows="""
        as_of      | touchpoint | status      | reason | handoff_state | handoff_clock | crack
        2024-03-15 | made       | in_progress | sent   | sent          | 2024-03-20    |
        2024-03-20 | made       | in_progress | sent   | sent          | 2024-03-20    |
        2024-03-21 | made       | due         | open   | sent          | 2024-03-20    | no_answer""",
    )


def test_received_is_still_to_be_answered_within_the_same_clock(spec):
    """The clock counts from the sending; from the receipt where no sending was told."""
    spec(
        PLAN,
        children="""
        child   | birth
        both    | 2024-03-01
        receipt | 2024-03-01""",
        events="""
        who     | event  | day        | handoff | step
        both    | screen | 2024-03-10 |         |
        both    |        | 2024-03-15 | to_ei   | sent
        both    |        | 2024-03-18 | to_ei   | received
        receipt | screen | 2024-03-10 |         |
        receipt |        | 2024-03-18 | to_ei   | received""",
        as_of="2024-03-20",
        rows="""
        who     | touchpoint | status      | reason   | handoff_state | handoff_clock
        both    | made       | in_progress | received | received      | 2024-03-20
        receipt | made       | in_progress | received | received      | 2024-03-21""",
    )


def test_accepted_is_to_begin(spec):
    """The `begin` clock counts from the receipt (else from the sending), not from the yes."""
    spec(
        PLAN,
        children="""
        child     | birth
        received  | 2024-03-01
        sent only | 2024-03-01""",
        events="""
        who       | event  | day        | handoff | step
        received  | screen | 2024-03-10 |         |
        received  |        | 2024-03-15 | to_ei   | sent
        received  |        | 2024-03-18 | to_ei   | received
        received  |        | 2024-03-20 | to_ei   | accepted
        sent only | screen | 2024-03-10 |         |
        sent only |        | 2024-03-15 | to_ei   | sent
        sent only |        | 2024-03-20 | to_ei   | accepted""",
        rows="""
        as_of      | who       | touchpoint | status      | reason   | handoff_clock | crack
        2024-04-29 | sent only | made       | in_progress | accepted | 2024-04-29    |
        2024-04-30 | sent only | made       | due         | open     | 2024-04-29    | accepted_not_begun
        2024-05-02 | received  | made       | in_progress | accepted | 2024-05-02    |
        2024-05-03 | received  | made       | due         | open     | 2024-05-02    | accepted_not_begun""",
    )


def test_full_is_to_wait_for_a_place(spec):
    """No longer than the `wait` clock, counted from the day it was full."""
    spec(
        PLAN,
        events="""
        event  | day        | handoff | step
        screen | 2024-03-10 |         |
               | 2024-03-15 | to_ei   | sent
               | 2024-03-20 | to_ei   | full""",
        rows="""
        as_of      | touchpoint | status      | reason | handoff_state | handoff_clock | crack
        2024-04-19 | made       | in_progress | full   | full          | 2024-04-19    |
        2024-04-20 | made       | due         | open   | full          | 2024-04-19    | full""",
    )


def test_not_reached_is_to_be_tried_again(spec):
    """The one who catches has the `retry` clock, from that step. A new sending starts the answer clock anew."""
    spec(
        PLAN,
        events="""
        event  | day        | handoff | step
        screen | 2024-03-10 |         |
               | 2024-03-15 | to_ei   | sent
               | 2024-03-20 | to_ei   | not_reached
               | 2024-04-05 | to_ei   | sent""",
        rows="""
        as_of      | touchpoint | status      | reason      | handoff_state | handoff_clock | crack
        2024-03-30 | made       | in_progress | not_reached | not_reached   | 2024-03-30    |
        2024-03-31 | made       | due         | open        | not_reached   | 2024-03-30    | not_reached
        2024-04-05 | made       | in_progress | sent        | sent          | 2024-04-10    |""",
    )


def test_not_eligible_is_to_be_routed_on(spec):
    """The touchpoint is not needed any more; the sender has the `route` clock to bring the family to the next door."""
    spec(
        """
        handoffs:
          to_ei: {from: primary_care, to: early_intervention, clocks: {send: 7 days, answer: 3 business days, begin: 45 days, route: 14 days}, next_route: babies_first.intake}
        elements:
          plan: {touchpoints: {made: {due_by: birth + 90 days, done_by: [{event: plan}], handoff: to_ei}}}
          babies_first: {touchpoints: {intake: {after: plan.made is not_eligible, within: 30 days, done_by: [{event: intake}]}}}
        """,
        children="""
        child    | birth
        no route | 2024-03-01
        routed   | 2024-03-01""",
        events="""
        who      | event  | day        | handoff | step
        no route |        | 2024-03-05 | to_ei   | sent
        no route |        | 2024-03-20 | to_ei   | not_eligible
        routed   |        | 2024-03-05 | to_ei   | sent
        routed   |        | 2024-03-20 | to_ei   | not_eligible
        routed   | intake | 2024-04-01 |         |""",
        rows="""
        as_of      | who      | touchpoint | status     | reason             | handoff_state | handoff_clock | crack
        2024-04-03 | no route | made       | not_needed | found_not_eligible | not_eligible  | 2024-04-03    |
        2024-04-04 | no route | made       | not_needed | found_not_eligible | not_eligible  | 2024-04-03    | not_eligible_no_next_route
        2024-04-04 | routed   | made       | not_needed | found_not_eligible | not_eligible  | 2024-04-03    |""",
    )


def test_begun_is_to_be_finished(spec):
    """Within the `finish` clock, if the hand-off has one."""
    spec(
        PLAN,
        events="""
        event  | day        | handoff | step
        screen | 2024-03-10 |         |
               | 2024-03-15 | to_ei   | sent
               | 2024-03-20 | to_ei   | begun""",
        rows="""
        as_of      | touchpoint | status      | reason | handoff_state | handoff_clock | crack
        2024-05-19 | made       | in_progress | begun  | begun         | 2024-05-19    |
        2024-05-20 | made       | due         | open   | begun         | 2024-05-19    | begun_dropped""",
    )


def test_a_state_without_a_clock_never_runs_out(spec):
    """Only `send`, `answer` and `begin` must be said. What has begun and has no day to finish is in progress until it is due."""
    spec(
        """
        handoffs: {to_ei: {from: primary_care, to: early_intervention, clocks: {send: 7 days, answer: 3 business days, begin: 45 days}}}
        elements:
          plan: {touchpoints: {made: {due_by: birth + 360 days, done_by: [{event: plan}], handoff: to_ei}}}
        """,
        events="""
        day        | handoff | step
        2024-03-05 | to_ei   | sent
        2024-03-20 | to_ei   | begun""",
        rows="""
        as_of      | touchpoint | status      | reason   | handoff_clock | crack
        2025-02-24 | made       | in_progress | begun    |               |
        2025-02-25 | made       | overdue     | past_due |               | begun_dropped""",
    )


def test_dropped_is_a_crack_at_once(spec):
    """Somebody began and stopped; there is no clock to wait for."""
    spec(
        PLAN,
        events="""
        event  | day        | handoff | step
        screen | 2024-03-10 |         |
               | 2024-03-15 | to_ei   | sent
               | 2024-03-20 | to_ei   | begun
               | 2024-03-25 | to_ei   | dropped""",
        as_of="2024-03-25",
        rows="""
        touchpoint | status | handoff_state | handoff_clock | crack
        made       | due    | dropped       |               | begun_dropped""",
    )


def test_done_is_to_be_told_back(spec):
    """What was done and never told is reached, and still a crack: the one who sent does not know."""
    spec(
        PLAN,
        events="""
        event  | day        | handoff | step
        screen | 2024-03-10 |         |
               | 2024-03-15 | to_ei   | sent
        plan   | 2024-03-20 |         |
               | 2024-03-20 | to_ei   | done""",
        rows="""
        as_of      | touchpoint | status  | handoff_state | handoff_clock | crack
        2024-03-30 | made       | reached | done          | 2024-03-30    |
        2024-03-31 | made       | reached | done          | 2024-03-30    | no_word_back""",
    )


def test_told_leaves_nothing_to_do(spec):
    """By the step `told` or by any event that the way back names."""
    spec(
        PLAN,
        children="""
        child  | birth
        step   | 2024-03-01
        letter | 2024-03-01""",
        events="""
        who    | event         | day        | handoff | step
        step   | screen        | 2024-03-10 |         |
        step   | plan          | 2024-03-20 |         |
        step   |               | 2024-03-20 | to_ei   | done
        step   |               | 2024-03-25 | to_ei   | told
        letter | screen        | 2024-03-10 |         |
        letter | plan          | 2024-03-20 |         |
        letter |               | 2024-03-20 | to_ei   | done
        letter | result_letter | 2024-03-25 |         |""",
        as_of="2024-06-01",
        rows="""
        who    | touchpoint | status  | handoff_state | handoff_clock | crack
        step   | made       | reached | told          |               |
        letter | made       | reached | told          |               |""",
    )


def test_a_no_told_by_the_receiver_is_the_familys_no(spec):
    """Declined is nobody's move and never a crack."""
    spec(
        PLAN,
        events="""
        event  | day        | handoff | step
        screen | 2024-03-10 |         |
               | 2024-03-15 | to_ei   | sent
               | 2024-03-20 | to_ei   | declined""",
        as_of="2024-12-20",
        rows="""
        touchpoint | status   | reason   | handoff_state | handoff_clock | crack
        made       | declined | declined | declined      |               |""",
    )


def test_the_state_is_the_last_step_by_day_and_on_one_day_the_one_later_in_order(spec):
    """Whatever the order in which the rows came."""
    spec(
        PLAN,
        events="""
        event  | day        | handoff | step     | recorded
        screen | 2024-03-10 |         |          |
               | 2024-03-15 | to_ei   | accepted | 2024-03-15
               | 2024-03-15 | to_ei   | sent     | 2024-03-17
               | 2024-03-15 | to_ei   | received | 2024-03-16""",
        as_of="2024-03-18",
        rows="""
        touchpoint | status      | reason   | handoff_state
        made       | in_progress | accepted | accepted""",
    )


def test_a_running_hand_off_does_not_hide_that_it_is_late(spec):
    """Past the due day the status is overdue; the hand-off's own state stays in its column and names the crack, also where its own clock
    has not run out."""
    spec(
        """
        handoffs: {to_care: {from: primary_care, to: partner, clocks: {send: 7 days, answer: 3 business days, begin: 45 days, wait: 120 days}}}
        elements:
          care: {touchpoints: {placed: {due_by: birth + 60 days, done_by: [{event: care_started}], handoff: to_care}}}
        """,
        events="""
        day        | handoff | step
        2024-03-05 | to_care | sent
        2024-03-20 | to_care | full""",
        rows="""
        as_of      | touchpoint | status      | reason   | handoff_state | handoff_clock | crack
        2024-04-30 | placed     | in_progress | full     | full          | 2024-07-18    |
        2024-05-01 | placed     | overdue     | past_due | full          | 2024-07-18    | full""",
    )


def test_a_step_may_reach_a_touchpoint(spec):
    """`{handoff: ..., step: ...}` matches the step's day."""
    spec(
        """
        handoffs: {to_ei: {from: primary_care, to: early_intervention}}
        elements:
          ei:
            touchpoints:
              received: {due_by: birth + 30 days, observed_by: always, done_by: [{handoff: to_ei, step: received}]}
              answered:
                due_by: birth + 30 days
                observed_by: always
                done_by: [{handoff: to_ei, step: [accepted, full]}]
        """,
        events="""
        day        | handoff | step
        2024-03-05 | to_ei   | sent
        2024-03-08 | to_ei   | received
        2024-03-12 | to_ei   | full""",
        as_of="2024-03-20",
        rows="""
        touchpoint | status  | matched
        received   | reached | 2024-03-08
        answered   | reached | 2024-03-12""",
    )


def test_steps_are_shared_out_among_the_instances_of_each(spec):
    """A step belongs to the instance whose first trigger is the latest on or before it."""
    spec(
        """
        handoffs: {to_ei: {from: primary_care, to: early_intervention, clocks: {send: 7 days, answer: 3 business days, begin: 45 days}}}
        elements:
          screening:
            done_by: [{event: screen}]
            touchpoints: {m9: {due_by: birth + 10 months, closes: birth + 12 months}, m18: {opens: birth + 16 months, due_by: birth + 19 months, closes: birth + 21 months}}
          plan: {touchpoints: {made: {after: each screening == 'at risk', within: 360 days, done_by: [{event: plan}], handoff: to_ei}}}
        """,
        events="""
        event  | day        | result  | handoff | step
        screen | 2024-12-02 | at risk |         |
               | 2024-12-05 |         | to_ei   | sent
               | 2024-12-06 |         | to_ei   | full
        screen | 2025-08-01 | at risk |         |
               | 2025-08-04 |         | to_ei   | sent""",
        as_of="2025-08-05",
        rows="""
        touchpoint | status      | handoff_state
        made@m9    | in_progress | full
        made@m18   | in_progress | sent""",
    )


def test_a_sibling_family_has_its_own_steps(spec):
    """The steps of one story say nothing about another."""
    spec(
        PLAN,
        children="""
        child | birth
        ana   | 2024-03-01
        ben   | 2024-03-01""",
        facts="""
        who | fact       | value
        ana | consent_ei | yes
        ben | consent_ei | yes""",
        events="""
        who | event  | day        | handoff | step
        ana | screen | 2024-03-10 |         |
        ben | screen | 2024-03-10 |         |
        ana |        | 2024-03-15 | to_ei   | sent""",
        as_of="2024-03-16",
        rows="""
        who | touchpoint | status      | handoff_state
        ana | made       | in_progress | sent
        ben | made       | due         | needed""",
    )
