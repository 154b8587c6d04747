"""The calculated numbers of each release and its files; a result is kept for as long as the release is unchanged."""

from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from open_comparisons.estimates.comparison import compare
from open_comparisons.files.release.downloads import Comparison, comparison_lines, release_file_names
from open_comparisons.files.release.files import release_files
from open_comparisons.intake.release import Data, Release
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
        return compare(release.table, self.data.standard, self.data.providers)
