"""A short answer to a reminder settles the agreed day it was about."""

from __future__ import annotations

from datetime import datetime

from headwaters.domain.messaging.replies import Reply
from headwaters.practice.appointments.models import Appointment
from headwaters.practice.appointments.states import State, may_become

REMINDER = "day:"
"""Reminders are queued under this and the number of the agreed day."""

_BECOMES = {Reply.WORKS: State.AGREED, Reply.ANOTHER_TIME: State.ASKED_TO_MOVE}


def reminder_key(appointment: int) -> str:
    return f"{REMINDER}{appointment}"


def answer_by_text(key: str, reply: Reply, *, at: datetime) -> bool:
    """Take over an answer that came by text. False: the message was about no agreed day, or that day has passed or changed."""
    if not key.startswith(REMINDER):
        return False
    row = Appointment.objects.select_for_update().filter(pk=int(key.removeprefix(REMINDER))).first()
    if row is None or row.starts <= at:
        return False
    then = _BECOMES[reply]
    if row.state != then:
        if not may_become(State(row.state), then):
            return False
        Appointment.objects.filter(pk=row.pk).update(state=then)
    return True
