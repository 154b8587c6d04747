"""Rows that the metadata of a release lists, as corrected or as opened, and the reason that it gives for each."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from open_comparisons.intake.fields import text
from open_comparisons.intake.metadata import by_role
from open_comparisons.standard.model import Standard
from open_comparisons.standard.text import Text


@dataclass(frozen=True, slots=True)
class ListedRows:
    """
    The rows that a list in the metadata of a release names.

    Attributes:
        reasons: By the roles that an entry of the list names, and the cells it has for them. A role that an entry
            leaves out matches any cell.
    """

    reasons: Mapping[tuple[str, ...], Mapping[tuple[str, ...], Text]]

    def reason(self, columns: Mapping[str, Sequence[Any]], index: int) -> Text | None:
        """The reason given for a row of a table (its columns, and the row's index); None where it is not listed."""
        for roles, reasons in self.reasons.items():
            reason = reasons.get(tuple(columns[role][index] for role in roles))
            if reason is not None:
                return reason
        return None


def reasons_for(metadata: Mapping[str, Any], name: str, standard: Standard, roles: Collection[str]) -> ListedRows:
    """
    A list of a release, such as "corrections" or "opened".

    Args:
        metadata: The content of `metadata.json`.
        name: The name of the list in it.
        standard: The standard, for its columns.
        roles: The roles of the table to look for rows in; other roles of an entry are ignored.
    """
    entries = metadata.get(name)
    reasons: dict[tuple[str, ...], dict[tuple[str, ...], Text]] = defaultdict(dict)
    for entry in entries if isinstance(entries, list) else ():
        if isinstance(entry, dict) and isinstance(entry.get("key"), dict):
            key = {role: cell for role, cell in by_role(entry["key"], standard).items() if role in roles}
            reasons[tuple(key)].setdefault(tuple(key.values()), text(entry.get("reason")))
    return ListedRows(reasons)
