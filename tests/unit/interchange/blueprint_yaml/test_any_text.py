"""Whatever text is given, reading ends in values or problems, never in an exception."""

from __future__ import annotations

from blueprint_files import FORK, SOUND, STARTER, sound
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from headwaters.domain.problems import Problem
from headwaters.interchange.blueprint_yaml import decode, read_blueprint

WRITTEN = STARTER.read_text(encoding="utf-8")
PIECES = st.sampled_from(
    ["[", "]", "{", "}", ":", ": ", "- ", "\n", "\n  ", "\t", "'", '"', "#", "&a ", "*a", "!!x ", "|", ">", "?", "null", "no",
     "14", "-1", "1e9", "birth", "never", "each ", "after", "is overdue", "within", " + 3 days", "business days", "2026-02-30",
     "\x00", "\u2028", "é", "𝒳", "true", "~", "<<: ", "elements", "touchpoints", "0"]
)  # fmt: skip
FEW = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])


def read(text: str) -> None:
    reading = read_blueprint(text, file="any.yaml")
    assert reading.blueprint is not None or reading.problems
    assert all(problem.what and problem.remedy and problem.code for problem in reading.problems)


@given(st.text(max_size=400))
@settings(max_examples=150, deadline=None)
def test_any_text_is_read_without_an_exception(text: str) -> None:
    read(text)


@given(st.lists(st.one_of(PIECES, st.text(max_size=6)), max_size=60).map("".join))
@settings(max_examples=150, deadline=None)
def test_any_heap_of_yaml_is_read_without_an_exception(text: str) -> None:
    read(text)


@given(st.binary(max_size=200))
def test_any_bytes_become_text_or_a_problem(data: bytes) -> None:
    decoded = decode(data, file="any.yaml")
    if isinstance(decoded, Problem):
        assert decoded.where.line >= 1
    else:
        read(decoded)


@given(st.data())
@FEW
def test_a_damaged_blueprint_is_read_without_an_exception(data: st.DataObject) -> None:
    """One to four places of a real blueprint are cut, overwritten or filled with something else."""
    text = data.draw(st.sampled_from([SOUND, SOUND, WRITTEN]))
    for _ in range(data.draw(st.integers(1, 4))):
        start = data.draw(st.integers(0, len(text)))
        length = data.draw(st.integers(0, 30))
        text = text[:start] + data.draw(st.one_of(PIECES, st.text(max_size=5))) + text[start + length :]
    read(text)


@given(st.data())
@FEW
def test_a_damaged_value_is_read_without_an_exception(data: st.DataObject) -> None:
    """The shape stays YAML; any value becomes another kind of value."""
    lines = SOUND.splitlines()
    for _ in range(data.draw(st.integers(1, 3))):
        number = data.draw(st.integers(0, len(lines) - 1))
        key, colon, _ = lines[number].partition(":")
        value = data.draw(
            st.sampled_from(["14", "[]", "{}", "null", "true", "[1, [2]]", "{a: {b: c}}", "x y", "-0.5", "2026-01-01"])
        )
        lines[number] = f"{key}{colon} {value}"
    read("\n".join(lines))


@given(st.data())
@FEW
def test_a_damaged_fork_is_read_without_an_exception(data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(FORK)))
    piece = data.draw(st.one_of(PIECES, st.text(max_size=5)))
    text = FORK[:start] + piece + FORK[start + data.draw(st.integers(0, 20)) :]
    reading = read_blueprint(text, file="any.yaml", parent=sound())
    assert reading.blueprint is not None or reading.problems
