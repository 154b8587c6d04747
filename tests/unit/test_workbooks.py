"""A workbook gives the same rows as a CSV file; what Excel changed is put right with a note, or named by its cell."""

import io
import re
import zipfile
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import xlsxwriter
from hypothesis import given
from hypothesis import strategies as st

from open_comparisons.cli.main import main
from open_comparisons.intake.cells import Table, read_table
from open_comparisons.intake.checks.run import check_file
from open_comparisons.intake.releases import check_release
from open_comparisons.intake.workbooks.formats import NumberFormat, format_of, in_form
from open_comparisons.intake.workbooks.sheets import column_letters
from tests.descriptions import ANSWERED
from tests.submitted_rows import SOUND, STANDARD, TERMS, file_of
from tests.unit.test_blank_files import OWN, template
from tests.unit.test_blank_files import STANDARD as STANDARD_FOLDER

NAMES = [column.name for column in STANDARD.columns]
AS_NUMBERS = {"taljare": 31, "namnare": 40, "personer": 36, "varde": 77.5, "kommun_kod": 581, "period": 2021}
Cells = Mapping[str, Any]


def workbook(fill: Callable[[Any], None]) -> bytes:
    """The bytes of a workbook that a function fills."""
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True}) as book:
        fill(book)
    return buffer.getvalue()


def write_rows(sheet: Any, *rows: Cells, top: int = 0, left: int = 0) -> None:
    """Write the headings and rows that are sound but for the cells given."""
    sheet.write_row(top, left, NAMES)
    for line, row in enumerate(rows, start=top + 1):
        for name, cell in (SOUND | AS_NUMBERS | dict(row)).items():
            sheet.write(line, left + NAMES.index(name), cell)


def sheet_of(*rows: Cells) -> bytes:
    """A workbook of one sheet."""
    return workbook(lambda book: write_rows(book.add_worksheet("Data"), *rows))


def with_format(code: str, name: str, cell: object) -> bytes:
    """A workbook with one sound row, of which one cell has a number format."""

    def fill(book: Any) -> None:
        sheet = book.add_worksheet("Data")
        write_rows(sheet, {})
        sheet.write(1, NAMES.index(name), cell, book.add_format({"num_format": code}))

    return workbook(fill)


def repacked(content: bytes, change: Callable[[str, bytes], bytes], more: Mapping[str, bytes] | None = None) -> bytes:
    """A zip whose files are changed, with more of them."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, change(name, old.read(name)))
        for name, part in (more or {}).items():
            new.writestr(name, part)
    return buffer.getvalue()


def in_sheet(content: bytes, old: str, new: str) -> bytes:
    """A workbook with the XML of its first sheet changed by a pattern."""
    return repacked(
        content,
        lambda name, part: re.sub(old, new, part.decode()).encode() if name.endswith("sheet1.xml") else part,
    )


SOUND_WORKBOOK = sheet_of({})


def checked(content: bytes) -> tuple[Table, list[tuple[str, int, str, str]]]:
    """The table, and code, row, column and cell of all problems."""
    table, problems = check_file(content, "siffror.xlsx", TERMS)
    return table, [(each.code, each.row, each.column, each.cell) for each in problems]


def place(name: str, row: int = 2) -> str:
    """The cell of a column."""
    return f"{column_letters(NAMES.index(name) + 1)}{row}"


def notes(table: Table) -> list[str]:
    return [note.en or "" for note in table.reading.notes]


def test_a_workbook_gives_the_same_table_as_a_csv_file() -> None:
    """Numbers are text as a person reads them, and a lost zero is put back, with a note."""
    table, problems = checked(sheet_of({}, {"period": "2022", "varde": 77.5}))
    of_csv, _ = read_table(file_of({}, {"period": "2022"}), "siffror.csv", STANDARD.columns, STANDARD)
    assert problems == []
    assert (table.columns, table.rows) == (of_csv.columns, of_csv.rows)
    assert table.reading.as_text("sv").splitlines() == [
        "siffror.xlsx: Excel-arbetsbok, bladet ”Data”, 2 rader",
        "    kommun_kod: 2 celler var sparade som tal och fick tillbaka sin form (0000).",
    ]


def test_rows_and_cells_have_the_names_that_the_sheet_shows() -> None:
    """Also below a title, and where the table does not begin in column A."""

    def fill(book: Any) -> None:
        sheet = book.add_worksheet("Data")
        sheet.write(0, 0, "Siffror för 2021")
        write_rows(sheet, {}, {"period": 2022, "status": "OK!"}, {}, top=3, left=1)
        sheet.write(6, 1, "")

    table, problems = checked(workbook(fill))
    assert table.rows == [5, 6, 7]
    status = column_letters(NAMES.index("status") + 2)
    assert ("unknown-code", 6, "status", f"{status}6") in problems
    assert "1 row above the headings was skipped." in notes(table)


def test_a_column_is_named_by_the_row_of_the_headings() -> None:
    """A column that is not in the standard has its heading's cell."""

    def fill(book: Any) -> None:
        sheet = book.add_worksheet("Data")
        sheet.write(0, 0, "Rubrik")
        write_rows(sheet, {}, top=2)
        sheet.write(2, len(NAMES), "egen")

    assert checked(workbook(fill))[1] == [("unknown-column", 3, "egen", f"{column_letters(len(NAMES) + 1)}3")]


def test_our_own_template_reads_back(tmp_path: Path) -> None:
    """Filled in as Excel saves it: with the results of its formulas beside them."""
    assert template("bu-hvb", tmp_path / "mall.xlsx") == 0
    blank = (tmp_path / "mall.xlsx").read_bytes()
    table, _ = read_table(blank, "mall.xlsx", STANDARD.columns, STANDARD)
    assert table.reading.sheet is not None
    assert (table.reading.sheet.name, set(table.text("provider_name"))) == ("Data", {""})
    results = OWN | {"orsak": ""}
    own = {column_letters(NAMES.index(name) + 1): cell for name, cell in results.items()}

    def fill(name: str, part: bytes) -> bytes:
        if not name.endswith("sheet3.xml"):
            return part
        text = part.decode()
        for letter, cell in own.items():
            text = re.sub(rf'(<c r="{letter}\d+"[^>]*)(><f>[^<]*</f>)<v></v>', rf'\1 t="str"\2<v>{cell}</v>', text)
        for column, cell in (("taljare", 30), ("namnare", 60)):
            letter = column_letters(NAMES.index(column) + 1)
            text = re.sub(rf'<c r="({letter}\d+)" s="(\d+)"/>', rf'<c r="\1" s="\2"><v>{cell}</v></c>', text)
        letter = column_letters(NAMES.index("varde") + 1)
        text = re.sub(rf'(<c r="{letter}\d+"[^>]*)(><f>[^<]*</f>)<v></v>', r"\1\2<v>50</v>", text)
        return text.encode()

    table, problems = read_table(repacked(blank, fill), "mall.xlsx", STANDARD.columns, STANDARD)
    assert problems == []
    assert {role: set(table.text(role)) for role in ("provider_id", "area_code")} == {
        "provider_id": {OWN["utforare_orgnr"]},
        "area_code": {OWN["kommun_kod"]},
    }
    assert 60 in table.numbers("denominator")


@pytest.mark.parametrize(
    ("code", "name", "cell", "role", "text", "note"),
    [
        ("0%", "varde", 0.775, "value", 77.5, "varde: 1 cell in percent format was read as the sheet shows it"),
        ("0.0", "varde", 77.4999, "value", 77.5, "varde: 1 cell was rounded to the decimals that the sheet shows."),
        ("0", "varde", 77.5, "value", 77.5, ""),
        ("@", "varde", "77,5", "value", 77.5, "varde: 1 cell with a number stored as text was read as a number."),
        ("0000", "kommun_kod", 581, "area_code", "0581", "kommun_kod: 1 cell was stored as a number"),
        ('000000"-"0000', "utforare_orgnr", 4550010005, "provider_id", "455001-0005", "utforare_orgnr: 1 cell was"),
        ("General", "utforare_orgnr", 4550010005, "provider_id", "455001-0005", "utforare_orgnr: 1 cell was"),
        ("0.0", "matt_version", 1, "measure_version", "1.0", ""),
    ],
)
def test_a_number_is_read_as_the_sheet_shows_it(
    code: str, name: str, cell: object, role: str, text: object, note: str
) -> None:
    """Percent, decimals, lost zeros and hyphens, and numbers in cells of text; every repair is noted."""
    table, problems = checked(with_format(code, name, cell))
    assert problems == []
    assert table.columns[role] == [text]
    assert (not note) or any(each.startswith(note) for each in notes(table))


@pytest.mark.parametrize(
    ("code", "number", "typed"),
    [
        ("mmm-yy", 44287, "2021-04"),
        ("yyyy-mm-dd", 44287, "2021-04-01"),
        ("yyyy", 44287, "2021"),
        ("yyyy-mm-dd", 2021, "2021"),
    ],
)
def test_a_period_that_became_a_date_is_named_by_its_cell(code: str, number: int, typed: str) -> None:
    """With the date it has become and what was probably typed, and nothing else about the cell."""
    (found,) = check_file(with_format(code, "period", number), "siffror.xlsx", TERMS)[1]
    assert (found.code, found.row, found.column, found.cell) == ("period-became-date", 2, "period", place("period"))
    assert found.as_text("en").startswith(f'siffror.xlsx, row 2, column "period", cell {place("period")}: Excel has')
    assert f"write the period again: {typed} if" in found.remedy("en")


def test_days_are_counted_from_1904_where_the_workbook_says_so() -> None:
    """Excel for Mac once did."""
    content = with_format("yyyy-mm-dd", "period", 44287 - 1462)
    from_1904 = repacked(content, lambda _, part: part.replace(b"<workbookPr ", b'<workbookPr date1904="1" '))
    (found,) = check_file(from_1904, "siffror.xlsx", TERMS)[1]
    assert "2021-04-01" in found.message("en")


@pytest.mark.parametrize("name", ["alder", "varde"])
def test_any_other_date_is_named_by_its_cell_without_its_day(name: str) -> None:
    """An age of 10-12 becomes a date, and so does a number: its day would give the number away."""
    (found,) = check_file(with_format("d-mmm", name, 44287), "siffror.xlsx", TERMS)[1]
    assert (found.code, found.cell) == ("date-in-cell", place(name))
    assert not re.search(r"\d", "".join((*found.messages, *found.remedies)))


def test_errors_and_formulas_without_a_result_are_named_by_their_cell() -> None:
    """A formula with a result is read as that result; one cell has one problem."""

    def fill(book: Any) -> None:
        sheet = book.add_worksheet("Data")
        write_rows(sheet, {}, {"period": 2022}, {"period": 2020})
        sheet.write_formula(1, NAMES.index("varde"), "=100*31/40", None, 77.5)
        sheet.write_formula(2, NAMES.index("varde"), "=1/0", None, "#DIV/0!")
        sheet.write_formula(3, NAMES.index("namnare"), "=20*2", None, 40)

    content = in_sheet(workbook(fill), r"(<f>20\*2</f>)<v>40</v>", r"\1<v></v>")
    table, problems = checked(content)
    assert table.numbers("value") == [77.5, None, 77.5]
    assert problems == [
        ("error-in-cell", 3, "varde", place("varde", 3)),
        ("formula-without-result", 4, "namnare", place("namnare", 4)),
    ]


def test_merged_cells_are_one_problem_for_each_column() -> None:
    """The rows are read with the content that the merged cells show, so that nothing else is said about them."""

    def fill(book: Any) -> None:
        sheet = book.add_worksheet("Data")
        sheet.merge_range(0, 0, 0, 5, "Titel")
        write_rows(sheet, {}, {"period": 2022}, {"period": 2020}, top=1)
        sheet.merge_range(2, 1, 4, 1, "Eken")

    (found,) = check_file(workbook(fill), "siffror.xlsx", TERMS)[1]
    assert (found.code, found.row, found.column, found.cell) == ("merged-cells", 3, "utforare_namn", "B3")
    assert "B3:B5" in found.message("sv")


def test_hidden_rows_and_columns_are_read_with_a_note() -> None:
    """A filter hides rows from the eye, not from the file."""

    def fill(book: Any) -> None:
        sheet = book.add_worksheet("Data")
        write_rows(sheet, {}, {"period": 2022})
        sheet.set_row(2, None, None, {"hidden": True})
        sheet.set_column(1, 2, None, None, {"hidden": True})

    table, problems = checked(workbook(fill))
    assert (problems, len(table)) == ([], 2)
    assert notes(table)[-2:] == [
        "1 hidden row was read like all others.",
        "2 hidden columns were read like all others.",
    ]


def test_a_cell_beside_the_table_is_named() -> None:
    """A calculation of one's own, which no column has a heading for."""

    def fill(book: Any) -> None:
        sheet = book.add_worksheet("Data")
        write_rows(sheet, {})
        sheet.write(1, len(NAMES) + 1, "stämmer")

    assert checked(workbook(fill))[1] == [("cell-beside-table", 2, "", f"{column_letters(len(NAMES) + 2)}2")]


def test_workbooks_of_other_programs_are_read() -> None:
    """They leave out what Excel writes, and put other prefixes before the names of tags."""
    book = openpyxl.load_workbook(io.BytesIO(SOUND_WORKBOOK))
    buffer = io.BytesIO()
    book.save(buffer)
    table, problems = checked(buffer.getvalue())
    assert (problems, table.numbers("value")) == ([], [77.5])

    def prefixed(name: str, part: bytes) -> bytes:
        if not name.startswith("xl/") or name.endswith(".rels"):
            return part
        return re.sub(rb"(</?)(?=[a-zA-Z])", rb"\1x:", part).replace(b" xmlns=", b" xmlns:x=")

    table, problems = checked(repacked(buffer.getvalue(), prefixed))
    assert (problems, table.numbers("value")) == ([], [77.5])
    without_places = in_sheet(buffer.getvalue(), r'<c r="[A-Z]+\d+"', "<c")
    assert checked(without_places)[0].text("provider_id") == [SOUND["utforare_orgnr"]]


def sheets(*names: str, filled: tuple[str, ...]) -> bytes:
    """A workbook of several sheets, some of them with rows."""

    def fill(book: Any) -> None:
        for name in names:
            sheet = book.add_worksheet(name)
            sheet.write(0, 0, "Anteckning")
            if name in filled:
                write_rows(sheet, {})

    return workbook(fill)


def test_the_sheet_with_the_headings_is_found() -> None:
    """Wherever it is, and whatever it is called."""
    table, problems = checked(sheets("Läs mig", "Blad 2", filled=("Blad 2",)))
    assert problems == []
    assert table.reading.sheet is not None
    assert table.reading.sheet.name == "Blad 2"


@pytest.mark.parametrize(
    ("filled", "code", "listed"),
    [((), "no-sheet-with-data", "Läs mig, 2021, 2022"), (("2021", "2022"), "several-sheets-with-data", "2021, 2022")],
)
def test_which_sheet_is_meant_is_never_guessed(filled: tuple[str, ...], code: str, listed: str) -> None:
    """No table, or two, is one problem that lists the sheets."""
    (found,) = check_file(sheets("Läs mig", "2021", "2022", filled=filled), "siffror.xlsx", TERMS)[1]
    assert found.code == code
    assert listed in found.message("sv")


def old_file(name: str) -> bytes:
    """The beginning of a file of older versions of Office, with the name of a part in it."""
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(500) + name.encode("utf-16-le") + bytes(500)


def archive(parts: Mapping[str, bytes]) -> bytes:
    """A zip of these files."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, part in parts.items():
            packed.writestr(name, part)
    return buffer.getvalue()


def as_is(_: str, part: bytes) -> bytes:
    return part


def with_document_type(name: str, part: bytes) -> bytes:
    entities = b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;">]>'
    return part.replace(b"?>", b"?>" + entities, 1) if name.endswith("sheet1.xml") else part


@cache
def hostile() -> dict[str, tuple[str, bytes]]:
    """Files that are refused, by what they are: the code of the problem, and the bytes."""
    sound = sheet_of({})
    wide = "".join(f'<row r="{row}"><c r="A{row}"><v>1</v></c></row>' for row in range(2, 1_000_500))
    return {
        "xls": ("old-workbook", old_file("Workbook")),
        "locked": ("locked-workbook", old_file("EncryptedPackage")),
        "doc": ("not-a-workbook", old_file("WordDocument")),
        "ods": (
            "open-document-workbook",
            archive({"mimetype": b"application/vnd.oasis.opendocument.spreadsheet", "content.xml": b"<x/>"}),
        ),
        "xlsb": ("binary-workbook", archive({"xl/workbook.bin": b"x"})),
        "zip": ("not-a-workbook", archive({"siffror.csv": b"a,b"})),
        "cut": ("broken-workbook", sound[:-40]),
        "no sheet": ("broken-workbook", repacked(sound, lambda n, part: b"<a" if n.endswith("sheet1.xml") else part)),
        "macros": ("macros-in-workbook", repacked(sound, as_is, {"xl/vbaProject.bin": b"x"})),
        "links": ("links-in-workbook", repacked(sound, as_is, {"xl/externalLinks/externalLink1.xml": b"<x/>"})),
        "document type": ("document-type-in-workbook", repacked(sound, with_document_type)),
        "bomb": ("workbook-grows", repacked(sound, as_is, {"xl/media/image1.bmp": bytes(5_000_000)})),
        "parts": ("workbook-too-large", repacked(sound, as_is, {f"xl/media/{n}": b"" for n in range(2_001)})),
        "cells": ("workbook-too-large", in_sheet(sound, "</sheetData>", f"{wide}</sheetData>")),
        "letters": ("workbook-too-large", repacked(sound, lambda n, part: long_texts(n, part))),
        "deep": ("broken-workbook", in_sheet(sound, "</sheetData>", f"{'<a>' * 200}{'</a>' * 200}</sheetData>")),
        "row": ("broken-workbook", in_sheet(sound, 'r="A2"', 'r="A9999999"')),
        "text": ("broken-workbook", in_sheet(sound, 't="s"><v>0', 't="s"><v>99999')),
    }


def long_texts(name: str, part: bytes) -> bytes:
    """One long text that very many cells share."""
    if name.endswith("sharedStrings.xml"):
        return re.sub(rb"<t>Eken</t>", b"<t>" + b"ab" * 15_000 + b"</t>", part)
    if not name.endswith("sheet1.xml"):
        return part
    shared = re.search(rb'<c r="B2"[^>]*><v>(\d+)</v>', part)
    assert shared
    cells = b"".join(b'<row r="%d"><c r="B%d" t="s"><v>%s</v></c></row>' % (n, n, shared[1]) for n in range(3, 2_000))
    return part.replace(b"</sheetData>", cells + b"</sheetData>")


@pytest.mark.parametrize(
    "kind",
    [
        *("xls", "locked", "doc", "ods", "xlsb", "zip", "cut", "no sheet", "macros", "links", "document type", "bomb"),
        *("parts", "letters", "deep", "row", "text"),
        pytest.param("cells", marks=pytest.mark.slow),
    ],
)
def test_what_is_not_read_is_named_once_with_what_to_do(kind: str) -> None:
    """One problem, in both languages, and no exception; nothing of the columns."""
    code, content = hostile()[kind]
    (found,) = check_file(content, "siffror.xlsx", TERMS)[1]
    assert found.code == code
    assert all((*found.messages, *found.remedies))


@given(st.binary(max_size=200), st.integers(0, 4_000))
def test_any_bytes_within_a_workbook_give_rows_or_problems(junk: bytes, at: int) -> None:
    """A damaged workbook gives a problem, never an exception."""
    sound = SOUND_WORKBOOK
    check_file(sound[:at] + junk + sound[at + len(junk) :], "siffror.xlsx", TERMS)


PARTS = ["sheet1.xml", "styles.xml", "sharedStrings.xml", "workbook.xml", "workbook.xml.rels"]
PIECES = ['"1"', '"s"', "<v>", "r=", "0", "rId1", "xml"]


@given(st.sampled_from(PARTS), st.sampled_from(PIECES), st.text(max_size=9))
def test_any_text_within_a_part_gives_rows_or_problems(part_name: str, old: str, new: str) -> None:
    """The same with a sound zip and damaged XML."""

    def change(name: str, part: bytes) -> bytes:
        return part.replace(old.encode(), new.encode("utf-8", "replace"), 3) if name.endswith(part_name) else part

    check_file(repacked(SOUND_WORKBOOK, change), "siffror.xlsx", TERMS)


@pytest.mark.parametrize(
    ("code", "shown"),
    [
        ("0%", NumberFormat(is_percent=True)),
        ("[Red]0.0\\ %;-0.0%", NumberFormat(is_percent=True)),
        ("[$-41D]mmm\\-yy;@", NumberFormat(date_parts="ym")),
        ("yyyy/mm/dd", NumberFormat(date_parts="ymd")),
        ("[h]:mm", NumberFormat(date_parts="mh")),
        ('#,##0\\ "kr"', NumberFormat(decimals=0)),
        ("0.00", NumberFormat(decimals=2)),
        ("0000", NumberFormat(decimals=0, form="0000")),
        ('000000"-"0000', NumberFormat(decimals=0, form="000000-0000")),
        ("General", NumberFormat()),
        ("0.00E+00", NumberFormat()),
    ],
)
def test_number_formats_are_told_apart(code: str, shown: NumberFormat) -> None:
    """By what they show, without colours, regions and literal text."""
    assert format_of(200, {200: code}) == shown


@pytest.mark.parametrize("stored", ["1E+9999999999", "1E+400", "NaN", "sNaN", "INF", "1,5", "0x10"])
def test_what_excel_has_no_number_for_is_an_error_in_its_cell(stored: str) -> None:
    """Such cells are only in files that something else wrote."""
    content = in_sheet(SOUND_WORKBOOK, "<v>77.5</v>", f"<v>{stored}</v>")
    assert checked(content)[1] == [("error-in-cell", 2, "varde", place("varde"))]


@pytest.mark.parametrize(
    ("digits", "form", "whole"),
    [("360", "0000", "0360"), ("0581", "0000", "0581"), ("5", "0000", ""), ("58100", "0000", ""), ("-81", "0000", "")],
)
def test_zeros_are_put_back_where_few_are_missing(digits: str, form: str, whole: str) -> None:
    """A number that is far too short is some other mistake."""
    assert in_form(digits, form) == whole


def test_a_workbook_is_no_part_of_a_release(tmp_path: Path) -> None:
    """Whatever its name ends in: the data folder holds CSV alone."""
    folder = tmp_path / "bu-hvb" / "2026-01-01"
    folder.mkdir(parents=True)
    (folder / "eken.csv").write_bytes(sheet_of({}))
    problems = check_release(folder, STANDARD, None).problems
    assert [each.code for each in problems if each.file.endswith("eken.csv")] == ["workbook-in-data"]


def test_check_and_protect_take_a_workbook(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The protected file is CSV as ever."""
    source, target = tmp_path / "siffror.xlsx", tmp_path / "skyddad.csv"
    source.write_bytes(sheet_of({"taljare": 31}))
    (tmp_path / "siffror.csv").write_bytes(file_of({"taljare": "31"}))
    options = ["--standard", str(STANDARD_FOLDER)]
    assert main(["check", str(source), *options]) == 0
    options += ANSWERED
    assert "bladet ”Data”" in capsys.readouterr().out
    assert main(["protect", str(source), "-o", str(target), *options]) == 0
    of_workbook = target.read_bytes()
    assert main(["protect", str(tmp_path / "siffror.csv"), "-o", str(target), *options, "--force"]) == 0
    assert of_workbook == target.read_bytes()
    assert main(["protect", str(source), "-o", str(tmp_path / "skyddad.xlsx"), *options]) == 2
    assert "slutar på .zip eller .csv" in capsys.readouterr().err
