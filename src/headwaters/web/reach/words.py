"""What groups are called on a page. Codes are the blueprint's own; one it adds is shown with its underscores as spaces.

Names of race and ethnicity are those of Oregon's REALD form; "other" is never a group's name (ux.md 2.3).
"""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from headwaters.engine.simulation.pilot_regions import PILOT_REGIONS
from headwaters.web.layout.names import language_name

RACES: dict[str, str | Promise] = {
    "american_indian_alaska_native": lazy("American Indian or Alaska Native"),
    "asian": lazy("Asian"),
    "black_african_american": lazy("Black or African American"),
    "hispanic_latino": lazy("Hispanic or Latino/a/x/e"),
    "middle_eastern_north_african": lazy("Middle Eastern or North African"),
    "native_hawaiian_pacific_islander": lazy("Native Hawaiian or Pacific Islander"),
    "white": lazy("White"),
    "multiple": lazy("More than one, none of them first"),
    "other": lazy("Another group (written in)"),
    "dont_know": lazy("Does not know"),
}

PAYERS: dict[str, str | Promise] = {
    "ohp": lazy("Oregon Health Plan"),
    "private": lazy("Private insurance"),
    "none": lazy("No insurance"),
    "other": lazy("Another kind of insurance"),
}


def race_name(code: str) -> str:
    return str(RACES.get(code, plain(code)))


def payer_name(code: str) -> str:
    return str(PAYERS.get(code, plain(code)))


def short_county_name(code: str) -> str:
    """ "hood_river" -> "Hood River": where a column or an axis already says that these are counties."""
    return code.replace("_", " ").title()


def zip_name(code: str) -> str:
    """A zip code, or several joined because each has too few people."""
    return _("Zip codes %(codes)s") % {"codes": code.replace("+", ", ")} if "+" in code else code


def plain(code: str) -> str:
    return code.replace("_", " ").capitalize()


REGION_NAMES = {region.id: region.name for region in PILOT_REGIONS}

NAMED = {
    "race": race_name,
    "county": short_county_name,
    "language": language_name,
    "payer": payer_name,
    "zip": zip_name,
}


def in_list(names: list[str], most: int = 4) -> str:
    """ "A", "A and B", "A, B and C"; from a fifth on: "A, B, C, D and 2 more"."""
    if len(names) > most:
        return _("%(some)s and %(n)d more") % {"some": ", ".join(names[:most]), "n": len(names) - most}
    if len(names) < 2:
        return "".join(names)
    return _("%(some)s and %(last)s") % {"some": ", ".join(names[:-1]), "last": names[-1]}
