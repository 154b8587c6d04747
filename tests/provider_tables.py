"""Small tables of one provider, as true counts, for tests of what protects them."""

import random
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

from open_comparisons.disclosure.counts import Scope
from open_comparisons.disclosure.system import CountRow, Key
from open_comparisons.intake.provider import Provider
from open_comparisons.standard.loading import load_standard
from open_comparisons.standard.statuses import OK

STANDARD = load_standard(Path(__file__).parents[1] / "data" / "standard")
GROUP = "bu-hvb"
YEARS = (2020, 2021, 2022)
BASES = {"battre-psykisk-halsa": "parad-bedomning", "maluppfyllelse": "has-plan"}
"""What a measure asks first, where its base is not everyone."""
CODES = {"kon": ("K", "M"), "alder": ("0-12", "13-17", "18-20"), "lagrum": ("sol", "lvu")}


def place(years: Sequence[int], **split: str) -> Scope:
    """Name a place: one year or a window, for everyone or for one part."""
    return Scope("", GROUP, date(years[0], 1, 1), date(years[-1], 12, 31), tuple(sorted(split.items())))


def row(measure: str, where: Scope, numerator: int | None, denominator: int, value: float | None = None) -> CountRow:
    """Make a row as it truly is, every placement being another person's."""
    known = STANDARD.measures[measure]
    persons = None if STANDARD.counts_persons(known) else denominator
    return CountRow(
        Key(measure, known.version, "SDQ" if known.collected_by else "", where),
        OK,
        "",
        numerator,
        denominator,
        persons,
        value,
    )


def places(dimensions: Sequence[str]) -> list[Scope]:
    """Lay out the grid: each year, the window, and the window by some dimensions."""
    parts = [place(YEARS, **{name: code}) for name in dimensions for code in CODES[name]]
    return [*(place((year,)) for year in YEARS), place(YEARS), *parts]


def random_rows(seed: int, most: int, measures: Sequence[str], dimensions: Sequence[str]) -> list[CountRow]:
    """Draw invented people, and count them in every place of the grid."""
    draw = random.Random(seed)
    chances = {name: draw.choice((0.05, 0.3, 0.6, 0.95)) for name in (*measures, *BASES.values())}
    people = [
        {"year": year}
        | {name: draw.choice(codes) for name, codes in CODES.items()}
        | {name: draw.random() < chance for name, chance in chances.items()}
        for year in YEARS
        for _ in range(draw.randint(0, most))
    ]
    rows = []
    for measure in measures:
        for where in places(dimensions):
            counted = [one for one in people if _is_in(one, where) and one.get(BASES.get(measure, ""), True)]
            one = row(measure, where, sum(bool(one[measure]) for one in counted), len(counted))
            rows.append(replace(one, response_rate=_rate(measure, len(counted), sum(_is_in(p, where) for p in people))))
    return rows


def _rate(measure: str, rated: int, everyone: int) -> float | None:
    """How many of all were rated, in whole percents."""
    return round(rated / everyone, 2) if STANDARD.measures[measure].collected_by and everyone else None


def _is_in(one: Mapping[str, object], where: Scope) -> bool:
    return where.start.year <= int(str(one["year"])) <= where.end.year and all(
        one[name] == code for name, code in where.split
    )


def provider(
    slug: str, begins: date | None = None, ends: date | None = None, successors: Sequence[str] = ()
) -> Provider:
    """A provider of a directory."""
    return Provider(slug, slug, slug, "privat", "", begins, ends, tuple(successors), ("bu-hvb",), (), "")
