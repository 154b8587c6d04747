"""The counts of an attack: each has a kind, is made once, and is told apart by what it counts."""

from dataclasses import replace
from types import MappingProxyType

import pytest
from hypothesis import given
from hypothesis import strategies as st

from open_comparisons.disclosure.builder import build_system
from open_comparisons.disclosure.counts import CountKind, Counts, DerivedCount, DerivedKind, Quantity, RowCount
from open_comparisons.disclosure.system import CountRow, ReleaseRows
from open_comparisons.standard.statuses import SUPPRESSED
from tests.provider_tables import STANDARD, YEARS, place, random_rows, row

WINDOW, FIRST = place(YEARS), place(YEARS[:1])
QUANTITIES = st.builds(
    Quantity,
    st.sampled_from(CountKind),
    st.sampled_from(["planerat-avslut", "alla"]),
    st.sampled_from(["1.0", "2.0"]),
    st.sampled_from(["", "SDQ"]),
)
PARTS = st.tuples(QUANTITIES, st.sampled_from([WINDOW, FIRST]), st.integers(0, 2), st.sampled_from(["", "eken"]))


def system_of(rows, standard=STANDARD):
    """The system of one release."""
    return build_system([ReleaseRows("2023", tuple(rows), frozenset(), STANDARD.thresholds)], standard)


@given(PARTS, PARTS)
def test_counts_are_one_object_exactly_when_they_count_the_same(first, second):
    """Counts are compared as objects, so equal parts must give one object and different parts two."""
    counts = Counts()
    one, other = counts.of_row(*first), counts.of_row(*second)
    assert (one is other) == (first == second)
    assert (counts.derived(DerivedKind.NEITHER, one) is counts.derived(DerivedKind.NEITHER, other)) == (first == second)


def test_derived_counts_differ_by_kind_and_by_the_order_of_their_members():
    """A sum of overlapping parts is not what is in neither of them."""
    counts = Counts()
    base = counts.of_row(Quantity(CountKind.BASE, "alla"), WINDOW)
    part = counts.of_row(Quantity(CountKind.BASE, "rated"), WINDOW)
    made = {
        counts.derived(kind, *members)
        for kind in (DerivedKind.TOGETHER, DerivedKind.NEITHER)
        for members in ((base, part), (part, base))
    }
    assert len(made) == 4


@given(PARTS)
def test_the_numerator_beside_a_complement_is_that_of_the_same_row(parts):
    """Measure, version, instrument, scope, edition and provider are kept."""
    quantity, *where = parts
    counts = Counts()
    complement = counts.of_row(quantity.with_kind(CountKind.COMPLEMENT), *where)
    numerator = counts.of_row(quantity.with_kind(CountKind.NUMERATOR), *where)
    assert counts.numerator_beside(complement) is numerator


def test_the_counts_of_two_providers_are_kept_apart():
    """In the system of a family, a derived count belongs to the provider that its members belong to."""
    counts = Counts()
    base = counts.of_row(Quantity(CountKind.BASE, "alla"), WINDOW)
    derived = counts.derived(DerivedKind.NEITHER, base)
    owned = {counts.owned_by(slug, derived) for slug in ("al", "bok", "al")}
    assert {one.members[0].provider for one in owned} == {"al", "bok"}
    assert len(owned) == 2


def test_a_message_about_a_count_holds_no_number():
    """Messages may be public: they name the kind and the measure."""
    count = Counts().of_row(Quantity(CountKind.COMPLEMENT, "planerat-avslut", "1.0"), WINDOW, 3)
    assert str(count) == "complement of planerat-avslut"


@pytest.mark.parametrize(
    ("measure", "kinds"),
    [
        ("planerat-avslut", {CountKind.BASE, CountKind.PERSONS, CountKind.NUMERATOR, CountKind.COMPLEMENT}),
        ("vardtid", {CountKind.BASE, CountKind.PERSONS, CountKind.NUMERATOR, CountKind.TOTAL}),
    ],
)
def test_each_kind_of_value_has_its_kinds_of_count(measure, kinds):
    """A share has a numerator and a complement; a mean has a total, its mean times its base."""
    system = system_of([row(measure, WINDOW, 20, 40, 200.0)])
    made = {count.kind for count in system.bounds if isinstance(count, RowCount)}
    assert made <= kinds
    assert {CountKind.BASE, *(kinds & {CountKind.COMPLEMENT, CountKind.TOTAL})} <= made


@given(st.integers(0, 1000), st.sampled_from((12, 50)))
def test_every_watched_count_stands_behind_a_row(seed, most):
    """Rules are about what rows show or hide; derived counts only carry equations."""
    rows = random_rows(seed, most, ["planerat-avslut", "sammanbrott"], ["kon"])
    hidden = [CountRow(each.key, SUPPRESSED, denominator=each.denominator, persons=each.persons) for each in rows]
    system = system_of(hidden)
    assert system.watched
    assert all(isinstance(watch.count, RowCount) for watch in system.watched)
    assert all(watch.count.scope == watch.key.scope for watch in system.watched)


def test_measures_that_exclude_each_other_leave_those_in_neither():
    """One, the other and neither add up to the base, where both have the same."""
    first, second = STANDARD.measures["mindre-ingripande"], STANDARD.measures["planerat-avslut"]
    exclusive = {m.id: replace(m, base="alla", excludes=(first.id, second.id)) for m in (first, second)}
    standard = replace(STANDARD, measures=MappingProxyType({**STANDARD.measures, **exclusive}))
    system = system_of([row(name, WINDOW, 12, 40) for name in exclusive], standard)
    (neither,) = {count for count in system.bounds if isinstance(count, DerivedCount)}
    assert neither.kind == DerivedKind.NEITHER
    assert {member.kind for member in neither.members} == {CountKind.NUMERATOR}


def test_a_correction_makes_a_new_edition_of_the_rows_own_counts():
    """A number that changes is another count; so both can be true, and a sum of either holds."""
    old, new = row("planerat-avslut", WINDOW, 20, 40), row("planerat-avslut", WINDOW, 21, 40)
    releases = [
        ReleaseRows("2023", (old,), frozenset(), STANDARD.thresholds),
        ReleaseRows("2024", (new,), frozenset([new.key]), STANDARD.thresholds),
    ]
    bounds = build_system(releases, STANDARD).bounds
    numerators = {count.edition: left for count, left in bounds.items() if count.kind == CountKind.NUMERATOR}
    assert numerators == {0: (20, 20), 1: (21, 21)}
