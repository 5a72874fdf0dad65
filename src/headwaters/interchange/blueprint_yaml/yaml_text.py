"""YAML text into a plain tree with the place of every part, and every trap of the format as a problem.

Read from parser events, not by a ready-made constructor, for four reasons: every key and item keeps its line; a key said
twice is seen; nothing can blow up (aliases, tags and deep nesting are refused, not followed); and a word stays the word
that was written: `no` and `on` are not booleans (YAML 1.2), a date is text until a rule asks for a date, and a code
`03` keeps its zero. With libyaml's parser a blueprint of 3,000 lines takes a few hundredths of a second; without it the
same events come from ruamel's own.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.events import (
    AliasEvent,
    DocumentStartEvent,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
)

from headwaters.domain.problems import Place, Problem

LARGEST_BYTES = 5_000_000
DEEPEST = 40
"""More nesting than any blueprint needs (the deepest construct of the language is about 15)."""

Path = tuple[str | int, ...]
Plain = Any
"""None, bool, WrittenInt, WrittenFloat, str, list[Plain] or dict[str, Plain]."""


class WrittenInt(int):
    """A whole number that remembers how it was written (`03`)."""

    written: str


class WrittenFloat(float):
    """A decimal number that remembers how it was written (`1.0`)."""

    written: str


@dataclass(slots=True)
class YamlTree:
    """What a YAML file says. `lines`: path of each key or item -> its line, from 1. `value` None: nothing could be read."""

    file: str
    value: Plain = None
    lines: dict[Path, int] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    readable: bool = True

    def place(self, path: Path) -> Place:
        """Where `path` stands, or its nearest part that stands anywhere."""
        for length in range(len(path), 0, -1):
            line = self.lines.get(path[:length])
            if line:
                return Place(self.file, line, dotted(path))
        return Place(self.file, 1, dotted(path))


def dotted(path: Path) -> str:
    return ".".join(str(part) for part in path)


def decode(data: bytes, *, file: str) -> str | Problem:
    """Bytes of a file as text: UTF-8, with or without its mark. Anything else is a problem that names the line."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return _encoding_problem(file, 1, "is saved as UTF-16")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        return _encoding_problem(
            file, line, "holds a letter that is not UTF-8 (perhaps saved as Latin-1 or Windows text)"
        )


def _encoding_problem(file: str, line: int, what: str) -> Problem:
    remedy = "Save the file again as UTF-8: in most editors under Save as, Encoding."
    return Problem(Place(file, line), "file", f"The file {what}.", remedy, "encoding")


def read_yaml(text: str, *, file: str) -> YamlTree:
    """The tree of a YAML text. Never raises for bad text: problems say what is wrong, by line."""
    tree = YamlTree(file)
    text = text.removeprefix("\ufeff")
    if len(text) > LARGEST_BYTES:
        _refuse(
            tree, 1, "The file is larger than 5 MB; a blueprint never is.", "Check that this is the right file.", "size"
        )
        return tree
    if not text.strip():
        _refuse(tree, 1, "The file is empty.", "Start with `blueprint:`, `version:` and `language: 1`.", "empty")
        return tree
    try:
        _Builder(tree).build(text)
    except _TooMuch:
        pass
    except MarkedYAMLError as error:
        _refuse_syntax(tree, error, text)
    except (YAMLError, ValueError, RecursionError):
        line, what = _unreadable_letter(text)
        _refuse(tree, line, what, "Delete that character and type it again.", "letter")
    return tree


def _refuse(tree: YamlTree, line: int, what: str, remedy: str, code: str) -> None:
    tree.readable = False
    tree.problems.append(Problem(Place(tree.file, line), "file", what, remedy, code))


class _TooMuch(Exception):
    """The rest of the text is not read; the problem is already noted."""


def _events(text: str) -> Iterator[Any]:
    yaml = YAML(typ="safe")
    yield from yaml.parse(text)


class _Builder:
    """Builds the plain tree from events with a stack of its own, so no text can exhaust Python's."""

    def __init__(self, tree: YamlTree) -> None:
        self.tree = tree
        self.stack: list[_Open] = []
        self.documents = 0

    def build(self, text: str) -> None:
        for event in _events(text):
            self._take(event)

    def _take(self, event: Any) -> None:
        line = event.start_mark.line + 1
        if isinstance(event, ScalarEvent):
            self._refuse_label(event, line)
            self._scalar(event, line)
        elif isinstance(event, MappingStartEvent | SequenceStartEvent):
            self._refuse_label(event, line)
            self._open({} if isinstance(event, MappingStartEvent) else [], line)
        elif isinstance(event, MappingEndEvent | SequenceEndEvent):
            self.stack.pop()
        elif isinstance(event, AliasEvent):
            self._problem(
                line,
                f"`*{event.anchor}` points at another part of the file.",
                "Write the part out here: a blueprint is read aloud, and changes need every part to stand in its own place.",
                "alias",
            )
            self._put(None, line)
        elif isinstance(event, DocumentStartEvent):
            self._document(line)

    def _document(self, line: int) -> None:
        self.documents += 1
        if self.documents > 1:
            self._problem(line, "A second document begins here (`---`).", "Keep one blueprint to a file.", "documents")
            raise _TooMuch

    def _refuse_label(self, event: Any, line: int) -> None:
        if event.anchor is not None and not isinstance(event, AliasEvent):
            self._problem(
                line, f"`&{event.anchor}` labels a part so that others can point at it.",
                "Take the label out, and write the part out wherever it is meant.", "alias",
            )  # fmt: skip
        tag = str(event.tag) if event.tag is not None else None
        if tag is not None and tag != "!":
            self._problem(
                line,
                f"`{tag.replace('tag:yaml.org,2002:', '!!')}` is a YAML type mark.",
                "Take it out; the plain value is enough.",
                "tag",
            )

    def _problem(self, line: int, what: str, remedy: str, code: str) -> None:
        path = self.stack[-1].path if self.stack else ()
        where = Place(self.tree.file, line, dotted(path))
        self.tree.problems.append(Problem(where, "file", what, remedy, code))

    def _open(self, container: Plain, line: int) -> None:
        if len(self.stack) >= DEEPEST:
            what = f"Parts are nested more than {DEEPEST} deep here."
            self._problem(line, what, "Check for brackets that are never closed.", "depth")
            self.tree.readable = False
            raise _TooMuch
        parent = self.stack[-1] if self.stack else None
        if parent is not None and parent.wants_key:
            self._problem(line, "A list or map stands where a key should be.", "Put the text in quotes.", "key")
            self.tree.readable = False
            raise _TooMuch
        path = self._put(container, line)
        self.stack.append(_Open(container, path))

    def _scalar(self, event: Any, line: int) -> None:
        parent = self.stack[-1] if self.stack else None
        if parent is not None and parent.wants_key:
            self._key(parent, event.value, line)
        else:
            self._put(_plain(event), line)

    def _key(self, parent: _Open, key: str, line: int) -> None:
        before = parent.lines.get(key)
        if before is not None:
            what = f"`{key}` stands twice: here and on line {before}. Only one of them could count."
            self._problem(line, what, "Keep one, or join them.", "duplicate_key")
        parent.lines.setdefault(key, line)
        parent.key, parent.key_line = key, line

    def _put(self, value: Plain, line: int) -> Path:
        if not self.stack:
            self.tree.value = value
            return ()
        parent = self.stack[-1]
        if isinstance(parent.container, list):
            path: Path = (*parent.path, len(parent.container))
            parent.container.append(value)
            self.tree.lines[path] = line
            return path
        if parent.key is None:  # an alias as a key
            parent.key, parent.key_line = "*", line
        path = (*parent.path, parent.key)
        parent.container.setdefault(parent.key, value)
        self.tree.lines.setdefault(path, parent.key_line)
        parent.key = None
        return path


@dataclass(slots=True)
class _Open:
    """A map or list that is still being filled."""

    container: Plain
    path: Path
    key: str | None = None
    key_line: int = 0
    lines: dict[str, int] = field(default_factory=dict)

    @property
    def wants_key(self) -> bool:
        return isinstance(self.container, dict) and self.key is None


_INT = re.compile(r"[-+]?[0-9]+\Z")
_FLOAT = re.compile(r"[-+]?(?:[0-9]+\.[0-9]*|\.[0-9]+|[0-9]+(?:\.[0-9]*)?[eE][-+]?[0-9]+)\Z")
_WORDS: Mapping[str, bool | None] = {
    "": None, "~": None, "null": None, "Null": None, "NULL": None,
    "true": True, "True": True, "TRUE": True, "false": False, "False": False, "FALSE": False,
}  # fmt: skip


def _plain(event: Any) -> Plain:
    """A scalar by the core rules of YAML 1.2. Quoted text is always text."""
    value: str = event.value
    if event.style in ("'", '"', "|", ">"):
        return value
    if value in _WORDS:
        return _WORDS[value]
    if len(value) <= 30 and _INT.match(value):
        whole = WrittenInt(value)
        whole.written = value
        return whole
    if len(value) <= 30 and _FLOAT.match(value):
        decimal = WrittenFloat(value)
        decimal.written = value
        return decimal
    return value


def _refuse_syntax(tree: YamlTree, error: MarkedYAMLError, text: str) -> None:
    mark = error.problem_mark or error.context_mark
    line = min(mark.line + 1, text.count("\n") + 1) if mark is not None else 1
    written = text.splitlines()[line - 1] if line <= len(text.splitlines()) else ""
    what, remedy = _syntax_words(str(error.problem or ""), str(error.context or ""), written)
    if error.context_mark is not None and error.context_mark.line + 1 != line:
        what += f" The part it belongs to begins on line {error.context_mark.line + 1}."
    _refuse(tree, line, what, remedy, "syntax")


def _syntax_words(problem: str, context: str, written: str) -> tuple[str, str]:
    """libyaml's and ruamel's messages in a designer's words."""
    if "\t" in written[: len(written) - len(written.lstrip())] or "'\\t'" in problem or "tab" in problem.lower():
        return "A tab stands at the start of this line; YAML counts spaces only.", "Replace each tab with two spaces."
    if "flow mapping" in context or "flow sequence" in context:
        bracket, word = ("}", "braces") if "mapping" in context else ("]", "brackets")
        return (
            f"The {word} are not closed with `{bracket}`, or a text inside them holds a comma, colon or bracket of its own.",
            f'Close them with `{bracket}`, and put texts such as "age in [1, 2]" or "first, end of month" in quotes.',
        )
    if "mapping values are not allowed" in problem or "could not find expected ':'" in problem:
        return (
            "A colon is missing or stands where none can be.",
            "Write `key: value` with a space after the colon; put a text that holds a colon in quotes.",
        )
    if "did not find expected key" in problem or "block mapping" in context or "block collection" in context:
        return (
            "This line does not fit with the lines above it: its indentation, or a quote or bracket before it, is off.",
            "Line it up with the keys it belongs beside; two spaces for each step inwards.",
        )
    if "quoted scalar" in context or "unexpected end of stream" in problem or "end of stream" in problem:
        return "A quotation mark is never closed.", "Close it, or use the other kind of quotation mark around the text."
    if "cannot start any token" in problem or "character" in problem:
        return (
            "A text begins with a sign that YAML keeps for itself (such as @, `, % or &).",
            "Put the text in quotes.",
        )
    return (
        "The file stops making sense here as YAML.",
        "Look at this line and the one above: indentation, quotes, brackets, colons.",
    )


def _unreadable_letter(text: str) -> tuple[int, str]:
    match = re.search("[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]", text)
    if match is None:
        return 1, "The file cannot be read as YAML."
    line = text.count("\n", 0, match.start()) + 1
    return line, f"An invisible control character stands here (number {ord(match.group())})."
