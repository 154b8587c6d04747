"""Rows as CSV: of a release, with the columns of the comparison, and of a provider, target group or measure."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Final

import pandas as pd

from open_comparisons.estimates.comparison import METHOD_VERSION
from open_comparisons.estimates.rows import ComparedRow
from open_comparisons.files.release.cells import csv_lines, in_file_scale, in_unit, plain_number
from open_comparisons.files.release.copies import can_write_parquet
from open_comparisons.files.release.fields import ADDED_COLUMNS, NUMBER
from open_comparisons.intake.handover.earlier import DATA_PACKAGE, OBSERVATIONS
from open_comparisons.intake.protected_table import ProtectedTable
from open_comparisons.intake.release import Data, Release
from open_comparisons.site.addresses import release_folder, rows_address
from open_comparisons.site.outputs import FileDraft
from open_comparisons.site.source import Published
from open_comparisons.standard.rounding import round_half_away

COMPARISON: Final = "jamforelse.csv"
EXCEL: Final = "observationer.xlsx"
EXCEL_TWIN: Final = "observationer-excel.csv"
PARQUET: Final = "observationer.parquet"
PACKAGE: Final = DATA_PACKAGE
CHECKSUMS: Final = "checksums.txt"
METADATA: Final = "-metadata.json"
CHANGES: Final = ("andringar.csv", "andringar.json")
MOST_ROWS: Final = 100_000
"""A release with more rows has no workbook: writing it would take longer than all its pages."""


def release_files_of(release: Release, releases: Mapping[str, Sequence[Release]]) -> tuple[str, ...]:
    """
    The names of a release's files, the most useful first.

    Args:
        release: A large one has no workbook, and the first of its dataset no changes.
        releases: The releases of each dataset, oldest first.
    """
    return (
        OBSERVATIONS,
        *((EXCEL,) if has_workbook(release) else ()),
        EXCEL_TWIN,
        *((PARQUET,) if can_write_parquet() else ()),
        COMPARISON,
        *(CHANGES if release.id != releases[release.dataset][0].id else ()),
        PACKAGE,
        *(f"{name}{METADATA}" for name in (OBSERVATIONS, COMPARISON)),
        CHECKSUMS,
    )


def release_file_names(release: Release, releases: Mapping[str, Sequence[Release]]) -> tuple[str, ...]:
    """The addresses of a release's files."""
    folder = release_folder(release.dataset, release.id)
    return tuple(f"{folder}{name}" for name in release_files_of(release, releases))


def has_workbook(release: Release) -> bool:
    """True where a release is small enough for an Excel workbook."""
    return len(release.table) <= MOST_ROWS


@dataclass(frozen=True, slots=True)
class Comparison:
    """The rows of a compared release as lines of `jamforelse.csv`, formatted once for all files that hold them."""

    head: str
    lines: tuple[str, ...]

    def body(self, rows: Iterable[ComparedRow]) -> str:
        """The lines of some rows, without the head."""
        return "".join(self.lines[row.position] for row in rows)

    def text(self, rows: Iterable[ComparedRow] | None = None) -> str:
        """A whole file: of some rows, or of all."""
        return self.head + ("".join(self.lines) if rows is None else self.body(rows))


def table_files(published: Published, comparison: Comparison) -> Iterator[FileDraft]:
    """One CSV per measure in a target group, and per target group, with the rows their pages show."""
    totals = published.totals
    for (group, measure), rows in sorted(totals.items()):
        yield FileDraft.single(rows_address("target-groups", group, measure), partial(comparison.text, rows))
    for group in sorted({group for group, _ in totals}):
        rows = tuple(row for (of_group, _), part in sorted(totals.items()) if of_group == group for row in part)
        yield FileDraft.single(rows_address("target-groups", group), partial(comparison.text, rows))


def provider_file(slug: str, comparisons: Sequence[tuple[Published, Comparison]]) -> FileDraft:
    """All compared rows of one provider, in all datasets."""

    def make() -> str:
        head = comparisons[0][1].head if comparisons else ""
        lines = [comparison.body(published.by_provider.get(slug, ())) for published, comparison in comparisons]
        return head + "".join(lines)

    return FileDraft.single(rows_address("providers", slug), make)


def comparison_lines(frame: pd.DataFrame, data: Data) -> Comparison:
    """
    Compared rows in the form of `jamforelse.csv`, in the measure's unit.

    After the columns of the published format come the numbers behind a category, and the years missing for a trend. The
    source comes last, so that invented data says that it is invented in this file too.
    """
    standard = data.standard
    names = {provider.id: provider.directory_name for provider in data.providers}
    empty = [""] * len(frame)

    measures = frame["measure_id"].tolist()

    def cells_in_unit(role: str) -> list[str]:
        known = frame[role].notna().to_numpy().nonzero()[0].tolist()
        values = frame[role].tolist()
        # Group values, and many others, occur many times, so each is formatted once.
        cells = [(values[index], measures[index]) for index in known]
        formatted = {(value, of): in_unit(value, standard.measures[of]) for value, of in set(cells)}
        column = list(empty)
        for index, cell in zip(known, cells, strict=True):
            column[index] = formatted[cell]
        return column

    calculated = {
        "method_version": [METHOD_VERSION] * len(frame),
        "standard_version": [standard.version] * len(frame),
        "overdispersion": [plain_number(round_half_away(phi, 3)) for phi in frame["phi"].tolist()],
        # Probabilities are fractions whatever the unit of the measure.
        **{
            role: [plain_number(round_half_away(chance, 4)) for chance in frame[role].tolist()]
            for role, _ in ADDED_COLUMNS.values()
            if role.startswith(("chance_", "tell_"))
        },
    }

    def added(role: str, kind: str) -> Sequence[str | int]:
        if role in calculated:
            return calculated[role]
        return cells_in_unit(role) if kind == NUMBER else frame[role].tolist()

    columns = {
        **{standard.column_name(role): frame[role].tolist() if role in frame else empty for role in standard.key},
        "status": frame["status"].tolist(),
        "orsak": frame["reason"].tolist(),
        "taljare": [plain_number(value) for value in frame["numerator"].tolist()],
        "namnare": [plain_number(value) for value in frame["denominator"].tolist()],
        "varde": cells_in_unit("value"),
        **{name: added(role, kind) for name, (role, kind) in ADDED_COLUMNS.items()},
        "utforare_namn": [names[provider_id] for provider_id in frame["provider_id"]],
        "kalla": frame["source"].tolist(),
    }
    head, *lines = csv_lines(list(columns), zip(*columns.values(), strict=True))
    return Comparison(head, tuple(lines))


def observations_csv(table: ProtectedTable, data: Data) -> str:
    """
    A protected table in the form of the standard: its columns, percent for shares, decimal point, UTF-8, comma.

    The name, ownership and area of a provider come from the directory, which wins over the rows.
    """
    standard = data.standard
    providers = {provider.id: provider for provider in data.providers}
    row_providers = [providers[provider_id] for provider_id in table.columns["provider_id"]]
    values = dict(table.columns) | {
        "provider_name": tuple(provider.directory_name for provider in row_providers),
        "ownership": tuple(provider.ownership for provider in row_providers),
        "area_code": tuple(provider.area_code for provider in row_providers),
    }
    columns = [column for column in standard.columns if column.role in values]
    measures = [standard.measures[measure_id] for measure_id in table.columns["measure_id"]]
    cells = [
        [
            in_file_scale(value, column.role, measure)
            for value, measure in zip(values[column.role], measures, strict=True)
        ]
        for column in columns
    ]
    return "".join(csv_lines([column.name for column in columns], zip(*cells, strict=True)))
