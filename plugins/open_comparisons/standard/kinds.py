"""Kinds of value: for each, the numbers that a row must carry, its base, and its averaging, drawing and judging."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final, Literal

BaseKind = Literal["counted", "expected", "none"]
Pooling = Literal["sum", "mean", "none"]
Interval = Literal["share", "events", "mean", "none"]


@dataclass(frozen=True, slots=True)
class ValueKind:
    """
    A kind of value. Its words are the theme's `kind.<name>` and `head.<name>`.

    Attributes:
        name: Its code in the standard.
        needs: Roles of the numbers that an `ok` row must carry.
        takes: Roles of the numbers that it may carry as well, and that more can be said by.
        base: "counted" where the denominator counts persons, placements or the like, which can be few and are then
            protected; "expected" where it is an expected number, to which no threshold applies; "none" without one.
        counts: True where the numerator counts persons or events, so that it can be shown as a band.
        is_share: True where the value is a part of its base: a fraction in code, percent in files. Its complement is a
            count too, and protected as one.
        is_plain_count: True where the value is itself the count.
        is_divided: True where the value is the numerator over the denominator, where both are given.
        is_reported: True where the source calculated the value itself, and it is compared with nothing.
        pooling: The making of the group value: "sum" of numerators over sum of denominators, "mean" weighted by the
            base, or "none".
        interval: The interval that chance gives: of a "share", of a number of "events", of a "mean", or "none".
        has_limits: True where it has control limits, by the distribution of its interval.
    """

    name: str
    needs: tuple[str, ...]
    takes: tuple[str, ...] = ()
    base: BaseKind = "counted"
    counts: bool = False
    is_share: bool = False
    is_plain_count: bool = False
    is_divided: bool = False
    is_reported: bool = False
    pooling: Pooling = "none"
    interval: Interval = "none"
    has_limits: bool = False

    @property
    def has_counted_base(self) -> bool:
        """True where there is a base that thresholds apply to."""
        return self.base == "counted"

    @property
    def band_needs_base(self) -> bool:
        """True where a band means nothing without its base."""
        return self.counts and self.has_counted_base


_COUNTED: Final = ("numerator", "denominator", "value")
_AVERAGED: Final = ("denominator", "value")
_SPREAD: Final = ("standard_deviation",)

_KINDS: Final = {
    kind.name: kind
    for kind in (
        ValueKind(
            "share",
            _COUNTED,
            counts=True,
            is_share=True,
            is_divided=True,
            pooling="sum",
            interval="share",
            has_limits=True,
        ),
        ValueKind("count", ("value",), base="none", counts=True, is_plain_count=True, interval="events"),
        ValueKind("rate", _COUNTED, counts=True, is_divided=True, pooling="sum", interval="events", has_limits=True),
        ValueKind("mean", _AVERAGED, _SPREAD, is_divided=True, pooling="mean", interval="mean", has_limits=True),
        ValueKind("amount", _AVERAGED, _SPREAD, is_divided=True, pooling="mean", interval="mean", has_limits=True),
        ValueKind("ratio", _COUNTED, base="expected", counts=True, pooling="sum", interval="events", has_limits=True),
        ValueKind("reported", ("value",), is_reported=True),
        ValueKind("rating", ("value",), is_reported=True),
    )
}
KINDS: Final[Mapping[str, ValueKind]] = MappingProxyType(_KINDS)
"""All kinds, by name."""


def kinds_where(has: Callable[[ValueKind], bool]) -> list[str]:
    """Names of the kinds that have a property, to pick rows by the column of kinds."""
    return [name for name, kind in KINDS.items() if has(kind)]
