"""Taking a directory in: previewed first, each object kept verbatim, the same package twice changes nothing, nothing dropped."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass
from itertools import islice

from django.db import transaction

from headwaters.domain.consent import Action
from headwaters.domain.problems import Problem
from headwaters.interchange.hsds.package import Package, Row
from headwaters.practice.access.actions import require
from headwaters.practice.access.reader import Reader
from headwaters.practice.directory.models import Delivery, Entry, LeftOut
from headwaters.practice.directory.projecting import project

AT_ONCE = 1_000
OWN = "here"
"""The origin of what people enter on these pages."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What an import did, or would do. lines = taken + repeated + set aside; rows (a line may make several) = new + changed +
    unchanged. `absent`: rows of this origin that this package does not have; they stay."""

    form: str
    lines: int
    taken: int
    repeated: int
    set_aside: int
    new: int
    changed: int
    unchanged: int
    absent: int
    tables: Mapping[str, int]
    problems: tuple[Problem, ...]
    notes: tuple[Problem, ...]


def preview(package: Package, *, origin: str, by: Reader) -> Outcome:
    """What importing it would do; nothing is written but the audit line.

    raises  NotPermitted
    """
    require(by, Action.KEEP_DIRECTORY, detail=f"preview {origin}")
    return _outcome(package, _compared(package, origin), origin)


def import_package(
    package: Package, *, origin: str, delivery: str, by: Reader, invented: bool = False
) -> tuple[Delivery, Outcome]:
    """Take a package in, in one transaction.

    origin    whose ids these are; the same origin again is the same directory, newer
    delivery  the file's or folder's name, for those who look back
    raises    NotPermitted
    """
    with transaction.atomic():
        require(by, Action.KEEP_DIRECTORY, detail=f"import {origin}")
        compared = _compared(package, origin)
        outcome = _outcome(package, compared, origin)
        made = Delivery.objects.create(
            origin=origin, delivery=delivery[:500], form=package.form, received=by.at, taken_by=by.id, invented=invented,
            licence=package.licence, counts=_counts(outcome),
        )  # fmt: skip
        fresh = [row for row, known in compared if known is None or known[1] != row.digest()]
        _supersede([known[0] for row, known in compared if known is not None and known[1] != row.digest()])
        _write(fresh, made)
        _set_aside(package, made)
        project(origin, fresh, invented=invented)
    return made, outcome


def _compared(package: Package, origin: str) -> list[tuple[Row, tuple[int, str] | None]]:
    """Each row beside what stands under its key: (number, digest), or None."""
    current = Entry.objects.filter(origin=origin, current=True).values_list("table", "key", "pk", "digest")
    known = {(table, key): (pk, digest) for table, key, pk, digest in current}
    return [(row, known.get((row.table, row.key))) for row in package.rows]


def _outcome(package: Package, compared: list[tuple[Row, tuple[int, str] | None]], origin: str) -> Outcome:
    fates = Counter(
        "new" if known is None else "unchanged" if known[1] == row.digest() else "changed" for row, known in compared
    )
    standing = Entry.objects.filter(origin=origin, current=True).count()
    return Outcome(
        form=package.form, lines=package.lines, taken=package.taken, repeated=package.repeated,
        set_aside=len(package.set_aside), new=fates["new"], changed=fates["changed"], unchanged=fates["unchanged"],
        absent=standing - fates["changed"] - fates["unchanged"], tables=dict(Counter(row.table for row in package.rows)),
        problems=tuple(problem for row in package.set_aside for problem in row.problems), notes=package.notes,
    )  # fmt: skip


def _counts(outcome: Outcome) -> dict[str, object]:
    said = asdict(outcome)
    del said["problems"], said["notes"]
    return {**said, "notes": len(outcome.notes)}


def _supersede(numbers: Iterable[int]) -> None:
    ids = iter(numbers)
    while some := list(islice(ids, AT_ONCE)):
        Entry.objects.filter(pk__in=some).update(current=False)


def _write(rows: Iterable[Row], delivery: Delivery) -> None:
    Entry.objects.bulk_create(
        (
            Entry(
                delivery=delivery, origin=delivery.origin, table=row.table, key=row.key, values=dict(row.values),
                extra=dict(row.extra), file=row.place.file[:300], line=row.place.line, digest=row.digest(),
            )
            for row in rows
        ),
        batch_size=AT_ONCE,
    )  # fmt: skip


def _set_aside(package: Package, delivery: Delivery) -> None:
    """What waited from this origin's earlier deliveries is cleared: it has come again, mended or not, or is gone from it."""
    LeftOut.objects.filter(origin=delivery.origin, cleared_by=None).update(cleared_by=delivery)
    LeftOut.objects.bulk_create(
        LeftOut(
            delivery=delivery, origin=delivery.origin, table=row.table, file=row.place.file[:300], line=row.place.line,
            verbatim=row.verbatim, problems=[[one.what, one.remedy, one.code] for one in row.problems],
        )
        for row in package.set_aside
    )  # fmt: skip


def entries(origin: str | None = None) -> Iterator[Row]:
    """The current rows of one origin, or of all, as they were delivered."""
    found = Entry.objects.filter(current=True).order_by("pk")
    for entry in (found.filter(origin=origin) if origin else found).iterator(chunk_size=AT_ONCE):
        yield Row(entry.table, entry.key, entry.values, entry.extra)
