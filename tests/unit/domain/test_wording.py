"""Every code a row or an explanation can carry has a sentence, in every language."""

import string

import pytest

from headwaters.domain import wording_templates as templates
from headwaters.domain.blueprint.handoff import HandoffState
from headwaters.domain.cracks import CrackKind
from headwaters.domain.explanation import ChangeKind, Refusal
from headwaters.domain.status import Reason, Status

TABLES = ("STATUSES", "REASONS", "STATES", "CRACKS", "REFUSALS", "WOULD_CHANGE", "SENTENCES")


@pytest.mark.parametrize(
    ("table", "codes"),
    [
        ("STATUSES", Status),
        ("REASONS", Reason),
        ("STATES", HandoffState),
        ("CRACKS", CrackKind),
        ("REFUSALS", Refusal),
        ("WOULD_CHANGE", ChangeKind),
    ],
)
def test_every_code_has_its_words(table: str, codes: type[Status]) -> None:
    assert {code.value for code in codes} <= set(getattr(templates, table))


@pytest.mark.parametrize("table", TABLES)
def test_every_language_says_everything_with_the_same_blanks(table: str) -> None:
    for key, texts in getattr(templates, table).items():
        blanks = [{name for _, name, _, _ in string.Formatter().parse(text) if name} for text in texts.values()]
        assert set(texts) == {"en", "es"}, key
        assert all(one == blanks[0] for one in blanks), key
