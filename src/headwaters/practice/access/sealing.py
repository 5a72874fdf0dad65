"""Closing the audit, minute by minute, and proving that it stands as it was closed (domain.audit_chain).

Whoever writes the first line after a minute is over closes it. A line that became visible late is closed with the minute in which
it is found; so the order is that of the numbers, never of a clock.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import groupby

from django.db import IntegrityError, transaction
from django.db.models import Q

from headwaters.domain.audit_chain import NOTHING_BEFORE, Break, Closed, Written, first_break, head_of
from headwaters.practice.access.models import AuditLine, AuditShown, Seal


def minute_of(instant: datetime) -> datetime:
    return instant.astimezone(UTC).replace(second=0, microsecond=0)


def seal_finished(*, now: datetime) -> int:
    """Close every minute that is over; returns how many. Two that close at once: one of them does it."""
    current = minute_of(now)
    still_going = Q(at__gte=current, at__lt=current + timedelta(minutes=1))
    if not AuditLine.objects.filter(seal=None).exclude(still_going).exists():
        return 0
    try:
        with transaction.atomic():
            return _seal(current)
    except IntegrityError:
        return 0  # somebody else closed the same minute a moment ago


def _seal(current: datetime) -> int:
    last = Seal.objects.order_by("-number").first()
    number, head = (last.number, last.head) if last is not None else (0, NOTHING_BEFORE)
    rows = list(AuditLine.objects.filter(seal=None).order_by("id").select_for_update())
    done = 0
    for minute, lines in groupby(rows, key=lambda row: minute_of(row.at)):
        if minute == current:
            continue
        these = list(lines)
        number, done = number + 1, done + 1
        head = head_of(head, written(these))
        Seal.objects.create(number=number, minute=minute, lines=len(these), head=head)
        AuditLine.objects.filter(pk__in=[row.pk for row in these]).update(seal=number)
    return done


def written(lines: list[AuditLine]) -> list[Written]:
    """Lines as they are hashed, with the families that each showed."""
    shown: dict[int, list[str]] = {}
    for line, story in (
        AuditShown.objects.filter(line__in=[row.pk for row in lines])
        .order_by("line", "place")
        .values_list("line_id", "story")
    ):
        shown.setdefault(line, []).append(story)
    return [_written(row, shown.get(row.pk, [])) for row in lines]


def _written(row: AuditLine, shown: list[str]) -> Written:
    return {
        "id": row.pk, "at": row.at.astimezone(UTC).isoformat(timespec="microseconds"), "reader": row.reader, "role": row.role,
        "works_as": row.works_as, "organisation": row.organisation, "door": row.door, "action": row.action,
        "purpose": row.purpose, "story": row.story, "shown": shown, "everybody": row.everybody, "detail": row.detail,
        "allowed": row.allowed, **({"deed": True} if row.deed else {}),
    }  # fmt: skip


def head() -> Closed | None:
    """The last closed minute: what is copied to a place of its own."""
    row = Seal.objects.order_by("-number").first()
    return Closed(row.number, row.minute, row.lines, row.head) if row is not None else None


def has_head(text: str) -> bool:
    """Whether a head that was copied out earlier is still in the chain."""
    return Seal.objects.filter(head=text).exists()


def verify() -> Break | None:
    """Recompute every closed minute. None: the chain holds."""
    found = first_break(_closed())
    if found is not None:
        return found
    last = head()
    beyond = AuditLine.objects.filter(seal__gt=last.number if last is not None else 0).order_by("id").first()
    if beyond is not None:
        return Break(beyond.seal or 0, minute_of(beyond.at), "it was closed, and its closing was taken out")
    return None


def _closed() -> Iterator[tuple[Closed, list[Written]]]:
    for row in Seal.objects.order_by("number").iterator():
        lines = list(AuditLine.objects.filter(seal=row.number).order_by("id"))
        yield Closed(row.number, row.minute, row.lines, row.head), written(lines)
