"""
Published comparisons, worked out once more by other code (`independent`), to the last digit that the files show.

A sample of 200 rows per site, always the same, with every kind of measure, status, category, reason, trend and
breakdown that occurs. `python -m tests.real.deviations` does the same for all rows.
"""

from __future__ import annotations

import csv
import dataclasses
import json
import random
import shutil
from collections import defaultdict
from typing import TYPE_CHECKING, NamedTuple

import pytest

from open_comparisons.estimates.comparison import compare
from open_comparisons.files.release.downloads import comparison_lines, observations_csv
from open_comparisons.intake.releases import load_data
from open_comparisons.standard.loading import load_standard
from tests.real import cms, dfe
from tests.real.independent import Observation, published, read_release, recompute

if TYPE_CHECKING:
    from pathlib import Path

    from open_comparisons.intake.release import Data, Release

SAMPLE = 200
SEED = 20261122
# Who, what and when, and where a row comes from: no numbers of ours.
NOT_COMPARED = {"orsak", "metod_version", "standard_version", "utforare_namn", "kalla"}


class Row(NamedTuple):
    """A published row: the release it is of, its place there, its observation and its line."""

    release: int
    place: int
    observation: Observation
    line: dict[str, str]


class Site(NamedTuple):
    """The folders of releases that hold `observationer.csv` and `jamforelse.csv`, and the standard."""

    releases: list[Path]
    standard: Path
    is_vouched: bool = False


@pytest.fixture(scope="session")
def example_files(site: Path, project: Path) -> Site:
    """The example site: protected ranges, breakdowns, means and prices, which real data lacks."""
    return Site(sorted(site.glob("data/*/20*/")), project / "data" / "standard")


@pytest.fixture(scope="session")
def dfe_files(real_folder, build_real) -> Site:
    """The whole site of councils in England."""
    real_folder(dfe.SOURCE_FOLDER)
    built = build_real("dfe")
    return Site(sorted(built.site.glob("data/*/20*/")), dfe.STANDARD, is_vouched=True)


@pytest.fixture(scope="session")
def cms_files(all_hospitals, tmp_path_factory) -> Site:
    """All hospitals in the USA, the newest release: the files that their site has, without its pages."""
    newest = sorted((all_hospitals / cms.DATASET).iterdir())[-1]
    folder = tmp_path_factory.mktemp("cms-newest")
    shutil.copytree(all_hospitals / "standard", folder / "standard")
    shutil.copy(all_hospitals / "utforare.csv", folder)
    shutil.copytree(newest, folder / cms.DATASET / newest.name)
    data = load_data(folder)
    (release,) = data.releases[cms.DATASET]
    files = folder / "site"
    files.mkdir()
    write_files(release, data, files)
    return Site([files], cms.STANDARD)


@pytest.fixture(scope="session")
def rate_files(project: Path, tmp_path_factory) -> Site:
    """The example data, its shares turned into rates per 1,000: a kind that no other data here has."""
    folder = tmp_path_factory.mktemp("rates")
    shutil.copytree(project / "data" / "standard", folder / "standard")
    catalogue = json.loads((folder / "standard" / "matt.json").read_text(encoding="utf-8"))
    rates = [entry | ({"kind": "rate", "per": 1000} if entry["kind"] == "share" else {}) for entry in catalogue]
    (folder / "standard" / "matt.json").write_text(json.dumps(rates), encoding="utf-8")
    data = load_data(project / "data")
    as_rates = dataclasses.replace(data, standard=load_standard(folder / "standard"))
    files = [folder / dataset for dataset in data.releases]
    for path, releases in zip(files, data.releases.values(), strict=True):
        path.mkdir()
        write_files(releases[-1], as_rates, path)
    return Site(files, folder / "standard")


def write_files(release: Release, data: Data, folder: Path) -> None:
    """Write the two files of a release that are compared."""
    frame = compare(release.table, data.standard, data.providers)
    (folder / "observationer.csv").write_text(observations_csv(release.table, data), encoding="utf-8")
    (folder / "jamforelse.csv").write_text(comparison_lines(frame, data).text(), encoding="utf-8")


def stratum(row: Row, totals: tuple[str, ...]) -> tuple[str, ...]:
    """What kind of row it is; rows of one kind are told by the same rules."""
    line, more = row.line, float(row.line["overspridning"] or "nan")
    split = next((str(place) for place, code in enumerate(row.observation.of[3:]) if code != totals[place]), "")
    widened = "more" if more > 1 else "no more" if more <= 1 else ""
    named = ("status", "kategori", "kategori_skal", "trend", "trend_skal", "trend_ar_till")
    return row.observation.kind, split, widened, *(line[name] for name in named)


def sampled(rows: list[Row]) -> list[Row]:
    """A row of every kind there is, in turn, until there are enough."""
    dimensions = len(rows[0].observation.of) - 3
    # A breakdown's code for everyone is its most frequent.
    codes = [[row.observation.of[3 + place] for row in rows] for place in range(dimensions)]
    totals = tuple(max(set(of), key=of.count) for of in codes)
    strata: dict[tuple[str, ...], list[Row]] = defaultdict(list)
    for row in rows:
        strata[stratum(row, totals)].append(row)
    choose = random.Random(SEED)
    for of_kind in strata.values():
        choose.shuffle(of_kind)
    deepest = max(map(len, strata.values()))
    in_turn = [of_kind[turn] for turn in range(deepest) for of_kind in strata.values() if turn < len(of_kind)]
    return in_turn[: max(SAMPLE, len(strata))]


@pytest.mark.parametrize(
    "files",
    [
        "example_files",
        "rate_files",
        pytest.param("dfe_files", marks=pytest.mark.real),
        pytest.param("cms_files", marks=pytest.mark.real),
    ],
)
def test_published_digits_are_those_of_an_independent_computation(files: str, request: pytest.FixtureRequest) -> None:
    """Values, intervals, group values, limits, overdispersion, categories, reasons and trends, as they are written."""
    site: Site = request.getfixturevalue(files)
    releases = [
        read_release(folder / "observationer.csv", site.standard, is_vouched=site.is_vouched)
        for folder in site.releases
    ]
    rows: list[Row] = []
    for number, (folder, (observations, _)) in enumerate(zip(site.releases, releases, strict=True)):
        with (folder / "jamforelse.csv").open(encoding="utf-8", newline="") as handle:
            lines = list(csv.DictReader(handle))
        assert len(lines) == len(observations)
        rows += [
            Row(number, place, row, line) for place, (row, line) in enumerate(zip(observations, lines, strict=True))
        ]
    assert all(row.observation.key == tuple(row.line.values())[: len(row.observation.key)] for row in rows)
    compared = sampled(rows)
    for number, (observations, band) in enumerate(releases):
        chosen = [row for row in compared if row.release == number]
        found = recompute(observations, band, [row.place for row in chosen])
        for row in chosen:
            ours = list(row.line.items())[len(row.observation.key) :]
            theirs = published(row.observation, found[row.place])
            assert theirs == {name: text for name, text in ours if name not in NOT_COMPARED}, row.observation.key
    assert len(compared) >= SAMPLE


def test_a_protected_range_and_a_spread_are_recomputed(example_files: Site) -> None:
    """The example site's sample holds what the real ones lack, else nothing checks it."""
    folder = example_files.releases[-1]
    observations, _ = read_release(folder / "observationer.csv", example_files.standard)
    assert {"share", "mean", "amount"} <= {row.kind for row in observations}
    assert {"ok", "liten-taljare", "liten-rest", "skyddad"} <= {row.status for row in observations}
