"""
The counts that an attacker solves for, each with the kind of count it is and what it counts.

METHODS section 2, "Bases are counts and are protected": one base, one count, whichever measures share it. So a count is
made once, by `Counts`, and is the same object wherever it occurs. It is compared and hashed as that object, which takes
a tenth of the time that comparing its parts would; solving looks counts up millions of times.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import NamedTuple, TypeAlias


class CountKind(StrEnum):
    """The kinds of count that stand behind a row."""

    BASE = "base"
    """The denominator of every measure that shares the base."""
    PERSONS = "persons"
    """The persons in a base that counts something else, such as placements."""
    NUMERATOR = "numerator"
    COMPLEMENT = "complement"
    """A base less its numerator."""
    TOTAL = "total"
    """A mean or amount times its base."""
    REST = "rest"
    """Those in a larger base but not in the base."""

    @property
    def is_size(self) -> bool:
        """True for the size of a base, in its own unit or in persons; else it belongs to a single measure."""
        return self in {CountKind.BASE, CountKind.PERSONS}


class DerivedKind(StrEnum):
    """The kinds of count that no row has, made so that an equation can be written down."""

    NEITHER = "neither"
    """In the base, but in neither of two numerators that exclude each other; of the two numerators."""
    TOGETHER = "together"
    """Overlapping parts added up, at least their total; of the total and its parts."""
    FAMILY = "family"
    """Merged or split providers added up; of the counts before and after."""


class Scope(NamedTuple):
    """
    The rows that a count covers.

    Attributes:
        unit: "" for the provider as a whole.
        group: The target group.
        start, end: First and last day.
        split: Pairs of a dimension and a code, sorted; () for everyone.
    """

    unit: str
    group: str
    start: date
    end: date
    split: tuple[tuple[str, str], ...]


class Quantity(NamedTuple):
    """
    The thing that is counted, in whichever scope.

    Attributes:
        kind: As of the count.
        name: Of the base for BASE, PERSONS and REST, else the id of the measure.
        version, instrument: Of the measure; "" for bases.
        beside: For REST, the larger base.
    """

    kind: CountKind
    name: str
    version: str = ""
    instrument: str = ""
    beside: str = ""

    def with_kind(self, kind: CountKind) -> "Quantity":
        """Another kind of count of the same measure."""
        return self._replace(kind=kind)


@dataclass(frozen=True, slots=True, eq=False)
class RowCount:
    """
    A count that stands behind a row, published or not. Made by `Counts` alone.

    Attributes:
        quantity: What is counted.
        scope: What it covers.
        edition: 0, then one more each time that a release gives the row another number; METHODS section 2, "Versions".
        provider: The slug where the counts of several providers are in one system, else "".
    """

    quantity: Quantity
    scope: Scope
    edition: int
    provider: str

    @property
    def kind(self) -> CountKind:
        """Kind of count."""
        return self.quantity.kind

    def __str__(self) -> str:
        """Kind and name, without any number; messages quote it."""
        return f"{self.kind} of {self.quantity.name}"


@dataclass(frozen=True, slots=True, eq=False)
class DerivedCount:
    """
    A count that no row has. Made by `Counts` alone.

    Attributes:
        kind: Kind of count.
        members: What it is derived from, as its kind says.
    """

    kind: DerivedKind
    members: "tuple[Count, ...]"

    def __str__(self) -> str:
        """Kind and members, without any number; messages quote it."""
        return f"{self.kind} of {' and '.join(map(str, self.members))}"


Count: TypeAlias = RowCount | DerivedCount


class Counts:
    """
    The counts of one attack, each made once.

    Systems can be compared and combined only where the same `Counts` made what is in them.
    """

    def __init__(self) -> None:
        self._of_rows: dict[tuple[Quantity, Scope, int, str], RowCount] = {}
        self._derived: dict[tuple[DerivedKind, tuple[Count, ...]], DerivedCount] = {}

    def of_row(self, quantity: Quantity, scope: Scope, edition: int = 0, provider: str = "") -> RowCount:
        """The count behind a row."""
        parts = (quantity, scope, edition, provider)
        known = self._of_rows.get(parts)
        if known is None:
            known = self._of_rows[parts] = RowCount(*parts)
        return known

    def derived(self, kind: DerivedKind, *members: Count) -> DerivedCount:
        """The count derived from others, in this order."""
        known = self._derived.get((kind, members))
        if known is None:
            known = self._derived[kind, members] = DerivedCount(kind, members)
        return known

    def numerator_beside(self, complement: RowCount) -> RowCount:
        """The numerator of the row that a complement stands behind."""
        quantity = complement.quantity.with_kind(CountKind.NUMERATOR)
        return self.of_row(quantity, complement.scope, complement.edition, complement.provider)

    def owned_by(self, provider: str, count: Count) -> Count:
        """The same count as one of a provider, for a system that has several providers."""
        if isinstance(count, RowCount):
            return self.of_row(count.quantity, count.scope, count.edition, provider)
        return self.derived(count.kind, *(self.owned_by(provider, member) for member in count.members))
