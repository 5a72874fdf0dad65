"""What is tried on SQLite is tried on PostgreSQL by the same tests: intake, entries, access and its audit, asks, messages, doors."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SAME = {
    "intake and drawing": ("integration/test_load_families.py", "integration/test_load_repair.py"),
    "entries and caseloads": ("integration/test_entries.py", "integration/test_caseloads.py"),
    "access and its audit": (
        "integration/test_access.py", "integration/test_audit_chain.py", "integration/test_who_is_asking.py",
    ),
    "asks": ("integration/test_referrals.py",),
    "messages and days": ("unit/practice/messages", "integration/test_messages_pages.py"),
    "directory and doors": ("integration/test_directory_search.py", "integration/test_family_doors.py"),
}  # fmt: skip


@pytest.mark.parametrize("subject", sorted(SAME))
def test_holds_on_a_server_as_in_a_file(subject: str, surroundings: dict[str, str]) -> None:
    tests = [str(ROOT / "tests" / one) for one in SAME[subject]]
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-p", "no:xdist", "-p", "no:cacheprovider", "-q", "-x", "--create-db", *tests],
        capture_output=True, text=True, check=False, env=surroundings, cwd=ROOT,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout[-4000:] + done.stderr[-2000:]
    assert " passed" in done.stdout or "100%" in done.stdout
