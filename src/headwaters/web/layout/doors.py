"""Pages that answer people who have not signed in: sign-in itself, a family's front door, an agency's answer link."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

Shown = TypeVar("Shown", bound=Callable[..., Any])


def without_sign_in(view: Shown) -> Shown:
    """Mark a view that asks nobody to sign in first. It builds its own `Reader`, or shows nothing of anybody."""
    view.without_sign_in = True  # type: ignore[attr-defined]
    return view


def is_open(view: Callable[..., Any], path: str) -> bool:
    return bool(getattr(view, "without_sign_in", False)) or path.startswith("/sign-in/")
