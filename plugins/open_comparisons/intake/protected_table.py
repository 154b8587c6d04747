"""Disclosure control: the primary rule, and the one place where a `ProtectedTable` is made."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from types import MappingProxyType
from typing import Any, Final

from open_comparisons.intake.cells import Table
from open_comparisons.standard.model import Standard
from open_comparisons.standard.periods import canonical_period, parse_period
from open_comparisons.standard.statuses import ALL_BUT_FEW, FEW, LOW_RESPONSE, MISSING, NOT_APPLICABLE, OK, SUPPRESSED

NUMBERS: Final = ("numerator", "denominator", "persons", "value", "standard_deviation", "response_rate")
_BASE: Final = frozenset({"denominator", "persons", "response_rate"})
PERMITTED: Final[Mapping[str, frozenset[str]]] = MappingProxyType(
    {
        OK: frozenset(NUMBERS),
        FEW: _BASE,
        ALL_BUT_FEW: _BASE,
        SUPPRESSED: _BASE,
        LOW_RESPONSE: frozenset({"response_rate"}),
        MISSING: frozenset(),
        NOT_APPLICABLE: frozenset(),
    }
)
"""The numbers that a row with each status may carry."""

_TEXTS: Final = ("unit_id", "unit_name", "target_group", "measure_id", "measure_version", "cohort", "instrument")
_REMARKS: Final = ("reason", "source", "comment")


@dataclass(frozen=True, slots=True)
class ProtectedTable:
    """
    Checked rows of one release that may be published; the only form in which rows leave intake.

    `columns` maps a role (the English column name, or a dimension's own name) to one value per row; all are equally
    long and rows are sorted by key. Text is "" where blank, numbers are None where blank. Roles:

    - provider_id, provider (slug of the directory), unit_id, unit_name, target_group, measure_id, measure_version
    - period (canonical spelling), start, end (dates, ends included), cohort, instrument
    - one column per dimension of the standard, with its code
    - numerator, denominator, persons: as given; value, standard_deviation: a fraction (0-1) for a share, else in the
      measure's unit; response_rate: 0-1
    - status, reason, source, comment, row (line in the file it came from)
    """

    dataset: str
    release: str
    columns: Mapping[str, tuple[Any, ...]]

    def __len__(self) -> int:
        return len(self.columns["status"])


def disclosure_status(
    numerator: float | None, denominator: float | None, *, min_denominator: float, min_count: float
) -> str:
    """
    The status that the primary rule gives to a share, or to a mean or amount, which has no numerator.

    Args:
        numerator: Persons with the outcome; None where the measure counts none.
        denominator: Persons asked; None where the measure has no base, as a count.
        min_denominator: Smallest base that is shown, in persons.
        min_count: Smallest count, and smallest complement, that may be shown.

    Returns:
        "skyddad" for a small base, "liten-taljare" or "liten-rest" for a small count or complement, else "ok".
    """
    if denominator is not None and denominator < min_denominator:
        return SUPPRESSED
    if numerator is None:
        return OK
    if numerator < min_count:
        return FEW
    if denominator is not None and denominator - numerator < min_count:
        return ALL_BUT_FEW
    return OK


def protected_table(
    dataset: str, release: str, tables: Sequence[Table], standard: Standard, slugs: Mapping[str, str]
) -> ProtectedTable:
    """
    Make the protected table of a release from checked tables.

    Numbers that the status of their row does not permit are left out here whatever the tables hold.

    Args:
        dataset: The dataset's name.
        release: The release's date.
        tables: Tables without problems, one per submission.
        standard: The standard, for its columns, dimensions and measures.
        slugs: Provider id to the slug of the directory.
    """

    def joined(read: Callable[[Table], Sequence[Any]]) -> list[Any]:
        return list(chain.from_iterable(map(read, tables)))

    def text(role: str) -> list[str]:
        return joined(lambda table: table.text(role))

    def numbers(role: str) -> list[Any]:
        return joined(lambda table: table.numbers(role))

    spans = {period: parse_period(period) for period in set(text("period"))}
    canonical = {period: canonical_period(span) for period, span in spans.items()}
    periods, statuses, providers = text("period"), text("status"), text("provider_id")
    columns: dict[str, list[Any]] = {
        "provider_id": providers,
        "provider": [slugs.get(provider, "") for provider in providers],
        **{role: text(role) for role in _TEXTS},
        "period": [canonical[period] for period in periods],
        "start": [spans[period].start for period in periods],
        "end": [spans[period].end for period in periods],
        **{
            dimension.name: [code or dimension.total for code in text(dimension.name)]
            for dimension in standard.dimensions
        },
    }
    shares = {measure.id for measure in standard.measures.values() if measure.is_share}
    is_share = [measure in shares for measure in columns["measure_id"]]
    for role in NUMBERS:
        permitted = {status for status, roles in PERMITTED.items() if role in roles}
        columns[role] = [
            number if status in permitted else None for number, status in zip(numbers(role), statuses, strict=True)
        ]
    for role in ("value", "standard_deviation"):
        columns[role] = [
            number / 100 if share and number is not None else number
            for number, share in zip(columns[role], is_share, strict=True)
        ]
    columns["response_rate"] = [None if rate is None else rate / 100 for rate in columns["response_rate"]]
    columns |= {"status": statuses, **{role: text(role) for role in _REMARKS}, "row": joined(lambda table: table.rows)}
    order = _order(columns, standard)
    return ProtectedTable(
        dataset,
        release,
        MappingProxyType({role: tuple(map(cells.__getitem__, order)) for role, cells in columns.items()}),
    )


def _order(columns: Mapping[str, Sequence[Any]], standard: Standard) -> list[int]:
    """Row indexes in the order of the key; the provider by its slug and the period by its days."""
    stand_in = {"provider_id": ("provider",), "period": ("start", "end")}
    roles = [part for role in standard.key for part in stand_in.get(role, (role,)) if part in columns]
    keys = list(zip(*(columns[role] for role in roles), strict=True))
    return sorted(range(len(keys)), key=keys.__getitem__)
