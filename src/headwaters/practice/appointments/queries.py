"""Questions about agreed days."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import QuerySet

from headwaters.domain.consent import Action, ReaderRole
from headwaters.domain.history.view import View
from headwaters.domain.time_zones import CLOCKS
from headwaters.practice.access.actions import require
from headwaters.practice.access.reader import Reader
from headwaters.practice.appointments.models import Appointment
from headwaters.practice.appointments.states import OPEN, State


@dataclass(frozen=True, slots=True)
class AgreedDay:
    """`local`: day and time by the clock it was agreed in."""

    id: int
    story: str
    person: str
    about: str
    what: str
    with_whom: str
    where: str
    bring: str
    local: datetime
    clock: str
    minutes: int
    state: State


def upcoming(story: str, *, by: Reader, person: str | None = None) -> tuple[AgreedDay, ...]:
    """The open days of a story from the instant of the request on, the next one first; `person`: only those of one caregiver.

    raises  NotPermitted
    """
    view = require(by, Action.READ_FAMILY, story=story, detail="agreed days")
    rows = _open().filter(story=story, starts__gte=by.at)
    return tuple(map(_day, _of_whom(rows if person is None else rows.filter(person=person), by, view)))


def past(story: str, *, by: Reader, most: int = 10) -> tuple[AgreedDay, ...]:
    """The latest days that have passed, newest first.

    raises  NotPermitted
    """
    view = require(by, Action.READ_FAMILY, story=story, detail="agreed days")
    rows = Appointment.objects.filter(story=story, starts__lt=by.at).order_by("-starts")
    return tuple(map(_day, _of_whom(rows, by, view)[:most]))


def _of_whom(rows: QuerySet[Appointment], by: Reader, view: View) -> list[Appointment]:
    """Days of people of whom this reader may hear; a family's page shows those agreed with whoever opened it."""
    if by.role == ReaderRole.FAMILY:
        rows = rows.filter(person=by.person)
    return [row for row in rows if view.words and view.sees_person(row.person)]


def agreed_in(stories: Iterable[str], *, from_: datetime, through: datetime) -> tuple[AgreedDay, ...]:
    """Open days of these stories between two instants, for a list whose reader was asked for each of them."""
    rows = _open().filter(story__in=list(stories), starts__gte=from_, starts__lt=through)
    return tuple(_day(row) for row in rows)


def is_day_off(day: date, holidays: Iterable[date]) -> bool:
    """Saturday, Sunday, or a holiday that the blueprint lists: offices are closed."""
    return day.weekday() >= 5 or day in frozenset(holidays)


def _open() -> QuerySet[Appointment]:
    return Appointment.objects.filter(state__in=OPEN).order_by("starts", "id")


def _day(row: Appointment) -> AgreedDay:
    return AgreedDay(
        row.pk, row.story, row.person, row.about, row.what, row.with_whom, row.where, row.bring,
        row.starts.astimezone(CLOCKS[row.clock]), row.clock, row.minutes, State(row.state),
    )  # fmt: skip
