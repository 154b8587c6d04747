"""
The two files that a provider sends: a CSV file or a workbook, and its JSON file, in a folder or in a zip, as bytes.

A zip made by `package` has their checksums too, and they must hold: then what arrived is what the program wrote.

Names inside are never used as paths. The sizes in a zip's table of contents are checked first, and a zip that would be
too large is refused before any of it is unpacked, in memory. Reading and checking the content is up to `submissions`.
"""

import io
import re
import stat
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Final

from open_comparisons.errors import Problem
from open_comparisons.intake.files import shown_name, special_file_problem
from open_comparisons.intake.handover.package import CHECKSUMS, differing_files
from open_comparisons.intake.wording import problem, quote_cell
from open_comparisons.messages import listing, message

_MOST_PACKED: Final = 20_000_000
"""Bytes of a zip."""
_MOST_UNPACKED: Final = 100_000_000
"""Bytes of all files."""
_MOST_MEMBERS: Final = 20
_MOST_RATIO: Final = 200
"""The largest rate of compression; a higher one is typical of zips made to fill the memory."""
_SMALL: Final = 1_000_000
"""Bytes; a file up to this size does no harm at any rate of compression."""
ENTRY_IN_ZIP: Final = b"PK\x01\x02"
"""The first bytes of each entry in a zip's table of contents."""
_PACKED: Final = (b"PK\x03\x04", b"\x1f\x8b", b"7z\xbc\xaf", b"Rar!", b"BZh", b"\xfd7zXZ")
WORKBOOKS: Final = (".xlsx", ".xlsm", ".xlsb", ".xls", ".ods")
"""Workbooks of all kinds; reading them says which kinds are not accepted."""
_FIGURES: Final = (".csv", *WORKBOOKS)
_METHODS: Final = frozenset({zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED})
BROKEN_ZIP: Final = (
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    OSError,
    ValueError,
    RuntimeError,
    NotImplementedError,
    IndexError,
)
"""What a zip may raise that is damaged or made to do harm; a member without a name is an `IndexError`."""
_ENCRYPTED: Final = 0x1


@dataclass(frozen=True, slots=True)
class Parcel:
    """
    The two files of a submission, as bytes.

    Attributes:
        figures: A CSV file or a workbook.
        described: The JSON file; None where it is missing.
    """

    figures: bytes
    described: bytes | None


def read_parcel(path: Path) -> tuple[Parcel | None, list[Problem]]:
    """
    Read the two files at a path.

    Args:
        path: A CSV file or a workbook with its JSON file beside it, a folder or a zip with one of each.

    Returns:
        The files, or None and the problems for which they are refused.
    """
    file = shown_name(path.name)
    special = special_file_problem(path, path.parent)
    if special and (path.is_symlink() or not path.is_dir()):
        return None, [special]
    if path.is_dir():
        paths = [entry for entry in sorted(path.iterdir()) if entry.is_file() and not entry.is_symlink()]
        visible = [entry for entry in paths if not entry.name.startswith(".")]
        if sum(entry.stat().st_size for entry in visible) > _MOST_UNPACKED:
            return None, [_unsafe(file, "large")]
        return _parcel([(entry.name, entry.read_bytes()) for entry in visible], file)
    if path.suffix.lower() == ".zip":
        return _unpack(path, file)
    if path.suffix.lower() not in {".txt", *_FIGURES}:
        return None, [problem(file, "not-a-text-file")]
    beside = path.with_suffix(".json")
    special = special_file_problem(beside, path.parent)
    if special:
        return None, [special]
    if path.stat().st_size > _MOST_UNPACKED or (beside.is_file() and beside.stat().st_size > _SMALL):
        return None, [_unsafe(file, "large")]
    return Parcel(path.read_bytes(), beside.read_bytes() if beside.is_file() else None), []


def _unpack(path: Path, file: str) -> tuple[Parcel | None, list[Problem]]:
    if path.stat().st_size > _MOST_PACKED:
        return None, [_unsafe(file, "large")]
    content = path.read_bytes()
    # Counted in the bytes: a huge table of contents would fill the memory as soon as `zipfile` reads it.
    if content.count(ENTRY_IN_ZIP) > _MOST_MEMBERS:
        return None, [_unsafe(file, "too-many-files")]
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            members = [member for member in archive.infolist() if not member.is_dir()]
            why = next(dangers_in_zip(members, _MOST_UNPACKED), None)
            if why:
                return None, [_unsafe(file, why)]
            named = [(PurePosixPath(member.filename), member) for member in members]
            wanted = [(name, member) for name, member in named if not any(part[0] in "._" for part in name.parts)]
            contents = [(name.name, archive.read(member)) for name, member in wanted]
    except BROKEN_ZIP:
        return None, [_unsafe(file, damage_to_zip(content))]
    if any(read.startswith(_PACKED) for name, read in contents if _suffix(name) not in WORKBOOKS):
        return None, [_unsafe(file, "nested")]
    return _parcel(contents, file)


def dangers_in_zip(members: list[zipfile.ZipInfo], most_unpacked: int) -> Iterator[str]:
    """Reasons not to unpack a zip, as keys of `intake.zip`, from its table of contents and the bytes it may have."""
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
    if sum(member.file_size for member in members) > most_unpacked:
        yield "large-unpacked"


def damage_to_zip(content: bytes) -> str:
    """What is broken in a zip that could not be read, as a key of `intake.zip`: its contents, or a file in it."""
    try:
        zipfile.ZipFile(io.BytesIO(content)).close()
    except BROKEN_ZIP:
        return "cut"
    return "damaged"


def _parcel(contents: list[tuple[str, bytes]], file: str) -> tuple[Parcel | None, list[Problem]]:
    sums = [content for name, content in contents if name.lower() == CHECKSUMS]
    files = [(name, content) for name, content in contents if name.lower() != CHECKSUMS]
    figures = [content for name, content in files if _suffix(name) in _FIGURES]
    described = [content for name, content in files if _suffix(name) == ".json"]
    if (len(figures), len(described), len(files)) != (1, 1, 2) or len(sums) > 1:
        return None, [problem(file, "not-one-of-each")]
    differing = differing_files(sums[0], dict(files)) if sums else []
    if differing:
        return None, [problem(file, "checksum-differs", files=listing(map(quote_cell, differing)))]
    return Parcel(figures[0], described[0]), []


def _suffix(name: str) -> str:
    return PurePosixPath(name).suffix.lower()


def _unsafe(file: str, why: str) -> Problem:
    return problem(file, "unsafe-zip", why=message(f"intake.zip.{why}"))
