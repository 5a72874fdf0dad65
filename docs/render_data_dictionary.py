"""Renders docs/reference/data-dictionary.md and templates/csv-package from the columns in engine.warehouse.tables.

python docs/render_data_dictionary.py [FOLDER]     (FOLDER stands in for the repository's root)
"""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

from headwaters.engine.warehouse.dictionary import dictionary
from headwaters.sources.template import write_template


def render(root: Path) -> None:
    page = root / "docs" / "reference" / "data-dictionary.md"
    page.parent.mkdir(parents=True, exist_ok=True)
    page.write_text(dictionary(), encoding="utf-8")
    template = root / "templates" / "csv-package"
    shutil.rmtree(template, ignore_errors=True)
    write_template(template)


if __name__ == "__main__":
    render(Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).parents[1])
