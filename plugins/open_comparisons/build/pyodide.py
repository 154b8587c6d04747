"""
The Python that runs in a browser, Pyodide: pinned by `tool/pyodide.lock`, fetched by `make tool`, never by a build.

A build takes what is in the cache, and only where every file is the one that the lock names.
"""

import base64
import hashlib
import io
import json
import tarfile
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from open_comparisons.errors import OpenComparisonsError

LOCK: Final = "pyodide.lock"
FOLDER: Final = "pyodide"
"""The folder of the fetched files in the cache."""
LIBRARY: Final = "python_stdlib.zip"
COMPILED: Final = "python_stdlib.compiled.zip"
"""The standard library with what is used of it compiled, so that a start takes half the time."""
_IN_TARBALL: Final = "package"
_EARLIEST: Final = (1980, 1, 1, 0, 0, 0)
_MOST_UNPACKED: Final = 50_000_000
"""Bytes of one file: far more than any of them has, so that a wrong archive cannot fill the memory."""


@dataclass(frozen=True, slots=True)
class PinnedFile:
    """A file of the package that the tool needs: its size in bytes, and its SHA-256 in hexadecimal."""

    size: int
    sha256: str

    def is_that_of(self, content: bytes) -> bool:
        """True where some bytes are this file."""
        return len(content) == self.size and hashlib.sha256(content).hexdigest() == self.sha256


@dataclass(frozen=True, slots=True)
class Pin:
    """
    What is pinned.

    Attributes:
        package, version: The npm package and its version.
        python: The version of Python in it.
        licence: SPDX identifier.
        sha512: Of the package as it is fetched, in base64 as npm writes it.
        files: Those that the tool needs, by name.
        compiled: The standard library with what is used of it compiled, as `tool/compile.py` makes it.
    """

    package: str
    version: str
    python: str
    licence: str
    sha512: str
    files: Mapping[str, PinnedFile]
    compiled: PinnedFile


def read_pin(folder: Path) -> Pin:
    """
    Read the lock in a folder.

    Raises:
        OpenComparisonsError: There is none, or it cannot be read.
    """
    path = folder / LOCK
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
        files = {name: _pinned(file) for name, file in content["files"].items()}
        named = {name: str(content[name]) for name in ("package", "version", "python", "licence", "sha512")}
        return Pin(**named, files=files, compiled=_pinned(content["compiled"]))
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        raise OpenComparisonsError("errors.tool-lock", path=path) from None


def _pinned(file: Mapping[str, object]) -> PinnedFile:
    return PinnedFile(int(str(file["size"])), str(file["sha256"]))


def unpack(tarball: bytes, pin: Pin, name: str) -> dict[str, bytes]:
    """
    The files that the tool needs out of the package.

    Args:
        tarball: The package as npm gives it.
        pin: What it has to be.
        name: The name of the package file, for messages.

    Raises:
        OpenComparisonsError: It is another package than the pinned one, or a file in it is missing or different.
    """
    if base64.b64encode(hashlib.sha512(tarball).digest()).decode() != pin.sha512:
        raise OpenComparisonsError("errors.tool-package", path=name, package=pin.package, version=pin.version)
    files: dict[str, bytes] = {}
    with tarfile.open(fileobj=io.BytesIO(tarball), mode="r:gz") as archive:
        for member in archive:
            wanted = member.name.removeprefix(f"{_IN_TARBALL}/")
            if wanted in pin.files and member.isfile() and member.size <= _MOST_UNPACKED:
                handle = archive.extractfile(member)
                files[wanted] = handle.read() if handle else b""
    different = [each for each, file in pin.files.items() if not file.is_that_of(files.get(each, b""))]
    if different:
        raise OpenComparisonsError("errors.tool-files", path=name, names=different)
    return files


def keep(files: Mapping[str, bytes], cache: Path) -> None:
    """Write the files to the cache; each whole or not at all."""
    folder = cache / FOLDER
    folder.mkdir(parents=True, exist_ok=True)
    for name, content in files.items():
        partial = folder / f".{name}.partial"
        partial.write_bytes(content)
        partial.replace(folder / name)


def read_compiled(pin: Pin, cache: Path | None) -> bytes | None:
    """The compiled standard library in the cache; None where it is missing or is not the pinned one."""
    try:
        content = (cache / FOLDER / COMPILED).read_bytes() if cache else b""
    except OSError:
        return None
    return content if pin.compiled.is_that_of(content) else None


def read_kept(pin: Pin, cache: Path | None) -> dict[str, bytes] | None:
    """The files in the cache by name; None where one is missing or is not the pinned one."""
    if cache is None:
        return None
    files: dict[str, bytes] = {}
    for name, file in sorted(pin.files.items()):
        try:
            content = (cache / FOLDER / name).read_bytes()
        except OSError:
            return None
        if not file.is_that_of(content):
            return None
        files[name] = content
    return files


def stored(archive: bytes) -> bytes:
    """
    The same zip without compression of its own: packed as a whole its files take 0.3 MB less than one by one.

    Equal archives give equal bytes; names, content and order of the files stay.
    """
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(archive)) as old, zipfile.ZipFile(buffer, "w", zipfile.ZIP_STORED) as new:
        for member in old.infolist():
            entry = zipfile.ZipInfo(member.filename, _EARLIEST)
            entry.create_system = 3
            entry.external_attr = member.external_attr
            new.writestr(entry, old.read(member))
    return buffer.getvalue()
