"""The comparison: every published row with its interval, its group value and what may be said about the difference."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np
import pandas as pd

from open_comparisons.estimates.intervals import wilson_interval
from open_comparisons.estimates.limits import proportion_limits
from open_comparisons.estimates.references import AS_REPORTED, count_range, pooled_rows
from open_comparisons.intake.standard import ALL_BUT_FEW, FEW, OK

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from open_comparisons.intake.disclosure import ProtectedTable
    from open_comparisons.intake.releases import Provider
    from open_comparisons.intake.standard import Standard

METHOD_VERSION: Final = "1.0"
MIN_PROVIDERS: Final = 5
MAX_SHARE_OF_BASE: Final = 0.5

LOWER: Final = "lagre"
MAYBE_LOWER: Final = "kanske-lagre"
SAME: Final = "gar-inte-att-skilja"
MAYBE_HIGHER: Final = "kanske-hogre"
HIGHER: Final = "hogre"
UNKNOWN: Final = "kan-ej-bedomas"

NUMERIC: Final = ("numerator", "denominator", "persons", "value", "standard_deviation", "response_rate")


def compare(table: ProtectedTable, standard: Standard, providers: Iterable[Provider]) -> pd.DataFrame:
    """
    Put interval, group value, control limits and category beside each row of a release.

    Args:
        table: The protected rows; hidden numbers are not in it.
        standard: Names the kind of each measure and the thresholds.
        providers: The directory; tells how many providers could have reported.

    Returns:
        The table's columns, same order, and: value (filled in for shares), lowest and highest (the values a row
        allows), lower_95, upper_95, lower_998, upper_998, reference, reference_low, reference_high,
        reference_providers, possible_providers, limit_lower_95, limit_upper_95, limit_lower_998, limit_upper_998,
        category, category_reason. Fractions for shares, else the measure's unit; missing where nothing can be said.
    """
    # Text stays as Python's own: pages read it cell by cell, which pandas' strings make four times as slow.
    frame = pd.DataFrame(dict(table.columns), dtype=object)
    for column in NUMERIC:
        frame[column] = pd.to_numeric(frame[column], errors="coerce").astype(float)
    kinds = {measure.id: measure.kind for measure in standard.measures.values()}
    frame["kind"] = np.array([kinds[measure] for measure in table.columns["measure_id"]], dtype=object)
    frame = _with_intervals(frame, standard)
    frame = _with_references(frame, standard, tuple(providers))
    frame = _with_limits(frame)
    categories = category(frame)
    return frame.assign(category=categories["category"], category_reason=categories["reason"])


def category(frame: pd.DataFrame) -> pd.DataFrame:
    """
    Say, row by row, whether the value can be told apart from the group value.

    Inside the 95 % control limits it cannot; between 95 and 99.8 % it may be lower or higher; outside it is. A banded
    row gets a category only when every count in its band gives the same one.

    Args:
        frame: Columns status, kind, denominator, lowest, highest, the four limits, reference_providers and
            reference_largest, as `compare` makes them.

    Returns:
        Columns "category" and "reason" (a code, "" where the category needs none), same index.
    """
    at_lowest, at_highest = _side(frame["lowest"], frame), _side(frame["highest"], frame)
    unusable = ~frame["status"].isin([OK, FEW, ALL_BUT_FEW])
    conditions = [
        (unusable, "visas-inte"),
        (frame["kind"].isin(AS_REPORTED), "som-rapporterat"),
        (frame["kind"] != "share", "inget-intervall"),
        (~(frame["denominator"] > 0), "inget-n"),
        (frame["reference_providers"] < MIN_PROVIDERS, "for-fa-utforare"),
        (frame["reference_largest"] > MAX_SHARE_OF_BASE, "en-utforare-dominerar"),
        (at_lowest != at_highest, "flera-svar-i-spannet"),
    ]
    reason = np.select([condition for condition, _ in conditions], [code for _, code in conditions], "")
    names = np.array([LOWER, MAYBE_LOWER, SAME, MAYBE_HIGHER, HIGHER])
    said = names[np.clip(at_lowest + 2, 0, 4).astype(int)]
    found = {"category": np.where(reason == "", said, UNKNOWN), "reason": reason}
    return pd.DataFrame(found, index=frame.index, dtype=object)


def _with_intervals(frame: pd.DataFrame, standard: Standard) -> pd.DataFrame:
    share = frame["kind"] == "share"
    lowest, highest = count_range(frame["numerator"], frame["denominator"], frame["status"], standard.thresholds)
    low, high = pd.Series(lowest, index=frame.index).where(share), pd.Series(highest, index=frame.index).where(share)
    base = frame["denominator"].where(share)
    result = frame.assign(
        value=frame["value"].where(~share, frame["numerator"] / base.where(base > 0)),
        lowest=(low / base.where(base > 0)).where(share, frame["value"]),
        highest=(high / base.where(base > 0)).where(share, frame["value"]),
    )
    for name, level in (("95", 0.95), ("998", 0.998)):
        result[f"lower_{name}"] = wilson_interval(low, base, confidence_level=level)["lower"]
        result[f"upper_{name}"] = wilson_interval(high, base, confidence_level=level)["upper"]
    return result


def _with_references(frame: pd.DataFrame, standard: Standard, providers: tuple[Provider, ...]) -> pd.DataFrame:
    dimensions = (dimension.name for dimension in standard.dimensions)
    cell = ["target_group", "measure_id", "measure_version", "period", *dimensions]
    whole = (frame["unit_id"] == "").to_numpy()
    groups = np.where(whole, frame.groupby(cell, sort=False).ngroup(), -1)
    found = pooled_rows(frame, groups, standard.thresholds)
    found = found.reindex(groups).set_axis(frame.index).fillna({"providers": 0})
    cells = list(zip(frame["target_group"], frame["start"], frame["end"], strict=True))
    possible = {cell: _possible(providers, *cell) for cell in set(cells)}
    return frame.assign(
        reference=found["value"],
        reference_low=found["low"],
        reference_high=found["high"],
        reference_providers=found["providers"].astype(int),
        reference_largest=found["largest_share"],
        possible_providers=[possible[cell] for cell in cells],
    )


def _possible(providers: tuple[Provider, ...], target_group: str, start: date, end: date) -> int:
    """How many providers of the directory served the group at some time of the period."""
    return sum(
        target_group in provider.target_groups
        and (provider.from_date is None or provider.from_date <= end)
        and (provider.to_date is None or provider.to_date >= start)
        for provider in providers
    )


def _with_limits(frame: pd.DataFrame) -> pd.DataFrame:
    share = frame["kind"] == "share"
    result = frame.copy()
    for name, level in (("95", 0.95), ("998", 0.998)):
        limits = proportion_limits(frame["denominator"].where(share), frame["reference"], confidence_level=level)
        result[f"limit_lower_{name}"], result[f"limit_upper_{name}"] = limits["lower"], limits["upper"]
    return result


def _side(value: pd.Series, frame: pd.DataFrame) -> np.ndarray:
    """From -2 (below 99.8 %) over 0 (inside 95 %) to 2 (above 99.8 %)."""
    points = value.to_numpy(dtype=float)
    lower_95, lower_998 = frame["limit_lower_95"].to_numpy(), frame["limit_lower_998"].to_numpy()
    upper_95, upper_998 = frame["limit_upper_95"].to_numpy(), frame["limit_upper_998"].to_numpy()
    side: np.ndarray = (
        (points > upper_95).astype(int) + (points > upper_998) - (points < lower_95).astype(int) - (points < lower_998)
    )
    return side
