"""Reading takes what spreadsheets write, tells what it did, and meets any bytes without falling over."""

import csv
import io
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from open_comparisons.intake.cells import read_table
from open_comparisons.intake.checks.run import check_file
from open_comparisons.intake.checks.terms import Terms
from open_comparisons.intake.reading import read_csv
from open_comparisons.standard.loading import load_standard
from open_comparisons.standard.periods import Span, canonical_period, parse_period, span_of

STANDARD = load_standard(Path(__file__).parents[2] / "data" / "standard")
TERMS = Terms(STANDARD, STANDARD.thresholds)
NAMES = ("namn", "kommun_kod", "namnare", "varde")
PLAIN = "namn,kommun_kod,namnare,varde\nÄngen,0581,40,77.5\nÖn,0114,12000,8.0\n"
CELLS = {"namn": ["Ängen", "Ön"], "kommun_kod": ["0581", "0114"], "namnare": ["40", "12000"], "varde": ["77.5", "8.0"]}


def read(content):
    return read_csv(content if isinstance(content, bytes) else content.encode(), "f.csv", NAMES)


def read_numbers(*cells, delimiter=";"):
    """The table and problem codes of a file of the standard with these cells in the column of values."""
    names = [column.name for column in STANDARD.columns]
    text = io.StringIO()
    writer = csv.DictWriter(text, names, delimiter=delimiter)
    writer.writeheader()
    writer.writerows({"varde": cell, "kommun_kod": "581"} for cell in cells)
    table, problems = read_table(text.getvalue().encode(), "f.csv", STANDARD.columns, STANDARD)
    return table, {(problem.code, problem.row) for problem in problems if problem.column == "varde"}


@pytest.mark.parametrize(
    ("content", "encoding", "bom", "delimiter"),
    [
        (PLAIN.encode(), "utf-8", False, ","),
        (PLAIN.encode("utf-8-sig"), "utf-8", True, ","),
        (PLAIN.encode("cp1252"), "windows-1252", False, ","),
        (PLAIN.replace(",", ";").encode("cp1252"), "windows-1252", False, ";"),
        (PLAIN.replace(",", "\t").encode("utf-16"), "utf-16", True, "\t"),
        (PLAIN.replace("\n", "\r\n").encode(), "utf-8", False, ","),
        (PLAIN.replace("\n", "\r").encode(), "utf-8", False, ","),
        (("sep=;\n" + PLAIN.replace(",", ";")).encode(), "utf-8", False, ";"),
    ],
)
def test_the_same_table_comes_out_of_every_accepted_spelling(content, encoding, bom, delimiter):
    """Encoding, byte order mark, delimiter and line ends are found out and reported."""
    table, problems = read(content)
    assert problems == []
    assert table.columns == CELLS
    assert list(table.rows) == [2, 3]
    reading = table.reading
    assert (reading.encoding, reading.bom, reading.delimiter, reading.rows) == (encoding, bom, delimiter, 2)


def test_headings_are_set_right_and_empty_edges_left_out_with_a_note():
    """Case and spaces of headings, trailing empty columns and empty rows are repaired, and each repair is told."""
    table, problems = read(
        " Namn ;KOMMUN KOD;namnare;varde;;\nÄngen;0581;40;77,5;;\n;;;;;\nÖn;0114;12000;8,0;;\n;;;;;\n"
    )
    assert problems == []
    assert list(table.columns) == list(NAMES)
    assert list(table.rows) == [2, 4]
    assert [note.en for note in table.reading.notes] == [
        "Column names were changed to lower case without spaces.",
        "Empty columns at the far right were skipped.",
        "1 empty row was skipped.",
    ]


def test_a_row_of_another_width_is_a_problem_even_when_its_last_cell_is_empty():
    """An unquoted decimal comma shifts a row by one cell; that must not pass as an empty trailing column."""
    table, problems = read("namn,namnare,varde,kalla\nEk,40,77,5,\nAlm,40\nLind,40,77.5,\n")
    assert [(found.code, found.row) for found in problems] == [
        ("wrong-number-of-cells", 2),
        ("wrong-number-of-cells", 3),
    ]
    assert list(table.rows) == [4]


def test_row_numbers_are_those_a_spreadsheet_shows():
    """A line break within quotation marks does not make a row."""
    assert list(read('namn,namnare\n"två\nrader",1\nEk,2\n')[0].rows) == [2, 3]


@pytest.mark.parametrize(
    ("cell", "number"),
    [
        ("77.5", 77.5),
        ("77,5", 77.5),
        ("12 000", 12000),
        ("12\u00a0000,5", 12000.5),
        ("1\u202f200", 1200),
        ("−3,2", -3.2),
    ],
)
def test_swedish_numbers_are_read(cell, number):
    """Decimal comma, spaces between thousands (also unbreakable ones) and a real minus sign."""
    table, problems = read_numbers(cell)
    assert problems == set()
    assert table.numbers("value") == [number]


@pytest.mark.parametrize(
    ("cells", "code"),
    [
        (["1.2E+05"], "scientific-notation"),
        (["1.234,5"], "not-a-number"),
        (["12 0000"], "not-a-number"),
        (["12,000"], "ambiguous-number"),
        (["<5"], "not-a-number"),
        (["nan"], "not-a-number"),
        (["1" * 400], "not-a-number"),
        (["٣"], "not-a-number"),
    ],
)
def test_what_would_have_to_be_guessed_is_a_problem(cells, code):
    """Powers, two kinds of marks, marks of secrecy and digits of other scripts are not numbers here."""
    assert read_numbers(*cells)[1] == {(code, 2)}


def test_lost_leading_zeros_are_given_back_and_told():
    """A spreadsheet makes 0581 into 581; only one code can be meant, and the note says so."""
    table, _ = read_numbers("1", "2")
    assert table.text("area_code") == ["0581", "0581"]
    assert "2 cells had lost a leading zero (581 was read as 0581)" in table.reading.notes[0].en


@given(st.binary(max_size=300))
def test_any_bytes_give_problems(content):
    """Whatever the bytes, the checker answers with problems and never with an exception."""
    table, problems = check_file(content, "f.csv", TERMS)
    assert problems
    assert all(problem.row >= 0 for problem in problems)
    assert all(len(cells) == len(table) for cells in table.columns.values())


@given(st.lists(st.lists(st.text(max_size=12), min_size=len(NAMES), max_size=len(NAMES)), max_size=4))
def test_any_cells_under_a_sound_header_give_problems_or_data(rows):
    """Cells of any text, quoted as CSV demands, never break the checks."""
    names = [column.name for column in STANDARD.columns]
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(names)
    writer.writerows([(row * len(names))[: len(names)] for row in rows])
    check_file(text.getvalue().encode("utf-8", "surrogatepass"), "f.csv", TERMS)


@pytest.mark.parametrize(
    "content", [b"", b"\n\n", b"\x00" * 50, b"\xff\xfe\x00", b'a,"b', b"a\n" + b'"' + b"x" * 200_000]
)
def test_broken_files_are_told_as_broken(content):
    """Nothing, nothing but line ends, NUL bytes, half a character, an open quotation and a huge cell."""
    table, problems = read(content)
    assert problems
    assert len(table.rows) == 0


@pytest.mark.parametrize(
    ("text", "canonical"),
    [
        ("2021", "2021"),
        ("2021-01/2021-12", "2021"),
        ("2021-01-01/2021-12-31", "2021"),
        ("2020-01/2022-12", "2020/2022"),
        ("2021-04/2022-03", "2021-04/2022-03"),
        ("2021-04-01/2022-03-31", "2021-04/2022-03"),
        ("2019-01-01/2019-12-24", "2019-01-01/2019-12-24"),
        ("2022-03-31", "2022-03-31"),
        ("2021-02/2021-02", "2021-02"),
    ],
)
def test_every_span_has_one_spelling(text, canonical):
    """The shortest form that names the same days, both ends included."""
    assert canonical == canonical_period(parse_period(text))


@pytest.mark.parametrize(
    "text", ["", "21", "2021-13", "2021-02-30", "2022/2021", "2021/2022-03", "2020-2022", "2021-4", "२०२१"]
)
def test_other_texts_are_not_periods(text):
    """Days that do not exist, spans that end before they begin, and ends of different kinds."""
    assert span_of(text) is None


@given(st.dates(), st.dates())
def test_the_canonical_spelling_names_the_same_span(one, other):
    """Writing a span and reading it again gives the same days."""
    span = Span(min(one, other), max(one, other))
    assert span == parse_period(canonical_period(span))


@given(st.integers(1900, 2100), st.integers(0, 5))
def test_two_spellings_of_one_span_are_equal(year, length):
    """Years, months and days of the same span have the same canonical form."""
    last = year + length
    spellings = {f"{year}/{last}", f"{year}-01/{last}-12", f"{year}-01-01/{last}-12-31"}
    assert len({canonical_period(parse_period(text)) for text in spellings}) == 1


def test_spans_know_their_years_and_overlaps():
    """Any twelve whole months are a year; spans within one another do not overlap in part."""
    window = parse_period("2019-07/2022-06")
    assert [canonical_period(year) for year in window.years()] == [
        "2019-07/2020-06",
        "2020-07/2021-06",
        "2021-07/2022-06",
    ]
    assert parse_period("2021-01-01/2021-12-24").months == 0
    assert Span(date(2020, 1, 1), date(2022, 12, 31)).overlaps_partly(parse_period("2021/2023"))
    assert not parse_period("2020/2022").overlaps_partly(parse_period("2022"))
