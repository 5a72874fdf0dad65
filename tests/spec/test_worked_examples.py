"""Chapter 19: sixteen elements as programs really have them. All codes, names and dates are invented."""

chapter = 19
title = "Worked examples"


def test_example_1_prenatal_visits_are_ended_by_the_birth(spec):
    """Every four weeks, then every two, then every week, until the day before birth."""
    fragment = """
        elements:
          prenatal:
            recipient: birthing_parent
            done_by: [{event: prenatal_visit}]
            touchpoints: {visit: {repeat: [{every: 4 weeks, times: 5, from: pregnancy_start + 8 weeks, until: birth - 1 day}, {every: 2 weeks, times: 4, until: birth - 1 day}, {every: 1 week, times: 5, until: birth - 1 day}]}}
        """
    spec(
        fragment,
        children="""
        child | birth | due_date   | parent
              |       | 2024-10-06 | mo""",
        events="""
        who | event          | day
        mo  | prenatal_visit | 2024-03-01""",
        as_of="2024-05-01",
        rows="""
        touchpoint | status  | changes_on
        visit_1    | reached |
        visit_2    | missed  |
        visit_3    | due     | 2024-05-19""",
    )
    spec(
        fragment,
        children="""
        child | birth      | due_date   | parent
        ana   | 2024-09-01 | 2024-10-06 | mo""",
        as_of="2024-09-01",
        rows="""
        touchpoint | status     | reason
        visit_14   | not_needed | no_window""",
    )


POSTPARTUM = """
    elements:
      postpartum: {recipient: birthing_parent, touchpoints: {visit: {opens: birth + 7 days, due_by: birth + 84 days, closes: birth + 84 days, done_by: [{event: postpartum_visit}]}}}
    """


def test_example_2_a_postpartum_visit_on_either_end_of_its_window(spec):
    """Day 84 is in time; day 85 is not, and nobody offered another."""
    spec(
        POSTPARTUM,
        children="""
        child | birth      | parent
        day 84 | 2024-03-01 | mo
        day 85 | 2024-03-01 | kim""",
        events="""
        who | event            | day
        mo  | postpartum_visit | 2024-05-24
        kim | postpartum_visit | 2024-05-25""",
        as_of="2024-05-26",
        rows="""
        who | touchpoint | status  | crack
        mo  | visit      | reached |
        kim | visit      | missed  | not_offered""",
    )


def test_example_2_without_a_source_the_postpartum_visit_is_unobserved(spec):
    """With one that has reported through 1 May only it is unobserved as well, without a crack."""
    spec(
        POSTPARTUM,
        observed="""
        event
        other""",
        as_of="2024-05-26",
        rows="""
        touchpoint | status     | reason
        visit      | unobserved | no_source""",
    )
    spec(
        POSTPARTUM,
        observed="""
        event            | from       | through
        postpartum_visit | 2024-01-01 | 2024-05-01""",
        as_of="2024-05-26",
        rows="""
        touchpoint | status     | reason  | crack
        visit      | unobserved | not_yet |""",
    )


HEARING = """
    elements:
      hearing:
        touchpoints:
          screen: {due_by: birth + 1 month, closes: birth + 3 months, done_by: [{event: hearing_screen}]}
          diagnosis: {after: screen == 'not passed', from: birth, opens: trigger, due_by: birth + 3 months, closes: birth + 3 years, done_by: [{event: hearing_diagnosis}]}
          ei_enrolled: {after: diagnosis == 'loss', opens: trigger, due_by: birth + 6 months, closes: birth + 3 years, done_by: [{event: ei_enrolment}]}
          notice: {after: screen is overdue, within: 7 days, observed_by: always, done_by: [{event: notice_sent}]}
    """


def test_example_3_hearing_by_one_three_and_six_months_of_age(spec):
    """All three ages count from birth."""
    spec(
        HEARING,
        children="""
        child      | birth
        not passed | 2024-03-01
        passed     | 2024-03-01
        no result  | 2024-03-01""",
        events="""
        who        | event          | day        | result
        not passed | hearing_screen | 2024-03-02 | not passed
        passed     | hearing_screen | 2024-03-02 | passed
        no result  | hearing_screen | 2024-03-02 |""",
        as_of="2024-03-10",
        rows="""
        who        | touchpoint  | status     | due_by
        not passed | diagnosis   | due        | 2024-06-01
        not passed | ei_enrolled | not_needed | 2024-09-01
        passed     | diagnosis   | not_needed | 2024-06-01
        no result  | diagnosis   | ask        | 2024-06-01""",
    )


def test_example_3_a_screening_nobody_did_is_followed_by_a_notice(spec):
    """Unless nobody reports screenings: then neither is known."""
    spec(
        HEARING,
        as_of="2024-04-05",
        rows="""
        touchpoint | status  | due_by
        screen     | overdue | 2024-04-01
        notice     | due     | 2024-04-09""",
    )
    spec(
        HEARING,
        observed="""
        event
        other""",
        as_of="2024-04-05",
        rows="""
        touchpoint | status
        screen     | unobserved
        notice     | unobserved""",
    )


def test_example_4_a_late_first_specimen_is_not_the_second(spec):
    """It lies in the window of the second, and leaves the first missed."""
    spec(
        """
        anchors: {discharge: {first: [{event: birth_discharge}], else: birth + 2 days}}
        elements:
          bloodspot: {done_by: [{event: bloodspot}], touchpoints: {first: {due_by: discharge, closes: birth + 9 days}, second: {opens: birth + 10 days, due_by: birth + 15 days, closes: birth + 6 months}}}
        """,
        events="""
        event     | day
        bloodspot | 2024-03-12""",
        as_of="2024-03-20",
        rows="""
        touchpoint | status
        first      | missed
        second     | reached""",
    )


def test_example_5_well_child_visits_at_the_end_of_a_month(spec):
    """And one visit told by two agencies."""
    spec(
        """
        elements:
          well_child:
            done_by: [{event: well_visit}]
            touchpoints: {d3: {opens: birth + 2 days, due_by: birth + 5 days, closes: birth + 13 days}, m1: {opens: birth + 14 days, due_by: birth + 1 month, closes: birth + 6 weeks}, m2: {opens: birth + 7 weeks, due_by: birth + 2 months + 14 days, closes: birth + 3 months}}
        """,
        children="""
        child | birth
        ana   | 2024-02-29
        ben   | 2024-01-31
        eva   | 2024-03-01""",
        events="""
        who | event      | day        | agency
        eva | well_visit | 2024-03-04 | clinic
        eva | well_visit | 2024-03-04 | medicaid""",
        as_of="2024-03-20",
        rows="""
        who | touchpoint | status   | due_by
        ana | m1         | due      | 2024-03-29
        ben | m1         | missed   | 2024-02-29
        eva | d3         | reached  | 2024-03-06
        eva | m1         | due      | 2024-04-01
        eva | m2         | upcoming | 2024-05-15""",
    )


EARLY = """
    facts: {consent_ei: {type: boolean}}
    events: {dev_screen: {columns: {zone: {type: code, choices: [referral, monitoring, above]}}}}
    handoffs:
      screen_to_ei:
        {from: primary_care, to: early_intervention, catch: navigator, consent: consent_ei,
         clocks: {send: 7 days, answer: 3 business days, begin: 45 days, wait: 30 days, retry: 10 days, route: 14 days, tell: 10 days},
         way_back: [{event: result_letter}], next_route: babies_first.intake}
    elements:
      developmental_screening:
        done_by: [{event: dev_screen}]
        outcomes: {at risk: zone == 'referral', monitor: zone == 'monitoring', typical: zone == 'above'}
        touchpoints: {m9: {opens: birth + 8 months, due_by: birth + 10 months, closes: birth + 12 months}, m18: {opens: birth + 16 months, due_by: birth + 19 months, closes: birth + 21 months}}
      early_intervention:
        until: birth + 3 years - 1 day
        touchpoints:
          referral: {after: each developmental_screening == 'at risk', within: 7 days, done_by: [{event: ei_referral}], handoff: screen_to_ei}
          received: {after: each referral, within: 3 business days, done_by: [{handoff: screen_to_ei, step: received}], observed_by: always}
          first_plan: {after: each received, within: 45 days, done_by: [{event: ifsp_meeting}], handoff: screen_to_ei}
      babies_first: {touchpoints: {intake: {after: first early_intervention.first_plan is not_eligible, within: 14 days, observed_by: always, done_by: [{event: bf_intake}]}}}
    """


def test_example_6_a_child_at_risk_for_whom_nothing_was_sent(spec):
    """Without consent nothing could be; with it, it should have been."""
    spec(
        EARLY,
        children="""
        child      | birth
        no consent | 2024-03-01
        consent    | 2024-03-01""",
        facts="""
        who     | fact       | value
        consent | consent_ei | yes""",
        events="""
        who        | event      | day        | zone
        no consent | dev_screen | 2024-12-02 | referral
        consent    | dev_screen | 2024-12-02 | referral""",
        as_of="2024-12-20",
        rows="""
        who        | touchpoint   | status  | crack
        no consent | referral@m9  | overdue | no_consent_yet
        consent    | referral@m9  | overdue | not_sent""",
    )


SENT = """
    event       | day        | zone     | handoff      | step
    dev_screen  | 2024-12-02 | referral |              |
    ei_referral | 2024-12-05 |          |              |
                | 2024-12-05 |          | screen_to_ei | sent"""


def test_example_6_a_referral_nobody_answers(spec):
    """In progress for three business days; then the plan waits, and the silence is its crack. On the third birthday it is over."""
    spec(
        EARLY,
        facts="""
        fact       | value
        consent_ei | yes""",
        events=SENT,
        rows="""
        as_of      | touchpoint    | status      | reason   | crack     | changes_on
        2024-12-10 | first_plan@m9 | in_progress | sent     |           | 2024-12-11
        2024-12-20 | referral@m9   | reached     | matched  |           |
        2024-12-20 | first_plan@m9 | upcoming    | waits    | no_answer | 2027-03-01""",
    )
    spec(
        EARLY,
        facts="""
        fact       | value
        consent_ei | yes""",
        events=SENT,
        rows="""
        as_of      | touchpoint  | status  | reason
        2024-12-20 | received@m9 | overdue | past_due
        2027-03-01 | received@m9 | ended   | aged_out""",
    )


def test_example_6_a_child_found_not_eligible_is_routed_on(spec):
    """The next door has fourteen days, as the one who sent has to see to it."""
    spec(
        EARLY,
        facts="""
        fact       | value
        consent_ei | yes""",
        events=SENT
        + """
                | 2024-12-20 |          | screen_to_ei | not_eligible""",
        rows="""
        as_of      | touchpoint          | status     | reason             | due_by     | crack
        2024-12-20 | first_plan@m9       | not_needed | found_not_eligible | pending    |
        2024-12-20 | babies_first.intake | due        | open               | 2025-01-03 |
        2025-01-03 | first_plan@m9       | not_needed | found_not_eligible | pending    |
        2025-01-04 | first_plan@m9       | not_needed | found_not_eligible | pending    | not_eligible_no_next_route""",
    )


def test_example_6_accepted_and_not_begun_or_done_and_never_told(spec):
    """Forty-five days from the receipt; and a plan that was made, of which the clinic never heard."""
    spec(
        EARLY,
        children="""
        child      | birth
        not begun  | 2024-03-01
        never told | 2024-03-01""",
        facts="""
        who        | fact       | value
        not begun  | consent_ei | yes
        never told | consent_ei | yes""",
        events="""
        who        | event        | day        | zone     | handoff      | step
        not begun  | dev_screen   | 2024-12-02 | referral |              |
        not begun  | ei_referral  | 2024-12-05 |          |              |
        not begun  |              | 2024-12-05 |          | screen_to_ei | sent
        not begun  |              | 2024-12-06 |          | screen_to_ei | received
        not begun  |              | 2024-12-09 |          | screen_to_ei | accepted
        never told | dev_screen   | 2024-12-02 | referral |              |
        never told | ei_referral  | 2024-12-05 |          |              |
        never told |              | 2024-12-05 |          | screen_to_ei | sent
        never told |              | 2024-12-06 |          | screen_to_ei | received
        never told |              | 2024-12-09 |          | screen_to_ei | accepted
        never told | ifsp_meeting | 2025-01-10 |          |              |
        never told |              | 2025-01-10 |          | screen_to_ei | done""",
        as_of="2025-03-01",
        rows="""
        who        | touchpoint    | status  | due_by     | crack
        not begun  | first_plan@m9 | overdue | 2025-01-20 | accepted_not_begun
        never told | first_plan@m9 | reached | 2025-01-20 | no_word_back""",
    )


LEAD = """
    facts: {coverage: {type: code, choices: [ohp, private]}}
    elements:
      lead:
        for: coverage == 'ohp'
        done_by: [{event: lead_test, where: value is known}]
        outcomes: {elevated: value >= 3.5, below: value < 3.5}
        touchpoints: {m12: {opens: birth + 12 months, due_by: birth + 13 months, closes: birth + 24 months - 1 day}, m24: {opens: birth + 24 months, due_by: birth + 25 months, closes: birth + 72 months}}
      lead_follow_up:
        touchpoints:
          confirm: {after: each lead == 'elevated', opens: trigger + 1 day, due_by: trigger + 12 weeks, done_by: [{event: lead_test}]}
          tell_public_health: {after: each confirm, due_by: trigger + 1 business day, observed_by: always, done_by: [{event: lead_report}]}
    """


def test_example_7_lead_for_children_whose_coverage_is_or_is_not_known(spec):
    """Asked; kept private; tested all the same; and covered no more after the test."""
    spec(
        LEAD,
        children="""
        child      | birth
        unknown    | 2024-03-01
        withheld   | 2024-03-01
        tested     | 2024-03-01
        lost later | 2024-03-01""",
        facts="""
        who        | fact     | value    | from       | through
        withheld   | coverage | withheld |            |
        lost later | coverage | ohp      | 2024-03-01 | 2025-03-20
        lost later | coverage | private  | 2025-03-21 |""",
        events="""
        who        | event     | day        | value
        tested     | lead_test | 2025-03-08 | 1.2
        lost later | lead_test | 2025-03-08 | 1.2""",
        as_of="2025-03-25",
        rows="""
        who        | touchpoint | status  | reason        | crack
        unknown    | m12        | ask     | fact_unknown  | ask
        withheld   | m12        | ask     | withheld      |
        tested     | m12        | reached | need_presumed |
        lost later | m12        | reached | matched       |""",
    )


def test_example_7_an_elevated_value_is_confirmed_and_reported(spec):
    """The confirmation within twelve weeks; the report on the next business day."""
    spec(
        LEAD,
        facts="""
        fact     | value
        coverage | ohp""",
        events="""
        event     | day        | value
        lead_test | 2025-03-08 | 3.5
        lead_test | 2025-03-14 | 4.1""",
        rows="""
        as_of      | touchpoint             | status   | due_by
        2025-03-13 | confirm@m12            | due      | 2025-05-31
        2025-03-13 | tell_public_health@m12 | upcoming | pending
        2025-03-14 | confirm@m12            | reached  | 2025-05-31
        2025-03-14 | tell_public_health@m12 | due      | 2025-03-17""",
    )


def test_example_8_a_home_visit_that_was_declined_and_taken_up_again(spec):
    """And one that was offered and never answered."""
    spec(
        """
        elements:
          family_connects:
            recipient: household
            declined_by: [{event: fc_declined}]
            resumed_by: [{event: fc_accepted}]
            offered_by: [{event: fc_offered}]
            accepted_by: [{event: fc_scheduled}]
            touchpoints: {visit: {opens: birth + 14 days, due_by: birth + 84 days, closes: birth + 6 months, done_by: [{event: fc_visit}]}, call: {after: visit, opens: trigger + 3 weeks, due_by: trigger + 5 weeks, closes: trigger + 12 weeks, done_by: [{event: fc_call}]}}
        """,
        children="""
        child    | birth
        declined | 2024-03-01
        accepted | 2024-03-01
        offered  | 2024-03-01""",
        events="""
        who               | event       | day
        declined's mother | fc_declined | 2024-03-10
        accepted's mother | fc_declined | 2024-03-10
        accepted's mother | fc_accepted | 2024-03-20
        offered's mother  | fc_offered  | 2024-03-10""",
        rows="""
        as_of      | episode  | touchpoint | status     | reason        | crack
        2024-04-01 | declined | visit      | declined   | declined      |
        2024-04-01 | declined | call       | not_needed | not_triggered |
        2024-04-01 | accepted | visit      | due        | open          |
        2024-04-01 | accepted | call       | upcoming   | waits         |
        2024-06-01 | offered  | visit      | overdue    | past_due      | no_answer""",
    )


WIC = """
    facts: {income_fpl: {type: number, unit: percent of poverty level, valid_for: 12 months}}
    events: {wic_certification: {end: planned}}
    elements:
      wic:
        for: income_fpl <= 185
        until: birth + 5 years
        done_by: [{event: wic_certification}]
        touchpoints: {first: {within: 60 days}, renew_1: {from: first.end, opens: first.end - 30 days, due_by: first.end, closes: first.end + 60 days}, renew_2: {from: renew_1.end, opens: renew_1.end - 30 days, due_by: renew_1.end, closes: renew_1.end + 60 days}}
    """


def test_example_9_wic_is_certified_for_a_time_known_in_advance(spec):
    """The renewal opens thirty days before the end; an income a year old has to be asked for again."""
    spec(
        WIC,
        children="""
        child     | birth
        certified | 2024-03-01
        nothing   | 2024-03-01""",
        facts="""
        who       | fact       | value | from
        certified | income_fpl | 120   | 2024-03-01
        nothing   | income_fpl | 120   | 2024-03-01""",
        events="""
        who       | event             | day        | end
        certified | wic_certification | 2024-03-20 | 2025-03-01""",
        rows="""
        as_of      | who       | touchpoint | status   | opens      | missing
        2024-06-01 | certified | first      | reached  | 2024-03-01 |
        2024-06-01 | certified | renew_1    | upcoming | 2025-01-30 |
        2025-03-10 | nothing   | first      | ask      | 2024-03-01 | income_fpl""",
    )


def test_example_10_approval_is_not_a_place_and_a_place_is_not_receipt(spec):
    """A provider that is full, while its clock runs and after the place was due."""
    spec(
        """
        facts: {parent_working: {type: boolean, of: household}, income_fpl: {type: number, unit: percent, of: household}}
        handoffs: {erdc_to_provider: {from: partner, to: partner, clocks: {send: 7 days, answer: 7 days, begin: 45 days, wait: 60 days}}}
        elements:
          erdc:
            recipient: household
            for: parent_working and income_fpl < 200
            touchpoints: {approved: {from: birth + 6 weeks, due_by: birth + 4 months, done_by: [{event: erdc_approval}]}, placed: {after: approved, within: 30 days, handoff: erdc_to_provider, done_by: [{event: care_started}]}, received: {after: placed, within: 45 days, done_by: [{event: erdc_payment}]}}
        """,
        facts="""
        who    | fact           | value
        mother | parent_working | yes
        mother | income_fpl     | 150""",
        events="""
        who    | event         | day        | handoff          | step
        mother | erdc_approval | 2024-06-10 |                  |
        mother |               | 2024-06-20 | erdc_to_provider | full""",
        rows="""
        as_of      | touchpoint | status      | reason   | crack
        2024-07-01 | approved   | reached     | matched  |
        2024-07-01 | placed     | in_progress | full     |
        2024-07-01 | received   | upcoming    | waits    |
        2024-09-20 | placed     | overdue     | past_due | full
        2024-09-20 | received   | upcoming    | waits    |""",
    )


def test_example_11_a_series_with_least_ages_and_intervals(spec):
    """Twenty-seven days do not count, twenty-eight do."""
    spec(
        """
        codes: {shot_a: {cvx: ['20']}}
        elements:
          shot_a:
            done_by: [{event: immunization, list: shot_a}]
            touchpoints: {dose_1: {opens: birth + 6 weeks, due_by: birth + 3 months}, dose_2: {opens: birth + 10 weeks, interval: 4 weeks, due_by: birth + 5 months}, dose_3: {opens: birth + 14 weeks, interval: 4 weeks, due_by: birth + 7 months}, dose_4: {opens: birth + 12 months, interval: 6 months, due_by: birth + 19 months}}
        """,
        children="""
        child   | birth
        27 days | 2024-03-01
        28 days | 2024-03-01
        no dose | 2024-03-01""",
        events="""
        who     | event        | day        | code
        27 days | immunization | 2024-04-12 | cvx:20
        27 days | immunization | 2024-05-09 | cvx:20
        28 days | immunization | 2024-04-12 | cvx:20
        28 days | immunization | 2024-05-10 | cvx:20""",
        rows="""
        as_of      | who     | touchpoint | status   | opens
        2024-05-15 | 27 days | dose_2     | due      | 2024-05-10
        2024-05-15 | 28 days | dose_2     | reached  | 2024-05-10
        2024-05-15 | 28 days | dose_3     | upcoming | 2024-06-07
        2025-06-01 | no dose | dose_1     | overdue  | 2024-04-12
        2025-06-01 | no dose | dose_2     | upcoming | pending""",
    )


def test_example_12_a_doulas_visits_before_at_and_after_the_birth(spec):
    """Two, the birth, two."""
    spec(
        """
        elements:
          doula:
            recipient: birthing_parent
            touchpoints: {prenatal_1: {from: pregnancy_start, due_by: birth, closes: birth, done_by: [{event: doula_visit}]}, prenatal_2: {from: pregnancy_start, due_by: birth, closes: birth, done_by: [{event: doula_visit}]}, birth_support: {opens: birth - 1 day, due_by: birth, closes: birth + 1 day, done_by: [{event: doula_birth}]}, postpartum_1: {opens: birth + 1 day, due_by: birth + 6 weeks, closes: birth + 12 months, done_by: [{event: doula_visit}]}, postpartum_2: {opens: birth + 1 day, due_by: birth + 6 weeks, closes: birth + 12 months, done_by: [{event: doula_visit}]}}
        """,
        children="""
        child | birth      | due_date   | parent
        ana   | 2024-03-01 | 2024-03-08 | mo""",
        events="""
        who | event       | day
        mo  | doula_visit | 2024-01-05
        mo  | doula_birth | 2024-03-01
        mo  | doula_visit | 2024-03-10""",
        as_of="2024-03-20",
        rows="""
        touchpoint    | status
        prenatal_1    | reached
        prenatal_2    | missed
        birth_support | reached
        postpartum_1  | reached
        postpartum_2  | due""",
    )


HOME_VISITS = """
    elements:
      home_visits:
        recipient: household
        stopped_by: [{when: {event: hv_left}, as: declined, why: left}]
        touchpoints: {enrol: {due_by: birth + 3 months, closes: birth + 12 months, done_by: [{event: hv_enrolment}]}, visit: {repeat: [{every: 1 week, times: 26, from: enrol, until: birth + 3 years}, {every: 2 weeks, times: 50, until: birth + 3 years}], done_by: [{event: hv_visit}]}}
    measures: {dose: {share_of: home_visits.visit}}
    """


def test_example_13_weekly_home_visits_and_a_family_that_left(spec):
    """What was missed before stays missed; from the day they left on it is their choice."""
    spec(
        HOME_VISITS,
        children="""
        child  | birth
        stayed | 2024-03-01
        left   | 2024-03-01""",
        events="""
        who    | event        | day
        stayed | hv_enrolment | 2024-04-01
        stayed | hv_visit     | 2024-04-02
        stayed | hv_visit     | 2024-04-15
        left   | hv_enrolment | 2024-04-01
        left   | hv_visit     | 2024-04-02
        left   | hv_left      | 2024-04-16""",
        as_of="2024-04-26",
        rows="""
        episode | touchpoint | status   | reason
        stayed  | visit_1    | reached  | matched
        stayed  | visit_2    | missed   | closed
        stayed  | visit_3    | reached  | matched
        stayed  | visit_4    | due      | open
        left    | visit_1    | reached  | matched
        left    | visit_2    | missed   | closed
        left    | visit_3    | declined | left
        left    | visit_4    | declined | left
        left    | visit_76   | declined | left""",
        counted="""
        measure | child  | reached | past | share
        dose    | stayed | 2       | 3    | 0.67
        dose    | left   | 1       | 2    | 0.50""",
    )


def test_example_14_early_intervention_hands_over_to_preschool_at_three(spec):
    """Only for children who had a plan."""
    spec(
        """
        elements:
          early_intervention: {touchpoints: {first_plan: {due_by: birth + 2 years, done_by: [{event: ifsp_meeting}]}}}
          preschool_hand_over:
            for: early_intervention.first_plan.reached
            touchpoints: {notify: {opens: birth + 27 months, due_by: birth + 3 years - 90 days, closes: birth + 3 years, done_by: [{event: lea_notified}]}, first_iep: {after: notify, opens: trigger, due_by: birth + 3 years, closes: birth + 42 months, done_by: [{event: iep_meeting}]}}
        """,
        children="""
        child     | birth
        in it     | 2024-03-01
        never     | 2024-03-01""",
        events="""
        who   | event        | day
        in it | ifsp_meeting | 2025-03-01
        in it | lea_notified | 2026-12-02""",
        as_of="2026-12-10",
        rows="""
        who   | touchpoint | status       | due_by
        in it | notify     | reached_late | 2026-12-01
        in it | first_iep  | due          | 2027-03-01
        never | notify     | not_needed   | 2026-12-01""",
    )


BY_TWO = """
    anchors: {second_birthday: birth + 2 years}
    spans: {first_two_years: [birth, second_birthday], second_year: [birth + 1 year, second_birthday]}
    events: {hospice: {end: running}}
    codes:
      out_dx: {icd: ['x1']}
      shot_a: {cvx: ['a', 'a9']}
      shot_a_strong: {cvx: ['a9']}
      shot_b: {cvx: ['b']}
      newborn_dose: {pcs: ['nb']}
      reaction_a: {icd: ['ra']}
      disease_x: {icd: ['dx']}
      disease_y: {icd: ['dy']}
      flu: {cvx: ['f', 'n']}
      nasal: {cvx: ['n']}
      shot_d: {cvx: ['d']}
      visit: {cpt: ['v']}
    elements:
      shots_by_two:
        for: second_birthday in period
        unless: {any: [{count: {event: condition, list: out_dx}, within: first_two_years}, {count: {event: hospice, relation: touches}, within: period}]}
        opens: birth
        closes: second_birthday
        touchpoints:
          a: {requires: {any: [{count: {event: [immunization, procedure], list: [shot_a, shot_a_strong]}, within: [birth + 40 days, second_birthday], at_least: {usually: 3, or: {if_any: {event: [immunization, procedure], list: shot_a_strong}, then: 4}}}, {count: {event: condition, list: reaction_a}, within: first_two_years}]}}
          b: {requires: {any: [{count: {event: immunization, list: shot_b}, at_least: 3, within: first_two_years}, {count: {event: immunization, list: shot_b}, at_least: 2, within: first_two_years, after: {first: {event: procedure, list: newborn_dose}, within: [birth, birth + 3 days]}}]}}
          c: {requires: {any: [{count: {event: immunization, list: shot_b}, within: second_year}, {all: [{count: {event: condition, list: disease_x}, within: first_two_years}, {count: {event: condition, list: disease_y}, within: first_two_years}]}]}}
          flu: {requires: {any: [{count: [{event: immunization, list: flu, within: [birth + 40 days, second_birthday]}, {event: procedure, list: flu, within: [birth + 150 days, second_birthday]}], at_least: 2}, {all: [{count: {event: immunization, list: nasal}, within: [second_birthday, second_birthday]}, {count: {event: immunization, list: flu}, within: [birth + 40 days, second_birthday]}]}]}}
          d: {requires: {count: {event: [immunization, procedure], list: shot_d}, at_least: 3, within: first_two_years}}
    measures:
      up_to_date: {period: calendar year, who: {for: second_birthday in period, requires: {count: {event: encounter, list: visit, relation: inside}, within: period}}, out: {requires: {count: {event: hospice, relation: touches}, within: period}}, met: {all: [shots_by_two]}}
      shots_of_a: {period: calendar year, who: {for: second_birthday in period}, out: {requires: {count: {event: hospice, relation: touches}, within: period}}, met: {all: [shots_by_two.a]}}
    """


def test_example_15_which_doses_add_up(spec):
    """Two on one day count once; with one strong dose four are wanted; a reaction stands for them all."""
    spec(
        BY_TWO,
        children="""
        child        | birth
        three        | 2024-03-01
        same day     | 2024-03-01
        one strong   | 2024-03-01
        four         | 2024-03-01
        reaction     | 2024-03-01
        hospice over | 2024-03-01
        hospice      | 2024-03-01""",
        events="""
        who          | event        | day        | end        | code
        three        | immunization | 2024-05-01 |            | cvx:a
        three        | procedure    | 2024-07-01 |            | cvx:a
        three        | immunization | 2024-09-01 |            | cvx:a
        same day     | immunization | 2024-05-01 |            | cvx:a
        same day     | immunization | 2024-07-01 |            | cvx:a
        same day     | procedure    | 2024-07-01 |            | cvx:a
        one strong   | immunization | 2024-05-01 |            | cvx:a
        one strong   | immunization | 2024-07-01 |            | cvx:a9
        one strong   | immunization | 2024-09-01 |            | cvx:a
        four         | immunization | 2024-05-01 |            | cvx:a
        four         | immunization | 2024-07-01 |            | cvx:a9
        four         | immunization | 2024-09-01 |            | cvx:a
        four         | immunization | 2025-09-01 |            | cvx:a
        reaction     | condition    | 2024-05-01 |            | icd:ra
        hospice over | hospice      | 2025-11-01 | 2025-12-31 |
        hospice      | hospice      | 2025-11-01 | 2026-01-01 |""",
        as_of="2026-12-31",
        counted="""
        measure    | child        | who | out | met | missing
        shots_of_a | three        | yes | no  | yes |
        shots_of_a | same day     | yes | no  | no  | shots_by_two.a
        shots_of_a | one strong   | yes | no  | no  | shots_by_two.a
        shots_of_a | four         | yes | no  | yes |
        shots_of_a | reaction     | yes | no  | yes |
        shots_of_a | hospice over | yes | no  | no  | shots_by_two.a
        shots_of_a | hospice      | yes | yes | no  |""",
    )


def test_example_15_who_belongs_to_the_measure(spec):
    """Whose second birthday lies in the year and who was seen in it; what is missing is named."""
    spec(
        BY_TWO,
        children="""
        child     | birth
        seen      | 2024-12-31
        unseen    | 2024-12-31
        next year | 2025-01-01
        all       | 2024-03-01""",
        events="""
        who       | event        | day        | end        | code
        seen      | encounter    | 2026-02-01 | 2026-02-01 | cpt:v
        seen      | immunization | 2026-12-31 |            | cvx:b
        seen      | immunization | 2026-12-31 |            | cvx:n
        seen      | immunization | 2026-03-01 |            | cvx:f
        unseen    | encounter    | 2025-12-31 | 2026-01-01 | cpt:v
        next year | encounter    | 2026-02-01 | 2026-02-01 | cpt:v
        all       | encounter    | 2026-02-01 | 2026-02-01 | cpt:v
        all       | condition    | 2024-05-01 |            | icd:ra
        all       | procedure    | 2024-03-04 |            | pcs:nb
        all       | immunization | 2024-05-01 |            | cvx:b
        all       | immunization | 2025-05-01 |            | cvx:b
        all       | immunization | 2024-10-01 |            | cvx:f
        all       | procedure    | 2024-11-01 |            | cvx:f
        all       | immunization | 2024-05-01 |            | cvx:d
        all       | immunization | 2024-07-01 |            | cvx:d
        all       | procedure    | 2024-09-01 |            | cvx:d""",
        as_of="2026-12-31",
        counted="""
        measure    | child     | who | out | met | missing
        up_to_date | seen      | yes | no  | no  | shots_by_two.a, shots_by_two.b, shots_by_two.d
        up_to_date | unseen    | no  | no  | no  |
        up_to_date | next year | no  | no  | no  |
        up_to_date | all       | yes | no  | yes |""",
    )


def test_example_16_a_pilot_that_differs_in_two_sentences(spec):
    """The first visit opens a week earlier, and lead is for every child: the same family under the parent and under the pilot."""
    state = """
        facts: {coverage: {type: code, choices: [ohp, private]}}
        elements:
          family_connects: {recipient: household, touchpoints: {visit: {opens: birth + 14 days, due_by: birth + 84 days, closes: birth + 6 months, done_by: [{event: fc_visit}]}}}
          lead: {for: coverage == 'ohp', touchpoints: {m12: {opens: birth + 12 months, due_by: birth + 13 months, done_by: [{event: lead_test}]}}}
        """
    told = {
        "events": """
        who    | event    | day
        mother | fc_visit | 2024-03-10""",
        "as_of": "2025-03-05",
    }
    spec(
        state,
        **told,
        rows="""
        touchpoint | status | reason
        visit      | missed | closed
        m12        | ask    | fact_unknown""",
    )
    spec(
        """
        blueprint: lane-illustration
        version: 0.1.0
        extends: {blueprint: spec, version: 1.0.0}
        changes:
          - {at: elements.family_connects.touchpoints.visit.opens, from: birth + 14 days, to: birth + 7 days, because: {en: Families asked for help in the first fortnight.}, source: invented}
          - {at: elements.lead.for, from: "coverage == 'ohp'", because: {en: 'Every child here, whatever the coverage.'}, source: invented}
        """,
        parent=state,
        **told,
        rows="""
        touchpoint | status  | reason  | blueprint
        visit      | reached | matched | lane-illustration
        m12        | due     | open    | lane-illustration""",
    )
