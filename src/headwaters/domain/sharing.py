"""What a family's answer to "may they know?" is, and how far it reaches: by agency, purpose, subject, form and day.

A consent speaks for whoever gave it and for those whom that person signs for on the day of the request, and for nobody else.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from headwaters.domain.consent import Purpose

OWN_PAGE = "own_page"
"""Stands where an agency would: protected subjects that a person switches on for their own page."""


class Answer(StrEnum):
    YES = "yes"
    NO = "no"
    ASK_EACH_TIME = "ask_each_time"
    """Nothing goes without a further yes."""


class Form(StrEnum):
    """Under which law's form a consent was taken. Records under two laws need both."""

    HIPAA = "hipaa"
    """An authorization for health records (45 CFR 164.508(c))."""
    FERPA = "ferpa"
    """A consent for education records, those of early intervention among them (34 CFR 99.30 and 303.414)."""
    PART_2 = "part_2"
    """A consent for records of substance use treatment (42 CFR 2.31)."""


EDUCATION_AGENCIES = frozenset({"early_intervention", "preschool_special_ed", "school_district"})
"""Agencies of the starter model whose records are education records (34 CFR 303.402, 34 CFR 99.3). All others' go with the
form for health records, the stricter reading where an agency is under neither law."""

SUBSTANCE_USE = "substance_use"

REDISCLOSURE = "42 CFR part 2 prohibits unauthorized use or disclosure of these records."
"""The notice that goes with every disclosure of such records, in the words of the rule: 42 CFR 2.32(a)(2), as amended 2024."""


@dataclass(frozen=True, slots=True)
class Consent:
    """One answer. `through` is the last day; a revoked one never counts again, whatever its days."""

    id: str
    agency: str
    purpose: Purpose
    answer: Answer
    given_by: str
    from_: date
    through: date | None = None
    organisation: str = ""
    subjects: frozenset[str] = frozenset()
    forms: frozenset[Form] = frozenset({Form.HIPAA, Form.FERPA})
    revoked: bool = False

    def holds_on(self, day: date) -> bool:
        return not self.revoked and self.from_ <= day and (self.through is None or day <= self.through)

    def reaches(self, *, agency: str, organisation: str, purpose: Purpose) -> bool:
        return self.agency == agency and self.purpose is purpose and self.organisation in ("", organisation)

    @property
    def switched_on(self) -> frozenset[str]:
        """The subjects that go with it; substance use only on its own form (42 CFR 2.31)."""
        return self.subjects if Form.PART_2 in self.forms else self.subjects - {SUBSTANCE_USE}


def in_force(
    consents: Iterable[Consent], *, agency: str, organisation: str, purpose: Purpose, on: date
) -> tuple[Consent, ...]:
    """The answers that let an agency know something on a day: a plain yes, not over and not taken back."""
    return tuple(
        one
        for one in consents
        if one.answer is Answer.YES
        and one.holds_on(on)
        and one.reaches(agency=agency, organisation=organisation, purpose=purpose)
    )


def shown_agencies(forms: frozenset[Form]) -> tuple[frozenset[str] | None, frozenset[str]]:
    """(whose statements may be used, whose not) under these forms: education records need the one, all others the other."""
    health, education = Form.HIPAA in forms, Form.FERPA in forms
    if health and education:
        return None, frozenset()
    if health:
        return None, EDUCATION_AGENCIES
    return (EDUCATION_AGENCIES if education else frozenset()), frozenset()


def notice_for(subjects: frozenset[str] | None) -> str:
    """The re-disclosure notice, where what is shown may hold records of substance use treatment; else nothing."""
    return REDISCLOSURE if subjects is not None and SUBSTANCE_USE in subjects else ""
