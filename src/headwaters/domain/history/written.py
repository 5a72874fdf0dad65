"""Values of any type as text, and back: how facts and an event's further columns stand in a table, and in what order."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date

from headwaters.domain.history.history import FactValue


def written(value: FactValue) -> tuple[str, str]:
    """A value as (type, text); `read_back` undoes it exactly."""
    if isinstance(value, bool):
        return "boolean", "true" if value else "false"
    if isinstance(value, (int, float)):
        return "number", repr(float(value))
    if isinstance(value, date):
        return "date", value.isoformat()
    return "code", value


def read_back(type_: str, text: str) -> FactValue:
    if type_ == "boolean":
        return text == "true"
    if type_ == "number":
        return float(text)
    return date.fromisoformat(text) if type_ == "date" else text


def columns_text(columns: Mapping[str, FactValue]) -> str:
    """An event's further columns as one text, alike for alike columns; empty where there are none."""
    return json.dumps({name: written(value) for name, value in columns.items()}, sort_keys=True) if columns else ""


def columns_back(text: str) -> Mapping[str, FactValue]:
    return {name: read_back(*value) for name, value in json.loads(text).items()} if text else {}
