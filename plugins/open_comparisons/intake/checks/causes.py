"""Which problems are kept: one mistake gives one message, and what concerns the whole file comes alone."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Final

from open_comparisons.errors import Problem
from open_comparisons.standard.model import Column

_RATE: Final = frozenset({"rate-differs-from-bases", "rate-of-no-whole-number", "rate-too-low-for-larger-base"})
_WRONG_VALUE: Final = frozenset({"too-many-decimals", "value-disagrees-with-parts"})
_WRONG_BASE: Final = frozenset(
    {
        *("base-differs-between-measures", "base-above-larger-base"),
        *("base-differs-from-larger-base", "base-differs-from-numerator"),
    }
)

IN_THE_ROW: Final[Mapping[str, frozenset[str]]] = MappingProxyType(
    {
        "fraction-for-percent": _WRONG_VALUE,
        "response-rate-as-fraction": _RATE | {"response-rate-below-threshold"},
        "amount-in-thousands": _WRONG_VALUE,
        "implausible-number": _WRONG_VALUE,
        "negative-number": _WRONG_VALUE,
        "total-differs-from-parts": frozenset({"value-disagrees-with-parts"}),
        "numbers-swapped": _WRONG_BASE
        | {
            *("numerator-above-denominator", "persons-above-denominator", "small-number-shown"),
            *("total-differs-from-parts", "far-from-other-years"),
        },
        "far-from-other-years": _WRONG_BASE | {"value-disagrees-with-parts"},
        "figures-of-absent-measure": frozenset({"missing-number", "missing-instrument"}),
        "one-day-period": frozenset({"price-too-early", "breakdown-outside-window"}),
        "blank-below-filled": frozenset(
            {*("missing-value", "missing-code", "row-differs-from-directory"), "duplicate-key", "overlapping-periods"}
        ),
    }
)
"""By the code of a cause, those of the problems in its row that go away with it."""

IN_THE_CELL: Final[Mapping[str, frozenset[str]]] = MappingProxyType(
    {
        "missing-code": frozenset({"missing-value", "row-differs-from-directory"}),
        "missing-value": frozenset({"row-differs-from-directory"}),
        "unknown-area-code": frozenset({"row-differs-from-directory"}),
        "unknown-code": frozenset({"row-differs-from-directory"}),
    }
)
"""By the code of a cause, those of the problems in its cell that say the same with fewer words."""

OF_THE_FILE: Final = frozenset(
    {
        *("empty-file", "no-rows", "not-a-text-file", "not-a-table", "garbled-file", "unclear-encoding"),
        *("no-headings", "other-sheet", "headings-not-first", "missing-column", "misspelt-column", "headings-swapped"),
        "person-rows",
    }
)
"""Problems of the whole file: until they are mended, what is said of its cells is of no use."""

_BESIDE: Final = frozenset(
    {
        *("unknown-column", "duplicate-column", "column-without-name", "broken-quoting"),
        *("personal-number-in-text", "personal-number-as-identifier"),
    }
)
"""Problems that are shown beside those of the whole file: of its headings, and where a person must be protected."""


def keep_causes(problems: Sequence[Problem], columns: Sequence[Column]) -> list[Problem]:
    """
    The problems that a person has to mend, without those that only follow from another.

    Args:
        problems: All problems of a file.
        columns: The columns that the standard declares for the file.
    """
    optional = {column.name for column in columns if not column.required}
    needed = [each for each in problems if each.code != "missing-column" or each.column not in optional]
    if any(each.code in OF_THE_FILE for each in needed):
        return [each for each in needed if each.code in OF_THE_FILE | _BESIDE]
    in_row: dict[int, set[str]] = defaultdict(set)
    in_cell: dict[tuple[int, str], set[str]] = defaultdict(set)
    for each in problems:
        in_row[each.row] |= IN_THE_ROW.get(each.code, frozenset())
        in_cell[each.row, each.column] |= IN_THE_CELL.get(each.code, frozenset())
    return [each for each in problems if each.code not in in_row[each.row] | in_cell[each.row, each.column]]
