"""Whether the compiled kernel can run here; without numba the reference answers, slower, and says so."""

from __future__ import annotations

import importlib.util


def is_available() -> bool:
    """Whether numba is installed."""
    return importlib.util.find_spec("numba") is not None


def why_not() -> str:
    """A sentence for whoever gets the reference instead; empty where the kernel can run."""
    if is_available():
        return ""
    return (
        "numba is not installed, so the reference evaluator judges one family at a time. Install numba to judge faster."
    )
