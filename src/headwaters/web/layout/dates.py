"""Days and ages as people write them: "Tue, March 4, 2026", weeks to twelve weeks, then months."""

from __future__ import annotations

from datetime import date

from django.utils.dateformat import format as write_date
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from headwaters.domain.days import age_days, age_months, age_weeks, age_years

FULL_TERM_DAYS = 280
"""Days from the last period to the due date, as clinics count."""
EARLY_BEFORE_WEEKS = 37
"""A child born before 37 completed weeks is early (WHO 2023, Preterm birth)."""
CORRECTED_UNTIL_MONTHS = 24
"""Corrected ages are shown to two years (AAP 2004, Age terminology during the perinatal period)."""


def written(day: date) -> str:
    return write_date(day, pgettext("date format: Tue, March 4, 2026", "D, F j, Y"))


def short(day: date) -> str:
    """For a label beside a mark, where the year is read off the axis."""
    return write_date(day, pgettext("date format: Mar 4", "M j"))


def month(day: date) -> str:
    return write_date(day, pgettext("date format: March 2026", "F Y"))


def long_day(day: date) -> str:
    return write_date(day, pgettext("date format: Tuesday, March 4, 2026", "l, F j, Y"))


def days_in_words(days: int) -> str:
    return ngettext("%(n)d day", "%(n)d days", days) % {"n": days}


def weeks_in_words(weeks: int) -> str:
    return ngettext("%(n)d week", "%(n)d weeks", weeks) % {"n": weeks}


def months_in_words(months: int) -> str:
    return ngettext("%(n)d month", "%(n)d months", months) % {"n": months}


def age_in_words(birth: date, day: date) -> str:
    """Days in the first two weeks, weeks to twelve weeks, months to three years, then years."""
    if (days := age_days(birth, day)) < 14:
        return days_in_words(days)
    if (weeks := age_weeks(birth, day)) <= 12:
        return weeks_in_words(weeks)
    if (months := age_months(birth, day)) < 36:
        return months_in_words(months)
    years = age_years(birth, day)
    return ngettext("%(n)d year", "%(n)d years", years) % {"n": years}


def born_early_by_days(birth: date, due_date: date | None) -> int:
    """Days before the due date for a child born before 37 completed weeks; 0 for everybody else."""
    if due_date is None:
        return 0
    early = (due_date - birth).days
    return early if FULL_TERM_DAYS - early < EARLY_BEFORE_WEEKS * 7 else 0


def corrected_age_in_words(birth: date, due_date: date | None, day: date) -> str | None:
    """The age counted from the due date, for a child born early and not yet two; None for everybody else."""
    if due_date is None or not born_early_by_days(birth, due_date):
        return None
    if age_months(birth, day) >= CORRECTED_UNTIL_MONTHS or day < due_date:
        return None
    return age_in_words(due_date, day)


def pregnancy_in_words(due_date: date, day: date) -> str:
    """Weeks of pregnancy as clinics count them, from the last period."""
    weeks = (FULL_TERM_DAYS - (due_date - day).days) // 7
    return _("%(weeks)s pregnant") % {"weeks": weeks_in_words(max(weeks, 0))}
