"""Each rule finds its failing file, says so in two languages, and never repeats what must stay hidden."""

import dataclasses
import re
from datetime import date
from pathlib import Path

import pytest

from open_comparisons.intake.checks.run import check_file
from open_comparisons.intake.checks.terms import Terms
from open_comparisons.intake.directory import read_directory
from open_comparisons.intake.provider import by_id
from open_comparisons.intake.wording import quote_cell
from open_comparisons.messages import keys_below
from open_comparisons.standard.identifiers import has_personal_number, orgnr_fault
from tests.submitted_rows import HEADER, OAK, SOUND, STANDARD, SURVEY, TERMS, found, found_in

FAILING = Path(__file__).parent / "failing_files"


EXPECTED = [
    ("ambiguous-number", 2, "taljare"),
    ("amount-in-thousands", 2, "varde"),
    ("base-above-larger-base", 3, "namnare"),
    ("base-differs-between-measures", 3, "namnare"),
    ("base-differs-from-larger-base", 3, "namnare"),
    ("base-differs-from-numerator", 3, "namnare"),
    ("blank-below-filled", 3, "utforare_orgnr"),
    ("blank-measures", 2, "matt_id"),
    ("breakdown-outside-window", 2, "kon"),
    ("broken-quoting", 3, ""),
    ("broken-workbook", 0, ""),
    ("cohort-differs-from-measure", 2, "kohort"),
    ("column-without-name", 1, ""),
    ("duplicate-column", 1, "kalla"),
    ("duplicate-key", 3, ""),
    ("duplicate-provider", 3, "slug"),
    ("empty-file", 0, ""),
    ("ends-before-it-begins", 2, "till"),
    ("far-from-other-years", 2, "namnare"),
    ("fraction-for-percent", 2, "varde"),
    ("garbled-file", 0, ""),
    ("garbled-text", 2, "kommentar"),
    ("headings-again", 3, ""),
    ("headings-not-first", 1, ""),
    ("headings-swapped", 1, "taljare"),
    ("implausible-number", 2, "varde"),
    ("invalid-period", 2, "period"),
    ("likely-name-in-text", 2, "kommentar"),
    ("malformed-cell", 2, "enhet_id"),
    ("malformed-identifier", 2, "utforare_orgnr"),
    ("measure-not-defined-for-target-group", 2, "matt_id"),
    ("measure-version-differs", 2, "matt_version"),
    ("missing-code", 2, "status"),
    ("missing-column", 1, "kohort"),
    ("missing-instrument", 2, "instrument"),
    ("missing-number", 2, "personer"),
    ("missing-reason", 2, "orsak"),
    ("missing-value", 2, "period"),
    ("misspelt-column", 1, "värde"),
    ("mixed-decimal-marks", 3, "varde"),
    ("more-than-one-breakdown", 2, "lagrum"),
    ("negative-number", 2, "varde"),
    ("no-headings", 0, ""),
    ("other-sheet", 0, ""),
    ("no-rows", 0, ""),
    ("not-a-date", 2, "fran"),
    ("not-a-number", 2, "namnare"),
    ("not-a-table", 0, ""),
    ("not-a-text-file", 0, ""),
    ("not-a-whole-number", 2, "personer"),
    ("note-row", 3, ""),
    ("number-forbidden-by-status", 2, "varde"),
    ("number-in-hidden-row", 2, "kommentar"),
    ("small-count-in-text", 2, "kommentar"),
    ("number-out-of-range", 2, "svarsandel"),
    ("number-with-unit", 2, "varde"),
    ("numbers-swapped", 2, "taljare"),
    ("numerator-above-denominator", 2, "taljare"),
    ("one-day-period", 2, "period"),
    ("overlapping-periods", 3, "period"),
    ("period-changed-by-spreadsheet", 2, "period"),
    ("period-in-the-future", 2, "period"),
    ("period-outside-reason", 2, "period"),
    ("person-rows", 0, "namnare"),
    ("personal-number-as-identifier", 2, "utforare_orgnr"),
    ("personal-number-in-text", 2, "kommentar"),
    ("persons-above-denominator", 2, "personer"),
    ("persons-above-larger-base", 3, "personer"),
    ("price-too-early", 2, "period"),
    ("rate-differs-from-bases", 4, "svarsandel"),
    ("rate-of-no-whole-number", 2, "svarsandel"),
    ("rate-too-low-for-larger-base", 3, "svarsandel"),
    ("response-rate-as-fraction", 2, "svarsandel"),
    ("response-rate-below-threshold", 2, "status"),
    ("response-rate-not-below-threshold", 2, "status"),
    ("row-differs-from-directory", 2, "regi"),
    ("scientific-notation", 2, "namnare"),
    ("separated-thousands", 2, "varde"),
    ("small-number-shown", 2, "taljare"),
    ("status-not-for-this-measure", 2, "status"),
    ("target-group-of-another-dataset", 2, "malgrupp"),
    ("text-too-long", 2, "kommentar"),
    ("too-many-decimals", 2, "varde"),
    ("totals-row", 4, ""),
    ("total-differs-from-parts", 2, "taljare"),
    ("unclear-encoding", 0, ""),
    ("unit-row", 2, "enhet_id"),
    ("unknown-area-code", 2, "kommun_kod"),
    ("unknown-code", 2, "kon"),
    ("unknown-column", 1, "antal"),
    ("unknown-provider", 2, "utforare_orgnr"),
    ("unknown-successor", 2, "eftertradare"),
    ("value-disagrees-with-parts", 2, "varde"),
    ("wrong-check-digit", 2, "utforare_orgnr"),
    ("wrong-number-of-cells", 2, ""),
]


def test_every_code_that_a_file_can_have_is_listed_here():
    """A rule without a failing file is a rule that nobody has seen fail; rules of releases are in test_releases."""
    assert {path.stem for path in FAILING.iterdir()} == {code for code, _, _ in EXPECTED}
    assert {code for code, _, _ in EXPECTED} <= set(keys_below("problems"))


@pytest.mark.parametrize(("code", "row", "column"), EXPECTED)
def test_a_broken_rule_is_found_at_its_row_and_column(code, row, column):
    """Each failing file breaks the rule it is named after, in the place where a person will look."""
    content = (FAILING / f"{code}.csv").read_bytes()
    if content.startswith(b"orgnr,"):
        problems = read_directory(content, "utforare.csv", STANDARD)[2]
    else:
        problems = check_file(content, "f.csv", TERMS)[1]
    assert (code, row, column) in [(problem.code, problem.row, problem.column) for problem in problems]


def test_sound_rows_have_no_problems():
    """Every status with just the numbers it permits passes."""
    hidden = {"taljare": "", "varde": ""}
    nothing = {**hidden, "namnare": "", "personer": ""}
    assert (
        found(
            {},
            {"period": "2022", "status": "liten-taljare", **hidden},
            {"period": "2023", "status": "liten-rest", **hidden},
            {"period": "2019", "status": "skyddad", **nothing},
            {"period": "2018", "status": "skyddad", **hidden},
            {"period": "2017", "status": "saknas", "orsak": "ej-matt", **nothing},
            {"period": "2016", "status": "ej-tillampligt", **nothing},
            SURVEY,
            {**SURVEY, **nothing, "period": "2022", "status": "for-fa-svar", "svarsandel": "20"},
        )
        == []
    )


@pytest.mark.parametrize("identifier", ["811218-9876", "8112189876", "198112189876", "19811218-9876", "811218+9876"])
def test_a_personal_number_as_identifier_is_refused_and_never_repeated(identifier):
    """A sole trader's number is a person's; no message, in either language, holds any long part of it."""
    row = {**SOUND, "utforare_orgnr": identifier, "taljare": "2", "varde": "5"}
    content = f"{HEADER}\n{','.join(row.get(name, '') for name in HEADER.split(','))}\n".encode()
    problems = check_file(content, "f.csv", TERMS)[1]
    said = " ".join(problem.as_text("sv") + problem.as_text("en") for problem in problems)
    assert "personal-number-as-identifier" in {problem.code for problem in problems}
    assert "811218" not in said
    assert "9876" not in said


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("20101224-1234", True),
        ("101224-1234", True),
        ("201012241234", True),
        ("8112189876", True),
        ("811218 9876", True),
        ("811278-9873", True),
        ("20101224-XXXX", True),
        ("2010-12-24-1234", True),
        ("0701234567", False),
        ("455001-0005", False),
        ("2020/2022", False),
        ("2019-01-01/2019-12-24", False),
        ("SOSFS 2012:11", False),
        ("1234567890123456", False),
    ],
)
def test_personal_numbers_are_recognised(text, expected):
    """With and without century and dash, coordination numbers too; telephone numbers and periods are not."""
    assert expected is has_personal_number(f"se {text}, tack")


def test_organisation_numbers_are_checked_as_they_are_built():
    """Ten digits, a hyphen, a Luhn check digit, and no date of birth."""
    assert orgnr_fault("556703-7485") is None
    assert orgnr_fault("556703-7486") == "wrong-check-digit"
    assert orgnr_fault("5567037485") == "malformed-identifier"
    assert orgnr_fault("550103-7485") == "personal-number-as-identifier"


@pytest.mark.parametrize("cell", ["3", "-3", "4,5", "811218-9876", "8112189876", "198112189876"])
def test_what_could_be_a_count_or_a_person_is_not_repeated(cell):
    """A shifted column may put a hidden number where a code belongs."""
    assert quote_cell(cell) == "…"


@pytest.mark.parametrize(
    ("numbers", "column"),
    [
        ({"taljare": "3", "varde": "7.5"}, "taljare"),
        ({"taljare": "0", "varde": "0"}, "taljare"),
        ({"taljare": "37", "varde": "92.5"}, "taljare"),
        ({"taljare": "40", "varde": "100"}, "taljare"),
        ({"personer": "9"}, "personer"),
        ({"taljare": "6", "namnare": "9", "personer": "9", "varde": "66.7"}, "personer"),
    ],
)
def test_small_numbers_are_refused_without_being_told(numbers, column):
    """Counts, complements and bases in persons all have to reach their thresholds; the message names the cell alone."""
    row = {**SOUND, **numbers}
    content = f"{HEADER}\n{','.join(row.get(name, '') for name in HEADER.split(','))}\n".encode()
    (problem,) = check_file(content, "f.csv", TERMS)[1]
    assert ("small-number-shown", 2, column) == (problem.code, problem.row, problem.column)
    assert "utforare_orgnr=455001-0005" in problem.message("en")
    assert "matt_id=planerat-avslut" in problem.message("en")
    assert not re.search(rf"\b{re.escape(row[column])}\b", problem.message("en").split(" for ")[1])


def test_an_official_publishers_rule_replaces_ours():
    """Where the publisher has protected the file, small numbers pass and persons need not be told."""
    official = Terms(STANDARD, STANDARD.thresholds, by_id((OAK,)), "bu-hvb", protected_by="A statistical office")
    assert found({"taljare": "3", "varde": "7.5", "personer": ""}, terms=official) == []


def test_a_total_is_held_against_its_parts_only_when_all_are_shown():
    """A hidden part leaves nothing to compare; years add up to the pooled window as parts of a dimension do."""
    window = {"period": "2020/2022", "taljare": "60", "namnare": "100", "personer": "90", "varde": "60"}
    years = [
        {"period": str(year), "taljare": "20", "namnare": "33", "personer": "30", "varde": "60.6"}
        for year in (2020, 2021, 2022)
    ]
    assert found(window, *years) == [("total-differs-from-parts", 2, "namnare")]
    years[0] |= {"status": "skyddad", "taljare": "", "varde": ""}
    assert found(window, *years) == []


def test_one_span_spelt_in_two_ways_is_one_key():
    """2020/2022 and 2020-01/2022-12 are the same days."""
    assert ("duplicate-key", 3, "") in found({"period": "2020/2022"}, {"period": "2020-01/2022-12"})


def test_a_release_may_open_a_grid_rule():
    """With a reason in metadata.json a single year may be split."""
    opened = Terms(STANDARD, STANDARD.thresholds, opened=frozenset({"breakdown-outside-window"}))
    assert ("breakdown-outside-window", 2, "kon") in found({"kon": "K"})
    assert found({"kon": "K"}, terms=opened) == []


def test_rows_of_persons_are_told_by_their_headings():
    """A column named after a person's details is enough."""
    content = f"{HEADER},personnummer\n".encode() + b"," * 25 + b"\n"
    assert ("person-rows", 1, "personnummer") in found_in(content)


@pytest.mark.parametrize(
    ("period", "released", "refused"),
    [
        ("2024", date(2025, 12, 31), False),
        ("2024", date(2025, 12, 30), True),
        ("2022/2024", date(2026, 1, 1), False),
        ("2024-04/2025-03", date(2026, 3, 31), False),
        ("2024-01/2024-06", date(2026, 1, 1), True),
        ("2024", None, False),
        ("2024-01/2024-06", None, True),
    ],
)
def test_prices_are_of_closed_whole_years_a_year_old(period, released, refused):
    """A price that is still in use is left alone; where the day of release is unknown, the build looks again."""
    price = {"matt_id": "kostnad-per-placering", "taljare": "", "varde": "912345", "period": period}
    terms = dataclasses.replace(TERMS, latest=released)
    assert (("price-too-early", 2, "period") in found(price, terms=terms)) is refused


def test_a_version_of_a_measure_in_an_earlier_release_is_described():
    """Whoever has quoted a value of then must still be able to read what it means."""
    old = TERMS.standard.measures["planerat-avslut"]
    row = {"matt_version": old.version}

    def terms(*earlier):
        measure = dataclasses.replace(old, version="2.0", earlier=earlier)
        standard = dataclasses.replace(
            TERMS.standard, version="2.0.0", measures={**TERMS.standard.measures, old.id: measure}
        )
        return dataclasses.replace(TERMS, standard=standard, standard_version="1.0.0")

    assert found(row, terms=terms(old)) == []
    assert found(row, terms=terms()) == [("measure-version-not-described", 2, "matt_version")]
