"""What has the right form but is probably wrong is asked about once, and confirmed where it may be right."""

import dataclasses
import json

import pytest

from open_comparisons.errors import OpenComparisonsError
from open_comparisons.intake.checks.run import check_file
from open_comparisons.standard.loading import load_standard
from tests.submitted_rows import STANDARD, SURVEY, TERMS, file_of, found
from tests.unit.test_standard import FOLDER

PRICE = {"matt_id": "kostnad-per-placering", "taljare": "", "varde": "912345"}
STAY = {"matt_id": "vardtid", "taljare": "", "varde": "210"}


def test_a_response_rate_as_a_fraction_is_asked_about_and_nothing_is_withdrawn():
    """0.58 is 58 percent, not a rate so low that the figures must go; a 1 beside it is 100 percent."""
    rows = [{**SURVEY, "svarsandel": "0.58"}, {**SURVEY, "period": "2022", "svarsandel": "1"}]
    assert found(*rows) == [("response-rate-as-fraction", row, "svarsandel") for row in (2, 3)]


def test_a_response_rate_of_one_percent_is_no_fraction():
    """Alone, 1 is one percent, which the status says."""
    nothing = {"taljare": "", "namnare": "", "varde": ""}
    assert found({**SURVEY, **nothing, "status": "for-fa-svar", "svarsandel": "1"}) == []


@pytest.mark.parametrize(
    ("numerator", "denominator", "value", "expected"),
    [
        ("8", "42", "0.19", "fraction-for-percent"),
        ("8", "42", "0.2", "fraction-for-percent"),
        ("6", "900", "0.7", None),
        ("8", "42", "0.9", "value-disagrees-with-parts"),
        ("8", "42", "19.05", "too-many-decimals"),
    ],
)
def test_a_value_as_a_fraction_is_told_before_its_decimals(numerator, denominator, value, expected):
    """The likelier cause is named alone: rounding 0.19 would lose the value. A small percentage is no fraction."""
    persons = {"taljare": numerator, "namnare": denominator, "personer": denominator}
    codes = [code for code, _, _ in found({**persons, "varde": value})]
    assert codes == ([expected] if expected else [])


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        ({**PRICE, "varde": "-1500"}, "negative-number"),
        ({**STAY, "varde": "-5"}, "negative-number"),
        ({**PRICE, "varde": "1360"}, "amount-in-thousands"),
        ({**PRICE, "varde": "1359.791"}, "amount-in-thousands"),
        ({**PRICE, "varde": "91234500"}, "implausible-number"),
        ({**STAY, "varde": "7"}, "implausible-number"),
        ({**PRICE, "varde": "1359791"}, None),
    ],
)
def test_a_value_outside_what_its_measure_can_be_is_asked_about(row, expected):
    """The catalogue says what is likely; thousands of kronor are named as such."""
    assert [code for code, _, _ in found(row)] == ([expected] if expected else [])


def test_a_comment_confirms_an_unlikely_value_but_no_negative_one():
    """A comment in either language that begins with the word says that somebody has looked."""
    assert found({**STAY, "varde": "7", "kommentar": "Kontrollerat: bara korta uppdrag"}) == []
    assert found({**STAY, "varde": "7", "kommentar": "checked: short placements only"}) == []
    assert found({**STAY, "varde": "7", "kommentar": "korta uppdrag"}) == [("implausible-number", 2, "varde")]
    assert found({**STAY, "varde": "-7", "kommentar": "Kontrollerat"}) == [("negative-number", 2, "varde")]


def test_a_percentage_above_a_hundred_is_out_of_range():
    """Also where an official publisher gives no numbers of persons."""
    official = dataclasses.replace(TERMS, protected_by="A statistical office")
    parts = {"taljare": "", "namnare": "", "personer": ""}
    assert ("number-out-of-range", 2, "varde") in found({**parts, "varde": "775"}, terms=official)


def test_swapped_headings_are_one_problem():
    """Where nearly all rows have more in the numerator, nothing else of the rows is worth reading."""
    rows = [{"taljare": "40", "namnare": "31", "period": year} for year in ("2020", "2021", "2022")]
    assert found(*rows) == [("headings-swapped", 1, "taljare")]


def test_numbers_swapped_in_one_row_are_told_there():
    """The value gives it away; where it does not agree either, only the size is told."""
    swapped = {"taljare": "40", "namnare": "31"}
    assert found({}, {**swapped, "period": "2022"}) == [("numbers-swapped", 3, "taljare")]
    other = {**swapped, "period": "2022", "varde": "50", "personer": "31"}
    assert ("numerator-above-denominator", 3, "taljare") in found({}, other)


def test_a_number_ten_times_that_of_other_years_is_asked_about():
    """With three years the odd one is named, wherever it is; with two, the later. A comment confirms both."""
    big = {"taljare": "310", "namnare": "400", "personer": "360"}
    years = [{"period": "2020"}, {"period": "2021", **big}, {"period": "2022"}]
    assert found(*years) == [("far-from-other-years", 3, "namnare")]
    assert found(years[1], {"period": "2022"}) == [("far-from-other-years", 3, "namnare")]
    slipped = {"period": "2021", "namnare": "400"}
    assert found(years[0], slipped, years[2]) == [("far-from-other-years", 3, "namnare")]
    assert found(years[1], {"period": "2022", "kommentar": "Kontrollerat: ett hem lades ned"}) == []
    price = {**PRICE, "varde": "15000000"}
    assert found({**PRICE, "period": "2020"}, {**price, "period": "2021"}) == [("far-from-other-years", 3, "varde")]


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ([{"period": "2021-01-01"}], [("one-day-period", 2, "period")]),
        ([{"period": "2021-01-01/2021-01-01"}], []),
        ([{**PRICE, "period": "2021-01-01"}], [("one-day-period", 2, "period")]),
        ([{"matt_id": "skolnarvaro", "kohort": "P", "period": "2021-10-01"}], []),
        (
            [{"matt_id": "skolnarvaro", "kohort": "P", "period": period} for period in ("2020", "2021-01-01")],
            [("one-day-period", 3, "period")],
        ),
    ],
)
def test_a_day_where_a_measure_is_counted_over_time_is_asked_about(rows, expected):
    """By the measure, which adds over years, or by other rows of it; written with two ends it is meant."""
    assert found(*rows) == expected


def test_cells_left_blank_by_a_merge_are_one_problem_for_each_row():
    """The first row of the merged cells keeps the text; those below are named together."""
    merged = {"utforare_orgnr": "", "utforare_namn": "", "regi": ""}
    rows = [{}, {"period": "2022", **merged}, {"period": "2020", **merged}]
    assert found(*rows) == [("blank-below-filled", row, "utforare_orgnr") for row in (3, 4)]
    assert found({}, {"period": "2022", "regi": ""}) == [("missing-code", 3, "regi")]
    assert found({"regi": ""}, {"period": "2022"}) == [("missing-code", 2, "regi")]


def test_no_problem_repeats_the_number_that_it_asks_about():
    """Logs are public: the cell is named, and the example in the remedy is always the same."""
    rows = [{**SURVEY, "svarsandel": "0.37"}, {**PRICE, "varde": "1234"}, {**STAY, "varde": "6789"}]
    problems = check_file(file_of(*rows), "f.csv", TERMS)[1]
    said = " ".join(problem.as_text(lang) for problem in problems for lang in ("sv", "en"))
    assert len(problems) == 3
    assert not any(number in said for number in ("0.37", "0,37", "1234", "6789"))


def test_a_plausible_range_must_rise(tmp_path):
    """Turned ends would ask about every value."""
    for path in FOLDER.glob("*.*"):
        (tmp_path / path.name).write_bytes(path.read_bytes())
    measures = json.loads((tmp_path / "matt.json").read_text(encoding="utf-8"))
    measures[0]["plausible"] = {"least": 100, "most": 0}
    (tmp_path / "matt.json").write_text(json.dumps(measures), encoding="utf-8")
    with pytest.raises(OpenComparisonsError, match="plausible"):
        load_standard(tmp_path)
    assert STANDARD.measures["vardtid"].plausible == (14, 6600)
    assert STANDARD.measures["planerat-avslut"].plausible is None
