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
from warnings import warn

from numba import njit
from numba.core.compiler_lock import global_compiler_lock

from headwaters.engine.kernel.flat_array import IS_PLAIN
from headwaters.engine.kernel.one_module import one_module

F = TypeVar("F", bound=Callable[..., Any])
OPTIONS: dict[str, Any] = {"error_model": "numpy", "_nrt": False}
"""Nothing is allocated in the kernel, so that its arrays need no counting of references (`_nrt`): that took two thirds of
the time, since arrays are handed on a hundred times a row."""


MARKS = ("@compiled", "Kept(", "@intrinsic", "H_LINES")
"""What is found in the text of every module that compiled functions are made of."""


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


class Kept:
    """A function that Python calls: compiled before its first call with all that it calls, and kept on disk.

    taken  numba's types of what it takes; nothing else is taken
    Its closure has to hold `fingerprint()`. Where numba finds no place that can be written to, it is compiled in each process.
    """

    def __init__(self, function: Callable[..., None], taken: tuple[Any, ...]) -> None:
        self._taken = taken
        try:
            self.dispatcher: Any = njit(**OPTIONS, nogil=True, cache=True)(function)
        except RuntimeError:  # nowhere to keep it
            self.dispatcher = njit(**OPTIONS, nogil=True)(function)
        self._name = function.__name__

    def __call__(self, *arguments: Any) -> None:
        self.compile()
        self.dispatcher(*arguments)

    def compile(self) -> None:
        """Compile it, or read it from the disk, unless that is done; nothing where NUMBA_DISABLE_JIT is set."""
        if IS_PLAIN or self.dispatcher.signatures:
            return
        with global_compiler_lock:
            try:
                with one_module(self._name):
                    self.dispatcher.compile(self._taken)
            except (AttributeError, TypeError, NotImplementedError) as error:
                warn(f"This numba compiles the kernel function by function, which takes longer: {error}", stacklevel=2)
                self.dispatcher.compile(self._taken)
        self.dispatcher.disable_compile()


def fingerprint(*taken: object) -> str:
    """Of what the kernel's compiled modules say, without their comments, and of the numbers they have `taken` from elsewhere."""
    folder = Path(__file__).parent
    texts = [path.read_text("utf-8") for path in sorted(folder.glob("*.py"))]
    said = [ast.dump(ast.parse(text)) for text in texts if any(mark in text for mark in MARKS)]
    return hashlib.blake2b("\0".join([*said, repr(taken)]).encode(), digest_size=12).hexdigest()
