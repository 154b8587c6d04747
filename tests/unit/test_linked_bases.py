"""Rows that agree each on their own but not together: bases in larger bases, persons, and response rates."""

from __future__ import annotations

import dataclasses

import pytest

from open_comparisons.intake.checks.run import check_file
from open_comparisons.intake.rates import rounding_slack, whole_bounds
from open_comparisons.messages import LANGUAGES
from tests.submitted_rows import STANDARD, TERMS, file_of, found

HIDDEN = {"taljare": "", "varde": ""}
NOTHING = {**HIDDEN, "namnare": "", "personer": ""}
WORK = {"matt_id": "sysselsattning", "taljare": "20", "namnare": "30", "personer": "28", "varde": "66.7"}
RATED_TWICE = {"matt_id": "parad-bedomning", "taljare": "30", "varde": "75"}
BETTER = {
    "matt_id": "battre-psykisk-halsa",
    "kohort": "B",
    "taljare": "15",
    "namnare": "30",
    "personer": "28",
    "varde": "50",
    "svarsandel": "75",
    "instrument": "SDQ",
}
REACHED = {
    "matt_id": "uppfoljd-6m",
    "kohort": "A6",
    "taljare": "25",
    "namnare": "35",
    "personer": "33",
    "varde": "71.4",
}
NO_DRUGS = {
    "matt_id": "drogfri-6m",
    "kohort": "A6",
    "taljare": "10",
    "namnare": "20",
    "personer": "18",
    "varde": "50",
    "svarsandel": "62.5",
    "instrument": "intervju",
}
SPLIT = {"period": "2020/2022", "alder": "18-20"}


def test_rows_that_agree_have_no_problems():
    """Bases within larger ones, equal where the catalogue says so, and the rates that they give."""
    assert found({}, WORK, RATED_TWICE, BETTER, REACHED, NO_DRUGS) == []
    assert found(SPLIT, {**WORK, **SPLIT, "namnare": "40", "personer": "36", "varde": "50"}) == []


@pytest.mark.parametrize(
    ("rows", "problem"),
    [
        ([{}, {**WORK, "namnare": "41", "varde": "48.8"}], ("base-above-larger-base", 3, "namnare")),
        ([{}, {**REACHED, "namnare": "41", "varde": "61"}], ("base-above-larger-base", 3, "namnare")),
        # Two steps up: those with twelve months behind them are among all who ended.
        (
            [{}, {**REACHED, "matt_id": "uppfoljd-12m", "kohort": "A12", "namnare": "41", "varde": "61"}],
            ("base-above-larger-base", 3, "namnare"),
        ),
        # The larger base is a numerator: those who were reached.
        (
            [{**REACHED, "taljare": "19", "varde": "54.3"}, {**NO_DRUGS, "svarsandel": "80"}],
            ("base-above-larger-base", 3, "namnare"),
        ),
        # A row without its numerator shows its base all the same.
        ([{}, {**WORK, **HIDDEN, "namnare": "41", "status": "skyddad"}], ("base-above-larger-base", 3, "namnare")),
        (
            [{}, {**WORK, "namnare": "38", "personer": "37", "varde": "52.6"}],
            ("persons-above-larger-base", 3, "personer"),
        ),
        ([RATED_TWICE, {**BETTER, "namnare": "29", "varde": "51.7"}], ("base-differs-from-numerator", 3, "namnare")),
        ([SPLIT, {**WORK, **SPLIT}], ("base-differs-from-larger-base", 3, "namnare")),
        ([RATED_TWICE, {**BETTER, "svarsandel": "76"}], ("rate-differs-from-bases", 3, "svarsandel")),
        ([RATED_TWICE, {**BETTER, "svarsandel": "75.1"}], ("rate-differs-from-bases", 3, "svarsandel")),
        ([{**NO_DRUGS, "svarsandel": "60.1"}], ("rate-of-no-whole-number", 2, "svarsandel")),
        ([REACHED, {**NO_DRUGS, "svarsandel": "50"}], ("rate-too-low-for-larger-base", 3, "svarsandel")),
    ],
)
def test_what_cannot_be_true_together_is_found_at_its_row(rows, problem):
    """The row is sound on its own, and the other row shows that it cannot be right."""
    assert found(*rows) == [problem]


@pytest.mark.parametrize(("rate", "agrees"), [("25", True), ("24.6", False), ("20", False), ("29", False)])
def test_a_rate_that_is_shown_alone_is_held_against_the_numerator_that_its_base_is(rate, agrees):
    """Too few answers: the row shows no base, but paired assessment counts the same people."""
    few = {**RATED_TWICE, "taljare": "10", "varde": "25"}
    problems = found(few, {**BETTER, **NOTHING, "status": "for-fa-svar", "svarsandel": rate})
    assert problems == ([] if agrees else [("rate-differs-from-bases", 3, "svarsandel")])


def test_a_rate_that_is_shown_alone_is_held_against_another_row_on_its_base():
    """Where two measures are counted on the same people, one may show what the other does not."""
    school = dataclasses.replace(STANDARD.measures["battre-skolresultat"], base="bedomda-tva-ganger", collected_by=None)
    standard = dataclasses.replace(STANDARD, measures={**STANDARD.measures, school.id: school})
    terms = dataclasses.replace(TERMS, standard=standard)
    shown = {**BETTER, "matt_id": school.id, "kohort": "A", "taljare": "6", "namnare": "11", "personer": "11"}
    shown |= {"varde": "54.5", "svarsandel": "", "instrument": ""}
    alone = {**BETTER, **NOTHING, "status": "for-fa-svar"}
    assert found({}, shown, {**alone, "svarsandel": "28"}, terms=terms) == []
    assert found({}, shown, {**alone, "svarsandel": "20"}, terms=terms) == [
        ("rate-differs-from-bases", 4, "svarsandel")
    ]


def test_rows_of_other_people_are_not_compared():
    """Another year or another split is about others."""
    assert found({}, {**WORK, "period": "2022", "namnare": "41", "varde": "48.8"}) == []
    assert found({"period": "2020/2022"}, {**WORK, **SPLIT, "namnare": "41", "varde": "48.8"}) == []


def test_a_rate_of_those_who_got_a_survey_is_a_share_of_no_base():
    """The catalogue names no base for it, so nothing is compared."""
    survey = {"matt_id": "trygghet", "kohort": "R", "taljare": "20", "namnare": "25", "personer": "", "varde": "80"}
    assert found({}, {**survey, "svarsandel": "60.1", "instrument": "Enkät 2023"}) == []


def test_the_message_names_both_rows_and_repeats_no_number():
    """In both languages: where they are, what is accepted and what to do."""
    content = file_of({}, RATED_TWICE, {**BETTER, "svarsandel": "83"})
    (problem,) = check_file(content, "f.csv", TERMS)[1]
    for lang in LANGUAGES:
        told = f"{problem.message(lang)} {problem.remedy(lang)}"
        assert {"sv": "namnare på rad 4", "en": "namnare in row 4"}[lang] in told
        assert {"sv": "namnare på rad 2", "en": "namnare in row 2"}[lang] in told
        assert "83" not in told
        assert "30" not in told


@pytest.mark.parametrize(("percent", "slack"), [(60, 0.5), (60.0, 0.5), (60.1, 0.05), (60.12, 0.005), (0.5, 0.05)])
def test_a_rate_is_rounded_to_the_decimals_it_is_written_with(percent, slack):
    """The fewest that hold the number."""
    assert rounding_slack(percent) == pytest.approx(slack)


@pytest.mark.parametrize(
    ("part", "percent", "bounds"),
    [
        (18, 60, (30, 30)),
        (20, 62.5, (32, 32)),
        (3, 15, (20, 20)),
        (20, 60.1, (34, 33)),
        (3, 0, (600, None)),
        (0, 0, (0, None)),
        (0, 50, (0, 0)),
        (50, 45, (110, 112)),
    ],
)
def test_a_part_and_its_rate_bound_the_whole(part, percent, bounds):
    """Every whole number that rounds to the rate, and none other."""
    assert whole_bounds(part, percent) == bounds


@pytest.mark.parametrize("percent", [*range(1, 101), 33.3, 66.7, 12.34])
@pytest.mark.parametrize("part", [1, 7, 20, 43])
def test_the_bounds_are_those_of_trying_each_whole_number(part, percent):
    """A whole number is within the bounds exactly when its share is within half a unit of the rate."""
    least, most = whole_bounds(part, percent)
    fits = [whole for whole in range(1, 5000) if abs(100 * part / whole - percent) <= rounding_slack(percent) + 1e-9]
    assert most is not None
    assert fits == [whole for whole in range(least, most + 1) if whole < 5000]
