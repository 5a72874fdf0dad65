"""Whether the last published run answers a question, so that nobody is judged again for it."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from headwaters.engine.evaluation.models import Models
from headwaters.practice.published.manifest import Manifest, current_run
from headwaters.practice.records.queries import fingerprint
from headwaters.practice.refresh import fingerprint_of


def run_answering(data: Path, models: Models, *, as_of: date, known_by: date | None = None) -> Path | None:
    """The published run that holds these rows: same day, same knowledge, same models, and the records as they are. Else None."""
    run = standing_run(data, models)
    if run is None:
        return None
    held = Manifest.read(run)
    same = (held.as_of, held.known_by, held.records) == (as_of, known_by, fingerprint())
    return run if same else None


def standing_run(data: Path, models: Models) -> Path | None:
    """The published run that pages can read, whatever its day: there is one, and these models judged it. Else None."""
    run = current_run(data)
    if run is None or not run.exists():
        return None
    return run if Manifest.read(run).model == fingerprint_of(models) else None
