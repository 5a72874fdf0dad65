"""A refresh: nights equal full runs, both engines say the same, and whatever stops it, pages read before or after, never between."""

from __future__ import annotations

import errno
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta
from pathlib import Path
from random import Random
from zoneinfo import ZoneInfo

import pyarrow.parquet as pq
import pytest
from django.conf import settings as django_settings
from django.db import transaction
from loading import package

from headwaters.cli.demo import load_files, make_files, read_parameters
from headwaters.domain.consent import Action, Purpose
from headwaters.domain.problems import CannotWrite
from headwaters.engine.evaluation.reference import Models
from headwaters.engine.measures.reach import PARTS
from headwaters.engine.publishing.engines import Engine, choose_engine
from headwaters.engine.publishing.making import Making
from headwaters.engine.publishing.part import Part
from headwaters.engine.warehouse.layers import read_published
from headwaters.practice.access.actions import grant_local_owner
from headwaters.practice.access.reader import LOCAL, Reader
from headwaters.practice.installation import Installation
from headwaters.practice.judging import judged_parts
from headwaters.practice.published.answering import run_answering
from headwaters.practice.published.manifest import Manifest, current_run, published_folder
from headwaters.practice.records.actions import load
from headwaters.practice.refresh import refresh
from headwaters.practice.snapshot import update_snapshot
from headwaters.sources.source import deliveries, discover
from headwaters.web.layout.here import here

AS_OF = date(2026, 6, 30)
FIRST = date(2026, 6, 20)
DAY = timedelta(days=1)
NOW = datetime(2026, 6, 30, 9, 0, tzinfo=ZoneInfo("America/Los_Angeles"))
BY = Reader(id=LOCAL, role="owner", purpose=Purpose.OPERATION, at=NOW, through="command")
TABLES = ("status", "passages", "promises", "recipients")
FEW = 4
"""Stories of a part: several parts even of a dozen families."""


@pytest.fixture(scope="module")
def loaded(
    django_db_setup: None, django_db_blocker: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Path]:
    """A few invented families for this module, taken back at its end."""
    data = tmp_path_factory.mktemp("loaded")
    before, django_settings.DATA = django_settings.DATA, data
    with django_db_blocker.unblock(), transaction.atomic():  # type: ignore[attr-defined]
        grant_local_owner(on=date(2026, 1, 1))
        made = make_files(data, births=4, seed=7, as_of=AS_OF, parameters=read_parameters(), with_lives=False)
        load_files(data, made.packages, Installation(synthetic=True, as_of=AS_OF, seed=7, births=4))
        yield data
        transaction.set_rollback(True)
    django_settings.DATA = before


pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("loaded")]


@pytest.fixture
def data(loaded: Path, tmp_path: Path) -> Path:
    """A folder in which nothing is published yet, over the same records."""
    (tmp_path / "installation.json").write_bytes((loaded / "installation.json").read_bytes())
    return tmp_path


def models() -> Models:
    return here().models


def run(data: Path, as_of: date = FIRST, **more: object) -> Manifest:
    more.setdefault("engine", Engine.REFERENCE)
    return refresh(data, models(), by=BY, as_of=as_of, stories_at_once=FEW, **more)  # type: ignore[arg-type]


def read(folder: Path, table: str) -> list[tuple[object, ...]]:
    with read_published(folder, table) as con:
        return sorted(con.execute(f"select * from {table}").fetchall(), key=repr)


def reach(folder: Path) -> set[tuple[object, ...]]:
    counts = ", ".join(f"sum({part})::int as {part}" for part in PARTS)
    some = " or ".join(f"sum({part}) <> 0" for part in PARTS)
    sql = f"select element, touchpoint, occurrences, quarter, kind, id, within, {counts} from reach group by all having {some}"
    with read_published(folder, "reach") as con:
        return set(con.execute(sql).fetchall())


def assert_same(one: Path, other: Path) -> None:
    for table in TABLES:
        assert read(one, table) == read(other, table), table
    assert reach(one) == reach(other)


def now(data: Path) -> Path:
    folder = current_run(data)
    assert folder is not None
    return folder


def test_nights_publish_what_a_full_run_publishes(data: Path) -> None:
    assert run(data).is_full
    judged = [run(data, FIRST + night * DAY) for night in range(1, 5)]
    assert any(not one.is_full and 0 < one.judged < one.stories for one in judged)
    nights = now(data)
    full = run(data, FIRST + 4 * DAY, full=True)
    assert full.is_full
    assert nights != now(data)
    assert_same(nights, now(data))
    assert (full.rows, full.stories) == (judged[-1].rows, judged[-1].stories)


def test_what_is_loaded_between_two_nights_is_judged_on_the_second(data: Path, tmp_path: Path) -> None:
    run(data)
    sent = package(
        tmp_path / "clinic",
        source_="clinic",
        people="person,given_name,birth_date\nM1,Ana,1996-02-01\nK1,Ben,2026-03-14\n",
        pregnancies="pregnancy,person,due_date,children\nP1,M1,2026-03-20,K1\n",
        events="record,person,kind,start\n1,K1,birth,2026-03-14\n2,K1,well_visit,2026-04-12\n",
    )
    with transaction.atomic():
        load(list(deliveries(sent, discover())), received=FIRST, blueprint=here().blueprint)
        night = run(data, FIRST)
        assert not night.is_full
        assert 1 <= night.judged < night.stories
        nights = now(data)
        run(data, FIRST, full=True)
        assert_same(nights, now(data))
        transaction.set_rollback(True)


def test_a_family_that_is_no_longer_told_is_gone_from_the_next_night(data: Path) -> None:
    from headwaters.engine.publishing.making import told_in
    from headwaters.engine.warehouse.layers import Layers

    run(data)
    base = now(data)
    gone = sorted(told_in(base))[:2]
    making = Making(published_folder(data) / "over")
    from headwaters.engine.publishing.tables import empty_tables

    making.add(empty_tables(), stories=0, last_story="")
    making.add_gone(gone)
    making.layer_over(Layers(making.folder, (base.name, "over"), FIRST))
    left = {row[0] for row in read(making.folder, "status")}
    assert left == {row[0] for row in read(base, "status")} - set(gone)


def test_other_rules_or_an_earlier_day_are_judged_in_full(data: Path) -> None:
    run(data, FIRST)
    assert run(data, FIRST - DAY).is_full
    assert run(data, FIRST, known_by=date(2026, 5, 1)).is_full
    assert run(data, FIRST).is_full, "the run before used only what was known by a day"
    assert not run(data, FIRST + DAY).is_full


def test_what_is_published_is_current_until_the_day_or_the_records_are_others(data: Path) -> None:
    assert not run_answering(data, models(), as_of=FIRST)
    run(data)
    assert run_answering(data, models(), as_of=FIRST)
    assert not run_answering(data, models(), as_of=FIRST + DAY)
    run(data, FIRST + DAY)
    assert run_answering(data, models(), as_of=FIRST + DAY)
    run(data, FIRST + DAY, known_by=FIRST)
    assert not run_answering(data, models(), as_of=FIRST + DAY)


class Refusing:
    """Counts the places at which a run waits for the disk or hands it rows, and refuses at one of them."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, at: int | None) -> None:
        self.calls, self._at = 0, at
        monkeypatch.setattr(os, "fsync", self._counted(os.fsync))
        monkeypatch.setattr(Path, "replace", self._counted(Path.replace))
        monkeypatch.setattr(pq.ParquetWriter, "write_table", self._counted(pq.ParquetWriter.write_table))

    def _counted(self, real: Callable[..., object]) -> Callable[..., object]:
        def call(*arguments: object, **more: object) -> object:
            self.calls += 1
            if self.calls == self._at:
                raise OSError(errno.ENOSPC, "No space left on device")
            return real(*arguments, **more)

        return call


def test_a_disk_that_is_full_at_any_write_leaves_what_was_published_and_the_next_run_goes_on(
    data: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    run(data, FIRST)
    before, chance, taken_up = now(data), Random(5), []

    def watch(parts: Iterator[Part], stories: int, done: int) -> Iterator[Part]:
        taken_up.append(done)
        yield from parts

    def refused(at: int) -> bool:
        with pytest.MonkeyPatch.context() as patched:
            Refusing(patched, at)
            try:
                run(data, FIRST + DAY, full=True, watch=watch)
            except CannotWrite:
                return True
        return False

    while refused(chance.randrange(1, 24)):
        assert now(data) == before, "pages read the run before"
        making = next(published_folder(data).glob(".making-*"))
        if not list(making.glob("parts/*")) or len(taken_up) < 4:
            continue
        # Now the steps after the last part, one after another: each attempt is refused one write later.
        at = 1
        while now(data) == before and refused(at):
            at += 1
        break
    assert now(data) != before
    assert len(taken_up) > 8
    assert taken_up[-1] > 0, "parts that are whole are not made again"
    other = tmp_path_factory.mktemp("clean")
    (other / "installation.json").write_bytes((data / "installation.json").read_bytes())
    run(other, FIRST + DAY)
    assert_same(now(data), now(other))
    run(data, FIRST + DAY)
    assert not list(published_folder(data).glob(".making-*"))


KILLED = """
import os, sys
from pathlib import Path
from datetime import date
at, calls, replace = int(sys.argv[2]), 0, Path.replace
def counted(path, target):
    global calls
    calls += 1
    if calls == at:
        os._exit(9)
    return replace(path, target)
from headwaters.cli.opening import open_for
from headwaters.domain.consent import Purpose
here = open_for(Path(sys.argv[1]), purpose=Purpose.OPERATION, as_of=date.fromisoformat(sys.argv[3]))
from headwaters.engine.publishing.engines import Engine
from headwaters.practice.refresh import refresh
Path.replace = counted
refresh(here.data, here.models, by=here.reader, as_of=here.as_of, stories_at_once=2, engine=Engine.REFERENCE)
print(calls)
"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder of its own, for processes of their own."""
    data = tmp_path_factory.mktemp("killed")
    answer = headwaters("demo", "--births", "2", "--seed", "7", "--no-check", "--data", data)
    assert answer.returncode == 0, answer.stderr
    return data


def headwaters(*arguments: object) -> subprocess.CompletedProcess[str]:
    return started("from headwaters.cli.main import main; main()", *arguments)


def started(code: str, *arguments: object) -> subprocess.CompletedProcess[str]:
    environment = {
        key: value for key, value in os.environ.items() if key not in ("HEADWATERS_DATA", "DJANGO_SETTINGS_MODULE")
    }
    command = [sys.executable, "-W", "error", "-c", code, *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, env=environment, check=False)


def test_a_refresh_that_is_killed_leaves_the_pages_as_they_were_and_is_taken_up_again(folder: Path) -> None:
    first = started(KILLED, folder, 0, "2026-06-01")
    assert first.returncode == 0, first.stderr
    before = now(folder)
    chance, killed = Random(3), 0
    while (
        ended := started(KILLED, folder, chance.randrange(1, 40) if killed < 3 else 0, "2026-05-01")
    ).returncode != 0:
        assert ended.returncode == 9, ended.stderr
        assert now(folder) == before
        killed += 1
    assert killed >= 1
    resumed = now(folder)
    assert resumed != before
    clean = headwaters("refresh", "--data", folder, "--as-of", "2026-05-01", "--full", "--engine", "reference")
    assert clean.returncode == 0, clean.stderr
    assert_same(resumed, now(folder))


def test_evaluate_by_either_engine_writes_the_same_file(folder: Path, tmp_path: Path) -> None:
    """Row by row in the same order, every column."""
    tables = []
    for engine in Engine:
        out = tmp_path / f"{engine}.parquet"
        answer = headwaters(
            "evaluate", "--data", folder, "--as-of", "2026-06-30", "--out", out, "--engine", engine.value
        )
        assert answer.returncode == 0, answer.stderr
        tables.append(pq.read_table(out).to_pylist())
    assert len(tables[0]) > 1000
    assert tables[0] == tables[1]


def test_both_engines_publish_the_same(data: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    other = tmp_path_factory.mktemp("reference")
    (other / "installation.json").write_bytes((data / "installation.json").read_bytes())
    assert run(data, engine=Engine.KERNEL).engine == "kernel"
    assert run(other, engine=Engine.REFERENCE).engine == "reference"
    assert_same(now(data), now(other))
    assert (
        run(data, FIRST + 3 * DAY, engine=Engine.KERNEL).judged
        == run(other, FIRST + 3 * DAY, engine=Engine.REFERENCE).judged
    )
    assert_same(now(data), now(other))


def test_parts_stand_in_the_order_of_story_ids_whoever_judges(data: Path) -> None:
    snapshot = update_snapshot(data, by=BY)
    told = [
        [story for part in judged_parts(models(), by=BY, action=Action.LIST_FAMILIES, as_of=FIRST, engine=engine,
                                        snapshot=snapshot, stories_at_once=FEW) for story in part.story_ids.to_pylist()]
        for engine in Engine
    ]  # fmt: skip
    assert told[0] == told[1] == sorted(told[0])


def test_the_reference_answers_where_the_kernel_cannot_run_and_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    from headwaters.engine.publishing import engines

    monkeypatch.setattr(engines, "is_available", lambda: False)
    monkeypatch.setattr(engines, "why_not", lambda: "numba is not installed.")
    choice = choose_engine(None)
    assert choice.engine is Engine.REFERENCE
    assert choice.why is not None
    assert "numba is not installed." in choice.why
    assert "slower" in choice.why
    with pytest.raises(Exception, match="--engine reference"):
        choose_engine(Engine.KERNEL)
    assert choose_engine(Engine.REFERENCE).why is None
