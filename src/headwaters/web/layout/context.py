"""What stands on every page: the day it speaks of, the note about invented data, where one is."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from headwaters.practice.installation import read_installation
from headwaters.web.layout.dates import written
from headwaters.web.layout.here import day_of


@dataclass(frozen=True, slots=True)
class Area:
    href: str
    words: str
    here: bool


def areas(path: str) -> tuple[Area, ...]:
    """The main ways through the pages; the one that holds `path` is marked."""
    named = (
        ("worklist:today", _("Today"), ("",)),
        ("child:find", _("Families"), ("family",)),
        ("cracks:ladder", _("Cracks"), ("cracks",)),
        ("blueprint:board", _("Blueprint"), ("blueprint",)),
    )
    first = path.strip("/").split("/")[0]
    return tuple(Area(reverse(name), words, first in starts) for name, words, starts in named)


def every_page(request: HttpRequest) -> dict[str, Any]:
    """Reads only small files, so that a refusal can be shown even where the records or the model cannot be opened."""
    data: Path = settings.DATA
    installation = read_installation(data)
    return {
        "areas": areas(request.path),
        "demo": installation.synthetic,
        "as_of_words": written(day_of(data, installation)),
        "blueprint_words": blueprint_words(installation.blueprint),
        "who": _("This computer"),
    }


def blueprint_words(named: str) -> str:
    """ "first-1000-days@1.0.0" as people say it: "first 1000 days, version 1.0.0"."""
    name, _at, version = Path(named).name.partition("@")
    words = name.removesuffix(".yaml").replace("-", " ").replace("_", " ")
    return _("%(name)s, version %(version)s") % {"name": words, "version": version} if version else words
