"""Chapter 13: who is judged: pregnancies, children, parents, carers and households."""

chapter = 13
title = "Episodes and people"

FAMILY = """
    ends:
      - {event: pregnancy_loss, why: loss, of: child}
      - {event: child_death, why: died, of: child}
      - {event: parent_death, why: died, of: birthing_parent}
    elements:
      prenatal: {recipient: birthing_parent, touchpoints: {first: {from: pregnancy_start, due_by: 12 weeks, closes: birth, done_by: [{event: prenatal_visit}]}}}
      postpartum: {recipient: birthing_parent, touchpoints: {visit: {opens: birth + 7 days, due_by: birth + 84 days, closes: birth + 84 days, done_by: [{event: postpartum_visit}]}}}
      well_child: {touchpoints: {d3: {opens: birth + 2 days, due_by: birth + 5 days, closes: birth + 13 days, done_by: [{event: well_visit}]}, m1: {opens: birth + 14 days, due_by: birth + 1 month, done_by: [{event: well_visit}]}}}
    """


def test_twins_are_one_parent_and_two_children(spec):
    """The parent's elements are judged once per pregnancy, the children's once for each."""
    spec(
        FAMILY,
        children="""
        child | birth      | parent | due_date
        ana   | 2024-03-01 | mo     | 2024-03-20
        ben   | 2024-03-01 | mo     | 2024-03-20""",
        events="""
        who | event            | day
        ana | well_visit       | 2024-03-04
        mo  | postpartum_visit | 2024-04-01""",
        as_of="2024-04-02",
        rows="""
        who | episode      | touchpoint       | role            | status
        mo  | pregnancy mo | postpartum.visit | birthing_parent | reached
        ana | ana          | well_child.d3    | child           | reached
        ben | ben          | well_child.d3    | child           | missed""",
        absent="""
        who | touchpoint
        ana | postpartum.visit
        ben | postpartum.visit
        mo  | well_child.d3""",
    )


def test_when_one_twin_dies_the_other_is_owed_everything(spec):
    """And the parent her own care."""
    spec(
        FAMILY,
        children="""
        child | birth      | parent
        ana   | 2024-03-01 | mo
        ben   | 2024-03-01 | mo""",
        events="""
        who | event       | day
        ben | child_death | 2024-03-03""",
        as_of="2024-03-20",
        rows="""
        who | touchpoint       | status | reason | crack
        ana | well_child.d3    | missed | closed | not_offered
        ana | well_child.m1    | due    | open   |
        ben | well_child.d3    | ended  | died   |
        ben | well_child.m1    | ended  | died   |
        mo  | postpartum.visit | due    | open   |""",
    )


def test_a_child_who_dies_on_the_third_day_has_no_visits_queued(spec):
    """From that day on nothing is due, nothing upcoming, nothing a crack; what had been reached stays; the parent's care goes on."""
    spec(
        FAMILY,
        events="""
        who | event       | day
        ana | well_visit  | 2024-03-03
        ana | child_death | 2024-03-04""",
        rows="""
        as_of      | who    | touchpoint       | status   | reason   | crack
        2024-03-03 | ana    | well_child.m1    | upcoming | not_open |
        2024-03-04 | ana    | well_child.d3    | reached  | matched  |
        2024-03-04 | ana    | well_child.m1    | ended    | died     |
        2024-05-04 | ana    | well_child.m1    | ended    | died     |
        2024-05-04 | mother | postpartum.visit | due      | open     |""",
    )


def test_a_loss_at_thirty_weeks_ends_what_is_owed_to_the_child_and_not_the_parents_own_care(spec):
    """There is no birth to count from, so what counts from birth waits; what counts from the pregnancy goes on; for the child there are
    no rows at all. What the parent is owed after a loss, a blueprint says by its own elements."""
    spec(
        """
        ends: [{event: pregnancy_loss, why: loss, of: child}]
        anchors: {loss: {first: [{event: pregnancy_loss}]}}
        elements:
          prenatal: {recipient: birthing_parent, touchpoints: {first: {from: pregnancy_start, due_by: 12 weeks, closes: 38 weeks, done_by: [{event: prenatal_visit}]}}}
          bereavement: {recipient: birthing_parent, touchpoints: {call: {from: loss, within: 7 days, done_by: [{event: bereavement_call}]}}}
          well_child: {touchpoints: {d3: {opens: birth + 2 days, due_by: birth + 5 days, done_by: [{event: well_visit}]}}}
        """,
        children="""
        child | birth | due_date   | parent
              |       | 2024-10-06 | mo""",
        events="""
        who | event          | day
        mo  | prenatal_visit | 2024-03-01
        mo  | pregnancy_loss | 2024-07-28""",
        rows="""
        as_of      | who | touchpoint       | status   | reason  | opens
        2024-07-27 | mo  | bereavement.call | upcoming | waits   | pending
        2024-07-28 | mo  | bereavement.call | due      | open    | 2024-07-28
        2024-07-28 | mo  | prenatal.first   | reached  | matched | 2023-12-31""",
        absent="""
        as_of      | touchpoint
        2024-07-28 | well_child.d3""",
    )


UNDATED = """
    spans: {this_pregnancy: [pregnancy_start, due_date + 6 weeks]}
    anchors:
      loss_day: {first: [{event: pregnancy_loss, within: this_pregnancy, where: "result is unknown or result != 'induced'"}]}
    elements:
      prenatal: {recipient: birthing_parent, touchpoints: {first: {from: pregnancy_start, due_by: 12 weeks, closes: birth, done_by: [{event: prenatal_visit}]}, plan: {from: pregnancy_start, opens: pregnancy_start, due_by: 2024-03-15, closes: 2024-03-31, done_by: [{event: birth_plan}]}}}
      postpartum: {recipient: birthing_parent, touchpoints: {visit: {opens: birth + 7 days, due_by: birth + 84 days, closes: birth + 84 days, done_by: [{event: postpartum_visit}]}}}
      bereavement: {recipient: birthing_parent, for: loss_day is known, touchpoints: {call: {from: loss_day, within: 7 days, closes: loss_day + 30 days, done_by: [{event: bereavement_call}]}}}
      well_child: {touchpoints: {d3: {opens: birth + 2 days, due_by: birth + 5 days, done_by: [{event: well_visit}]}}}
    """


def test_a_pregnancy_known_only_by_its_first_sign_and_its_loss_asks_nothing_more(spec):
    """No due date, no birth: its windows can never be counted. Until the loss they are asked for; from the day of the loss on they have ended,
    even those that would have closed before it, and what is owed after a loss begins."""
    spec(
        UNDATED,
        children="""
        child | birth | parent | first_seen | ended      | ended_why
              |       | mo     | 2024-02-10 | 2024-04-20 | loss""",
        events="""
        who | event          | day        | result
        mo  | pregnancy_loss | 2024-04-20 | loss""",
        rows="""
        as_of      | who | touchpoint       | status     | reason       | missing         | crack       | changes_on
        2024-04-19 | mo  | prenatal.first   | ask        | date_unknown | birth           | ask         |
        2024-04-19 | mo  | prenatal.plan    | ask        | date_unknown | pregnancy_start | ask         |
        2024-04-19 | mo  | bereavement.call | not_needed | need_false   |                 |             |
        2024-04-20 | mo  | prenatal.first   | ended      | loss         |                 |             |
        2024-04-20 | mo  | prenatal.plan    | ended      | loss         |                 |             |
        2024-04-20 | mo  | postpartum.visit | ended      | loss         |                 |             |
        2024-04-20 | mo  | bereavement.call | due        | open         |                 |             | 2024-04-28
        2024-04-28 | mo  | bereavement.call | overdue    | past_due     |                 | not_offered | 2024-05-21
        2034-04-20 | mo  | prenatal.first   | ended      | loss         |                 |             |""",
        absent="""
        as_of      | touchpoint
        2024-04-20 | well_child.d3""",
    )


def test_who_chose_an_end_is_not_met_as_bereaved(spec):
    """The rows end all the same, and give the reason that was told of the pregnancy; without one, `loss`."""
    spec(
        UNDATED,
        children="""
        child | birth | parent | first_seen | ended      | ended_why
              |       | mo     | 2024-02-10 | 2024-04-20 | induced
              |       | other  | 2024-02-10 | 2024-04-20 |""",
        events="""
        who | event          | day        | result
        mo  | pregnancy_loss | 2024-04-20 | induced""",
        as_of="2024-05-01",
        rows="""
        who   | touchpoint       | status     | reason
        mo    | prenatal.first   | ended      | induced
        mo    | bereavement.call | not_needed | need_false
        other | prenatal.first   | ended      | loss""",
    )


def test_a_pregnancy_that_nothing_dates_does_not_exist_before_its_first_sign(spec):
    """A due date told before any sign is a date: then its windows stand from the beginning, as ever."""
    spec(
        UNDATED,
        children="""
        child | birth | due_date   | parent  | first_seen
              |       |            | undated | 2024-02-10
              |       | 2024-10-06 | dated   | 2024-02-10""",
        rows="""
        as_of      | who     | touchpoint     | status
        2024-02-09 | dated   | prenatal.first | due
        2024-02-10 | dated   | prenatal.first | due
        2024-02-10 | undated | prenatal.first | ask""",
        absent="""
        as_of      | who     | touchpoint
        2024-02-09 | undated | prenatal.first
        2024-02-09 | undated | postpartum.visit""",
    )


def test_a_span_of_the_whole_pregnancy_runs_from_its_first_sign_through_its_loss_where_nothing_dates_it(spec):
    """So each of two undated pregnancies has its own loss, and no other."""
    spec(
        UNDATED,
        children="""
        child | birth | parent | pregnancy | first_seen | ended
              |       | mo     | one       | 2023-02-10 | 2023-03-01
              |       | mo     | two       | 2024-02-10 | 2024-04-20
              |       | mo     | three     | 2024-08-01 |""",
        events="""
        who | event            | day
        mo  | pregnancy_loss   | 2023-03-01
        mo  | bereavement_call | 2023-03-03
        mo  | pregnancy_loss   | 2024-04-20""",
        as_of="2024-09-01",
        rows="""
        episode         | touchpoint       | status     | matched    | opens
        pregnancy one   | bereavement.call | reached    | 2023-03-03 | 2023-03-01
        pregnancy two   | bereavement.call | missed     |            | 2024-04-20
        pregnancy three | bereavement.call | not_needed |            | pending
        pregnancy three | prenatal.first   | ask        |            | unknown""",
    )


def test_with_a_due_date_the_day_a_pregnancy_ended_changes_no_window(spec):
    """There the loss itself, an event, ends and begins what the blueprint says."""
    spec(
        UNDATED,
        children="""
        child | birth | due_date   | parent | first_seen | ended      | ended_why
              |       | 2024-10-06 | mo     | 2024-02-10 | 2024-04-20 | loss""",
        events="""
        who | event          | day
        mo  | pregnancy_loss | 2024-04-20""",
        as_of="2024-05-01",
        rows="""
        touchpoint       | status   | reason   | opens      | crack
        prenatal.first   | overdue  | past_due | 2023-12-31 | not_offered
        postpartum.visit | upcoming | waits    | pending    |
        bereavement.call | overdue  | past_due | 2024-04-20 | not_offered""",
    )


def test_a_parents_death_ends_her_elements_and_not_the_childs(spec):
    """Each kind of end ends only what belongs to that recipient."""
    spec(
        FAMILY,
        events="""
        who    | event        | day
        mother | parent_death | 2024-03-16""",
        as_of="2024-03-20",
        rows="""
        who    | touchpoint       | status | reason
        mother | postpartum.visit | ended  | died
        ana    | well_child.m1    | due    | open""",
    )


def test_an_end_that_was_taken_back_lets_everything_be_owed_again(spec):
    """What `resumes` names undoes the last end before it."""
    spec(
        """
        ends: [{event: left_state, why: moved, of: all}]
        resumes: [{event: came_back, why: returned, of: all}]
        elements:
          visit: {touchpoints: {t: {due_by: birth + 60 days, done_by: [{event: visit}]}}}
          parent: {recipient: birthing_parent, touchpoints: {t: {due_by: birth + 60 days, done_by: [{event: visit}]}}}
        """,
        events="""
        who | event      | day
        ana | left_state | 2024-03-10
        ana | came_back  | 2024-03-20
        ana | left_state | 2024-04-10""",
        rows="""
        as_of      | who | touchpoint | status
        2024-03-09 | ana | visit.t    | due
        2024-03-10 | ana | visit.t    | ended
        2024-03-20 | ana | visit.t    | due
        2024-04-10 | ana | visit.t    | ended""",
    )


def test_two_pregnancies_within_the_window_are_two_stories(spec):
    """A visit belongs to both if it lies in both windows: it is the same parent. Each pregnancy has its own rows."""
    spec(
        FAMILY,
        children="""
        child | birth      | due_date   | parent | pregnancy
        ana   | 2024-03-01 | 2024-03-08 | mo     | one
              |            | 2025-01-26 | mo     | two""",
        events="""
        who | event          | day
        mo  | prenatal_visit | 2024-06-01""",
        as_of="2024-06-10",
        rows="""
        episode       | touchpoint       | status   | opens
        pregnancy one | prenatal.first   | missed   | 2023-06-02
        pregnancy one | postpartum.visit | missed   | 2024-03-08
        pregnancy two | prenatal.first   | reached  | 2024-04-21
        pregnancy two | postpartum.visit | upcoming | pending""",
    )


def test_a_pregnancy_has_rows_before_there_is_a_child(spec):
    """Elements for the child appear with the child."""
    spec(
        FAMILY,
        children="""
        child | birth | due_date   | parent
              |       | 2024-10-06 | mo""",
        as_of="2024-02-01",
        rows="""
        who | touchpoint     | status
        mo  | prenatal.first | due""",
        absent="""
        touchpoint
        well_child.d3""",
    )


def test_a_minor_parent_is_a_child_in_one_story_and_a_parent_in_another(spec):
    """Whatever happens to her happens once, and counts in every role she has."""
    spec(
        """
        elements:
          teen_check: {touchpoints: {y16: {opens: birth + 16 years, due_by: birth + 17 years, done_by: [{event: check}]}}}
          parent_check: {recipient: birthing_parent, touchpoints: {visit: {due_by: birth + 84 days, done_by: [{event: check}]}}}
        """,
        children="""
        child | birth      | parent
        mia   | 2008-02-01 | nan
        ana   | 2024-03-01 | mia""",
        events="""
        who | event | day
        mia | check | 2024-03-20""",
        as_of="2024-04-01",
        rows="""
        who | episode       | touchpoint         | role            | status
        mia | mia           | teen_check.y16     | child           | reached
        mia | pregnancy mia | parent_check.visit | birthing_parent | reached
        nan | pregnancy nan | parent_check.visit | birthing_parent | overdue
        ana | ana           | teen_check.y16     | child           | upcoming""",
    )


def test_a_caregiver_element_follows_who_has_that_role_on_the_day(spec):
    """A foster carer's training counts while the child lives there; the parent's before."""
    spec(
        """
        elements:
          course:
            recipient: caregiver
            touchpoints:
              one: {due_by: birth + 30 days, closes: birth + 40 days, done_by: [{event: class}]}
              two: {opens: birth + 41 days, due_by: birth + 60 days, closes: birth + 90 days, done_by: [{event: class}]}
        """,
        people="""
        of  | role      | person | from       | through    | authority
        ana | caregiver | mother |            | 2024-04-09 | parent
        ana | caregiver | foster | 2024-04-10 |            | foster_carer""",
        events="""
        who    | event | day
        foster | class | 2024-03-05
        mother | class | 2024-03-20
        mother | class | 2024-04-20
        foster | class | 2024-04-25""",
        as_of="2024-05-01",
        rows="""
        touchpoint | status  | matched
        one        | reached | 2024-03-20
        two        | reached | 2024-04-25""",
    )


def test_all_members_events_count_for_a_household(spec):
    """The grandmother's form will do. Somebody who does not live there (any more) does not count."""
    spec(
        """
        elements:
          food: {recipient: household, touchpoints: {t: {due_by: birth + 30 days, closes: birth + 60 days, done_by: [{event: food_box}]}}}
        """,
        people="""
        of  | role      | person  | primary | from       | through
        ana | household | mother  | yes     |            |
        ana | household | grandma | no      | 2024-03-10 |
        ana | household | uncle   | no      |            | 2024-03-10""",
        events="""
        who     | event    | day
        grandma | food_box | 2024-03-09
        uncle   | food_box | 2024-03-11
        grandma | food_box | 2024-03-12""",
        as_of="2024-04-01",
        rows="""
        who    | touchpoint | status  | matched
        mother | t          | reached | 2024-03-12""",
    )


def test_after_an_adoption_a_new_person_begins(spec):
    """The earlier course ends, and the new one starts without what came before: nothing links the two."""
    spec(
        """
        ends: [{event: adopted, why: custody_changed, of: all}]
        elements:
          visit: {touchpoints: {m1: {opens: birth + 14 days, due_by: birth + 1 month, closes: birth + 6 weeks, done_by: [{event: visit}]}, m2: {opens: birth + 7 weeks, due_by: birth + 2 months, closes: birth + 3 months, done_by: [{event: visit}]}}}
        """,
        children="""
        child      | birth      | parent
        before     | 2024-03-01 | mo
        afterwards | 2024-03-01 | nobody""",
        events="""
        who        | event   | day
        before     | visit   | 2024-03-20
        before     | adopted | 2024-04-10
        afterwards | visit   | 2024-04-25""",
        as_of="2024-05-10",
        rows="""
        who        | touchpoint | status  | reason
        before     | m1         | reached | matched
        before     | m2         | ended   | custody_changed
        afterwards | m1         | missed  | closed
        afterwards | m2         | reached | matched""",
    )


def test_a_child_who_moves_into_a_pilot_keeps_the_blueprint_of_what_had_opened(spec):
    """An occurrence is judged by the blueprint assigned on the day it opens; what opens after the move is the pilot's."""
    spec(
        """
        elements:
          visit: {touchpoints: {early: {due_by: birth + 30 days, done_by: [{event: visit}]}, late: {opens: birth + 60 days, due_by: birth + 90 days, done_by: [{event: visit}]}}}
        """,
        others={
            "pilot 1.0.0": """
        elements:
          visit: {touchpoints: {early: {due_by: birth + 7 days, done_by: [{event: visit}]}, late: {opens: birth + 60 days, due_by: birth + 70 days, done_by: [{event: visit}]}}}
        """
        },
        assignments="""
        person | blueprint | version | from       | through
        ana    | spec      | 1.0.0   |            | 2024-03-31
        ana    | pilot     | 1.0.0   | 2024-04-01 |""",
        as_of="2024-05-05",
        rows="""
        touchpoint  | blueprint | status  | due_by
        visit.early | spec      | overdue | 2024-03-31
        visit.late  | pilot     | due     | 2024-05-10""",
    )


def test_a_new_version_judges_what_opens_from_its_adoption_on(spec):
    """What had opened before keeps the version under which it opened, and every row says which that is."""
    spec(
        """
        elements:
          visit: {touchpoints: {early: {due_by: birth + 30 days, done_by: [{event: visit}]}, late: {opens: birth + 60 days, due_by: birth + 90 days, done_by: [{event: visit}]}}}
        """,
        others={
            "spec 1.0.0 2020-01-01": """
        elements:
          visit: {touchpoints: {early: {due_by: birth + 30 days, done_by: [{event: visit}]}, late: {opens: birth + 60 days, due_by: birth + 90 days, done_by: [{event: visit}]}}}
        """,
            "spec 2.0.0 2024-04-01": """
        elements:
          visit: {touchpoints: {early: {due_by: birth + 7 days, done_by: [{event: visit}]}, late: {opens: birth + 60 days, due_by: birth + 70 days, done_by: [{event: visit}]}}}
        """,
        },
        as_of="2024-05-05",
        rows="""
        touchpoint  | version | status  | due_by
        visit.early | 1.0.0   | overdue | 2024-03-31
        visit.late  | 2.0.0   | due     | 2024-05-10""",
    )


def test_with_two_homes_the_one_the_family_chose_counts_for_place(spec):
    """The chosen home is the child's county; the primary one of two households comes first. Both homes' events count."""
    spec(
        """
        facts: {county: {type: code, choices: [lane, linn]}}
        elements:
          food: {recipient: household, touchpoints: {t: {due_by: birth + 20 days, closes: birth + 30 days, done_by: [{event: food_box}]}}}
          visit: {touchpoints: {t: {due_by: birth + 20 days, closes: birth + 30 days, done_by: [{event: visit}]}}}
        """,
        people="""
        of  | role      | person | primary
        ana | household | mother | yes
        ana | household | father | no""",
        facts="""
        who | fact   | value
        ana | county | lane""",
        events="""
        who    | event    | day
        father | food_box | 2024-03-09""",
        observed="""
        event    | area
        food_box | linn
        visit    | lane""",
        as_of="2024-05-01",
        rows="""
        who    | touchpoint | status
        mother | food.t     | reached
        ana    | visit.t    | missed""",
    )


def test_a_childs_element_may_follow_its_pregnancys(spec):
    """What the parent was found to need before birth opens a window for the child."""
    spec(
        """
        elements:
          depression: {recipient: birthing_parent, touchpoints: {screen: {from: pregnancy_start, due_by: birth + 8 weeks, done_by: [{event: screen}]}}}
          play: {touchpoints: {group: {after: depression.screen == 'positive', within: 30 days, done_by: [{event: group}]}}}
        """,
        children="""
        child | birth      | due_date   | parent
        ana   | 2024-03-01 | 2024-03-08 | mo
        ben   | 2024-03-01 | 2024-03-08 | kim""",
        events="""
        who | event  | day        | result
        mo  | screen | 2024-03-20 | positive
        kim | screen | 2024-03-20 | negative""",
        as_of="2024-04-01",
        rows="""
        who | touchpoint | status     | opens
        ana | play.group | due        | 2024-03-20
        ben | play.group | not_needed | never""",
    )


def test_a_parents_element_may_follow_her_childs(spec):
    """The first or last of the children, by the day reached."""
    spec(
        """
        elements:
          intensive_care: {touchpoints: {stay: {due_by: birth + 30 days, closes: birth + 60 days, done_by: [{event: nicu_stay}]}}}
          support: {recipient: birthing_parent, touchpoints: {call: {after: first intensive_care.stay, within: 7 days, done_by: [{event: call}]}}}
        """,
        children="""
        child | birth      | parent
        ana   | 2024-03-01 | mo
        ben   | 2024-03-01 | mo""",
        events="""
        who | event     | day
        ana | nicu_stay | 2024-03-05
        ben | nicu_stay | 2024-03-02""",
        as_of="2024-03-06",
        rows="""
        who | touchpoint   | status | opens
        mo  | support.call | due    | 2024-03-02""",
    )


def test_ends_for_the_household_leave_the_child_and_the_parent(spec):
    """`of` says to whom nothing more is owed; `all` is everybody."""
    spec(
        """
        ends: [{event: household_split, why: left, of: household}, {event: left_state, why: moved, of: all}]
        elements:
          child: {touchpoints: {t: {due_by: birth + 60 days, done_by: [{event: visit}]}}}
          parent: {recipient: birthing_parent, touchpoints: {t: {due_by: birth + 60 days, done_by: [{event: visit}]}}}
          home: {recipient: household, touchpoints: {t: {due_by: birth + 60 days, done_by: [{event: visit}]}}}
          carer: {recipient: caregiver, touchpoints: {t: {due_by: birth + 60 days, done_by: [{event: visit}]}}}
        """,
        events="""
        who    | event           | day
        mother | household_split | 2024-03-10""",
        as_of="2024-03-12",
        rows="""
        touchpoint | status
        child.t    | due
        parent.t   | due
        home.t     | ended
        carer.t    | due""",
    )


def test_the_loss_of_an_earlier_pregnancy_is_not_this_ones(spec):
    """A pregnancy looks at what happened since its own beginning, 280 days before its due date."""
    spec(
        """
        ends: [{event: pregnancy_loss, why: loss, of: birthing_parent}]
        elements:
          prenatal: {recipient: birthing_parent, touchpoints: {first: {from: pregnancy_start, due_by: 12 weeks, closes: 38 weeks, done_by: [{event: prenatal_visit}]}}}
        """,
        children="""
        child | birth | due_date   | parent | pregnancy
              |       | 2023-11-01 | mo     | lost
              |       | 2024-10-06 | mo     | now""",
        events="""
        who | event          | day
        mo  | pregnancy_loss | 2023-05-10""",
        as_of="2024-02-01",
        rows="""
        episode        | touchpoint | status | reason
        pregnancy lost | first      | ended  | loss
        pregnancy now  | first      | due    | open""",
    )


def test_a_window_that_a_new_version_moves_across_its_first_day_is_judged_once(spec):
    """It belongs to the earliest blueprint under which it opened while that one was in force."""
    spec(
        """
        elements:
          visit: {touchpoints: {earlier: {opens: birth + 20 days, due_by: birth + 60 days, done_by: [{event: visit}]}, later: {opens: birth + 40 days, due_by: birth + 60 days, done_by: [{event: visit}]}}}
        """,
        others={
            "spec 1.0.0 2020-01-01": """
        elements:
          visit: {touchpoints: {earlier: {opens: birth + 20 days, due_by: birth + 60 days, done_by: [{event: visit}]}, later: {opens: birth + 40 days, due_by: birth + 60 days, done_by: [{event: visit}]}}}
        """,
            "spec 2.0.0 2024-04-01": """
        elements:
          visit: {touchpoints: {earlier: {opens: birth + 40 days, due_by: birth + 80 days, done_by: [{event: visit}]}, later: {opens: birth + 50 days, due_by: birth + 80 days, done_by: [{event: visit}]}}}
        """,
        },
        as_of="2024-05-05",
        rows="""
        touchpoint | version | due_by
        earlier    | 1.0.0   | 2024-04-30
        later      | 2.0.0   | 2024-05-20""",
    )
