"""`headwaters why`: for one person and one element, the rule, what is known and who said so, and what would change it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Annotated

import typer

from headwaters.cli.options import DATA, AsOf, DataFolder, KnownBy, ModelChoice
from headwaters.domain.consent import Action, Purpose
from headwaters.domain.problems import NotFound

if TYPE_CHECKING:
    from datetime import date

    from headwaters.cli.opening import Opened
    from headwaters.domain.explanation import Explanation

FORMAT = 1
"""Version of the JSON object; a field that changes its meaning raises it."""


def why(
    recipient: Annotated[str, typer.Argument(help="A person's id, a story's id, `SOURCE:NUMBER` or `SYSTEM=VALUE`.")],
    element: Annotated[str, typer.Argument(metavar="ELEMENT[/TOUCHPOINT]", help="For example lead/m12.")],
    data: DataFolder = DATA,
    as_of: AsOf = None,
    known_by: KnownBy = None,
    blueprint: ModelChoice = None,
    language: Annotated[str, typer.Option("--lang", help="Language of the answer: en, or es as a draft.")] = "en",
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object for each row.")] = False,
) -> None:
    """Say why: rule and version, facts and events with agency and day, whose move it is, and what would change it."""
    from headwaters.cli.opening import open_for

    here = open_for(data, purpose=Purpose.CARE, as_of=as_of, blueprint=blueprint)
    explained = _explanations(here, recipient, element, known_by)
    if as_json:
        typer.echo(json.dumps([_as_object(here, one, language) for one in explained], indent=1))
        return
    for number, one in enumerate(explained):
        typer.echo("\n" * min(number, 1) + _as_text(here, one, language))
    if here.installation.synthetic:
        typer.echo("\nInvented families: nothing here is about a real child.", err=True)


def _explanations(here: Opened, recipient: str, element: str, known_by: date | None) -> list[Explanation]:
    """Every row that the reference means, over the view that this reader was granted for each story.

    raises  NotFound  nobody, or no element of that name, in any story that the reader may read
    """
    from headwaters.engine.evaluation.reference import ObservationIndex, explain
    from headwaters.practice.access.actions import require
    from headwaters.practice.families import queries

    found = queries.find(recipient, by=here.reader)
    if not found:
        raise NotFound(f"Nobody here goes by `{recipient}`. Give a person's id, a story's id, or `SOURCE:NUMBER`.")
    name, _, touchpoint = element.partition("/")
    observations = ObservationIndex(queries.observations(by=here.reader))
    explained: list[Explanation] = []
    unknown: NotFound | None = None
    for story_id in dict.fromkeys(one.story_id for one in found):
        view = require(here.reader, Action.READ_FAMILY, story=story_id, detail=f"why {name}")
        people = {one.person_id for one in found if one.story_id == story_id}
        try:
            rows = explain(
                here.models, queries.story(story_id, by=here.reader), observations, element=name,
                touchpoint=touchpoint or None, as_of=here.as_of, known_by=known_by, view=view,
            )  # fmt: skip
        except NotFound as nothing:
            unknown = nothing
            continue
        own = [one for one in rows if one.row.recipient_id in people]
        explained += own or rows
    if not explained and unknown is not None:
        raise unknown
    return explained


def _as_text(here: Opened, explained: Explanation, language: str) -> str:
    from headwaters.domain.wording import Words, explain_in_words

    model = here.models.default.blueprint
    row = explained.row
    lines = [f"{Words(model, language).title(row)}   ({row.element}/{row.touchpoint})"]
    lines.append(f"{row.role.value.replace('_', ' ')} {row.recipient_id}, as of {here.as_of:%Y-%m-%d}")
    for passage in explain_in_words(explained, model, language):
        lines.append(f"\n{passage.heading}")
        lines += [f"  {sentence}" for sentence in passage.sentences]
    return "\n".join(lines)


def _as_object(here: Opened, explained: Explanation, language: str) -> dict[str, object]:
    from headwaters.domain.wording import explain_in_words

    row = explained.row
    return {
        "format": FORMAT,
        "as_of": here.as_of.isoformat(),
        "story": row.story_id, "recipient": row.recipient_id, "role": row.role.value,
        "element": row.element, "touchpoint": row.touchpoint,
        "status": row.status.value, "reason": row.reason, "missing": row.missing,
        "opens": str(row.opens), "due_by": str(row.due_by), "closes": str(row.closes),
        "matched": row.matched.isoformat() if row.matched else None,
        "event": None if row.event is None else {"source": row.event.source, "record": row.event.record_id},
        "crack": row.crack.value if row.crack else None,
        "agency": explained.accountable.agency, "move": explained.accountable.move,
        "changes_on": row.changes_on.isoformat() if row.changes_on else None,
        "blueprint": row.blueprint, "version": row.version,
        "in_words": {p.heading: list(p.sentences) for p in explain_in_words(explained, here.models.default.blueprint, language)},
    }  # fmt: skip
