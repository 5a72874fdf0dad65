"""The tables that a run publishes part by part: the engine's columns, with who the recipients are and whose move it is."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from headwaters.engine.evaluation.models import Models
from headwaters.engine.kernel.batch import Batch
from headwaters.engine.measures.recipients import BirthRegister, recipients_of
from headwaters.engine.publishing import tables
from headwaters.engine.publishing.part import Part
from headwaters.engine.warehouse.recipients_table import RECIPIENTS
from headwaters.engine.warehouse.status_table import to_arrow
from headwaters.practice.families.queries import Register
from headwaters.practice.published.promises import MAY_BE_PROMISES, promise_rule
from headwaters.practice.published.recipients import REGION_OF_COUNTY, recipient_rows


def birth_registers(registers: Iterable[Register]) -> tuple[BirthRegister, ...]:
    return tuple(BirthRegister(one.source, one.kind, one.area, one.from_, one.through) for one in registers)


def tables_of(
    models: Models, part: Part, *, as_of: date, known_by: date | None = None, registers: Sequence[BirthRegister] = ()
) -> tables.Tables:
    """Each table of one part, with the schema in which it is written."""
    if isinstance(part.told, Batch):
        recipients = recipients_of(
            models, part.told, as_of=as_of, known_by=known_by, regions=REGION_OF_COUNTY, registers=registers
        )
    else:
        told = (recipient_rows(models, one, as_of, known_by=known_by, registers=registers) for one in part.told)
        recipients = to_arrow([row for rows in told for row in rows], RECIPIENTS)
    return tables.tables_of(models, part, recipients, as_of=as_of, rule=promise_rule(models), may_be=MAY_BE_PROMISES)
