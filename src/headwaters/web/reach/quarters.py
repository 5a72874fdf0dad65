"""Birth cohorts in whole quarters: their names in an address and on a page."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from headwaters.engine.measures.reach import Born

QUARTERS = (
    lazy("January to March %(year)s"),
    lazy("April to June %(year)s"),
    lazy("July to September %(year)s"),
    lazy("October to December %(year)s"),
)

SHORT = (lazy("Jan–Mar %(year)s"), lazy("Apr–Jun %(year)s"), lazy("Jul–Sep %(year)s"), lazy("Oct–Dec %(year)s"))


def quarter_short(born: Born) -> str:
    """ "Jan–Mar 2026", for a narrow column."""
    return _("Everybody") if born.first is None else SHORT[(born.first.month - 1) // 3] % {"year": born.first.year}


def quarter_key(born: Born) -> str:
    """ "2026-Q1"; empty for everybody. A cohort of whole quarters is named by its first and, where it has more, its last."""
    ends = [_quarter(day) for day in (born.first, born.last) if day is not None]
    return "" if not ends else ends[0] if ends[0] == ends[-1] else "--".join(ends)


def _quarter(day: date) -> str:
    return f"{day.year}-Q{(day.month + 2) // 3}"


def quarter_words(born: Born) -> str:
    """ "January to March 2026", "everybody"."""
    if born.first is None or born.last is None:
        return _("Everybody")
    return QUARTERS[(born.first.month - 1) // 3] % {"year": born.first.year}
