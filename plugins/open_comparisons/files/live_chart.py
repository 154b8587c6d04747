"""
The data of a measure's live chart, which a browser fetches only when the reader asks to explore.

The rows hold nothing that the page and its files do not: published numbers, in the digits of `jamforelse.csv`, and
words ready to be shown. A row without a figure is words alone.
"""

import json
import math
from collections.abc import Iterator, Sequence
from datetime import date
from functools import partial
from typing import Any

import vl_convert as vlc

from open_comparisons.charts.compiled import chart_kind
from open_comparisons.estimates.comparison import LEVELS
from open_comparisons.estimates.rows import ComparedRow
from open_comparisons.files.release.cells import in_unit
from open_comparisons.files.size_bands import size_bands
from open_comparisons.intake.provider import Provider
from open_comparisons.parts.chart_links import (
    VEGA_SNIPPET,
    has_own_chart,
    live_rows_address,
    spec_address,
    vega_address,
)
from open_comparisons.parts.comparison_table import present_providers, reference_sentence
from open_comparisons.site.locales import plain
from open_comparisons.site.outputs import FileDraft
from open_comparisons.site.sentences import group_value, measure_sentence
from open_comparisons.site.source import Source, periods_of, rows_in_span
from open_comparisons.site.words import Axis, Words, axis_for, share_axis
from open_comparisons.standard.model import Measure, TargetGroup
from open_comparisons.standard.periods import Span, canonical_period
from open_comparisons.standard.statuses import BANDED, OK, WITH_FIGURE
from open_comparisons.tools.store import Store, digest


def live_chart_drafts(sources: Sequence[Source], made_from: str) -> Iterator[FileDraft]:
    """
    The rows of every live chart in each language, and the two files that all share; nothing where there is none.

    Args:
        sources: One per language.
        made_from: A hash of the standard, the directory and everything else behind the words of all pages.
    """
    drafts = [draft for source in sources for draft in _rows_drafts(source, made_from)]
    if drafts:
        store = sources[0].store
        yield FileDraft.single(vega_address(), partial(vega_for_browsers, store), vega_address())
        yield FileDraft.single(spec_address(store.tools), lambda: _to_json(chart_kind("live", store).vega), store.tools)
    yield from drafts


def vega_for_browsers(store: Store) -> str:
    """Vega and its dependencies as a script to import; it changes only with vl-convert."""
    # It does not depend on our code, so its entry in the store is named without the hash of it.
    lasting = Store(store.folder)
    return lasting.remember("vega", (vega_address(),), lambda: str(vlc.javascript_bundle(VEGA_SNIPPET)))


def _rows_drafts(source: Source, made_from: str) -> Iterator[FileDraft]:
    words = source.locale.digest
    for group in source.shown_groups:
        key = digest(source.store.tools, made_from, source.published[group.dataset].release.digest, words)
        for measure in source.shown_measures(group):
            if has_own_chart(source, group, measure):
                name = live_rows_address(source, group, measure)
                yield FileDraft.single(name, partial(_rows_text, source, group, measure), key)


def _rows_text(source: Source, group: TargetGroup, measure: Measure) -> str:
    return _to_json(live_rows(source, group, measure))


def _to_json(content: object) -> str:
    return json.dumps(content, ensure_ascii=False, separators=(",", ":"))


def live_rows(source: Source, group: TargetGroup, measure: Measure) -> dict[str, Any]:
    """
    The content of a measure's live chart, in one language; of several instruments, the one that most providers use.

    Returns:
        "axis": its ends in the measure's unit, and its labels, evenly apart. "levels": code and title of each
        confidence level. "providers": name, slug, number of the form and number of the area of each, by name; -1 means
        none. "forms": code, title and language. "areas": slug and name. "sizes": code, title, lowest and end of each
        band. "periods": each with "id", "title", "sentence", "reference" (the group value), "compared" (a sentence
        on it) and "rows", by name.

        A row has "provider" (a number), "said" (its whole text, per level or one for all), "size" where that is shown,
        and either "words" (in place of a figure) or "told" (the figure, per level or one for all), "category",
        "limits" (the control limits at each level), and with a value "value" and "ends" (its
        interval at each level), else "range" (the protected range at each level).
    """
    published, locale = source.published[group.dataset], source.locale
    measure = source.leading(group, measure)
    rows = published.rows(group, measure)
    spans = periods_of(published, group, measure)
    present = {
        each.slug
        for span in spans
        for each in present_providers(source, group, measure, rows_in_span(rows, span), span)
    }
    providers = [provider for provider in source.providers_of(group) if provider.slug in present]
    forms = {code: number for number, code in enumerate(source.standard.codes.ownership)}
    areas = {} if source.directory.by_letter else {r.slug: n for n, r in enumerate(source.directory.regions)}
    sizes = [row.denominator for row in rows_in_span(rows, spans[0] if spans else None) if row.denominator > 0]
    levels = [name for name in LEVELS if any(not math.isnan(row.interval(name)[1]) for row in rows)]
    axis = _axis(source, measure, rows)
    return {
        "axis": {"low": _unit(axis.low, measure), "high": _unit(axis.high, measure), "labels": axis.labels},
        "levels": [[name, locale.t(f"explore.level-{name}")] for name in levels],
        "providers": [
            [
                provider.name,
                provider.slug,
                forms.get(provider.ownership, -1),
                areas.get(source.directory.region_of[provider.slug].slug, -1),
            ]
            for provider in providers
        ],
        "forms": [[code.code, *code.title.get(locale.lang)] for code in source.standard.codes.ownership.values()],
        "areas": [
            [region.slug, region.name or locale.t("providers.no-area")]
            for region in source.directory.regions
            if region.slug in areas
        ],
        "sizes": [[band.code, band.title, band.low, band.end] for band in size_bands(sizes, locale)],
        "periods": [_period(source, group, measure, providers, span, levels) for span in spans],
    }


def _axis(source: Source, measure: Measure, rows: Sequence[ComparedRow]) -> Axis:
    """The page's axis, but that of a share holds the wider intervals too, so that it stays when they are chosen."""
    axis = axis_for(measure, rows, source.locale, source.standard)
    if not measure.is_share:
        return axis
    ends = (row.upper_998 for row in rows if row.status in WITH_FIGURE)
    return share_axis(source.locale, highest=max([axis.high, *(end for end in ends if not math.isnan(end))]))


def _period(
    source: Source,
    group: TargetGroup,
    measure: Measure,
    providers: Sequence[Provider],
    span: tuple[date, date],
    levels: Sequence[str],
) -> dict[str, Any]:
    locale, words = source.locale, source.words[measure.id]
    published = source.published[group.dataset]
    rows = rows_in_span(published.rows(group, measure), span)
    by_provider = {row.provider: row for row in rows}
    present = set(present_providers(source, group, measure, rows, span))
    lines = []
    for number, provider in enumerate(providers):
        if provider not in present:
            continue
        row = by_provider.get(provider.slug)
        line: dict[str, Any] = {"provider": number}
        if row is None:
            line["words"] = locale.t("status.absent")
            line["said"] = [_join(provider.name, line["words"])]
        else:
            line |= _row(row, provider.name, words, levels)
        lines.append(line)
    return {
        "id": canonical_period(Span(*span)).replace("/", "_"),
        "title": locale.period(*span),
        "sentence": plain(measure_sentence(rows, measure, locale, source.standard)),
        "reference": _unit(group_value(rows), measure),
        "compared": plain(reference_sentence(rows, measure, source)),
        "rows": lines,
    }


def _row(row: ComparedRow, name: str, words: Words, levels: Sequence[str]) -> dict[str, Any]:
    """The content for a provider with a row; it has numbers only where the status of the row shows them."""
    texts, measure = words.of(row), words.measure
    line: dict[str, Any] = {}
    if not math.isnan(row.denominator):
        line["size"] = row.denominator
    if row.status not in WITH_FIGURE:
        line["words"] = _join(texts.value, texts.reason)
        return line | {"said": [_join(name, texts.value, texts.reason)]}
    has_ends = row.status == OK
    spans = [words.interval(*row.interval(level)) for level in levels]
    intervals = [
        words.locale.t(f"explore.interval-{level}", span=span) if span and has_ends else ""
        for level, span in zip(levels, spans, strict=True)
    ]
    meaning = (words.compared(row), texts.reason)
    line["said"] = [_join(name, texts.value, interval, texts.counts, *meaning) for interval in intervals or [""]]
    line["told"] = [plain(texts.value), *([*spans] if has_ends else [plain(texts.interval)])]
    line["category"] = row.category
    ends, limits = (
        [[_unit(end, measure) for end in pair_at(level)] for level in levels] for pair_at in (row.interval, row.limits)
    )
    line["limits"] = [pair for pair in limits if pair != [None, None]]
    if row.status in BANDED:
        return line | {"range": ends}
    return line | {"value": _unit(row.value, measure), "ends": ends}


def _unit(value: float, measure: Measure) -> float | None:
    """A number in the digits of files; None where it is missing."""
    digits = in_unit(value, measure)
    return None if not digits else int(digits) if digits.lstrip("-").isdigit() else float(digits)


def _join(*parts: str) -> str:
    """The parts that are not empty, as one line."""
    return ", ".join(plain(part) for part in parts if part)
