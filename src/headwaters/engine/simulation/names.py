"""Names for invented people. Every family name begins with `Demo-`, so that nobody takes one for somebody real."""

from __future__ import annotations

from headwaters.engine.simulation.chance import Chance

MARK = "Demo-"

GIVEN = (
    "Ada", "Alma", "Amal", "Ana", "Anh", "Ari", "Asha", "Bela", "Caro", "Chan", "Cleo", "Dana", "Dara", "Eden", "Eli", "Elu",
    "Emi", "Esme", "Fay", "Gale", "Hana", "Ida", "Ines", "Iris", "Isa", "Ivo", "Jae", "Jo", "Juno", "Kai", "Kim", "Kiran",
    "Lee", "Leo", "Lia", "Lou", "Luz", "Mai", "Mara", "Mei", "Mika", "Mina", "Nia", "Noa", "Nur", "Ola", "Pat", "Paz",
    "Quinn", "Rae", "Rio", "Rosa", "Rumi", "Sage", "Sam", "Sia", "Sol", "Suri", "Tal", "Tess", "Uma", "Vera", "Wren", "Yael",
    "Yuki", "Zara", "Zia", "Zoe",
)  # fmt: skip

FAMILY = (
    "Alder", "Ash", "Aspen", "Basin", "Bay", "Birch", "Bluff", "Brook", "Butte", "Camas", "Canyon", "Cedar", "Clover", "Cove",
    "Creek", "Delta", "Dune", "Elm", "Falls", "Fern", "Fir", "Ford", "Glen", "Grove", "Harbor", "Hazel", "Heather", "Hemlock",
    "Heron", "Hill", "Juniper", "Lake", "Larch", "Laurel", "Ledge", "Lupine", "Madrone", "Maple", "Marsh", "Meadow", "Mesa",
    "Moss", "Oak", "Orchard", "Osprey", "Pine", "Plain", "Poplar", "Prairie", "Rapids", "Reed", "Ridge", "River", "Rock",
    "Rowan", "Sedge", "Shore", "Spring", "Spruce", "Stone", "Strand", "Tarn", "Teasel", "Thistle", "Vale", "Willow", "Yarrow",
    "Yew",
)  # fmt: skip


def given_name(chance: Chance) -> str:
    return chance.one_of(GIVEN)


def family_name(chance: Chance) -> str:
    """One family name, or two joined by a hyphen for one in six: hyphens are what linkage stumbles over."""
    first = chance.one_of(FAMILY)
    return f"{MARK}{first}-{chance.one_of(FAMILY)}" if chance.happens(1 / 6) else f"{MARK}{first}"
