"""What somebody can do from a family's page, how the family can be reached, and what it said itself."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _

from headwaters.domain.blueprint.blueprint import Blueprint
from headwaters.domain.consent import Action
from headwaters.practice.access.actions import decide
from headwaters.practice.access.reader import Reader
from headwaters.practice.appointments.queries import upcoming
from headwaters.practice.family_voice.queries import answers_of, own_words_of, wrongs_of
from headwaters.practice.family_voice.wrongs import Answer, Wrong
from headwaters.practice.messages.ways import ways_to_reach
from headwaters.web.child.story import Family, adult_of
from headwaters.web.layout.dates import short
from headwaters.web.layout.words import title_of
from headwaters.web.messages.words import DayLine, day_in_words, way_in_words

MOST_ANSWERS = 8


@dataclass(frozen=True, slots=True)
class DeedLink:
    href: str
    words: str


@dataclass(frozen=True, slots=True)
class WrongLine:
    id: str
    what: str
    words: str
    day: str
    told_back: str


@dataclass(frozen=True, slots=True)
class AnswerLine:
    """How the family answered a step. `words`: in their own words, empty where they added none."""

    title: str
    said: str
    words: str
    day: str


@dataclass(frozen=True, slots=True)
class Voice:
    own_words: tuple[str, ...]
    wrongs: tuple[WrongLine, ...]
    answers: tuple[AnswerLine, ...]


def deeds_of(by: Reader, held: Family) -> list[DeedLink]:
    """Only what this reader may do; the links stand in one order on every page."""
    story, person = held.story.story_id, adult_of(held) or held.chosen.person_id
    child = urlencode({"child": held.chosen.episode_id})
    found = []
    if decide(by, Action.RECORD_CONTACT, story=story).allowed:
        found.append(DeedLink(f"{reverse('visit:visit', args=[story])}?{child}", _("Log visit")))
    if decide(by, Action.REFER, story=story).allowed:
        found.append(DeedLink(f"{reverse('referral:refer', args=[story])}?{child}", _("Refer")))
    if decide(by, Action.MESSAGE_FAMILY, story=story).allowed:
        found.append(DeedLink(reverse("messages:thread", args=[story, person]), _("Message")))
        found.append(DeedLink(reverse("messages:code", args=[story, person]), _("Let them in")))
    if found:
        found.append(DeedLink(f"{reverse('directory:tell', args=[story])}?{child}", _("Tell us once")))
        found.append(DeedLink(f"{reverse('child:plan', args=[story])}?{child}", _("Print plan")))
    return found


def reach_of(by: Reader, held: Family) -> list[str]:
    """Safe ways and hours, for those who may write to the family."""
    story = held.story.story_id
    person = adult_of(held) or held.chosen.person_id
    if not decide(by, Action.MESSAGE_FAMILY, story=story).allowed or not held.view.sees_person(str(person)):
        return []
    lines = [way_in_words(way) for way in ways_to_reach(str(person), story=str(story), by=by) if not way.stopped]
    return [
        _("%(how)s %(to)s%(notes)s") % {
            "how": line.how, "to": line.shown, "notes": f" ({'; '.join(line.notes)})" if line.notes else "",
        }
        for line in lines[:2]
    ]  # fmt: skip


def days_of(by: Reader, held: Family) -> list[DayLine]:
    return [day_in_words(day) for day in upcoming(str(held.story.story_id), by=by)]


def voice_of(by: Reader, held: Family, blueprint: Blueprint) -> Voice:
    """What the family shared in its own words, what it said went wrong, and how it answered steps."""
    story = str(held.story.story_id)
    named = {
        Wrong.NO_ONE_CALLED: _("No one called"), Wrong.COULD_NOT_GET_THERE: _("They could not get there"),
        Wrong.DID_NOT_FEEL_RIGHT: _("It did not feel right"), Wrong.SOMETHING_ELSE: _("Something else"),
    }  # fmt: skip
    return Voice(
        tuple(one.words for one in own_words_of(story, by=by)),
        tuple(
            WrongLine(str(one.pk), named[Wrong(one.what)], one.words, short(one.at.date()), one.told_back)
            for one in wrongs_of(story, by=by)[:5]
        ),
        _answers(by, held, blueprint),
    )


def _answers(by: Reader, held: Family, blueprint: Blueprint) -> tuple[AnswerLine, ...]:
    """The latest first; of steps that this page shows, so that an answer tells of none that is hidden."""
    said = {
        Answer.YES: _("Yes, that works"), Answer.ANOTHER_TIME: _("They wish for another time"),
        Answer.NOT_FOR_US: _("Not for them"),
    }  # fmt: skip
    steps = {f"{row.element}/{row.touchpoint}" for row in held.rows}
    told = [row for key, row in answers_of(str(held.story.story_id), by=by).items() if key in steps]
    return tuple(
        AnswerLine(
            title_of(blueprint, *row.key.split("/", 1)), said[Answer(row.answer)], row.words, short(row.at.date())
        )
        for row in sorted(told, key=lambda row: row.at, reverse=True)[:MOST_ANSWERS]
    )
