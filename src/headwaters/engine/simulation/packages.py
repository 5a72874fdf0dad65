"""Each office's files as rows: its own people with its own ids, how they belong together, and what it wrote about them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import lru_cache

from headwaters.engine.simulation.chance import Chance
from headwaters.engine.simulation.families import Family, Person, window
from headwaters.engine.simulation.offices import Office, lag_days, watches
from headwaters.engine.simulation.parameters import Parameters
from headwaters.engine.simulation.telling import Filed, Row

KNOWS_PREGNANCIES = frozenset({"births", "maternity"})
"""Offices that write a pregnancy down as such."""

_LETTERS = {"parent": "P", "other": "Q", "child1": "A", "child2": "B"}


@dataclass(slots=True)
class Package:
    """One office's files: table name -> rows, in the columns of the CSV package."""

    office: Office
    tables: dict[str, list[Row]] = field(default_factory=dict)

    def add(self, table: str, row: Row) -> None:
        self.tables.setdefault(table, []).append(row)


def open_packages(offices: Mapping[str, Office], p: Parameters, as_of: date) -> dict[str, Package]:
    """Packages with what an office says about itself: who it is, when it sent this, and which days it would have told about."""
    packages: dict[str, Package] = {}
    for key, office in offices.items():
        package = packages[key] = Package(office)
        spans = watches(office, p, as_of)
        package.add(
            "source",
            {
                "source": office.id,
                "agency": office.agency,
                "sent": spans[-1].sent.isoformat(),
                "lag_days": str(lag_days(office, p)),
            },
        )
        for kind in office.kinds:
            for area in office.only_in.get(kind) or office.counties or ("",):
                for span in spans:
                    package.add("observations", _observation(kind, area, span.from_, span.through))
        if office.register:
            _call_complete(package, window(p, as_of).recent_from)
    return packages


def _observation(kind: str, area: str, from_: date, through: date) -> Row:
    return {"kind": kind, "area": area, "from": from_.isoformat(), "through": through.isoformat()}


def _call_complete(package: Package, from_: date) -> None:
    """The register holds every birth from this day on; of those before it, some."""
    rows = package.tables["observations"]
    births = next(row for row in rows if row["kind"] == "birth")
    rows.append({**births, "from": from_.isoformat(), "register": "yes"})
    births["through"] = (from_ - timedelta(days=1)).isoformat()


def file_family(
    family: Family, filed: Iterable[Filed], packages: Mapping[str, Package], unlinked: frozenset[tuple[str, str]]
) -> None:
    """Put one family's rows into the offices' packages, with the people they are about."""
    people, shared = people_of(family), _identifiers(family)
    known: dict[str, dict[str, Person]] = {}
    for office_id, table, person, row in filed:
        package = packages[office_id]
        known.setdefault(office_id, {})[person] = people[person]
        row["person"] = local_id(package.office, person)
        package.add(table, row)
    for office_id, persons in known.items():
        numbers = (
            {key: {} if (office_id, key) in unlinked else row for key, row in shared.items()} if unlinked else shared
        )
        _introduce(packages[office_id], family, persons, numbers)


def people_of(family: Family) -> dict[str, Person]:
    adults = (family.parent, family.other_parent) if family.other_parent else (family.parent,)
    return {person.key: person for person in (*adults, *family.children)}


def local_id(office: Office, person: str) -> str:
    """The office's own id for a person: `hos-00012-A`. It means nothing in another office."""
    return f"{office.prefix}-{_number(person)}"


@lru_cache(maxsize=64)
def _number(person: str) -> str:
    """`f12.child1` -> `00012-A`. A family's few people are asked for again and again, and then never more."""
    family, _, who = person.partition(".")
    return f"{int(family[1:]):05d}-{_LETTERS[who]}"


def pregnancy_id(office: Office, family: Family) -> str:
    return f"{office.prefix}-{family.index:05d}-pregnancy"


def _introduce(package: Package, family: Family, persons: dict[str, Person], identifiers: Mapping[str, Row]) -> None:
    """People, relations and the pregnancy, as far as this office knows them. Whoever knows a child knows its parent."""
    office = package.office
    persons.setdefault(family.parent.key, family.parent)
    if office.register and family.other_parent and family.children:
        persons.setdefault(family.other_parent.key, family.other_parent)
    for person in persons.values():
        package.add("people", _person(office, person, identifiers[person.key]))
    for child in family.children:
        if child.key in persons:
            _relate(package, family, local_id(office, child.key), persons)
    if office.id in KNOWS_PREGNANCIES:
        package.add("pregnancies", _pregnancy(office, family, persons))
        if not family.children:
            _relate(package, family, pregnancy_id(office, family), persons)


def _person(office: Office, person: Person, identifiers: Row) -> Row:
    row = {"person": local_id(office, person.key), "given_name": person.given, "family_name": person.family}
    row.update(birth_date=person.birth.isoformat(), sex=person.sex)
    if person.died and office.register:
        row["died"] = person.died.isoformat()
    row.update({column: value for column, value in identifiers.items() if column in office.identifiers})
    return row


def _relate(package: Package, family: Family, of_person: str, persons: Mapping[str, Person]) -> None:
    """Who gave birth; that she cares for the child and lives with it follows. The register knows the other parent too."""
    office = package.office
    package.add(
        "relations", {"person": local_id(office, family.parent.key), "role": "birthing_parent", "of_person": of_person}
    )
    if family.other_parent and family.other_parent.key in persons:
        other = local_id(office, family.other_parent.key)
        package.add("relations", {"person": other, "role": "caregiver", "of_person": of_person, "primary": "no"})


def _pregnancy(office: Office, family: Family, persons: Mapping[str, Person]) -> Row:
    """The register tells of the birth and the children that it has heard of; of newborn twins that may be one."""
    row = {"pregnancy": pregnancy_id(office, family), "person": local_id(office, family.parent.key)}
    if family.due_date_known_by(office.id):
        row["due_date"] = family.due_date.isoformat()
    known = [local_id(office, child.key) for child in family.children if child.key in persons]
    if office.register and family.born and known:
        row["birth_date"] = family.born.isoformat()
        row["children"] = ";".join(known)
    return row


def unlinked_people(
    family: Family, offices: Mapping[str, Office], p: Parameters, seed: int
) -> frozenset[tuple[str, str]]:
    """(office, person) where the office's record carries no number that others share: what it tells stays with it alone.
    The births register always has its numbers, for it gives them out."""
    chance, share = Chance(seed, family.index, "unlinked"), p.share("reporting.unlinked_person")
    people = list(people_of(family))
    return frozenset(
        (office.id, person)
        for office in offices.values()
        for person in people
        if chance.happens(share) and not office.register
    )


def _identifiers(family: Family) -> dict[str, Row]:
    """Per person the numbers that agencies share, by column of people.csv."""
    found: dict[str, Row] = {}
    for number, person in enumerate(people_of(family).values()):
        row = {"identifiers": f"person_index=PX{family.index:06d}{number}"}
        if person in family.children:
            row["id_birth_certificate"] = f"OR{person.birth.year}-{family.index:06d}{number}"
            row["id_immunization_registry"] = f"IR{family.index:06d}{number}"
        if family.payer == "ohp":
            row["id_medicaid"] = f"MX{family.index:06d}{number}"
        found[person.key] = row
    return found
