"""
Measure how many fall outside limits widened for overdispersion; prints JSON: `python benchmarks/dispersion.py`.

Homes of 10 to 60 placements around 70 %, whose true shares differ by a normal spread on the scale of arcsin(sqrt(p)).
None is an outlier, so the share outside should be 5 % and 0.2 %; with one home three standard deviations off, the share
of times that it is found is given too. Beside the limits that we use stand those by winsorised moments without
correction (Spiegelhalter 2005), used until version 2 of the method. The seed is fixed.
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

from open_comparisons.estimates.limits import ANGLE, control_limits, z_scores  # noqa: E402
from open_comparisons.estimates.overdispersion import overdispersion  # noqa: E402

GROUPS: Final = 400
TARGET: Final = 0.7
LEVELS: Final = {"95": 0.95, "99.8": 0.998}


def moments(z: np.ndarray, variances: np.ndarray) -> float:
    """Tau squared by winsorised moments, without correction; 0 where the mean square is at most 1."""
    phi = float(np.mean(np.clip(z, *np.quantile(z, [0.1, 0.9])) ** 2))
    weight = 1 / variances
    room = weight.sum() - (weight**2).sum() / weight.sum()
    return max((len(z) * phi - (len(z) - 1)) / room, 0.0) if phi > 1 else 0.0


def outside(providers: int, spread: float, *, outlier: bool) -> dict[str, float]:
    """The percentage outside at each level, by both methods, and of outliers found where there is one."""
    draw = np.random.default_rng([providers, round(1000 * spread), outlier])
    seen: dict[str, list[np.ndarray]] = {}
    for _ in range(GROUPS):
        size = draw.integers(10, 61, providers).astype(float)
        angle = np.arcsin(np.sqrt(TARGET)) + spread * draw.standard_normal(providers)
        if outlier:
            angle[0] -= 3 * np.sqrt(spread**2 + 1 / (4 * size[0]))
        counts = draw.binomial(size.astype(int), np.sin(np.clip(angle, 0, np.pi / 2)) ** 2)
        target = np.full(providers, counts.sum() / size.sum())
        variances = ANGLE.variances(size, np.full(providers, np.nan))
        z = z_scores(ANGLE, counts / size, target, variances)
        for method, tau_squared, known in (
            ("ours", overdispersion(z, variances).tau_squared, float(providers)),
            ("moments", moments(z, variances), np.inf),
        ):
            for name, level in LEVELS.items():
                limits = control_limits(
                    "share", pd.Series(size), target[0],
                    tau_squared=tau_squared, providers=known, confidence_level=level,
                )  # fmt: skip
                far = (counts / size < limits["lower"].to_numpy()) | (counts / size > limits["upper"].to_numpy())
                seen.setdefault(f"{method}, {name}", []).append(far[outlier:])
                if outlier:
                    seen.setdefault(f"{method}, {name}, outlier", []).append(far[:1])
    return {name: round(100 * float(np.concatenate(parts).mean()), 2) for name, parts in seen.items()}


if __name__ == "__main__":
    cases = [(k, spread, far) for far in (False, True) for k in (10, 15, 30, 150) for spread in (0.0, 0.05, 0.1, 0.2)]
    found = [
        {"providers": k, "spread": spread, "outlier": far} | outside(k, spread, outlier=far) for k, spread, far in cases
    ]
    print(json.dumps(found, indent=1))
