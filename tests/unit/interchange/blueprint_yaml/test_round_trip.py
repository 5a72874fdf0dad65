"""Comments, order and quotes survive a program that alters a blueprint and writes it back."""

from __future__ import annotations

import pytest
from blueprint_files import SOUND, STARTER

from headwaters.domain.problems import InputUnreadable
from headwaters.interchange.blueprint_yaml import read_blueprint, read_document, write_blueprint


def test_a_small_blueprint_comes_back_letter_for_letter() -> None:
    assert write_blueprint(read_document(SOUND, file="sound.yaml")) == SOUND


def test_one_altered_value_alters_one_line_only() -> None:
    document = read_document(SOUND, file="sound.yaml")
    document["elements"]["help"]["touchpoints"]["begun"]["within"] = "10 days"
    before, after = SOUND.splitlines(), write_blueprint(document).splitlines()
    assert len(before) == len(after)
    different = [(old, new) for old, new in zip(before, after, strict=True) if old != new]
    assert different == [(line, line.replace("14 days", "10 days")) for line, _ in different]
    assert len(different) == 1


def test_the_starter_blueprint_comes_back_the_same_in_meaning_and_keeps_every_comment() -> None:
    text = STARTER.read_text(encoding="utf-8")
    written = write_blueprint(read_document(text, file=STARTER.name))
    again = write_blueprint(read_document(written, file=STARTER.name))
    assert again == written, "what a round trip puts in order stays in order"
    assert read_blueprint(written, file="x").document == read_blueprint(text, file="x").document
    comments = [line.strip() for line in text.splitlines() if line.strip().startswith("#")]
    assert [line.strip() for line in written.splitlines() if line.strip().startswith("#")] == comments


def test_lists_keep_the_indentation_their_author_gave_them() -> None:
    for text in ("a:\n- b: 1\n- b: 2\n", "a:\n  - b: 1\n  - b: 2\n"):
        assert write_blueprint(read_document(text, file="x")) == text


@pytest.mark.parametrize("text", ["", "- a\n", "a: [", "a: @"])
def test_what_is_no_blueprint_is_refused_with_the_way_to_learn_why(text: str) -> None:
    with pytest.raises(InputUnreadable, match="headwaters blueprint check"):
        read_document(text, file="x.yaml")
