"""`jamforelse.csv`: every column and code is explained, and each row carries what its comparison rests on."""

import re
from pathlib import Path

from open_comparisons.estimates.comparison import METHOD_VERSION
from tests.site.pages import csv_rows

RELEASES = ("bu-hvb/2024-05-15", "bu-stodboende/2024-05-15")


def rows_of(site: Path, release: str) -> list[dict[str, str]]:
    """The rows of a release's file."""
    return csv_rows(site / "data" / release / "jamforelse.csv")


def test_every_column_and_code_is_in_the_documentation(site: Path, project: Path) -> None:
    """Whoever opens the file finds each name in docs/comparison-file.md."""
    known = set(re.findall(r"`([\w-]+)`", (project / "docs" / "comparison-file.md").read_text(encoding="utf-8")))
    for release in RELEASES:
        rows = rows_of(site, release)
        assert rows[0].keys() <= known
        columns = ("kategori", "kategori_skal", "trend", "trend_skal", "forandring", "forandring_skal")
        codes = {row[name] for row in rows for name in columns} - {""}
        assert codes <= known


def test_a_judged_row_has_all_that_it_rests_on(site: Path) -> None:
    """Both intervals, group value with range and number of providers, limits, trend or missing years, versions."""
    judged = 0
    for release in RELEASES:
        for row in rows_of(site, release):
            assert row["metod_version"] == METHOD_VERSION
            assert row["standard_version"]
            assert row["trend"] != "kan-ej-bedomas" or row["trend_skal"]
            assert (row["trend"] == "kan-ej-bedomas") == (row["trend_ar_till"] != "0")
            if row["kategori"] == "kan-ej-bedomas":
                assert row["kategori_skal"]
                continue
            judged += 1
            needed = (
                *("nedre_95", "ovre_95", "nedre_998", "ovre_998", "referens", "referens_lag", "referens_hog"),
                *("grans_nedre_95", "grans_ovre_95", "grans_nedre_998", "grans_ovre_998", "namnare"),
            )
            assert [name for name in needed if row[name] == ""] == []
            assert int(row["referens_antal"]) >= 5
            numbers = {name: float(row[name]) for name in needed}
            assert numbers["nedre_998"] <= numbers["nedre_95"] <= numbers["ovre_95"] <= numbers["ovre_998"]
            assert numbers["grans_nedre_998"] <= numbers["grans_nedre_95"] <= numbers["grans_ovre_95"]
            assert numbers["referens_lag"] <= numbers["referens"] <= numbers["referens_hog"]
    assert judged > 400


def test_the_category_follows_from_the_limits_in_the_same_row(site: Path) -> None:
    """Below or above the 99.8 % limits, between those and the 95 % limits, or inside: as far as rounding tells."""
    checked = 0
    for release in RELEASES:
        for row in rows_of(site, release):
            if row["status"] != "ok" or row["kategori"] == "kan-ej-bedomas":
                continue
            value = float(row["varde"])
            limits = [float(row[f"grans_{end}"]) for end in ("nedre_998", "nedre_95", "ovre_95", "ovre_998")]
            if min(abs(value - limit) for limit in limits) < 0.06:
                continue
            place = sum(value > limit for limit in limits)
            codes = ("lagre", "kanske-lagre", "gar-inte-att-skilja", "kanske-hogre", "hogre")
            assert row["kategori"] == codes[place]
            checked += 1
    assert checked > 400


def test_the_example_has_trends_of_every_kind_that_can_be(site: Path) -> None:
    """Five years in a row exist in the example data, so that readers see what a trend looks like."""
    trends = {row["trend"] for row in rows_of(site, "bu-stodboende/2024-05-15")}
    assert {"ingen-andring", "kan-ej-bedomas"} <= trends


def test_the_example_has_changes_of_windows_and_of_years(site: Path) -> None:
    """Windows and years that follow one another; the range holds 0 exactly where no change is told."""
    rows = [row for row in rows_of(site, "bu-stodboende/2024-05-15") if row["forandring_nedre"]]
    assert {("2020/2022", "2017/2019"), ("2023", "2022")} <= {(row["period"], row["forandring_fran"]) for row in rows}
    for row in rows:
        low, high = float(row["forandring_nedre"]), float(row["forandring_ovre"])
        side = {"okat": low >= 0, "minskat": high <= 0, "gar-inte-att-skilja": low <= 0 <= high}
        assert side[row["forandring"]], row
