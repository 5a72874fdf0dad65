"""What a published run was made from, kept beside its tables."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import date, datetime
from pathlib import Path

from headwaters.domain.history.view import View
from headwaters.engine.publishing.making import FileNote
from headwaters.engine.warehouse.parts import replacing, settle

FILE = "manifest.json"
CURRENT = "current"


@dataclass(frozen=True, slots=True)
class Manifest:
    """`records`: a fingerprint of the records judged; `model`: a fingerprint of the blueprints' content, whatever their versions say.

    `rows` and `stories` count the whole run as it is read; `judged` the stories that this run judged itself (all of them
    in a full run). `files` are this run's own.
    """

    run: str
    as_of: date
    known_by: date | None
    blueprint: str
    version: str
    model: str
    records: str
    software: str
    stories: int
    rows: int
    made_at: datetime
    protected: Mapping[str, Sequence[str]] = field(default_factory=dict)
    """Element -> the protected subjects it touches. A list or count for a reader who lacks one leaves the element out."""
    engine: str = ""
    snapshot: str = ""
    """The state of the snapshot that was judged."""
    judged: int = 0
    layers: Sequence[str] = ()
    """The runs that it is read with, oldest first, itself the last; empty: written before there were layers."""
    files: Mapping[str, FileNote] = field(default_factory=dict)

    @property
    def is_full(self) -> bool:
        return len(self.layers) <= 1

    def hidden_from(self, view: View) -> tuple[str, ...]:
        """The elements that are absent from a view, in order."""
        return tuple(
            element for element, subjects in sorted(self.protected.items())
            if not all(view.sees_subject(subject) for subject in subjects)
        )  # fmt: skip

    def write(self, folder: Path) -> None:
        with replacing(folder / FILE) as fresh:
            fresh.write_text(json.dumps(asdict(self), default=str, indent=2) + "\n", encoding="utf-8")

    @classmethod
    def read(cls, folder: Path) -> Manifest:
        held = json.loads((folder / FILE).read_text(encoding="utf-8"))
        held["as_of"] = date.fromisoformat(held["as_of"])
        held["known_by"] = None if held["known_by"] is None else date.fromisoformat(held["known_by"])
        held["made_at"] = datetime.fromisoformat(held["made_at"])
        held["files"] = {name: FileNote(**note) for name, note in held.get("files", {}).items()}
        held["layers"] = tuple(held.get("layers", ()))
        return cls(**held)


def published_folder(data: Path) -> Path:
    return data / "published"


def current_run(data: Path) -> Path | None:
    """The folder that pages read; None before the first refresh."""
    pointer = published_folder(data) / CURRENT
    if not pointer.exists():
        return None
    return published_folder(data) / pointer.read_text(encoding="utf-8").strip()


def make_current(data: Path, run: str) -> None:
    """Move the one pointer. A crash before this line leaves the pages as they were; after it, as they are now."""
    with replacing(published_folder(data) / CURRENT) as fresh:
        fresh.write_text(run + "\n", encoding="utf-8")
    settle(published_folder(data))
