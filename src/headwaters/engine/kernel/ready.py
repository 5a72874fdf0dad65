"""Whether the kernel stands compiled on this machine, or whoever asks first will wait for the compiler."""

from __future__ import annotations

from typing import Any

from headwaters.engine.kernel.entry import judge_stories


def is_compiled() -> bool:
    """Whether nothing has to be compiled: kept on disk under the key of the kernel's text, in this process already, or plain Python.

    numba offers no such question. Where a later numba keeps its index otherwise the answer is True, and nothing is announced.
    """
    entry: Any = judge_stories
    if getattr(entry, "signatures", True):
        return True  # called before, or not numba's: NUMBA_DISABLE_JIT is set
    try:
        kept = entry._cache
        wanted = kept._index_key(None, entry.targetctx.codegen())[1:]
        return any(key[1:] == wanted for key in kept._cache_file._load_index())
    except (AttributeError, TypeError, IndexError):
        return True
