"""
Everything ever published of one provider as one system of counts: what an attacker writes down before solving it.

Each count behind a row is a variable: the base, the numerator and its complement, the persons, and a mean times its n.
Published numbers are ranges of one value, bands and hidden cells wider ones. Equations tie them: parts add up to
totals, years to windows, units to the provider, measures that share out a cohort to its base; and one base is one
variable for all measures that have it. A cell that a newer release does not list as corrected is the same variable in
both, so that what two releases say of it is known together.
"""

from __future__ import annotations

import math
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from open_comparisons.disclosure.propagation import AtMost, Sum
    from open_comparisons.intake.protected_table import ProtectedTable
    from open_comparisons.standard.model import Measure, Standard, Thresholds

EXACT: Final = 2
"""The number of values that must stay possible where a cell only must not be known exactly."""

Variable = tuple[Any, ...]
Bounds = tuple[int, float]
Quantity = tuple[str, ...]
"""What is counted, wherever it is: ("n", base), ("p", base), ("x" or "r" or "t", measure, version, instrument)."""


class Place(NamedTuple):
    """Where something is counted; `split` is () for everyone, else pairs of a dimension and a code."""

    unit: str
    group: str
    start: date
    end: date
    split: tuple[tuple[str, str], ...]


class Key(NamedTuple):
    """The key of a row of one provider."""

    measure: str
    version: str
    instrument: str
    place: Place


@dataclass(frozen=True, slots=True)
class Row:
    """What a published row tells; numbers are None where the row has none. The response rate is 0-1."""

    key: Key
    status: str
    reason: str = ""
    numerator: float | None = None
    denominator: float | None = None
    persons: float | None = None
    value: float | None = None
    response_rate: float | None = None


@dataclass(frozen=True, slots=True)
class ReleaseRows:
    """
    The rows of one provider in one release.

    Attributes:
        release: Its date.
        rows: All of them.
        corrected: The keys it lists as corrected.
        limits: What they are protected by.
        official: Whether an official publisher has protected them by a rule of its own: then a cell is too narrow when
            it can be worked out exactly, since how wide that rule wants it is not known.
    """

    release: str
    rows: tuple[Row, ...]
    corrected: frozenset[Key]
    limits: Thresholds
    official: bool = False


@dataclass(frozen=True, slots=True)
class Watch:
    """
    A variable that must not become known too closely.

    Attributes:
        key: The row it stands behind.
        release: The first release that has the row.
        rule: "band" for a count of 0-4 of which each must stay possible; "hidden" for a hidden count or complement;
            "base" for a hidden base or persons, which only matter while they may be few; "unlisted" for a cell that
            has no row, but that sums give away.
        variable: Which.
        needed: How many whole values must stay possible.
        matters_below: For "base" and "unlisted": a count that is surely this large need not be kept.
    """

    key: Key
    release: str
    rule: str
    variable: Variable
    needed: int
    matters_below: float = math.inf

    def is_narrow(self, bounds: tuple[float, float]) -> bool:
        """Whether a range lies too close around the variable."""
        low, high = bounds
        if self.rule == "band" and self.needed > EXACT:
            return low > 0 or high < self.needed - 1
        if self.rule == "unlisted":
            return 0 < high < self.matters_below and high - low + 1 < self.needed
        return low < self.matters_below and high - low + 1 < self.needed


@dataclass(frozen=True, slots=True)
class System:
    """
    What is known of one provider.

    Attributes:
        bounds: The range of each variable as its own rows give it.
        sums, orders: What ties them.
        watched: What must not become known too closely.
        known_before: Rows hidden now whose number an earlier release shows.
        opened: Rows shown now that an earlier release hides, unless corrected, with the release that shows them.
        undeclared: Rows whose numbers a release changes without listing them as corrected.
    """

    bounds: Mapping[Variable, Bounds]
    sums: tuple[Sum, ...]
    orders: tuple[AtMost, ...]
    watched: tuple[Watch, ...]
    known_before: tuple[tuple[Key, str], ...] = ()
    opened: tuple[tuple[Key, str], ...] = ()
    undeclared: tuple[tuple[Key, str], ...] = ()


def rows_by_provider(table: ProtectedTable, standard: Standard) -> dict[str, list[Row]]:
    """The rows of a release by provider (slug), as the system needs them."""
    columns = table.columns
    dimensions = [(dimension.name, dimension.total) for dimension in standard.dimensions]
    roles = ("provider", "measure_id", "measure_version", "instrument", "unit_id", "target_group", "start", "end")
    numbers = ("status", "reason", "numerator", "denominator", "persons", "value", "response_rate")
    splits = [
        tuple((name, code) for (name, total), code in zip(dimensions, codes, strict=True) if code != total)
        for codes in zip(*(columns[name] for name, _ in dimensions), strict=True)
    ] if dimensions else [()] * len(table)  # fmt: skip
    found: dict[str, list[Row]] = defaultdict(list)
    for split, cells, told in zip(
        splits,
        zip(*(columns[role] for role in roles), strict=True),
        zip(*(columns[role] for role in numbers), strict=True),
        strict=True,
    ):
        provider, measure, version, instrument, unit, group, start, end = cells
        found[provider].append(Row(Key(measure, version, instrument, Place(unit, group, start, end, split)), *told))
    return found


def steps_of(standard: Standard, measure: Measure) -> int:
    """Into how many steps a unit of the base is divided: 10 for full-time equivalents with one decimal."""
    return int(10 ** standard.base_decimals(measure))
