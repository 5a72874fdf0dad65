"""The audit is one line for a request, closed minute by minute into a chain in which nothing can be changed unseen."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from headwaters.domain.consent import Action, Purpose
from headwaters.domain.problems import NotPermitted
from headwaters.practice.access.actions import grant_local_owner, list_stories, require, require_stories
from headwaters.practice.access.models import AuditLine, AuditShown, Seal
from headwaters.practice.access.reader import LOCAL, Reader
from headwaters.practice.access.sealing import has_head, head, seal_finished, verify
from headwaters.practice.access.trail import one_request, shown

pytestmark = pytest.mark.django_db

NINE = datetime(2026, 7, 1, 9, 0, 5, tzinfo=ZoneInfo("America/Los_Angeles"))


@pytest.fixture(autouse=True)
def owner() -> None:
    grant_local_owner(on=date(2026, 1, 1))


def at(minute: int, second: int = 5) -> Reader:
    return Reader(LOCAL, "owner", Purpose.CARE, NINE + timedelta(minutes=minute, seconds=second - 5), "web")


def read(minute: int, story: str, second: int = 5) -> None:
    require(at(minute, second), Action.READ_FAMILY, story=story, detail="page")


@pytest.fixture
def three_minutes() -> None:
    """Three closed minutes of two lines, the middle one with a list, and a fourth that is still open."""
    for minute in range(3):
        read(minute, "s1", 5)
        if minute == 1:
            require_stories(at(minute, 6), Action.LIST_FAMILIES, ["s1", "s2", "s3"], detail="list")
        else:
            read(minute, "s2", 40)
    read(3, "s9")


def test_a_minute_is_closed_by_the_first_line_after_it(three_minutes: None) -> None:
    assert [(one.number, one.lines) for one in Seal.objects.order_by("number")] == [(1, 2), (2, 2), (3, 2)]
    assert AuditLine.objects.get(story="s9").seal is None
    assert verify() is None


def test_closing_again_changes_nothing(three_minutes: None) -> None:
    before = head()
    assert seal_finished(now=at(3, 50).at) == 0
    assert head() == before


def test_a_head_that_was_kept_is_found_as_long_as_nothing_was_cut_off(three_minutes: None) -> None:
    kept = head()
    assert kept is not None
    assert has_head(kept.head)
    AuditLine.objects.filter(seal=3).delete()
    Seal.objects.filter(number=3).delete()
    assert verify() is None, "a cut at the end cannot be seen from inside"
    assert not has_head(kept.head)


def edited() -> None:
    AuditLine.objects.filter(pk=AuditLine.objects.filter(seal=2).order_by("id")[0].pk).update(story="s8")


def another_reader() -> None:
    AuditLine.objects.filter(seal=2).update(reader="somebody")


def deleted() -> None:
    AuditLine.objects.filter(pk=AuditLine.objects.filter(seal=2).order_by("id")[0].pk).delete()


def inserted() -> None:
    line = AuditLine.objects.filter(seal=2).order_by("id")[0]
    line.pk = None
    line.save()


def swapped() -> None:
    """Two lines of one minute change places: the same words under each other's numbers."""
    one, other = AuditLine.objects.filter(seal=2).order_by("id")
    names = [field.attname for field in AuditLine._meta.fields if not field.primary_key]
    first, second = ({name: getattr(row, name) for name in names} for row in (one, other))
    AuditLine.objects.filter(pk=one.pk).update(**second)
    AuditLine.objects.filter(pk=other.pk).update(**first)


def moved_to_another_minute() -> None:
    AuditLine.objects.filter(pk=AuditLine.objects.filter(seal=2).order_by("id")[0].pk).update(seal=1)


def one_shown_family_removed() -> None:
    AuditShown.objects.filter(line__seal=2, story="s2").delete()


def shown_families_reordered() -> None:
    rows = list(AuditShown.objects.filter(line__seal=2).order_by("place"))
    AuditShown.objects.filter(pk=rows[0].pk).update(place=90)
    AuditShown.objects.filter(pk=rows[1].pk).update(place=0)


def whole_minute_removed() -> None:
    AuditLine.objects.filter(seal=2).delete()
    Seal.objects.filter(number=2).delete()


def closing_forged() -> None:
    """Somebody edits a line and hashes its minute anew: the next minute no longer follows from it."""
    from headwaters.domain.audit_chain import head_of
    from headwaters.practice.access.sealing import written

    AuditLine.objects.filter(seal=2).update(reader="somebody")
    lines = list(AuditLine.objects.filter(seal=2).order_by("id"))
    before = Seal.objects.get(number=1).head
    Seal.objects.filter(number=2).update(head=head_of(before, written(lines)))


@pytest.mark.parametrize(
    ("tamper", "minute"),
    [
        (edited, 2), (another_reader, 2), (deleted, 2), (inserted, 2), (swapped, 2), (moved_to_another_minute, 1),
        (one_shown_family_removed, 2), (shown_families_reordered, 2), (whole_minute_removed, 2), (closing_forged, 3),
    ],
)  # fmt: skip
def test_whatever_is_done_to_a_closed_minute_breaks_the_chain_there(
    three_minutes: None, tamper: Callable[[], None], minute: int
) -> None:
    assert verify() is None
    tamper()
    broken = verify()
    assert broken is not None
    assert broken.number == minute


def test_a_line_that_claims_a_minute_after_the_last_is_found(three_minutes: None) -> None:
    AuditLine.objects.filter(seal=None).update(seal=7)
    broken = verify()
    assert broken is not None
    assert broken.number == 7


def test_one_request_is_one_line_whatever_it_asked() -> None:
    with one_request():
        require(at(0), Action.READ_FAMILY, story="s1", detail="page")
        require(at(0), Action.RECORD_CONTACT, story="s1", detail="call")
        assert not AuditLine.objects.exists()
    line = AuditLine.objects.get()
    assert (line.story, line.action, line.allowed) == ("s1", "read_family", True)
    assert "record_contact call" in line.detail
    assert not AuditShown.objects.exists()


def test_a_request_that_asked_nothing_leaves_no_line() -> None:
    with one_request():
        pass
    assert not AuditLine.objects.exists()


def test_a_list_keeps_every_family_that_it_showed_in_its_order() -> None:
    with one_request():
        list_stories(at(0), ["s3", "s1", "s2", "s1"], detail="today")
        shown(["s3", "s5"])
    line = AuditLine.objects.get()
    assert line.story == ""
    assert list(line.shown.order_by("place").values_list("story", flat=True)) == ["s3", "s1", "s2", "s5"]


def test_a_request_that_ends_in_a_refusal_is_written_as_one() -> None:
    stranger = Reader("stranger", "navigator", Purpose.CARE, NINE, "web")

    def request() -> None:
        with one_request():
            require(at(0), Action.READ_FAMILY, story="s1")
            require(stranger, Action.READ_FAMILY, story="s2")

    with pytest.raises(NotPermitted):
        request()
    line = AuditLine.objects.get()
    assert (line.reader, line.story, line.allowed) == ("stranger", "s2", False)


def test_no_page_leaves_without_its_line(monkeypatch: pytest.MonkeyPatch) -> None:
    """If the line cannot be written, what was read is not given out."""

    def broken(**_: object) -> None:
        raise OSError("the disk is full")

    monkeypatch.setattr(AuditLine.objects, "create", broken)
    with pytest.raises(OSError), one_request():
        require(at(0), Action.READ_FAMILY, story="s1")
