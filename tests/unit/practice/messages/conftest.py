"""An owner at ten in the morning, and a family with one way to reach it."""

from __future__ import annotations

from datetime import datetime

import pytest

from headwaters.domain.consent import Purpose, ReaderRole
from headwaters.domain.time_zones import PACIFIC
from headwaters.practice.access.actions import grant_local_owner
from headwaters.practice.access.reader import LOCAL, Reader
from headwaters.practice.families.models import SeatRow

TEN = datetime(2026, 3, 4, 10, tzinfo=PACIFIC)


@pytest.fixture
def by(db: None) -> Reader:
    grant_local_owner(on=TEN.date())
    SeatRow.objects.bulk_create(SeatRow(story_id=story, person=one) for story, one in (("s1", "rosa"), ("s2", "luz")))
    return Reader(id=LOCAL, role=ReaderRole.OWNER, purpose=Purpose.CARE, at=TEN, through="web")
