"""Rows that the metadata of a release lists, as corrected or as opened, and the reason that it gives for each."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from open_comparisons.intake.metadata import by_role, text

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from open_comparisons.standard.model import Standard, Text


@dataclass(frozen=True, slots=True)
class Listed:
    """
    The rows that a list of a release names.

    Attributes:
        reasons: By the roles that an entry of the list names, and the cells it has for them. A role that an entry
            leaves out stands for any cell.
    """

    reasons: Mapping[tuple[str, ...], Mapping[tuple[str, ...], Text]]

    def reason(self, columns: Mapping[str, Sequence[Any]], index: int) -> Text | None:
        """Why a row of a table (by its columns and its place) is listed; None where it is not."""
        for roles, reasons in self.reasons.items():
            found = reasons.get(tuple(columns[role][index] for role in roles))
            if found is not None:
                return found
        return None


def reasons_for(metadata: Mapping[str, Any], name: str, standard: Standard, roles: Collection[str]) -> Listed:
    """
    A list of a release, such as "corrections" or "opened".

    Args:
        metadata: The content of `metadata.json`.
        name: Of the list in it.
        standard: For its columns.
        roles: Of the table whose rows are looked for; an entry is read by these alone.
    """
    entries = metadata.get(name)
    reasons: dict[tuple[str, ...], dict[tuple[str, ...], Text]] = defaultdict(dict)
    for entry in entries if isinstance(entries, list) else ():
        if isinstance(entry, dict) and isinstance(entry.get("key"), dict):
            key = {role: cell for role, cell in by_role(entry["key"], standard).items() if role in roles}
            reasons[tuple(key)].setdefault(tuple(key.values()), text(entry.get("reason")))
    return Listed(reasons)
