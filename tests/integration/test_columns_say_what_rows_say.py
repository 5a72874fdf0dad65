"""Whether rows are read as columns or one by one, the same is known afterwards and the same is reported."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from pathlib import Path

import pytest
from django.apps import apps
from django.db import connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from loading import RECEIVED, small_blueprint

from headwaters.engine.intake.packs import read_said, read_versions
from headwaters.practice.records.actions import load
from headwaters.sources.csv import CsvPackage
from headwaters.sources.fhir_bulk import FhirFiles
from headwaters.sources.source import deliveries

BLUEPRINT = small_blueprint()

DAYS = st.sampled_from(["2026-03-14", "2026-03-20", "2026-04-12", "", "", " 2026-04-13", "3/14/2026", "2026-02-30", "2099-01-01", "1850-01-01", "soon"])  # fmt: skip
IDS = st.sampled_from(["K1", "K2", "M1", "P1", "K1 ", "", "K9", "é", "K\u00a01", '"', "\\", "x\ty"])
WORDS = st.sampled_from(
    ["", "Ana", "José", "O'Neil", 'say "hi"', "two\nlines", "semi;colon", "comma, here", "\u2003wide", "a\\b"]
)
STATUS = st.sampled_from(["", "", "", "completed", "entered_in_error"])
REVISION = st.sampled_from(["", "", "0", "1", "2", "-1", "x"])
CELLS = {
    "person": IDS, "of_person": IDS, "record": st.sampled_from(["1", "2", "3", "4", "5", "", " 1"]), "pregnancy": st.sampled_from(["P1", "P2", ""]),
    "given_name": WORDS, "family_name": WORDS, "birth_date": DAYS, "died": DAYS, "sex": st.sampled_from(["", "female", "FEMALE", "fem"]),
    "id_medicaid": st.sampled_from(["", "MM1", "MM2", "é"]), "identifiers": st.sampled_from(["", "chart=5", " chart = 5 ; b=2", "chart", "a=b;;c=d", "x=y=z", "é=1"]),
    "due_date": DAYS, "children": st.sampled_from(["", "K1", "K1;K2", "K1; K2 ;", "K7", ";"]), "first_seen": DAYS, "ended": DAYS,
    "ended_why": st.sampled_from(["", "loss", "Induced", "gone"]), "role": st.sampled_from(["child", "caregiver", "Caregiver", "aunt", ""]),
    "from": DAYS, "through": DAYS, "primary": st.sampled_from(["", "yes", "NO", "maybe"]), "authority": st.sampled_from(["", "parent", "owner"]),
    "kind": st.sampled_from(["birth", "well_visit", "tooth_fairy", "handoff", "", "well_visitt"]), "start": DAYS, "end": DAYS,
    "system": st.sampled_from(["", "", "CVX", "cvx", "other"]), "code": st.sampled_from(["", "", "110", "999"]),
    "codings": st.sampled_from(["", "", "cvx|110;cpt|90723", "cvx|", "cvx|110"]), "result": WORDS,
    "value": st.sampled_from(["", "3.4", "1e3", "nan", "3,4", " 7"]), "unit": st.sampled_from(["", "ug/dL", "score"]),
    "handoff": st.sampled_from(["", "", "nowhere"]), "step": st.sampled_from(["", "", "sent", "sended"]),
    "agency": st.sampled_from(["", "", "primary_care", "who_knows"]), "status": STATUS, "revision": REVISION, "recorded": DAYS,
    "fact": st.sampled_from(["county", "income_fpl", "no_such_fact", ""]), "who": WORDS, "kindd": WORDS,
}  # fmt: skip
COLUMNS = {
    "people": ["person", "given_name", "family_name", "birth_date", "died", "sex", "id_medicaid", "identifiers", "status", "revision", "recorded", "who", "agency"],
    "pregnancies": ["pregnancy", "person", "due_date", "birth_date", "children", "first_seen", "ended", "ended_why", "status", "revision", "recorded"],
    "relations": ["person", "role", "of_person", "from", "through", "primary", "authority", "status", "revision", "recorded"],
    "events": ["record", "person", "kind", "start", "end", "system", "code", "codings", "status", "result", "value", "unit", "handoff", "step", "agency", "revision", "recorded", "who"],
    "facts": ["record", "person", "fact", "value", "from", "through", "agency", "status", "revision", "recorded"],
}  # fmt: skip
NEEDED = {"people": 1, "pregnancies": 2, "relations": 3, "events": 3, "facts": 5}
MANGLED = st.sampled_from(
    ["", "   ", ",,,", '"never closed,K1,well_visit', 'a"b,"c', "one cell", "1,K1,birth,2026-03-14" + "," * 40, "\x00", "1,K1\x1f,birth", "\r"]
)  # fmt: skip


@st.composite
def table_bytes(draw: st.DrawFn, name: str) -> bytes:
    """A table as it might really come: mostly right, and wrong in every way that we have seen."""
    columns = draw(
        st.permutations(
            COLUMNS[name][: NEEDED[name]] + draw(st.lists(st.sampled_from(COLUMNS[name][NEEDED[name] :]), unique=True))
        )
    )
    mark, end = draw(st.sampled_from([",", ",", ";", "\t", "|"])), draw(st.sampled_from(["\n", "\n", "\r\n"]))
    always = draw(st.booleans())
    rows = draw(st.lists(st.tuples(*(CELLS[column] for column in columns)), max_size=14))
    lines = [mark.join(columns)] + [mark.join(_quoted(cell, mark, always) for cell in row) for row in rows]
    for mangled in draw(st.lists(MANGLED, max_size=2)):
        lines.insert(draw(st.integers(1, len(lines))), mangled)
    text = end.join(lines) + draw(st.sampled_from([end, ""]))
    return draw(st.sampled_from([b"", b"", b"\xef\xbb\xbf"])) + text.encode(
        draw(st.sampled_from(["utf-8", "utf-8", "cp1252"])), "replace"
    )


def _quoted(cell: str, mark: str, always: bool) -> str:
    if always or any(one in cell for one in ('"', mark, "\n")):
        return '"' + cell.replace('"', '""') + '"'
    return cell


PACKAGES = st.fixed_dictionaries({}, optional={name: table_bytes(name) for name in COLUMNS})


def known() -> dict[str, list[tuple[object, ...]]]:
    """Everything that is kept of records and families, without the numbers of rows and batches."""
    content: dict[str, list[tuple[object, ...]]] = {}
    for app in ("records", "families"):
        for model in apps.get_app_config(app).get_models():
            columns = [
                f.column
                for f in model._meta.fields
                if not f.primary_key and f.column not in ("batch_id", "cleared_by_id")
            ]
            with connection.cursor() as cursor:
                cursor.execute("SELECT {} FROM {}".format(", ".join(f'"{c}"' for c in columns), model._meta.db_table))
                content[model._meta.db_table] = cursor.fetchall()
    content["records_record"] += [row for pack in content.pop("records_pack") for row in _unpacked(*pack)]
    return {table: sorted(rows, key=repr) for table, rows in content.items()}


def _unpacked(
    source: str, record_type: str, file: str, rows: int, versions: bytes, said: bytes
) -> Iterator[tuple[object, ...]]:
    """The records of a pack, in the columns of `Record`."""
    held = {name: column.tolist() for name, column in read_versions(versions).items()}
    for row, (record_id, verbatim) in enumerate(read_said(said, range(rows))):
        recorded = date(1970, 1, 1) + timedelta(days=held["recorded"][row])
        fate = "kept" if held["kept"][row] else "loaded"
        place = (file, held["line"][row], recorded, held["revision"][row], fate, verbatim)
        yield (held["key"][row], held["content"][row], source, record_type, record_id, *place)


def loaded(
    packages: Sequence[Path], door: CsvPackage, *, columns: bool
) -> tuple[dict[str, list[tuple[object, ...]]], object]:
    """What is known and what is reported after loading the packages one after another; then all of it is undone."""
    reports = []
    with transaction.atomic():
        for number, path in enumerate(packages):
            found = deliveries(path, (door, FhirFiles()))
            received = RECEIVED.replace(month=5 + number)
            how = {"columns": columns, "group": 3, "packed_from": 2}
            reports.append(load(found, received=received, blueprint=BLUEPRINT, **how).as_json())  # type: ignore[arg-type]
        content = known()
        transaction.set_rollback(True)
    return content, reports


def both_alike(packages: Sequence[Path], block_bytes: int) -> None:
    door = CsvPackage(columns_from=0, block_bytes=block_bytes)
    by_columns, by_rows = loaded(packages, door, columns=True), loaded(packages, door, columns=False)
    for table, rows in by_rows[0].items():
        more = [row for row in by_columns[0][table] if row not in rows]
        assert more == [], f"only by columns: {table}: {more} {[r for r in rows if r not in by_columns[0][table]]}"
        assert [row for row in rows if row not in by_columns[0][table]] == [], f"only by rows: {table}"
    assert by_columns[0] == by_rows[0]
    assert json.dumps(by_columns[1]) == json.dumps(by_rows[1])


@pytest.mark.django_db
@settings(
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture], deadline=None, max_examples=25
)
@given(
    first=PACKAGES,
    second=PACKAGES,
    block_bytes=st.sampled_from([64, 300, 1 << 20]),
    dates=st.sampled_from(["", "month/day/year"]),
)
def test_a_dirty_package_and_its_correction_leave_the_same_by_columns_and_by_rows(
    first: dict[str, bytes], second: dict[str, bytes], block_bytes: int, dates: str
) -> None:
    with tempfile.TemporaryDirectory() as place:
        packages = []
        for number, tables in enumerate((first, {**first, **second}, first)):
            folder = Path(place) / str(number) / "clinic"
            folder.mkdir(parents=True)
            (folder / "source.csv").write_text(f"source,agency,dates\nclinic,primary_care,{dates}\n", encoding="utf-8")
            for name, data in {"people": b"person\nM1\nK1\nK2\n", **tables}.items():
                (folder / f"{name}.csv").write_bytes(data)
            packages.append(folder)
        both_alike(packages, block_bytes)


@pytest.mark.django_db
def test_a_clean_row_is_never_read_alone(tmp_path: Path) -> None:
    """What makes large files quick: of 2,000 visits, only one of each pattern is read by itself."""
    folder = tmp_path / "clinic"
    folder.mkdir()
    (folder / "source.csv").write_text("source,agency\nclinic,primary_care\n", encoding="utf-8")
    (folder / "people.csv").write_text("person\nK1\n", encoding="utf-8")
    visits = "".join(f"{n},K1,well_visit,{date(2026, 1, 1 + n % 28)}\n" for n in range(2000))
    (folder / "events.csv").write_text("record,person,kind,start\n" + visits, encoding="utf-8")
    items = list(CsvPackage(columns_from=0).deliver(folder))
    assert sum(len(item) for item in items if hasattr(item, "patterns")) == 2001
    assert all(not item.alone and len(item.patterns.readings) == 1 for item in items if hasattr(item, "patterns"))
