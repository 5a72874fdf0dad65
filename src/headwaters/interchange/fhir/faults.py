"""What is wrong with one resource, said without its content: the field, what is wrong there, what to do."""

from __future__ import annotations

from dataclasses import dataclass

from headwaters.domain.problems import Place, Problem
from headwaters.domain.records.statement import Origin


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing wrong in a resource. `field` is the FHIR path inside it; no text here ever repeats a value."""

    field: str
    what: str
    remedy: str
    code: str


Faults = list[Fault]
"""Collected while a resource is read, so that all of them are told at once."""


def missing(field: str, why: str) -> Fault:
    return Fault(field, f"`{field}` is missing: {why}", f"Send the resource again with `{field}`.", "missing")


def problem(fault: Fault, origin: Origin, *, record_type: str, prefix: str = "") -> Problem:
    """The fault as a problem: file, line, field, and the resource by its type and id (never by name)."""
    nameless = origin.record_id == f"{origin.file}:{origin.line}"
    subject = record_type if nameless else origin.record_id
    return Problem(Place(origin.file, origin.line, prefix + fault.field), subject, fault.what, fault.remedy, fault.code)
