"""Providers that were merged or split: what the rows of those who took over say of those before them."""

from datetime import date

import pytest

from open_comparisons.audit.audit import attack
from open_comparisons.disclosure.builder import build_system
from open_comparisons.disclosure.families import family_system, find_families, owner_of, relatives_of
from open_comparisons.disclosure.protect import protect_rows
from open_comparisons.disclosure.reasons import RELATIVE
from open_comparisons.disclosure.system import CountRow, ReleaseRows
from open_comparisons.standard.statuses import MISSING, OK, SUPPRESSED
from tests.provider_tables import STANDARD, YEARS, place, provider, row

WINDOW = place(YEARS)
FIRST, SECOND, THIRD = (place((year,)) for year in YEARS)
LAST_DAY, NEXT_DAY = date(2022, 12, 31), date(2023, 1, 1)


def told(counts, where=WINDOW, measure="planerat-avslut"):
    """A row by its numerator and base; the numerator is hidden where it is None."""
    numerator, base = counts
    one = row(measure, where, numerator, base)
    return one if numerator is not None else CountRow(one.key, SUPPRESSED, denominator=base, persons=base)


def system_of(providers, rows):
    """The system of the one family in a directory, by the rows of each of its providers."""
    (family,) = find_families(providers)
    releases = {slug: [ReleaseRows("1", tuple(of), frozenset(), STANDARD.thresholds)] for slug, of in rows.items()}
    return family_system(family, releases, STANDARD)


def worked_out(providers, rows):
    """Which providers' hidden rows can be worked out, together and each alone."""
    for of in rows.values():
        alone = build_system([ReleaseRows("1", tuple(of), frozenset(), STANDARD.thresholds)], STANDARD)
        assert attack(alone).narrow == ()
    system = system_of(providers, rows)
    return {owner_of(watch.count) for watch, _, _ in attack(system).narrow} if system else set()


MERGED = (
    provider("al", ends=LAST_DAY, successors=["skogen"]),
    provider("bok", ends=LAST_DAY, successors=["skogen"]),
    provider("skogen", begins=NEXT_DAY),
)
SPLIT = (
    provider("skogen", ends=LAST_DAY, successors=["al", "bok"]),
    provider("al", begins=NEXT_DAY),
    provider("bok", begins=NEXT_DAY),
)


@pytest.mark.parametrize("providers", [MERGED, SPLIT], ids=["merged", "split"])
def test_a_leak_between_one_and_the_two_it_was_or_became_is_found(providers):
    """Of 40 in the whole, 33 were in one part: seven are left for the other, whatever hides its row."""
    rows = {"skogen": [told((40, 100))], "al": [told((None, 31))], "bok": [told((33, 69))]}
    assert worked_out(providers, rows) == {"al"}
    assert worked_out(providers, rows | {"skogen": [told((None, 100))]}) == set()


def test_a_hidden_base_is_found_too():
    """Of 46 placements 40 were in one part."""
    hidden = CountRow(told((3, 6)).key, SUPPRESSED)
    assert worked_out(MERGED, {"skogen": [told((23, 46))], "al": [hidden], "bok": [told((20, 40))]}) == {"al"}


def test_providers_that_ran_at_the_same_time_have_nothing_to_do_with_each_other():
    """The rows of a provider are about itself, so one that already ran when it took over counts its own."""
    rows = {"skogen": [told((40, 100))], "al": [told((None, 31))], "bok": [told((33, 69))]}
    assert system_of((*MERGED[:2], provider("skogen")), rows) is None
    later = [told((40, 100), place((2023,)))]
    assert system_of(MERGED, rows | {"skogen": later}) is None


def test_a_window_that_begins_before_its_provider_gives_the_time_before_away():
    """Three years of 27 less two of 12 were another provider's; no row of the first year says that they were not."""
    merged = (
        provider("al", ends=date(2020, 12, 31), successors=["skogen"]),
        provider("bok", ends=date(2020, 12, 31), successors=["skogen"]),
        provider("skogen", begins=date(2021, 1, 1)),
    )
    of_successor = [told((27, 83)), told((6, 20), SECOND), told((6, 20), THIRD)]
    rows = {"skogen": of_successor, "al": [told((None, 20), FIRST)], "bok": [told((8, 23), FIRST)]}
    assert worked_out(merged, rows) == {"al"}
    not_yet = CountRow(told((0, 0), FIRST).key, MISSING, "startade-senare")
    own = [told((12, 40)), *of_successor[1:], not_yet]
    assert worked_out(merged, rows | {"skogen": own}) == set()


def test_rows_that_are_not_the_sum_of_those_before_give_nothing_away():
    """More in one part than in the whole: whatever the whole is, it is not theirs."""
    rows = {"skogen": [told((20, 60))], "al": [told((None, 31))], "bok": [told((33, 69))]}
    assert system_of(MERGED, rows) is None


def test_measures_that_do_not_add_up_tie_nothing():
    """Somebody who was asked at two providers is counted twice, but not in the sum."""
    name = next(one.id for one in STANDARD.measures.values() if one.is_share and "ar" not in one.adds_over)
    rows = {
        "skogen": [told((40, 100), measure=name)],
        "al": [told((None, 31), measure=name)],
        "bok": [told((33, 69), measure=name)],
    }
    assert rows["skogen"][0].status == OK
    assert system_of(MERGED, rows) is None


@pytest.mark.parametrize(
    ("providers", "before", "mine"),
    [
        (MERGED, {"al": [told((None, 31))], "bok": [told((33, 69))]}, "skogen"),
        (SPLIT, {"skogen": [told((40, 100))]}, "al"),
    ],
    ids=["merged", "split"],
)
def test_a_provider_that_took_over_hides_what_would_give_its_relatives_away(providers, before, mine):
    """7 of 31 were another's and hidden; after a split, 36 of 92 leave 8 placements for the other part."""
    releases = {
        slug: [ReleaseRows("1", tuple(rows), frozenset(), STANDARD.thresholds)] for slug, rows in before.items()
    }
    true = [row("planerat-avslut", WINDOW, *((40, 100) if mine == "skogen" else (36, 92)))]
    alone = protect_rows(true, (), STANDARD, STANDARD.thresholds)
    together = protect_rows(true, (), STANDARD, STANDARD.thresholds, relatives=relatives_of(mine, providers, releases))
    assert [each.status for each in alone.rows] == [OK]
    assert [each.status for each in together.rows] == [SUPPRESSED]
    assert {why.kind for why in together.reasons.values()} == {RELATIVE}
    assert not together.exposed


def test_a_provider_of_whom_nothing_is_published_has_no_relatives():
    """Neither has one that nobody took over."""
    assert relatives_of("skogen", MERGED, {"skogen": [], "al": []}) is None
    assert relatives_of("granen", (*MERGED, provider("granen")), {"al": [object()]}) is None
