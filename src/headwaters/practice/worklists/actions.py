"""Deeds about work lists: giving a family to somebody, ending that, standing in, putting a promise off. Each is audited."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

from django.db import transaction
from django.db.models import Q, QuerySet

from headwaters.domain.consent import Action, ReaderRole
from headwaters.domain.problems import NotTaken
from headwaters.practice.access.actions import decide, require
from headwaters.practice.access.evidence import team_of
from headwaters.practice.access.reader import Reader
from headwaters.practice.worklists.caseloads import anchor_of
from headwaters.practice.worklists.models import Assignment, Cover, Snooze

LONGEST_SNOOZE_DAYS = 60
"""A promise put off for longer is no promise."""
Promise = tuple[str, str, str]
"""(story, episode, element/touchpoint)"""


@transaction.atomic
def assign(
    story: str, account: str, *, by: Reader, from_: date | None = None, through: date | None = None, why: str
) -> Assignment:
    """Give a family to an account, from today or a later day on; one that it keeps already stays as it is.

    raises  NotPermitted  only a supervisor, or whoever runs the installation, gives families to people
    """
    _ask(by, story=story, detail=f"assign to {account}")
    begins = from_ or by.at.date()
    held = Assignment.objects.filter(_running(begins), story=story, account=account, from_day__lte=begins).first()
    return held or Assignment.objects.create(
        story=story,
        anchor=anchor_of(story),
        account=account,
        from_day=begins,
        through_day=through,
        given_by=by.id,
        why=why[:200],
    )


@transaction.atomic
def end_assignment(story: str, account: str, *, by: Reader, why: str) -> int:
    """From today on the account keeps this family no more. Returns how many rows were ended."""
    _ask(by, story=story, detail=f"end of assignment to {account}")
    return _end(Assignment.objects.filter(story=story, account=account), by, why)


@transaction.atomic
def end_assignments_of(account: str, *, by: Reader, why: str) -> int:
    """Somebody leaves: their whole caseload is open to be given to others; a supervisor sees it as nobody's."""
    _ask(by, detail=f"end of all assignments to {account}")
    Cover.objects.filter(Q(by_account=account) | Q(away=account), through_day__gte=by.at.date()).update(
        through_day=by.at.date() - timedelta(days=1)
    )
    return _end(Assignment.objects.filter(account=account), by, why)


@transaction.atomic
def hand_over(stories: Iterable[str], *, from_account: str, to_account: str, by: Reader, why: str) -> int:
    """Give families from one account to another, for good and all of them at once."""
    moved = 0
    for story in dict.fromkeys(stories):
        end_assignment(story, from_account, by=by, why=why)
        assign(story, to_account, by=by, why=why)
        moved += 1
    return moved


@transaction.atomic
def cover(away: str, by_account: str, *, by: Reader, from_: date, through: date, why: str) -> Cover:
    """On these days one account keeps another's promises beside its own.

    raises  NotTaken  nobody covers for themselves, or the last day lies before the first
    """
    _ask(by, detail=f"cover for {away} by {by_account}")
    _of_their_team(by, away, by_account)
    if away == by_account:
        raise NotTaken("Choose somebody else: nobody stands in for themselves.")
    if through < from_:
        raise NotTaken("The last day lies before the first. Change one of the two.")
    held = Cover.objects.filter(away=away, by_account=by_account, from_day=from_, through_day=through).first()
    return held or Cover.objects.create(
        away=away, by_account=by_account, from_day=from_, through_day=through, given_by=by.id, why=why[:200]
    )


@transaction.atomic
def end_cover(pk: int, *, by: Reader) -> None:
    """From today on nobody stands in."""
    _ask(by, detail="end of cover")
    for row in Cover.objects.filter(pk=pk):
        _of_their_team(by, row.away)
    Cover.objects.filter(pk=pk, through_day__gte=by.at.date()).update(through_day=by.at.date() - timedelta(days=1))


@transaction.atomic
def snooze(promises: Iterable[Promise], *, by: Reader, until: date, reason: str) -> None:
    """Put promises of one family off to a day, and say why; they stay on file and come back on that day.

    raises  NotTaken  without a reason, for a day that is not ahead, or for too long
    """
    listed = list(promises)
    for story in {story for story, _, _ in listed}:
        require(by, Action.RECORD_CONTACT, story=story, detail="snooze")
    if not reason.strip():
        raise NotTaken("Say why it can wait: somebody else may have to understand it.")
    if not by.at.date() < until <= by.at.date() + timedelta(days=LONGEST_SNOOZE_DAYS):
        raise NotTaken(f"Choose a day ahead, {LONGEST_SNOOZE_DAYS} days at most. Until then it stays on the list.")
    put_off(listed, by=by, until=until, reason=reason)


def put_off(promises: Iterable[Promise], *, by: Reader, until: date, reason: str) -> None:
    """The same inside a deed that has asked."""
    for story, episode, key in promises:
        Snooze.objects.create(
            story=story, episode=episode, key=key, until=until, reason=reason.strip()[:200], account=by.id, at=by.at
        )


@transaction.atomic
def lift(promises: Iterable[Promise], *, by: Reader) -> None:
    """Bring promises back onto the list at once."""
    for story, episode, key in promises:
        require(by, Action.RECORD_CONTACT, story=story, detail="snooze lifted")
        Snooze.objects.filter(story=story, episode=episode, key=key, lifted=False).update(lifted=True)


def _ask(by: Reader, *, story: str | None = None, detail: str) -> None:
    """A supervisor for their team; whoever runs the installation for everybody, without seeing a family."""
    action = Action.SUPERVISE if decide(by, Action.SUPERVISE, story=story).allowed else Action.ADMINISTER
    require(by, action, story=story if action is Action.SUPERVISE else None, detail=detail)


def _of_their_team(by: Reader, *accounts: str) -> None:
    """A supervisor says who stands in among the people of their own organisation, and of no other."""
    if by.role == ReaderRole.SUPERVISOR and not team_of(by, on=by.at.date()) >= set(accounts):
        raise NotTaken("Choose people of your own team.")


def _running(on: date) -> Q:
    return Q(through_day=None) | Q(through_day__gte=on)


def _end(rows: QuerySet[Assignment], by: Reader, why: str) -> int:
    today = by.at.date()
    return rows.filter(_running(today)).update(
        through_day=today - timedelta(days=1), ended_by=by.id, ended_why=why[:200]
    )
