"""What nobody has to remember: a day that passed without a word, and open places that nobody confirmed, are asked about once."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest
from referring import ANA, NOW, answer, asking, at, blueprint, family
from signed_in import organisation, somebody

from headwaters.domain.consent import Purpose, ReaderRole
from headwaters.domain.problems import NotPermitted
from headwaters.domain.referral import Deed
from headwaters.practice.access.reader import Reader
from headwaters.practice.accounts.models import Organisation
from headwaters.practice.directory.asking_again import ask_about_openings
from headwaters.practice.directory.models import Opening, Provider, Service
from headwaters.practice.directory.offers import STALE_AFTER_DAYS
from headwaters.practice.messages.kinds import MessageKind
from headwaters.practice.messages.models import Message
from headwaters.practice.records.entries import enter_event
from headwaters.practice.referrals.actions import Telling
from headwaters.practice.referrals.asking import ask
from headwaters.practice.referrals.following import tell_of_silence
from headwaters.practice.referrals.models import Referral

pytestmark = pytest.mark.django_db(transaction=True)
LAST_DAY = date(2026, 5, 12)
RUNS = ANA


@pytest.fixture
def sent(tmp_path: Path) -> Referral:
    row = ask(asking(*family(tmp_path)), by=ANA, blueprint=blueprint())
    Referral.objects.filter(pk=row.pk).update(asker=somebody("navigator", name="Ana Ruiz").pk)
    return row


def told(on: date, by: Reader = RUNS) -> int:
    return tell_of_silence(by=at(on, by), address=lambda ask: f"https://here.example/asks/{ask}/")


def test_whoever_asked_hears_the_day_after_and_once(sent: Referral) -> None:
    assert told(LAST_DAY) == 0
    assert told(LAST_DAY + timedelta(days=1)) == 1
    assert told(LAST_DAY + timedelta(days=2)) == 0
    mail = Message.objects.get(kind=MessageKind.REFERRAL_UNANSWERED)
    assert mail.to == "ana.ruiz@example.org"
    assert mail.params == {"link": f"https://here.example/asks/{sent.pk}/"}


def test_each_clock_is_told_of_by_itself(sent: Referral) -> None:
    told(LAST_DAY + timedelta(days=1))
    answer(sent, Deed.ACCEPT, at(LAST_DAY + timedelta(days=2)), Telling(by_words="K", until=date(2026, 5, 20)))
    later = Referral.objects.get(pk=sent.pk).last_day
    assert later is not None
    assert told(later) == 0
    assert told(later + timedelta(days=1)) == 1


def test_an_answered_and_closed_ask_is_quiet(sent: Referral) -> None:
    Referral.objects.filter(pk=sent.pk).update(closed=True)
    assert told(LAST_DAY + timedelta(days=30)) == 0


def test_about_a_family_that_lost_a_child_nothing_goes_out_by_itself(sent: Referral) -> None:
    enter_event(sent.person, by=ANA, kind="bereaved", on=NOW.date())
    assert told(LAST_DAY + timedelta(days=1)) == 0


def test_only_who_runs_the_installation_starts_the_round(sent: Referral) -> None:
    navigator = Reader("somebody", ReaderRole.NAVIGATOR, Purpose.CARE, NOW, "web")
    with pytest.raises(NotPermitted):
        told(LAST_DAY, navigator)
    with pytest.raises(NotPermitted):
        ask_about_openings(by=navigator, address="https://here.example/")


def openings(*, days_ago: int, email: str = "desk@harbor.example") -> None:
    kept = organisation("harbor", agency="housing_help")
    kept.email = email
    kept.save()
    provider = Provider.objects.create(origin="test", key="p", name="Harbor", organisation="harbor")
    service = Service.objects.create(origin="test", key="s", name="Rent help", provider=provider, status="active")
    day = NOW.date() - timedelta(days=days_ago)
    Opening.objects.create(service=service, open_places=2, checked_on=day, checked_at=NOW, checked_by="k")


def asked_again(days_later: int = 0) -> int:
    return ask_about_openings(
        by=at(NOW.date() + timedelta(days=days_later), RUNS), address="https://here.example/ours/"
    )


def test_stale_openings_are_asked_about_once_a_week(tmp_path: Path) -> None:
    family(tmp_path)
    openings(days_ago=STALE_AFTER_DAYS + 1)
    assert [asked_again(), asked_again(1), asked_again(7)] == [1, 0, 1]


def test_fresh_openings_and_an_office_without_an_address_are_left_alone(tmp_path: Path) -> None:
    family(tmp_path)
    openings(days_ago=STALE_AFTER_DAYS)
    assert asked_again() == 0
    Opening.objects.update(checked_on=NOW.date() - timedelta(days=400))
    Organisation.objects.update(email="")
    assert asked_again() == 0
