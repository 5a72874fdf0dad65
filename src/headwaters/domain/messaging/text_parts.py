"""How many parts a text message takes. One letter outside the basic alphabet makes every part less than half as long."""

from __future__ import annotations

BASIC = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞ\x1bÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿"
    "abcdefghijklmnopqrstuvwxyzäöñüà"
)
"""Letters of one septet: 3GPP TS 23.038 (release 17, 2022), table 6.2.1.1."""
EXTENDED = frozenset("^{}\\[~]|€\f")
"""Letters of two septets: the same, table 6.2.1.1 extension."""

SINGLE_BASIC, PART_BASIC = 160, 153
SINGLE_WIDE, PART_WIDE = 70, 67
"""Letters in a message that stands alone, and in each part of a longer one (3GPP TS 23.040, 9.2.3.24.1)."""


def is_basic(text: str) -> bool:
    return all(letter in BASIC or letter in EXTENDED for letter in text)


def text_parts(text: str) -> int:
    """The parts that a gateway will send and bill for this text; 0 for an empty one."""
    if not text:
        return 0
    if is_basic(text):
        return _parts([2 if letter in EXTENDED else 1 for letter in text], SINGLE_BASIC, PART_BASIC)
    return _parts([len(letter.encode("utf-16-be")) // 2 for letter in text], SINGLE_WIDE, PART_WIDE)


def _parts(widths: list[int], single: int, part: int) -> int:
    """A letter of two places is never torn between two parts."""
    if sum(widths) <= single:
        return 1
    parts, used = 1, 0
    for width in widths:
        if used + width > part:
            parts, used = parts + 1, 0
        used += width
    return parts
