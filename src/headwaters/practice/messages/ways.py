"""How somebody can be reached safely. Everything that shows or uses a number or an address asks here, and nowhere else."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, time, timedelta

from django.db import transaction
from django.db.models import Q

from headwaters.domain.consent import Action
from headwaters.domain.messaging.quiet_hours import Hours
from headwaters.domain.problems import NotFound, NotTaken
from headwaters.practice.access.actions import require
from headwaters.practice.access.reader import Reader
from headwaters.practice.consents.marks import Safety, safety_on
from headwaters.practice.families.seated import seated, telling
from headwaters.practice.messages.kinds import Channel
from headwaters.practice.messages.models import OptOut, WayRow
from headwaters.practice.messages.numbers import as_people_write, written_form


@dataclass(frozen=True, slots=True)
class Way:
    """`shown`: the value as people write it. `shared`: somebody else may read or hear what arrives there.
    `stopped`: the person asked us to send nothing more there."""

    id: int
    person: str
    channel: Channel
    value: str
    shown: str
    shared: bool
    hours: Hours | None
    note: str
    language: str
    clock: str | None
    stopped: bool


def ways_of(person: str, *, on: date) -> tuple[Way, ...]:
    """Every way to reach somebody on a day, the newest first; of somebody who is kept safe the address that stands in place of
    theirs. Asks no access: for deeds that have asked, and for pages over
    a story that was granted."""
    rows = (
        WayRow.objects.filter(person=person, from_day__lte=on)
        .filter(Q(through_day__isnull=True) | Q(through_day__gte=on))
        .order_by("-id")
    )
    held = list(rows)
    stopped = stopped_at(row.value for row in held)
    safety = safety_on(person, on=on)
    ways = (_way(row, (row.channel, row.value) in stopped) for row in held)
    return tuple(ways) if safety is None else tuple(_kept_safe(ways, safety))


def _kept_safe(ways: Iterable[Way], safety: Safety) -> Iterator[Way]:
    """Where somebody lives is told to nobody: one address stands in its place, once, or none does."""
    told = False
    for way in ways:
        if way.channel is not Channel.POST:
            yield way
        elif safety.substitute_address and not told:
            told = True
            yield replace(way, value=safety.substitute_address, shown=safety.substitute_address, note="", shared=False)


def stopped_at(values: Iterable[str]) -> set[tuple[str, str]]:
    rows = OptOut.objects.filter(value__in=list(values), ended__isnull=True)
    return set(rows.values_list("channel", "value"))


def ways_to_reach(person: str, *, story: str, by: Reader) -> tuple[Way, ...]:
    """The ways to reach somebody of a story, for whoever may read that story.

    raises  NotPermitted, NotFound
    """
    view = require(by, Action.READ_FAMILY, story=story, detail="ways to reach")
    seated(person, story=story, by=by, view=view)
    return ways_of(person, on=by.at.date())


@transaction.atomic
def add_way(
    person: str, *, story: str, by: Reader, channel: Channel, value: str, shared: bool = False,
    hours: tuple[time, time] | None = None, note: str = "", language: str = "", clock: str = "",
) -> Way:  # fmt: skip
    """Keep a number or an address. The same one again ends the earlier row and begins a new one.

    raises  NotPermitted, NotFound
            NotTaken  it cannot be a number or an address, or the hours do not follow each other
    """
    view = require(by, telling(by), story=story, detail="way to reach added")
    seated(person, story=story, by=by, view=view)
    written, on = written_form(channel, value), by.at.date()
    if hours is not None and not hours[0] < hours[1]:
        raise NotTaken("The hours end before they begin. Give the earlier hour first.")
    WayRow.objects.filter(person=person, channel=channel, value=written, through_day__isnull=True).update(
        through_day=on - timedelta(days=1)
    )
    opens, closes = hours or (None, None)
    row = WayRow.objects.create(
        person=person, channel=channel, value=written, shared=shared, hours_from=opens, hours_to=closes,
        note=note[:200], language=language, clock=clock, from_day=on, added_by=by.id,
    )  # fmt: skip
    return _way(row, (channel.value, written) in stopped_at([written]))


@transaction.atomic
def end_way(way: int, *, story: str, by: Reader) -> None:
    """From today nobody is reached this way any more; what was sent stays written down.

    raises  NotPermitted
            NotFound
    """
    view = require(by, telling(by), story=story, detail="way to reach ended")
    row = WayRow.objects.filter(pk=way, through_day__isnull=True).first()
    if row is None:
        raise NotFound("There is no such number or address. It may have been ended already.")
    seated(row.person, story=story, by=by, view=view)
    WayRow.objects.filter(pk=way).update(through_day=by.at.date() - timedelta(days=1))


def _way(row: WayRow, stopped: bool) -> Way:
    channel = Channel(row.channel)
    shown = as_people_write(row.value) if channel in (Channel.TEXT, Channel.CALL) else row.value
    hours = Hours(row.hours_from, row.hours_to) if row.hours_from and row.hours_to else None
    return Way(
        row.pk,
        row.person,
        channel,
        row.value,
        shown,
        row.shared,
        hours,
        row.note,
        row.language,
        row.clock or None,
        stopped,
    )
