"""`/api/v1/`: static JSON that says what `jamforelse.csv` says, and is as its schemas tell."""

import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from open_comparisons.estimates.comparison import METHOD_VERSION
from tests.page_types import EXAMPLE, HOSTILE, MANY
from tests.site.pages import csv_rows

NEWEST = {"bu-hvb": "2024-05-15", "bu-stodboende": "2024-05-15"}
ENGLISH = {
    "utforare_orgnr": "provider_id", "enhet_id": "unit_id", "malgrupp": "target_group", "matt_id": "measure_id",
    "matt_version": "measure_version", "kon": "sex", "alder": "age", "lagrum": "act", "orsak": "reason",
    "taljare": "numerator", "namnare": "denominator", "varde": "value", "nedre_95": "lower_95", "ovre_95": "upper_95",
    "nedre_998": "lower_998", "ovre_998": "upper_998", "referens": "reference", "referens_lag": "reference_low",
    "referens_hog": "reference_high", "referens_antal": "reference_providers", "kategori": "category",
    "kategori_skal": "category_reason", "trend_skal": "trend_reason", "grans_nedre_95": "limit_lower_95",
    "grans_ovre_95": "limit_upper_95", "grans_nedre_998": "limit_lower_998", "grans_ovre_998": "limit_upper_998",
    "overspridning": "overdispersion", "slump_95": "chance_95", "slump_998": "chance_998",
    "upptacks_lagre_10": "tell_lower_10", "upptacks_hogre_10": "tell_higher_10",
    "upptacks_lagre_20": "tell_lower_20", "upptacks_hogre_20": "tell_higher_20",
    "trend_ar_till": "trend_years_missing", "bortfall_lagst": "nonresponse_low",
    "bortfall_hogst": "nonresponse_high", "trend_upptacks_5": "tell_trend_5",
    "forandring": "change", "forandring_skal": "change_reason", "forandring_fran": "change_from",
    "forandring_nedre": "change_lower", "forandring_ovre": "change_upper",
    "utforare_namn": "provider_name", "kalla": "source",
}  # fmt: skip
HIDDEN = {"skyddad", "for-fa-svar", "saknas", "ej-tillampligt"}
FIGURES = (
    *("numerator", "value", "lower_95", "upper_95", "lower_998", "upper_998"),
    *("nonresponse_low", "nonresponse_high"),
)


def read(site: Path, name: str) -> dict[str, Any]:
    """Read a file of the API."""
    return json.loads((site / "api" / "v1" / name).read_text(encoding="utf-8"))


def rows_in(site: Path, section: str) -> Iterator[dict[str, Any]]:
    """The rows of all files of a section, by column."""
    for path in sorted((site / "api" / "v1" / section).glob("*.json")):
        content = json.loads(path.read_text(encoding="utf-8"))
        for row in content["rows"]:
            yield dict(zip(content["columns"], row, strict=True))


def compared(site: Path) -> list[dict[str, str]]:
    """The rows of `jamforelse.csv` in the newest releases."""
    rows = []
    for dataset, release in NEWEST.items():
        rows += csv_rows(site / "data" / dataset / release / "jamforelse.csv")
    return rows


@pytest.mark.parametrize("name", [EXAMPLE, HOSTILE, MANY])
def test_every_file_is_as_its_schema_says(sites: dict[str, Path], name: str) -> None:
    """Each file names its schema, which is a JSON Schema 2020-12, and keeps to it; so do the examples in the schema."""
    root = sites[name] / "api" / "v1"
    checks = {}
    for path in sorted((root / "schema").iterdir()):
        schema = json.loads(path.read_text(encoding="utf-8"))
        Draft202012Validator.check_schema(schema)
        checks[f"schema/{path.name}"] = check = Draft202012Validator(schema)
        assert " / " in schema["title"]
        assert schema["examples"]
        for example in schema["examples"]:
            assert [error.message for error in check.iter_errors(example)] == []
    seen = Counter()
    for path in sorted(root.rglob("*.json")):
        if path.parent.name == "schema":
            continue
        content = json.loads(path.read_text(encoding="utf-8"))
        schema_name = content["metadata"]["schema"]
        seen[schema_name] += 1
        assert [error.message for error in checks[schema_name].iter_errors(content)] == [], path
    assert seen.keys() == checks.keys()


@pytest.mark.parametrize(
    ("column", "cell"), [("value", "5"), ("status", "hemlig"), ("provider_id", None), ("reference_providers", 2.5)]
)
def test_the_schema_tells_wrong_rows(site: Path, column: str, cell: object) -> None:
    """A number as text, an unknown code, a blank key and half a provider all break the schema."""
    content = read(site, "measures/planerat-avslut.json")
    check = Draft202012Validator(read(site, content["metadata"]["schema"]))
    row = next(row for row in content["rows"] if row[content["columns"].index("status")] == "ok")
    row[content["columns"].index(column)] = cell
    assert len(list(check.iter_errors(content))) == 1


def test_the_schema_tells_a_hidden_row_with_a_figure(site: Path) -> None:
    """A hidden row with a numerator or a value breaks the schema."""
    content = read(site, "measures/planerat-avslut.json")
    check = Draft202012Validator(read(site, content["metadata"]["schema"]))
    row = next(row for row in content["rows"] if row[content["columns"].index("status")] == "skyddad")
    row[content["columns"].index("numerator")] = 3
    assert len(list(check.iter_errors(content))) == 1


@pytest.mark.parametrize("section", ["providers", "measures"])
def test_the_rows_are_those_of_the_comparison(site: Path, section: str) -> None:
    """Together the files of a section hold each row of the newest `jamforelse.csv` once, cell by cell."""
    wanted = Counter(
        tuple((ENGLISH.get(name, name), cell) for name, cell in row.items() if not name.endswith("_version"))
        for row in compared(site)
    )
    found = list(rows_in(site, section))

    def as_text(cell: object) -> str:
        return "" if cell is None else str(cell)

    have = Counter(
        tuple((name, as_text(cell)) for name, cell in row.items() if name != "measure_version") for row in found
    )
    assert len(found) == sum(wanted.values()) > 3000
    assert have == wanted


def test_a_hidden_row_has_status_and_no_figure(site: Path) -> None:
    """It is there, says why, and carries neither count, value nor interval."""
    hidden = [row for row in rows_in(site, "providers") if row["status"] in HIDDEN]
    assert len(hidden) > 1000
    assert {row[name] for row in hidden for name in FIGURES} == {None}
    assert all(row["reason"] for row in hidden if row["status"] == "saknas")


def test_a_target_group_has_one_group_value_per_measure_and_period(site: Path) -> None:
    """The group values are those beside each provider's row, and each is said once."""
    told = {}
    for group in ("bu-hvb", "bu-stodboende"):
        content = read(site, f"target-groups/{group}.json")
        for row in content["rows"]:
            cells = dict(zip(content["columns"], row, strict=True))
            key = (group, *(cells[name] for name in ("measure_id", "period", "sex", "age", "act", "instrument")))
            assert key not in told
            told[key] = cells["reference"]
    names = ("target_group", "measure_id", "period", "sex", "age", "act", "instrument")
    beside = {
        tuple(row[name] for name in names): row["reference"]
        for row in rows_in(site, "measures")
        if row["reference"] is not None and row["unit_id"] is None
    }
    assert told == beside


def test_the_index_leads_to_every_file_and_page(site: Path) -> None:
    """Each address in it exists, and no file is left out; every column of the rows is explained."""
    index = read(site, "index.json")
    entries = [*index["providers"], *index["measures"], *index["target_groups"]]
    root = site / "api" / "v1"
    files = {path.relative_to(root).as_posix() for path in root.rglob("*.json")}
    assert {*(entry["url"] for entry in entries), *index["schemas"], "index.json"} == files
    for entry in entries:
        assert all((site / entry["page"][lang] / "index.html").is_file() for lang in ("sv", "en"))
    columns = read(site, "providers/angsviken.json")["columns"]
    assert [column["name"] for column in index["columns"]] == columns
    assert all(column["title"]["sv"] and column["title"]["en"] for column in index["columns"])


def test_every_file_says_what_it_is_made_from(site: Path) -> None:
    """Release, versions, licence, what null means, and that the figures are invented."""
    for path in (site / "api" / "v1").glob("*/*.json"):
        if path.parent.name == "schema":
            continue
        content = json.loads(path.read_text(encoding="utf-8"))
        about = content["metadata"]
        assert about["method_version"] == METHOD_VERSION
        assert about["standard"]["version"] == "1.2.0"
        assert about["licence"]["url"] == "http://creativecommons.org/licenses/by/4.0/"
        assert "never zero" in about["missing"]["en"]
        if content["rows"]:
            assert about["example"] is True
            assert {one["dataset"]: one["release"] for one in about["releases"]}.items() <= NEWEST.items()
