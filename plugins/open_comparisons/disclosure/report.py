"""The report on a protected file, in plain words: what is hidden and why; never a number of a row."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from open_comparisons.disclosure.protect import ProtectedRows
from open_comparisons.disclosure.protect_file import ProtectedFile
from open_comparisons.disclosure.reasons import (
    BEFORE,
    LEFT,
    LINKED,
    PART,
    RELATIVE,
    SMALL_BASE,
    SMALL_REST,
    TOTAL,
    UNIT,
    YEARS,
)
from open_comparisons.disclosure.system import CountRow
from open_comparisons.intake.wording import quote_cell
from open_comparisons.messages import say, say_in_each
from open_comparisons.standard.model import Standard
from open_comparisons.standard.statuses import BANDED, OK, SUPPRESSED
from open_comparisons.standard.text import Text

SMALL_COUNT: Final = "small-count"

COUNTS: Final = ("shown", "range", "blank", "hidden", "standing")
"""Kinds of rows in a protected file, in the order of the report; each is a key of `disclosure.count`."""
REASONS: Final = (SMALL_BASE, SMALL_REST, SMALL_COUNT, BEFORE, LEFT, TOTAL, PART, YEARS, UNIT, RELATIVE, LINKED)
"""Reasons for hiding a row, in the order of the report; each is a key of `disclosure.reason`."""
GROUPS: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {
        "few": (SMALL_BASE, SMALL_REST, SMALL_COUNT),
        "derived": (TOTAL, PART, YEARS, UNIT, LINKED),
        "before": (BEFORE, LEFT, RELATIVE),
    }
)
"""The reasons for hiding in three groups: too few, could be worked out, and what was published before."""


@dataclass(frozen=True, slots=True)
class Report:
    """
    What protecting did to the rows of a file, each row by its index in the table.

    Attributes:
        counts: Number of rows of each kind of `COUNTS`.
        by_reason: The rows that are not shown in full, by reason of `REASONS`.
        corrected: Rows that differ from an earlier release without being listed as corrected.
        exposed: Rows that can be worked out whatever is hidden now.
    """

    counts: Mapping[str, int]
    by_reason: Mapping[str, Sequence[int]]
    corrected: Sequence[int]
    exposed: Sequence[int]


def report_on(file: ProtectedFile) -> Report:
    """What protecting did to the rows of a file."""
    counts: Counter[str] = Counter()
    by_reason: dict[str, list[int]] = defaultdict(list)
    corrected, exposed = [], []
    for provider, protected in (file.by_provider or {}).items():
        for row in protected.rows:
            index = (file.lines or {})[provider, row.key]
            counts[_shown_as(row)] += 1
            reason = _reason(row, protected)
            if reason:
                by_reason[reason].append(index)
            if row.key in protected.differing:
                corrected.append(index)
            if row.key in protected.exposed:
                exposed.append(index)
    return Report(counts, by_reason, corrected, exposed)


def format_report(file: ProtectedFile, standard: Standard, lang: str) -> str:
    """The report on a protected file, as lines of plain text."""
    report = report_on(file)
    counts = report.counts
    lines = [say(lang, f"disclosure.count.{name}", count=counts[name]) for name in COUNTS if counts.get(name)]
    told = [(f"reason.{reason}", report.by_reason.get(reason, ())) for reason in REASONS]
    for heading, indexes in (*told, ("corrected", report.corrected), ("exposed", report.exposed)):
        lines += _paragraph(heading, [_describe(file, index, standard) for index in indexes], lang)
    return "\n".join(lines)


def row_reasons(file: ProtectedFile) -> dict[int, Text]:
    """The reason for each row that is not shown in full, by the index of the row in the table."""
    return {
        index: Text(*say_in_each(f"disclosure.reason.{reason}"))
        for reason, indexes in report_on(file).by_reason.items()
        for index in indexes
    }


def _paragraph(heading: str, rows: list[str], lang: str) -> list[str]:
    return ["", f"{say(lang, f'disclosure.{heading}')}:", *(f"    {row}" for row in rows)] if rows else []


def _shown_as(row: CountRow) -> str:
    if row.status == OK:
        return "shown"
    if row.status in BANDED:
        return "range"
    if row.status == SUPPRESSED:
        return "blank" if row.denominator is not None else "hidden"
    return "standing"


def _reason(row: CountRow, protected: ProtectedRows) -> str | None:
    """The kind of reason why a row is not shown in full; None where it is, or has no figures."""
    if row.status in BANDED:
        return SMALL_COUNT
    if row.status != SUPPRESSED:
        return None
    base = protected.bases[row.key]
    if row.denominator is None and base in protected.reasons:
        return protected.reasons[base].kind
    if row.key in protected.reasons:
        return protected.reasons[row.key].kind
    return SMALL_BASE if row.key in protected.small else LINKED


def _describe(file: ProtectedFile, index: int, standard: Standard) -> str:
    """A row by the cells of its key that are more than a total."""
    totals = {dimension.name: dimension.total for dimension in standard.dimensions}
    skipped = {"provider_id", "measure_version", "target_group", "instrument"}
    cells = {role: file.table.text(role)[index] for role in standard.key if role not in skipped}
    named = [
        cell if role in {"measure_id", "period"} else f"{file.table.name(role)}={quote_cell(cell)}"
        for role, cell in cells.items()
        if cell and cell != totals.get(role)
    ]
    if len(file.by_provider or ()) > 1:
        named.insert(0, file.table.text("provider_id")[index])
    return " ".join(named)
