"""Comments, order and quotes survive a program that alters a blueprint and writes it back."""

from __future__ import annotations

import pytest
from blueprint_files import FORK, SOUND, STARTER, WORKED
from hypothesis import given, settings
from hypothesis import strategies as st

from headwaters.domain.problems import InputUnreadable
from headwaters.interchange.blueprint_yaml import read_blueprint, read_document, write_blueprint


@pytest.mark.parametrize(
    "text", [SOUND, FORK, WORKED, STARTER.read_text(encoding="utf-8")], ids=["small", "fork", "worked", "starter"]
)
def test_a_blueprint_comes_back_letter_for_letter(text: str) -> None:
    assert write_blueprint(read_document(text, file="x.yaml")) == text


def test_one_altered_value_alters_one_line_only() -> None:
    document = read_document(SOUND, file="sound.yaml")
    document["elements"]["help"]["touchpoints"]["begun"]["within"] = "10 days"
    before, after = SOUND.splitlines(), write_blueprint(document).splitlines()
    assert len(before) == len(after)
    different = [(old, new) for old, new in zip(before, after, strict=True) if old != new]
    assert different == [(line, line.replace("14 days", "10 days")) for line, _ in different]
    assert len(different) == 1


def test_one_altered_value_of_the_starter_blueprint_leaves_every_other_line_alone() -> None:
    text = STARTER.read_text(encoding="utf-8")
    document = read_document(text, file=STARTER.name)
    document["elements"]["early_intervention"]["touchpoints"]["first_plan"]["within"] = "40 days"
    document["elements"]["early_intervention"]["lane"] = "somewhere_else"
    written = write_blueprint(document)
    before, after = text.splitlines(), written.splitlines()
    assert len([line for line in after if line not in set(before)]) == 2
    assert len(before) == len(after)
    assert read_blueprint(written, file="x").document["elements"]["early_intervention"]["lane"] == "somewhere_else"


def test_an_altered_part_laid_out_over_several_lines_is_written_anew_and_its_neighbours_are_not() -> None:
    text = "# top\n\na:   [1, 2,\n      3]   # three\n\n\nb:\n    - x   # kept\nm: 1\nc: {d: 1,\n    e: 2}\n"
    document = read_document(text, file="x.yaml")
    assert write_blueprint(document) == text
    document["c"]["e"] = 5
    written = write_blueprint(document)
    assert written.startswith("# top\n\na:   [1, 2,\n      3]   # three\n\n\nb:\n    - x   # kept\nm: 1\n")
    assert written.endswith("c: {d: 1, e: 5}\n")


@given(st.data())
@settings(max_examples=30, deadline=None)
def test_whatever_is_altered_the_text_says_it_and_nothing_else_changes_its_meaning(data: st.DataObject) -> None:
    document = read_document(SOUND, file="x.yaml")
    expected = read_blueprint(SOUND, file="x").document
    for _ in range(data.draw(st.integers(0, 4))):
        section = data.draw(st.sampled_from(["elements", "facts", "agencies", "events", "handoffs"]))
        key = data.draw(st.sampled_from(sorted(document[section]) or ["none"]))
        if data.draw(st.booleans()):
            document[section].pop(key, None)
            expected[section].pop(key, None)  # type: ignore[attr-defined]
        else:
            document[section][key] = expected[section][key] = {
                "title": {"en": data.draw(st.sampled_from(["a", "b, c"]))}
            }  # type: ignore[index]
    assert read_blueprint(write_blueprint(document), file="x").document == expected


def test_lists_keep_the_indentation_their_author_gave_them() -> None:
    for text in ("a:\n- b: 1\n- b: 2\n", "a:\n  - b: 1\n  - b: 2\n"):
        assert write_blueprint(read_document(text, file="x")) == text


@pytest.mark.parametrize("text", ["", "- a\n", "a: [", "a: @"])
def test_what_is_no_blueprint_is_refused_with_the_way_to_learn_why(text: str) -> None:
    with pytest.raises(InputUnreadable, match="headwaters blueprint check"):
        read_document(text, file="x.yaml")
