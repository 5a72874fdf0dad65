"""Reminders of agreed days: one for each, taken back when the day moves."""

from __future__ import annotations

from babel.core import Locale, UnknownLocaleError
from babel.dates import format_date, format_time
from django.db import transaction

from headwaters.domain.time_zones import CLOCKS
from headwaters.practice.access.reader import Reader
from headwaters.practice.appointments import actions as days
from headwaters.practice.appointments.actions import Plan, remind_on
from headwaters.practice.appointments.answers import reminder_key
from headwaters.practice.appointments.models import Appointment
from headwaters.practice.appointments.states import OPEN, State
from headwaters.practice.messages.actions import queue_unasked
from headwaters.practice.messages.kinds import MessageKind
from headwaters.practice.messages.outbox import drop
from headwaters.practice.messages.ways import ways_of


@transaction.atomic
def agree(plan: Plan, *, story: str, person: str, by: Reader, key: str, settled: bool = True) -> Appointment:
    """Write down an agreed day and queue its reminder, where there is still time for one.

    raises  NotPermitted, NotTaken
    """
    row = days.agree(plan, story=story, person=person, by=by, key=key, settled=settled)
    _remind(row, by)
    return row


@transaction.atomic
def move(appointment: int, plan: Plan, *, by: Reader, key: str) -> Appointment:
    """raises  NotPermitted, NotFound, NotTaken"""
    fresh = days.move(appointment, plan, by=by, key=key)
    drop([reminder_key(appointment)], why="The day was moved.")
    _remind(fresh, by)
    return fresh


@transaction.atomic
def answer(appointment: int, state: State, *, by: Reader) -> Appointment:
    """raises  NotPermitted, NotFound, NotTaken"""
    row = days.answer(appointment, state, by=by)
    if state not in OPEN:
        drop([reminder_key(appointment)], why="The day is off.")
    return row


@transaction.atomic
def close(appointment: int, state: State, *, by: Reader) -> Appointment:
    """raises  NotPermitted, NotFound, NotTaken"""
    row = days.close(appointment, state, by=by)
    drop([reminder_key(appointment)], why="The day is over or off.")
    return row


def _remind(row: Appointment, by: Reader) -> None:
    when = remind_on(row)
    if when <= by.at:
        return
    language = _language(row.person, by)
    local = row.starts.astimezone(CLOCKS[row.clock])
    queue_unasked(
        MessageKind.REMINDER, person=row.person, story=row.story, queued_by=by.id, at=by.at, key=reminder_key(row.pk),
        params={
            "day": format_date(local.date(), "EEEE, MMMM d", locale=_locale(language)),
            "time": format_time(local.time(), "short", locale=_locale(language)),
        },
        not_before=when, language=language,
    )  # fmt: skip


def _language(person: str, by: Reader) -> str:
    return next((way.language for way in ways_of(person, on=by.at.date()) if way.language), "en")


def _locale(language: str) -> Locale:
    """Where nobody has written a language's dates down (Chuukese, Marshallese), they stand in English."""
    try:
        return Locale.parse(language, sep="-")
    except (UnknownLocaleError, ValueError):
        return Locale("en")
