"""A ladder read from the tables sorted for it is the ladder read from everybody's status."""

from __future__ import annotations

from pathlib import Path

import duckdb
from test_ladder_of_a_passage import CHAIN, THROUGH, climbs, publish

from headwaters.engine.measures.ladder import Cohort, ladder
from headwaters.engine.measures.ladders_table import write_ladders


def test_sorted_tables_give_the_same_ladder(tmp_path: Path) -> None:
    rows = [
        ("ana", "sent@m9", "reached", None), ("ana", "plan@m9", "overdue", "no_answer"),
        ("ben", "sent@m9", "reached", None), ("ben", "plan@m9", "reached", None),
        ("cai", "sent@m9", "upcoming", None), ("cai", "plan@m9", "proposed", None),
        ("dee", "sent@m9", "not_needed", None), ("dee", "plan@m9", "declined", None),
    ]  # fmt: skip
    folder = publish(tmp_path, rows, [*climbs("ben", *THROUGH), *climbs("ana", *THROUGH[:3])])
    told = [ladder(folder, touchpoints=CHAIN, cohort=Cohort(), chain=chain) for chain in (True, False)]
    con = duckdb.connect()
    for table in ("status", "passages"):
        con.execute(f"create view {table} as select * from '{folder}/{table}.parquet'")
    write_ladders(con, folder)
    for table in ("status", "passages"):
        (folder / f"{table}.parquet").unlink()
    assert [ladder(folder, touchpoints=CHAIN, cohort=Cohort(), chain=chain) for chain in (True, False)] == told
    assert told[0].passages > 0
