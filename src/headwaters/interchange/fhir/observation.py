"""Observation -> event `observation` with its value, unit and result; each component with a value is an event of
its own.

`value` and `unit`: a quantity (UCUM code where there is one), or a whole number. `result`: the code of a coded
answer, a yes or no, or a text. A component (diastolic pressure, one question of a panel) is matched by its own
code like any observation, so it is one: record `Observation/7#<code>`, on the same day with the same status.
"""

from __future__ import annotations

from typing import Any

from headwaters.domain.history.history import ENTERED_IN_ERROR
from headwaters.domain.records.statement import EventStatement, Origin, Statement
from headwaters.interchange.fhir.coding import Codings, codings_of, first_code
from headwaters.interchange.fhir.sheet import Sheet

Outcome = tuple[str | None, float | None, str | None]


def observation(sheet: Sheet) -> tuple[Statement, ...]:
    about = sheet.about("subject")
    start, end = sheet.when("effective")
    status = sheet.status()
    if about is None or not (start or status == ENTERED_IN_ERROR):
        return ()

    def event(origin: Origin, codings: Codings, outcome: Outcome) -> EventStatement:
        return EventStatement(origin, about, "observation", start, end, codings, status, *outcome)

    resource = sheet.resource
    whole = event(sheet.origin, sheet.codings("code"), outcome_of(resource))
    if "component" not in resource:
        return (whole,)
    return (whole, *(event(sheet.part(name), codings, outcome) for name, codings, outcome in _components(resource)))


def _components(resource: dict[str, Any]) -> list[tuple[str, Codings, Outcome]]:
    found = []
    for index, component in enumerate(resource["component"]):
        outcome = outcome_of(component)
        if outcome != (None, None, None):
            codings = codings_of(component.get("code"))
            found.append((codings[0][1] if codings else str(index), codings, outcome))
    return found


def outcome_of(holder: dict[str, Any]) -> Outcome:
    """(result, value, unit) of a value[x]; where there is none, why not is no result."""
    quantity = holder.get("valueQuantity")
    if quantity is not None:
        value = quantity.get("value")
        unit = quantity.get("code") or quantity.get("unit")
        # "<" or ">" makes a bound of the number, not a measurement
        return (None, float(value), unit) if value is not None and "comparator" not in quantity else (None, None, unit)
    if "valueCodeableConcept" in holder:
        return first_code(holder["valueCodeableConcept"]), None, None
    if "valueInteger" in holder:
        return None, float(holder["valueInteger"]), None
    if "valueBoolean" in holder:
        return "yes" if holder["valueBoolean"] else "no", None, None
    text = holder.get("valueString") or holder.get("valueDateTime")
    return text, None, None
