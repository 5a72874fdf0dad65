"""Records that lie together in packs: the versions known of a source's records, and any record word for word.

Plain rows of large tables are kept in packs; rows that were settled one by one, and single deeds, are rows of `Record`.
Both are records alike, and nobody but this module and its callers need know which of the two a record lies in.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import TYPE_CHECKING

from headwaters.domain.records.statement import Fate
from headwaters.practice.records.models import RecordPack

if TYPE_CHECKING:
    from headwaters.engine.intake.cells import Numbers
    from headwaters.engine.intake.fates import Version
    from headwaters.engine.intake.versions import Versions

PACKED_FROM = 1_000
"""Rows from which on they are packed; fewer are rows of a table, which is as quick, and keeps the packs few."""
EPOCH = date(1970, 1, 1)


@dataclass(frozen=True, slots=True)
class PackedVersion:
    """One version of a record that lies in a pack, at `row` of it."""

    pack: int
    row: int
    key: int
    content: int
    recorded: date
    revision: int
    fate: Fate
    batch: int
    file: str
    line: int


@dataclass(slots=True)
class PackedRecords:
    """What packs hold of one source, as far as anybody asked; what was written meanwhile is read when somebody asks again."""

    source: str
    _last: int = 0
    _of_type: dict[str, Versions] = field(default_factory=dict)
    _told: dict[int, tuple[int, str]] = field(default_factory=dict)

    def latest(self, record_type: str, keys: Numbers) -> Sequence[Version]:
        """All versions of these records of one type."""
        self._read()
        if record_type not in self._of_type:
            return []
        of_type = self._of_type[record_type]
        said = of_type.columns(of_type.find(keys))
        days = said["recorded"].astype("datetime64[D]").astype(str)
        columns = (said["key"], said["content"], days, said["revision"], said["kept"].astype(int))
        return list(zip(*(column.tolist() for column in columns), strict=True))

    def find(self, keys: Sequence[int]) -> Iterator[PackedVersion]:
        """All versions of the records of these keys, of whatever type."""
        self._read()
        for of_type in self._of_type.values():
            places = of_type.find(keys)
            if not len(places):
                continue
            said = of_type.columns(places)
            names = ("pack", "row", "key", "content", "recorded", "revision", "kept", "line")
            for pack, row, key, content, day, revision, kept, line in zip(
                *(said[name].tolist() for name in names), strict=True
            ):
                fate = Fate.KEPT if kept else Fate.LOADED
                recorded = EPOCH + timedelta(days=day)
                yield PackedVersion(pack, row, key, content, recorded, revision, fate, *self._told[pack], line)

    def types(self) -> tuple[str, ...]:
        """The types of the source's packed records."""
        self._read()
        return tuple(self._of_type)

    def _read(self) -> None:
        fresh = RecordPack.objects.filter(source=self.source, pk__gt=self._last).order_by("pk")
        for pack, record_type, batch, file, versions in fresh.values_list(
            "pk", "record_type", "batch_id", "file", "versions"
        ):
            from headwaters.engine.intake.packs import read_versions
            from headwaters.engine.intake.versions import Versions

            self._of_type.setdefault(record_type, Versions()).add(pack, read_versions(bytes(versions)))
            self._told[pack] = (batch, file)
            self._last = pack


def word_for_word(version: PackedVersion) -> tuple[str, str]:
    """The id of the record, and the row or resource as it stood."""
    from headwaters.engine.intake.packs import read_said

    said = RecordPack.objects.values_list("said", flat=True).get(pk=version.pack)
    return read_said(bytes(said), [version.row])[0]
