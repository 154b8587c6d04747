"""The letter to a provider names what matters most first, and everything once more in the order of the file."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from open_comparisons.intake.handover.importance import NAMED, importance, most_important
from open_comparisons.intake.handover.letters import refusal_letter
from open_comparisons.intake.wording import problem
from open_comparisons.messages import keys_below

CODES = keys_below("problems")


def found(code, row):
    """A problem whose message names its row, as many do."""
    known = {"limit": 5, "key": f"rad {row}", "value": "ideell", "given": "x", "known": ["a"], "how": "Skriv."}
    return problem("eken.csv", code, row, "namnare", **known)


SMALL = [found("small-number-shown", row) for row in (9, 11, 12)]
WRONG = [found("numerator-above-denominator", 5)]
FORM = [found("not-a-date", row) for row in (2, 3)]
NAME = [found("personal-number-in-text", 30)]


def test_persons_come_first_and_forms_last():
    """A number that would give a person away, then figures that are wrong, then how things are written."""
    assert [(each.code, more) for each, more in most_important([*FORM, *WRONG, *SMALL, *NAME], 3)] == [
        ("personal-number-in-text", 0),
        ("small-number-shown", 2),
        ("numerator-above-denominator", 0),
    ]


@pytest.mark.parametrize(
    ("first", "then"),
    [
        ("likely-name-in-text", "small-number-shown"),
        ("audit-band", "no-headings"),
        ("checksum-differs", "counts-contradict"),
        ("old-workbook", "unanswered"),
        ("total-differs-from-parts", "unknown-code"),
    ],
)
def test_one_kind_is_more_important_than_another(first, then):
    """By what can happen when it is not mended."""
    assert importance(found_as(first)) < importance(found_as(then))


def test_every_code_that_is_ranked_exists():
    """A code that is renamed in the checks would otherwise fall to the end of the letter."""
    assert set(CODES) >= NAMED


def found_as(code):
    return type(SMALL[0])("eken.csv", 2, "", code, ("", ""), ("", ""))


@pytest.mark.parametrize("lang", ["sv", "en"])
def test_a_long_letter_begins_with_the_three_most_important(lang):
    """Numbered, with how many more there are of each; all of them follow, in the order of the file."""
    letter = refusal_letter("Eken", "eken", None, [*FORM, *WRONG, *SMALL, *NAME], lang)
    begin, everything = {"sv": ("Börja med", "Allt som behöver"), "en": ("Begin with", "Everything to correct")}[lang]
    first, rest = letter[letter.index(begin) :].split(everything)
    order = ("personal-number-in-text", "small-number-shown", "numerator-above-denominator")
    assert [line[:2] for line in first.splitlines() if "[" in line] == ["1.", "2.", "3."]
    assert sorted(order, key=lambda code: first.index(f"[{code}]")) == [*order]
    assert "not-a-date" not in first
    assert rest.index("not-a-date") < rest.index("numerator-above-denominator") < rest.index("small-number-shown")
    assert rest.count("[small-number-shown]") == 3


def test_a_short_letter_says_each_thing_once():
    """Three lines need no summary."""
    letter = refusal_letter("Eken", "eken", None, WRONG, "sv")
    assert letter.count("[numerator-above-denominator]") == 1
    assert "Börja med" not in letter


@given(st.lists(st.tuples(st.sampled_from(CODES), st.integers(0, 9)), max_size=12), st.integers(1, 5))
def test_the_choice_is_the_same_in_any_order(pairs, count):
    """As many kinds as there are, each once; the order they are found in says nothing."""
    problems = [type(SMALL[0])("eken.csv", row, "", code, ("", ""), ("", "")) for code, row in pairs]
    chosen = most_important(problems, count)
    assert chosen == most_important(problems[::-1], count)
    assert len(chosen) == min(count, len({code for code, _ in pairs}))
    assert all(more == sum(code == each.code for code, _ in pairs) - 1 for each, more in chosen)
