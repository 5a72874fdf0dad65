"""One family with everybody around it, and everybody who might ask for its page: each with a dated reason, or without one any more.

The mother answers for her child; so does a second parent. A foster carer's placement ended yesterday, a third parent's custody too,
and somebody lives with them who answers for nobody. The family's clinic found that housing help is needed; an ask stands open.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from pathlib import Path
from uuid import UUID
from zoneinfo import ZoneInfo

from django.test import Client
from loading import load_paths, package
from referring import SCREENED, asking, blueprint, model
from signed_in import SignedIn, client_as, somebody

from headwaters.domain.consent import Purpose, ReaderRole
from headwaters.domain.sharing import Answer
from headwaters.engine.publishing.engines import Engine
from headwaters.practice.access.actions import grant_local_owner
from headwaters.practice.access.models import EmergencyLook
from headwaters.practice.access.reader import LOCAL, Reader
from headwaters.practice.accounts.models import FamilyDoor, Membership
from headwaters.practice.appointments.actions import Plan, agree
from headwaters.practice.consents.actions import give, keep_safe, revoke
from headwaters.practice.consents.models import Consent
from headwaters.practice.directory.models import Service
from headwaters.practice.families.models import EpisodeRow, KnownAs
from headwaters.practice.family_voice.models import WentWrong
from headwaters.practice.installation import Installation, SignIn, write_installation
from headwaters.practice.messages.kinds import Channel
from headwaters.practice.messages.ways import add_way
from headwaters.practice.records.entries import enter_fact
from headwaters.practice.referrals.asking import draft, send
from headwaters.practice.referrals.models import Referral
from headwaters.practice.refresh import refresh
from headwaters.practice.worklists.models import Assignment, Cover

TODAY = date(2026, 5, 5)
YESTERDAY = TODAY - timedelta(days=1)
LONG_AGO = date(2020, 1, 1)
NOW = datetime(2026, 5, 5, 9, 30, tzinfo=ZoneInfo("America/Los_Angeles"))
OWNER = Reader(LOCAL, ReaderRole.OWNER, Purpose.CARE, NOW, "web")

PEOPLE = (
    "person,given_name,family_name,birth_date\nM1,Rosamund,Examplova,1996-02-01\nK1,Benjamino,Examplova,2026-02-14\n"
    "D1,Dagobert,Otherby,1995-01-01\nE1,Ernestine,Carewell,1970-01-01\nG1,Gustavo,Formerly,1969-01-01\n"
    "H1,Hildegard,Lodgerly,1990-01-01\nM2,Stranja,Elsewhere,1992-03-03\nK2,Cosmo,Elsewhere,2026-01-20\n"
)
NAMES = (
    "Rosamund", "Examplova", "Benjamino", "Dagobert", "Otherby", "Ernestine", "Carewell", "Gustavo", "Formerly",
    "Hildegard", "Lodgerly",
)  # fmt: skip
"""Of everybody in the family: none stands in an answer to somebody who may not see it."""
PREGNANCIES = (
    "pregnancy,person,due_date,birth_date,children\nP1,M1,2026-02-20,2026-02-14,K1\nP2,M2,2026-01-25,2026-01-20,K2\n"
)
RELATIONS = (
    "person,role,of_person,from,through,authority\nM1,caregiver,K1,2026-02-14,,parent\nD1,caregiver,K1,2026-02-14,,parent\n"
    f"G1,caregiver,K1,2026-02-14,{YESTERDAY},parent\nE1,caregiver,K1,2026-03-01,{YESTERDAY},foster_carer\n"
    "H1,household,K1,2026-02-14,,\n"
)
EVENTS = (
    "record,person,kind,start,food,housing,other_need\n1,K1,birth,2026-02-14,,,\n2,K2,birth,2026-01-20,,,\n"
    "3,M1,social_needs_screen,2026-05-04,no,yes,no\n"
)
FACTS = (
    "record,person,fact,value,from\n1,K1,county,wasco,2026-02-14\n2,M1,language,es,2026-02-14\n3,M1,interpreter,yes,2026-02-14\n"
    "4,K2,county,wasco,2026-01-20\n"
)


@dataclass(frozen=True, slots=True)
class Household:
    """`people` by the number that the clinic gives them."""

    data: Path
    story: str
    other_story: str
    people: Mapping[str, str]
    ask: Referral
    day: int
    account: str
    look: int
    service: int


def household(data: Path, *, published: bool = True) -> Household:
    """Load both families, publish, and open what can stand open about the first."""
    data.mkdir(parents=True, exist_ok=True)
    write_installation(
        data, Installation(synthetic=True, as_of=TODAY, seed=1, sign_in=SignIn.ACCOUNTS, second_step=False)
    )
    grant_local_owner(on=LONG_AGO)
    tables = {"people": PEOPLE, "pregnancies": PREGNANCIES, "relations": RELATIONS, "events": EVENTS, "facts": FACTS}
    load_paths(package(data / "clinic", **tables), blueprint=blueprint(), received=SCREENED)
    people = {
        name: person or "" for name, person in KnownAs.objects.filter(source="clinic").values_list("local_id", "person")
    }
    story = EpisodeRow.objects.filter(person=people["M1"]).values_list("story_id", flat=True)[0]
    other = EpisodeRow.objects.filter(person=people["M2"]).values_list("story_id", flat=True)[0]
    add_way(people["M1"], story=story, by=OWNER, channel=Channel.TEXT, value="541-555-0142")
    plan = Plan("Visit at home", datetime(2026, 5, 8, 10), "pacific")  # noqa: DTZ001 (the family's own clock)
    agreed = agree(plan, story=story, person=people["M1"], by=OWNER, key="day-1")
    ask = _ask(story, people["M1"])
    if published:
        refresh(data, model(), by=replace(OWNER, purpose=Purpose.OPERATION), as_of=TODAY, engine=Engine.REFERENCE)
    service = Service.objects.create(origin="test", key="1", name="Food on Friday", status="active")
    WentWrong.objects.create(id=UUID(int=0), story=story, person=people["M1"], what="no_one_called", at=NOW)
    account = somebody("navigator", name="keeper").pk
    return Household(data, story, other, people, ask, agreed.pk, account, _look_before(story), service.pk)


def _look_before(story: str) -> int:
    """Somebody of the hub looked in an emergency last month; nobody has reviewed it."""
    at = NOW - timedelta(days=30)
    row = EmergencyLook.objects.create(
        reader="looked once",
        organisation="hub",
        story=story,
        reason="test",
        from_at=at,
        until_at=at + timedelta(hours=1),
    )
    return int(row.pk)


def _ask(story: str, person: str) -> Referral:
    """An open ask to the housing help, of which the family's yes was told by the clinic."""
    enter_fact(person, by=OWNER, fact="consent_housing", value=True, from_=SCREENED, record_id="consent-1")
    facts = (("adult", "Rosamund Examplova"), ("language", "es"))
    row = draft(asking(story, person, facts=facts), by=OWNER, blueprint=blueprint())
    return send(row.pk, by=OWNER, blueprint=blueprint())


Asks = Callable[[Household], Client]


def nobody(_home: Household) -> Client:
    return Client(REMOTE_ADDR="127.0.0.1")


def keeper(home: Household) -> SignedIn:
    return client_as("navigator", name="keeper", stories=[home.story])


def keeper_ended(home: Household) -> SignedIn:
    client = client_as("navigator", name="kept before")
    Assignment.objects.create(
        story=home.story, account=client.account, from_day=LONG_AGO, through_day=YESTERDAY, given_by="test", why="test"
    )
    return client


def stand_in(home: Household) -> SignedIn:
    return _covers(home, "stands in", through=TODAY)


def stand_in_ended(home: Household) -> SignedIn:
    return _covers(home, "stood in", through=YESTERDAY)


def _covers(home: Household, name: str, *, through: date) -> SignedIn:
    away, client = keeper(home), client_as("navigator", name=name)
    Cover.objects.create(
        away=away.account,
        by_account=client.account,
        from_day=LONG_AGO,
        through_day=through,
        given_by="test",
        why="test",
    )
    return client


def colleague(_home: Household) -> SignedIn:
    return client_as("navigator", name="colleague")


def emergency(home: Household) -> SignedIn:
    return _looked(home, "in an emergency", minutes=30)


def emergency_over(home: Household) -> SignedIn:
    return _looked(home, "in an emergency before", minutes=-1)


def _looked(home: Household, name: str, *, minutes: int) -> SignedIn:
    client = client_as("navigator", name=name)
    at = client.reader.at
    EmergencyLook.objects.create(
        reader=client.account, organisation="hub", story=home.story, reason="test", from_at=at - timedelta(hours=1),
        until_at=at + timedelta(minutes=minutes),
    )  # fmt: skip
    return client


def supervisor(home: Household) -> SignedIn:
    keeper(home)
    return client_as("supervisor", name="supervises")


def other_supervisor(home: Household) -> SignedIn:
    keeper(home)
    return client_as("supervisor", organisation="other hub", name="supervises others")


def left_yesterday(home: Household) -> SignedIn:
    client = client_as("navigator", name="has left", stories=[home.story])
    Membership.objects.filter(account=client.account).update(through_day=YESTERDAY)
    return client


def asked(home: Household) -> SignedIn:
    """Of the agency with the open ask; the family shares nothing else with it."""
    return client_as("agency_worker", organisation="harbor", agency="housing_help", name="asked")


def _worker(home: Household, name: str) -> SignedIn:
    return client_as("agency_worker", organisation="wic_lane", agency="wic", name=name)


def _given(home: Household, *, agency: str = "wic", person: str = "M1", **more: object) -> Consent:
    said: dict[str, object] = {
        "by": OWNER, "through": date(2027, 1, 1), "language": "en", "wording": "May they know?",
        "given_by_person": home.people[person],
    }  # fmt: skip
    return give(home.story, agency=agency, **(said | more))  # type: ignore[arg-type]


def without_consent(home: Household) -> SignedIn:
    return _worker(home, "never asked")


def shared(home: Household) -> SignedIn:
    _given(home)
    return _worker(home, "shared with")


def revoked(home: Household) -> SignedIn:
    revoke(_given(home).pk, by=OWNER)
    return _worker(home, "taken back")


def other_agency(home: Household) -> SignedIn:
    _given(home, agency="early_intervention")
    return _worker(home, "of another agency")


def other_office(home: Household) -> SignedIn:
    _given(home, organisation="wic_other")
    return _worker(home, "of another office")


def expired(home: Household) -> SignedIn:
    row = _given(home, by=replace(OWNER, at=NOW - timedelta(days=30)), through=YESTERDAY)
    assert row.through_day == YESTERDAY
    return _worker(home, "after the last day")


def not_yet(home: Household) -> SignedIn:
    _given(home, by=replace(OWNER, at=NOW + timedelta(days=1)))
    return _worker(home, "before the first day")


def answered_no(home: Household) -> SignedIn:
    _given(home, answer=Answer.NO)
    return _worker(home, "told no")


def ask_each_time(home: Household) -> SignedIn:
    _given(home, answer=Answer.ASK_EACH_TIME)
    return _worker(home, "asks each time")


def other_purpose(home: Household) -> SignedIn:
    _given(home, purpose=Purpose.MEASUREMENT)
    return _worker(home, "for another purpose")


def given_by_former(home: Household) -> SignedIn:
    """A yes of somebody whose custody ended since."""
    row = _given(home)
    Consent.objects.filter(pk=row.pk).update(
        given_by_person=home.people["G1"], anchor=KnownAs.objects.get(source="clinic", local_id="G1").pk
    )
    return _worker(home, "allowed by a former parent")


def _role(role: str) -> Asks:
    def client(_home: Household) -> SignedIn:
        return client_as(role, name=role.replace("_", " "))

    return client


def _family(number: str) -> Asks:
    def client(home: Household) -> SignedIn:
        return client_as("family", person=home.people[number], story=home.story)

    return client


def another_family(home: Household) -> SignedIn:
    return client_as("family", person=home.people["M2"], story=home.other_story)


def closed_door(home: Household) -> SignedIn:
    client = client_as("family", person=home.people["M1"], story=home.story)
    FamilyDoor.objects.filter(person=home.people["M1"]).update(closed=NOW)
    return client


def shared_marked(home: Household) -> SignedIn:
    """The same consent, and the mother is kept safe."""
    _mark(home)
    return shared(home)


def other_parent_marked(home: Household) -> SignedIn:
    _mark(home)
    return client_as("family", person=home.people["D1"], story=home.story)


def _mark(home: Household) -> None:
    keep_safe(home.people["M1"], story=home.story, by=OWNER, hidden_agencies=["housing_help"])


EVERYBODY: Mapping[str, Asks] = {
    "nobody": nobody, "keeper": keeper, "keeper_ended": keeper_ended, "stand_in": stand_in,
    "stand_in_ended": stand_in_ended, "colleague": colleague, "emergency": emergency, "emergency_over": emergency_over,
    "supervisor": supervisor, "other_supervisor": other_supervisor, "left_yesterday": left_yesterday, "asked": asked,
    "without_consent": without_consent, "shared": shared, "shared_marked": shared_marked, "revoked": revoked,
    "other_agency": other_agency, "other_office": other_office, "expired": expired, "not_yet": not_yet,
    "answered_no": answered_no, "ask_each_time": ask_each_time, "other_purpose": other_purpose,
    "given_by_former": given_by_former, "pilot_lead": _role("pilot_lead"), "facilitator": _role("facilitator"),
    "analyst": _role("analyst"), "administrator": _role("administrator"), "mother": _family("M1"),
    "other_parent": _family("D1"), "other_parent_marked": other_parent_marked, "custody_ended": _family("G1"),
    "placement_ended": _family("E1"), "household": _family("H1"), "another_family": another_family,
    "closed_door": closed_door,
}  # fmt: skip
"""Everybody who might ask, by why they may or may not."""
