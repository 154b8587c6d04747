"""The blank workbook in real LibreOffice: what it says as it is filled in, and what is read of it as it is saved."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from open_comparisons.cli.main import main
from open_comparisons.intake.cells import Table, read_table
from open_comparisons.intake.checks.run import check_file
from open_comparisons.intake.handover.sheet import answer_label, read_answers
from open_comparisons.intake.workbooks.sheets import column_letters
from tests.descriptions import ANSWERED
from tests.libreoffice import CSV, WORKBOOK, csv_options, run_libreoffice
from tests.submitted_rows import STANDARD, TERMS
from tests.unit.test_blank_files import OWN, fill_in, saved_as_csv, sheets, template
from tests.unit.test_blank_files import STANDARD as STANDARD_FOLDER

pytestmark = pytest.mark.slow

NAMES = [column.name for column in STANDARD.columns]
TYPED = ("taljare", "namnare", "personer", "svarsandel", "instrument")
"""The cells to fill in of a share; its value works itself out."""
ABSENT = ("drogfri-6m", "brottsfri-12m")
ANSWERS = {
    "contact_role": "Kvalitetsansvarig",
    "method_note": "Avslutade placeringar ur vårt system.",
    "known_gaps": "Inga kända luckor.",
    "approved_by": "Verksamhetschef",
}
DIALECTS: Mapping[str, tuple[str, int, str, bool, str]] = {
    # Separator, number of the character set, country, all text quoted, and the encoding that is to be found.
    "excel-sv": (";", 1, "SE", False, "windows-1252"),
    "utf-8": (",", 76, "GB", False, "utf-8"),
    "utf-16": ("\t", 65535, "SE", False, "utf-16"),
    "mac": (";", 2, "SE", False, "mac-roman"),
    "dos": (";", 4, "SE", False, "cp850"),
    "quoted": (",", 1, "SE", True, "windows-1252"),
}
MISTAKES = {
    # What is typed into the row of a measure and what the sheet of checks then begins with.
    "above": ({"taljare": "41", "namnare": "40"}, "taljare: täljaren är större än nämnaren."),
    "words": ({"taljare": "ungefär tio"}, "taljare: ska vara ett tal i siffror"),
    "decimals": ({"namnare": "40.5"}, "namnare: ett antal har inga decimaler."),
    "negative": ({"namnare": "-40"}, "namnare: talet är för litet."),
    "persons": ({"taljare": "30", "namnare": "40", "personer": "41"}, "personer: fler personer"),
    "lacking": ({"taljare": "30"}, "namnare: rutan är tom"),
    "not-given": ({"taljare": "30", "status": "saknas", "orsak": "ej-matt"}, "taljare: raden säger att"),
    "no-reason": ({"status": "saknas"}, "orsak: välj en orsak"),
}
OTHER_SHEETS = ("Börja här", "Mått som saknas", "Kontroll", "Koder", "Mått")
OWN_MISTAKES = {
    # What is typed about the provider, and what then stands beside it.
    "utforare_orgnr": {"437623-5183": "Numret stämmer inte.", "4376": "Skriv tio siffror", OWN["utforare_orgnr"]: ""},
    "regi": {"komunal": "Koden finns inte.", "kommunal": ""},
    "kommun_kod": {"9999": "Koden finns inte.", OWN["kommun_kod"]: ""},
}


@dataclass(frozen=True)
class Filled:
    """The workbook as LibreOffice saved it, as CSV in each dialect, and what its cells showed."""

    folder: Path
    shown: list[str]
    wrong: Mapping[str, list[str]]
    remarks: Mapping[tuple[str, str], str]
    rows: list[dict[str, str]]
    in_english: list[str]


def place(name: str, line: int) -> str:
    return f"{column_letters(NAMES.index(name) + 1)}{line}"


def beside(workbook: Path, label: str) -> str:
    """The cell to the right of a label on the first sheet."""
    for row, line in enumerate(saved_rows(workbook, "Börja här"), start=1):
        if line.get("A") == label:
            return f"B{row}"
    raise AssertionError(label)


def saved_rows(workbook: Path, sheet: str) -> list[dict[str, str]]:
    """The cells with text of each row of a sheet, by column; rows without any are in their place."""
    book = openpyxl.load_workbook(workbook)
    return [
        {
            cell.column_letter: str(cell.value)
            for cell in line
            if cell.value is not None and hasattr(cell, "column_letter")
        }
        for line in book[sheet].iter_rows()
    ]


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Filled:
    """Everything that LibreOffice is asked for, in one start of it."""
    folder = tmp_path_factory.mktemp("libreoffice")
    blank = folder / "mall.xlsx"
    assert template("bu-hvb", blank) == 0
    rows = [row | OWN for row in fill_in(saved_as_csv(blank, "Data"))]
    typed: list[list[str]] = []
    titles = {column.name: column.title.plain("sv") for column in STANDARD.columns}
    typed += [["Börja här", beside(blank, titles[name]), text] for name, text in OWN.items()]
    typed += [["Börja här", beside(blank, answer_label(name, "sv")), text] for name, text in ANSWERS.items()]
    for line, cells in enumerate(saved_rows(blank, "Mått som saknas"), start=1):
        if cells.get("A") in ABSENT:
            typed.append(["Mått som saknas", f"C{line}", "Inte mätt"])
    for line, row in enumerate(rows, start=2):
        measure = STANDARD.measures[row["matt_id"]]
        names = TYPED if measure.is_share else (*TYPED, "varde")
        if row["matt_id"] not in ABSENT:
            typed += [["Data", place(name, line), row[name]] for name in names if row[name]]
    typed.append(["Data", place("kommentar", 2), "Räknat på ärenden från åren"])
    show = [["Data", place("varde", 2)], ["Kontroll", "B3"], ["Kontroll", "B4"], ["Kontroll", "B5"], ["Kontroll", "B6"]]
    jobs: list[Mapping[str, Any]] = [
        {
            "open": str(blank),
            "type": typed,
            "show": show,
            "save": [[str(folder / "ifylld.xlsx"), WORKBOOK, "", ""]],
        }
    ]
    for name, (separator, charset, country, quoted, _) in DIALECTS.items():
        options = csv_options(separator, charset, quoted=quoted)
        save = [[str(folder / f"{name}.csv"), CSV, options, "Data"]]
        lang = "sv" if country == "SE" else "en"
        jobs.append({"open": str(folder / "ifylld.xlsx"), "lang": lang, "country": country, "save": save})
    save = [[str(folder / "fel.csv"), CSV, csv_options(";", 76), sheet] for sheet in OTHER_SHEETS]
    jobs.insert(0, {"open": str(blank), "save": save})
    for mistake, _ in MISTAKES.values():
        cells = [["Data", place(name, 2), text] for name, text in mistake.items()]
        jobs.append({"open": str(blank), "type": cells, "show": [["Kontroll", "A9"], ["Kontroll", "B9"]]})
    about = [(name, text) for name, texts in OWN_MISTAKES.items() for text in texts]
    for name, text in about:
        cell = beside(blank, titles[name])
        remark = ["Börja här", cell.replace("B", "C")]
        jobs.append({"open": str(blank), "type": [["Börja här", cell, text]], "show": [remark]})
    english = folder / "template.xlsx"
    assert template("bu-hvb", english, "--lang", "en") == 0
    typed = [["Measures you lack", "C5", "Not measured"], ["Data", place("taljare", 6), "x"]]
    show = [["Data", place("status", 2)], ["Data", place("orsak", 2)], ["Checks", "A13"], ["Checks", "B13"]]
    jobs.insert(0, {"open": str(english), "type": typed, "show": show})
    in_english, _, *shown = run_libreoffice(jobs, folder)
    wrong = dict(zip(MISTAKES, shown[1 + len(DIALECTS) :], strict=False))
    remarks = {place: cells[0] for place, cells in zip(about, shown[-len(about) :], strict=True)}
    return Filled(folder, shown[0], wrong, remarks, rows, in_english)


def read(path: Path) -> Table:
    table, problems = read_table(path.read_bytes(), path.name, STANDARD.columns, STANDARD)
    assert problems == []
    return table


def test_the_workbook_counts_for_the_provider(filled: Filled) -> None:
    """Shares are worked out, and the sheet of checks says how many rows are done, missing, blank and wrong."""
    absent = sum(row["matt_id"] in ABSENT for row in filled.rows)
    assert filled.shown == ["50", str(len(filled.rows) - absent), str(absent), "0", "0"]


@pytest.mark.parametrize("mistake", MISTAKES)
def test_the_workbook_says_what_is_wrong_as_it_is_typed(filled: Filled, mistake: str) -> None:
    """With the column and the reason, on the line of the row."""
    state, reason = filled.wrong[mistake]
    assert state == "Att rätta"
    assert reason.startswith(MISTAKES[mistake][1])


def test_the_workbook_in_english_does_the_same(filled: Filled) -> None:
    """A measure that is not measured, and a word in place of a count."""
    status, reason, state, fault = filled.in_english
    assert (status, reason, state) == ("saknas", "ej-matt", "To correct")
    assert fault.startswith("taljare: must be a number in figures")


def test_who_the_provider_is_is_checked_as_it_is_typed(filled: Filled) -> None:
    """The check digit of the organisation number, and codes that are in no list; nothing is said of what is right."""
    for name, texts in OWN_MISTAKES.items():
        for text, expected in texts.items():
            said = filled.remarks[name, text]
            assert said.startswith(expected) if expected else not said


def test_what_was_typed_is_what_is_read(filled: Filled) -> None:
    """Cell by cell; the results of formulas are those that LibreOffice stored."""
    table = read(filled.folder / "ifylld.xlsx")
    names = {column.name: column.role for column in STANDARD.columns}
    for index, row in enumerate(filled.rows):
        is_absent = row["matt_id"] in ABSENT
        for name in ("taljare", "namnare", "personer", "varde", "svarsandel"):
            expected = None if is_absent or not row[name] else float(row[name])
            assert table.numbers(names[name])[index] == expected, (row["matt_id"], name)
        assert table.text("status")[index] == ("saknas" if is_absent else "ok")
        assert table.text("reason")[index] == ("ej-matt" if is_absent else "")
    assert set(table.text("provider_name")) == {"Ängsvikens HVB"}


@pytest.mark.parametrize("dialect", DIALECTS)
def test_each_csv_dialect_gives_the_same_table_as_the_workbook(filled: Filled, dialect: str) -> None:
    """Whatever separates cells and decimals, and whatever letters are stored as."""
    workbook, table = read(filled.folder / "ifylld.xlsx"), read(filled.folder / f"{dialect}-Data.csv")
    assert table.reading.encoding == DIALECTS[dialect][-1]
    assert table.columns == workbook.columns


@pytest.mark.parametrize("name", ["ifylld.xlsx", *(f"{dialect}-Data.csv" for dialect in DIALECTS)])
def test_what_libreoffice_saves_passes_check_and_can_be_protected(filled: Filled, name: str, tmp_path: Path) -> None:
    """The same protected rows, whichever form they came in; the workbook needs no answers beside its own."""
    source, out = filled.folder / name, tmp_path / "skyddade.csv"
    assert main(["check", str(source), "--standard", str(STANDARD_FOLDER)]) == 0
    standard = ("--standard", str(STANDARD_FOLDER))
    assert main(["protect", str(source), "-o", str(out), *standard, *ANSWERED]) == 0
    again = tmp_path / "igen.csv"
    workbook = str(filled.folder / "ifylld.xlsx")
    assert main(["protect", workbook, "-o", str(again), *standard]) == 0
    assert out.read_bytes() == again.read_bytes()


@pytest.mark.parametrize("sheet", OTHER_SHEETS)
def test_the_wrong_sheet_is_one_problem(filled: Filled, sheet: str) -> None:
    """Whichever of them is saved in place of the data."""
    content = (filled.folder / f"fel-{sheet}.csv").read_bytes()
    _, problems = check_file(content, "fel.csv", TERMS)
    assert [problem.code for problem in problems] == ["other-sheet"]


def test_the_answers_about_the_submission_are_read_from_the_first_sheet(filled: Filled) -> None:
    """As they were typed."""
    answers = read_answers((filled.folder / "ifylld.xlsx").read_bytes(), "en")
    assert (answers.sheet, answers.lang, answers.answers) == ("Börja här", "sv", ANSWERS)


def test_what_libreoffice_saves_still_checks_itself(filled: Filled) -> None:
    """Lists, limits and red cells are there when the workbook is opened again."""
    data = sheets(filled.folder / "ifylld.xlsx")["Data"]
    kinds = {rule.get("type") for rule in data.iter("{*}dataValidation")}
    assert {"list", "whole", "decimal"} <= kinds
    assert len(list(data.iter("{*}conditionalFormatting"))) > len(STANDARD.measures_of("bu-hvb"))
