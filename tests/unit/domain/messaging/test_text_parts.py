"""What a text costs in parts: one letter outside the basic alphabet makes all of it wide."""

from __future__ import annotations

import pytest

from headwaters.domain.messaging.text_parts import is_basic, text_parts


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("", 0),
        ("a" * 160, 1),
        ("a" * 161, 2),
        ("a" * 306, 2),
        ("a" * 307, 3),
        ("€" * 80, 1),
        ("€" * 81, 2),
        ("ж" * 70, 1),
        ("ж" * 71, 2),
        ("ж" * 134, 2),
        ("ж" * 135, 3),
        ("👶" * 35, 1),
        ("👶" * 36, 2),
    ],
)
def test_parts_are_counted_as_gateways_bill_them(text: str, parts: int) -> None:
    assert text_parts(text) == parts


def test_a_letter_of_two_places_is_never_torn() -> None:
    assert text_parts("a" * 152 + "€" + "a" * 152) == 3


def test_some_spanish_letters_are_basic_and_some_are_not() -> None:
    assert is_basic("¿Mañana? Él vendrá".replace("á", "a"))
    assert not is_basic("mañana será")
    assert not is_basic("aquí")
