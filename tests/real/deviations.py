"""
Every published row against other code: `python -m tests.real.deviations [dfe] [cms]`.

Prints how far our numbers lie from those of `independent` before they are rounded, how many published cells differ, and
how many providers lie outside the limits with and without allowance for overdispersion. Takes some minutes.
"""

from __future__ import annotations

import argparse
import csv
import io
import sys
import tempfile
from collections import Counter, defaultdict
from pathlib import Path
from typing import TYPE_CHECKING, Final

import numpy as np

PROJECT = Path(__file__).parents[2]
sys.path.append(str(PROJECT / "plugins"))

from open_comparisons.estimates.comparison import compare  # noqa: E402 - the plugin need not be installed
from open_comparisons.files.release.downloads import comparison_lines, observations_csv  # noqa: E402
from open_comparisons.intake.releases import load_data  # noqa: E402
from tests.real.build import SITES, source_folder  # noqa: E402
from tests.real.independent import SCALED, published, read_release, recompute  # noqa: E402

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from open_comparisons.intake.release import Data, Release

_ENDS: Final = [(name, of, level) for level in ("95", "998") for name, of in (("nedre", "lower"), ("ovre", "upper"))]
OURS: Final = {
    "varde": "value",
    "referens": "reference",
    "referens_lag": "reference_low",
    "referens_hog": "reference_high",
    **{f"{name}_{level}": f"{of}_{level}" for name, of, level in _ENDS},
    **{f"grans_{name}_{level}": f"limit_{of}_{level}" for name, of, level in _ENDS},
    "overspridning": "phi",
}
"""The columns of our comparison behind those of the file."""
OUTSIDE_95: Final = ("lagre", "kanske-lagre", "kanske-hogre", "hogre")
OUTSIDE_998: Final = ("lagre", "hogre")


class Counts:
    """What is added up over the releases of a site."""

    def __init__(self) -> None:
        self.rows = self.cells = 0
        self.furthest: dict[str, float] = defaultdict(float)
        self.differing: Counter[str] = Counter()
        self.categories: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)

    def add(self, release: Release, data: Data, standard: Path) -> None:
        """Compare all rows of a release."""
        frame = compare(release.table, data.standard, data.providers)
        with tempfile.TemporaryDirectory() as folder:
            observations = Path(folder) / "observationer.csv"
            observations.write_text(observations_csv(release.table, data), encoding="utf-8")
            rows, band = read_release(observations, standard)
        found = recompute(rows, band)
        exact = recompute(rows, band, widen=False)
        for name, column in OURS.items():
            theirs = np.array([found[place][name] for place in range(len(rows))], dtype=float)
            apart = np.abs(frame[column].to_numpy(dtype=float) - theirs)
            self.furthest[name] = max(self.furthest[name], float(np.nanmax(apart, initial=0)))
        lines = csv.DictReader(io.StringIO(comparison_lines(frame, data).text()))
        for place, (row, line) in enumerate(zip(rows, lines, strict=True)):
            told = published(row, found[place])
            self.differing.update(name for name, text in told.items() if line[name] != text)
            self.cells += len(told)
            self.rows += 1
            for limits, of in (("as published", found), ("without overdispersion", exact)):
                self.categories[row.kind, limits][of[place]["kategori"]] += 1

    def told(self) -> Iterable[str]:
        """What was found, a line at a time."""
        yield f"  {self.rows} rows, {self.cells} cells; differing: {dict(self.differing) or 'none'}"
        for name in (*SCALED, "overspridning"):
            yield f"  {name:18} furthest apart {self.furthest[name]:.1e}"
        for (kind, limits), counted in self.categories.items():
            judged = sum(counted.values()) - counted["kan-ej-bedomas"]
            if judged:
                outside, far = (share(counted, names, judged) for names in (OUTSIDE_95, OUTSIDE_998))
                yield f"  {kind}, {limits}: {judged} judged, {outside} outside 95 %, {far} outside 99.8 %"


def share(counted: Mapping[str, int], names: Iterable[str], whole: int) -> str:
    """A part of a whole in percent."""
    return f"{sum(counted[name] for name in names) / whole:.1%}"


def main() -> int:
    """Print what was found for each site."""
    parser = argparse.ArgumentParser(prog="tests.real.deviations", description="All comparisons against other code.")
    parser.add_argument("names", nargs="*", metavar="name", help="dfe, cms, or both by default")
    for name in parser.parse_args().names or ("dfe", "cms"):
        counts = Counts()
        with tempfile.TemporaryDirectory() as folder:
            SITES[name].convert(source_folder(name), Path(folder))
            data = load_data(Path(folder))
        for releases in data.releases.values():
            for release in releases:
                counts.add(release, data, SITES[name].STANDARD)
        print(name, *counts.told(), sep="\n", flush=True)  # noqa: T201
    return 0


if __name__ == "__main__":
    sys.exit(main())
