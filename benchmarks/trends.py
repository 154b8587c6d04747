"""
Measure how often a trend is told, where there is none and where there is; prints JSON: `python benchmarks/trends.py`.

Five years of a home with n placements a year and a true share of 50 % in the middle year. Swings are a normal deviation
of the true share of each year, without direction; "uneven" years have from 0.6 to 1.4 n placements. Beside our test
stands that of method 2.0, chi-square above 9.55 by chance within years alone. Power is for a true rise of 5 and of 10
percentage points a year, with what `trends.chance_to_tell_trend` says of 5. The seed is fixed.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Final

import numpy as np
import pandas as pd

PROJECT: Final = Path(__file__).parents[1]
sys.path[:0] = [str(PROJECT), str(PROJECT / "plugins")]

from open_comparisons.estimates.intervals import mean_interval, rate_interval, wilson_interval  # noqa: E402
from open_comparisons.estimates.trends import FALLING, PER_YEAR, POINTS, RISING, chance_to_tell_trend, recent_trends  # noqa: E402

SERIES: Final = 40_000
SIZES: Final = (20, 40, 80, 200)
SWINGS: Final = (0.0, 0.04, 0.08, 0.16)
RISES: Final = (0.0, PER_YEAR, 2 * PER_YEAR)
UNEVEN: Final = np.array([0.7, 1.4, 0.6, 1.0, 1.3])
OLD_CHI_SQUARE: Final = 9.54953570608324


def told(kind: str, size: int, swing: float, rise: float, *, uneven: bool) -> dict[str, float | str]:
    """The percentage of series told to have a trend, by the test of each version of the method."""
    draw = np.random.default_rng([size, round(1000 * swing), round(1000 * rise), uneven, len(kind)])
    n = np.broadcast_to(np.round(size * (UNEVEN if uneven else np.ones(POINTS))), (SERIES, POINTS))
    true = 0.5 + rise * (np.arange(POINTS) - 2) + swing * draw.standard_normal((SERIES, POINTS))
    true = np.clip(true, 0.01, 0.99)
    base = pd.Series(n.ravel())
    if kind == "share":
        count = draw.binomial(n.astype(int), true)
        values, limits = count / n, wilson_interval(pd.Series(count.ravel()), base, confidence_level=0.95)
    elif kind == "rate":
        count = draw.poisson(n * true)
        values, limits = count / n, rate_interval(pd.Series(count.ravel()), base, confidence_level=0.95)
    else:
        single = true[..., None] + 0.5 * draw.standard_normal((SERIES, POINTS, int(n.max())))
        single = np.where(np.arange(single.shape[2]) < n[..., None], single, np.nan)
        values, spread = np.nanmean(single, axis=2), np.nanstd(single, axis=2, ddof=1)
        limits = mean_interval(pd.Series(values.ravel()), pd.Series(spread.ravel()), base, confidence_level=0.95)
    lower, upper = (limits[end].to_numpy().reshape(n.shape) for end in ("lower", "upper"))
    found = recent_trends(values, lower, upper)
    is_told = np.isin(found.codes, [RISING, FALLING])
    measured: dict[str, float | str] = {
        "kind": kind, "n": size, "uneven": uneven, "swing": swing, "rise": rise,
        "told": percent(is_told), "told by 2.0": percent(found.chi_squares > OLD_CHI_SQUARE),
    }  # fmt: skip
    if kind == "share" and rise == PER_YEAR and not swing:
        measured["chance_to_tell_trend"] = percent(chance_to_tell_trend(lower, upper))
    return measured


def percent(chances: np.ndarray) -> float:
    """The mean, in percent."""
    return round(100 * float(np.nanmean(chances)), 2)


if __name__ == "__main__":
    cases = [("share", n, swing, rise, False) for rise in RISES for n in SIZES for swing in SWINGS]
    cases += [("share", n, swing, 0.0, True) for n in SIZES for swing in SWINGS]
    cases += [(kind, n, swing, 0.0, False) for kind in ("rate", "mean") for n in (20, 40) for swing in SWINGS]
    print(json.dumps([told(kind, n, s, rise, uneven=uneven) for kind, n, s, rise, uneven in cases], indent=1))
