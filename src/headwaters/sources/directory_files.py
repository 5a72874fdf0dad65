"""The files of a directory: a folder, a zip, or one file, as bytes by name."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from pathlib import Path, PurePosixPath

from headwaters.domain.problems import InputUnreadable

LARGEST = 400_000_000
"""Bytes of a directory once unpacked. The largest published one known to us (a whole metropolitan 211) has a tenth of that."""
_WANTED = (".csv", ".json")


def open_directory(path: Path) -> Mapping[str, bytes]:
    """Files by name, without their folders.

    raises  InputUnreadable  there is nothing there, it cannot be opened, or it is far too large
    """
    if not path.exists():
        raise InputUnreadable(f"There is nothing at {path}. Give a folder, a zip or a file of a directory.")
    try:
        if path.is_dir():
            found = [one for one in sorted(path.iterdir()) if one.suffix.lower() in _WANTED and one.is_file()]
            if sum(one.stat().st_size for one in found) > LARGEST:
                raise InputUnreadable(_too_large(str(path)))
            return {one.name.lower(): one.read_bytes() for one in found}
        if path.stat().st_size > LARGEST:
            raise InputUnreadable(_too_large(str(path)))
        return unpacked(path.name, path.read_bytes())
    except OSError as refused:
        raise InputUnreadable(f"{path} cannot be opened: {refused.strerror}.") from None


def unpacked(name: str, data: bytes) -> Mapping[str, bytes]:
    """One file as it was handed over: itself, or what a zip holds.

    raises  InputUnreadable  it is a zip that cannot be read, or is far too large once unpacked
    """
    if not zipfile.is_zipfile(io.BytesIO(data)):
        return {PurePosixPath(name).name.lower(): data}
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as held:
            wanted = [one for one in held.infolist() if not one.is_dir() and one.filename.lower().endswith(_WANTED)]
            if sum(one.file_size for one in wanted) > LARGEST:
                raise InputUnreadable(_too_large(name))
            return {
                PurePosixPath(one.filename).name.lower(): held.read(one)
                for one in wanted
                if "__MACOSX" not in one.filename
            }
    except (zipfile.BadZipFile, RuntimeError, NotImplementedError, EOFError):
        raise InputUnreadable(
            f"{name} is a zip that cannot be opened: broken, or locked with a password. Nothing was read."
        ) from None


def _too_large(name: str) -> str:
    return f"{name} holds more than {LARGEST // 1_000_000} MB. No directory is that large; check that this is the right file. Nothing was read."
