"""The one door to anybody's record: ask, be written down, and go on with the view that was granted, or be refused."""

from __future__ import annotations

from datetime import date

from headwaters.domain.consent import Action, Decision, Grant, Purpose, permits
from headwaters.domain.history.view import View
from headwaters.domain.problems import NotPermitted
from headwaters.practice.access.models import AuditLine, GrantRow
from headwaters.practice.access.reader import LOCAL, Reader

LOCAL_GRANTS: tuple[tuple[Action, Purpose], ...] = (
    (Action.READ_FAMILY, Purpose.CARE),
    (Action.LIST_FAMILIES, Purpose.CARE),
    (Action.READ_COUNTS, Purpose.CARE),
    (Action.READ_COUNTS, Purpose.MEASUREMENT),
    (Action.READ_BLUEPRINT, Purpose.CARE),
    (Action.READ_BLUEPRINT, Purpose.DESIGN),
    (Action.EXPORT_ROWS, Purpose.OPERATION),
    (Action.LIST_FAMILIES, Purpose.OPERATION),
    (Action.LOAD, Purpose.OPERATION),
    (Action.RECORD_CONTACT, Purpose.CARE),
    (Action.SEARCH, Purpose.CARE),
    (Action.REFER, Purpose.CARE),
    (Action.ANSWER_REFERRAL, Purpose.CARE),
    (Action.MESSAGE_FAMILY, Purpose.CARE),
    (Action.GIVE_CONSENT, Purpose.CARE),
    (Action.MARK_SAFETY, Purpose.CARE),
    (Action.SUPERVISE, Purpose.CARE),
    (Action.READ_AUDIT, Purpose.CARE),
    (Action.READ_DIRECTORY, Purpose.CARE),
    (Action.KEEP_DIRECTORY, Purpose.CARE),
    (Action.REVIEW_TEXTS, Purpose.CARE),
    (Action.ADMINISTER, Purpose.CARE),
)
"""What the owner of an embedded installation may do. On pages and lists for care no protected subject is switched on: each
needs its own grant. Judging everybody (`operation`) reads all of them, or what is counted would depend on who pressed the key."""


def grants_of(reader: Reader) -> tuple[Grant, ...]:
    rows = GrantRow.objects.filter(reader=reader.id)
    return tuple(
        Grant(
            reader=row.reader,
            action=Action(row.action),
            purpose=Purpose(row.purpose),
            from_=row.from_day,
            through=row.through_day,
            stories=None if row.stories is None else frozenset(row.stories),
            subjects=None if row.subjects is None else frozenset(row.subjects),
        )
        for row in rows
    )


def decide(by: Reader, action: Action, *, story: str | None = None) -> Decision:
    """The decision alone, without an audit line: for showing or leaving out a link, never before a read."""
    return permits(grants_of(by), reader=by.id, action=action, purpose=by.purpose, story=story, on=by.at.date())


def require(by: Reader, action: Action, *, story: str | None = None, detail: str = "") -> View:
    """Ask to do `action` to one story (or, without one, to all); write the audit line; return the view to read over.

    raises  NotPermitted  no grant says yes; the refusal is audited too
    """
    decision = decide(by, action, story=story)
    AuditLine.objects.create(
        at=by.at, reader=by.id, role=by.role, door=by.through, action=action, purpose=by.purpose,
        story=story or "", detail=detail[:200], allowed=decision.allowed,
    )  # fmt: skip
    if not decision.allowed:
        raise NotPermitted(
            "You may not see this. It needs a grant that your role does not have today; "
            "ask the person who runs this installation."
        )
    return decision.view


def grant_local_owner(*, on: date) -> None:
    """Give the owner of a new embedded installation their grants, once. An installation whose owner's grants were ended stays ended."""
    if GrantRow.objects.filter(reader=LOCAL).exists():
        return
    GrantRow.objects.bulk_create(
        GrantRow(reader=LOCAL, action=action, purpose=purpose, from_day=on, given_by="installation",
                 subjects=None if purpose is Purpose.OPERATION else [], why="owner of this embedded installation")
        for action, purpose in LOCAL_GRANTS
    )  # fmt: skip
