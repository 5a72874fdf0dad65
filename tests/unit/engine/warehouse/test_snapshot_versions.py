"""Which versions of a record are believed, and which of two statements comes first, on tables small enough to read."""

from __future__ import annotations

from datetime import date

from headwaters.domain.history.history import (
    ENTERED_IN_ERROR,
    Episode,
    EpisodeId,
    EpisodeKind,
    Event,
    Fact,
    PersonId,
    Story,
    StoryId,
)
from headwaters.engine.kernel.batch import Batch
from headwaters.engine.warehouse.snapshot import batches, seen_tables
from headwaters.engine.warehouse.statement_tables import raw_tables

KIM = PersonId("kim")
MAY = [date(2026, 5, day) for day in range(1, 10)]


def event(recorded: date, revision: int = 0, **more: object) -> Event:
    return Event(KIM, "clinic", "r1", "visit", "clinic", recorded, start=MAY[0], revision=revision, **more)  # type: ignore[arg-type]


def batch_with(*events: Event, facts: tuple[Fact, ...] = ()) -> Batch:
    episode = Episode(EpisodeId("e"), EpisodeKind.CHILD, KIM, MAY[0])
    (found,) = batches(seen_tables(raw_tables([Story(StoryId("s"), (episode,), (), (), events, facts)])))
    return found


def believed(batch: Batch) -> list[tuple[date, date | None]]:
    days = zip(batch.event_recorded.tolist(), batch.event_superseded.tolist(), strict=True)
    return sorted((date.fromordinal(first), date.fromordinal(last) if last else None) for first, last in days)


def test_a_version_is_believed_until_the_next_one_is_received() -> None:
    assert believed(batch_with(event(MAY[3]), event(MAY[1]), event(MAY[6]))) == [
        (MAY[1], MAY[3]), (MAY[3], MAY[6]), (MAY[6], None),
    ]  # fmt: skip


def test_of_two_versions_of_one_day_the_higher_revision_alone_was_ever_believed() -> None:
    found = batch_with(event(MAY[1], 1, result="new"), event(MAY[1], 0, result="old"))
    assert believed(found) == [(MAY[1], None)]
    assert found.contents[found.event_content[0]].result == "new"


def test_a_version_taken_back_ends_the_one_before_and_is_not_believed_itself() -> None:
    assert believed(batch_with(event(MAY[1]), event(MAY[4], status=ENTERED_IN_ERROR))) == [(MAY[1], MAY[4])]


def test_one_row_entered_in_error_takes_its_whole_version_back() -> None:
    assert believed(batch_with(event(MAY[1], code="1"), event(MAY[1], code="2", status=ENTERED_IN_ERROR))) == []


def test_rows_of_one_version_are_one_event_with_all_their_codes() -> None:
    found = batch_with(event(MAY[1], system="cvx", code="20"), event(MAY[1], system="cpt", code="90700"), event(MAY[1]))
    assert found.event_day.tolist() == [MAY[0].toordinal()]
    assert found.contents[found.event_content[0]].codes == {("cvx", "20"), ("cpt", "90700")}


def test_a_version_without_any_day_ends_the_one_before() -> None:
    without = Event(KIM, "clinic", "r1", "visit", "clinic", MAY[5])
    assert believed(batch_with(event(MAY[1]), without)) == [(MAY[1], MAY[5])]


def test_of_two_facts_the_one_received_later_ranks_higher() -> None:
    early = Fact(KIM, "county", "lane", MAY[3], "a", "1", "a", MAY[1])
    late = Fact(KIM, "county", "linn", MAY[0], "a", "2", "a", MAY[2])
    found = batch_with(facts=(late, early))
    values = [found.facts_said[said].value for said in found.fact_said[found.fact_rank.argsort()]]
    assert values == ["lane", "linn"]
