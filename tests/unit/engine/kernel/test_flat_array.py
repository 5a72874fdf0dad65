"""Flat arrays as compiled code and as plain Python hold them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import numpy as np
import pytest
from numba import njit, types

from headwaters.engine.kernel import compiled, one_module
from headwaters.engine.kernel.flat_array import Guarded, flat

ONE_ARRAY = (types.Array(types.int32, 1, "C"),)


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

    @njit(no_cpython_wrapper=True, no_cfunc_wrapper=True)
    def doubled(number):
        return number * 2

    @njit(no_cpython_wrapper=True, no_cfunc_wrapper=True)
    def more(number):
        return doubled(number) + 1

    def put(numbers):
        told = flat(numbers)
        told[0] = more(told[0])

    kept = compiled.Kept(put, ONE_ARRAY)
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


def put_seven(numbers):
    told = flat(numbers)
    told[0] = 7


def test_with_another_numba_the_kernel_is_compiled_in_the_ordinary_way_and_says_so(monkeypatch: pytest.MonkeyPatch):
    @contextmanager
    def unknown(name: str) -> Iterator[None]:
        raise AttributeError(f"no libraries of {name}")
        yield

    monkeypatch.setattr(compiled, "one_module", unknown)
    kept, numbers = compiled.Kept(put_seven, ONE_ARRAY), np.zeros(1, np.int32)
    with pytest.warns(UserWarning, match="takes longer: no libraries of put_seven"):
        kept(numbers)
    assert numbers.tolist() == [7]


def test_where_nothing_can_be_kept_it_is_compiled_all_the_same():
    told: dict[str, Any] = {"flat": flat}
    exec("def put_eight(numbers):\n    place = flat(numbers)\n    place[0] = 8\n", told)  # noqa: S102
    kept, numbers = compiled.Kept(told["put_eight"], ONE_ARRAY), np.zeros(1, np.int32)
    kept(numbers)
    assert numbers.tolist() == [8]


def test_arrays_of_another_width_are_refused_and_not_misread():
    kept = compiled.Kept(put_seven, ONE_ARRAY)
    kept.compile()
    with pytest.raises(TypeError):
        kept(np.zeros(1, np.int64))
