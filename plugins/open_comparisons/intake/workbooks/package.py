"""
The parts of a workbook: a zip of XML files, or one of the files that are taken for it.

A workbook is refused before anything is unpacked when it could do harm (macros, links to other files, parts that grow)
or is of another kind (.xls, .ods, locked). Nothing in it is ever run, fetched or written.
"""

import io
import posixpath
import zipfile
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from open_comparisons.intake.workbooks.xml_parts import RefusedWorkbookError, parse_xml

_ZIP: Final = b"PK\x03\x04"
_OLE: Final = b"\xd0\xcf\x11\xe0"
"""The first bytes of files of older versions of Office, and of newer ones that are locked by a password."""
_ENTRY: Final = b"PK\x01\x02"
"""The first bytes of each entry in a zip's table of contents."""
_ENCRYPTED: Final = 0x1
_METHODS: Final = frozenset({zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED})
_BROKEN: Final = (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, RuntimeError, NotImplementedError)

_MOST_PACKED: Final = 20_000_000
"""Bytes of the file."""
_MOST_UNPACKED: Final = 100_000_000
"""Bytes of all parts."""
_MOST_PARTS: Final = 2_000
_MOST_RATIO: Final = 200
"""The largest rate of compression; a higher one is typical of files made to fill the memory."""
_SMALL: Final = 1_000_000
"""Bytes; a part up to this size does no harm at any rate of compression."""


def is_workbook(content: bytes) -> bool:
    """
    True for the bytes of a workbook, and of what may be taken for one.

    That is any zip and any file of older versions of Office: `read_workbook` reads it or says what it is.
    """
    return content.startswith((_ZIP, _OLE))


@dataclass(frozen=True, slots=True)
class WorkbookPart:
    """Where a part is related to another: its path in the zip, and the last word of its kind, such as "worksheet"."""

    path: str
    kind: str


@dataclass(frozen=True, slots=True)
class WorkbookPackage:
    """
    An opened workbook.

    Attributes:
        main: Path of the part that lists the sheets.
        members: Entry of the zip by its path in lower case, since paths differ in case between programs.
    """

    archive: zipfile.ZipFile
    members: Mapping[str, zipfile.ZipInfo]
    main: str = ""

    def read(self, path: str) -> bytes:
        """
        The content of a part.

        Raises:
            RefusedWorkbookError: There is no such part, or it is damaged.
        """
        member = self.members.get(path.lower())
        if member is None:
            raise RefusedWorkbookError("broken-workbook")
        try:
            return self.archive.read(member)
        except _BROKEN:
            raise RefusedWorkbookError("broken-workbook") from None

    def related(self, path: str) -> dict[str, WorkbookPart]:
        """The parts that a part refers to, by the name it has for them; `path` is "" for the workbook itself."""
        folder, name = posixpath.split(path)
        listed = posixpath.join(folder, "_rels", f"{name}.rels")
        found: dict[str, WorkbookPart] = {}
        if listed.lower() not in self.members:
            return found

        def start(tag: str, attributes: Mapping[str, str]) -> None:
            if tag == "Relationship" and attributes.get("TargetMode") != "External":
                target = posixpath.normpath(posixpath.join("/", folder, attributes.get("Target", ""))).lstrip("/")
                kind = attributes.get("Type", "").rpartition("/")[2]
                found[attributes.get("Id", "")] = WorkbookPart(target, kind)

        parse_xml(self.read(listed), start)
        return found


def open_workbook(content: bytes) -> WorkbookPackage:
    """
    Open a workbook.

    Args:
        content: The bytes of a file that `is_workbook` is true for.

    Raises:
        RefusedWorkbookError: It is no workbook, of another kind, damaged, or unsafe to read.
    """
    if content.startswith(_OLE):
        raise RefusedWorkbookError(_kind_of_ole(content))
    # Counted in the bytes: a huge table of contents would fill the memory as soon as `zipfile` reads it.
    if len(content) > _MOST_PACKED or content.count(_ENTRY) > _MOST_PARTS:
        raise RefusedWorkbookError("workbook-too-large")
    try:
        archive = zipfile.ZipFile(io.BytesIO(content))
    except _BROKEN:
        raise RefusedWorkbookError("broken-workbook") from None
    members = {member.filename.lstrip("/").lower(): member for member in archive.infolist()}
    package = WorkbookPackage(archive, members)
    _refuse_dangers(package)
    _refuse_other_kinds(package)
    main = next((part.path for part in package.related("").values() if part.kind == "officeDocument"), "")
    main = main if main.lower() in members else "xl/workbook.xml"
    if not main.lower().startswith("xl/") or main.lower() not in members:
        raise RefusedWorkbookError("not-a-workbook")
    return WorkbookPackage(archive, members, main)


def _kind_of_ole(content: bytes) -> str:
    """The problem of a file of older versions of Office; names in it are UTF-16."""
    if "EncryptedPackage".encode("utf-16-le") in content:
        return "locked-workbook"
    return "not-a-workbook" if "WordDocument".encode("utf-16-le") in content else "old-workbook"


def _refuse_dangers(package: WorkbookPackage) -> None:
    members = package.members.values()
    if any(member.flag_bits & _ENCRYPTED for member in members):
        raise RefusedWorkbookError("locked-workbook")
    if any(member.compress_type not in _METHODS for member in members):
        raise RefusedWorkbookError("broken-workbook")
    if any(member.file_size > max(_SMALL, _MOST_RATIO * member.compress_size) for member in members):
        raise RefusedWorkbookError("workbook-grows")
    if sum(member.file_size for member in members) > _MOST_UNPACKED:
        raise RefusedWorkbookError("workbook-too-large")


def _refuse_other_kinds(package: WorkbookPackage) -> None:
    names = package.members.keys()
    if "mimetype" in names and b"opendocument" in package.read("mimetype"):
        raise RefusedWorkbookError("open-document-workbook")
    if "xl/workbook.bin" in names:
        raise RefusedWorkbookError("binary-workbook")
    if any(name.endswith("vbaproject.bin") or name.startswith("xl/macrosheets/") for name in names):
        raise RefusedWorkbookError("macros-in-workbook")
    if any(name.startswith("xl/externallinks/") for name in names):
        raise RefusedWorkbookError("links-in-workbook")
