"""A submission: a CSV file of figures, and the JSON file beside it that says who answers for them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from open_comparisons.intake.checks.numbers import rows_without_base, small_numbers
from open_comparisons.intake.checks.run import check_file
from open_comparisons.intake.files import place, read_json
from open_comparisons.intake.metadata import MANY, submission_problems, text, vouched_submissions, vouching_problems

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from open_comparisons.errors import Problem
    from open_comparisons.intake.cells import Table
    from open_comparisons.intake.checks.terms import Terms
    from open_comparisons.intake.reading import Reading
    from open_comparisons.standard.model import Text


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
class HandedIn:
    """
    A submission as it was read.

    Attributes:
        submission: What it says of itself.
        table: Its rows, with a record of how they were read.
        owner: The slug of the one provider it may have rows of; None when it may hold many.
        problems: All of both files.
    """

    submission: Submission
    table: Table
    owner: str | None
    problems: tuple[Problem, ...]


def read_submission(
    path: Path, metadata: Mapping[str, Any], terms: Terms, root: Path | None, *, alone: bool = False
) -> HandedIn:
    """
    Read and check a submission.

    Args:
        path: The CSV file; the JSON file has the same name.
        metadata: Of its release; empty when there is none.
        terms: Of its release. An official publisher's own rule replaces ours where the release vouches for it.
        root: Problems give paths relative to this folder; as they are when None.
        alone: Whether the CSV file may come without the JSON file.
    """
    beside = path.with_suffix(".json")
    described, problems = ({}, []) if alone and not beside.is_file() else read_json(beside, root)
    problems += submission_problems(described, place(beside, root))
    problems += vouching_problems(described, metadata, path.stem, place(beside, root))
    official = described.get("protected_by") if path.stem in vouched_submissions(metadata) else None
    own_terms = replace(terms, protected_by=str(official)) if official else terms
    table, found = check_file(path.read_bytes(), place(path, root), own_terms)
    found_out = _found_out(table, terms) if official else {}
    return HandedIn(
        submission=_submission(path.stem, table.file, described, found_out),
        table=replace(table, reading=_noting(table.reading, found_out)),
        owner=None if described.get("providers") == MANY else path.stem,
        problems=(*problems, *found),
    )


def _found_out(table: Table, terms: Terms) -> dict[str, int]:
    """What our own rule says of a table that an official publisher has protected: numbers of rows."""
    return {
        "own_rule_would_hide": len(small_numbers(table, terms)),
        "without_base": rows_without_base(table, terms),
    }


def _noting(reading: Reading, found_out: Mapping[str, int]) -> Reading:
    hidden, unknown = found_out.get("own_rule_would_hide"), found_out.get("without_base")
    if hidden:
        reading = reading.noting("own-rule-would-hide", count=hidden)
    if unknown:
        reading = reading.noting("without-base", count=unknown)
    return reading


def _submission(slug: str, file: str, described: Mapping[str, Any], found_out: Mapping[str, int]) -> Submission:
    publisher = described.get("protected_by")
    named = {"contact_role", "method_note", "known_gaps", "approved_by", "protected_by"}
    more = {name: value for name, value in described.items() if name not in named} | dict(found_out)
    return Submission(
        slug=slug,
        file=file,
        contact_role=str(described.get("contact_role") or ""),
        method_note=text(described.get("method_note")),
        known_gaps=text(described.get("known_gaps")),
        approved_by=str(described.get("approved_by") or ""),
        protected_by=text(publisher).plain("sv") if publisher else None,
        more=MappingProxyType(more),
    )
