"""What each column of a package's table does to its row: named once, so that whole columns can be read alike.

A row's cells are of two kinds. Some differ from row to row (ids, days, names, numbers): they are read column by column.
All others repeat, and a row's *pattern* is what they say together; one row of each pattern is read alone, by the same code
that reads any row, and what it says holds for all rows of that pattern.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from headwaters.engine.warehouse.tables import (
    EVENTS,
    FACTS,
    IDENTIFIER_COLUMNS,
    PEOPLE,
    PREGNANCIES,
    RELATIONS,
    Table,
)


@dataclass(frozen=True, slots=True)
class Layout:
    """The columns of one table that differ from row to row.

    ids          have to be filled in; `ids[0]` is the record's own id, except where `key` joins several
    days         days; `needed_days` have to be filled in, and of `one_day_of` at least one
    texts        words that nobody checks
    numbers      numbers; whether one is filled in belongs to the pattern
    ordered      pairs of days of which the second may not be before the first
    not_to_come  days that may not lie after the row was received; of_the_living: days of birth
    key          columns that, as written and joined by `/`, make the record's id
    states       the table whose statements its rows make, where it is another one: a resource's are events
    """

    table: Table
    ids: tuple[str, ...]
    days: tuple[str, ...]
    needed_days: tuple[str, ...] = ()
    one_day_of: tuple[str, ...] = ()
    texts: tuple[str, ...] = ()
    numbers: tuple[str, ...] = ()
    ordered: tuple[tuple[str, str], ...] = ()
    not_to_come: tuple[str, ...] = ()
    of_the_living: tuple[str, ...] = ()
    key: tuple[str, ...] = ()
    states: str = ""

    @property
    def told_as(self) -> str:
        """The table of a package whose rows state the same."""
        return self.states or self.table.name

    @property
    def whole(self) -> bool:
        """Whether a row is one text (a resource), and not cells."""
        return bool(self.states)

    @property
    def apart(self) -> frozenset[str]:
        """Columns that are no part of a pattern."""
        return frozenset((*self.ids, *self.days, *self.texts, *self.numbers))

    def in_pattern(self, column: str) -> bool:
        """Whether what a column says belongs to a row's pattern."""
        if column in self.apart:
            return False
        return self.table.further_columns or column in self.table.names or column == "agency"


LAYOUTS: Mapping[str, Layout] = {
    layout.table.name: layout
    for layout in (
        Layout(
            PEOPLE,
            ids=("person",),
            days=("birth_date", "died", "recorded"),
            texts=("given_name", "family_name", *IDENTIFIER_COLUMNS, "identifiers"),
            ordered=(("birth_date", "died"),),
            not_to_come=("birth_date", "died"),
            of_the_living=("birth_date",),
        ),
        Layout(
            RELATIONS,
            ids=("person", "of_person"),
            days=("from", "through", "recorded"),
            ordered=(("from", "through"),),
            key=("person", "role", "of_person", "from"),
        ),
        Layout(
            PREGNANCIES,
            ids=("pregnancy", "person"),
            days=("due_date", "birth_date", "first_seen", "ended", "recorded"),
            texts=("children",),
            not_to_come=("birth_date",),
        ),
        Layout(
            EVENTS,
            ids=("record", "person"),
            days=("start", "end", "recorded"),
            one_day_of=("start", "end"),
            texts=("result",),
            numbers=("value",),
            ordered=(("start", "end"),),
        ),
        Layout(
            FACTS,
            ids=("record", "person"),
            days=("from", "through", "recorded"),
            needed_days=("from",),
            ordered=(("from", "through"),),
        ),
    )
}
"""Tables that are read as columns. The others are small: their rows are read one by one."""
