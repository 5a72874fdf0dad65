"""What is handed to whoever writes tables to the records, and what it says when it cannot go on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pyarrow as pa


@dataclass(frozen=True, slots=True)
class Addition:
    """Rows to add to one table. `or_ignore`: a row whose primary key is there already is left out."""

    table: str
    rows: pa.Table
    or_ignore: bool = False


class WriterStopped(OSError):
    """The process that writes has ended; its text says why."""
