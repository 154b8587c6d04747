"""
Sweden's municipalities, against Kolada's own exports.

The exports are read here once more, without the converter. All 290 municipalities are converted and checked; the site
is built for 26 of them.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections import Counter, defaultdict
from pathlib import Path

import pytest
from filelock import FileLock
from lxml import html

from open_comparisons.intake.releases import load_data
from tests.real.excerpts import keep_rows, read_csv
from tests.real.kolada import Municipality, convert, slugs_of

PROJECT = Path(__file__).parents[2]
FOLDER, GEOGRAPHY = "kolada-kpi-1995-2012", "sweden-geo"
DATASET, DAY = "kolada-1995-2012", "2013-01-01"
OLDER_PEOPLE = {
    "Invånare 65+ i särskilda boendeformer, andel (%)": "N23890",
    "Invånare 65+ som var beviljade hemtjänst i ordinärt boende, andel (%)": "N21890",
}
EVERY = 12
COUNTS = {"N01918", "N01938"}


def read_source(folder):
    """Every value of a municipality, by its name, key figure and year; those without a code are left out."""
    cells = {(row["Kommun"], row["Variabelkod"], row["År"]): row["Värde"] for row in read_csv(folder / "nyckeltal.csv")}
    for row in read_csv(folder / "kld_aldre1.csv"):
        name, code = row["Kommun.Landsting"], OLDER_PEOPLE.get(row["Nyckeltal"])
        if code and name not in {"Alla kommuner (ovägt medel)", "Kommuner per län"}:
            cells[name, code, row["År"]] = row["Visat.Värde"]
    return cells


@pytest.fixture(scope="module")
def names(real_folder):
    """The short name of each municipality by its code."""
    rows = read_csv(real_folder(GEOGRAPHY) / "municipalities.csv")
    return {row["municipality_code"]: row["municipality_name_short"] for row in rows}


@pytest.fixture(scope="module")
def source(real_folder):
    return read_source(real_folder(FOLDER))


@pytest.fixture(scope="module")
def converted(real_folder, shared_folder):
    """The data folder of all municipalities, converted once."""
    real_folder(GEOGRAPHY)
    folder = shared_folder / "kolada-all"
    with FileLock(shared_folder / "kolada-all.lock"):
        if not folder.is_dir():
            convert(real_folder(FOLDER), folder)
    return folder


@pytest.fixture(scope="module")
def data(converted):
    """The converted data, read and checked as the build reads it: one problem anywhere would stop here."""
    return load_data(converted)


@pytest.fixture(scope="module")
def built(real_folder, shared_folder, build_real):
    """A site of every twelfth municipality, and of the one that was formed within the years."""
    folder, geography = real_folder(FOLDER), real_folder(GEOGRAPHY)
    few = shared_folder / "kolada-few"
    with FileLock(shared_folder / "kolada-few.lock"):
        if not few.is_dir():
            listed = [row["municipality_name_short"] for row in read_csv(geography / "municipality_county.csv")]
            kept = {*listed[::EVERY], "Knivsta"}
            keep_rows(folder / "nyckeltal.csv", few / FOLDER / "nyckeltal.csv", "Kommun", kept)
            keep_rows(folder / "kld_aldre1.csv", few / FOLDER / "kld_aldre1.csv", "Kommun.Landsting", kept)
            name = "municipality_county.csv"
            keep_rows(geography / name, few / GEOGRAPHY / name, "municipality_name_short", kept)
    return build_real("kolada", few)


def main_text(built, *parts):
    root = html.parse(built.site.joinpath(*parts, "index.html")).getroot()
    return " ".join(root.find(".//main").text_content().split())


def test_every_source_value_becomes_one_row(source, names, data):
    """No municipality, key figure or year is lost or made up, and no value is rounded."""
    (release,) = data.releases[DATASET]
    roles = ("provider_id", "measure_id", "period", "value", "status", "denominator")
    rows = {
        (names[provider], measure, period): (value, status, denominator)
        for provider, measure, period, value, status, denominator in zip(
            *(release.table.columns[role] for role in roles), strict=True
        )
    }
    assert rows.keys() == source.keys()
    assert len(rows) == 92_738 + 2 * 4 * 290 - 1
    for key, published in source.items():
        value, status, denominator = rows[key]
        assert denominator is None
        if key[1] in COUNTS and float(published) == 0:
            assert (key[0], value, status) == ("Knivsta", None, "ej-tillampligt")
        else:
            assert (value, status) == (float(published), "ok"), key


def test_codes_keep_their_four_figures(names, data):
    """Leading zeros stay, all 290 names have found their code, and two names alike have addresses of their own."""
    assert {provider.id for provider in data.providers} == names.keys()
    assert len(names) == 290
    assert sum(provider.id.startswith("0") for provider in data.providers) > 50
    slugs = {provider.id: provider.slug for provider in data.providers}
    assert (slugs["0643"], slugs["0305"], slugs["0140"]) == ("habo", "habo-0305", "nykvarn")
    counties = {data.standard.areas[code].group_name for code in names}
    assert len(counties) == 21


def test_addresses_do_not_depend_on_who_is_kept(real_folder, tmp_path):
    """With the first municipalities only, each has the address that it has among all."""
    converted = convert(real_folder(FOLDER), tmp_path / "data", providers=30)
    assert converted["providers"] == 30
    assert {row["kod"]: row["slug"] for row in read_csv(tmp_path / "data" / "utforare.csv")}["0305"] == "habo-0305"
    assert slugs_of({"Åre": Municipality("2321", "Åre kommun", "Åre", "23", "Jämtlands län")}) == {"Åre": "are"}


def test_key_figures_belong_to_the_people_they_are_about(source, data):
    """All 37 have a target group and a title in both languages; older people come first."""
    standard = data.standard
    assert {code for _, code, _ in source} == set(standard.measures)
    by_group = defaultdict(set)
    for measure in standard.measures.values():
        (group,) = measure.target_groups
        by_group[group].add(measure.id)
        assert measure.title.sv
        assert measure.title.en
        assert measure.kind.name == ("count" if measure.id in COUNTS else "reported")
    assert next(iter(standard.target_groups)) == "aldre"
    assert by_group["aldre"] >= {"N20014", "N20028", "N20896", "N23890", "N21890"}
    assert (by_group["ekonomiskt-bistand"], by_group["nyanlanda"]) == ({"N31001"}, {"N40010"})


def test_descriptions_are_the_sources_own(real_folder, data):
    """What a key figure counts is said in the source's words, and where the source cuts them off that is said."""
    listed = {row["Kod"]: row for row in read_csv(real_folder(FOLDER) / "nyckeltal_metadata.csv")}
    for measure in data.standard.measures.values():
        if measure.id == "N01958":
            assert measure.id not in listed
            assert measure.definition.sv is None
            continue
        words = (measure.definition.sv or "").removesuffix(" … (avkortad i källan)")
        assert words == " ".join(listed[measure.id]["Beskrivning"].split())


def test_the_check_says_what_it_could_not_check(converted, data):
    """No value says how many persons it rests on; the check counts them, finds no problem, and says so in words."""
    (release,) = data.releases[DATASET]
    kinds = Counter(measure in COUNTS for measure in release.table.columns["measure_id"])
    assert release.submissions[0].more["without_base"] == kinds[False] == 86_938
    command = [sys.executable, "-m", "open_comparisons.cli", "check", str(converted), "--lang", "en"]
    done = subprocess.run(command, cwd=PROJECT / "plugins", capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout
    assert "Rows with a value but no n: 86938. Small numbers cannot be checked there." in done.stdout


@pytest.mark.parametrize(
    ("start", "groups", "words"),
    [
        ("", "malgrupper", "Källan säger inte hur många personer värdena bygger på, så ingen kontroll av små tal har"),
        ("en", "target-groups", "The source does not say how many persons the values rest on, so no check of small"),
    ],
)
def test_pages_say_that_no_check_could_be_made(built, start, groups, words):
    """On each measure's page, and with the number of values on the release's page; counts need no n."""
    assert words in main_text(built, start, groups, "aldre", "N20896")
    assert words not in main_text(built, start, groups, "aldre", "N01938")
    release = main_text(built, start, "releases" if start else "utgavor", DATASET, DAY)
    assert ("check of small numbers" if start else "kontroll av små tal") in release


def test_no_value_is_compared_or_averaged(built):
    """No group value, limit or category anywhere; only plain counts have an interval."""
    rows = read_csv(built.site / "data" / DATASET / DAY / "jamforelse.csv")
    assert len(rows) > 7000
    for row in rows:
        assert (row["referens"], row["kategori"]) == ("", "kan-ej-bedomas")
        assert row["nyckeltal"] in COUNTS or row["nedre_95"] == ""
    reasons = {row["kategori_skal"] for row in rows if row["nyckeltal"] not in COUNTS}
    assert reasons == {"som-rapporterat"}


def test_figures_are_shown_rounded_and_handed_out_whole(built, source):
    """A page rounds 4842.79531235 kronor to 4 843; the file has the value as Kolada has it."""
    rows = read_csv(built.site / "data" / DATASET / DAY / "observationer.csv")
    whole = {(row["kommun_kod"], row["nyckeltal"], row["ar"]): row["varde"] for row in rows}
    kept = read_csv(built.data / "utforare.csv")[0]
    name = kept["namn"].removesuffix(" kommun")
    published = source[name, "N20014", "2011"]
    assert float(whole[kept["kod"], "N20014", "2011"]) == float(published)
    shown = f"{round(float(published)):,}"
    assert f"{shown} SEK" in main_text(built, "en", "target-groups", "aldre", "N20014")


def test_a_municipality_that_was_not_there_has_no_value(built):
    """Knivsta was formed in 2003; nought inhabitants before that is no figure."""
    rows = read_csv(built.site / "data" / DATASET / DAY / "jamforelse.csv")
    knivsta = {
        row["ar"]: (row["status"], row["varde"])
        for row in rows
        if (row["kommun_kod"], row["nyckeltal"]) == ("0330", "N01938")
    }
    assert knivsta["1998"] == knivsta["2001"] == ("ej-tillampligt", "")
    assert knivsta["2002"] == ("ok", "1243")


def test_the_source_is_named_where_the_figures_are_used(built):
    """“Källa: Kolada” stands on every page, in every row and in the metadata, as its terms ask."""
    pages = sorted(built.site.rglob("index.html"))
    assert len(pages) > 200
    for path in pages:
        assert "Källa: Kolada" in path.read_text(encoding="utf-8"), path.relative_to(built.site)
    for name in ("observationer.csv", "jamforelse.csv"):
        assert {row["kalla"] for row in read_csv(built.site / "data" / DATASET / DAY / name)} == {"Källa: Kolada"}
    package = json.loads((built.site / "data" / DATASET / DAY / "datapackage.json").read_text(encoding="utf-8"))
    assert package["notes"]["sv"].startswith("Källa: Kolada.")


def test_unknown_names_and_key_figures_stop_the_conversion(real_folder, tmp_path):
    """A municipality or key figure that is new is named, never dropped."""
    source, geography = tmp_path / "real" / FOLDER, tmp_path / "real" / GEOGRAPHY
    geography.mkdir(parents=True)
    name = "municipality_county.csv"
    (geography / name).write_bytes((real_folder(GEOGRAPHY) / name).read_bytes())
    keep_rows(real_folder(FOLDER) / "kld_aldre1.csv", source / "kld_aldre1.csv", "Kommun.Landsting", {"Ale"})
    for row, wrong in (("N20014,Ankeborg,1998,1.0", "Ankeborg"), ("N99999,Ale,1998,1.0", "N99999")):
        (source / "nyckeltal.csv").write_text(f"Variabelkod,Kommun,År,Värde\n{row}\n", encoding="utf-8")
        with pytest.raises(ValueError, match=wrong):
            convert(source, tmp_path / "data")
