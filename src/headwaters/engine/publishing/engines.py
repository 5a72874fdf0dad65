"""Who judges: the compiled kernel or the reference evaluator. The rows are the same."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from headwaters.domain.problems import NotFound
from headwaters.engine.kernel.available import is_available, why_not

FEW = 500
"""Below so many stories the reference has judged them before the kernel's compiled code is read in, let alone compiled."""


class Engine(StrEnum):
    """Who judges. Both give the same rows; the kernel is for populations."""

    KERNEL = "kernel"
    REFERENCE = "reference"


@dataclass(frozen=True, slots=True)
class Choice:
    """`why`: a sentence for whoever waits, where the slower one was taken without being asked for."""

    engine: Engine
    why: str | None = None


def choose_engine(wanted: Engine | None, *, stories: int | None = None) -> Choice:
    """The engine asked for; without a wish the kernel, where it can run here and there are enough stories for it.

    stories  in the whole population; None: many
    raises   NotFound  the kernel was asked for, and cannot run here
    """
    if wanted is Engine.REFERENCE:
        return Choice(wanted)
    if wanted is None and stories is not None and stories < FEW:
        return Choice(Engine.REFERENCE)
    if is_available():
        return Choice(Engine.KERNEL)
    if wanted is Engine.KERNEL:
        raise NotFound(f"The kernel cannot run here: {why_not()} Ask for --engine reference: slower, the same rows.")
    return Choice(
        Engine.REFERENCE,
        f"The reference evaluator judges, because the kernel cannot run here: {why_not()} It is slower; the rows are the same.",
    )


def compiling(engine: Engine) -> str | None:
    """A sentence for whoever waits, where this engine has to be compiled first; None where it stands ready."""
    if engine is not Engine.KERNEL or not is_available():
        return None
    from headwaters.engine.kernel.ready import is_compiled  # opens numba, which takes a second

    return None if is_compiled() else COMPILING


COMPILING = "Compiling the kernel, once on this machine: a quarter of a minute or so ..."
