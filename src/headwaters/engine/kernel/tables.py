"""What the kernel found as Arrow tables: numbers stay numbers into dictionaries, so that no text is written twice."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from headwaters.domain.blueprint.window import Mark
from headwaters.domain.cracks import LadderStep
from headwaters.engine.evaluation.marks import LAST_KNOWN, NEVER
from headwaters.engine.evaluation.people import ROLES
from headwaters.engine.evaluation.plan import Plan
from headwaters.engine.kernel import layout as o
from headwaters.engine.kernel.batch import Batch
from headwaters.engine.kernel.program import Program
from headwaters.engine.warehouse.published_tables import PASSAGES
from headwaters.engine.warehouse.status_table import STATUS

Column = npt.NDArray[np.int32]
FIRST_ARROW_DAY = date(1970, 1, 1).toordinal()
MARKS = [Mark.NEVER.value, Mark.PENDING.value, Mark.UNKNOWN.value]
"""In the order of `evaluation.marks`."""


@dataclass(frozen=True, slots=True)
class Found:
    """What a program found: its passages, one column (`layout.Z_...`) after another. Its rows stand among all rows."""

    program: Program
    passages: npt.NDArray[np.int32]


def status_table(
    plan: Plan,
    batch: Batch,
    y: npt.NDArray[np.int32],
    found: Sequence[Found],
    words: Sequence[str],
    asked: tuple[date, date | None],
) -> pa.Table:
    """The rows (`layout.Y_...`) as STATUS."""
    rows = y.shape[1]
    event = y[o.Y_EVENT]
    content = np.where(event >= 0, batch.event_content[event] if len(batch.event_content) else -1, -1).astype(np.int32)
    source = np.where(event >= 0, batch.event_source[event] if len(batch.event_source) else -1, -1).astype(np.int32)
    agencies = _Texts(one.agency for one in batch.contents)
    columns: dict[str, pa.Array] = {
        **_key_columns(batch, y, found),
        "status": _word(y[o.Y_STATUS], [one.value for one in o.STATUSES]),
        "reason": _used(y[o.Y_REASON], words),
        "missing": _used(y[o.Y_MISSING], words),
        **_days("opens", y[o.Y_OPENS]),
        **_days("due_by", y[o.Y_DUE]),
        **_days("closes", y[o.Y_CLOSES]),
        "matched": _day(y[o.Y_MATCHED]),
        "event_source": _word(source, list(batch.sources)),
        "event_record": _record(event, batch.event_record),
        "agency": _word(agencies.of(content), agencies.texts),
        "outcome": _used(y[o.Y_OUTCOME], words),
        "handoff_state": _word(y[o.Y_STATE], [one.value for one in o.STATES]),
        "handoff_clock": _day(y[o.Y_CLOCK]),
        "crack": _word(y[o.Y_CRACK], [one.value for one in o.CRACKS]),
        "changes_on": _day(y[o.Y_CHANGES_ON]),
        "blueprint": _word(np.zeros(rows, np.int32), [plan.blueprint.id]),
        "version": _word(np.zeros(rows, np.int32), [plan.blueprint.version]),
        "as_of": pa.repeat(pa.scalar(asked[0], pa.date32()), rows),
        "known_by": pa.repeat(pa.scalar(asked[1], pa.date32()), rows),
    }
    return pa.Table.from_arrays([columns[field.name] for field in STATUS], schema=STATUS)


def passages_table(batch: Batch, y: npt.NDArray[np.int32], found: Sequence[Found], words: Sequence[str]) -> pa.Table:
    """The passages as PASSAGES, in the order of their rows."""
    z = np.concatenate([one.passages for one in found], axis=1) if found else np.empty((o.Z_WIDTH, 0), np.int32)
    if len(found) > 1:
        z = z[:, np.argsort(z[o.Z_ROW], kind="stable")]
    columns = {
        **_key_columns(batch, y[: o.Y_STATUS, z[o.Z_ROW]], found),
        "step": _word(z[o.Z_STEP], [one.value for one in LadderStep]),
        "day": _day(z[o.Z_DAY]),
        "agency": _used(z[o.Z_AGENCY], words),
    }
    return pa.Table.from_arrays([columns[field.name] for field in PASSAGES], schema=PASSAGES)


def _key_columns(batch: Batch, y: npt.NDArray[np.int32], found: Sequence[Found]) -> dict[str, pa.Array]:
    """story, episode, recipient, role, element and touchpoint of rows."""
    elements = _Texts(name for one in found for name in one.program.elements)
    touchpoints = _Texts(name for one in found for name in one.program.touchpoints)
    roles = np.array([role for one in found for role in one.program.roles], np.int32)
    line = y[o.Y_LINE]
    return {
        "story_id": _word(y[o.Y_STORY], batch.story_ids),
        "episode_id": _word(y[o.Y_EPISODE], batch.episode_ids),
        "recipient_id": _word(y[o.Y_RECIPIENT], batch.person_ids),
        "role": _word(roles[line] if len(roles) else line, [one.value for one in ROLES]),
        "element": _word(elements.of(line), elements.texts),
        "touchpoint": _word(touchpoints.of(line), touchpoints.texts),
    }


class _Texts:
    """Texts, each once, and for each place in what was given the number of its text."""

    def __init__(self, texts: object) -> None:
        numbers: dict[str, int] = {}
        self._places = np.array([numbers.setdefault(one, len(numbers)) for one in texts], np.int32)  # type: ignore[attr-defined]
        self.texts = list(numbers)

    def of(self, places: Column) -> Column:
        if not len(self._places):
            return np.full(len(places), -1, np.int32)
        return np.where(places >= 0, self._places[places], -1).astype(np.int32)


def _validity(known: npt.NDArray[np.bool_]) -> pa.Buffer | None:
    return None if known.all() else pa.py_buffer(np.packbits(known, bitorder="little").tobytes())


def _word(numbers: Column, texts: Sequence[str] | pa.Array) -> pa.Array:
    """Numbers of texts, null where negative."""
    known = numbers >= 0
    validity = _validity(known)
    data = np.ascontiguousarray(numbers if validity is None else np.maximum(numbers, 0))
    indices = pa.Array.from_buffers(pa.int32(), len(data), [validity, pa.py_buffer(data)])
    values = texts if isinstance(texts, pa.Array) else pa.array(texts, pa.string())
    if pa.types.is_dictionary(values.type):
        values = values.dictionary_decode()
    return pa.DictionaryArray.from_arrays(indices, values.cast(pa.string()))


def _used(numbers: Column, texts: Sequence[str]) -> pa.Array:
    """The same with a dictionary of no more than what is said."""
    flags = np.zeros(len(texts) + 1, np.bool_)
    flags[numbers] = True  # null is -1, and so the last
    flags[-1] = False
    places = (np.cumsum(flags) - 1).astype(np.int32)
    places[-1] = -1
    return _word(places[numbers], [texts[int(i)] for i in np.flatnonzero(flags)])


def _record(event: Column, records: pa.Array) -> pa.Array:
    flags = np.zeros(len(records) + 1, np.bool_)
    flags[event] = True
    flags[-1] = False
    places = (np.cumsum(flags) - 1).astype(np.int32)
    places[-1] = -1
    return _word(places[event], records.take(pa.array(np.flatnonzero(flags))))


def _day(numbers: Column) -> pa.Array:
    """Days, null where there is a mark or none."""
    data = (numbers - FIRST_ARROW_DAY).astype(np.int32)
    return pa.Array.from_buffers(pa.date32(), len(data), [_validity(numbers <= LAST_KNOWN), pa.py_buffer(data)])


def _days(name: str, numbers: Column) -> dict[str, pa.Array]:
    return {name: _day(numbers), f"{name}_mark": _word((numbers - NEVER).astype(np.int32), MARKS)}
