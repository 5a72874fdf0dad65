"""What is read and drawn for everybody at once says what is read and drawn one by one."""

from __future__ import annotations

import json
import sqlite3
from datetime import date
from types import SimpleNamespace
from typing import Any

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from headwaters.domain.blueprint.element import Role
from headwaters.domain.history.history import EpisodeId, PersonId, StoryId
from headwaters.engine.linkage.people import Carried, carried_as_written
from headwaters.engine.linkage.stories import Tie, _around, _Patterns
from headwaters.engine.linkage.text_columns import Places, read_texts

texts = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), max_size=4) | st.sampled_from(
    ['", "', "\\", "\x1e", '"', "[", "é", ""]
)
plain = st.text("abc12-", max_size=3)
blocks_of_people = st.one_of(
    *(
        st.lists(st.lists(st.lists(st.tuples(text, text), max_size=3), max_size=3), max_size=3)
        for text in (plain, texts)
    )
)


@given(blocks_of_people, st.sampled_from([(", ", ": "), (",", ":")]), st.booleans())
def test_identifiers_are_read_as_columns_as_they_were_written(
    blocks: list[list[list[tuple[str, str]]]], separators: tuple[str, str], escaped: bool
) -> None:
    written = [
        pa.array([json.dumps(pairs, separators=separators, ensure_ascii=escaped) for pairs in block], pa.string())
        for block in blocks
    ]
    people = [pairs for block in blocks for pairs in block]
    assert told(carried_as_written(written), len(people)) == people


def told(carried: Carried, people: int) -> list[list[tuple[str, str]]]:
    of: list[list[tuple[str, str]]] = [[] for _ in range(people)]
    for row, number in zip(carried.rows.tolist(), carried.numbers.tolist(), strict=True):
        of[row].append(carried.identifiers[number])
    return of


@given(st.lists(st.tuples(texts, st.integers(-5, 5)), max_size=6))
def test_a_column_is_read_whole_as_it_is_read_cell_by_cell(rows: list[tuple[str, int]]) -> None:
    held = sqlite3.connect(":memory:")
    held.execute("CREATE TABLE told (id INTEGER PRIMARY KEY, text TEXT, number INTEGER)")
    held.executemany("INSERT INTO told (text, number) VALUES (?, ?)", rows)
    for vendor in ("sqlite", "another"):
        found, numbers = read_texts(
            Cursor(held, vendor), ("text", "number"), "(SELECT * FROM told ORDER BY id) AS told"
        )
        assert found.to_pylist() == [text for text, _ in rows]
        assert numbers.to_pylist() == [str(number) for _, number in rows]
    held.close()


class Cursor:
    """As the installation's own cursors are: they know of what make the database is."""

    def __init__(self, held: sqlite3.Connection, vendor: str) -> None:
        self._cursor, self.db = held.cursor(), SimpleNamespace(vendor=vendor)

    def execute(self, sql: str, values: Any = ()) -> None:
        self._cursor.execute(sql.replace("%s", "?"), values)

    def fetchone(self) -> Any:
        return self._cursor.fetchone()

    def fetchall(self) -> Any:
        return self._cursor.fetchall()


@pytest.mark.parametrize(("among", "places"), [([], [-1, -1]), ([7], [0, -1]), ([9, 7], [1, 0])])
def test_a_number_that_is_not_there_has_no_place(among: list[int], places: list[int]) -> None:
    found = Places(pa.array(among, pa.int64()).to_numpy()).of(pa.array([7, 9], pa.int64()).to_numpy())
    assert found.tolist() == places


people = st.sampled_from([PersonId(name) for name in "abcd"])
days = st.sampled_from([None, date(2025, 1, 1), date(2025, 6, 1)])
ties = st.builds(
    Tie,
    people,
    st.sampled_from(list(Role)),
    child=st.none() | people,
    primary=st.booleans(),
    from_=days,
    through=days,
    authority=st.sampled_from(("parent", "court")),
)
episodes = st.tuples(people, st.none() | people, st.lists(ties, max_size=4), st.lists(people, max_size=2, unique=True))


@given(st.lists(st.tuples(episodes, st.booleans()), min_size=1, max_size=12))
def test_who_is_who_is_the_same_whether_others_who_stand_alike_were_asked_before(drawn: list[Any]) -> None:
    patterns = _Patterns()
    for (one, other, said, siblings), is_child in drawn:
        child, mother = (one, other) if is_child else (None, one)
        others = [sibling for sibling in siblings if sibling != child]
        found = patterns.around(StoryId("s"), EpisodeId("e"), child, mother, said, others)
        counted = [
            tie
            for tie in dict.fromkeys(said)
            if tie.role is not Role.CHILD and (tie.role is not Role.BIRTHING_PARENT or tie.person_id != mother)
        ]
        alone = _around(EpisodeId("e"), child, mother, counted, others)
        assert [row[2:] for row in found] == [
            (r.role, r.person_id, r.primary, r.from_, r.through, r.authority) for r in alone
        ]
        assert {row[:2] for row in found} == {("s", "e")}
