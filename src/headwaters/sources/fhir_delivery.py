"""Whose FHIR files these are and when they were exported: what the files beside the resources say.

All of them are optional: `fhir_source.csv` (source, agency; where wanted areas, lag_days), `fhir_agencies.csv`
(organization, agency), `fhir_handoffs.csv` (system, code, handoff); `log.ndjson` and `manifest.json` as Bulk Data
servers and clients write them. docs/decisions/0022-fhir-deliveries.md says why.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import orjson

from headwaters.domain.problems import InputUnreadable
from headwaters.interchange.fhir.coding import SHORT_NAMES
from headwaters.interchange.fhir.instants import day_of

UNKNOWN_AGENCY = "fhir"
"""Who made the records, where nobody says: no agency of any blueprint, so nobody is held accountable for a guess."""

UNDECLARED_KINDS = frozenset({"encounter", "immunization"})
"""What an export vouches for where nobody said whose it is: its own visits and shots. That a clinic sends some
results does not mean it would have sent a newborn's bloodspot or a dentist's care; silence on those is no news."""

FHIR_KINDS = frozenset(
    {
        "encounter", "immunization", "observation", "condition", "procedure", "service_request", "task", "care_plan",
        "medication", "coverage", "handoff", "death", "pregnancy_loss",
    }
)  # fmt: skip
"""The kinds that this door itself gives to what it reads."""

_LARGEST_MANIFEST = 8 << 20


@dataclass(frozen=True, slots=True)
class FhirDelivery:
    """`exported`: the day the server took its picture of the data (transactionTime), if anything says so.

    `areas`: the counties whose events it would have told about; empty: everywhere. `lag_days`: days until its
    records are complete, by which the days it says it has seen end before the export. `kinds`: the kinds it
    vouches for; None: all it holds. A kind of the blueprint's own among them (`lead_test`) says what its records are
    about: it would have told of every one, as an observation or in whatever shape.
    """

    source: str
    agency: str = UNKNOWN_AGENCY
    exported: date | None = None
    agencies: Mapping[str, str] = field(default_factory=dict)
    handoffs: Mapping[tuple[str, str], str] = field(default_factory=dict)
    areas: tuple[str, ...] = ()
    lag_days: int = 0
    kinds: frozenset[str] | None = UNDECLARED_KINDS

    def vouched(self, first: Mapping[str, date]) -> dict[str, date]:
        """The kinds it would have told about, each from the first day on which it did; a kind of the blueprint's own
        from the first day of all."""
        if self.kinds is None:
            return dict(first)
        held = {kind: day for kind, day in first.items() if kind in self.kinds}
        about = self.kinds - FHIR_KINDS
        return held | dict.fromkeys(about, min(first.values())) if first else held


def delivery_at(path: Path) -> FhirDelivery:
    """What the folder says about itself; without fhir_source.csv the source is called like the folder.

    raises  InputUnreadable  one of the fhir_*.csv files cannot be understood
    """
    folder = path if path.is_dir() else path.parent
    rows = _table(folder / "fhir_source.csv", ("source", "agency"))
    if len(rows) > 1:
        raise InputUnreadable(f"{folder / 'fhir_source.csv'}: it has to hold one row: the source and its agency.")
    named = path.stem.partition(".")[0] if path.suffix.lower() == ".zip" else folder.resolve().name
    return FhirDelivery(
        source=rows[0]["source"] if rows else _slug(named),
        agency=rows[0]["agency"] if rows else UNKNOWN_AGENCY,
        exported=_exported(folder),
        agencies={
            row["organization"]: row["agency"]
            for row in _table(folder / "fhir_agencies.csv", ("organization", "agency"))
        },
        handoffs={
            (SHORT_NAMES.get(row["system"], row["system"]), row["code"]): row["handoff"]
            for row in _table(folder / "fhir_handoffs.csv", ("system", "code", "handoff"))
        },
        areas=tuple(area.strip() for area in (rows[0].get("areas") or "").split(";") if area.strip()) if rows else (),
        kinds=_kinds(rows[0].get("kinds", "")) if rows else UNDECLARED_KINDS,
        lag_days=_lag(folder / "fhir_source.csv", rows[0].get("lag_days") or "0") if rows else 0,
    )


def _kinds(text: str) -> frozenset[str] | None:
    return frozenset(kind.strip() for kind in text.split(";") if kind.strip()) or None


def _lag(path: Path, text: str) -> int:
    if not text.isdecimal():
        raise InputUnreadable(
            f"{path}:2: `lag_days` is a whole number of days, 0 or more. Correct it, or leave it empty."
        )
    return int(text)


def _slug(name: str) -> str:
    return re.sub(r"[^a-z0-9]+", "_", name.lower()).strip("_")[:64] or UNKNOWN_AGENCY


def _table(path: Path, columns: tuple[str, ...]) -> list[dict[str, str]]:
    if not path.is_file():
        return []
    try:
        with path.open(newline="", encoding="utf-8-sig") as file:
            rows = [{key: (value or "").strip() for key, value in row.items() if key} for row in csv.DictReader(file)]
    except (UnicodeDecodeError, csv.Error, AttributeError):
        raise InputUnreadable(
            f"{path}: it is no table. Save it as CSV in UTF-8, with the columns {', '.join(columns)}."
        ) from None
    for line, row in enumerate(rows, 2):
        for column in columns:
            if not row.get(column):
                raise InputUnreadable(f"{path}:{line}: `{column}` is missing. The columns are {', '.join(columns)}.")
    return rows


def _exported(folder: Path) -> date | None:
    """The latest transactionTime that a manifest or a client's log names."""
    days = []
    for name in ("manifest.json", "log.ndjson"):
        path = folder / name
        if path.is_file() and path.stat().st_size <= _LARGEST_MANIFEST:
            days += [
                day
                for day in map(
                    _transaction_day, path.read_bytes().splitlines() if name == "log.ndjson" else [path.read_bytes()]
                )
                if day
            ]
    return max(days, default=None)


def _transaction_day(text: bytes) -> date | None:
    with suppress(orjson.JSONDecodeError):
        found = orjson.loads(text.removeprefix(b"\xef\xbb\xbf"))
        if isinstance(found, dict):
            said = found.get("transactionTime") or _detail(found).get("transactionTime")
            return day_of(said, "transactionTime", [])
    return None


def _detail(line: dict[str, object]) -> dict[str, object]:
    detail = line.get("eventDetail")
    return detail if isinstance(detail, dict) else {}
