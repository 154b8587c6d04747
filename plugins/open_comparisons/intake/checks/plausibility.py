"""
Checks of figures that are right in form and probably wrong in sense: another unit, swapped numbers, absurd sizes.

Each problem asks about a figure. Where the figure may be right after all, the remedy says how to confirm it: with a
comment that begins with the word `intake.confirmed`, in any of our languages.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from statistics import median
from typing import Final

from open_comparisons.errors import Problem
from open_comparisons.intake.canonical import number_text
from open_comparisons.intake.cells import Table
from open_comparisons.intake.checks.cube import Cube
from open_comparisons.intake.checks.terms import Terms
from open_comparisons.intake.wording import problem
from open_comparisons.messages import say_in_each
from open_comparisons.standard.model import PRICE, Measure, Standard
from open_comparisons.standard.periods import Span
from open_comparisons.standard.text import Text

_ROUNDING: Final = 1e-9
_NEAR_FRACTION: Final = 0.05
"""The largest difference between a fraction as written, perhaps with one decimal, and the exact one."""
_MOST_SWAPPED: Final = 0.8
"""From this share of swapped rows on, the headings are taken to be swapped and not the cells."""
_ABSURD_RATIO: Final = 10


def is_confirmed(comment: str) -> bool:
    """True where a comment says that the figures of its row have been checked."""
    words = tuple(word.casefold() for word in say_in_each("intake.confirmed"))
    return comment.strip().casefold().startswith(words)


def fraction_problems(table: Table, terms: Terms) -> Iterator[Problem]:
    """Fractions where the column is in percent: 0.58 for 58."""
    rates = table.numbers("response_rate")
    # A rate of 1 alone may be one percent; beside fractions it is all of them.
    if any(rate is not None and 0 < rate < 1 for rate in rates):
        for row, rate in zip(table.rows, rates, strict=True):
            if rate is not None and 0 < rate <= 1:
                yield problem(table.file, "response-rate-as-fraction", row, table.name("response_rate"))
    shares = {measure.id: measure for measure in terms.standard.measures.values() if measure.is_share}
    roles = ("numerator", "denominator", "value")
    rows = zip(table.rows, table.text("measure_id"), *map(table.numbers, roles), strict=True)
    for row, measure_id, numerator, denominator, value in rows:
        measure = shares.get(measure_id)
        if measure and value is not None and _is_fraction(measure, numerator, denominator, value):
            decimals = measure.file_decimals
            yield problem(table.file, "fraction-for-percent", row, table.name("value"), decimals=decimals)


def _is_fraction(measure: Measure, numerator: float | None, denominator: float | None, value: float) -> bool:
    if not 0 < value <= 1:
        return False
    if numerator is None or not denominator:
        return abs(round(value, measure.file_decimals) - value) > _ROUNDING
    exact = numerator / denominator
    is_percent = abs(100 * exact - value) <= 0.5 * 10**-measure.file_decimals + _ROUNDING
    return not is_percent and abs(exact - value) <= _NEAR_FRACTION


def swap_problems(table: Table, terms: Terms) -> Iterator[Problem]:
    """Numerators and denominators that have changed places, by their headings or in single rows."""
    shares = {measure.id for measure in terms.standard.measures.values() if measure.is_share}
    roles = ("numerator", "denominator", "value")
    rows = [
        (row, numerator, denominator, value)
        for row, measure, numerator, denominator, value in zip(
            table.rows, table.text("measure_id"), *map(table.numbers, roles), strict=True
        )
        if measure in shares and None not in (numerator, denominator) and numerator != denominator
    ]
    above = [(row, *numbers) for row, *numbers in rows if numbers[0] > numbers[1]]
    names = {"numerator": table.name("numerator"), "denominator": table.name("denominator")}
    if len(above) > 1 and len(above) >= _MOST_SWAPPED * len(rows):
        yield problem(table.file, "headings-swapped", 1, table.name("numerator"), **names)
        return
    for row, numerator, denominator, value in above:
        if value is not None and abs(100 * denominator / numerator - value) < 1:
            yield problem(table.file, "numbers-swapped", row, table.name("numerator"), **names)


def range_problems(table: Table, terms: Terms) -> Iterator[Problem]:
    """Values that are negative or absurd by the plausible range of their measure, such as thousands of kronor."""
    measures, standard = dict(terms.standard.measures), terms.standard
    rows = zip(table.rows, *map(table.text, ("measure_id", "comment")), table.numbers("value"), strict=True)
    for row, measure_id, comment, value in rows:
        measure = measures.get(measure_id)
        if measure is None or value is None:
            continue
        code = _range_fault(measure, value)
        if code and (code == "negative-number" or not is_confirmed(comment)):
            yield problem(table.file, code, row, table.name("value"), **_range_words(measure, standard, table))


def _range_fault(measure: Measure, value: float) -> str | None:
    """The code of the check that a value fails by its size, if any."""
    if (
        value < 0
        and not measure.is_share
        and (measure.kind.counts or (measure.plausible and measure.plausible[0] >= 0))
    ):
        return "negative-number"
    if measure.plausible is None or measure.plausible[0] <= value <= measure.plausible[1]:
        return None
    low, high = measure.plausible
    return "amount-in-thousands" if measure.context == PRICE and low <= 1000 * value <= high else "implausible-number"


def _range_words(measure: Measure, standard: Standard, table: Table) -> Mapping[str, object]:
    low, high = measure.plausible or (0.0, 0.0)
    unit = standard.codes.units.get(measure.unit)
    return {
        "least": number_text(low),
        "most": number_text(high),
        "unit": unit.title if unit else Text(measure.unit, measure.unit),
        "comment": table.name("comment"),
    }


def year_problems(table: Table, terms: Terms) -> Iterator[Problem]:
    """Bases and means that are ten times, or a tenth of, those of the other years of their series."""
    if not terms.own_rule:
        return
    comments = table.text("comment")
    years = _years_of_series(table, terms.standard)
    for role in ("denominator", "value"):
        numbers = _comparable(table, terms, role)
        for rows in years:
            for index, other in _absurd([(index, numbers[index]) for index in rows if index in numbers]):
                if not (is_confirmed(comments[index]) or is_confirmed(comments[other])):
                    yield problem(
                        table.file,
                        "far-from-other-years",
                        table.rows[index],
                        table.name(role),
                        other=table.rows[other],
                        comment=table.name("comment"),
                    )


def _years_of_series(table: Table, standard: Standard) -> list[list[int]]:
    """The indexes of the rows of each series and split that are of one year, in the order of the years."""
    cube = Cube(table, standard)
    found: dict[tuple[int, int], list[tuple[date, int]]] = defaultdict(list)
    for index, (series, split, period) in enumerate(zip(cube.series, cube.split, cube.period, strict=True)):
        span = cube.spans[period]
        if isinstance(span, Span) and span.months == 12:
            found[series, split].append((span.start, index))
    return [[index for _, index in sorted(rows)] for rows in found.values() if len(rows) > 1]


def _comparable(table: Table, terms: Terms, role: str) -> dict[int, float]:
    """The numbers of a role that can be held against other years, by the index of their row."""
    measures = dict(terms.standard.measures)
    least = terms.thresholds.min_denominator
    numbers: dict[int, float] = {}
    for index, (measure_id, number) in enumerate(zip(table.text("measure_id"), table.numbers(role), strict=True)):
        measure = measures.get(measure_id)
        if measure is None or number is None or number <= 0:
            continue
        # Few persons can become many, and a base that is expected is not counted.
        if role == "denominator" and number >= least and measure.kind.has_counted_base:
            numbers[index] = number
        if role == "value" and measure.kind.pooling == "mean" and not _range_fault(measure, number):
            numbers[index] = number
    return numbers


def _absurd(numbers: Sequence[tuple[int, float]]) -> Iterator[tuple[int, int]]:
    """Each index whose number is far from what is usual in the series, and the index of one that is usual."""
    if len(numbers) < 2:
        return
    usual = numbers[0][1] if len(numbers) == 2 else median(number for _, number in numbers)
    far = [index for index, number in numbers if not usual / _ABSURD_RATIO < number < usual * _ABSURD_RATIO]
    near = [index for index, _ in numbers if index not in far]
    for index in far if near else ():
        yield index, near[0]
