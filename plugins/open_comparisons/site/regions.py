"""The directory divided into parts that fit on a page: by the standard's larger areas, or by letter without them."""

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, TypeVar

from open_comparisons.intake.provider import Provider
from open_comparisons.standard.model import Area, Standard

MANY_PROVIDERS: Final = 200
"""Largest number of providers listed on a single page; more get a page of their spread and further pages of rows."""

MAX_ROWS: Final = 450
"""Largest number of rows on one page, which keeps it below 300 kB."""

NO_AREA: Final = "utan-omrade"
"""Part of the address for providers whose area is not known."""

_LETTERS: Final = {"å": "aa", "ä": "ae", "æ": "ae", "ö": "oe", "ø": "oe"}
_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class Region:
    """
    A part of the directory.

    Attributes:
        slug: Its part of an address.
        name: Its name in the standard; "" for providers whose area is not known.
        code: Its code in the standard; "" for a letter, and for providers whose area is not known.
        providers: Its providers, sorted by name.
    """

    slug: str
    name: str
    code: str
    providers: tuple[Provider, ...]


@dataclass(frozen=True, slots=True)
class Directory:
    """
    The providers sorted once, in the orders that pages need.

    Attributes:
        by_name: All providers by name, å, ä and ö last.
        by_slug: All providers by slug, in the same order.
        by_group: The providers of each target group, sorted by name.
        regions: Sorted by name; providers without an area come last.
        region_of: The region of each provider, by slug.
        by_letter: True where regions are letters of the alphabet, since the standard has no larger areas.
    """

    by_name: tuple[Provider, ...]
    by_slug: Mapping[str, Provider]
    by_group: Mapping[str, tuple[Provider, ...]]
    regions: tuple[Region, ...]
    region_of: Mapping[str, Region]
    by_letter: bool

    @property
    def is_large(self) -> bool:
        """True with too many providers for one page."""
        return len(self.by_name) > MANY_PROVIDERS


def build_directory(providers: Iterable[Provider], standard: Standard) -> Directory:
    """Sort and divide the directory."""
    by_name = tuple(sorted(providers, key=lambda provider: (name_key(provider.name), provider.slug)))
    by_letter = not any(area.group_name for area in standard.areas.values())
    regions = _by_letter(by_name) if by_letter else _by_area(by_name, standard.areas)
    return Directory(
        by_name=by_name,
        by_slug={provider.slug: provider for provider in by_name},
        by_group={
            group: tuple(provider for provider in by_name if group in provider.target_groups)
            for group in standard.target_groups
        },
        regions=regions,
        region_of={provider.slug: region for region in regions for provider in region.providers},
        by_letter=by_letter,
    )


def sheets(rows: Sequence[_T]) -> list[Sequence[_T]]:
    """Divide rows evenly over as few pages as possible; one empty page without rows."""
    count = max(-(-len(rows) // MAX_ROWS), 1)
    size = -(-len(rows) // count)
    return [rows[number * size : (number + 1) * size] for number in range(count)]


def sheet_parts(number: int) -> tuple[str, ...]:
    """Last part of the address of a page of rows: none for the first, then 2 and up."""
    return (str(number + 1),) if number else ()


def name_key(name: str) -> str:
    """Sort key of a name: ignores case, å ä ö after z, other accents as their letters."""
    folded = name.casefold()
    for letter, place in (("å", "z{"), ("ä", "z|"), ("æ", "z|"), ("ö", "z}"), ("ø", "z}"), ("é", "e"), ("ü", "y")):
        folded = folded.replace(letter, place)
    return folded


def _by_area(providers: Sequence[Provider], areas: Mapping[str, Area]) -> tuple[Region, ...]:
    by_key: dict[tuple[str, str], list[Provider]] = {}
    for provider in providers:
        area = areas.get(provider.area_code)
        by_key.setdefault((area.group_code, area.group_name) if area else ("", ""), []).append(provider)
    taken: set[str] = set()
    order = sorted(by_key, key=lambda key: (not key[0], name_key(key[1]), key[0]))
    return tuple(Region(_slug(code, taken), name, code, tuple(by_key[code, name])) for code, name in order)


def _by_letter(providers: Sequence[Provider]) -> tuple[Region, ...]:
    by_initial: dict[str, list[Provider]] = {}
    for provider in providers:
        first = provider.name[:1].casefold()
        plain = first if first in _LETTERS else unicodedata.normalize("NFKD", first)[:1]
        by_initial.setdefault(plain if plain.isalpha() else "", []).append(provider)
    taken: set[str] = set()
    order = sorted(by_initial, key=lambda letter: (not letter, name_key(letter)))
    return tuple(
        Region(
            slug=_slug(_LETTERS.get(letter, letter) or "0-9", taken),
            name=letter.upper() or "0–9",
            code="",
            providers=tuple(by_initial[letter]),
        )
        for letter in order
    )


def _slug(code: str, taken: set[str]) -> str:
    """A code as part of an address: lower-case letters, digits and hyphens; unique, and added to `taken`."""
    plain = unicodedata.normalize("NFKD", code).encode("ascii", "ignore").decode().lower()
    base = re.sub(r"[^a-z0-9]+", "-", plain).strip("-") or NO_AREA
    slug, number = base, 2
    while slug in taken:
        slug, number = f"{base}-{number}", number + 1
    taken.add(slug)
    return slug
