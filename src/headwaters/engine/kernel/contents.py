"""What a program makes of everything that events and facts say, decided once by the reference's own tests.

An event's kind, status, codes and columns stand in its `Content`, which many events share: each is shown to the compiled
matchers and outcomes of the blueprint once, and the kernel reads the answers. Nothing of `where` or code lists is written
a second time.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import numpy as np
import numpy.typing as npt

from headwaters.domain.blueprint.blueprint import EventEnd
from headwaters.domain.history.history import WITHHELD, Event, PersonId
from headwaters.engine.evaluation.course import AREA
from headwaters.engine.evaluation.facts import typed
from headwaters.engine.evaluation.handoffs import STATES
from headwaters.engine.evaluation.matching import HANDOFF
from headwaters.engine.evaluation.observation import ObservationIndex
from headwaters.engine.evaluation.plan import Plan
from headwaters.engine.evaluation.seen import SeenEvent
from headwaters.engine.kernel import layout as o
from headwaters.engine.kernel.batch import Content, FactSaid
from headwaters.engine.kernel.flat import tagged
from headwaters.engine.kernel.program import Program
from headwaters.engine.kernel.words import Words

ORDERS = {state.value: order for order, state in enumerate(STATES)}
ROLES = 4


class Contents:
    """The answers for one program, kept from batch to batch: contents and statements are only ever added."""

    def __init__(self, plan: Plan, program: Program, words: Words) -> None:
        self._program = program
        self._words = words
        self._facts = plan.blueprint.facts
        kinds = plan.blueprint.events.items()
        self._planned = {kind for kind, rule in kinds if rule.end is EventEnd.PLANNED}
        self._running = {kind for kind, rule in kinds if rule.end is EventEnd.RUNNING}
        self._records: list[list[int]] = []
        self._lists: list[int] = []
        self._said: list[tuple[int, int, str | None]] = []
        self._values: list[tuple[float, float]] = []
        self._seen: tuple[Sequence[Content], Sequence[FactSaid]] = ((), ())
        self._observed: tuple[ObservationIndex, list[int], dict[str, int]] | None = None
        self._made: tuple[tuple[int, int, int], npt.NDArray[np.int32], npt.NDArray[np.float64]] | None = None

    def arrays(
        self, contents: Sequence[Content], said: Sequence[FactSaid], observations: ObservationIndex
    ) -> tuple[npt.NDArray[np.int32], npt.NDArray[np.float64]]:
        """(C, V) for a batch."""
        if self._seen[0] is not contents or self._seen[1] is not said:
            self._records, self._lists, self._said, self._values, self._made = [], [], [], [], None
            self._seen = (contents, said)
        for content in contents[len(self._records) :]:
            self._records.append(self._record(content))
        for one in said[len(self._said) :]:
            self._take(one)
        if self._observed is None or self._observed[0] is not observations:
            self._observed, self._made = self._observe(observations), None
        size = (len(self._records), len(self._said), len(self._words.texts))
        if self._made is None or self._made[0] != size:
            self._made = (size, *self._written(self._observed))
        return self._made[1], self._made[2]

    # -- events --------------------------------------------------------------------------------------------------

    def _record(self, content: Content) -> list[int]:
        program, event = self._program, _seen(content)
        record = [0] * o.CT_WIDTH
        record[o.CT_PLANNED] = int(content.kind in self._planned)
        record[o.CT_RUNNING] = int(content.kind in self._running)
        record[o.CT_AGENCY] = self._words.number(content.agency)
        record[o.CT_KNOWN_AGENCY] = program.known_agencies.get(content.agency, -1)
        record[o.CT_RESULT] = self._words.number(content.result)
        record[o.CT_HANDOFF] = program.handoffs.get(content.handoff or "", -1)
        record[o.CT_STEP] = ORDERS.get(content.step or "", -1)
        outcomes = [
            (number, self._outcome(number, event))
            for number, (kinds, _) in enumerate(program.outcomes)
            if content.kind in kinds
        ]
        record[o.CT_OUTCOMES], record[o.CT_NOUTCOMES] = self._put(outcomes)
        masks: dict[int, int] = {}
        for look, part, fitting in program.fittings.get(content.kind, ()):
            if fitting.accepts is None or fitting.accepts(event):
                masks[look] = masks.get(look, 0) | 1 << part
        for role in range(ROLES):
            pairs = [(program.slots[role][look], mask) for look, mask in masks.items() if look in program.slots[role]]
            pairs += self._step(content, role)
            record[o.CT_LISTS + 2 * role], record[o.CT_LISTS + 2 * role + 1] = self._put(pairs)
        return record

    def _step(self, content: Content, role: int) -> list[tuple[int, int]]:
        """As a step of a hand-off: its list, and its place in the order of steps."""
        number = self._program.handoffs.get(content.handoff or "", -1)
        slot = self._program.step_slots[role].get(number)
        if content.kind != HANDOFF or slot is None or content.step not in ORDERS:
            return []
        return [(slot, ORDERS[content.step])]

    def _outcome(self, number: int, event: SeenEvent) -> int:
        """The first true outcome; none true: unknown if one is, else `other`."""
        unknown = False
        for name, test in self._program.outcomes[number][1]:
            truth = test(event)
            if truth:
                return self._words.number(name)
            unknown = unknown or truth is None
        return o.NO_WORD if unknown else o.W_OTHER

    def _put(self, pairs: list[tuple[int, int]]) -> tuple[int, int]:
        at = len(self._lists)
        self._lists += [number for pair in pairs for number in pair]
        return at, len(pairs)

    # -- facts and observation -----------------------------------------------------------------------------------

    def _take(self, said: FactSaid) -> None:
        key = self._program.facts.get(said.fact, -1)
        rule = self._facts.get(said.fact)
        value = typed(said.value, rule.type if rule else None) if key >= 0 else None
        withheld = said.value == WITHHELD
        area = value if said.fact == AREA and isinstance(value, str) else None
        self._said.append((key, int(withheld), area))
        # A value kept private is unknown to conditions; that it was kept private is told by its second number.
        self._values.append((o.NONE, float(withheld)) if value is None else tagged(value, self._words))

    def _observe(self, observations: ObservationIndex) -> tuple[ObservationIndex, list[int], dict[str, int]]:
        """Observed stretches by kinds and area: (first, last) pairs, found by (where, how many); area 0 is anywhere else."""
        areas = {area: i + 1 for i, area in enumerate(sorted({row.area for row in observations.rows if row.area}))}
        found: list[int] = []
        stretches: list[int] = []
        for kinds in self._program.kindsets:
            for area in (None, *areas):
                told = observations.stretches(kinds, area)
                found += [len(stretches), len(told)]
                stretches += [day for stretch in told for day in stretch]
        found[::2] = [len(found) + at for at in found[::2]]
        return observations, found + stretches, areas

    # -- arrays --------------------------------------------------------------------------------------------------

    def _written(
        self, observed: tuple[ObservationIndex, list[int], dict[str, int]]
    ) -> tuple[npt.NDArray[np.int32], npt.NDArray[np.float64]]:
        _, stretches, areas = observed
        ranks = self._words.ranks()
        records = np.array(self._records, np.int32).reshape(-1, o.CT_WIDTH)
        said = np.array(
            [(key, withheld, areas.get(area or "", 0)) for key, withheld, area in self._said], np.int32
        ).reshape(-1, o.SD_WIDTH)
        starts = np.cumsum([o.CH_WIDTH, records.size, len(self._lists), said.size, len(ranks), len(stretches)])
        head = np.zeros(o.CH_WIDTH, np.int32)
        head[o.CH_CONTENTS], lists, head[o.CH_SAID], head[o.CH_RANKS], head[o.CH_OBSERVED], _ = starts
        head[o.CH_AREAS] = 1 + len(areas)
        for field in (o.CT_OUTCOMES, *range(o.CT_LISTS, o.CT_LISTS + 2 * ROLES, 2)):
            records[:, field] += lists
        tail = np.array(stretches, np.int32)
        found = 2 * len(self._program.kindsets) * (1 + len(areas))
        tail[:found:2] += head[o.CH_OBSERVED]
        parts = (head, records.ravel(), np.array(self._lists, np.int32), said.ravel(), np.array(ranks, np.int32), tail)
        values = np.array([*self._program.values, *self._values], np.float64).reshape(-1, 2)
        return np.concatenate(parts).astype(np.int32), values.ravel()


def _seen(content: Content) -> SeenEvent:
    """An event that says just this, for the reference's tests; they look at nothing else of it."""
    row = Event(
        PersonId(""), "", "", content.kind, content.agency, date.min, status=content.status, result=content.result,
        value=content.value, unit=content.unit, handoff=content.handoff, step=content.step, columns=content.columns,
    )  # fmt: skip
    return SeenEvent(row, 1, None, content.codes)
