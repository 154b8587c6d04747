"""Disclosure control: the primary rule, and the one place where a `ProtectedTable` is made."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True, slots=True)
class ProtectedTable:
    """
    Checked rows of one release that may be published; nothing after intake takes anything else.

    `columns` maps a role (the English column name, or a dimension's own name) to one value per row; all are equally
    long and rows are sorted by key. Text is "" where blank, numbers are None where blank. Roles:

    - provider_id, provider (slug of the directory), unit_id, unit_name, target_group, measure_id, measure_version
    - period (canonical spelling), start, end (dates, ends included), cohort, instrument
    - one column per dimension of the standard, with its code
    - numerator, denominator, persons: as given; value, standard_deviation: in code's scale, so a share is 0-1 and all
      else is in the measure's unit; response_rate: 0-1
    - status, reason, source, comment, row (line in the file it came from)
    """

    dataset: str
    release: str
    columns: Mapping[str, tuple[Any, ...]]

    def __len__(self) -> int:
        return len(self.columns["status"])
