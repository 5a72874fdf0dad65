"""Headwaters: a Child Success Model that runs.

`import headwaters` is quick; what it offers is opened when it is first asked for (see `headwaters.library.calls`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from headwaters.library.calls import Blueprint, Histories, Judged, LeftOutWarning, evaluate, read_blueprint

__all__ = ["Blueprint", "Histories", "Judged", "LeftOutWarning", "evaluate", "read_blueprint"]


def __getattr__(name: str) -> Any:
    if name in __all__:
        from headwaters.library import calls

        return getattr(calls, name)
    raise AttributeError(f"headwaters has no {name!r}. It offers: {', '.join(__all__)}.")


def __dir__() -> list[str]:
    return sorted(__all__)
