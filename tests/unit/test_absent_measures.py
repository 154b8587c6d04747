"""A provider says once for each measure that it does not have it; all rows of the measure get the reason."""

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from open_comparisons.cli.main import main
from open_comparisons.intake.cells import Table
from open_comparisons.intake.checks.run import check_file
from tests.descriptions import ANSWERED
from tests.submitted_rows import STANDARD, TERMS
from tests.unit.test_blank_files import STANDARD as STANDARD_FOLDER
from tests.unit.test_blank_files import fill_in, saved_as_csv, template
from tests.unit.test_workbooks import workbook, write_rows

BLANK: Mapping[str, str | None] = dict.fromkeys(("taljare", "namnare", "personer", "varde"), "")
TWO_YEARS = ({"period": "2021"} | BLANK, {"period": "2022"} | BLANK)
LACKING = ("planerat-avslut", "ej-matt")


def with_absent_sheet(
    rows: Sequence[Mapping[str, Any]], *absent: Sequence[str], headings: Sequence[str] = ("matt_id", "orsak")
) -> bytes:
    """A workbook with rows of data, and a sheet of measures that the provider does not have."""

    def fill(book: Any) -> None:
        write_rows(book.add_worksheet("Data"), *rows)
        sheet = book.add_worksheet("Saknas")
        sheet.write(0, 0, "Mått som vi inte har")
        for row, cells in enumerate((headings, *absent), start=2):
            sheet.write_row(row, 0, cells)

    return workbook(fill)


def checked(content: bytes) -> tuple[Table, list[tuple[str, int, str]]]:
    """The table, and code, row and cell of all problems."""
    table, problems = check_file(content, "siffror.xlsx", TERMS)
    return table, [(each.code, each.row, each.cell) for each in problems]


@pytest.mark.parametrize("reason", ["ej-matt", "EJ-MATT ", "Inte mätt", "not measured"])
def test_all_rows_of_an_absent_measure_get_its_reason(reason: str) -> None:
    """By its code or its title in any language, and the reading says how many rows it was."""
    table, problems = checked(with_absent_sheet(TWO_YEARS, ("planerat-avslut", reason)))
    assert problems == []
    assert table.text("status") == ["saknas", "saknas"]
    assert table.text("reason") == ["ej-matt", "ej-matt"]
    assert table.numbers("value") == [None, None]
    said = "2 rader fick status saknas, eftersom bladet ”Saknas” säger att du inte har deras mått."
    assert said in table.reading.as_text("sv")


def test_a_row_that_says_something_of_its_own_keeps_it() -> None:
    """Its own status or reason is what the provider meant for that row."""
    rows = [TWO_YEARS[0], TWO_YEARS[1] | {"status": "saknas", "orsak": "startade-senare"}]
    table, problems = checked(with_absent_sheet(rows, LACKING))
    assert problems == []
    assert table.text("reason") == ["ej-matt", "startade-senare"]


def test_figures_are_never_taken_away() -> None:
    """Where a row has a number the provider is asked which of the two is right, and the row is left as it is."""
    table, problems = checked(with_absent_sheet([{"period": "2021"}, TWO_YEARS[1]], LACKING))
    assert problems == [("figures-of-absent-measure", 2, "O2")]
    assert table.numbers("numerator") == [31, None]
    assert table.text("status") == ["ok", "saknas"]


def test_a_formula_without_a_result_is_blank_in_such_a_row() -> None:
    """As in a template that a program without formulas has saved."""

    def fill(book: Any) -> None:
        sheet = book.add_worksheet("Data")
        write_rows(sheet, TWO_YEARS[0])
        sheet.write_formula("R2", '=IF(O2="","",O2)', None, "")
        absent = book.add_worksheet("Saknas")
        absent.write_row(0, 0, ("matt_id", "orsak"))
        absent.write_row(1, 0, LACKING)

    assert checked(workbook(fill))[1] == []


@pytest.mark.parametrize(
    ("absent", "code"),
    [
        (("planerat-avslut", "vet ej"), "unknown-absent-reason"),
        (("planerade-avslut", "ej-matt"), "unknown-absent-measure"),
        (("trygghet", "ej-matt"), "absent-measure-without-rows"),
    ],
)
def test_a_line_that_cannot_be_followed_is_one_problem(absent: Sequence[str], code: str) -> None:
    """It names the sheet and the cell, and its rows are not problems as well."""
    rows = TWO_YEARS if code == "unknown-absent-reason" else [{}]
    _, problems = check_file(with_absent_sheet(rows, absent), "siffror.xlsx", TERMS)
    assert [each.code for each in problems] == [code]
    for lang in ("sv", "en"):
        said = problems[0].as_text(lang)
        assert "Saknas" in said
        assert "B4" in said


@pytest.mark.parametrize("headings", [("matt_id", "orsak", "status"), ("matt_id", "skäl")])
def test_other_sheets_say_nothing_of_absent_measures(headings: Sequence[str]) -> None:
    """Only one with the headings of measure and reason, and not of the status, which data have."""
    table, _ = checked(with_absent_sheet([{}], LACKING, headings=headings))
    assert table.text("status") == ["ok"]


def test_a_measure_that_nobody_filled_in_is_one_problem() -> None:
    """It says where to give a reason, in a workbook and in a CSV file, in place of a problem for each cell."""
    _, problems = check_file(with_absent_sheet(TWO_YEARS), "siffror.xlsx", TERMS)
    assert [(each.code, each.row) for each in problems] == [("blank-measures-in-workbook", 2)]
    assert "planerat-avslut (rad 2 och 3)" in problems[0].message("sv")


def test_a_measure_with_a_number_that_cannot_be_read_is_not_blank() -> None:
    """What is wrong with the number is said instead."""
    rows = [TWO_YEARS[0] | {"taljare": "ungefär tio"}, TWO_YEARS[1]]
    codes = {code for code, _, _ in checked(with_absent_sheet(rows))[1]}
    assert "not-a-number" in codes
    assert "blank-measures-in-workbook" not in codes


def save_changed(path: Path, change: Callable[[Any], None]) -> None:
    """Save a template after a change, as a program that knows no formulas does."""
    book = openpyxl.load_workbook(path)
    change(book)
    book.save(path)


def test_eighty_rows_of_the_template_need_one_choice_each_measure(tmp_path: Path) -> None:
    """A provider with one measure fills in its four rows and says of the others that it does not measure them."""
    path, out = tmp_path / "mall.xlsx", tmp_path / "skyddade.csv"
    assert template("bu-hvb", path) == 0
    rows = saved_as_csv(path, "Data")
    filled = {line: row for line, row in enumerate(fill_in(rows), start=2) if row["matt_id"] == "planerat-avslut"}

    def change(book: Any) -> None:
        for line, row in enumerate(rows, start=2):
            for column, (name, cell) in enumerate((row | filled.get(line, {})).items(), start=1):
                number = line in filled and name in {"taljare", "namnare", "personer", "varde"}
                if line in filled or name in {"utforare_orgnr", "utforare_namn", "regi", "kommun_kod"}:
                    own = filled.get(line, next(iter(filled.values())))[name]
                    book["Data"].cell(line, column).value = float(cell) if number else own or None
        for line in book["Mått som saknas"].iter_rows(min_row=5):
            if line[0].value and line[0].value != "planerat-avslut":
                line[2].value = "Inte mätt"

    save_changed(path, change)
    assert main(["check", str(path), "--standard", str(STANDARD_FOLDER)]) == 0
    assert main(["protect", str(path), "-o", str(out), "--standard", str(STANDARD_FOLDER), *ANSWERED]) == 0
    content = out.read_text(encoding="utf-8")
    assert content.count(",saknas,ej-matt,") == len(rows) - len(filled)
    assert len(STANDARD.measures_of("bu-hvb")) > 20
