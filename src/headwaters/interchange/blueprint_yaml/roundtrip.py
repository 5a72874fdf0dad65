"""The document as its author wrote it, comments and order included, for tools that alter a file and write it back.

What nobody altered comes back letter for letter. Altered parts (and lines right beside them that are laid out unusually) are
written anew: on one line if in braces or brackets, two spaces for each step inwards, dashes where the first list has them. Slower than `read_blueprint` (a
second or two for a blueprint of thousands of lines), because every token is kept.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from difflib import SequenceMatcher
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap
from ruamel.yaml.error import YAMLError

from headwaters.domain.problems import InputUnreadable

_WIDEST = 1_000_000
_WRITTEN = "headwaters_written"
"""The author's text, remembered on the document."""


def _yaml(text: str) -> YAML:
    yaml = YAML(typ="rt", pure=True)
    yaml.preserve_quotes = True
    yaml.width = _WIDEST
    yaml.brace_single_entry_mapping_in_flow_sequence = True
    offset = _dash_offset(text)
    yaml.indent(mapping=2, sequence=2 + offset, offset=offset)
    return yaml


def _dash_offset(text: str) -> int:
    """How far the dashes of the first list stand inside its key: 0 or 2."""
    first = re.search(r"^( *)[^\s#-][^\n]*:[ ]*(?:#[^\n]*)?\n(?:[ ]*(?:#[^\n]*)?\n)*?( *)- ", text, re.MULTILINE)
    return 2 if first is not None and len(first.group(2)) > len(first.group(1)) else 0


def read_document(text: str, *, file: str) -> CommentedMap:
    """The document with comments, quotes and order kept.

    raises  InputUnreadable  it is not YAML, or no map (read_blueprint says where and what to do)
    """
    try:
        document: Any = _yaml(text).load(text)
    except (YAMLError, ValueError, RecursionError):
        raise InputUnreadable(f"{file} cannot be read. `headwaters blueprint check {file}` says why.") from None
    if not isinstance(document, CommentedMap):
        raise InputUnreadable(f"{file} is not a blueprint. `headwaters blueprint check {file}` says why.")
    setattr(document, _WRITTEN, text)
    return document


def write_blueprint(document: CommentedMap) -> str:
    """The text of a document from `read_document`, altered or not."""
    text: str = getattr(document, _WRITTEN, "")
    now = _dumped(document, text)
    if not text:
        return now
    return "".join(_spliced(_lines(text), _lines(_dumped(_yaml(text).load(text), text)), _lines(now)))


def _dumped(document: CommentedMap, text: str) -> str:
    stream = io.StringIO()
    _yaml(text).dump(document, stream)
    return stream.getvalue()


def _lines(text: str) -> list[str]:
    return text.splitlines(keepends=True)


def _spliced(written: list[str], unaltered: list[str], altered: list[str]) -> Iterator[str]:
    """The author's lines wherever `altered` has what `unaltered` has; the altered lines elsewhere.

    Both are what ruamel makes of a document; `written` is what the author made of the unaltered one.
    """
    blocks = _blocks(written, unaltered)
    for kind, start, stop, first, last in SequenceMatcher(None, unaltered, altered, autojunk=False).get_opcodes():
        if kind != "equal":
            yield from altered[first:last]
            continue
        line = start
        while line < stop:
            begin, end, lines = blocks[line]
            if start <= begin and end <= stop and line == begin:
                yield from lines
                line = end
            else:  # part of a block of which another part was altered
                yield unaltered[line]
                line += 1


def _blocks(written: list[str], unaltered: list[str]) -> dict[int, tuple[int, int, list[str]]]:
    """Line of `unaltered` -> the block of its lines that it belongs to (from, up to), and the author's lines for it."""
    blocks: dict[int, tuple[int, int, list[str]]] = {}
    waiting: list[str] = []
    for kind, start, stop, first, last in SequenceMatcher(None, written, unaltered, autojunk=False).get_opcodes():
        if kind == "equal":
            for offset in range(last - first):
                blocks[first + offset] = (first + offset, first + offset + 1, [*waiting, written[start + offset]])
                waiting = []
        elif first == last:
            waiting.extend(written[start:stop])  # the author's lines that ruamel drops: kept before the next
        else:
            for line in range(first, last):
                blocks[line] = (first, last, [*waiting, *written[start:stop]])
            waiting = []
    if waiting and blocks:
        begin, end, lines = blocks[max(blocks)]
        blocks.update({line: (begin, end, [*lines, *waiting]) for line in range(begin, end)})
    return blocks
