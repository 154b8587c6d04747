"""
An attacker that tries every table of whole numbers which published rows allow.

It is written from the rules and the catalogue of measures alone and shares no code with the program, so that the two
can be compared. It is slow, and made for one provider with totals of a few dozen.


Cells are tuples of unit, years, breakdown and code; the total of a period has an empty breakdown and code.
"""

import json
import math
import random
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import permutations
from pathlib import Path
from types import MappingProxyType
from typing import Any, TypeAlias

import numpy as np
from highspy import Highs, HighsModelStatus, HighsVarType

STANDARD = Path(__file__).parents[2] / "data" / "standard"
PERSON_UNITS = {"unga", "socialsekreterare"}

Cell: TypeAlias = tuple[str, tuple[int, ...], str, str]
Name: TypeAlias = tuple[object, ...]

NOTHING: Mapping[Name, int] = MappingProxyType({})
SAMPLES = 20
HIGHEST = 20_000
"""Far above what homes of a few dozen can have: no count is narrow because of it."""
UNTOLD = ("saknas", "ej-tillampligt")


@dataclass(frozen=True)
class Limits:
    """The limits for small numbers."""

    min_denominator: int = 10
    min_count: int = 5


@dataclass(frozen=True)
class Published:
    """One published row: what its reader sees. Numbers that are not shown are missing."""

    measure: str
    cell: Cell
    status: str
    numerator: int | None = None
    denominator: int | None = None
    persons: int | None = None
    value: float | None = None
    rate: str = ""


@dataclass(frozen=True)
class Release:
    """The rows of one release, and which of them it lists as corrected, by measure and cell."""

    rows: tuple[Published, ...]
    corrected: frozenset[tuple[str, Cell]] = frozenset()


def read_row(row: Mapping[str, str]) -> Published:
    """Read a row of a CSV file."""

    def whole(name: str) -> int | None:
        return int(row[name]) if row[name] else None

    first, _, last = row["period"].partition("/")
    years = tuple(range(int(first), int(last or first) + 1))
    split = next(((name, row[name]) for name in ("kon", "alder", "lagrum") if row[name] not in ("T", "alla")), ("", ""))
    return Published(
        row["matt_id"],
        (row["enhet_id"], years, *split),
        row["status"],
        whole("taljare"),
        whole("namnare"),
        whole("personer"),
        float(row["varde"]) if row["varde"] else None,
        row["svarsandel"],
    )


@cache
def measures() -> dict[str, dict[str, Any]]:
    """The catalogue, by measure."""
    return {one["id"]: one for one in json.loads((STANDARD / "matt.json").read_text(encoding="utf-8"))}


@cache
def codes_of(group: str) -> dict[str, tuple[str, ...]]:
    """The codes of each breakdown in a target group."""
    groups = json.loads((STANDARD / "malgrupper.json").read_text(encoding="utf-8"))
    (own,) = (one["dimensions"] for one in groups if one["id"] == group)
    codes = {name: tuple(code["code"] for code in listed) for name, listed in own.items()}
    return {"kon": ("K", "M")} | codes


@cache
def bases() -> dict[str, dict[str, Any]]:
    """Each base: parent, the measure whose numerator it is, whether it is sensitive, and what its counts add over."""
    found: dict[str, dict[str, Any]] = {}
    for one in measures().values():
        base = found.setdefault(one["base"], {"parent": None, "numerator_of": None, "sensitive": False, "same": {}})
        base["parent"] = base["parent"] or one["base_parent"]
        base["numerator_of"] = base["numerator_of"] or one["base_is_numerator_of"]
        base["sensitive"] = base["sensitive"] or one["base_is_sensitive"]
        base["same"] = one.get("same_for") or base["same"]
        base["none"] = one.get("none_for") or base.get("none") or {}
        base["unit"], base["adds"] = one["base_unit"], one["adds_over"]
    standard = json.loads((STANDARD / "standard.json").read_text(encoding="utf-8"))
    for one in standard["bases"]:
        parent = found.get(one["parent"], {})
        found[one["name"]] = one | {"same": {}, "none": {}, "unit": parent["unit"], "adds": parent["adds"]}
    return found


class Table:
    """Whole numbers between bounds, and sums of them (with factors) between bounds."""

    def __init__(self, highest: int) -> None:
        self.highest = highest
        self.low: list[int] = []
        self.high: list[int] = []
        self.number: dict[Name, int] = {}
        self.sums: list[tuple[dict[int, int], float, float]] = []
        self.found: list[list[int]] = []
        self.solver: Highs | None = None

    def count(self, name: Name) -> int:
        """The number of a variable, made when it is new."""
        if name not in self.number:
            self.number[name] = len(self.low)
            self.low.append(0)
            self.high.append(self.highest)
        return self.number[name]

    def limit(self, name: Name, low: int, high: int) -> None:
        """Keep a variable between two numbers, both included."""
        at = self.count(name)
        self.low[at], self.high[at] = max(self.low[at], low), min(self.high[at], high)

    def add(self, terms: Iterable[tuple[int, Name]], low: float = 0, high: float = 0) -> None:
        """Keep a sum of factors times variables between two numbers."""
        factors: dict[int, int] = defaultdict(int)
        for factor, name in terms:
            factors[self.count(name)] += factor
        self.sums.append(({at: factor for at, factor in factors.items() if factor}, low, high))

    def begin(self) -> bool:
        """Hand the table to the solver and collect some solutions; false when there is none."""
        if any(low > high for low, high in zip(self.low, self.high, strict=True)):
            return False
        solver = Highs()
        # Without its first simplifications, which have cut off whole solutions.
        for option, value in (
            ("output_flag", False),
            ("presolve", "off"),
            ("threads", 1),
            ("mip_rel_gap", 0.0),
            ("mip_feasibility_tolerance", 1e-9),
        ):
            solver.setOptionValue(option, value)
        size = len(self.low)
        solver.addVars(size, np.array(self.low, float), np.array(self.high, float))
        solver.changeColsIntegrality(size, np.arange(size), np.full(size, HighsVarType.kInteger))
        for factors, low, high in self.sums:
            solver.addRow(low, high, len(factors), np.array(list(factors)), np.array(list(factors.values()), float))
        self.solver = solver
        draw = random.Random(1)
        return all(
            self.solve({}, {at: draw.choice((-1, 0, 1)) for at in range(size)}) is not None for _ in range(SAMPLES)
        )

    def solve(self, fixed: Mapping[Name, int], costs: Mapping[int, int] | None = None) -> list[int] | None:
        """The cheapest table with these values; nothing when there is none."""
        solver = self.solver
        assert solver is not None
        places = {self.number[name]: value for name, value in fixed.items()}
        if any(not self.low[at] <= value <= self.high[at] for at, value in places.items()):
            return None
        for at, value in places.items():
            solver.changeColBounds(at, value, value)
        for at, cost in (costs or {}).items():
            solver.changeColCost(at, cost)
        solver.run()
        status = solver.getModelStatus()
        solution = [round(value) for value in solver.getSolution().col_value]
        for at in places:
            solver.changeColBounds(at, self.low[at], self.high[at])
        for at in costs or {}:
            solver.changeColCost(at, 0)
        if status == HighsModelStatus.kInfeasible:
            return None
        assert status == HighsModelStatus.kOptimal, status
        self._verify(solution)
        self.found.append(solution)
        return solution

    def _verify(self, solution: Sequence[int]) -> None:
        """Stop at a solution that is none in whole numbers."""
        within = zip(self.low, solution, self.high, strict=True)
        assert all(low <= value <= high for low, value, high in within)
        for factors, low, high in self.sums:
            assert low <= sum(factor * solution[at] for at, factor in factors.items()) <= high

    def lowest(self, name: Name, fixed: Mapping[Name, int] = NOTHING) -> int | None:
        """The lowest value that a variable can have."""
        solution = self.solve(fixed, {self.number[name]: 1})
        return None if solution is None else solution[self.number[name]]

    def highest_of(self, name: Name, fixed: Mapping[Name, int] = NOTHING) -> int | None:
        """The highest value that a variable can have."""
        solution = self.solve(fixed, {self.number[name]: -1})
        return None if solution is None else solution[self.number[name]]

    def values(self, name: Name, enough: int, fixed: Mapping[Name, int] = NOTHING) -> tuple[int, ...]:
        """Values that a variable can have, all or as many as are enough."""
        at = self.number[name]
        places = [(self.number[other], value) for other, value in fixed.items()]
        seen = {one[at] for one in self.found if all(one[place] == value for place, value in places)}
        if len(seen) < enough:
            low, high = self.lowest(name, fixed), self.highest_of(name, fixed)
            if low is None or high is None:
                return ()
            seen |= {low, high}
            for value in range(low + 1, high):
                if len(seen) < enough and value not in seen and self.solve({**fixed, name: value}) is not None:
                    seen.add(value)
        return tuple(sorted(seen))


class Attack:
    """All that the releases of one provider say about its counts, and which cells they leave too few values."""

    def __init__(self, releases: Sequence[Release], limits: Limits = Limits(), group: str = "bu-hvb") -> None:
        self.releases, self.limits, self.group = releases, limits, group
        self.table = Table(HIGHEST)
        self.measures = {row.measure for release in releases for row in release.rows}
        self.bases = self._needed_bases()
        self.units = sorted({row.cell[0] for release in releases for row in release.rows} - {""})
        self.cells = self._cells()
        self.beside: list[list[Name]] = []
        self.totals: dict[Name, tuple[float, float]] = {}
        self.same: dict[Name, int] = self._unchanged()
        for number in range(len(releases)):
            for base in self.bases:
                self._add_base(number, base)
            for measure in sorted(self.measures):
                self._add_measure(number, measure)
            for row in releases[number].rows:
                self._add_row(number, row)
        self.possible = self.table.begin()

    # What there is

    def _needed_bases(self) -> list[str]:
        """The bases that some row says something about, and the parents of sensitive ones."""
        wanted = {measures()[one]["base"] for one in self.measures}
        wanted |= {measures()[one]["rate_of"] for one in self.measures if measures()[one].get("rate_of")}
        wanted |= {bases()[one]["parent"] for one in wanted if bases()[one]["sensitive"]}
        wanted |= {bases()[one]["parent"] for one in wanted if bases()[one]["numerator_of"] in self.measures}
        return sorted(wanted - {None})

    def parent(self, base: str) -> str | None:
        """The nearest larger base that something is said about."""
        above: str | None = bases()[base]["parent"]
        while above is not None and above not in self.bases:
            above = bases()[above]["parent"]
        return above

    def _cells(self) -> list[Cell]:
        """All cells with a row of any measure, and those that add up to one together with them."""
        listed = {row.cell for release in self.releases for row in release.rows}
        cells = {("", *cell[1:]) for cell in listed}
        cells |= {(unit, *cell[1:]) for unit in self.units for cell in listed if any(one[0] for one in listed)}
        for unit, years, split, _ in list(cells):
            cells.add((unit, years, "", ""))
            if split:
                cells |= {(unit, years, split, code) for code in codes_of(self.group)[split]}
        for unit, years, _, _ in list(cells):
            if len(years) > 1 and any(cell[1] != years for cell in listed):
                cells |= {(unit, (year,), "", "") for year in years}
        return sorted(cells)

    def _unchanged(self) -> dict[Name, int]:
        """The release that a cell of a base or measure has had the same counts since."""
        same: dict[Name, int] = {}
        first: dict[Name, int] = {}
        before: set[tuple[str, Cell]] = set()
        for number, release in enumerate(self.releases):
            now = {(row.measure, row.cell) for row in release.rows}
            kept = (before & now) - release.corrected
            for cell in self.cells:
                still: dict[Name, bool] = {("x", one, cell): (one, cell) in kept for one in self.measures}
                still |= {("n", base, cell): self._has_kept_row(base, cell, kept) for base in self.bases}
                for key, stays in still.items():
                    if number == 0 or (release.corrected and not stays):
                        first[key] = number
                    same[number, *key] = first[key]
            before |= now
        return same

    @staticmethod
    def _has_kept_row(base: str, cell: Cell, kept: Collection[tuple[str, Cell]]) -> bool:
        """True for a base that an uncorrected row says is what it was: a row of it, or of its numerator."""
        return any(
            where == cell and (measures()[one]["base"] == base or bases()[base]["numerator_of"] == one)
            for one, where in kept
        )

    # Names of counts

    def base(self, number: int, base: str, cell: Cell) -> Name:
        """The variable of a base."""
        source = bases()[base]["numerator_of"]
        if source in self.measures:
            return self.numerator(number, source, cell)
        return (self.same[number, "n", base, cell], "n", base, cell)

    def persons(self, number: int, base: str, cell: Cell) -> Name:
        """The variable of the persons in a base."""
        if bases()[base]["unit"] in PERSON_UNITS:
            return self.base(number, base, cell)
        return (self.same[number, "n", base, cell], "p", base, cell)

    def numerator(self, number: int, measure: str, cell: Cell) -> Name:
        """The variable of a numerator."""
        return (self.same[number, "x", measure, cell], "x", measure, cell)

    def rest(self, number: int, measure: str, cell: Cell) -> Name:
        """The variable of those in the base who are not in the numerator."""
        own = measures()[measure]["base"]
        return ("rest", self.numerator(number, measure, cell), self.base(number, own, cell))

    def others(self, number: int, base: str, cell: Cell) -> Name:
        """The variable of those in the parent of a base who are not in it."""
        return ("others", self.base(number, base, cell), self.base(number, str(self.parent(base)), cell))

    # What is known of them

    def _sums(self, adds: Iterable[str]) -> Iterator[tuple[Cell, list[Cell], str]]:
        """Each cell that is a sum, its parts, and what it is a sum over."""
        known = set(self.cells)
        for cell in self.cells:
            unit, years, split, code = cell
            units = [(own, years, split, code) for own in self.units]
            if units and not unit:
                yield cell, units, "unit"
            if split:
                continue
            for name, codes in codes_of(self.group).items():
                parts = [(unit, years, name, code) for code in codes]
                if name in adds and known.issuperset(parts):
                    yield cell, parts, name
            parts = [(unit, (year,), "", "") for year in years]
            if "ar" in adds and len(years) > 1 and known.issuperset(parts):
                yield cell, parts, "ar"

    def _add_base(self, number: int, base: str) -> None:
        table, about = self.table, bases()[base]
        of_persons = about["unit"] in PERSON_UNITS
        for cell in self.cells:
            own, persons = self.base(number, base, cell), self.persons(number, base, cell)
            table.count(own)
            if not of_persons:
                table.add([(1, own), (-1, persons)], 0, math.inf)
                table.add([(table.highest, persons), (-1, own)], 0, math.inf)
            if any(cell[3] in codes for name, codes in about["none"].items() if name == cell[2]):
                table.limit(own, 0, 0)
            if parent := self.parent(base):
                above, above_persons = self.base(number, parent, cell), self.persons(number, parent, cell)
                others = self.others(number, base, cell)
                table.add([(1, above), (-1, own), (-1, others)], 0, 0)
                table.add([(1, above_persons), (-1, persons)], 0, math.inf)
                table.add([(1, persons), (1, others), (-1, above_persons)], 0, math.inf)
                if cell[3] in about["same"].get(cell[2], ()) or self.group in about["same"].get("malgrupp", ()):
                    table.limit(others, 0, 0)
        for whole, parts, over in self._sums(about["adds"]):
            names = [self.base(number, base, part) for part in parts]
            table.add([(1, self.base(number, base, whole)), *((-1, name) for name in names)])
            self.beside.append([self.base(number, base, whole), *names])
            if of_persons:
                continue
            total = self.persons(number, base, whole)
            each = [self.persons(number, base, part) for part in parts]
            table.add([(-1, total), *((1, name) for name in each)], 0, 0 if over == "kon" else math.inf)
            for name in each:
                table.add([(1, total), (-1, name)], 0, math.inf)

    def _add_measure(self, number: int, measure: str) -> None:
        about = measures()[measure]
        if about["kind"] != "share":
            return
        for cell in self.cells:
            numerator, rest = self.numerator(number, measure, cell), self.rest(number, measure, cell)
            whole = self.base(number, about["base"], cell)
            self.table.add([(1, whole), (-1, numerator), (-1, rest)], 0, 0)
        for whole, parts, _ in self._sums(about["adds_over"]):
            names = [self.numerator(number, measure, cell) for cell in (whole, *parts)]
            self.table.add([(-1 if at else 1, name) for at, name in enumerate(names)])
            self.beside += [names, [self.rest(number, measure, cell) for cell in (whole, *parts)]]

    def _add_row(self, number: int, row: Published) -> None:
        table, about = self.table, measures()[row.measure]
        base = self.base(number, about["base"], row.cell)
        few = self.limits.min_count - 1
        if row.status == "ej-tillampligt" or row.status == "startade-senare":
            table.limit(base, 0, 0)
        if row.denominator is not None:
            table.limit(base, row.denominator, row.denominator)
        if row.persons is not None:
            persons = self.persons(number, about["base"], row.cell)
            table.limit(persons, row.persons, row.persons)
        if about["kind"] == "share":
            if row.numerator is not None:
                table.limit(self.numerator(number, row.measure, row.cell), row.numerator, row.numerator)
            if row.status == "liten-taljare":
                table.limit(self.numerator(number, row.measure, row.cell), 0, few)
            if row.status == "liten-rest":
                table.limit(self.rest(number, row.measure, row.cell), 0, few)
        elif row.value is not None and row.denominator is not None:
            half = 0.5 * 10 ** -about["decimals"]
            name = self.numerator(number, row.measure, row.cell)
            bounds = (row.denominator * (row.value - half), row.denominator * (row.value + half))
            self.totals[name] = bounds
        if row.rate and about.get("rate_of"):
            scale = 10 ** len(row.rate.partition(".")[2])
            shown = round(float(row.rate) * scale)
            larger = self.base(number, about["rate_of"], row.cell)
            # 100 n / N lies within half a unit of the last decimal shown.
            table.add([(200 * scale, base), (1 - 2 * shown, larger)], 0, math.inf)
            table.add([(200 * scale, base), (-1 - 2 * shown, larger)], -math.inf, 0)

    # What is too narrow

    def narrow(self) -> dict[Name, tuple[int, ...]]:
        """The hidden counts with too few values, and the values left; of a mean, the lowest and the highest."""
        found: dict[Name, tuple[int, ...]] = {}
        for number, release in enumerate(self.releases):
            rows = {(row.measure, row.cell): row for row in release.rows}
            for measure in sorted(self.measures):
                for cell in self.cells:
                    found.update(self._narrow_cell(number, measure, cell, rows.get((measure, cell))))
            listed = {(measures()[row.measure]["base"], row.cell) for row in release.rows if row.status not in UNTOLD}
            for base in self.bases:
                for cell in self.cells:
                    if (base, cell) not in listed:
                        found.update(self._narrow_unlisted_base(number, base, cell))
        return found

    def _narrow_cell(
        self, number: int, measure: str, cell: Cell, row: Published | None
    ) -> Iterator[tuple[Name, tuple[int, ...]]]:
        about, few = measures()[measure], self.limits.min_count
        status = "" if row is None or row.status in UNTOLD else row.status
        numerator, rest = self.numerator(number, measure, cell), self.rest(number, measure, cell)
        base, persons = (side(number, about["base"], cell) for side in (self.base, self.persons))
        if about["kind"] == "share" and status != "ok":
            sides = {"liten-taljare": [numerator], "liten-rest": [rest]}.get(status, [numerator, rest])
            for name in sides:
                values = self.table.values(name, few)
                if len(values) < few and (status or (min(values, default=few) < few and values != (0,))):
                    yield name, values
        if about["kind"] != "share" and status != "ok":
            low, high = self.value_range(number, measure, cell)
            if high - low < 0.2 * (high + low) / 2 and (status or not self._surely_large(number, about["base"], cell)):
                yield ("mean", measure, cell), (round(low), round(high))
        if status and row is not None and row.denominator is None:
            for name in dict.fromkeys((base, persons)):
                values = self.table.values(name, few)
                # Of too few answers, only what is proven of the count itself matters: the row is not hidden as small.
                of_itself = status == "for-fa-svar" and values[0] >= self.limits.min_denominator
                if len(values) < few and not of_itself and not self._surely_large(number, about["base"], cell):
                    yield name, values
        if about["base_is_sensitive"]:
            yield from self._narrow_sensitive(number, measure, cell)

    def _surely_large(self, number: int, base: str, cell: Cell) -> bool:
        """True where a base is proven to have enough persons to need no protection."""
        fewest = self.table.lowest(self.persons(number, base, cell))
        return fewest is not None and fewest >= self.limits.min_denominator

    def _narrow_unlisted_base(self, number: int, base: str, cell: Cell) -> Iterator[tuple[Name, tuple[int, ...]]]:
        """
        A base without a row that sums or rates give away; that there is nobody says nothing.

        Where no row of the base states persons, a reader knows only how many there are. A rate leaves gaps between the
        values of such a base; the width of the range counts here.
        """
        name = self.base(number, base, cell)
        values = self.table.values(name, self.limits.min_count)
        if values[-1] - values[0] + 1 >= self.limits.min_count or values == (0,):
            return
        stated = any(measures()[row.measure]["base"] == base for release in self.releases for row in release.rows)
        if not (self._surely_large(number, base, cell) if stated else values[0] >= self.limits.min_denominator):
            yield name, values

    def _narrow_sensitive(self, number: int, measure: str, cell: Cell) -> Iterator[tuple[Name, tuple[int, ...]]]:
        few = self.limits.min_count
        for base in (measures()[measure]["base"], measures()[measure]["rate_of"]):
            for name in (self.base(number, base, cell), self.others(number, base, cell)):
                values = self.table.values(name, few)
                if values[0] < few and values[-1] - values[0] + 1 < few:
                    yield name, values

    def value_range(self, number: int, measure: str, cell: Cell) -> tuple[float, float]:
        """The lowest and highest mean or amount that a hidden cell can have."""
        ranges = self._total_ranges(number, measure)
        low, high = ranges[self.numerator(number, measure, cell)]
        base = self.base(number, measures()[measure]["base"], cell)
        fewest, most = self.table.lowest(base) or 0, self.table.highest_of(base) or 0
        return low / max(most, 1), high / max(fewest, 1)

    def _total_ranges(self, number: int, measure: str) -> dict[Name, tuple[float, float]]:
        """Ranges of the days or kronor of each cell; exact, since a total and its parts share one cell at most."""
        names = [self.numerator(number, measure, cell) for cell in self.cells]
        ranges = {name: self.totals.get(name, (0.0, math.inf)) for name in names}
        sums = [
            (self.numerator(number, measure, whole), [self.numerator(number, measure, part) for part in parts])
            for whole, parts, _ in self._sums(measures()[measure]["adds_over"])
        ]
        for _ in range(10):
            for whole, parts in sums:
                low, high = ranges[whole]
                ranges[whole] = (
                    max(low, sum(ranges[part][0] for part in parts)),
                    min(high, sum(ranges[part][1] for part in parts)),
                )
                low, high = ranges[whole]
                for part in parts:
                    others = [ranges[other] for other in parts if other != part]
                    least, most = low - sum(one[1] for one in others), high - sum(one[0] for one in others)
                    ranges[part] = (max(ranges[part][0], least), min(ranges[part][1], most))
        return ranges

    def told_by_a_single_one(self) -> dict[tuple[Name, Name], int]:
        """
        Hidden counts below the limit that become exact to a person who knows that another hidden count is 1.

        Both are in one sum. That she is alone in a larger or smaller cell as well tells her nothing of others.
        """
        found: dict[tuple[Name, Name], int] = {}
        hidden = self._hidden_counts()
        for names in self.beside:
            for known, other in permutations([name for name in names if name in hidden], 2):
                if len(self.table.values(known, 2)) < 2 or len(self.table.values(other, 2)) < 2:
                    continue
                values = self.table.values(other, 2, {known: 1})
                is_herself = values == (1,) and names[0] in (known, other)
                if len(values) == 1 and values[0] < self.limits.min_count and not is_herself:
                    found[known, other] = values[0]
        return found

    def _hidden_counts(self) -> set[Name]:
        names: set[Name] = set()
        for number, release in enumerate(self.releases):
            for row in release.rows:
                about = measures()[row.measure]
                if row.status in ("ok", "for-fa-svar") or about["kind"] != "share":
                    continue
                names.add(self.numerator(number, row.measure, row.cell))
                names.add(self.rest(number, row.measure, row.cell))
                if row.denominator is None:
                    names.add(self.base(number, about["base"], row.cell))
        return names

    def few_came_or_left(self) -> list[tuple[int, str, Cell]]:
        """Corrected rows that show what those few had who came or left by the correction."""
        found = []
        for number in range(1, len(self.releases)):
            before = {(row.measure, row.cell): row for row in self.releases[number - 1].rows}
            for row in self.releases[number].rows:
                old = before.get((row.measure, row.cell))
                if old is None or (row.measure, row.cell) not in self.releases[number].corrected or row.status != "ok":
                    continue
                if old.status != "ok" or row.denominator is None or old.denominator is None:
                    continue
                if 0 < abs(row.denominator - old.denominator) < self.limits.min_count:
                    found.append((number, row.measure, row.cell))
        return found
