"""What a search answers with: one service, with what is known of its room, how far it is, and whether this family fits."""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

STALE_AFTER_DAYS = 45
"""An opening that nobody checked for longer is drawn as a hatch, with "Call first" (ux.md, P3)."""

_EARTH_MILES = 3958.8  # mean radius, IUGG 1980


class Fit(StrEnum):
    """What the service's runnable rules say of the facts given; an estimate, never a decision."""

    MAY_QUALIFY = "may_qualify"
    NEEDS_TO_KNOW = "needs_to_know"
    PROBABLY_NOT = "probably_not"
    NO_RULE = "no_rule"


@dataclass(frozen=True, slots=True)
class Openings:
    """`open_places`, `waiting`, `days_to_first_contact`: None where nobody said. `stale`: checked over 45 days ago."""

    checked_on: date
    checked_days_ago: int
    open_places: int | None = None
    waiting: int | None = None
    languages: tuple[str, ...] = ()
    area: str = ""
    days_to_first_contact: int | None = None

    @property
    def stale(self) -> bool:
        return self.checked_days_ago > STALE_AFTER_DAYS


@dataclass(frozen=True, slots=True)
class Offer:
    """One service that a family could be sent to.

    service             its number here, for `directory:service`
    provider            who offers it, by name; `organisation`: its id in practice.accounts, empty where it has no account here
    agency              the blueprint's word for it (`wic`), empty where nobody said
    openings            the latest word about room; None: nobody ever said
    first_contact_days  usual days from ask to first contact; None where unknown
    distance_miles      from the family's zip or county; None where either end has no published coordinates
    fit, missing        what its rules say, and the facts (names) that would decide it
    phone               as printed; empty where none is listed
    """

    service: int
    name: str
    provider: str
    organisation: str
    agency: str
    needs: tuple[str, ...]
    languages: tuple[str, ...]
    counties: tuple[str, ...]
    address: str
    phone: str
    openings: Openings | None
    first_contact_days: int | None
    distance_miles: float | None
    fit: Fit
    missing: tuple[str, ...]
    invented: bool

    @property
    def checked_on(self) -> date | None:
        return self.openings.checked_on if self.openings else None

    @property
    def stale(self) -> bool:
        """Nobody checked in 45 days, or ever: call first."""
        return self.openings is None or self.openings.stale


@dataclass(frozen=True, slots=True)
class Point:
    """Degrees, WGS 84."""

    latitude: float
    longitude: float


def miles_between(one: Point, other: Point) -> float:
    """Along a great circle (haversine): no map and no road. Roads are longer."""
    north, south = math.radians(one.latitude), math.radians(other.latitude)
    across = math.radians(other.longitude - one.longitude)
    chord = math.sin((south - north) / 2) ** 2 + math.cos(north) * math.cos(south) * math.sin(across / 2) ** 2
    return 2 * _EARTH_MILES * math.asin(math.sqrt(min(chord, 1.0)))
