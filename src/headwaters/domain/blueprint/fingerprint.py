"""A stable fingerprint of a blueprint's content: two that mean the same have the same, on any machine, in any run."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Set
from dataclasses import fields, is_dataclass

from headwaters.domain.blueprint.blueprint import Blueprint


def fingerprint(blueprint: Blueprint) -> str:
    """64 hexadecimal digits. Sets are written in order, since theirs differs from run to run."""
    digest = hashlib.sha256()
    for part in _written(blueprint):
        digest.update(part.encode())
    return digest.hexdigest()


def _written(value: object) -> Iterator[str]:
    if is_dataclass(value) and not isinstance(value, type):
        yield f"{type(value).__name__}("
        for one in fields(value):
            yield f"{one.name}="
            yield from _written(getattr(value, one.name))
        yield ")"
    elif isinstance(value, Mapping):
        yield "{"
        for key, held in value.items():
            yield f"{key!r}:"
            yield from _written(held)
        yield "}"
    elif isinstance(value, Set):
        yield "<" + ";".join(sorted("".join(_written(one)) for one in value)) + ">"
    elif isinstance(value, tuple | list):
        yield "["
        for one in value:
            yield from _written(one)
            yield ","
        yield "]"
    else:
        yield f"{type(value).__name__}:{value!s};"
