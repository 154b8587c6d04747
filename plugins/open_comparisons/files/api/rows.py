"""Compared rows as JSON: the lines of `jamforelse.csv` with English names, so that the two agree."""

import csv
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, Final

from open_comparisons.files.release.descriptions import both
from open_comparisons.files.release.downloads import Comparison
from open_comparisons.files.release.fields import STRING, FileColumn
from open_comparisons.standard.model import Standard
from open_comparisons.standard.statuses import STATUSES, WITH_FIGURE

IN_THE_HEAD: Final = ("method_version", "standard_version")
"""Columns with the same cell in all rows, given once per file instead."""
OF_A_GROUP: Final = ("reference", "reference_low", "reference_high", "reference_providers")
"""Columns about all providers of a group together."""
OF_A_FIGURE: Final = (
    *("numerator", "value", "lower_95", "upper_95", "lower_998", "upper_998"),
    *("nonresponse_low", "nonresponse_high"),
)
"""Columns that are blank in a hidden row."""


@dataclass(frozen=True, slots=True)
class Rows:
    """
    The rows of a compared release.

    Attributes:
        fields: Their columns.
        lines: Each row as a JSON array.
        group_lines: The group values, as pairs of a target group and a JSON array.
    """

    fields: tuple[FileColumn, ...]
    lines: tuple[str, ...]
    group_lines: tuple[tuple[str, str], ...]


def row_fields(fields: Sequence[FileColumn]) -> tuple[FileColumn, ...]:
    """The columns of rows, from those of `jamforelse.csv`."""
    return tuple(column for column in fields if column.key not in IN_THE_HEAD)


def group_fields(fields: Sequence[FileColumn], standard: Standard) -> tuple[FileColumn, ...]:
    """The columns of group values, from those of `jamforelse.csv`."""
    of_rows = {role for role in standard.key if role not in {"provider_id", "unit_id", "target_group"}}
    names = {standard.column_name(role) for role in of_rows}
    return tuple(column for column in fields if column.name in names or column.key in OF_A_GROUP)


def api_rows(comparison: Comparison, fields: Sequence[FileColumn], standard: Standard) -> Rows:
    """The lines of `jamforelse.csv` as JSON; a blank cell is null, and a number keeps its digits."""
    kept = row_fields(fields)
    together = group_fields(fields, standard)
    place = {column.key: number for number, column in enumerate(fields)}
    takes = [(place[column.key], column.type == STRING) for column in kept]
    group_takes = [(place[column.key], column.type == STRING) for column in together]
    group, unit, reference = place["target_group"], place.get("unit_id"), place["reference"]
    # Most texts occur many times.
    quoted = cache(lambda text: json.dumps(text, ensure_ascii=False))

    def as_json(cells: Sequence[str], which: Iterable[tuple[int, bool]]) -> str:
        parts = [
            "null" if not (cell := cells[number]) else quoted(cell) if is_text else cell for number, is_text in which
        ]
        return f"[{','.join(parts)}]"

    lines: list[str] = []
    groups: dict[tuple[str, str], None] = {}
    for cells in csv.reader(comparison.lines):
        lines.append(as_json(cells, takes))
        if cells[reference] and (unit is None or not cells[unit]):
            groups[cells[group], as_json(cells, group_takes)] = None
    return Rows(kept, tuple(lines), tuple(groups))


def rows_schema(fields: Sequence[FileColumn]) -> dict[str, Any]:
    """The JSON Schema of rows with these columns: each cell by its position, and no figure in a hidden row."""
    keys = [column.key for column in fields]
    schema: dict[str, Any] = {
        "type": "array",
        "items": {
            "type": "array",
            "prefixItems": [_cell(column) for column in fields],
            "minItems": len(fields),
            "maxItems": len(fields),
        },
    }
    if "status" in keys:
        hidden = [status for status in STATUSES if status not in WITH_FIGURE]
        is_hidden = [{"enum": hidden} if key == "status" else True for key in keys]
        has_none = [{"type": "null"} if key in OF_A_FIGURE else True for key in keys]
        schema["items"] |= {"if": {"prefixItems": is_hidden}, "then": {"prefixItems": has_none}}
    return schema


def _cell(column: FileColumn) -> dict[str, Any]:
    described: dict[str, Any] = {
        "title": both(column.title),
        "description": both(column.description),
        "type": column.type if column.required else [column.type, "null"],
    }
    if column.codes:
        described["enum"] = [*column.codes, *([] if column.required else [None])]
    return {name: value for name, value in described.items() if value}
