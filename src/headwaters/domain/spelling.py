"""A name as it is compared: without case, marks, hyphens and apostrophes, however it was written down."""

from __future__ import annotations

import unicodedata


def folded(name: str) -> str:
    """ "O’Neil-Díaz " -> "oneildiaz". Letters of every script stay."""
    spread = unicodedata.normalize("NFKD", name.casefold())
    return "".join(letter for letter in spread if letter.isalnum())


def same_name(one: str, other: str) -> bool:
    return bool(folded(one)) and folded(one) == folded(other)
