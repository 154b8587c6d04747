"""All figures of a provider in one table, and sentences on the conclusions they allow."""

import math
from collections import Counter
from collections.abc import Sequence

from open_comparisons.estimates.comparison import JUDGED, SAME
from open_comparisons.estimates.rows import ComparedRow
from open_comparisons.estimates.series import TOO_FEW_YEARS
from open_comparisons.estimates.trends import UNKNOWN
from open_comparisons.site.addresses import address
from open_comparisons.site.locales import Locale
from open_comparisons.site.records import Cell, Gap, PlainRow, PlainTable
from open_comparisons.site.sentences import adjustment_sentence, times_in_ten, trend_words
from open_comparisons.site.source import Source
from open_comparisons.standard.model import Measure, TargetGroup
from open_comparisons.standard.statuses import ALL_BUT_FEW, FEW, LOW_RESPONSE, OK, SUPPRESSED, WITH_FIGURE


def figures_table(source: Source, group: TargetGroup, rows: Sequence[tuple[Measure, ComparedRow]]) -> PlainTable | None:
    """Every figure with its intervals and the basis of its comparison; None without such figures."""
    t, locale = source.locale.t, source.locale
    lines = []
    for measure, row in rows:
        if row.status not in WITH_FIGURE or math.isnan(row.upper_95):
            continue
        words = source.words[measure.id]
        row_words = words.of(row)
        name, lang = measure.title.get(locale.lang)
        banded = row.status != OK
        cells = (
            Cell(locale.number(row.denominator) if row.denominator == row.denominator else "–"),
            Cell(row_words.value, row_words.counts if banded else ""),
            Cell(words.interval(row.lower_95, row.upper_95), row_words.nonresponse),
            Cell(words.interval(row.lower_998, row.upper_998)),
            _group_cell(source, row),
            Cell(row_words.words, row_words.reason),
            Cell(trend_words(row, locale)),
        )
        url = address(locale.lang, "target-groups", group.id, measure.id)
        lines.append(PlainRow(name, url, cells, locale.period(row.start, row.end), lang))
    if not lines:
        return None
    head = (
        t("head.measure"), t("head.n"), t("head.value"), t("head.interval"), t("head.interval-998"),
        t("head.group-value"), t("head.compared"), t("head.trend"),
    )  # fmt: skip
    return PlainTable(f"siffror-{group.id}", t("provider.figures"), head, tuple(lines))


def _group_cell(source: Source, row: ComparedRow) -> Cell:
    if math.isnan(row.reference):
        return Cell("–")
    words, t = source.words[row.measure_id], source.locale.t
    possible = max(row.possible_providers, row.reference_providers)
    note = t("reference.counted", count=row.reference_providers, possible=possible)
    if row.reference_high > row.reference_low:
        note = f"{words.span(row.reference_low, row.reference_high)} · {note}"
    return Cell(words.value(row.reference), note)


def conclusions(
    source: Source, group: TargetGroup, rows: Sequence[tuple[Measure, ComparedRow]], newest_years: Sequence[ComparedRow]
) -> list[str]:
    """
    Sentences, made from the numbers, on the conclusions that a provider's figures allow and do not allow.

    Args:
        source, group: Data of the pages, and the target group.
        rows: The provider's row of each measure's leading period.
        newest_years: Its row of the newest single year of each measure that has one.
    """
    t, locale = source.locale.t, source.locale
    by_category = Counter(row.category for _, row in rows)
    sentences = []
    if by_category[SAME]:
        sentences.append(t("tell.same"))
    example = _largest(rows)
    if example:
        measure, row = example
        words = source.words[measure.id]
        sentences.append(
            t(
                "tell.reach",
                base=locale.number(row.denominator),
                measure=measure.title.plain(locale.lang),
                low=words.value(row.limit_lower_95),
                high=words.value(row.limit_upper_95),
                group=words.value(row.reference),
            )
        )
        if source.published[group.dataset].controls[group.id, measure.key, (row.start, row.end)].tau_squared > 0:
            sentences[-1] += " " + t("tell.reach-wider")
        sentences += _about_power(measure, row, locale)
    if not any(by_category[code] for code in JUDGED):
        sentences.append(t("tell.nothing-judged"))
    sentences += _about_trends(source, newest_years)
    hidden = sum(row.status in {SUPPRESSED, LOW_RESPONSE} for _, row in rows)
    banded = sum(row.status in {FEW, ALL_BUT_FEW} for _, row in rows)
    if hidden:
        sentences.append(t("tell.hidden", count=hidden))
    if banded:
        sentences.append(t("tell.banded", count=banded))
    adjustment = adjustment_sentence((measure for measure, _ in rows), locale)
    return [*sentences, adjustment] if adjustment else sentences


def _about_power(measure: Measure, row: ComparedRow, locale: Locale) -> list[str]:
    """A sentence on how often a true difference of 20 and of 10 points would show; none where 20 are not possible."""
    worse, large, small = (
        ("higher", row.tell_higher_20, row.tell_higher_10)
        if measure.direction < 0
        else ("lower", row.tell_lower_20, row.tell_lower_10)
    )
    if math.isnan(large) or math.isnan(small):
        return []
    return [locale.t(f"tell.power-{worse}", often=times_in_ten(large, locale), seldom=times_in_ten(small, locale))]


def _largest(rows: Sequence[tuple[Measure, ComparedRow]]) -> tuple[Measure, ComparedRow] | None:
    """The judged share with the largest base: its wide limits show the effect of size."""
    judged = [
        (measure, row)
        for measure, row in rows
        if measure.is_share and row.category in JUDGED and row.limit_lower_95 > 0 and row.limit_upper_95 < 1
    ]
    return max(judged, key=lambda pair: (pair[1].denominator, pair[0].id), default=None)


def _about_trends(source: Source, newest_years: Sequence[ComparedRow]) -> list[str]:
    t = source.locale.t
    waiting = [row.trend_years_missing for row in newest_years if row.trend_reason == TOO_FEW_YEARS]
    judged = sum(row.trend != UNKNOWN for row in newest_years)
    sentences = [t("tell.trends", count=judged)] if judged else []
    if waiting and not judged:
        sentences.append(t("tell.no-trend", count=int(min(waiting))))
    return sentences


def gaps(
    source: Source, group: TargetGroup, leads: Sequence[tuple[Measure, ComparedRow | None]]
) -> tuple[tuple[Gap, ...], tuple[Gap, ...]]:
    """
    The measures without a figure: first those not handed in or not applicable, then those hidden.

    Args:
        source, group: Data of the pages, and the target group.
        leads: The provider's row of each measure's leading period; None where there is none.
    """
    absent: list[Gap] = []
    hidden: list[Gap] = []
    for measure, row in leads:
        if row is not None and row.status in WITH_FIGURE:
            continue
        (hidden if row is not None and row.status == SUPPRESSED else absent).append(_gap(source, group, measure, row))
    return tuple(absent), tuple(hidden)


def _gap(source: Source, group: TargetGroup, measure: Measure, row: ComparedRow | None) -> Gap:
    words = source.words[measure.id]
    name, lang = measure.title.get(source.locale.lang)
    url = address(source.locale.lang, "target-groups", group.id, measure.id)
    if row is None:
        return Gap(name, lang, url, source.locale.t("gaps.nothing"))
    row_words = words.of(row)
    return Gap(name, lang, url, row_words.value, row_words.reason)
