"""Checks across measures: bases, persons and response rates that the links between bases rule out."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from open_comparisons.errors import Problem
from open_comparisons.intake.cells import Table
from open_comparisons.intake.checks.cube import Cube
from open_comparisons.intake.checks.terms import Terms
from open_comparisons.intake.rates import whole_bounds
from open_comparisons.intake.wording import problem
from open_comparisons.standard.model import Base, Measure, Standard

_OF_MEASURE: Final = frozenset({"measure_id", "measure_version", "instrument"})
"""Parts of a key that say what was measured, not of whom."""
_Place = tuple[tuple[str, ...], int, int]
"""Everything that rows about the same people share: the key without measure and instrument."""


@dataclass(frozen=True, slots=True)
class _Count:
    """A count that a row shows: the index of the row, the role of the column, and the number."""

    index: int
    role: str
    number: float


def linked_base_problems(table: Table, terms: Terms) -> Iterator[Problem]:
    """
    Bases and persons above those of a larger base, and rates that no bases can have.

    Two rows are compared where both are in the file and about the same provider, period and split. A message names
    their rows, never their numbers.
    """
    if not terms.own_rule:
        return
    shown = _ShownCounts(table, terms.standard)
    rates = table.numbers("response_rate")
    for index, measure in enumerate(shown.measures):
        if measure is None:
            continue
        base = terms.standard.bases[measure.base]
        faults = [*_size_faults(index, measure, base, shown)]
        if rates[index] is not None and measure.rate_of is not None and not faults:
            faults += _rate_faults(index, measure, rates[index], shown)
        for code, role, values in faults:
            yield problem(table.file, code, table.rows[index], table.name(role), **values)


class _ShownCounts:
    """
    The counts of bases that a table shows, by place.

    Attributes:
        measures: The measure of each row; None where it is unknown or has no counted base.
        places: The place of each row.
    """

    def __init__(self, table: Table, standard: Standard) -> None:
        self.table, self.standard = table, standard
        self.measures = [_counted(standard.measures.get(name)) for name in table.text("measure_id")]
        cube = Cube(table, standard)
        apart = [place for place, role in enumerate(cube.roles) if role not in _OF_MEASURE]
        names = [tuple(cells[place] for place in apart) for cells in cube.names]
        rows = zip(cube.series, cube.split, cube.period, strict=True)
        self.places: list[_Place] = [(names[series], split, period) for series, split, period in rows]
        self._splits, self._dimensions = cube.splits, [dimension.name for dimension in standard.dimensions]
        self._sizes: dict[tuple[_Place, str], list[_Count]] = defaultdict(list)
        self._persons: dict[tuple[_Place, str], list[_Count]] = defaultdict(list)
        self._numerators: dict[tuple[_Place, str], list[_Count]] = defaultdict(list)
        for index, (measure, place) in enumerate(zip(self.measures, self.places, strict=True)):
            if measure is None:
                continue
            for role, among, name in (
                ("denominator", self._sizes, measure.base),
                ("numerator", self._numerators, measure.id),
            ):
                number = table.numbers(role)[index]
                if number is not None:
                    among[place, name].append(_Count(index, role, number))
            persons = self.own_persons(index, measure)
            if persons is not None:
                self._persons[place, measure.base].append(persons)

    def own_size(self, index: int) -> _Count | None:
        """The denominator of a row."""
        number = self.table.numbers("denominator")[index]
        return None if number is None else _Count(index, "denominator", number)

    def own_persons(self, index: int, measure: Measure) -> _Count | None:
        """The persons of a row, which are its denominator where that counts persons."""
        role = "denominator" if self.standard.counts_persons(measure) else "persons"
        number = self.table.numbers(role)[index]
        return None if number is None else _Count(index, role, number)

    def size(self, place: _Place, base: str) -> _Count | None:
        """The size of a base: the largest denominator, or the numerator that it is where no row divides by it."""
        return _largest(self._sizes.get((place, base), [])) or self.numerator(place, base)

    def numerator(self, place: _Place, base: str) -> _Count | None:
        """The numerator that is a base, where a row shows it."""
        measure = self.standard.bases[base].numerator_of
        return None if measure is None else _largest(self._numerators.get((place, measure), []))

    def persons(self, place: _Place, base: str) -> _Count | None:
        """The persons of a base, the most where rows disagree."""
        return _largest(self._persons.get((place, base), []))

    def answers(self, index: int, measure: Measure) -> _Count | None:
        """The base that the rate of a row is about: its own, that of a row on the same base, or a numerator."""
        place, instrument = self.places[index], self.table.text("instrument")
        others = [
            count
            for count in self._sizes.get((place, measure.base), ())
            if instrument[count.index] in {"", instrument[index]}
        ]
        return self.own_size(index) or _largest(others) or self.numerator(place, measure.base)

    def codes(self, index: int) -> Mapping[str, str]:
        """The target group and the code of each dimension of a row."""
        split = self._splits[self.places[index][1]]
        return {
            "target_group": self.table.text("target_group")[index],
            **dict(zip(self._dimensions, split, strict=True)),
        }


def _counted(measure: Measure | None) -> Measure | None:
    return measure if measure is not None and measure.kind.base != "expected" else None


def _largest(counts: list[_Count]) -> _Count | None:
    return max(counts, key=lambda count: count.number, default=None)


def _larger_bases(base: Base, standard: Standard) -> Iterator[Base]:
    """The bases that a base is a part of, the nearest first."""
    while base.parent is not None:
        base = standard.bases[base.parent]
        yield base


_Fault = tuple[str, str, dict[str, object]]
"""The code of the problem, the role of the column, and the values of its text."""


def _size_faults(index: int, measure: Measure, base: Base, shown: _ShownCounts) -> Iterator[_Fault]:
    place = shown.places[index]
    size, persons = shown.own_size(index), shown.own_persons(index, measure)
    larger = list(_larger_bases(base, shown.standard))
    if size is not None:
        whole = next(
            (each for up in larger if (each := shown.size(place, up.name)) and size.number > each.number), None
        )
        counted = shown.numerator(place, base.name)
        if whole is not None:
            yield "base-above-larger-base", "denominator", _named(shown, other=whole)
        elif counted is not None and size.number != counted.number:
            yield "base-differs-from-numerator", "denominator", _named(shown, other=counted)
        elif larger and base.is_whole_parent(shown.codes(index)):
            same = shown.size(place, larger[0].name)
            if same is not None and same.number != size.number:
                yield "base-differs-from-larger-base", "denominator", _named(shown, other=same)
    if persons is not None and persons.role == "persons":
        most = (shown.persons(place, up.name) for up in larger)
        above = next((each for each in most if each is not None and persons.number > each.number), None)
        if above is not None:
            yield "persons-above-larger-base", "persons", _named(shown, other=above)


def _rate_faults(index: int, measure: Measure, percent: float, shown: _ShownCounts) -> Iterator[_Fault]:
    place, part = shown.places[index], shown.answers(index, measure)
    if part is None or measure.rate_of is None:
        return
    least, most = whole_bounds(part.number, percent)
    whole = shown.size(place, measure.rate_of)
    if whole is not None:
        if whole.number < least or (most is not None and whole.number > most):
            yield "rate-differs-from-bases", "response_rate", _named(shown, part=part, whole=whole)
        return
    if most is not None and least > most:
        yield "rate-of-no-whole-number", "response_rate", _named(shown, part=part)
        return
    for up in _larger_bases(shown.standard.bases[measure.rate_of], shown.standard):
        above = shown.size(place, up.name)
        if above is not None and least > above.number:
            yield "rate-too-low-for-larger-base", "response_rate", _named(shown, part=part, whole=above)
            return


def _named(shown: _ShownCounts, **counts: _Count) -> dict[str, object]:
    """The row and column of each count, for the text of a problem."""
    values: dict[str, object] = {}
    for name, count in counts.items():
        values |= {name: shown.table.rows[count.index], f"{name}_column": shown.table.name(count.role)}
    return values
