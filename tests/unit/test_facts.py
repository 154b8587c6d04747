"""The register of facts: each has a source, a year and, where it needs one, a caveat."""

from pathlib import Path

import pytest

from open_comparisons.knowledge.facts import COLUMNS, FILE, read_facts
from open_comparisons.site.locales import load_locales

PROJECT = Path(__file__).parents[2]
RIGHT = ("uk-sparat", "Sparat", "Saved", "397000000", "GBP", "2022", "Outcomes For All", "", "2026-11-16", "F.", "C.")


def register(folder: Path, *rows: tuple[str, ...], head: tuple[str, ...] = COLUMNS) -> Path:
    """Write a register."""
    folder.mkdir(exist_ok=True)
    (folder / FILE).write_text("".join(",".join(row) + "\n" for row in (head, *rows)), encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def locales():
    """Return both languages."""
    return load_locales(PROJECT / "theme" / "translations")


@pytest.mark.parametrize(
    ("value", "unit", "sv", "en"),
    [
        ("397000000", "GBP", "397 miljoner pund", "£397 million"),
        ("1400000000", "GBP", "1,4 miljarder pund", "£1.4 billion"),
        ("744350000000", "SEK", "744,35 miljarder kronor", "SEK 744.35 billion"),
        ("12000", "antal", "12\u202f000", "12,000"),
        ("10", "kvot", "10:1", "10:1"),
        ("49", "procent", "49 %", "49%"),
    ],
)
def test_a_value_is_written_as_people_say_it(tmp_path, locales, value, unit, sv, en):
    """In each language."""
    facts, problems = read_facts(register(tmp_path / "data", (*RIGHT[:3], value, unit, *RIGHT[5:])))
    assert problems == []
    assert [facts["uk-sparat"].words(locales[lang]).replace("\u00a0", " ") for lang in ("sv", "en")] == [sv, en]


@pytest.mark.parametrize("place", [0, 1, 2, 3, 4, 5, 6, 8])
def test_each_column_that_must_say_something_is_checked(tmp_path, place):
    """Row and column are named."""
    _, problems = read_facts(register(tmp_path / "data", (*RIGHT[:place], "", *RIGHT[place + 1 :])))
    assert [(one.row, one.column) for one in problems] == [(2, COLUMNS[place])]


def test_a_link_is_secure_a_name_is_used_once_and_columns_are_as_they_must_be(tmp_path):
    """All at once."""
    wrong = (*RIGHT[:7], "http://a.example", *RIGHT[8:])
    _, problems = read_facts(register(tmp_path / "data", RIGHT, RIGHT, wrong[:1] + wrong[1:], RIGHT[:4]))
    assert {one.code for one in problems} == {"content-fact-twice", "content-fact-kalla_lank", "content-fact-columns"}
    _, problems = read_facts(register(tmp_path / "data", RIGHT, head=COLUMNS[:-1]))
    assert [one.code for one in problems] == ["content-fact-columns"]


def test_no_register_is_no_facts(tmp_path):
    """A sector may have none."""
    assert read_facts(tmp_path) == ({}, [])


def test_our_own_register_has_the_corrections():
    """The British figure with its caveat, and the cost of the municipalities as the statistics office has it."""
    facts, problems = read_facts(PROJECT / "data")
    assert problems == []
    assert "ATQ" in facts["uk-sparat-eller-undvikit"].caveat.plain("sv")
    assert "Oxford" in facts["uk-sparat-eller-undvikit"].caveat.plain("en")
    assert (facts["kommunernas-kostnader-2021"].value, facts["kommunernas-kostnader-2021"].source) == (744.35e9, "SCB")
    assert "735" in facts["kommunernas-kostnader-2021"].caveat.plain("sv")
