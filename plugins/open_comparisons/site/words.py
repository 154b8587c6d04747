"""Table rows from compared rows: words, numbers, and positions of marks."""

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from markupsafe import Markup

from open_comparisons.charts.marks import MARKS
from open_comparisons.estimates.comparison import FEW_PROVIDERS, SAME
from open_comparisons.estimates.rows import ComparedRow
from open_comparisons.site.locales import NO_BREAK, Locale
from open_comparisons.site.records import Cell, Row
from open_comparisons.standard.model import Measure, Standard
from open_comparisons.standard.rounding import round_half_away
from open_comparisons.standard.statuses import BANDED, FEW, LOW_RESPONSE, MISSING, OK, SUPPRESSED

USUAL: Final = "inom-det-vanliga"
"""The words of a row that cannot be told apart only because the limits are widened; see `is_within_usual_spread`."""
_USUAL_WORDS: Final = "compared.usual-spread"
# Possible ends of a share axis; each divides into four steps of whole percents.
SHARE_AXES: Final = (0.08, 0.2, 0.4, 1.0)


@dataclass(frozen=True, slots=True)
class Axis:
    """A value axis: its ends in the values' scale, and its labels from left to right."""

    low: float
    high: float
    labels: tuple[str, ...]

    def position(self, value: float) -> float | None:
        """The position of a value from 0 to 1; None where it is missing."""
        return None if math.isnan(value) else round((value - self.low) / (self.high - self.low), 5)


@dataclass(frozen=True, slots=True)
class RowWords:
    """
    A compared row in words; `words` begin with the symbol of the category.

    `nonresponse` is the range that those who did not answer leave; "" where everybody did, or it is not known.
    """

    value: str
    interval: str
    counts: str
    words: str
    reason: str
    shown: bool
    nonresponse: str = ""


def table_row(words: RowWords, row: ComparedRow, *, name: str, url: str, note: str) -> Row:
    """A table row with the words of a compared row."""
    return Row(
        name=name,
        url=url,
        note=note,
        value=words.value,
        interval=words.interval,
        category=row.category if words.shown else "",
        words=words.words,
        reason=words.reason,
        shown=words.shown,
        nonresponse=words.nonresponse,
    )


def axis_for(measure: Measure, rows: Sequence[ComparedRow], locale: Locale, standard: Standard) -> Axis:
    """
    The value axis of a measure.

    A share ends at 100 % or below, in four steps. Other measures have their own scale, or go from zero (or below) to a
    round number above all values drawn.
    """
    if measure.is_share:
        drawn = [row.upper_95 for row in rows if not math.isnan(row.upper_95)]
        drawn += [row.limit_upper_95 for row in rows if not math.isnan(row.upper_95)]
        drawn += [row.highest for row in rows if row.status == SUPPRESSED]
        return share_axis(locale, highest=max((value for value in drawn if not math.isnan(value)), default=1.0))
    low, high = measure.scale or _round_ends(rows)
    middle = (low + high) / 2
    return Axis(low, high, tuple(locale.value(step, measure, standard) for step in (low, middle, high)))


def _round_ends(rows: Sequence[ComparedRow]) -> tuple[float, float]:
    drawn = (value for row in rows for value in (row.value, row.reference, row.lower_95, row.upper_95))
    values = [value for value in drawn if not math.isnan(value)]
    high, lowest = _round_up(max(values, default=1.0)), min([0.0, *values])
    low = -_round_up(-lowest) if lowest < 0 else 0.0
    return low, high if high > low else 1.0


def share_axis(locale: Locale, *, highest: float = 1.0) -> Axis:
    """The axis of a share: 0-100 %, or the smallest of 8, 20 and 40 % that holds the highest value drawn."""
    high = next((end for end in SHARE_AXES if end >= highest), SHARE_AXES[-1])
    return Axis(0.0, high, tuple(locale.percent(high * step / 4) for step in range(5)))


def _round_up(value: float) -> float:
    if value <= 0:
        return 0.0
    size = 10.0 ** math.floor(math.log10(value))
    return next(step * size for step in (1, 1.5, 2, 2.5, 3, 4, 5, 6, 8, 10) if step * size >= value)


def marks(row: ComparedRow, axis: Axis, cell: int) -> dict[str, Any]:
    """The record that draws a compared row in cell number `cell` of a row chart."""
    record: dict[str, Any] = {"row": cell, "category": row.category, "reference": axis.position(row.reference)}
    if row.status in BANDED:
        record["protected_lower"], record["protected_upper"] = axis.position(row.lower_95), axis.position(row.upper_95)
    elif row.status == SUPPRESSED and not math.isnan(row.lowest):
        record["protected_lower"], record["protected_upper"] = axis.position(row.lowest), axis.position(row.highest)
    elif row.status == OK:
        record["value"] = axis.position(row.value)
        record["lower"], record["upper"] = axis.position(row.lower_95), axis.position(row.upper_95)
    if row.status in (*BANDED, OK):
        record["limit_lower"] = axis.position(row.limit_lower_95)
        record["limit_upper"] = axis.position(row.limit_upper_95)
    return {name: value for name, value in record.items() if value is not None}


@dataclass(frozen=True, slots=True)
class Words:
    """
    The words of the rows of a measure in one language, with everything that is the same for each row prepared once.

    Attributes:
        title: The measure's name and its language.
        decimals, scale, unit: Format of a value: the value times the scale with these decimals, and the unit.
        categories: Symbol and words of each category, and of `USUAL`.
        statuses: Names of the statuses that show no number.
        band: The highest protected count.
        rate_name: Name of the rate of people who answered or were rated.
    """

    measure: Measure
    locale: Locale
    standard: Standard
    title: tuple[str, str]
    decimals: int
    scale: int
    unit: str
    categories: Mapping[str, str]
    statuses: Mapping[str, Markup]
    band: int
    rate_name: str

    def value(self, value: float) -> str:
        """A value in the measure's unit."""
        return self.locale.number(value * self.scale, self.decimals) + self.unit

    def span(self, lower: float, upper: float) -> str:
        """Two values, and the unit once: `3,1–4,0 %`."""
        if len({round_half_away(end * self.scale, self.decimals) for end in (lower, upper)}) == 1:
            return self.value(lower)
        return f"{self.locale.number(lower * self.scale, self.decimals)}–{self.value(upper)}"

    def interval(self, lower: float, upper: float) -> str:
        """An interval without its unit, shares in whole percents: `73–94`; "" where it is missing."""
        if math.isnan(upper):
            return ""
        decimals = 0 if self.measure.is_share else self.decimals
        return self.locale.span(lower, upper, is_share=self.measure.is_share, decimals=decimals)

    def nonresponse(self, row: ComparedRow) -> str:
        """The value if all who did not answer had said no, and if all had said yes; "" where nothing is open."""
        span = self.interval(row.nonresponse_low, row.nonresponse_high)
        return self.locale.t("nonresponse.range", span=span) if span else ""

    def at_most(self, value: float) -> str:
        """The upper end of a protected range, rounded outwards so that it stays true: `≤ 18 %`."""
        return f"≤{NO_BREAK}{self.value(self._round_outwards(value, math.ceil))}"

    def at_least(self, value: float) -> str:
        """The lower end of a protected range, rounded outwards so that it stays true: `≥ 82 %`."""
        return f"≥{NO_BREAK}{self.value(self._round_outwards(value, math.floor))}"

    def _round_outwards(self, value: float, outwards: Callable[[float], int]) -> float:
        steps = 10**self.decimals * self.scale
        return float(outwards(round(value * steps, 6)) / steps)

    def of(self, row: ComparedRow) -> RowWords:
        """Value, interval, counts, category and reason of a compared row, in words."""
        if row.status == OK:
            return RowWords(
                value="–" if math.isnan(row.value) else self.value(row.value),
                interval=self.interval(row.lower_95, row.upper_95),
                counts=self._counts(row),
                words=self.categories[USUAL if is_within_usual_spread(row) else row.category],
                reason=self._reason(row),
                shown=True,
                nonresponse=self.nonresponse(row),
            )
        if row.status in BANDED:
            return self._band_words(row)
        return RowWords(
            value=self.statuses[row.status],
            interval="",
            counts="",
            words="",
            reason=_status_reason(row, self.locale, self.standard),
            shown=False,
        )

    def compared(self, row: ComparedRow) -> str:
        """The words of a row's category, without its symbol."""
        return self.locale.t(_USUAL_WORDS if is_within_usual_spread(row) else MARKS[row.category].word)

    def _reason(self, row: ComparedRow) -> str:
        if is_within_usual_spread(row):
            return self.locale.t("why.usual-spread")
        return self._why(row)

    def _why(self, row: ComparedRow) -> str:
        """The reason for a row to have no category; "" where it has one."""
        if row.category_reason == FEW_PROVIDERS and row.instrument:
            return self.locale.t("why.few-with-instrument", instrument=row.instrument)
        return self.locale.t(f"reason.{row.category_reason}") if row.category_reason else ""

    def cell(self, row: ComparedRow | None) -> Cell:
        """A row's figure in a plain table: its value with its counts, or words in its place; a dash without a row."""
        if row is None:
            return Cell("–", shown=False)
        row_words = self.of(row)
        return Cell(row_words.value, row_words.counts if row_words.shown else "", row_words.shown)

    def _band_words(self, row: ComparedRow) -> RowWords:
        few, locale = row.status == FEW, self.locale
        counts = ""
        if not math.isnan(row.denominator):
            base = int(row.denominator)
            low, high = (0, self.band) if few else (base - self.band, base)
            low, high = max(low, 0), min(high, base) if self.measure.is_share else high
            counts = self._with_rate(
                row, locale.t("counts.range", low=low, high=high, base=locale.number(row.denominator))
            )
        return RowWords(
            value=self.at_most(row.highest) if few else self.at_least(row.lowest),
            interval=locale.t("interval.protected"),
            counts=counts,
            words=self.categories[row.category],
            reason=self._why(row),
            shown=True,
            nonresponse=self.nonresponse(row),
        )

    def _counts(self, row: ComparedRow) -> str:
        return self._with_rate(row, self._base(row))

    def _with_rate(self, row: ComparedRow, counts: str) -> str:
        """The counts with the rate of people who answered or were rated, so that they are not mistaken for everyone."""
        if math.isnan(row.response_rate):
            return counts
        rate = self.locale.t("note.rate", name=self.rate_name, rate=self.locale.percent(row.response_rate))
        return " · ".join(part for part in (counts, rate) if part)

    def _base(self, row: ComparedRow) -> str:
        if self.measure.kind.is_plain_count:
            return ""
        locale = self.locale
        if math.isnan(row.denominator):
            return locale.t("counts.unknown")
        if self.measure.kind.base == "expected" and not math.isnan(row.numerator):
            expected = locale.number(row.denominator, 1)
            return locale.t("counts.expected", count=locale.number(row.numerator), base=expected)
        if self.measure.is_share:
            return locale.t("counts.of", count=locale.number(row.numerator), base=locale.number(row.denominator))
        return locale.t("counts.n", base=locale.number(row.denominator))


def is_within_usual_spread(row: ComparedRow) -> bool:
    """
    True where a provider's interval misses the group value, and only widened limits hold it.

    It then differs from the group by more than chance alone would give, but by no more than providers usually do.
    """
    misses = row.lower_95 > row.reference or row.upper_95 < row.reference
    return row.category == SAME and row.is_widened and misses


def words_for(measure: Measure, locale: Locale, standard: Standard) -> Words:
    """The words of a measure in a language."""
    # The unit is the part after the number, the same for any number.
    unit = locale.value(0, measure, standard).removeprefix(locale.number(0, measure.decimals))
    return Words(
        measure=measure,
        locale=locale,
        standard=standard,
        title=measure.title.get(locale.lang),
        decimals=measure.decimals,
        scale=100 if measure.is_share else 1,
        unit=unit,
        categories={
            **{code: f"{mark.symbol} {locale.t(mark.word)}" for code, mark in MARKS.items()},
            USUAL: f"{MARKS[SAME].symbol} {locale.t(_USUAL_WORDS)}",
        },
        statuses={code: locale.html(entry.title) for code, entry in standard.codes.statuses.items()},
        band=standard.thresholds.min_count - 1,
        rate_name=_rate_name(measure, locale, standard),
    )


def _rate_name(measure: Measure, locale: Locale, standard: Standard) -> str:
    collected = standard.codes.instruments.get(measure.collected_by or "")
    return (collected.text("response_rate").plain(locale.lang) if collected else "") or locale.t("note.response-rate")


def _status_reason(row: ComparedRow, locale: Locale, standard: Standard) -> str:
    if row.status == SUPPRESSED:
        if math.isnan(row.denominator):
            return locale.t("why.skyddad")
        if math.isnan(row.lowest):
            return locale.t("why.skyddad-tal")
        low, high = round(row.lowest * row.denominator), round(row.highest * row.denominator)
        return locale.t("why.skyddad-spann", low=low, high=high, base=locale.number(row.denominator))
    if row.status == LOW_RESPONSE and not math.isnan(row.response_rate):
        return locale.t("why.for-fa-svar", rate=locale.percent(row.response_rate))
    if row.status == MISSING and row.reason in standard.codes.reasons:
        return locale.html(standard.codes.reasons[row.reason].title)
    return ""
