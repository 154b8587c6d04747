"""
Protect the invented figures of one provider, and attack them as a reader of every release could.

The attack sees published rows only, so the same code guides the protection and tests what lies in the repository.
METHODS: primary rule, bands, one variable per base, sums over splits and years, persons beside placements.
"""

from __future__ import annotations

import math
from collections import ChainMap, defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from open_comparisons.intake.propagation import AtMost, Sum, derive_bounds
from open_comparisons.intake.standard import (
    ALL_BUT_FEW,
    FEW,
    LOW_RESPONSE,
    MISSING,
    NOT_APPLICABLE,
    OK,
    SUPPRESSED,
    Measure,
    Standard,
)

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence

BANDS = (FEW, ALL_BUT_FEW)
NOT_YET_STARTED = "startade-senare"
YEARS = "ar"
MOST_ROUNDS = 400


class Cell(NamedTuple):
    """A period and at most one breakdown; both texts are blank for everyone."""

    period: str
    dimension: str = ""
    code: str = ""

    @property
    def is_window(self) -> bool:
        """Whether several years are pooled."""
        return "/" in self.period

    @property
    def is_total(self) -> bool:
        """Whether nothing is broken down."""
        return not self.dimension

    @property
    def years(self) -> tuple[str, ...]:
        """The years a window pools."""
        first, last = self.period.split("/")
        return tuple(str(year) for year in range(int(first), int(last) + 1))


Key = tuple[str, Cell]
"""A measure's id and a cell."""


@dataclass(frozen=True, slots=True)
class Shown:
    """What a row tells: its status and the counts that stand in it."""

    status: str
    reason: str = ""
    numerator: int | None = None
    denominator: int | None = None
    persons: int | None = None

    @property
    def has_figures(self) -> bool:
        """Whether there is a count behind the row, shown or not."""
        return self.status not in (MISSING, NOT_APPLICABLE)


@dataclass(frozen=True, slots=True)
class Figure:
    """The true (invented) counts behind a row."""

    denominator: int
    persons: int
    numerator: int | None = None


Published = dict[Key, Shown]
Variable = tuple[object, ...]


@dataclass(frozen=True, slots=True)
class Narrow:
    """A cell that can be worked out too closely: which variable of which row, and the sum a person in it would use."""

    key: Key
    variable: Variable
    through: Sum | None = None


@dataclass(slots=True)
class _Knowledge:
    """All that published rows say, as ranges, sums and orders; the latter two in the order they were met."""

    bounds: dict[Variable, tuple[int, float]] = field(default_factory=dict)
    sums: dict[Sum, None] = field(default_factory=dict)
    orders: dict[AtMost, None] = field(default_factory=dict)
    rows: dict[tuple[Key, int], Shown] = field(default_factory=dict)


class Attack:
    """What all releases of one provider's rows give away together."""

    def __init__(self, standard: Standard) -> None:
        self.standard = standard
        self.limits = standard.thresholds
        self.parent_of = {measure.base: measure.base_parent for measure in standard.measures.values()}
        self.numerator_behind = {
            measure.base: measure.base_is_numerator_of
            for measure in standard.measures.values()
            if measure.base_is_numerator_of
        }
        self.adds_over: dict[str, set[str]] = defaultdict(set)
        for measure in standard.measures.values():
            self.adds_over[measure.base].update(measure.adds_over)

    def base(self, name: str, cell: Cell) -> Variable:
        """The variable of a base: another measure's numerator where the catalogue says that it is."""
        linked = self.numerator_behind.get(name)
        return self.numerator(linked, cell, 0) if linked else ("base", name, cell)

    @staticmethod
    def numerator(measure: str, cell: Cell, version: int) -> Variable:
        """The variable of a numerator; a corrected figure is another variable than the one before."""
        return ("numerator", measure, cell, version)

    @staticmethod
    def lines(cells: Collection[Cell], adds_over: Collection[str]) -> Iterator[tuple[Cell, tuple[Cell, ...], str]]:
        """Each published sum as its total, its parts, and what it runs over."""
        for total in cells:
            if not (total.is_total and total.is_window):
                continue
            if YEARS in adds_over:
                yield total, tuple(Cell(year) for year in total.years), YEARS
            splits: dict[str, list[Cell]] = defaultdict(list)
            for cell in cells:
                if cell.period == total.period and cell.dimension in adds_over:
                    splits[cell.dimension].append(cell)
            for dimension, parts in splits.items():
                yield total, tuple(parts), dimension

    def narrow_cells(
        self,
        releases: Sequence[Published],
        corrected: Sequence[Collection[Key]],
        *,
        eliminate: bool,
        wide: bool = False,
        ones: Collection[Variable] = (),
    ) -> tuple[list[Narrow], dict[Variable, tuple[int, float]]]:
        """
        Find the hidden cells that can be worked out more closely than they may.

        Args:
            releases: The rows of each release, oldest first.
            corrected: The keys each release lists as corrected.
            eliminate: Also combine sums with each other.
            wide: Ask the same of every hidden base, also of one that is known to be large; what is hidden for the sake
                of another cell protects it only then.
            ones: Counts that are truly 1, each known to the one person in it.

        Returns:
            The narrow cells, and the derived range of every variable.
        """
        known = self._knowledge(releases, corrected)
        bounds = derive_bounds(known.bounds, known.sums, known.orders, eliminate=eliminate)
        narrow = [
            Narrow(key, variable)
            for (key, version), shown in known.rows.items()
            for variable in self._too_narrow(key, version, shown, bounds, wide=wide)
        ]
        if not narrow:
            narrow = list(self._narrow_to_a_person(known, bounds, ones))
        return narrow, bounds

    def _narrow_to_a_person(
        self, known: _Knowledge, bounds: Mapping[Variable, tuple[int, float]], ones: Collection[Variable]
    ) -> Iterator[Narrow]:
        """Cells that the one person of a count can work out in a sum that holds both."""
        rows: dict[Variable, list[tuple[Key, int]]] = defaultdict(list)
        for key, version in known.rows:
            numerator = self.numerator(*key, version)
            for variable in (numerator, ("rest", *numerator[1:])):
                rows[variable].append((key, version))
        for one in known.sums:
            members = (one.total, *one.parts)
            for single in one.parts:
                if single not in ones or bounds[single][0] == bounds[single][1]:
                    continue
                beside = derive_bounds({name: bounds[name] for name in members} | {single: (1, 1)}, [one])
                seen = ChainMap(beside, bounds)
                for key, version in dict.fromkeys(place for name in members if name != single for place in rows[name]):
                    if key[1] == single[2]:
                        continue
                    for variable in self._too_narrow(key, version, known.rows[key, version], seen, wide=False):
                        if variable in beside:
                            yield Narrow(key, variable, one)

    def _too_narrow(
        self, key: Key, version: int, shown: Shown, bounds: Mapping[Variable, tuple[int, float]], *, wide: bool
    ) -> Iterator[Variable]:
        measure = self.standard.measures[key[0]]
        numerator = self.numerator(measure.id, key[1], version)
        rest = ("rest", *numerator[1:])
        few = self.limits.min_count
        if shown.status in BANDS:
            variable = numerator if shown.status == FEW else rest
            if bounds[variable][0] > 0 or bounds[variable][1] < few - 1:
                yield variable
        elif shown.status in (SUPPRESSED, LOW_RESPONSE):
            if measure.is_share:
                yield from (variable for variable in (numerator, rest) if _width(bounds[variable]) < few)
            if shown.denominator is None:
                for variable in self._base_counts(measure, key[1]):
                    small = wide or bounds[variable][0] < self.limits.min_denominator
                    if small and _width(bounds[variable]) < few:
                        yield variable

    def _base_counts(self, measure: Measure, cell: Cell) -> tuple[Variable, ...]:
        """The base, and the persons in it where it counts something else."""
        base = self.base(measure.base, cell)
        return (base,) if self.standard.counts_persons(measure) else (base, ("persons", measure.base, cell))

    def _knowledge(self, releases: Sequence[Published], corrected: Sequence[Collection[Key]]) -> _Knowledge:
        known = _Knowledge()
        versions: dict[Key, int] = defaultdict(int)
        for published, changed in zip(releases, corrected, strict=True):
            for key in changed:
                versions[key] += 1
            for key, shown in published.items():
                if shown.has_figures:
                    self._add_row(known, key, versions[key], shown, published, versions)
            self._add_lines(known, published, versions)
        return known

    def _add_row(
        self,
        known: _Knowledge,
        key: Key,
        version: int,
        shown: Shown,
        published: Published,
        versions: Mapping[Key, int],
    ) -> None:
        measure, cell = self.standard.measures[key[0]], key[1]
        known.rows[key, version] = shown
        base = self.base(measure.base, cell)
        _meet(known.bounds, base, shown.denominator)
        if measure.is_share:
            numerator = self.numerator(measure.id, cell, version)
            rest = ("rest", *numerator[1:])
            known.sums.setdefault(Sum(base, (numerator, rest)), None)
            _meet(known.bounds, numerator, shown.numerator)
            _meet(known.bounds, rest, None)
            if shown.status in BANDS:
                known.bounds[numerator if shown.status == FEW else rest] = (0, self.limits.min_count - 1)
            for other in measure.excludes:
                shown_other = published.get((other, cell))
                if shown_other is not None and shown_other.has_figures:
                    both = (numerator, self.numerator(other, cell, versions.get((other, cell), 0)))
                    known.sums.setdefault(Sum(base, (*both, ("neither", *both))), None)
        if not self.standard.counts_persons(measure):
            persons = ("persons", measure.base, cell)
            _meet(known.bounds, persons, shown.persons)
            known.orders.setdefault(AtMost(persons, base), None)
            self._add_parents(known, measure.base, cell, "persons")
        self._add_parents(known, measure.base, cell, "base")

    def _add_parents(self, known: _Knowledge, base: str, cell: Cell, kind: str) -> None:
        while parent := self.parent_of.get(base):
            part, whole = (
                (self.base(base, cell), self.base(parent, cell))
                if kind == "base"
                else (("persons", base, cell), ("persons", parent, cell))
            )
            known.orders.setdefault(AtMost(part, whole), None)
            base = parent

    def _add_lines(self, known: _Knowledge, published: Published, versions: Mapping[Key, int]) -> None:
        cells: dict[str, list[Cell]] = defaultdict(list)
        for measure_id, cell in published:
            cells[measure_id].append(cell)
        for measure_id, own in cells.items():
            measure = self.standard.measures[measure_id]
            for total, parts, over in self.lines(own, (YEARS, *(one.name for one in self.standard.dimensions))):
                if not _has_figures(published, measure_id, total):
                    continue
                present = _parts(published, measure_id, parts)
                if present is None:
                    continue
                self._add_line(known, measure, total, present, over, versions)

    def _add_line(
        self,
        known: _Knowledge,
        measure: Measure,
        total: Cell,
        parts: tuple[Cell, ...],
        over: str,
        versions: Mapping[Key, int],
    ) -> None:
        def numerator(cell: Cell) -> Variable:
            return self.numerator(measure.id, cell, versions.get((measure.id, cell), 0))

        def base(cell: Cell) -> Variable:
            return self.base(measure.base, cell)

        def persons(cell: Cell) -> Variable:
            return ("persons", measure.base, cell)

        counts = [(base, over in self.adds_over[measure.base])]
        if measure.is_share:
            counts.append((numerator, over in measure.adds_over))
        if not self.standard.counts_persons(measure):
            counts.append((persons, over == self.standard.dimensions[0].name))
        for variable, adds in counts:
            if adds:
                known.sums.setdefault(Sum(variable(total), tuple(map(variable, parts))), None)
                continue
            together = ("together", over, variable(total))
            known.sums.setdefault(Sum(together, tuple(map(variable, parts))), None)
            known.orders.setdefault(AtMost(variable(total), together), None)
            known.orders.update(dict.fromkeys(AtMost(variable(part), variable(total)) for part in parts))


def _meet(bounds: dict[Variable, tuple[int, float]], variable: Variable, count: int | None) -> None:
    if count is not None:
        bounds[variable] = (count, count)
    else:
        bounds.setdefault(variable, (0, math.inf))


def _has_figures(published: Published, measure_id: str, cell: Cell) -> bool:
    shown = published.get((measure_id, cell))
    return shown is not None and shown.has_figures


def _parts(published: Published, measure_id: str, parts: Sequence[Cell]) -> tuple[Cell, ...] | None:
    """The parts with figures; absent and inapplicable ones are 0. None when a part is unknown, so no sum follows."""
    present = []
    for part in parts:
        shown = published.get((measure_id, part))
        if shown is None or shown.status == NOT_APPLICABLE or shown.reason == NOT_YET_STARTED:
            continue
        if shown.status == MISSING:
            return None
        present.append(part)
    return tuple(present)


def _width(bounds: tuple[int, float]) -> float:
    return bounds[1] - bounds[0] + 1


@dataclass(slots=True)
class Protection:
    """
    The rows of one provider in every release, hidden step by step until nothing narrow is left.

    Attributes:
        figures: The true counts of the newest release.
        fixed: Rows whose status says something else than secrecy (missing, not applicable, low response).
        earlier: True numerators of older releases where a later one corrects them.
        appears: For each release, oldest first, its keys with what stands there instead of figures, if anything.
        corrected: For each release the keys it corrects.
        bare: Bases that are hidden, with all that stands on them.
        blank: Rows whose numerator is hidden though the base is shown.
        ones: Counts that are truly 1: the person in it knows that.
        unavoidable: What such a person can work out although nothing more is left to hide.
    """

    attack: Attack
    figures: Mapping[Key, Figure]
    fixed: Mapping[Key, Shown]
    earlier: Mapping[Key, int]
    appears: Sequence[Mapping[Key, Shown | None]]
    corrected: Sequence[Collection[Key]]
    bare: set[tuple[str, Cell]] = field(default_factory=set)
    blank: set[Key] = field(default_factory=set)
    ones: set[Variable] = field(default_factory=set)
    unavoidable: set[tuple[Key, Variable]] = field(default_factory=set)

    def run(self) -> list[Published]:
        """Hide what must be hidden; the rows of each release."""
        self.ones = set(self._counts_of_one())
        self._hide_small_bases()
        self._hide_until_it_holds()
        self._reopen()
        return self.releases()

    def releases(self) -> list[Published]:
        """The rows of each release as hidden so far."""
        return [
            {
                key: instead or self._shown(key, corrected_later=self._corrected_after(key, index))
                for key, instead in appears.items()
            }
            for index, appears in enumerate(self.appears)
        ]

    def _corrected_after(self, key: Key, index: int) -> bool:
        return any(key in changed for changed in self.corrected[index + 1 :])

    def _shown(self, key: Key, *, corrected_later: bool) -> Shown:
        if key in self.fixed:
            return self.fixed[key]
        measure = self.attack.standard.measures[key[0]]
        figure = self.figures[key]
        if self._base_is_hidden(measure.base, key[1]):
            return Shown(SUPPRESSED)
        persons = None if self.attack.standard.counts_persons(measure) else figure.persons
        if self._numerator_is_hidden(key):
            return Shown(SUPPRESSED, denominator=figure.denominator, persons=persons)
        status = self._natural(key)
        numerator = self.earlier.get(key, figure.numerator) if corrected_later else figure.numerator
        return Shown(
            status,
            numerator=numerator if status == OK else None,
            denominator=figure.denominator,
            persons=persons,
        )

    def _natural(self, key: Key) -> str:
        """The status by the primary rule, for a base that is large enough."""
        figure, few = self.figures[key], self.attack.limits.min_count
        if figure.numerator is None:
            return OK
        if figure.numerator < few:
            return FEW
        return ALL_BUT_FEW if figure.denominator - figure.numerator < few else OK

    def _base_is_hidden(self, base: str, cell: Cell) -> bool:
        if (base, cell) in self.bare:
            return True
        linked = self.attack.numerator_behind.get(base)
        if linked is None or (linked, cell) not in self.figures:
            return False
        own_base = self.attack.standard.measures[linked].base
        return (linked, cell) in self.blank or (own_base, cell) in self.bare or self._natural((linked, cell)) != OK

    def _numerator_is_hidden(self, key: Key) -> bool:
        if key in self.blank:
            return True
        return self._natural(key) == OK and any(
            (base, key[1]) in self.bare for base, linked in self.attack.numerator_behind.items() if linked == key[0]
        )

    def _counts_of_one(self) -> Iterator[Variable]:
        for key, figure in self.figures.items():
            numerator = self.attack.numerator(*key, 0)
            if figure.numerator == 1:
                yield numerator
            if figure.numerator is not None and figure.denominator - figure.numerator == 1:
                yield ("rest", *numerator[1:])

    def _hide_small_bases(self) -> None:
        least = self.attack.limits.min_denominator
        for (measure_id, cell), figure in self.figures.items():
            if min(figure.persons, figure.denominator) < least:
                self.bare.add((self.attack.standard.measures[measure_id].base, cell))

    def _narrow(self, *, eliminate: bool) -> tuple[list[Narrow], dict[Variable, tuple[int, float]]]:
        narrow, bounds = self.attack.narrow_cells(
            self.releases(), self.corrected, eliminate=eliminate, wide=True, ones=self.ones
        )
        return [one for one in narrow if not (one.through and (one.key, one.variable) in self.unavoidable)], bounds

    def _hide_until_it_holds(self) -> None:
        for _ in range(MOST_ROUNDS):
            narrow, bounds = self._narrow(eliminate=False)
            if not narrow:
                narrow, bounds = self._narrow(eliminate=True)
            if not narrow:
                return
            touched: set[tuple[object, ...]] = set()
            for one in sorted(narrow, key=lambda one: (_importance(one.key[1]), one.key)):
                self._hide_for(one, bounds, touched)
            if not touched and all(one.through for one in narrow):
                self.unavoidable.update((one.key, one.variable) for one in narrow)
                continue
            if not touched:
                message = f"nothing left to hide for {narrow[0].key}"
                raise RuntimeError(message)
        message = "the protection does not settle"
        raise RuntimeError(message)

    def _hide_for(
        self, one: Narrow, bounds: Mapping[Variable, tuple[int, float]], touched: set[tuple[object, ...]]
    ) -> None:
        measure_id, cell = one.key
        measure = self.attack.standard.measures[measure_id]
        if one.variable[0] in ("numerator", "rest") and one.variable[1] == measure_id:
            if self._natural(one.key) in BANDS and one.key not in self.blank and one.key not in self.fixed:
                self.blank.add(one.key)
                touched.add(("numerator", measure_id))
                return
            if ("numerator", measure_id) in touched:
                return
            if one.through and self._hide_within(one.through):
                touched.add(("numerator", measure_id))
                return
            if self._hide_partner_numerator(measure, cell, bounds):
                touched.add(("numerator", measure_id))
                return
            if not self._base_is_hidden(measure.base, cell):
                self.bare.add((measure.base, cell))
                touched.add(("base", measure.base))
                return
        if ("base", measure.base) in touched:
            return
        if self._hide_partner_base(measure, cell) or self._hide_related_base(measure, cell):
            touched.add(("base", measure.base))

    def _hide_within(self, through: Sum) -> bool:
        """Hide the least important numerator that is still shown, or banded, in one sum."""
        keys = [(name[1], name[2]) for name in (through.total, *through.parts) if name[0] == "numerator"]
        for candidates in (list(filter(self._is_shown, keys)), list(filter(self._is_band, keys))):
            left = [key for key in candidates if key not in self.blank]
            if left:
                self.blank.add(min(left, key=self._cost))
                return True
        return False

    def _partners(self, measure: Measure, cell: Cell) -> Iterator[tuple[Cell, ...]]:
        cells = [one for measure_id, one in self.figures if measure_id == measure.id]
        for total, parts, _ in self.attack.lines(cells, (YEARS, *(d.name for d in self.attack.standard.dimensions))):
            line = (total, *parts)
            if cell in line:
                yield tuple(one for one in line if one != cell and (measure.id, one) in self.figures)

    def _hide_partner_numerator(
        self, measure: Measure, cell: Cell, bounds: Mapping[Variable, tuple[int, float]]
    ) -> bool:
        """Hide the least important shown numerator of each sum that has no second unknown; else turn a band."""
        hidden = False
        bands: list[Key] = []
        for partners in self._partners(measure, cell):
            keys = [(measure.id, one) for one in partners if (measure.id, one) not in self.fixed]
            shown = [key for key in keys if self._is_shown(key)]
            loose = [
                key
                for key in keys
                if not self._is_shown(key)
                and _width(bounds[self.attack.numerator(*key, 0)]) >= self.attack.limits.min_count
            ]
            if shown and not loose:
                self.blank.add(min(shown, key=self._cost))
                hidden = True
            bands += [key for key in keys if key not in self.blank and not shown and self._is_band(key)]
        if not hidden and bands:
            self.blank.add(min(bands, key=self._cost))
            hidden = True
        if not hidden:
            shown = [
                (measure.id, one)
                for partners in self._partners(measure, cell)
                for one in partners
                if self._is_shown((measure.id, one))
            ]
            if shown:
                self.blank.add(min(shown, key=self._cost))
                hidden = True
        return hidden

    def _is_shown(self, key: Key) -> bool:
        return (
            key not in self.fixed
            and not self._base_is_hidden(self.attack.standard.measures[key[0]].base, key[1])
            and not self._numerator_is_hidden(key)
            and self._natural(key) == OK
        )

    def _is_band(self, key: Key) -> bool:
        base = self.attack.standard.measures[key[0]].base
        return self._natural(key) in BANDS and not self._base_is_hidden(base, key[1])

    def _hide_partner_base(self, measure: Measure, cell: Cell) -> bool:
        """Hide the least important shown base of each sum whose only hidden base this is."""
        hidden = False
        rest: list[Key] = []
        for partners in self._partners(measure, cell):
            open_ones = [(measure.id, one) for one in partners if not self._base_is_hidden(measure.base, one)]
            if open_ones and len(open_ones) == len(partners):
                self.bare.add((measure.base, min(open_ones, key=self._cost)[1]))
                hidden = True
            rest += open_ones
        if not hidden and rest:
            self.bare.add((measure.base, min(rest, key=self._cost)[1]))
            hidden = True
        return hidden

    def _hide_related_base(self, measure: Measure, cell: Cell) -> bool:
        """Hide a base that bounds this one from above or below in the same cell, or this one itself."""
        parents = self.attack.parent_of
        related = [measure.base]
        related += [base for base, parent in parents.items() if parent == measure.base]
        related += [parents[measure.base]] if parents.get(measure.base) else []
        for base in related:
            if base is not None and not self._base_is_hidden(base, cell) and self._uses(base, cell):
                self.bare.add((base, cell))
                return True
        return False

    def _uses(self, base: str, cell: Cell) -> bool:
        return any(
            measure.base == base and (measure.id, cell) in self.figures
            for measure in self.attack.standard.measures.values()
        )

    def _cost(self, key: Key) -> tuple[int, int, Cell]:
        return (_importance(key[1]), self.figures[key].denominator, key[1])

    def _reopen(self) -> None:
        """Show again what turned out to be hidden in vain, the most important first."""
        least = self.attack.limits.min_denominator
        small = {
            (self.attack.standard.measures[measure_id].base, cell)
            for (measure_id, cell), figure in self.figures.items()
            if min(figure.persons, figure.denominator) < least
        }
        candidates: list[tuple[int, set, tuple]] = [(_importance(item[1]), self.blank, item) for item in self.blank]
        candidates += [(_importance(item[1]), self.bare, item) for item in self.bare - small]
        for _, where, item in sorted(candidates, key=lambda one: (-one[0], one[2])):
            if item[1].dimension:
                continue
            where.discard(item)
            if self._narrow(eliminate=False)[0] or self._narrow(eliminate=True)[0]:
                where.add(item)


def _importance(cell: Cell) -> int:
    """What to keep longest gets the highest number: pooled total, year total, pooled sex, act, age."""
    if cell.is_total:
        return 5 if cell.is_window else 4
    return {"kon": 3, "lagrum": 2}.get(cell.dimension, 1)
