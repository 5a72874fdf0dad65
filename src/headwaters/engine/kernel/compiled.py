"""How the kernel's functions are compiled: together, once, and kept on disk by the text of all of them.

numba keeps a compiled function under the name and age of its own file, and would go on using it after another file it
calls has changed. So only the entry is kept, under a key that holds a fingerprint of the whole kernel.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path
from typing import Any, Protocol, TypeVar, cast

from numba import njit

F = TypeVar("F", bound=Callable[..., Any])


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
    return cast(F, njit(error_model="numpy", no_cpython_wrapper=True, no_cfunc_wrapper=True, _nrt=False)(function))


def kept(function: F) -> F:
    """Compiled and kept on disk. Its closure has to hold `fingerprint()`."""
    return cast(F, njit(nogil=True, error_model="numpy", cache=True, _nrt=False)(function))


@lru_cache(maxsize=1)
def fingerprint() -> str:
    """Of the text of the kernel's modules."""
    texts = (path.read_bytes() for path in sorted(Path(__file__).parent.glob("*.py")))
    return hashlib.blake2b(b"\0".join(texts), digest_size=12).hexdigest()
