"""A flat array as compiled code holds it: one address and nothing else.

numba hands an array on as seven values, and looks at every index whether it counts from the end. The kernel's functions hand four
arrays on at each call, and count from the beginning only: this halves the time of a row and of compiling. A number is read as 64
bits wide whatever its width in the array, so that no function is compiled twice for two widths.
"""

# numba does not say its types here.
# mypy: disable-error-code="no-untyped-call,misc,untyped-decorator"
from __future__ import annotations

import operator
from typing import Any

import numpy as np
import numpy.typing as npt
from numba import config, types
from numba.core.typing.templates import AbstractTemplate, infer_global, signature
from numba.extending import intrinsic, lower_builtin, models, register_model

IS_PLAIN = bool(getattr(config, "DISABLE_JIT", 0))
"""Whether nothing is compiled: NUMBA_DISABLE_JIT is set."""


class Flat(types.Type):
    """The type of a flat array of `dtype`; `read_as` is what compiled code makes of a number of it."""

    def __init__(self, dtype: Any) -> None:
        self.dtype = dtype
        self.read_as = types.intp if isinstance(dtype, types.Integer) else dtype
        super().__init__(name=f"flat({dtype})")


@register_model(Flat)
class FlatModel(models.PrimitiveModel):
    """An address."""

    def __init__(self, manager: Any, kind: Flat) -> None:
        super().__init__(manager, kind, manager.lookup(kind.dtype).get_data_type().as_pointer())


@infer_global(operator.getitem)
class FlatRead(AbstractTemplate):
    """flat[whole number] -> number"""

    def generic(self, args: Any, kws: Any) -> Any:  # noqa: ARG002
        if len(args) == 2 and isinstance(args[0], Flat) and isinstance(args[1], types.Integer):
            return signature(args[0].read_as, args[0], types.intp)
        return None


@infer_global(operator.setitem)
class FlatWrite(AbstractTemplate):
    """flat[whole number] = number"""

    def generic(self, args: Any, kws: Any) -> Any:  # noqa: ARG002
        if len(args) == 3 and isinstance(args[0], Flat) and isinstance(args[1], types.Integer):
            return signature(types.none, args[0], types.intp, args[0].read_as)
        return None


@lower_builtin(operator.getitem, Flat, types.intp)
def _read(context: Any, builder: Any, sig: Any, args: Any) -> Any:
    number = builder.load(builder.gep(args[0], [args[1]]))
    return context.cast(builder, number, sig.args[0].dtype, sig.return_type)


@lower_builtin(operator.setitem, Flat, types.intp, types.Any)
def _write(context: Any, builder: Any, sig: Any, args: Any) -> Any:
    number = context.cast(builder, args[2], sig.args[2], sig.args[0].dtype)
    builder.store(number, builder.gep(args[0], [args[1]]))
    return context.get_dummy_value()


@intrinsic
def _address_of(typing: Any, array: Any) -> Any:  # noqa: ARG001
    """Where an array's numbers begin."""

    def address(context: Any, builder: Any, sig: Any, args: Any) -> Any:
        return context.make_array(sig.args[0])(context, builder, args[0]).data

    return Flat(array.dtype)(array), address


class Guarded:
    """A flat array where the kernel runs as plain Python: an index outside is refused, since nothing refuses it in compiled code."""

    def __init__(self, array: npt.NDArray[np.generic]) -> None:
        self._array = array

    def __getitem__(self, at: int) -> int:
        if at < 0:
            raise IndexError(f"{at} of a flat array")
        return self._array[at].item()  # type: ignore[no-any-return]

    def __setitem__(self, at: int, number: int) -> None:
        if at < 0:
            raise IndexError(f"{at} of a flat array")
        self._array[at] = number


flat: Any = Guarded if IS_PLAIN else _address_of
"""An array as a flat array. Whoever calls it keeps the array alive."""
