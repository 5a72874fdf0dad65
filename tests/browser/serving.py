"""Commands of ours as processes of their own, and where a server of ours answers."""

from __future__ import annotations

import os
import re
import subprocess
import sys


def headwaters(*arguments: str) -> list[str]:
    return [sys.executable, "-c", "from headwaters.cli.main import main; main()", *arguments]


def surroundings(**more: str) -> dict[str, str]:
    """The environment of a process of ours, without what this one was told of a data folder."""
    return {key: value for key, value in os.environ.items() if key != "HEADWATERS_DATA"} | more


def address_of(server: subprocess.Popen[str]) -> str:
    assert server.stdout is not None
    for line in server.stdout:
        if found := re.search(r"http://127\.0\.0\.1:\d+", line):
            return found.group()
    raise AssertionError("the server ended without saying where it is")
