"""What an installation knows about itself: whether its families are invented, and the day it speaks of."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from datetime import date
from enum import StrEnum
from pathlib import Path

FILE = "installation.json"


class SignIn(StrEnum):
    THIS_COMPUTER = "this_computer"
    """One person at one machine, who may do everything; nobody else is answered."""
    ACCOUNTS = "accounts"
    """Everybody signs in, from any machine."""


@dataclass(frozen=True, slots=True)
class Installation:
    """`as_of` is stored for demonstration data, so that no page depends on the clock; None: the reader's today.

    `pilots_only`: a demonstration whose families all live in the five pilot regions.
    `loaded`: a demonstration's files have all been taken in; one that was stopped half-way has not.
    `blueprint` is `id` or `id@version` of the model that judges where no assignment says otherwise.
    """

    synthetic: bool = False
    as_of: date | None = None
    seed: int | None = None
    births: int | None = None
    pilots_only: bool = False
    loaded: bool = False
    blueprint: str = "first-1000-days"
    hides_through: int = 10
    """Counts of people from 1 to this are hidden from readers who may not list families, with what would give them away."""
    sign_in: SignIn = SignIn.THIS_COMPUTER
    second_step: bool = True
    """Whether roles that reach families sign in with two proofs. It counts only where people sign in."""
    hosts: tuple[str, ...] = ()
    """The names under which browsers ask for this installation, beside this machine's own."""


def read_installation(data: Path) -> Installation:
    path = data / FILE
    if not path.exists():
        return Installation()
    held = json.loads(path.read_text(encoding="utf-8"))
    as_of = held.pop("as_of", None)
    sign_in = SignIn(held.pop("sign_in", SignIn.THIS_COMPUTER))
    hosts = tuple(held.pop("hosts", ()))
    day = None if as_of is None else date.fromisoformat(as_of)
    return Installation(as_of=day, sign_in=sign_in, hosts=hosts, **held)


def write_installation(data: Path, installation: Installation) -> None:
    held = asdict(installation)
    held["as_of"] = None if installation.as_of is None else installation.as_of.isoformat()
    fresh = data / f"{FILE}.new"
    fresh.write_text(json.dumps(held, indent=2) + "\n", encoding="utf-8")
    fresh.replace(data / FILE)
