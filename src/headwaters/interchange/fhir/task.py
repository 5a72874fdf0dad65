"""Task -> event `task`; a referral task also becomes steps of a hand-off (SDOH Clinical Care, Task for Referral
Management).

A Task has one status at a time; a hand-off's steps add up. So each step is an event of its own (`Task/7#sent`),
and a later version of the Task adds the next one without taking the earlier away.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from typing import Any

from headwaters.domain.blueprint.handoff import HandoffState
from headwaters.domain.history.history import ENTERED_IN_ERROR
from headwaters.domain.records.statement import EventStatement, Statement
from headwaters.interchange.fhir.coding import Codings, first_code
from headwaters.interchange.fhir.reference import target
from headwaters.interchange.fhir.sheet import Sheet

_SDOH = "http://hl7.org/fhir/us/sdoh-clinicalcare/CodeSystem/SDOHCC-CodeSystemTemporaryCodes"

HANDOFFS = {
    (_SDOH, "food-insecurity"): "needs_to_food",
    (_SDOH, "housing-instability"): "needs_to_housing",
    (_SDOH, "homelessness"): "needs_to_housing",
    (_SDOH, "inadequate-housing"): "needs_to_housing",
}
"""SDOH category -> the starter blueprint's hand-off. A delivery's own `handoffs.csv` adds to this table and
overrides it."""

STEPS: dict[str, HandoffState | None] = {
    "draft": None,
    "requested": HandoffState.SENT,
    "received": HandoffState.RECEIVED,
    "accepted": HandoffState.ACCEPTED,
    "ready": HandoffState.ACCEPTED,
    # the performer will not take it: whoever sent it must find the next route
    "rejected": HandoffState.NOT_ELIGIBLE,
    "in_progress": HandoffState.BEGUN,
    "on_hold": None,
    # ended without result and without a reason: somebody has to look where the family is
    "failed": HandoffState.DROPPED,
    "cancelled": HandoffState.DROPPED,
    "completed": HandoffState.DONE,
}
"""Task.status -> step. Source: HL7 FHIR R4 TaskStatus; SDOH Clinical Care 2.x, "Checking Task Status"."""

_ENDED_OR_HELD = ("rejected", "on_hold", "failed", "cancelled")

REASONS = (
    (re.compile(r"capacity|wait.?list|waiting list|full\b|no (?:space|opening|place)", re.IGNORECASE),
     HandoffState.FULL),
    (re.compile(r"eligib", re.IGNORECASE), HandoffState.NOT_ELIGIBLE),
    (re.compile(r"unable to (?:contact|reach)|unreachable|no (?:response|contact)|could not (?:be )?(?:contact|reach)",
                re.IGNORECASE), HandoffState.NOT_REACHED),
    (re.compile(r"declin|refus|opted out|not interested", re.IGNORECASE), HandoffState.DECLINED),
)  # fmt: skip
"""A reason's words, in statusReason or businessStatus, say more than rejected, on hold, failed or cancelled. No
code system is fixed there, so words are all there is."""


def task(sheet: Sheet) -> tuple[Statement, ...]:
    about = sheet.about("for")
    sent = sheet.day("authoredOn")
    moved = sheet.day("lastModified")
    begun, ended = sheet.span("executionPeriod")
    events = sheet.events("task", about, (sent or moved, None), sheet.codings("code"))
    handoff = _handoff(sheet)
    if not events or about is None or handoff is None:
        return events
    days = {HandoffState.SENT: sent, HandoffState.BEGUN: begun or moved, HandoffState.DONE: ended or moved}
    return (*events, *(_step(sheet, about, handoff, step, days.get(step, moved)) for step in _steps(sheet, days)))


def _step(sheet: Sheet, about: str, handoff: str, step: HandoffState, day: date | None) -> EventStatement:
    status = sheet.status() if sheet.status() == ENTERED_IN_ERROR else None
    return EventStatement(sheet.part(step), about, "handoff", start=day, status=status, handoff=handoff, step=step)


def _steps(sheet: Sheet, days: dict[HandoffState, date | None]) -> Iterator[HandoffState]:
    """Sent, once it is more than a draft; what the status says now; and `told` where the task brings something back."""
    status = sheet.status() or ""
    if status == ENTERED_IN_ERROR:
        yield from (step for step in HandoffState if step is not HandoffState.NEEDED)
        return
    if status != "draft" and days[HandoffState.SENT]:
        yield HandoffState.SENT
    now = _now(sheet, status)
    if now is not None and now is not HandoffState.SENT and (days.get(now) or sheet.day("lastModified")):
        yield now
        if now is HandoffState.DONE and sheet.resource.get("output"):
            yield HandoffState.TOLD


def _now(sheet: Sheet, status: str) -> HandoffState | None:
    said = sheet.resource.get("businessStatus")
    own_word = first_code(said) if said else None
    if own_word in tuple(HandoffState):
        return HandoffState(str(own_word))
    if status in _ENDED_OR_HELD:
        words = " ".join(_words(sheet.resource.get(name)) for name in ("statusReason", "businessStatus"))
        for pattern, step in REASONS:
            if pattern.search(words):
                return step
    return STEPS.get(status)


def _words(concept: dict[str, Any] | None) -> str:
    if not concept:
        return ""
    codings = concept.get("coding", ())
    parts = [concept.get("text")] + [coding.get(key) for coding in codings for key in ("code", "display")]
    return " ".join(str(part) for part in parts if part)


def _handoff(sheet: Sheet) -> str | None:
    asked = target(sheet.resource.get("focus"), sheet.around.known)
    codings: Codings = (
        *sheet.codings("code"),
        *sheet.codings("reasonCode"),
        *sheet.around.requests.get(asked or "", ()),
    )
    for pair in codings:
        found = sheet.around.handoffs.get(pair) or HANDOFFS.get(pair)
        if found:
            return found
    return None
