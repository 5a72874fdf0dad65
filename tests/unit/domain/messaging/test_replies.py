"""Short answers are understood as people type them; everything else is read by a person."""

from __future__ import annotations

import pytest

from headwaters.domain.messaging.replies import Reply, meaning_of


@pytest.mark.parametrize(
    ("text", "meaning"),
    [
        ("1", Reply.WORKS),
        (" Yes. ", Reply.WORKS),
        ("SÍ", Reply.WORKS),
        ("2", Reply.ANOTHER_TIME),
        ("3!", Reply.CALL_ME),
        ("Llámame", Reply.CALL_ME),
        ("STOP", Reply.STOP),
        ("Stop.", Reply.STOP),
        ("opt   out", Reply.STOP),
        ("Revoke", Reply.STOP),
        ("No más", Reply.STOP),
        ("start", Reply.START),
        ("Ayuda", Reply.HELP),
        ("Please do not stop calling", Reply.WORDS),
        ("12", Reply.WORDS),
        ("", Reply.WORDS),
    ],
)
def test_an_answer_means(text: str, meaning: Reply) -> None:
    assert meaning_of(text) is meaning
