"""
What `protect` writes and what `audit` says, against an attacker that tries every table (`brute_force.py`).

Some tables in every run, more with `slow`, and many with OPEN_COMPARISONS_LONG=1.
"""

import os
import random
from dataclasses import replace

import pytest

from open_comparisons.audit.audit import attack
from open_comparisons.disclosure.builder import build_system
from open_comparisons.disclosure.counts import CountKind
from open_comparisons.disclosure.protect import protect_rows
from open_comparisons.disclosure.system import CountRow, ReleaseRows
from open_comparisons.standard.statuses import ALL_BUT_FEW, FEW, OK, SUPPRESSED
from tests.provider_tables import STANDARD, YEARS, place, row
from tests.random_placements import MEASURES, SHARES, as_read, cell_of, count_all, draw_placements
from tests.unit.brute_force import Attack, Name, Release, measures

LIMITS = STANDARD.thresholds
LONG = os.environ.get("OPEN_COMPARISONS_LONG") == "1"
FIRST, SECOND, THIRD = (place((year,)) for year in YEARS)
WINDOW = place(YEARS)


def seeds(usual, many):
    """Numbers of tables: some as usual, and many more in a long run."""
    return range(usual + 10 * many if LONG else usual)


def draw_table(seed, pool, most=(20, 30, 45)):
    """One to three measures of a small home, by at most one breakdown."""
    draw = random.Random(seed)
    chosen = draw.sample(pool, draw.randint(1, 3))
    dimensions = draw.sample(["kon", "alder", "lagrum"], draw.randint(0, 1))
    return draw, chosen, dimensions, draw_placements(draw, draw.choice(most))


def attacked(*releases):
    """The attacker on rows with the keys that each release lists as corrected."""
    return Attack(
        [
            Release(tuple(map(as_read, rows)), frozenset((key.measure, cell_of(key.scope)) for key in corrected))
            for rows, corrected in releases
        ]
    )


def leaks(attack_):
    """All that the rules forbid."""
    return attack_.narrow() | attack_.told_by_a_single_one(), attack_.few_came_or_left()


def test_the_attacker_solves_a_table_by_subtraction():
    """Of 20 in all, 12 and a hidden year beside a third of none: 8 of whom 3 had it."""
    rows = [row("planerat-avslut", WINDOW, 13, 30), row("planerat-avslut", FIRST, 10, 22)]
    rows += [CountRow(row("planerat-avslut", SECOND, 3, 8).key, SUPPRESSED)]
    rows += [replace(row("planerat-avslut", THIRD, 0, 0), status="ej-tillampligt", numerator=None, denominator=None)]
    found = {name[1:]: values for name, values in attacked((rows, ())).narrow().items() if name[1] in ("x", "n")}
    second = ("", (2021,), "", "")
    assert found == {("x", "planerat-avslut", second): (3,), ("n", "avslutade", second): (8,)}


def test_the_attacker_leaves_what_can_be_anything():
    """Two hidden years share 20 placements."""
    rows = [row("planerat-avslut", WINDOW, 20, 40), row("planerat-avslut", FIRST, 10, 20)]
    rows += [CountRow(row("planerat-avslut", where, 5, 10).key, SUPPRESSED) for where in (SECOND, THIRD)]
    assert leaks(attacked((rows, ()))) == ({}, [])


@pytest.mark.parametrize("seed", seeds(8, 30))
def test_no_count_of_a_protected_file_is_too_narrow(seed):
    """Shares with nested and linked bases, rates of response, placements of the same person, and breakdowns."""
    _, chosen, dimensions, placements = draw_table(seed, SHARES)
    rows = protect_rows(count_all(chosen, dimensions, placements), (), STANDARD, LIMITS).rows
    found = attacked((rows, ()))
    assert found.possible
    assert leaks(found) == ({}, [])


@pytest.mark.parametrize("seed", seeds(3, 10))
def test_no_mean_of_a_protected_file_is_too_narrow(seed):
    """Means and amounts beside a share with the same base."""
    draw, _, dimensions, placements = draw_table(1000 + seed, SHARES)
    chosen = ["vardtid", "kostnad-per-placering", draw.choice(("planerat-avslut", "sysselsattning"))]
    rows = protect_rows(count_all(chosen, dimensions, placements), (), STANDARD, LIMITS).rows
    assert leaks(attacked((rows, ()))) == ({}, [])


@pytest.mark.parametrize("seed", seeds(3, 20))
def test_no_count_of_several_releases_is_too_narrow(seed):
    """A year more in each release, and a correction in the last: some placements of the first year are gone."""
    draw, chosen, dimensions, placements = draw_table(2000 + seed, SHARES)
    chosen = chosen[:2]
    gone = draw.sample(placements, draw.choice((1, 3, 6)))
    corrected = [one for one in placements if one not in gone or one.year != YEARS[0]]
    stages = [(placements, YEARS[:1]), (placements, YEARS[:2]), (corrected, YEARS)]
    published, before = [], {}
    for number, (counted, years) in enumerate(stages):
        true = {one.key: one for one in count_all(chosen, dimensions, counted, years)}
        changed = [key for key, one in true.items() if key in before and one != before[key]]
        protected = protect_rows(list(true.values()), published, STANDARD, LIMITS, changed)
        published.append(ReleaseRows(str(number), protected.rows, frozenset(protected.corrected), LIMITS))
        before = true
    found = attacked(*((release.rows, release.corrected) for release in published))
    assert found.possible
    assert leaks(found) == ({}, [])


def hide_at_random(draw, one):
    """A row as it might be published: its own numbers hidden as the rules ask, and others at random."""
    if one.denominator is None:
        return one
    chance = draw.random()
    if min(one.denominator, one.persons) < LIMITS.min_denominator or chance < 0.15:
        return CountRow(one.key, SUPPRESSED)
    if one.numerator is None:
        return one
    hidden = replace(one, status=SUPPRESSED, numerator=None, response_rate=None)
    if chance < 0.2:
        return hidden
    few = LIMITS.min_count
    for side, status in ((one.numerator, FEW), (one.denominator - one.numerator, ALL_BUT_FEW)):
        if side < few:
            return replace(one, status=status, numerator=None)
    return replace(one, status=OK)


KINDS = {CountKind.NUMERATOR: "x", CountKind.COMPLEMENT: "rest", CountKind.BASE: "n", CountKind.PERSONS: "p"}


def found_by_audit(rows):
    """What the judge finds in one release, by the attacker's names of counts."""
    system = build_system([ReleaseRows("1", tuple(rows), frozenset(), LIMITS)], STANDARD)
    found = set()
    for one in attack(system).narrow:
        if one.method != "person":
            quantity = one.watch.count.quantity
            kind = KINDS.get(quantity.kind, "mean" if one.watch.rule == "mean" else "others")
            found.add((kind, quantity.name, cell_of(one.watch.count.scope)))
    return found


def found_by_attacker(rows):
    """The same of the attacker."""

    def short(name: Name) -> Name:
        if name[0] in ("rest", "others"):
            return (name[0], *name[1][2:])
        return name if name[0] == "mean" else name[1:]

    linked = {one["base"]: one["base_is_numerator_of"] for one in measures().values() if one["base_is_numerator_of"]}
    found = (short(name) for name in attacked((rows, ())).narrow())
    return {
        ("x", linked[name], cell) if kind == "n" and name in linked else (kind, name, cell)
        for kind, name, cell in found
    }


@pytest.mark.parametrize("seed", seeds(12, 40))
def test_audit_finds_the_counts_that_the_attacker_finds(seed):
    """Of tables hidden at random: bands, hidden counts, bases, persons, means, and cells without a row."""
    draw, chosen, dimensions, placements = draw_table(3000 + seed, MEASURES, (16, 24, 34))
    rows = [hide_at_random(draw, one) for one in count_all(chosen, dimensions, placements)]
    left_out = draw.choice([None, *rows]) if draw.random() < 0.3 else None
    rows = [one for one in rows if one is not left_out]
    assert found_by_audit(rows) == found_by_attacker(rows)
