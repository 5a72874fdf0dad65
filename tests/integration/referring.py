"""A family whose clinic found that they need housing help, and somebody who asks for it; shared by the tests of referrals."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from functools import cache
from pathlib import Path
from zoneinfo import ZoneInfo

from loading import load_paths, package

from headwaters.domain.blueprint.blueprint import Blueprint
from headwaters.domain.consent import Purpose, ReaderRole
from headwaters.domain.referral import Deed, Side
from headwaters.domain.status import StatusRow
from headwaters.engine.evaluation.reference import Judged, Models, ObservationIndex, judge, prepare
from headwaters.practice.access.actions import grant_local_owner
from headwaters.practice.access.reader import LOCAL, Reader
from headwaters.practice.families import queries as families
from headwaters.practice.families.models import EpisodeRow, KnownAs
from headwaters.practice.records.entries import enter_fact
from headwaters.practice.referrals.actions import Telling, do
from headwaters.practice.referrals.asking import Asking
from headwaters.practice.referrals.models import Referral
from headwaters.practice.referrals.ways import How, Way
from headwaters.sources.shelf import Shelf

SCREENED = date(2026, 5, 4)
"""A Monday."""
HANDOFF = "needs_to_housing"
NOW = datetime(2026, 5, 5, 9, 30, tzinfo=ZoneInfo("America/Los_Angeles"))
ANA = Reader(LOCAL, ReaderRole.OWNER, Purpose.CARE, NOW, "web")

PEOPLE = "person,given_name,family_name,birth_date\nM1,Rosa,Example,1996-02-01\nK1,Ben,Example,2026-02-14\n"
PREGNANCIES = "pregnancy,person,due_date,birth_date,children\nP1,M1,2026-02-20,2026-02-14,K1\n"
RELATIONS = "person,role,of_person,from\nM1,caregiver,K1,2026-02-14\n"
EVENTS = (
    "record,person,kind,start,food,housing,other_need\n1,K1,birth,2026-02-14,,,\n"
    "2,M1,social_needs_screen,2026-05-04,no,yes,no\n"
)
FACTS = (
    "record,person,fact,value,from\n1,K1,county,wasco,2026-02-14\n2,M1,language,es,2026-02-14\n"
    "3,M1,interpreter,yes,2026-02-14\n"
)


@cache
def model() -> Models:
    shelf = Shelf()
    return Models.of(prepare(shelf.open_file(shelf.named("first-1000-days"))))


def blueprint() -> Blueprint:
    return model().default.blueprint


def family(folder: Path, *, consent: bool = True) -> tuple[str, str]:
    """Load the family; returns its story and the person to be helped."""
    grant_local_owner(on=date(2026, 1, 1))
    tables = {"people": PEOPLE, "pregnancies": PREGNANCIES, "relations": RELATIONS, "events": EVENTS, "facts": FACTS}
    load_paths(package(folder / "clinic", **tables), blueprint=blueprint(), received=SCREENED)
    person = KnownAs.objects.get(source="clinic", local_id="M1").person or ""
    story = EpisodeRow.objects.values_list("story_id", flat=True)[0]
    if consent:
        enter_fact(person, by=ANA, fact="consent_housing", value=True, from_=SCREENED, record_id="consent-1")
    return story, person


def asking(story: str, person: str, **more: object) -> Asking:
    made = Asking(
        key="form-1", story=story, person=person, handoff=HANDOFF, to_name="Harbor Housing", to_agency="housing_help",
        way=Way.EMAIL, to_email="intake@harbor-housing.example", words="Rent is three weeks behind.",
        safe_contact="Text 541-555-0142 after 5", facts=(("adult", "Rosa Example"), ("language", "es")), asker_words="Ana R., the hub",
    )  # fmt: skip
    return replace(made, **more)  # type: ignore[arg-type]


def at(day: date, by: Reader = ANA) -> Reader:
    return replace(by, at=datetime(day.year, day.month, day.day, 10, tzinfo=NOW.tzinfo))


def answer(
    row: Referral, deed: Deed, by: Reader, telling: Telling, *, how: How = How.LINK, version: int | None = None
) -> Referral:
    version = Referral.objects.get(pk=row.pk).version if version is None else version
    return do(row.pk, deed, by=by, side=Side.AGENCY, how=how, version=version, blueprint=blueprint(), telling=telling)


def judged(story: str, as_of: date) -> Judged:
    observations = ObservationIndex(families.observations(by=ANA))
    return judge(model(), families.story(story, by=ANA), observations, as_of=as_of)


def row_of(story: str, as_of: date, touchpoint: str = "help") -> StatusRow:
    rows = [
        one
        for one in judged(story, as_of).rows
        if one.element == "housing_support" and one.touchpoint.startswith(touchpoint)
    ]
    return next(one for one in rows if one.touchpoint == f"{touchpoint}@newborn")
