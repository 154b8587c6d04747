"""
A submission: a file of figures and the JSON file that describes it, read and checked.

`handover.parcels` has the same two files before they are read, as a provider sent them; `releases` has all submissions
of a release together.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from types import MappingProxyType
from typing import Any

from open_comparisons.errors import Problem
from open_comparisons.intake.cells import Table
from open_comparisons.intake.checks.mixed_file import mixed_file_problems
from open_comparisons.intake.checks.numbers import rows_without_base, small_numbers
from open_comparisons.intake.checks.run import check_file
from open_comparisons.intake.checks.terms import Terms
from open_comparisons.intake.fields import text
from open_comparisons.intake.files import place, read_json, special_file_problem
from open_comparisons.intake.handover.description import MANY, submission_problems
from open_comparisons.intake.metadata import vouched_submissions, vouching_problems
from open_comparisons.intake.reading import Reading
from open_comparisons.intake.wording import problem
from open_comparisons.intake.workbooks.package import is_workbook
from open_comparisons.standard.text import Text


@dataclass(frozen=True, slots=True)
class Submission:
    """A submitter's description of its file; `protected_by` is an official publisher or None."""

    slug: str
    file: str
    contact_role: str
    method_note: Text
    known_gaps: Text
    protected_by: str | None
    more: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class CheckedSubmission:
    """
    A submission after reading and checking.

    Attributes:
        submission: Its description.
        table: Its rows, with a record of how they were read.
        owner: The slug of the only provider it may have rows of; None when it may have several.
        problems: All problems of both files.
    """

    submission: Submission
    table: Table
    owner: str | None
    problems: tuple[Problem, ...]


def read_submission(
    path: Path, metadata: Mapping[str, Any], terms: Terms, root: Path | None, *, alone: bool = False
) -> CheckedSubmission:
    """
    Read and check a submission.

    Args:
        path: The CSV file, or a workbook where it comes alone; the JSON file has the same name.
        metadata: The metadata of its release; empty when there is none.
        terms: The terms of its release. An official publisher's own rule replaces ours where the release vouches for
            it.
        root: Problems give paths relative to this folder; unchanged when None.
        alone: True where the CSV file may come without the JSON file.
    """
    beside = path.with_suffix(".json")
    is_alone = alone and not (beside.exists() or beside.is_symlink())
    described, problems = ({}, []) if is_alone else read_json(beside, root)
    if described:  # else it is missing, broken or empty, which is one problem already
        problems += submission_problems(described, place(beside, root), terms.thresholds)
    problems += vouching_problems(described, metadata, path.stem, place(beside, root))
    official = described.get("protected_by") if path.stem in vouched_submissions(metadata) else None
    own_terms = replace(terms, protected_by=str(official)) if official else terms
    table, table_problems = _checked_table(path, root, own_terms, alone=alone)
    if alone and described.get("providers") != MANY:
        table_problems += mixed_file_problems(table, terms.standard)
    rows_by_finding = _own_rule_findings(table, terms) if official else {}
    return CheckedSubmission(
        submission=_submission(path.stem, table.file, described, rows_by_finding),
        table=replace(table, reading=_note_findings(table.reading, rows_by_finding)),
        owner=None if described.get("providers") == MANY else path.stem,
        problems=(*problems, *table_problems),
    )


def _checked_table(path: Path, root: Path | None, terms: Terms, *, alone: bool) -> tuple[Table, list[Problem]]:
    file = place(path, root)
    refused = special_file_problem(path, root)
    content = b"" if refused else path.read_bytes()
    if is_workbook(content) and not alone:
        refused = problem(file, "workbook-in-data")
    if refused:
        return Table(file, Reading(file), (), {}, terms.standard.columns), [refused]
    return check_file(content, file, terms)


def _own_rule_findings(table: Table, terms: Terms) -> dict[str, int]:
    """Numbers of rows that our own rule would hide or cannot judge, in a table that an official publisher protects."""
    return {
        "own_rule_would_hide": len(small_numbers(table, terms)),
        "without_base": rows_without_base(table, terms),
    }


def _note_findings(reading: Reading, rows_by_finding: Mapping[str, int]) -> Reading:
    hidden, unknown = rows_by_finding.get("own_rule_would_hide"), rows_by_finding.get("without_base")
    if hidden:
        reading = reading.noting("own-rule-would-hide", count=hidden)
    if unknown:
        reading = reading.noting("without-base", count=unknown)
    return reading


def _submission(slug: str, file: str, described: Mapping[str, Any], rows_by_finding: Mapping[str, int]) -> Submission:
    publisher = described.get("protected_by")
    named = {"contact_role", "method_note", "known_gaps", "protected_by"}
    more = {name: value for name, value in described.items() if name not in named} | dict(rows_by_finding)
    return Submission(
        slug=slug,
        file=file,
        contact_role=str(described.get("contact_role") or ""),
        method_note=text(described.get("method_note")),
        known_gaps=text(described.get("known_gaps")),
        protected_by=text(publisher).plain("sv") if publisher else None,
        more=MappingProxyType(more),
    )
