"""What agencies write down about what truly happened: late, twice, with holes and mistakes, and put right again later.

A row is a map of column -> text in the CSV package's own columns (docs/how-to/load-your-own-data). What the records cannot show
although it happened becomes a `Fault` without a crack: the truth file says so, and says why.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from typing import NamedTuple

from headwaters.domain.cracks import CrackKind
from headwaters.engine.simulation.chance import Chance
from headwaters.engine.simulation.diary import Answer, Deed, Diary, Fault
from headwaters.engine.simulation.offices import Office, Watch, saw, watches
from headwaters.engine.simulation.parameters import Parameters

Row = dict[str, str]

EVENTS, FACTS = "events", "facts"

RETRACTED = "entered_in_error"
CORRECTED_AFTER = timedelta(days=12)
WRONG_BY = timedelta(days=365)
"""The year typed wrong: the commonest slip in a date."""
MISTAKEN_BY = timedelta(days=3)


class Filed(NamedTuple):
    """One row of one office's file."""

    office: str
    table: str
    person: str
    row: Row


class Telling:
    """How every office tells one family's diary. Made once per run; `tell` once per family."""

    def __init__(self, offices: Mapping[str, Office], p: Parameters, seed: int, as_of: date) -> None:
        self._offices = offices
        self._p = p
        self._seed = seed
        self._watches: dict[str, tuple[Watch, ...]] = {
            key: watches(office, p, as_of) for key, office in offices.items()
        }
        self._wrong_day = p.share("reporting.wrong_day")
        self._lost = p.share("reporting.never_written_down")
        self._mistaken = p.share("reporting.written_for_the_wrong_child")
        self._pace = p.table("reporting.days_to_record")

    def tell(self, index: int, diary: Diary, unlinked: frozenset[tuple[str, str]]) -> Iterator[Filed]:
        """Rows of one family; faults of telling are added to the diary."""
        chance = Chance(self._seed, index, "telling")
        for number, deed in enumerate(diary.deeds):
            yield from self._deed(f"{index:05d}-{number:03d}", deed, chance, diary)
            if (deed.source, deed.person) in unlinked:
                self._unseen(deed, diary, None, "this office's record has no number that others share")
        for number, answer in enumerate(diary.answers):
            yield from self._answer(f"{index:05d}-{number:03d}", answer, chance)

    def _deed(self, record: str, deed: Deed, chance: Chance, diary: Diary) -> Iterator[Filed]:
        spans = self._watches[deed.source]
        delay, fate = chance.days(self._pace[deed.source]), chance.point()
        recorded = deed.start + timedelta(days=delay)
        if recorded > spans[-1].sent:
            self._unseen(deed, diary, None, "not in the files yet when they were sent")
        elif len(spans) > 1 and not saw(spans, deed.start) and deed.start < spans[-1].from_:
            self._unseen(deed, diary, CrackKind.AGENCY_NOT_REPORTING, "the office did not report in these days")
        elif fate < self._lost and deed.kind != "handoff":
            self._unseen(deed, diary, None, "nobody wrote it down")
        else:
            yield from self._written(record, deed, recorded, fate, spans[-1].sent)

    def _written(self, record: str, deed: Deed, recorded: date, fate: float, sent: date) -> Iterator[Filed]:
        """The row; or a wrong day that is corrected later; or beside it a row of another child that is taken back later. Each
        correction is a second row of the same record."""
        right, later = event_row(deed, record, recorded), recorded + CORRECTED_AFTER
        if later > sent or deed.kind == "handoff":
            yield self._file(deed, right)
        elif fate > 1 - self._wrong_day:
            wrong = (deed.start - WRONG_BY).isoformat()
            yield self._file(deed, {**right, "start": wrong})
            yield self._file(deed, {**right, "revision": "1", "recorded": later.isoformat()})
        elif fate > 1 - self._wrong_day - self._mistaken:
            other = event_row(deed._replace(start=deed.start + MISTAKEN_BY), f"{record}x", recorded)
            yield self._file(deed, right)
            yield self._file(deed, other)
            yield self._file(deed, {**other, "status": RETRACTED, "revision": "1", "recorded": later.isoformat()})
        else:
            yield self._file(deed, right)

    def _answer(self, record: str, answer: Answer, chance: Chance) -> Iterator[Filed]:
        sent = self._watches[answer.source][-1].sent
        recorded = answer.from_ + timedelta(days=chance.days(self._pace[answer.source]))
        if recorded <= sent:
            yield Filed(answer.source, FACTS, answer.person, fact_row(answer, record, recorded))

    def _file(self, deed: Deed, row: Row) -> Filed:
        return Filed(deed.source, EVENTS, deed.person, row)

    def _unseen(self, deed: Deed, diary: Diary, crack: CrackKind | None, because: str) -> None:
        diary.untold.append(deed)
        if deed.serves:
            diary.fault(Fault(deed.person, *deed.serves, crack, deed.start, because))


def event_row(deed: Deed, record: str, recorded: date) -> Row:
    """Columns of events.csv, the empty ones left out. `person` is put in by the package, which knows the office's own ids."""
    row = {"record": record, "kind": deed.kind, "start": deed.start.isoformat(), "recorded": recorded.isoformat()}
    if deed.end:
        row["end"] = deed.end.isoformat()
    if deed.codings:
        row["codings"] = ";".join(f"{system}|{code}" for system, code in deed.codings)
    if deed.result is not None:
        row["result"] = deed.result
    if deed.value is not None:
        row["value"], row["unit"] = f"{deed.value:g}", deed.unit or "count"
    if deed.handoff and deed.step:
        row["handoff"], row["step"] = deed.handoff, deed.step
    if deed.status:
        row["status"] = deed.status
    row.update(deed.columns)
    return row


def fact_row(answer: Answer, record: str, recorded: date) -> Row:
    """Columns of facts.csv, the empty ones left out."""
    row = {
        "record": record,
        "fact": answer.fact,
        "value": answer.value,
        "from": answer.from_.isoformat(),
        "recorded": recorded.isoformat(),
    }
    if answer.through:
        row["through"] = answer.through.isoformat()
    return row
