"""The document as its author wrote it, comments and order included, for tools that alter a file and write it back.

Slower than `read_blueprint` (seconds for a blueprint of thousands of lines), because every token is kept. What a round trip
puts in order, and nothing else: long lines are not folded anew; indentation becomes two spaces with list dashes at
their key's own column or two further in, whichever the file uses first; runs of blanks between a value and its comment
stay; a text folded over lines without quotes is joined into one line; a final newline is added.
"""

from __future__ import annotations

import io
import re
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap
from ruamel.yaml.error import MarkedYAMLError, YAMLError

from headwaters.domain.problems import InputUnreadable

_WIDEST = 1_000_000
_OFFSET = "headwaters_dash_offset"
"""Remembered on the document, so that writing it back indents lists as its author did."""


def _yaml(*, dash_offset: int) -> YAML:
    yaml = YAML(typ="rt", pure=True)
    yaml.preserve_quotes = True
    yaml.width = _WIDEST
    yaml.brace_single_entry_mapping_in_flow_sequence = True
    yaml.indent(mapping=2, sequence=2 + dash_offset, offset=dash_offset)
    return yaml


def read_document(text: str, *, file: str) -> CommentedMap:
    """The document with comments, quotes and order kept.

    raises  InputUnreadable  it is not YAML, or no map (read_blueprint says where and what to do)
    """
    try:
        document: Any = _yaml(dash_offset=_dash_offset(text)).load(text)
    except (MarkedYAMLError, YAMLError, ValueError, RecursionError):
        raise InputUnreadable(f"{file} cannot be read. `headwaters blueprint check {file}` says why.") from None
    if not isinstance(document, CommentedMap):
        raise InputUnreadable(f"{file} is not a blueprint. `headwaters blueprint check {file}` says why.")
    setattr(document, _OFFSET, _dash_offset(text))
    return document


def _dash_offset(text: str) -> int:
    first = re.search(r"^( *)[^\s#-][^\n]*:[ ]*(?:#[^\n]*)?\n(?:[ ]*(?:#[^\n]*)?\n)*?( *)- ", text, re.MULTILINE)
    return 2 if first is not None and len(first.group(2)) > len(first.group(1)) else 0


def write_blueprint(document: CommentedMap) -> str:
    """The text of a document from `read_document`, altered or not."""
    stream = io.StringIO()
    _yaml(dash_offset=getattr(document, _OFFSET, 0)).dump(document, stream)
    return stream.getvalue()
