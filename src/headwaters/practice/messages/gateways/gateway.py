"""What a way out must offer. There are three: the console, mail by SMTP, and texts through an Android telephone."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from headwaters.practice.messages.kinds import Channel


@dataclass(frozen=True, slots=True)
class Outgoing:
    """`key` is the same at each attempt, so that a gateway that keeps it sends once."""

    key: str
    channel: Channel
    to: str
    subject: str
    body: str


class NotSent(Exception):
    """The gateway did not take it. `again`: trying later may help; the words never hold a number, a name or the text."""

    def __init__(self, why: str, *, again: bool) -> None:
        super().__init__(why)
        self.why, self.again = why, again


class Gateway(Protocol):
    name: str
    channels: frozenset[Channel]

    def send(self, message: Outgoing) -> str:
        """Hand one message over; returns the gateway's own number of it, or an empty string.

        raises  NotSent
        """
