"""
What a provider sends: a CSV file and the JSON file that belongs to it, in a folder or in a zip.

Names inside are never used as paths, and a zip is read in memory after it has been weighed: one that is too large when
unpacked is refused before anything of it is.
"""

from __future__ import annotations

import io
import re
import stat
import zipfile
import zlib
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Final

from open_comparisons.intake.wording import problem
from open_comparisons.messages import message

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from open_comparisons.errors import Problem

_MOST_PACKED: Final = 20_000_000
_MOST_UNPACKED: Final = 100_000_000
_MOST_MEMBERS: Final = 20
_MOST_RATIO: Final = 200
_SMALL: Final = 1_000_000
"""A file of so many bytes does no harm, however well it was packed."""
_ENTRY: Final = b"PK\x01\x02"
"""How the entry of a member in a zip's table of contents begins."""
_PACKED: Final = (b"PK\x03\x04", b"\x1f\x8b", b"7z\xbc\xaf", b"Rar!", b"BZh", b"\xfd7zXZ")
_METHODS: Final = frozenset({zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED})
_BROKEN: Final = (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, RuntimeError, NotImplementedError)
_ENCRYPTED: Final = 0x1


@dataclass(frozen=True, slots=True)
class Parcel:
    """The two files of a submission, as they came. `described` is None where the JSON file is not there."""

    figures: bytes
    described: bytes | None


def read_parcel(path: Path) -> tuple[Parcel | None, list[Problem]]:
    """
    What lies at a path, or why it is not taken.

    Args:
        path: A CSV file with its JSON file beside it, a folder or a zip with one of each.
    """
    file = "zip" if path.suffix.lower() == ".zip" else path.name
    if path.is_dir():
        paths = [one for one in sorted(path.iterdir()) if one.is_file() and not one.is_symlink()]
        found = [(one.suffix.lower(), one) for one in paths if not one.name.startswith(".")]
        if sum(one.stat().st_size for _, one in found) > _MOST_UNPACKED:
            return None, [_unsafe(file, "large")]
        return _parcel([(suffix, one.read_bytes()) for suffix, one in found], file)
    if path.suffix.lower() == ".zip":
        return _unpacked(path, file)
    if path.suffix.lower() not in {".csv", ".txt"}:
        return None, [problem(file, "not-a-text-file")]
    beside = path.with_suffix(".json")
    if path.stat().st_size > _MOST_UNPACKED or (beside.is_file() and beside.stat().st_size > _SMALL):
        return None, [_unsafe(file, "large")]
    return Parcel(path.read_bytes(), beside.read_bytes() if beside.is_file() else None), []


def _unpacked(path: Path, file: str) -> tuple[Parcel | None, list[Problem]]:
    if path.stat().st_size > _MOST_PACKED:
        return None, [_unsafe(file, "large")]
    content = path.read_bytes()
    if content.count(_ENTRY) > _MOST_MEMBERS:
        return None, [_unsafe(file, "too-many-files")]
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            members = [member for member in archive.infolist() if not member.is_dir()]
            why = next(_dangers(members), None)
            if why:
                return None, [_unsafe(file, why)]
            named = [(PurePosixPath(member.filename), member) for member in members]
            wanted = [(name, member) for name, member in named if not any(part[0] in "._" for part in name.parts)]
            found = [(name.suffix.lower(), archive.read(member)) for name, member in wanted]
    except _BROKEN:
        return None, [_unsafe(file, "broken")]
    if any(read.startswith(_PACKED) for _, read in found):
        return None, [_unsafe(file, "nested")]
    return _parcel(found, file)


def _dangers(members: list[zipfile.ZipInfo]) -> Iterator[str]:
    """Reasons not to unpack a zip, as keys of `intake.zip`; nothing of it has been read but its table of contents."""
    for member in members:
        name = member.orig_filename.replace("\\", "/")
        if name.startswith("/") or ".." in name.split("/") or re.match(r"[A-Za-z]:", name) or "\0" in name:
            yield "leads-out"
        if member.flag_bits & _ENCRYPTED:
            yield "locked"
        if member.external_attr >> 16 and not stat.S_ISREG(mode := member.external_attr >> 16) and stat.S_IFMT(mode):
            yield "link"
        if member.compress_type not in _METHODS:
            yield "method"
        if member.file_size > max(_SMALL, _MOST_RATIO * member.compress_size):
            yield "grows"
    if sum(member.file_size for member in members) > _MOST_UNPACKED:
        yield "large-unpacked"


def _parcel(found: list[tuple[str, bytes]], file: str) -> tuple[Parcel | None, list[Problem]]:
    figures, described = ([content for suffix, content in found if suffix == wanted] for wanted in (".csv", ".json"))
    if (len(figures), len(described), len(found)) != (1, 1, 2):
        return None, [problem(file, "not-one-of-each")]
    return Parcel(figures[0], described[0]), []


def _unsafe(file: str, why: str) -> Problem:
    return problem(file, "unsafe-zip", why=message(f"intake.zip.{why}"))
