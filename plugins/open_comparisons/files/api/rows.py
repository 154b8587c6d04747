"""ComparedRow rows as JSON: the lines of `jamforelse.csv` with English names, so that both say the same."""

from __future__ import annotations

import csv
import json
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any, Final

from open_comparisons.files.release.data_package import both
from open_comparisons.files.release.fields import STRING
from open_comparisons.standard.model import STATUSES, WITH_FIGURE

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from open_comparisons.files.release.downloads import Comparison
    from open_comparisons.files.release.fields import FileColumn
    from open_comparisons.standard.model import Standard

IN_THE_HEAD: Final = ("method_version", "standard_version")
"""The same in all rows, and so told once per file."""
OF_A_GROUP: Final = ("reference", "reference_low", "reference_high", "reference_providers")
"""What a comparison says of all providers together."""
OF_A_FIGURE: Final = ("numerator", "value", "lower_95", "upper_95", "lower_998", "upper_998")
"""What a hidden row cannot have."""


@dataclass(frozen=True, slots=True)
class Rows:
    """
    The rows of a compared release.

    Attributes:
        fields: Their columns.
        lines: Each row as a JSON array.
        group_lines: What is said of all providers together, as JSON arrays, each with the target group before it.
    """

    fields: tuple[FileColumn, ...]
    lines: tuple[str, ...]
    group_lines: tuple[tuple[str, str], ...]


def row_fields(fields: Sequence[FileColumn]) -> tuple[FileColumn, ...]:
    """The columns of rows, from those of `jamforelse.csv`."""
    return tuple(one for one in fields if one.key not in IN_THE_HEAD)


def group_fields(fields: Sequence[FileColumn], standard: Standard) -> tuple[FileColumn, ...]:
    """The columns of what is said of all providers of a target group together."""
    of_rows = {role for role in standard.key if role not in {"provider_id", "unit_id", "target_group"}}
    names = {standard.column_name(role) for role in of_rows}
    return tuple(one for one in fields if one.name in names or one.key in OF_A_GROUP)


def api_rows(comparison: Comparison, fields: Sequence[FileColumn], standard: Standard) -> Rows:
    """The lines of `jamforelse.csv` as JSON; a blank cell is null, and a number stands as it stands there."""
    kept = row_fields(fields)
    together = group_fields(fields, standard)
    place = {one.key: number for number, one in enumerate(fields)}
    takes = [(place[one.key], one.type == STRING) for one in kept]
    group_takes = [(place[one.key], one.type == STRING) for one in together]
    group, unit, reference = place["target_group"], place.get("unit_id"), place["reference"]
    # Most texts come many times.
    quoted = cache(lambda text: json.dumps(text, ensure_ascii=False))

    def written(cells: Sequence[str], which: Iterable[tuple[int, bool]]) -> str:
        parts = [
            "null" if not (cell := cells[number]) else quoted(cell) if is_text else cell for number, is_text in which
        ]
        return f"[{','.join(parts)}]"

    lines: list[str] = []
    groups: dict[tuple[str, str], None] = {}
    for cells in csv.reader(comparison.lines):
        lines.append(written(cells, takes))
        if cells[reference] and (unit is None or not cells[unit]):
            groups[cells[group], written(cells, group_takes)] = None
    return Rows(kept, tuple(lines), tuple(groups))


def rows_schema(fields: Sequence[FileColumn]) -> dict[str, Any]:
    """The JSON Schema of rows with these columns: each cell by its place, and that a hidden row has no figure."""
    keys = [one.key for one in fields]
    schema: dict[str, Any] = {
        "type": "array",
        "items": {
            "type": "array",
            "prefixItems": [_cell(one) for one in fields],
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


def _cell(of: FileColumn) -> dict[str, Any]:
    described: dict[str, Any] = {
        "title": both(of.title),
        "description": both(of.description),
        "type": of.type if of.required else [of.type, "null"],
    }
    if of.codes:
        described["enum"] = [*of.codes, *([] if of.required else [None])]
    return {name: value for name, value in described.items() if value}
