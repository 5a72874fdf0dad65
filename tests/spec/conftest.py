"""`spec`: one paragraph of the manual. Its blueprint fragment and tables go in; the rows it names must come out."""

from __future__ import annotations

import pytest
from spec_call import Judge, judged


@pytest.fixture
def spec() -> Judge:
    return judged
