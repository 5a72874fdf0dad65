"""A view: what a purpose and a person may use. Evaluation outside it behaves as if the rest did not exist."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class View:
    """`subjects`: protected subjects (the `sensitive` word of a fact or kind) that are switched on; None means all are.

    `agencies`: whose statements may be used; None means everyone's.
    """

    subjects: frozenset[str] | None = None
    agencies: frozenset[str] | None = None

    def sees_subject(self, subject: str | None) -> bool:
        return subject is None or self.subjects is None or subject in self.subjects

    def sees_agency(self, agency: str) -> bool:
        return self.agencies is None or agency in self.agencies


EVERYTHING = View()
"""The measurement view: population tables, before any release."""

NOTHING_PROTECTED = View(subjects=frozenset())
"""Every protected subject off: the default of every page until somebody with the right switches one on."""
