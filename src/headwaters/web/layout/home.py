"""Where each role begins, and which pages are for families."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from headwaters.domain.consent import ReaderRole

Shown = TypeVar("Shown", bound=Callable[..., Any])

HOME = {
    ReaderRole.FAMILY: "family:page",
    ReaderRole.SUPERVISOR: "caseload:team",
    ReaderRole.AGENCY_WORKER: "referral:inbox",
    ReaderRole.PILOT_LEAD: "reach:groups",
    ReaderRole.FACILITATOR: "reach:groups",
    ReaderRole.ANALYST: "reach:groups",
    ReaderRole.ADMINISTRATOR: "accounts:people",
}
"""Everybody else begins with *Today*."""


def home_of(role: str) -> str:
    """The name of the address at which a role begins."""
    return HOME.get(ReaderRole(role), "worklist:today") if role in set(ReaderRole) else "worklist:today"


def for_families(view: Shown) -> Shown:
    """Mark a view that a family may open. All others are for people who work here: their words, names and notes are not written
    for the family, whatever the family may know."""
    view.for_families = True  # type: ignore[attr-defined]
    return view


def is_for_families(view: Callable[..., Any]) -> bool:
    return bool(getattr(view, "for_families", False))
