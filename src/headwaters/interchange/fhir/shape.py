"""Where a resource breaks the shape that FHIR fixes: looked at only after reading it failed, so it may be slow."""

from __future__ import annotations

from typing import Any

from headwaters.interchange.fhir.faults import Fault, Faults

_LISTS = frozenset(
    {"identifier", "name", "address", "communication", "extension", "link", "relationship", "type@Encounter"}
    | {"reasonCode", "category", "component", "payor", "class@Coverage", "output", "coding", "given"}
)
_OBJECTS = frozenset(
    {"meta", "subject", "patient", "beneficiary", "for", "focus", "code", "vaccineCode", "period", "effectivePeriod"}
    | {"performedPeriod", "onsetPeriod", "occurrencePeriod", "executionPeriod", "valueQuantity", "class@Encounter"}
    | {"valueCodeableConcept", "clinicalStatus", "verificationStatus", "medicationCodeableConcept"}
    | {"statusReason", "businessStatus"}
)
_TEXTS = frozenset({"status", "birthDate", "gender", "id", "system", "postalCode", "district", "state", "family"})


def shape_faults(resource: dict[str, Any]) -> Faults:
    """Every element of the wrong JSON type, by its path; one general fault where none can be named."""
    kind = resource.get("resourceType", "")
    faults: Faults = []
    _look(resource, "", kind, faults)
    if not faults:
        faults.append(
            Fault(
                "",
                f"This {kind} is not built as FHIR R4 says.",
                "Check it with a FHIR validator and send it again.",
                "wrong_shape",
            )
        )
    return faults


def _look(element: dict[str, Any], path: str, kind: str, faults: Faults) -> None:
    for name, value in element.items():
        here = f"{path}.{name}" if path else name
        expected = _expected(name, kind, whole=not path or path.startswith("component["))
        if expected and not isinstance(value, expected[0]):
            faults.append(Fault(here, f"`{here}` should be {expected[1]}.", "Write it as FHIR R4 says.", "wrong_shape"))
        elif isinstance(value, dict):
            _look(value, here, kind, faults)
        elif isinstance(value, list):
            for index, item in enumerate(value):
                if isinstance(item, dict):
                    _look(item, f"{here}[{index}]", kind, faults)
                elif item is None or (name in _LISTS and name != "given"):
                    faults.append(
                        Fault(
                            f"{here}[{index}]",
                            f"`{here}[{index}]` should be an object.",
                            "Write it as FHIR R4 says.",
                            "wrong_shape",
                        )
                    )


def _expected(name: str, kind: str, *, whole: bool) -> tuple[type, str] | None:
    """`whole`: the element stands in the resource itself or in a component, not inside a coding, a name or a reference."""
    if name in _TEXTS:
        return str, "a text"
    if name in ("coding", "given"):
        return list, "a list"
    if not whole:
        return None
    if name in _OBJECTS or f"{name}@{kind}" in _OBJECTS:
        return dict, "an object"
    # a name is a list in a person and a text elsewhere
    listed = name in _LISTS and (name != "name" or kind in ("Patient", "RelatedPerson", "Person"))
    return (list, "a list") if listed or f"{name}@{kind}" in _LISTS else None
