"""Questions about asks: one, those of a family, those that somebody made, and an agency's own."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from headwaters.domain.blueprint.blueprint import Blueprint
from headwaters.domain.blueprint.handoff import Handoff
from headwaters.domain.consent import Action, ReaderRole
from headwaters.domain.problems import NotFound, NotPermitted
from headwaters.domain.referral import ANSWERS, Deed, ReferralState, Side, Standing, choices
from headwaters.domain.referral_course import Running, running
from headwaters.practice.access.actions import decide, require, require_some
from headwaters.practice.access.reader import Reader
from headwaters.practice.referrals.actions import ask_named, calendar_of, handoff_of, is_asked
from headwaters.practice.referrals.consent import permission
from headwaters.practice.referrals.models import Referral, ReferralStep
from headwaters.practice.referrals.reach import asks_of
from headwaters.practice.referrals.standing import standing_of


@dataclass(frozen=True, slots=True)
class Held:
    """One ask with all its steps. `facts`: what the agency is told; None where the family has turned sharing off since, so that
    nobody there reads them any more."""

    row: Referral
    steps: tuple[ReferralStep, ...]
    standing: Standing
    handoff: Handoff
    running: Running
    facts: tuple[tuple[str, str], ...] | None

    @property
    def last(self) -> ReferralStep | None:
        return self.steps[-1] if self.steps else None

    @property
    def answer(self) -> ReferralStep | None:
        """The agency's latest answer; a question is none."""
        return next((one for one in reversed(self.steps) if Deed(one.deed) in ANSWERS), None)

    @property
    def message(self) -> ReferralStep | None:
        """The question that waits for a reply, or the last words said on either side."""
        return next((one for one in reversed(self.steps) if one.deed in (Deed.NEED_TO_KNOW, Deed.REPLY)), None)

    def may(self, side: Side) -> tuple[Deed, ...]:
        return choices(self.standing, side)


def for_asker(referral: str, *, by: Reader, blueprint: Blueprint) -> Held:
    """One ask as the asking side sees it.

    raises  NotPermitted, NotFound
    """
    row = ask_named(referral)
    require(by, Action.REFER, story=row.story, detail=f"ask {row.pk} read")
    return _held([row], blueprint, by.at.date())[0]


def for_agency(referral: str, *, by: Reader, blueprint: Blueprint) -> Held:
    """One ask as the agency sees it that it went to.

    raises  NotPermitted, NotFound
    """
    row = ask_named(referral)
    if row.closed:
        if not is_asked(by, row):
            raise NotPermitted(OTHERS)
        return _without_facts(_held([row], blueprint, by.at.date())[0])
    require(by, Action.ANSWER_REFERRAL, story=row.story, detail=f"ask {row.pk} read")
    if not is_asked(by, row):
        raise NotPermitted(OTHERS)
    return _shown(_held([row], blueprint, by.at.date())[0], by)


OTHERS = "This ask went to another agency. Open those of your own."


def of_family(story: str, *, by: Reader, blueprint: Blueprint) -> tuple[Held, ...]:
    """A family's asks, the newest first; what was entered in error is left out.

    raises  NotPermitted
    """
    require(by, Action.REFER, story=story, detail="asks of a family")
    rows = Referral.objects.filter(story=story).exclude(state=ReferralState.ENTERED_IN_ERROR)
    return tuple(sorted(_held(list(rows), blueprint, by.at.date()), key=_newest, reverse=True))


def asked(*, by: Reader, blueprint: Blueprint, closed: bool = False, most: int = 100) -> tuple[Held, ...]:
    """The asks of the reader's organisation about families that are theirs to help: those past their day first, then by time left."""
    require_some(by, Action.REFER, detail="list of asks")
    rows = Referral.objects.filter(closed=closed).exclude(state=ReferralState.ENTERED_IN_ERROR)
    if by.role != ReaderRole.OWNER:
        rows = rows.filter(from_organisation=by.organisation)
    held = _held(_allowed(rows.order_by("last_day", "pk"), Action.REFER, by, most), blueprint, by.at.date())
    return tuple(sorted(held, key=_time_left))


def inbox(
    *, by: Reader, blueprint: Blueprint, agency: str = "", closed: bool = False, most: int = 200
) -> tuple[Held, ...]:
    """What an agency was asked, by time left. `agency`: for the owner of an embedded installation, whose inbox to show."""
    require_some(by, Action.ANSWER_REFERRAL, detail="inbox")
    rows = _of_agency(by, agency).filter(closed=closed)
    if closed:
        return tuple(
            _without_facts(one) for one in _held(list(rows.order_by("-last_day", "pk")[:most]), blueprint, by.at.date())
        )
    held = _held(_allowed(rows.order_by("last_day", "pk"), Action.ANSWER_REFERRAL, by, most), blueprint, by.at.date())
    return tuple(sorted((_shown(one, by) for one in held), key=_time_left))


def everything_of_agency(*, by: Reader, blueprint: Blueprint, agency: str = "") -> tuple[Held, ...]:
    """All asks an agency ever had, without anybody's facts: what its own outcomes are counted from.

    raises  NotPermitted
    """
    require_some(by, Action.ANSWER_REFERRAL, detail="outcomes")
    return tuple(_without_facts(one) for one in _held(list(_of_agency(by, agency)), blueprint, by.at.date()))


def by_code(code: str, *, by: Reader, blueprint: Blueprint) -> Held:
    """The ask of a fax page's code, for the person who types an answer in.

    raises  NotPermitted
            NotFound  nobody's ask has that code, or it is not this reader's to follow
    """
    require_some(by, Action.REFER, detail="ask looked for by its code")
    row = Referral.objects.filter(code=code.strip().upper().replace(" ", "").replace("-", "")).first()
    if row is None or not decide(by, Action.REFER, story=row.story).allowed:
        raise NotFound(
            "No ask of yours has that code. Look at the six letters and digits at the top of the page once more."
        )
    return for_asker(row.pk, by=by, blueprint=blueprint)


def agencies_with_asks() -> tuple[str, ...]:
    """The blueprint's agencies that were ever asked: whose inbox the owner of an embedded installation may choose."""
    asked_of = Referral.objects.exclude(state=ReferralState.DRAFT).values_list("to_agency", flat=True)
    return tuple(sorted(set(asked_of)))


def _of_agency(by: Reader, agency: str) -> QuerySet[Referral]:
    if by.role == ReaderRole.OWNER:
        return Referral.objects.filter(to_agency=agency).exclude(
            state__in=(ReferralState.DRAFT, ReferralState.ENTERED_IN_ERROR)
        )
    return asks_of(organisation=by.organisation, agency=by.works_as)


def _allowed(rows: Iterable[Referral], action: Action, by: Reader, most: int) -> list[Referral]:
    """Those the reader may see, each look written down."""
    may: dict[str, bool] = {}
    found: list[Referral] = []
    for row in rows:
        if row.story not in may:
            may[row.story] = decide(by, action, story=row.story).allowed
            if may[row.story]:
                require(by, action, story=row.story, detail="list of asks")
        if may[row.story]:
            found.append(row)
        if len(found) == most:
            break
    return found


def _held(rows: Sequence[Referral], blueprint: Blueprint, as_of: date) -> list[Held]:
    steps: dict[str, list[ReferralStep]] = defaultdict(list)
    for one in ReferralStep.objects.filter(referral__in=[row.pk for row in rows]).order_by("referral", "version"):
        steps[one.referral_id].append(one)
    calendar = calendar_of(blueprint)
    made = []
    for row in rows:
        if row.handoff not in blueprint.handoffs:
            continue  # the model has moved on; the ask's own page says so
        handoff, standing = handoff_of(blueprint, row.handoff), standing_of(row, steps[row.pk])
        facts = tuple((name, said) for name, said in row.facts)
        made.append(
            Held(row, tuple(steps[row.pk]), standing, handoff, running(standing, handoff, calendar, as_of=as_of), facts)
        )
    if rows and not made:
        raise NotFound("The model that judges here no longer has this hand-off. Ask the person who keeps the model.")
    return made


def _shown(held: Held, by: Reader) -> Held:
    """What an agency may still read: nothing about the family from the moment the permission is gone."""
    row = held.row
    if row.consent and permission(row.story, held.handoff, on=by.at.date()) is None:
        return _without_facts(held)
    return held


def _without_facts(held: Held) -> Held:
    return Held(held.row, held.steps, held.standing, held.handoff, held.running, None)


def _time_left(held: Held) -> tuple[bool, date, str]:
    day = held.running.last_day
    return (day is None, day or date.max, held.row.pk)


def _newest(held: Held) -> tuple[date, str]:
    return (held.row.asked_on or date.max, held.row.pk)
