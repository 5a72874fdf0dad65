"""Hand-offs: from one agency's outcome to another agency's response, with owners, clocks, a catch and a way back (language part 4)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from headwaters.domain.blueprint.element import Text
from headwaters.domain.blueprint.matcher import Matcher
from headwaters.domain.blueprint.window import Duration


class Clock(StrEnum):
    SEND = "send"
    ANSWER = "answer"
    BEGIN = "begin"
    WAIT = "wait"
    RETRY = "retry"
    ROUTE = "route"
    FINISH = "finish"
    TELL = "tell"


class HandoffState(StrEnum):
    """The last step by day; `needed` where there is none."""

    NEEDED = "needed"
    SENT = "sent"
    RECEIVED = "received"
    ACCEPTED = "accepted"
    FULL = "full"
    NOT_REACHED = "not_reached"
    NOT_ELIGIBLE = "not_eligible"
    DECLINED = "declined"
    BEGUN = "begun"
    DROPPED = "dropped"
    DONE = "done"
    TOLD = "told"


@dataclass(frozen=True, slots=True)
class Handoff:
    """`from_` owns send; `to` owns answer, begin, finish and tell; `catch` takes over when a clock has run out.

    `next_route` is `element.touchpoint`, or None with a reason in `no_next_route`.
    """

    id: str
    from_: str
    to: str
    catch: str
    clocks: Mapping[Clock, Duration]
    way_back: tuple[Matcher, ...]
    next_route: str | None
    no_next_route: str | None = None
    consent: str | None = None
    title: Text | None = None
    source: str | None = None
