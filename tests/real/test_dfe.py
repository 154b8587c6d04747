"""
The site of real published data, against the publisher's own cells.

The tables are read here once more, by exact labels and without the converter, so that a label understood wrongly there
does not go unseen.
"""

from __future__ import annotations

import csv
import gzip
import json
import os
import re
import subprocess
import sys
from collections import Counter
from pathlib import Path
from typing import NamedTuple

import pytest
from lxml import html

from open_comparisons.audit.audit import audit
from open_comparisons.intake.marks import ReportingLimit
from open_comparisons.intake.releases import load_data
from open_comparisons.site.changes import changes_between
from tests.real.dfe import group_of, measure_of, reading

PROJECT = Path(__file__).parents[2]
DATASET = "dfe-looked-after"
DAYS = {2022: "2022-11-17", 2023: "2023-11-16", 2024: "2024-11-14", 2025: "2025-11-20"}
LANGUAGES = {
    "sv": ("", "malgrupper", "utforare", "matt", "Not shown"),
    "en": ("en/", "target-groups", "providers", "measures", "Not shown"),
}
PAGES_OF_CONTENT = 8
YEARS = 5  # that the newest release is about
LARGEST_PAGE = 300_000

HEALTH, HOUSING, STABILITY = "conviction_health", "accommodation", "stability"
_CONTINUOUSLY = "Children looked after continuously for at least 2.5 years {} 31 March aged under 16 years"
GROUPS = {
    "Development assessments: Children looked after ages 0 to 4 years": "development-0-4",
    "Convictions: Children looked after Ages 10 to 17 years": "convictions-10-17",
    "Health assessments: Children looked after all ages": "health-all-ages",
    "Ages 5 to 16 years with SDQ score": "wellbeing-5-16",
    "Substance misuse: Children looked after all ages": "substance-all-ages",
    "17 to 18 years": "care-leavers-17-18",
    "19 to 21 years": "care-leavers-19-21",
    _CONTINUOUSLY.format("at"): "stability-long-term",
    _CONTINUOUSLY.format("on"): "stability-long-term",
    "CLA 2 years on 31 March": "stability-two-years",
    "Children looked after at 31 March": "stability-one-day",
    "CLA on 31 March": "stability-one-day",
}
GROUPS_OF_HEALTH = {
    *("development-0-4", "convictions-10-17", "health-all-ages", "wellbeing-5-16", "substance-all-ages"),
}
TOTALS = {
    "Total",
    "Suitability total",
    "Total children",
    "Total ages 0 to 4 years",
    "Total ages 10 to 17 years",
    "Total ages 5 to 16 years",
    "Total all ages",
}
_ADOPTION = (
    ", or are placed for adoption and their {}adoptive placement together with their previous placement, "
    "last for at least 2 years"
)
RECEIVED, MISUSE = "SDQ score was received", "Identified as having a substance misuse problem"
MEASURES = {
    "Development assessments up to date": ("development-up-to-date", None),
    "Convicted or subject to youth cautions, or youth conditional cautions during the year": ("convicted", None),
    "Had their annual health assessment": ("health-assessment", None),
    "Had their immunisations up to date": ("immunised", None),
    "Had their teeth checked by a dentist": ("dentist", None),
    RECEIVED: ("sdq-received", None),
    "SDQ score is normal": ("sdq-normal", RECEIVED),
    "SDQ score is borderline": ("sdq-borderline", RECEIVED),
    "SDQ score is a cause for concern": ("sdq-concern", RECEIVED),
    "SDQ average score": ("sdq-average", RECEIVED),
    MISUSE: ("substance-misuse", None),
    "Received an intervention for their substance misuse problem": ("intervention-received", MISUSE),
    "Offered intervention but refused it": ("intervention-refused", MISUSE),
    "Accommodation considered suitable": ("accommodation-suitable", None),
    "Accommodation considered not suitable": ("accommodation-unsuitable", None),
    "Accommodation considered unsuitable": ("accommodation-unsuitable", None),
    "No information": ("accommodation-unknown", None),
    "Living in the same placement for at least 2 years" + _ADOPTION.format("adoption and their "): (
        "same-carer-2y",
        None,
    ),
    "Living with the same carer for at least 2 years" + _ADOPTION.format(""): ("same-carer-2y", None),
    "Living with the same carer for at least 2 years": ("same-carer-2y", None),
    "With 3 or more placements during the year": ("three-placements-1y", None),
    "With 3 or more placements during the previous 2 years": ("three-placements-2y", None),
}


class Source(NamedTuple):
    """A source cell with its base and the publisher's rounded percentage; `base` is "" for a total."""

    number: str
    percentage: str
    base: str


def is_number(text):
    return bool(re.fullmatch(r"\d+(\.\d+)?", text))


def read_source(folder, year):
    """Every council's cells in one release, by (council, group, measure, period)."""
    cells = {}
    for path in sorted(folder.glob("*.csv")):
        with path.open(encoding="utf-8-sig", newline="") as handle:
            rows = [row for row in csv.DictReader(handle) if row["geographic_level"] == "Local authority"]
        table = next(name for name in (HEALTH, HOUSING, STABILITY) if name in path.name)
        group_column = {HEALTH: "cla_group", HOUSING: "age", STABILITY: "cla_group"}[table]
        label_column = {
            HEALTH: "characteristic",
            HOUSING: "accommodation_suitability",
            STABILITY: "characteristic" if year == 2022 else "placement_stability",
        }[table]
        number_column, percent_column = "number", "percentage"
        if year == 2025:
            group_column = {HEALTH: "characteristic", HOUSING: "care_leaver_age"}.get(table, group_column)
            label_column = {HEALTH: "breakdown", HOUSING: "breakdown"}.get(table, label_column)
            start = "care_leaver" if table == HOUSING else "children"
            number_column, percent_column = f"{start}_count", f"{start}_percent"
        numbers = {}
        for row in rows:
            block = row["new_la_code"], row["time_period"], row[group_column]
            numbers[block, "total" if row[label_column] in TOTALS else row[label_column]] = row[number_column]
        for row in rows:
            block = row["new_la_code"], row["time_period"], row[group_column]
            label = row[label_column]
            measure, of = ("children", None) if label in TOTALS else MEASURES[label]
            period = f"{int(row['time_period']) - 1}-04/{row['time_period']}-03"
            base = "" if measure == "children" else numbers[block, of or "total"]
            key = row["new_la_code"], GROUPS[row[group_column]], measure, period
            cells[key] = Source(row[number_column], row[percent_column], base)
    return cells


@pytest.fixture(scope="module")
def source(real_folder):
    """Every council's cells, by year of release."""
    folder = real_folder("dfe-looked-after-children")
    return {year: read_source(folder / f"release-{year}", year) for year in DAYS}


@pytest.fixture(scope="module")
def built(real_folder, build_real):
    """The whole site."""
    real_folder("dfe-looked-after-children")
    return build_real("dfe")


@pytest.fixture(scope="module")
def data(built):
    """The converted data, read and checked as the build reads it."""
    return load_data(built.data)


@pytest.fixture(scope="module")
def published(built):
    """The published comparison rows, by year of release and key."""
    tables = {}
    for year, day in DAYS.items():
        with (built.site / "data" / DATASET / day / "jamforelse.csv").open(encoding="utf-8", newline="") as handle:
            tables[year] = {key_of(row): row for row in csv.DictReader(handle)}
    return tables


def key_of(row):
    return row["council_code"], row["target_group"], row["measure_id"], row["period"]


def is_hidden(cell):
    """Whether the publisher hid the cell, or the total that its share is of."""
    return "c" in {cell.number, cell.base} and not {"x", "z", "0"} & {cell.base} and cell.number not in {"x", "z"}


@pytest.fixture(scope="module")
def measure_rows(built, data):
    """Every row of the leading table of every measure page, by language, (council, group, measure)."""
    councils = {provider.slug: provider.id for provider in data.providers}
    found = {}
    for lang, (start, groups, *_) in LANGUAGES.items():
        for path in sorted((built.site / f"{start}{groups}").glob("*/*/index.html")):
            group, measure = path.parts[-3:-1]
            for row in html.parse(path).xpath("//table[@class='rows']/tbody/tr"):
                slug = row.xpath("./th/a/@href")[0].rstrip("/").rsplit("/", 1)[-1]
                found[lang, councils[slug], group, measure] = row
    return found


def is_of_quotes(page):
    """Whether a page has a text to paste for each value of a measure in a release."""
    return re.fullmatch(r"(utgavor|en/releases)(/[^/]+){4}/index.html", page) is not None


def said(row, part):
    return " ".join(row.xpath(f"./td[contains(@class, 'row__{part}')]")[0].text_content().split())


def test_every_page_exists_in_both_languages(built, data):
    """
    Per language: four lists, home, articles, search, side by side, data, standard, the tool, and a page of each thing.

    Things are releases, councils, groups, measures with their version, views and texts; within each group its
    measures, and who reported in each year.
    """
    standard, directory = data.standard, data.providers
    groups_in = Counter(group for measure in standard.measures.values() for group in measure.target_groups)
    expected = 11 + len(DAYS) + len(directory) + len(standard.target_groups) + 2 * len(standard.measures)
    expected += sum(groups_in.values())
    expected += len(standard.codes.perspectives) + PAGES_OF_CONTENT + YEARS * len(standard.target_groups)
    pages = [path.relative_to(built.site).as_posix() for path in built.site.rglob("index.html")]
    # Those to show on other sites have a test of their own.
    pages = [page for page in pages if not page.startswith(("badda-in/", "en/embed/")) and not is_of_quotes(page)]
    assert len([page for page in pages if page.startswith("en/")]) == expected
    assert len([page for page in pages if not page.startswith("en/")]) == expected
    for start, groups, providers, measures, _ in LANGUAGES.values():
        assert {p.slug for p in directory} == {f.name for f in (built.site / start / providers).iterdir() if f.is_dir()}
        assert set(standard.measures) == {f.name for f in (built.site / start / measures).iterdir() if f.is_dir()}
        for group in standard.target_groups:
            folder = built.site / start / groups / group
            expected_folders = {m.id for m in standard.measures_of(group)} | {"redovisning"}
            assert {f.name for f in folder.iterdir() if f.is_dir()} == expected_folders


def test_all_councils_and_releases_are_there(built, data):
    """155 councils have figures in the newest release, and those that left or came carry their days."""
    releases = data.releases[DATASET]
    assert [release.id for release in releases] == list(DAYS.values())
    assert sorted(path.name for path in (built.site / "data" / DATASET).iterdir()) == list(DAYS.values())
    assert [len(set(release.table.columns["provider_id"])) for release in releases] == [156, 156, 155, 155]
    days = {p.id: (str(p.from_date or ""), str(p.to_date or ""), " ".join(p.successors)) for p in data.providers}
    assert days["E06000028"] == ("", "2019-03-31", "bournemouth-christchurch-and-poole")
    assert days["E06000061"] == ("2021-04-01", "", "")
    assert days["E06000063"] == ("2023-04-01", "", "")
    assert days["E10000006"] == ("", "2023-03-31", "")
    assert days["E10000023"] == ("", "2023-03-31", "north-yorkshire")
    assert days["E08000016"] == ("", "", "")


def test_every_source_cell_is_published_once(source, published):
    """No council, year, group or measure is lost or made up on the way."""
    for year, cells in source.items():
        assert published[year].keys() == cells.keys()


def test_published_figures_are_those_of_the_source(source, published):
    """Counts, bases and means are the publisher's own, and shares follow from them, in all releases."""
    compared = Counter()
    for year, cells in source.items():
        for key, cell in cells.items():
            row, measure = published[year][key], key[2]
            if not is_number(cell.number) or (cell.base and (not is_number(cell.base) or cell.base == "0")):
                assert row["status"] != "ok"
                continue
            assert row["status"] == "ok"
            if measure == "children":
                assert (row["taljare"], row["namnare"], float(row["varde"])) == ("", "", float(cell.number))
            elif measure == "sdq-average":
                assert (row["taljare"], row["namnare"]) == ("", cell.base)
                assert float(row["varde"]) == pytest.approx(float(cell.number), abs=0.05)
            else:
                assert (row["taljare"], row["namnare"]) == (cell.number, cell.base)
                assert float(row["varde"]) == pytest.approx(100 * int(cell.number) / int(cell.base), abs=0.051)
            compared[year, measure] += 1
    assert sum(compared.values()) > 60_000
    assert min(compared.values()) > 150
    assert len({measure for _, measure in compared}) == 20
    assert {year for year, _ in compared} == set(DAYS)


def test_shares_round_to_the_published_percentages(source, published):
    """The publisher's whole percent is the rounding of ours; what rounds to zero for it is above zero here."""
    compared, small = 0, 0
    for year, cells in source.items():
        for key, cell in cells.items():
            row = published[year][key]
            if row["status"] != "ok" or key[2] in {"children", "sdq-average"}:
                continue
            if is_number(cell.percentage):
                assert float(row["varde"]) == pytest.approx(float(cell.percentage), abs=0.55), (year, key)
                compared += 1
            elif cell.percentage == "k":
                assert 0 < 100 * int(row["taljare"]) / int(row["namnare"]) < 0.5
                small += 1
    assert compared > 40_000
    assert small > 30


@pytest.mark.parametrize("lang", LANGUAGES)
def test_pages_show_the_figures_of_the_source(lang, source, measure_rows):
    """Every row of every leading table in the newest release says what the source cell says."""
    compared = 0
    for (council, group, measure, period), cell in source[2025].items():
        if period != "2024-04/2025-03" or not is_number(cell.number):
            continue
        if cell.base and (not is_number(cell.base) or cell.base == "0"):
            continue
        shown = said(measure_rows[lang, council, group, measure], "value")
        number = float(re.sub(r"[^\d.]", "", shown.replace(",", "." if lang == "sv" else "")))
        share = cell.base and measure != "sdq-average"
        expected = 100 * int(cell.number) / int(cell.base) if share else float(cell.number)
        assert number == pytest.approx(expected, abs=0.051), (council, group, measure)
        compared += 1
    assert compared >= 200


def test_hidden_source_cells_show_no_number_in_files(source, published, data):
    """A row the publisher hid keeps its key, its base where that is shown, and nothing else that is a number."""
    hidden = 0
    numbers = ("taljare", "varde", "nedre_95", "ovre_95", "nedre_998", "ovre_998")
    for release, (year, cells) in zip(data.releases[DATASET], source.items(), strict=True):
        columns = release.table.columns
        roles = ("provider_id", "target_group", "measure_id", "period", "status", "numerator", "value", "denominator")
        observed = {row[:4]: row[4:] for row in zip(*(columns[role] for role in roles), strict=True)}
        for key, cell in cells.items():
            if not is_hidden(cell):
                continue
            row = published[year][key]
            base = "" if cell.base == "c" else cell.base
            assert (row["status"], row["namnare"], row["kategori"]) == ("skyddad", base, "kan-ej-bedomas")
            assert [row[name] for name in numbers] == [""] * len(numbers)
            assert observed[key] == ("skyddad", None, None, int(base) if base else None)
            hidden += 1
    assert hidden > 10_000


@pytest.mark.parametrize("lang", LANGUAGES)
def test_hidden_source_cells_show_no_number_on_measure_pages(lang, source, measure_rows):
    """A hidden row says that it is hidden; its drawing is that of every other row without a value."""
    hidden, drawings = 0, {}
    for (council, group, measure, period), cell in source[2025].items():
        if period != "2024-04/2025-03" or not is_hidden(cell):
            continue
        row = measure_rows[lang, council, group, measure]
        assert said(row, "value") == LANGUAGES[lang][-1]
        assert not re.search(r"\d", said(row, "interval") + said(row, "words"))
        assert not re.search(r"\d", "".join(row.xpath("./th/span//text()")))
        drawing = html.tostring(row.xpath("./td[@class='row__marks']/*")[0], with_tail=False)
        drawings.setdefault((group, measure), set()).add(drawing)
        hidden += 1
    assert hidden >= 500
    assert all(len(different) == 1 for different in drawings.values())


@pytest.mark.parametrize("lang", LANGUAGES)
def test_hidden_source_cells_show_no_number_in_tables_of_years(lang, source, built, data):
    """The same holds for every year of the newest release in the table of all periods."""
    start, groups, _, _, words = LANGUAGES[lang]
    councils = {provider.slug: provider.id for provider in data.providers}
    hidden = 0
    for path in sorted((built.site / f"{start}{groups}").glob("*/*/index.html")):
        group, measure = path.parts[-3:-1]
        for row in html.parse(path).xpath("//section[@id='years']//tbody/tr"):
            council = councils[row.xpath("./th/a/@href")[0].rstrip("/").rsplit("/", 1)[-1]]
            for year, shown in zip(range(2021, 2026), row.xpath("./td"), strict=True):
                cell = source[2025].get((council, group, measure, f"{year - 1}-04/{year}-03"))
                if cell and is_hidden(cell):
                    assert shown.text_content().strip() == words
                    hidden += 1
    assert hidden > 2_500


@pytest.mark.parametrize("lang", LANGUAGES)
def test_hidden_source_cells_show_no_number_on_council_pages(lang, source, built, data):
    """On a council's own page a hidden measure has neither value nor interval nor counts."""
    start, _, providers, _, words = LANGUAGES[lang]
    hidden = 0
    for provider in data.providers:
        page = html.parse(built.site / start / providers / provider.slug / "index.html")
        for row in page.xpath("//table[@class='rows']/tbody/tr"):
            group, measure = row.xpath("./th/a/@href")[0].rstrip("/").rsplit("/", 2)[-2:]
            cell = source[2025].get((provider.id, group, measure, "2024-04/2025-03"))
            if cell and is_hidden(cell):
                assert said(row, "value") == words
                assert not re.search(r"\d", said(row, "interval") + said(row, "words"))
                assert not re.search(r"\d (av|of) \d|n = ", "".join(row.xpath("./th//text()")))
                hidden += 1
    assert hidden >= 500


@pytest.mark.parametrize("lang", LANGUAGES)
def test_who_reported_counts_each_source_cell_by_what_became_of_it(lang, source, built, data):
    """Per group, year and measure: as many hidden as the publisher hid, shown as it shows, and handed in as both."""
    start, groups, *_ = LANGUAGES[lang]
    found = Counter()
    for (_, group, measure, period), cell in source[2025].items():
        shown = is_number(cell.number) and (not cell.base or (is_number(cell.base) and cell.base != "0"))
        found[group, measure, period, "hidden" if is_hidden(cell) else "shown" if shown else "other"] += 1
    compared = 0
    for group in data.standard.target_groups:
        folder = built.site / f"{start}{groups}" / group / "redovisning"
        for path in [folder / "index.html", *folder.glob("*/index.html")]:
            page = html.parse(path)
            year = int(path.parent.name[-7:-3]) if path.parent != folder else 2025
            period = f"{year - 1}-04/{year}-03"
            signs = Counter(
                cell.get("data-s") for cell in page.xpath("//table[contains(@class, 'matrix')]//td[@data-s]")
            )
            for row in page.xpath("//section[@id='matt']//tbody/tr[th/a]"):
                measure = row.xpath("string(th/a/@href)").rstrip("/").rsplit("/", 1)[-1]
                possible, handed_in, _, shown, ranges, hidden, *_ = (cell.text for cell in row.xpath("td"))
                expected = found[group, measure, period, "hidden"], found[group, measure, period, "shown"]
                assert (int(hidden), int(shown), int(ranges)) == (*expected, 0), (group, measure, period)
                assert int(handed_in) == sum(expected) <= int(possible)
                signs.subtract({"■": int(hidden), "●": int(shown)})
                compared += 1
            assert (signs["■"], signs["●"]) == (0, 0), path
    assert compared == len({key[:3] for key in found})


def test_english_texts_are_marked_on_swedish_pages(built, data):
    """What exists in English only says so where the page is Swedish, and needs no mark where it is English."""
    for group in data.standard.target_groups.values():
        for measure in data.standard.measures_of(group.id):
            swedish = html.parse(built.site / "malgrupper" / group.id / measure.id / "index.html")
            english = html.parse(built.site / "en" / "target-groups" / group.id / measure.id / "index.html")
            assert swedish.getroot().get("lang") == "sv"
            assert swedish.xpath("string(//h1/span[@lang='en'])") == measure.title.en
            assert measure.definition.en in swedish.xpath("//dd/span[@lang='en']/text()")
            assert english.xpath("string(//h1)") == measure.title.en
            assert english.xpath("//main//*[@lang='en']") == []


def test_nothing_says_that_the_figures_are_invented(built, data):
    """The notice of example data belongs to invented data only."""
    assert not any(release.example for release in data.releases[DATASET])
    for path in built.site.rglob("*.html"):
        text = path.read_text(encoding="utf-8")
        assert 'class="notice"' not in text
        assert not re.search("exempeldata|example data|påhitta|invented", text, re.IGNORECASE), path.name


def test_publisher_licence_and_protection_are_told(built, data):
    """The attribution stands in every release's metadata and on its page; marks come with bounds."""
    sentence = "Contains public sector information licensed under the Open Government Licence v3.0."
    for start in ("utgavor", "en/releases"):
        for day in DAYS.values():
            assert sentence in (built.site / start / DATASET / day / "index.html").read_text(encoding="utf-8")
    for release in data.releases[DATASET]:
        assert release.metadata["licenses"][0]["name"] == "OGL-UK-3.0"
        (submission,) = release.submissions
        assert "Department for Education" in submission.protected_by
        assert set(submission.more["marks"]) == {"c", "z", "x", "k"}


def test_own_rule_would_have_hidden_more(source, data, record_property):
    """The check tells how many rows our own rule would hide; the count follows from the source cells."""
    for release, cells in zip(data.releases[DATASET], source.values(), strict=True):
        expected = 0
        for (_, _, measure, _), cell in cells.items():
            if cell.base and is_number(cell.base) and 0 < int(cell.base) < 10 and cell.number not in {"x", "z"}:
                expected += 1
            elif is_number(cell.number) and (measure == "children" or is_number(cell.base)) and cell.base != "0":
                rest = int(cell.base) - int(cell.number) if cell.base and measure != "sdq-average" else 5
                expected += measure != "sdq-average" and (int(cell.number) < 5 or rest < 5)
        assert release.submissions[0].more["own_rule_would_hide"] == expected > 2_000
        record_property(f"own_rule_would_hide_{release.id}", expected)


def test_check_finds_no_problems(built):
    """`open-comparisons check` accepts the whole data folder."""
    command = [sys.executable, "-m", "open_comparisons.cli", "check", str(built.data), "--format", "json"]
    environment = {**os.environ, "PYTHONPATH": str(PROJECT / "plugins")}
    environment.pop("OPEN_COMPARISONS_DATA", None)
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert (done.returncode, json.loads(done.stdout)) == (0, [])


def test_no_page_is_too_large(built):
    """A page of 155 councils and five years stays within reason."""
    quotes = {path for path in built.site.rglob("*.html") if is_of_quotes(path.relative_to(built.site).as_posix())}
    largest = max(set(built.site.rglob("*.html")) - quotes, key=lambda path: path.stat().st_size)
    assert largest.stat().st_size < LARGEST_PAGE, largest.relative_to(built.site)
    # Where each value has a text to paste, much is said again and again, and packs well.
    largest = max(quotes, key=lambda path: path.stat().st_size)
    assert largest.stat().st_size < 2 * LARGEST_PAGE, largest.relative_to(built.site)
    assert len(gzip.compress(largest.read_bytes())) < LARGEST_PAGE / 5


@pytest.mark.parametrize(
    ("measure", "number", "base", "expected"),
    [
        ("dentist", "20", "40", ("20", "40", "50.0", "ok", "")),
        ("dentist", "c", "40", ("", "40", "", "skyddad", "")),
        ("dentist", "0", "c", ("", "", "", "skyddad", "")),
        ("dentist", "c", "c", ("", "", "", "skyddad", "")),
        ("dentist", "0", "0", ("", "", "", "ej-tillampligt", "")),
        ("dentist", "z", "z", ("", "", "", "ej-tillampligt", "")),
        ("dentist", "x", "x", ("", "", "", "saknas", "ej-lamnat")),
        ("children", "c", "", ("", "", "", "skyddad", "")),
        ("children", "0", "", ("", "", "0", "ok", "")),
        ("sdq-average", "14.0", "30", ("", "30", "14.0", "ok", "")),
    ],
)
def test_marks_of_the_publisher_become_statuses(measure, number, base, expected):
    """A hidden number keeps its base; a hidden base hides its number as well."""
    assert reading(measure, number, base) == expected


def test_marks_that_leave_noughts_shown_withhold_no_category(data):
    """The mark hides some small counts and no nought, so a small council can be seen below its group as well."""
    for release in data.releases[DATASET]:
        assert set(release.reporting_limits().values()) == {ReportingLimit()}


@pytest.mark.parametrize("read", [group_of, measure_of])
def test_unknown_labels_stop_the_conversion(read):
    """A label that drifts out of recognition is named, never guessed."""
    with pytest.raises(ValueError, match="Ponies owned"):
        read("Ponies owned")


def test_the_accommodation_blocks_give_nothing_away_but_noughts(data):
    """
    Parts of one cohort, never with exactly one hidden: complementary suppression done right stays quiet.

    In two blocks everyone is shown to be in suitable accommodation, so that the two hidden cells are nought: of all
    that is hidden there, only this can be worked out.
    """
    leaking = set()
    for release in data.releases[DATASET]:
        for finding in audit([release], data.standard).findings:
            assert finding.is_warning
            key = dict(finding.key)
            if key["measure_id"].startswith("accommodation"):
                assert finding.lowest == finding.highest
                leaking.add((finding.provider, key["period"]))
    assert leaking == {("redcar-and-cleveland", "2017-04/2018-03"), ("bromley", "2023-04/2024-03")}


@pytest.mark.parametrize(("older", "newer", "changed"), [(2022, 2023, 855), (2023, 2024, 648), (2024, 2025, 686)])
def test_the_source_changed_so_many_numbers_of_the_health_table(source, older, newer, changed):
    """As the publisher's own cells have it, marks included: what the changes of our releases come from."""
    of_health = GROUPS_OF_HEALTH & {group for _, group, _, _ in source[older]}
    shared = [key for key in source[older].keys() & source[newer].keys() if key[1] in of_health]
    assert sum(source[older][key].number != source[newer][key].number for key in shared) == changed


@pytest.mark.parametrize(
    ("older", "newer", "counts", "begun", "ended"),
    [
        (2022, 2023, {"rattad": 1434, "tillagd": 5, "borttagen": 3, "dold": 10, "oppnad": 7}, 5967, 4492),
        (2023, 2024, {"rattad": 1637, "tillagd": 276, "borttagen": 251, "dold": 7, "oppnad": 3}, 4819, 4810),
        (2024, 2025, {"rattad": 1749, "tillagd": 2, "dold": 74, "oppnad": 8}, 4823, 4767),
    ],
)
def test_the_releases_differ_in_so_many_values(data, published, older, newer, counts, begun, ended):
    """What `diff` says, all three tables together; each changed row is one that the published files have otherwise."""
    releases = {release.id: release for release in data.releases[DATASET]}
    changes = changes_between(releases[DAYS[older]], releases[DAYS[newer]], data.standard)
    assert changes.count == counts
    assert sum(period.rows for period in changes.begun) == begun
    assert sum(period.rows for period in changes.ended) == ended

    def told(row):
        return tuple(row[name] for name in ("status", "taljare", "namnare", "varde"))

    names = ("provider_id", "target_group", "measure_id", "period")
    found = {tuple(change.key[name] for name in names): change.kind for change in changes.rows}
    in_files = {
        key
        for key in published[older].keys() & published[newer].keys()
        if told(published[older][key]) != told(published[newer][key])
    }
    assert {key for key, kind in found.items() if kind in {"rattad", "dold", "oppnad"}} <= in_files
    nothing = {"saknas", "ej-tillampligt"}
    assert all({published[year][key]["status"] for year in (older, newer)} & nothing for key in in_files - found.keys())


def test_cells_hidden_in_one_release_and_shown_in_another_are_told(data):
    """Comparing two releases reveals a cell that only one of them hides."""
    found = audit(data.releases[DATASET], data.standard).findings
    assert sum(finding.rule == "known-before" for finding in found) > 50
    assert all(finding.is_warning for finding in found)
