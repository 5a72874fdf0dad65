"""`make docs`: the reference pages that are made from the code, so that they cannot say anything else.

The semantics come from the spec tests, the data dictionary and the status table from the tables' own columns, the list of
commands from the commands, who may do what from the table of roles.
"""

from __future__ import annotations

import ast
import inspect
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


def access() -> str:
    """Roles by what they may do and what must tie them to the family: the table that the one decision reads."""
    from headwaters.domain.consent import Action, Purpose, ReaderRole
    from headwaters.domain.role_table import ROLE_TABLE, Tie

    page = [
        "# Who may do what", "",
        "Written by `make docs` from `headwaters.domain.role_table`, the table that every page, file, export and command is decided by.",
        "What no line says is refused. A role's word alone opens no family's page: the reader needs a tie to that family on the day of",
        "the request. [Who may see what](../how-to/who-may-see-what.md) says how to set it up.", "",
    ]  # fmt: skip
    for role in (one for one in ReaderRole if one is not ReaderRole.OWNER):
        page += [f"## {role.replace('_', ' ')}", "", "| may | for | if |", "|---|---|---|"]
        for line in (one for one in ROLE_TABLE if role in one.roles):
            may, ties = ", ".join(f"`{one}`" for one in line.actions), " or ".join(f"`{one}`" for one in line.ties)
            purposes = (
                "any purpose" if len(line.purposes) == len(Purpose) else ", ".join(f"`{one}`" for one in line.purposes)
            )
            page.append(f"| {may} | {purposes} | {ties} |")
        page.append("")
    page += [
        "## owner", "",
        "Whoever sits at an installation without sign-in, and every answer link, act by dated grants alone (`practice.access.models.GrantRow`):",
        "an owner's are listed in `practice.access.actions.LOCAL_GRANTS`, a link's is for the one family of its ask.", "",
    ]  # fmt: skip
    for title, words in (("Actions", Action), ("Ties", Tie), ("Purposes", Purpose)):
        page += [f"## {title}", "", "| word | meaning |", "|---|---|"]
        page += [f"| `{word}` | {said} |" for word, said in _said_of(words).items()]
        page.append("")
    return "\n".join(page)


def _said_of(words: type) -> dict[str, str]:
    """Each word of an enumeration with the sentence that stands below it in the source; its own letters where there is none."""
    body = ast.parse(inspect.getsource(words)).body[0].body
    found: dict[str, str] = {}
    for line, after in zip(body, [*body[1:], None], strict=True):
        if isinstance(line, ast.Assign) and isinstance(line.value, ast.Constant):
            told = isinstance(after, ast.Expr) and isinstance(after.value, ast.Constant)
            found[line.value.value] = (
                " ".join(after.value.value.split()) if told else f"{line.value.value.replace('_', ' ').capitalize()}."
            )
    return found


def main() -> int:
    (REFERENCE / "status-table.md").write_text(status_table(), encoding="utf-8")
    (REFERENCE / "commands.md").write_text(commands(), encoding="utf-8")
    (REFERENCE / "access.md").write_text(access(), encoding="utf-8")
    dictionary = ROOT / "docs" / "render_data_dictionary.py"
    for script in (ROOT / "docs" / "render_semantics.py", dictionary):
        if script.exists():
            subprocess.run([sys.executable, str(script)], check=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
