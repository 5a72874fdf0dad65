"""What ladders are drawn from, put in the order of elements, so that a page reads its own rows and not everybody's status.

`ladder_rows` holds the rows of `status` that stand on some ladder, `ladder_steps` the passages; both keep every row's key, so a night
replaces them by story like any other table.
"""

from __future__ import annotations

from pathlib import Path

import duckdb

from headwaters.engine.warehouse.parts import replacing

STOOD, CLIMBED = "ladder_rows", "ladder_steps"
ROWS_IN_A_GROUP = 32_768

_QUERIES = {
    STOOD: (
        "select story_id, episode_id, role, element, touchpoint, status, reason, crack from status "
        "where status::varchar <> 'proposed' "
        "and not (status::varchar = 'not_needed' and reason::varchar <> 'found_not_eligible')"
    ),
    CLIMBED: "select story_id, episode_id, role, element, touchpoint, step, day from passages",
}


def write_ladders(con: duckdb.DuckDBPyConnection, folder: Path) -> None:
    """Write both tables into a run's folder.

    con  with the views `status` and `passages` of the rows that this run holds itself
    """
    for table, query in _QUERIES.items():
        with replacing(folder / f"{table}.parquet") as fresh:
            name = str(fresh).replace("'", "''")
            con.execute(
                f"copy ({query} order by element, touchpoint, story_id) to '{name}' "
                f"(format parquet, compression zstd, row_group_size {ROWS_IN_A_GROUP})"
            )
