"""Protecting a provider's rows: nothing can be worked out afterwards, and as much as can be is kept."""

import itertools
import json
from dataclasses import replace
from datetime import date
from types import MappingProxyType

import pytest
from hypothesis import assume, event, given, settings
from hypothesis import strategies as st

from open_comparisons.audit.audit import attack
from open_comparisons.disclosure.builder import build_system
from open_comparisons.disclosure.counts import Scope
from open_comparisons.disclosure.propagation import ContradictionError
from open_comparisons.disclosure.protect import protect_rows
from open_comparisons.disclosure.system import CountRow, Key, ReleaseRows
from open_comparisons.standard.kinds import KINDS
from open_comparisons.standard.model import Code
from open_comparisons.standard.statuses import ALL_BUT_FEW, FEW, OK, SUPPRESSED
from open_comparisons.standard.text import Text
from tests.provider_tables import STANDARD, YEARS, place, random_rows, row
from tests.reference_cases import FILE

LIMITS = STANDARD.thresholds
WINDOW = place(YEARS)
FIRST, SECOND, THIRD = (place((year,)) for year in YEARS)
GIRLS, BOYS = place(YEARS, kon="K"), place(YEARS, kon="M")
MEASURES = ("planerat-avslut", "mindre-ingripande", "parad-bedomning", "battre-psykisk-halsa", "maluppfyllelse")


def protect(rows, previous=(), corrected=(), standard=STANDARD):
    return protect_rows(rows, previous, standard, LIMITS, corrected)


def published(rows, previous=(), **more):
    """The protected rows by measure and place."""
    return {(one.key.measure, one.key.scope): one for one in protect(rows, previous, **more).rows}


def release(name, rows, corrected=()):
    return ReleaseRows(name, tuple(rows), frozenset(corrected), LIMITS)


def found_by_the_judge(rows, previous=(), corrected=frozenset(), standard=STANDARD):
    return list(attack(build_system([*previous, release("new", rows, corrected)], standard)).narrow)


@pytest.mark.parametrize(
    ("measure", "numerator", "denominator", "status", "keeps_base"),
    [
        ("planerat-avslut", 5, 9, SUPPRESSED, False),
        ("planerat-avslut", 3, 40, FEW, True),
        ("planerat-avslut", 38, 40, ALL_BUT_FEW, True),
        ("planerat-avslut", 20, 40, OK, True),
        ("vardtid", None, 9, SUPPRESSED, False),
        ("vardtid", None, 10, OK, True),
    ],
)
def test_small_numbers_are_hidden_or_shown_as_a_range(measure, numerator, denominator, status, keeps_base):
    """The primary rule, on a row that nothing hangs together with."""
    (one,) = protect([row(measure, FIRST, numerator, denominator, 200.0)]).rows
    assert (one.status, one.denominator is not None) == (status, keeps_base)
    assert (one.numerator, one.value) == ((numerator, 200.0) if status == OK else (None, None))


def test_placements_of_few_persons_are_hidden():
    """Twelve placements of nine persons."""
    (one,) = protect([replace(row("planerat-avslut", FIRST, 6, 12), persons=9)]).rows
    assert one == CountRow(one.key, SUPPRESSED)


def test_a_sensitive_base_is_hidden_where_the_rest_is_small():
    """Drug use at the start of 20 of the 22 who were reached would tell of two that they used none."""
    rows = [row("uppfoljd-6m", FIRST, 22, 40), row("drogfri-6m", FIRST, 8, 20)]
    assert published(rows)["drogfri-6m", FIRST].denominator is None
    rows = [row("uppfoljd-6m", FIRST, 30, 40), row("drogfri-6m", FIRST, 8, 20)]
    assert published(rows)["drogfri-6m", FIRST].denominator == 20


@pytest.mark.parametrize("small", [(4, 3), (0, 0), (1, 4), (2, 2)])
def test_what_gives_way_does_not_depend_on_the_small_counts(small):
    """Two bands beside a shown count: some of them would hold beside each other, which the choice must not tell."""
    second, third = small
    counts = {FIRST: (13, 20), SECOND: (second, 21), THIRD: (third, 22), WINDOW: (13 + second + third, 63)}
    shown = published([row("planerat-avslut", where, *count) for where, count in counts.items()])
    assert [shown["planerat-avslut", where].status for where in counts] == [SUPPRESSED, FEW, FEW, OK]
    assert all(shown["planerat-avslut", where].denominator == n for where, (_, n) in counts.items())


def test_then_a_count_is_hidden_and_the_bases_stay():
    """A small count beside two that are shown: one of these is hidden, the pooled total is kept."""
    counts = {FIRST: (8, 20), SECOND: (9, 21), THIRD: (3, 22), WINDOW: (20, 63)}
    shown = published([row("planerat-avslut", where, *count) for where, count in counts.items()])
    status = {where: shown["planerat-avslut", where].status for where in counts}
    assert (status[THIRD], status[WINDOW]) == (FEW, OK)
    assert sorted((status[FIRST], status[SECOND])) == [OK, SUPPRESSED]
    assert all(shown["planerat-avslut", where].denominator == n for where, (_, n) in counts.items())


def test_both_are_hidden_last():
    """A base of six girls cannot be kept from view by anything but hiding the boys too; the total is kept."""
    counts = {GIRLS: (3, 6), BOYS: (20, 40), WINDOW: (23, 46)}
    shown = published([row("planerat-avslut", where, *count) for where, count in counts.items()])
    assert [shown["planerat-avslut", where].denominator for where in counts] == [None, None, 46]
    assert shown["planerat-avslut", WINDOW].status == OK


def test_what_needs_no_hiding_is_not_hidden():
    """Large numbers throughout."""
    counts = {GIRLS: (30, 60), BOYS: (20, 40), WINDOW: (50, 100)}
    protected = protect([row("planerat-avslut", where, *count) for where, count in counts.items()])
    assert protected.reasons == {}
    assert {one.status for one in protected.rows} == {OK}


def test_a_base_is_hidden_for_all_measures_that_share_it():
    """The length of stay would show how many boys there are, and so how many girls."""
    counts = {GIRLS: (3, 6), BOYS: (20, 40), WINDOW: (23, 46)}
    rows = [row("planerat-avslut", where, *count) for where, count in counts.items()]
    rows += [row("vardtid", where, None, n, 200.0) for where, (_, n) in counts.items()]
    shown = published(rows)
    assert [shown["vardtid", where].denominator for where in counts] == [None, None, 46]


def test_a_count_that_is_the_base_of_another_measure_goes_with_it():
    """Seven rated twice is too few to ask how they are, so that it was seven must not stand elsewhere."""
    shown = published([row("parad-bedomning", FIRST, 7, 30), row("battre-psykisk-halsa", FIRST, 3, 7)])
    assert shown["battre-psykisk-halsa", FIRST] == CountRow(shown["battre-psykisk-halsa", FIRST].key, SUPPRESSED)
    hidden = shown["parad-bedomning", FIRST]
    assert (hidden.status, hidden.numerator, hidden.denominator) == (SUPPRESSED, None, 30)


def test_measures_that_share_out_one_cohort_hide_two_of_them():
    """Of thirty, twenty went here and seven there: three are left."""
    three = ("planerat-avslut", "mindre-ingripande", "metod-med-stod")
    measures = dict(STANDARD.measures)
    for name in three:
        others = tuple(other for other in three if other != name)
        measures[name] = replace(measures[name], shares_out=others, excludes=())
    standard = replace(STANDARD, measures=MappingProxyType(measures))
    rows = [row(name, FIRST, count, 30) for name, count in zip(three, (20, 7, 3), strict=True)]
    assert found_by_the_judge([*rows[:2], replace(rows[2], status=FEW, numerator=None)], standard=standard)
    protected = protect(rows, standard=standard)
    assert found_by_the_judge(protected.rows, standard=standard) == []
    assert sum(one.status == OK for one in protected.rows) == 1


def test_somebody_alone_in_a_cell_does_not_learn_another():
    """Five of 40 in two cells, one of them a single person, who would know that the others are four."""
    counts = {GIRLS: (1, 20), BOYS: (4, 20), WINDOW: (5, 40)}
    shown = published([row("planerat-avslut", where, *count) for where, count in counts.items()])
    assert shown["planerat-avslut", WINDOW].status == SUPPRESSED


def test_what_an_earlier_release_hides_stays_hidden_and_the_rest_stays_shown():
    """The pattern of the release before is kept where it holds; unless the cell is corrected."""
    counts = {FIRST: (8, 20), SECOND: (9, 21), THIRD: (3, 22), WINDOW: (20, 63)}
    rows = [row("planerat-avslut", where, *count) for where, count in counts.items()]
    first = protect(rows)
    again = protect(rows, [release("2023-05-16", first.rows)])
    assert again.rows == first.rows
    hidden = CountRow(rows[0].key, SUPPRESSED)
    assert published(rows[:1], [release("2023-05-16", [hidden])])["planerat-avslut", FIRST] == hidden
    corrected = published(rows[:1], [release("2023-05-16", [hidden])], corrected=[rows[0].key])
    assert corrected["planerat-avslut", FIRST].status == OK


def test_hiding_takes_into_account_what_was_shown_before():
    """Two years are known: the window must be hidden, since it would give the third away."""
    counts = {FIRST: (8, 20), SECOND: (9, 21), THIRD: (3, 22), WINDOW: (20, 63)}
    rows = [row("planerat-avslut", where, *count) for where, count in counts.items()]
    before = [release("2022-05-17", rows[:2])]
    protected = protect(rows, before)
    assert found_by_the_judge(protected.rows, before) == []
    assert protected.rows[3].status == SUPPRESSED


def test_a_leak_that_takes_three_releases_is_found_and_avoided():
    """One release shows the first year, one the second; with either alone, the window does not give the third away."""
    counts = {FIRST: (8, 20), SECOND: (9, 21), THIRD: (3, 22), WINDOW: (20, 63)}
    first, second, *newest = (row("planerat-avslut", where, *count) for where, count in counts.items())
    history = [release("2021-05-18", [first]), release("2022-05-17", [second])]
    assert attack(build_system(history, STANDARD)).narrow == ()
    for before in history:
        careless = protect(newest, [before]).rows
        assert [one.status for one in careless] == [FEW, OK]
        assert found_by_the_judge(careless, [before]) == []
    assert {watch.key for watch, _, _ in found_by_the_judge(careless, history)} == {newest[0].key}
    careful = protect(newest, history)
    assert found_by_the_judge(careful.rows, history) == []
    assert not careful.exposed
    assert careful.rows[1].status == SUPPRESSED


def test_three_releases_that_show_enough_say_nothing_together():
    """Each year is added to those before it, the last with the window: nothing is small, so nothing is hidden."""
    counts = {FIRST: (8, 20), SECOND: (9, 21), THIRD: (10, 22), WINDOW: (27, 63)}
    rows = [row("planerat-avslut", where, *count) for where, count in counts.items()]
    history = [release("2021-05-18", rows[:1]), release("2022-05-17", rows[:2])]
    protected = protect(rows, history)
    assert list(protected.rows) == rows
    assert found_by_the_judge(rows, history) == []


def test_a_number_that_changed_is_told_and_taken_as_corrected():
    """Whether it was listed or not; a listed one is not told."""
    old, new = row("planerat-avslut", FIRST, 8, 20), row("planerat-avslut", FIRST, 9, 20)
    assert protect([new], [release("2022-05-17", [old])]).differing == {new.key}
    assert protect([new], [release("2022-05-17", [old])], corrected=[new.key]).differing == frozenset()


def test_rows_that_cannot_be_true_together_are_refused():
    """A window below its years."""
    rows = [row("planerat-avslut", FIRST, 20, 40), row("planerat-avslut", WINDOW, 10, 30)]
    with pytest.raises(ContradictionError):
        protect(rows)


TABLES = st.tuples(
    st.integers(0, 10_000),
    st.sampled_from((6, 12, 25, 50)),
    st.lists(st.sampled_from(MEASURES), min_size=1, max_size=4, unique=True),
    st.lists(st.sampled_from(("kon", "alder", "lagrum")), max_size=3, unique=True),
)


@settings(max_examples=20, deadline=None)
@pytest.mark.slow
@given(TABLES)
def test_the_judge_finds_nothing_in_what_was_protected(table):
    """Every number shown is true, every range holds the truth, nothing is narrow, and the same comes out again."""
    rows = random_rows(*table)
    protected = protect(rows)
    assert found_by_the_judge(protected.rows) == []
    assert not protected.exposed
    for true, one in zip(rows, protected.rows, strict=True):
        assert one.key == true.key
        assert one.denominator in {None, true.denominator}
        assert one.numerator in {None, true.numerator}
        few = {FEW: true.numerator, ALL_BUT_FEW: true.denominator - true.numerator}.get(one.status, 0)
        assert few < LIMITS.min_count
        small = one.status == OK and min(true.numerator, true.denominator - true.numerator) < LIMITS.min_count
        assert not small
        assert one.denominator is None or one.denominator >= LIMITS.min_denominator
    assert protect(rows) == protected


@settings(max_examples=8, deadline=None)
@pytest.mark.slow
@given(TABLES)
def test_the_judge_finds_nothing_when_releases_follow_on_each_other(table):
    """First two years, then all years with their window and splits."""
    rows = random_rows(*table)
    early = protect([one for one in rows if one.key.scope in (FIRST, SECOND)])
    before = [release("2022-05-17", early.rows)]
    later = protect(rows, before)
    system = build_system([*before, release("2023-05-16", later.rows)], STANDARD)
    assert attack(system).narrow == ()
    assert system.opened == ()


@settings(max_examples=8, deadline=None)
@pytest.mark.slow
@given(TABLES)
def test_the_judge_finds_nothing_when_three_releases_follow_on_each_other(table):
    """A year, then two, then all with their window and splits; a year of an early release is left out of the last."""
    rows = random_rows(*table)
    history = []
    for name, shown in (("2021", (FIRST,)), ("2022", (SECOND,))):
        protected = protect([one for one in rows if one.key.scope in shown], history)
        history.append(release(name, protected.rows))
    later = protect([one for one in rows if one.key.scope != FIRST], history)
    system = build_system([*history, release("2023", later.rows)], STANDARD)
    assert attack(system).narrow == ()
    assert system.opened == ()


def shifted(rows, protected):
    """The same table with a person of one hidden cell moved to another of the same breakdown, and nothing else."""
    hidden = {
        one.key: true
        for true, one in zip(rows, protected.rows, strict=True)
        if one.status == SUPPRESSED and one.key.scope.split and true.numerator is not None
    }
    for here, there in itertools.permutations(hidden, 2):
        alike = here.measure == there.measure and here.scope.split[0][0] == there.scope.split[0][0]
        if alike and hidden[here].numerator > 0 and hidden[there].numerator < hidden[there].denominator:
            moved = {here: hidden[here].numerator - 1, there: hidden[there].numerator + 1}
            yield [replace(one, numerator=moved.get(one.key, one.numerator)) for one in rows]


@settings(max_examples=20, deadline=None)
@pytest.mark.slow
@given(
    st.integers(0, 10_000),
    st.sampled_from((6, 12, 25)),
    st.sampled_from(("planerat-avslut", "mindre-ingripande")),
    st.sampled_from((("kon",), ("alder",), ("kon", "alder"))),
)
def test_what_is_published_does_not_depend_on_what_is_hidden(seed, most, measure, dimensions):
    """Two tables that differ in hidden counts alone, and hide the same cells, come out the same."""
    rows = random_rows(seed, most, [measure], dimensions)
    protected = protect(rows)
    others = [protect(other) for other in itertools.islice(shifted(rows, protected), 6)]
    assume(others)
    same = [other for other in others if other.reasons.keys() == protected.reasons.keys()]
    assert all(other.rows == protected.rows for other in same)
    event("compared" if same else "hides other cells")


def reference_table(case):
    """A table of the reference file as a count that adds over two breakdowns, and the keys of its cells."""
    cells = case["inputs"]["true"]
    codes = [sorted({name.split("|")[side] for name in cells} - {"T"}) for side in (0, 1)]
    dimensions = tuple(
        replace(dimension, name=name, total="T", codes=tuple(Code(code, Text(code)) for code in found), adds_up=True)
        for dimension, name, found in zip(STANDARD.dimensions, ("kon", "alder"), codes, strict=False)
    )
    measure = replace(
        STANDARD.measures["planerat-avslut"], id="count", kind=KINDS["count"], adds_over=("kon", "alder"), excludes=()
    )
    standard = replace(
        STANDARD,
        dimensions=dimensions,
        target_groups=MappingProxyType({}),
        measures=MappingProxyType({"count": measure}),
        bases=MappingProxyType({}),
    )
    keys = {}
    for name in cells:
        sides = zip(("kon", "alder"), name.split("|"), strict=True)
        split = tuple(sorted((dimension, code) for dimension, code in sides if code != "T"))
        keys[name] = Key("count", "1.0", "", Scope("", "g", date(2021, 1, 1), date(2021, 12, 31), split))
    return standard, keys


@pytest.mark.parametrize("identity", ["D04", "D07"])
def test_no_more_is_hidden_than_the_fewest_that_do(identity):
    """Published tables with a known smallest number of further cells; only exact knowledge counts as a leak there."""
    file = FILE.with_name("disclosure_cases.json")
    if not file.is_file():
        pytest.skip("the reference file is not here")
    case = next(one for one in json.loads(file.read_text(encoding="utf-8")) if one["id"] == identity)
    standard, keys = reference_table(case)
    primary = set(case["inputs"]["primary"])
    rows = [
        CountRow(key, SUPPRESSED) if name in primary else CountRow(key, OK, value=case["inputs"]["true"][name])
        for name, key in keys.items()
    ]
    protected = protect_rows(rows, (), standard, replace(LIMITS, min_count=2, min_denominator=4))
    hidden = sum(one.status == SUPPRESSED for one in protected.rows) - len(primary)
    assert hidden == case["expected"]["minimum_additional"]


def test_a_response_rate_tells_how_many_could_have_been_rated():
    """Twenty girls who are 80 % of all girls are 25, so the six boys follow from the total of 31."""
    rows = [row("planerat-avslut", GIRLS, 10, 25), row("planerat-avslut", BOYS, 3, 6)]
    rows += [row("planerat-avslut", WINDOW, 13, 31)]
    rated = replace(row("battre-psykisk-halsa", GIRLS, 10, 20), response_rate=0.8)
    hidden = [CountRow(one.key, SUPPRESSED) for one in rows[:2]]
    assert found_by_the_judge([*hidden, rows[2], replace(rated, response_rate=None)]) == []
    assert {watch.key for watch, _, _ in found_by_the_judge([*hidden, rows[2], rated])} >= {rows[1].key}
    protected = protect([*rows, rated])
    assert found_by_the_judge(protected.rows) == []
    assert any(one.status != OK for one in protected.rows[2:])
