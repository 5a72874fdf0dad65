"""Which model an installation has adopted, prepared once per process."""

from __future__ import annotations

from collections.abc import Callable

from headwaters.domain.blueprint.blueprint import Blueprint
from headwaters.engine.evaluation.reference import Models, prepare

_prepared: dict[str, Models] = {}


def adopted_models(named: str, *, open_blueprint: Callable[[str], Blueprint]) -> Models:
    """The models that judge here: one blueprint for everybody, until assignments name others.

    named           `id`, `id@version` or a file, as `open_blueprint` understands it
    open_blueprint  reads and checks it; raises BlueprintRefused with every problem it has
    """
    if named not in _prepared:
        _prepared[named] = Models.of(prepare(open_blueprint(named)))
    return _prepared[named]
