"""A frame that cannot be read says which cell and what to do; nothing is left out unsaid."""

from __future__ import annotations

from datetime import date

import pandas as pd
import polars as pl
import pyarrow as pa
import pytest

import headwaters
from headwaters.domain.problems import InputUnreadable, NotFound

MODEL = headwaters.read_blueprint("first-1000-days")
EPISODES = pl.DataFrame(
    {
        "story_id": ["s1", "s1"],
        "episode_id": ["p1", "c1"],
        "kind": ["pregnancy", "child"],
        "person_id": ["mother", "child"],
        "birth": [None, date(2026, 1, 10)],
        "due_date": [date(2026, 1, 12), None],
    }
)
VISIT = {
    "person_id": "child", "source": "clinic", "record_id": "v1", "kind": "well_visit", "agency": "primary_care",
    "recorded": "2026-03-12", "start": "2026-03-11",
}  # fmt: skip
AS_OF = "2026-06-30"


def judged(**frames: object) -> headwaters.Judged:
    return headwaters.evaluate(MODEL, headwaters.Histories(EPISODES, **frames), as_of=AS_OF, engine="reference")


def test_words_may_stand_for_days_and_columns_that_nobody_needs_may_be_left_out():
    found = judged(events=pd.DataFrame([VISIT]), people=None).status
    row = found.filter((pl.col("element") == "well_child") & pl.col("matched").is_not_null()).to_dicts()
    assert [(one["event_record"], one["matched"]) for one in row] == [("v1", date(2026, 3, 11))]


def test_answers_come_in_the_library_of_the_first_frame():
    assert isinstance(judged(events=pd.DataFrame([VISIT])).cracks, pl.DataFrame)


def test_a_missing_column_is_named_with_those_there_are():
    with pytest.raises(
        InputUnreadable, match=r"`events` has no column `kind`. It has: person_id, .*Rename one of them"
    ):
        judged(events=pd.DataFrame([VISIT]).drop(columns="kind"))


def test_a_cell_that_is_no_day_is_named_with_its_row():
    with pytest.raises(InputUnreadable, match=r"`events.start`, row 1: '11 March' is not a day"):
        judged(events=pl.DataFrame([VISIT, {**VISIT, "start": "11 March"}]))


def test_an_empty_cell_that_every_row_needs_is_named():
    with pytest.raises(InputUnreadable, match=r"`events.agency`, row 0 is empty"):
        judged(events=pl.DataFrame([{**VISIT, "agency": None}, VISIT]))


def test_a_number_that_is_none_is_named():
    with pytest.raises(InputUnreadable, match=r"`events.value`, row 0: 'low' is not a number"):
        judged(events=pl.DataFrame([{**VISIT, "value": "low"}]))


def test_an_event_needs_a_day():
    with pytest.raises(InputUnreadable, match="record 'v1', has neither `start` nor `end`"):
        judged(events=pl.DataFrame([{**VISIT, "start": None}], schema_overrides={"start": pl.String}))


def test_a_kind_that_the_blueprint_does_not_know_is_refused_or_left_out_aloud():
    events = pl.DataFrame([{**VISIT, "kind": "well_vist"}, VISIT])
    with pytest.raises(InputUnreadable, match=r"`events.kind`: 'well_vist' is not known.*Did you mean 'well_visit'"):
        judged(events=events)
    with pytest.warns(headwaters.LeftOutWarning, match="1 rows are left out"):
        headwaters.evaluate(
            MODEL, headwaters.Histories(EPISODES, events=events), as_of=AS_OF, strict=False, engine="reference"
        )


def test_somebody_in_no_story_is_refused_or_left_out_aloud():
    events = pl.DataFrame([VISIT, {**VISIT, "person_id": "neighbour"}])
    with pytest.raises(InputUnreadable, match="1 rows speak of somebody who is in no story, the first in row 1"):
        judged(events=events)


def test_a_fact_is_read_as_the_blueprint_says():
    fact = {
        "person_id": "child", "fact": "foster_care", "value": "maybe", "from": "2026-01-10", "agency": "odhs",
        "source": "odhs", "record_id": "f1", "recorded": "2026-01-20",
    }  # fmt: skip
    with pytest.raises(InputUnreadable, match="'maybe' is not true or false, which `foster_care` is"):
        judged(facts=pl.DataFrame([fact]))
    judged(facts=pl.DataFrame([{**fact, "value": "withheld"}]))


def test_an_episode_stands_once_and_relations_belong_to_one():
    twice = pl.concat([EPISODES, EPISODES.tail(1)])
    with pytest.raises(InputUnreadable, match="'c1' stands in more than one row"):
        headwaters.evaluate(MODEL, headwaters.Histories(twice), as_of=AS_OF)
    with pytest.raises(InputUnreadable, match="there is no episode 'c9'"):
        judged(people=pl.DataFrame({"episode_id": ["c9"], "role": ["caregiver"], "person_id": ["mother"]}))


def test_what_is_no_frame_is_refused():
    with pytest.raises(InputUnreadable, match=r"`episodes` is a list. Give a pandas or polars data frame"):
        headwaters.evaluate(MODEL, headwaters.Histories([]), as_of=AS_OF)
    with pytest.raises(InputUnreadable, match="collect"):
        headwaters.evaluate(MODEL, headwaters.Histories(EPISODES.lazy()), as_of=AS_OF)


def test_why_gives_the_explanation_of_the_pages():
    found = judged(events=pl.DataFrame([VISIT])).why("well_child", recipient="child")
    assert any(one.row.event == ("clinic", "v1") for one in found)
    with pytest.raises(NotFound, match="Nothing of child goes by `well_chil`"):
        judged().why("well_chil", recipient="child")


def test_counts_add_up_to_the_status_table():
    found = judged()
    assert pl.DataFrame(found.counts()).get_column("rows").sum() == found.arrow.num_rows
    assert pa.types.is_date32(found.arrow.schema.field("opens").type)
    with pytest.raises(InputUnreadable, match="no column `colour`"):
        found.counts("colour")


def test_reach_counts_everybody_and_hides_small_numbers_unless_told_not_to():
    found = judged(events=pd.DataFrame([VISIT]))
    open_ = pl.DataFrame(found.reach("county", element="well_child", hides_through=0))
    everybody = open_.filter(pl.col("group").is_null() & pl.col("touchpoint").is_null()).to_dicts()[0]
    assert (everybody["need"], everybody["cohort"]) == (1, 1)
    hidden = pl.DataFrame(found.reach("county", element="well_child"))
    assert hidden.get_column("cohort").null_count() == len(hidden)
    with pytest.raises(InputUnreadable, match=r"no groups 'colour'. Choose one of: all, race"):
        found.reach("colour")
    with pytest.raises(NotFound, match="Nobody here is due `well_chil`"):
        found.reach(element="well_chil")


def test_the_package_offers_what_it_says_and_nothing_else():
    assert "evaluate" in dir(headwaters)
    with pytest.raises(AttributeError, match="It offers: Blueprint"):
        headwaters.simulate  # noqa: B018
