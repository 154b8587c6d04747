"""The example data is invented and says so, is protected as real data would be, and can be made again."""

import json
import subprocess
import sys
from collections import Counter, defaultdict
from itertools import pairwise
from pathlib import Path

import pytest

from open_comparisons.audit.audit import audit
from open_comparisons.intake.releases import load_data
from open_comparisons.standard.loading import load_standard
from open_comparisons.standard.statuses import BANDED
from tests.site.pages import csv_rows

ROOT = Path(__file__).resolve().parents[2]
DATA = ROOT / "data"
sys.path.append(str(DATA))

from example_people import Cell, Home  # noqa: E402
from example_providers import EXAMPLES, LARGE, MEDIUM, SMALL, TINY  # noqa: E402
from make_example_data import DATASETS, SOURCE  # noqa: E402

STANDARD = load_standard(DATA / "standard")
RELEASES = [(dataset.group, edition.id) for dataset in DATASETS for edition in dataset.editions]
NEWEST = DATA / "bu-hvb" / "2024-05-15"
WITH_FIGURES = {"ok", "skyddad", *BANDED}
NUMBERS = {"taljare", "namnare", "personer", "varde", "standardavvikelse", "svarsandel"}
BASE = {"namnare", "personer", "svarsandel"}
MAY_CARRY = {
    "ok": NUMBERS,
    "liten-taljare": BASE,
    "liten-rest": BASE,
    "skyddad": BASE - {"svarsandel"},
    "for-fa-svar": {"svarsandel"},
    "saknas": set(),
    "ej-tillampligt": set(),
}


def _rows(folder):
    for path in sorted(folder.glob("*.csv")):
        yield from csv_rows(path)


def _all_rows():
    for group, release in RELEASES:
        yield from _rows(DATA / group / release)


def _metadata(group, release):
    return json.loads((DATA / group / release / "metadata.json").read_text(encoding="utf-8"))


def _cell(row):
    for dimension in STANDARD.dimensions:
        if row[dimension.name] != dimension.total:
            return Cell(row["period"], dimension.name, row[dimension.name])
    return Cell(row["period"])


def _luhn_holds(number):
    digits = [int(character) * (2 - place % 2) for place, character in enumerate(number.replace("-", ""))]
    return sum(digit // 10 + digit % 10 for digit in digits) % 10 == 0


def _share_given(rows, *, pooled):
    totals = [
        row
        for row in rows
        if STANDARD.measures[row["matt_id"]].is_share
        and _cell(row) == Cell(row["period"])
        and ("/" in row["period"]) == pooled
        and row["status"] in WITH_FIGURES
    ]
    return sum(row["status"] == "ok" or row["status"] in BANDED for row in totals) / len(totals)


def test_the_committed_files_are_what_the_script_writes(tmp_path):
    """Same seed, same bytes, and no file beside them."""
    subprocess.run([sys.executable, str(DATA / "make_example_data.py"), "--output", str(tmp_path)], check=True)
    made = {path.relative_to(tmp_path): path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()}
    folders = [DATA / group for group in {group for group, _ in RELEASES}]
    committed = {
        path.relative_to(DATA): path.read_bytes() for folder in folders for path in folder.rglob("*") if path.is_file()
    }
    committed[Path("utforare.csv")] = (DATA / "utforare.csv").read_bytes()
    assert sorted(committed) == sorted(made)
    assert [path for path in committed if committed[path] != made[path]] == []


def test_every_file_says_that_it_is_invented():
    """A row read alone, a note read alone and a release read alone all say so."""
    assert {SOURCE} == {row["kalla"] for row in _all_rows()}
    for group, release in RELEASES:
        folder = DATA / group / release
        for path in folder.glob("*.json"):
            assert json.loads(path.read_text(encoding="utf-8"))["exempel"] is True
        notes = _metadata(group, release)["notes"]
        assert "påhittat" in notes["sv"]
        assert "invented" in notes["en"]


def test_the_directory_holds_no_real_organisation():
    """Numbers begin with 4, which no legal form uses, are no personal numbers, and pass the check digit."""
    providers = csv_rows(DATA / "utforare.csv")
    for provider in providers:
        assert provider["orgnr"][0] == "4"
        assert int(provider["orgnr"][2]) >= 2
        assert _luhn_holds(provider["orgnr"])
        assert provider["kommun_kod"] in STANDARD.areas
    groups = Counter(group for provider in providers for group in provider["malgrupper"].split())
    assert groups["bu-hvb"] >= 30
    assert groups["bu-stodboende"] >= 12
    assert {"privat", "ideell", "kommunal", "regional", "statlig"} == {provider["regi"] for provider in providers}
    assert len({STANDARD.areas[provider["kommun_kod"]].group_code for provider in providers}) >= 15
    slugs = {provider["slug"] for provider in providers}
    assert {provider["eftertradare"] for provider in providers} - {""} <= slugs


def test_providers_are_as_large_as_real_homes_are():
    """Most homes are small: six tiny, at least 14 small, eight medium, two large."""
    years = (2020, 2021, 2022)
    hvb = [example for example in EXAMPLES if "bu-hvb" in example.groups]
    sizes = Counter(example.endings for example in hvb)
    assert (sizes[TINY], sizes[MEDIUM], sizes[LARGE]) == (6, 8, 2)
    assert sizes[SMALL] >= 14
    for example in hvb:
        low, high = example.endings
        assert all(low <= count <= high for count in Home(example, "bu-hvb", years, STANDARD).endings.values())


def test_enough_is_shown_to_be_useful():
    """
    At least 70 % of pooled totals and 40 % of year totals of the newest release are a value or a band.

    Were all years protected together it would be 80 %: a window gives way to years that earlier releases have shown.
    """
    rows = list(_rows(NEWEST))
    assert _share_given(rows, pooled=True) >= 0.7
    assert _share_given(rows, pooled=False) >= 0.4


def test_every_status_and_reason_is_in_use():
    """So that every page and every sentence can be seen with example data."""
    rows = [row for group, release in RELEASES if group == "bu-hvb" for row in _rows(DATA / group / release)]
    assert set(MAY_CARRY) == {row["status"] for row in rows}
    assert set(STANDARD.codes.reasons) == {row["orsak"] for row in rows} - {""}


@pytest.mark.parametrize(("group", "release"), RELEASES)
def test_no_row_carries_a_number_that_its_status_forbids(group, release):
    """A hidden cell leaves nothing behind, and small numbers stand nowhere."""
    for row in _rows(DATA / group / release):
        carried = {name for name in NUMBERS if row[name]}
        assert carried <= MAY_CARRY[row["status"]]
        assert all(int(row[name]) >= 10 for name in ("namnare", "personer") if row[name])
        if row["taljare"]:
            assert int(row["taljare"]) >= 5
            assert int(row["namnare"]) - int(row["taljare"]) >= 5
        if row["status"] == "skyddad" and not row["namnare"]:
            assert not carried


@pytest.mark.parametrize(("group", "release"), RELEASES)
def test_measures_of_one_base_show_the_same_base(group, release):
    """One base is one count per provider, period and split, whichever measure shows it."""
    shown = defaultdict(set)
    for row in _rows(DATA / group / release):
        if row["status"] in WITH_FIGURES:
            base = STANDARD.measures[row["matt_id"]].base
            shown[row["utforare_orgnr"], base, _cell(row)].add((row["namnare"], row["personer"]))
    assert [key for key, bases in shown.items() if len(bases) > 1] == []


@pytest.mark.parametrize("group", [dataset.group for dataset in DATASETS])
def test_nothing_hidden_can_be_worked_out_from_all_releases(group):
    """An attacker who reads every release of a provider finds no hidden cell closer than it may be found."""
    data = load_data(DATA)
    assert [
        found for found in audit(data.releases[group], data.standard, data.providers).findings if not found.is_warning
    ] == []


@pytest.mark.parametrize("group", [dataset.group for dataset in DATASETS])
def test_a_release_changes_only_what_it_lists_as_corrected(group):
    """Figures shown once stay as they were unless the release says why they changed."""
    releases = [release for dataset, release in RELEASES if dataset == group]
    names = [STANDARD.column_name(role) for role in STANDARD.key]
    for older, newer in pairwise(releases):
        before = {tuple(row[name] for name in names): row for row in _rows(DATA / group / older)}
        after = {tuple(row[name] for name in names): row for row in _rows(DATA / group / newer)}
        changed = {key for key, row in before.items() if row["status"] != "saknas" and row != after.get(key)}
        listed = {tuple(one["key"][name] for name in names) for one in _metadata(group, newer)["corrections"]}
        assert listed == changed
