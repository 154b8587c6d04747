"""A provider, as the directory describes it."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

from open_comparisons.standard.model import Area


@dataclass(frozen=True, slots=True)
class Provider:
    """
    One row of the directory. Dates are None where blank; `slug` is part of the address and never changes.

    `successors` are the providers that took over: one after a merger, several after a split. `units` are the names
    that the provider has chosen to show, never a street. `name` is what readers see: `tell_apart` adds the area where
    others have the same name, and keeps the name as the directory has it in `plain_name`.
    """

    id: str
    slug: str
    name: str
    ownership: str
    area_code: str
    from_date: date | None
    to_date: date | None
    successors: tuple[str, ...]
    target_groups: tuple[str, ...]
    methods: tuple[str, ...]
    contact_role: str
    units: tuple[str, ...] = ()
    plain_name: str = ""

    @property
    def directory_name(self) -> str:
        """The name as the directory has it."""
        return self.plain_name or self.name


def by_id(providers: tuple[Provider, ...]) -> Mapping[str, Provider]:
    """The providers by their identifier."""
    return {provider.id: provider for provider in providers}


def tell_apart(providers: tuple[Provider, ...], areas: Mapping[str, Area]) -> tuple[Provider, ...]:
    """The providers; those that share a name have their area in parentheses, and their number where that is shared."""

    def spelling(*parts: str) -> str:
        return " ".join(" ".join(parts).casefold().split())

    names = Counter(spelling(provider.name) for provider in providers)
    places = Counter(spelling(provider.name, provider.area_code) for provider in providers)

    def named(provider: Provider) -> Provider:
        if names[spelling(provider.name)] == 1:
            return provider
        area = areas.get(provider.area_code)
        is_alone = area is not None and places[spelling(provider.name, provider.area_code)] == 1
        added = [area.name if area else "", "" if is_alone else provider.id]
        return replace(provider, name=f"{provider.name} ({', '.join(filter(None, added))})", plain_name=provider.name)

    return tuple(map(named, providers))
