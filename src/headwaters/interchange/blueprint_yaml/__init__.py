"""Blueprint files: text in, typed blueprint and problems out."""

from headwaters.interchange.blueprint_yaml.asked_for import asked_for
from headwaters.interchange.blueprint_yaml.reading import BlueprintReading, parent_named_in, read_blueprint
from headwaters.interchange.blueprint_yaml.roundtrip import read_document, write_blueprint
from headwaters.interchange.blueprint_yaml.yaml_text import decode

__all__ = [
    "BlueprintReading",
    "asked_for",
    "decode",
    "parent_named_in",
    "read_blueprint",
    "read_document",
    "write_blueprint",
]
