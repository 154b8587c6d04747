"""What published sums give away about hidden counts."""

import itertools
import json
import math
import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from open_comparisons.disclosure.propagation import AtMost, ContradictionError, Sum, derive_bounds

REALDATA = Path(os.environ.get("OPEN_COMPARISONS_REALDATA", "../shared/realdata"))
CASES = REALDATA.parent / "reference" / "disclosure_cases.json"
EXACT_BY_PROPAGATION = {"D01", "D02", "D03"}


def _case(identifier):
    if not CASES.is_file():
        pytest.skip(f"NOT CHECKED against reference numbers: {CASES} is missing")
    return next(case for case in json.loads(CASES.read_text(encoding="utf-8")) if case["id"] == identifier)


def _bounds_of(inputs):
    known = {name: (0, math.inf) if value is None else (value, value) for name, value in inputs["published"].items()}
    equations = [
        Sum(equation["total"], tuple(equation["parts"]))
        for name in ("equations", "equations_table_1", "equations_table_2")
        for equation in inputs.get(name, [])
    ]
    return derive_bounds(known, equations)


@pytest.mark.parametrize("identifier", ["D01", "D02", "D03"])
def test_bounds_of_the_reference_tables_hold_the_true_range(identifier):
    """Every bound contains the reference range; where propagation is exact it equals it."""
    case = _case(identifier)
    found = _bounds_of(case["inputs"])
    for name, (low, high) in case["expected"]["bounds"].items():
        assert found[name][0] <= low
        assert high <= found[name][1]
        if identifier in EXACT_BY_PROPAGATION:
            assert (low, high) == found[name]


@pytest.mark.parametrize("identifier", ["D22", "D23"])
def test_a_complement_gives_the_hidden_count_away(identifier):
    """A total and all parts but one give the last part."""
    case = _case(identifier)
    found = _bounds_of(case["inputs"])
    for name, value in case["expected"].get("value", {}).items():
        assert (value, value) == found[name]
    for name in case["expected"]["recoverable"]:
        assert found[name][0] == found[name][1]


def test_a_part_is_bounded_by_its_whole():
    """An inequality carries a bound both ways."""
    found = derive_bounds({"all": (0, 12), "some": (7, 9)}, [AtMost("some", "all")])
    assert found == {"all": (7, 12), "some": (7, 9)}


def test_a_rate_ties_both_ways():
    """A rate of 15 %, rounded to whole percents, of 20 is 3; and 3 are 15 % of 20."""
    rate = [AtMost("some", "all", 200, 31), AtMost("all", "some", 29, 200)]
    assert derive_bounds({"all": (20, 20)}, rate)["some"] == (3, 3)
    assert derive_bounds({"some": (3, 3)}, rate)["all"] == (20, 20)


def test_a_chain_of_sums_and_bands_is_followed():
    """A band of 0-4 in one part leaves five values for the other."""
    bounds = {"girls": (0, 4), "boys": (0, math.inf), "total": (23, 23)}
    assert derive_bounds(bounds, [Sum("total", ("girls", "boys"))])["boys"] == (19, 23)


def test_unmentioned_variables_are_counts():
    """A variable without a bound is 0 or more."""
    assert derive_bounds({"t": (3, 3)}, [Sum("t", ("a", "b"))]) == {"t": (3, 3), "a": (0, 3), "b": (0, 3)}


def test_a_contradiction_names_the_place_and_no_number():
    """Sums that cannot be true are refused without repeating a count."""
    with pytest.raises(ContradictionError) as error:
        derive_bounds({"t": (17, 17), "a": (18, 18), "b": (0, math.inf)}, [Sum("t", ("a", "b"))])
    assert not any(character.isdigit() for character in str(error.value))


@given(st.lists(st.integers(0, 6), min_size=6, max_size=6), st.sets(st.integers(0, 5)))
def test_the_bounds_hold_every_table_that_fits(cells, hidden):
    """Against all tables of two rows and three columns with the same margins and shown cells, counted one by one."""
    names = [f"{row}{column}" for row in "ab" for column in "xyz"]
    truth = dict(zip(names, cells, strict=True))
    sums = [Sum(f"T{row}", tuple(f"{row}{column}" for column in "xyz")) for row in "ab"]
    sums += [Sum(f"T{column}", (f"a{column}", f"b{column}")) for column in "xyz"]
    totals = {one.total: sum(truth[part] for part in one.parts) for one in sums}
    known = {name: (value, value) for name, value in totals.items()}
    known |= {name: (0, math.inf) if index in hidden else (truth[name],) * 2 for index, name in enumerate(names)}
    found = derive_bounds(known, sums)
    for values in itertools.product(range(totals["Ta"] + 1), repeat=2):
        first_row = (*values, totals["Ta"] - sum(values))
        second_row = tuple(totals[f"T{column}"] - value for column, value in zip("xyz", first_row, strict=True))
        table = dict(zip(names, first_row + second_row, strict=True))
        fits = min(table.values()) >= 0 and all(
            table[name] == truth[name] for i, name in enumerate(names) if i not in hidden
        )
        if fits:
            assert all(found[name][0] <= value <= found[name][1] for name, value in table.items())
