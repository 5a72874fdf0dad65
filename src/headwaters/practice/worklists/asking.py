"""Access to a list of families: asked once for the list, answered for each family, written down with every id that is shown."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from headwaters.domain.consent import Action
from headwaters.domain.history.view import View
from headwaters.practice.access.actions import decide, require
from headwaters.practice.access.reader import Reader

IDS_IN_A_LINE = 12
"""As many ids as one line of the audit holds."""


def ask_for_list(
    stories: Collection[str], *, by: Reader, action: Action = Action.LIST_FAMILIES, detail: str
) -> Mapping[str, View]:
    """The view of each family of a list that this reader may see; the others are left out. Every id shown stands in the audit.

    raises  NotPermitted  there are families, and the reader may see none of them
    """
    decisions = {story: decide(by, action, story=story) for story in dict.fromkeys(stories)}
    seen = {story: one.view for story, one in decisions.items() if one.allowed}
    if not seen:
        if decisions:
            require(by, action, story=next(iter(decisions)), detail=detail)
        return {}
    ids = list(seen)
    for start in range(0, len(ids), IDS_IN_A_LINE):
        some = ids[start : start + IDS_IN_A_LINE]
        require(by, action, story=some[0], detail=f"{detail}: {' '.join(some)}"[:200])
    return seen
