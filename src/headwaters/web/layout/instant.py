"""The instant of a request. On a demonstration the clock has the demonstration's own day, so that deeds fall on the day that its
pages speak of."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.utils import timezone

from headwaters.practice.installation import Installation, read_installation
from headwaters.web.layout.here import day_of


def instant(installation: Installation | None = None, *, data: Path | None = None) -> datetime:
    """Now, in the installation's zone; with the day of a demonstration where families are invented."""
    now = timezone.localtime()
    folder = data or settings.DATA
    held = installation or read_installation(folder)
    if not held.synthetic:
        return now
    day = day_of(folder, held)
    return now.replace(year=day.year, month=day.month, day=day.day)
