"""The installation that this process serves: its folder, its model, and the day that every page speaks of."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from django.conf import settings
from django.utils import timezone

from headwaters.domain.blueprint.blueprint import Blueprint
from headwaters.domain.problems import NotFound
from headwaters.engine.evaluation.reference import Models
from headwaters.practice.installation import Installation, read_installation
from headwaters.practice.pilots.adopted import adopted_models
from headwaters.practice.published import queries
from headwaters.sources.shelf import Shelf


@dataclass(frozen=True, slots=True)
class Here:
    """`as_of` is the day of the last refresh, so that a family's page and the lists never disagree; before the first
    refresh the stored day, else today."""

    data: Path
    installation: Installation
    models: Models
    as_of: date

    @property
    def blueprint(self) -> Blueprint:
        return self.models.default.blueprint


def here() -> Here:
    """raises  BlueprintRefused  the adopted model has problems"""
    installation = read_installation(settings.DATA)
    models = adopted_models(installation.blueprint, open_blueprint=_open_named)
    return Here(settings.DATA, installation, models, day_of(settings.DATA, installation))


def _open_named(named: str) -> Blueprint:
    shelf = Shelf()
    return shelf.open_file(shelf.named(named))


def day_of(data: Path, installation: Installation) -> date:
    try:
        return queries.as_of(data)
    except NotFound:
        return installation.as_of or timezone.localdate()
