"""
The static JSON of `/api/v1/`: per provider, target group and measure, with a schema for each kind of file.

All of it comes from the lines of `jamforelse.csv` in the newest release of each dataset. Rows are arrays under the
names in `columns`, which keeps a file with thousands of providers small.
"""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any, Final

from open_comparisons.files.api.records import ROOT, column_record, group_record, head, measure_record, provider_record
from open_comparisons.files.api.rows import Rows, api_rows, group_fields, row_fields
from open_comparisons.files.api.schemas import KINDS, schema
from open_comparisons.files.release.downloads import Comparison
from open_comparisons.files.release.fields import FileColumn, comparison_fields
from open_comparisons.intake.provider import Provider
from open_comparisons.intake.release import Data
from open_comparisons.site.locales import Locale
from open_comparisons.site.outputs import File, FileDraft
from open_comparisons.site.source import Published
from open_comparisons.standard.model import Measure, TargetGroup

_SHOWN_IN_EXAMPLES: Final = 2


@dataclass(frozen=True, slots=True)
class Api:
    """
    The material of the API's files.

    Attributes:
        data: Checked and protected.
        published: The published release of each dataset.
        lines: Gives the lines of `jamforelse.csv` for a dataset.
        locales: One per language.
        site_address: The address of the site; "" where not known.
    """

    data: Data
    published: Mapping[str, Published]
    lines: Callable[[str], Comparison]
    locales: Mapping[str, Locale]
    site_address: str = ""
    _made: dict[str, Rows] = field(default_factory=dict)

    def rows(self, dataset: str) -> Rows:
        """The rows that a dataset shows, calculated once per process."""
        if dataset not in self._made:
            self._made[dataset] = api_rows(self.lines(dataset), self.fields, self.data.standard)
        return self._made[dataset]

    @property
    def fields(self) -> tuple[FileColumn, ...]:
        """The columns of `jamforelse.csv`."""
        return comparison_fields(self.data.standard, self.locales)


def api_drafts(api: Api, made_from: str, batches: Iterable[Sequence[Provider]]) -> Iterator[FileDraft]:
    """
    All files of the API.

    Args:
        api: Their material.
        made_from: A hash of all figures and all words.
        batches: The providers, in batches whose files are made together.
    """
    for providers in batches:
        yield _drafts(
            "providers", [provider.slug for provider in providers], made_from, partial(_providers, api, providers)
        )
    standard = api.data.standard
    for measure in standard.measures.values():
        yield _drafts("measures", [measure.id], made_from, partial(_measure, api, measure))
    for group in standard.target_groups.values():
        yield _drafts("target-groups", [group.id], made_from, partial(_group, api, group))
    yield FileDraft((f"{ROOT}index.json",), made_from, partial(_index, api))
    names = tuple(f"{ROOT}schema/{kind}.schema.json" for kind in KINDS)
    yield FileDraft(names, made_from, partial(_schemas, api))


def _drafts(section: str, names: Sequence[str], made_from: str, make: Callable[[], list[str]]) -> FileDraft:
    places = tuple(f"{ROOT}{section}/{name}.json" for name in names)
    return FileDraft(places, made_from, lambda: [File(*pair) for pair in zip(places, make(), strict=True)])


def _providers(api: Api, providers: Sequence[Provider]) -> list[str]:
    return [_file_text(*_provider(api, provider)) for provider in providers]


def _provider(api: Api, provider: Provider) -> tuple[dict[str, Any], Sequence[FileColumn], list[str]]:
    published = {name: of for name, of in api.published.items() if provider.slug in of.by_provider}
    about = {
        "metadata": head("provider", api.data, [of.release for of in published.values()], api.locales),
        "provider": provider_record(provider, api.data),
    }
    lines = [
        api.rows(name).lines[row.position] for name, of in published.items() for row in of.by_provider[provider.slug]
    ]
    return about, row_fields(api.fields), lines


def _measure(api: Api, measure: Measure) -> list[str]:
    standard = api.data.standard
    lines: list[str] = []
    releases = []
    for name, published in api.published.items():
        groups = [group for group in measure.target_groups if standard.target_groups[group].dataset == name]
        rows = [
            row
            for group in groups
            for of in (published.totals, published.splits)
            for row in of.get((group, measure.id), ())
        ]
        if rows:
            releases.append(published.release)
            lines += [api.rows(name).lines[index] for index in sorted(row.position for row in rows)]
    about = {
        "metadata": head("measure", api.data, releases, api.locales),
        "measure": measure_record(measure, standard),
    }
    return [_file_text(about, row_fields(api.fields), lines)]


def _group(api: Api, group: TargetGroup) -> list[str]:
    standard = api.data.standard
    published = api.published.get(group.dataset)
    lines = [line for of, line in api.rows(group.dataset).group_lines if of == group.id] if published else []
    providers = sorted(
        (provider for provider in api.data.providers if group.id in provider.target_groups),
        key=lambda provider: (provider.name, provider.slug),
    )
    about = {
        "metadata": head("target-group", api.data, [published.release] if published else [], api.locales),
        "target_group": group_record(group, api.published),
        "measures": [
            {
                "id": measure.id,
                "url": f"measures/{measure.id}.json",
                "has_figures": bool(published and (group.id, measure.id) in published.totals),
            }
            for measure in standard.measures_of(group.id)
        ],
        "providers": [
            {"id": provider.id, "name": provider.name, "url": f"providers/{provider.slug}.json"}
            for provider in providers
        ],
    }
    return [_file_text(about, group_fields(api.fields, standard), lines)]


def _index(api: Api) -> list[File]:
    standard = api.data.standard
    about = {
        "metadata": head("index", api.data, [published.release for published in api.published.values()], api.locales),
        "target_groups": [group_record(group, api.published) for group in standard.target_groups.values()],
        "measures": [measure_record(measure, standard) for measure in standard.measures.values()],
        "providers": [provider_record(provider, api.data) for provider in api.data.providers],
        "columns": [column_record(column) for column in row_fields(api.fields)],
        "schemas": [f"schema/{kind}.schema.json" for kind in KINDS],
    }
    return [File(f"{ROOT}index.json", json.dumps(about, ensure_ascii=False, indent=1) + "\n")]


def _schemas(api: Api) -> list[File]:
    """One per kind of file, each with an example: a real file, cut after a few rows."""
    standard, data = api.data.standard, api.data
    rows, groups = row_fields(api.fields), group_fields(api.fields, standard)
    first = next(
        (
            provider
            for provider in data.providers
            if any(provider.slug in published.by_provider for published in api.published.values())
        ),
        None,
    )
    measure = next((candidate for candidate in standard.measures.values() if _has_rows(api, candidate)), None)
    group = next(
        (candidate for candidate in standard.target_groups.values() if candidate.dataset in api.published), None
    )
    examples: dict[str, list[str]] = {
        "index": [file.content for file in _index(api) if isinstance(file.content, str)],
        "provider": [_file_text(*_provider(api, first))] if first else [],
        "measure": _measure(api, measure) if measure else [],
        "target-group": _group(api, group) if group else [],
    }
    return [
        File(
            f"{ROOT}schema/{kind}.schema.json",
            schema(
                kind,
                groups if kind == "target-group" else rows,
                [_shorten(json.loads(text)) for text in examples[kind]],
                api.locales,
                api.site_address,
            ),
        )
        for kind in KINDS
    ]


def _has_rows(api: Api, measure: Measure) -> bool:
    return any(
        (group, measure.id) in published.totals
        for published in api.published.values()
        for group in measure.target_groups
    )


def _shorten(record: dict[str, Any]) -> dict[str, Any]:
    """A record with a few entries of each of its lists; the names of columns are kept in full."""
    return {
        name: value[:_SHOWN_IN_EXAMPLES] if isinstance(value, list) and name != "columns" else value
        for name, value in record.items()
    }


def _file_text(about: Mapping[str, Any], fields: Sequence[FileColumn], lines: Sequence[str]) -> str:
    """The text of a file: its objects, and below them the rows, each on its own line."""
    columns = json.dumps([column.key for column in fields])
    beginning = json.dumps(about, ensure_ascii=False, indent=1).removesuffix("\n}")
    rows = "".join(f"{',' if number else ''}\n  {line}" for number, line in enumerate(lines))
    return f'{beginning},\n "columns": {columns},\n "rows": [{rows}\n ]\n}}\n'
