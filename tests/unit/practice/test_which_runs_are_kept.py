"""Of what was published the last runs stay, the last of each month asked about, and whatever those are read with."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from headwaters.practice.published.kept import KEPT_RUNS, MAKING, remove_old_runs, remove_unfinished
from headwaters.practice.published.manifest import Manifest, make_current, published_folder

FIRST = datetime(2026, 1, 1, tzinfo=ZoneInfo("UTC"))


def publish(data: Path, night: int, *, over: tuple[str, ...] = ()) -> str:
    at = FIRST + timedelta(days=night)
    run = f"{at:%Y-%m-%d}"
    folder = published_folder(data) / run
    folder.mkdir(parents=True)
    Manifest(
        run=run, as_of=at.date(), known_by=None, blueprint="b", version="1", model="m", records="r", software="0", stories=1,
        rows=1, made_at=at, layers=(*over, run),
    ).write(folder)  # fmt: skip
    make_current(data, run)
    return run


def held(data: Path) -> set[str]:
    return {path.name for path in published_folder(data).iterdir() if path.is_dir()}


def test_the_last_runs_and_the_last_of_each_month_stay(tmp_path: Path) -> None:
    runs = [publish(tmp_path, night) for night in range(100)]
    remove_old_runs(tmp_path)
    assert held(tmp_path) == {*runs[-KEPT_RUNS:], "2026-01-31", "2026-02-28", "2026-03-31"}


def test_a_run_that_a_kept_one_is_read_with_stays(tmp_path: Path) -> None:
    base = publish(tmp_path, 0)
    for night in range(1, 60):
        publish(tmp_path, night, over=(base,) if night > 55 else ())
    remove_old_runs(tmp_path)
    assert base in held(tmp_path)
    assert date(2026, 1, 2).isoformat() not in held(tmp_path)


def test_only_the_run_that_is_taken_up_again_is_left_of_the_unfinished(tmp_path: Path) -> None:
    wanted, other = (published_folder(tmp_path) / f"{MAKING}{name}" for name in ("wanted", "other"))
    wanted.mkdir(parents=True)
    other.mkdir()
    remove_unfinished(tmp_path, but=wanted)
    assert held(tmp_path) == {wanted.name}
