"""Where the blueprints of these tests stand, and how they are read."""

from __future__ import annotations

from pathlib import Path

from headwaters.interchange.blueprint_yaml import BlueprintReading, read_blueprint

FOLDER = Path(__file__).parents[1]
BROKEN = FOLDER / "broken"
FORKS = BROKEN / "forks"
SOUND = (FOLDER / "sound.yaml").read_text(encoding="utf-8")
FORK = (FOLDER / "fork.yaml").read_text(encoding="utf-8")
WORKED = (FOLDER / "worked-examples.yaml").read_text(encoding="utf-8")
STARTER = Path(__file__).parents[4] / "blueprints" / "first-1000-days" / "1.0.0" / "blueprint.yaml"


def sound(*changes: tuple[str, str]) -> BlueprintReading:
    """The sound blueprint with texts replaced, each of which stands in it exactly once."""
    text = SOUND
    for old, new in changes:
        assert text.count(old) == 1, f"`{old}` stands {text.count(old)} times in sound.yaml"
        text = text.replace(old, new)
    return read_blueprint(text, file="sound.yaml")


def codes(reading: BlueprintReading) -> list[str]:
    return [problem.code for problem in reading.problems]
