"""What a reader can filter the rows of a page by: fields to choose from, and the codes that each row carries."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from open_comparisons.site.records import Choice, FilterField
from open_comparisons.site.regions import name_key

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from open_comparisons.intake.provider import Provider
    from open_comparisons.site.source import Source

GROUP: Final = "group"
AREA: Final = "area"
FORM: Final = "form"
METHOD: Final = "method"
ALL: Final = (GROUP, AREA, FORM, METHOD)
IN_GROUP: Final = (AREA, FORM)
"""What the providers of one target group are filtered by, where their figures stand."""

_BETWEEN: Final = ";"


def filter_fields(source: Source, providers: Iterable[Provider], names: Sequence[str]) -> tuple[FilterField, ...]:
    """
    The lists to choose from on a page of some providers.

    Args:
        source: For the words, in its language.
        providers: Those on the page: only what some of them have can be chosen.
        names: Which lists, of ALL. One with a single choice would tell nothing, and is left out.
    """
    found: dict[str, set[str]] = {name: set() for name in names}
    for provider in providers:
        for name in names:
            found[name].update(_codes(source, provider, name))
    titles = {
        GROUP: source.locale.t("filter.group"),
        AREA: source.locale.html(source.standard.area_group),
        FORM: source.locale.t("fact.ownership"),
        METHOD: source.locale.t("filter.method"),
    }
    fields = [
        FilterField(name, titles[name], tuple(choice for choice in _all(source, name) if choice.code in found[name]))
        for name in names
        if name != AREA or not source.directory.by_letter
    ]
    return tuple(field for field in fields if len(field.choices) > 1)


def row_codes(source: Source, provider: Provider, names: Sequence[str]) -> tuple[tuple[str, str], ...]:
    """What the row of a provider is found by, for each of some lists: its codes with ";" between them."""
    return tuple((name, _BETWEEN.join(_codes(source, provider, name))) for name in names)


def _codes(source: Source, provider: Provider, name: str) -> tuple[str, ...]:
    if name == AREA:
        return (source.directory.region_of[provider.slug].slug,)
    if name == FORM:
        return (provider.ownership,)
    return provider.target_groups if name == GROUP else provider.methods


def _all(source: Source, name: str) -> Iterator[Choice]:
    """Every choice there could be, in the order of the standard; methods, which it does not know, by name."""
    standard, lang = source.standard, source.locale.lang
    if name == AREA:
        nowhere = source.locale.t("providers.no-area")
        yield from (Choice(region.slug, region.name or nowhere, lang) for region in source.directory.regions)
    elif name == METHOD:
        methods = {method for provider in source.directory.by_name for method in provider.methods}
        yield from (Choice(method, method, lang) for method in sorted(methods, key=name_key))
    else:
        known = standard.codes.ownership.items() if name == FORM else standard.target_groups.items()
        yield from (Choice(code, *entry.title.get(lang)) for code, entry in known)
