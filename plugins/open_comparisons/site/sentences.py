"""One-sentence readings of tables and charts, generated from the same rows; also their alternative texts."""

import math
from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Final

from open_comparisons.estimates.chance import expected_outside
from open_comparisons.estimates.change import SAME as NO_CHANGE
from open_comparisons.estimates.comparison import HIGHER, JUDGED, LOWER, MAYBE_HIGHER, MAYBE_LOWER, OUTSIDE, SAME
from open_comparisons.estimates.rows import ComparedRow
from open_comparisons.estimates.series import TOO_FEW_YEARS
from open_comparisons.estimates.spread import Spread
from open_comparisons.estimates.trends import STEADY, UNKNOWN
from open_comparisons.site.locales import Locale
from open_comparisons.site.records import Link, Row, Whom
from open_comparisons.site.words import Words
from open_comparisons.standard.model import Measure, Standard, TargetGroup
from open_comparisons.standard.periods import parse_period
from open_comparisons.standard.rounding import round_half_away
from open_comparisons.standard.statuses import OK, WITH_FIGURE

_MOST_NAMED: Final = 4
"""Adjusted measures named one by one in a sentence; more are counted."""
_LEAST_SHOWN: Final = 0.05
"""An expected number below this would be written 0.0."""


def measure_sentence(rows: Sequence[ComparedRow], measure: Measure, locale: Locale, standard: Standard) -> str:
    """Number of providers that differ from the group's value, or, without control limits, the range of the values."""
    shown = [row for row in rows if row.status in WITH_FIGURE]
    t = locale.t
    reference = group_value(shown)
    group = "" if math.isnan(reference) else locale.value(reference, measure, standard)
    by_category = Counter(row.category for row in shown)
    judged = sum(by_category[code] for code in JUDGED)
    if judged:
        key = {0: "sentence.group-value", judged: "sentence.measure-all"}.get(by_category[SAME], "sentence.measure")
        if by_category[SAME] and judged < len(shown):
            # More providers have a figure, and are in the group value, than can be compared with it.
            key += "-comparable"
        first = t(key, same=by_category[SAME], count=judged, group=group)
        return " ".join([first, *_differing(by_category, locale)])
    values = [] if measure.is_share else [row.value for row in shown if not math.isnan(row.value)]
    if values:
        low, high = (locale.value(end(values), measure, standard) for end in (min, max))
        key = "sentence.spread" if group else "sentence.spread-alone"
        return t(key, group=group, low=low, high=high, count=len(values))
    if not group:
        return t("sentence.nothing-shown")
    return t("sentence.not-judged", group=group, count=len(shown))


def spread_sentence(spread: Spread, words: Words, group: float) -> str:
    """The range of the middle half of the providers, the lowest and the highest; `group` is the group value or NaN."""
    t, count = words.locale.t, words.locale.number(spread.valued)
    low, high = words.value(spread.lower_quartile), words.value(spread.upper_quartile)
    sentences = [
        t("sentence.half-alike", count=count, value=low)
        if low == high
        else t("sentence.middle-half", count=count, low=low, high=high),
        t("sentence.ends", low=words.value(spread.lowest), high=words.value(spread.highest)),
    ]
    if not math.isnan(group):
        sentences.insert(0, t("sentence.group-value", group=words.value(group)))
    return " ".join(sentences)


def group_value(rows: Iterable[ComparedRow]) -> float:
    """The group value of rows of one measure and period; NaN where there is none."""
    return next((row.reference for row in rows if not math.isnan(row.reference)), math.nan)


def is_judged(spread: Spread | None) -> bool:
    """True where any provider can be compared with the group, so that categories are meaningful."""
    return spread is not None and not set(JUDGED).isdisjoint(spread.categories)


def provider_sentence(rows: Sequence[ComparedRow], locale: Locale) -> str:
    """Number of measures in which a provider differs from its group, and in which it would by chance."""
    by_category = Counter(row.category for row in rows if row.status in WITH_FIGURE)
    judged = sum(by_category[code] for code in JUDGED)
    if not judged:
        return locale.t("sentence.provider-not-judged")
    key = {0: "sentence.provider-none", judged: "sentence.provider-all"}.get(by_category[SAME], "sentence.provider")
    first = locale.t(key, same=by_category[SAME], count=judged)
    return " ".join([first, *_differing(by_category, locale), chance_sentence(rows, locale)])


def series_sentence(rows: Sequence[ComparedRow], words: Words) -> str:
    """First and last shown year of a provider, with the group value, without claiming a change."""
    shown = [row for row in rows if row.status == OK and not math.isnan(row.value)]
    t = words.locale.t
    if not shown:
        return t("sentence.series-hidden" if rows else "sentence.series-none")
    parts = [
        t("sentence.series-point", when=words.locale.period(row.start, row.end), value=_point(row, words))
        for row in (shown[0], shown[-1])[: len(shown)]
    ]
    group = shown[-1].reference
    if math.isnan(group):
        return t("sentence.series", points=words.locale.join(parts))
    return t("sentence.series-group", points=words.locale.join(parts), group=words.value(group))


def pooled_sentence(row: ComparedRow, words: Words) -> str:
    """The value of several years together, with the group value."""
    t, when = words.locale.t, words.locale.period(row.start, row.end)
    value = _point(row, words) if row.status == OK else words.of(row).value
    if math.isnan(row.reference):
        return t("sentence.pooled", when=when, value=value)
    return t("sentence.pooled-group", when=when, value=value, group=words.value(row.reference))


def years_sentence(rows: Sequence[ComparedRow], released: date, locale: Locale) -> str:
    """The period of the figures and the date of their release; "" without figures."""
    if not rows:
        return ""
    period = locale.period(min(row.start for row in rows), max(row.end for row in rows))
    return locale.t("whom.years", period=period, date=locale.date(released))


def whom(group: TargetGroup, years: str, locale: Locale) -> Whom:
    """Scope of a target group's figures; `years` is the result of `years_sentence`."""
    links = tuple(Link(locale.html(title), url) for title, url in group.links)
    return Whom(locale.html(group.whom), years, locale.html(group.limits), links)


def adjustment_sentence(measures: Iterable[Measure], locale: Locale) -> str:
    """Sentence saying that the results are not adjusted, or which are; "" where all of them are."""
    listed = list(measures)
    adjusted = [measure for measure in listed if measure.is_adjusted]
    if len(adjusted) == len(listed):
        return ""
    if not adjusted:
        return locale.t("tell.not-adjusted")
    if len(adjusted) > _MOST_NAMED:
        return locale.t("tell.many-adjusted", count=len(adjusted))
    titles = locale.join([measure.title.plain(locale.lang) for measure in adjusted])
    return locale.t("tell.partly-adjusted", measures=titles)


def direction_sentence(measure: Measure, locale: Locale) -> str:
    """Sentence saying that higher or lower values are better, or neither."""
    return locale.t({1: "direction.higher", -1: "direction.lower"}.get(measure.direction, "direction.none"))


def _point(row: ComparedRow, words: Words) -> str:
    value, interval = words.value(row.value), words.interval(row.lower_95, row.upper_95)
    return f"{value} ({interval})" if interval else value


def chance_sentence(rows: Iterable[ComparedRow], locale: Locale, level: str = "95") -> str:
    """
    Number of comparisons that fall outside the limits, beside the number that would by chance; "" without any.

    Args:
        rows: Compared rows, of one measure or of one provider.
        locale: The language.
        level: A level of `comparison.LEVELS`.
    """
    judged = [row for row in rows if row.category in JUDGED]
    if not judged:
        return ""
    outside = sum(row.category in OUTSIDE[level] for row in judged)
    expected = expected_outside(row.chance_outside(level) for row in judged)
    by = "sentence.by-chance-and-more" if any(row.is_widened for row in judged) else "sentence.by-chance"
    return locale.t(
        "sentence.chance",
        count=len(judged),
        by=locale.t(by),
        expected=about(expected, locale),
        outside=locale.t("sentence.outside" if outside else "sentence.none-outside", count=outside),
    )


def about(expected: float, locale: Locale) -> str:
    """An expected number with one decimal; in words where it would be 0."""
    return locale.number(expected, 1) if expected >= _LEAST_SHOWN else locale.t("sentence.hardly-any")


def _differing(by_category: Counter[str], locale: Locale) -> list[str]:
    """Those that are higher or lower, then those that may be; a sentence each."""
    sentences = []
    for pairs in (
        (("sentence.higher", HIGHER), ("sentence.lower", LOWER)),
        (("sentence.maybe-higher", MAYBE_HIGHER), ("sentence.maybe-lower", MAYBE_LOWER)),
    ):
        parts = [locale.t(key, count=by_category[code]) for key, code in pairs if by_category[code]]
        if parts:
            sentences.append(locale.t("sentence.differ", parts=locale.join(parts)))
    return sentences


def lead_sentence(rows: Sequence[ComparedRow], spread: Spread | None, words: Words) -> str:
    """Number of providers that differ from the group, or, where none can be judged, the range of the middle half."""
    if spread is None or is_judged(spread) or not spread.valued:
        return measure_sentence(rows, words.measure, words.locale, words.standard)
    return spread_sentence(spread, words, group_value(rows))


def nonresponse_sentence(rows: Iterable[Row], locale: Locale) -> str:
    """The meaning of what stands beside intervals where not everybody answered; "" without such rows."""
    return locale.t("nonresponse.about") if any(row.nonresponse for row in rows) else ""


def trend_words(row: ComparedRow, locale: Locale) -> str:
    """
    The trend of a compared row in a few words, without a capital or a full stop, for a cell or a sentence.

    Args:
        row: Has trend, trend_reason and trend_years_missing of `estimates.series.with_trends`.
        locale: The language.

    Returns:
        Words for rising, falling or no certain change; without a judgement, the years still needed or the reason.
    """
    if row.trend != UNKNOWN:
        return locale.t(f"trend.{row.trend}")
    if row.trend_reason == TOO_FEW_YEARS:
        return locale.t("trend.years-missing", count=int(row.trend_years_missing))
    return locale.t("trend.no-interval" if row.trend_reason == "inget-intervall" else "trend.unknown")


def trend_sentences(row: ComparedRow, locale: Locale) -> list[str]:
    """
    What is said of the trend of a row; nothing where it cannot be judged.

    Where no change is certain, also how often one of 5 points a year would have been, for shares.
    """
    if row.trend == UNKNOWN:
        return []
    sentences = [locale.t("sentence.trend", trend=trend_words(row, locale))]
    if row.trend == STEADY and not math.isnan(row.tell_trend_5):
        sentences.append(locale.t("sentence.trend-power", often=times_in_ten(row.tell_trend_5, locale)))
    return sentences


def times_in_ten(chance: float, locale: Locale) -> str:
    """A probability as times in ten."""
    times = int(round_half_away(10 * chance, 0))
    return locale.t("tell.of-ten" if times else "tell.hardly-ever", count=times)


def change_sentence(row: ComparedRow, words: Words) -> str:
    """The change of a row since the period before, by how much, or how large it could have been; "" if unknown."""
    if math.isnan(row.change_lower):
        return ""
    t, period = words.locale.t, words.locale.period
    ends = sorted((abs(row.change_lower), abs(row.change_upper))) if row.change != NO_CHANGE else None
    low, high = ends or (-row.change_lower, row.change_upper)
    decimals = 0 if words.measure.is_share and not ends else words.decimals
    number = words.locale.number(high * words.scale, decimals)
    return t(
        f"sentence.since-{row.change}",
        before=period(*parse_period(row.change_from)),
        now=period(row.start, row.end),
        low=words.locale.number(low * words.scale, decimals),
        high=t("sentence.points", number=number) if words.measure.is_share else words.value(high),
    )
