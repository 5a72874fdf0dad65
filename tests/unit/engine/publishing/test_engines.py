"""Who judges, and when somebody has to wait for the compiler."""

from __future__ import annotations

import pytest

from headwaters.engine.publishing import engines
from headwaters.engine.publishing.engines import FEW, Engine, choose_engine, compiling


def test_few_stories_never_wait_for_the_compiler() -> None:
    assert choose_engine(None, stories=FEW - 1) == engines.Choice(Engine.REFERENCE)
    assert choose_engine(None, stories=FEW).engine is Engine.KERNEL


def test_the_kernel_judges_few_stories_too_where_it_is_asked_for_by_name() -> None:
    assert choose_engine(Engine.KERNEL, stories=1).engine is Engine.KERNEL


def test_waiting_for_the_compiler_is_announced_and_only_then(monkeypatch: pytest.MonkeyPatch) -> None:
    from headwaters.engine.kernel import ready

    monkeypatch.setattr(ready, "is_compiled", lambda: False)
    assert compiling(Engine.KERNEL) == engines.COMPILING
    assert compiling(Engine.REFERENCE) is None
    monkeypatch.setattr(ready, "is_compiled", lambda: True)
    assert compiling(Engine.KERNEL) is None


class Entry:
    """Stands for numba's dispatcher: a function that was compiled for `signatures` here and for `kept` on the disk."""

    def __init__(
        self, key: tuple[str, ...], *, signatures: tuple[str, ...] = (), kept: tuple[tuple[str, ...], ...] = ()
    ) -> None:
        self.signatures, self.targetctx, self._cache, self._cache_file = signatures, self, self, self
        self._key, self._kept = key, kept

    def codegen(self) -> None: ...

    def _index_key(self, signature: object, _: object) -> tuple[object, ...]:
        return (signature, *self._key)

    def _load_index(self) -> dict[tuple[str, ...], str]:
        return dict.fromkeys(self._kept, "file")


@pytest.mark.parametrize(
    ("entry", "stands"),
    [
        (Entry(("cpu", "text 2")), False),
        (Entry(("cpu", "text 2"), kept=(("types", "cpu", "text 1"),)), False),
        (Entry(("cpu", "text 2"), kept=(("types", "cpu", "text 1"), ("types", "cpu", "text 2"))), True),
        (Entry(("cpu", "text 2"), signatures=("types",)), True),
        (lambda: None, True),
    ],
    ids=["never compiled", "another text", "kept on the disk", "in this process", "plain Python"],
)
def test_a_kernel_stands_compiled_under_the_key_of_its_own_text(
    monkeypatch: pytest.MonkeyPatch, entry: object, stands: bool
) -> None:
    from headwaters.engine.kernel import ready

    monkeypatch.setattr(ready, "judge_stories", entry)
    assert ready.is_compiled() is stands
