"""Who is asking, for what, and when. Every read of a child's record carries one of these."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from headwaters.domain.consent import Purpose


@dataclass(frozen=True, slots=True)
class Reader:
    """`id` is opaque (`local` in the single-user mode); `role` is what somebody does here (a `ReaderRole`); `at` is the
    instant of the request, with a zone; `through` says which door: `web`, `link` or `command`.

    organisation   whom they work for; empty for a family and for the owner of an embedded installation
    works_as       the blueprint's role or agency whose promises are theirs: `navigator`, `wic`
    person         of a family, who they are in the stories; else empty
    """

    id: str
    role: str
    purpose: Purpose
    at: datetime
    through: str
    organisation: str = ""
    works_as: str = "navigator"
    person: str = ""


LOCAL = "local"
"""The one person of an embedded installation: whoever sits at this machine's keyboard."""
