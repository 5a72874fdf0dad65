"""What a session remembers: when it began and was last used, the role somebody chose, the door by which a family came in.

Limits for people who work here: half an hour without a request, twelve hours in all (NIST SP 800-63B, 2017, section 4.2.3, second
level; the edition of 2025 allows an hour and a day). Families often hold a borrowed telephone: a quarter of an hour, and two hours.
"""

from __future__ import annotations

import time

from django.contrib.auth import SESSION_KEY, logout
from django.http import HttpRequest

from headwaters.practice.accounts.models import FamilyDoor

IDLE, WHOLE = 30 * 60, 12 * 60 * 60
FAMILY_IDLE, FAMILY_WHOLE = 15 * 60, 2 * 60 * 60
"""Seconds."""
NOTED_EVERY = 60
"""The last request is written down once a minute: a write for each page would make every page slow."""

_BEGAN, _SEEN, _ROLE, _DOOR = "began", "seen", "membership", "family_door"


def begin(request: HttpRequest) -> None:
    """Somebody has just signed in: both clocks start, and a family that came in before on this browser is out."""
    request.session.pop(_DOOR, None)
    request.session[_BEGAN] = request.session[_SEEN] = int(time.time())


def begin_family(request: HttpRequest, door: FamilyDoor) -> None:
    """A family came in by its code. Whoever was signed in on this browser is signed out."""
    logout(request)
    request.session.cycle_key()
    begin(request)
    request.session[_DOOR] = door.pk
    request.session.set_expiry(0)  # ends with the browser too


def leave(request: HttpRequest) -> None:
    """Ends the session here and on the server: signing out, and "leave this page fast"."""
    logout(request)


def keep(request: HttpRequest) -> bool:
    """Whether the session may go on; one over its limits is ended. A request without a session asks nothing of the database."""
    if not request.session.session_key:
        return True
    family = _DOOR in request.session
    if _BEGAN not in request.session:
        if SESSION_KEY in request.session:
            begin(request)
        return True  # or nobody has signed in by it yet: half-way through, a choice of language
    now = int(time.time())
    idle, whole = (FAMILY_IDLE, FAMILY_WHOLE) if family else (IDLE, WHOLE)
    seen = int(request.session.get(_SEEN, 0))
    if now - seen > idle or now - int(request.session[_BEGAN]) > whole:
        logout(request)
        return False
    if now - seen > NOTED_EVERY:
        request.session[_SEEN] = now
    return True


def door_of(request: HttpRequest) -> str | None:
    held: str | None = request.session.get(_DOOR)
    return held


def chosen_role(request: HttpRequest) -> int | None:
    held: int | None = request.session.get(_ROLE)
    return held


def choose_role(request: HttpRequest, membership: int) -> None:
    request.session[_ROLE] = membership
