"""The why of a mark, read as a navigator would read it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from headwaters.domain.blueprint.element import Role
from headwaters.domain.history.history import (
    Episode,
    EpisodeId,
    EpisodeKind,
    Event,
    Fact,
    Observation,
    PersonId,
    Relation,
    Story,
    StoryId,
)
from headwaters.domain.history.view import EVERYTHING
from headwaters.engine.evaluation.reference import Models, explain, prepare
from headwaters.interchange.blueprint_yaml import read_blueprint
from headwaters.web.child.explaining import why_of
from headwaters.web.child.why import Said, Why

MODEL = """
blueprint: small
version: 1.0.0
language: 1
languages: [en]
title: {en: Blue Mountain}
catch: navigator
sources: {part_c: {cite: "34 CFR 303.310"}}
agencies:
  clinic: {title: {en: Child's clinic}}
  ei: {title: {en: Early intervention}}
roles:
  navigator: {title: {en: Navigator}, minutes_per_week: null, source: part_c}
facts:
  income_fpl: {type: number, of: household, unit: "% of federal poverty level", valid_for: 12 months, source: part_c, ask: {en: "About how much money does your home get?"}}
events:
  dev_screen: {title: {en: Developmental screen}}
  ei_referral: {title: {en: Referral to early intervention}}
  ifsp_meeting: {title: {en: First plan meeting}}
  wic_visit: {title: {en: WIC visit}}
  result_letter: {title: {en: Letter with the result}}
  ei_elsewhere: {title: {en: Another place}}
elements:
  screening:
    kind: screening
    title: {en: Developmental screening}
    family_text: {en: "We look at how your baby grows."}
    source: part_c
    done_by: [{event: dev_screen}]
    no_action: {typical: {en: "Nothing more is needed."}}
    delivered_by: [{role: navigator, minutes: null, agency: clinic}]
    touchpoints:
      m9: {title: {en: 9 months}, opens: birth + 8 months, due_by: birth + 10 months, closes: birth + 12 months}
  early_intervention:
    kind: intervention
    title: {en: Early intervention}
    family_text: {en: "A specialist helps your baby grow."}
    source: part_c
    delivered_by: [{role: navigator, minutes: null, agency: ei}]
    touchpoints:
      sent: {title: {en: Ask sent}, after: each screening == 'at risk', within: 7 days, done_by: [{event: ei_referral}], handoff: screen_to_ei}
      plan: {title: {en: First plan}, after: each sent, within: 45 days, done_by: [{event: ifsp_meeting}], handoff: screen_to_ei}
  another_place:
    title: {en: Another place}
    family_text: {en: "Another way to get help."}
    source: part_c
    delivered_by: [{role: navigator, minutes: null, agency: clinic}]
    touchpoints:
      first: {after: first early_intervention.plan is not_eligible, within: 14 days, done_by: [{event: ei_elsewhere}]}
  wic:
    title: {en: WIC}
    family_text: {en: "Food for you and your baby."}
    recipient: household
    for: income_fpl <= 185
    source: part_c
    delivered_by: [{role: navigator, minutes: null, agency: clinic}]
    touchpoints:
      first: {title: {en: First visit}, opens: birth, due_by: birth + 60 days, closes: birth + 1 year, done_by: [{event: wic_visit}]}
handoffs:
  screen_to_ei:
    {title: {en: Clinic to early intervention}, from: clinic, to: ei, catch: navigator, source: part_c,
     clocks: {send: 7 days, answer: 3 business days, begin: 45 days, wait: 30 days, retry: 10 days, route: 14 days, finish: 6 months, tell: 10 days},
     way_back: [{event: result_letter}], next_route: another_place.first}
"""

BIRTH = date(2024, 3, 1)
CHILD, PARENT = PersonId("child"), PersonId("parent")


def model() -> Models:
    reading = read_blueprint(MODEL, file="small.yaml")
    assert reading.blueprint is not None, [str(problem) for problem in reading.problems]
    return Models.of(prepare(reading.blueprint))


def told(kind: str, day: date, *, agency: str = "clinic", result: str | None = None, handoff: str | None = None,
         step: str | None = None) -> Event:  # fmt: skip
    return Event(
        CHILD, agency, f"{kind}-{day}-{step}", kind, agency, day, start=day, result=result, handoff=handoff, step=step
    )


def story(events: Iterable[Event] = (), facts: Iterable[Fact] = ()) -> Story:
    episode = EpisodeId("e1")
    return Story(
        StoryId("s1"), (Episode(episode, EpisodeKind.CHILD, CHILD, BIRTH),),
        (Relation(episode, Role.CHILD, CHILD), Relation(episode, Role.CAREGIVER, PARENT), Relation(episode, Role.HOUSEHOLD, PARENT)),
        (), tuple(events), tuple(facts),
    )  # fmt: skip


def observed(*kinds: str, through: date = date(2025, 2, 1)) -> tuple[Observation, ...]:
    return tuple(Observation("clinic", "clinic", kind, None, date(2024, 1, 1), through) for kind in kinds)


def why(held: Story, element: str, touchpoint: str, as_of: date, seen: tuple[Observation, ...] = ()) -> Why:
    models = model()
    explained = explain(models, held, seen, element=element, touchpoint=touchpoint, as_of=as_of, view=EVERYTHING)
    return why_of(models.default.blueprint, explained[0])


def words(said: tuple[Said, ...]) -> str:
    return " ".join(f"{one.sentence} {one.aside}" for one in said)


SCREEN = told("dev_screen", date(2024, 12, 2), result="at risk")
REFERRAL = told("ei_referral", date(2024, 12, 4))
SENT = told("handoff", date(2024, 12, 4), handoff="screen_to_ei", step="sent")


def test_an_answer_that_is_late_says_whose_it_is_and_who_catches_it() -> None:
    said = why(story([SCREEN, REFERRAL, SENT]), "early_intervention", "plan", date(2025, 1, 20))
    assert "Hand-off: asked within 7 days, answered within 3 business days" in words(said.rule)
    assert "Wed, December 4, 2024: the ask was sent." in words(said.known)
    assert "Told by Child's clinic" in words(said.known)
    assert "Navigator." in words(said.move)
    assert "Early intervention answers for it" in words(said.move)
    assert any("Word from Early intervention" in sentence for sentence in said.settle)


def test_a_step_that_was_reached_names_the_record_and_the_agency() -> None:
    said = why(story([SCREEN]), "screening", "m9", date(2025, 1, 20), observed("dev_screen"))
    assert "Developmental screen on Mon, December 2, 2024. It came out as: at risk." in words(said.known)
    assert "on file Mon, December 2, 2024" in words(said.known)
    assert words(said.move) == "Nobody’s: it is done. "
    assert "34 CFR 303.310" in words(said.rule)


def test_a_screen_on_the_wrong_day_is_shown_and_said_not_to_count() -> None:
    early = told("dev_screen", date(2024, 8, 1), result="typical")
    said = why(story([early]), "screening", "m9", date(2025, 1, 20), observed("dev_screen"))
    assert "Developmental screen on Thu, August 1, 2024 does not count here: it was before these days." in words(
        said.known
    )


def test_a_silence_names_those_who_would_have_spoken_and_until_when_they_have_reported() -> None:
    said = why(story(), "screening", "m9", date(2025, 1, 20), observed("dev_screen", through=date(2025, 1, 19)))
    assert "Child's clinic reports such things, and has reported through Sun, January 19, 2025." in words(said.known)
    assert said.slips


def test_where_nobody_reports_the_page_says_so_and_blames_nobody() -> None:
    said = why(story(), "screening", "m9", date(2025, 1, 20))
    assert "No record is not “not done”." in words(said.known)
    assert "No source here reports such things." in words(said.known)
    assert not said.slips


def test_a_missing_fact_is_asked_in_the_blueprints_own_words() -> None:
    said = why(story(), "wic", "first", date(2024, 3, 20), observed("wic_visit"))
    assert "An answer to: About how much money does your home get?" in said.settle
    assert "Income: not known on Wed, March 20, 2024." in words(said.known)


def test_a_known_fact_is_shown_with_who_told_it() -> None:
    income = Fact(PARENT, "income_fpl", 133.0, date(2024, 3, 2), "clinic", "f1", "clinic", date(2024, 3, 5))
    said = why(story(facts=[income]), "wic", "first", date(2024, 3, 20), observed("wic_visit"))
    assert "Income: 133 % of federal poverty level. Told by Child's clinic; on file Tue, March 5, 2024." in words(
        said.known
    )
    assert "On Wed, March 20, 2024 it holds here." in words(said.rule)


def test_the_day_on_which_it_changes_by_itself_is_named() -> None:
    said = why(story(), "screening", "m9", date(2024, 11, 20), observed("dev_screen"))
    assert said.changes == "Thu, January 2, 2025, if nothing new comes in before."


def test_no_sentence_of_a_why_holds_a_code() -> None:
    for element, touchpoint in (("screening", "m9"), ("early_intervention", "plan"), ("wic", "first")):
        said = why(story([SCREEN, REFERRAL, SENT]), element, touchpoint, date(2025, 1, 20), observed("dev_screen"))
        everything = " ".join(
            [said.title, said.state, words(said.rule), words(said.known), words(said.move), said.changes, *said.settle]
        )
        assert "_" not in everything
        assert "None" not in everything
