"""Every paragraph of the manual is a story on which the laws must hold as well: order, repetition, and the day a row changes."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from seen_rows import held_fixed
from semantics_pages import calls_of, chapters
from spec_call import Call
from test_laws_of_order_and_matching import shuffled
from test_laws_of_time import broken
from worlds import differing, table

CALLS = {
    f"{chapter.number:02} {test.__name__.removeprefix('test_')} {number}": call
    for chapter in chapters()
    for test in chapter.tests
    for number, call in enumerate(calls_of(test), 1)
}
ALL_KNOWN = date(2200, 1, 1)


@pytest.mark.parametrize("paragraph", CALLS)
def test_a_paragraphs_rows_are_the_same_in_any_order_and_told_twice(paragraph: str):
    call = CALLS[paragraph]
    models, told = call.models(), call.world(call.blueprints())
    for as_of, known_by in call.days():
        for story in told.stories:
            mixed = replace(
                story,
                events=shuffled(story.events * 2, 1),
                facts=shuffled(story.facts * 2, 2),
                people=shuffled(story.people, 3),
                episodes=story.episodes[::-1],
            )
            one = table(models, story, told.observations, as_of=as_of, known_by=known_by, view=call.view)
            other = table(models, mixed, told.observations[::-1], as_of=as_of, known_by=known_by, view=call.view)
            assert not differing(one, other)


@pytest.mark.parametrize("paragraph", CALLS)
def test_a_paragraphs_rows_change_on_the_day_they_foretell(paragraph: str):
    call = CALLS[paragraph]
    blueprint, *_ = call.blueprints()
    models, told = call.models(), call.world(call.blueprints())
    for as_of, known_by in call.days():
        for story in told.stories:
            check_foretold(
                call,
                models,
                held_fixed(story, blueprint, as_of=as_of, known_by=known_by or ALL_KNOWN),
                told.observations,
                as_of,
            )


def check_foretold(call: Call, models: object, fixed: object, observations: tuple, as_of: date) -> None:
    today = table(models, fixed, observations, as_of=as_of, known_by=ALL_KNOWN, view=call.view)
    foretold = {row.changes_on for row in today.values() if row.changes_on}
    eves = {day - timedelta(days=1) for day in foretold}
    watched = foretold | eves | {as_of + timedelta(days=ahead) for ahead in (1, 2, 3, 5, 8, 13, 21, 34, 55, 89, 400)}
    for day in sorted(one for one in watched if one > as_of):
        later = table(models, fixed, observations, as_of=day, known_by=ALL_KNOWN, view=call.view)
        wrong = [broken(key, row, later.get(key), day) for key, row in today.items()]
        assert not any(wrong), "\n".join(filter(None, wrong))
