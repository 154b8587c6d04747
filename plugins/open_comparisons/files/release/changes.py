"""The changes between two releases as files: a line per value in CSV, and all of it in JSON."""

import json
from typing import Any, Final

from open_comparisons.files.release.cells import csv_lines, in_file_scale
from open_comparisons.intake.protected_table import NUMBERS
from open_comparisons.site.changes import KINDS, Changes, Period, Side, ValueChange
from open_comparisons.standard.model import Standard

_SIDES: Final = ("fore", "efter")


def changes_csv(changes: Changes, standard: Standard) -> str:
    """A line per changed value: its key, the kind of change, status and numbers before and after, and the reason."""
    head = [
        *(standard.column_name(role) for role in standard.key),
        "andring",
        *(f"{name}_{side}" for side in _SIDES for name in ("status", *map(standard.column_name, NUMBERS))),
        *("skal_sv", "skal_en", "kalla"),
    ]
    source = changes.title.both
    lines = (
        [
            *row.key.values(),
            row.kind,
            *(cell for side in (row.old, row.new) for cell in _cells(side, row, standard)),
            *((row.reason.sv or "", row.reason.en or "") if row.reason else ("", "")),
            source,
        ]
        for row in changes.rows
    )
    return "".join(csv_lines(head, lines))


def changes_json(changes: Changes, standard: Standard) -> str:
    """The changed values, the number of each kind, and the periods that only one of the releases has."""

    def side(of: Side | None, row: ValueChange) -> dict[str, Any] | None:
        if of is None:
            return None
        measure = standard.measures[row.key["measure_id"]]
        return {"status": of.status} | {
            role: float(in_file_scale(number, role, measure)) for role, number in of.numbers.items()
        }

    content = {
        "dataset": changes.dataset,
        "old": changes.old or None,
        "new": changes.new,
        "source": changes.title.both,
        "count": {kind: changes.count[kind] for kind in KINDS},
        "begun": [_period(period) for period in changes.begun],
        "ended": [_period(period) for period in changes.ended],
        "changes": [
            {
                "key": dict(row.key),
                "change": row.kind,
                "old": side(row.old, row),
                "new": side(row.new, row),
                "reason": {"sv": row.reason.sv, "en": row.reason.en} if row.reason else None,
            }
            for row in changes.rows
        ],
    }
    return json.dumps(content, ensure_ascii=False, indent=1) + "\n"


def _cells(side: Side | None, row: ValueChange, standard: Standard) -> list[str]:
    if side is None:
        return [""] * (1 + len(NUMBERS))
    measure = standard.measures[row.key["measure_id"]]
    return [side.status, *(in_file_scale(side.numbers.get(role), role, measure) for role in NUMBERS)]


def _period(period: Period) -> dict[str, Any]:
    return {name: getattr(period, name) for name in period.__slots__}
