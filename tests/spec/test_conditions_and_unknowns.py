"""Chapter 3: for whom something is, and what happens when that is not known."""

chapter = 3
title = "Conditions and unknowns"


def test_a_true_need_is_owed_a_false_one_is_not_and_an_unknown_one_is_asked(spec):
    """Unknown is an answer of its own: it becomes a question, never a silent no. The question names the fact."""
    spec(
        """
        facts: {income_fpl: {type: number, unit: percent of poverty level, of: household}}
        elements:
          wic: {for: income_fpl <= 185, touchpoints: {t: {due_by: birth + 60 days, done_by: [{event: certification}]}}}
        """,
        children="""
        child | birth
        ana   | 2024-03-01
        ben   | 2024-03-01
        eva   | 2024-03-01""",
        facts="""
        who          | fact       | value
        ana's mother | income_fpl | 185
        ben's mother | income_fpl | 186""",
        as_of="2024-03-10",
        rows="""
        who | touchpoint | status     | reason       | missing    | crack
        ana | t          | due        | open         |            |
        ben | t          | not_needed | need_false   |            |
        eva | t          | ask        | fact_unknown | income_fpl | ask""",
    )


def test_and_is_false_if_any_part_is_false_and_or_is_true_if_any_part_is_true(spec):
    """Only where no part settles it does an unknown part make the whole unknown. `not unknown` stays unknown."""
    spec(
        """
        facts:
          yes_fact: {type: boolean}
          no_fact: {type: boolean}
          open_fact: {type: boolean}
        elements:
          yes_and_open: {for: yes_fact and open_fact, touchpoints: {t: {due_by: birth + 1 year, done_by: [{event: visit}]}}}
          no_and_open: {for: no_fact and open_fact, touchpoints: {t: {due_by: birth + 1 year, done_by: [{event: visit}]}}}
          open_and_no: {for: open_fact and no_fact, touchpoints: {t: {due_by: birth + 1 year, done_by: [{event: visit}]}}}
          yes_or_open: {for: yes_fact or open_fact, touchpoints: {t: {due_by: birth + 1 year, done_by: [{event: visit}]}}}
          open_or_yes: {for: open_fact or yes_fact, touchpoints: {t: {due_by: birth + 1 year, done_by: [{event: visit}]}}}
          no_or_open: {for: no_fact or open_fact, touchpoints: {t: {due_by: birth + 1 year, done_by: [{event: visit}]}}}
          not_open: {for: not open_fact, touchpoints: {t: {due_by: birth + 1 year, done_by: [{event: visit}]}}}
          not_no: {for: not no_fact, touchpoints: {t: {due_by: birth + 1 year, done_by: [{event: visit}]}}}
          brackets: {for: no_fact and (open_fact or yes_fact), touchpoints: {t: {due_by: birth + 1 year, done_by: [{event: visit}]}}}
          and_before_or: {for: yes_fact or open_fact and no_fact, touchpoints: {t: {due_by: birth + 1 year, done_by: [{event: visit}]}}}
        """,
        facts="""
        fact     | value
        yes_fact | yes
        no_fact  | no""",
        as_of="2024-03-10",
        rows="""
        touchpoint      | status
        yes_and_open.t  | ask
        no_and_open.t   | not_needed
        open_and_no.t   | not_needed
        yes_or_open.t   | due
        open_or_yes.t   | due
        no_or_open.t    | ask
        not_open.t      | ask
        not_no.t        | due
        brackets.t      | not_needed
        and_before_or.t | due""",
    )


def test_a_comparison_with_an_unknown_is_unknown_whichever_way_it_compares(spec):
    """Also `!=` and `not in`: what is not known is not known to differ."""
    spec(
        """
        facts:
          coverage: {type: code, choices: [ohp, private, none]}
          income_fpl: {type: number, unit: percent}
        elements:
          same: {for: coverage == 'ohp', touchpoints: {t: {due_by: birth + 1 year, done_by: [{event: visit}]}}}
          other: {for: coverage != 'ohp', touchpoints: {t: {due_by: birth + 1 year, done_by: [{event: visit}]}}}
          listed:
            for: coverage in ['ohp', 'none']
            touchpoints: {t: {due_by: birth + 1 year, done_by: [{event: visit}]}}
          unlisted:
            for: coverage not in ['private']
            touchpoints: {t: {due_by: birth + 1 year, done_by: [{event: visit}]}}
          chain: {for: 100 <= income_fpl < 200, touchpoints: {t: {due_by: birth + 1 year, done_by: [{event: visit}]}}}
        """,
        children="""
        child | birth
        ana   | 2024-03-01
        ben   | 2024-03-01
        eva   | 2024-03-01""",
        facts="""
        who | fact       | value
        ana | coverage   | ohp
        ana | income_fpl | 100
        ben | coverage   | private
        ben | income_fpl | 200""",
        as_of="2024-03-10",
        rows="""
        who | touchpoint | status
        ana | same.t     | due
        ana | other.t    | not_needed
        ana | listed.t   | due
        ana | unlisted.t | due
        ana | chain.t    | due
        ben | same.t     | not_needed
        ben | other.t    | due
        ben | listed.t   | not_needed
        ben | unlisted.t | not_needed
        ben | chain.t    | not_needed
        eva | same.t     | ask
        eva | other.t    | ask
        eva | listed.t   | ask
        eva | unlisted.t | ask
        eva | chain.t    | ask""",
    )


def test_is_known_is_never_unknown(spec):
    """A fact that was never asked and one kept private are both not known."""
    spec(
        """
        facts: {language: {type: code, choices: [en, es]}}
        elements:
          told: {for: language is known, touchpoints: {t: {due_by: birth + 1 year, done_by: [{event: visit}]}}}
          untold: {for: language is unknown, touchpoints: {t: {due_by: birth + 1 year, done_by: [{event: visit}]}}}
        """,
        children="""
        child   | birth
        told    | 2024-03-01
        unasked | 2024-03-01
        private | 2024-03-01""",
        facts="""
        who     | fact     | value
        told    | language | es
        private | language | withheld""",
        as_of="2024-03-10",
        rows="""
        who     | touchpoint | status
        told    | told.t     | due
        told    | untold.t   | not_needed
        unasked | told.t     | not_needed
        unasked | untold.t   | due
        private | told.t     | not_needed
        private | untold.t   | due""",
    )


def test_a_fact_kept_private_is_asked_no_more_and_is_never_a_crack(spec):
    """The reason says so: the family chose not to answer. Nobody is to blame and nobody is to remind them."""
    spec(
        """
        facts: {coverage: {type: code, choices: [ohp, private]}}
        elements:
          lead: {for: coverage == 'ohp', touchpoints: {t: {due_by: birth + 13 months, done_by: [{event: lead_test}]}}}
        """,
        facts="""
        fact     | value
        coverage | withheld""",
        as_of="2024-03-10",
        rows="""
        touchpoint | status | reason   | missing  | crack
        t          | ask    | withheld | coverage |""",
    )


def test_what_was_received_settles_an_unknown_need_but_not_a_false_one(spec):
    """An agency that served the family has answered the question: reached, the need presumed. Where the need is false the match is
    still shown, but the child stays outside the share."""
    spec(
        """
        facts: {coverage: {type: code, choices: [ohp, private]}}
        elements:
          lead: {for: coverage == 'ohp', touchpoints: {t: {due_by: birth + 13 months, done_by: [{event: lead_test}]}}}
        """,
        children="""
        child | birth
        ana   | 2024-03-01
        ben   | 2024-03-01
        eva   | 2024-03-01""",
        facts="""
        who | fact     | value
        ana | coverage | withheld
        ben | coverage | private""",
        events="""
        who | event     | day
        ana | lead_test | 2025-03-01
        ben | lead_test | 2025-03-02
        eva | lead_test | 2025-03-03""",
        as_of="2025-03-10",
        rows="""
        who | touchpoint | status     | reason        | matched
        ana | t          | reached    | need_presumed | 2025-03-01
        ben | t          | not_needed | need_false    | 2025-03-02
        eva | t          | reached    | need_presumed | 2025-03-03""",
    )


def test_losing_coverage_later_undoes_nothing(spec):
    """The need is judged on the day the touchpoint was matched."""
    spec(
        """
        facts: {coverage: {type: code, choices: [ohp, private]}}
        elements:
          lead: {for: coverage == 'ohp', touchpoints: {t: {opens: birth + 12 months, due_by: birth + 13 months, closes: birth + 24 months, done_by: [{event: lead_test}]}}}
        """,
        facts="""
        fact     | value   | from       | through
        coverage | ohp     | 2024-03-01 | 2025-03-20
        coverage | private | 2025-03-21 |""",
        events="""
        event     | day
        lead_test | 2025-03-20""",
        rows="""
        as_of      | touchpoint | status  | changes_on
        2025-03-20 | t          | reached |
        2026-03-20 | t          | reached |""",
    )


def test_a_child_insured_while_the_window_is_open_is_not_lost(spec):
    """An open window is judged by today's facts; and each day on which that changes the row is foretold."""
    spec(
        """
        facts: {coverage: {type: code, choices: [ohp, private]}}
        elements:
          lead: {for: coverage == 'ohp', touchpoints: {t: {opens: birth + 12 months, due_by: birth + 13 months, closes: birth + 24 months, done_by: [{event: lead_test}]}}}
        """,
        facts="""
        fact     | value   | from       | through
        coverage | private | 2024-03-01 | 2025-03-19
        coverage | ohp     | 2025-03-20 |""",
        rows="""
        as_of      | touchpoint | status
        2025-03-19 | t          | not_needed
        2025-03-20 | t          | due""",
    )


def test_after_the_window_has_closed_the_need_is_judged_on_its_closing_day(spec):
    """Coverage that comes a day too late makes nothing missed; coverage lost a day after it closed unmakes nothing."""
    spec(
        """
        facts: {coverage: {type: code, choices: [ohp, private]}}
        elements:
          lead: {for: coverage == 'ohp', touchpoints: {t: {due_by: birth + 13 months, closes: birth + 24 months, done_by: [{event: lead_test}]}}}
        """,
        children="""
        child      | birth
        covered to | 2024-03-01
        covered on | 2024-03-01""",
        facts="""
        who        | fact     | value   | from       | through
        covered to | coverage | ohp     | 2024-03-01 | 2026-03-01
        covered to | coverage | private | 2026-03-02 |
        covered on | coverage | private | 2024-03-01 | 2026-03-01
        covered on | coverage | ohp     | 2026-03-02 |""",
        as_of="2026-06-01",
        rows="""
        who        | touchpoint | status
        covered to | t          | missed
        covered on | t          | not_needed""",
    )


def test_where_it_ended_the_need_is_judged_on_the_day_before(spec):
    """A family that moved away while covered had the need, whatever the new state says about coverage afterwards."""
    spec(
        """
        facts: {coverage: {type: code, choices: [ohp, private]}}
        ends: [{event: left_state, why: moved, of: all}]
        elements:
          lead: {for: coverage == 'ohp', touchpoints: {t: {due_by: birth + 13 months, closes: birth + 24 months, done_by: [{event: lead_test}]}}}
        """,
        facts="""
        fact     | value   | from       | through
        coverage | ohp     | 2024-03-01 | 2024-05-31
        coverage | private | 2024-06-01 |""",
        events="""
        event      | day
        left_state | 2024-06-01""",
        rows="""
        as_of      | touchpoint | status | reason
        2024-05-31 | t          | due    | open
        2024-06-01 | t          | ended  | moved
        2024-07-01 | t          | ended  | moved""",
    )


def test_an_answer_is_valid_from_its_day_through_its_last_day(spec):
    """Both days belong to it. Before and after it the fact is unknown, and the row says when that will be."""
    spec(
        """
        facts: {consent: {type: boolean}}
        elements:
          call: {for: consent, touchpoints: {t: {due_by: birth + 1 year, done_by: [{event: call}]}}}
        """,
        facts="""
        fact    | value | from       | through
        consent | yes   | 2024-04-01 | 2024-04-30""",
        rows="""
        as_of      | touchpoint | status | changes_on
        2024-03-31 | t          | ask    |
        2024-04-01 | t          | due    | 2024-05-01
        2024-04-30 | t          | due    | 2024-05-01
        2024-05-01 | t          | ask    |""",
    )


def test_an_answer_older_than_its_validity_is_unknown_again(spec):
    """Income is asked each year: with `valid_for: 12 months` an answer more than a year old is asked for again."""
    spec(
        """
        facts: {income_fpl: {type: number, unit: percent, valid_for: 12 months}}
        elements:
          wic: {for: income_fpl <= 185, touchpoints: {t: {due_by: birth + 2 years, done_by: [{event: certification}]}}}
        """,
        facts="""
        fact       | value | from
        income_fpl | 120   | 2024-03-01""",
        rows="""
        as_of      | touchpoint | status | missing
        2025-02-28 | t          | due    |
        2025-03-02 | t          | ask    | income_fpl""",
    )


def test_the_latest_answer_valid_on_the_day_is_the_one_that_holds(spec):
    """Among several, the one received last; then the one that begins last; then the source whose name comes last."""
    spec(
        """
        facts: {coverage: {type: code, choices: [ohp, private]}}
        elements:
          lead: {for: coverage == 'ohp', touchpoints: {t: {due_by: birth + 1 year, done_by: [{event: lead_test}]}}}
        """,
        children="""
        child         | birth
        received last | 2024-03-01
        begins last   | 2024-03-01
        source last   | 2024-03-01""",
        facts="""
        who           | fact     | value   | from       | recorded   | source
        received last | coverage | private | 2024-03-01 | 2024-04-05 | a
        received last | coverage | ohp     | 2024-03-20 | 2024-04-01 | b
        begins last   | coverage | ohp     | 2024-03-01 | 2024-04-01 | b
        begins last   | coverage | private | 2024-03-20 | 2024-04-01 | a
        source last   | coverage | ohp     | 2024-03-01 | 2024-04-01 | a
        source last   | coverage | private | 2024-03-01 | 2024-04-01 | b""",
        as_of="2024-05-01",
        rows="""
        who           | touchpoint | status
        received last | t          | not_needed
        begins last   | t          | not_needed
        source last   | t          | not_needed""",
    )


def test_each_fact_belongs_to_the_person_it_is_about(spec):
    """A fact of the birthing parent is looked for among hers; the same answer told about the child says nothing."""
    spec(
        """
        facts: {smokes: {type: boolean, of: birthing_parent}}
        elements:
          advice: {for: smokes, touchpoints: {t: {due_by: birth + 1 year, done_by: [{event: advice}]}}}
        """,
        children="""
        child | birth
        ana   | 2024-03-01
        ben   | 2024-03-01""",
        facts="""
        who          | fact   | value
        ana's mother | smokes | yes
        ben          | smokes | yes""",
        as_of="2024-04-01",
        rows="""
        who | touchpoint | status
        ana | t          | due
        ben | t          | ask""",
    )


def test_an_element_knows_whether_another_was_reached(spec):
    """`X.reached` is true or false; it is unknown only if nobody would have told us."""
    spec(
        """
        elements:
          intake: {touchpoints: {talk: {due_by: birth + 30 days, closes: birth + 60 days, done_by: [{event: talk}]}}}
          follow: {for: intake.talk.reached, touchpoints: {t: {due_by: birth + 1 year, done_by: [{event: call}]}}}
          instead: {for: not intake.talk.reached, touchpoints: {t: {due_by: birth + 1 year, done_by: [{event: call}]}}}
        """,
        children="""
        child  | birth
        talked | 2024-03-01
        silent | 2024-03-01""",
        events="""
        who    | event | day
        talked | talk  | 2024-03-10""",
        as_of="2024-04-01",
        rows="""
        who    | touchpoint | status
        talked | follow.t   | due
        talked | instead.t  | not_needed
        silent | follow.t   | not_needed
        silent | instead.t  | due""",
    )


def test_reached_is_unknown_where_nobody_observes_it(spec):
    """No record is not "not done": both the element that needs it and the one that replaces it ask."""
    spec(
        """
        elements:
          intake: {touchpoints: {talk: {due_by: birth + 30 days, closes: birth + 60 days, done_by: [{event: talk}]}}}
          follow: {for: intake.talk.reached, touchpoints: {t: {due_by: birth + 1 year, done_by: [{event: call}]}}}
          instead: {for: not intake.talk.reached, touchpoints: {t: {due_by: birth + 1 year, done_by: [{event: call}]}}}
        """,
        observed="""
        event
        call""",
        as_of="2024-06-01",
        rows="""
        touchpoint  | status
        intake.talk | unobserved
        follow.t    | ask
        instead.t   | ask""",
    )


def test_the_outcome_of_what_was_not_reached_is_none_and_of_what_has_no_result_unknown(spec):
    """So `== 'at risk'` is false for a child who was not screened, and a question for one whose result nobody wrote down."""
    spec(
        """
        elements:
          screening: {touchpoints: {m9: {due_by: birth + 10 months, closes: birth + 12 months, done_by: [{event: screen}]}}}
          support:
            for: screening.m9.reached and screening.m9.outcome == 'at risk'
            touchpoints: {t: {due_by: birth + 2 years, done_by: [{event: visit}]}}
          plain:
            for: screening.m9.outcome == 'at risk'
            touchpoints: {t: {due_by: birth + 2 years, done_by: [{event: visit}]}}
        """,
        children="""
        child     | birth
        at risk   | 2024-03-01
        fine      | 2024-03-01
        no result | 2024-03-01
        unseen    | 2024-03-01""",
        events="""
        who       | event  | day        | result
        at risk   | screen | 2024-12-01 | at risk
        fine      | screen | 2024-12-01 | fine
        no result | screen | 2024-12-01 |""",
        as_of="2024-12-10",
        rows="""
        who       | touchpoint | status
        at risk   | support.t  | due
        at risk   | plain.t    | due
        fine      | support.t  | not_needed
        fine      | plain.t    | not_needed
        no result | support.t  | ask
        no result | plain.t    | ask
        unseen    | support.t  | not_needed
        unseen    | plain.t    | not_needed""",
    )


def test_the_day_and_the_status_of_another_touchpoint_can_be_compared(spec):
    """`X.day` is the day it was reached, compared with a named anchor or a span; `X.status` is its word."""
    spec(
        """
        anchors: {half_year: birth + 6 months}
        spans: {first_half: [birth, half_year]}
        elements:
          intake: {touchpoints: {talk: {due_by: birth + 30 days, closes: birth + 9 months, done_by: [{event: talk}]}}}
          early: {for: intake.talk.day in first_half, touchpoints: {t: {due_by: birth + 1 year, done_by: [{event: call}]}}}
          late: {for: intake.talk.day > half_year, touchpoints: {t: {due_by: birth + 1 year, done_by: [{event: call}]}}}
          word: {for: intake.talk.status == 'reached_late', touchpoints: {t: {due_by: birth + 1 year, done_by: [{event: call}]}}}
        """,
        children="""
        child       | birth
        last in     | 2024-03-01
        first after | 2024-03-01""",
        events="""
        who         | event | day
        last in     | talk  | 2024-09-01
        first after | talk  | 2024-09-02""",
        as_of="2024-10-01",
        rows="""
        who         | touchpoint | status
        last in     | early.t    | due
        last in     | late.t     | not_needed
        last in     | word.t     | due
        first after | early.t    | not_needed
        first after | late.t     | due
        first after | word.t     | due""",
    )


def test_a_whole_element_stands_for_the_touchpoint_of_it_that_was_reached_last(spec):
    """Of two screenings the later one counts."""
    spec(
        """
        elements:
          screening: {done_by: [{event: screen}], touchpoints: {m9: {due_by: birth + 10 months, closes: birth + 12 months}, m18: {opens: birth + 16 months, due_by: birth + 19 months}}}
          support: {for: screening.reached and screening.outcome == 'at risk', touchpoints: {t: {due_by: birth + 3 years, done_by: [{event: visit}]}}}
        """,
        children="""
        child  | birth
        better | 2024-03-01
        worse  | 2024-03-01""",
        events="""
        who    | event  | day        | result
        better | screen | 2024-12-01 | at risk
        better | screen | 2025-08-01 | fine
        worse  | screen | 2024-12-01 | fine
        worse  | screen | 2025-08-01 | at risk""",
        as_of="2025-09-01",
        rows="""
        who    | touchpoint | status
        better | support.t  | not_needed
        worse  | support.t  | due""",
    )


def test_a_named_anchor_that_has_not_come_is_not_known(spec):
    """In a condition a moment is a day, or unknown under any mark."""
    spec(
        """
        anchors: {discharge: {first: [{event: birth_discharge}]}, day_7: birth + 7 days}
        elements:
          home: {for: discharge is known, touchpoints: {t: {due_by: birth + 30 days, done_by: [{event: call}]}}}
          long_stay: {for: discharge > day_7, touchpoints: {t: {due_by: birth + 30 days, done_by: [{event: call}]}}}
        """,
        events="""
        event           | day
        birth_discharge | 2024-03-09""",
        rows="""
        as_of      | touchpoint  | status
        2024-03-08 | home.t      | not_needed
        2024-03-08 | long_stay.t | ask
        2024-03-09 | home.t      | due
        2024-03-09 | long_stay.t | due""",
    )


def test_before_birth_every_age_is_minus_one_and_nobody_is_born(spec):
    """An element for the pregnancy can say that it is for the time before birth."""
    spec(
        """
        elements:
          before: {recipient: birthing_parent, for: not born, touchpoints: {t: {from: pregnancy_start, due_by: 400 days, done_by: [{event: visit}]}}}
          minus: {recipient: birthing_parent, for: age_months == -1, touchpoints: {t: {from: pregnancy_start, due_by: 400 days, done_by: [{event: visit}]}}}
          after: {recipient: birthing_parent, for: age_days >= 0, touchpoints: {t: {from: pregnancy_start, due_by: 400 days, done_by: [{event: visit}]}}}
        """,
        children="""
        child | birth      | due_date
        ana   | 2024-03-01 | 2024-03-08""",
        rows="""
        as_of      | touchpoint | status
        2024-02-29 | before.t   | due
        2024-02-29 | minus.t    | due
        2024-02-29 | after.t    | not_needed
        2024-03-01 | before.t   | not_needed
        2024-03-01 | minus.t    | not_needed
        2024-03-01 | after.t    | due""",
    )


def test_unless_takes_somebody_out_by_a_condition_or_by_what_happened(spec):
    """The reason is then `excluded`. A requirement under `unless` looks at all that is seen."""
    spec(
        """
        facts: {hospice: {type: boolean}}
        elements:
          by_fact: {unless: hospice, touchpoints: {t: {due_by: birth + 1 year, done_by: [{event: visit}]}}}
          by_event: {unless: {count: {event: heart_surgery}, within: [birth, birth + 1 year]}, touchpoints: {t: {due_by: birth + 1 year, done_by: [{event: visit}]}}}
        """,
        children="""
        child    | birth
        excluded | 2024-03-01
        included | 2024-03-01
        unasked  | 2024-03-01""",
        facts="""
        who      | fact    | value
        excluded | hospice | yes
        included | hospice | no""",
        events="""
        who      | event         | day
        excluded | heart_surgery | 2024-04-01""",
        as_of="2024-05-01",
        rows="""
        who      | touchpoint | status     | reason
        excluded | by_fact.t  | not_needed | excluded
        excluded | by_event.t | not_needed | excluded
        included | by_fact.t  | due        | open
        included | by_event.t | due        | open
        unasked  | by_fact.t  | ask        | fact_unknown""",
    )


def test_the_need_of_an_element_and_of_its_touchpoint_must_both_hold(spec):
    """`for` on a touchpoint is joined to the element's by `and`."""
    spec(
        """
        facts: {a: {type: boolean}, b: {type: boolean}}
        elements:
          care: {for: a, touchpoints: {all: {due_by: birth + 1 year, done_by: [{event: visit}]}, some: {for: b, due_by: birth + 1 year, done_by: [{event: call}]}}}
        """,
        facts="""
        fact | value
        a    | yes
        b    | no""",
        as_of="2024-05-01",
        rows="""
        touchpoint | status
        all        | due
        some       | not_needed""",
    )


def test_the_first_unknown_name_of_a_condition_is_the_one_asked_for(spec):
    """One question at a time, in the order in which the designer wrote them; what is already known is not asked."""
    spec(
        """
        facts: {a: {type: boolean}, b: {type: boolean}, c: {type: boolean}}
        elements:
          care: {for: a and b and c, touchpoints: {t: {due_by: birth + 1 year, done_by: [{event: visit}]}}}
        """,
        facts="""
        fact | value
        a    | yes""",
        as_of="2024-05-01",
        rows="""
        touchpoint | status | missing
        t          | ask    | b""",
    )


def test_an_outcome_that_is_asked_for_is_named(spec):
    """The question says whose result is missing."""
    spec(
        """
        elements:
          screening: {touchpoints: {m9: {due_by: birth + 10 months, done_by: [{event: screen}]}}}
          plan: {touchpoints: {t: {after: screening.m9 == 'at risk', within: 14 days, done_by: [{event: plan}]}}}
        """,
        events="""
        event  | day
        screen | 2024-12-01""",
        as_of="2024-12-10",
        rows="""
        touchpoint | status | reason                  | missing
        plan.t     | ask    | trigger_outcome_unknown | screening.m9.outcome""",
    )
