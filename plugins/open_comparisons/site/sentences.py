"""One-sentence readings of tables and charts, generated from the same rows; also their alternative texts."""

from __future__ import annotations

import math
from collections import Counter
from typing import TYPE_CHECKING

from open_comparisons.estimates.comparison import HIGHER, JUDGED, LOWER, MAYBE_HIGHER, MAYBE_LOWER, SAME
from open_comparisons.site.records import Link, Whom
from open_comparisons.standard.model import OK, WITH_FIGURE

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

    from open_comparisons.estimates.rows import ComparedRow
    from open_comparisons.estimates.spread import Spread
    from open_comparisons.site.locales import Locale
    from open_comparisons.site.words import Words
    from open_comparisons.standard.model import Measure, Standard, TargetGroup


def measure_sentence(rows: Sequence[ComparedRow], measure: Measure, locale: Locale, standard: Standard) -> str:
    """How many providers can be told apart from the group's value, or, without limits, how far the values spread."""
    shown = [row for row in rows if row.status in WITH_FIGURE]
    t = locale.t
    reference = group_value(shown)
    group = "" if math.isnan(reference) else locale.value(reference, measure, standard)
    counted = Counter(row.category for row in shown)
    told = sum(counted[code] for code in JUDGED)
    if told:
        key = {0: "sentence.group-value", told: "sentence.measure-all"}.get(counted[SAME], "sentence.measure")
        first = t(key, same=counted[SAME], count=told, group=group)
        return " ".join([first, *_differing(counted, locale)])
    values = [] if measure.is_share else [row.value for row in shown if not math.isnan(row.value)]
    if values:
        low, high = (locale.value(end(values), measure, standard) for end in (min, max))
        key = "sentence.spread" if group else "sentence.spread-alone"
        return t(key, group=group, low=low, high=high, count=len(values))
    if not group:
        return t("sentence.nothing-shown")
    return t("sentence.not-judged", group=group, count=len(shown))


def spread_sentence(spread: Spread, words: Words, group: float) -> str:
    """Where the middle half of the providers lies, the lowest and the highest; `group` is the group value or NaN."""
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
    """The group value that some rows of one measure and period are compared with; NaN where there is none."""
    return next((row.reference for row in rows if not math.isnan(row.reference)), math.nan)


def is_judged(spread: Spread | None) -> bool:
    """Whether any provider can be compared with the group, so that a category says something."""
    return spread is not None and not set(JUDGED).isdisjoint(spread.categories)


def provider_sentence(rows: Iterable[ComparedRow], locale: Locale) -> str:
    """For how many measures a provider can be told apart from its group."""
    counted = Counter(row.category for row in rows if row.status in WITH_FIGURE)
    told = sum(counted[code] for code in JUDGED)
    if not told:
        return locale.t("sentence.provider-not-judged")
    key = {0: "sentence.provider-none", told: "sentence.provider-all"}.get(counted[SAME], "sentence.provider")
    first = locale.t(key, same=counted[SAME], count=told)
    return " ".join([first, *_differing(counted, locale)])


def series_sentence(rows: Sequence[ComparedRow], words: Words) -> str:
    """First and last shown year of a provider, beside the group, without claiming a change."""
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
        return t("sentence.series", points=words.locale.listed(parts))
    return t("sentence.series-group", points=words.locale.listed(parts), group=words.value(group))


def pooled_sentence(row: ComparedRow, words: Words) -> str:
    """Several years together, beside the group."""
    t, when = words.locale.t, words.locale.period(row.start, row.end)
    value = _point(row, words) if row.status == OK else words.of(row).value
    if math.isnan(row.reference):
        return t("sentence.pooled", when=when, value=value)
    return t("sentence.pooled-group", when=when, value=value, group=words.value(row.reference))


def years_sentence(rows: Sequence[ComparedRow], released: date, locale: Locale) -> str:
    """Which time the figures are about, and which release they come from; "" where there are none."""
    if not rows:
        return ""
    period = locale.period(min(row.start for row in rows), max(row.end for row in rows))
    return locale.t("whom.years", period=period, date=locale.date(released))


def whom(group: TargetGroup, years: str, locale: Locale) -> Whom:
    """Whom a target group's figures concern; `years` is the sentence on their time, "" where there are none."""
    links = tuple(Link(locale.html(title), url) for title, url in group.links)
    return Whom(locale.html(group.whom), years, locale.html(group.limits), links)


def direction_sentence(measure: Measure, locale: Locale) -> str:
    """Whether higher or lower is better, or neither."""
    return locale.t({1: "direction.higher", -1: "direction.lower"}.get(measure.direction, "direction.none"))


def _point(row: ComparedRow, words: Words) -> str:
    value, interval = words.value(row.value), words.interval(row.lower_95, row.upper_95)
    return f"{value} ({interval})" if interval else value


def _differing(counted: Counter[str], locale: Locale) -> list[str]:
    sure = [
        locale.t(key, count=counted[code])
        for key, code in (("sentence.higher", HIGHER), ("sentence.lower", LOWER))
        if counted[code]
    ]
    unsure = counted[MAYBE_HIGHER] + counted[MAYBE_LOWER]
    sentences = [locale.t("sentence.differ", parts=locale.listed(sure))] if sure else []
    if unsure:
        sentences.append(locale.t("sentence.maybe", count=unsure))
    return sentences


def lead_sentence(rows: Sequence[ComparedRow], spread: Spread | None, words: Words) -> str:
    """How many can be told apart from the group, or, where that is not known, where the middle half lies."""
    if spread is None or is_judged(spread) or not spread.valued:
        return measure_sentence(rows, words.measure, words.locale, words.standard)
    return spread_sentence(spread, words, group_value(rows))
