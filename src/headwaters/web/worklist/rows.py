"""Rows of *Today* from promises: one for a family and a day, since several steps that fell due together are one call to make."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _

from headwaters.engine.measures.promises import WorkItem
from headwaters.practice.access.reader import Reader
from headwaters.practice.contacts.outcomes import Outcome
from headwaters.practice.worklists.queries import PutOff
from headwaters.web.layout.dates import written
from headwaters.web.layout.here import Here
from headwaters.web.worklist.addresses import family_address
from headwaters.web.worklist.names import names_of
from headwaters.web.worklist.outcome_words import OUTCOMES
from headwaters.web.worklist.own import Key, key_of
from headwaters.web.worklist.promises import PromiseRow, promise_row, way_for

OUTCOME = "outcome:"


def rows_of(
    site: Here, by: Reader, items: Sequence[WorkItem], *, may_record: bool, waiting: Mapping[Key, PutOff] | None = None
) -> list[tuple[WorkItem, PromiseRow]]:
    """may_record: the reader may write down what came of it, so that each row has its main button."""
    names = names_of(site, by, {item.story_id for item in items})
    together: dict[tuple[str, str, date | None, str | None, str | None], list[WorkItem]] = {}
    for item in items:
        key = (item.story_id, item.episode_id, item.by_day, item.crack, item.handoff)
        together.setdefault(key, []).append(item)
    return [
        (
            held[0],
            promise_row(
                site.blueprint,
                held,
                name=names.get((held[0].story_id, held[0].episode_id), _("A family")),
                href=family_address(held[0].story_id, held[0].episode_id, f"{held[0].element}/{held[0].touchpoint}"),
                role=by.works_as,
                as_of=site.as_of,
                main_href=contact_address(site, held) if may_record else "",
                put_off=_put_off((waiting or {}).get(key_of(held[0]))),
            ),
        )
        for held in together.values()
    ]


def contact_address(site: Here, together: Sequence[WorkItem]) -> str:
    """Where what came of it is written down; opaque ids and keys of the blueprint only."""
    first = together[0]
    asked = [("child", first.episode_id), ("way", way_for(site.blueprint, first).value)]
    asked += [("key", f"{one.element}/{one.touchpoint}") for one in together]
    return f"{reverse('worklist:contact', args=[first.story_id])}?{urlencode(asked, safe='/@')}"


def _put_off(waits: PutOff | None) -> str:
    if waits is None:
        return ""
    why = waits.reason
    if why.startswith(OUTCOME):
        word = why.removeprefix(OUTCOME)
        why = str(OUTCOMES[Outcome(word)]) if word in set(Outcome) else word
    return _("Waits until %(day)s: %(why)s") % {"day": written(waits.until), "why": why}
