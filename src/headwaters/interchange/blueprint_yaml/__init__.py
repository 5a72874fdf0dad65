"""Blueprint files: text in, typed blueprint and problems out."""

from headwaters.interchange.blueprint_yaml.reading import BlueprintReading, read_blueprint
from headwaters.interchange.blueprint_yaml.yaml_text import decode

__all__ = ["BlueprintReading", "decode", "read_blueprint"]
