"""`make docs`: the reference pages that are made from the code, so that they cannot say anything else.

The semantics come from the spec tests, the data dictionary and the status table from the tables' own columns, the list of
commands from the commands.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
REFERENCE = ROOT / "docs" / "reference"


def status_table() -> str:
    """Every column of the published tables with its type and meaning."""
    import pyarrow as pa

    from headwaters.engine.warehouse.published_tables import PASSAGES, PROMISES, RECIPIENTS
    from headwaters.engine.warehouse.status_table import STATUS

    def rows(schema: pa.Schema) -> list[str]:
        lines = ["| column | type | may be null | meaning |", "|---|---|---|---|"]
        for field in schema:
            kind = field.type.value_type if pa.types.is_dictionary(field.type) else field.type
            meaning = field.metadata[b"meaning"].decode().replace("|", "\\|")
            lines.append(f"| `{field.name}` | {kind} | {'yes' if field.nullable else 'no'} | {meaning} |")
        return [*lines, ""]

    page = [
        "# The status table and its companions", "",
        "Written by `make docs` from the columns themselves; the meaning of each also stands in every Parquet file. `headwaters evaluate`",
        "writes the first; a refresh publishes all four under `DIR/published/`.", "",
    ]  # fmt: skip
    for name, schema in (
        ("status", STATUS),
        ("passages", PASSAGES),
        ("recipients", RECIPIENTS),
        ("promises", PROMISES),
    ):
        page += [f"## {name}", "", *rows(schema)]
    return "\n".join(page)


def commands() -> str:
    """The help of every command, as it prints it."""
    import click
    import typer

    from headwaters.cli.main import app

    root = typer.main.get_command(app)
    page = ["# Commands", "", "Written by `make docs`. Every command takes `--data DIR` (or `HEADWATERS_DATA`).", ""]

    def tell(command: click.Command, name: str, parent: click.Context | None) -> None:
        context = click.Context(command, info_name=name, parent=parent, max_content_width=110, terminal_width=110)
        page.extend([f"## {context.command_path}", "", "```", command.get_help(context).strip(), "```", ""])
        for child, under in getattr(command, "commands", {}).items():
            tell(under, child, context)

    tell(root, "headwaters", None)
    return "\n".join(page)


def main() -> int:
    (REFERENCE / "status-table.md").write_text(status_table(), encoding="utf-8")
    (REFERENCE / "commands.md").write_text(commands(), encoding="utf-8")
    dictionary = ROOT / "docs" / "render_data_dictionary.py"
    for script in (ROOT / "docs" / "render_semantics.py", dictionary):
        if script.exists():
            subprocess.run([sys.executable, str(script)], check=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
