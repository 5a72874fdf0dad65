"""Deeds about agreed days: agreeing, moving, cancelling, and saying what became of one. Each keeps its reminder right."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta

from django.db import transaction

from headwaters.domain.consent import Action
from headwaters.domain.problems import NotFound, NotTaken
from headwaters.domain.time_zones import CLOCKS
from headwaters.practice.access.actions import require
from headwaters.practice.access.reader import Reader
from headwaters.practice.appointments.models import Appointment
from headwaters.practice.appointments.states import OPEN, State, may_become
from headwaters.practice.families.seated import seated, telling

REMIND_AT = time(10)
"""On the day before, in the morning, by the family's own clock."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What is agreed. `local`: day and time as the family's own clock shows them; `clock`: `pacific` or `mountain`."""

    what: str
    local: datetime
    clock: str
    minutes: int = 60
    with_whom: str = ""
    where: str = ""
    bring: str = ""
    about: str = ""

    def starts(self) -> datetime:
        """The instant.

        raises  NotTaken  that time does not exist on that day: the clocks are put forward
        """
        zone = CLOCKS[self.clock]
        instant = self.local.replace(tzinfo=zone)
        if instant.astimezone(UTC).astimezone(zone).replace(tzinfo=None) != self.local:
            raise NotTaken("This time does not exist on that day: the clocks go forward. Choose an hour later.")
        return instant


@transaction.atomic
def agree(plan: Plan, *, story: str, person: str, by: Reader, key: str, settled: bool = True) -> Appointment:
    """Write down an agreed day. The same key again gives the one that is there.

    settled  the family has said that it works
    raises   NotPermitted
             NotTaken  it lies in the past, or says nothing
    """
    view = require(by, Action.RECORD_CONTACT, story=story, detail="day agreed")
    seated(person, story=story, by=by, view=view)
    held = Appointment.objects.filter(key=key).first()
    if held is not None:
        return held
    return _write(plan, story=story, person=person, by=by, key=key, state=State.AGREED if settled else State.PROPOSED)


def _write(plan: Plan, *, story: str, person: str, by: Reader, key: str, state: State) -> Appointment:
    starts = plan.starts()
    if not plan.what.strip():
        raise NotTaken("Say in a few words what is planned.")
    if starts <= by.at:
        raise NotTaken("This day and time has passed. Choose one that is still to come.")
    return Appointment.objects.create(
        key=key, story=story, person=person, about=plan.about, what=plan.what.strip()[:120],
        with_whom=plan.with_whom[:120], where=plan.where[:200], bring=plan.bring[:200], starts=starts,
        minutes=plan.minutes, clock=plan.clock, state=state, agreed=by.at, agreed_by=by.id,
    )  # fmt: skip


@transaction.atomic
def move(appointment: int, plan: Plan, *, by: Reader, key: str) -> Appointment:
    """Another day stands instead; the earlier one stays written down as moved.

    raises  NotPermitted
            NotFound
            NotTaken  it is over already, or the new day has passed
    """
    row = _held(appointment)
    require(by, Action.RECORD_CONTACT, story=row.story, detail="day moved")
    fresh = Appointment.objects.filter(key=key).first()
    if fresh is not None:
        return fresh
    _change(row, State.MOVED, by)
    fresh = _write(plan, story=row.story, person=row.person, by=by, key=key, state=State.AGREED)
    Appointment.objects.filter(pk=row.pk).update(moved_to=fresh)
    return fresh


@transaction.atomic
def answer(appointment: int, state: State, *, by: Reader) -> Appointment:
    """What the family says of a day: it works (`agreed`), another time please (`asked_to_move`), not for us (`cancelled`).

    raises  NotPermitted, NotFound, NotTaken
    """
    row = _held(appointment)
    view = require(by, telling(by), story=row.story, detail=f"day {state}")
    seated(row.person, story=row.story, by=by, view=view)
    if state not in (State.AGREED, State.ASKED_TO_MOVE, State.CANCELLED):
        raise NotTaken("Choose one of the three answers.")
    if row.state != state:
        _change(row, state, by)
    return row


@transaction.atomic
def close(appointment: int, state: State, *, by: Reader) -> Appointment:
    """Whoever keeps the day says that it was kept, not kept, or is off.

    raises  NotPermitted, NotFound, NotTaken
    """
    row = _held(appointment)
    require(by, Action.RECORD_CONTACT, story=row.story, detail=f"day {state}")
    if row.state != state:
        _change(row, state, by)
    return row


def _held(appointment: int) -> Appointment:
    row = Appointment.objects.select_for_update().filter(pk=appointment).first()
    if row is None:
        raise NotFound("There is no such agreed day. It may have been taken back.")
    return row


def _change(row: Appointment, then: State, by: Reader) -> None:
    if not may_become(State(row.state), then):
        raise NotTaken("Somebody has changed this day already. Look at it again: it stands as it is now.")
    row.state = then
    if then not in OPEN:
        row.closed, row.closed_by = by.at, by.id
    row.save(update_fields=["state", "closed", "closed_by"])


def remind_on(row: Appointment) -> datetime:
    """When its reminder may leave: the day before at ten, by the clock it was agreed in."""
    local = row.starts.astimezone(CLOCKS[row.clock])
    return datetime.combine(local.date() - timedelta(days=1), REMIND_AT, tzinfo=CLOCKS[row.clock])
