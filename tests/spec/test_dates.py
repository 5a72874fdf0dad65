"""Chapter 14: the corners of the calendar and of birth."""

chapter = 14
title = "Dates"


def test_a_child_born_on_a_leap_day(spec):
    """The first birthday is 28 February 2025, and the window of a month is counted from the 29th."""
    spec(
        """
        elements:
          visit: {touchpoints: {m1: {opens: birth + 14 days, due_by: birth + 1 month, done_by: [{event: visit}]}, y1: {opens: birth + 1 year, due_by: birth + 1 year + 1 month, done_by: [{event: visit}]}}}
        """,
        children="""
        child | birth
        ana   | 2024-02-29""",
        as_of="2025-02-28",
        rows="""
        touchpoint | status  | opens      | due_by
        m1         | overdue | 2024-03-14 | 2024-03-29
        y1         | due     | 2025-02-28 | 2025-03-29""",
    )


def test_birthdays_and_day_offsets_may_be_mixed_in_one_rule(spec):
    """Forty days after birth, and no later than the second birthday: for a child born on a leap day as well."""
    spec(
        """
        elements:
          shots: {touchpoints: {t: {opens: birth + 40 days, closes: birth + 2 years, requires: {count: {event: shot}, within: [birth + 40 days, birth + 2 years]}}}}
        """,
        children="""
        child    | birth
        on day   | 2024-02-29
        day late | 2024-02-29""",
        events="""
        who      | event | day
        on day   | shot  | 2026-02-28
        day late | shot  | 2026-03-01""",
        as_of="2026-03-02",
        rows="""
        who      | touchpoint | status  | opens      | closes
        on day   | t          | reached | 2024-04-09 | 2026-02-28
        day late | t          | missed  | 2024-04-09 | 2026-02-28""",
    )


def test_a_child_born_early_counts_from_birth_except_where_a_blueprint_corrects(spec):
    """Shots and check-ups go by the day of birth; milestones by the age the child would have."""
    spec(
        """
        elements:
          shots: {touchpoints: {m2: {opens: birth + 6 weeks, due_by: birth + 3 months, done_by: [{event: shot}]}}}
          milestones: {touchpoints: {m9: {opens: corrected_birth + 8 months, due_by: corrected_birth + 10 months, done_by: [{event: screen}]}}}
        """,
        children="""
        child    | birth      | due_date
        at term  | 2024-03-01 | 2024-03-10
        28 weeks | 2024-03-01 | 2024-05-24
        unknown  | 2024-03-01 |""",
        as_of="2024-03-01",
        rows="""
        who      | touchpoint | opens      | due_by
        at term  | m2         | 2024-04-12 | 2024-06-01
        28 weeks | m2         | 2024-04-12 | 2024-06-01
        at term  | m9         | 2024-11-01 | 2025-01-01
        28 weeks | m9         | 2025-01-24 | 2025-03-24
        unknown  | m9         | 2024-11-01 | 2025-01-01""",
    )


def test_a_pregnancy_of_unknown_length_is_asked_for_its_due_date(spec):
    """Until the child is born what counts from birth is asked for as well; afterwards it is known."""
    spec(
        """
        elements:
          prenatal: {recipient: birthing_parent, touchpoints: {first: {from: pregnancy_start, due_by: 12 weeks, done_by: [{event: prenatal_visit}]}}}
          postpartum: {recipient: birthing_parent, touchpoints: {visit: {opens: birth + 7 days, due_by: birth + 84 days, done_by: [{event: postpartum_visit}]}}}
        """,
        children="""
        child | birth      | due_date | parent
        ana   | 2024-03-01 |          | mo""",
        rows="""
        as_of      | who | touchpoint       | status   | reason       | opens
        2024-02-01 | mo  | prenatal.first   | ask      | date_unknown | unknown
        2024-02-01 | mo  | postpartum.visit | ask      | date_unknown | unknown
        2024-03-01 | mo  | prenatal.first   | ask      | date_unknown | unknown
        2024-03-01 | mo  | postpartum.visit | upcoming | not_open     | 2024-03-08""",
    )


def test_windows_at_the_end_of_the_year_go_on_into_the_next(spec):
    """Nothing turns over with the calendar."""
    spec(
        """
        elements:
          visit: {touchpoints: {t: {opens: birth + 14 days, due_by: birth + 1 month, closes: birth + 2 months, done_by: [{event: visit}]}}}
        """,
        children="""
        child | birth
        ana   | 2023-12-31""",
        as_of="2024-01-31",
        rows="""
        touchpoint | status | opens      | due_by     | closes     | changes_on
        t          | due    | 2024-01-14 | 2024-01-31 | 2024-02-29 | 2024-02-01""",
    )


def test_a_birth_still_to_come_on_the_day_asked_about_is_not_known(spec):
    """Asked about a day before the birth, the table shows what was known of it then: the due date."""
    spec(
        """
        elements:
          lessons: {recipient: birthing_parent, touchpoints: {t: {opens: birth - 8 weeks, due_by: birth - 1 week, closes: birth, done_by: [{event: lesson}]}, on_due_date: {opens: due_date - 8 weeks, due_by: due_date - 1 week, closes: birth, done_by: [{event: lesson}]}}}
        """,
        children="""
        child | birth      | due_date   | parent
        ana   | 2024-03-01 | 2024-03-08 | mo""",
        rows="""
        as_of      | touchpoint  | status   | opens
        2024-02-10 | t           | upcoming | pending
        2024-02-10 | on_due_date | due      | 2024-01-12
        2024-03-02 | t           | missed   | 2024-01-05
        2024-03-02 | on_due_date | missed   | 2024-01-12""",
    )
