"""The files of each release: the same rows in every form, described so that other programs read them."""

import csv
import hashlib
import json
import warnings
from importlib.util import find_spec
from pathlib import Path

import pytest
from csvw import CSVW
from frictionless import Package
from openpyxl import load_workbook

from tests.page_types import HOSTILE, HOSTILE_MANY

NUMBERS = ("taljare", "namnare", "personer", "varde", "standardavvikelse", "svarsandel")
HIDDEN = {"skyddad", "for-fa-svar", "saknas", "ej-tillampligt"}


def rows_of(path: Path, **options: str) -> list[dict[str, str]]:
    """Read a CSV file."""
    with path.open(encoding="utf-8-sig", newline="") as handle:
        return list(csv.DictReader(handle, **options))


@pytest.fixture(params=["bu-hvb/2024-05-15", "bu-hvb/2022-05-17", "bu-stodboende/2024-05-15"])
def folder(request, site: Path) -> Path:
    """Return the folder of a release on the example site: the newest, an old one, one of another dataset."""
    return site / "data" / request.param


def test_the_checksums_cover_every_other_file_of_the_release(folder: Path) -> None:
    """`sha256sum --check` finds each file, and no file is left out."""
    lines = (folder / "checksums.txt").read_text(encoding="utf-8").splitlines()
    told = {name: digest for digest, name in (line.split("  ") for line in lines)}
    assert told.keys() == {path.name for path in folder.iterdir()} - {"checksums.txt"}
    assert told == {name: hashlib.sha256((folder / name).read_bytes()).hexdigest() for name in told}


def test_the_twin_for_excel_has_the_same_rows(folder: Path) -> None:
    """Semicolon, decimal comma, byte order mark and CRLF; text as it was, and a point only where text has one."""
    raw = (folder / "observationer-excel.csv").read_bytes()
    assert raw.startswith(b"\xef\xbb\xbf")
    assert raw.count(b"\r\n") == raw.count(b"\n")
    rows = rows_of(folder / "observationer.csv")
    twins = rows_of(folder / "observationer-excel.csv", delimiter=";")
    for row in rows:
        row |= {name: row[name].replace(".", ",") for name in NUMBERS}
    assert rows == twins
    assert any("," in row["varde"] for row in twins)


def test_the_workbook_holds_the_same_rows_with_types(folder: Path) -> None:
    """Numbers are numbers, codes with leading zeros are text, and a blank is a blank and no zero."""
    book = load_workbook(folder / "observationer.xlsx")
    readme, observations, columns, measures, codes = book.worksheets
    assert [sheet.title.split(" - ")[1] for sheet in book.worksheets] == [
        *("Read me", "Observations", "Columns", "Measures", "Codes"),
    ]
    head, *cells = observations.iter_rows(values_only=True)
    assert observations.freeze_panes == "A2"
    assert observations.auto_filter.ref.startswith("A1:")
    rows = rows_of(folder / "observationer.csv")
    assert len(cells) == len(rows)
    for row, found in zip(rows, cells, strict=True):
        for name, cell in zip(head, found, strict=True):
            assert cell == ((float(row[name]) if name in NUMBERS else row[name]) if row[name] else None), (name, row)
    about = {row[0].split(" / ")[-1]: row[1:] for row in readme.iter_rows(min_row=2, values_only=True)}
    assert "påhittat" in about["Example"][0]
    assert "invented" in about["Example"][1]
    assert "never zero" in about["Hidden numbers"][1]
    assert [row[0] for row in columns.iter_rows(min_row=2, values_only=True)] == list(head)
    assert {row[0] for row in measures.iter_rows(min_row=2, values_only=True)} == {row["matt_id"] for row in rows}
    told = {(row[0], row[1]) for row in codes.iter_rows(min_row=2, values_only=True)}
    assert {(name, row[name]) for row in rows for name in ("status", "orsak", "kon", "lagrum")} - {
        ("orsak", "")
    } <= told


def test_the_data_package_is_valid_and_reads_back(folder: Path) -> None:
    """Frictionless finds no fault in either file, and a blank is read as missing, with its label."""
    package = Package(str(folder / "datapackage.json"))
    report = package.validate()
    assert report.flatten(["title", "note"]) == []
    assert package.resource_names == ["observationer", "jamforelse"]
    for resource in package.resources:
        written = rows_of(folder / str(resource.path))
        rows = resource.read_rows()
        assert len(rows) == len(written) > 500
        hidden = [row for row in rows if row["status"] in HIDDEN]
        assert hidden
        assert {row["taljare"] for row in hidden} | {row["varde"] for row in hidden} == {None}
    described = json.loads((folder / "datapackage.json").read_text(encoding="utf-8"))
    assert described["$schema"].endswith("/2.0/datapackage.json")
    assert described["contributors"][0]["roles"] == ["publisher"]
    assert described["created"].startswith(described["version"])
    for resource in described["resources"]:
        (missing,) = resource["schema"]["missingValues"]
        assert missing["value"] == ""
        assert "never zero" in missing["label"]
        assert all(field["title"] and field["title_en"] for field in resource["schema"]["fields"])


@pytest.mark.parametrize(
    ("column", "cell", "error"),
    [("varde", "x", "type-error"), ("status", "hemlig", "constraint-error"), ("matt_id", "", "constraint-error")],
)
def test_the_data_package_tells_wrong_cells(site: Path, tmp_path: Path, column: str, cell: str, error: str) -> None:
    """A cell of the wrong type, one that is no code, and a blank where every row has a value, are all found."""
    folder = site / "data" / "bu-hvb" / "2024-05-15"
    rows = rows_of(folder / "observationer.csv")
    rows[3][column] = cell
    (tmp_path / "datapackage.json").write_bytes((folder / "datapackage.json").read_bytes())
    with (tmp_path / "observationer.csv").open("w", encoding="utf-8", newline="") as handle:
        writer = csv.DictWriter(handle, list(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
    report = Package(str(tmp_path / "datapackage.json")).get_resource("observationer").validate()
    assert report.flatten(["type", "fieldName"]) == [[error, column]]


@pytest.mark.parametrize("name", ["observationer", "jamforelse"])
def test_csv_on_the_web_reads_the_file_back(folder: Path, name: str) -> None:
    """The metadata finds its file, its key holds, and each cell comes back with its type, blank as nothing."""
    with warnings.catch_warnings(record=True) as warned:
        warnings.simplefilter("always")
        read = CSVW(str(folder / f"{name}.csv-metadata.json"), validate=True)
        (table,) = read.tables
        assert table.check_primary_key()
        found = list(table.iterdicts(strict=True))
    assert [str(one.message) for one in warned if issubclass(one.category, UserWarning)] == []
    assert read.is_valid
    rows = rows_of(folder / f"{name}.csv")
    assert len(found) == len(rows)
    assert [column.name for column in table.tableSchema.columns] == list(rows[0])
    for row, cells in zip(rows[:500], found, strict=False):
        for column, cell in cells.items():
            if cell is None or isinstance(cell, str):
                assert (cell or "") == row[column]
            else:
                assert float(cell) == float(row[column])
    hidden = [cells for cells in found if cells["status"] in HIDDEN]
    assert {cells["varde"] for cells in hidden} == {None}


@pytest.mark.skipif(
    find_spec("pyarrow") is None, reason="NOT TESTED: Parquet. Install the extra `parquet` (170 MB) to test it."
)
def test_parquet_holds_the_same_rows(folder: Path) -> None:
    """Text is text, numbers are numbers, and a blank is null."""
    import pyarrow.parquet as pq

    read = pq.read_table(folder / "observationer.parquet").to_pylist()
    rows = rows_of(folder / "observationer.csv")
    assert len(read) == len(rows)
    for cells, row in zip(read, rows, strict=True):
        for name, cell in cells.items():
            wanted = (float(row[name]) if name in NUMBERS else row[name]) if row[name] else None
            assert cell == wanted, name


def test_no_text_runs_as_a_formula(sites: dict[str, Path]) -> None:
    """Where data is hostile, a cell of text that Excel would run gets an apostrophe; in the workbook it is text."""
    guarded = 0
    for name in (HOSTILE, HOSTILE_MANY):
        for path in sites[name].rglob("observationer-excel.csv"):
            original = rows_of(path.with_name("observationer.csv"))
            for row, twin in zip(original, rows_of(path, delimiter=";"), strict=True):
                for column, cell in twin.items():
                    if cell != row[column] and column not in NUMBERS:
                        guarded += 1
                        assert cell == "'" + row[column]
                    assert column in NUMBERS or not cell.startswith(("=", "+", "-", "@", "\t", "\r")), (path, cell)
        for path in sites[name].rglob("observationer.xlsx"):
            for sheet in load_workbook(path).worksheets:
                assert {cell.data_type for row in sheet.iter_rows() for cell in row} <= {"s", "n"}, path
    assert guarded
