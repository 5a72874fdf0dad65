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
from headwaters.web.layout.reader import may_see_counts


@dataclass(frozen=True, slots=True)
class Area:
    href: str
    words: str
    here: bool


def areas(path: str, *, counts: bool) -> tuple[Area, ...]:
    """The main ways through the pages; the one that holds `path` is marked. `counts`: the reader may see counts."""
    named = (
        ("worklist:today", _("Today"), "", True),
        ("child:find", _("Families"), "family", True),
        ("cracks:ladder", _("Cracks"), "cracks", counts),
        ("reach:groups", _("Reach"), "reach", counts),
        ("blueprint:board", _("Blueprint"), "blueprint", True),
    )
    first = path.strip("/").split("/")[0]
    return tuple(Area(reverse(name), words, first == start) for name, words, start, shown in named if shown)


def every_page(request: HttpRequest) -> dict[str, Any]:
    """Reads only small files, so that a refusal can be shown even where the records or the model cannot be opened."""
    data: Path = settings.DATA
    installation = read_installation(data)
    return {
        "areas": areas(request.path, counts=may_see_counts(request)),
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
