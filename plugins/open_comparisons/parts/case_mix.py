"""Tables of the people whom figures concern, shown beside results, which are not adjusted for case mix."""

import math
from collections.abc import Iterable

from open_comparisons.estimates.case_mix import Mix, Part
from open_comparisons.intake.provider import Provider
from open_comparisons.site.addresses import address
from open_comparisons.site.records import Cell, PlainRow, PlainTable
from open_comparisons.site.source import Mixes, Source
from open_comparisons.standard.model import WHOM, Code, Measure, TargetGroup


def provider_mix(source: Source, provider: Provider, group: TargetGroup) -> PlainTable | None:
    """The people of a provider's figures beside its group: parts of a base, and case-mix measures; None without any."""
    first = _first_mix(source, provider, group)
    lines = []
    if first:
        measure, mixes = first
        mine = mixes.by_provider[provider.slug]
        for part, code, dimension in _parts(source, group, mixes):
            name, lang = code.title.get(source.locale.lang)
            cells = (_share(source, mine, part), _share(source, mixes.group, part))
            lines.append(PlainRow(name, "", cells, note=dimension, name_lang=lang))
    for context in _whom(source, group):
        row = source.published[group.dataset].leads[group.id, context.key][1].get(provider.slug)
        if row is None:
            continue
        words = source.words[context.id].of(row)
        name, lang = context.title.get(source.locale.lang)
        group_value = "–" if math.isnan(row.reference) else source.words[context.id].value(row.reference)
        url = address(source.locale.lang, "target-groups", group.id, context.id)
        note = source.locale.period(row.start, row.end)
        lines.append(PlainRow(name, url, (Cell(words.value, words.counts, words.shown), Cell(group_value)), note, lang))
    if not lines:
        return None
    t = source.locale.t
    is_adjusted = any(measure.is_adjusted for measure in source.shown_measures(group))
    sentence = "" if is_adjusted else t("mix.not-adjusted")
    if first:
        sentences = (_base_sentence(source, measure, mixes, mine.base), t("mix.whole-divisions"), sentence)
        sentence = " ".join(filter(None, sentences))
    head = (t("mix.part"), t("mix.here"), t("head.group-value"))
    return PlainTable(f"vilka-{group.id}", t("mix.title"), head, tuple(lines), sentence)


def measure_mix(
    source: Source, group: TargetGroup, measure: Measure, providers: Iterable[Provider]
) -> PlainTable | None:
    """The people a measure counts at each provider, the group first; None where no base is published."""
    mixes = source.published[group.dataset].mixes.get((group.id, measure.key))
    if mixes is None:
        return None
    t, lang = source.locale.t, source.locale.lang
    parts = list(_parts(source, group, mixes))
    everyone = tuple(_share(source, mixes.group, part) for part, _, _ in parts)
    lines = [PlainRow(t("mix.group"), "", everyone, note=t("count.providers", count=len(mixes.by_provider)))]
    for provider in providers:
        mine = mixes.by_provider.get(provider.slug)
        if mine:
            cells = tuple(_share(source, mine, part) for part, _, _ in parts)
            note = t("counts.n", base=source.locale.number(mine.base))
            lines.append(PlainRow(provider.name, address(lang, "providers", provider.slug), cells, note))
    head = (t("head.provider"), *(source.locale.html(code.title) for _, code, _ in parts))
    title = t("mix.title-period", period=source.locale.period(*mixes.span))
    return PlainTable("vilka", title, head, tuple(lines), f"{t('mix.published-only')} {t('mix.whole-divisions')}")


def _first_mix(source: Source, provider: Provider, group: TargetGroup) -> tuple[Measure, Mixes] | None:
    """The first measure of the catalogue whose base the provider divides, with its mixes; None without any."""
    by_measure = source.published[group.dataset].mixes
    for measure in source.compared_measures(group):
        mixes = by_measure.get((group.id, measure.key))
        if mixes and provider.slug in mixes.by_provider:
            return measure, mixes
    return None


def _parts(source: Source, group: TargetGroup, mixes: Mixes) -> Iterable[tuple[Part, Code, str]]:
    """The parts that any provider publishes, in the standard's order: each with its code and the dimension's title."""
    for dimension in source.standard.dimensions:
        for code in source.standard.codes_of(dimension, group.id):
            if (dimension.name, code.code) in mixes.group.providers:
                yield (dimension.name, code.code), code, source.locale.html(dimension.title)


def _share(source: Source, mix: Mix, part: Part) -> Cell:
    share = mix.parts.get(part)
    if share is None:
        return Cell(source.locale.t("mix.not-shown"), shown=False)
    return Cell(source.locale.percent(share))


def _whom(source: Source, group: TargetGroup) -> list[Measure]:
    return [measure for measure in source.compared_measures(group) if measure.context == WHOM]


def _base_sentence(source: Source, measure: Measure, mixes: Mixes, base: float) -> str:
    locale, lists = source.locale, source.standard.codes
    counted, unit = lists.cohorts.get(measure.cohort), lists.base_units.get(measure.denominator_unit)
    return locale.t(
        "mix.base",
        base=locale.number(base),
        unit=unit.title.plain(locale.lang) if unit else "",
        counted=counted.title.plain(locale.lang) if counted else measure.cohort,
        period=locale.period(*mixes.span),
    )
