"""
Placed children in Finnish municipalities, 2000-2021, as rows of the system that an attacker solves.

The publisher hides counts below five and nothing more, so much can be worked out. An empty cell is a count of 0-4.
"""

from __future__ import annotations

import csv
import dataclasses
from collections import defaultdict
from datetime import date
from typing import TYPE_CHECKING, Final

from open_comparisons.disclosure.counts import Scope
from open_comparisons.disclosure.system import CountRow, Key, ReleaseRows
from open_comparisons.standard.model import Code
from open_comparisons.standard.statuses import FEW, OK
from open_comparisons.standard.text import Text

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from open_comparisons.standard.model import Standard

SOURCE_FOLDER: Final = "sotkanet-out-of-home-care"
FILE: Final = "sotkanet_out_of_home_care_2000_2021.csv"
GROUP: Final = "barn"
MEASURE: Final = "placerade"
AGES: Final = {"0_6": "0-6", "7_12": "7-12", "13_17": "13-17"}
SEXES: Final = {"female": "K", "male": "M"}


def finnish(standard: Standard) -> Standard:
    """The Swedish standard with one measure: children placed, of all children, by sex and by age."""
    share = standard.measures["planerat-avslut"]
    measure = dataclasses.replace(
        share, id=MEASURE, base="barn", denominator_unit="unga", excludes=(), adds_over=("kon", "alder")
    )
    ages = tuple(Code(code, Text(code, code)) for code in AGES.values())
    dimensions = tuple(
        dataclasses.replace(dimension, codes=ages) if dimension.name == "alder" else dimension
        for dimension in standard.dimensions
        if dimension.name != "lagrum"
    )
    return dataclasses.replace(standard, measures={MEASURE: measure}, dimensions=dimensions, target_groups={})


def municipalities(folder: Path, standard: Standard) -> Iterator[tuple[str, ReleaseRows]]:
    """Each municipality's rows: every year, by sex, by age, and by both."""
    found: dict[str, list[CountRow]] = defaultdict(list)
    with (folder / FILE).open(encoding="utf-8", newline="") as handle:
        for line in csv.DictReader(handle):
            if line["region_class"] != "KUNTA":
                continue
            sex = (("kon", SEXES[line["gender"]]),) if line["gender"] in SEXES else ()
            for name, code in {"0_17": "", **AGES}.items():
                split = tuple(sorted((*sex, *((("alder", code),) if code else ()))))
                found[line["region_id"]].append(_row(line, name, split))
    for region, rows in sorted(found.items()):
        yield region, ReleaseRows("2021", tuple(rows), frozenset(), standard.thresholds)


def _row(line: dict[str, str], ages: str, split: tuple[tuple[str, str], ...]) -> CountRow:
    year, placed = int(line["year"]), line[f"placed_{ages}"]
    key = Key(MEASURE, "1.0", "", Scope("", GROUP, date(year, 1, 1), date(year, 12, 31), split))
    count = float(placed) if placed else None
    return CountRow(key, FEW if count is None else OK, numerator=count, denominator=float(line[f"pop_{ages}"]))
