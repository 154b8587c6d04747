"""
Protect a file at the provider, before anything is sent: from true counts to the file that may be handed in.

Only the protected file is ever written. True counts are held in memory alone, and are in no message and no exception.
"""

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from open_comparisons.disclosure.contradictions.problems import contradiction_problems
from open_comparisons.disclosure.earlier_releases import corrected_keys, published_before
from open_comparisons.disclosure.families import find_families, relatives_of
from open_comparisons.disclosure.propagation import ContradictionError
from open_comparisons.disclosure.protect import ProtectedRows, protect_rows
from open_comparisons.disclosure.system import CountRow, Key
from open_comparisons.disclosure.table_rows import provider_rows
from open_comparisons.errors import Problem
from open_comparisons.intake.canonical import canonical_cell, number_text, totals_of
from open_comparisons.intake.cells import Table
from open_comparisons.intake.checks.hidden_text import number_text_problems
from open_comparisons.intake.checks.mixed_file import mixed_file_problems
from open_comparisons.intake.checks.run import check_file
from open_comparisons.intake.checks.terms import Terms
from open_comparisons.intake.protected_table import NUMBERS, PERMITTED
from open_comparisons.intake.provider import Provider
from open_comparisons.intake.reading import Reading
from open_comparisons.intake.releases import submission_terms
from open_comparisons.intake.submissions import read_submission
from open_comparisons.standard.model import Measure, Standard
from open_comparisons.standard.rounding import round_half_away
from open_comparisons.standard.statuses import SUPPRESSED
from open_comparisons.standard.text import Text


@dataclass(frozen=True, slots=True)
class ProtectedFile:
    """
    A file after protection.

    Attributes:
        readings: The way in which it and the earlier releases were read.
        problems: Problems to fix first; with any, there is no content.
        table: The true rows, for their keys alone.
        content: The protected file.
        by_provider: The protected rows of each provider.
        lines: The index in the table of each key of a provider.
        notes: Which earlier releases were taken into account, and what was passed over.
    """

    readings: tuple[Reading, ...]
    problems: tuple[Problem, ...]
    table: Table
    content: str = ""
    by_provider: Mapping[str, ProtectedRows] | None = None
    lines: Mapping[tuple[str, Key], int] | None = None
    notes: tuple[Text, ...] = ()


def protect_file(
    path: Path,
    previous: Sequence[Path],
    standard: Standard,
    providers: tuple[Provider, ...] | None,
    latest: date | None = None,
) -> ProtectedFile:
    """
    Protect a file of true counts.

    Args:
        path: A CSV file or a workbook, in the form of the standard; rows with figures have the status "ok".
        previous: Earlier releases in any form that `find_earlier` knows: the site's archive, folders, own files.
        standard: The standard to check against and to protect by.
        providers: The directory; None when there is none at hand.
        latest: Last day that a period may include, for a file outside a release.
    """
    metadata, terms = submission_terms(path, standard, providers, latest)
    handed_in = read_submission(path, metadata, terms, None, alone=True)
    table = handed_in.table
    found = {*handed_in.problems, *mixed_file_problems(table, standard)}
    problems = [each for each in found if not _is_removed_by_protecting(each, table, terms)]
    if problems:
        return ProtectedFile((table.reading,), tuple(sorted(problems)), table)
    rows = provider_rows(table, standard)
    slugs = {each.id: each.slug for each in providers or ()}
    related = {each.id for own in rows for each in _related_to(own, providers or ())}
    before = published_before(previous, rows.keys() | related, standard)
    problems = list(before.problems)
    of_slug = {slugs[each]: releases for each, releases in before.releases.items() if each in slugs}
    by_provider = {}
    lines = {(provider, row.key): index for provider, indexed in rows.items() for index, row in indexed}
    for provider, indexed in rows.items():
        own = [row for _, row in indexed]
        corrected = corrected_keys(metadata, table, indexed, standard)
        try:
            by_provider[provider] = protect_rows(
                own,
                before.releases.get(provider, ()),
                standard,
                terms.thresholds,
                corrected,
                relatives_of(slugs.get(provider, ""), providers or (), of_slug),
            )
        except ContradictionError:
            problems += contradiction_problems(
                table, indexed, standard, terms.thresholds, before.releases.get(provider, ())
            )
    readings = (table.reading, *before.readings)
    problems += number_text_problems(table, _statuses(table, by_provider, lines), standard)
    if problems:
        return ProtectedFile(readings, tuple(sorted(problems)), table, notes=before.notes)
    content = _serialize(table, by_provider, lines, standard)
    _, left = check_file(content.encode(), table.file, terms)
    return ProtectedFile(readings, tuple(left), table, content, by_provider, lines, before.notes)


def _related_to(provider: str, providers: Sequence[Provider]) -> Iterator[Provider]:
    """The providers in a family with one, by its identifier."""
    own = {each.slug for each in providers if each.id == provider}
    for family in find_families(providers):
        if own & set(family.slugs):
            yield from (each for each in (*family.before, *family.after) if each.slug not in own)


def _statuses(
    table: Table, by_provider: Mapping[str, ProtectedRows], lines: Mapping[tuple[str, Key], int]
) -> list[str]:
    """The status that each row of a table has once it is protected."""
    statuses = list(table.text("status"))
    for provider, protected in by_provider.items():
        for row in protected.rows:
            statuses[lines[provider, row.key]] = row.status
    return statuses


def _is_removed_by_protecting(reported: Problem, table: Table, terms: Terms) -> bool:
    """Tell problems that protecting removes: a small number that is shown, and a blank value of one or of a share."""
    if reported.code == "small-number-shown":
        return True
    if reported.code != "missing-number" or reported.column != table.name("value"):
        return False
    index = list(table.rows).index(reported.row)
    measure = terms.standard.measures[table.text("measure_id")[index]]
    base, count = table.numbers("denominator")[index], table.numbers("numerator")[index]
    return base is not None and (base < terms.thresholds.min_denominator or (measure.is_share and count is not None))


def _serialize(
    table: Table, by_provider: Mapping[str, ProtectedRows], lines: Mapping[tuple[str, Key], int], standard: Standard
) -> str:
    """The protected rows in canonical form."""
    records, totals = [], totals_of(standard)
    for provider, protected in by_provider.items():
        for row in protected.rows:
            index = lines[provider, row.key]
            record = {
                column.role: canonical_cell(table.text(column.role)[index], column.role, totals)
                for column in standard.columns
                if column.role not in NUMBERS
            }
            measure = standard.measures[row.key.measure]
            record |= {"status": row.status, **_numbers(table, index, row, measure)}
            records.append(record)
    records.sort(key=lambda record: [record.get(role, "") for role in standard.key])
    text = io.StringIO()
    writer = csv.DictWriter(text, [column.role for column in standard.columns], lineterminator="\n")
    writer.writerow({column.role: column.name for column in standard.columns})
    writer.writerows(records)
    return text.getvalue()


def _numbers(table: Table, index: int, row: CountRow, measure: Measure) -> dict[str, str]:
    """The numbers that the status of a row permits; where a count is hidden, not the rate of answers either."""
    permitted = PERMITTED[row.status]
    if row.status == SUPPRESSED:
        permitted = frozenset({"denominator", "persons"}) if row.denominator is not None else frozenset()
    numbers = {role: table.numbers(role)[index] if role in permitted else None for role in NUMBERS}
    if "value" in permitted and measure.is_share and numbers["numerator"] is not None and numbers["denominator"]:
        numbers["value"] = round_half_away(100 * numbers["numerator"] / numbers["denominator"], measure.file_decimals)
    texts = {role: number_text(number) for role, number in numbers.items()}
    if numbers["value"] is not None:
        texts["value"] = number_text(numbers["value"], measure.decimals)
    return texts
