"""
The package that a provider sends: the protected file, what describes it, and the checksums of both, in one zip.

`receive` takes it as it is. Nothing in it is compressed: the bytes are then the same from every Python, on any machine
and in a browser, which a compressor does not promise, and a file of this kind is small.
"""

import hashlib
import io
import re
import stat
import unicodedata
import zipfile
from collections.abc import Mapping
from typing import Final

CHECKSUMS: Final = "checksums.txt"
"""Name of the file of checksums, which `sha256sum --check` reads: the hash of a file, two spaces, and its name."""
_EARLIEST: Final = (1980, 1, 1, 0, 0, 0)
_LINE: Final = re.compile(r"([0-9a-fA-F]{64}) [ *](.+)")
_NO_NAME: Final = "submission"
_PROTECTED: Final = "-skyddad"
"""End of the names of protected files, as the status of a hidden row is called; the same in both languages."""


def package(slug: str, protected_csv: str, description_json: str) -> bytes:
    """
    The package as bytes; equal content gives equal bytes.

    Args:
        slug: The provider's name in addresses, or any name for the files; what a file cannot be called is left out.
        protected_csv: The protected file, `ProtectedFile.content`.
        description_json: From `description_json`.
    """
    name = file_name(slug)
    files = {f"{name}.csv": protected_csv.encode(), f"{name}.json": description_json.encode()}
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_STORED) as archive:
        for path, content in (*files.items(), (CHECKSUMS, checksums_text(files).encode())):
            entry = zipfile.ZipInfo(path, _EARLIEST)
            entry.create_system = 3
            entry.external_attr = (stat.S_IFREG | 0o644) << 16
            archive.writestr(entry, content)
    return buffer.getvalue()


def file_name(words: str) -> str:
    """A name for files on any system: small letters a to z, digits and hyphens; "submission" where nothing is left."""
    plain = unicodedata.normalize("NFKD", words).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-") or _NO_NAME


def protected_name(words: str, source: str) -> str:
    """
    The name of protected files, which says what they are and is never that of the file of true numbers.

    Args:
        words: Whom the files are about, in any form.
        source: The name of the file of true numbers, without its ending.
    """
    name = f"{file_name(words).removesuffix(_PROTECTED)}{_PROTECTED}"
    return f"{name}{_PROTECTED}" if file_name(source) == name else name


def checksums_text(files: Mapping[str, bytes]) -> str:
    """The checksums of files, by name, as the text of `checksums.txt`."""
    return "".join(f"{hashlib.sha256(content).hexdigest()}  {name}\n" for name, content in files.items())


def differing_files(checksums: bytes, files: Mapping[str, bytes]) -> list[str]:
    """
    The files whose content is not the one that the checksums were made of.

    Args:
        checksums: The content of `checksums.txt`.
        files: Content by name; folders before a name say nothing.

    Returns:
        Names of files that differ, that have no checksum, or that have one but are not there; sorted.
    """
    lines = (_LINE.fullmatch(line.strip()) for line in checksums.decode("utf-8-sig", "replace").splitlines())
    listed = {match[2].replace("\\", "/").rpartition("/")[2]: match[1].lower() for match in lines if match}
    there = {name: hashlib.sha256(content).hexdigest() for name, content in files.items()}
    return sorted(name for name in listed.keys() | there.keys() if listed.get(name) != there.get(name))
