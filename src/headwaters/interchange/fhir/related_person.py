"""RelatedPerson -> a person and what they are to the child; Person and Patient.link -> records that are one person."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from headwaters.domain.blueprint.element import Role
from headwaters.domain.history.history import ENTERED_IN_ERROR
from headwaters.domain.records.statement import PersonStatement, RelationStatement, Statement
from headwaters.interchange.fhir.names import identifiers_of, name_of, sex_of
from headwaters.interchange.fhir.reference import is_person, target
from headwaters.interchange.fhir.sheet import Sheet

_BOTH = (Role.BIRTHING_PARENT, Role.CAREGIVER)
_CAREGIVER = (Role.CAREGIVER,)
_HOUSEHOLD = (Role.HOUSEHOLD,)

RELATIONS: dict[str, tuple[tuple[Role, ...], str]] = {
    # mothers: MTH without a narrower code is read as the one who gave birth, for the others have codes of their own
    "NMTH": (_BOTH, "parent"),
    "GESTM": ((Role.BIRTHING_PARENT,), "parent"),
    "MTH": (_BOTH, "parent"),
    "FTH": (_CAREGIVER, "parent"),
    "NFTH": (_CAREGIVER, "parent"),
    "PRN": (_CAREGIVER, "parent"),
    "NPRN": (_CAREGIVER, "parent"),
    "ADOPTP": (_CAREGIVER, "parent"),
    "ADOPTF": (_CAREGIVER, "parent"),
    "ADOPTM": (_CAREGIVER, "parent"),
    "STPPRN": (_CAREGIVER, "parent"),
    "STPFTH": (_CAREGIVER, "parent"),
    "STPMTH": (_CAREGIVER, "parent"),
    "PRNFOST": (_CAREGIVER, "foster_carer"),
    "FTHFOST": (_CAREGIVER, "foster_carer"),
    "MTHFOST": (_CAREGIVER, "foster_carer"),
    "GUARD": (_CAREGIVER, "legal_guardian"),
    "ROOM": (_HOUSEHOLD, "parent"),
}
"""v3-RoleCode (and RoleClass GUARD) -> roles and authority. Source: HL7 v3 RoleCode, PersonalRelationshipRoleType."""

OWN_CHILDREN = frozenset({"CHILD", "CHLDADOPT", "DAUADOPT", "SONADOPT", "NCHILD", "DAU", "SON", "DAUC", "SONC"})
"""The related person is the patient's child: the patient is a caregiver of that child. Foster and step children
are left out, because the code does not say who has custody."""


def related_person(sheet: Sheet) -> tuple[Statement, ...]:
    """A relation we have no role for (an emergency contact, an aunt) is kept as it stands: she is in no story."""
    patient = sheet.about("patient")
    birth = sheet.day("birthDate")
    since, until = sheet.span("period")
    if patient is None:
        return ()
    relations = tuple(_relations(sheet, patient, since, until))
    if not relations:
        return ()
    given, family = name_of(sheet.resource)
    identifiers = identifiers_of(sheet.resource)
    me = sheet.origin.record_id
    return (
        PersonStatement(sheet.origin, me, identifiers, given, family, birth, None, sex_of(sheet.resource)),
        *relations,
    )


def _relations(sheet: Sheet, patient: str, since: date | None, until: date | None) -> Iterator[RelationStatement]:
    me = sheet.origin.record_id
    codes = [
        coding.get("code") for concept in sheet.resource.get("relationship", ()) for coding in concept.get("coding", ())
    ]
    # a record no longer in use takes its relation back unless it says when the relation ended
    status = ENTERED_IN_ERROR if sheet.resource.get("active") is False and until is None else None
    known = [RELATIONS[code] for code in codes if code in RELATIONS]
    for role, authority in {role: authority for roles, authority in known for role in roles}.items():
        yield RelationStatement(sheet.part(role.value), me, role, patient, True, since, until, authority, status)
    if OWN_CHILDREN.intersection(codes):
        yield RelationStatement(sheet.part("of"), patient, Role.CAREGIVER, me, True, since, until, "parent", status)


def person(sheet: Sheet) -> tuple[Statement, ...]:
    """Everybody a Person links is one: each gets the Person's identifiers and one that only they share."""
    shared = (*identifiers_of(sheet.resource), (f"person:{sheet.origin.source}", sheet.origin.record_id))
    return tuple(_same(sheet, "target", shared))


def linked_patients(sheet: Sheet) -> tuple[Statement, ...]:
    """Patient.link: replaced by, replaces, refers to or see also: all of them say "the same person"."""
    if "link" not in sheet.resource:
        return ()
    shared = ((f"link:{sheet.origin.source}", sheet.origin.record_id),)
    own = PersonStatement(sheet.part("link"), sheet.origin.record_id, shared)
    return (own, *_same(sheet, "other", shared))


def _same(sheet: Sheet, where: str, shared: tuple[tuple[str, str], ...]) -> Iterator[PersonStatement]:
    for link in sheet.resource.get("link", ()):
        found = target(link.get(where), sheet.around.known)
        if found is not None and is_person(found):
            yield PersonStatement(sheet.part(found), found, shared)
