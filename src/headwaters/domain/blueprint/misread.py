"""A text of the blueprint language that does not say what it should, and the nearest word that would."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches


class Misread(Exception):
    """What is wrong with a text and what to write instead: two whole sentences for a programme designer."""

    def __init__(self, what: str, remedy: str, code: str) -> None:
        super().__init__(f"{what} {remedy}")
        self.what = what
        self.remedy = remedy
        self.code = code


def did_you_mean(word: str, known: Iterable[str], *, kind: str) -> str:
    """The remedy for a word nobody knows: the nearest known one, or what there is to choose from.

    kind  what the known words are, in the plural with a capital: `Facts`
    """
    choices = list(dict.fromkeys(known))
    near = get_close_matches(word, choices, n=1, cutoff=0.6)
    shown = ", ".join(choices[:12]) + (", ..." if len(choices) > 12 else ".")
    listing = f"{kind}: {shown}" if choices else f"{kind}: none are declared yet."
    return f"Did you mean `{near[0]}`? {listing}" if near else listing
