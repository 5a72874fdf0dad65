"""A view: what a purpose and a person may use. Evaluation outside it behaves as if the rest did not exist."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class View:
    """What may be used; each part narrows it further, and a part that is not said narrows nothing.

    subjects         protected subjects (the `sensitive` word of a fact or kind) that are switched on; None means all are
    agencies         whose statements may be used; None means everyone's
    hidden_agencies  whose statements may not, though `agencies` would let them
    people           of whom events, facts and rows may be used; None means of everybody in a story. Who is who to an episode,
                     and its dates, stay: a child's own steps count from them
    words            what the family and those who keep it tell each other: messages, agreed days, own words. An agency with which a
                     family shares its page hears none of it
    kept_private     (person, subject): switched on for others, and off for this person
    """

    subjects: frozenset[str] | None = None
    agencies: frozenset[str] | None = None
    hidden_agencies: frozenset[str] = frozenset()
    people: frozenset[str] | None = None
    kept_private: frozenset[tuple[str, str]] = frozenset()
    words: bool = True

    def sees_subject(self, subject: str | None) -> bool:
        return subject is None or self.subjects is None or subject in self.subjects

    def sees_agency(self, agency: str) -> bool:
        return agency not in self.hidden_agencies and (self.agencies is None or agency in self.agencies)

    def sees_person(self, person: str) -> bool:
        return self.people is None or person in self.people

    def sees_of(self, person: str, subject: str | None) -> bool:
        """Whether a subject may be used of this one person."""
        if not self.sees_person(person) or not self.sees_subject(subject):
            return False
        return subject is None or (person, subject) not in self.kept_private

    @property
    def narrows_agencies(self) -> bool:
        return self.agencies is not None or bool(self.hidden_agencies)

    @property
    def narrows_people(self) -> bool:
        return self.people is not None or bool(self.kept_private)


EVERYTHING = View()
"""The measurement view: population tables, before any release."""

NOTHING_PROTECTED = View(subjects=frozenset())
"""Every protected subject off: the default of every page until somebody with the right switches one on."""
