"""The comparison: every published row with its interval, its group value and the verdict on their difference."""

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from types import MappingProxyType
from typing import Final

import numpy as np
import pandas as pd

from open_comparisons.estimates.chance import chance_outside, chance_to_tell
from open_comparisons.estimates.change import with_changes
from open_comparisons.estimates.intervals import mean_interval, rate_interval, wilson_interval
from open_comparisons.estimates.limits import SCALES, control_limits, z_scores
from open_comparisons.estimates.nonresponse import nonresponse_range
from open_comparisons.estimates.overdispersion import MIN_PROVIDERS_FOR_OVERDISPERSION, overdispersion
from open_comparisons.estimates.references import count_range, pooled_rows
from open_comparisons.estimates.series import with_trends
from open_comparisons.intake.marks import ReportingLimit
from open_comparisons.intake.protected_table import ProtectedTable
from open_comparisons.intake.provider import Provider
from open_comparisons.standard.kinds import KINDS, Interval, ValueKind, kinds_where
from open_comparisons.standard.model import Standard, Thresholds
from open_comparisons.standard.statuses import BANDED, WITH_FIGURE

METHOD_VERSION: Final = "3.0"
MIN_PROVIDERS: Final = 5
MAX_SHARE_OF_BASE: Final = 0.5
LEVELS: Final = {"95": 0.95, "998": 0.998}
"""The confidence levels, by the suffix of their columns."""
DIFFERENCES: Final = {"10": 0.10, "20": 0.20}
"""True differences of a share, by the suffix of the columns that say how likely each would show."""

LOWER: Final = "lagre"
MAYBE_LOWER: Final = "kanske-lagre"
SAME: Final = "gar-inte-att-skilja"
MAYBE_HIGHER: Final = "kanske-hogre"
HIGHER: Final = "hogre"
UNKNOWN: Final = "kan-ej-bedomas"
JUDGED: Final = (SAME, MAYBE_HIGHER, MAYBE_LOWER, HIGHER, LOWER)
"""Categories of rows that could be judged."""
OUTSIDE: Final = {"95": (LOWER, MAYBE_LOWER, MAYBE_HIGHER, HIGHER), "998": (LOWER, HIGHER)}
"""The categories outside the limits of each level."""

NOT_SHOWN: Final = "visas-inte"
REPORTED: Final = "som-rapporterat"
PLAIN_COUNT: Final = "antal"
NO_N: Final = "inget-n"
NO_INTERVAL: Final = "inget-intervall"
FEW_PROVIDERS: Final = "for-fa-utforare"
ONE_DOMINATES: Final = "en-utforare-dominerar"
ONE_SIDE_ONLY: Final = "syns-bara-over"
SEVERAL_ANSWERS: Final = "flera-svar-i-spannet"
REASONS: Final = (
    *(NOT_SHOWN, REPORTED, PLAIN_COUNT, NO_N, NO_INTERVAL),
    *(FEW_PROVIDERS, ONE_DOMINATES, ONE_SIDE_ONLY, SEVERAL_ANSWERS),
)
"""Reasons for a row to have no category."""

NUMERIC: Final = ("numerator", "denominator", "persons", "value", "standard_deviation", "response_rate")


def compare(
    table: ProtectedTable,
    standard: Standard,
    providers: Iterable[Provider],
    official: Mapping[str, ReportingLimit] = MappingProxyType({}),
) -> pd.DataFrame:
    """
    Put interval, group value, control limits, category and trend beside each row of a release.

    Rows are compared within their target group, version of the measure, instrument, period and breakdown.

    Args:
        table: The protected rows; hidden numbers are not in it.
        standard: Names the kind of each measure and the thresholds.
        providers: The directory, for the number of providers that could have reported.
        official: The providers (slugs) whose values an official publisher vouches for, which stay as published, with
            the limits from where on it shows them.

    Returns:
        The table's columns, same order, and: kind, per, value (filled in for shares), lowest and highest (the values
        a row allows), lower_95, upper_95, lower_998, upper_998, nonresponse_low and nonresponse_high (see
        `nonresponse`), reference, reference_low, reference_high, reference_providers, possible_providers,
        reference_deviation (of single values in the group), phi, phi_low, phi_high, tau_squared and spread_providers
        (see `overdispersion.Overdispersion`; tau squared is 0 where the limits are exact), limit_lower_95,
        limit_upper_95, limit_lower_998, limit_upper_998, chance_95, chance_998, tell_lower_10, tell_higher_10,
        tell_lower_20, tell_higher_20 (see `chance`), one_side_only (true for values that are seen because they are
        high or low), category, category_reason, and what `series.with_trends` and `change.with_changes` add. Fractions
        for shares, else the measure's unit; missing where not known.
    """
    # Text stays as Python's own str: pages read it cell by cell, which pandas' strings make four times as slow.
    frame = pd.DataFrame(dict(table.columns), dtype=object)
    for column in NUMERIC:
        frame[column] = pd.to_numeric(frame[column], errors="coerce").astype(float)
    kinds = {measure.id: measure.kind.name for measure in standard.measures.values()}
    frame["kind"] = np.array([kinds[measure] for measure in table.columns["measure_id"]], dtype=object)
    # The days of a placement have one price: how they vary says nothing of how sure their mean is.
    alike = {measure.id for measure in standard.measures.values() if not standard.takes_deviation(measure)}
    frame["standard_deviation"] = frame["standard_deviation"].where(~frame["measure_id"].isin(alike))
    frame["per"] = [standard.measures[measure].per for measure in table.columns["measure_id"]]
    frame = _with_intervals(frame, standard, official)
    frame = _with_nonresponse(frame, standard.thresholds)
    frame = _with_references(frame, standard, tuple(providers))
    frame = _with_limits(frame)
    frame["one_side_only"] = _seen_on_one_side_only(frame, official)
    categories = category(frame)
    frame = frame.assign(category=categories["category"], category_reason=categories["reason"])
    dimensions = [dimension.name for dimension in standard.dimensions]
    return with_changes(with_trends(frame, dimensions), dimensions, standard.thresholds)


def with_ranges(frame: pd.DataFrame, ranges: Mapping[int, tuple[int, int]]) -> pd.DataFrame:
    """
    Add to each hidden count the range that published numbers leave of it, as `audit.Audited.ranges` gives it.

    The range is for readers alone: nothing is compared by it, and group value and limits do without it.

    Args:
        frame: As `compare` makes it.
        ranges: Lowest and highest count by the position of the row.

    Returns:
        The frame with lowest and highest filled in for those rows, as fractions of their base.
    """
    if not ranges:
        return frame
    rows = list(ranges)
    base = frame["denominator"].to_numpy(dtype=float)[rows]
    result = frame.copy()
    for name, end in (("lowest", 0), ("highest", 1)):
        column = result[name].to_numpy(dtype=float, copy=True)
        column[rows] = np.array([ranges[row][end] for row in rows]) / base
        result[name] = column
    return result


def category(frame: pd.DataFrame) -> pd.DataFrame:
    """
    Judge for each row if its value can be told apart from the group value.

    Inside the 95 % control limits it cannot; between 95 and 99.8 % it may be lower or higher; outside it is. A banded
    row gets a category only when every count in its band gives the same one.

    Args:
        frame: Columns status, kind, denominator, lower_95, lowest, highest, the four limits, reference_providers,
            reference_largest and one_side_only, as `compare` makes them.

    Returns:
        Columns "category" and "reason" (a code, "" where the category needs none), same index.
    """
    at_lowest, at_highest = _side(frame["lowest"], frame), _side(frame["highest"], frame)
    unusable = ~frame["status"].isin(WITH_FIGURE)
    conditions = [
        (unusable, NOT_SHOWN),
        (_are(frame, lambda kind: kind.is_reported), REPORTED),
        (_are(frame, lambda kind: kind.is_plain_count), PLAIN_COUNT),
        (~(frame["denominator"] > 0), NO_N),
        (frame["upper_95"].isna(), NO_INTERVAL),
        (frame["reference_providers"] < MIN_PROVIDERS, FEW_PROVIDERS),
        (frame["limit_lower_95"].isna(), FEW_PROVIDERS),
        (frame["reference_largest"] > MAX_SHARE_OF_BASE, ONE_DOMINATES),
        (frame["one_side_only"], ONE_SIDE_ONLY),
        (at_lowest != at_highest, SEVERAL_ANSWERS),
    ]
    reason = np.select([condition for condition, _ in conditions], [code for _, code in conditions], "")
    names = np.array([LOWER, MAYBE_LOWER, SAME, MAYBE_HIGHER, HIGHER])
    judged = names[np.clip(at_lowest + 2, 0, 4).astype(int)]
    columns = {"category": np.where(reason == "", judged, UNKNOWN), "reason": reason}
    return pd.DataFrame(columns, index=frame.index, dtype=object)


def _are(frame: pd.DataFrame, has: Callable[[ValueKind], bool]) -> pd.Series:
    """The rows whose kind of value has a property."""
    return frame["kind"].isin(kinds_where(has))


def _with_intervals(frame: pd.DataFrame, standard: Standard, official: Mapping[str, ReportingLimit]) -> pd.DataFrame:
    """The range of values each row allows, and the interval from its lowest limit to its highest."""
    counted = _are(frame, lambda kind: kind.pooling == "sum")
    averaged = _are(frame, lambda kind: kind.pooling == "mean")
    share, plain = _are(frame, lambda kind: kind.is_share), _are(frame, lambda kind: kind.is_plain_count)
    # A plain count may be given as the value alone.
    count = frame["numerator"].where(~plain | frame["numerator"].notna(), frame["value"])
    whole = frame["denominator"].where(~plain, np.inf)
    lowest, highest = count_range(count, whole, frame["status"], standard.thresholds)
    low, high = (pd.Series(ends, index=frame.index).where(counted | plain) for ends in (lowest, highest))
    base = frame["denominator"].where(frame["denominator"] > 0).where(~plain, 1.0) / frame["per"]
    as_published = frame["provider"].isin(official) & frame["value"].notna()
    result = frame.assign(
        value=frame["value"].where(~share | as_published, frame["numerator"] / base),
        lowest=(low / base).where(counted | plain, frame["value"]),
        highest=(high / base).where(counted | plain, frame["value"]),
    )
    by_chance = frame["measure_id"].isin({each.id for each in standard.measures.values() if each.by_chance})
    events = counted & ~share | plain & by_chance
    for name, level in LEVELS.items():
        of_share = [wilson_interval(end.where(share), base, confidence_level=level) for end in (low, high)]
        of_events = [rate_interval(end.where(events), base, confidence_level=level) for end in (low, high)]
        of_mean = mean_interval(
            *(frame[column].where(averaged) for column in ("value", "standard_deviation", "denominator")),
            confidence_level=level,
        )
        for column, end in (("lower", 0), ("upper", 1)):
            counted_end = of_share[end][column].where(share, of_events[end][column])
            result[f"{column}_{name}"] = counted_end.where(counted | plain, of_mean[column])
    return result


def _with_nonresponse(frame: pd.DataFrame, thresholds: Thresholds) -> pd.DataFrame:
    """The range that those who did not answer leave of each share that enough have answered; missing elsewhere."""
    shown = frame["status"].isin(WITH_FIGURE) & _are(frame, lambda kind: kind.is_share)
    rate = frame["response_rate"].where(shown & (frame["response_rate"] >= thresholds.min_response_rate / 100))
    left_open = nonresponse_range(frame["lowest"], frame["highest"], rate)
    return frame.assign(nonresponse_low=left_open["lower"], nonresponse_high=left_open["upper"])


def _with_references(frame: pd.DataFrame, standard: Standard, providers: tuple[Provider, ...]) -> pd.DataFrame:
    dimensions = (dimension.name for dimension in standard.dimensions)
    # What two instruments find is not the same thing, and a provider that uses both is still one provider.
    cell = ["target_group", "measure_id", "measure_version", "instrument", "period", *dimensions]
    whole = (frame["unit_id"] == "").to_numpy()
    groups = np.where(whole, frame.groupby(cell, sort=False).ngroup(), -1)
    pooled = pooled_rows(frame, groups, standard.thresholds)
    pooled = pooled.reindex(groups).set_axis(frame.index).fillna({"providers": 0, "with_deviation": 0})
    cells = list(zip(frame["target_group"], frame["start"], frame["end"], strict=True))
    possible = {cell: _possible(providers, *cell) for cell in set(cells)}
    # A spread that few providers state is not the group's.
    deviation = pooled["standard_deviation"].where(pooled["with_deviation"] >= MIN_PROVIDERS)
    return frame.assign(
        group=groups,
        reference=pooled["value"],
        reference_low=pooled["low"],
        reference_high=pooled["high"],
        reference_providers=pooled["providers"].astype(int),
        reference_largest=pooled["largest_share"],
        reference_deviation=deviation,
        possible_providers=[possible[cell] for cell in cells],
    )


def _possible(providers: tuple[Provider, ...], target_group: str, start: date, end: date) -> int:
    """Number of providers in the directory that served the group at some time of the period."""
    return sum(
        target_group in provider.target_groups
        and (provider.from_date is None or provider.from_date <= end)
        and (provider.to_date is None or provider.to_date >= start)
        for provider in providers
    )


def _with_limits(frame: pd.DataFrame) -> pd.DataFrame:
    limits = [f"limit_{end}_{name}" for name in LEVELS for end in ("lower", "upper")]
    chances = [f"chance_{name}" for name in LEVELS]
    told = [f"tell_{side}_{name}" for name in DIFFERENCES for side in ("lower", "higher")]
    result = frame.assign(**_NO_DISPERSION, **dict.fromkeys((*limits, *chances, *told), np.nan))
    for kind in KINDS.values():
        rows = (frame["kind"] == kind.name) & kind.has_limits & frame["reference"].notna() & (frame["denominator"] > 0)
        if not rows.any():
            continue
        part = frame[rows]
        base = part["denominator"] / part["per"]
        dispersion = _dispersion(kind.interval, part, base)
        for name, level in LEVELS.items():
            control = control_limits(
                kind.name,
                base,
                part["reference"],
                standard_deviation=part["reference_deviation"],
                tau_squared=dispersion["tau_squared"],
                providers=dispersion["spread_providers"],
                confidence_level=level,
            )
            result.loc[rows, [f"limit_lower_{name}", f"limit_upper_{name}"]] = control.to_numpy()
            control["is_widened"] = dispersion["tau_squared"] > 0
            result.loc[rows, f"chance_{name}"] = chance_outside(
                kind.interval, base, part["reference"], control, confidence_level=level
            )
        if kind.is_share:
            ends = {f"limit_{end}_95": end for end in ("lower", "upper")}
            outer = result.loc[rows, list(ends)].rename(columns=ends)
            for difference, points in DIFFERENCES.items():
                columns = [f"tell_lower_{difference}", f"tell_higher_{difference}"]
                result.loc[rows, columns] = chance_to_tell(base, part["reference"], outer, points).to_numpy()
        result.loc[rows, list(dispersion)] = dispersion.to_numpy()
    return result.drop(columns="group")


_NO_DISPERSION: Final[Mapping[str, float]] = MappingProxyType(
    {"phi": np.nan, "phi_low": np.nan, "phi_high": np.nan, "tau_squared": 0.0, "spread_providers": 0.0}
)
"""The columns of `overdispersion.Overdispersion`, with their values where none is estimated."""


def _dispersion(interval: Interval, rows: pd.DataFrame, base: pd.Series) -> pd.DataFrame:
    """
    The overdispersion of each cell: variation between its providers beyond chance. Phi is missing below ten providers.

    Returns:
        Columns phi, phi_low, phi_high, tau_squared and spread_providers (see `overdispersion.Overdispersion`).

    A protected count enters with the middle of its range, as it does in the group value. Tau squared is 0 where chance
    alone explains the differences.
    """
    scale, groups = SCALES[interval], rows["group"].to_numpy()
    variances = scale.variances(base.to_numpy(dtype=float), rows["reference_deviation"].to_numpy(dtype=float))
    middle = (rows["lowest"] + rows["highest"]).to_numpy(dtype=float) / 2
    scores = z_scores(scale, middle, rows["reference"].to_numpy(dtype=float), variances)
    usable = np.flatnonzero(~np.isnan(scores) & (groups >= 0))
    usable = usable[np.argsort(groups[usable], kind="stable")]
    found = np.tile(np.array(list(_NO_DISPERSION.values())), (len(rows), 1))
    for members in np.split(usable, np.flatnonzero(np.diff(groups[usable])) + 1):
        if len(members) >= MIN_PROVIDERS_FOR_OVERDISPERSION:
            found[groups == groups[members[0]]] = overdispersion(scores[members], variances[members])
    return pd.DataFrame(found, columns=list(_NO_DISPERSION), index=rows.index)


def _seen_on_one_side_only(frame: pd.DataFrame, limits: Mapping[str, ReportingLimit]) -> np.ndarray:
    """
    True for values that are seen because they are high, or because they are low.

    A publisher that shows a numerator from 11 on shows a provider with 100 cases from 11 % on. Where the group value is
    4 %, such a provider is seen only above it, and to be above it says nothing. A limit holds for a measure unless
    numbers that are shown say otherwise.

    Args:
        frame: As `_with_limits` makes it.
        limits: By slug of the provider.
    """
    if not any(any(limit) for limit in limits.values()):
        return np.zeros(len(frame), dtype=bool)
    of_row = [limits.get(slug, ReportingLimit()) for slug in frame["provider"]]
    numerator_from, rest_from = (np.array([limit[end] for limit in of_row], dtype=float) for end in (0, 1))
    counted = _are(frame, lambda kind: kind.counts and kind.has_limits).to_numpy()
    base, numerator = frame["denominator"].to_numpy(dtype=float), frame["numerator"].to_numpy(dtype=float)
    per, reference = frame["per"].to_numpy(dtype=float), frame["reference"].to_numpy(dtype=float)
    usable = np.where(counted & (base > 0), base, np.nan)
    share = _are(frame, lambda kind: kind.is_share).to_numpy()
    above = _is_kept(frame, numerator_from, numerator) & (numerator_from * per / usable > reference)
    below = _is_kept(frame, rest_from, base - numerator) & share & (1 - rest_from / usable < reference)
    found: np.ndarray = above | below
    return found


def _is_kept(frame: pd.DataFrame, limit: np.ndarray, shown: np.ndarray) -> np.ndarray:
    """True where there is a limit, and nothing below it is shown of the measure, by a number or by a range."""
    broken = (limit > 0) & (frame["status"].isin(BANDED).to_numpy() | (shown < limit))
    kept: np.ndarray = (limit > 0) & ~frame["measure_id"].isin(frame["measure_id"][broken]).to_numpy()
    return kept


def _side(value: pd.Series, frame: pd.DataFrame) -> np.ndarray:
    """From -2 (below 99.8 %) over 0 (inside 95 %) to 2 (above 99.8 %)."""
    points = value.to_numpy(dtype=float)
    lower_95, lower_998 = frame["limit_lower_95"].to_numpy(), frame["limit_lower_998"].to_numpy()
    upper_95, upper_998 = frame["limit_upper_95"].to_numpy(), frame["limit_upper_998"].to_numpy()
    side: np.ndarray = (
        (points > upper_95).astype(int) + (points > upper_998) - (points < lower_95).astype(int) - (points < lower_998)
    )
    return side
