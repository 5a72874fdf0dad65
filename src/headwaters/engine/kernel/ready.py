"""Whether the kernel stands compiled on this machine, or whoever asks first will wait for the compiler; and compiling it ahead."""

from __future__ import annotations

from typing import Any

from headwaters.engine.kernel import entry as kernel

judge_stories: Any = kernel.judge_stories.dispatcher


def is_compiled() -> bool:
    """Whether nothing has to be compiled: kept on disk under the key of the kernel's text, in this process already, or plain Python.

    numba offers no such question. Where a later numba keeps its index otherwise the answer is True, and nothing is announced.
    """
    if getattr(judge_stories, "signatures", True):
        return True  # called before, or not numba's: NUMBA_DISABLE_JIT is set
    try:
        kept = judge_stories._cache
        wanted = kept._index_key(None, judge_stories.targetctx.codegen())[1:]
        return any(key[1:] == wanted for key in kept._cache_file._load_index())
    except (AttributeError, TypeError, IndexError):
        return True


def compile_now() -> None:
    """Compile the kernel and keep it on disk, unless that is done.

    For whoever has something else to do meanwhile: `python -m headwaters.engine.kernel.ready` in a process of its own. Two at the
    same time do no harm.
    """
    kernel.judge_stories.compile()


if __name__ == "__main__":
    compile_now()
