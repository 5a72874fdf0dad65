"""Drawn worlds for the kernel and the reference side by side.

    PYTHONPATH=tests/property:tests/spec python tests/property/kernel_equality.py 0 40      # worlds 0 to 39

With NUMBA_DISABLE_JIT=1 the kernel runs as plain Python. It exits with 1 where anything differs.
"""

from __future__ import annotations

import sys
from random import Random

from kernel_beside_reference import Held, held_against
from worlds import World, world_of


def held_world(world: World) -> Held:
    """Every history of a world."""
    held = [
        held_against(world.models, [one.story], one.observations, as_of=one.as_of, known_by=one.known_by)
        for one in world.histories
    ]
    return Held([text for one in held for text in one.differences], sum(one.by_reference for one in held))


if __name__ == "__main__":
    first, stop = int(sys.argv[1]), int(sys.argv[2])
    wrong = [
        f"world {number}: {text}"
        for number in range(first, stop)
        for text in held_world(world_of(Random(number), seed=number)).differences
    ]
    print("\n".join(wrong))
    sys.exit(1 if wrong else 0)
