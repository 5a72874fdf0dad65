"""One row per episode with what cohorts and groups need, column by column from a batch.

`practice.published.recipients` says the same of one story at a time, over the reference; a test holds them equal.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from headwaters.domain import days
from headwaters.domain.blueprint.blueprint import FactRule
from headwaters.domain.blueprint.element import Role
from headwaters.domain.history.history import WITHHELD
from headwaters.engine.evaluation.models import Models
from headwaters.engine.kernel.batch import Batch
from headwaters.engine.warehouse.recipients_table import RECIPIENTS

Places = npt.NDArray[np.int64]
Marks = npt.NDArray[np.bool_]
ROLES = tuple(Role)
NOBODY = -1
PREGNANCY = 0


@dataclass(frozen=True, slots=True)
class BirthRegister:
    """A source that knows everybody to whom `kind` happened, in an area (None: everywhere) and on these days."""

    source: str
    kind: str
    area: str | None
    from_: date
    through: date


@dataclass(frozen=True, slots=True)
class Said:
    """What is known of one fact for every episode: the place of its value in `facts_said`; NOBODY where nobody said it."""

    at: Places
    withheld: Marks


def recipients_of(
    models: Models, batch: Batch, *, as_of: date, known_by: date | None = None,
    regions: Mapping[str, str], registers: Sequence[BirthRegister] = (),
) -> pa.Table:  # fmt: skip
    """Rows of RECIPIENTS, in the order of the batch's episodes. A fact is that of the person whose fact the blueprint says
    it is, as it stands on the day asked about.

    regions    county -> pilot region
    registers  as `families.queries.registers` gives them
    """
    holders = _holders(batch)
    rules = models.default.blueprint.facts

    def said(fact: str) -> Said:
        return _said(batch, fact, rules.get(fact), holders, as_of, known_by)

    found = {fact: said(fact) for fact in ("county", "language", "interpreter", "zip", "race")}
    found["payer"] = _payer(batch, said("coverage"), said("parent_coverage"))
    columns: dict[str, pa.Array] = {fact: _values(batch, one, fact) for fact, one in found.items()}
    county = _texts(columns["county"])
    story = np.repeat(np.arange(batch.stories), np.diff(batch.episode_first))
    births = np.where(batch.episode_birth <= as_of.toordinal(), batch.episode_birth, 0)
    columns |= {
        "story_id": batch.story_ids.take(pa.array(story)),
        "episode_id": batch.episode_ids,
        "kind": pa.array(np.where(batch.episode_kind == PREGNANCY, "pregnancy", "child")),
        "birth": _dates(births),
        "due_date": _dates(batch.episode_due_date),
        "region": pa.array([regions.get(one) for one in county], pa.string()),
        "withheld": _withheld(found, len(county)),
        "in_register": _in_register(batch, births, county, registers, as_of, known_by),
    }
    arrays = [_as(columns[field.name], field.type) for field in RECIPIENTS]
    return pa.Table.from_arrays(arrays, schema=RECIPIENTS)


def _texts(column: pa.Array) -> npt.NDArray[np.object_]:
    texts: npt.NDArray[np.object_] = np.array(column.to_pylist(), dtype=np.object_)
    return texts


def _as(column: Any, kind: pa.DataType) -> pa.Array:
    if pa.types.is_dictionary(kind) and not pa.types.is_dictionary(column.type):
        return column.cast(pa.string()).dictionary_encode().cast(kind)
    return column.cast(kind)


def _dates(numbers: npt.NDArray[np.int32]) -> pa.Array:
    epoch = date(1970, 1, 1).toordinal()
    return pa.array(numbers.astype(np.int32) - epoch, pa.int32(), mask=numbers == 0).cast(pa.date32())


def _holders(batch: Batch) -> dict[Role, Places]:
    """Per role the person of each episode: the primary one, of several the lowest id; before birth the child's facts, and
    without a carer or household of its own theirs, are the birthing parent's."""
    own = batch.episode_person.astype(np.int64)
    found = {role: np.full(len(own), NOBODY, np.int64) for role in ROLES}
    order = np.lexsort((batch.relation_person, ~batch.relation_primary))[::-1]  # the first in order is written last
    for role, held in found.items():
        rows = order[batch.relation_role[order] == ROLES.index(role)]
        held[batch.relation_episode[rows]] = batch.relation_person[rows]
    child = batch.episode_kind != PREGNANCY
    _fill(found[Role.BIRTHING_PARENT], np.where(child, NOBODY, own))
    _fill(found[Role.CHILD], own)
    _fill(found[Role.CAREGIVER], found[Role.BIRTHING_PARENT])
    _fill(found[Role.HOUSEHOLD], found[Role.CAREGIVER])
    return found


def _fill(held: Places, otherwise: Places) -> None:
    empty = held == NOBODY
    held[empty] = otherwise[empty]


def _said(
    batch: Batch, fact: str, rule: FactRule | None, holders: Mapping[Role, Places], as_of: date, known_by: date | None
) -> Said:
    nothing = np.full(len(batch.episode_person), NOBODY, np.int64)
    if rule is None:
        return Said(nothing, nothing != NOBODY)
    of_fact = np.fromiter((one.fact == fact for one in batch.facts_said), np.bool_, len(batch.facts_said))
    rows = np.flatnonzero(of_fact[batch.fact_said] & _holds(batch, rule, as_of.toordinal(), known_by, of_fact))
    rows = rows[np.argsort(batch.fact_rank[rows], kind="stable")]  # of a person's rows the highest rank is written last
    by_person = np.full(len(batch.person_ids), NOBODY, np.int64)
    by_person[batch.fact_person[rows]] = batch.fact_said[rows]
    holder = holders[rule.of]
    at = np.where(holder == NOBODY, NOBODY, by_person[holder])
    private = np.fromiter((one.value == WITHHELD for one in batch.facts_said), np.bool_, len(batch.facts_said))
    withheld = (at != NOBODY) & private[at] if len(private) else at != NOBODY
    return Said(np.where(withheld, NOBODY, at), withheld)


def _holds(batch: Batch, rule: FactRule, day: int, known_by: date | None, of_fact: Marks) -> Marks:
    """Statements that are believed and hold on the day."""
    believed = _believed(batch.fact_recorded, batch.fact_superseded, known_by)
    lasting = (batch.fact_through == 0) | (batch.fact_through >= day)
    holds: Marks = believed & (batch.fact_from <= day) & lasting
    if rule.valid_for is not None:
        for row in np.flatnonzero(holds & of_fact[batch.fact_said]):
            holds[row] = day < days.number_plus(int(batch.fact_from[row]), rule.valid_for)
    return holds


def _believed(
    recorded: npt.NDArray[np.int32], superseded: npt.NDArray[np.int32], known_by: date | None
) -> Marks:  # fmt: skip
    believed: Marks = superseded == 0
    if known_by is not None:
        known = known_by.toordinal()
        believed = (recorded <= known) & (believed | (superseded > known))
    return believed


def _payer(batch: Batch, child: Said, parent: Said) -> Said:
    pregnancy = batch.episode_kind == PREGNANCY
    return Said(np.where(pregnancy, parent.at, child.at), np.where(pregnancy, parent.withheld, child.withheld))


def _values(batch: Batch, said: Said, fact: str) -> pa.Array:
    """The value for each episode. A feed's mistake in a yes-or-no answer is unknown and never a wrong answer."""
    kept, places = np.unique(said.at, return_inverse=True)
    told: list[object] = [None if at == NOBODY else batch.facts_said[at].value for at in kept]
    if fact == "interpreter":
        return pa.array([one if isinstance(one, bool) else None for one in told], pa.bool_()).take(pa.array(places))
    return pa.array([None if one is None else str(one) for one in told], pa.string()).take(pa.array(places))


def _withheld(found: Mapping[str, Said], episodes: int) -> pa.Array:
    kept: list[list[str]] = [[] for _ in range(episodes)]
    for fact, said in found.items():
        for episode in np.flatnonzero(said.withheld):
            kept[episode].append(fact)
    return pa.array(kept, pa.list_(pa.string()))


def _in_register(
    batch: Batch, births: npt.NDArray[np.int32], county: npt.NDArray[np.object_], registers: Sequence[BirthRegister],
    as_of: date, known_by: date | None,
) -> pa.Array:  # fmt: skip
    covered = np.zeros(len(births), np.bool_)
    listed = np.zeros(len(births), np.bool_)
    for register in registers:
        here = (births >= register.from_.toordinal()) & (births <= register.through.toordinal()) & (births > 0)
        if register.area is not None:
            here &= county == register.area
        covered |= here
        listed |= here & _of_children(batch, _told(batch, register, as_of, known_by))
    return pa.array(listed, pa.bool_(), mask=~covered)


def _told(batch: Batch, register: BirthRegister, as_of: date, known_by: date | None) -> Marks:
    """The people to whom the register says it happened, on its days."""
    kinds = np.fromiter((one.kind == register.kind for one in batch.contents), np.bool_, len(batch.contents))
    sources = np.fromiter((one == register.source for one in batch.sources), np.bool_, len(batch.sources))
    last = min(register.through, as_of).toordinal()
    found = (batch.event_day >= register.from_.toordinal()) & (batch.event_day <= last)
    found &= _believed(batch.event_recorded, batch.event_superseded, known_by)
    if len(found):
        found &= kinds[batch.event_content] & sources[batch.event_source]
    person = np.repeat(np.arange(len(batch.person_ids)), np.diff(batch.event_first))
    told = np.zeros(len(batch.person_ids), np.bool_)
    told[person[found]] = True
    return told


def _of_children(batch: Batch, told: Marks) -> Marks:
    """For each episode whether its child was told of; for a pregnancy whether a child of its story was."""
    child = batch.episode_kind != PREGNANCY
    listed: Marks = told[batch.episode_person] & child
    story = np.repeat(np.arange(batch.stories), np.diff(batch.episode_first))
    some = np.zeros(batch.stories, np.bool_)
    some[story[listed]] = True
    return np.where(child, listed, some[story])
