"""Who stands where: the groups of recipients, as numbers of cells (quarter, group, what it lies in, outside the register)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from headwaters.engine.measures.reach import ELSEWHERE, NOT_ASKED, WITHHELD_GROUP, GroupKind
from headwaters.engine.publishing.coded import NULL, coded, column

Places = npt.NDArray[np.int64]
COLUMNS = (
    "story_id", "episode_id", "kind", "birth", "due_date", "county", "language", "zip", "race", "payer", "region", "withheld",
    "in_register",
)  # fmt: skip
"""What is read of `recipients`."""


@dataclass(frozen=True, slots=True, order=True)
class Cell:
    """One group of one kind among those born in one quarter. `quarter` is a number of quarters; NO_QUARTER: neither birth nor due
    date is known."""

    quarter: int
    within: str
    id: str
    outside: bool

    @property
    def first_day(self) -> date | None:
        return None if self.quarter == NO_QUARTER else date(self.quarter // 4, self.quarter % 4 * 3 + 1, 1)


NO_QUARTER = 1 << 20
"""After every quarter."""


@dataclass(frozen=True, slots=True)
class Recipients:
    """The recipients of one part, in the order of (story, episode).

    keys     (story, episode) of each
    several  whether the story holds several children, or pregnancies, at once
    cells    by kind: the number of each one's cell in `named[kind]`
    """

    keys: Sequence[tuple[str, str]]
    several: npt.NDArray[np.bool_]
    cells: Mapping[GroupKind, Places]
    named: Mapping[GroupKind, Sequence[Cell]]

    def rows_of(self, table: pa.Table) -> Places:
        """The recipient of each row of a table with `story_id` and `episode_id`; NULL where there is none.

        The rows of an episode stand together, so that each is looked up once."""
        (stories, story_words), (episodes, episode_words) = (coded(table, name) for name in ("story_id", "episode_id"))
        if not len(stories):
            return np.zeros(0, np.int64)
        begins = np.flatnonzero(np.r_[True, (stories[1:] != stories[:-1]) | (episodes[1:] != episodes[:-1])])
        number = {key: place for place, key in enumerate(self.keys)}
        found = [
            number.get((story_words[story], episode_words[episode]), NULL)
            for story, episode in zip(stories[begins].tolist(), episodes[begins].tolist(), strict=True)
        ]
        return np.repeat(np.array(found, np.int64), np.diff(np.r_[begins, len(stories)]))


def recipients_in(table: pa.Table, kinds: Sequence[GroupKind]) -> Recipients:
    """From rows of RECIPIENTS. A fact that is not told, or kept private, is a group of its own."""
    table = table.take(pc.sort_indices(_plain_keys(table), [("story_id", "ascending"), ("episode_id", "ascending")]))
    keys = list(zip(table["story_id"].to_pylist(), table["episode_id"].to_pylist(), strict=True))
    groups = _groups(table)
    quarter = _quarters(table)
    outside = ~pc.fill_null(column(table, "in_register"), True).to_numpy(zero_copy_only=False)
    cells: dict[GroupKind, Places] = {}
    named: dict[GroupKind, list[Cell]] = {}
    for kind in kinds:
        within = groups["county" if kind is GroupKind.ZIP else "region"]
        number: dict[tuple[int, str, str, bool], int] = {}
        rows = zip(quarter.tolist(), within, groups[kind.value], outside.tolist(), strict=True)
        cells[kind] = np.array([number.setdefault(row, len(number)) for row in rows], np.int64)
        named[kind] = [Cell(*row) for row in number]
    return Recipients(keys, _several(table, keys), cells, named)


def _plain_keys(table: pa.Table) -> pa.Table:
    return pa.table({name: table[name].cast(pa.string()) for name in ("story_id", "episode_id")})


def _several(table: pa.Table, keys: Sequence[tuple[str, str]]) -> npt.NDArray[np.bool_]:
    held: dict[tuple[str, str], int] = {}
    told = [(story, kind) for (story, _), kind in zip(keys, table["kind"].to_pylist(), strict=True)]
    for one in told:
        held[one] = held.get(one, 0) + 1
    stories = {story for (story, _), count in held.items() if count > 1}
    return np.array([story in stories for story, _ in keys], np.bool_)


def _quarters(table: pa.Table) -> Places:
    born = pc.coalesce(column(table, "birth"), column(table, "due_date"))
    day = pc.fill_null(born, date(1970, 1, 1)).to_numpy(zero_copy_only=False).astype("datetime64[M]")
    quarter = 1970 * 4 + day.astype(np.int64) // 3
    known = pc.is_valid(born).to_numpy(zero_copy_only=False)
    return np.where(known, quarter, NO_QUARTER)


def _groups(table: pa.Table) -> dict[str, list[str]]:
    private = table["withheld"].to_pylist()

    def group(fact: str) -> list[str]:
        told = table[fact].to_pylist()
        return [
            WITHHELD_GROUP if fact in kept else NOT_ASKED if value is None else value
            for value, kept in zip(told, private, strict=True)
        ]

    groups = {fact: group(fact) for fact in ("race", "language", "payer", "county", "zip")}
    places = zip(table["region"].to_pylist(), table["county"].to_pylist(), groups["county"], strict=True)
    groups["region"] = [
        region or (ELSEWHERE if county is not None else of_county) for region, county, of_county in places
    ]
    return groups
