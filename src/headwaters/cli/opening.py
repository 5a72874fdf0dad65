"""What most commands begin with: an opened data folder, its day, its model, and who is asking."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from headwaters.cli.options import today
from headwaters.domain.consent import Purpose, ReaderRole
from headwaters.engine.publishing.engines import Engine, choose_engine, compiling

if TYPE_CHECKING:
    from headwaters.engine.evaluation.reference import Models
    from headwaters.practice.access.reader import Reader
    from headwaters.practice.installation import Installation


@dataclass(frozen=True, slots=True)
class Opened:
    """`as_of`: the day asked for, else the stored day, else today."""

    data: Path
    installation: Installation
    models: Models
    as_of: date
    reader: Reader


def open_for(data: Path, *, purpose: Purpose, as_of: date | None = None, blueprint: str | None = None) -> Opened:
    """Open an existing data folder for one command.

    raises  InputUnreadable   there is no such folder
            BlueprintRefused  the model has problems
    """
    from headwaters.server.start import open_data

    folder = open_data(data, create=False)
    from headwaters.practice.access.reader import LOCAL, Reader
    from headwaters.practice.installation import read_installation
    from headwaters.practice.pilots.adopted import adopted_models
    from headwaters.sources.shelf import Shelf
    from headwaters.web.layout.instant import instant

    installation = read_installation(folder)
    shelf = Shelf()
    return Opened(
        data=folder,
        installation=installation,
        models=adopted_models(
            blueprint or installation.blueprint, open_blueprint=lambda named: shelf.open_file(shelf.named(named))
        ),
        as_of=as_of or installation.as_of or today(),
        reader=Reader(
            id=LOCAL, role=ReaderRole.OWNER, purpose=purpose, at=instant(installation, data=folder), through="command"
        ),
    )


def engine_for(wanted: Engine | None, *, stories: int) -> Engine:
    """Who judges here. A slower one than was hoped for, or a wait for the compiler, is said on the error stream.

    stories  in the whole population: for few the reference is the quicker one
    raises   NotFound  the kernel was asked for, and cannot run here
    """
    choice = choose_engine(wanted, stories=stories)
    for sentence in (choice.why, compiling(choice.engine)):
        if sentence is not None:
            typer.echo(sentence, err=True)
    return choice.engine
