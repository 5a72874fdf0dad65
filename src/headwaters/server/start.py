"""Opening an installation: its data folder, its database, Django."""

from __future__ import annotations

import os
from datetime import date
from pathlib import Path

from headwaters.domain.problems import InputUnreadable

BEFORE_ANY_DAY = date(2000, 1, 1)


def open_data(data: Path, *, create: bool = True) -> Path:
    """Point Django at the data folder and bring its tables up to date. Returns the folder, absolute.

    raises  InputUnreadable  the folder is a file, or does not exist and `create` is False
    """
    data = data.absolute()
    if data.exists() and not data.is_dir():
        raise InputUnreadable(f"{data} is a file. Give --data a folder; Headwaters keeps everything it owns in it.")
    if not data.exists() and not create:
        raise InputUnreadable(
            f"There is no data folder {data}. Make one with `headwaters demo --data {data}`, "
            f"or load your own files with `headwaters load --data {data} PATH...`."
        )
    # Nobody else who has an account on this machine reads what lies in it.
    data.mkdir(mode=0o700, parents=True, exist_ok=True)
    os.environ["HEADWATERS_DATA"] = str(data)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "headwaters.server.settings")
    import django
    from django.core.management import call_command

    django.setup()
    _mend_indexes()
    call_command("migrate", verbosity=0, interactive=False)
    _make_owner(data)
    return data


def _mend_indexes() -> None:
    from headwaters.practice.records.store import mend_indexes

    mend_indexes()


def _make_owner(data: Path) -> None:
    """On a demonstration the owner's grants began before any day that its pages may speak of."""
    from django.utils import timezone

    from headwaters.practice.access.actions import grant_local_owner
    from headwaters.practice.installation import read_installation

    grant_local_owner(on=BEFORE_ANY_DAY if read_installation(data).synthetic else timezone.localdate())
