"""The rows of a file as a person reads them: what a row is about, what was counted and what will be shown."""

from typing import Final

from open_comparisons.disclosure.protect_file import ProtectedFile
from open_comparisons.disclosure.system import CountRow
from open_comparisons.intake.cells import Table
from open_comparisons.messages import say
from open_comparisons.provider_tool.wilson import wilson
from open_comparisons.standard.model import Measure, Standard
from open_comparisons.standard.rounding import round_half_away
from open_comparisons.standard.statuses import ALL_BUT_FEW, FEW, LOW_RESPONSE, NOT_GIVEN, OK, SUPPRESSED

_PERCENT: Final = 100


def row_title(table: Table, index: int, standard: Standard, lang: str) -> str:
    """What a row is about: its measure, its period, its part and its unit, such as "Planned ending, 2021, Girls"."""
    measure_id, group = table.text("measure_id")[index], table.text("target_group")[index]
    measure = standard.measures.get(measure_id)
    parts = [measure.title.plain(lang) if measure else measure_id, table.text("period")[index].replace("/", "–")]
    for dimension in standard.dimensions:
        cell = table.text(dimension.name)[index]
        if cell not in {"", dimension.total}:
            titles = {code.code: code.title.plain(lang) for code in standard.codes_of(dimension, group)}
            parts.append(titles.get(cell) or cell)
    parts += [cell for role in ("unit_name", "instrument") if (cell := table.text(role)[index])]
    return ", ".join(parts)


def counted(table: Table, index: int, measure: Measure, standard: Standard, lang: str) -> str:
    """The true numbers of a row in words; "" where it has none."""
    numbers = {role: table.numbers(role)[index] for role in ("numerator", "denominator", "value")}
    return _figure(numbers["numerator"], numbers["denominator"], numbers["value"], measure, standard, lang)


def shown(row: CountRow, measure: Measure, standard: Standard, lang: str) -> str:
    """What readers will see of a protected row."""
    few, base = standard.thresholds.min_count - 1, row.denominator
    if row.status == OK:
        return _figure(row.numerator, base, row.value, measure, standard, lang)
    if row.status == FEW and base is not None:
        return say(lang, "tool.shown.range", low=0, high=few, base=number(base, 0, lang))
    if row.status == ALL_BUT_FEW and base is not None:
        low, high = (number(each, 0, lang) for each in (base - few, base))
        return say(lang, "tool.shown.range", low=low, high=high, base=high)
    if row.status in {FEW, ALL_BUT_FEW}:
        return say(lang, "tool.shown.few", high=few)
    if row.status == SUPPRESSED and base is not None:
        return say(lang, "tool.shown.base", base=number(base, 0, lang))
    if row.status in {LOW_RESPONSE, *NOT_GIVEN}:
        status = standard.codes.statuses.get(row.status)
        reason = standard.codes.reasons.get(row.reason)
        return ": ".join(code.title.plain(lang) for code in (status, reason) if code)
    return say(lang, "tool.shown.nothing")


def sentence(file: ProtectedFile, index: int, row: CountRow, measure: Measure, standard: Standard, lang: str) -> str:
    """What a total that is shown says, with its interval; "" for a row that is a part, hidden, or no share."""
    if row.status != OK or not measure.is_share or row.key.scope.split or row.key.scope.unit:
        return ""
    if row.numerator is None or not row.denominator:
        return ""
    low, high = wilson(row.numerator, row.denominator)
    percents = (_PERCENT * part for part in (row.numerator / row.denominator, low, high))
    value, lower, upper = (number(part, measure.decimals, lang) for part in percents)
    return say(
        lang,
        "tool.sentence",
        row=row_title(file.table, index, standard, lang),
        count=number(row.numerator, 0, lang),
        base=number(row.denominator, 0, lang),
        value=value,
        lower=lower,
        upper=upper,
    )


def number(value: float, decimals: int, lang: str) -> str:
    """A number as the language writes it."""
    written = f"{round_half_away(value, decimals):,.{decimals}f}"
    for plain, name in ((",", "thousands"), (".", "decimal"), ("-", "minus")):
        written = written.replace(plain, f"<{name}>")
    for name in ("thousands", "decimal", "minus"):
        written = written.replace(f"<{name}>", say(lang, f"tool.number.{name}"))
    return written


def _figure(
    numerator: float | None, base: float | None, value: float | None, measure: Measure, standard: Standard, lang: str
) -> str:
    """A figure in words; "" where a row has no numbers."""
    if measure.is_share and numerator is not None and base:
        percent = number(_PERCENT * numerator / base, measure.decimals, lang)
        return say(
            lang, "tool.figure.share", count=number(numerator, 0, lang), base=number(base, 0, lang), value=percent
        )
    if value is None:
        parts = [number(each, 0, lang) for each in (numerator, base) if each is not None]
        return say(lang, "tool.figure.of", parts=parts[0], base=parts[-1]) if len(parts) > 1 else "".join(parts)
    unit = standard.codes.units.get(measure.unit)
    amount = " ".join(part for part in (number(value, measure.decimals, lang), unit.title.plain(lang) if unit else ""))
    return say(lang, "tool.figure.base", value=amount, base=number(base, 0, lang)) if base is not None else amount
