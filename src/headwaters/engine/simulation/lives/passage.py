"""A passage through a hand-off: how far a referral truly gets, and on which days.

One draw decides the fate, from the hand-off's own shares (`handoffs.<name>.fates` in the parameters); the days of the steps on the
way are drawn after. So the share that is lost at each step is exactly what the parameter file says, in the long run.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum

from headwaters.domain.blueprint.matcher import Step
from headwaters.domain.calendar import WEEKDAYS
from headwaters.domain.cracks import CrackKind
from headwaters.domain.days import plus_months
from headwaters.engine.simulation.diary import Deed
from headwaters.engine.simulation.lives.life import Life, yes_no


class Fate(StrEnum):
    """How a passage ends. `kept`: begun, done and told back."""

    KEPT = "kept"
    NO_CONSENT_YET = "no_consent_yet"
    NOT_SENT = "not_sent"
    NO_ANSWER = "no_answer"
    RECEIVED_NO_ANSWER = "received_no_answer"
    FULL = "full"
    NOT_REACHED = "not_reached"
    NOT_ELIGIBLE_ROUTED = "not_eligible_routed"
    NOT_ELIGIBLE_STRANDED = "not_eligible_stranded"
    DECLINED = "declined"
    ACCEPTED_NOT_BEGUN = "accepted_not_begun"
    BEGUN_DROPPED = "begun_dropped"
    NO_WORD_BACK = "no_word_back"


STEPS_OF_FATE: Mapping[Fate, tuple[Step, ...]] = {
    Fate.NO_CONSENT_YET: (),
    Fate.NOT_SENT: (),
    Fate.NO_ANSWER: (Step.SENT,),
    Fate.RECEIVED_NO_ANSWER: (Step.SENT, Step.RECEIVED),
    Fate.FULL: (Step.SENT, Step.RECEIVED, Step.FULL),
    Fate.NOT_REACHED: (Step.SENT, Step.RECEIVED, Step.NOT_REACHED),
    Fate.NOT_ELIGIBLE_ROUTED: (Step.SENT, Step.RECEIVED, Step.NOT_ELIGIBLE),
    Fate.NOT_ELIGIBLE_STRANDED: (Step.SENT, Step.RECEIVED, Step.NOT_ELIGIBLE),
    Fate.DECLINED: (Step.SENT, Step.RECEIVED, Step.DECLINED),
    Fate.ACCEPTED_NOT_BEGUN: (Step.SENT, Step.RECEIVED, Step.ACCEPTED),
    Fate.BEGUN_DROPPED: (Step.SENT, Step.RECEIVED, Step.ACCEPTED, Step.BEGUN, Step.DROPPED),
    Fate.NO_WORD_BACK: (Step.SENT, Step.RECEIVED, Step.ACCEPTED, Step.BEGUN, Step.DONE),
    Fate.KEPT: (Step.SENT, Step.RECEIVED, Step.ACCEPTED, Step.BEGUN, Step.DONE, Step.TOLD),
}

_PACE: Mapping[Step, str] = {
    Step.SENT: "send",
    Step.RECEIVED: "receive",
    Step.ACCEPTED: "answer",
    Step.FULL: "answer",
    Step.NOT_REACHED: "answer",
    Step.NOT_ELIGIBLE: "judge",
    Step.DECLINED: "answer",
    Step.BEGUN: "begin",
    Step.DROPPED: "drop",
    Step.DONE: "finish",
    Step.TOLD: "tell",
}


CHILDS_CONSENTS = frozenset({"consent_ei", "consent_health", "consent_school"})
"""Consents that are about the child; the others are the parent's or the household's."""

Place = tuple[str, str]
"""(element, touchpoint)."""


@dataclass(frozen=True, slots=True)
class Route:
    """Whose hand-off it is. `by` writes down what is sent, `at` what is answered and done, each as a step; `events` what else is
    written down on the day of a step, as (office, kind), with what came of it in `results` and
    what it says it is `about`; `places` which touchpoint waits for that step: the last one given holds
    for all the steps after it. `until`: the last day it is owed."""

    handoff: str
    person: str
    by: str
    at: str
    places: Mapping[Step, Place]
    consent: str = ""
    events: Mapping[Step, tuple[str, str]] = field(default_factory=dict)
    results: Mapping[Step, str] = field(default_factory=dict)
    about: Mapping[Step, str] = field(default_factory=dict)
    until: date | None = None


@dataclass(frozen=True, slots=True)
class Passage:
    """`days` holds the steps that have truly happened by the last day, in order."""

    route: Route
    trigger: date
    fate: Fate
    days: Mapping[Step, date]

    def on(self, step: Step) -> date | None:
        return self.days.get(step)


def pass_on(route: Route, trigger: date, life: Life, *subject: object) -> Passage:
    """Draw a passage from its trigger; write its steps, and the truth about where it stands on the last day."""
    chance, name = life.chance("passage", route.handoff, *subject), f"handoffs.{route.handoff}"
    fate = Fate(chance.by_share(life.p.shares(f"{name}.fates")))
    if route.consent and not agreed(life, route.consent):
        fate = Fate.NO_CONSENT_YET
    paces = life.p.table(f"{name}.days")
    days: dict[Step, date] = {}
    day = trigger
    for step in STEPS_OF_FATE[fate]:
        day = chance.later(day, paces[_PACE[step]])
        if not life.lives(route.person, day):
            break
        days[step] = day
        _write(route, step, day, life)
    passage = Passage(route, trigger, fate, days)
    if life.last_day(route.person) == life.as_of:
        _judge(passage, life)
    return passage


def agreed(life: Life, consent: str) -> bool:
    """Whether the family gave this consent. Asked once, and what they said is written down by the hub; some are never asked."""
    chance = life.chance("consent", consent)
    given, asked = (
        chance.happens(life.share("consents.given")),
        chance.happens(life.share("consents.asked_of_those_without")),
    )
    if f"consent:{consent}" not in life.remembered:
        day = (life.family.born if consent in CHILDS_CONSENTS else None) or life.family.pregnancy_start + timedelta(
            days=70
        )
        life.remembered[f"consent:{consent}"] = day
        people = [child.key for child in life.family.children] if consent in CHILDS_CONSENTS else [life.parent]
        for person in people if given or asked else ():
            life.answer("early_learning", person, consent, yes_no(given), day)
    return given


def _write(route: Route, step: Step, day: date, life: Life) -> None:
    office = route.by if step is Step.SENT else route.at
    if step not in route.events or step is not Step.TOLD:
        life.deed(Deed(office, route.person, "handoff", day, handoff=route.handoff, step=step.value))
    if step in route.events:
        source, kind = route.events[step]
        about = (("about", route.about[step]),) if step in route.about else ()
        life.deed(Deed(source, route.person, kind, day, result=route.results.get(step), columns=about))


@dataclass(frozen=True, slots=True)
class _Waiting:
    """For what a passage waits after its last step: which clock, from which step (None: the trigger), which crack when it runs out."""

    clock: str
    since: tuple[Step, ...]
    crack: CrackKind
    place: Step


_AFTER: Mapping[Step | None, _Waiting] = {
    None: _Waiting("send", (), CrackKind.NOT_SENT, Step.SENT),
    Step.SENT: _Waiting("answer", (Step.SENT,), CrackKind.NO_ANSWER, Step.RECEIVED),
    Step.RECEIVED: _Waiting("answer", (Step.SENT,), CrackKind.NO_ANSWER, Step.ACCEPTED),
    Step.ACCEPTED: _Waiting("begin", (Step.RECEIVED, Step.SENT), CrackKind.ACCEPTED_NOT_BEGUN, Step.BEGUN),
    Step.FULL: _Waiting("wait", (Step.FULL,), CrackKind.FULL, Step.BEGUN),
    Step.NOT_REACHED: _Waiting("retry", (Step.NOT_REACHED,), CrackKind.NOT_REACHED, Step.BEGUN),
    Step.NOT_ELIGIBLE: _Waiting("route", (Step.NOT_ELIGIBLE,), CrackKind.NOT_ELIGIBLE_NO_NEXT_ROUTE, Step.BEGUN),
    Step.DROPPED: _Waiting("", (Step.DROPPED,), CrackKind.BEGUN_DROPPED, Step.BEGUN),
    Step.DONE: _Waiting("tell", (Step.DONE,), CrackKind.NO_WORD_BACK, Step.BEGUN),
}


def _judge(passage: Passage, life: Life) -> None:
    """The truth about a passage that stands still: after its last step a clock has run out."""
    last = tuple(passage.days)[-1] if passage.days else None
    waiting = _AFTER.get(last)
    until = passage.route.until
    if until and until < life.as_of and passage.fate is not Fate.DECLINED and Step.DONE not in passage.days:
        place = _place(passage.route, waiting.place if waiting else Step.BEGUN)
        life.fault(
            passage.route.person,
            place,
            CrackKind.AGED_OUT_BETWEEN_PROGRAMS,
            until + timedelta(days=1),
            "too old before it was done",
        )
        return
    if waiting is None or (last is Step.NOT_ELIGIBLE and passage.fate is Fate.NOT_ELIGIBLE_ROUTED):
        return
    began = next((passage.days[step] for step in waiting.since if step in passage.days), passage.trigger)
    crack = CrackKind.NO_CONSENT_YET if last is None and passage.fate is Fate.NO_CONSENT_YET else waiting.crack
    since = (
        began if not waiting.clock else clock_out(life, passage.route.handoff, waiting.clock, began) + timedelta(days=1)
    )
    # Nobody was told: that is so of every touchpoint the passage has reached, not of the last alone.
    reached = crack is CrackKind.NO_WORD_BACK
    places = dict.fromkeys(passage.route.places.values()) if reached else (_place(passage.route, waiting.place),)
    for place in places:
        life.fault(passage.route.person, place, crack, since, f"the hand-off stands after: {last or 'nothing'}")


def clock_out(life: Life, handoff: str, clock: str, began: date) -> date:
    """The last day in time. A clock is `5` (calendar days) or `{business_days: 3}`."""
    length = life.p.table(f"handoffs.{handoff}.clocks")[clock]
    if isinstance(length, Mapping):
        return WEEKDAYS.after(began, int(length["business_days"]))
    return began + timedelta(days=int(length))


def _place(route: Route, step: Step) -> Place:
    """The touchpoint that waits for a step: its own, or the nearest before it that has one."""
    order = tuple(Step)
    known = [place for at, place in route.places.items() if order.index(at) <= order.index(step)]
    return known[-1] if known else next(iter(route.places.values()))


def last_day_of_early_intervention(birth: date) -> date:
    """The day before the third birthday (34 CFR Part 303)."""
    return plus_months(birth, 36) - timedelta(days=1)
