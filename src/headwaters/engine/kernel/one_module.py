"""The kernel's functions compiled as one module, once, instead of each with all that it calls.

numba optimises a function together with everything below it, and translates that into the machine's words, before it goes on to
whatever calls it. In a deep tree of calls most is so done many times over: two thirds of the compiling. Here what stands
below the entry is only lowered; the entry takes it all in, and optimising and translating happen once.

This leans on how numba keeps its libraries of code, which is its own affair. Where a later numba does it otherwise, the kernel is
compiled in the ordinary way (`compiled.Kept`).
"""

# numba does not say its types here.
# mypy: disable-error-code="no-untyped-call,misc"
from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from numba.core.codegen import JITCodeLibrary
from numba.core.registry import cpu_target


class Lowered(JITCodeLibrary):
    """A function below the entry. What it calls is noted; nothing is optimised or translated."""

    _own: Any = None

    def finalize(self) -> None:
        self._raise_if_finalized()
        self._finalized = True

    def own_module(self) -> Any:
        """This function alone, to be taken in by others."""
        if self._own is None:
            self._own = super()._get_module_for_linking()
            self._shared_module = None
        return self._own

    def _get_module_for_linking(self) -> Any:
        """With all below it: for whoever calls it and is compiled in the ordinary way."""
        if self._shared_module is None:
            whole = self.own_module().clone()
            _take_in(whole, self)
            self._shared_module = whole
        return self._shared_module

    def get_pointer_to_function(self, name: str) -> int:  # noqa: ARG002
        return 0  # nobody calls it from Python


class Entry(JITCodeLibrary):
    """The function that Python calls, with all below it."""

    def finalize(self) -> None:
        self._raise_if_finalized()
        _take_in(self._final_module, self)
        self._optimize_final_module()
        self._final_module.verify()
        self._finalize_final_module()


def _take_in(module: Any, library: Any) -> None:
    """Everything that a library calls, and whatever that calls, each once."""
    seen, waiting = {id(library)}, list(library._linking_libraries)
    while waiting:
        one = waiting.pop()
        if id(one) in seen:
            continue
        seen.add(id(one))
        if isinstance(one, Lowered):
            waiting += one._linking_libraries
            module.link_in(one.own_module(), preserve=True)
        else:
            module.link_in(one._get_module_for_linking(), preserve=True)


@contextmanager
def one_module(entry: str) -> Iterator[None]:
    """While this stands, the function of this name is compiled as one module. Whoever calls holds numba's lock."""
    codegen = cpu_target.target_context.codegen()
    set_environment = codegen.set_env

    def create_library(name: str, **more: Any) -> Any:
        return (Entry if name.endswith(entry) else Lowered)(codegen, name, **more)

    def set_env(name: str, environment: Any) -> None:
        # What was not translated has no place for its environment; the kernel's functions ask for none.
        if codegen._engine.get_global_value_address(name):
            set_environment(name, environment)

    codegen.create_library, codegen.set_env = create_library, set_env
    try:
        yield
    finally:
        del codegen.create_library, codegen.set_env
