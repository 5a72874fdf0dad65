"""What news would move a mark, in words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from django.utils.translation import gettext as _

from headwaters.domain.blueprint.blueprint import Blueprint
from headwaters.domain.explanation import (
    ChangeKind,
    Explanation,
    WouldChange,
)
from headwaters.web.blueprint.plain import Plain
from headwaters.web.child.known import kind_words, step_words
from headwaters.web.layout.dates import written
from headwaters.web.layout.words import (
    agency_name,
    fact_question,
)


def news_of(blueprint: Blueprint, explained: Explanation) -> Iterator[str]:
    """What news would move the mark, each kind once."""
    said = (_news(blueprint, change) for change in explained.would_change)
    yield from dict.fromkeys(words for words in said if words)
    if not explained.would_change:
        yield _("Nothing more is needed.")


def _news(blueprint: Blueprint, change: WouldChange) -> str:
    match change.kind:
        case ChangeKind.EVENT:
            return _("A record of it: %(what)s%(days)s.") % {
                "what": _kinds(blueprint, change.kinds), "days": _between(change)}  # fmt: skip
        case ChangeKind.FACT:
            if change.name is not None and change.name in blueprint.facts:
                return _("An answer to: %(question)s") % {"question": fact_question(blueprint, change.name)}
            return _("Word on this: %(name)s.") % {"name": Plain(blueprint).named(change.name or "")}
        case ChangeKind.STEP:
            steps = _(" or ").join(step_words(step) for step in change.steps)
            return _("Word from %(agency)s: %(steps)s.") % {
                "agency": agency_name(blueprint, change.agency), "steps": steps}  # fmt: skip
        case ChangeKind.DATE:
            return _("The day of: %(name)s.") % {"name": Plain(blueprint).named(change.name or "")}
        case ChangeKind.OUTCOME:
            return _("How this came out: %(name)s.") % {"name": Plain(blueprint).reached(change.name or "", None)}
        case ChangeKind.OBSERVATION:
            return _("Reports that cover these days: %(what)s%(days)s. Then it is either done or known not to be.") % {
                "what": _kinds(blueprint, change.kinds), "days": _between(change)}  # fmt: skip
        case ChangeKind.RETRACTION:
            return _("If it did not happen: the agency that reported it takes its record back.")
        case ChangeKind.RESUMED:
            return _("The family’s own yes, on any later day.")


def _kinds(blueprint: Blueprint, kinds: Iterable[str]) -> str:
    titles = list(dict.fromkeys(kind_words(blueprint, kind) for kind in kinds))
    return _(" or ").join(titles[:3]) or _("that it happened")


def _between(change: WouldChange) -> str:
    first = change.from_ if isinstance(change.from_, date) else None
    last = change.through if isinstance(change.through, date) else None
    if first is not None and last is not None:
        return _(", from %(first)s through %(last)s") % {"first": written(first), "last": written(last)}
    if last is not None:
        return _(", through %(last)s") % {"last": written(last)}
    return _(", from %(first)s on") % {"first": written(first)} if first is not None else ""
