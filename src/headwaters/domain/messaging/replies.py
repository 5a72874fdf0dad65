"""What a short answer means: three choices by number or word, stop, start, help. Whatever else is read by a person."""

from __future__ import annotations

import unicodedata
from enum import StrEnum


class Reply(StrEnum):
    WORKS = "works"
    """1: yes, that works."""
    ANOTHER_TIME = "another_time"
    """2: please another time."""
    CALL_ME = "call_me"
    """3: please call me."""
    STOP = "stop"
    START = "start"
    HELP = "help"
    WORDS = "words"
    """Anything else: a person reads it."""


_MEANINGS: dict[Reply, frozenset[str]] = {
    Reply.WORKS: frozenset({"1", "yes", "y", "ok", "si", "da", "vang", "co"}),
    Reply.ANOTHER_TIME: frozenset({"2", "later", "change", "otra hora", "otro dia", "cambiar"}),
    Reply.CALL_ME: frozenset({"3", "call", "call me", "llamame", "llameme", "llamar"}),
    Reply.STOP: frozenset({
        "stop", "quit", "revoke", "opt out", "optout", "cancel", "unsubscribe", "end", "stopall", "alto", "parar", "no mas",
    }),
    Reply.START: frozenset({"start", "unstop", "empezar", "iniciar"}),
    Reply.HELP: frozenset({"help", "info", "ayuda"}),
}  # fmt: skip
"""The words that must stop a text are those of 47 CFR 64.1200(a)(10) (in force April 2025), with the Spanish ones beside them."""


def meaning_of(text: str) -> Reply:
    """Read one answer. Letter case, accents, full stops and spaces around it do not matter."""
    said = _plain(text)
    for reply, words in _MEANINGS.items():
        if said in words:
            return reply
    return Reply.WORDS


def _plain(text: str) -> str:
    without_accents = "".join(
        letter for letter in unicodedata.normalize("NFKD", text) if not unicodedata.combining(letter)
    )
    return " ".join(without_accents.casefold().strip(" \t\r\n.!?¡¿,;:'\"").split())
