"""The rows of a checked table as the engine takes them, by provider."""

from collections import defaultdict

from open_comparisons.disclosure.counts import Scope
from open_comparisons.disclosure.system import CountRow, Key
from open_comparisons.intake.cells import Table
from open_comparisons.standard.model import Standard
from open_comparisons.standard.periods import parse_period


def provider_rows(table: Table, standard: Standard) -> dict[str, list[tuple[int, CountRow]]]:
    """The rows of a checked table by provider id, each with its index."""
    roles = ("measure_id", "measure_version", "instrument", "unit_id", "target_group", "period", "status", "reason")
    numbers = ("numerator", "denominator", "persons", "value", "response_rate")
    dimensions = [(dimension.name, dimension.total) for dimension in standard.dimensions]
    codes = zip(*(table.text(name) for name, _ in dimensions), strict=True) if dimensions else [()] * len(table)
    rows: dict[str, list[tuple[int, CountRow]]] = defaultdict(list)
    for index, (provider, split, cells, counts) in enumerate(
        zip(
            table.text("provider_id"),
            codes,
            zip(*map(table.text, roles), strict=True),
            zip(*map(table.numbers, numbers), strict=True),
            strict=True,
        )
    ):
        measure, version, instrument, unit, group, period, status, reason = cells
        span = parse_period(period)
        parts = tuple(
            (name, code) for (name, total), code in zip(dimensions, split, strict=True) if code not in {"", total}
        )
        key = Key(measure, version, instrument, Scope(unit, group, span.start, span.end, parts))
        figures = dict(zip(numbers, counts, strict=True))
        percent = figures["response_rate"]
        figures["response_rate"] = None if percent is None else percent / 100
        rows[provider].append((index, CountRow(key, status, reason, **figures)))
    return dict(rows)
