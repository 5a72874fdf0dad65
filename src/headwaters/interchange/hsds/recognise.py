"""Which form a package has, told from its files' names and headings; then read as that."""

from __future__ import annotations

from collections.abc import Mapping

from headwaters.domain.problems import InputUnreadable
from headwaters.interchange.hsds.csv_files import decoded, headings
from headwaters.interchange.hsds.nested import read_nested
from headwaters.interchange.hsds.older import FILES, read_older
from headwaters.interchange.hsds.package import Form, Package
from headwaters.interchange.hsds.shape import BY_FILE, TABLES
from headwaters.interchange.hsds.tabular import read_tabular

_ONLY_3 = {
    "schedules.csv", "taxonomies.csv", "taxonomy_terms.csv", "service_at_location.csv", "attributes.csv", "cost_options.csv",
    "organization_identifiers.csv", "accessibility.csv",
}  # fmt: skip
_HEADS_3 = {
    "location_type",
    "address_type",
    "eligibility_description",
    "minimum_age",
    "fees_description",
    "assured_date",
    "parent_organization_id",
}
_HEADS_OHANA = {
    "short_desc",
    "admin_emails",
    "audience",
    "number_type",
    "accepted_payments",
    "date_incorporated",
    "taxonomy_ids",
}
WANTED = (
    "It takes HSDS 3 as JSON (services.json, organizations.json) or CSV files by their standard names (organizations.csv, services.csv, "
    "locations.csv ...), and the older Open Referral and Ohana CSV files; one file, a folder, or a zip of them."
)


def read_package(files: Mapping[str, bytes]) -> Package:
    """A directory from its files (name without folder -> bytes), whatever its form.

    raises  InputUnreadable  none of the files is one that any form has, or a file lacks the column it cannot do without
    """
    form = form_of(files)
    if form is Form.HSDS_3_JSON:
        return read_nested(files)
    _check_headings(files, form)
    return read_tabular(files) if form is Form.HSDS_3_CSV else read_older(files, form)


def form_of(files: Mapping[str, bytes]) -> Form:
    """raises  InputUnreadable  this is no directory that can be read"""
    if not files:
        raise InputUnreadable(f"There is nothing in it to read. {WANTED}")
    tables = {name: set(headings(decoded(data)[0])) for name, data in files.items() if name.endswith(".csv")}
    heads = {head for found in tables.values() for head in found}
    known = {name for name in tables if name in BY_FILE or any(name in of for of in FILES.values())}
    if any(name.endswith(".json") and name != "datapackage.json" for name in files) and not known:
        return Form.HSDS_3_JSON
    if not known:
        named = ", ".join(sorted(files)[:6])
        raise InputUnreadable(f"None of these files is part of a directory: {named}. {WANTED} Nothing was read.")
    if _ONLY_3 & set(tables) or _HEADS_3 & heads:
        return Form.HSDS_3_CSV
    if "mail_addresses.csv" in tables or (_HEADS_OHANA - {"taxonomy_ids"}) & heads:
        return Form.OHANA
    return Form.OPEN_REFERRAL_1


def _check_headings(files: Mapping[str, bytes], form: Form) -> None:
    """A file whose headings lack what its rows cannot do without is another file than its name says."""
    for file, data in sorted(files.items()):
        table = (
            BY_FILE.get(file) if form is Form.HSDS_3_CSV else (old.table if (old := FILES[form].get(file)) else None)
        )
        if table is None:
            continue
        found = headings(decoded(data)[0])
        renamed = {} if form is Form.HSDS_3_CSV else FILES[form][file].names
        ours = {renamed.get(name, name) for name in found}
        wanting = [name for name in TABLES[table].required if name not in ours]
        if wanting:
            shown = ", ".join(found[:8]) or "none at all"
            raise InputUnreadable(
                f"{file} has no column `{wanting[0]}`, so it is not the file its name says. Its headings are: {shown}. Nothing was read."
            )
