"""Coverage -> event `coverage`, and the fact `coverage` (`parent_coverage`) where it says plainly which kind it is.

Medicaid alone is not OHP: another state's Medicaid is not Oregon's. Only a payer or plan that names the Oregon
Health Plan is `ohp`, which then also is an event `ohp_enrolled` with its planned end.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from headwaters.domain.records.statement import EventStatement, FactStatement, Statement
from headwaters.interchange.fhir.coding import Codings, codings_of
from headwaters.interchange.fhir.sheet import Sheet

_OHP = re.compile(r"\b(ohp|oregon health plan)\b", re.IGNORECASE)

_PRIVATE_SOPT = ("5", "6")
"""Source of Payment Typology (NAHDO): 5 private health insurance, 6 Blue Cross / Blue Shield."""

_NO_PAYER = ("81", "pay")
"""SOPT 81 self-pay; FHIR coverage-selfpay `pay`."""

_PRIVATE_ACT = ("EHCPOL", "HSAPOL")
"""v3-ActCode: employee health care policy, health spending account."""


def coverage(sheet: Sheet) -> tuple[Statement, ...]:
    about = sheet.about("beneficiary")
    span = sheet.span("period")
    codings = codings_of(sheet.resource.get("type"))
    events = sheet.events("coverage", about, span, codings)
    choice = _choice(sheet, codings)
    if not events or about is None or choice is None or span[0] is None:
        return events
    return (*events, *_facts(sheet, about, choice, span[0], span[1]))


def _facts(sheet: Sheet, about: str, choice: str, since: date, until: date | None) -> Iterator[Statement]:
    """Whether this is a child or a parent is not ours to know: each fact counts for the role it belongs to."""
    if sheet.status() not in ("active", "entered_in_error"):
        return
    for fact in ("coverage", "parent_coverage"):
        yield FactStatement(sheet.part(fact), about, fact, choice, since, until, sheet.status())
    if choice == "ohp":
        yield EventStatement(sheet.part("ohp_enrolled"), about, "ohp_enrolled", since, until, (), sheet.status())


def _choice(sheet: Sheet, codings: Codings) -> str | None:
    resource = sheet.resource
    said = [payor.get("display", "") for payor in resource.get("payor", ())]
    said += [text for part in resource.get("class", ()) for text in (part.get("name", ""), part.get("value", ""))]
    said.append(resource.get("type", {}).get("text", ""))
    if any(_OHP.search(text) for text in said if text):
        return "ohp"
    codes = [code for _, code in codings]
    if any(code in _NO_PAYER for code in codes):
        return "none"
    if any(code in _PRIVATE_ACT or (code[:1] in _PRIVATE_SOPT and code.isdigit()) for code in codes):
        return "private"
    return None
