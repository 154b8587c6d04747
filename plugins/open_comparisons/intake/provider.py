"""A provider, as the directory describes it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Provider:
    """
    One row of the directory. Dates are None where blank; `slug` is part of the address and never changes.

    `successors` are the providers that took over: one after a merger, several after a split. `units` are the names
    that the provider has chosen to show, never a street.
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


def by_id(providers: tuple[Provider, ...]) -> Mapping[str, Provider]:
    """The providers by their identifier."""
    return {provider.id: provider for provider in providers}
