"""All numbers of a measure in one period as a table of text, beside the drawings that show some of them."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final

import numpy as np
import pandas as pd

from open_comparisons.estimates.comparison import LEVELS
from open_comparisons.estimates.limits import SCALES, control_limits
from open_comparisons.intake.standard import BANDED, OK
from open_comparisons.publication.records import Cell, PlainRow, PlainTable
from open_comparisons.publication.trend_words import trend_words

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from open_comparisons.intake.releases import Provider
    from open_comparisons.intake.standard import Measure
    from open_comparisons.publication.locales import Locale
    from open_comparisons.publication.rows import Words
    from open_comparisons.publication.selection import Compared, Control, Source

NOTHING: Final = Cell("–")


def numbers_table(
    source: Source,
    measure: Measure,
    providers: Sequence[Provider],
    rows: Mapping[str, Compared],
    control: Control | None,
) -> PlainTable:
    """
    The numbers of some providers: size, value, intervals, control limits, category and trend.

    Args:
        source: What pages are made of.
        measure: Whose numbers they are.
        providers: In the order of the table; those without a row are left out.
        rows: By provider.
        control: What the limits rest on; None where there are none.

    Returns:
        A line per row, and a column only where some row has something to say in it. Names are no links: those are in
        the table that the page leads with.
    """
    words, t = source.words[measure.id], source.locale.t
    present = [rows[provider.slug] for provider in providers if provider.slug in rows]
    limits = limit_cells(words, present, control)
    columns = [
        (size_title(words, "numbers.size"), [_size(words, row) for row in present]),
        (t(f"head.{measure.kind}"), [_value(words, row) for row in present]),
        *((t(f"numbers.interval-{name}"), _spans(words, *_ends(present, name))) for name in LEVELS),
        *((t(f"numbers.limits-{name}"), limits[name]) for name in LEVELS),
        (t("head.compared"), [_category(words, row) for row in present]),
        (t("head.trend"), [Cell(trend_words(row, source.locale)) for row in present]),
    ]
    kept = [(title, cells) for title, cells in columns if any(cell is not NOTHING for cell in cells)]
    names = source.directory.by_slug
    lines = [
        PlainRow(names[row.provider].name, "", cells)
        for row, cells in zip(present, zip(*(cells for _, cells in kept), strict=True), strict=True)
    ]
    return PlainTable("alla-tal", t("numbers.title"), (t("head.provider"), *(title for title, _ in kept)), tuple(lines))


def limit_cells(words: Words, rows: Sequence[Compared], control: Control | None) -> dict[str, list[Cell]]:
    """The control limits of some rows at each level."""
    if control is None:
        return {name: [NOTHING] * len(rows) for name in LEVELS}
    sizes = np.array([row.denominator if row.status in (OK, *BANDED) else np.nan for row in rows], dtype=float)
    target = next((row.reference for row in rows if not math.isnan(row.reference)), math.nan)
    found = {name: limits_at(words.measure, sizes, target, control, name) for name in LEVELS}
    return {name: _spans(words, ends["lower"], ends["upper"]) for name, ends in found.items()}


def limits_at(measure: Measure, sizes: np.ndarray, target: float, control: Control, level: str) -> pd.DataFrame:
    """
    The control limits of a measure at some sizes.

    Args:
        measure: Names the kind of value, and how much of its base a rate is given for.
        sizes: Denominators, shape (n,); NaN where there is none.
        target: The group value.
        control: What the limits rest on beside it.
        level: A key of `LEVELS`.

    Returns:
        Columns lower and upper, shape (n, 2); missing for kinds without limits, and where a size is.
    """
    base = pd.Series(sizes, dtype=float) / measure.per
    if measure.kind not in SCALES:
        return pd.DataFrame({"lower": np.nan, "upper": np.nan}, index=base.index)
    return control_limits(
        measure.kind,
        base,
        target,
        standard_deviation=control.deviation,
        tau_squared=control.tau_squared,
        confidence_level=LEVELS[level],
    )


def size_title(words: Words, key: str) -> str:
    """What the size of a provider counts, in the words of the standard where it has them; `key` names the text."""
    unit = words.standard.code_lists.get("namnare_enhet", {}).get(words.measure.denominator_unit)
    return words.locale.t(f"{key}-of", unit=words.locale.html(unit.title)) if unit else words.locale.t(key)


def size_words(size: float, locale: Locale) -> str:
    """A size as a number, with a decimal where it is not whole."""
    return locale.number(size, 0 if float(size).is_integer() else 1)


def _size(words: Words, row: Compared) -> Cell:
    return NOTHING if math.isnan(row.denominator) else Cell(size_words(row.denominator, words.locale))


def _value(words: Words, row: Compared) -> Cell:
    said = words.of(row)
    return Cell(said.value, shown=said.shown)


def _ends(rows: Sequence[Compared], level: str) -> tuple[list[float], list[float]]:
    return [getattr(row, f"lower_{level}") for row in rows], [getattr(row, f"upper_{level}") for row in rows]


def _spans(words: Words, lower: Sequence[float] | pd.Series, upper: Sequence[float] | pd.Series) -> list[Cell]:
    is_share, decimals, span = words.measure.is_share, words.decimals, words.locale.span
    return [
        NOTHING if math.isnan(low) or math.isnan(high) else Cell(span(low, high, is_share=is_share, decimals=decimals))
        for low, high in zip(lower, upper, strict=True)
    ]


def _category(words: Words, row: Compared) -> Cell:
    """The category and its reason, or why there is no number."""
    said = words.of(row)
    return Cell(said.words, said.reason) if said.shown else Cell(said.reason or "–", shown=False)
