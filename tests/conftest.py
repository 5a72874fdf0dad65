"""What all tests share: no network, no data folder but a temporary one."""

from __future__ import annotations

import os
import socket
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings

# For commands that a test starts as their own process, and for this process, whose settings were read before.
os.environ["HEADWATERS_DATA"] = tempfile.mkdtemp(prefix="headwaters-tests-")
settings.DATA = Path(os.environ["HEADWATERS_DATA"])

LOOPBACK = {"127.0.0.1", "::1", "localhost"}


@pytest.fixture(autouse=True, scope="session")
def closed_network() -> Iterator[None]:
    """Only this machine's own addresses answer: a test that reached further would depend on the world."""
    real = socket.socket.connect

    def connect(self: socket.socket, address: object) -> None:
        host = address[0] if isinstance(address, tuple) else None
        if host is not None and host not in LOOPBACK:
            raise OSError(f"a test tried to reach {host}; the network is closed")
        real(self, address)  # type: ignore[arg-type]

    socket.socket.connect = connect  # type: ignore[method-assign]
    yield
    socket.socket.connect = real  # type: ignore[method-assign]
