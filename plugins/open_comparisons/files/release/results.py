"""What the numbers of each release say, worked out once for as long as nothing about it changes, and its files."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from open_comparisons.estimates.comparison import compare
from open_comparisons.files.release.downloads import comparison_lines, release_file_names
from open_comparisons.files.release.files import release_files
from open_comparisons.site.changes import changes_between
from open_comparisons.site.outputs import FileDraft
from open_comparisons.tools.store import digest

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pandas as pd

    from open_comparisons.files.release.downloads import Comparison
    from open_comparisons.intake.release import Data, Release
    from open_comparisons.site.changes import Changes
    from open_comparisons.site.locales import Locale
    from open_comparisons.site.outputs import File
    from open_comparisons.tools.store import Store


@dataclass(frozen=True, slots=True)
class Results:
    """
    What the numbers of each release say.

    Attributes:
        data: Checked and protected.
        store: Where results are kept between builds.
        terms: A hash of the standard and the directory, by which every release is read.
        locales: One per language, for the words in files.
    """

    data: Data
    store: Store
    terms: str
    locales: Mapping[str, Locale]

    @property
    def texts(self) -> str:
        """A hash of all words of the theme."""
        return digest(*(repr(sorted(locale.texts.items())) for locale in self.locales.values()))

    def compared(self, release: Release) -> pd.DataFrame:
        """The rows as `estimates.comparison.compare` gives them."""
        return self.store.remember("compared", (self.terms, release.digest), lambda: self._compared(release))

    def lines(self, release: Release) -> Comparison:
        """The rows as lines of `jamforelse.csv`."""
        return self.store.remember(
            "lines", (self.terms, release.digest), lambda: comparison_lines(self.compared(release), self.data)
        )

    def changes(self, old: Release | None, new: Release) -> Changes:
        """What a release has otherwise than the one before it; `old` is None for the first of all."""
        made_from = (self.terms, old.digest if old else "", new.digest)
        return self.store.remember("changes", made_from, lambda: changes_between(old, new, self.data.standard))

    def files(self, old: Release | None, release: Release, *, newest: bool) -> FileDraft:
        """The files of a release; an older one has no pages, so that nothing else asks what its numbers say."""

        def make() -> list[File]:
            lines = self.lines(release) if newest else comparison_lines(self._compared(release), self.data)
            return release_files(release, lines, self.changes(old, release), self.data, self.locales)

        before = old.digest if old else ""
        made_from = digest(self.store.tools, self.terms, self.texts, before, release.digest)
        return FileDraft(release_file_names(release, self.data.releases), made_from, make)

    def _compared(self, release: Release) -> pd.DataFrame:
        return compare(release.table, self.data.standard, self.data.providers)
