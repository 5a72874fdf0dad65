"""`changes_on` is exact: found from edges, it equals what asking day after day finds."""

import random
from dataclasses import replace
from datetime import date, timedelta

import pytest
import test_stated_results as examples
from telling import CHILD, MOTHER, day, event, fact, observed, plan_of, step, story

from headwaters.domain.history.history import Event, Fact, Story
from headwaters.domain.status import StatusRow
from headwaters.engine.evaluation.reference import ObservationIndex, Plan, evaluate

PLANS: dict[str, Plan] = {
    "prenatal": examples.TestPrenatalVisits.PLAN,
    "hearing": examples.TestHearing.PLAN,
    "development": plan_of(examples.DEVELOPMENT),
    "lead": examples.TestLead.PLAN,
    "family_connects": examples.TestFamilyConnects.PLAN,
    "wic": examples.TestWic.PLAN,
    "erdc": examples.TestErdc.PLAN,
    "shots": examples.TestLeastAgesAndIntervals.PLAN,
    "home_visits": examples.TestHomeVisits.PLAN,
    "ages": plan_of("""
facts: {coverage: {type: code, choices: [ohp, private]}, county: {type: code}}
ends: [{event: died, why: died, of: child}, {event: moved, why: moved, of: all}]
resumes: [{event: moved_back, why: moved, of: all}]
elements:
    young: {for: age_months < 9 and coverage == 'ohp', until: birth + 2 years, touchpoints: {a: {opens: birth + 1 month, due_by: birth + 14 months, closes: birth + 30 months, done_by: [{event: a}]}}}
    old: {for: "age_weeks >= 40 or young.a.reached", unless: "young.a.status == 'overdue'", touchpoints: {b: {opens: birth + 2 months, due_by: birth + 8 months, closes: birth + 2 years, done_by: [{event: b}]}, c: {after: b is missed, within: 30 days, done_by: [{event: c}]}, d: {after: young.a is declined, within: 10 days, done_by: [{event: d}]}}}
    carer: {recipient: caregiver, stage: starting, starts_on: 2024-09-01, place: Lane, touchpoints: {e: {opens: birth, due_by: birth + 10 months, done_by: [{event: b}]}}}
"""),
}
KINDS = [
    "prenatal_visit",
    "hearing_screen",
    "hearing_diagnosis",
    "ei_enrolment",
    "notice_sent",
    "dev_screen",
    "ei_referral",
    "ifsp_meeting",
    "bf_intake",
    "result_letter",
    "lead_test",
    "lead_report",
    "fc_declined",
    "fc_accepted",
    "fc_offered",
    "fc_scheduled",
    "fc_visit",
    "fc_call",
    "wic_certification",
    "erdc_approval",
    "care_started",
    "erdc_payment",
    "immunization",
    "hv_enrolment",
    "hv_visit",
    "hv_left",
    "a",
    "b",
    "c",
    "d",
    "moved",
    "moved_back",
]
STEPS = [
    "sent",
    "received",
    "accepted",
    "full",
    "not_reached",
    "not_eligible",
    "declined",
    "begun",
    "dropped",
    "done",
    "told",
]


def kinds_of(plan: Plan) -> list[str]:
    text = repr(plan.blueprint)
    return [kind for kind in KINDS if f"'{kind}'" in text]


def a_story(plan: Plan, seed: int) -> Story:
    """Some events, steps and facts, by chance."""
    draw = random.Random(seed)
    birth = date(2024, 3, 1) + timedelta(draw.randrange(40))

    def some_day(first: int, last: int) -> str:
        return (birth + timedelta(draw.randrange(first, last))).isoformat()

    rows: list[Event | Fact] = []
    for n in range(draw.randrange(7)):
        kind = draw.choice(kinds_of(plan))
        start = some_day(-150, 500)
        more = {"end": (day(start) + timedelta(draw.randrange(200))).isoformat()} if draw.random() < 0.4 else {}
        rows.append(
            event(
                kind,
                start,
                person=draw.choice((CHILD, MOTHER)),
                record=str(n),
                result=draw.choice(("not passed", "loss", None)),
                value=draw.choice((2.0, 5.0, None)),
                columns={"zone": draw.choice(("referral", "above"))} if draw.random() < 0.8 else {},
                system="cvx",
                code="1",
                **more,
            )
        )
    for n in range(draw.randrange(4) if plan.blueprint.handoffs else 0):
        rows.append(step(next(iter(plan.blueprint.handoffs)), draw.choice(STEPS), some_day(200, 450), record=f"s{n}"))
    for key, rule in plan.blueprint.facts.items():
        for n in range(draw.randrange(3)):
            value = {"boolean": True, "number": 150.0}.get(
                rule.type.value, draw.choice(rule.choices or ("Lane", "Benton"))
            )
            through = {"through": some_day(100, 500)} if draw.random() < 0.5 else {}
            held = "withheld" if draw.random() < 0.2 else value
            rows.append(fact(key, held, some_day(-20, 99), record=f"{key}{n}", **through))
    return story(*rows, birth=birth.isoformat(), due=(birth + timedelta(10)).isoformat())


def spans(seed: int) -> ObservationIndex:
    draw = random.Random(seed)
    rows = [
        observed(kind, "2023-01-01", (date(2024, 6, 1) + timedelta(draw.randrange(900))).isoformat())
        for kind in (*KINDS, "handoff")
        if draw.random() < 0.8
    ]
    rows += [observed(kind, "2025-06-01", "2026-06-01", area="Lane") for kind in KINDS]
    return ObservationIndex(rows)


def as_seen_on(told: Story, plan: Plan, as_of: date) -> Story:
    """What is seen on a day, held fixed for every later one: nothing that came after, no end that was not yet known."""
    planned = {kind for kind, rule in plan.blueprint.events.items() if rule.end == "planned"}
    return replace(
        told,
        events=tuple(
            replace(one, end=None) if one.end and one.end > as_of and one.kind not in planned else one
            for one in told.events
            if one.start and one.start <= as_of
        ),
        facts=tuple(one for one in told.facts if one.from_ <= as_of),
        episodes=tuple(
            replace(one, birth=one.birth if one.birth and one.birth <= as_of else None) for one in told.episodes
        ),
    )


def rows_by_key(rows: tuple[StatusRow, ...]) -> dict[tuple[str, str, str], StatusRow]:
    return {(row.episode_id, row.element, row.touchpoint): row._replace(changes_on=None) for row in rows}


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("name", PLANS)
def test_the_row_stays_the_same_until_changes_on_and_differs_on_it(name: str, seed: int) -> None:
    plan = PLANS[name]
    index = spans(seed)
    as_of = date(2024, 3, 1) + timedelta(random.Random(seed).randrange(420))
    seen = as_seen_on(a_story(plan, seed), plan, as_of)
    rows = evaluate(plan, seen, index, as_of=as_of)
    now = rows_by_key(rows)
    first_change: dict[tuple[str, str, str], date] = {}
    for ahead in range(1, 900):
        later = as_of + timedelta(ahead)
        for key, row in rows_by_key(evaluate(plan, seen, index, as_of=later)).items():
            if key not in first_change and row != now[key]:
                first_change[key] = later
    horizon = as_of + timedelta(899)
    for row in rows:
        key = (row.episode_id, row.element, row.touchpoint)
        said = row.changes_on if row.changes_on is not None and row.changes_on <= horizon else None
        assert said == first_change.get(key), (key, now[key])
