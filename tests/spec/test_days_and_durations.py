"""Chapter 1: how days are counted."""

chapter = 1
title = "Days and durations"


def test_a_month_added_to_the_last_day_of_a_month_ends_on_the_last_day_there_is(spec):
    """The day of the month is cut to the last day that the month has. A child born on 31 January is one month old on
    29 February in a leap year and on 28 February in any other."""
    spec(
        """
        elements:
          visit: {touchpoints: {m1: {due_by: birth + 1 month, done_by: [{event: visit}]}}}
        """,
        children="""
        child | birth
        ana   | 2024-01-31
        ben   | 2023-01-31
        eva   | 2024-02-29
        ida   | 2024-03-31
        leo   | 2024-12-31""",
        as_of="2023-01-01",
        rows="""
        as_of      | who | touchpoint | due_by
        2024-02-01 | ana | m1         | 2024-02-29
        2023-02-01 | ben | m1         | 2023-02-28
        2024-03-01 | eva | m1         | 2024-03-29
        2024-04-01 | ida | m1         | 2024-04-30
        2025-01-01 | leo | m1         | 2025-01-31""",
    )


def test_a_leap_day_has_its_birthday_on_28_february_except_every_fourth_year(spec):
    """29 February plus one year is 28 February."""
    spec(
        """
        elements:
          birthday:
            touchpoints:
              first: {due_by: birth + 1 year, done_by: [{event: visit}]}
              fourth: {due_by: birth + 4 years, done_by: [{event: visit}]}
        """,
        children="""
        child | birth
        ana   | 2024-02-29""",
        as_of="2024-03-01",
        rows="""
        touchpoint | due_by
        first      | 2025-02-28
        fourth     | 2028-02-29""",
    )


def test_years_and_months_are_added_as_one_sum_and_only_then_cut(spec):
    """A year and a month after 29 February 2024 are thirteen months: 29 March 2025, not the 28th."""
    spec(
        """
        elements:
          visit: {touchpoints: {t: {due_by: birth + 1 year + 1 month, done_by: [{event: visit}]}}}
        """,
        children="""
        child | birth
        ana   | 2024-02-29""",
        as_of="2024-03-01",
        rows="""
        touchpoint | due_by
        t          | 2025-03-29""",
    )


def test_months_come_before_days_in_whatever_order_they_are_written(spec):
    """One month after 30 January 2024 is 29 February, one more day is 1 March. Adding the day first would end on 29 February."""
    spec(
        """
        elements:
          visit:
            touchpoints:
              written_months_first: {due_by: birth + 1 month + 1 day, done_by: [{event: visit}]}
              written_days_first: {due_by: birth + 1 day + 1 month, done_by: [{event: visit}]}
        """,
        children="""
        child | birth
        ana   | 2024-01-30""",
        as_of="2024-02-01",
        rows="""
        touchpoint           | due_by
        written_months_first | 2024-03-01
        written_days_first   | 2024-03-01""",
    )


def test_what_is_taken_away_follows_the_same_order(spec):
    """Three years less a day is the day before the third birthday; a month before 31 March is the last day of February."""
    spec(
        """
        elements:
          visit:
            touchpoints:
              before_three: {due_by: birth + 3 years - 1 day, done_by: [{event: visit}]}
              before_due: {opens: due_date - 1 month, due_by: due_date, done_by: [{event: visit}]}
        """,
        children="""
        child | birth      | due_date
        ana   | 2024-02-29 | 2024-03-31""",
        as_of="2024-03-01",
        rows="""
        touchpoint   | opens      | due_by
        before_three | 2024-02-29 | 2027-02-27
        before_due   | 2024-02-29 | 2024-03-31""",
    )


def test_a_week_is_seven_days_and_a_year_twelve_months(spec):
    """Weeks and days may be mixed with months: they are added after them."""
    spec(
        """
        elements:
          visit:
            touchpoints:
              weeks: {due_by: birth + 6 weeks, done_by: [{event: visit}]}
              mixed: {due_by: birth + 2 months + 2 weeks + 1 day, done_by: [{event: visit}]}
              year: {due_by: birth + 1 year, done_by: [{event: visit}]}
              twelve_months: {due_by: birth + 12 months, done_by: [{event: visit}]}
        """,
        as_of="2024-03-01",
        rows="""
        touchpoint    | due_by
        weeks         | 2024-04-12
        mixed         | 2024-05-16
        year          | 2025-03-01
        twelve_months | 2025-03-01""",
    )


def test_business_days_are_counted_strictly_after_the_day_and_skip_weekends(spec):
    """From a Friday, one business day leads to Monday. From a Saturday or a Sunday also: the day itself never counts."""
    spec(
        """
        elements:
          answer: {touchpoints: {one: {due_by: birth + 1 business day, done_by: [{event: call}]}, three: {due_by: birth + 3 business days, done_by: [{event: call}]}}}
        """,
        children="""
        child | birth
        thu   | 2024-02-29
        fri   | 2024-03-01
        sat   | 2024-03-02
        sun   | 2024-03-03
        mon   | 2024-03-04""",
        as_of="2024-03-04",
        rows="""
        who | touchpoint | due_by
        thu | one        | 2024-03-01
        fri | one        | 2024-03-04
        sat | one        | 2024-03-04
        sun | one        | 2024-03-04
        mon | one        | 2024-03-05
        thu | three      | 2024-03-05
        fri | three      | 2024-03-06
        mon | three      | 2024-03-07""",
    )


def test_holidays_of_the_blueprint_are_not_business_days(spec):
    """Memorial Day 2024 was Monday 27 May, so the business day after Friday 24 May is Tuesday. A holiday on a Saturday changes nothing."""
    spec(
        """
        holidays: [2024-05-27, 2024-06-01]
        elements:
          answer: {touchpoints: {one: {due_by: birth + 1 business day, done_by: [{event: call}]}, six: {due_by: birth + 6 business days, done_by: [{event: call}]}}}
        """,
        children="""
        child | birth
        ana   | 2024-05-24""",
        as_of="2024-05-24",
        rows="""
        touchpoint | due_by
        one        | 2024-05-28
        six        | 2024-06-04""",
    )


def test_business_days_are_added_last(spec):
    """One month after 30 May is Sunday 30 June; two business days after it is Tuesday 2 July."""
    spec(
        """
        elements:
          answer: {touchpoints: {t: {due_by: birth + 2 business days + 1 month, done_by: [{event: call}]}}}
        """,
        children="""
        child | birth
        ana   | 2024-05-30""",
        as_of="2024-05-30",
        rows="""
        touchpoint | due_by
        t          | 2024-07-02""",
    )


def test_end_of_month_moves_a_day_to_the_last_of_its_month(spec):
    """The moment is reckoned first, then moved. A day that is the last of its month already stays."""
    spec(
        """
        elements:
          paper:
            touchpoints:
              t:
                due_by: birth + 1 month, end of month
                done_by: [{event: form}]
        """,
        children="""
        child | birth
        ana   | 2024-01-15
        ben   | 2024-01-31
        eva   | 2024-03-31""",
        as_of="2024-04-01",
        rows="""
        who | touchpoint | due_by
        ana | t          | 2024-02-29
        ben | t          | 2024-02-29
        eva | t          | 2024-04-30""",
    )


def test_a_bare_duration_counts_from_the_touchpoints_from(spec):
    """`from` is birth unless the touchpoint says otherwise, and `opens` is `from`. `within: 14 days` is short for
    `due_by: from + 14 days`."""
    spec(
        """
        elements:
          visit:
            touchpoints:
              plain: {due_by: 14 days, done_by: [{event: visit}]}
              later: {from: birth + 1 month, due_by: 14 days, closes: 1 month, done_by: [{event: visit}]}
              short: {from: birth + 1 month, within: 14 days, done_by: [{event: visit}]}
              dated: {opens: 2024-06-01, due_by: 2024-06-30, done_by: [{event: visit}]}
        """,
        as_of="2024-03-01",
        rows="""
        touchpoint | opens      | due_by     | closes
        plain      | 2024-03-01 | 2024-03-15 | never
        later      | 2024-04-01 | 2024-04-15 | 2024-05-01
        short      | 2024-04-01 | 2024-04-15 | never
        dated      | 2024-06-01 | 2024-06-30 | never""",
    )


def test_due_by_is_closes_where_only_closes_is_said(spec):
    """And `closes` is never where only `due_by` is said: what is late can still be done."""
    spec(
        """
        elements:
          visit: {touchpoints: {a: {closes: birth + 1 month, done_by: [{event: visit}]}, b: {due_by: birth + 1 month, done_by: [{event: visit}]}}}
        """,
        as_of="2024-03-01",
        rows="""
        touchpoint | due_by     | closes
        a          | 2024-04-01 | 2024-04-01
        b          | 2024-04-01 | never""",
    )


def test_all_three_days_of_a_window_belong_to_it(spec):
    """The first day that counts, the last day in time and the last day that still counts: on each of them the visit counts, the
    day before and the day after it does not."""
    spec(
        """
        elements:
          visit: {touchpoints: {t: {opens: birth + 7 days, due_by: birth + 14 days, closes: birth + 21 days, done_by: [{event: visit}]}}}
        """,
        children="""
        child        | birth
        day 6        | 2024-03-01
        day 7        | 2024-03-01
        day 14       | 2024-03-01
        day 15       | 2024-03-01
        day 21       | 2024-03-01
        day 22       | 2024-03-01""",
        events="""
        who    | event | day
        day 6  | visit | 2024-03-07
        day 7  | visit | 2024-03-08
        day 14 | visit | 2024-03-15
        day 15 | visit | 2024-03-16
        day 21 | visit | 2024-03-22
        day 22 | visit | 2024-03-23""",
        as_of="2024-03-31",
        rows="""
        who    | touchpoint | status
        day 6  | t          | missed
        day 7  | t          | reached
        day 14 | t          | reached
        day 15 | t          | reached_late
        day 21 | t          | reached_late
        day 22 | t          | missed""",
    )


def test_on_each_day_of_an_empty_window_the_status_follows_its_three_days(spec):
    """Upcoming before it opens, due through `due_by`, overdue through `closes`, missed after it."""
    spec(
        """
        elements:
          visit: {touchpoints: {t: {opens: birth + 7 days, due_by: birth + 14 days, closes: birth + 21 days, done_by: [{event: visit}]}}}
        """,
        rows="""
        as_of      | touchpoint | status   | reason   | changes_on
        2024-03-07 | t          | upcoming | not_open | 2024-03-08
        2024-03-08 | t          | due      | open     | 2024-03-16
        2024-03-15 | t          | due      | open     | 2024-03-16
        2024-03-16 | t          | overdue  | past_due | 2024-03-23
        2024-03-22 | t          | overdue  | past_due | 2024-03-23
        2024-03-23 | t          | missed   | closed   |""",
    )


def test_ages_are_whole_months_and_years_completed_by_the_same_rule(spec):
    """A child born on 31 January has completed a month on 29 February, because that is the day the addition gives."""
    spec(
        """
        elements:
          months: {for: age_months >= 1, touchpoints: {t: {due_by: birth + 1 year, done_by: [{event: visit}]}}}
          weeks: {for: age_weeks == 4, touchpoints: {t: {due_by: birth + 1 year, done_by: [{event: visit}]}}}
          days: {for: age_days <= 28, touchpoints: {t: {due_by: birth + 1 year, done_by: [{event: visit}]}}}
          years: {for: age_years < 1, touchpoints: {t: {due_by: birth + 2 years, done_by: [{event: visit}]}}}
        """,
        children="""
        child | birth
        ana   | 2024-01-31""",
        rows="""
        as_of      | touchpoint | status
        2024-02-28 | months.t   | not_needed
        2024-02-29 | months.t   | due
        2024-02-27 | weeks.t    | not_needed
        2024-02-28 | weeks.t    | due
        2024-03-05 | weeks.t    | due
        2024-03-06 | weeks.t    | not_needed
        2024-02-28 | days.t     | due
        2024-02-29 | days.t     | not_needed
        2025-01-30 | years.t    | due
        2025-01-31 | years.t    | not_needed""",
    )
