"""Datasets and their releases as they lie on disk, checked as a whole."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date
    from pathlib import Path

    from open_comparisons.intake.disclosure import ProtectedTable
    from open_comparisons.intake.standard import Standard, Text


@dataclass(frozen=True, slots=True)
class Provider:
    """One row of the directory. Dates are None where blank; `slug` is part of the address and never changes."""

    id: str
    slug: str
    name: str
    ownership: str
    area_code: str
    from_date: date | None
    to_date: date | None
    successor: str
    target_groups: tuple[str, ...]
    methods: tuple[str, ...]
    contact_role: str


@dataclass(frozen=True, slots=True)
class Correction:
    """A value that this release changed on purpose: which key (column name to value) and why."""

    key: Mapping[str, str]
    reason: Text


@dataclass(frozen=True, slots=True)
class Submission:
    """What a submitter wrote about its file: method note, known gaps, who approved (a role), who protected it."""

    slug: str
    file: str
    contact_role: str
    method_note: Text
    known_gaps: Text
    approved_by: str
    protected_by: str | None
    more: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Release:
    """One dated release of a dataset: its metadata, submissions and protected rows."""

    dataset: str
    id: str
    title: Text
    publisher: Text
    standard_version: str
    released: date
    next_release: date | None
    notes: Text
    example: bool
    corrections: tuple[Correction, ...]
    submissions: tuple[Submission, ...]
    table: ProtectedTable
    metadata: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Data:
    """All that a site is made of: the standard, the directory, and each dataset's releases, oldest first."""

    standard: Standard
    providers: tuple[Provider, ...]
    releases: Mapping[str, tuple[Release, ...]]


def load_data(folder: Path) -> Data:
    """
    Read and check everything below a data folder.

    Args:
        folder: Holds `standard/`, `utforare.csv` and `<dataset>/<release>/`.

    Raises:
        DataError: With all problems of all files at once.
        OpenComparisonsError: The standard itself cannot be read.
    """
    raise NotImplementedError
