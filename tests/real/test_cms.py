"""
Hospitals in the USA, against the publisher's own cells.

The tables are read here once more, and what kind a measure is stands here once more, without the converter. All 4,754
hospitals are converted and checked; the site is built for 41 of them.
"""

from __future__ import annotations

import json
import math
import re
from collections import Counter, defaultdict
from typing import NamedTuple

import pytest
from filelock import FileLock
from lxml import html

from open_comparisons.intake.releases import load_data
from open_comparisons.standard.loading import load_standard
from open_comparisons.standard.periods import parse_period
from tests.real.cms import STANDARD, figures_of, tidy
from tests.real.excerpts import keep_rows, read_csv

FOLDER = "cms-hospital-measures"
DATASET, GROUP = "cms-hospitals", "hospital-patients"
DAYS = {"2021-04-01": "2021-04", "2022-07-01": "2022-07", "2023-07-01": "2023-07"}
SHARES = {"OP_2", "OP_8", "OP_10", "OP_13", "OP_23", "OP_29", "OP_30", "OP_33", "PC_01", "SEP_1"}
# Published as fractions; all else has its own unit.
FRACTIONS = re.compile(r"(MORT_30|READM_30)_\w+|COMP_HIP_KNEE|OP_22|IMM_3|HCP_COVID_19")
BESIDE = re.compile(r"PROVIDER_ID|H_NUMB_COMP|H_RESP_RATE_P|\w+_DEN(_VOL|_PRED)?")
UNKNOWN_HOSPITAL = "670265"
EVERY = 120


class Cell(NamedTuple):
    """What the standard says of a cell: value in the measure's unit, and what it rests on."""

    value: float
    denominator: float
    numerator: int | None = None
    response_rate: float | None = None


def read_source(path):
    """Every cell of a release's table that is not empty, by hospital and measure."""
    cells = {}
    for row in read_csv(path):
        for measure in row:
            if BESIDE.fullmatch(measure) or row[measure] == "":
                continue
            key, value = (row["PROVIDER_ID"], measure), float(row[measure])
            if measure.startswith("H_"):
                cells[key] = Cell(value, float(row["H_NUMB_COMP"]), None, float(row["H_RESP_RATE_P"]))
            elif measure.startswith("HAI_"):
                predicted = float(row[f"{measure}_DEN_PRED"])
                cells[key] = Cell(value, predicted, round(value * predicted))
            elif measure in SHARES:
                base = float(row[f"{measure}_DEN"])
                cells[key] = Cell(value * 100, base, round(value * base))
            else:
                scale = 100 if FRACTIONS.fullmatch(measure) else 1
                cells[key] = Cell(value * scale, float(row[f"{measure}_DEN"]))
    return cells


@pytest.fixture(scope="module")
def source(real_folder):
    """Every cell, by release."""
    folder = real_folder(FOLDER)
    return {day: read_source(folder / f"hospital_measures_release_{table}.csv") for day, table in DAYS.items()}


@pytest.fixture(scope="module")
def standard(all_hospitals):
    """The hospitals' own standard."""
    return load_standard(all_hospitals / "standard")


@pytest.fixture(scope="module")
def directory(all_hospitals):
    """The directory of all hospitals, by id."""
    return {row["hospital_id"]: row for row in read_csv(all_hospitals / "utforare.csv")}


@pytest.fixture(scope="module")
def periods(all_hospitals):
    """The periods of each measure, by release, as all rows of the converted files have them."""
    found = {}
    for day in DAYS:
        found[day] = defaultdict(set)
        for row in read_csv(all_hospitals / DATASET / day / "cms.csv"):
            found[day][row["measure_id"]].add(row["period"])
    return found


@pytest.fixture(scope="module")
def built(real_folder, shared_folder, build_real):
    """A site of every 120th hospital, and of the one that the publisher's list lacks."""
    folder = real_folder(FOLDER)
    names = [f"hospital_measures_release_{table}.csv" for table in DAYS.values()]
    with FileLock(shared_folder / "cms-few.lock"):
        few = shared_folder / "cms-few"
        if not few.is_dir():
            ids = sorted({row["PROVIDER_ID"] for name in names for row in read_csv(folder / name)})
            for name in (*names, "hospital_info.csv", "measure_info.csv"):
                keep_rows(folder / name, few / FOLDER / name, "PROVIDER_ID", {*ids[::EVERY], UNKNOWN_HOSPITAL})
    return build_real("cms", few)


@pytest.fixture(scope="module")
def few(built):
    """The data of that site."""
    return load_data(built.data)


def page(built, *parts):
    return html.parse(built.site.joinpath(*parts, "index.html")).getroot()


def words(element):
    return " ".join(element.text_content().split())


def test_every_source_cell_becomes_one_row(source, all_hospitals):
    """
    In three releases no value, denominator, numerator or response rate is lost, made up or changed.

    The data is read and checked as the build reads it; one problem anywhere would stop here.
    """
    data = load_data(all_hospitals)
    roles = ("provider_id", "measure_id", "value", "denominator", "numerator", "response_rate", "target_group")
    compared = Counter()
    for release, (day, cells) in zip(data.releases[DATASET], source.items(), strict=True):
        assert release.id == day
        rows = list(zip(*(release.table.columns[role] for role in roles), strict=True))
        assert len(rows) == len(cells)
        for provider, measure, value, denominator, numerator, rate, group in rows:
            cell = cells[provider, measure]
            assert abs(value * (100 if measure in SHARES else 1) - cell.value) < 1e-9, (provider, measure)
            assert abs(denominator - cell.denominator) <= (0.05 if measure == "PSI_90" else 1e-9), (provider, measure)
            assert (numerator, group) == (cell.numerator, GROUP)
            assert rate == (None if cell.response_rate is None else cell.response_rate / 100)
            compared[day] += 1
    assert dict(compared) == {"2021-04-01": 128_327, "2022-07-01": 113_305, "2023-07-01": 122_013}


def test_numerators_are_whole_numbers_that_give_the_published_value(source):
    """Of shares one or several whole numbers round to the published share, of infections exactly one."""
    several = Counter()
    for cells in source.values():
        for (_, measure), cell in cells.items():
            if cell.numerator is None:
                continue
            if measure in SHARES:
                step = 0.05 if measure in {"OP_8", "OP_10", "OP_13"} else 0.5
                assert abs(100 * cell.numerator / cell.denominator - cell.value) <= step + 1e-9
                several[measure] += cell.denominator > 50 / step
            else:
                assert abs(cell.numerator / cell.denominator - cell.value) <= 0.0006
                assert cell.denominator * 0.0005 < 0.5
    assert several["OP_8"] == several["OP_23"] - 2 == 0


def test_shares_too_coarse_to_count_are_left_as_reported(source):
    """Where rounding is coarser than chance, or no whole number fits, no count is made up."""
    coarse, unfit = Counter(), Counter()
    for cells in source.values():
        for (_, measure), cell in cells.items():
            if measure not in {"OP_22", "IMM_3", "HCP_COVID_19", *SHARES}:
                continue
            share, base = cell.value / 100, cell.denominator
            step = 0.0005 if measure in {"OP_8", "OP_10", "OP_13", "HCP_COVID_19"} else 0.005
            chance = math.sqrt(max(share * (1 - share), 1 / base) / base)
            coarse[measure, step > chance] += 1
            unfit[measure, abs(round(share * base) / base - share) > step + 1e-9] += 1
    for measure in ("OP_22", "IMM_3"):
        assert coarse[measure, True] > 0.15 * coarse[measure, False]
    assert unfit["HCP_COVID_19", True] == 759
    for measure in SHARES:
        assert coarse[measure, True] < 0.05 * coarse[measure, False], measure
        assert unfit[measure, True] == 0, measure


def test_ids_keep_their_six_characters(source, directory):
    """Leading zeros stay, and so does the letter of veterans' hospitals."""
    ids = {provider for cells in source.values() for provider, _ in cells}
    assert {len(provider) for provider in ids} == {6}
    assert sum(provider.startswith("0") for provider in ids) > 700
    assert any(provider.endswith("F") for provider in ids)
    assert ids <= directory.keys()
    assert len(directory) == 4754
    assert all(row["slug"] == provider.lower() for provider, row in directory.items())


def test_measures_come_and_go(periods, standard):
    """Each release has the measures its table has columns for, and the catalogue has them all."""
    measures = [set(found) for found in periods.values()]
    assert [len(found) for found in measures] == [49, 47, 47]
    assert measures[0] - measures[1] == {"OP_30", "ED_2B"}
    assert measures[1] - measures[2] == {"OP_33"}
    assert measures[2] - measures[1] == {"HCP_COVID_19"}
    assert set().union(*measures) == set(standard.measures)


def test_each_measure_has_its_own_period(real_folder, periods):
    """The period is that of the report the figures were published in, before the ratings were made of them."""
    reports = {"2021-04-01": "2020-10-01", "2022-07-01": "2021-07-01", "2023-07-01": "2023-01-01"}
    listed = {
        (row["report_date"], row["measure_id"]): (row["data_start_date"], row["data_end_date"])
        for row in read_csv(real_folder(FOLDER) / "measure_info.csv")
    }
    for day, by_measure in periods.items():
        for measure, found in by_measure.items():
            of = "SEP_1" if (day, measure) == ("2023-07-01", "PC_01") else measure
            spans = {tuple(end.isoformat() for end in parse_period(period)) for period in found}
            assert spans == {listed[reports[day], of]}, (day, measure)
        assert len(set.union(*by_measure.values())) >= 7
    assert all(
        listed[report, "PC_01"] == listed[report, "SEP_1"]
        for report, measure in listed
        if measure == "PC_01" and report >= "2018-05-01" and (report, "SEP_1") in listed and report != "2018-07-01"
    )


def test_the_figures_bear_out_their_periods(source):
    """Surveys and vaccinations of the second release are those of the first; its readmissions are of half a year."""
    first, second, third = source.values()
    for measure in ("IMM_3", "H_COMP_1_STAR_RATING", "H_GLOB_STAR_RATING"):
        both = [key for key in first.keys() & second.keys() if key[1] == measure]
        assert sum(first[key] == second[key] for key in both) > 0.99 * len(both) > 2000
    readmitted = [
        sum(cell.denominator for (_, measure), cell in cells.items() if measure == "READM_30_HOSP_WIDE")
        for cells in (first, second, third)
    ]
    assert readmitted[1] < 0.5 * readmitted[0]
    assert readmitted[2] > 1.5 * readmitted[1]


def test_directions_are_those_of_the_publisher(real_folder, standard):
    """Whether higher is better follows the publisher's list, in all its reports."""
    flags = defaultdict(set)
    for row in read_csv(real_folder(FOLDER) / "measure_info.csv"):
        flags[row["measure_id"]].add(row["higher_is_better"])
    for measure in standard.measures.values():
        assert flags[measure.id] - {""} == {"True" if measure.direction == 1 else "False"}, measure.id


def test_hospitals_have_type_county_and_state(real_folder, all_hospitals, directory):
    """As the publisher's list says; what it leaves out is said to be left out."""
    listed = {row["PROVIDER_ID"]: row for row in read_csv(real_folder(FOLDER) / "hospital_info.csv")}
    areas = {row["kod"]: row for row in read_csv(all_hospitals / "standard" / "counties.csv")}
    lacking = []
    for provider, found in directory.items():
        area = areas[found["area_code"]]
        if provider not in listed:
            lacking.append((provider, found["name"], found["type"], area["namn"], area["grupp_namn"]))
            continue
        row = listed[provider]
        assert found["name"].casefold() == " ".join(row["hospital_name"].split()).casefold()
        assert area["namn"].casefold() == (" ".join(row["county"].split()).casefold() or "county not stated")
        assert area["grupp_kod"] == row["state"]
    assert lacking == [
        (UNKNOWN_HOSPITAL, f"Hospital {UNKNOWN_HOSPITAL}", "not-stated", "County not stated", "State not stated")
    ]
    assert Counter(found["type"] for found in directory.values()) == {
        "acute-care": 3270,
        "critical-access": 1347,
        "veterans": 136,
        "not-stated": 1,
    }


def test_the_site_has_the_hospitals_under_their_ids(built, few):
    """Forty-one hospitals with leading zeros in addresses and files, and every measure of the newest release."""
    assert len(few.providers) == 41
    for lang in ("utforare", "en/providers"):
        folders = {folder.name for folder in (built.site / lang).iterdir() if folder.is_dir()}
        assert folders == {provider.id.lower() for provider in few.providers}
    rows = read_csv(built.site / "data" / DATASET / "2023-07-01" / "jamforelse.csv")
    assert {row["hospital_id"] for row in rows} <= {provider.id for provider in few.providers}
    assert rows[0]["hospital_id"] == "010001"
    for release in few.releases[DATASET]:
        assert (built.site / "data" / DATASET / release.id / "observationer.csv").is_file()


@pytest.mark.parametrize(
    ("measure", "swedish", "english"),
    [
        ("READM_30_HOSP_WIDE", "juli 2020–juni 2021", "July 2020–June 2021"),
        ("READM_30_COPD", "juli 2018–juni 2021", "July 2018–June 2021"),
        ("OP_29", "2021", "2021"),
        ("IMM_3", "oktober 2021–mars 2022", "October 2021–March 2022"),
        ("HCP_COVID_19", "januari 2022–mars 2022", "January 2022–March 2022"),
        ("SEP_1", "april 2021–mars 2022", "April 2021–March 2022"),
    ],
)
def test_pages_say_the_period_of_each_measure(built, measure, swedish, english):
    """On the measure's page, on the page of the group, and in the tables of a hospital."""
    for start, group, provider, period in (
        ("malgrupper", "malgrupper", "utforare", swedish),
        ("en/target-groups", "en/target-groups", "en/providers", english),
    ):
        assert period in words(page(built, start, GROUP, measure).find(".//main"))
        (strip,) = page(built, group, GROUP).xpath(f"//li[.//a[contains(@href, '/{measure}/')]][@class='strip']")
        assert period in words(strip)
        rows = page(built, provider, "010001").xpath(f"//tr[th/a[contains(@href, '/{measure}/')]]")
        assert rows
        assert all(period in words(row) for row in rows), (provider, measure)


def test_a_star_rating_reads_as_stars_of_five_and_is_not_averaged(built):
    """Four of five, no mean of stars, no interval, and the reason."""
    for start, wanted in (("malgrupper", "4 av 5"), ("en/target-groups", "4 of 5")):
        main = words(page(built, start, GROUP, "H_COMP_1_STAR_RATING").find(".//main"))
        assert wanted in main
    assert "There is no group value" in main
    assert not re.search(r"[1-5]\.\d of 5", main)
    for row in read_csv(built.site / "data" / DATASET / "2023-07-01" / "jamforelse.csv"):
        if row["measure_id"].startswith("H_"):
            assert (row["referens"], row["nedre_95"]) == ("", "")
            assert (row["kategori"], row["kategori_skal"]) == ("kan-ej-bedomas", "som-rapporterat")


def test_only_true_shares_are_compared(built, few):
    """Risk-standardised values, medians and indexes have no group value; infections have one, as sums."""
    rows = read_csv(built.site / "data" / DATASET / "2023-07-01" / "jamforelse.csv")
    measures = few.standard.measures
    for row in rows:
        kind = measures[row["measure_id"]].kind.name
        assert (row["referens"] == "") == (kind in {"reported", "rating"})
        assert (row["nedre_95"] != "") == (kind in {"share", "ratio"} and row["status"] == "ok")
        if kind not in {"share", "ratio"}:
            assert row["kategori"] == "kan-ej-bedomas"
    infections = [row for row in rows if row["measure_id"] == "HAI_6"]
    pooled = sum(int(row["taljare"]) for row in infections) / sum(float(row["namnare"]) for row in infections)
    assert float(infections[0]["referens"]) == pytest.approx(pooled, abs=0.005)
    assert {row["kategori"] for row in rows} > {"kanske-lagre", "gar-inte-att-skilja"}


def test_words_of_the_site_are_those_of_its_sector(built):
    """Nothing on a comparison page speaks of municipalities, social care or the young."""
    foreign = re.compile(
        r"kommun|HVB|social|placering|\bplacement|\bunga\b|young people|are young|Ägandeform|Ownership form",
        re.IGNORECASE,
    )
    own_pages = [built.site / start / "index.html" for start in ("", "en", "matt", "en/measures")]
    for start in ("malgrupper", "en/target-groups", "utforare", "en/providers", "utgavor", "en/releases"):
        own_pages += sorted((built.site / start).rglob("index.html"))
    assert len(own_pages) > 180
    for path in own_pages:
        text = words(html.parse(path).getroot().find(".//body"))
        assert not foreign.search(text), (path.relative_to(built.site), foreign.search(text))
    facts = page(built, "en", "providers", "010001").xpath("//dl[contains(@class, 'facts')]//dt/text()")
    assert {"Hospital type", "County"} <= set(facts)


def test_source_and_terms_are_told(built):
    """CMS is named on every page and as the source of every row; no endorsement is implied."""
    for path in sorted(built.site.rglob("index.html")):
        assert "Centers for Medicare" in words(html.parse(path).getroot().find(".//footer"))
    for row in read_csv(built.site / "data" / DATASET / "2023-07-01" / "jamforelse.csv"):
        assert row["kalla"] == "CMS, Care Compare, report of January 2023"
    assert "public domain in the USA" in words(page(built, "en", "releases"))


@pytest.mark.parametrize(
    ("published", "name"),
    [
        ("ST MARY'S MEDICAL CENTER", "St Mary's Medical Center"),
        ("UNIVERSITY OF VIRGINIA MEDICAL CENTER", "University of Virginia Medical Center"),
        ("MCLAREN BAY REGION", "McLaren Bay Region"),
        ("VA MONTANA HEALTHCARE SYSTEM", "VA Montana Healthcare System"),
        ("SSM HEALTH ST ANTHONY HOSPITAL - OKLAHOMA CITY", "SSM Health St Anthony Hospital - Oklahoma City"),
        ("NMC Portsmouth", "NMC Portsmouth"),
        ("O'CONNOR HOSPITAL", "O'Connor Hospital"),
    ],
)
def test_names_are_tidied(published, name):
    """Capitals become small letters, but for initials, short forms and what was written with both."""
    assert tidy(published) == name


@pytest.mark.parametrize(
    ("row", "measure", "expected"),
    [
        ({"OP_10": "0.07200000000000001", "OP_10_DEN": "2117.0"}, "OP_10", ("152", "2117", "7.2", "")),
        ({"HAI_1": "0.742", "HAI_1_DEN_PRED": "8.086"}, "HAI_1", ("6", "8.086", "0.742", "")),
        ({"MORT_30_HF": "0.113", "MORT_30_HF_DEN": "858.0"}, "MORT_30_HF", ("", "858", "11.3", "")),
        ({"EDAC_30_PN": "-20.6", "EDAC_30_PN_DEN": "594.0"}, "EDAC_30_PN", ("", "594", "-20.6", "")),
        ({"PSI_90": "0.93", "PSI_90_DEN": "3896.3008516552068"}, "PSI_90", ("", "3896.3", "0.93", "")),
        (
            {"H_GLOB_STAR_RATING": "3.5", "H_NUMB_COMP": "507.0", "H_RESP_RATE_P": "21.0"},
            "H_GLOB_STAR_RATING",
            ("", "507", "3.5", "21"),
        ),
    ],
)
def test_cells_become_figures(row, measure, expected):
    """A share has its count, a ratio what was observed, a reported value its n, and a rating its response rate."""
    entry = {found["id"]: found for found in json.loads((STANDARD / "matt.json").read_text(encoding="utf-8"))}[measure]
    assert figures_of(row, measure, entry["kind"], entry["decimals"]) == expected


def test_values_that_do_not_fit_stop_the_conversion():
    """A value with more decimals than the catalogue has is named, never rounded in silence."""
    with pytest.raises(ValueError, match="OP_3B"):
        figures_of({"OP_3B": "45.5", "OP_3B_DEN": "20"}, "OP_3B", "reported", 0)
    with pytest.raises(ValueError, match="HAI_1"):
        figures_of({"HAI_1": "0.5", "HAI_1_DEN_PRED": "8.086"}, "HAI_1", "ratio", 3)
