"""The calculated numbers of each release and its files; a result is kept for as long as the release is unchanged."""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import pandas as pd

from open_comparisons.estimates.comparison import compare
from open_comparisons.files.release.changes import changes_csv, changes_json
from open_comparisons.files.release.copies import excel_twin, parquet
from open_comparisons.files.release.descriptions import csv_metadata, data_package
from open_comparisons.files.release.downloads import (
    CHANGES,
    CHECKSUMS,
    COMPARISON,
    EXCEL,
    EXCEL_TWIN,
    METADATA,
    PACKAGE,
    PARQUET,
    Comparison,
    comparison_lines,
    has_workbook,
    observations_csv,
    release_file_names,
    release_files_of,
)
from open_comparisons.files.release.fields import comparison_fields, observation_fields
from open_comparisons.files.release.workbook import workbook
from open_comparisons.intake.handover.earlier import OBSERVATIONS
from open_comparisons.intake.release import Data, Release
from open_comparisons.site.addresses import release_folder
from open_comparisons.site.changes import Changes, changes_between
from open_comparisons.site.locales import Locale
from open_comparisons.site.outputs import File, FileDraft
from open_comparisons.tools.store import Store, digest


@dataclass(frozen=True, slots=True)
class Results:
    """
    The calculated numbers of each release, from the store where they are kept already.

    Attributes:
        data: Checked and protected.
        store: Keeps results between builds.
        terms: A hash of the standard and the directory, on which all results depend.
        locales: One per language, for the words in files.
    """

    data: Data
    store: Store
    terms: str
    locales: Mapping[str, Locale]

    @property
    def texts(self) -> str:
        """A hash of all words of the theme."""
        return digest(*(locale.digest for locale in self.locales.values()))

    def compared(self, release: Release) -> pd.DataFrame:
        """The rows of a release with the columns of `estimates.comparison.compare`."""
        return self.store.remember("compared", (self.terms, release.digest), lambda: self._compare(release))

    def lines(self, release: Release) -> Comparison:
        """The rows of a release as lines of `jamforelse.csv`."""
        return self.store.remember(
            "lines", (self.terms, release.digest), lambda: comparison_lines(self.compared(release), self.data)
        )

    def changes(self, old: Release | None, new: Release) -> Changes:
        """The differences of a release from the previous one; `old` is None for the first release."""
        made_from = (self.terms, old.digest if old else "", new.digest)
        return self.store.remember("changes", made_from, lambda: changes_between(old, new, self.data.standard))

    def files(self, old: Release | None, release: Release, *, newest: bool) -> FileDraft:
        """The files of a release; the numbers of an older one, which has no pages, are not kept in the store."""

        def make() -> list[File]:
            lines = self.lines(release) if newest else comparison_lines(self._compare(release), self.data)
            return release_files(release, lines, self.changes(old, release), self.data, self.locales)

        before = old.digest if old else ""
        made_from = digest(self.store.tools, self.terms, self.texts, before, release.digest)
        return FileDraft(release_file_names(release, self.data.releases), made_from, make)

    def _compare(self, release: Release) -> pd.DataFrame:
        return compare(release.table, self.data.standard, self.data.providers, release.reporting_limits())


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
