"""Addresses of lists and of a family's page: opaque ids only."""

from __future__ import annotations

from urllib.parse import urlencode

from django.http import HttpRequest
from django.urls import reverse


def family_address(story_id: str, episode_id: str, key: str = "") -> str:
    """Opaque ids only; `key` opens the why of one mark."""
    asked = {"child": episode_id} | ({"why": key} if key else {})
    return f"{reverse('child:family', args=[story_id])}?{urlencode(asked, safe='/')}" + ("#why" if key else "")


def page_of(request: HttpRequest) -> int:
    """The page asked for, from 1; anything that is no number is the first."""
    asked = request.GET.get("page", "")
    return max(int(asked), 1) if asked.isascii() and asked.isdigit() and len(asked) < 7 else 1
