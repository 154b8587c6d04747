"""The report on a protected file, in plain words: what is hidden and why; never a number of a row."""

from __future__ import annotations

from collections import Counter, defaultdict
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from open_comparisons.disclosure.pattern import BaseCell
from open_comparisons.disclosure.protect import BEFORE, LINKED, PART, SMALL_BASE, SMALL_REST, TOTAL, UNIT, YEARS
from open_comparisons.intake.wording import shown
from open_comparisons.standard.model import BANDED, OK, SUPPRESSED, Text

if TYPE_CHECKING:
    from collections.abc import Mapping

    from open_comparisons.disclosure.protect import ProtectedRows
    from open_comparisons.disclosure.protect_file import ProtectedFile
    from open_comparisons.disclosure.system import CountRow, Key
    from open_comparisons.standard.model import Standard

SMALL_COUNT: Final = "small-count"

COUNTS: Final[Mapping[str, Text]] = MappingProxyType(
    {
        "shown": Text("rader visas", "rows are shown"),
        "range": Text("rader visas som ett intervall", "rows are shown as a range"),
        "blank": Text("rader visas utan antal, med basen kvar", "rows are shown without the count, the base kept"),
        "hidden": Text("rader är helt dolda", "rows are hidden altogether"),
        "standing": Text("rader hade inga uppgifter och står som de var", "rows had no figures and stand as they were"),
    }
)

REASONS: Final[Mapping[str, Text]] = MappingProxyType(
    {
        SMALL_BASE: Text("Basen är för liten för att visas", "The base is too small to be shown"),
        SMALL_REST: Text(
            "Så få står utanför en känslig bas att de skulle bli kända",
            "So few are outside a sensitive base that they would be known",
        ),
        SMALL_COUNT: Text(
            "Antalet, eller resten, är litet: ett intervall visas i stället",
            "The count, or the rest, is small: a range is shown instead",
        ),
        BEFORE: Text("Dold i en tidigare utgåva, och förblir det", "Hidden in an earlier release, and stays so"),
        TOTAL: Text(
            "Totalen döljs, annars går en dold del att räkna ut",
            "The total is hidden, or a hidden part could be worked out",
        ),
        PART: Text(
            "Delen döljs, annars går en annan dold del eller totalen att räkna ut",
            "The part is hidden, or another hidden part or the total could be worked out",
        ),
        YEARS: Text(
            "Perioden döljs, annars går en annan dold period att räkna ut",
            "The period is hidden, or another hidden period could be worked out",
        ),
        UNIT: Text(
            "Enheten döljs, annars går en annan dold enhet att räkna ut",
            "The unit is hidden, or another hidden unit could be worked out",
        ),
        LINKED: Text(
            "Hänger ihop med ett annat dolt antal på samma ställe, som annars går att räkna ut",
            "Hangs together with another hidden count of the same place, which could be worked out otherwise",
        ),
    }
)

CORRECTED: Final = Text(
    "Skiljer sig från en tidigare utgåva. Lista raderna under corrections i metadata.json",
    "Differ from an earlier release. List the rows under corrections in metadata.json",
)
EXPOSED: Final = Text(
    "Går att räkna ut ur tidigare utgåvor, vad som än döljs nu",
    "Can be worked out from earlier releases, whatever is hidden now",
)


def format_report(file: ProtectedFile, standard: Standard, lang: str) -> str:
    """The report on a protected file, as lines of plain text."""
    counts: Counter[str] = Counter()
    by_reason: dict[str, list[str]] = defaultdict(list)
    corrected, exposed = [], []
    for provider, protected in (file.by_provider or {}).items():
        for row in protected.rows:
            line = _describe(file, provider, row.key, standard)
            counts[_shown_as(row)] += 1
            reason = _reason(row, protected, standard)
            if reason:
                by_reason[reason].append(line)
            if row.key in protected.differing:
                corrected.append(line)
            if row.key in protected.exposed:
                exposed.append(line)
    lines = [f"{counts[name]} {text.plain(lang)}." for name, text in COUNTS.items() if counts[name]]
    for reason, text in REASONS.items():
        lines += _paragraph(text, by_reason.get(reason, []), lang)
    lines += _paragraph(CORRECTED, corrected, lang)
    lines += _paragraph(EXPOSED, exposed, lang)
    return "\n".join(lines)


def row_reasons(file: ProtectedFile, standard: Standard) -> dict[int, Text]:
    """The reason for each row that is not shown in full, by the index of the row in the table."""
    reasons = {}
    for provider, protected in (file.by_provider or {}).items():
        for row in protected.rows:
            reason = _reason(row, protected, standard)
            if reason:
                reasons[(file.lines or {})[provider, row.key]] = REASONS[reason]
    return reasons


def _paragraph(text: Text, rows: list[str], lang: str) -> list[str]:
    return ["", f"{text.plain(lang)}:", *(f"    {row}" for row in rows)] if rows else []


def _shown_as(row: CountRow) -> str:
    if row.status == OK:
        return "shown"
    if row.status in BANDED:
        return "range"
    if row.status == SUPPRESSED:
        return "blank" if row.denominator is not None else "hidden"
    return "standing"


def _reason(row: CountRow, protected: ProtectedRows, standard: Standard) -> str | None:
    """The kind of reason why a row is not shown in full; None where it is, or has no figures."""
    if row.status in BANDED:
        return SMALL_COUNT
    if row.status != SUPPRESSED:
        return None
    base = BaseCell(standard.measures[row.key.measure].base, row.key.scope)
    if row.denominator is None and base in protected.reasons:
        return protected.reasons[base].kind
    if row.key in protected.reasons:
        return protected.reasons[row.key].kind
    return SMALL_BASE if row.key in protected.small else LINKED


def _describe(file: ProtectedFile, provider: str, key: Key, standard: Standard) -> str:
    """A row by the cells of its key that are more than a total."""
    index = (file.lines or {})[provider, key]
    totals = {dimension.name: dimension.total for dimension in standard.dimensions}
    skipped = {"provider_id", "measure_version", "target_group", "instrument"}
    cells = {role: file.table.text(role)[index] for role in standard.key if role not in skipped}
    named = [
        cell if role in {"measure_id", "period"} else f"{file.table.name(role)}={shown(cell)}"
        for role, cell in cells.items()
        if cell and cell != totals.get(role)
    ]
    if len(file.by_provider or ()) > 1:
        named.insert(0, provider)
    return " ".join(named)
