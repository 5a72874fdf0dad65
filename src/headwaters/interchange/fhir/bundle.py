"""What a Bundle holds: its resources, and what each may be called inside it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any


def entries(bundle: dict[str, Any]) -> Iterator[tuple[int, dict[str, Any] | None]]:
    """(number from 1, resource) of every entry; None where an entry holds no resource. Deletions in a transaction and
    the outcomes that a response adds hold none by design and are passed over."""
    held = bundle.get("entry")
    for number, entry in enumerate(held if isinstance(held, list) else (), 1):
        resource = entry.get("resource") if isinstance(entry, dict) else None
        if isinstance(resource, dict):
            yield number, resource
        elif not isinstance(entry, dict) or not ("request" in entry or "response" in entry):
            yield number, None


def name_entries(bundle: dict[str, Any]) -> dict[str, str]:
    """`fullUrl` -> `Type/id`. A resource without an id is given the one its fullUrl carries, so that it can be found
    again."""
    known: dict[str, str] = {}
    held = bundle.get("entry")
    for entry in held if isinstance(held, list) else ():
        resource = entry.get("resource") if isinstance(entry, dict) else None
        url = entry.get("fullUrl") if isinstance(entry, dict) else None
        if not isinstance(resource, dict) or not isinstance(url, str):
            continue
        if "id" not in resource:
            resource["id"] = url.rsplit(":", 1)[-1].rsplit("/", 1)[-1]
        known[url] = f"{resource.get('resourceType')}/{resource['id']}"
    return known
