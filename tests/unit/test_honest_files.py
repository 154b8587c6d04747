"""
Honest files: whatever a provider truly counts, `protect` ends well and `audit` finds nothing to refuse.

A hundred files and a few chains are drawn in the ordinary run; with OPEN_COMPARISONS_LONG set, 5,000 files and 500
chains of up to twelve yearly releases. The number in the name of a test is its first seed.
"""

import os
import random
from collections import defaultdict
from dataclasses import replace
from datetime import date
from functools import cache

import pytest

from open_comparisons.audit.audit import attack
from open_comparisons.audit.programs import Programs
from open_comparisons.disclosure.builder import build_system
from open_comparisons.disclosure.families import family_system, find_families, relatives_of
from open_comparisons.disclosure.pieces import components
from open_comparisons.disclosure.protect import protect_rows
from open_comparisons.disclosure.solve import solve
from open_comparisons.disclosure.system import CountRow, ReleaseRows
from open_comparisons.standard.statuses import ALL_BUT_FEW, FEW, NOT_APPLICABLE, OK, SUPPRESSED
from tests.honest_people import STANDARD, Habits, chain, takeover
from tests.provider_tables import provider

LIMITS = STANDARD.thresholds
NUMBERS = ("numerator", "denominator", "persons", "value", "response_rate")
IS_LONG = bool(os.environ.get("OPEN_COMPARISONS_LONG"))
FILES, CHAINS, TAKEOVERS, MOST_RELEASES = (5_000, 500, 200, 12) if IS_LONG else (100, 8, 3, 3)


def batches(tests, size):
    """Seeds in batches, so that workers share them."""
    return [range(first, min(first + size, tests)) for first in range(0, tests, size)]


def untrue(true, published):
    """Keys of rows that show something that is not so."""
    true_of = {row.key: row for row in true}
    for row in published:
        counted = true_of[row.key]
        rest = (counted.denominator or 0) - (counted.numerator or 0)
        if (
            any(getattr(row, name) not in {None, getattr(counted, name)} for name in NUMBERS)
            or (row.status == FEW and counted.numerator >= LIMITS.min_count)
            or (row.status == ALL_BUT_FEW and rest >= LIMITS.min_count)
        ):
            yield row.key


def opened(published, previous, corrected):
    """Keys of rows that the latest release hid, and that are shown now though they have not been corrected."""
    hidden = {
        key for release in previous[-1:] for key, status in statuses(release.rows).items() if status == SUPPRESSED
    }
    return {key for key, status in statuses(published).items() if status == OK and key in hidden - corrected}


def statuses(rows):
    return {row.key: row.status for row in rows}


def problems_of_chain(seed, releases, **habits):
    """What is wrong with the protected releases of a drawn provider; nothing where all is well."""
    previous = []
    for number, true in enumerate(chain(seed, releases, Habits.drawn(seed, with_units=True, **habits))):
        protected = protect_rows(true.rows, previous, STANDARD, LIMITS, true.corrected)
        release = ReleaseRows(f"{number:02}", protected.rows, true.corrected, LIMITS)
        system = build_system([*previous, release], STANDARD)
        attacked = attack(system)
        found = {
            "exposed": protected.exposed,
            "narrow": attacked.narrow,
            "contradictions": attacked.contradictions,
            "left": system.left,
            "undeclared": system.undeclared,
            "untrue": list(untrue(true.rows, protected.rows)),
            "opened": opened(protected.rows, previous, true.corrected) or system.opened,
        }
        if any(found.values()):
            return seed, number, {name: some for name, some in found.items() if some}
        previous.append(release)
    return None


@pytest.mark.parametrize("seeds", batches(FILES, 20), ids=lambda seeds: f"from-{seeds[0]}")
def test_a_true_file_is_protected_and_passes_the_audit(seeds):
    """Any rows, missing ones and all: nothing is exposed, nothing is untrue, and nothing contradicts."""
    most = 8 if FILES > 100 else 2
    assert not [found for seed in seeds if (found := problems_of_chain(seed, 1, most_measures=most))]


@pytest.mark.parametrize("seeds", batches(CHAINS, 4), ids=lambda seeds: f"from-{seeds[0]}")
def test_yearly_releases_are_protected_with_those_before(seeds):
    """Corrections and all: what was hidden stays hidden unless it is corrected."""
    for seed in seeds:
        releases = random.Random(f"releases/{seed}").randint(2, MOST_RELEASES)
        assert problems_of_chain(10_000 + seed, releases, most_measures=3) is None


@pytest.mark.parametrize(
    ("seed", "releases", "most_measures"),
    [(2_982, 1, 8), (10_222, 5, 3), (10_280, 3, 2), (10_343, 6, 2), (10_424, 3, 3)],
)
def test_what_once_went_wrong_is_protected(seed, releases, most_measures):
    """
    Chains whose last release was refused, or contradicted itself.

    A mean of nobody in the tables found first. A unit without rows for two years of a window, so that its years follow
    from the provider and the other unit. A mean that rounds to the same after a correction of a part. A base without a
    row that follows from bases shown.
    """
    assert problems_of_chain(seed, releases, most_measures=most_measures) is None


@cache
def all_hidden():
    """The system of a provider with two units that hides every row of eight releases, six of them with corrections."""
    habits = Habits.drawn(10_482, with_units=True, most_measures=3)
    return build_system(
        [
            ReleaseRows(f"{number:02}", tuple(map(hide, release.rows)), release.corrected, LIMITS)
            for number, release in enumerate(chain(10_482, 8, habits))
        ],
        STANDARD,
    )


def hide(row):
    return row if row.status == NOT_APPLICABLE else CountRow(row.key, SUPPRESSED)


def test_where_everything_is_hidden_everything_holds():
    """Six hundred counts that depend on each other, of which nothing is known: all of them can be many things."""
    attacked = attack(all_hidden())
    assert (attacked.narrow, attacked.contradictions) == ((), ())


def test_programs_need_few_tables_for_many_counts():
    """A table found for one count says something of all others, so that what may be solved is enough for them."""
    piece = max(components(all_hidden(), solve(all_hidden()).bounds), key=lambda piece: len(piece.counts))
    programs = Programs(piece)
    assert not [exposure for watch in piece.watched[::12] if (exposure := programs.decide(watch))]


DIRECTORIES = {
    "merged": (
        provider("al", ends=date(2013, 12, 31), successors=["skogen"]),
        provider("bok", ends=date(2013, 12, 31), successors=["skogen"]),
        provider("skogen", begins=date(2014, 1, 1)),
    ),
    "split": (
        provider("skogen", ends=date(2013, 12, 31), successors=["al", "bok"]),
        provider("al", begins=date(2014, 1, 1)),
        provider("bok", begins=date(2014, 1, 1)),
    ),
}


def problems_of_takeover(seed, directory):
    """
    What is wrong with the protected releases of providers of which some took over from others.

    Also whether `protect` itself says that what was published before gives something away, whatever is hidden now.
    """
    before = [each.slug for each in directory if each.successors]
    after = [each.slug for each in directory if not each.successors]
    habits = replace(Habits.drawn(seed, most_measures=3), not_taken=frozenset())
    published = defaultdict(list)
    for number, true in enumerate(takeover(seed, before, after, habits)):
        known = {slug: list(releases) for slug, releases in published.items()}
        for slug, release in true.items():
            relatives = relatives_of(slug, directory, known)
            protected = protect_rows(release.rows, known.get(slug, ()), STANDARD, LIMITS, relatives=relatives)
            published[slug].append(ReleaseRows(f"{number:02}", protected.rows, release.corrected, LIMITS))
            if protected.exposed:
                return None, {slug: protected.exposed}
        (family,) = find_families(directory)
        together = family_system(family, published, STANDARD)
        systems = [build_system(releases, STANDARD) for releases in published.values()]
        found = [each for system in (*systems, together) if system for each in attack(system).narrow]
        if found:
            return (seed, number, found), {}
    return None, {}


@pytest.mark.parametrize("name", DIRECTORIES)
def test_merged_and_split_providers_are_protected_with_those_before(name):
    """What one says of the years before it began gives away nothing that another hides, or `protect` says so."""
    found = [problems_of_takeover(seed, DIRECTORIES[name]) for seed in range(TAKEOVERS)]
    assert not [problems for problems, _ in found if problems]
    assert sum(bool(exposed) for _, exposed in found) <= TAKEOVERS / 10
