"""One invented family and a small blueprint, for pages and drawings."""

from __future__ import annotations

from datetime import date

from headwaters.domain.blueprint.blueprint import Agency, Blueprint, FactRule, FactType, StaffRole
from headwaters.domain.blueprint.element import After, Element, ElementKind, Role, Stage, Touchpoint, Which
from headwaters.domain.blueprint.handoff import Clock, Handoff, HandoffState
from headwaters.domain.blueprint.window import Day, Duration, Mark, Offset
from headwaters.domain.cracks import CrackKind
from headwaters.domain.history.history import EpisodeId, PersonId, StoryId
from headwaters.domain.status import Reason, Status, StatusRow

AS_OF = date(2027, 3, 4)
BIRTH = date(2026, 5, 28)
DUE_DATE = date(2026, 6, 5)


def touchpoint(name: str, title: str = "", handoff: str | None = None, **extra: object) -> Touchpoint:
    return Touchpoint(id=name, title={"en": title} if title else None, handoff=handoff, **extra)  # type: ignore[arg-type]


def element(
    name: str, title: str, lane: str, touchpoints: tuple[Touchpoint, ...], recipient: Role = Role.CHILD, **extra: object
) -> Element:
    return Element(
        id=name,
        title={"en": title},
        family_text={"en": f"{title}, for your family."},
        touchpoints=touchpoints,
        lane=lane,
        recipient=recipient,
        **extra,  # type: ignore[arg-type]
    )


def birth_plus(months: int = 0, days: int = 0) -> Offset:
    return Offset("birth", Duration(months, days))


def sample_blueprint(**changes: object) -> Blueprint:
    ages = (1, 2, 4, 6, 9, 12, 15, 18, 24, 30)
    elements = (
        element("prenatal", "Prenatal visit", "parents_health", (touchpoint("visit", repeat=()),), Role.BIRTHING_PARENT),
        element("postpartum", "After-birth visit", "parents_health", (touchpoint("visit"),), Role.BIRTHING_PARENT),
        element("mood", "Mood check", "parents_health", (touchpoint("m9", "9 months"),), Role.BIRTHING_PARENT),
        element("well_child", "Check-up", "checkups_and_shots", tuple(
            touchpoint(f"m{age}", f"{age} months", opens=birth_plus(age), due_by=birth_plus(age, 30)) for age in ages)),
        element("shots", "Shots", "checkups_and_shots", tuple(touchpoint(f"dose_{n}", f"dose {n}") for n in range(1, 7))),
        element("dev_screen", "Developmental screen", "growing_and_learning", (
            touchpoint("m9", "9 months", opens=birth_plus(8), due_by=birth_plus(10)), touchpoint("m18", "18 months")),
            protective_factors=("knowing_child",)),
        element("early_intervention", "Early intervention", "growing_and_learning", (
            touchpoint("received", "answer", handoff="screen_to_ei"),
            touchpoint("first_plan", "first plan", handoff="screen_to_ei",
                       after=After(Which.EACH, "dev_screen", None)))),
        element("wic", "WIC", "food_and_money", (touchpoint("first", "first"), touchpoint("renew", "renewal")), Role.HOUSEHOLD),
        element("diapers", "Diaper bank", "food_and_money", (touchpoint("pack", handoff="to_diapers"),), Role.HOUSEHOLD),
        element("ehs", "Early Head Start", "home_and_child_care", (touchpoint("place"),)),
        element("child_care", "Child care help", "home_and_child_care", (touchpoint("approved"),), Role.HOUSEHOLD),
        element("doula", "Doula", "our_people", (touchpoint("visit"),), Role.BIRTHING_PARENT),
        element("nurse_visit", "Nurse visit at home", "our_people", (touchpoint("visit"),), Role.HOUSEHOLD),
        element("group", "Parent group", "our_people", (touchpoint("join"),), Role.CAREGIVER, stage=Stage.PROPOSED),
        element("people_to_call", "People to call", "our_people", (touchpoint("ask"),), Role.CAREGIVER,
                kind=ElementKind.PROTECTIVE_FACTOR, protective_factors=("support",)),
    )  # fmt: skip
    given: dict[str, object] = {
        "id": "sample", "version": "1.0.0", "language": 1, "languages": ("en",), "catch": "navigator",
        "title": {"en": "Blue Mountain"},
        "agencies": {
            "primary_care": Agency("primary_care", {"en": "Child’s clinic"}),
            "early_intervention": Agency("early_intervention", {"en": "Early intervention"}),
            "wic": Agency("wic", {"en": "WIC"}),
            "food_help": Agency("food_help", {"en": "Food bank"}),
        },
        "roles": {"navigator": StaffRole("navigator", {"en": "Navigator"})},
        "facts": {"work_hours": FactRule("work_hours", FactType.CODE, ask={"en": "Which hours do you work?"})},
        "elements": {held.id: held for held in elements},
        "handoffs": {
            "screen_to_ei": Handoff(
                "screen_to_ei", "primary_care", "early_intervention", "navigator",
                {Clock.SEND: Duration(days=7), Clock.ANSWER: Duration(business_days=3), Clock.BEGIN: Duration(days=45)},
                (), "nurse_visit.visit", title={"en": "Clinic screen to early intervention"}),
            "to_diapers": Handoff("to_diapers", "primary_care", "food_help", "navigator", {}, (), None, "small town"),
        },
        "protective_factors": {"knowing_child": {"en": "We know how our child grows"}, "support": {"en": "We have people to call"}},
    }  # fmt: skip
    return Blueprint(**(given | changes))  # type: ignore[arg-type]


def row(
    element: str, touchpoint: str, status: Status, reason: str, opens: Day, due_by: Day, *, role: Role = Role.CHILD,
    matched: date | None = None, crack: CrackKind | None = None, state: HandoffState | None = None,
    clock: date | None = None, missing: str | None = None, agency: str | None = None, closes: Day = Mark.NEVER,
    changes_on: date | None = None,
) -> StatusRow:  # fmt: skip
    return StatusRow(
        story_id=StoryId("s1"), episode_id=EpisodeId("e1"), recipient_id=PersonId("p1"), role=role, element=element,
        touchpoint=touchpoint, status=status, reason=reason, missing=missing, opens=opens, due_by=due_by, closes=closes,
        matched=matched, event=None, agency=agency, outcome=None, handoff_state=state, handoff_clock=clock, crack=crack,
        changes_on=changes_on, blueprint="sample", version="1.0.0",
    )  # fmt: skip


def _reached(element: str, touchpoint: str, day: date, role: Role = Role.CHILD, late: bool = False) -> StatusRow:
    return row(element, touchpoint, Status.REACHED_LATE if late else Status.REACHED, Reason.MATCHED,
               day, day, role=role, matched=day, agency="primary_care")  # fmt: skip


def sample_rows() -> tuple[StatusRow, ...]:
    """Every mark stands somewhere in this family."""
    parent, home = Role.BIRTHING_PARENT, Role.HOUSEHOLD
    return (
        *(_reached("prenatal", f"visit_{n}", date(2025, 10, 20 + n) if n < 8 else date(2026, n - 6, 10), parent) for n in range(8, 12)),
        _reached("postpartum", "visit", date(2026, 7, 1), parent),
        row("mood", "m9", Status.DUE, Reason.OPEN, date(2027, 2, 28), date(2027, 5, 28), role=parent),
        *(_reached("well_child", f"m{n}", date(2026, 5 + n, 28)) for n in (1, 2, 4)),
        row("well_child", "m6", Status.UNOBSERVED, Reason.GAP, date(2026, 11, 28), date(2026, 12, 28)),
        row("well_child", "m9", Status.DUE, Reason.OPEN, date(2027, 2, 28), date(2027, 3, 28)),
        *(row("well_child", f"m{n}", Status.UPCOMING, Reason.NOT_OPEN, date(2026 + (4 + n) // 12, (4 + n) % 12 + 1, 28),
              date(2026 + (5 + n) // 12, (5 + n) % 12 + 1, 28)) for n in (12, 15, 18, 24, 30)),
        *(_reached("shots", f"dose_{n}", date(2026, 7, 28)) for n in (1, 2, 3)),
        _reached("shots", "dose_4", date(2026, 12, 20), late=True),
        row("shots", "dose_5", Status.MISSED, Reason.CLOSED, date(2026, 9, 28), date(2026, 10, 28), closes=date(2027, 1, 28)),
        row("shots", "dose_6", Status.ENDED, "aged_out", date(2026, 8, 28), date(2026, 12, 28)),
        _reached("dev_screen", "m9", date(2027, 2, 4)),
        row("dev_screen", "m18", Status.UPCOMING, Reason.NOT_OPEN, date(2027, 9, 28), date(2027, 12, 28)),
        row("early_intervention", "received@m9", Status.OVERDUE, Reason.PAST_DUE, date(2027, 2, 5), date(2027, 2, 10),
            state=HandoffState.SENT, clock=date(2027, 2, 10), crack=CrackKind.NO_ANSWER, changes_on=date(2027, 3, 23)),
        row("early_intervention", "first_plan@m9", Status.IN_PROGRESS, "sent", date(2027, 2, 10), date(2027, 3, 22),
            state=HandoffState.SENT, clock=date(2027, 3, 22)),
        _reached("wic", "first", date(2026, 2, 1), home),
        row("wic", "renew", Status.UPCOMING, Reason.NOT_OPEN, date(2027, 5, 20), date(2027, 6, 20), role=home),
        row("diapers", "pack", Status.OVERDUE, Reason.PAST_DUE, date(2026, 8, 1), date(2026, 8, 31), role=home,
            crack=CrackKind.FULL, state=HandoffState.FULL, clock=date(2026, 8, 31)),
        row("ehs", "place", Status.DECLINED, Reason.DECLINED, date(2026, 8, 28), date(2026, 12, 28)),
        row("child_care", "approved", Status.ASK, Reason.FACT_UNKNOWN, date(2026, 12, 20), date(2027, 4, 1), role=home, missing="work_hours"),
        _reached("doula", "visit", date(2026, 3, 3), parent),
        _reached("nurse_visit", "visit", date(2026, 6, 20), home),
        row("group", "join", Status.PROPOSED, Reason.STAGE, Mark.PENDING, Mark.PENDING, role=Role.CAREGIVER),
        row("people_to_call", "ask", Status.UPCOMING, Reason.WAITS, Mark.PENDING, Mark.PENDING, role=Role.CAREGIVER),
    )  # fmt: skip
