"""Invented placements of one provider and the true counts of any measure over them, to attack what protects them."""

import random
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field, replace

from open_comparisons.disclosure.counts import Scope
from open_comparisons.disclosure.system import CountRow
from open_comparisons.standard.statuses import LOW_RESPONSE
from tests.provider_tables import CODES, STANDARD, YEARS, place, row
from tests.unit.brute_force import Cell, Published

NESTED = {
    "avslutade": (),
    "avslutade-6m": ("six",),
    "avslutade-12m": ("six", "twelve"),
    "avslutade-12m-hem": ("six", "twelve", "home"),
    "avslutade-tva-skolvarden": ("two-levels",),
    "avslutade-16-ar": ("16",),
    "bedomda-tva-ganger": ("parad-bedomning",),
    "avslutade-med-plan": ("plan",),
    "avslutade-6m-bruk": ("six", "use"),
    "avslutade-6m-bruk-vid-start": ("six", "use", "uppfoljd-6m"),
    "avslutade-12m-brott": ("six", "twelve", "crime"),
    "avslutade-12m-brott-vid-start": ("six", "twelve", "crime", "uppfoljd-12m"),
}
"""What a placement must have to belong to a base."""

LOWEST_RATE = STANDARD.thresholds.min_response_rate / 100
MEASURES = tuple(name for name, measure in STANDARD.measures.items() if measure.base in NESTED)
SHARES = tuple(name for name in MEASURES if STANDARD.measures[name].is_share)


@dataclass(frozen=True)
class Placement:
    """An ended placement: whose it was, when it ended, its codes, what is true of it, and its days and price."""

    person: int
    year: int
    codes: dict[str, str]
    traits: Collection[str] = field(repr=False)
    days: int = 0
    price: int = 0

    def belongs(self, where: Scope, traits: Iterable[str]) -> bool:
        """True where it is counted in a place among those with some traits."""
        return (
            where.start.year <= self.year <= where.end.year
            and all(self.codes[name] == code for name, code in where.split)
            and all(trait in self.traits for trait in traits)
        )


def draw_placements(draw: random.Random, most: int) -> list[Placement]:
    """Invent up to so many placements a year; a person has a sex, and may have several placements."""
    names = {*(trait for traits in NESTED.values() for trait in traits), *SHARES}
    chances = {name: draw.choice((0.15, 0.4, 0.6, 0.85)) for name in sorted(names)}
    chances |= {"six": 0.9, "twelve": 0.9, "16": 0.4}
    again = draw.choice((0.0, 0.0, 0.2))
    placements: list[Placement] = []
    for year in YEARS:
        for _ in range(draw.randint(most // 3, most)):
            old = draw.choice(placements) if placements and draw.random() < again else None
            codes = {name: draw.choice(listed) for name, listed in CODES.items()}
            if old is not None:
                codes["kon"] = old.codes["kon"]
            traits = {name for name, chance in chances.items() if draw.random() < chance}
            traits = (traits - {"16"}) | {"0-12": set(), "13-17": traits & {"16"}, "18-20": {"16"}}[codes["alder"]]
            person = old.person if old else len(placements)
            placements.append(
                Placement(person, year, codes, traits, draw.randint(14, 500), draw.randint(200_000, 2_000_000))
            )
    return placements


def count(measure: str, where: Scope, placements: Sequence[Placement]) -> CountRow:
    """The true row of a measure in a place."""
    known = STANDARD.measures[measure]
    counted = [one for one in placements if one.belongs(where, NESTED[known.base])]
    true = row(measure, where, sum(measure in one.traits for one in counted), len(counted))
    true = replace(true, persons=len({one.person for one in counted}))
    if known.rate_of is not None:
        everyone = sum(one.belongs(where, NESTED[known.rate_of]) for one in placements)
        true = replace(true, response_rate=round(len(counted) / everyone, 2) if everyone else None)
        if true.response_rate is not None and true.response_rate < LOWEST_RATE:
            return CountRow(true.key, LOW_RESPONSE, response_rate=true.response_rate)
    if not known.is_share:
        total = sum(one.days if measure == "vardtid" else one.price for one in counted)
        true = replace(true, numerator=None, value=float(round(total / len(counted))) if counted else None)
    return true


def count_all(
    measures: Sequence[str], dimensions: Sequence[str], placements: Sequence[Placement], years: Sequence[int] = YEARS
) -> list[CountRow]:
    """The true rows of some measures: years, their window where it is whole, and the window by some breakdowns."""
    places = [place((year,)) for year in years]
    if tuple(years) == YEARS:
        places.append(place(YEARS))
        places += [place(YEARS, **{name: code}) for name in dimensions for code in CODES[name]]
    return [count(measure, where, placements) for measure in measures for where in places]


def cell_of(where: Scope) -> Cell:
    """The name that the attacker has for a place."""
    split = where.split[0] if where.split else ("", "")
    return (where.unit, tuple(range(where.start.year, where.end.year + 1)), *split)


def as_read(shown: CountRow) -> Published:
    """A protected row as a reader of the file sees it."""
    numerator, denominator, persons = (
        None if number is None else int(number) for number in (shown.numerator, shown.denominator, shown.persons)
    )
    rate = "" if shown.response_rate is None else f"{100 * shown.response_rate:.6g}"
    return Published(
        shown.key.measure, cell_of(shown.key.scope), shown.status, numerator, denominator, persons, shown.value, rate
    )
