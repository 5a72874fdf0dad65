"""What a designer should look at: hand-offs that can break as drawn, and what is still asked for. Worst first."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from headwaters.domain.blueprint.blueprint import Blueprint
from headwaters.domain.blueprint.element import Element, Stage
from headwaters.domain.blueprint.handoff import Clock, Handoff
from headwaters.web.child.handoffs import handoff_title
from headwaters.web.layout.marks import Mark
from headwaters.web.layout.words import text

NEEDED_CLOCKS = (Clock.SEND, Clock.ANSWER, Clock.BEGIN, Clock.TELL)
"""A hand-off without one of these can fall silent and nobody would be late."""


@dataclass(frozen=True, slots=True)
class Check:
    mark: Mark
    what: str
    detail: str
    anchor: str = ""


def checks_of(blueprint: Blueprint) -> tuple[Check, ...]:
    """Broken hand-offs, then texts and numbers still missing, then what was looked at and is whole."""
    broken = [check for handoff in blueprint.handoffs.values() for check in broken_parts(blueprint, handoff)]
    return (*broken, *_texts(blueprint), *_asked_for(blueprint), *_proposed(blueprint), *_whole(blueprint, broken))


def broken_parts(blueprint: Blueprint, handoff: Handoff) -> tuple[Check, ...]:
    """What this hand-off lacks: owner, clock, catch, way back or next route."""
    title = handoff_title(blueprint, handoff)
    anchor = f"#handoff-{handoff.id}"
    found = []
    known = blueprint.agencies.keys() | blueprint.roles.keys()
    for owner, words in (
        (handoff.from_, _("who asks")),
        (handoff.to, _("who answers")),
        (handoff.catch, _("who catches")),
    ):
        if owner not in known:
            found.append(Check(Mark.CRACK, _("No owner: %(title)s") % {"title": title},
                               _("It does not say %(who)s.") % {"who": words}, anchor))  # fmt: skip
    missing = [clock for clock in NEEDED_CLOCKS if clock not in handoff.clocks]
    if missing:
        found.append(Check(
            Mark.CRACK, _("No clock: %(title)s") % {"title": title},
            _("Nobody is late when this does not happen: %(steps)s.") % {"steps": ", ".join(clock_words(c) for c in missing)},
            anchor,
        ))  # fmt: skip
    if not handoff.way_back:
        found.append(Check(Mark.CRACK, _("No way back: %(title)s") % {"title": title},
                           _("Nobody tells those who asked how it came out. Name who does, and how."), anchor))  # fmt: skip
    if handoff.next_route is None and not handoff.no_next_route:
        found.append(Check(Mark.CRACK, _("No next route: %(title)s") % {"title": title},
                           _("A family found not eligible is sent nowhere."), anchor))  # fmt: skip
    return tuple(found)


def clock_words(clock: Clock) -> str:
    return {
        Clock.SEND: _("ask sent"),
        Clock.ANSWER: _("answered"),
        Clock.BEGIN: _("begun"),
        Clock.WAIT: _("place found, if full"),
        Clock.RETRY: _("tried again, if not reached"),
        Clock.ROUTE: _("next route, if not eligible"),
        Clock.FINISH: _("carried through"),
        Clock.TELL: _("told back"),
    }[clock]


def _texts(blueprint: Blueprint) -> list[Check]:
    found = []
    for language in blueprint.languages:
        lacking = [element for element in blueprint.elements.values() if language not in element.family_text]
        if lacking:
            found.append(Check(
                Mark.ASK,
                ngettext("A family text is missing in %(language)s", "%(n)d family texts are missing in %(language)s",
                         len(lacking)) % {"n": len(lacking), "language": language},
                _("They show in English until then: %(titles)s.") % {"titles": _few(lacking)},
            ))  # fmt: skip
    return found


def _asked_for(blueprint: Blueprint) -> list[Check]:
    """Numbers that are not known stay unknown everywhere and are listed as asked for."""
    lacking = [
        element
        for element in blueprint.elements.values()
        if (element.cost is not None and element.cost.usd is None and element.cost.low is None)
        or any(delivery.minutes is None for delivery in element.delivered_by)
    ]
    if not lacking:
        return []
    return [Check(
        Mark.ASK,
        ngettext("A number is asked for", "Numbers are asked for in %(n)d elements", len(lacking)) % {"n": len(lacking)},
        _("Minutes or cost are not known yet: %(titles)s.") % {"titles": _few(lacking)},
    )]  # fmt: skip


def _proposed(blueprint: Blueprint) -> list[Check]:
    proposed = [element for element in blueprint.elements.values() if element.stage is Stage.PROPOSED]
    if not proposed:
        return []
    return [Check(
        Mark.PROPOSED,
        ngettext("One element does not exist here yet", "%(n)d elements do not exist here yet", len(proposed))
        % {"n": len(proposed)},
        _("Counted in need, cost and staff; never anybody’s crack: %(titles)s.") % {"titles": _few(proposed)},
    )]  # fmt: skip


def _whole(blueprint: Blueprint, broken: list[Check]) -> list[Check]:
    if broken or not blueprint.handoffs:
        return []
    n = len(blueprint.handoffs)
    return [Check(
        Mark.DONE,
        ngettext("The hand-off is whole", "All %(n)d hand-offs are whole", n) % {"n": n},
        _("Each has two owners, a clock, a catch, a way back, and a next route or a reason for none."),
    )]  # fmt: skip


def _few(elements: list[Element]) -> str:
    names = [text(element.title) for element in elements[:5]]
    if len(elements) > 5:
        names.append(_("and %(n)d more") % {"n": len(elements) - 5})
    return ", ".join(names)
