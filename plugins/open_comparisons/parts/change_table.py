"""Changes of a release for readers: in sentences, and value by value in a table."""

import math
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, Final

from markupsafe import Markup, escape

from open_comparisons.site.changes import KINDS, Changes, Period, Side, ValueChange
from open_comparisons.site.locales import Locale
from open_comparisons.site.records import Cell, Choice, FilterField, PlainRow, PlainTable
from open_comparisons.site.source import Source
from open_comparisons.site.words import Words
from open_comparisons.standard.model import TargetGroup
from open_comparisons.standard.periods import parse_period
from open_comparisons.standard.statuses import OK

_FURTHER: Final[Mapping[str, Callable[[Locale, float], str]]] = {
    "persons": Locale.number,
    "standard_deviation": lambda locale, number: locale.number(number, 1),
    "response_rate": Locale.percent,
}
MOST_CHANGES: Final = 450
"""Largest number of changed values in the table; with more, the page counts them by measure and the files list them."""


def news(source: Source, changes: Changes) -> list[str]:
    """Sentences on the changes: periods added and dropped, and the number of values per kind of change."""
    t = source.locale.t
    sentences = [] if changes.old else [t("release.first")]
    sentences += [t("release.begun", **values) for values in _periods(source, changes.begun)]
    sentences += [t("release.ended", **values) for values in _periods(source, changes.ended)]
    sentences += [t(f"release.count-{kind}", count=changes.count[kind]) for kind in KINDS if changes.count[kind]]
    if changes.old and not changes.rows:
        sentences.append(t("release.unchanged"))
    unexplained = sum(row.reason is None for row in changes.rows)
    return [*sentences, t("release.unexplained", count=unexplained)] if unexplained else sentences


def _periods(source: Source, periods: Sequence[Period]) -> Iterator[dict[str, Any]]:
    """Values for sentences: each period, newest first, with its number of measures and values."""
    locale = source.locale
    together: dict[tuple[Any, Any], list[Period]] = defaultdict(list)
    for period in periods:
        span = parse_period(period.period)
        together[span.end, span.start].append(period)
    for (end, start), measure_periods in sorted(together.items(), key=lambda item: item[0], reverse=True):
        measures = locale.t("count.measures", count=len({period.measure_id for period in measure_periods}))
        values = locale.t("count.values", count=sum(period.rows for period in measure_periods))
        yield {"period": locale.period(start, end), "measures": measures, "values": values}


def changes_table(source: Source, changes: Changes) -> PlainTable | None:
    """A row per changed value, or per measure with counts where there are too many; None without changes."""
    t = source.locale.t
    title = t("release.changes")
    if not changes.rows:
        return None
    if len(changes.rows) > MOST_CHANGES:
        kinds = [kind for kind in KINDS if changes.count[kind]]
        head = (t("head.measure"), *(t(f"change.{kind}") for kind in kinds))
        about = t("release.too-many", count=len(changes.rows))
        return PlainTable("andringar", title, head, tuple(_counts(source, changes, kinds)), about)
    head = tuple(t(f"release.head-{name}") for name in ("figure", "change", "before", "after"))
    return PlainTable("andringar", title, head, tuple(_change_row(source, row) for row in changes.rows))


def _counts(source: Source, changes: Changes, kinds: Sequence[str]) -> Iterator[PlainRow]:
    locale = source.locale
    for measure in source.standard.measures.values():
        rows = [row for row in changes.rows if row.key["measure_id"] == measure.id]
        if rows:
            name, lang = measure.title.get(locale.lang)
            counts = [sum(row.kind == kind for row in rows) for kind in kinds]
            cells = tuple(Cell(locale.number(count), shown=count > 0) for count in counts)
            yield PlainRow(name, "", cells, name_lang=locale.other(lang))


def _change_row(source: Source, change: ValueChange) -> PlainRow:
    locale, standard = source.locale, source.standard
    key = change.key
    measure, group = standard.measures[key["measure_id"]], standard.target_groups[key["target_group"]]
    span = parse_period(key["period"])
    about = [locale.html(measure.title), locale.period(span.start, span.end), *_parts(source, change, group)]
    if (group.id, measure.id) in source.published[group.dataset].instruments and key.get("instrument"):
        about.append(escape(key["instrument"]))
    kind = Cell(locale.t(f"change.{change.kind}"), locale.html(change.reason) if change.reason else "")
    return PlainRow(
        name=_provider(source, change),
        url="",
        cells=(kind, _side(source, change, change.old), _side(source, change, change.new)),
        note=Markup(" · ").join(about),
        codes=(("kind", change.kind), ("measure", measure.id)),
    )


def _parts(source: Source, change: ValueChange, group: TargetGroup) -> Iterator[Markup]:
    """The titles of the breakdowns of a value."""
    for dimension in source.standard.dimensions:
        for code in source.standard.codes_of(dimension, group.id):
            if code.code == change.key[dimension.name]:
                yield source.locale.html(code.title)


def _provider(source: Source, change: ValueChange) -> str:
    names = (provider.name for provider in source.data.providers if provider.id == change.key["provider_id"])
    unit = change.key.get("unit_id")
    name = next(names, change.key["provider_id"])
    return f"{name} ({unit})" if unit else name


def _side(source: Source, change: ValueChange, side: Side | None) -> Cell:
    """A value with its counts, or the status in words where no value is shown."""
    locale, words = source.locale, source.words[change.key["measure_id"]]
    if side is None:
        return Cell(locale.t("status.absent"), shown=False)
    if side.status != OK:
        return Cell(words.statuses[side.status], shown=False)
    if change.new is not side and not side.numbers:
        return Cell(locale.t("release.shown-before"), shown=False)
    value = side.numbers.get("value", _share(side))
    notes = [_counts_of(words, side), *_further(source, change, side)]
    shown = locale.number(side.numbers.get("numerator", 0)) if math.isnan(value) else words.value(value)
    return Cell(shown, " · ".join(note for note in notes if note))


def _counts_of(words: Words, side: Side) -> str:
    """The counts of a share, or the base; "" without a base."""
    locale, numerator, denominator = words.locale, side.numbers.get("numerator"), side.numbers.get("denominator")
    if denominator is None:
        return ""
    base = locale.number(denominator, 0 if float(denominator).is_integer() else 1)
    if words.measure.is_share and numerator is not None:
        return locale.t("counts.of", count=locale.number(numerator), base=base)
    return locale.t("counts.n", base=base)


def _further(source: Source, change: ValueChange, side: Side) -> Iterator[str]:
    """Further numbers where they have changed, since both sides could look the same without them."""
    if change.old is None or change.new is None:
        return
    locale = source.locale
    for column in source.standard.columns:
        before, after = (each.numbers.get(column.role) for each in (change.old, change.new))
        if column.role in _FURTHER and before != after:
            number = side.numbers.get(column.role)
            formatted = "–" if number is None else _FURTHER[column.role](locale, number)
            yield f"{column.title.plain(locale.lang)}: {formatted}"


def _share(side: Side) -> float:
    numerator, denominator = side.numbers.get("numerator"), side.numbers.get("denominator")
    return numerator / denominator if numerator is not None and denominator else math.nan


def change_fields(source: Source, changes: Changes) -> tuple[FilterField, ...]:
    """Filters of the changed values; () where they are only counted."""
    if not changes.rows or len(changes.rows) > MOST_CHANGES:
        return ()
    locale = source.locale
    kinds = tuple(Choice(kind, locale.t(f"change.{kind}"), locale.lang) for kind in KINDS if changes.count[kind])
    changed = {row.key["measure_id"] for row in changes.rows}
    measures = tuple(
        Choice(measure.id, *measure.title.get(locale.lang))
        for measure in source.standard.measures.values()
        if measure.id in changed
    )
    fields = (
        FilterField("kind", locale.t("release.head-change"), kinds),
        FilterField("measure", locale.t("head.measure"), measures),
    )
    return tuple(field for field in fields if len(field.choices) > 1)
