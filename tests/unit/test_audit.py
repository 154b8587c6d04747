"""The attacker finds what published numbers give away, and no more: against published answers and brute force."""

import json
import math
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from open_comparisons.audit.audit import attack
from open_comparisons.audit.programs import Programs
from open_comparisons.disclosure.counts import CountKind, Counts, Quantity, Scope
from open_comparisons.disclosure.judge import judge
from open_comparisons.disclosure.pieces import Piece, components
from open_comparisons.disclosure.propagation import AtMost, Sum, derive_bounds
from open_comparisons.disclosure.system import Key, System, Watch
from open_comparisons.disclosure.tables import TableSearch
from tests.reference_cases import FILE

DISCLOSURE = FILE.with_name("disclosure_cases.json")
KEY = Key("m", "1.0", "", Scope("", "g", date(2021, 1, 1), date(2021, 12, 31), ()))


def cases(*methods):
    """Published cases by method; none where the file is missing."""
    if not DISCLOSURE.is_file():
        return []
    return [case for case in json.loads(DISCLOSURE.read_text(encoding="utf-8")) if case["method"] in methods]


def system_of(bounds, ties, watched=()):
    """A system from plain parts."""
    unlimited = {name: (0, math.inf) for tie in ties for name in tie.members}
    return System(unlimited | dict(bounds), tuple(ties), tuple(watched))


def published_system(case):
    """What a case publishes."""
    given_ = case["inputs"]
    equations = [
        *given_.get("equations", ()),
        *given_.get("equations_table_1", ()),
        *given_.get("equations_table_2", ()),
    ]
    sums = [Sum(one["total"], tuple(one["parts"])) for one in equations]
    bounds = {name: (0, math.inf) if count is None else (count, count) for name, count in given_["published"].items()}
    return system_of(bounds, sums)


def possible(system, variables):
    """The whole values that each variable can have, each found in a table; only for ranges of a few dozen."""
    bounds = derive_bounds(system.bounds, system.ties)
    pieces = components(replace(system, watched=tuple(hidden(name, 1) for name in variables)), bounds)
    searches = {name: TableSearch(piece) for piece in pieces for name in piece.counts}
    return {
        name: {
            value
            for value in range(bounds[name][0], int(bounds[name][1]) + 1)
            if name not in searches or searches[name].find([low], [(searches[name].number_of[name], value)])
        }
        for name in variables
    }


def low(_number, lowest, _highest):
    """Choose the lowest value."""
    return lowest


def hidden(name, needed=5):
    """Watch a hidden count."""
    return Watch(KEY._replace(measure=str(name)), "r", "hidden", name, needed)


@pytest.mark.parametrize(
    "case", cases("attacker_bounds", "linked_tables", "derived_value_disclosure"), ids=lambda c: c["id"]
)
def test_ranges_are_those_of_the_reference_file(case):
    """The exact range of every hidden cell, and which cells can be worked out."""
    if "published" not in case["inputs"]:
        pytest.skip("a single percentage; see the test of digits")
    system, expected = published_system(case), case["expected"]
    unknown = [name for name, count in case["inputs"]["published"].items() if count is None]
    ranges = {name: (min(values), max(values)) for name, values in possible(system, unknown).items()}
    for name, (low, high) in expected.get("bounds", {}).items():
        assert ranges[name] == (low, high)
    exact = {name: int(low) for name, (low, high) in ranges.items() if low == high}
    wanted = expected.get("recoverable", expected.get("recoverable_jointly"))
    assert sorted(exact) == sorted(wanted)
    assert {name: exact[name] for name in expected.get("value", {})} == expected.get("value", {})
    found = {
        watch.count
        for watch, _, _ in attack(system_of(system.bounds, system.ties, map(hidden, unknown, [2] * 99))).narrow
    }
    assert found == set(wanted)


def test_a_table_that_cannot_be_is_told_and_the_rest_is_attacked():
    """Parts above their whole; a part of the system that has nothing to do with it is solved all the same."""
    sums = [Sum("t", ("a", "b")), Sum("u", ("c", "d"))]
    bounds = {"t": (3, 3), "a": (5, 5), "u": (30, 30), "c": (28, 28)}
    attacked = attack(system_of(bounds, sums, [hidden("b"), hidden("d")]))
    assert len(attacked.contradictions) == 1
    assert [watch.count for watch, _, _ in attacked.narrow] == ["d"]


@pytest.mark.parametrize(
    ("bounds", "narrow"),
    [
        ({"t": (30, 30), "a": (0, 4)}, set()),
        ({"t": (3, 3), "a": (0, 4)}, {"a"}),
        ({"t": (30, 30), "a": (0, 4), "b": (28, 29)}, {"a"}),
    ],
)
def test_a_band_holds_only_while_each_of_its_counts_is_possible(bounds, narrow):
    """A range of 0-4 that a sum cuts short says more than it may."""
    band = Watch(KEY, "r", "band", "a", 5)
    found = attack(system_of(bounds, [Sum("t", ("a", "b"))], [band])).narrow
    assert {watch.count for watch, _, through in found if through != "person"} == narrow


def test_a_base_matters_only_while_it_may_be_small():
    """A hidden base that is surely at least ten need not be kept from view."""
    base = Watch(KEY, "r", "base", "a", 5, 10)
    assert attack(system_of({"t": (30, 30), "b": (10, 12)}, [Sum("t", ("a", "b"))], [base])).narrow == ()
    found = attack(system_of({"t": (20, 20), "b": (12, 14)}, [Sum("t", ("a", "b"))], [base])).narrow
    assert [(watch.rule, bounds) for watch, bounds, _ in found] == [("base", (6, 8))]


def test_somebody_alone_in_a_cell_must_not_learn_a_small_one():
    """Five in two cells: whoever is one of them knows that the other holds four. Of twenty it is no secret."""

    def through(total):
        found = attack(system_of({"t": (total, total)}, [Sum("t", ("a", "b"))], [hidden("a"), hidden("b")])).narrow
        return [way for _, _, way in found]

    assert through(5) == ["person", "person"]
    assert through(20) == []


def test_somebody_alone_in_a_cell_may_know_that_she_is_all_there_is():
    """Where there are no boys, a total of one is herself, and so is the one girl."""
    counts, quantity = Counts(), Quantity(CountKind.NUMERATOR, "m", "1.0")
    girls, boys, everyone = (
        counts.of_row(quantity, KEY.scope._replace(split=split)) for split in ((("kon", "K"),), (("kon", "M"),), ())
    )
    watched = [replace(hidden(count), key=KEY._replace(scope=count.scope)) for count in (girls, everyone)]
    assert attack(system_of({boys: (0, 0)}, [Sum(everyone, (girls, boys))], watched)).narrow == ()


def test_a_base_matters_while_its_persons_may_be_few():
    """Twelve placements may be those of nine persons; of ten they may not."""
    base = Watch(KEY, "r", "base", "n", 5, 10, "p")
    ties = [Sum("t", ("n", "m")), AtMost("p", "n")]
    known = {"t": (40, 40), "m": (28, 28)}
    assert [watch.count for watch, _, _ in attack(system_of({**known, "p": (0, 12)}, ties, [base])).narrow] == ["n"]
    assert attack(system_of({**known, "p": (10, 12)}, ties, [base])).narrow == ()


def test_a_mean_holds_when_a_fifth_of_it_is_left():
    """The p % rule: the range that is left is at least 20 % of its midpoint, whatever the number of kronor in it."""

    def found(low, high):
        mean = Watch(KEY, "r", "mean", "a", 20, beside="n")
        known = {"t": (1000, 1000), "n": (10, 10), "b": (1000 - high, 1000 - low)}
        return [through for _, _, through in attack(system_of(known, [Sum("t", ("a", "b"))], [mean])).narrow]

    assert found(400, 480) == ["sums"]
    assert found(400, 490) == []
    assert found(400, 400) == ["sums"]


def test_a_base_seen_large_once_is_not_surely_large():
    """What matters is the range that is proven: here 9 to 12, though most tables show more than nine."""
    base = Watch(KEY, "r", "base", "a", 5, 10)
    found = attack(system_of({"t": (25, 25), "b": (13, 16)}, [Sum("t", ("a", "b"))], [base])).narrow
    assert [bounds for _, bounds, _ in found] == [(9, 12)]


@pytest.mark.parametrize("watch", [hidden("a"), Watch(KEY, "r", "band", "a", 5)])
def test_values_that_no_table_has_do_not_count(watch):
    """Eight times one number is three times another: only every third value is left, and the ends alone look wide."""
    ties = [AtMost("a", "b", 8, 3), AtMost("b", "a", 3, 8)]
    found = attack(system_of({"a": (0, 10), "b": (0, 30)}, ties, [watch])).narrow
    assert [through for _, _, through in found] == ["tables"]


def test_what_cannot_be_true_is_a_contradiction_though_no_single_sum_tells():
    """Four sums over four cells that no table fits."""
    sums = (Sum("s", ("a", "b")), Sum("t", ("c", "d")), Sum("u", ("a", "c")), Sum("v", ("b", "d")))
    bounds = {"s": (10, 10), "t": (10, 10), "u": (12, 12), "v": (9, 9)} | dict.fromkeys("abcd", (0, 10))
    assert len(attack(system_of(bounds, sums, [hidden("a")])).contradictions) == 1


def test_a_search_that_had_to_cut_a_range_does_not_say_that_no_table_fits():
    """Only far beyond what the search looks at is there a table: that is undecided, and not a contradiction."""
    ties = (AtMost("a", "b", 20_000, 1), AtMost("c", "a"), Sum("b", ("d", "e")))
    bounds = {"a": (0, math.inf), "b": (0, math.inf), "c": (1, 1), "d": (0, math.inf), "e": (0, math.inf)}
    judged = judge(Piece(("a", "b", "d", "e"), bounds, ties, (hidden("d"),)))
    assert judged.can_be
    assert attack(system_of(bounds, ties, [hidden("d")])).contradictions == ()


def test_programs_decide_what_tables_leave_undecided():
    """The same answers as by tables; and what programs cannot show to hold is not published on trust."""
    bounds = {"t": (10, 10), "a": (0, 10), "b": (0, 10)}
    piece = Piece(("a", "b"), bounds, (Sum("t", ("a", "b")),), (hidden("a"),))
    assert Programs(piece).decide(hidden("a")) is None
    assert Programs(piece).decide(hidden("a", 12)).method == "programs"
    thirds = (AtMost("a", "b", 8, 3), AtMost("b", "a", 3, 8))
    piece = Piece(("a", "b"), {"a": (0, 10), "b": (0, 30)}, thirds, (hidden("a"),))
    assert Programs(piece).decide(hidden("a")) == (hidden("a"), (0, 9), "whole numbers")


def solutions(bounds, sums, most):
    """Every table of whole numbers that fits, cell by cell; a cell that makes a sum too large is not gone on from."""
    totals = {one.total for one in sums}
    names = list(dict.fromkeys(name for one in sums for name in one.parts if name not in totals))
    found = []

    def fits(table):
        for one in sums:
            so_far = sum(table.get(part, 0) for part in one.parts)
            low, high = bounds.get(one.total, (0, most))
            if so_far > high:
                return False
            if all(part in table for part in one.parts):
                if so_far < low:
                    return False
                table[one.total] = so_far
        return True

    def go_on(table, left):
        if not fits(table):
            return
        if not left:
            found.append(table)
            return
        low, high = bounds.get(left[0], (0, most))
        for count in range(int(low), int(min(high, most)) + 1):
            go_on({**table, left[0]: count}, left[1:])

    go_on({}, names)
    return found


@st.composite
def tables(draw):
    """A table of two or three rows and columns with margins, some numbers hidden or banded."""
    rows, columns, largest = draw(st.sampled_from([(2, 2, 6), (2, 3, 3), (3, 2, 3)]))
    inner = {(r, c): draw(st.integers(0, largest)) for r in range(rows) for c in range(columns)}
    sums = [Sum(("row", r), tuple((r, c) for c in range(columns))) for r in range(rows)]
    sums += [Sum(("column", c), tuple((r, c) for r in range(rows))) for c in range(columns)]
    sums += [Sum("all", tuple(("row", r) for r in range(rows)))]
    true = dict(inner)
    for one in sums:
        true[one.total] = sum(true[part] for part in one.parts)
    bounds, watched = {"all": (true["all"], true["all"])}, []
    for name, count in true.items():
        if name == "all":
            continue
        kind = draw(st.sampled_from(["shown", "shown", "hidden", "band"]))
        if kind == "shown" or (kind == "band" and count > 4):
            bounds[name] = (count, count)
        else:
            bounds[name] = (0, 4) if kind == "band" else (0, math.inf)
            rule = "band" if kind == "band" else "hidden"
            watched.append(Watch(KEY._replace(measure=str(name)), "r", rule, name, 5))
    return bounds, sums, watched, true["all"]


@given(tables())
def test_the_attacker_agrees_with_brute_force(table):
    """Trying every table that fits gives the same ranges, the same narrow cells, and no gaps within a range."""
    bounds, sums, watched, most = table
    assume(watched)
    fits = solutions(bounds, sums, most)
    assert fits
    values = {watch.count: {solution[watch.count] for solution in fits} for watch in watched}
    system = system_of(bounds, sums, watched)
    assert possible(system, [watch.count for watch in watched]) == values
    narrow = {watch.count for watch in watched if not holds(watch, values[watch.count])}
    found = {watch.count for watch, _, through in attack(system).narrow if through != "person"}
    assert narrow == found


def holds(watch, values):
    """Tell by all values that a count can have whether it holds."""
    return set(range(watch.needed)) <= values if watch.rule == "band" else len(values) >= watch.needed


def test_programs_start_no_threads():
    """A process that forks while a solver has threads leaves its children standing still for ever."""
    before = len(list(Path("/proc/self/task").iterdir()))
    bounds = {"t": (10, 10), "a": (0, 10), "b": (0, 10)}
    piece = Piece(("a", "b"), bounds, (Sum("t", ("a", "b")),), (hidden("a"),))
    assert Programs(piece).decide(hidden("a")) is None
    # Threads of other tests may end meanwhile; none is new.
    assert len(list(Path("/proc/self/task").iterdir())) <= before
