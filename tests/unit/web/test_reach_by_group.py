"""The dot plot of reach: what a row shows, in which order, and the sentences above it."""

from __future__ import annotations

import pytest
from reach_tables import LINE, hidden, shown, table

from headwaters.engine.measures.reach import Counts, Group, GroupKind, Line
from headwaters.engine.measures.released import Denominator
from headwaters.web.reach.about import method_words, rule_words, who_words
from headwaters.web.reach.chart import bars_of, draw, row_of
from headwaters.web.reach.strips import Row, Share, strip_of

WELL = Counts(reached=700, reached_late=50, missed=150, declined=40, unobserved=60, still_open=20)
LESS = Counts(reached=60, missed=120, declined=10, unobserved=10)


def chart_of(**groups: Counts | None):  # type: ignore[no-untyped-def]
    return draw(table(GroupKind.RACE, groups), title="Check-up: 9 months")


def test_everybody_stands_last_and_the_finding_is_about_what_the_system_did() -> None:
    chart = chart_of(white=WELL, asian=LESS)
    assert chart.everybody.everybody
    assert chart.finding == "“Check-up: 9 months” reached 63 in 100 of those who were due it, in time"


def test_rows_stand_by_the_alphabet_then_those_that_are_no_group_then_those_without_an_answer() -> None:
    names = [row.name for row in chart_of(white=WELL, not_asked=LESS, multiple=LESS, asian=LESS).rows]
    assert names == [
        "Asian", "White", "More than one, none of them first", "Did not want to answer", "Not asked (nothing on file)",
    ]  # fmt: skip


def test_those_without_an_answer_stand_there_even_when_there_are_none() -> None:
    rows = {row.name: row for row in chart_of(white=WELL).rows}
    assert rows["Did not want to answer"].share == "Nobody was due it"
    assert rows["Not asked (nothing on file)"].strip.row is Row.NOBODY


def test_a_hidden_group_is_hatched_and_says_so_and_gives_no_number() -> None:
    row = next(row for row in chart_of(white=WELL, asian=None).rows if row.name == "Asian")
    assert row.strip == strip_of(Row.HIDDEN, None)
    assert row.share == "Too few to show"
    assert (row.interval, row.people, row.bounds, row.notes) == ("", "", "", ())
    assert set(row.cells) == {None}
    assert [bar.kind for bar in row.bars] == ["hid"]


def test_a_group_that_no_source_can_see_is_dotted_and_not_called_nought() -> None:
    row = next(row for row in chart_of(white=WELL, asian=Counts(unobserved=80)).rows if row.name == "Asian")
    assert row.strip.row is Row.NOT_SEEN
    assert row.share == "Not seen: no source reports it"


def test_a_group_that_was_mostly_not_seen_has_no_share_and_is_never_called_behind() -> None:
    chart = chart_of(white=WELL, asian=Counts(reached=4, missed=20, unobserved=76))
    row = next(row for row in chart.rows if row.name == "Asian")
    assert (row.strip.row, row.share, row.brief) == (Row.NOT_SEEN, "Mostly not seen: from 4 to 80 in 100", "4 to 80")
    assert "Asian" not in chart.lede


def test_a_group_that_could_reach_everyone_s_share_with_its_unseen_is_not_named() -> None:
    assert "Asian" not in chart_of(white=WELL, asian=Counts(reached=50, missed=20, unobserved=30)).lede


def test_few_people_make_a_hollow_dot_and_the_word_unsteady() -> None:
    row = next(row for row in chart_of(white=WELL, asian=Counts(reached=12, missed=12)).rows if row.name == "Asian")
    assert row.strip.row is Row.UNSTEADY
    assert "unsteady" in row.notes


def test_late_and_not_seen_are_said_beside_the_share_and_never_in_it() -> None:
    row = next(row for row in chart_of(white=WELL, asian=LESS).rows if row.name == "White")
    assert (row.share, row.people) == ("70 in 100", "of 1,000")
    assert row.notes == ("+5 late", "6 not seen")
    assert row.bounds == "70–76"


def test_a_family_s_own_no_is_a_part_of_its_own() -> None:
    bars = {bar.kind: bar.width for bar in bars_of(shown(None, WELL))}
    assert bars["chose"] == pytest.approx(4, abs=0.2)
    assert sum(bars.values()) == pytest.approx(100, abs=1.5)


def test_parts_that_may_not_be_told_apart_are_one_hatched_stretch() -> None:
    whole = shown(None, WELL)
    parts = {part: released if released.count and released.count > 45 else type(released)(None)
             for part, released in whole.parts.items()}  # fmt: skip
    bars = bars_of(type(whole)(None, parts, whole.need, whole.cohort, whole.reach))
    assert bars[-1].kind == "hid"
    assert bars[-1].width == pytest.approx(4, abs=0.2)


def test_only_a_group_whose_whole_interval_lies_below_everyone_is_named() -> None:
    assert "one group than of everyone: Asian." in chart_of(white=WELL, asian=LESS).lede
    near = Counts(reached=68, missed=32)
    assert "No group shown lies clearly below everyone." in chart_of(white=WELL, asian=near).lede


def test_where_nobody_told_their_group_the_page_says_so() -> None:
    assert "No group is on file for anybody who was due it." in chart_of(not_asked=WELL).lede


def test_counties_stand_by_the_alphabet_whatever_region_they_are_in() -> None:
    held = table(GroupKind.COUNTY, {"umatilla": WELL, "coos": LESS, "not_asked": LESS})
    assert [row.name for row in draw(held, title="Check-up").rows] == [
        "Coos",
        "Umatilla",
        "Not asked (nothing on file)",
    ]


def test_places_are_called_places() -> None:
    held = table(GroupKind.COUNTY, {"lane": WELL, "coos": LESS})
    assert "in one place than everywhere: Coos." in draw(held, title="Check-up").lede


@pytest.mark.parametrize(
    ("counts", "words"),
    [
        (Counts(still_open=50), "nobody has been due it yet"),
        (Counts(unobserved=50), "no source reports whether it happened"),
    ],
)
def test_a_cohort_with_nothing_to_count_says_why(counts: Counts, words: str) -> None:
    assert words in chart_of(white=counts).finding


def test_hidden_comes_before_everything_else() -> None:
    assert row_of(hidden(Group(GroupKind.RACE, "asian"))) is Row.HIDDEN


def test_a_strip_keeps_its_interval_around_its_dot_and_its_bounds_from_it() -> None:
    strip = strip_of(Row.SHOWN, Share(0.6, 0.5, 0.7, 0.6, 0.75, 0.64))
    assert (strip.dot, strip.taper_x, strip.taper_width, strip.peak) == (60.0, 50.0, 20.0, 500)
    assert (strip.unseen_x, strip.unseen_width, strip.ring) == (60.0, 15.0, 64.0)


def test_a_row_that_shows_a_share_must_have_one() -> None:
    with pytest.raises(ValueError, match="needs a share"):
        strip_of(Row.SHOWN, None)


def test_the_counting_rule_is_printed() -> None:
    held = table(GroupKind.RACE, {"white": WELL})
    assert "counted once, in the group their family named first" in rule_words(held)
    assert "Nobody’s answer was guessed." in rule_words(held)


def test_the_denominator_is_the_register_or_says_that_it_is_not() -> None:
    held = table(GroupKind.RACE, {"white": WELL})
    assert "every child of the register “births”" in who_words(held)
    known = type(held)(
        *(getattr(held, name) for name in held.__slots__[:-1]), Denominator(None, 38000, 2025, "at least", "", 900)
    )
    assert "Of children known to us" in who_words(known)
    assert "Not seen by anyone here: about 900." in who_words(known)


def test_the_method_says_which_numbers_are_hidden() -> None:
    held = table(GroupKind.RACE, {"white": WELL})
    assert "from 1 to 10 are hidden" in method_words(held, model="m 1.0.0", as_of_words="today")
    assert held.line == LINE
    assert Line("well_child").touchpoint is None
