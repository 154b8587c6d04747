"""
Everything ever published of one provider as one system of counts: what an attacker writes down before solving it.

A published number is a range of one value; a band or a hidden cell is a wider range. Equations connect the counts:
parts add up to totals, years to windows, units to the provider, and measures that divide a cohort between them to its
base. A cell that a newer release does not list as corrected is the same count in both releases, so an attacker who has
both knows of it what either says. METHODS section 2, "Bases are counts and are protected" and "Versions".
"""

from __future__ import annotations

import math
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal, NamedTuple, TypeAlias

from open_comparisons.disclosure.counts import Scope

if TYPE_CHECKING:
    from collections.abc import Mapping

    from open_comparisons.disclosure.counts import Count
    from open_comparisons.disclosure.propagation import AtMost, Bounds, Sum
    from open_comparisons.intake.protected_table import ProtectedTable
    from open_comparisons.standard.model import Measure, Standard, Thresholds

EXACT: Final = 2
"""The number of values that must stay possible where a cell only must not be known exactly."""

Rule: TypeAlias = Literal["band", "hidden", "base", "unlisted"]
"""Why a count is watched; see `Watch`."""


class Key(NamedTuple):
    """The key of a row of one provider."""

    measure: str
    version: str
    instrument: str
    scope: Scope


@dataclass(frozen=True, slots=True)
class CountRow:
    """The numbers of a row, as far as the attack needs them. Numbers are None where blank. The response rate is 0-1."""

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
        rows: In any order.
        corrected: The keys it lists as corrected.
        limits: The thresholds it was protected by.
        official: True where an official publisher has protected the rows by a rule of its own. Its width is not known,
            so a cell is then too narrow only when it can be worked out exactly.
    """

    release: str
    rows: tuple[CountRow, ...]
    corrected: frozenset[Key]
    limits: Thresholds
    official: bool = False


@dataclass(frozen=True, slots=True)
class Watch:
    """
    A count that must not become known too closely; METHODS section 2, "A cell holds".

    Attributes:
        key: The row it stands behind.
        release: The first release that has the row.
        rule: "band" for a count of 0-4, each of which must stay possible; "hidden" for a hidden count or complement;
            "base" for a hidden base or persons, which only matter while they may be few; "unlisted" for a cell that
            has no row but that sums may give away.
        count: The count.
        needed: Number of whole values that must stay possible.
        matters_below: For "base" and "unlisted": a count that is certainly this large need not be protected.
    """

    key: Key
    release: str
    rule: Rule
    count: Count
    needed: int
    matters_below: float = math.inf

    def is_narrow(self, bounds: tuple[float, float]) -> bool:
        """Tell a range that leaves too few values from one that leaves enough."""
        low, high = bounds
        # A whole band must stay possible, since the band itself is published: one value less says more than it does.
        if self.rule == "band" and self.needed > EXACT:
            return low > 0 or high < self.needed - 1
        # Of a cell without a row, 0 says only that there is none.
        if self.rule == "unlisted":
            return 0 < high < self.matters_below and high - low + 1 < self.needed
        return low < self.matters_below and high - low + 1 < self.needed


@dataclass(frozen=True, slots=True)
class System:
    """
    Everything published of one provider.

    Attributes:
        bounds: The range of each count as its own rows give it.
        sums, orders: The equations and inequalities between the counts.
        watched: The counts that must not become known too closely.
        known_before: Hidden rows whose number an earlier release shows, each with the release that hides it.
        opened: Shown rows that an earlier release hides, unless corrected, each with the release that shows it.
        undeclared: Rows whose numbers a release changes without listing them as corrected, each with that release.
    """

    bounds: Mapping[Count, Bounds]
    sums: tuple[Sum, ...]
    orders: tuple[AtMost, ...]
    watched: tuple[Watch, ...]
    known_before: tuple[tuple[Key, str], ...] = ()
    opened: tuple[tuple[Key, str], ...] = ()
    undeclared: tuple[tuple[Key, str], ...] = ()


def rows_by_provider(table: ProtectedTable, standard: Standard) -> dict[str, list[CountRow]]:
    """The rows of a release by provider (slug), in the order of the table."""
    columns = table.columns
    dimensions = [(dimension.name, dimension.total) for dimension in standard.dimensions]
    roles = ("provider", "measure_id", "measure_version", "instrument", "unit_id", "target_group", "start", "end")
    numbers = ("status", "reason", "numerator", "denominator", "persons", "value", "response_rate")
    splits = [
        tuple((name, code) for (name, total), code in zip(dimensions, codes, strict=True) if code != total)
        for codes in zip(*(columns[name] for name, _ in dimensions), strict=True)
    ] if dimensions else [()] * len(table)  # fmt: skip
    rows: dict[str, list[CountRow]] = defaultdict(list)
    for split, cells, figures in zip(
        splits,
        zip(*(columns[role] for role in roles), strict=True),
        zip(*(columns[role] for role in numbers), strict=True),
        strict=True,
    ):
        provider, measure, version, instrument, unit, group, start, end = cells
        key = Key(measure, version, instrument, Scope(unit, group, start, end, split))
        rows[provider].append(CountRow(key, *figures))
    return rows


def steps_per_unit(standard: Standard, measure: Measure) -> int:
    """
    The whole steps that a unit of the base has: 10 for full-time equivalents with one decimal, 1 for persons.

    Bases and numerators are solved for in whole steps, so that every count is a whole number.
    """
    return int(10 ** standard.base_decimals(measure))
