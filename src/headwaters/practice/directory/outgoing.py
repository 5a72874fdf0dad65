"""The directory given on: HSDS 3 as nested JSON or CSV, from what was delivered and what people here added."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum

from headwaters.domain.consent import Action
from headwaters.interchange.hsds.beyond import write_beyond
from headwaters.interchange.hsds.identified import identified, standard_id
from headwaters.interchange.hsds.nested import write_nested
from headwaters.interchange.hsds.package import Row
from headwaters.interchange.hsds.tabular import write_tabular
from headwaters.practice.access.actions import require
from headwaters.practice.access.reader import Reader
from headwaters.practice.directory.intake import entries
from headwaters.practice.directory.models import Delivery, EligibilityRule, Entry, Opening, Service


class Format(StrEnum):
    HSDS_3 = "hsds-3.0"
    CSV = "csv"


@dataclass(frozen=True, slots=True)
class Exported:
    """`files`: name -> bytes. `unsaid`: sentences about what the form could not say. `licences`: what deliveries came under."""

    files: Mapping[str, bytes]
    unsaid: tuple[str, ...]
    rows: int
    licences: tuple[str, ...]


def export_directory(form: Format, *, by: Reader, origin: str | None = None) -> Exported:
    """Everything, or one origin. Openings and runnable rules go along as attributes of their services.

    raises  NotPermitted
    """
    require(by, Action.READ_DIRECTORY, detail=f"export {form}")
    rows = list(_rows(origin))
    licences = tuple(sorted({one for one in Delivery.objects.values_list("licence", flat=True) if one}))
    if form is Format.CSV:
        return Exported(write_tabular(rows, licence="; ".join(licences)), (), len(rows), licences)
    written = write_nested(rows)
    return Exported(written.files, written.unsaid, len(rows), licences)


def _rows(origin: str | None) -> Iterator[Row]:
    wanted = (
        [origin]
        if origin
        else list(Entry.objects.filter(current=True).order_by("origin").values_list("origin", flat=True).distinct())
    )
    yield from write_beyond(row for one in wanted for row in _of(one))


def _of(origin: str) -> Iterator[Row]:
    said = _said_here(origin)
    rows = (
        replace(row, extra={**row.extra, **said.get(row.key, {})}) if row.table == "service" else row
        for row in entries(origin)
    )
    return identified(rows, origin=origin)


def _said_here(origin: str) -> dict[str, dict[str, str]]:
    """What people here said of services, as further columns: the standard has none for room or for rules that can be run."""
    found: dict[str, dict[str, str]] = {}
    for opening in (
        Opening.objects.filter(service__origin=origin).select_related("service").order_by("checked_at", "pk")
    ):
        said = {
            "headwaters open places": opening.open_places, "headwaters waiting": opening.waiting,
            "headwaters openings checked on": opening.checked_on.isoformat(),
        }  # fmt: skip
        found[opening.service.key] = {name: str(value) for name, value in said.items() if value is not None}
    for rule in EligibilityRule.objects.filter(service__origin=origin, ended_at=None).select_related("service"):
        found.setdefault(rule.service.key, {}).update({
            "headwaters eligibility rule": rule.condition, "headwaters rule source": rule.source,
            "headwaters rule as of": rule.as_of.isoformat(),
        })  # fmt: skip
    for service in Service.objects.filter(origin=origin).exclude(same_as=None).select_related("same_as"):
        if service.same_as is not None:
            kept = standard_id("service", service.same_as.key, service.same_as.origin)
            found.setdefault(service.key, {})["headwaters same as"] = kept
    return found
