"""What became of every row of a load: counts by file, and the problems in the order in which they were met."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from headwaters.domain.problems import Problem
from headwaters.domain.records.statement import Fate

MOST_PROBLEMS = 1000
"""A report lists so many problems and counts the rest; every row that was set aside stands whole in its set-aside file."""


@dataclass(slots=True)
class FileCounts:
    """One file's rows by fate. `read` = `loaded` + `kept` + `unchanged` + `set_aside`."""

    source: str
    file: str
    fates: Counter[Fate] = field(default_factory=Counter)

    @property
    def read(self) -> int:
        return sum(self.fates.values())


@dataclass(slots=True)
class LoadReport:
    """`problems` set rows aside or concern a whole file; `notes` are about what has no effect; `kept_apart` about people whom
    linkage did not join. `unreadable`: deliveries that nothing could be read of, each in one sentence with its remedy."""

    received: date
    dry_run: bool = False
    files: dict[tuple[str, str], FileCounts] = field(default_factory=dict)
    problems: dict[Problem, int] = field(default_factory=dict)
    further_problems: int = 0
    notes: dict[tuple[str, str, str], tuple[Problem, int]] = field(default_factory=dict)
    kept_apart: tuple[Problem, ...] = ()
    unreadable: list[str] = field(default_factory=list)
    set_aside_files: list[str] = field(default_factory=list)
    mended: int = 0
    waiting: int = 0
    stories: int = 0

    def count(self, source: str, file: str, fate: Fate, rows: int = 1) -> None:
        key = (source, file)
        counts = self.files.get(key)
        if counts is None:
            counts = self.files[key] = FileCounts(source, file)
        counts.fates[fate] += rows

    def note(self, problems: Iterable[Problem]) -> None:
        """Note problems; one that many rows share (a wrong header) is listed once, with how many rows it concerns."""
        for problem in problems:
            if problem in self.problems:
                self.problems[problem] += 1
            elif len(self.problems) < MOST_PROBLEMS:
                self.problems[problem] = 1
            else:
                self.further_problems += 1

    def remark(self, notes: Iterable[Problem], rows: int = 1) -> None:
        """Remember what has no effect and sets nothing aside: once for each file and wording, at its first line, with how
        many rows it concerns."""
        for note in notes:
            key = (note.where.file, note.subject, note.what)
            first, before = self.notes.get(key, (note, 0))
            self.notes[key] = (min(first, note, key=lambda one: one.where.line), before + rows)

    def remarks(self) -> list[tuple[Problem, int]]:
        """What has no effect, by file and line, each with how many rows it concerns."""
        order = {file: place for place, (_, file) in enumerate(self.files)}
        return sorted(
            self.notes.values(),
            key=lambda said: (
                order.get(said[0].where.file, len(order)),
                said[0].where.line,
                said[0].subject,
                said[0].what,
            ),
        )

    def total(self, fate: Fate) -> int:
        return sum(counts.fates[fate] for counts in self.files.values())

    @property
    def read(self) -> int:
        return sum(counts.read for counts in self.files.values())

    def as_json(self) -> dict[str, Any]:
        """The report as `--report FILE.json` writes it: integers are source rows or resources."""
        return {
            "received": self.received.isoformat(),
            "dry_run": self.dry_run,
            "read": self.read,
            **{fate.value: self.total(fate) for fate in Fate},
            "files": [
                {"source": one.source, "file": one.file, "read": one.read, **{f.value: one.fates[f] for f in Fate}}
                for one in self.files.values()
            ],
            "problems": [_problem_as_json(problem, rows) for problem, rows in self.problems.items()],
            "further_problems": self.further_problems,
            "notes": [_problem_as_json(note, rows) for note, rows in self.remarks()],
            "kept_apart": [_problem_as_json(problem, 1) for problem in self.kept_apart],
            "unreadable": self.unreadable,
            "mended": self.mended,
            "waiting_for_repair": self.waiting,
            "set_aside_files": self.set_aside_files,
            "stories": self.stories,
        }


def _problem_as_json(problem: Problem, rows: int) -> dict[str, Any]:
    return {
        "file": problem.where.file,
        "line": problem.where.line,
        "field": problem.where.field,
        "subject": problem.subject,
        "what": problem.what,
        "remedy": problem.remedy,
        "code": problem.code,
        "rows": rows,
    }
