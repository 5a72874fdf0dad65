"""What any source must offer: a door that reads one kind of delivery and says what stands in it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Protocol

from headwaters.domain.records.statement import Reading


class Source(Protocol):
    """A door. Every implementation has to pass `tests/contract/test_sources.py`."""

    @property
    def name(self) -> str:
        """The door's own name: `csv`, `fhir`."""

    def recognises(self, path: Path) -> bool:
        """Is this file or folder one delivery of this kind? Looks at names and first bytes only, and never raises."""

    def readings(self, path: Path) -> Iterator[Reading]:
        """One reading for each source row or resource, people before what is said of them wherever that is cheap.

        Never raises for a bad row: that is a reading with problems. A reading whose line is 0 is a remark about a whole file.

        raises  InputUnreadable  nothing in the delivery can be read; the text says what to do
        """
