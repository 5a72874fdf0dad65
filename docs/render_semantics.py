"""Renders docs/reference/semantics from the executable manual in tests/spec.

python docs/render_semantics.py [FOLDER]
"""

from __future__ import annotations

import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT / "tests" / "spec"))

from semantics_pages import render  # noqa: E402

if __name__ == "__main__":
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "docs" / "reference" / "semantics"
    render(folder)
    print(f"rendered {folder}")
