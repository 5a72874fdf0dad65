"""The resources in FHIR files, one by one: NDJSON lines, Bundle entries, single resources; plain, gzipped or in a
zip.

Nothing is unpacked to disk. An NDJSON file is read line by line, so its size does not matter; a Bundle has to be
held whole.
"""

from __future__ import annotations

import gzip
import zipfile
import zlib
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, closing, contextmanager, nullcontext
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import IO, Any, cast

import orjson

from headwaters.domain.problems import InputUnreadable
from headwaters.interchange.fhir.bundle import entries, name_entries
from headwaters.interchange.fhir.faults import Fault
from headwaters.interchange.fhir.types import RESOURCE_TYPES
from headwaters.sources.package import open_zip

LONGEST_LINE = 32 << 20
"""Bytes. A resource is a few thousand; what is longer is a document in disguise, or no NDJSON."""

LARGEST_BUNDLE = 256 << 20
"""Bytes. JSON in memory takes about five times its size in the file."""

LINES = (".ndjson", ".jsonl")
WHOLE = (".json",)
_BOM = b"\xef\xbb\xbf"

Opened = AbstractContextManager[IO[bytes]]


@dataclass(frozen=True, slots=True)
class FhirFile:
    """A file to read: the label under which it is reported, and how to open it."""

    label: str
    open: Callable[[], Opened]

    @property
    def name(self) -> str:
        return PurePosixPath(self.label).name.lower().removesuffix(".gz")


@dataclass(frozen=True, slots=True)
class Item:
    """One resource, or what stood where one should be (`fault`). `known`: what the Bundle calls its entries.

    `line` is the line in an NDJSON file, the entry's number in a Bundle, 0 if the whole file is meant. `text` is
    the line as it stood; None in a Bundle, where a resource has no line of its own.
    """

    file: str
    line: int
    resource: dict[str, Any] | None = None
    fault: Fault | None = None
    text: bytes | None = None
    known: Mapping[str, str] = field(default_factory=dict)
    prefix: str = ""
    bundled_on: str | None = None


def files_at(path: Path) -> tuple[FhirFile, ...]:
    """The FHIR files of a delivery, in the order of names: the file itself, a zip's members, or what a folder holds.

    raises  InputUnreadable  a zip is none, or not safe to read
    """
    if path.is_dir():
        inside = (one for one in sorted(path.iterdir()) if is_type_folder(one))
        found = [*sorted(path.iterdir()), *(file for folder in inside for file in sorted(folder.iterdir()))]
        label = path.resolve().parent
        return tuple(
            FhirFile(one.resolve().relative_to(label).as_posix(), _opener(one))
            for one in found
            if is_fhir_name(one.name)
        )
    if path.suffix.lower() == ".zip":
        with closing(open_zip(path)) as archive:
            names = sorted(name for name in archive.namelist() if is_fhir_name(PurePosixPath(name).name))
        return tuple(FhirFile(f"{path.name}/{name}", _member_opener(path, name)) for name in names)
    return (FhirFile(f"{path.resolve().parent.name}/{path.name}", _opener(path)),)


def is_fhir_name(name: str) -> bool:
    plain = name.lower().removesuffix(".gz")
    return plain.endswith(LINES + WHOLE) and not name.startswith((".", "~"))


def is_type_folder(path: Path) -> bool:
    """Some servers put each type into a folder of its own."""
    return path.name in RESOURCE_TYPES and path.is_dir()


def _opener(path: Path) -> Callable[[], Opened]:
    @contextmanager
    def opened() -> Iterator[IO[bytes]]:
        with path.open("rb", buffering=1 << 20) as stream, _unpacked(stream, path.name) as plain:
            yield plain

    return opened


def _member_opener(path: Path, name: str) -> Callable[[], Opened]:
    @contextmanager
    def opened() -> Iterator[IO[bytes]]:
        with zipfile.ZipFile(path) as archive, archive.open(name) as stream, _unpacked(stream, name) as plain:
            yield plain

    return opened


def _unpacked(stream: IO[bytes], name: str) -> Opened:
    if name.lower().endswith(".gz"):
        return cast(Opened, gzip.GzipFile(fileobj=stream, mode="rb"))
    return nullcontext(stream)


def items(file: FhirFile) -> Iterator[Item]:
    """Every resource in the file, and a fault for everything that should have been one. Never raises for bad content."""
    try:
        with file.open() as stream:
            if file.name.endswith(LINES):
                yield from _lines(file, stream)
            else:
                yield from _whole(file, stream)
    except (OSError, EOFError, zlib.error, zipfile.BadZipFile, InputUnreadable):
        yield Item(file.label, 0, fault=_DAMAGED)


def _lines(file: FhirFile, stream: IO[bytes]) -> Iterator[Item]:
    loads = orjson.loads
    label = file.label
    number = 0
    in_log = file.name.startswith("log")
    while line := stream.readline(LONGEST_LINE):
        number += 1
        if number == 1:
            if line.startswith((b"\xff\xfe", b"\xfe\xff")):
                yield Item(label, 0, fault=_NOT_UTF8)
                return
            line = line.removeprefix(_BOM)
        if len(line) == LONGEST_LINE and not line.endswith(b"\n"):
            _skip_line(stream)
            yield Item(label, number, fault=_TOO_LONG)
            continue
        try:
            resource = loads(line)
        except orjson.JSONDecodeError:
            if line.strip():
                yield Item(label, number, fault=_fault_of(line), text=line)
            continue
        if type(resource) is dict:
            kind = resource.get("resourceType")
            if kind == "Bundle":
                yield from _bundle(label, resource, number)
            elif not (kind is None and in_log and "eventId" in resource):
                yield Item(label, number, resource, text=line)
        else:
            yield Item(label, number, fault=_NO_OBJECT, text=line)


def _skip_line(stream: IO[bytes]) -> None:
    while (rest := stream.readline(LONGEST_LINE)) and not rest.endswith(b"\n"):
        continue


def _whole(file: FhirFile, stream: IO[bytes]) -> Iterator[Item]:
    text = stream.read(LARGEST_BUNDLE + 1)
    if len(text) > LARGEST_BUNDLE:
        yield Item(file.label, 0, fault=_TOO_LARGE)
        return
    if text.startswith((b"\xff\xfe", b"\xfe\xff")):
        yield Item(file.label, 0, fault=_NOT_UTF8)
        return
    text = text.removeprefix(_BOM)
    try:
        found = orjson.loads(text)
    except orjson.JSONDecodeError:
        if _is_lines(text):
            yield from (
                item for number, line in enumerate(text.splitlines(), 1) for item in _one_line(file, number, line)
            )
        else:
            yield Item(file.label, 1, fault=_fault_of(text), text=text[:1000])
        return
    yield from _found(file, found)


def _is_lines(text: bytes) -> bool:
    """Lines of resources in a file that is named as one document: its first line is JSON by itself."""
    first, newline, _ = text.lstrip().partition(b"\n")
    if not newline:
        return False
    try:
        return isinstance(orjson.loads(first), dict)
    except orjson.JSONDecodeError:
        return False


def _one_line(file: FhirFile, number: int, line: bytes) -> Iterator[Item]:
    try:
        found = orjson.loads(line)
    except orjson.JSONDecodeError:
        if line.strip():
            yield Item(file.label, number, fault=_fault_of(line), text=line)
        return
    yield Item(
        file.label,
        number,
        found if isinstance(found, dict) else None,
        None if isinstance(found, dict) else _NO_OBJECT,
        line,
    )


def _found(file: FhirFile, found: object) -> Iterator[Item]:
    if isinstance(found, dict) and found.get("resourceType") == "Bundle":
        yield from _bundle(file.label, found, 0)
    elif isinstance(found, list):
        for number, one in enumerate(found, 1):
            yield Item(
                file.label,
                number,
                one if isinstance(one, dict) else None,
                None if isinstance(one, dict) else _NO_OBJECT,
            )
    elif not isinstance(found, dict):
        yield Item(file.label, 1, fault=_NO_OBJECT)
    elif "resourceType" in found or not ("transactionTime" in found and "output" in found):
        yield Item(file.label, 1, found)


def _bundle(label: str, bundle: dict[str, Any], line: int) -> Iterator[Item]:
    """The entries of a Bundle; on an NDJSON line all of them are reported under that line."""
    known = name_entries(bundle)
    stamp = bundle.get("timestamp")
    for number, resource in entries(bundle):
        where = line or number
        prefix = f"entry[{number - 1}].resource."
        if resource is None:
            yield Item(label, where, fault=_NO_RESOURCE, prefix=prefix)
        else:
            yield Item(
                label, where, resource, known=known, prefix=prefix, bundled_on=stamp if isinstance(stamp, str) else None
            )


def _fault_of(text: bytes) -> Fault:
    """Why bytes are not JSON: another encoding, cut off, or plainly wrong."""
    try:
        text.decode("utf-8")
    except UnicodeDecodeError:
        return _NOT_UTF8
    ended = text.rstrip().endswith((b"}", b"]"))
    return _NOT_JSON if ended else _CUT_OFF


_NOT_UTF8 = Fault(
    "", "The text is not UTF-8.", "FHIR is always UTF-8. Save the file as UTF-8 and load it again.", "not_utf8"
)
_CUT_OFF = Fault("", "The line ends in the middle of a resource.", "Export or copy the file again.", "truncated")
_NOT_JSON = Fault("", "This is not JSON.", "Write one resource per line (NDJSON), or one Bundle per file.", "not_json")
_NO_OBJECT = Fault(
    "", "This is JSON, but no resource.", "Write one FHIR resource, in curly brackets, per line.", "no_resource"
)
_NO_RESOURCE = Fault("", "The entry holds no resource.", "Send the resource itself in `resource`.", "no_resource")
_TOO_LONG = Fault(
    "", f"The line is longer than {LONGEST_LINE >> 20} MB and was passed over.",
    "A resource is far smaller: look for a missing line break or a file inside the resource.", "line_too_long",
)  # fmt: skip
_TOO_LARGE = Fault(
    "", f"The file is larger than {LARGEST_BUNDLE >> 20} MB, too large to be read as one Bundle.",
    "Export it as NDJSON (Bulk Data), or split it into smaller Bundles.", "file_too_large",
)  # fmt: skip
_DAMAGED = Fault(
    "", "The file cannot be read: it is damaged or was cut off.", "Fetch it anew and load it again.", "damaged"
)
