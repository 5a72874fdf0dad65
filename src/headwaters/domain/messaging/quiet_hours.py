"""When a message may arrive: never at night, and only in the hours that the person named. Pure: the instant comes in."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo


@dataclass(frozen=True, slots=True)
class Hours:
    """Local wall-clock hours in which messages may arrive: from `opens` (included) until `closes` (not included)."""

    opens: time
    closes: time

    def __post_init__(self) -> None:
        if not self.opens < self.closes:
            raise ValueError("hours open before they close, within one day")


ALLOWED = Hours(time(8), time(20))
"""8 in the morning to 8 in the evening, where the family is. Narrower than the law's 8 am to 9 pm
(47 CFR 64.1200(c)(1), called party's own location; 2024), because a house with a baby sleeps early."""


def common_hours(theirs: Hours | None) -> Hours:
    """What is allowed and also the person's own wish; a wish that leaves nothing of the day falls back to what is allowed."""
    if theirs is None:
        return ALLOWED
    opens, closes = max(ALLOWED.opens, theirs.opens), min(ALLOWED.closes, theirs.closes)
    return Hours(opens, closes) if opens < closes else ALLOWED


def next_allowed(at: datetime, *, zone: ZoneInfo, hours: Hours = ALLOWED) -> datetime:
    """`at` itself where it lies in the hours, else the next opening, as an instant in `zone`.

    at  an instant with a zone of its own
    """
    here = at.astimezone(zone)
    if hours.opens <= here.time() < hours.closes:
        return here
    day = here.date() if here.time() < hours.opens else here.date() + timedelta(days=1)
    return datetime.combine(day, hours.opens, tzinfo=zone)
