"""
What was published before, in any form that the site offers or a provider has kept: found in a file, folder or archive.

That is the archive of all releases (`allt.zip`) as it is or unpacked, the folder of a release with `observationer.csv`,
a release of a data folder with a file per provider, or a file that a provider handed in. Files that hold no rows of a
release, such as the comparison beside them, are passed over and named.
"""

import csv
import io
import os
import zipfile
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any, Final

from open_comparisons.errors import Problem
from open_comparisons.intake.files import METADATA, json_object, place, shown_name, special_file_problem
from open_comparisons.intake.handover.package import CHECKSUMS
from open_comparisons.intake.handover.parcels import BROKEN_ZIP, ENTRY_IN_ZIP, damage_to_zip, dangers_in_zip
from open_comparisons.intake.metadata import parse_day
from open_comparisons.intake.wording import problem
from open_comparisons.messages import message

OBSERVATIONS: Final = "observationer.csv"
"""The rows of a release on the site."""
DESCRIBED: Final = "described"
FOLDER: Final = "folder"
DATA_PACKAGE: Final = "datapackage.json"
"""What describes them there."""
_OTHERS: Final = frozenset({"jamforelse.csv", "observationer-excel.csv", "andringar.csv", "utforare.csv", CHECKSUMS})
"""Files beside the rows that hold none, or the same."""
_OF_COMPARISON: Final = b"metod_version"
"""A column that every file of compared values has, and no other file."""
_STANDARD: Final = "standard"
_TABLES: Final = frozenset({".csv", ".txt", ".xlsx"})
_ZIP: Final = b"PK\x03\x04"
_OF_WORKBOOK: Final = b"[Content_Types].xml"
_MOST_MEMBERS: Final = 20_000
_MOST_UNPACKED: Final = 2_000_000_000
"""Bytes of all files of an archive; only those with rows are unpacked, one at a time."""
_MOST_READ: Final = 200_000_000
"""Bytes of one file."""
_MOST_FILES: Final = 5_000
"""Files of a folder; a folder with more of them is not what was meant."""
_DEEPEST: Final = 5
"""Folders within folders that are looked through."""


@dataclass(frozen=True, slots=True)
class EarlierFile:
    """
    A file with rows that were published before.

    Attributes:
        file: How messages call it.
        dataset, release: What it is of, by what describes it or else by the folders it lies in; "" where neither says.
        dated_by: Which of them says it: `DESCRIBED` or `FOLDER`; "" where neither does.
        read: Gives its content.
        metadata: What describes the release; {} where nothing does, or it cannot be read.
        is_published: True for the rows of a release as the site has them, whatever limits that release was held to.
    """

    file: str
    dataset: str
    release: str
    dated_by: str
    read: Callable[[], bytes]
    metadata: Mapping[str, Any]
    is_published: bool


@dataclass(frozen=True, slots=True)
class Earlier:
    """All that was found at a path: files with rows, the names of files passed over, and problems."""

    files: tuple[EarlierFile, ...] = ()
    passed_over: tuple[str, ...] = ()
    problems: tuple[Problem, ...] = ()


def find_earlier(path: Path) -> Earlier:
    """
    The files at a path that may have rows of earlier releases.

    Args:
        path: An archive, a folder or a file.
    """
    special = special_file_problem(path, None)
    if special and (path.is_symlink() or not path.is_dir()):
        return Earlier(problems=(special,))
    if path.is_dir():
        tree, problems = _files_below(path)
        return Earlier(problems=tuple(problems)) if problems else _in_tree(tree, place(path, None), path.resolve())
    if path.suffix.lower() == ".zip" or _is_archive(path):
        return _in_archive(path)
    if path.suffix.lower() not in _TABLES:
        return Earlier(problems=(problem(place(path, None), "not-an-earlier-file"),))
    if _is_comparison(path.read_bytes):
        return Earlier(problems=(problem(place(path, None), "comparison-as-release"),))
    there = _files_beside(path)
    return Earlier((_earlier_file(path.name, there, place(path.parent, None), path.resolve().parent),))


def _is_archive(path: Path) -> bool:
    with path.open("rb") as file:
        return file.read(len(_ZIP)) == _ZIP and _OF_WORKBOOK not in path.read_bytes()


def _is_comparison(read: Callable[[], bytes]) -> bool:
    return _OF_COMPARISON in read().partition(b"\n")[0]


def _files_below(folder: Path) -> tuple[dict[str, Callable[[], bytes]], list[Problem]]:
    """The files in a folder and the folders in it, by path from there, and the problems of tables that are none."""
    found: dict[str, Callable[[], bytes]] = {}
    problems: list[Problem] = []
    for base, folders, names in os.walk(folder):
        inside = Path(base).relative_to(folder)
        if len(found) > _MOST_FILES:
            return {}, [problem(place(folder, None), "too-much-to-look-through", most=_MOST_FILES)]
        folders[:] = sorted(name for name in folders if name[0] not in "._" and len(inside.parts) < _DEEPEST)
        for name in sorted(names):
            file = Path(base) / name
            special = special_file_problem(file, None)
            if special and file.suffix.lower() == ".csv":
                problems.append(special)
            elif not special and name[0] not in "._":
                found[(inside / name).as_posix()] = file.read_bytes
    return found, problems


def _files_beside(path: Path) -> dict[str, Callable[[], bytes]]:
    beside = (path, path.with_name(METADATA), path.with_name(DATA_PACKAGE))
    return {file.name: file.read_bytes for file in beside if file.is_file() and not file.is_symlink()}


def _in_archive(path: Path) -> Earlier:
    file = place(path, None)
    content = path.read_bytes()
    try:
        if content.count(ENTRY_IN_ZIP) > _MOST_MEMBERS:
            return Earlier(problems=(_unsafe(file, "too-many-files"),))
        archive = zipfile.ZipFile(io.BytesIO(content))
        members = [member for member in archive.infolist() if not member.is_dir()]
        danger = next(dangers_in_zip(members, _MOST_UNPACKED), None)
        if danger:
            return Earlier(problems=(_unsafe(file, danger),))
        # Read once here, so that whatever is broken is found now.
        tree = {
            member.filename: _content(archive.read(member))
            for member in members
            if member.file_size <= _MOST_READ and PurePosixPath(member.filename).suffix.lower() in {".csv", ".json"}
        }
    except BROKEN_ZIP:
        return Earlier(problems=(_unsafe(file, damage_to_zip(content)),))
    return _in_tree(tree, file, Path(path.stem))


def _content(content: bytes) -> Callable[[], bytes]:
    return lambda: content


def _in_tree(tree: Mapping[str, Callable[[], bytes]], label: str, home: Path) -> Earlier:
    """
    The files with rows among many.

    All of them count, whatever they are called: one that is passed over is one that nothing is hidden for.
    """
    tables = [name for name in tree if name.lower().endswith(".csv") and _STANDARD not in PurePosixPath(name).parts]
    with_rows = [name for name in tables if not _has_no_rows(name, tree[name])]
    if not with_rows:
        return Earlier(problems=(problem(label, "no-earlier-release"),))
    passed_over = {shown_name(PurePosixPath(name).name) for name in tables if name not in with_rows}
    files = (_earlier_file(name, tree, label, home) for name in with_rows)
    return Earlier(tuple(files), tuple(sorted(passed_over)))


def _has_no_rows(name: str, read: Callable[[], bytes]) -> bool:
    return PurePosixPath(name).name in _OTHERS or _is_comparison(read)


def _earlier_file(name: str, tree: Mapping[str, Callable[[], bytes]], label: str, home: Path) -> EarlierFile:
    folder = PurePosixPath(name).parent
    described = (tree.get((folder / beside).as_posix()) for beside in (METADATA, DATA_PACKAGE))
    metadata = next((json_object(read(), "")[0] for read in described if read), {})
    dataset, release, dated_by = _release_of(home / folder, metadata)
    file = shown_name(f"{label}/{name}" if label != "." else name)
    is_published = PurePosixPath(name).name == OBSERVATIONS
    return EarlierFile(file, dataset, release, dated_by, tree[name], metadata, is_published)


def _release_of(folder: Path, metadata: Mapping[str, Any]) -> tuple[str, str, str]:
    """Dataset and release, and what says so; a folder says nothing unless its name is a day, as a release's is."""
    version, name = metadata.get("version"), metadata.get("name")
    if parse_day(version) and isinstance(name, str):
        return name.removesuffix(f"-{version}"), str(version), DESCRIBED
    if parse_day(folder.name):
        return folder.parent.name, folder.name, FOLDER
    return "", "", ""


def rows_about(content: bytes, column: str, providers: Iterable[str]) -> bytes:
    """
    A published file with the rows of some providers alone, which are few of many.

    Args:
        content: A file as the site writes it: UTF-8 and commas.
        column: The name of the column of provider identifiers.
        providers: Their identifiers.
    """
    try:
        header, *rows = csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""), strict=True)
        at, wanted = header.index(column), frozenset(providers)
        kept = [row for row in rows if row[at : at + 1] and row[at] in wanted]
    except (ValueError, csv.Error):
        return content  # not as the site writes it: reading it says what is wrong
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows([header, *kept])
    return text.getvalue().encode()


def _unsafe(file: str, why: str) -> Problem:
    return problem(file, "unsafe-archive", why=message(f"intake.zip.{why}"))
