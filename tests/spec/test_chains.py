"""Chapter 6: what follows from what. Every cell of the table of `after`."""

chapter = 6
title = "Chains"

CHAIN = """
    elements:
      screening: {touchpoints: {m9: {due_by: birth + 10 months, closes: birth + 12 months, done_by: [{event: screen}]}}}
      any: {touchpoints: {t: {after: screening.m9, within: 14 days, done_by: [{event: call}]}}}
      at_risk: {touchpoints: {t: {after: screening.m9 == 'at risk', within: 14 days, done_by: [{event: call}]}}}
      listed:
        touchpoints:
          t:
            after: screening.m9 in ['at risk', 'monitor']
            within: 14 days
            done_by: [{event: call}]
      overdue: {touchpoints: {t: {after: screening.m9 is overdue, within: 14 days, done_by: [{event: call}]}}}
      missed: {touchpoints: {t: {after: screening.m9 is missed, within: 14 days, done_by: [{event: call}]}}}
    """


def test_after_a_touchpoint_that_was_reached_with_the_outcome(spec):
    """Both kinds of chain count from its day. It was neither overdue nor missed, so nothing follows from that."""
    spec(
        CHAIN,
        events="""
        event  | day        | result
        screen | 2024-12-02 | at risk""",
        as_of="2024-12-10",
        rows="""
        touchpoint | status     | reason        | opens      | due_by
        any.t      | due        | open          | 2024-12-02 | 2024-12-16
        at_risk.t  | due        | open          | 2024-12-02 | 2024-12-16
        listed.t   | due        | open          | 2024-12-02 | 2024-12-16
        overdue.t  | not_needed | not_triggered | never      | never
        missed.t   | not_needed | not_triggered | never      | never""",
    )


def test_after_a_touchpoint_that_was_reached_late(spec):
    """It had been overdue, from the day after it was due: what was to follow then still follows from that day."""
    spec(
        CHAIN,
        events="""
        event  | day        | result
        screen | 2025-01-20 | monitor""",
        as_of="2025-01-21",
        rows="""
        touchpoint   | status       | reason        | opens
        screening.m9 | reached_late | matched       | 2024-03-01
        any.t        | due          | open          | 2025-01-20
        at_risk.t    | not_needed   | not_triggered | never
        listed.t     | due          | open          | 2025-01-20
        overdue.t    | overdue      | past_due      | 2025-01-02
        missed.t     | not_needed   | not_triggered | never""",
    )


def test_after_a_touchpoint_that_was_reached_with_another_outcome(spec):
    """The unconditional chain follows, the conditional one does not."""
    spec(
        CHAIN,
        events="""
        event  | day        | result
        screen | 2024-12-02 | typical""",
        as_of="2024-12-10",
        rows="""
        touchpoint | status     | reason        | opens
        any.t      | due        | open          | 2024-12-02
        at_risk.t  | not_needed | not_triggered | never
        listed.t   | not_needed | not_triggered | never
        overdue.t  | not_needed | not_triggered | never
        missed.t   | not_needed | not_triggered | never""",
    )


def test_after_a_touchpoint_whose_outcome_nobody_recorded(spec):
    """The unconditional chain follows; the conditional one asks for the outcome."""
    spec(
        CHAIN,
        events="""
        event  | day
        screen | 2024-12-02""",
        as_of="2024-12-10",
        rows="""
        touchpoint | status     | reason                  | opens      | crack
        any.t      | due        | open                    | 2024-12-02 |
        at_risk.t  | ask        | trigger_outcome_unknown | unknown    | ask
        listed.t   | ask        | trigger_outcome_unknown | unknown    | ask
        overdue.t  | not_needed | not_triggered           | never      |
        missed.t   | not_needed | not_triggered           | never      |""",
    )


def test_after_a_touchpoint_nobody_observed(spec):
    """It may have been reached, or not, with any outcome: everything after it is unobserved as well, and that is no crack of its own."""
    spec(
        CHAIN,
        observed="""
        event
        call""",
        as_of="2025-04-10",
        rows="""
        touchpoint   | status     | reason              | opens   | crack
        screening.m9 | unobserved | no_source           | 2024-03-01 | agency_not_reporting
        any.t        | unobserved | trigger_unobserved  | unknown |
        at_risk.t    | unobserved | trigger_unobserved  | unknown |
        listed.t     | unobserved | trigger_unobserved  | unknown |
        overdue.t    | unobserved | trigger_unobserved  | unknown |
        missed.t     | unobserved | trigger_unobserved  | unknown |""",
    )


def test_after_a_touchpoint_that_is_still_due(spec):
    """The unconditional chain waits for it. A conditional one is not needed so far: no family reads "upcoming" because of a screening
    still to come."""
    spec(
        CHAIN,
        as_of="2024-12-10",
        rows="""
        touchpoint   | status     | reason        | opens
        screening.m9 | due        | open          | 2024-03-01
        any.t        | upcoming   | waits         | pending
        at_risk.t    | not_needed | not_triggered | never
        listed.t     | not_needed | not_triggered | never
        overdue.t    | not_needed | not_triggered | never
        missed.t     | not_needed | not_triggered | never""",
    )


def test_after_a_touchpoint_that_is_overdue(spec):
    """What is to follow when it is overdue counts from the day after it was due."""
    spec(
        CHAIN,
        as_of="2025-01-05",
        rows="""
        touchpoint   | status     | reason        | opens
        screening.m9 | overdue    | past_due      | 2024-03-01
        any.t        | upcoming   | waits         | pending
        at_risk.t    | not_needed | not_triggered | never
        overdue.t    | due        | open          | 2025-01-02
        missed.t     | not_needed | not_triggered | never""",
    )


def test_after_a_touchpoint_that_was_missed(spec):
    """Nothing waits for it any more. What follows from its being missed counts from the day after it closed."""
    spec(
        CHAIN,
        as_of="2025-03-05",
        rows="""
        touchpoint   | status     | reason        | opens
        screening.m9 | missed     | closed        | 2024-03-01
        any.t        | not_needed | not_triggered | never
        at_risk.t    | not_needed | not_triggered | never
        overdue.t    | overdue    | past_due      | 2025-01-02
        missed.t     | due        | open          | 2025-03-02""",
    )


def test_after_a_touchpoint_whose_need_is_unknown(spec):
    """It is asked for, and can still happen: pending for the unconditional chain, not (so far) for the others. Being asked for, it is
    not overdue."""
    spec(
        """
        facts: {covered: {type: boolean}}
        elements:
          screening: {for: covered, touchpoints: {m9: {due_by: birth + 10 months, done_by: [{event: screen}]}}}
          any: {touchpoints: {t: {after: screening.m9, within: 14 days, done_by: [{event: call}]}}}
          at_risk: {touchpoints: {t: {after: screening.m9 == 'at risk', within: 14 days, done_by: [{event: call}]}}}
          overdue: {touchpoints: {t: {after: screening.m9 is overdue, within: 14 days, done_by: [{event: call}]}}}
        """,
        as_of="2025-03-05",
        rows="""
        touchpoint   | status     | reason        | opens
        screening.m9 | ask        | fact_unknown  | 2024-03-01
        any.t        | upcoming   | waits         | pending
        at_risk.t    | not_needed | not_triggered | never
        overdue.t    | not_needed | not_triggered | never""",
    )


def test_after_a_touchpoint_that_is_not_needed(spec):
    """Nothing follows."""
    spec(
        """
        facts: {covered: {type: boolean}}
        elements:
          screening: {for: covered, touchpoints: {m9: {due_by: birth + 10 months, closes: birth + 12 months, done_by: [{event: screen}]}}}
          any: {touchpoints: {t: {after: screening.m9, within: 14 days, done_by: [{event: call}]}}}
          at_risk: {touchpoints: {t: {after: screening.m9 == 'at risk', within: 14 days, done_by: [{event: call}]}}}
          overdue: {touchpoints: {t: {after: screening.m9 is overdue, within: 14 days, done_by: [{event: call}]}}}
          missed: {touchpoints: {t: {after: screening.m9 is missed, within: 14 days, done_by: [{event: call}]}}}
        """,
        facts="""
        fact    | value
        covered | no""",
        as_of="2025-03-05",
        rows="""
        touchpoint   | status     | reason        | opens
        screening.m9 | not_needed | need_false    | 2024-03-01
        any.t        | not_needed | not_triggered | never
        at_risk.t    | not_needed | not_triggered | never
        overdue.t    | not_needed | not_triggered | never
        missed.t     | not_needed | not_triggered | never""",
    )


def test_after_a_touchpoint_that_the_family_declined(spec):
    """Only a chain that says `is declined` follows, from the day of the no."""
    spec(
        """
        elements:
          screening: {declined_by: [{event: said_no}], touchpoints: {m9: {due_by: birth + 10 months, closes: birth + 12 months, done_by: [{event: screen}]}}}
          any: {touchpoints: {t: {after: screening.m9, within: 14 days, done_by: [{event: call}]}}}
          at_risk: {touchpoints: {t: {after: screening.m9 == 'at risk', within: 14 days, done_by: [{event: call}]}}}
          overdue: {touchpoints: {t: {after: screening.m9 is overdue, within: 14 days, done_by: [{event: call}]}}}
          missed: {touchpoints: {t: {after: screening.m9 is missed, within: 14 days, done_by: [{event: call}]}}}
          declined: {touchpoints: {t: {after: screening.m9 is declined, within: 14 days, done_by: [{event: call}]}}}
        """,
        events="""
        event   | day
        said_no | 2025-03-01""",
        as_of="2025-03-05",
        rows="""
        touchpoint   | status     | reason        | opens
        screening.m9 | declined   | declined      | 2024-03-01
        any.t        | not_needed | not_triggered | never
        at_risk.t    | not_needed | not_triggered | never
        overdue.t    | not_needed | not_triggered | never
        missed.t     | not_needed | not_triggered | never
        declined.t   | due        | open          | 2025-03-01""",
    )


def test_after_a_touchpoint_that_ended(spec):
    """What ended leaves nothing to follow from it, also what was overdue before."""
    spec(
        """
        elements:
          screening: {until: birth + 11 months, touchpoints: {m9: {due_by: birth + 10 months, closes: birth + 12 months, done_by: [{event: screen}]}}}
          any: {touchpoints: {t: {after: screening.m9, within: 14 days, done_by: [{event: call}]}}}
          at_risk: {touchpoints: {t: {after: screening.m9 == 'at risk', within: 14 days, done_by: [{event: call}]}}}
          overdue: {touchpoints: {t: {after: screening.m9 is overdue, within: 14 days, done_by: [{event: call}]}}}
          missed: {touchpoints: {t: {after: screening.m9 is missed, within: 14 days, done_by: [{event: call}]}}}
        """,
        as_of="2025-03-05",
        rows="""
        touchpoint   | status     | reason        | opens
        screening.m9 | ended      | aged_out      | 2024-03-01
        any.t        | not_needed | not_triggered | never
        at_risk.t    | not_needed | not_triggered | never
        overdue.t    | not_needed | not_triggered | never
        missed.t     | not_needed | not_triggered | never""",
    )


def test_after_a_hand_off_that_found_the_child_not_eligible(spec):
    """The next route opens on the day of that step."""
    spec(
        """
        handoffs: {to_ei: {from: primary_care, to: early_intervention}}
        elements:
          plan: {touchpoints: {made: {due_by: birth + 45 days, done_by: [{event: plan}], handoff: to_ei}}}
          babies_first: {touchpoints: {intake: {after: plan.made is not_eligible, within: 14 days, done_by: [{event: intake}]}}}
        """,
        events="""
        handoff | step         | day        | event
        to_ei   | sent         | 2024-03-18 |
        to_ei   | not_eligible | 2024-03-20 |""",
        rows="""
        as_of      | touchpoint | status      | reason             | opens      | due_by
        2024-03-19 | made       | in_progress | sent               | 2024-03-01 | 2024-04-15
        2024-03-19 | intake     | not_needed  | not_triggered      | never      | never
        2024-03-20 | made       | not_needed  | found_not_eligible | 2024-03-01 | 2024-04-15
        2024-03-20 | intake     | due         | open               | 2024-03-20 | 2024-04-03""",
    )


def test_without_a_day_to_close_nothing_is_ever_missed(spec):
    """Without a known `due_by` or `closes`, `is overdue` and `is missed` never come."""
    spec(
        """
        elements:
          screening: {touchpoints: {t: {due_by: birth + 10 days, done_by: [{event: screen}]}}}
          missed: {touchpoints: {t: {after: screening.t is missed, within: 14 days, done_by: [{event: call}]}}}
        """,
        as_of="2034-03-05",
        rows="""
        touchpoint  | status     | reason        | opens
        screening.t | overdue    | past_due      | 2024-03-01
        missed.t    | not_needed | not_triggered | never""",
    )


def test_each_makes_one_instance_for_every_touchpoint(spec):
    """Its name is `name@that`, and a chain of `each` keeps the first name."""
    spec(
        """
        elements:
          screening: {done_by: [{event: screen}], touchpoints: {m9: {due_by: birth + 10 months, closes: birth + 12 months}, m18: {opens: birth + 16 months, due_by: birth + 19 months, closes: birth + 21 months}}}
          support:
            touchpoints:
              referral: {after: each screening == 'at risk', within: 7 days, done_by: [{event: referral}]}
              plan: {after: each referral, within: 45 days, done_by: [{event: plan}]}
        """,
        events="""
        event    | day        | result
        screen   | 2024-12-02 | typical
        screen   | 2025-08-01 | at risk
        referral | 2025-08-05 |""",
        as_of="2025-08-10",
        rows="""
        touchpoint           | status     | reason        | opens
        support.referral@m9  | not_needed | not_triggered | never
        support.plan@m9      | not_needed | not_triggered | never
        support.referral@m18 | reached    | matched       | 2025-08-01
        support.plan@m18     | due        | open          | 2025-08-05""",
    )


def test_each_instance_takes_its_own_events(spec):
    """One referral reaches one instance: two screenings at risk want two referrals."""
    spec(
        """
        elements:
          screening: {done_by: [{event: screen}], touchpoints: {m9: {due_by: birth + 10 months, closes: birth + 12 months}, m18: {opens: birth + 16 months, due_by: birth + 19 months, closes: birth + 21 months}}}
          support: {touchpoints: {referral: {after: each screening == 'at risk', within: 7 days, done_by: [{event: referral}]}}}
        """,
        events="""
        event    | day        | result
        screen   | 2024-12-02 | at risk
        screen   | 2025-08-01 | at risk
        referral | 2025-08-05 |""",
        as_of="2025-08-10",
        rows="""
        touchpoint   | status       | matched
        referral@m9  | reached_late | 2025-08-05
        referral@m18 | overdue      |""",
    )


def test_first_and_last_go_by_the_day_reached(spec):
    """Among known days the first or the last one counts; with one of them known the others do not matter."""
    spec(
        """
        elements:
          screening: {done_by: [{event: screen}], touchpoints: {m9: {due_by: birth + 10 months, closes: birth + 12 months}, m18: {opens: birth + 16 months, due_by: birth + 19 months, closes: birth + 21 months}}}
          at_first: {touchpoints: {t: {after: first screening, within: 30 days, done_by: [{event: call}]}}}
          at_last: {touchpoints: {t: {after: last screening, within: 30 days, done_by: [{event: call}]}}}
          at_risk: {touchpoints: {t: {after: first screening == 'at risk', within: 30 days, done_by: [{event: call}]}}}
        """,
        events="""
        event  | day        | result
        screen | 2024-12-02 | typical
        screen | 2025-08-01 | at risk""",
        rows="""
        as_of      | touchpoint | opens
        2024-12-10 | at_first.t | 2024-12-02
        2024-12-10 | at_last.t  | 2024-12-02
        2024-12-10 | at_risk.t  | never
        2025-08-10 | at_first.t | 2024-12-02
        2025-08-10 | at_last.t  | 2025-08-01
        2025-08-10 | at_risk.t  | 2025-08-01""",
    )


def test_where_no_day_is_known_the_strongest_mark_counts(spec):
    """Unknown before pending, pending before never."""
    spec(
        """
        elements:
          a: {touchpoints: {early: {due_by: birth + 10 days, closes: birth + 20 days, done_by: [{event: screen}]}, late: {opens: birth + 30 days, due_by: birth + 60 days, closes: birth + 90 days, done_by: [{event: screen}]}}}
          b: {touchpoints: {t: {after: first a, within: 30 days, done_by: [{event: call}]}}}
        """,
        children="""
        child | birth
        ana   | 2024-03-01""",
        rows="""
        as_of      | touchpoint | status     | opens
        2024-04-10 | a.early    | missed     | 2024-03-01
        2024-04-10 | a.late     | due        | 2024-03-31
        2024-04-10 | b.t        | upcoming   | pending
        2024-06-10 | a.late     | missed     | 2024-03-31
        2024-06-10 | b.t        | not_needed | never""",
    )
    spec(
        """
        elements:
          a: {touchpoints: {early: {due_by: birth + 10 days, closes: birth + 20 days, done_by: [{event: screen}]}, late: {opens: birth + 30 days, due_by: birth + 60 days, closes: birth + 90 days, done_by: [{event: test}]}}}
          b: {touchpoints: {t: {after: first a, within: 30 days, done_by: [{event: call}]}}}
        """,
        observed="""
        event
        test
        call""",
        as_of="2024-04-10",
        rows="""
        touchpoint | status     | reason             | opens
        a.early    | unobserved | no_source          | 2024-03-01
        a.late     | due        | open               | 2024-03-31
        b.t        | unobserved | trigger_unobserved | unknown""",
    )


def test_a_trigger_that_is_a_mark_makes_opens_that_mark_whatever_opens_says(spec):
    """A diagnosis due at three months of age is not due for a child who passed the screening."""
    spec(
        """
        elements:
          hearing:
            touchpoints:
              screen: {due_by: birth + 1 month, closes: birth + 3 months, done_by: [{event: screen}]}
              diagnosis: {after: screen == 'not passed', from: birth, opens: birth + 10 days, due_by: birth + 3 months, done_by: [{event: diagnosis}]}
        """,
        children="""
        child  | birth
        passed | 2024-03-01
        not    | 2024-03-01""",
        events="""
        who    | event     | day        | result
        passed | screen    | 2024-03-02 | passed
        passed | diagnosis | 2024-03-20 |
        not    | screen    | 2024-03-02 | not passed
        not    | diagnosis | 2024-03-20 |""",
        as_of="2024-04-01",
        rows="""
        who    | touchpoint | status     | opens      | matched
        passed | diagnosis  | not_needed | never      |
        not    | diagnosis  | reached    | 2024-03-11 | 2024-03-20""",
    )
