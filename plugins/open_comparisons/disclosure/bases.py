"""The bases of the catalogue, arranged for the attacker: which count each is, what it is a part of, how it adds up."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

from open_comparisons.disclosure.counts import CountKind, Quantity, Scope
from open_comparisons.standard.model import Base, Measure, Standard


@dataclass(frozen=True, slots=True)
class Bases:
    """
    The links between bases; METHODS section 2, "Bases are counts and are protected".

    Attributes:
        standard: The catalogue.
        linked: The measures whose numerator is a base.
        whole_measures: The measures that together divide a base between them, by each of their ids.
        of_person: The dimensions that a person has only one code in, over which persons add up.
    """

    standard: Standard
    linked: frozenset[str]
    whole_measures: Mapping[str, frozenset[str]]
    of_person: frozenset[str]

    @classmethod
    def of(cls, standard: Standard) -> "Bases":
        """Arrange the bases of a catalogue."""
        measures = standard.measures.values()
        return cls(
            standard,
            frozenset(base.numerator_of for base in standard.bases.values() if base.numerator_of),
            {each.id: frozenset((each.id, *each.shares_out)) for each in measures if each.shares_out},
            frozenset(dimension.name for dimension in standard.dimensions if dimension.of_person),
        )

    def at(self, name: str, scope: Scope) -> str:
        """The base that a base is in a scope: its parent where everybody there belongs to it (`same_for`)."""
        base = self._base(name)
        while base is not None and base.parent and base.is_whole_parent(_codes(scope)):
            name = base.parent
            base = self._base(name)
        return name

    def is_none(self, name: str, scope: Scope) -> bool:
        """True where nobody in a scope can belong to a base (`none_for`)."""
        base = self._base(name)
        return base is not None and base.is_empty(_codes(scope))

    def quantity(self, name: str) -> Quantity:
        """The quantity that a base is: another measure's numerator, where the catalogue says that it is the same."""
        base = self._base(name)
        measure = self._measure_counting(base) if base else None
        if measure is None:
            return Quantity(CountKind.BASE, name)
        return Quantity(CountKind.NUMERATOR, measure.id, measure.version)

    def above(self, name: str) -> Iterator[str]:
        """The parent of a base, the parent of that, and so on; the base of the measure whose numerator it is, too."""
        seen = {name}
        queue = [name]
        while queue:
            base = self._base(queue.pop(0))
            if base is None:
                continue
            measure = self._measure_counting(base)
            for parent in (base.parent, measure.base if measure else None):
                if parent and parent not in seen:
                    seen.add(parent)
                    queue.append(parent)
                    yield parent

    def parent(self, name: str) -> str | None:
        """The base that a base is a part of, if any."""
        base = self._base(name)
        return base.parent if base else None

    def is_sensitive(self, name: str) -> bool:
        """True where belonging to the base tells something about a person, such as drug use."""
        base = self._base(name)
        return base is not None and base.is_sensitive

    def dimensions_that_add(self, quantity: Quantity) -> Collection[str]:
        """The dimensions, and years, over which a quantity adds up."""
        if quantity.kind == CountKind.PERSONS:
            return self.of_person
        if quantity.kind == CountKind.BASE:
            base = self._base(quantity.name)
            return base.adds_over if base else frozenset()
        if quantity.kind == CountKind.REST:
            return frozenset.intersection(
                *(base.adds_over for name in (quantity.name, quantity.beside) if (base := self._base(name)))
            )
        return self.standard.measures[quantity.name].adds_over

    def _measure_counting(self, base: Base) -> Measure | None:
        """The measure whose numerator a base is, if any."""
        return self.standard.measures.get(base.numerator_of) if base.numerator_of else None

    def _base(self, name: str) -> Base | None:
        return self.standard.bases.get(name)


def _codes(scope: Scope) -> dict[str, str]:
    return {**dict(scope.split), "target_group": scope.group}
