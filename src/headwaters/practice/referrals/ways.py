"""How an ask goes out, and how an answer comes in."""

from __future__ import annotations

from enum import StrEnum


class Way(StrEnum):
    """How an ask was sent."""

    HERE = "here"
    """The agency's people have accounts here."""
    EMAIL = "email"
    FAX = "fax"
    ELSEWHERE = "elsewhere"
    """Sent in another network (Connect Oregon, Findhelp, by telephone); written down here so that its clock runs."""


class How(StrEnum):
    """How a deed came in."""

    PAGE = "page"
    LINK = "link"
    FAX = "fax"
    PHONE = "phone"
    CSV = "csv"
