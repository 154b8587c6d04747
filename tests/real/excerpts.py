"""Reading a publisher's tables in tests, and small copies of them in a folder of the tests' own."""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection
    from pathlib import Path


def read_csv(path: Path) -> list[dict[str, str]]:
    """The rows of a CSV file."""
    with path.open(encoding="utf-8-sig", newline="") as handle:
        return list(csv.DictReader(handle))


def keep_rows(source: Path, target: Path, column: str, kept: Collection[str]) -> None:
    """Copy the rows of a CSV file whose cell in the column is among those kept; all rows where there is no column."""
    rows = read_csv(source)
    target.parent.mkdir(parents=True, exist_ok=True)
    with target.open("w", encoding="utf-8", newline="") as handle:
        writer = csv.DictWriter(handle, list(rows[0]))
        writer.writeheader()
        writer.writerows(row for row in rows if row.get(column, "") in kept or column not in row)
