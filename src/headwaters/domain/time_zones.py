"""Which clock a family lives by. Oregon has two: Pacific, and Mountain in nearly all of Malheur County."""

from __future__ import annotations

from zoneinfo import ZoneInfo

PACIFIC = ZoneInfo("America/Los_Angeles")
MOUNTAIN = ZoneInfo("America/Boise")
CLOCKS = {"pacific": PACIFIC, "mountain": MOUNTAIN}
"""By the word that is kept where a family chose one: the southern strip of Malheur County keeps Pacific time, and no code tells
who lives there."""


def zone_of(county: str | None, *, chosen: str | None = None) -> ZoneInfo:
    """The clock of a place.

    county  the blueprint's code of a county, `malheur`; None where it is not known: Pacific, as nearly all of Oregon is
    chosen  `pacific` or `mountain`, where the family said which
    source  49 CFR 71.9, boundary line between the mountain and Pacific zones (as printed 2023)
    """
    if chosen is not None:
        return CLOCKS[chosen]
    return MOUNTAIN if county == "malheur" else PACIFIC
