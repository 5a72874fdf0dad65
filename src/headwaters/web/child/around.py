"""What stands around the line: what is going well, who may see this page and who looked, language and place."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from headwaters.domain.blueprint.blueprint import Blueprint
from headwaters.domain.blueprint.element import ElementKind
from headwaters.domain.consent import Purpose
from headwaters.practice.access.queries import Look, MayRead
from headwaters.practice.access.reader import LOCAL
from headwaters.web.child.entries import Entry
from headwaters.web.layout.dates import written
from headwaters.web.layout.marks import Mark
from headwaters.web.layout.words import element_title, text


@dataclass(frozen=True, slots=True)
class Strength:
    """A protective factor in the family's words, and what has built it so far. Never a number about a family."""

    words: str
    built_by: str


@dataclass(frozen=True, slots=True)
class Sees:
    """One line; `mark` None: it is a remark, and nobody's right."""

    mark: Mark | None
    words: str


def strengths_of(blueprint: Blueprint, entries: Iterable[Entry]) -> tuple[Strength, ...]:
    """One for each protective factor that a reached step builds; a factor's own element first among its builders."""
    builders: dict[str, dict[str, Entry]] = {}
    for entry in entries:
        element = blueprint.elements.get(entry.element)
        if element is None or entry.mark not in (Mark.DONE, Mark.DONE_LATE):
            continue
        for factor in element.protective_factors:
            held = builders.setdefault(factor, {})
            if entry.element not in held or (held[entry.element].day or entry.day) <= entry.day:  # type: ignore[operator]
                held[entry.element] = entry
    return tuple(
        Strength(
            f"“{text(blueprint.protective_factors.get(factor), factor.replace('_', ' '))}”",
            _built(blueprint, list(held.values())),
        )
        for factor, held in builders.items()
    )


def _built(blueprint: Blueprint, entries: Sequence[Entry]) -> str:
    own = [e for e in entries if blueprint.elements[e.element].kind is ElementKind.PROTECTIVE_FACTOR]
    ordered = own + [e for e in entries if e not in own]
    named = [
        _("%(title)s, %(day)s") % {"title": element_title(blueprint, entry.element), "day": written(entry.day)}
        for entry in ordered[:3]
        if entry.day is not None
    ]
    if len(ordered) > 3:
        more = len(ordered) - 3
        named.append(ngettext("and one more", "and %(n)d more", more) % {"n": more})
    return "; ".join(named)


PURPOSES = {
    Purpose.CARE: gettext_lazy("to keep promises to this family"),
    Purpose.MEASUREMENT: gettext_lazy("to count"),
    Purpose.DESIGN: gettext_lazy("to design the model"),
    Purpose.OPERATION: gettext_lazy("to run this installation"),
    Purpose.OWN: gettext_lazy("the family’s own page"),
    Purpose.OVERSIGHT: gettext_lazy("to look after the work of others"),
}


def reader_words(reader: str) -> str:
    return _("Whoever sits at this computer") if reader == LOCAL else _("Another reader")


def sees_of(may_read: Iterable[MayRead]) -> tuple[Sees, ...]:
    lines = []
    for grant in may_read:
        words = _("%(who)s, %(why)s") % {"who": reader_words(grant.reader), "why": PURPOSES[grant.purpose]}
        if grant.through is not None:
            words = _("%(words)s, until %(day)s") % {"words": words, "day": written(grant.through)}
        lines.append(Sees(Mark.DONE, f"{words}."))
    lines.append(Sees(None, _(
        "Agencies that sent records here do not see this page. Substance use, mental health, violence and other "
        "protected subjects are left out for everybody for whom they are not switched on."
    )))  # fmt: skip
    return tuple(lines)


def looks_words(looks: Iterable[Look]) -> tuple[str, ...]:
    said = []
    for look in looks:
        at = localtime(look.at)
        words = _("%(day)s, %(time)s: %(who)s, %(why)s") % {
            "day": written(at.date()), "time": f"{at:%H:%M}", "who": reader_words(look.reader),
            "why": PURPOSES[look.purpose],
        }  # fmt: skip
        said.append(words if look.allowed else _("%(words)s (refused)") % {"words": words})
    return tuple(said)
