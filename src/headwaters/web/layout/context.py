"""What stands on every page: the day it speaks of, the note about invented data, where one is."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import DatabaseError
from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from headwaters.domain.consent import Action, ReaderRole
from headwaters.practice.access.actions import decide
from headwaters.practice.access.reader import Reader
from headwaters.practice.access.trail import notice
from headwaters.practice.installation import Installation, read_installation
from headwaters.web.layout.dates import written
from headwaters.web.layout.here import day_of
from headwaters.web.layout.home import home_of


@dataclass(frozen=True, slots=True)
class Area:
    href: str
    words: str
    here: bool


@dataclass(frozen=True, slots=True)
class Way:
    """One main way through the pages. `start`: the first part of its addresses; `may`: who is shown it."""

    name: str
    words: Promise | str
    start: str
    may: Callable[[Reader], bool]


_STAFF = (ReaderRole.NAVIGATOR, ReaderRole.OWNER)


def _is(*roles: ReaderRole) -> Callable[[Reader], bool]:
    return lambda by: by.role in roles


def _counts(by: Reader) -> bool:
    return decide(by, Action.READ_COUNTS).allowed


WAYS = (
    Way("worklist:today", _("Today"), "", _is(*_STAFF)),
    Way("caseload:team", _("Team"), "team", _is(ReaderRole.SUPERVISOR)),
    Way("child:find", _("Families"), "family", _is(ReaderRole.OWNER)),
    Way("caseload:line", _("Families"), "caseload", _is(ReaderRole.NAVIGATOR)),
    Way("visit:day", _("Visits"), "visits", _is(ReaderRole.NAVIGATOR)),
    Way("oversight:search", _("Find"), "search", _is(ReaderRole.NAVIGATOR, ReaderRole.SUPERVISOR, ReaderRole.AGENCY_WORKER)),
    Way("referral:asks", _("Asks"), "asks", _is(*_STAFF, ReaderRole.SUPERVISOR)),
    Way("referral:inbox", _("Inbox"), "inbox", _is(ReaderRole.AGENCY_WORKER, ReaderRole.OWNER)),
    Way("directory:search", _("Directory"), "directory", lambda by: decide(by, Action.READ_DIRECTORY).allowed),
    Way("messages:outbox", _("Messages"), "messages", _is(ReaderRole.NAVIGATOR, ReaderRole.SUPERVISOR)),
    Way("oversight:reads", _("Who looked"), "oversight", _is(ReaderRole.SUPERVISOR, ReaderRole.OWNER)),
    Way("cracks:ladder", _("Cracks"), "cracks", _counts),
    Way("reach:groups", _("Reach"), "reach", _counts),
    Way("blueprint:board", _("Blueprint"), "blueprint", lambda by: decide(by, Action.READ_BLUEPRINT).allowed),
    Way("texts:languages", _("Texts"), "texts", lambda by: decide(by, Action.REVIEW_TEXTS).allowed),
    Way("accounts:people", _("People"), "people", lambda by: decide(by, Action.ADMINISTER).allowed),
)  # fmt: skip


def areas(path: str, by: Reader | None) -> tuple[Area, ...]:
    """The main ways through the pages for this reader; the one that holds `path` is marked. A family has its own page alone."""
    if by is None or by.role == ReaderRole.FAMILY:
        return ()
    first = path.strip("/").split("/")[0]
    return tuple(Area(reverse(way.name), str(way.words), first == way.start) for way in WAYS if way.may(by))


def every_page(request: HttpRequest) -> dict[str, Any]:
    """Reads only small files and who asks, so that a refusal can be shown even where the records or the model cannot be opened."""
    data: Path = settings.DATA
    installation = read_installation(data)
    by: Reader | None = getattr(request, "reader", None)
    return {
        "areas": _areas(request.path, by),
        "demo": installation.synthetic,
        "notice": notice(),
        "as_of_words": written(day_of(data, installation)),
        "blueprint_words": blueprint_words(installation.blueprint),
        "who": _who(request, by),
        "who_href": _who_href(installation, by),
        "home": reverse(home_of(by.role)) if by is not None else "",
    }


def _areas(path: str, by: Reader | None) -> tuple[Area, ...]:
    try:
        return areas(path, by)
    except DatabaseError:
        return ()


def _who(request: HttpRequest, by: Reader | None) -> str:
    if by is None or by.role == ReaderRole.FAMILY:
        return ""
    return gettext("This computer") if by.role == ReaderRole.OWNER else str(getattr(request.user, "name", ""))


def _who_href(installation: Installation, by: Reader | None) -> str:
    """To one's own page; on a demonstration without sign-in, to being somebody else."""
    if by is None or by.role == ReaderRole.FAMILY:
        return ""
    if by.role == ReaderRole.OWNER:
        return reverse("accounts:sign_in") if installation.synthetic else ""
    return reverse("accounts:oneself")


def blueprint_words(named: str) -> str:
    """ "first-1000-days@1.0.0" as people say it: "first 1000 days, version 1.0.0"."""
    name, _at, version = Path(named).name.partition("@")
    words = name.removesuffix(".yaml").replace("-", " ").replace("_", " ")
    return gettext("%(name)s, version %(version)s") % {"name": words, "version": version} if version else words
