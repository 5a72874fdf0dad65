"""Writes messages out instead of sending them: for trying, and for a demonstration, which must reach nobody."""

from __future__ import annotations

from typing import TextIO

from headwaters.practice.messages.gateways.gateway import Outgoing
from headwaters.practice.messages.kinds import Channel


class Console:
    """`out`: where the words go. The address is left out: a terminal's history is no place for telephone numbers."""

    name = "console"
    channels = frozenset({Channel.TEXT, Channel.EMAIL})

    def __init__(self, out: TextIO) -> None:
        self._out = out

    def send(self, message: Outgoing) -> str:
        head = f"[{message.channel}] {message.subject}" if message.channel is Channel.EMAIL else f"[{message.channel}]"
        print(f"{head}\n{message.body}\n", file=self._out)
        return ""
