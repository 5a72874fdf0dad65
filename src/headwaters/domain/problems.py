"""What can be wrong with something a person gave us, said so that they can mend it.

A checker returns every problem at once; only a caller who cannot go on raises one. The tree of errors:

    HeadwatersError
    ├── InputUnreadable        a file cannot be read at all             (exit code 3)
    ├── BlueprintRefused       a blueprint has problems                 (exit code 1)
    ├── NotPermitted           the access function said no              (exit code 4)
    ├── NotFound               no such person, element or touchpoint    (exit code 2)
    ├── NotTaken               a deed cannot be done as it was asked    (exit code 2)
    └── CannotWrite            the disk is full, or was taken away      (exit code 3)
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """Where something stands: a file, its line (from 1; 0 = the whole file) and the field or path inside it."""

    file: str
    line: int = 0
    field: str = ""

    def __str__(self) -> str:
        return f"{self.file}:{self.line}" if self.line else self.file


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One thing that is wrong. `what` and `remedy` are whole sentences in the reader's words.

    `subject` names the part as its author knows it: `element "wic"`, `hand-off "screen_to_ei"`, `column "start"`.
    Never holds a name, a birth date or a health fact: people are meant by row number or opaque id.
    """

    where: Place
    subject: str
    what: str
    remedy: str
    code: str = ""

    def __str__(self) -> str:
        return f"{self.where}  {self.subject}\n  {self.what}\n  {self.remedy}"


class HeadwatersError(Exception):
    """Any refusal that is ours to word. Its text is shown to the person as it stands."""


class InputUnreadable(HeadwatersError):
    """A file or folder cannot be read as what it was given as."""


class BlueprintRefused(HeadwatersError):
    """A blueprint has problems; `problems` holds all of them."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        super().__init__("\n".join(str(problem) for problem in problems))
        self.problems = problems


class NotPermitted(HeadwatersError):
    """The one access function said no; the text names what would be needed, never what was hidden."""


class NotFound(HeadwatersError):
    """Nothing here goes by that name or id."""


class NotTaken(HeadwatersError):
    """Somebody asked for a deed that cannot be done as it stands: a number that is none, a step that is already past.
    Pages show the words beside what was typed, which is kept."""


class CannotWrite(HeadwatersError):
    """The disk would not take what was to be written; the text says what stands all the same, and what to do."""
