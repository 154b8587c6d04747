"""
Everything ever published of one provider as one system of counts: what an attacker writes down before solving it.

A published number is a range of one value; a band or a hidden cell is a wider range. Equations connect the counts:
parts add up to totals, years to windows, units to the provider, and measures that divide a cohort between them to its
base. A cell that a newer release does not list as corrected is the same count in both releases, so an attacker who has
both knows of it what either says. METHODS section 2, "Bases are counts and are protected" and "Versions".
"""

import math
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final, Literal, NamedTuple, TypeAlias

from open_comparisons.disclosure.counts import Count, Scope
from open_comparisons.disclosure.propagation import Bounds, Tie
from open_comparisons.intake.protected_table import ProtectedTable
from open_comparisons.standard.model import Measure, Standard, Thresholds

EXACT: Final = 2
"""The number of values that must stay possible where a cell only must not be known exactly."""
MEAN_PERCENT: Final = 20
"""The range of a hidden mean, at least, in percent of its midpoint; METHODS section 2, "A cell holds"."""

Rule: TypeAlias = Literal["band", "hidden", "base", "unlisted", "rest", "mean"]
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
            "base" for a hidden base or persons, which only matter while they may be few; "rest" for those who are in
            the parent of a sensitive base but not in the base; "mean" for a hidden mean or amount; "unlisted" for a
            cell that has no row but that sums may give away.
        count: The count; for "mean", the total.
        needed: Number of whole values that must stay possible; for "mean", the percent of its midpoint that the range
            must have.
        matters_below: For "base", "rest" and "unlisted": a count that is proven to be this large need not be protected;
            nor need an unlisted mean whose base is.
        beside: For a base, the count of its persons, which must be proven to be as large. For "mean", the base, and
            for an unlisted one its persons. For "rest", the parent.
    """

    key: Key
    release: str
    rule: Rule
    count: Count
    needed: int
    matters_below: float = math.inf
    beside: tuple[Count, ...] = ()

    @property
    def counts(self) -> tuple[Count, ...]:
        """The count, and those beside it."""
        return (self.count, *self.beside)

    def is_narrow(self, bounds: Bounds, *beside: Bounds) -> bool:
        """
        Tell a range that leaves too few values from one that may leave enough.

        Args:
            bounds: The range of the count.
            beside: The ranges of the counts beside it.
        """
        if not self.matters(bounds, *beside):
            return False
        low, high = bounds
        if self.rule == "mean":
            return not is_wide_mean(*mean_range(bounds, beside[0] if beside else (1, 1)), self.needed)
        # A whole band must stay possible, since the band itself is published: a value less says more than it does.
        if self.rule == "band" and self.needed > EXACT:
            return low > 0 or high < self.needed - 1
        return high - low + 1 < self.needed

    def matters(self, bounds: Bounds, *beside: Bounds) -> bool:
        """Tell a count that may be so small that it must be protected, by ranges that are proven."""
        # Of a cell without a row, 0 says only that there is none; and nobody has no mean.
        if (self.rule == "unlisted" and bounds[1] == 0) or (self.rule == "mean" and beside and beside[0][1] == 0):
            return False
        if self.rule == "rest":
            # Where the parent has nobody, nobody is left outside.
            return bounds[0] < self.matters_below and all(high > 0 for _, high in beside)
        sizes = beside if self.rule == "mean" else (bounds, *beside)
        return any(low < self.matters_below for low, _ in sizes)


def mean_range(total: Bounds, base: Bounds) -> tuple[float, float]:
    """The lowest and highest mean that a total and its base leave possible."""
    return total[0] / max(base[1], 1), total[1] / max(base[0], 1)


def is_wide_mean(low: float, high: float, percent: int) -> bool:
    """True for a range of means that is at least a percentage of its midpoint wide, as the p % rule asks both ways."""
    return high == math.inf or high - low >= percent / 100 * (low + high) / 2 > 0


@dataclass(frozen=True, slots=True)
class System:
    """
    Everything published of one provider.

    Attributes:
        bounds: The range of each count as its own rows give it.
        ties: The equations and inequalities between the counts.
        watched: The counts that must not become known too closely.
        known_before: Hidden rows whose number an earlier release shows, each with the release that hides it.
        opened: Shown rows that an earlier release hides, unless corrected, each with the release that shows it.
        undeclared: Rows whose numbers a release changes without listing them as corrected, each with that release.
        left: Corrected rows that show, by their numbers before and now, something about few persons who came or left,
            each with the release that corrects it.
        shown: The first row that shows each count.
    """

    bounds: Mapping[Count, Bounds]
    ties: tuple[Tie, ...]
    watched: tuple[Watch, ...]
    known_before: tuple[tuple[Key, str], ...] = ()
    opened: tuple[tuple[Key, str], ...] = ()
    undeclared: tuple[tuple[Key, str], ...] = ()
    left: tuple[tuple[Key, str], ...] = ()
    shown: Mapping[Count, Key] = field(default_factory=dict)


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
