"""What a family's page shows first: an agreed day or the next step, with three answers. Pure but for the words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID, uuid4

from django.urls import reverse
from django.utils.translation import gettext as _

from headwaters.domain.blueprint.blueprint import Blueprint
from headwaters.practice.appointments.queries import AgreedDay
from headwaters.practice.appointments.states import State
from headwaters.practice.family_voice.models import StepAnswer
from headwaters.practice.family_voice.wrongs import Answer
from headwaters.web.child.entries import Entry, When
from headwaters.web.layout.dates import long_day, written
from headwaters.web.layout.marks import Mark
from headwaters.web.layout.words import text
from headwaters.web.messages.words import hour

CARDS = 3


@dataclass(frozen=True, slots=True)
class Card:
    """`facts`: pairs of a word and what is known; `appointment`: the agreed day, 0 for a step; `answered`: what was said already;
    `id`: drawn with the page, so that a double press answers once."""

    key: str
    title: str
    words: str
    facts: tuple[tuple[str, str], ...]
    appointment: int
    episode: str
    recipient: str
    href: str = ""
    answered: str = ""
    answer: str = ""
    id: UUID = field(default_factory=uuid4)


@dataclass(frozen=True, slots=True)
class Owed:
    """Something that we owe the family and did not do in time."""

    words: str


def said_words(answer: str) -> str:
    return {
        Answer.YES: _("You said: yes, that works."),
        Answer.ANOTHER_TIME: _("You said: another time. We will call you."),
        Answer.NOT_FOR_US: _("You said: not for us. That is fine."),
    }.get(Answer(answer), "")  # fmt: skip


def cards_of(
    entries: Sequence[Entry], days: Sequence[AgreedDay], answers: Mapping[str, StepAnswer], blueprint: Blueprint
) -> tuple[Card, ...]:
    """Agreed days first, by their day; then steps that are due now, then those that come next."""
    held = [_of_day(day) for day in days]
    met: set[str] = set()
    steps = [one for one in entries if one.mark in (Mark.DUE, Mark.BOOKED, Mark.SOON) and one.when is not When.LATER]
    for entry in sorted(steps, key=_order):
        if entry.element not in met:
            met.add(entry.element)
            held.append(_of_step(entry, answers.get(entry.key), blueprint))
    return tuple(held[:CARDS])


def _order(entry: Entry) -> tuple[int, date]:
    return (
        0 if entry.mark is Mark.DUE else 1 if entry.mark is Mark.BOOKED else 2,
        entry.closes or entry.day or date.max,
    )


def _of_day(day: AgreedDay) -> Card:
    facts = [(_("When"), _("%(day)s at %(time)s, about %(minutes)d minutes") % {
        "day": long_day(day.local.date()), "time": hour(day.local.time()), "minutes": day.minutes,
    })]  # fmt: skip
    for word, said in ((_("Where"), day.where), (_("Who"), day.with_whom), (_("Bring"), day.bring)):
        if said:
            facts.append((word, said))
    answered = {State.ASKED_TO_MOVE: _("You asked for another time. We will call you.")}.get(day.state, "")
    return Card(f"day-{day.id}", day.what, "", tuple(facts), day.id, "", "", answered=answered)


def _of_step(entry: Entry, answer: StepAnswer | None, blueprint: Blueprint) -> Card:
    element = blueprint.elements[entry.element]
    facts = [(_("When"), _when(entry))]
    if entry.agency:
        facts.append((_("Who"), entry.agency))
    return Card(
        entry.key, entry.title, text(element.family_text), tuple(facts), 0, str(entry.row.episode_id), str(entry.row.recipient_id or ""),
        reverse("family:step", args=entry.key.split("/", 1)), said_words(answer.answer) if answer is not None else "",
        answer.pk.hex if answer is not None else "",
    )  # fmt: skip


def _when(entry: Entry) -> str:
    if entry.mark is Mark.BOOKED:
        return _("It is under way.")
    if entry.is_open and entry.closes is not None:
        return _("Now, best before %(day)s") % {"day": written(entry.closes)}
    if entry.is_open:
        return _("Now")
    return _("From %(day)s") % {"day": written(entry.opens)} if entry.opens is not None else _("Soon")


def owed_of(entries: Sequence[Entry], helper: str) -> tuple[Owed, ...]:
    """What is late is ours to mend: it is said so, and by whom. How late is nobody's burden but ours."""
    who = helper or _("Somebody here")
    late = [one for one in entries if one.mark in (Mark.LATE, Mark.CRACK) and one.when is When.NOW]
    silent = list(dict.fromkeys(one.agency for one in late if one.agency and one.row.handoff_clock is not None))[:1]
    words = _("We have not heard from %(agency)s. That is on us. %(who)s is asking them.")
    said = [words % {"agency": agency, "who": who} for agency in silent]
    others = list(dict.fromkeys(one.family for one in late if one.agency not in silent))[:3]
    if others:
        words = _("You should have heard from us about: %(what)s. That is on us. %(who)s is on it.")
        said.append(words % {"what": "; ".join(others), "who": who})
    return tuple(map(Owed, said))


@dataclass(frozen=True, slots=True)
class Step:
    """One mark of the family's line."""

    mark: Mark
    title: str
    words: str


@dataclass(frozen=True, slots=True)
class Stretch:
    """A part of the line. `folded`: steps that open with one press."""

    title: str
    steps: tuple[Step, ...]
    folded: tuple[Step, ...] = ()


SHOWN, LATER_SHOWN = 3, 12
_AHEAD = (Mark.DUE, Mark.BOOKED, Mark.SOON)


def line_of(entries: Sequence[Entry]) -> tuple[Stretch, ...]:
    """Now, next, later, done, from today down. What did not happen, and what is late, is ours and no line of the family's."""
    ahead = sorted((one for one in entries if one.mark in _AHEAD), key=_order)
    now, soon, later = (_steps(one for one in ahead if one.when is when) for when in (When.NOW, When.NEXT, When.LATER))
    reached = [one for one in entries if one.mark in (Mark.DONE, Mark.DONE_LATE)]
    done = [_done(one) for one in sorted(reached, key=lambda one: one.day or date.min, reverse=True)]
    stretches = (
        Stretch(_("Now"), now[:SHOWN], now[SHOWN:]),
        Stretch(_("Next"), soon[:SHOWN], soon[SHOWN:]),
        Stretch(_("Later"), (), later[:LATER_SHOWN]),
        Stretch(_("Done"), tuple(done[:SHOWN]), tuple(done[SHOWN:])),
    )
    return tuple(one for one in stretches if one.steps or one.folded)


def _steps(entries: Iterable[Entry]) -> tuple[Step, ...]:
    """One for each element, however many of its steps fall into the stretch."""
    found: dict[str, Step] = {}
    for one in entries:
        found.setdefault(one.element, Step(one.mark, one.title, _when(one)))
    return tuple(found.values())


def _done(one: Entry) -> Step:
    return Step(Mark.DONE, one.title, written(one.day) if one.day is not None else "")
