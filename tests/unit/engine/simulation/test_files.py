"""What agencies write down: in the blueprint's words, with the planted faults in it, and the truth apart."""

from __future__ import annotations

import csv
import io
from collections import Counter, defaultdict
from datetime import date

import pytest

from headwaters.domain.blueprint.blueprint import Blueprint
from headwaters.domain.blueprint.element import Stage
from headwaters.domain.blueprint.matcher import Step
from headwaters.domain.cracks import CrackKind
from headwaters.engine.simulation.comparison import kinds_of
from headwaters.engine.simulation.csv_text import csv_text, widened
from headwaters.engine.simulation.families import families
from headwaters.engine.simulation.offices import CLINIC_OF_COUNTY, OFFICES, saw, watches
from headwaters.engine.simulation.packages import Package
from headwaters.engine.simulation.parameters import Parameters
from headwaters.engine.simulation.simulation import Simulation, simulate, simulate_families
from headwaters.engine.simulation.spoiling import IMPOSSIBLE_DAY
from headwaters.engine.simulation.telling import Row
from headwaters.engine.warehouse.tables import PACKAGE
from headwaters.sources.shelf import Shelf

LAST_DAY = date(2026, 6, 30)
TWO = date(2024, 6, 1)
"""Born by then, the second birthday and the weeks in which its shots are told of lie behind."""


@pytest.fixture(scope="module")
def blueprint() -> Blueprint:
    return Shelf().open("first-1000-days")


def rows(simulation: Simulation, table: str) -> list[tuple[str, Row]]:
    """(office, row), but for the rows that were made unreadable."""
    return [(key, row) for key, row in all_rows(simulation, table) if not is_unreadable(row)]


def all_rows(simulation: Simulation, table: str) -> list[tuple[str, Row]]:
    return [(key, row) for key, package in simulation.packages.items() for row in package.tables.get(table, [])]


def is_unreadable(row: Row) -> bool:
    return row.get("record", "").startswith("unreadable-")


@pytest.fixture(scope="module")
def larger_oregon(parameters: Parameters) -> Simulation:
    return simulate(450, seed=7, parameters=parameters, as_of=LAST_DAY)


def test_every_word_in_the_files_is_declared_by_the_blueprint(small_oregon: Simulation, blueprint: Blueprint) -> None:
    events, facts = rows(small_oregon, "events"), rows(small_oregon, "facts")
    assert {row["kind"] for _, row in events} <= set(blueprint.events)
    assert {row["fact"] for _, row in facts} <= set(blueprint.facts)
    assert {row["handoff"] for _, row in events if "handoff" in row} <= set(blueprint.handoffs)
    assert {row["step"] for _, row in events if "step" in row} <= set(Step)
    assert {row["kind"] for _, row in rows(small_oregon, "observations")} <= set(blueprint.events)
    assert {office.agency for office in OFFICES.values()} <= set(blueprint.agencies)


def test_further_columns_are_those_that_the_kind_declares(small_oregon: Simulation, blueprint: Blueprint) -> None:
    known = {name for table in PACKAGE if table.name == "events" for name in table.names}
    for _, row in rows(small_oregon, "events"):
        assert set(row) - known <= set(blueprint.events[row["kind"]].columns), row["kind"]


def test_nearly_every_running_element_can_be_reached_by_what_is_told(
    larger_oregon: Simulation, blueprint: Blueprint
) -> None:
    told = {row["kind"] for _, row in rows(larger_oregon, "events")}
    reaching = kinds_of(blueprint)
    unreachable = {
        element.id
        for element in blueprint.elements.values()
        if element.stage is Stage.RUNNING
        and not any(
            kind in told
            for touchpoint in element.touchpoints
            for kind, _ in reaching[(element.id, touchpoint.id)].kinds
        )
    }
    assert unreachable == set()


def test_every_choice_is_one_that_the_fact_allows(small_oregon: Simulation, blueprint: Blueprint) -> None:
    for _, row in rows(small_oregon, "facts"):
        choices = blueprint.facts[row["fact"]].choices
        assert not choices or row["value"] in (*choices, "withheld"), f"{row['fact']} = {row['value']}"


def test_the_truth_speaks_of_touchpoints_that_exist(small_oregon: Simulation, blueprint: Blueprint) -> None:
    for truth in small_oregon.truth:
        element = blueprint.elements[truth.fault.element]
        names = {touchpoint.id for touchpoint in element.touchpoints}
        base = truth.fault.touchpoint.partition("@")[0]
        assert base in names or base.rpartition("_")[0] in names, f"{element.id}.{truth.fault.touchpoint}"


def test_the_truth_calls_a_step_broken_by_the_clocks_of_the_blueprint(
    parameters: Parameters, blueprint: Blueprint
) -> None:
    """Written apart, so that neither is worked out from the other; months are counted as 30.5 days here."""
    for name, handoff in blueprint.handoffs.items():
        clocks = parameters.table(f"handoffs.{name}.clocks")
        assert set(clocks) == {clock.value for clock in handoff.clocks}, name
        for clock, length in handoff.clocks.items():
            told = clocks[clock.value]
            if length.business_days:
                assert told == {"business_days": length.business_days}, f"{name}.{clock}"
            else:
                assert told == pytest.approx(length.months * 30.5 + length.days, abs=2), f"{name}.{clock}"


def test_every_office_sends_something(small_oregon: Simulation) -> None:
    for key, package in small_oregon.packages.items():
        assert package.tables.get("events") or key == "doulas", key
        assert package.tables["observations"], key


def test_the_register_holds_every_birth_once(small_oregon: Simulation) -> None:
    births = [row["person"] for key, row in rows(small_oregon, "events") if key == "births" and row["kind"] == "birth"]
    assert len(births) >= 0.97 * small_oregon.children  # the last fortnight's may not have come in
    registers = [row for key, row in rows(small_oregon, "observations") if row.get("register") == "yes"]
    assert [row["kind"] for row in registers] == ["birth"]


def test_nothing_comes_in_after_an_office_sent_its_files(small_oregon: Simulation) -> None:
    sent = {key: package.tables["source"][0]["sent"] for key, package in small_oregon.packages.items()}
    assert all(row["recorded"] <= sent[key] for key, row in rows(small_oregon, "events"))
    assert sent["clinic_south"] == "2026-01-31"  # stopped 150 days before the last day
    assert all(day == "2026-06-30" for key, day in sent.items() if key != "clinic_south")


def test_a_gap_is_a_gap_in_what_is_sent_and_in_what_is_said_to_be_seen(
    small_oregon: Simulation, parameters: Parameters
) -> None:
    spans = watches(OFFICES["clinic_east"], parameters, LAST_DAY)
    assert len(spans) == 2
    assert not saw(spans, date(2025, 2, 15))
    east = [
        row
        for key, row in rows(small_oregon, "events")
        if key == "clinic_east" and row["kind"] == "well_visit" and "revision" not in row
    ]
    unseen = [
        row
        for row in east
        if not saw(spans, date.fromisoformat(row["start"])) and row["start"] < spans[1].from_.isoformat()
    ]
    assert unseen == [] or {row["record"] for row in unseen} <= {
        row["record"] for _, row in rows(small_oregon, "events") if "revision" in row
    }


def test_mistakes_are_corrected_under_the_same_number(small_oregon: Simulation) -> None:
    by_record: dict[tuple[str, str], list[Row]] = defaultdict(list)
    for key, row in rows(small_oregon, "events"):
        by_record[(key, row["record"])].append(row)
    twice = [found for found in by_record.values() if len(found) > 1]
    corrected = [found for found in twice if found[1].get("status") != "entered_in_error"]
    retracted = [found for found in twice if found[1].get("status") == "entered_in_error"]
    assert len(corrected) > 20
    assert len(retracted) > 10
    for first, second in corrected:
        assert first["start"] < second["start"]
        assert second["revision"] == "1"
        assert first["recorded"] < second["recorded"]


def test_some_shots_are_told_by_two_agencies(small_oregon: Simulation) -> None:
    told: dict[tuple[str, str, str], set[str]] = defaultdict(set)
    for key, row in rows(small_oregon, "events"):
        if row["kind"] == "immunization":
            told[(row["person"].partition("-")[2], row["start"], row["codings"])].add(key)
    twice = sum(len(agencies) == 2 for agencies in told.values())
    assert 0.1 < twice / len(told) < 0.5


def test_seven_in_ten_are_up_to_date_at_two_as_published(parameters: Parameters) -> None:
    """4:3:1:3:3:1:4 by the second birthday, 71 % in 2019; counted from what the registry would be told of everybody."""
    past_two = [
        family.index for family in families(range(5_000), 2, parameters, LAST_DAY) if family.born and family.born <= TWO
    ]
    simulation = simulate_families(past_two, seed=2, parameters=parameters, as_of=LAST_DAY, with_lives=False)
    wanted = {"dtap": ({"110", "20"}, 4), "polio": ({"110"}, 3), "mmr": ({"03"}, 1), "hib": ({"48"}, 3), "hep_b": ({"08", "110"}, 3),
              "varicella": ({"21"}, 1), "pneumococcal": ({"133"}, 4)}  # fmt: skip
    births = {
        row["person"].partition("-")[2]: row["start"]
        for key, row in rows(simulation, "events")
        if row["kind"] == "birth"
    }
    doses: dict[str, Counter[str]] = defaultdict(Counter)
    for key, row in rows(simulation, "events"):
        if (
            key == "immunization_registry"
            and "status" in row
            and row["status"] == "completed"
            and "revision" not in row
        ):
            doses[row["person"].partition("-")[2]][row["codings"].partition("|")[2]] += 1
    gone = {
        truth.beside.partition("-")[2]
        for truth in simulation.truth
        if truth.fault.crack is CrackKind.MOVED_BETWEEN_AREAS
    }
    two = [child for child, born in births.items() if born <= TWO.isoformat() and child not in gone]
    done = [
        child for child in two if all(sum(doses[child][code] for code in codes) >= n for codes, n in wanted.values())
    ]
    assert len(two) > 300
    assert len(done) / len(two) == pytest.approx(0.69, abs=0.06)  # some moved away, died, or have no clinic


def test_every_kind_of_crack_is_planted(larger_oregon: Simulation) -> None:
    planted = Counter(truth.fault.crack for truth in larger_oregon.truth)
    assert set(CrackKind) <= set(planted)
    assert planted[None] > 0  # and what records cannot show, although nothing broke


def test_some_counties_have_no_clinic_that_sends_records(small_oregon: Simulation) -> None:
    counties = {row["value"] for _, row in rows(small_oregon, "facts") if row["fact"] == "county"}
    assert counties - set(CLINIC_OF_COUNTY)


def test_children_without_any_answer_and_answers_kept_private_are_among_them(small_oregon: Simulation) -> None:
    facts = rows(small_oregon, "facts")
    assert any(row["value"] == "withheld" for _, row in facts)
    asked = {row["person"].partition("-")[2] for _, row in facts if row["fact"] == "race"}
    births = {row["person"].partition("-")[2] for key, row in rows(small_oregon, "events") if row["kind"] == "birth"}
    assert births - asked


def test_the_same_seed_gives_the_same_rows(parameters: Parameters) -> None:
    first, second = (simulate(20, seed=9, parameters=parameters, as_of=LAST_DAY) for _ in range(2))
    assert [package.tables for package in first.packages.values()] == [
        package.tables for package in second.packages.values()
    ]
    assert first.truth == second.truth


def test_a_familys_rows_do_not_depend_on_how_many_families_there_are(parameters: Parameters) -> None:
    few, many = (simulate(births, seed=9, parameters=parameters, as_of=LAST_DAY) for births in (8, 30))
    for key, package in few.packages.items():
        for row in package.tables.get("events", []):
            assert row in many.packages[key].tables["events"]


def test_unreadable_rows_are_added_so_that_nothing_true_is_lost(small_oregon: Simulation) -> None:
    bad = [row for _, row in all_rows(small_oregon, "events") if is_unreadable(row)]
    assert len(bad) == small_oregon.unreadable > 5
    assert len({row["record"] for row in bad}) == len(bad)
    assert all(row["start"] == IMPOSSIBLE_DAY or row["kind"] == "" or "nobody" in row["person"] for row in bad)
    assert all(row["start"] != IMPOSSIBLE_DAY and row["kind"] for _, row in rows(small_oregon, "events"))


def test_the_register_calls_itself_complete_only_for_the_months_whose_births_are_all_told(
    small_oregon: Simulation,
) -> None:
    births = [row for row in small_oregon.packages["births"].tables["observations"] if row["kind"] == "birth"]
    assert [(row["through"], row.get("register")) for row in births] == [("2024-06-30", None), ("2026-06-16", "yes")]
    assert births[1]["from"] == "2024-07-01"


def test_a_child_of_several_groups_and_none_of_them_primary_is_told_as_multiple(larger_oregon: Simulation) -> None:
    told = Counter(row["value"] for _, row in rows(larger_oregon, "facts") if row["fact"] == "race")
    assert 0.005 < told["multiple"] / told.total() < 0.04


def test_a_pregnancy_has_a_county_and_a_zip_area_to_be_grouped_by(larger_oregon: Simulation) -> None:
    facts = [row for key, row in rows(larger_oregon, "facts") if key == "maternity"]
    county, area = ({row["person"] for row in facts if row["fact"] == fact} for fact in ("county", "zip"))
    assert len(county & area) > 0.97 * len(county | area)  # some answers of the last days have not come in yet


def test_lines_take_on_further_columns_where_they_belong() -> None:
    assert widened('1,"a,b"\n2,c\n', ("record", "kind"), ("record", "person", "kind")) == '1,,"a,b"\n2,,c\n'


@pytest.mark.parametrize("seed", [5, 6])
def test_a_delivery_names_nobody_whom_it_does_not_hold(parameters: Parameters, seed: int) -> None:
    """Children of the last fortnight, of whom some offices have not heard yet; of twins perhaps of one."""
    drawn = families(range(6_000), seed, parameters, LAST_DAY)
    late = [family.index for family in drawn if family.born and (LAST_DAY - family.born).days < 15]
    made = simulate_families(late, seed=seed, parameters=parameters, as_of=LAST_DAY, with_lives=False)
    for key, package in made.packages.items():
        people = {row["person"] for row in package.tables.get("people", [])}
        pregnancies = package.tables.get("pregnancies", [])
        named = {child for row in pregnancies for child in row.get("children", "").split(";") if child}
        about = {row["person"] for name in ("events", "facts", "relations") for row in of_table(package, name)}
        assert named | about <= people, key
        whose = {row["of_person"] for row in of_table(package, "relations")}
        assert whose <= people | {row["pregnancy"] for row in pregnancies}, key


def of_table(package: Package, table: str) -> list[Row]:
    return [row for row in package.tables.get(table, []) if not is_unreadable(row)]


def test_a_cell_with_a_comma_or_a_line_break_is_read_back_as_it_was() -> None:
    told = {"record": "1", "kind": 'a "b", c\nd'}
    assert list(csv.DictReader(io.StringIO(csv_text("events", [told]), newline=""))) == [told]


def test_columns_stand_in_the_order_of_the_data_dictionary_and_empty_ones_are_left_out() -> None:
    told = [
        {"record": "1", "person": "a", "kind": "dev_screen", "start": "2025-03-09", "zone": "above"},
        {"record": "2", "person": "b", "kind": "birth"},
    ]
    assert csv_text("events", told).splitlines()[0] == "record,person,kind,start,zone"
    assert csv_text("events", told, slashed_days=True).splitlines()[1] == "1,a,dev_screen,03/09/2025,above"
