"""
Invented placements and young people, drawn from a seed and only ever held in memory, and the counts made of them.

Every figure is a sum over the same invented placements, so splits, years and linked measures agree of themselves.
"""

import zlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

import numpy as np
from example_providers import Example

from open_comparisons.standard.model import Measure, Standard

SEED: Final = 20221003
SPREAD: Final = 0.45
SHARED_PART: Final = 0.6
OWN_PART: Final = 0.8

AGE_WEIGHTS: Final = {"0-12": 0.12, "13-17": 0.6, "18-20": 0.28, "16-17": 0.5}
LEVELS: Final = {
    "planerat-avslut": 0.62,
    "sammanbrott": 0.62,
    "aterplacering-12m": 0.27,
    "mindre-ingripande": 0.6,
    "skolnarvaro": 0.55,
    "battre-psykisk-halsa": 0.55,
    "parad-bedomning": 0.68,
    "maluppfyllelse": 0.54,
    "trygghet": 0.7,
    "uppfoljd-12m": 0.64,
    "sysselsattning": 0.6,
    "nojdhet-unga": 0.68,
    "plan-i-tid": 0.66,
    "med-plan": 0.8,
    "hem": 0.62,
}
"""Shares of the group; breakdown is the share among endings that were not planned."""
STAY: Final = {"bu-hvb": 215.0, "bu-stodboende": 290.0}
PRICE: Final = {"bu-hvb": 5600.0, "bu-stodboende": 1750.0}
PRICE_RISE: Final = 1.03
SURVEY_RESPONSE: Final = (52, 88)
LOW_SURVEY_RESPONSE: Final = (14, 28)


class Cell(NamedTuple):
    """A period and at most one breakdown; both texts are blank for everyone."""

    period: str
    dimension: str = ""
    code: str = ""

    @property
    def is_window(self) -> bool:
        """Whether several years are pooled."""
        return "/" in self.period

    @property
    def is_total(self) -> bool:
        """Whether nothing is broken down."""
        return not self.dimension

    @property
    def years(self) -> tuple[str, ...]:
        """The years a window pools."""
        first, last = self.period.split("/")
        return tuple(str(year) for year in range(int(first), int(last) + 1))


@dataclass(frozen=True, slots=True)
class Figure:
    """The true (invented) counts behind a row."""

    denominator: int
    persons: int
    numerator: int | None = None


@dataclass(frozen=True, slots=True)
class Records:
    """Invented placements or young people as columns; `active` has one column per year."""

    years: tuple[int, ...]
    active: np.ndarray
    traits: Mapping[str, np.ndarray]
    person: np.ndarray
    answers: Mapping[str, np.ndarray]

    def __len__(self) -> int:
        return len(self.person)

    def inside(self, cell: Cell) -> np.ndarray:
        """Which records a cell counts."""
        periods = cell.years if cell.is_window else (cell.period,)
        chosen = np.asarray(self.active[:, [str(year) in periods for year in self.years]].any(axis=1))
        if cell.dimension:
            chosen &= self.traits[cell.dimension] == cell.code
        return chosen


@dataclass(frozen=True, slots=True)
class Amount:
    """What a mean or an amount shows: the value and, for a mean, its standard deviation."""

    value: float
    standard_deviation: float | None


class Home:
    """One invented provider in one target group: its records and what they come to."""

    def __init__(self, example: Example, group: str, years: Sequence[int], standard: Standard) -> None:
        self.example, self.group, self.standard = example, group, standard
        self.years = tuple(year for year in years if self._works_in(year))
        self.random = np.random.default_rng([SEED, zlib.crc32(f"{example.slug}/{group}".encode())])
        self._shared = self.random.normal()
        effects = self.random.normal(size=len(LEVELS))
        self._effects = dict(zip(LEVELS, effects, strict=True))
        self.codes = {
            dimension.name: [code.code for code in standard.codes_of(dimension, group)]
            for dimension in standard.dimensions
        }
        self.taken = {
            "kon": example.sexes or tuple(self.codes["kon"]),
            "alder": tuple(code for code in self.codes["alder"] if self._takes_age(code)),
            "lagrum": tuple(self.codes["lagrum"]),
        }
        self._girls = self.random.uniform(0.42, 0.58)
        self._compulsory = self.random.uniform(0.34, 0.56)
        self.endings = {year: int(self.random.integers(*example.endings, endpoint=True)) for year in self.years}
        self.placements = self._placements()
        self.begun = self._begun()
        self.pupils = self._young("skolnarvaro", share=1.15)
        self.respondents = self._young("trygghet", share=0.95, without=("0-12",))
        self.response = self._responses()

    def _works_in(self, year: int) -> bool:
        reasons = dict(self.example.missing)
        ended = self.example.ended
        return str(year) not in reasons and "alla" not in reasons and not (ended and str(year) > ended[:4])

    def _takes_age(self, code: str) -> bool:
        if self.group != "bu-hvb" and code == "0-12":
            return False
        return not self.example.ages or code in self.example.ages or self.group != "bu-hvb"

    def _draw(self, name: str, size: int, when: np.ndarray | None = None) -> np.ndarray:
        """Yes or no for each record: the group's level, moved by what this provider is like and how it develops."""
        level = np.log(LEVELS[name] / (1 - LEVELS[name]))
        direction = self.standard.measures[name].direction if name in self.standard.measures else 0
        effect = SPREAD * (SHARED_PART * self._shared * direction + OWN_PART * self._effects[name])
        middle = np.mean(self.years) if self.years else 0
        drift = self.example.drift * direction * ((when if when is not None else middle) - middle)
        drawn: np.ndarray = self.random.random(size) < 1 / (1 + np.exp(-(level + effect + drift)))
        return drawn

    def _traits(self, size: int) -> dict[str, np.ndarray]:
        weights = np.array([AGE_WEIGHTS[code] for code in self.taken["alder"]])
        sexes, acts = self.taken["kon"], self.taken["lagrum"]
        girls = np.array([self._girls, 1 - self._girls]) if len(sexes) > 1 else np.array([1.0])
        return {
            "kon": self.random.choice(np.array(sexes), size, p=girls),
            "alder": self.random.choice(np.array(self.taken["alder"]), size, p=weights / weights.sum()),
            "lagrum": self.random.choice(np.array(acts), size, p=[1 - self._compulsory, self._compulsory]),
        }

    def _active(self, year: np.ndarray) -> np.ndarray:
        active: np.ndarray = year[:, None] == np.array(self.years or (0,))[None, : len(self.years)]
        return active

    def _placements(self) -> Records:
        year = np.repeat(np.array(self.years, dtype=int), [self.endings[one] for one in self.years])
        size = len(year)
        traits = self._traits(size)
        person = np.arange(size)
        again = np.flatnonzero(self.random.random(size) < 0.06)
        for index in again[again > 0]:
            earlier = int(self.random.integers(max(0, index - 12), index))
            person[index] = person[earlier]
            traits["kon"][index] = traits["kon"][earlier]
        planned = self._draw("planerat-avslut", size, year)
        stepped_down = self._draw("mindre-ingripande", size, year)
        paired = self._draw("parad-bedomning", size, year)
        with_plan = self._draw("med-plan", size)
        home = stepped_down & self._draw("hem", size)
        price_level = PRICE[self.group] * np.exp(self.random.normal(0, 0.14))
        length = STAY[self.group] * np.exp(self.random.normal(0, 0.16))
        days = np.maximum(14, np.round(self.random.gamma(2.2, length / 2.2, size))).astype(int)
        price = price_level * PRICE_RISE ** (year - 2021) * np.exp(self.random.normal(0, 0.06, size))
        older = np.isin(traits["alder"], ("16-17", "18-20")) | (self.random.random(size) < 0.45)
        answers = {
            "planerat-avslut": planned,
            "sammanbrott": ~planned & self._draw("sammanbrott", size, year),
            "mindre-ingripande": stepped_down,
            "parad-bedomning": paired,
            "bedomda-tva-ganger": paired,
            "battre-psykisk-halsa": paired & self._draw("battre-psykisk-halsa", size, year),
            "avslutade-med-plan": with_plan,
            "maluppfyllelse": with_plan & self._draw("maluppfyllelse", size, year),
            "uppfoljd-12m": self._draw("uppfoljd-12m", size, year),
            "avslutade-12m-hem": home,
            "aterplacering-12m": home & self._draw("aterplacering-12m", size, year),
            "avslutade-16-ar": older,
            "sysselsattning": older & self._draw("sysselsattning", size, year),
            "vardtid": days,
            "kostnad-per-placering": np.round(days * price),
        }
        return Records(self.years, self._active(year), traits, person, answers)

    def _begun(self) -> Records:
        """Begun placements: those that ended, and a few that still go on."""
        ended = self.placements
        extra = np.flatnonzero(self.random.random(len(ended)) < 0.08)
        rows = np.concatenate([np.arange(len(ended)), extra])
        year = np.array(self.years or (0,))[ended.active.argmax(axis=1)] if len(ended) else np.array([], dtype=int)
        ongoing = np.arange(len(rows)) >= len(ended)
        person = np.where(ongoing, 10_000 + np.arange(len(rows)), ended.person[rows])
        answers = {
            "sammanbrott": ended.answers["sammanbrott"][rows] & ~ongoing,
            "plan-i-tid": self._draw("plan-i-tid", len(rows), year[rows]),
        }
        traits = {name: values[rows] for name, values in ended.traits.items()}
        return Records(self.years, ended.active[rows], traits, person, answers)

    def _young(self, name: str, *, share: float, without: tuple[str, ...] = ()) -> Records:
        """Young people counted once a year, some of them in two years running."""
        year = np.repeat(
            np.array(self.years, dtype=int), [max(2, round(self.endings[one] * share)) for one in self.years]
        )
        traits = self._traits(len(year))
        kept = ~np.isin(traits["alder"], without)
        year, traits = year[kept], {key: values[kept] for key, values in traits.items()}
        active = self._active(year)
        stays = self.random.random(len(year)) < 0.25
        active[:, 1:] |= active[:, :-1] & stays[:, None]
        names = ("trygghet", "nojdhet-unga") if name == "trygghet" else (name,)
        answers = {one: self._draw(one, len(year), year) for one in names}
        return Records(self.years, active, traits, np.arange(len(year)), answers)

    def _responses(self) -> dict[str, int]:
        """Percent who answered the survey in each year."""
        low = self.example.low_response
        return {
            str(year): int(
                self.random.integers(*(LOW_SURVEY_RESPONSE if {"alla", str(year)} & set(low) else SURVEY_RESPONSE))
            )
            for year in self.years
        }

    def records_of(self, measure: Measure) -> Records:
        """The records a measure's cohort is drawn from."""
        return {"N": self.begun, "P": self.pupils, "R": self.respondents}.get(measure.cohort, self.placements)

    def cells(self, periods: Sequence[str]) -> Iterator[Cell]:
        """The grid: totals of every period, and one breakdown at a time in the windows."""
        for period in periods:
            yield Cell(period)
            if Cell(period).is_window:
                yield from (Cell(period, name, code) for name, codes in self.codes.items() for code in codes)

    def figure(self, measure: Measure, cell: Cell) -> Figure:
        """The counts of one cell."""
        records = self.records_of(measure)
        counted = records.inside(cell)
        if measure.base in records.answers:
            counted &= records.answers[measure.base]
        numerator = int((counted & records.answers[measure.id]).sum()) if measure.is_share else None
        return Figure(int(counted.sum()), len(np.unique(records.person[counted])), numerator)

    def amount(self, measure: Measure, cell: Cell) -> Amount:
        """The mean of one cell, with its standard deviation where the measure is a mean."""
        records = self.records_of(measure)
        values = records.answers[measure.id][records.inside(cell)]
        deviation = float(np.std(values, ddof=1)) if measure.kind.name == "mean" and len(values) > 1 else None
        return Amount(float(np.mean(values)), deviation)

    def takes(self, cell: Cell, measure: Measure) -> bool:
        """Whether the provider, and the measure, concern those in the cell."""
        if not cell.dimension:
            return True
        if measure.cohort == "R" and cell.code == "0-12":
            return False
        return cell.code in self.taken[cell.dimension]

    def response_rate(self, measure: Measure, cell: Cell) -> int | None:
        """Percent who answered or were rated; None where nothing was asked."""
        if measure.collected_by == "enkat":
            years = cell.years if cell.is_window else (cell.period,)
            return round(float(np.mean([self.response[year] for year in years if year in self.response])))
        if measure.collected_by != "instrument":
            return None
        figure = self.figure(self.standard.measures["parad-bedomning"], cell)
        return round(100 * (figure.numerator or 0) / max(1, figure.denominator))
