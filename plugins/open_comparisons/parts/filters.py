"""Filters of the rows of a page: fields to choose from, and the codes that each row carries."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from open_comparisons.intake.provider import Provider
from open_comparisons.site.records import Choice, FilterField
from open_comparisons.site.regions import name_key
from open_comparisons.site.source import Source

GROUP: Final = "group"
AREA: Final = "area"
FORM: Final = "form"
METHOD: Final = "method"
ALL: Final = (GROUP, AREA, FORM, METHOD)
IN_GROUP: Final = (AREA, FORM)
"""Filters of the figures of one target group."""

_BETWEEN: Final = ";"


def filter_fields(source: Source, providers: Iterable[Provider], names: Sequence[str]) -> tuple[FilterField, ...]:
    """
    The lists to choose from on a page of some providers.

    Args:
        source: Words and directory.
        providers: The providers on the page; only codes that some of them have can be chosen.
        names: Names of lists, from ALL; a list with a single choice is left out.
    """
    codes_by_name: dict[str, set[str]] = {name: set() for name in names}
    for provider in providers:
        for name in names:
            codes_by_name[name].update(_codes(source, provider, name))
    titles = {
        GROUP: source.locale.t("filter.group"),
        AREA: source.locale.html(source.standard.area_group),
        FORM: source.locale.t("fact.ownership"),
        METHOD: source.locale.t("filter.method"),
    }
    fields = [
        FilterField(
            name, titles[name], tuple(choice for choice in _all(source, name) if choice.code in codes_by_name[name])
        )
        for name in names
        if name != AREA or not source.directory.by_letter
    ]
    return tuple(field for field in fields if len(field.choices) > 1)


def row_codes(source: Source, provider: Provider, names: Sequence[str]) -> tuple[tuple[str, str], ...]:
    """The codes that filter the row of a provider: for each list its name and the codes, separated by ";"."""
    return tuple((name, _BETWEEN.join(_codes(source, provider, name))) for name in names)


def _codes(source: Source, provider: Provider, name: str) -> tuple[str, ...]:
    if name == AREA:
        return (source.directory.region_of[provider.slug].slug,)
    if name == FORM:
        return (provider.ownership,)
    return provider.target_groups if name == GROUP else provider.methods


def _all(source: Source, name: str) -> Iterator[Choice]:
    """Every possible choice, in the order of the standard; methods, which are not in the standard, by name."""
    standard, lang = source.standard, source.locale.lang
    if name == AREA:
        nowhere = source.locale.t("providers.no-area")
        yield from (Choice(region.slug, region.name or nowhere, lang) for region in source.directory.regions)
    elif name == METHOD:
        methods = {method for provider in source.directory.by_name for method in provider.methods}
        yield from (Choice(method, method, lang) for method in sorted(methods, key=name_key))
    else:
        entries = standard.codes.ownership.items() if name == FORM else standard.target_groups.items()
        yield from (Choice(code, *entry.title.get(lang)) for code, entry in entries)
