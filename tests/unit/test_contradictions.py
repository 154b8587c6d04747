"""Numbers that cannot all be true: `check` and `protect` name the rows, the columns and the rule, and no number."""

import json
import random
import re
from dataclasses import replace

import pytest

from open_comparisons.cli.main import main
from open_comparisons.disclosure.contradictions.finding import FileCell, find_contradictions
from open_comparisons.disclosure.contradictions.problems import consistency_problems
from open_comparisons.disclosure.system import ReleaseRows
from open_comparisons.intake.checks.run import check_file
from open_comparisons.messages import LANGUAGES
from tests.honest_people import Habits, chain
from tests.provider_tables import STANDARD, YEARS, place, row
from tests.submitted_rows import TERMS, file_of
from tests.unit.test_protecting import line, protect, write

LIMITS = STANDARD.thresholds
POOLED = {"period": "2020/2022"}
NUMBERS = ("numerator", "denominator", "persons")


def problems_of(*rows):
    """The contradictions of a file whose rows are right one by one."""
    table, problems = check_file(file_of(*rows), "f.csv", TERMS)
    assert problems == []
    return consistency_problems(table, STANDARD, LIMITS)


def contradictions(*rows):
    """The contradictions of the rows of a provider."""
    return list(find_contradictions([ReleaseRows("", rows, frozenset(), LIMITS)], STANDARD))


def counts(numerator, denominator, persons, **more):
    """The numbers of a row of a share, as its file has them."""
    value = round(100 * numerator / denominator, 1)
    numbers = {"taljare": numerator, "namnare": denominator, "personer": persons, "varde": value}
    return {name: f"{number:g}" for name, number in numbers.items()} | more


def found(problem, lang="sv"):
    return problem.row, problem.column, problem.message(lang)


PERSONS = (
    counts(70, 100, 90, **POOLED),
    counts(30, 50, 20, **POOLED, kon="K"),
    counts(40, 50, 25, **POOLED, kon="M"),
)
"""Persons add up by sex, for each person has one."""
ADDED_UP = (
    "talen kan inte alla vara sanna: personer på rad 2–4 (”Planerat avslut”). "
    "Regeln: delarna av en uppdelning ska tillsammans bli totalen i ”Planerat avslut”."
)


def test_a_total_that_its_parts_do_not_reach_is_named_with_all_of_them():
    assert [found(each) for each in problems_of(*PERSONS)] == [
        (
            2,
            "personer",
            ADDED_UP,
        )
    ]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_no_number_of_a_row_is_in_a_message(lang):
    """Rows, columns and measures alone: the message may be sent to somebody who may not see the counts."""
    [problem] = problems_of(*PERSONS)
    text = problem.as_text(lang)
    assert re.findall(r"\d+", text) == ["2", "2", "4"]
    assert "corrections" not in text, "a provider has no metadata.json to write in"


@pytest.mark.parametrize("seeds", [range(first, first + 20) for first in range(0, 60, 20)], ids=str)
def test_honest_files_add_up_and_what_contradicts_names_the_changed_row(seeds):
    """One number of a true file is changed: the file still adds up, or every contradiction is about that row."""
    noticed = 0
    for seed in seeds:
        [true] = chain(seed, 1, Habits.drawn(seed, with_units=True, most_measures=4))
        assert contradictions(*true.rows) == []
        draw = random.Random(seed)
        numbers = [(each, name) for each in true.rows for name in NUMBERS if getattr(each, name) is not None]
        for old, name in draw.sample(numbers, min(3, len(numbers))):
            new = replace(old, **{name: max(0, getattr(old, name) + draw.choice((-7, -1, 1, 30)))})
            for contradiction in contradictions(*(new if each is old else each for each in true.rows)):
                assert old.key in {cell.key for cell in contradiction.cells}, (seed, old.key, name)
                noticed += 1
    assert noticed, "some changes must have been noticed"


def test_each_tie_of_a_contradiction_is_needed():
    """The years come to 120 and the window says 100: the rows by sex and of other measures are not to blame."""
    window = row("planerat-avslut", place(YEARS), 70, 100)
    years = [row("planerat-avslut", place((year,)), 25, 40) for year in YEARS]
    others = [row("planerat-avslut", place(YEARS, kon=code), 35, 50) for code in ("K", "M")]
    others += [row("sammanbrott", place(YEARS), 5, 100)]
    found = [each.cells for each in contradictions(window, *years, *others)]
    assert {FileCell(each.key, "denominator") for each in (window, *years)} in found
    assert {cell.key for cells in found for cell in cells} == {each.key for each in (window, *years)}


def test_check_and_protect_say_the_same(tmp_path, capsys):
    path = tmp_path / "sant.csv"
    lines = [line(row("planerat-avslut", place(YEARS), 70, 100), personer="90", varde="70")]
    lines += [line(row("planerat-avslut", place(YEARS, kon=code), 35, 50), personer="20", varde="70") for code in "KM"]
    write(path, lines)
    assert main(["check", str(path), "--format", "json"]) == 1
    checked = json.loads(capsys.readouterr().out)
    assert [(each["row"], each["code"]) for each in checked] == [(2, "counts-contradict")]
    assert protect(path, tmp_path / "skyddat.csv", "--lang", "sv") == 1
    assert checked[0]["message"] in capsys.readouterr().out
    assert not (tmp_path / "skyddat.csv").exists()


def test_numbers_that_do_not_fit_an_earlier_release_are_named_with_it(tmp_path, capsys):
    """The file adds up, and the earlier release does not add up with it whatever was corrected."""
    years = [line(row("planerat-avslut", place((year,)), 20, 40), varde="50") for year in YEARS[:2]]
    earlier = tmp_path / "2023-05-17"
    earlier.mkdir()
    write(earlier / "eken.csv", [*years, line(row("planerat-avslut", place(YEARS), 30, 60), varde="50")])
    new = tmp_path / "sant.csv"
    write(new, [line(row("planerat-avslut", place((2022,)), 20, 40), varde="50")])
    assert protect(new, tmp_path / "skyddat.csv", "--lang", "sv", "--previous", earlier) == 1
    shown = capsys.readouterr().out
    assert "counts-contradict-earlier" in shown
    assert "det som utgåvan 2023-05-17 visar för ”Planerat avslut”" in shown
