"""Cells and lines of CSV files."""

import csv
import math
from collections.abc import Iterable, Sequence
from typing import Final

from open_comparisons.standard.model import Measure
from open_comparisons.standard.rounding import round_half_away

PERCENT_DECIMALS: Final = 1


def in_unit(value: float, measure: Measure) -> str:
    """An estimate in the form of files: in the measure's unit, shares in percent with a decimal; "" where missing."""
    if math.isnan(value):
        return ""
    if measure.is_share:
        return plain_number(round_half_away(value * 100, max(measure.decimals, PERCENT_DECIMALS)))
    return plain_number(round_half_away(value, max(measure.decimals, 2)))


def in_file_scale(value: str | float | None, role: str, measure: Measure) -> str:
    """A cell of a protected table in the form of files: shares in percent, "" where blank."""
    if value is None or isinstance(value, str):
        return value or ""
    if role == "value" and measure.is_share:
        return plain_number(round_half_away(value * 100, measure.decimals))
    if role == "response_rate":
        return plain_number(round_half_away(value * 100, 1))
    return plain_number(value)


def plain_number(value: float) -> str:
    """A number without needless decimals; "" where missing."""
    if math.isnan(value):
        return ""
    return str(int(value)) if float(value).is_integer() else repr(float(value))


def csv_lines(head: Sequence[str], rows: Iterable[Sequence[str]]) -> list[str]:
    """A CSV file as its lines, each with its line break."""
    lines: list[str] = []
    writer = csv.writer(_Lines(lines), lineterminator="\n")
    writer.writerow(head)
    writer.writerows(rows)
    return lines


class _Lines:
    """A list of lines with the interface of a file, for a CSV writer."""

    def __init__(self, lines: list[str]) -> None:
        self.write = lines.append
