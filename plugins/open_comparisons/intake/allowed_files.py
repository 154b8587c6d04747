"""
Files of a repository that are out of place: below `data/` without a known name, or data elsewhere.

A repository keeps every version, so a file of true counts that was put in the wrong place once is there for ever.
"""

import os
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from open_comparisons.errors import Problem
from open_comparisons.intake.files import METADATA, place, special_file_problem
from open_comparisons.intake.metadata import parse_day
from open_comparisons.intake.raw.cleaning import plain_text
from open_comparisons.intake.seals import SEALS
from open_comparisons.intake.withdrawn import WITHDRAWN
from open_comparisons.intake.wording import problem
from open_comparisons.standard.model import Standard

DATA: Final = "data"
_OF_THE_FOLDER: Final = re.compile(r"(utforare|fakta)\.csv|[a-z_]+\.py|README\.md")
_OF_THE_STANDARD: Final = re.compile(
    r"(tidigare/\d+\.\d+\.\d+/)?([a-z0-9.-]+\.(json|csv)|README\.md)|exempel/[a-z0-9-]+\.csv"
)
"""Files of the standard, and of its earlier versions."""
_OF_A_DATASET: Final = re.compile(rf"{re.escape(SEALS)}|{re.escape(WITHDRAWN)}|replies-\d{{4}}-\d\d-\d\d\.json")
_OF_A_RELEASE: Final = re.compile(r"[a-z0-9-]+\.(csv|json)")
_PACKED: Final = (".zip", ".7z", ".rar", ".gz", ".xlsx", ".xlsm", ".xls", ".ods", ".parquet", ".sav", ".dta")
_TABLES: Final = (".csv", ".tsv", ".txt")
_TRIED_HERE: Final = "tests"
"""Folder of files that are made up to fail the checks."""
_HEAD: Final = 8192
_MADE_HERE: Final = frozenset({".git", ".venv", ".cache", "output", "output-real"})
"""Folders of a working copy that are never committed."""


def foreign_files(tree: Path, standard: Standard) -> list[Problem]:
    """
    The problems of files in a tree that are out of place.

    Args:
        tree: The folder that holds `data/`, such as a repository's files written out.
        standard: For the names of datasets, and of columns to know data by.
    """
    datasets = {group.dataset for group in standard.target_groups.values()}
    columns = {column.name for column in standard.columns if column.role in {"provider_id", "measure_id"}}
    problems = []
    for path in _files(tree):
        parts = path.relative_to(tree).parts
        if parts[0] == DATA:
            special = special_file_problem(path, tree)
            if special or not _belongs(parts[1:], datasets):
                problems.append(special or problem(place(path, tree), "foreign-file"))
        elif parts[0] != _TRIED_HERE and not special_file_problem(path, tree) and _is_data(path, columns):
            problems.append(problem(place(path, tree), "data-elsewhere"))
    return problems


def _files(tree: Path) -> Iterator[Path]:
    """All files and links. In a working copy, the folders that tools make for themselves are left out."""
    passed = _MADE_HERE if (tree / ".git").exists() else frozenset()
    for folder, names, files in os.walk(tree):
        here = Path(folder)
        links = [name for name in names if (here / name).is_symlink()]
        names[:] = sorted(name for name in names if not (here == tree and name in passed) and name != "__pycache__")
        yield from (here / name for name in sorted((*files, *links)))


def _belongs(parts: tuple[str, ...], datasets: set[str]) -> bool:
    """True where a file may have this path below the data folder."""
    first, rest = parts[0], "/".join(parts[1:])
    if not rest:
        return _OF_THE_FOLDER.fullmatch(first) is not None
    if first == "standard":
        return _OF_THE_STANDARD.fullmatch(rest) is not None
    if first not in datasets:
        return False
    release, _, name = rest.rpartition("/")
    if not release:
        return _OF_A_DATASET.fullmatch(name) is not None
    return parse_day(release) is not None and (name == METADATA or _OF_A_RELEASE.fullmatch(name) is not None)


def _is_data(path: Path, columns: set[str]) -> bool:
    """True where a file outside the data folder is of a kind that figures are submitted in."""
    suffix = path.suffix.lower()
    if suffix in _PACKED:
        return True
    if suffix not in _TABLES:
        return False
    with path.open("rb") as handle:
        head = handle.read(_HEAD)
    text = plain_text(head.replace(b"\0", b"").decode(errors="ignore")).lower()
    return bool(columns) and all(name in text for name in columns)
