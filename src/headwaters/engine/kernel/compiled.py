"""How the kernel's functions are compiled: together, once, and kept on disk by the text of all of them.

numba keeps a compiled function under the name and age of its own file, and would go on using it after another file it
calls has changed. So only the entry is kept, under a key that holds a fingerprint of the whole kernel.
"""

from __future__ import annotations

import ast
import hashlib
from collections.abc import Callable
from pathlib import Path
from typing import Any, Protocol, TypeVar, cast

from numba import njit

F = TypeVar("F", bound=Callable[..., Any])
OPTIONS: dict[str, Any] = {"error_model": "numpy", "_nrt": False}
"""Nothing is allocated in the kernel, so that its arrays need no counting of references (`_nrt`): that took two thirds of
the time, since arrays are handed on a hundred times a row."""


class Ints(Protocol):
    """A flat array of whole numbers."""

    def __getitem__(self, at: int, /) -> int: ...
    def __setitem__(self, at: int, number: int, /) -> None: ...
    def __len__(self) -> int: ...


class Floats(Protocol):
    """A flat array of fractions."""

    def __getitem__(self, at: int, /) -> float: ...


def compiled(function: F) -> F:
    """Compiled into whatever calls it; plain Python where numba's NUMBA_DISABLE_JIT is set."""
    return cast(F, njit(**OPTIONS, no_cpython_wrapper=True, no_cfunc_wrapper=True)(function))  # type: ignore[call-overload]


def kept(function: F) -> F:
    """Compiled and kept on disk. Its closure has to hold `fingerprint()`."""
    return cast(F, njit(**OPTIONS, nogil=True, cache=True)(function))


def fingerprint(*taken: object) -> str:
    """Of what the kernel's compiled modules say, without their comments, and of the numbers they have `taken` from elsewhere."""
    folder = Path(__file__).parent
    texts = [path.read_text("utf-8") for path in sorted(folder.glob("*.py"))]
    said = [ast.dump(ast.parse(text)) for text in texts if "@compiled" in text or "kept(" in text or "H_LINES" in text]
    return hashlib.blake2b("\0".join([*said, repr(taken)]).encode(), digest_size=12).hexdigest()
