"""Suggestions name the right thing first: columns by their title too, codes by what they mean, rows in order."""

from open_comparisons.intake.checks.run import check_file
from open_comparisons.intake.nearness import nearest_first
from open_comparisons.intake.raw.column_names import column_problems
from open_comparisons.intake.wording import named_rows, row_ranges, summarise
from tests.submitted_rows import HEADER, STANDARD, TERMS, file_of, found, found_in


def remedies(content):
    """The remedies for a file, in both languages."""
    return [problem.remedies for problem in check_file(content, "f.csv", TERMS)[1]]


def test_a_heading_is_recognised_by_its_name_and_its_title():
    """The reader of the standard sees titles; accents and case do not matter."""
    headings = [name for name in HEADER.split(",") if name not in {"varde", "regi", "matt_id"}]
    problems = list(column_problems([*headings, "värde", "driftsform", "mått"], STANDARD.columns, "f.csv"))
    assert [(problem.code, problem.column) for problem in problems] == [
        ("misspelt-column", "värde"),
        ("misspelt-column", "driftsform"),
        ("misspelt-column", "mått"),
    ]
    assert [problem.remedy("sv").split()[1] for problem in problems] == ["varde", "regi", "matt_id"]
    assert "regi (Driftsform)" in problems[1].message("sv")
    assert "regi (Ownership form)" in problems[1].message("en")


def test_a_column_of_ones_own_is_not_taken_for_one_that_is_there():
    """Where nothing is missing, there is nothing to rename."""
    content = file_of({}).replace(b"kommentar\n", b"kommentar,Kommentar internt\n") + b",x"
    assert found_in(content) == [("unknown-column", 1, "kommentar_internt")]
    assert "alla standardens kolumner" in remedies(content)[0][0]


def test_a_missing_column_stands_alone():
    """Without the sex, rows are no duplicates: the column is missing."""
    rows = [{"period": "2020/2022", "kon": sex, "taljare": "20", "varde": "50"} for sex in ("T", "K", "M")]
    content = file_of(*rows).decode()
    place = HEADER.split(",").index("kon")
    without = "\n".join(
        ",".join(cell for number, cell in enumerate(line.split(",")) if number != place)
        for line in content.splitlines()
    )
    assert found_in(without.encode()) == [("missing-column", 1, "kon")]


def test_codes_are_listed_with_what_they_mean_and_the_nearest_first():
    """A code list of some length is whole; a long one gives what is near."""
    assert remedies(file_of({"period": "2020/2022", "kon": "Kvinna"}))[0][0].startswith(
        "Skriv en kod ur standarden, de närmaste först: K (Flickor)"
    )
    assert "planerat-avslut (Planned ending)" in remedies(file_of({"matt_id": "planerade-avslut"}))[0][1]
    assert "ok (Visas), liten-taljare (Få)" in remedies(file_of({"status": ""}))[0][0]
    nothing = {"taljare": "", "namnare": "", "personer": "", "varde": ""}
    assert "ej-matt (Inte mätt)" in remedies(file_of({**nothing, "status": "saknas"}))[0][0]


def test_a_municipality_by_its_name_gets_its_code_once():
    """The name is near to that of the area; that the code differs from the directory follows from it."""
    problems = check_file(file_of({"kommun_kod": "Göteborg"}), "f.csv", TERMS)[1]
    assert [problem.code for problem in problems] == ["unknown-area-code"]
    assert problems[0].remedy("sv").endswith("Närmast: 1480 (Göteborg).")


def test_nothing_tells_a_provider_to_correct_the_directory():
    """A provider cannot: the recipient can."""
    new = {"utforare_orgnr": "556703-7485", "utforare_namn": "Asken", "period": "2022"}
    content = file_of({"regi": "kommunal"}, new)
    assert [code for code, _, _ in found_in(content)] == ["row-differs-from-directory", "unknown-provider"]
    assert all("säg till den som tar emot filen" in remedy[0] for remedy in remedies(content))
    assert all("tell the recipient" in remedy[1] for remedy in remedies(content))


def test_rows_are_named_in_order_and_once():
    """Consecutive rows are a range."""
    assert row_ranges([9, 3, 4, 5, 3, 11, 12]).text("sv") == "3–5, 9, 11 och 12"
    assert row_ranges([9, 3, 4, 5, 3, 11, 12]).text("en") == "3–5, 9, 11 and 12"
    assert [named_rows(rows).text("en") for rows in ([2], [2, 2], [2, 3], [4, 3, 2])] == [
        *("row 2", "row 2", "rows 2 and 3", "rows 2–4")
    ]
    content = file_of(*({"period": str(year), "regi": "kommunal"} for year in range(2015, 2022)))
    summary = summarise(check_file(content, "f.csv", TERMS)[1], "sv")
    assert "Samma sak på 6 rader till: 3–8." in summary
    assert summary.endswith("\n1 problem. Sammanlagt på 7 ställen."), "one mistake is one problem"


def test_what_is_near_comes_first_and_the_rest_as_it_came():
    """Names that are far keep their order."""
    known = {"a": ["alpha"], "b": ["beta"], "c": ["Gämma_x"]}
    assert nearest_first("gamma x", known) == ["c", "a", "b"]
    assert nearest_first("zz", known) == ["a", "b", "c"]


def test_an_amount_with_a_unit_or_points_is_told_how_to_be_written():
    """Not only that it is no number."""
    price = {"matt_id": "kostnad-per-placering", "taljare": ""}
    for cell, code in (
        ("1360 tkr", "number-with-unit"),
        ("19 %", "number-with-unit"),
        ("1.359.791", "separated-thousands"),
        ("-", "not-a-number"),
        ("<5", "not-a-number"),
    ):
        assert found({**price, "varde": cell}) == [(code, 2, "varde")]


def test_a_sum_that_is_wrong_is_told_once():
    """All ways to break it down are in one problem, their rows in order; the value that follows is left out."""
    window = {"period": "2020/2022", "taljare": "66", "namnare": "120", "personer": "120", "varde": "50"}
    parts = [{**window, "kon": sex, "taljare": "30", "namnare": "60", "personer": "60"} for sex in ("M", "K")]
    years = [{"period": year, "taljare": "20", "namnare": "40", "varde": "50"} for year in ("2022", "2021", "2020")]
    (problem,) = check_file(file_of(window, *parts, *years), "f.csv", TERMS)[1]
    assert (problem.code, problem.row, problem.column) == ("total-differs-from-parts", 2, "taljare")
    assert "kon (rad 3 och 4) och period (rad 5–7)" in problem.message("sv")


def test_an_unknown_number_beside_a_known_name_is_told_the_right_one():
    """The name in the row leads to the number that the directory has."""
    (remedy,) = remedies(file_of({"utforare_orgnr": "556703-7485"}))
    assert "455001-0005" in remedy[0]
    assert "455001-0005" in remedy[1]
