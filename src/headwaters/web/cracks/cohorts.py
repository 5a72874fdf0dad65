"""Whom a ladder counts: children born (or due) between two days, of all counties or one. The address holds it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from urllib.parse import urlencode

from django.utils.translation import gettext as _

from headwaters.domain.days import plus_months
from headwaters.domain.problems import NotFound
from headwaters.engine.measures.ladder import Cohort
from headwaters.web.layout.dates import written
from headwaters.web.layout.names import county_name


@dataclass(frozen=True, slots=True)
class Choice:
    """One link of a filter."""

    href: str
    words: str
    here: bool


def cohort_of(asked: Mapping[str, str]) -> Cohort:
    """From the address: `from`, `through`, `county`.

    raises  NotFound  a day in the address is not a day
    """
    try:
        first, last = (date.fromisoformat(asked[key]) if asked.get(key) else None for key in ("from", "through"))
    except ValueError:
        raise NotFound(_("A day in this address is not a day. Write it as year-month-day: 2026-06-30.")) from None
    return Cohort(first, last, asked.get("county") or None)


def in_words(cohort: Cohort, as_of: date) -> str:
    """ "Children born from Jan 1 through Jun 30, 2026, Lane County, followed to Sep 30, 2026"."""
    if cohort.born_from and cohort.born_through:
        said = _("Children born or due from %(first)s through %(last)s") % {
            "first": written(cohort.born_from), "last": written(cohort.born_through),
        }  # fmt: skip
    elif cohort.born_from:
        said = _("Children born or due from %(first)s on") % {"first": written(cohort.born_from)}
    elif cohort.born_through:
        said = _("Children born or due through %(last)s") % {"last": written(cohort.born_through)}
    else:
        said = _("All children and parents known here")
    place = f", {county_name(cohort.county)}" if cohort.county else ""
    return _("%(who)s%(place)s, followed to %(day)s.") % {"who": said, "place": place, "day": written(as_of)}


def cohorts(door: str, chosen: Cohort, as_of: date, county: str | None) -> tuple[Choice, ...]:
    """`door`: what the address names besides. Everybody, then three times four quarters of birth, the latest first: each a link."""
    quarter = date(as_of.year, (as_of.month - 1) // 3 * 3 + 1, 1)
    edges = [plus_months(quarter, 3 - 12 * years) for years in range(4)]
    named: list[tuple[str, date | None, date | None]] = [(_("Everybody"), None, None)]
    for place in range(3):
        first, last = edges[place + 1], edges[place] - timedelta(days=1) if place else None
        words = (
            _("Born since %(first)s, or not yet") % {"first": written(first)}
            if last is None
            else _("Born %(first)s to %(last)s") % {"first": written(first), "last": written(last)}
        )
        named.append((words, first, last))
    return tuple(
        Choice(_address(door, first, last, county), words, (first, last) == (chosen.born_from, chosen.born_through))
        for words, first, last in named
    )


def _address(door: str, first: date | None, last: date | None, county: str | None) -> str:
    given = {"from": first, "through": last, "county": county}
    more = urlencode({key: str(value) for key, value in given.items() if value})
    return "?" + "&".join(one for one in (door, more) if one)
