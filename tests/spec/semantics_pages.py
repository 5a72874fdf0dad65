"""Renders the manual: one page per chapter, one section per test, from the calls that the tests make.

The tests are run with a recorder in place of the judge, so the pages need no evaluation: what a page shows is what the test
demands, and the test suite proves it.
"""

from __future__ import annotations

import importlib
import inspect
import textwrap
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType

from spec_call import Call
from text_tables import cells_of

HERE = Path(__file__).parent
NOTICE = "<!-- Rendered from tests/spec by `make docs`. Change the test, then render again. -->"
TABLES = (
    ("children", "Children"),
    ("people", "Who is who"),
    ("assignments", "Which blueprint judges whom"),
    ("facts", "Known"),
    ("events", "Happened"),
    ("observed", "Observed"),
)


@dataclass(frozen=True)
class Chapter:
    number: int
    title: str
    about: str
    page: str
    tests: tuple[Callable[..., None], ...]


def chapters() -> list[Chapter]:
    modules = [importlib.import_module(path.stem) for path in HERE.glob("test_*.py")]
    return sorted((chapter(module) for module in modules if hasattr(module, "chapter")), key=lambda one: one.number)


def chapter(module: ModuleType) -> Chapter:
    tests = tuple(
        value
        for name, value in vars(module).items()
        if name.startswith("test_") and "spec" in inspect.signature(value).parameters
    )
    slug = module.__name__.removeprefix("test_").replace("_", "-")
    about = (module.__doc__ or "").split(": ", 1)[-1].strip()
    return Chapter(module.chapter, module.title, about, f"{module.chapter:02}-{slug}.md", tests)


def calls_of(test: Callable[..., None]) -> list[Call]:
    """What a test asks, without asking it."""
    calls: list[Call] = []
    test(lambda blueprint, **said: calls.append(Call(blueprint, **said)))
    return calls


def pages() -> dict[str, str]:
    """File name -> Markdown, the index among them."""
    book = chapters()
    drawn = {one.page: chapter_page(one) for one in book}
    drawn["README.md"] = index_page(book)
    return drawn


def index_page(book: list[Chapter]) -> str:
    lines = [
        NOTICE,
        "",
        "# What a blueprint means",
        "",
        "Every paragraph of these chapters is a test: tables in, table out. Unless a table says otherwise there is one child, `ana`,",
        "born 2024-03-01 to `mother`; a record is told by the clinic on the day it speaks of; everything is observed.",
        "The fragments leave out what every blueprint must say besides: titles, sources, agencies.",
        "",
    ]
    lines += [f"{one.number}. [{one.title}]({one.page}): {lowered(one.about)}" for one in book]
    return "\n".join(lines) + "\n"


def lowered(words: str) -> str:
    return words[:1].lower() + words[1:]


def chapter_page(one: Chapter) -> str:
    lines = [NOTICE, "", f"# {one.number}. {one.title}", "", one.about[:1].upper() + one.about[1:], ""]
    for test in one.tests:
        lines += section(test)
    return "\n".join(lines).rstrip() + "\n"


def section(test: Callable[..., None]) -> list[str]:
    lines = [f"## {sentence(test.__name__)}", ""]
    lines += [*inspect.cleandoc(test.__doc__ or "").splitlines(), ""]
    for call in calls_of(test):
        lines += paragraph(call)
    return lines


def sentence(name: str) -> str:
    words = name.removeprefix("test_").replace("_", " ")
    return words[:1].upper() + words[1:]


def paragraph(call: Call) -> list[str]:
    lines = fenced(call.blueprint)
    if call.parent:
        lines += ["Made from:", "", *fenced(call.parent)]
    for name, fragment in (call.others or {}).items():
        lines += [f"Beside it, `{name}`:", "", *fenced(fragment)]
    for part, caption in TABLES:
        if text := getattr(call, part):
            lines += [f"{caption}:", "", *markdown(text), ""]
    lines += [view_line(call), ""] if view_line(call) else []
    if call.rows:
        lines += [f"{asked(call)}:", "", *markdown(call.rows), ""]
    if call.counted:
        lines += ["Counted:" if call.rows else f"{asked(call)} it counts:", "", *markdown(call.counted), ""]
    if call.absent:
        lines += ["There are no rows for:", "", *markdown(call.absent), ""]
    if call.most_cracks is not None:
        lines += [f"With at most {call.most_cracks} crack{'' if call.most_cracks == 1 else 's'} in all rows.", ""]
    return lines


def asked(call: Call) -> str:
    by = f", as known by {call.known_by}" if call.known_by else ""
    dated = "as_of" in cells_of((call.rows or call.counted or "").strip().splitlines()[0])
    return f"Then{by}" if dated or not call.as_of else f"On {call.as_of}{by}"


def view_line(call: Call) -> str:
    said = []
    if call.view.subjects is not None:
        said.append("protected subjects switched on: " + (", ".join(sorted(call.view.subjects)) or "none"))
    if call.view.agencies is not None:
        said.append("agencies: " + ", ".join(sorted(call.view.agencies)))
    return f"Seen through a view ({'; '.join(said)})." if said else ""


def fenced(fragment: str) -> list[str]:
    return ["```yaml", *textwrap.dedent(fragment).strip("\n").rstrip().splitlines(), "```", ""]


def markdown(table: str) -> list[str]:
    rows = [cells_of(line) for line in table.strip().splitlines() if line.strip()]
    header, body = rows[0], rows[1:]
    return ["| " + " | ".join(cells) + " |" for cells in (header, ["---"] * len(header), *body)]


def render(folder: Path) -> None:
    """Writes the pages; a page of a chapter that is gone goes too."""
    folder.mkdir(parents=True, exist_ok=True)
    drawn = pages()
    for stale in set(folder.glob("*.md")) - {folder / name for name in drawn}:
        stale.unlink()
    for name, page in drawn.items():
        (folder / name).write_text(page, encoding="utf-8")
