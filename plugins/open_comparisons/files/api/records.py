"""The objects of `/api/v1/` for releases, providers, target groups, measures and columns."""

from collections.abc import Collection, Mapping
from typing import Any, Final

from open_comparisons.estimates.comparison import METHOD_VERSION
from open_comparisons.files.release.fields import FileColumn, text_of_key
from open_comparisons.intake.provider import Provider
from open_comparisons.intake.release import Data, Release
from open_comparisons.messages import LANGUAGES
from open_comparisons.site.addresses import address, release_folder
from open_comparisons.site.locales import Locale
from open_comparisons.site.source import Published
from open_comparisons.standard.model import Measure, Standard, TargetGroup
from open_comparisons.standard.text import Text

ROOT: Final = "api/v1/"
VERSION: Final = "1.0"
"""Version of the API, raised by tenths for additions; any other change gets a new address."""


def in_languages(text: Text) -> dict[str, str | None]:
    """A text by language; None where it does not exist."""
    return {lang: getattr(text, lang) for lang in LANGUAGES}


def head(kind: str, data: Data, releases: Collection[Release], locales: Mapping[str, Locale]) -> dict[str, Any]:
    """The object `metadata` at the beginning of every file."""
    standard = data.standard
    return {
        "api_version": VERSION,
        "schema": f"schema/{kind}.schema.json",
        "title": in_languages(standard.site_title),
        "about": in_languages(standard.about_figures),
        "missing": in_languages(text_of_key(locales, "api.missing")),
        "licence": {"title": in_languages(standard.licence_title), "url": standard.licence_url},
        "standard": {"name": standard.name, "version": standard.version},
        "method_version": METHOD_VERSION,
        "example": any(release.example for release in releases),
        "releases": [_release(release, standard) for release in releases],
    }


def _release(release: Release, standard: Standard) -> dict[str, Any]:
    return {
        "dataset": release.dataset,
        "release": release.id,
        "released": release.released.isoformat(),
        "next_release": release.next_release.isoformat() if release.next_release else None,
        "title": in_languages(release.title),
        "publisher": in_languages(release.publisher),
        "example": release.example,
        "target_groups": [group.id for group in standard.target_groups.values() if group.dataset == release.dataset],
        "files": release_folder(release.dataset, release.id),
    }


def provider_record(provider: Provider, data: Data) -> dict[str, Any]:
    """A provider, as in the directory."""
    return {
        "id": provider.id,
        "slug": provider.slug,
        "name": provider.name,
        "ownership": provider.ownership or None,
        "area": _area(provider.area_code, data.standard),
        "target_groups": list(provider.target_groups),
        "from": provider.from_date.isoformat() if provider.from_date else None,
        "to": provider.to_date.isoformat() if provider.to_date else None,
        "successors": list(provider.successors),
        "methods": list(provider.methods),
        **_places("providers", provider.slug),
    }


def group_record(group: TargetGroup, published: Mapping[str, Published]) -> dict[str, Any]:
    """A target group; planned ones have no figures."""
    return {
        "id": group.id,
        "dataset": group.dataset,
        "has_figures": group.dataset in published,
        "title": in_languages(group.title),
        "summary": in_languages(group.summary),
        "whom": in_languages(group.whom),
        "limits": in_languages(group.limits),
        "followed_since": group.followed_since,
        **_places("target-groups", group.id),
    }


def measure_record(measure: Measure, standard: Standard) -> dict[str, Any]:
    """A measure with its definition and unit."""
    unit = standard.codes.units.get(measure.unit)
    return {
        "id": measure.id,
        "version": measure.version,
        "title": in_languages(measure.title),
        "summary": in_languages(measure.summary),
        "definition": in_languages(measure.definition),
        "numerator": in_languages(measure.numerator),
        "denominator": in_languages(measure.denominator),
        "kind": measure.kind.name,
        "type": measure.type,
        "unit": in_languages(unit.title if unit else Text(measure.unit, measure.unit)),
        "decimals": measure.decimals,
        "direction": measure.direction,
        "cohort": measure.cohort,
        "target_groups": list(measure.target_groups),
        **_places("measures", measure.id),
    }


def column_record(column: FileColumn) -> dict[str, Any]:
    """A column of rows: its name here and in `jamforelse.csv`, its meaning and its codes."""
    return {
        "name": column.key,
        "csv_name": column.name,
        "type": column.type,
        "title": in_languages(column.title),
        "description": in_languages(column.description),
        "codes": [{"code": code, "title": in_languages(title)} for code, title in column.codes.items()],
    }


def _area(code: str, standard: Standard) -> dict[str, str | None] | None:
    """A municipality and the larger area it belongs to; None for a provider without."""
    area = standard.areas.get(code)
    if not code:
        return None
    return {"code": code, "name": area.name if area else None, "part_of": area.group_name if area else None}


def _places(section: str, name: str) -> dict[str, Any]:
    """The address of a file, relative to the API's root, and of its pages, relative to the site's."""
    return {"url": f"{section}/{name}.json", "page": {lang: address(lang, section, name) for lang in LANGUAGES}}
