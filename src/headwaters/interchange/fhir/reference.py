"""References between resources: what a resource names, as `Type/id` inside one source.

Source: HL7 FHIR R4, References; conditional references as in "RESTful API, transaction".
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

_TAIL = re.compile(r"(?:^|/)([A-Z][A-Za-z]+)/([A-Za-z0-9.\-]{1,64})(?:/_history/[^/]+)?\Z")

PEOPLE = ("Patient", "RelatedPerson")
"""The resource types that are people in a story; a Practitioner is not."""

Known = Mapping[str, str]
"""What else a thing may be called in this delivery: `urn:uuid:...` or `Patient?identifier=system|value` ->
`Type/id`."""


def target(reference: object, known: Known) -> str | None:
    """`Type/id` of what a Reference names, or None if it names nothing that can be followed."""
    if not isinstance(reference, dict):
        return None
    text = reference.get("reference")
    if text is None:
        text = _logical(reference)
    if not isinstance(text, str):
        return None
    found = known.get(text)
    if found is not None:
        return found
    match = _TAIL.search(text)
    return f"{match[1]}/{match[2]}" if match else None


def _logical(reference: dict[str, Any]) -> str | None:
    """A reference by identifier alone, written as the conditional reference that means the same."""
    identifier = reference.get("identifier")
    if not isinstance(identifier, dict) or "value" not in identifier:
        return None
    return f"{reference.get('type', 'Patient')}?identifier={identifier.get('system', '')}|{identifier['value']}"


def is_person(local_id: str) -> bool:
    return local_id.startswith(PEOPLE)


def claims_a_person(reference: object) -> bool:
    """Whether a reference that could not be followed was meant for a person, not for a group, a device or a place."""
    if not isinstance(reference, dict):
        return True
    text = str(reference.get("reference", ""))
    kind = reference.get("type") or text.split("?")[0].split("/")[0]
    return not text or text.startswith(("urn:", "#")) or kind in PEOPLE
