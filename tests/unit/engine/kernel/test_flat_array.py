"""Flat arrays as compiled code and as plain Python hold them."""

from __future__ import annotations

import numpy as np
import pytest
from numba import njit

from headwaters.engine.kernel.flat_array import Guarded, flat


@njit
def swapped(numbers, fractions):
    whole, parts = flat(numbers), flat(fractions)
    whole[0], whole[1] = whole[1], whole[0]
    return whole[0] * 3_000_000_000 + parts[1]


def test_numbers_are_read_and_written_where_they_stand():
    numbers = np.array([1, -2], np.int32)
    assert swapped(numbers, np.array([0.5, 0.25])) == -2 * 3_000_000_000 + 0.25
    assert numbers.tolist() == [-2, 1]


def test_plain_python_refuses_an_index_that_compiled_code_would_not_find():
    guarded = Guarded(np.array([1, 2], np.int32))
    guarded[1] = 5
    assert [guarded[0], guarded[1]] == [1, 5]
    for outside in (-1, 2):
        with pytest.raises(IndexError):
            guarded[outside]
        with pytest.raises(IndexError):
            guarded[outside] = 1


def test_the_kernel_below_its_entry_is_lowered_and_not_translated():
    """Otherwise compiling takes five times as long; `compiled.Kept` would warn, too."""
    from headwaters.engine.kernel import one_module
    from headwaters.engine.kernel.compiled import Kept

    @njit(no_cpython_wrapper=True, no_cfunc_wrapper=True)
    def doubled(number):
        return number * 2

    @njit(no_cpython_wrapper=True, no_cfunc_wrapper=True)
    def more(number):
        return doubled(number) + 1

    def put(numbers):
        told = flat(numbers)
        told[0] = more(told[0])

    from numba import types

    kept = Kept(put, (types.Array(types.int32, 1, "C"),))
    numbers = np.array([20], np.int32)
    kept(numbers)
    assert numbers.tolist() == [41]
    for inner in (doubled, more):
        (made,) = inner.overloads.values()
        assert isinstance(made.library, one_module.Lowered)

    @njit
    def compiled_later(number):
        return more(number)

    assert compiled_later(3) == 7, "what was lowered once is whole for whoever calls it later"
