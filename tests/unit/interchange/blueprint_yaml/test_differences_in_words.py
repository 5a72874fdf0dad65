"""What is different between two blueprints, in sentences; and a blueprint read aloud."""

from __future__ import annotations

import pytest
from blueprint_files import FORK, STARTER, sound

from headwaters.domain.blueprint.aloud import as_data, handoffs_of, read_aloud, read_element, read_handoff
from headwaters.domain.blueprint.blueprint import Blueprint
from headwaters.domain.blueprint.difference import difference
from headwaters.interchange.blueprint_yaml import read_blueprint


def blueprint(*changes: tuple[str, str]) -> Blueprint:
    reading = sound(*changes)
    assert reading.blueprint is not None
    return reading.blueprint


def sentences(*changes: tuple[str, str]) -> list[str]:
    return [one.sentence for one in difference(blueprint(), blueprint(*changes))]


def test_a_blueprint_does_not_differ_from_itself() -> None:
    assert sentences() == []


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        ("opens: birth + 2 months", "opens: birth + 6 weeks", "Check-ups, m2: opens birth + 6 weeks, no longer birth + 2 months."),
        ("within: 14 days", "within: 10 days", "Help, begun: is due by 10 days, no longer 14 days."),
        ("for: income_fpl <= 185", "for: income_fpl <= 200", "Screening is for those with income_fpl <= 200, no longer income_fpl <= 185."),
        ("{en: Visits}", "{en: Home visits}", "Home visits is called en: Home visits, no longer en: Visits."),
        ("answer: 3 business days", "answer: 5 business days",
         "The hand-off screen_to_help has the clocks send: 7 days; answer: 5 business days; begin: 45 days, no longer "
         "send: 7 days; answer: 3 business days; begin: 45 days."),
        ("holidays: [2026-12-25]", "holidays: []", "The holidays: nothing, no longer 2026-12-25."),
        ("second_birthday: birth + 2 years", "second_birthday: birth + 24 months + 1 day",
         "The anchor second_birthday is birth + 2 years + 1 day, no longer birth + 2 years."),
        ("times: 6", "times: 8", "Visits, visit: repeats every 2 weeks, 8 times, no longer every 2 weeks, 6 times."),
        ("minutes: 30", "minutes: 45",
         "Check-ups is delivered by nurse of clinic, 45 minutes, no longer nurse of clinic, 30 minutes."),
    ],
)  # fmt: skip
def test_one_change_is_one_sentence(old: str, new: str, sentence: str) -> None:
    assert sentences((old, new)) == [sentence]


def test_layout_quotes_and_comments_are_no_difference() -> None:
    quoted = '{en: "A nurse looks at how your baby grows."}'
    assert sentences((quoted, "\n      en: A nurse looks at how your baby grows.  # for now")) == []


def test_new_gone_and_moved_touchpoints() -> None:
    m2 = "      m2: {opens: birth + 2 months, due_by: birth + 3 months, closes: birth + 4 months}\n"
    assert sentences((m2, "")) == ["Check-ups, m2: is gone."]
    (new,) = sentences(
        (m2, m2 + "      m3: {opens: birth + 4 months, due_by: birth + 4 months, closes: birth + 5 months}\n")
    )
    assert new == "Check-ups, m3: is new (opens birth + 4 months, due by birth + 4 months)."


def test_a_fork_is_told_by_its_changes() -> None:
    fork = read_blueprint(FORK, file="fork.yaml", parent=sound()).blueprint
    assert fork is not None
    assert [one.sentence for one in difference(blueprint(), fork)] == [
        "Check-ups, m2: opens birth + 6 weeks, no longer birth + 2 months.",
        "Check-ups, m3: is new (opens birth + 3 months, due by birth + 4 months).",
        "Screening is for those with nothing, no longer income_fpl <= 185.",
        "The source talks is new.",
    ]


def test_an_element_is_read_aloud() -> None:
    whole = blueprint()
    read = "\n".join(read_element(whole, whole.elements["help"], language="en"))
    assert "Help (help): a service for each child." in read
    assert "“Somebody visits you.”" in read
    assert "After each screening == 'at risk': It opens on that day, is due by that day + 14 days." in read
    assert "It is handed on by screen_to_help, from Clinic to Early help." in read


def test_a_hand_off_is_read_aloud_with_its_clocks() -> None:
    whole = blueprint()
    (handoff,) = handoffs_of(whole, whole.elements["help"])
    read = " ".join(read_handoff(whole, handoff, language="en"))
    for words in (
        "Clinic sends it within 7 days",
        "Early help answers within 3 business days",
        "Navigator catches",
        "visits.visit",
    ):
        assert words in read


def test_requirements_and_rhythms_are_read_as_people_say_them() -> None:
    whole = blueprint()
    read = "\n".join(
        line for key in ("shots", "visits") for line in read_element(whole, whole.elements[key], language="en")
    )
    assert "It is reached by well_visit of list vaccine on at least 3 different days within first_two_years." in read
    assert "It repeats every 2 weeks, 6 times, from birth." in read


@pytest.mark.parametrize("language", ["en", "es"])
def test_every_element_of_the_starter_blueprint_can_be_read_aloud(language: str) -> None:
    starter = read_blueprint(STARTER.read_text(encoding="utf-8"), file=STARTER.name).blueprint
    assert starter is not None
    lines = list(read_aloud(starter, language=language))
    for element in starter.elements.values():
        assert any(f"({element.id})" in line for line in lines)
        assert element.title[language] in "\n".join(lines)
        assert as_data(starter, element, language=language)["touchpoints"]
    assert not [line for line in lines if "Offset(" in line or "Duration(" in line or "Matcher(" in line]
