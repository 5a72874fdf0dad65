"""One line for one request: what a request asked and what it showed is gathered, and written down once at its end.

A command has no such end: each of its questions writes its own line at once.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field

from django.db import transaction

from headwaters.domain.consent import Action, Decision
from headwaters.domain.sharing import notice_for
from headwaters.practice.access.models import AuditLine, AuditShown
from headwaters.practice.access.reader import Reader
from headwaters.practice.access.sealing import seal_finished

EVERYBODY = frozenset({Action.READ_COUNTS, Action.EXPORT_ROWS, Action.LOAD})
"""Asked about no one family, these read every family here: as a count, or as a file."""
DEEDS = frozenset({
    Action.RECORD_CONTACT, Action.REFER, Action.ANSWER_REFERRAL, Action.MESSAGE_FAMILY, Action.GIVE_CONSENT,
    Action.MARK_SAFETY, Action.TELL, Action.SUPERVISE,
})  # fmt: skip
"""Asked by a request that may change something, these are something done."""
DETAIL = 200


@dataclass(frozen=True, slots=True)
class Ask:
    """One question that was put, and its answer. `stories`: all families of a list that was asked about at once."""

    by: Reader
    action: Action
    story: str | None
    detail: str
    allowed: bool
    stories: tuple[str, ...] = ()

    @property
    def of(self) -> tuple[str, ...]:
        return self.stories or ((self.story,) if self.story else ())


@dataclass(slots=True)
class Trail:
    """What one request asked and showed so far. `decided`: answers given in it; they hold until its end. `may_change`: it was sent
    to change something; a page that is only opened does nothing, whatever it asked about what might be done on it."""

    may_change: bool = True
    asks: list[Ask] = field(default_factory=list)
    shown: dict[str, None] = field(default_factory=dict)
    decided: dict[tuple[Reader, Action, str | None], Decision] = field(default_factory=dict)
    subjects: set[str] = field(default_factory=set)


_TRAIL: ContextVar[Trail | None] = ContextVar("trail", default=None)
_LAST: ContextVar[int | None] = ContextVar("last_line", default=None)


def trail() -> Trail | None:
    """The trail of the request that runs, if one does."""
    return _TRAIL.get()


def notice() -> str:
    """The re-disclosure notice that has to stand with what this request shows; mostly none."""
    held = _TRAIL.get()
    return notice_for(frozenset(held.subjects)) if held is not None else ""


@contextmanager
def one_request(*, may_change: bool = True) -> Iterator[Trail]:
    """What is asked within is one line, written at the end; nothing asked, no line. The line is written before the answer leaves:
    if it cannot be, there is no answer."""
    held = Trail(may_change)
    token = _TRAIL.set(held)
    try:
        yield held
    finally:
        _TRAIL.reset(token)
        if held.asks:
            _write(_primary(held.asks), held.asks, held.shown, may_change=held.may_change)


def note(ask: Ask) -> None:
    """Keep a question and its answer: in the request's trail, or as a line at once."""
    held = _TRAIL.get()
    if held is None:
        _LAST.set(_write(ask, [ask], {}))
    else:
        held.asks.append(ask)


def shown(stories: Iterable[str]) -> None:
    """These families stand in the answer to what was just asked, in this order; a list's own page of them, or a file's rows."""
    held, last = _TRAIL.get(), _LAST.get()
    if held is not None:
        held.shown.update(dict.fromkeys(stories))
    elif last is not None:
        have = set(AuditShown.objects.filter(line=last).values_list("story", flat=True))
        _keep_shown(last, [story for story in dict.fromkeys(stories) if story not in have], first=len(have))


def _primary(asks: list[Ask]) -> Ask:
    """Whose line it is: a refusal that ended the request, else the first thing that was allowed."""
    if not asks[-1].allowed:
        return asks[-1]
    return next(ask for ask in asks if ask.allowed)


@transaction.atomic
def _write(first: Ask, asks: list[Ask], more: Iterable[str], *, may_change: bool = True) -> int:
    by = first.by
    seal_finished(now=by.at)
    line = AuditLine.objects.create(
        at=by.at, reader=by.id, role=by.role, door=by.through, action=first.action, purpose=by.purpose,
        story=first.story or "", detail=_detail(first, asks), allowed=first.allowed, works_as=by.works_as,
        organisation=by.organisation, everybody=_everybody(asks),
        deed=may_change and first.allowed and any(ask.allowed and ask.action in DEEDS for ask in asks),
    )  # fmt: skip
    of = first.stories if not first.allowed else tuple(one for ask in asks if ask.allowed for one in ask.of)
    stories = list(dict.fromkeys([*of, *(more if first.allowed else ())]))
    if stories != [first.story]:
        _keep_shown(line.pk, stories)
    return int(line.pk)


def _keep_shown(line: int, stories: list[str], *, first: int = 0) -> None:
    AuditShown.objects.bulk_create(
        AuditShown(line_id=line, place=place, story=story) for place, story in enumerate(stories, start=first)
    )


def _everybody(asks: list[Ask]) -> bool:
    return any(ask.allowed and ask.action in EVERYBODY and not ask.of for ask in asks)


def _detail(first: Ask, asks: list[Ask]) -> str:
    """What the first was about, then what else the request asked."""
    further = [f"{ask.action} {ask.detail}".strip() for ask in asks if ask is not first]
    told = dict.fromkeys([first.detail, *further])
    return "; ".join(words for words in told if words)[:DETAIL]
