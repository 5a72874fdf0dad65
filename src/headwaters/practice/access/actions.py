"""The one door to anybody's record: ask, be written down, and go on with the view that was granted, or be refused."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date

from headwaters.domain.consent import Action, Decision, Purpose
from headwaters.domain.history.view import View
from headwaters.domain.permission import permitted, together
from headwaters.domain.problems import NotPermitted
from headwaters.domain.role_table import ties_for
from headwaters.practice.access.evidence import asked, evidence_for
from headwaters.practice.access.models import GrantRow
from headwaters.practice.access.reader import LOCAL, Reader
from headwaters.practice.access.trail import Ask, note, trail

REFUSED = (
    "You may not see this. It needs a grant that your role does not have today; "
    "ask the person who runs this installation."
)
STORIES_AT_ONCE = 500
"""Stories whose evidence is fetched in one go: keeps each query's list of ids short."""

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
    (Action.TELL, Purpose.CARE),
    (Action.ADMINISTER, Purpose.CARE),
)
"""What the owner of an embedded installation may do. On pages and lists for care no protected subject is switched on: each
needs its own grant. Judging everybody (`operation`) reads all of them, or what is counted would depend on who pressed the key."""


def decide(by: Reader, action: Action, *, story: str | None = None) -> Decision:
    """The decision alone, without an audit line: for showing or leaving out a link, never before a read."""
    held = trail()
    key = (by, action, story)
    if held is not None and key in held.decided:
        return held.decided[key]
    evidence = evidence_for(by, action, [story] if story else [])
    decision = permitted(asked(by, action, story), evidence[story or ""])
    if held is not None:
        held.decided[key] = decision
    return decision


def require(by: Reader, action: Action, *, story: str | None = None, detail: str = "") -> View:
    """Ask to do `action` to one story (or, without one, to all); write the audit line; return the view to read over.

    raises  NotPermitted  nothing says yes; the refusal is audited too
    """
    decision = decide(by, action, story=story)
    note(Ask(by, action, story, detail, decision.allowed))
    if not decision.allowed:
        raise NotPermitted(REFUSED)
    _remember(decision.view)
    return decision.view


def may_some(by: Reader, action: Action) -> bool:
    """Whether anything could say yes to `action` on some family: a grant, or a line of the table of roles. For showing the way to a
    page, and for pages whose families are then asked for one by one."""
    if decide(by, action).allowed:
        return True
    question = asked(by, action, None)
    return question.by_role and any(ties_for(by.role, action, by.purpose, of_a_story=True))


def require_some(by: Reader, action: Action, *, detail: str = "") -> None:
    """Ask to open a page about families of one's own, before any of them is known; each family on it is asked for by itself.

    raises  NotPermitted  nobody of this role does that to any family
    """
    allowed = may_some(by, action)
    note(Ask(by, action, None, detail, allowed))
    if not allowed:
        raise NotPermitted(REFUSED)


def require_stories(by: Reader, action: Action, stories: Collection[str], *, detail: str = "") -> View:
    """Ask to do `action` to every one of these stories: one audit line with all their ids. Returns a view that holds for all of
    them, with every protected subject off.

    raises  NotPermitted  one of them is refused (the line then keeps all that were asked for), or there is none and the role
                          may not list families at all
    """
    decisions = _decide_all(by, action, stories)
    allowed = all(one.allowed for one in decisions.values())
    if decisions:
        note(Ask(by, action, None, detail, allowed, tuple(decisions)))
    if not allowed:
        raise NotPermitted(REFUSED)
    return together(one.view for one in decisions.values())


def list_stories(
    by: Reader, stories: Collection[str], *, action: Action = Action.LIST_FAMILIES, detail: str = ""
) -> Mapping[str, View]:
    """The view of each of these stories that the reader may do `action` to; the others are left out. One audit line with the ids
    of those that are given back.

    raises  NotPermitted  there are stories, and the reader may do it to none of them
    """
    decisions = _decide_all(by, action, stories)
    seen = {story: one.view for story, one in decisions.items() if one.allowed}
    if decisions:
        note(Ask(by, action, None, detail, bool(seen), tuple(seen or decisions)))
    if decisions and not seen:
        raise NotPermitted(REFUSED)
    return seen


def _decide_all(by: Reader, action: Action, stories: Collection[str]) -> dict[str, Decision]:
    """In the order in which they were given, each once; the evidence of all of them is fetched together."""
    wanted = list(dict.fromkeys(stories))
    found: dict[str, Decision] = {}
    for start in range(0, len(wanted), STORIES_AT_ONCE):
        some = wanted[start : start + STORIES_AT_ONCE]
        evidence = evidence_for(by, action, some)
        found.update({story: permitted(asked(by, action, story), evidence[story]) for story in some})
    return found


def _remember(view: View) -> None:
    """Which protected subjects this request may show: the notice that goes with some of them stands on the page."""
    held = trail()
    if held is not None and view.subjects is not None:
        held.subjects |= view.subjects


def grant_local_owner(*, on: date) -> None:
    """Give the owner of a new embedded installation their grants, once. An installation whose owner's grants were ended stays ended."""
    if GrantRow.objects.filter(reader=LOCAL).exists():
        return
    GrantRow.objects.bulk_create(
        GrantRow(reader=LOCAL, action=action, purpose=purpose, from_day=on, given_by="installation",
                 subjects=None if purpose is Purpose.OPERATION else [], why="owner of this embedded installation")
        for action, purpose in LOCAL_GRANTS
    )  # fmt: skip
