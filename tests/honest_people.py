"""
Invented people of a provider, and every row that can be counted of them: honest by construction.

Each count is a sum over the same people, so that splits, years, nested bases and rates agree of themselves. Sizes run
from nobody to many, chances from none to all, and rows are left out or without figures here and there.
"""

from __future__ import annotations

import random
from collections import defaultdict
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Final

from open_comparisons.disclosure.counts import Scope
from open_comparisons.disclosure.system import CountRow, Key
from open_comparisons.standard.loading import load_standard
from open_comparisons.standard.statuses import LOW_RESPONSE, MISSING, NOT_APPLICABLE, OK

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from open_comparisons.standard.model import Measure

STANDARD: Final = load_standard(Path(__file__).parents[1] / "data" / "standard")
GROUP: Final = "bu-hvb"
FIRST_YEAR: Final = 2011
CODES: Final = {
    dimension.name: tuple(code.code for code in STANDARD.codes_of(dimension, GROUP))
    for dimension in STANDARD.dimensions
}
MEASURES: Final = tuple(measure for measure in STANDARD.measures.values() if GROUP in measure.target_groups)
INSTRUMENTS: Final = ("SDQ", "CGAS")
STAFF: Final = "omsorgspersonal"
BUYERS: Final = "bestallare-svarande"
CARE_DAYS: Final = "vardygn"
_CHANCES: Final = (0.0, 0.05, 0.3, 0.6, 0.9, 1.0)
_MOST: Final = (1, 3, 8, 20, 60)
"""The most endings of a year, of providers from tiny to large."""


@dataclass(frozen=True, slots=True)
class Record:
    """
    One placement, young person, buyer or employee, or the care days of a placement in a year.

    Attributes:
        person: Number of the person.
        unit: The unit of the provider.
        codes: The code in each dimension.
        years: The years that count it.
        bases: The bases that it belongs to.
        outcomes: The measures that count it above the line.
        amounts: Length of stay and prices, by measure.
        size: Care days, or full-time equivalents; else 1.
    """

    person: int
    unit: str
    codes: tuple[tuple[str, str], ...]
    years: frozenset[int]
    bases: frozenset[str]
    outcomes: frozenset[str]
    amounts: tuple[tuple[str, int], ...] = ()
    size: float = 1


@dataclass(frozen=True, slots=True)
class Habits:
    """
    What a provider counts, and how it writes it.

    Attributes:
        seed: Draws what is the provider's choice row by row, the same in each release.
        measures: The measures that it counts.
        dimensions: The dimensions that windows are split by.
        units: Its units, where they have rows of their own; else none.
        missing: The share of rows that is left out.
        rate_decimals: Of response rates.
        two_instruments: True where what is rated is rated by two instruments.
        not_taken: Codes of people that it does not take, and says so in their rows.
    """

    seed: int
    measures: tuple[Measure, ...]
    dimensions: tuple[str, ...]
    units: tuple[str, ...]
    missing: float
    rate_decimals: int
    two_instruments: bool
    not_taken: frozenset[str]

    @classmethod
    def drawn(cls, seed: int, *, most_measures: int = 8, with_units: bool = False) -> Habits:
        """Draw the habits of a provider."""
        draw = random.Random(f"habits/{seed}")
        return cls(
            seed,
            tuple(draw.sample(MEASURES, draw.randint(1, most_measures))),
            tuple(name for name in CODES if draw.random() < 0.7),
            ("a", "b") if with_units and draw.random() < 0.2 else (),
            draw.choice((0.0, 0.0, 0.1, 0.4)),
            draw.randint(0, 2),
            draw.random() < 0.2,
            People(seed).not_taken if draw.random() < 0.5 else frozenset(),
        )


class People:
    """The people of one provider, year by year, drawn from a seed."""

    def __init__(self, seed: int, *, most: int | None = None) -> None:
        draw = random.Random(f"people/{seed}")
        self.seed = seed
        self.most = draw.choice(_MOST) if most is None else most
        self.chances = {
            name: draw.choice(_CHANCES)
            for name in (*STANDARD.bases, *(measure.id for measure in MEASURES), "again", "reached-6m", "reached-12m")
        }
        self.weights = {name: [draw.choice((0, 1, 1, 4)) for _ in codes] for name, codes in CODES.items()}
        for weights in self.weights.values():
            weights[0] = weights[0] or 1

    @property
    def not_taken(self) -> frozenset[str]:
        """The codes that nobody has."""
        return frozenset(
            code
            for name, weights in self.weights.items()
            for code, weight in zip(CODES[name], weights, strict=True)
            if not weight
        )

    def of_year(self, year: int, edition: int = 0) -> list[Record]:
        """
        The people of a year.

        Args:
            year: The year.
            edition: 0, or the number of the correction that changed some of them.
        """
        draw = random.Random(f"year/{self.seed}/{year}")
        most = self.most
        records: list[Record] = []
        for _ in range(draw.randint(0, most)):
            records += self._placement(draw, year)
        records += [self._young(draw, year) for _ in range(draw.randint(0, most))]
        records += [self._buyer(draw, year) for _ in range(draw.randint(0, most))]
        records += [self._employee(draw, year) for _ in range(draw.randint(0, max(12, most)))]
        if edition:
            records = self._corrected(random.Random(f"correction/{self.seed}/{year}/{edition}"), year, records)
        return records

    def _corrected(self, draw: random.Random, year: int, records: Sequence[Record]) -> list[Record]:
        """Some records are gone, some are new, and some have other outcomes."""
        changed = []
        for record in records:
            way = draw.random()
            if way < 0.1:
                continue
            own = [measure.id for measure in MEASURES if measure.base in record.bases and not _counted_by(measure)]
            other = frozenset(name for name in own if draw.random() < 0.5)
            changed.append(replace(record, outcomes=record.outcomes - set(own) | other) if way < 0.3 else record)
        for _ in range(draw.randint(0, 2)):
            changed += self._placement(draw, year)
        return changed

    def _is(self, draw: random.Random, name: str) -> bool:
        return draw.random() < self.chances[name]

    def _person(self, draw: random.Random, year: int) -> tuple[int, list[tuple[str, str]]]:
        """A new person, or one who has been here; sex is the person's, age and act are the placement's."""
        # Few numbers to draw from, so that people come back.
        numbers = max(3, self.most) if self._is(draw, "again") else 100_000
        person = draw.randint(0, numbers) + 1_000_000 * (year if numbers == 100_000 else 0)
        traits = random.Random(f"person/{self.seed}/{person}")
        codes = {name: draw.choices(CODES[name], self.weights[name])[0] for name in CODES}
        codes["kon"] = traits.choices(CODES["kon"], self.weights["kon"])[0]
        return person, sorted(codes.items())

    def _outcomes(self, draw: random.Random, bases: Iterable[str]) -> frozenset[str]:
        """The measures that count somebody above the line: drawn, or the bases that are numerators."""
        known = set(bases)
        drawn = {measure.id for measure in MEASURES if measure.base in known and self._is(draw, measure.id)}
        counted = {base.numerator_of for base in STANDARD.bases.values() if base.numerator_of}
        return frozenset((drawn - counted) | {str(STANDARD.bases[name].numerator_of) for name in known})

    def _placement(self, draw: random.Random, year: int) -> Iterator[Record]:
        """A placement: as begun, as ended, and its care days."""
        person, codes = self._person(draw, year)
        unit = draw.choice("ab")
        bases = {"avslutade"}
        for name in ("avslutade-tva-skolvarden", "avslutade-med-plan", "bedomda-tva-ganger", "avslutade-16-ar"):
            if self._is(draw, name):
                bases.add(name)
        if dict(codes)["alder"] in STANDARD.bases["avslutade-16-ar"].same_for["alder"]:
            bases.add("avslutade-16-ar")
        if self._is(draw, "avslutade-6m"):
            bases.add("avslutade-6m")
            if self._is(draw, "avslutade-12m"):
                bases.add("avslutade-12m")
        for months, trait in (("6m", "bruk"), ("12m", "brott")):
            cohort = f"avslutade-{months}"
            if cohort in bases:
                is_reached, has_it = self._is(draw, f"reached-{months}"), self._is(draw, f"{cohort}-{trait}")
                bases |= {f"uppfoljda-{months}"} if is_reached else set()
                bases |= {f"{cohort}-{trait}"} if has_it else set()
                bases |= {f"{cohort}-{trait}-vid-start"} if is_reached and has_it else set()
        for name in ("avslutade-12m-hem", "avslutade-12m-arende-avslutat"):
            if "avslutade-12m" in bases and self._is(draw, name):
                bases.add(name)
        days = draw.randint(14, 600)
        price = draw.randint(2000, 9000)
        amounts = (("vardtid", days), ("kostnad-per-placering", days * price))
        ended = Record(person, unit, tuple(codes), frozenset((year,)), frozenset(bases), frozenset(), amounts)
        yield replace(ended, outcomes=self._outcomes(draw, bases))
        begun = frozenset(("paborjade",))
        yield Record(person, unit, tuple(codes), ended.years, begun, self._outcomes(draw, begun))
        days = min(days, 365)
        paid = (("dygnspris", days * price),)
        yield Record(person, unit, tuple(codes), ended.years, frozenset((CARE_DAYS,)), frozenset(), paid, days)

    def _young(self, draw: random.Random, year: int) -> Record:
        """A young person at school who also answers the survey, counted once a year, perhaps in two years."""
        person, codes = self._person(draw, year)
        years = frozenset((year, year + 1) if draw.random() < 0.2 else (year,))
        bases = {"placerade-i-skola"} if draw.random() < 0.7 else set()
        if bases and len(years) == 1 and self._is(draw, "placerade-ak9"):
            bases.add("placerade-ak9")
        if self._is(draw, "unga-svarande"):
            bases.add("unga-svarande")
        # Each answers once in a period, whatever the person's number.
        outcomes = self._outcomes(draw, bases)
        return Record(person, draw.choice("ab"), tuple(codes), years, frozenset(bases), outcomes)

    def _buyer(self, draw: random.Random, year: int) -> Record:
        bases = frozenset((BUYERS,))
        return Record(
            draw.randint(0, 9**9), draw.choice("ab"), (), frozenset((year,)), bases, self._outcomes(draw, bases)
        )

    def _employee(self, draw: random.Random, year: int) -> Record:
        bases = frozenset((STAFF,))
        size = draw.choice((0.2, 0.5, 0.75, 1.0))
        outcomes = self._outcomes(draw, bases)
        return Record(draw.randint(0, 9**9), draw.choice("ab"), (), frozenset((year,)), bases, outcomes, (), size)


def _counted_by(measure: Measure) -> bool:
    """True for a measure whose numerator is a base, which no correction changes alone."""
    return any(base.numerator_of == measure.id for base in STANDARD.bases.values())


def scopes(years: Sequence[int], habits: Habits) -> Iterator[Scope]:
    """The grid: each year and each full window, windows also by one dimension at a time, and both by unit."""
    windows = [
        (first, first + STANDARD.window_years - 1)
        for first in range(FIRST_YEAR, years[-1] + 1, STANDARD.window_years)
        if first >= years[0] and first + STANDARD.window_years - 1 <= years[-1]
    ]
    for unit in ("", *habits.units):
        for first, last in (*((year, year) for year in years), *windows):
            whole = Scope(unit, GROUP, date(first, 1, 1), date(last, 12, 31), ())
            yield whole
            if first != last:
                for name in habits.dimensions:
                    yield from (whole._replace(split=((name, code),)) for code in CODES[name])


def count(records: Iterable[Record], years: Sequence[int], habits: Habits) -> list[CountRow]:
    """
    The true rows of a release: every measure in every cell of the grid, but for those left out.

    Rows with too few answers still have their figures here; see `as_submitted`.
    """
    by_year: dict[int, list[Record]] = defaultdict(list)
    for record in records:
        for year in record.years:
            by_year[year].append(record)
    rows = []
    for scope in scopes(years, habits):
        span = range(scope.start.year, scope.end.year + 1)
        unique = {id(record): record for year in span for record in by_year[year]}
        inside = [
            record
            for record in unique.values()
            if scope.unit in {"", record.unit} and set(scope.split) <= set(record.codes)
        ]
        by_base: dict[str, list[Record]] = defaultdict(list)
        for record in inside:
            for name in record.bases:
                by_base[name].append(record)
        for measure in habits.measures:
            if _is_counted_in(measure, scope):
                rows += [row for key in _keys(measure, scope, habits) if (row := _row(key, measure, by_base, habits))]
    return rows


def _is_counted_in(measure: Measure, scope: Scope) -> bool:
    # Staff is an average over the year, which no window adds up; staff and buyers have neither sex nor age here.
    if measure.base == STAFF:
        return scope.start.year == scope.end.year
    return measure.base != BUYERS or not scope.split


def _keys(measure: Measure, scope: Scope, habits: Habits) -> list[Key]:
    instruments: tuple[str, ...] = ("",)
    if measure.collected_by == "enkat":
        instruments = ("Enkät",)
    elif measure.collected_by:
        instruments = INSTRUMENTS if habits.two_instruments else INSTRUMENTS[:1]
    return [Key(measure.id, measure.version, instrument, scope) for instrument in instruments]


def _row(key: Key, measure: Measure, by_base: dict[str, list[Record]], habits: Habits) -> CountRow | None:
    draw = random.Random(f"row/{habits.seed}/{key}")
    is_left_out, has_few_answers, way = draw.random() < habits.missing, draw.random() < 0.05, draw.random()
    counted = by_base[measure.base]
    if set(dict(key.scope.split).values()) & habits.not_taken:
        return CountRow(key, NOT_APPLICABLE)
    if is_left_out:
        return CountRow(key, MISSING, "ej-lamnat") if way < 0.3 else None
    rate = _rate(measure, counted, by_base, habits, draw)
    decimals = STANDARD.base_decimals(measure)
    base = round(sum(record.size for record in counted), decimals)
    persons = None if STANDARD.counts_persons(measure) else len({record.person for record in counted})
    numerator = value = None
    if measure.is_share:
        above = (record for record in counted if _has_outcome(record, measure, key.instrument))
        numerator = round(sum(record.size for record in above), decimals)
    elif base:
        value = round(sum(dict(record.amounts)[measure.id] for record in counted) / base, measure.file_decimals)
    is_low = rate is not None and rate < STANDARD.thresholds.min_response_rate
    status = LOW_RESPONSE if measure.collected_by and (is_low or has_few_answers) else OK
    return CountRow(key, status, "", numerator, base, persons, value, None if rate is None else rate / 100)


def _has_outcome(record: Record, measure: Measure, instrument: str) -> bool:
    """Whether a measure counts a record: a second instrument finds the outcome in some and not in others."""
    if instrument == INSTRUMENTS[1] and record.person % 3 == 0:
        return measure.id not in record.outcomes
    return measure.id in record.outcomes


def _rate(
    measure: Measure, counted: Sequence[Record], by_base: dict[str, list[Record]], habits: Habits, draw: random.Random
) -> float | None:
    """The response rate in percent, as the provider writes it; a survey's is about people who are in no row."""
    if measure.collected_by == "enkat":
        return draw.randint(10, 95)
    asked = by_base[measure.rate_of] if measure.rate_of else []
    return round(100 * len(counted) / len(asked), habits.rate_decimals) if asked else None


def as_submitted(row: CountRow) -> CountRow:
    """A row without the figures that too few answers leave out."""
    return CountRow(row.key, LOW_RESPONSE, response_rate=row.response_rate) if row.status == LOW_RESPONSE else row


@dataclass(frozen=True, slots=True)
class TrueRelease:
    """The true rows of one yearly release, and the keys that it lists as corrected."""

    rows: tuple[CountRow, ...]
    corrected: frozenset[Key]


def chain(
    seed: int, releases: int, habits: Habits, *, corrections: bool = True, most: int | None = None
) -> list[TrueRelease]:
    """Yearly releases of one provider: each repeats all earlier years and adds one; some correct an earlier year."""
    people, draw = People(seed, most=most), random.Random(f"chain/{seed}")
    start = draw.randint(1, 4)
    editions: dict[int, int] = {}
    made: list[TrueRelease] = []
    before: dict[Key, CountRow] = {}
    for number in range(releases):
        years = tuple(range(FIRST_YEAR, FIRST_YEAR + start + number))
        if corrections and number and draw.random() < 0.4:
            year = draw.choice(years[:-1])
            editions[year] = number
        records = [record for year in years for record in people.of_year(year, editions.get(year, 0))]
        rows = {row.key: row for row in count(records, years, habits)}
        changed = frozenset(key for key, row in rows.items() if key in before and before[key] != row)
        made.append(TrueRelease(tuple(map(as_submitted, rows.values())), changed))
        before |= rows
    return made


def takeover(seed: int, before: Sequence[str], after: Sequence[str], habits: Habits) -> list[dict[str, TrueRelease]]:
    """
    Yearly releases of providers that took over from others, by slug in each release.

    Three of the first ones, and two of those after them, which count the people of the years before as well: all
    together, or each those of its own home.
    """
    years = tuple(range(FIRST_YEAR, FIRST_YEAR + 5))
    taken_over = {slug: _apart(People(seed + 1_000 * place), years[:3], place) for place, slug in enumerate(before)}
    everybody = [record for records in taken_over.values() for record in records]
    started = {
        slug: _apart(People(seed + 500 + 1_000 * place), years[3:], 10 + place) for place, slug in enumerate(after)
    }
    of_home = {
        slug: [record for record in everybody if record.person % len(after) == place] + started[slug]
        for place, slug in enumerate(after)
    }
    return [
        {slug: _true_release(records, years[:number], habits) for slug, records in homes.items()}
        for number, homes in ((1, taken_over), (2, taken_over), (3, taken_over), (4, of_home), (5, of_home))
    ]


def _apart(people: People, years: Sequence[int], place: int) -> list[Record]:
    """The people of some years, none of whom is somebody else of another provider."""
    records = [record for year in years for record in people.of_year(year)]
    return [replace(record, person=record.person * 100 + place) for record in records]


def _true_release(records: Iterable[Record], years: Sequence[int], habits: Habits) -> TrueRelease:
    within = [record for record in records if record.years <= set(years)]
    return TrueRelease(tuple(map(as_submitted, count(within, years, habits))), frozenset())
