"""The one way to write a cell: what may be spelt in several ways is compared, and stored, in this form."""

from collections.abc import Mapping

from open_comparisons.standard.model import Standard
from open_comparisons.standard.periods import canonical_period, span_of


def totals_of(standard: Standard) -> dict[str, str]:
    """The code for everyone in each dimension, by its role."""
    return {dimension.name: dimension.total for dimension in standard.dimensions}


def canonical_cell(cell: str, role: str, totals: Mapping[str, str]) -> str:
    """
    A cell of a text column in canonical form: one spelling of each period, and the total where a dimension is blank.

    Args:
        cell: The text; a period that cannot be read stays as it is.
        role: The role of its column.
        totals: From `totals_of`.
    """
    if role == "period":
        span = span_of(cell)
        return canonical_period(span) if span else cell
    return cell or totals.get(role, "")


def number_text(number: float | None, decimals: int = 0) -> str:
    """A number with at least these decimals, more where it has more, and no separators; "" where there is none."""
    if number is None:
        return ""
    fixed = f"{number:.{decimals}f}"
    return fixed if float(fixed) == number else repr(number)
