"""What all releases of a provider say together: linked measures, years, releases, and rows that are not there."""

from dataclasses import replace
from datetime import date
from types import MappingProxyType

import pytest

from open_comparisons.audit.audit import attack, ranges_of_hidden
from open_comparisons.disclosure.builder import build_system
from open_comparisons.disclosure.counts import Scope
from open_comparisons.disclosure.system import CountRow, Key, ReleaseRows
from open_comparisons.standard.loading import load_standard


@pytest.fixture(scope="module")
def standard(project):
    """The Swedish standard."""
    return load_standard(project / "data" / "standard")


def row(measure, status="ok", numerator=None, denominator=None, *, split=(), first=2020, last=2022, instrument=""):
    """A row of one provider; persons are as many as the base."""
    place = Scope("", "bu-hvb", date(first, 1, 1), date(last, 12, 31), split)
    return CountRow(
        Key(measure, "1.0", instrument, place), status, numerator=numerator, denominator=denominator,
        persons=denominator,
    )  # fmt: skip


def found(standard, *releases, corrected=()):
    """What the attacker finds: measure, rule and split."""
    made = [
        ReleaseRows(str(number), tuple(rows), frozenset(corrected) if number else frozenset(), standard.thresholds)
        for number, rows in enumerate(releases)
    ]
    narrow = attack(build_system(made, standard)).narrow
    return {(watch.key.measure, watch.rule, watch.key.scope.split) for watch, _, _ in narrow}


GIRLS, BOYS = (("kon", "K"),), (("kon", "M"),)


def test_a_base_that_is_another_measures_numerator_is_no_secret(standard):
    """Seven were rated twice: the row of those rated hides its base in vain."""
    rows = [row("parad-bedomning", numerator=7, denominator=40), row("battre-psykisk-halsa", "skyddad")]
    assert ("battre-psykisk-halsa", "base", ()) in found(standard, rows)


def test_a_base_that_a_measure_on_the_same_base_shows_is_no_secret(standard):
    """Six girls are hidden among the planned endings; the length of stay tells of 40 boys out of 46."""
    rows = [row("planerat-avslut", numerator=23, denominator=46)]
    rows += [row("planerat-avslut", "skyddad", split=split) for split in (GIRLS, BOYS)]
    assert found(standard, rows) == set()
    assert ("planerat-avslut", "base", GIRLS) in found(standard, [*rows, row("vardtid", denominator=40, split=BOYS)])


def test_the_last_of_measures_that_share_out_a_cohort_is_no_secret(standard):
    """Of thirty, twenty went here and seven there: three are left, whatever hides them."""
    three = ("planerat-avslut", "mindre-ingripande", "metod-med-stod")
    shares = {name: tuple(other for other in three if other != name) for name in three}
    measures = {name: replace(standard.measures[name], shares_out=others) for name, others in shares.items()}
    shared_out = replace(standard, measures=MappingProxyType({**standard.measures, **measures}))
    rows = [row(name, numerator=count, denominator=30) for name, count in zip(three, (20, 7), strict=False)]
    rows += [row(three[-1], "skyddad", denominator=30)]
    assert found(standard, rows) == set()
    assert (three[-1], "hidden", ()) in found(shared_out, rows)


def test_a_part_that_follows_by_subtraction_is_found(standard):
    """40 less 33 is 7, whatever hides the row."""
    rows = [
        row("planerat-avslut", numerator=40, denominator=100),
        row("planerat-avslut", "skyddad", denominator=31, split=GIRLS),
        row("planerat-avslut", numerator=33, denominator=69, split=BOYS),
    ]
    assert ("planerat-avslut", "hidden", GIRLS) in found(standard, rows)


def test_a_year_that_follows_from_the_window_is_found_though_it_has_no_row(standard):
    """Three years of 60 less two years of 57 leave a year of 3."""
    rows = [
        row("planerat-avslut", numerator=30, denominator=60),
        row("planerat-avslut", numerator=14, denominator=28, first=2020, last=2020),
        row("planerat-avslut", numerator=15, denominator=29, first=2022, last=2022),
    ]
    assert {rule for _, rule, _ in found(standard, rows)} == {"unlisted"}


def test_two_releases_are_read_together(standard):
    """What one hides and the other does not is known; a correction makes a number of its own."""
    first = [row("planerat-avslut", numerator=40, denominator=100),
             row("planerat-avslut", "skyddad", denominator=31, split=GIRLS)]  # fmt: skip
    second = [row("planerat-avslut", numerator=33, denominator=69, split=BOYS)]
    assert found(standard, first) == set()
    assert ("planerat-avslut", "hidden", GIRLS) in found(standard, first, second)


def test_what_was_shown_once_is_told_as_known_and_not_found_again(standard):
    """Hidden now, shown before: nothing more can be kept of it."""
    shown, hidden = row("trygghet", numerator=20, denominator=40), row("trygghet", "skyddad", denominator=40)
    releases = [ReleaseRows(str(n), (r,), frozenset(), standard.thresholds) for n, r in enumerate((shown, hidden))]
    system = build_system(releases, standard)
    assert system.known_before == ((shown.key, "1"),)
    assert attack(system).narrow == ()
    opened = build_system([*reversed(releases)], standard)
    assert [key for key, _ in opened.opened] == [shown.key]


def test_a_number_changed_without_a_word_is_told(standard):
    """Unless it is listed as corrected."""
    rows = row("trygghet", numerator=20, denominator=40), row("trygghet", numerator=21, denominator=40)
    for corrected, expected in ((frozenset(), [rows[0].key]), (frozenset([rows[0].key]), [])):
        releases = [
            ReleaseRows("1", rows[:1], frozenset(), standard.thresholds),
            ReleaseRows("2", rows[1:], corrected, standard.thresholds),
        ]
        assert [key for key, _ in build_system(releases, standard).undeclared] == expected


def test_an_official_publishers_cell_is_too_narrow_when_it_is_exact(standard):
    """How wide another rule wants a cell is not known; that it can be worked out is."""
    for hidden, expected in ((1, {("planerat-avslut", "hidden", GIRLS)}), (2, set())):
        rows = [
            row("planerat-avslut", numerator=40, denominator=100),
            row("planerat-avslut", "skyddad", denominator=31, split=GIRLS),
            row("planerat-avslut", *(("skyddad",) if hidden > 1 else ("ok", 38)), denominator=69, split=BOYS),
        ]
        official = ReleaseRows("1", tuple(rows), frozenset(), standard.thresholds, official=True)
        narrow = attack(build_system([official], standard)).narrow
        assert {(watch.key.measure, watch.rule, watch.key.scope.split) for watch, _, _ in narrow} == expected


def test_a_range_is_told_only_where_it_is_wide_enough(standard):
    """What an earlier release showed is never told again; a range that sums leave is, when it holds."""
    total = row("planerat-avslut", numerator=40, denominator=100)
    parts = [
        row("planerat-avslut", "skyddad", denominator=base, split=split) for base, split in ((31, GIRLS), (69, BOYS))
    ]
    shown = row("trygghet", numerator=20, denominator=40)
    hidden = row("trygghet", "skyddad", denominator=40)
    releases = [
        ReleaseRows("1", (shown,), frozenset(), standard.thresholds),
        ReleaseRows("2", (total, *parts, hidden), frozenset(), standard.thresholds),
    ]
    left = ranges_of_hidden(releases[-1], attack(build_system(releases, standard)).bounds, standard)
    assert left == {parts[1].key: (9, 40)}


def test_full_time_equivalents_of_units_need_not_add_up(standard):
    """Each is rounded by itself: what is left of the unit, 1.8, is above what is left of the provider, 1.7."""
    whole = replace(row("utbildad-personal", numerator=12.1, denominator=13.8, first=2022), persons=19)
    key = whole.key._replace(scope=whole.key.scope._replace(unit="a"))
    unit = replace(whole, key=key, numerator=7.9, denominator=9.7, persons=14)
    attacked = attack(build_system([ReleaseRows("1", (whole, unit), frozenset(), standard.thresholds)], standard))
    assert attacked.contradictions == ()


def test_a_provider_with_rows_of_one_unit_may_have_others(standard):
    """The one placement was in another unit; and two that were in others are few enough to be watched."""
    for numbers, whole_size in (((0, 0), 1), ((8, 18), 20)):
        whole = row("planerat-avslut", numerator=numbers[0], denominator=whole_size, first=2022)
        unit = row("planerat-avslut", numerator=numbers[0], denominator=numbers[1], first=2022)
        unit = replace(unit, key=unit.key._replace(scope=unit.key.scope._replace(unit="a")))
        attacked = attack(build_system([ReleaseRows("1", (whole, unit), frozenset(), standard.thresholds)], standard))
        assert attacked.contradictions == ()
    assert {watch.count.scope.unit for watch, _, _ in attacked.narrow} == {"*"}
