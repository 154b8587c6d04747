"""
Attack random tables of small homes, protected as a provider protects them, and print what is found as JSON.

    python benchmarks/attack.py --tables 100
    python benchmarks/attack.py --tables 150 --kinds aware

The attacker is that of the tests (`tests/unit/brute_force.py`): it shares no code with the program. `aware` is a reader
who also runs the open program: of the tables that what is published allows, those count that would have been published
in the same way.
"""

import argparse
import json
import random
import sys
import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from open_comparisons.disclosure.protect import protect_rows
from open_comparisons.disclosure.system import CountRow, Key, ReleaseRows
from tests.provider_tables import STANDARD, YEARS
from tests.random_placements import SHARES, Placement, as_read, cell_of, count_all, draw_placements
from tests.unit.brute_force import Attack, Name, Release

LIMITS = STANDARD.thresholds
RATED = tuple(name for name in SHARES if STANDARD.measures[name].rate_of)
UNRATED = tuple(name for name in SHARES if not STANDARD.measures[name].rate_of)
TRIES = 6


def draw_table(draw: random.Random, again: bool = False) -> tuple[list[str], list[Placement]]:  # noqa: FBT001, FBT002
    """Draw breakdowns and placements; with persons that come again, where asked."""
    placements = draw_placements(draw, draw.choice((20, 30, 45)))
    if again:
        placements = [
            replace(one, person=placements[draw.randrange(at)].person) if at and draw.random() < 0.25 else one
            for at, one in enumerate(placements)
        ]
        sexes = {one.person: one.codes["kon"] for one in placements}
        placements = [replace(one, codes=one.codes | {"kon": sexes[one.person]}) for one in placements]
    return draw.sample(["kon", "alder", "lagrum"], draw.randint(0, 1)), placements


def attacked(*releases: ReleaseRows) -> Attack:
    """The attacker on some releases."""
    return Attack(
        [
            Release(
                tuple(map(as_read, one.rows)), frozenset((key.measure, cell_of(key.scope)) for key in one.corrected)
            )
            for one in releases
        ]
    )


def released(
    name: str, rows: Sequence[CountRow], before: Sequence[ReleaseRows] = (), changed: Sequence[Key] = ()
) -> ReleaseRows:
    """Protect true rows as one release."""
    protected = protect_rows(rows, before, STANDARD, LIMITS, changed)
    return ReleaseRows(name, protected.rows, frozenset(protected.corrected), LIMITS)


def one_release(
    pool: Sequence[str], *, again: bool = False, fixed: Sequence[str] = ()
) -> Callable[[random.Random], list[ReleaseRows]]:
    """Give a function that draws and protects one release of up to three measures."""

    def draw_release(draw: random.Random) -> list[ReleaseRows]:
        dimensions, placements = draw_table(draw, again)
        measures = [*fixed, *draw.sample(list(pool), draw.randint(1, 3 - len(fixed)))]
        return [released("1", count_all(measures, dimensions, placements))]

    return draw_release


def two_releases(draw: random.Random) -> list[ReleaseRows]:
    """Two years, then three with their window and some placements of the first year gone or added."""
    dimensions, placements = draw_table(draw)
    measures = draw.sample(list(UNRATED), draw.randint(1, 2))
    if draw.random() < 0.3:
        measures[-1] = "vardtid"
    first = [one for one in placements if one.year == YEARS[0]]
    gone = draw.sample(first, min(len(first), draw.choice((1, 2, 4, 6))))
    after = [one for one in placements if one not in gone]
    old, new = (placements, after) if draw.random() < 0.7 else (after, placements)
    before = count_all(measures, dimensions, old, YEARS[:2])
    now = count_all(measures, dimensions, new)
    known = {one.key: one for one in before}
    changed = [one.key for one in now if one.key in known and known[one.key] != one]
    one = released("1", before)
    return [one, released("2", now, [one], changed)]


KINDS: dict[str, Callable[[random.Random], list[ReleaseRows]]] = {
    "counts": one_release(UNRATED),
    "rates": one_release(RATED),
    "means": one_release(UNRATED, fixed=("vardtid",)),
    "persons": one_release(UNRATED, again=True),
    "releases": two_releases,
}


def attack_kind(
    draw_releases: Callable[[random.Random], list[ReleaseRows]], tables: int, seed: int
) -> dict[str, object]:
    """Attack tables of one kind; what was attacked and what was too narrow."""
    counts: Counter[str] = Counter()
    examples: list[str] = []
    began = time.process_time()
    for number in range(tables):
        try:
            releases = draw_releases(random.Random(f"{seed}-{number}"))  # noqa: S311
        except Exception as error:  # noqa: BLE001
            counts["stopped"] += 1
            examples.append(f"{number}: {type(error).__name__}")
            continue
        attack = attacked(*releases)
        if not attack.possible:
            counts["no table possible"] += 1
            examples.append(f"{number}: no table possible")
            continue
        hidden = [row for release in releases for row in release.rows if row.status != "ok"]
        narrow, told, left = attack.narrow(), attack.told_by_a_single_one(), attack.few_came_or_left()
        counts["tables"] += 1
        counts["hidden rows"] += len(hidden)
        counts["tables too narrow"] += bool(narrow or left)
        counts["counts too narrow"] += len(narrow) + len(left)
        counts["counts exact"] += sum(len(values) == 1 for values in narrow.values())
        counts["told by a true 1"] += len(told)
        if narrow or told or left:
            examples.append(f"{number}: {[*narrow, *told, *left]}"[:400])
    return {**counts, "cpu seconds": round(time.process_time() - began), "examples": examples[:10]}


def attack_aware(tables: int, seed: int) -> dict[str, object]:
    """What a reader learns who runs the open program on every table that she thinks possible."""
    counts: Counter[str] = Counter()
    examples: list[str] = []
    began = time.process_time()
    number = -1
    while counts["tables"] < tables:
        number += 1
        draw = random.Random(f"{seed}-aware-{number}")  # noqa: S311
        dimensions, placements = draw_table(draw)
        measures = draw.sample(["planerat-avslut", "mindre-ingripande", "parad-bedomning"], draw.randint(1, 2))
        true = count_all(measures, dimensions, placements)
        release = released("1", true)
        if not any(_is_secondary(one, shown) for one, shown in zip(true, release.rows, strict=True)):
            continue
        counts["tables"] += 1
        narrow, exact = _left_to_the_aware(release, true, draw, same_bases=True)
        free_narrow, free_exact = _left_to_the_aware(release, true, draw, same_bases=False)
        counts["same bases and statuses: tables too narrow"] += bool(narrow)
        counts["same bases and statuses: tables with an exact cell"] += bool(exact)
        counts["any table: tables too narrow"] += bool(free_narrow)
        counts["any table: tables with an exact cell"] += bool(free_exact)
        if narrow or free_narrow:
            examples.append(f"{number}: same {narrow} any {free_narrow}"[:500])
    return {**counts, "cpu seconds": round(time.process_time() - began), "examples": examples[:10]}


def _is_secondary(true: CountRow, shown: CountRow) -> bool:
    """True for a row that its own numbers do not hide."""
    sizes = (true.denominator or 0, true.persons or 0)
    return shown.status == "skyddad" and min(sizes) >= LIMITS.min_denominator


def _left_to_the_aware(
    release: ReleaseRows, true: Sequence[CountRow], draw: random.Random, *, same_bases: bool
) -> tuple[list[object], list[object]]:
    """
    Hidden counts for which fewer values than needed were found in tables that are published in the same way.

    A value counts as not left when none of some random tables with it is published in the same way: the true number of
    narrow cells is at most what is counted here.
    """
    attack = attacked(release)
    table = attack.table
    for name in list(table.number):
        table.limit(name, 0, 150)
    if same_bases:
        _fix_bases_and_statuses(attack, true)
    if not table.begin():
        return ["no table"], []
    names = _hidden_counts(attack, release)
    needed = {name: min(LIMITS.min_count, len(table.values(name, LIMITS.min_count))) for name in names}
    seen: dict[Name, set[int]] = {name: set() for name in names}
    for solution in list(table.found[:40]):
        _note(solution, attack, release, seen)
    for name, values in seen.items():
        for value in [value for value in table.values(name, 12) for _ in range(TRIES)]:
            if len(values) < needed[name] and value not in values:
                costs = {at: draw.choice((-1, 0, 1)) for at in range(len(table.low))}
                found = table.solve({name: value}, costs)
                if found is not None:
                    _note(found, attack, release, seen)
    narrow = [(name, sorted(seen[name]), needed[name]) for name in seen if len(seen[name]) < needed[name]]
    return list(narrow), [one for one in narrow if len(one[1]) == 1 and one[2] > 1]


def _fix_bases_and_statuses(attack: Attack, true: Sequence[CountRow]) -> None:
    """Leave only the numerators open, each within what its own status says."""
    few = LIMITS.min_count - 1
    for one in true:
        row, size, count = as_read(one), int(one.denominator or 0), int(one.numerator or 0)
        attack.table.limit(attack.base(0, STANDARD.measures[row.measure].base, row.cell), size, size)
        if size >= LIMITS.min_denominator:
            numerator, rest = attack.numerator(0, row.measure, row.cell), attack.rest(0, row.measure, row.cell)
            for name, number in ((numerator, count), (rest, size - count)):
                low, high = (0, few) if number <= few else (few + 1, size)
                attack.table.limit(name, low, high)


def _hidden_counts(attack: Attack, release: ReleaseRows) -> list[Name]:
    """What the rows of a release hide: numerators and rests, or the side that has a band."""
    names: dict[Name, None] = {}
    for row in map(as_read, release.rows):
        sides = (attack.numerator(0, row.measure, row.cell), attack.rest(0, row.measure, row.cell))
        hidden = {"skyddad": sides, "liten-taljare": sides[:1], "liten-rest": sides[1:]}.get(row.status, ())
        names |= dict.fromkeys(hidden)
    return list(names)


def _note(solution: list[int], attack: Attack, release: ReleaseRows, seen: dict[Name, set[int]]) -> None:
    """Note the values of a table that is published in the same way and shows new ones."""
    values = {name: solution[attack.table.number[name]] for name in seen}
    if any(value not in seen[name] for name, value in values.items()) and _is_published_so(solution, attack, release):
        for name, value in values.items():
            seen[name].add(value)


def _is_published_so(solution: Sequence[int], attack: Attack, release: ReleaseRows) -> bool:
    """True where a table, protected, gives the release."""
    rows = []
    for shown in release.rows:
        row, base = as_read(shown), STANDARD.measures[shown.key.measure].base
        numerator, denominator, persons = (
            solution[attack.table.number[name]]
            for name in (
                attack.numerator(0, row.measure, row.cell),
                attack.base(0, base, row.cell),
                attack.persons(0, base, row.cell),
            )
        )
        rows.append(replace(shown, status="ok", numerator=numerator, denominator=denominator, persons=persons))
    again = protect_rows(rows, (), STANDARD, LIMITS).rows
    return [as_read(one) for one in again] == [as_read(one) for one in release.rows]


def main() -> None:
    """Read the options, attack, print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--tables", type=int, default=50, help="tables of each kind")
    parser.add_argument("--seed", type=int, default=1, help="another number gives other tables")
    parser.add_argument("--kinds", nargs="+", choices=[*KINDS, "aware"], default=[*KINDS, "aware"])
    options = parser.parse_args()
    found: dict[str, object] = {
        kind: attack_kind(KINDS[kind], options.tables, options.seed) for kind in options.kinds if kind in KINDS
    }
    if "aware" in options.kinds:
        found["aware"] = attack_aware(options.tables, options.seed)
    print(json.dumps(found, indent=2, ensure_ascii=False))


if __name__ == "__main__":
    main()
