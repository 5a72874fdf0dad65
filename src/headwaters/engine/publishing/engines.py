"""Who judges: the compiled kernel or the reference evaluator. The rows are the same."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from headwaters.domain.problems import NotFound
from headwaters.engine.kernel.available import is_available, why_not


class Engine(StrEnum):
    """Who judges. Both give the same rows; the kernel is for populations."""

    KERNEL = "kernel"
    REFERENCE = "reference"


@dataclass(frozen=True, slots=True)
class Choice:
    """`why`: a sentence for whoever waits, where the slower one was taken without being asked for."""

    engine: Engine
    why: str | None = None


def choose_engine(wanted: Engine | None) -> Choice:
    """The engine asked for; without a wish the kernel if it can run here.

    raises  NotFound  the kernel was asked for, and cannot run here
    """
    if wanted is Engine.REFERENCE:
        return Choice(wanted)
    if is_available():
        return Choice(Engine.KERNEL)
    if wanted is Engine.KERNEL:
        raise NotFound(f"The kernel cannot run here: {why_not()} Ask for --engine reference: slower, the same rows.")
    return Choice(
        Engine.REFERENCE,
        f"The reference evaluator judges, because the kernel cannot run here: {why_not()} It is slower; the rows are the same.",
    )
