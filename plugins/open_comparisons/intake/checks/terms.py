"""The terms that a file is checked by: the standard, the directory of providers, and the limits of a release."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from open_comparisons.intake.cells import Table
from open_comparisons.intake.provider import Provider
from open_comparisons.intake.wording import quote_cell
from open_comparisons.standard.identifiers import ORGNR_LUHN, orgnr_fault
from open_comparisons.standard.model import Standard, Thresholds


@dataclass(frozen=True, slots=True)
class Terms:
    """
    The terms that a file is checked by.

    Attributes:
        standard: Columns, codes, measures and dimensions.
        thresholds: Limits of disclosure control; the standard's, or the release's own.
        providers: The directory by provider id; None when there is none.
        dataset: The dataset the file belongs to; None when unknown.
        latest: Last day that a period may include; None when unknown.
        standard_version: The version the release was made for; where it is an older one, older versions of measures
            are accepted.
        protected_by: The official publisher whose rule replaces the primary rule; None for our own submitters.
        opened: Grid rules that the release opens with a reason, by the code of the check.
    """

    standard: Standard
    thresholds: Thresholds
    providers: Mapping[str, Provider] | None = None
    dataset: str | None = None
    latest: date | None = None
    standard_version: str | None = None
    protected_by: str | None = None
    opened: frozenset[str] = frozenset()

    @property
    def own_rule(self) -> bool:
        """True where our primary rule applies."""
        return self.protected_by is None

    def knows_version(self, version: str, current: str) -> bool:
        """True where a version of a measure may be used: the current one, or an earlier one in an earlier release."""
        if version == current:
            return True
        made_for = self.standard_version or self.standard.version
        return _version(made_for) < _version(self.standard.version) and _version(version) < _version(current)

    def key_text(self, table: Table, index: int) -> str:
        """The key of a row as "column=value, ...", for messages. No part of a key has to stay hidden."""
        cells = {role: table.text(role)[index] for role in self.standard.key}
        checked = self.standard.identifiers.get("provider_id") == ORGNR_LUHN
        cells = {
            role: cell if checked and role == "provider_id" and not orgnr_fault(cell) else quote_cell(cell)
            for role, cell in cells.items()
        }
        return ", ".join(f"{table.name(role)}={cell}" for role, cell in cells.items() if cell.strip("…"))


def _version(text: str) -> tuple[int, ...]:
    return tuple(int(part) if part.isdecimal() else 0 for part in text.split("."))
