"""Numbers that nobody knows yet: `null` in the file, unknown everywhere, and listed as *asked for* (language part 1)."""

from __future__ import annotations

from collections.abc import Iterator

from headwaters.domain.problems import Place
from headwaters.interchange.blueprint_yaml.document import NOT_KNOWN_YET, subject_of
from headwaters.interchange.blueprint_yaml.reading import BlueprintReading
from headwaters.interchange.blueprint_yaml.yaml_text import Path, Plain


def asked_for(reading: BlueprintReading) -> tuple[tuple[Place, str, str], ...]:
    """(where, subject, key) of every number that is `null`, in the order of the document."""
    return tuple(
        (reading.places.of(path), subject_of(path), str(path[-1])) for path in _nulls(dict(reading.document), ())
    )


def _nulls(value: Plain, path: Path) -> Iterator[Path]:
    if isinstance(value, dict):
        for key, inner in value.items():
            if inner is None and key in NOT_KNOWN_YET:
                yield (*path, key)
            elif path or key != "changes":
                yield from _nulls(inner, (*path, key))
    elif isinstance(value, list):
        for position, inner in enumerate(value):
            yield from _nulls(inner, (*path, position))
