"""How far referrals truly get: the losses are the published ones, and the truth says where each stands."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import date, timedelta

import pytest

from headwaters.domain.blueprint.matcher import Step
from headwaters.domain.cracks import CrackKind
from headwaters.engine.simulation.diary import Diary
from headwaters.engine.simulation.families import draw_family
from headwaters.engine.simulation.lives.life import Life
from headwaters.engine.simulation.lives.passage import Fate, Passage, Route, pass_on
from headwaters.engine.simulation.parameters import Parameters

LAST_DAY = date(2026, 6, 30)
LONG_AGO = date(2025, 3, 3)
PLACES = {Step.SENT: ("early_intervention", "referral@m9"), Step.RECEIVED: ("early_intervention", "first_plan@m9")}


def life_of(index: int, parameters: Parameters, last_day: date = LAST_DAY) -> Life:
    drawn = draw_family(index, 3, parameters, LAST_DAY)
    family = replace(
        drawn, homes=drawn.homes[:1], born=None, lost=None, children=(), due_date=LONG_AGO
    )  # nobody moves, dies or asks us to stop
    return Life(family, parameters, 3, Diary(last_day))


def passed(
    index: int, parameters: Parameters, *, since: date = LONG_AGO, last_day: date = LAST_DAY
) -> tuple[Passage, Life]:
    life = life_of(index, parameters, last_day)
    route = Route("screen_to_ei", life.parent, "clinic_valley", "early_intervention", PLACES)
    return pass_on(route, since, life), life


@pytest.fixture(scope="module")
def many(parameters: Parameters) -> list[tuple[Passage, Life]]:
    return [passed(index, parameters) for index in range(4000)]


def test_four_in_ten_of_those_sent_to_early_intervention_are_not_eligible(many: list[tuple[Passage, Life]]) -> None:
    sent = [passage for passage, _ in many if passage.on(Step.SENT)]
    not_eligible = [passage for passage in sent if passage.on(Step.NOT_ELIGIBLE)]
    assert len(not_eligible) / len(sent) == pytest.approx(0.42, abs=0.03)


def test_steps_come_one_after_the_other(many: list[tuple[Passage, Life]]) -> None:
    for passage, _ in many:
        days = list(passage.days.values())
        assert days == sorted(days)
        assert all(LONG_AGO <= day <= LAST_DAY for day in days)


def test_each_way_of_being_lost_leaves_its_own_truth(many: list[tuple[Passage, Life]]) -> None:
    lost = {
        Fate.NOT_SENT: CrackKind.NOT_SENT,
        Fate.NO_ANSWER: CrackKind.NO_ANSWER,
        Fate.RECEIVED_NO_ANSWER: CrackKind.NO_ANSWER,
        Fate.FULL: CrackKind.FULL,
        Fate.NOT_REACHED: CrackKind.NOT_REACHED,
        Fate.NOT_ELIGIBLE_STRANDED: CrackKind.NOT_ELIGIBLE_NO_NEXT_ROUTE,
        Fate.ACCEPTED_NOT_BEGUN: CrackKind.ACCEPTED_NOT_BEGUN,
        Fate.BEGUN_DROPPED: CrackKind.BEGUN_DROPPED,
        Fate.NO_WORD_BACK: CrackKind.NO_WORD_BACK,
    }
    seen = Counter(passage.fate for passage, _ in many)
    assert set(seen) == set(Fate) - {Fate.NO_CONSENT_YET}
    for passage, life in many:
        told = {fault.crack for fault in life.diary.faults}
        assert told == ({lost[passage.fate]} if passage.fate in lost else set()), passage.fate
        assert len(life.diary.faults) <= (2 if passage.fate is Fate.NO_WORD_BACK else 1)


def test_what_was_kept_declined_or_found_another_way_is_no_crack(many: list[tuple[Passage, Life]]) -> None:
    fine = {Fate.KEPT, Fate.DECLINED, Fate.NOT_ELIGIBLE_ROUTED}
    assert all(not life.diary.faults for passage, life in many if passage.fate in fine)


def test_a_referral_still_in_time_is_no_crack(parameters: Parameters) -> None:
    """Seven days to send: on the seventh nobody is late, on the eighth somebody is."""
    not_sent = next(index for index in range(400) if passed(index, parameters)[0].fate is Fate.NOT_SENT)
    _, in_time = passed(not_sent, parameters, last_day=LONG_AGO + timedelta(days=7))
    _, late = passed(not_sent, parameters, last_day=LONG_AGO + timedelta(days=8))
    assert in_time.diary.faults == []
    assert [fault.crack for fault in late.diary.faults] == [CrackKind.NOT_SENT]
    assert late.diary.faults[0].touchpoint == "referral@m9"


def test_business_days_are_counted_as_such(parameters: Parameters) -> None:
    """Sent on a Friday, three business days to answer: Wednesday is in time."""
    friday, index = date(2025, 3, 7), 0
    while True:
        passage, life = passed(index, parameters)
        if passage.fate is Fate.NO_ANSWER and passage.on(Step.SENT) == friday:
            break
        index += 1
    assert life.diary.faults[0].since == date(2025, 3, 13)


def test_without_the_familys_yes_nothing_is_sent(parameters: Parameters) -> None:
    for index in range(200):
        life = life_of(index, parameters)
        route = Route(
            "needs_to_food",
            life.parent,
            "clinic_valley",
            "food_bank",
            {Step.SENT: ("food_follow_up", "help@m12")},
            "consent_food",
        )
        passage = pass_on(route, LONG_AGO, life)
        said = [answer.value for answer in life.diary.answers if answer.fact == "consent_food"]
        if passage.fate is Fate.NO_CONSENT_YET:
            assert passage.days == {}
            assert said in (["no"], [])
            assert [fault.crack for fault in life.diary.faults] == [CrackKind.NO_CONSENT_YET]
        else:
            assert said == ["yes"]
