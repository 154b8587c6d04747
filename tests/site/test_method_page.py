"""
The method page: every number of its example is what our functions and independent libraries give, in both languages.

An example is a box of the page. All its numbers are listed here in the order they are read: those the example begins
with as text, those that follow as both computations of them and their decimals.
"""

import json
import math
import re
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pandas as pd
import pytest
from lxml import html
from scipy import special, stats
from scipy.optimize import brentq
from statsmodels.api import WLS, add_constant
from statsmodels.stats.proportion import confint_proportions_2indep, proportion_confint
from statsmodels.stats.rates import confint_poisson
from statsmodels.stats.weightstats import DescrStatsW

from open_comparisons.estimates.chance import chance_above, chance_below, chance_outside, expected_outside
from open_comparisons.estimates.comparison import METHOD_VERSION
from open_comparisons.estimates.intervals import (
    critical_value,
    mean_interval,
    proportion_difference_interval,
    rate_interval,
    wilson_interval,
)
from open_comparisons.estimates.limits import ANGLE, control_limits, proportion_limits, z_scores
from open_comparisons.estimates.overdispersion import _SQUARES, overdispersion
from open_comparisons.estimates.trends import CHI_SQUARE, F_RATIO, RISING
from tests.single_estimates import column, group_value, one_trend
from tests.site.pages import document

PAGES = {"sv": "metod", "en": "en/method"}
HOMES = ["Alen", "Björken", "Boken", "Eken", "Granen", "Hasseln", "Linden", "Lönnen", "Rönnen", "Tallen"]
N = np.array([40, 60, 25, 50, 14, 35, 30, 56, 45, 45], dtype=float)
X = np.array([31, 51, 20, 36, 2, 28, 18, 44, 27, 23], dtype=float)
"""Granen's count is protected, 0-4, and enters with 2."""
T = 0.7
ALEN, BJORKEN, GRANEN, TALLEN = (HOMES.index(name) for name in ("Alen", "Björken", "Granen", "Tallen"))
Z95, Z998 = stats.norm.isf(0.025), stats.norm.isf(0.001)


class Number(NamedTuple):
    """A number worked out twice, and how many decimals it is written with."""

    ours: float
    theirs: float
    decimals: int

    def written(self) -> str:
        """Round as the page does; both must come out alike."""
        assert self.ours == pytest.approx(self.theirs, rel=1e-9, abs=1e-12)
        assert f"{self.ours:.{self.decimals}f}" == f"{self.theirs:.{self.decimals}f}"
        return f"{self.ours:.{self.decimals}f}"


def pair(ours: pd.DataFrame | pd.Series, theirs: tuple[float, float], decimals: int, scale: float = 1) -> list[Number]:
    """Two limits."""
    first = ours.iloc[0] if isinstance(ours, pd.DataFrame) else ours
    return [
        Number(first[end] * scale, other * scale, decimals)
        for end, other in zip(("lower", "upper"), theirs, strict=True)
    ]


def percent(ours: float, theirs: float) -> Number:
    """Make a share in percent."""
    return Number(ours * 100, theirs * 100, 1)


def wilson(x: float, n: float, level: float = 0.95, scale: float = 100, decimals: int = 1) -> list[Number]:
    """Make Wilson's limits."""
    theirs = proportion_confint(x, n, alpha=1 - level, method="wilson")
    return pair(wilson_interval(column(x), column(n), confidence_level=level), theirs, decimals, scale)


def exact(n: float, level: float = 0.95) -> list[Number]:
    """Make the exact control limits of a share."""
    tail = (1 - level) / 2
    low = stats.binom.ppf(tail, n, T)
    high = stats.binom.isf(tail, n, T)
    theirs = (
        (low - (stats.binom.cdf(low, n, T) - tail) / stats.binom.pmf(low, n, T)) / n,
        min((high + (stats.binom.sf(high - 1, n, T) - tail) / stats.binom.pmf(high, n, T)) / n, 1),
    )
    ours = control_limits("share", column(n), T, confidence_level=level)
    return pair(ours, theirs, 1, 100)


VARIANCES = ANGLE.variances(N, np.full(10, np.nan))
SCORES = z_scores(ANGLE, X / N, np.full(10, T), VARIANCES)
FOUND = overdispersion(SCORES, VARIANCES)
_scores = 2 * np.sqrt(N) * (np.arcsin(np.sqrt(X / N)) - np.arcsin(np.sqrt(T)))
_ends = stats.mstats.mquantiles(_scores, [0.1, 0.9], alphap=1, betap=1)
_drawn_in = np.minimum(np.maximum(_scores, _ends[0]), _ends[1])
_q = float((_drawn_in**2).sum())
# The mean square of normal residuals drawn in at a tenth from either end.
_squares = stats.norm.expect(lambda x: np.clip(x, *stats.norm.ppf([0.1, 0.9])) ** 2)


def _excess(added: float) -> float:
    residuals = _scores / np.sqrt(1 + 4 * N * added)
    ends = stats.mstats.mquantiles(residuals, [0.1, 0.9], alphap=1, betap=1)
    return float((np.clip(residuals, *ends) ** 2).sum()) - 9 * _squares


_tau_squared = brentq(_excess, 0, 1, xtol=1e-15)
ENDS = np.quantile(SCORES, [0.1, 0.9])


def wider(n: float, level: float = 0.95) -> list[Number]:
    """Make the control limits widened for overdispersion."""
    reach = stats.t.isf((1 - level) / 2, 9) * math.sqrt(1 / (4 * n) + _tau_squared)
    middle = math.asin(math.sqrt(T))
    theirs = math.sin(middle - reach) ** 2, math.sin(min(middle + reach, math.pi / 2)) ** 2
    ours = control_limits("share", column(n), T, tau_squared=FOUND.tau_squared, providers=10, confidence_level=level)
    return pair(ours, theirs, 1, 100)


def homes() -> list[object]:
    """Counts and shares."""
    rows: list[object] = []
    for x, n in zip(X, N, strict=True):
        rows += ["0", "4", "14"] if n == N[GRANEN] else [f"{x:.0f}", f"{n:.0f}", percent(x / n, np.divide(x, n))]
    return [*rows, "0", "1", "2", "3", "4"]


def value() -> list[object]:
    """Of Alen."""
    return ["31", "40", "31", "40", Number(31 / 40, np.divide(31, 40), 3), percent(31 / 40, np.divide(31, 40))]


def interval() -> list[object]:
    """Wilson's, step by step."""
    z, p, n = critical_value(0.95), 31 / 40, 40
    z_squared = Number(z**2, stats.chi2.isf(0.05, 1), 3)
    middle = Number(p + z**2 / (2 * n), p + Z95**2 / 80, 4)
    root = math.sqrt(p * (1 - p) / n + z**2 / (4 * n**2))
    width = Number(z * root, Z95 * math.sqrt(0.775 * 0.225 / 40 + Z95**2 / 6400), 4)
    scale = Number(1 + z**2 / n, 1 + Z95**2 / 40, 4)
    lower, upper = wilson(31, 40, scale=1, decimals=3)
    level, first = "95", Number(z, Z95, 2)
    return [
        *("0.775", "40", level, first, z_squared),
        *("0.775", z_squared, "80", middle),
        *(first, "0.775", "0.225", "40", z_squared, "6400", first, Number(root, width.theirs / Z95, 5), width),
        *("1", z_squared, "40", scale),
        *(middle, width, scale, lower, middle, width, scale, upper),
        *wilson(31, 40),
        "99.8",
        *wilson(31, 40, 0.998),
    ]


def group() -> list[object]:
    """Counts over bases, with the range that the protected count leaves."""
    status = pd.Series(["ok"] * 10)
    status[GRANEN] = "liten-taljare"
    found = group_value("share", N, numerator=X, status=status)
    return [
        *("278", "386", "0", "4", "14", "2", "278", "2", "386", "14", "280", "400"),
        percent(found.value, X.sum() / N.sum()),
        *(f"{found.providers:.0f}", "10", "278", "400"),
        percent(found.low, (X.sum() - 2) / N.sum()),
        *("282", "400"),
        percent(found.high, (X.sum() + 2) / N.sum()),
    ]


def limits() -> list[object]:
    """Exact ones, step by step."""
    (lower, upper), tail, steps = exact(40), 0.025, []
    chance = [math.comb(40, count) * T**count * (1 - T) ** (40 - count) for count in range(41)]
    for k, beyond, theirs, limit, sign in (
        (22, sum(chance[:23]), stats.binom.cdf(22, 40, T), lower, -1),
        (33, sum(chance[33:]), stats.binom.sf(32, 40, T), upper, 1),
    ):
        at = stats.binom.pmf(k, 40, T)
        assert theirs >= tail > theirs - at
        far, one = Number(beyond, theirs, 5), Number(chance[k], at, 5)
        count = Number(limit.ours * 40 / 100, k + sign * (theirs - tail) / at, 3)
        steps += [str(k), str(k), far, str(k), one, str(k), far, "0.025", one, "40", count, "40", limit]
    normal = 0.806 - Z95 * math.sqrt(0.806 * 0.194 / 11)
    small = proportion_limits(column(11), 0.806, confidence_level=0.95)["lower"].iloc[0]
    k = stats.binom.ppf(0.025, 11, 0.806)
    by_hand = (k - (stats.binom.cdf(k, 11, 0.806) - 0.025) / stats.binom.pmf(k, 11, 0.806)) / 11
    normal_too = 0.806 - critical_value(0.95) * stats.binom.std(11, 0.806) / 11
    return [
        *("40", "0.70", *steps, *exact(40), "99.8", *exact(40, 0.998)),
        *("14", *exact(14), "60", *exact(60)),
        *("11", "80.6", percent(normal_too, normal), percent(small, by_hand)),
    ]


def words() -> list[object]:
    """Where four of the homes lie, by exact limits."""
    share = {place: percent(X[place] / N[place], np.divide(X[place], N[place])) for place in (ALEN, BJORKEN, TALLEN)}
    (low_45, _), (far_low_45, _) = exact(45), exact(45, 0.998)
    (_, high_60), (_, far_high_60) = exact(60), exact(60, 0.998)
    (low_14, _), (far_low_14, _) = exact(14), exact(14, 0.998)
    assert high_60.ours < share[BJORKEN].ours < far_high_60.ours
    assert far_low_45.ours < share[TALLEN].ours < low_45.ours
    assert 300 / 14 < far_low_14.ours < 400 / 14 < low_14.ours
    return [
        *(share[ALEN], *exact(40)),
        *(share[BJORKEN], high_60, far_high_60, "99.8"),
        *(share[TALLEN], low_45, far_low_45),
        *("0", "3", "14", percent(3 / 14, np.divide(3, 14)), far_low_14, "99.8"),
        *("4", "14", percent(4 / 14, np.divide(4, 14)), far_low_14, low_14),
    ]


def dispersion() -> list[object]:
    """Scores drawn in, phi, tau squared and what they make of the limits."""
    drawn_in = np.clip(SCORES, *ENDS)
    rows: list[object] = []
    for mine, other, drawn, other_drawn in zip(SCORES, _scores, drawn_in, _drawn_in, strict=True):
        rows += [Number(mine, other, 2), Number(drawn, other_drawn, 2), Number(drawn**2, other_drawn**2, 2)]
    total = Number(float((drawn_in**2).sum()), _q, 2)
    phi = Number(FOUND.phi, _q / (9 * _squares), 2)
    degrees = 10 * 0.7113395172716733  # by the influence function of such a mean square
    interval = [
        Number(ours, phi.theirs * degrees / stats.chi2.isf(tail, degrees), 2)
        for ours, tail in ((FOUND.phi_low, 0.025), (FOUND.phi_high, 0.975))
    ]
    tau_squared = Number(FOUND.tau_squared, _tau_squared, 5)
    angle = Number(float(ANGLE.forth(np.array(T))), math.asin(math.sqrt(T)), 4)
    error = Number(math.sqrt(VARIANCES[ALEN] + FOUND.tau_squared), math.sqrt(1 / 160 + _tau_squared), 4)
    times, (lower, upper) = Number(float(special.stdtrit(9, 0.975)), stats.t.isf(0.025, 9), 2), wider(40)
    (low_14, _), (far_low_14, _) = wider(14), wider(14, 0.998)
    assert wider(60)[0].ours < 85 < wider(60)[1].ours
    assert wider(45)[0].ours < 2300 / 45 < wider(45)[1].ours
    assert 0 < far_low_14.ours < 100 / 14 < 300 / 14 < low_14.ours < 400 / 14
    return [
        *("2", "14", *rows, Number(ENDS[0], _ends[0], 2), Number(ENDS[1], _ends[1], 2)),
        *(total, total, Number(_SQUARES, _squares, 3), "9", phi, *interval),
        *(tau_squared, "0.70", angle, "1", "160", tau_squared, error),
        *(angle, times, error, lower, angle, times, error, upper),
        *(*exact(40), *wider(40), "99.8", *wider(40, 0.998)),
        *(*wider(60), *wider(45), "0", "14", far_low_14, "1", "3", far_low_14, low_14, "4"),
    ]


def chance() -> list[object]:
    """How many fall outside when all are alike."""

    def outside(home: int, level: float) -> tuple[float, float]:
        """By our function, and count by count."""
        size, target = column(N[home]), column(T)
        limits = control_limits("share", size, T, confidence_level=level).assign(is_widened=False)
        counts, probabilities = np.arange(N[home] + 1), stats.binom.pmf(np.arange(N[home] + 1), N[home], T)
        far = (counts / N[home] < limits["lower"].iloc[0]) | (counts / N[home] > limits["upper"].iloc[0])
        ours = chance_outside("share", size, target, limits, confidence_level=level)
        return float(ours[0]), float(probabilities[far].sum())

    def together(level: float) -> tuple[float, float]:
        ours, theirs = zip(*(outside(home, level) for home in range(10)), strict=True)
        return expected_outside(ours), sum(theirs)

    low, high = stats.binom.cdf(21, 40, T), stats.binom.sf(33, 40, T)
    parts = [
        Number(float(chance_below("share", np.array([40.0]), np.array([T]), np.array([22 / 40]))[0]), low, 5),
        Number(float(chance_above("share", np.array([40.0]), np.array([T]), np.array([33 / 40]))[0]), high, 5),
    ]
    alen, granen = (percent(*outside(home, 0.95)) for home in (ALEN, GRANEN))
    assert alen.theirs / 100 == pytest.approx(low + high)
    return [
        *("95", "21", "34", *parts, alen, granen, "10"),
        *(Number(*together(0.95), 2), "95", Number(*together(0.998), 3), "99.8", "5", "100", "0.5"),
    ]


MEANS = [("40", "186", "95"), ("60", "240", "120"), ("50", "205", "110"), ("56", "260", "130"), ("45", "198", "100")]


def means() -> list[object]:
    """Student's interval, the group's mean and spread, and limits."""
    n, mean, deviation = (np.array(numbers, dtype=float) for numbers in zip(*MEANS, strict=True))
    ours = group_value("mean", n, value=mean, standard_deviation=deviation)
    # Single values with just these means and standard deviations.
    single = np.concatenate(
        [m + s * stats.zscore(np.arange(size), ddof=1) for size, m, s in zip(n, mean, deviation, strict=True)]
    )
    theirs = DescrStatsW(single)
    within = Number(
        ((n - 1) * deviation**2).sum(), sum((s**2) * (k - 1) for k, _, s in zip(n, mean, deviation, strict=True)), 0
    )
    between = Number((n * (mean - ours.value) ** 2).sum(), theirs.sumsquares - within.theirs, 0)
    spread = Number(ours.standard_deviation, float(np.std(single, ddof=1)), 1)
    middle = Number(ours.value, theirs.mean, 1)
    own = mean_interval(column(186), column(95), column(40), confidence_level=0.95)
    own_too = stats.t.interval(0.95, 39, loc=186, scale=95 / math.sqrt(40))
    reach = Number(own["upper"].iloc[0] - 186, own_too[1] - 186, 1)
    z = Number(critical_value(0.95), Z95, 2)
    error = Z95 * spread.theirs / math.sqrt(40)
    control = control_limits(
        "mean", column(40), ours.value, standard_deviation=ours.standard_deviation, confidence_level=0.95
    )
    assert control["lower"].iloc[0] < 186
    t = Number(reach.ours * math.sqrt(40) / 95, stats.t.isf(0.025, 39), 3)
    return [
        *(number for row in MEANS for number in row),
        *("39", t, "186", t, "95", "40", "186", reach, *pair(own, own_too, 1)),
        *(Number((n * mean).sum(), single.sum(), 0), "251", middle),
        *(within, between, within, between, "250", spread),
        *(middle, z, spread, "40", *pair(control, (theirs.mean - error, theirs.mean + error), 1), "186"),
    ]


def events() -> list[object]:
    """Exact and Byar's limits of rates, and control limits."""

    def byar(x: float) -> tuple[float, float]:
        # The same as a chi-square interval by the cube root of Wilson and Hilferty.
        return x * (1 - 1 / (9 * x) - Z95 / (3 * math.sqrt(x))) ** 3, (x + 1) * (
            1 - 1 / (9 * (x + 1)) + Z95 / (3 * math.sqrt(x + 1))
        ) ** 3

    few, many = (rate_interval(column(x), column(1), confidence_level=0.95) for x in (7, 18))
    few_too, many_too = confint_poisson(7, 1, method="exact-c"), byar(18)
    alen = rate_interval(column(7), column(4.2), confidence_level=0.95)
    bjorken = rate_interval(column(18), column(9), confidence_level=0.95)
    of_alen = pair(alen, tuple(np.array(few_too) / 4.2), 2)
    of_bjorken = pair(bjorken, tuple(np.array(many_too) / 9), 2)
    low, high = stats.poisson.ppf(0.025, 6.3), stats.poisson.isf(0.025, 6.3)
    control = [
        (low - (stats.poisson.cdf(low, 6.3) - 0.025) / stats.poisson.pmf(low, 6.3)) / 4.2,
        (high + (stats.poisson.sf(high - 1, 6.3) - 0.025) / stats.poisson.pmf(high, 6.3)) / 4.2,
    ]
    rate = Number(7 / 4.2, np.divide(7, 4.2), 2)
    exact_few, byar_many = pair(few, few_too, 2), pair(many, many_too, 2)
    ours = control_limits("rate", column(4.2), 1.5, confidence_level=0.95)
    return [
        *("7", "4200", "7", "4.2", rate, "1000", "7", "10"),
        *(exact_few[0], "4.2", of_alen[0], exact_few[1], "4.2", of_alen[1], *of_alen),
        *("18", "9000", "18", "9", Number(18 / 9, np.divide(18, 9), 2), "1000"),
        *(byar_many[0], "9", of_bjorken[0], byar_many[1], "9", of_bjorken[1], *of_bjorken),
        *("1.50", "1.50", "4.2", Number(1.5 * 4.2, np.multiply(1.5, 4.2), 1)),
        *(*pair(ours, (control[0], control[1]), 2), rate),
    ]


def trend() -> list[object]:
    """Five years of a larger home."""
    counts = np.array([48, 52, 56, 60, 66], dtype=float)
    p, limits = counts / 80, wilson_interval(pd.Series(counts), pd.Series([80.0] * 5), confidence_level=0.95)
    lower, upper = proportion_confint(counts, np.full(5, 80), method="wilson")
    error = (upper - lower) / 3.92
    found = one_trend(p, limits["lower"], limits["upper"])
    when = add_constant(np.arange(5.0))
    line = WLS(p, when, weights=error**-2.0).fit()
    rows: list[object] = []
    for year in range(5):
        ends = pair(limits.loc[year], (lower[year], upper[year]), 1, 100)
        own_error = (limits.loc[year, "upper"] - limits.loc[year, "lower"]) / 3.92
        rows += [str(year + 1), f"{counts[year]:.0f}", percent(p[year], np.divide(counts[year], 80)), *ends]
        rows += [Number(own_error * 100, error[year] * 100, 2)]
    left_out = []
    for year in range(5):
        kept = np.delete(np.arange(5), year)
        slope, _ = np.polyfit(kept, p[kept], 1, w=1 / error[kept])
        other = WLS(p[kept], when[kept], weights=error[kept] ** -2.0).fit().params[1]
        left_out.append(Number(slope * 100, other * 100, 2))
    assert found.trend == RISING
    chi_square = line.params[1] ** 2 / line.normalized_cov_params[1, 1]
    return [
        *("80", *rows, Number(found.slope * 100, line.params[1] * 100, 2), Number(found.chi_square, chi_square, 2)),
        Number(CHI_SQUARE, stats.chi2.isf(0.05, 1), 2),
        *(Number(found.spread, line.scale, 4), Number(found.chi_square / found.spread, chi_square / line.scale, 0)),
        *(Number(F_RATIO, stats.f.isf(0.01, 1, 3), 2), "1", "2", "3", "4", "5", *left_out),
    ]


def difference() -> list[object]:
    """Newcombe's, step by step."""
    ours = proportion_difference_interval(column(31), column(40), column(23), column(45), confidence_level=0.95)
    theirs = confint_proportions_2indep(31, 40, 23, 45, method="newcomb", compare="diff")
    first, second = wilson(31, 40), wilson(23, 45)
    p, q = percent(31 / 40, np.divide(31, 40)), percent(23 / 45, np.divide(23, 45))
    apart = Number(p.ours - q.ours, p.theirs - q.theirs, 1)

    def reach(one: Number, other: Number) -> Number:
        return Number(abs(one.ours - other.ours), abs(one.theirs - other.theirs), 1)

    lower, upper = pair(ours, theirs, 1, 100)
    return [
        *(p, *first, q, *second, apart),
        *(apart, reach(p, first[0]), reach(q, second[1]), lower),
        *(apart, reach(p, first[1]), reach(q, second[0]), upper),
        *(lower, upper, "0"),
    ]


def band() -> list[object]:
    """From the lower limit of the lowest count to the upper of the highest."""
    lower, upper = wilson(0, 14)[0], wilson(4, 14)[1]
    return ["0", "14", lower, "4", "14", upper, lower, upper]


EXAMPLES = {
    "hemmen": homes,
    "vardet": value,
    "intervall": interval,
    "gruppen": group,
    "granser": limits,
    "orden": words,
    "overspridning": dispersion,
    "slump": chance,
    "medelvarden": means,
    "handelser": events,
    "trend": trend,
    "skillnad": difference,
    "spann": band,
}


def numbers(text: str, lang: str) -> list[str]:
    """The numbers of a text in the order they are read, with a decimal point and no spaces."""
    pattern = r"−?\d+(?:\u00a0\d{3})*(?:,\d+)?" if lang == "sv" else r"−?\d+(?:,\d{3})*(?:\.\d+)?"
    found = re.findall(pattern, text)
    plain = [number.replace("\u00a0", "").replace(",", "." if lang == "sv" else "") for number in found]
    return [number.replace("−", "-") for number in plain]


def box(site: Path, lang: str, name: str) -> html.HtmlElement:
    """One example of the page."""
    (found,) = document(site / PAGES[lang] / "index.html").xpath(f"//div[@class='example'][@id='exempel-{name}']")
    return found


@pytest.mark.parametrize("lang", PAGES)
@pytest.mark.parametrize("name", EXAMPLES)
def test_every_number_of_an_example_is_worked_out(site: Path, name: str, lang: str) -> None:
    """By our functions and by others, and stands on the page with just these digits, in this order."""
    expected = [part if isinstance(part, str) else part.written() for part in EXAMPLES[name]()]
    assert numbers(box(site, lang, name).text_content(), lang) == expected


@pytest.mark.parametrize("lang", PAGES)
def test_no_example_is_left_out(site: Path, lang: str) -> None:
    """A new example joins here."""
    found = document(site / PAGES[lang] / "index.html").xpath("//div[@class='example']/@id")
    assert found == [f"exempel-{name}" for name in EXAMPLES]


def test_the_languages_have_the_same_sections(site: Path) -> None:
    """Same headings by level and address, and as many formulas; the contents name each of them."""
    roots = [document(site / path / "index.html") for path in PAGES.values()]
    headings = [[(each.tag, each.get("id")) for each in root.xpath("//article//h2 | //article//h3")] for root in roots]
    assert headings[0] == headings[1]
    assert all(name and re.fullmatch("[a-z0-9-]+", name) for _, name in headings[0])
    for root in roots:
        named = root.xpath("//nav[@class='contents']//a/@href")
        assert named == [f"#{name}" for _, name in headings[0]]
    formulas = [len(root.xpath("//p[@class='formula']")) for root in roots]
    assert formulas[0] == formulas[1] > 15


@pytest.mark.parametrize("lang", PAGES)
def test_the_page_states_the_current_version(site: Path, lang: str) -> None:
    """In its first words, and as the newest of the history."""
    root = document(site / PAGES[lang] / "index.html")
    assert root.xpath("string(//article/p[1]/strong)").split()[-1] == METHOD_VERSION
    history = root.xpath("//h2[@id='versioner']/following-sibling::dl[1]/dt/text()")
    assert [entry.split(",")[0] for entry in history] == [METHOD_VERSION, "2.0", "1.0"]


@pytest.mark.parametrize("lang", PAGES)
def test_every_reason_is_told_in_the_words_that_pages_use(site: Path, project: Path, lang: str) -> None:
    """Each code with its words; so are the categories."""
    root = document(site / PAGES[lang] / "index.html")
    texts = json.loads((project / "theme" / "translations" / f"{lang}.json").read_text(encoding="utf-8"))
    rows = root.xpath("//h2[@id='ingen-bedomning']/following-sibling::table[1]/tbody/tr")
    told = {row.xpath("string(td[2]/code)"): row.xpath("string(td[1])") for row in rows}
    assert told == {key.removeprefix("reason."): text for key, text in texts.items() if key.startswith("reason.")}
    codes = root.xpath("//h3[@id='kategori']/following-sibling::table[1]//code/text()")
    assert set(codes) == {key.removeprefix("category.") for key in texts if key.startswith("category.")}


@pytest.mark.parametrize("lang", PAGES)
def test_numbers_are_set_as_the_language_sets_them(site: Path, lang: str) -> None:
    """Decimal sign, no-break space before a Swedish percent sign, real minus, en dash in ranges."""
    text = document(site / PAGES[lang] / "index.html").xpath("string(//article)")
    assert not re.search(r"\d-\d|(?<![\w-])-\d| %" if lang == "sv" else r"\d-\d|(?<![\w-])-\d|[\u00a0 ]%", text)
    point = r"\d\.\d" if lang == "sv" else r"\d,\d(?!\d\d)"
    assert {found.strip(",.") for found in re.findall(rf"\S*{point}\S*", text)} <= {METHOD_VERSION, "2.0", "1.0"}


@pytest.mark.parametrize("lang", PAGES)
def test_what_is_left_out_is_explained_with_its_sources(site: Path, lang: str) -> None:
    """Two paragraphs on each: what it is good for, and why it is not here. Each cites sources that the page lists."""
    root = document(site / PAGES[lang] / "index.html")
    sources = root.xpath("string(//h2[@id='kallor']/following-sibling::ul[1])")
    for name in ("krympning", "kontrolldiagram", "liknande", "index"):
        (head,) = root.xpath(f"//h3[@id='{name}']")
        paragraphs = []
        for following in head.itersiblings():
            if following.tag != "p":
                break
            paragraphs.append(following.text_content())
        assert len(paragraphs) == 2
        cited = re.findall(r"\(([^()]+? \d{4}|RKA[^)]*)\)", " ".join(paragraphs))
        assert cited
        for citation in cited:
            words = re.sub(r" (?:och|and|m\.fl\.|others)\b", "", citation).replace(",", "").split()
            assert all(word in sources for word in words if word != "m.fl.")
