"""The files of a release: rows for people, metadata for programs, and the checksums of them all."""

import hashlib
from collections.abc import Iterable, Mapping

from open_comparisons.files.release.changes import changes_csv, changes_json
from open_comparisons.files.release.csv_on_the_web import csv_metadata
from open_comparisons.files.release.data_package import data_package
from open_comparisons.files.release.downloads import (
    CHANGES,
    CHECKSUMS,
    COMPARISON,
    EXCEL,
    EXCEL_TWIN,
    METADATA,
    OBSERVATIONS,
    PACKAGE,
    PARQUET,
    Comparison,
    has_workbook,
    observations_csv,
    release_files_of,
)
from open_comparisons.files.release.excel_twin import excel_twin
from open_comparisons.files.release.fields import comparison_fields, observation_fields
from open_comparisons.files.release.parquet import parquet
from open_comparisons.files.release.workbook import workbook
from open_comparisons.intake.release import Data, Release
from open_comparisons.site.addresses import release_folder
from open_comparisons.site.changes import Changes
from open_comparisons.site.locales import Locale
from open_comparisons.site.outputs import File


def release_files(
    release: Release, comparison: Comparison, changes: Changes, data: Data, locales: Mapping[str, Locale]
) -> list[File]:
    """The files of a release, in the order of their names."""
    standard = data.standard
    text = observations_csv(release.table, data)
    fields = observation_fields(standard, release.table.columns, locales)
    tables = {OBSERVATIONS: fields, COMPARISON: comparison_fields(standard, locales)}
    contents: dict[str, str | bytes] = {
        OBSERVATIONS: text,
        COMPARISON: comparison.text(),
        EXCEL_TWIN: excel_twin(text, fields),
        PACKAGE: data_package(release, standard, tables, locales),
        **{
            f"{name}{METADATA}": csv_metadata(name, release, standard, columns, locales)
            for name, columns in tables.items()
        },
    }
    if has_workbook(release):
        contents[EXCEL] = workbook(text, release, standard, fields, locales)
    names = release_files_of(release, data.releases)
    if PARQUET in names:
        contents[PARQUET] = parquet(text, fields)
    if changes.old:
        contents |= dict(zip(CHANGES, (changes_csv(changes, standard), changes_json(changes, standard)), strict=True))
    files = [File(name, contents[name]) for name in names if name != CHECKSUMS]
    files.append(File(CHECKSUMS, checksums(files)))
    folder = release_folder(release.dataset, release.id)
    return [File(f"{folder}{file.save_as}", file.content) for file in files]


def checksums(files: Iterable[File]) -> str:
    """The checksums of files, in the form that `sha256sum --check` reads."""
    return "".join(f"{hashlib.sha256(file.encoded).hexdigest()}  {file.save_as}\n" for file in files)
