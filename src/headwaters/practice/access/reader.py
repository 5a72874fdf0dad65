"""Who is asking, for what, and when. Every read of a child's record carries one of these."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from headwaters.domain.consent import Purpose


@dataclass(frozen=True, slots=True)
class Reader:
    """`id` is opaque (`local` in the single-user mode); `role` is one of the blueprint's roles, for what lists show first;
    `at` is the instant of the request, with a zone; `through` says which door: `web` or `command`."""

    id: str
    role: str
    purpose: Purpose
    at: datetime
    through: str


LOCAL = "local"
"""The one person of an embedded installation: whoever sits at this machine's keyboard."""
