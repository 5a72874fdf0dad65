"""Which table of reach the address asks for, and the choices beside it. The address holds everything; nothing is kept."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from urllib.parse import urlencode

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from headwaters.domain.blueprint.blueprint import Blueprint
from headwaters.domain.blueprint.element import Role
from headwaters.domain.problems import NotFound
from headwaters.engine.measures.reach import Born, GroupKind, Line
from headwaters.practice.published.queries import ReachChoices
from headwaters.web.layout.names import county_name
from headwaters.web.layout.words import element_title
from headwaters.web.reach.quarters import quarter_key, quarter_words
from headwaters.web.reach.steps import step_title

KINDS: dict[GroupKind, str | Promise] = {
    GroupKind.RACE: lazy("Race and ethnicity"),
    GroupKind.LANGUAGE: lazy("Language"),
    GroupKind.PAYER: lazy("Insurance"),
    GroupKind.REGION: lazy("Pilot region"),
    GroupKind.COUNTY: lazy("County"),
    GroupKind.ZIP: lazy("Zip code"),
}

WHOLE = "all"
"""In an address: all steps of the element together."""


@dataclass(frozen=True, slots=True)
class Asked:
    """`within`: the county whose zip codes are listed. It narrows what is shown, never what is counted."""

    line: Line
    kind: GroupKind
    born: Born
    place: str | None = None
    within: str | None = None

    def query(self, **other: str) -> str:
        held = {
            "what": self.line.element,
            "step": self.line.touchpoint or WHOLE,
            "by": self.kind.value,
            "born": quarter_key(self.born),
            "place": self.place or "",
            "within": self.within or "",
        } | other
        return urlencode({key: value for key, value in held.items() if value})


@dataclass(frozen=True, slots=True)
class Option:
    """One entry of a list to choose from."""

    value: str
    words: str
    here: bool


@dataclass(frozen=True, slots=True)
class Picker:
    """One labelled list of a form."""

    name: str
    label: str
    options: tuple[Option, ...]


def asked_of(
    given: Mapping[str, str], choices: ReachChoices, blueprint: Blueprint, *, kind: GroupKind | None = None
) -> Asked:
    """What the address asks for; without words of its own, the first element for children as a whole.

    kind    the page shows one kind of group, whatever the address says
    raises  NotFound  an element, group or cohort that was not published, or a cohort that this reader may not choose
    """
    if not choices.lines:
        raise NotFound(_("Nothing that the blueprint holds has been counted yet. Run a refresh, then come back."))
    held = Asked(
        line=_line(given, choices, blueprint),
        kind=kind or _kind(given.get("by"), choices),
        born=_born(given.get("born"), choices),
        place=_place(given.get("place"), choices),
    )
    return replace(held, within=given.get("within") or None) if held.kind is GroupKind.ZIP else held


def _line(given: Mapping[str, str], choices: ReachChoices, blueprint: Blueprint) -> Line:
    """A step that the element does not have means the element as a whole, so that choosing another element always works."""
    wanted = given.get("what") or _first(choices, blueprint)
    lines = lines_of(choices, wanted)
    if not lines:
        raise NotFound(_("Nothing of that name has been counted here. Choose one from the list on the Reach page."))
    step = given.get("step", WHOLE)
    return next((line for line in lines if line.touchpoint == step), lines[0])


def _first(choices: ReachChoices, blueprint: Blueprint) -> str:
    """Of the elements for children the one of most steps by age: what a reader who has chosen nothing can learn most from."""

    def steps(key: str) -> int:
        element = blueprint.elements.get(key)
        if element is None or element.recipient is not Role.CHILD:
            return 0
        return sum(touchpoint.after is None for touchpoint in element.touchpoints)

    return max(dict.fromkeys(line.element for line in choices.lines), key=steps)


def lines_of(choices: ReachChoices, element: str) -> tuple[Line, ...]:
    """The element as a whole first, then its steps in the order of the choices."""
    held = [line for line in choices.lines if line.element == element]
    return tuple(sorted(held, key=lambda line: line.touchpoint is not None))


def _kind(wanted: str | None, choices: ReachChoices) -> GroupKind:
    offered = [kind for kind in KINDS if kind in choices.kinds]
    if not wanted:
        return offered[0] if offered else GroupKind.ALL
    if wanted not in {kind.value for kind in offered}:
        raise NotFound(_("People are not told apart in that way here. Choose one of the groups on the Reach page."))
    return GroupKind(wanted)


def _born(wanted: str | None, choices: ReachChoices) -> Born:
    if not wanted:
        return Born()
    found = next((each for each in choices.quarters if quarter_key(each) == wanted), None)
    if found is None or not choices.may_choose:
        raise NotFound(_("There is no such birth cohort to choose here. Take one from the list on the Reach page."))
    return found


def _place(wanted: str | None, choices: ReachChoices) -> str | None:
    if not wanted:
        return None
    if wanted not in choices.regions or not choices.may_choose:
        raise NotFound(_("There is no such region to choose here. Take one from the list on the Reach page."))
    return wanted


def pickers(
    blueprint: Blueprint, choices: ReachChoices, asked: Asked, *, kinds: bool = True, within: Iterable[str] = ()
) -> tuple[Picker, ...]:
    """The lists of the form: what, which step, told apart by, and, where the reader may choose them, cohort and region."""
    elements = dict.fromkeys(line.element for line in choices.lines)
    found = [
        Picker("what", _("What should reach them"), tuple(
            Option(each, element_title(blueprint, each), each == asked.line.element) for each in elements
        )),
        _steps(blueprint, choices, asked),
    ]  # fmt: skip
    if kinds:
        found.append(Picker("by", _("Groups by"), tuple(
            Option(kind.value, str(words), kind is asked.kind) for kind, words in KINDS.items() if kind in choices.kinds
        )))  # fmt: skip
    if asked.kind is GroupKind.ZIP:
        found.append(Picker("within", _("Zip codes of"), tuple(
            Option(each, county_name(each), each == asked.within) for each in within
        )))  # fmt: skip
    if choices.may_choose:
        found.append(_cohorts(choices, asked))
    return tuple(one for one in found if len(one.options) > 1)


def _steps(blueprint: Blueprint, choices: ReachChoices, asked: Asked) -> Picker:
    return Picker("step", _("Which step"), tuple(
        Option(line.touchpoint or WHOLE, step_title(blueprint, line), line.touchpoint == asked.line.touchpoint)
        for line in lines_of(choices, asked.line.element)
    ))  # fmt: skip


def _cohorts(choices: ReachChoices, asked: Asked) -> Picker:
    every = Option("", _("Everybody"), asked.born == Born())
    return Picker("born", _("Born or due"), (every, *(
        Option(quarter_key(each), quarter_words(each), each == asked.born) for each in choices.quarters
    )))  # fmt: skip
