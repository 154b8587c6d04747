"""
The comparison worked out once more, by other code: from published observations alone, with scipy and statsmodels.

Nothing of the site's own code is imported, so that a mistake would have to be made twice to go unseen. What is read is
`observationer.csv` of a release, and of its standard the kinds, decimals and thresholds.
"""

from __future__ import annotations

import csv
import json
import math
import re
from calendar import monthrange
from collections import defaultdict
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from functools import cache
from typing import TYPE_CHECKING, Any, Final

import numpy as np
from scipy import stats
from scipy.integrate import quad
from scipy.optimize import brentq
from statsmodels.api import WLS, add_constant
from statsmodels.stats.proportion import proportion_confint
from statsmodels.stats.rates import confint_poisson

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence
    from pathlib import Path

LEVELS: Final = {"95": 0.95, "998": 0.998}
SCALED: Final = (
    "varde",
    *(f"{end}_{level}" for level in LEVELS for end in ("nedre", "ovre")),
    *("referens", "referens_lag", "referens_hog"),
    *(f"grans_{end}_{level}" for level in LEVELS for end in ("nedre", "ovre")),
    *("bortfall_lagst", "bortfall_hogst"),
    *("forandring_nedre", "forandring_ovre"),
)
"""Columns in the measure's own scale."""
LEAST_RATE: Final = 0.3
"""The response rate from which a figure is shown, in the one standard here whose shares have such a rate."""
CHANCES: Final = (
    *(f"slump_{level}" for level in LEVELS),
    *(f"upptacks_{side}_{points}" for points in (10, 20) for side in ("lagre", "hogre")),
    "trend_upptacks_5",
)
"""Columns of probabilities."""
TOLD: Final = (
    *("referens_antal", "kategori", "kategori_skal", "trend", "trend_skal", "trend_ar_till"),
    *("forandring", "forandring_skal", "forandring_fran"),
)
"""Columns of words and whole numbers."""
DRAWN_IN: Final = float(stats.norm.expect(lambda x: np.clip(x, *stats.norm.ppf([0.1, 0.9])) ** 2))
"""The mean square of normal scores of which the tenth at either end is drawn in."""
YEARS: Final = 5
SHOWN, FEW, ALL_BUT_FEW = "ok", "liten-taljare", "liten-rest"
COUNTED, AVERAGED, AS_REPORTED = {"share", "rate", "ratio"}, {"mean", "amount"}, {"reported", "rating"}

Found = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Observation:
    """A published row: who, what and when, and its numbers; NaN where there are none."""

    key: tuple[str, ...]
    provider: tuple[str, str]
    of: tuple[str, ...]
    instrument: str
    start: date
    end: date
    kind: str
    per: float
    decimals: int
    status: str
    count: float
    base: float
    value: float
    deviation: float
    rate: float
    is_vouched: bool = False

    @property
    def cell(self) -> tuple[Any, ...]:
        """What it is compared within."""
        return *self.of, self.instrument, self.start, self.end

    @property
    def period_of(self) -> tuple[Any, ...]:
        """Whose row it is, and of which period."""
        return *self.provider, *self.of, self.instrument, self.start, self.end

    @property
    def year_of(self) -> tuple[Any, ...]:
        """The series of years it belongs to, and its place there."""
        return *self.provider, *self.of, self.instrument, self.end.month, self.end.day, self.end.year


def read_release(observations: Path, standard: Path, *, is_vouched: bool = False) -> tuple[list[Observation], int]:
    """
    The rows of a release, and the highest count that its standard protects.

    Values that an official publisher vouches for stay as published, also where a half was rounded to the even digit.
    """
    main = json.loads((standard / "standard.json").read_text(encoding="utf-8"))
    schema = json.loads((standard / "observationer.schema.json").read_text(encoding="utf-8"))
    measures = {entry["id"]: entry for entry in json.loads((standard / "matt.json").read_text(encoding="utf-8"))}
    name = {field["role"]: field["name"] for field in schema["fields"]}
    of = ["target_group", "measure_id", "measure_version", *(entry["name"] for entry in main["dimensions"])]
    found = []
    with observations.open(encoding="utf-8", newline="") as handle:
        reader = csv.reader(handle)
        place = {column: each for each, column in enumerate(next(reader))}
        # A column that a standard lacks is blank; without statuses, all rows are shown.
        at = {role: place.get(column, -1) for role, column in name.items()}
        key = [place.get(column, -1) for column in schema["primaryKey"]]
        for line in reader:
            line.append("")

            def text(role: str, line: Sequence[str] = line) -> str:
                return line[at.get(role, -1)]

            measure = measures[text("measure_id")]
            scale = 0.01 if measure["kind"] == "share" else 1
            start, end = days(text("period"))
            found.append(
                Observation(
                    key=tuple(line[each] for each in key),
                    provider=(text("provider_id"), text("unit_id")),
                    of=tuple(text(role) for role in of),
                    instrument=text("instrument"),
                    start=start,
                    end=end,
                    kind=measure["kind"],
                    per=measure.get("per", 1),
                    decimals=max(measure["decimals"], 1 if measure["kind"] == "share" else 2),
                    status=text("status") if "status" in at else SHOWN,
                    count=number(text("numerator")),
                    base=number(text("denominator")),
                    value=number(text("value")) * scale,
                    deviation=number(text("standard_deviation")) * scale,
                    rate=number(text("response_rate")) / 100,
                    is_vouched=is_vouched,
                )
            )
    return found, main["thresholds"]["min_count"] - 1


def number(text: str) -> float:
    """A number of a file; NaN where it is blank."""
    return float(text) if text else math.nan


@cache
def days(period: str) -> tuple[date, date]:
    """The first and last day of a period."""
    first, last = (period.split("/") * 2)[:2]
    ends = [[int(part) for part in re.findall(r"\d+", end)] for end in (first, last)]
    begins, ends_with = (ends[0] + [1, 1])[:3], (ends[1] + [12])[: max(2, len(ends[1]))]
    last_day = ends_with[2] if len(ends_with) > 2 else monthrange(*ends_with)[1]
    return date(*begins), date(ends_with[0], ends_with[1], last_day)


def recompute(
    rows: Sequence[Observation], band: int, wanted: Collection[int] | None = None, *, widen: bool = True
) -> dict[int, Found]:
    """
    All that is published beside some rows, as numbers that are not rounded; fractions for shares.

    Args:
        rows: All rows of the release, since a group value needs them.
        band: The highest count that is protected.
        wanted: Places of the rows to work out; all when None.
        widen: Whether limits are widened where providers differ more than chance explains.
    """
    wanted = range(len(rows)) if wanted is None else wanted
    cells: dict[tuple[Any, ...], list[int]] = defaultdict(list)
    asked: dict[tuple[Any, ...], list[int]] = defaultdict(list)
    years: dict[tuple[Any, ...], Observation] = {}
    for place, row in enumerate(rows):
        if not row.provider[1]:
            cells[row.cell].append(place)
        if row.status == SHOWN and is_year(row) and has_interval(row):
            years[row.year_of] = row
    for place in wanted:
        # A unit is part of a provider, and is compared with none.
        asked[*rows[place].cell, bool(rows[place].provider[1])].append(place)
    found: dict[int, Found] = {}
    for (*cell, is_unit), places in asked.items():
        group = () if is_unit else cells[tuple(cell)]
        members = Columns([rows[place] for place in group], band)
        several = of_cell(Columns([rows[place] for place in places], band), members, widen=widen)
        found.update(zip(places, several, strict=True))
    periods = {row.period_of: row for row in rows}
    return {
        place: {**found[place], **trend(rows[place], years), **change(rows[place], periods, band)} for place in wanted
    }


class Columns:
    """Rows of one measure as columns, with the range of counts and of values that each allows."""

    def __init__(self, rows: Sequence[Observation], band: int) -> None:
        self.kind, self.per = (rows[0].kind, rows[0].per) if rows else ("", 1.0)
        self.status = np.array([row.status for row in rows], dtype=object)
        self.base, self.value, self.deviation, self.rate = (
            np.array([getattr(row, name) for row in rows], dtype=float)
            for name in ("base", "value", "deviation", "rate")
        )
        count = np.array([row.value if math.isnan(row.count) and self.kind == "count" else row.count for row in rows])
        counts = self.kind in COUNTED | {"count"}
        self.low, self.high = np.full(len(rows), np.nan), np.full(len(rows), np.nan)
        for place, status in enumerate(self.status if counts else ()):
            if status == SHOWN:
                self.low[place] = self.high[place] = count[place]
            elif status == FEW:
                self.low[place], self.high[place] = 0, np.fmin(band, self.base[place])
            elif status == ALL_BUT_FEW:
                self.low[place], self.high[place] = self.base[place] - band, self.base[place]
        with np.errstate(invalid="ignore"):
            exposure = np.where(self.base > 0, self.base, np.nan) / self.per
        self.exposure = np.ones(len(rows)) if self.kind == "count" else exposure
        if self.kind == "share":
            as_published = np.array([row.is_vouched and not math.isnan(row.value) for row in rows], dtype=bool)
            own = np.where(as_published, self.value, count / self.exposure)
            self.value = np.where(self.status == SHOWN, own, np.nan)
        self.lowest, self.highest = (
            (self.low / self.exposure, self.high / self.exposure) if counts else (self.value, self.value)
        )


@dataclass(frozen=True, slots=True)
class Group:
    """The value of a group, what it rests on, and how much its providers differ beyond chance."""

    value: float = math.nan
    low: float = math.nan
    high: float = math.nan
    providers: int = 0
    largest: float = math.nan
    deviation: float = math.nan
    phi: float = math.nan
    between: float = 0.0
    spread_over: int = 0


def of_cell(rows: Columns, members: Columns, *, widen: bool) -> list[Found]:
    """What is told of some rows beside the providers of their group."""
    group = group_of(members)
    found: Found = {"varde": rows.value}
    # All who were asked, and those of them who did not answer.
    open_rate = np.where((rows.kind == "share") & (rows.rate >= LEAST_RATE) & (rows.rate < 1), rows.rate, np.nan)
    asked = rows.base / open_rate
    found["bortfall_lagst"], found["bortfall_hogst"] = rows.low / asked, (rows.high + asked - rows.base) / asked
    for name, level in LEVELS.items():
        found[f"nedre_{name}"], found[f"ovre_{name}"] = interval(rows, level)
        found[f"grans_nedre_{name}"], found[f"grans_ovre_{name}"] = limits(rows, group, level, widen=widen)
        found[f"slump_{name}"] = chance_outside(rows, group, found, name, widen=widen)
    for side, sign in (("lagre", -1), ("hogre", 1)):
        for points in (10, 20):
            found[f"upptacks_{side}_{points}"] = told_chance(rows, group, found, sign * points / 100)
    has_limits = (rows.base > 0) & (not math.isnan(group.value))
    found["overspridning"] = np.where(has_limits, group.phi, np.nan)
    size = len(rows.status)
    for column, value in (
        ("referens", group.value),
        ("referens_lag", group.low),
        ("referens_hog", group.high),
        ("referens_antal", group.providers),
    ):
        found[column] = [value] * size
    told = [{column: values[place] for column, values in found.items()} for place in range(size)]
    for place, row in enumerate(told):
        row["kategori"], row["kategori_skal"] = category(rows, place, row, group)
    return told


def group_of(rows: Columns) -> Group:
    """The group value: counts over bases, or means weighted by n; then how the providers spread."""
    kind = rows.kind
    known = (rows.base > 0) & ~np.isnan(rows.low if kind in COUNTED else rows.value)
    if kind not in COUNTED | AVERAGED or not known.any():
        return Group()
    base, exposure = rows.base[known], rows.exposure[known]
    largest = base.max() / base.sum()
    if kind in COUNTED:
        low, high = rows.low[known].sum() / exposure.sum(), rows.high[known].sum() / exposure.sum()
        value, deviation = (low + high) / 2, math.nan
    else:
        value = low = high = np.average(rows.value[known], weights=base)
        deviation = pooled_deviation(rows)
    phi, between, spread_over = spread(rows, value, deviation)
    return Group(value, low, high, int(known.sum()), largest, deviation, phi, between, spread_over)


def pooled_deviation(rows: Columns) -> float:
    """The standard deviation of all single values, by the sum of their squares; from five providers on."""
    known = (rows.base > 0) & ~np.isnan(rows.value) & ~np.isnan(rows.deviation)
    if known.sum() < 5:
        return math.nan
    n, mean, deviation = rows.base[known], rows.value[known], rows.deviation[known]
    squares = ((n - 1) * deviation**2 + n * mean**2).sum()
    return math.sqrt((squares - n.sum() * np.average(mean, weights=n) ** 2) / (n.sum() - 1))


def standard_errors(rows: Columns, deviation: float) -> np.ndarray:
    """What chance alone gives each value, on the scale where providers are judged together."""
    if rows.kind in AVERAGED:
        return deviation / np.sqrt(rows.exposure)
    return 1 / (2 * np.sqrt(rows.exposure))


def transformed(kind: str, value: Any) -> Any:
    """A value on that scale."""
    return {"share": lambda p: np.arcsin(np.sqrt(p)), "rate": np.sqrt, "ratio": np.sqrt}.get(kind, lambda x: x)(value)


def spread(rows: Columns, target: float, deviation: float) -> tuple[float, float, int]:
    """Phi and tau squared: squares of scores drawn in at a tenth from either end, beside those of normal ones."""
    error = standard_errors(rows, deviation)
    z = (transformed(rows.kind, (rows.lowest + rows.highest) / 2) - transformed(rows.kind, target)) / error
    known = ~np.isnan(z) & (error > 0)
    if known.sum() < 10:
        return math.nan, 0.0, 0
    z, variance = z[known], error[known] ** 2

    def excess(added: float) -> float:
        residuals = z / np.sqrt(1 + added / variance)
        low, high = stats.mstats.mquantiles(residuals, [0.1, 0.9], alphap=1, betap=1)
        return float((np.maximum(np.minimum(residuals, high), low) ** 2).sum()) / ((len(z) - 1) * DRAWN_IN) - 1

    if excess(0) <= 0:
        return excess(0) + 1, 0.0, len(z)
    between = brentq(excess, 0, 1e6 * variance.max(), xtol=1e-18, rtol=1e-14, maxiter=500)
    return excess(0) + 1, float(between), len(z)


def interval(rows: Columns, level: float) -> tuple[np.ndarray, np.ndarray]:
    """From the lower limit of the lowest value to the upper limit of the highest."""
    if rows.kind == "share":
        n = rows.exposure
        lower, _ = proportion_confint(rows.low, n, alpha=1 - level, method="wilson")
        _, upper = proportion_confint(rows.high, n, alpha=1 - level, method="wilson")
        return lower, upper
    if rows.kind in COUNTED:
        return events(rows.low, level)[0] / rows.exposure, events(rows.high, level)[1] / rows.exposure
    if rows.kind in AVERAGED:
        with np.errstate(invalid="ignore", divide="ignore"):
            error = np.where(rows.base > 1, rows.deviation / np.sqrt(rows.base), np.nan)
            lower, upper = stats.t.interval(level, rows.base - 1, loc=rows.value, scale=error)
        return np.where(np.isnan(error), np.nan, lower), np.where(np.isnan(error), np.nan, upper)
    nothing = np.full(len(rows.status), np.nan)
    return nothing, nothing


def events(count: np.ndarray, level: float) -> tuple[np.ndarray, np.ndarray]:
    """Limits of a count: exact below ten, Byar's from ten."""
    z = stats.norm.isf((1 - level) / 2)
    lower, upper = np.full(len(count), np.nan), np.full(len(count), np.nan)
    for place, seen in enumerate(count):
        if seen < 10:
            lower[place], upper[place] = confint_poisson(seen, 1, method="exact-c", alpha=1 - level)
            lower[place] = 0 if seen == 0 else lower[place]
        elif seen >= 10:
            more = seen + 1
            lower[place] = seen * (1 - 1 / (9 * seen) - z / math.sqrt(9 * seen)) ** 3
            upper[place] = more * (1 - 1 / (9 * more) + z / math.sqrt(9 * more)) ** 3
    return lower, upper


def limits(rows: Columns, group: Group, level: float, *, widen: bool) -> tuple[np.ndarray, np.ndarray]:
    """Control limits at the size of each row; missing where it has no size or the group no value."""
    known = (rows.base > 0) & (not math.isnan(group.value))
    lower, upper = np.full(len(known), np.nan), np.full(len(known), np.nan)
    if not known.any():
        return lower, upper
    size, tail = rows.exposure[known], (1 - level) / 2
    if rows.kind in AVERAGED:
        error = standard_errors(rows, group.deviation)[known]
        ends = [group.value + sign * stats.norm.isf(tail) * error for sign in (-1, 1)]
        lower[known], upper[known] = (np.where(error > 0, end, np.nan) for end in ends)
    else:
        lower[known], upper[known] = exact(rows.kind, size, group.value, tail)
    if widen and group.between > 0:
        error = np.sqrt(standard_errors(rows, group.deviation)[known] ** 2 + group.between)
        times = stats.t.isf(tail, group.spread_over - 1)
        ends = [transformed(rows.kind, group.value) + sign * times * error for sign in (-1, 1)]
        low, high = (back(rows.kind, end) for end in ends)
        lower[known], upper[known] = np.minimum(low, lower[known]), np.maximum(high, upper[known])
    return lower, upper


def back(kind: str, value: np.ndarray) -> np.ndarray:
    """From the common scale to values."""
    if kind == "share":
        return np.sin(np.clip(value, 0, np.pi / 2)) ** 2
    return value if kind in AVERAGED else np.clip(value, 0, None) ** 2


def exact(kind: str, size: np.ndarray, target: float, tail: float) -> tuple[np.ndarray, np.ndarray]:
    """The counts beyond which either tail holds this part of chance, between two whole numbers, over the size."""
    if target == 0 or (kind == "share" and target == 1):
        return np.full(len(size), target), np.full(len(size), target)
    chance = stats.binom(size, target) if kind == "share" else stats.poisson(size * target)
    above = chance.ppf(tail)
    low = above - (chance.cdf(above) - tail) / chance.pmf(above)
    # The largest count that this part of chance, or more, reaches.
    below = chance.isf(tail)
    below = np.where(chance.sf(below) >= tail, below + 1, below)
    high = below + (chance.sf(below - 1) - tail) / chance.pmf(below)
    most = 1 if kind == "share" else None
    return np.clip(low / size, 0, most), np.clip(high / size, 0, most)


def chance_outside(rows: Columns, group: Group, found: Found, name: str, *, widen: bool) -> np.ndarray:
    """The probability of falling outside the limits of a level, count by count."""
    low, high = (np.asarray(found[f"grans_{end}_{name}"], dtype=float) for end in ("nedre", "ovre"))
    chance = np.full(len(low), np.nan)
    for place in np.flatnonzero(~np.isnan(low)):
        if (widen and group.between > 0) or rows.kind in AVERAGED:
            chance[place] = 1 - LEVELS[name]
        else:
            inside = probability(rows.kind, rows.exposure[place], group.value, low[place], high[place])
            chance[place] = max(1 - inside, 0.0)
    return chance


def told_chance(rows: Columns, group: Group, found: Found, difference: float) -> np.ndarray:
    """The probability that a share that truly differs this much falls outside its 95 % limits on that side."""
    low, high = (np.asarray(found[f"grans_{end}_95"], dtype=float) for end in ("nedre", "ovre"))
    chance, truth = np.full(len(low), np.nan), group.value + difference
    if rows.kind == "share" and 0 <= truth <= 1:
        for place in np.flatnonzero(~np.isnan(low)):
            ends = (low[place], math.inf) if difference < 0 else (-math.inf, high[place])
            chance[place] = max(1 - probability("share", rows.exposure[place], truth, *ends), 0.0)
    return chance


def probability(kind: str, size: float, rate: float, low: float, high: float) -> float:
    """The probability of a value within two ends, these included."""
    if kind == "share":
        counts = np.arange(int(size) + 1)
        chances = stats.binom.pmf(counts, size, rate)
    else:
        counts = np.arange(int(size * rate + 20 * math.sqrt(size * rate) + 50))
        chances = stats.poisson.pmf(counts, size * rate)
    values = counts / size
    return float(chances[(values >= low - 1e-12) & (values <= high + 1e-12)].sum())


def category(rows: Columns, place: int, row: Found, group: Group) -> tuple[str, str]:
    """The word, or why there is none."""
    base = rows.base[place]
    for reason, holds in (
        ("visas-inte", rows.status[place] not in {SHOWN, FEW, ALL_BUT_FEW}),
        ("som-rapporterat", rows.kind in AS_REPORTED),
        ("antal", rows.kind == "count"),
        ("inget-n", not base > 0),
        ("inget-intervall", math.isnan(row["ovre_95"])),
        ("for-fa-utforare", group.providers < 5 or math.isnan(row["grans_nedre_95"])),
        ("en-utforare-dominerar", group.largest > 0.5),
    ):
        if holds:
            return "kan-ej-bedomas", reason
    words = {side(value, row) for value in (rows.lowest[place], rows.highest[place])}
    return (words.pop(), "") if len(words) == 1 else ("kan-ej-bedomas", "flera-svar-i-spannet")


def side(value: float, row: Mapping[str, float]) -> str:
    """The word for a value among its limits."""
    for level, words in (("998", ("lagre", "hogre")), ("95", ("kanske-lagre", "kanske-hogre"))):
        if value < row[f"grans_nedre_{level}"]:
            return words[0]
        if value > row[f"grans_ovre_{level}"]:
            return words[1]
    return "gar-inte-att-skilja"


def is_year(row: Observation) -> bool:
    """Whether a period is twelve whole months."""
    months = (row.end.year - row.start.year) * 12 + row.end.month - row.start.month + 1
    return row.start.day == 1 and months == 12 and row.end.day == monthrange(row.end.year, row.end.month)[1]


def has_interval(row: Observation) -> bool:
    """Whether a shown row has what its interval needs."""
    if row.kind in AVERAGED:
        return row.base > 1 and not math.isnan(row.deviation + row.value)
    return row.kind in COUNTED and row.base > 0 and not math.isnan(row.count)


def trend(row: Observation, years: Mapping[tuple[Any, ...], Observation]) -> Found:
    """Where the five years lead that end when the row's period does."""
    *series, newest = row.year_of
    points = [years.get((*series, newest - back)) for back in range(YEARS)]
    missing = YEARS - next((place for place, point in enumerate(points) if point is None), YEARS)
    bare = row.kind in AS_REPORTED or (row.status == "ok" and not has_interval(row))
    reason = ("inget-intervall" if bare else "for-fa-ar") if missing else ""
    found: Found = {"trend": "kan-ej-bedomas", "trend_skal": reason, "trend_ar_till": missing}
    found["trend_upptacks_5"] = math.nan
    if missing:
        return found
    columns = Columns([point for point in reversed(points) if point], 0)
    lower, upper = interval(columns, 0.95)
    if (upper > lower).all():
        found["trend"] = direction(columns.value, (upper - lower) / 3.92)
        if row.kind == "share":
            found["trend_upptacks_5"] = told_rise((upper - lower) / 3.92)
    return found


def told_rise(errors: np.ndarray) -> float:
    """How likely a rise of five points a year is told: over all that the years may differ from the line by chance."""
    line = WLS(errors, add_constant(np.arange(YEARS, dtype=float)), weights=errors**-2.0).fit()
    far = 0.05 / math.sqrt(line.normalized_cov_params[1, 1])
    least, student, left = stats.norm.isf(0.025), stats.t.isf(0.005, YEARS - 2), YEARS - 2
    # The square root of a chi-square is smooth where it itself is not.
    within = stats.chi(left)
    bend = least / student * math.sqrt(left)

    def told(root: float) -> float:
        return float(stats.norm.sf(max(least, student * root / math.sqrt(left)) - far) * within.pdf(root))

    return quad(told, 0, bend)[0] + quad(told, bend, 12, epsabs=1e-10, limit=200)[0]


def change(row: Observation, periods: Mapping[tuple[Any, ...], Observation], band: int) -> Found:
    """How the row differs from that of as many whole years just before, over all counts that the two allow."""
    months = (row.end.year - row.start.year) * 12 + row.end.month - row.start.month + 1
    whole = row.start.day == 1 and not months % 12 and row.end.day == monthrange(row.end.year, row.end.month)[1]
    first, last = row.start.replace(year=row.start.year - months // 12), row.start - timedelta(days=1)
    before = periods.get((*row.period_of[:-2], first, last)) if whole else None
    found: Found = {"forandring": "kan-ej-bedomas", "forandring_skal": "", "forandring_fran": ""}
    found["forandring_nedre"] = found["forandring_ovre"] = math.nan
    if before is None:
        return found | {"forandring_skal": "ingen-period-fore"}
    if first.month == 1:
        found["forandring_fran"] = f"{first.year}" if first.year == last.year else f"{first.year}/{last.year}"
    else:
        found["forandring_fran"] = f"{first:%Y-%m}/{last:%Y-%m}"
    if not {row.status, before.status} <= {SHOWN, FEW, ALL_BUT_FEW}:
        return found | {"forandring_skal": "visas-inte"}
    pairs = [(newer, older) for newer in estimates(row, band) for older in estimates(before, band)]
    lower = [x - y - math.hypot(x - low, high - y) for (x, low, _), (y, _, high) in pairs]
    upper = [x - y + math.hypot(high - x, y - low) for (x, _, high), (y, low, _) in pairs]
    if not pairs or math.isnan(sum(lower + upper)):
        return found | {"forandring_skal": "inget-intervall"}
    told = "okat" if min(lower) > 0 else "minskat" if max(upper) < 0 else "gar-inte-att-skilja"
    return found | {"forandring": told, "forandring_nedre": min(lower), "forandring_ovre": max(upper)}


def estimates(row: Observation, band: int) -> list[tuple[float, float, float]]:
    """The value with its 99 % limits, by each count that a row allows; none for kinds that are not compared."""
    if row.kind not in COUNTED | AVERAGED:
        return []
    (low,), (high,) = (getattr(Columns([row], band), end) for end in ("low", "high"))
    counts = [row.count] if row.kind in AVERAGED or math.isnan(low) else range(int(low), int(high) + 1)
    if row.status == SHOWN:
        counts = [row.count]
    found = []
    for count in counts:
        one = Columns([replace(row, status=SHOWN, count=count)], band)
        lower, upper = interval(one, 0.99)
        found.append((float(one.lowest[0]), float(lower[0]), float(upper[0])))
    return found


def direction(values: np.ndarray, errors: np.ndarray) -> str:
    """Whether a weighted line rises or falls beyond chance and the years' own swings, whichever year is left out."""
    when = add_constant(np.arange(YEARS, dtype=float))
    line = WLS(values, when, weights=errors**-2.0).fit()
    slope, variance = line.params[1], line.normalized_cov_params[1, 1]
    others = [np.delete(np.arange(YEARS), out) for out in range(YEARS)]
    slopes = [WLS(values[kept], when[kept], weights=errors[kept] ** -2.0).fit().params[1] for kept in others]
    # Four equal values have no slope; what the computer's last place makes of it is none.
    same = all(other * slope > 0 and abs(other) > 1e-9 * abs(slope) for other in slopes)
    # The model's own scale is that of the years' swings: its p value has three degrees of freedom.
    if same and slope**2 / variance > stats.chi2.isf(0.05, 1) and line.pvalues[1] < 0.01:
        return "okar" if slope > 0 else "minskar"
    return "ingen-andring"


def written(value: float, decimals: int) -> str:
    """A number as the files write it."""
    if math.isnan(value):
        return ""
    exact = Decimal(repr(round(float(value), 10)))
    rounded = float(exact.quantize(Decimal(10) ** -decimals, ROUND_HALF_UP))
    return str(int(rounded)) if rounded.is_integer() else repr(rounded)


def published(row: Observation, found: Found) -> dict[str, str]:
    """What the file says of a row, column by column."""
    scale = 100 if row.kind == "share" else 1
    return {
        "status": row.status,
        "taljare": written(row.count, 6),
        "namnare": written(row.base, 6),
        **{column: written(found[column] * scale, row.decimals) for column in SCALED},
        "overspridning": written(found["overspridning"], 3),
        **{column: written(found[column], 4) for column in CHANCES},
        **{column: str(found[column]) for column in TOLD},
    }
