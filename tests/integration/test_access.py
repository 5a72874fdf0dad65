"""The one door: it decides from grants that are data, writes the audit line, and refuses by default."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from headwaters.domain.consent import Action, Purpose
from headwaters.domain.problems import NotPermitted
from headwaters.practice.access.actions import LOCAL_GRANTS, decide, grant_local_owner, require
from headwaters.practice.access.models import AuditLine, GrantRow
from headwaters.practice.access.reader import LOCAL, Reader

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 7, 1, 9, 30, tzinfo=ZoneInfo("America/Los_Angeles"))


def reader(who: str = LOCAL, purpose: Purpose = Purpose.CARE) -> Reader:
    return Reader(id=who, role="navigator", purpose=purpose, at=NOW, through="web")


def test_an_installation_without_grants_refuses_everybody() -> None:
    GrantRow.objects.all().delete()
    with pytest.raises(NotPermitted):
        require(reader(), Action.READ_FAMILY, story="s1")


def test_a_refusal_is_audited_like_a_read() -> None:
    GrantRow.objects.all().delete()
    with pytest.raises(NotPermitted):
        require(reader("stranger"), Action.READ_FAMILY, story="s1")
    line = AuditLine.objects.get()
    assert (line.reader, line.story, line.allowed) == ("stranger", "s1", False)


def test_the_owner_of_an_installation_may_do_what_is_listed_and_nothing_else() -> None:
    grant_local_owner(on=date(2026, 1, 1))
    for action in Action:
        for purpose in Purpose:
            allowed = decide(reader(purpose=purpose), action, story="s1").allowed
            assert allowed == ((action, purpose) in LOCAL_GRANTS)


def test_counting_is_no_reason_to_open_a_family() -> None:
    grant_local_owner(on=date(2026, 1, 1))
    with pytest.raises(NotPermitted):
        require(reader(purpose=Purpose.MEASUREMENT), Action.READ_FAMILY, story="s1")


def test_grants_that_were_ended_are_not_given_again() -> None:
    grant_local_owner(on=date(2026, 1, 1))
    GrantRow.objects.update(through_day=date(2026, 6, 30))
    grant_local_owner(on=date(2026, 7, 1))
    assert not decide(reader(), Action.READ_FAMILY, story="s1").allowed


def test_the_owner_sees_no_protected_subject_unless_it_is_switched_on() -> None:
    grant_local_owner(on=date(2026, 1, 1))
    assert not require(reader(), Action.READ_FAMILY, story="s1").sees_subject("mental_health")
    GrantRow.objects.create(
        reader=LOCAL, action=Action.READ_FAMILY, purpose=Purpose.CARE, from_day=date(2026, 1, 1),
        subjects=["mental_health"], given_by="family", why="asked to",
    )  # fmt: skip
    assert require(reader(), Action.READ_FAMILY, story="s1").sees_subject("mental_health")
