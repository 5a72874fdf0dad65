"""The people of a demonstration: invented organisations and staff, who keeps which invented families, how these can be reached, a few
asks, and codes by which a visitor comes in as a family. Nothing here is about anybody real; telephone numbers are of the block that
is kept free for stories (555-0100 to 555-0199)."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date, timedelta
from pathlib import Path
from typing import NamedTuple

from django.db import transaction

from headwaters.domain.consent import Purpose, ReaderRole
from headwaters.engine.evaluation.reference import Models
from headwaters.practice.access.reader import Reader
from headwaters.practice.accounts.family_doors import make_code
from headwaters.practice.accounts.models import Account, Membership, Organisation
from headwaters.practice.accounts.roles import works_as_of
from headwaters.practice.accounts.standing import reader_of_account
from headwaters.practice.directory.seeding import seed_directory
from headwaters.practice.families.models import EpisodeRow, FactRow, KnownAs, MemberRow
from headwaters.practice.families.silence import silenced
from headwaters.practice.messages.kinds import Channel
from headwaters.practice.messages.ways import add_way
from headwaters.practice.referrals.seeding import open_some
from headwaters.practice.worklists.actions import assign

FILE = "demonstration.json"
CASELOAD = 30
"""Families to a navigator, of the 20 to 40 that one keeps (ux.md 1.2)."""
LOOKED_AT = 4_000
"""Recent pregnancies and children among which caseloads are chosen."""
KEPT_SINCE = timedelta(days=200)
"""Longer than the oldest ask of the demonstration."""
LASTS = timedelta(days=365 * 20)


class Office(NamedTuple):
    id: str
    name: str
    agency: str


class Staff(NamedTuple):
    name: str
    office: str
    role: ReaderRole


OFFICES = (
    Office("hub", "Headwaters Valley hub (invented)", "learning_hub"),
    Office("wic_office", "Valley WIC office (invented)", "wic"),
    Office("ei_program", "Valley early intervention (invented)", "early_intervention"),
    Office("harbor_housing", "Harbor Housing (invented)", "housing_help"),
    Office("table_food", "Common Table food help (invented)", "food_help"),
    Office("state_office", "State learning office (invented)", ""),
)
STAFF = (
    Staff("Ana Ruiz", "hub", ReaderRole.NAVIGATOR),
    Staff("Luis Ortega", "hub", ReaderRole.NAVIGATOR),
    Staff("Dana Whitfield", "hub", ReaderRole.SUPERVISOR),
    Staff("Kim Larsen", "wic_office", ReaderRole.AGENCY_WORKER),
    Staff("Pat Nguyen", "ei_program", ReaderRole.AGENCY_WORKER),
    Staff("Joan Meyer", "hub", ReaderRole.PILOT_LEAD),
    Staff("Sam Carter", "state_office", ReaderRole.FACILITATOR),
    Staff("Lee Park", "state_office", ReaderRole.ANALYST),
    Staff("Robin Hall", "hub", ReaderRole.ADMINISTRATOR),
)


@dataclass(frozen=True, slots=True)
class FamilyCode:
    """A code that a visitor may type; `words`: who comes in by it."""

    code: str
    words: str
    story: str
    person: str


class Home(NamedTuple):
    """A family that could be on a caseload: the adult who speaks for it, and what language they speak."""

    story: str
    adult: str
    county: str
    language: str
    expecting: bool


@transaction.atomic
def people_a_demonstration(data: Path, *, by: Reader, models: Models, as_of: date) -> None:
    """Put people into a demonstration that was just loaded, and write their codes down in its folder: all of it or nothing, and once."""
    if Organisation.objects.filter(pk=OFFICES[0].id).exists():
        return
    accounts = _staff(by)
    homes = _homes(as_of)
    caseloads = _caseloads(homes)
    keepers = [accounts[one.name] for one in STAFF if one.role is ReaderRole.NAVIGATOR]
    for keeper, kept in zip(keepers, caseloads, strict=False):
        for home in kept:
            assign(home.story, keeper.pk, by=by, from_=as_of - KEPT_SINCE, why="demonstration")
    _ways(caseloads, by)
    counties = sorted({home.county for kept in caseloads for home in kept})
    own = {office.agency: office.id for office in OFFICES if office.agency}
    seed_directory(seed=7, counties=counties, as_of=as_of, by=by, organisations=own)
    if caseloads:
        _asks(caseloads[0], keepers[0], accounts, by, models, as_of)
    codes = list(_codes([home for kept in caseloads for home in kept], by))
    _write(data, codes)


def codes_of(data: Path) -> tuple[FamilyCode, ...]:
    """The codes of a demonstration's folder; none where there is no such file."""
    path = data / FILE
    if not path.exists():
        return ()
    return tuple(FamilyCode(**one) for one in json.loads(path.read_text(encoding="utf-8"))["families"])


def _write(data: Path, codes: Sequence[FamilyCode]) -> None:
    fresh = data / f"{FILE}.new"
    fresh.write_text(json.dumps({"families": [asdict(one) for one in codes]}, indent=1) + "\n", encoding="utf-8")
    fresh.replace(data / FILE)


def _staff(by: Reader) -> Mapping[str, Account]:
    begun = by.at.date() - timedelta(days=400)
    for number, one in enumerate(OFFICES):
        Organisation.objects.get_or_create(
            id=one.id,
            defaults={
                "name": one.name, "agency": one.agency, "email": f"{one.id.replace('_', '.')}@example.org",
                "phone": f"541-555-01{80 + number}", "from_day": begun,
            },
        )  # fmt: skip
    found: dict[str, Account] = {}
    for staff in STAFF:
        account, _made = Account.objects.get_or_create(
            email=f"{staff.name.lower().replace(' ', '.')}@example.org",
            defaults={"name": staff.name, "joined": by.at, "phone": "541-555-0190"},
        )
        found[staff.name] = account
        agency = Organisation.objects.get(pk=staff.office).agency
        Membership.objects.get_or_create(
            account=account, organisation_id=staff.office, role=staff.role,
            defaults={
                "works_as": works_as_of(staff.role, agency), "from_day": begun, "given_by": by.id, "why": "demonstration",
            },
        )  # fmt: skip
    return found


def _homes(as_of: date) -> list[Home]:
    """Families with a pregnancy, or a child in the first fifteen months, whose county somebody told."""
    young = EpisodeRow.objects.filter(birth__gt=as_of - timedelta(days=450), birth__lte=as_of)
    expecting = EpisodeRow.objects.filter(birth=None, due_date__gt=as_of, due_date__lt=as_of + timedelta(days=200))
    rows = [*young.order_by("story_id", "id")[:LOOKED_AT], *expecting.order_by("story_id", "id")[: LOOKED_AT // 4]]
    adults = _adults([row.story_id for row in rows])
    facts = _facts({one for pair in adults.values() for one in pair} | {row.person for row in rows})
    found: dict[str, Home] = {}
    for row in rows:
        pair = adults.get(row.story_id, ())
        told = [facts[one] for one in (row.person, *pair) if one in facts]
        county = next((one["county"] for one in told if "county" in one), "")
        if pair and county and row.story_id not in found:
            language = next((one["language"] for one in told if "language" in one), "en")
            found[row.story_id] = Home(row.story_id, pair[0], county, language, row.birth is None)
    return sorted(found.values())


def _adults(stories: Collection[str]) -> Mapping[str, tuple[str, ...]]:
    """Whoever carried, else whoever cares for the child."""
    found: dict[str, dict[str, None]] = defaultdict(dict)
    for some in _slices(sorted(set(stories))):
        for story, person in EpisodeRow.objects.filter(story_id__in=some, kind="pregnancy").values_list(
            "story_id", "person"
        ):
            found[story][person] = None
        for story, person in MemberRow.objects.filter(story_id__in=some, role="caregiver").values_list(
            "story_id", "person"
        ):
            found[story][person] = None
    return {story: tuple(people) for story, people in found.items()}


def _facts(people: Collection[str]) -> Mapping[str, dict[str, str]]:
    found: dict[str, dict[str, str]] = defaultdict(dict)
    for some in _slices(sorted(people)):
        numbers = dict(KnownAs.objects.filter(person__in=some).values_list("id", "person"))
        rows = FactRow.objects.filter(known_as__in=list(numbers), fact__in=("county", "language")).order_by(
            "recorded", "id"
        )
        for number, fact, value in rows.values_list("known_as", "fact", "value"):
            found[str(numbers[number])][fact] = str(value)
    return found


def _slices(ids: Sequence[str], size: int = 400) -> Iterator[Sequence[str]]:
    for start in range(0, len(ids), size):
        yield ids[start : start + size]


def _caseloads(homes: Sequence[Home]) -> list[list[Home]]:
    """Of the two counties with most of these families, every so many, so that ages are mixed; other languages first."""
    counties = [county for county, _ in Counter(home.county for home in homes).most_common(2)]
    found = []
    for county in counties:
        here = [home for home in homes if home.county == county]
        others = [home for home in here if home.language != "en"][: CASELOAD // 3]
        rest = [home for home in here if home not in set(others)]
        wanted = max(CASELOAD - len(others), 0)
        step = max(len(rest) // max(wanted, 1), 1)
        found.append([*others, *rest[::step][:wanted]])
    return found


def _ways(caseloads: Sequence[Sequence[Home]], by: Reader) -> None:
    homes = [home for kept in caseloads for home in kept]
    for number, home in enumerate(homes):
        add_way(
            home.adult, story=home.story, by=by, channel=Channel.TEXT, value=f"541-555-01{number % 80:02d}",
            language=home.language if home.language != "other" else "en", shared=number % 7 == 3,
        )  # fmt: skip


def _asks(
    homes: Sequence[Home], keeper: Account, accounts: Mapping[str, Account], by: Reader, models: Models, as_of: date
) -> None:
    asker = reader_of_account(keeper.pk, at=by.at)
    workers = {
        held.works_as: held
        for one in STAFF
        if one.role is ReaderRole.AGENCY_WORKER
        and (held := reader_of_account(accounts[one.name].pk, at=by.at)) is not None
    }
    if asker is None:
        return
    born = [home.story for home in homes if not home.expecting]
    open_some(born, by=asker, workers=workers, models=models, as_of=as_of)


def _codes(homes: Sequence[Home], by: Reader) -> Iterator[FamilyCode]:
    """A family with a baby, one that speaks Spanish, one that expects a child, and one that lost one."""
    own = replace(by, purpose=Purpose.CARE)
    grieving = [home for home in homes if silenced(home.story, as_of=by.at.date())]
    living = [home for home in homes if home not in set(grieving)]
    wanted = (
        ("101010", "A family with a baby", [home for home in living if not home.expecting and home.language == "en"]),
        ("202020", "A family that speaks Spanish", [home for home in living if home.language == "es"]),
        ("303030", "A family that expects a child", [home for home in living if home.expecting]),
        ("404040", "A family that lost a child", grieving),
    )
    met: set[str] = set()
    for code, words, found in wanted:
        home = next((one for one in found if one.story not in met), None)
        if home is not None:
            met.add(home.story)
            make_code(home.story, home.adult, by=own, minutes=int(LASTS.total_seconds() // 60), code=code, lasting=True)
            yield FamilyCode(code, words, home.story, home.adult)
