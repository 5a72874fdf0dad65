"""Chapter 12: the name of what failed. A crack belongs to a hand-off and its owners, never to a family."""

chapter = 12
title = "Cracks"

OFFERED = """
    elements:
      family_connects:
        declined_by: [{event: said_no}]
        known_by: [clinic]
        offered_by: [{event: offer}]
        accepted_by: [{event: appointment}]
        touchpoints: {visit: {due_by: birth + 30 days, closes: birth + 60 days, done_by: [{event: visit}]}}
    """


def test_nobody_who_should_know_the_child_does(spec):
    """None of the agencies that should has told anything about the recipient."""
    spec(
        OFFERED,
        events="""
        event | day        | agency
        other | 2024-03-02 | county""",
        as_of="2024-04-10",
        rows="""
        touchpoint | status  | crack
        visit      | overdue | not_identified""",
    )


def test_known_but_not_offered(spec):
    """An agency that should know the child does; nobody offered anything, and offers would have been told."""
    spec(
        OFFERED,
        events="""
        event | day        | agency
        other | 2024-03-02 | clinic""",
        rows="""
        as_of      | touchpoint | status  | crack
        2024-03-31 | visit      | due     |
        2024-04-01 | visit      | overdue | not_offered
        2024-05-01 | visit      | missed  | not_offered""",
    )


def test_known_but_nobody_reports_offers(spec):
    """Then nobody can say at which step it failed, and the crack says so."""
    spec(
        OFFERED,
        events="""
        event | day        | agency
        other | 2024-03-02 | clinic""",
        observed="""
        event
        visit""",
        as_of="2024-04-10",
        rows="""
        touchpoint | status  | crack
        visit      | overdue | nobody_reports_which""",
    )


def test_offered_but_not_answered(spec):
    """The family was asked and nothing followed."""
    spec(
        OFFERED,
        events="""
        event | day        | agency
        offer | 2024-03-05 | clinic""",
        as_of="2024-04-10",
        rows="""
        touchpoint | status  | crack
        visit      | overdue | no_answer""",
    )


def test_accepted_but_not_begun(spec):
    """The family said yes, and nobody came."""
    spec(
        OFFERED,
        events="""
        event       | day        | agency
        offer       | 2024-03-05 | clinic
        appointment | 2024-03-08 | clinic""",
        as_of="2024-04-10",
        rows="""
        touchpoint | status  | crack
        visit      | overdue | accepted_not_begun""",
    )


def test_declined_is_never_a_crack(spec):
    """Whatever was or was not offered before."""
    spec(
        OFFERED,
        events="""
        event   | day        | agency
        offer   | 2024-03-05 | clinic
        said_no | 2024-03-20 | clinic""",
        as_of="2024-04-10",
        rows="""
        touchpoint | status   | crack
        visit      | declined |""",
    )


def test_reached_late_is_no_crack(spec):
    """What was late is told apart in the share; nothing is left to mend."""
    spec(
        OFFERED,
        events="""
        event | day        | agency
        visit | 2024-04-20 | clinic""",
        as_of="2024-04-25",
        rows="""
        touchpoint | status       | crack
        visit      | reached_late |""",
    )


def test_a_question_is_a_crack_unless_it_was_answered_by_keeping_it_private(spec):
    """Somebody has to ask, but nobody has to ask twice."""
    spec(
        """
        facts: {covered: {type: boolean}}
        elements:
          lead: {for: covered, touchpoints: {t: {due_by: birth + 30 days, done_by: [{event: lead_test}]}}}
        """,
        children="""
        child   | birth
        unasked | 2024-03-01
        private | 2024-03-01""",
        facts="""
        who     | fact    | value
        private | covered | withheld""",
        as_of="2024-04-10",
        rows="""
        who     | touchpoint | status | crack
        unasked | t          | ask    | ask
        private | t          | ask    |""",
    )


def test_an_agency_that_does_not_report_is_a_crack_but_a_late_feed_is_none(spec):
    """Nor is what follows something unobserved: the crack sits on the first touchpoint that failed."""
    spec(
        """
        elements:
          no_source: {touchpoints: {t: {due_by: birth + 20 days, done_by: [{event: a}]}}}
          gap: {touchpoints: {t: {due_by: birth + 20 days, done_by: [{event: b}]}}}
          not_yet: {touchpoints: {t: {due_by: birth + 20 days, done_by: [{event: c}]}}}
          follows: {touchpoints: {t: {after: no_source.t, within: 20 days, done_by: [{event: c}]}}}
        """,
        observed="""
        event | from       | through
        b     | 2024-03-05 | 2024-12-31
        c     | 2024-03-01 | 2024-03-05""",
        as_of="2024-04-10",
        rows="""
        touchpoint  | status     | reason             | crack
        no_source.t | unobserved | no_source          | agency_not_reporting
        gap.t       | unobserved | gap                | agency_not_reporting
        not_yet.t   | unobserved | not_yet            |
        follows.t   | unobserved | trigger_unobserved |""",
    )


def test_what_waits_for_something_that_failed_is_no_crack_itself(spec):
    """The crack is on the referral nobody made, not on the plan that waits for it."""
    spec(
        """
        handoffs: {h: {from: primary_care, to: partner}}
        elements:
          ei:
            touchpoints:
              referral: {due_by: birth + 7 days, done_by: [{event: referral}]}
              plan: {after: referral, within: 45 days, done_by: [{event: plan}], handoff: h}
        """,
        as_of="2024-04-10",
        rows="""
        touchpoint | status   | crack
        referral   | overdue  | not_offered
        plan       | upcoming |""",
    )


def test_a_hand_off_that_is_late_while_its_touchpoint_still_waits_is_named(spec):
    """It was sent, and nobody confirmed it: the plan cannot open, and the silence is the crack."""
    spec(
        """
        handoffs: {h: {from: primary_care, to: partner, clocks: {send: 7 days, answer: 3 business days, begin: 45 days}}}
        elements:
          ei:
            touchpoints:
              received: {due_by: birth + 30 days, done_by: [{handoff: h, step: received}], observed_by: always}
              plan: {after: received, within: 45 days, done_by: [{event: plan}], handoff: h}
        """,
        events="""
        day        | handoff | step
        2024-03-05 | h       | sent""",
        as_of="2024-03-20",
        rows="""
        touchpoint | status   | handoff_state | crack
        plan       | upcoming | sent          | no_answer""",
    )


ENDED = """
    handoffs: {h: {from: primary_care, to: partner, clocks: {send: 7 days, answer: 30 days, begin: 45 days}}}
    ends: [{event: left_state, why: moved, of: all}, {event: death, why: died, of: child}]
    elements:
      open: {touchpoints: {t: {due_by: birth + 60 days, done_by: [{event: visit}]}}}
      later: {touchpoints: {t: {opens: birth + 90 days, due_by: birth + 120 days, done_by: [{event: visit}]}}}
      sent: {touchpoints: {t: {opens: birth + 90 days, due_by: birth + 120 days, done_by: [{event: plan}], handoff: h}}}
    """


def test_a_move_with_an_open_window_or_a_running_hand_off_is_a_crack_between_areas(spec):
    """What had not begun is simply over."""
    spec(
        ENDED,
        events="""
        event      | day        | handoff | step
                   | 2024-03-10 | h       | sent
        left_state | 2024-03-20 |         |""",
        as_of="2024-04-10",
        rows="""
        touchpoint | status | reason | crack
        open.t     | ended  | moved  | moved_between_areas
        later.t    | ended  | moved  |
        sent.t     | ended  | moved  | moved_between_areas""",
    )


def test_ageing_out_of_an_open_window_is_a_crack_between_programs(spec):
    """The family was still owed something on the last day."""
    spec(
        """
        elements:
          open: {until: due_date + 50 days, touchpoints: {t: {due_by: birth + 60 days, done_by: [{event: visit}]}}}
          later: {until: due_date + 50 days, touchpoints: {t: {opens: birth + 90 days, due_by: birth + 120 days, done_by: [{event: visit}]}}}
        """,
        children="""
        child | birth      | due_date
        ana   | 2024-03-01 | 2024-03-01""",
        as_of="2024-05-10",
        rows="""
        touchpoint | status | reason   | crack
        open.t     | ended  | aged_out | aged_out_between_programs
        later.t    | ended  | aged_out |""",
    )


def test_a_death_is_never_a_crack(spec):
    """Nothing is owed, nobody is reminded."""
    spec(
        ENDED,
        events="""
        event | day        | handoff | step
              | 2024-03-10 | h       | sent
        death | 2024-03-20 |         |""",
        as_of="2024-04-10",
        rows="""
        touchpoint | status | reason | crack
        open.t     | ended  | died   |
        later.t    | ended  | died   |
        sent.t     | ended  | died   |""",
    )


ROUTED = """
    handoffs:
      to_ei: {from: primary_care, to: early_intervention, clocks: {send: 7 days, answer: 3 business days, begin: 45 days, route: 14 days}, next_route: babies_first.intake}
      to_bf: {from: early_intervention, to: partner, clocks: {send: 7 days, answer: 30 days, begin: 45 days}}
    elements:
      plan: {touchpoints: {made: {due_by: birth + 90 days, done_by: [{event: plan}], handoff: to_ei}}}
      babies_first:
        declined_by: [{event: said_no}]
        touchpoints: {intake: {after: plan.made is not_eligible, within: 30 days, done_by: [{event: intake}], handoff: to_bf}}
    """


def test_not_eligible_is_a_crack_only_where_the_next_route_was_not_taken(spec):
    """Taken means reached, in progress or declined by the family."""
    spec(
        ROUTED,
        children="""
        child       | birth
        nothing     | 2024-03-01
        reached     | 2024-03-01
        in progress | 2024-03-01
        declined    | 2024-03-01""",
        events="""
        who         | event   | day        | handoff | step
        nothing     |         | 2024-03-10 | to_ei   | not_eligible
        reached     |         | 2024-03-10 | to_ei   | not_eligible
        reached     | intake  | 2024-03-15 |         |
        in progress |         | 2024-03-10 | to_ei   | not_eligible
        in progress |         | 2024-03-15 | to_bf   | sent
        declined    |         | 2024-03-10 | to_ei   | not_eligible
        declined    | said_no | 2024-03-15 |         |""",
        rows="""
        as_of      | who         | touchpoint | status     | crack
        2024-03-24 | nothing     | made       | not_needed |
        2024-03-25 | nothing     | made       | not_needed | not_eligible_no_next_route
        2024-03-25 | reached     | made       | not_needed |
        2024-03-25 | in progress | made       | not_needed |
        2024-03-25 | declined    | made       | not_needed |""",
    )


def test_what_is_not_needed_for_any_other_reason_is_no_crack(spec):
    """Also where nobody sent anything."""
    spec(
        """
        facts: {covered: {type: boolean}}
        handoffs: {h: {from: primary_care, to: partner}}
        elements:
          care: {for: covered, touchpoints: {t: {due_by: birth + 10 days, done_by: [{event: visit}], handoff: h}}}
        """,
        facts="""
        fact    | value
        covered | no""",
        as_of="2024-06-10",
        rows="""
        touchpoint | status     | reason     | crack
        t          | not_needed | need_false |""",
    )


def test_with_a_hand_off_an_overdue_touchpoint_bears_the_name_of_its_state(spec):
    """Not that of the offers: where there is a hand-off, its steps tell."""
    spec(
        """
        facts: {consent: {type: boolean}}
        handoffs: {h: {from: primary_care, to: partner, consent: consent, clocks: {send: 60 days, answer: 90 days, begin: 90 days, wait: 90 days, retry: 90 days, finish: 90 days}}}
        elements:
          care: {touchpoints: {t: {due_by: birth + 20 days, done_by: [{event: visit}], handoff: h}}}
        """,
        children="""
        child       | birth
        nothing     | 2024-03-01
        no consent  | 2024-03-01
        sent        | 2024-03-01
        received    | 2024-03-01
        accepted    | 2024-03-01
        full        | 2024-03-01
        not reached | 2024-03-01
        begun       | 2024-03-01
        dropped     | 2024-03-01""",
        facts="""
        who     | fact    | value
        nothing | consent | yes""",
        events="""
        who         | day        | handoff | step
        sent        | 2024-03-10 | h       | sent
        received    | 2024-03-10 | h       | received
        accepted    | 2024-03-10 | h       | accepted
        full        | 2024-03-10 | h       | full
        not reached | 2024-03-10 | h       | not_reached
        begun       | 2024-03-10 | h       | begun
        dropped     | 2024-03-10 | h       | dropped""",
        as_of="2024-03-25",
        rows="""
        who         | touchpoint | status  | handoff_state | crack
        nothing     | t          | overdue | needed        | not_sent
        no consent  | t          | overdue | needed        | no_consent_yet
        sent        | t          | overdue | sent          | no_answer
        received    | t          | overdue | received      | no_answer
        accepted    | t          | overdue | accepted      | accepted_not_begun
        full        | t          | overdue | full          | full
        not reached | t          | overdue | not_reached   | not_reached
        begun       | t          | overdue | begun         | begun_dropped
        dropped     | t          | overdue | dropped       | begun_dropped""",
    )


def test_a_repeating_service_has_at_most_one_crack(spec):
    """It is judged as a share of its phase, not visit by visit."""
    spec(
        """
        elements:
          home: {touchpoints: {visit: {repeat: {every: 1 week, times: 4, from: birth}, done_by: [{event: visit}]}}}
        """,
        as_of="2024-06-10",
        rows="""
        touchpoint | status
        visit_1    | missed
        visit_2    | missed
        visit_3    | missed
        visit_4    | missed""",
        most_cracks=1,
    )


def test_only_the_first_slot_of_a_phase_carries_the_crack(spec):
    """Where a measure says how large a share is enough, missed slots are a crack only while the share reached is below it."""
    events = """
        who   | event | day
        half  | visit | 2024-03-02
        half  | visit | 2024-03-09
        fewer | visit | 2024-03-02"""
    children = """
        child | birth
        half  | 2024-03-01
        fewer | 2024-03-01"""
    spec(
        """
        elements:
          home: {touchpoints: {visit: {repeat: {every: 1 week, times: 4, from: birth}, done_by: [{event: visit}]}}}
        """,
        children=children,
        events=events,
        as_of="2024-06-10",
        rows="""
        who   | touchpoint | status | crack
        half  | visit_3    | missed | not_offered
        half  | visit_4    | missed |
        fewer | visit_2    | missed | not_offered
        fewer | visit_3    | missed |""",
    )
    spec(
        """
        elements:
          home: {touchpoints: {visit: {repeat: {every: 1 week, times: 4, from: birth}, done_by: [{event: visit}]}}}
        measures: {dose: {share_of: home.visit, at_least: 0.5}}
        """,
        children=children,
        events=events,
        as_of="2024-06-10",
        rows="""
        who   | touchpoint | status | crack
        half  | visit_3    | missed |
        fewer | visit_2    | missed | not_offered""",
    )


def test_not_eligible_without_a_next_route_is_the_designers_decision(spec):
    """A hand-off that says `next_route: none` gives its reason; nobody is late."""
    spec(
        """
        handoffs: {h: {from: primary_care, to: partner, clocks: {send: 7 days, answer: 3 business days, begin: 45 days, route: 14 days}, next_route: none, no_next_route: {en: The clinic goes on seeing the child.}}}
        elements:
          care: {touchpoints: {t: {due_by: birth + 60 days, done_by: [{event: visit}], handoff: h}}}
        """,
        events="""
        day        | handoff | step
        2024-03-10 | h       | not_eligible""",
        as_of="2024-06-10",
        rows="""
        touchpoint | status     | reason             | crack
        t          | not_needed | found_not_eligible |""",
    )
