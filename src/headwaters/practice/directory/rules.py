"""A service's runnable rules: kept as text in the blueprint's condition language, read once."""

from __future__ import annotations

from functools import lru_cache

from headwaters.domain.blueprint.condition import Condition
from headwaters.domain.blueprint.condition_text import read_condition
from headwaters.domain.blueprint.misread import Misread


@lru_cache(maxsize=4096)
def read_stored(text: str) -> Condition | None:
    """A rule that was checked when it was written. None: the language has changed since, and it says nothing any more."""
    try:
        return read_condition(text)
    except Misread:
        return None
