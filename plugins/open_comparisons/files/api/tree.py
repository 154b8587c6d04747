"""
The static JSON of `/api/v1/`: per provider, target group and measure, with a schema for each kind of file.

All of it is made from the lines of `jamforelse.csv` in the newest release of each dataset. Rows are arrays under the
names in `columns`, which keeps a file with thousands of providers small.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING, Any, Final

from open_comparisons.files.api.records import ROOT, column_record, group_record, head, measure_record, provider_record
from open_comparisons.files.api.rows import Rows, api_rows, group_fields, row_fields
from open_comparisons.files.api.schemas import KINDS, schema
from open_comparisons.files.release.fields import comparison_fields
from open_comparisons.site.outputs import File, FileDraft

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from open_comparisons.files.release.downloads import Comparison
    from open_comparisons.files.release.fields import FileColumn
    from open_comparisons.intake.provider import Provider
    from open_comparisons.intake.release import Data
    from open_comparisons.site.locales import Locale
    from open_comparisons.site.source import Published
    from open_comparisons.standard.model import Measure, TargetGroup

_SHOWN_IN_EXAMPLES: Final = 2


@dataclass(frozen=True, slots=True)
class Api:
    """
    What the files are made from.

    Attributes:
        data: Checked and protected.
        published: What each dataset shows.
        lines: Gives the lines of `jamforelse.csv` of what a dataset shows.
        locales: One per language.
        site_address: Where the site is; "" where not known.
        rows_of: The rows of each dataset, made when first asked for.
    """

    data: Data
    published: Mapping[str, Published]
    lines: Callable[[str], Comparison]
    locales: Mapping[str, Locale]
    site_address: str = ""
    _made: dict[str, Rows] = field(default_factory=dict)

    def rows(self, dataset: str) -> Rows:
        """The rows of what a dataset shows, worked out once per process."""
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
        api: What they are made from.
        made_from: A hash of all figures and all words.
        batches: The providers, those together whose files are made together.
    """
    for providers in batches:
        yield _drafts("providers", [one.slug for one in providers], made_from, partial(_providers, api, providers))
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
    return [_written(*_provider(api, provider)) for provider in providers]


def _provider(api: Api, provider: Provider) -> tuple[dict[str, Any], Sequence[FileColumn], list[str]]:
    found = {name: shown for name, shown in api.published.items() if provider.slug in shown.by_provider}
    about = {
        "metadata": head("provider", api.data, [shown.release for shown in found.values()], api.locales),
        "provider": provider_record(provider, api.data),
    }
    lines = [
        api.rows(name).lines[row.position] for name, shown in found.items() for row in shown.by_provider[provider.slug]
    ]
    return about, row_fields(api.fields), lines


def _measure(api: Api, measure: Measure) -> list[str]:
    standard = api.data.standard
    lines: list[str] = []
    releases = []
    for name, shown in api.published.items():
        groups = [group for group in measure.target_groups if standard.target_groups[group].dataset == name]
        rows = [
            row for group in groups for of in (shown.totals, shown.splits) for row in of.get((group, measure.id), ())
        ]
        if rows:
            releases.append(shown.release)
            lines += [api.rows(name).lines[index] for index in sorted(row.position for row in rows)]
    about = {
        "metadata": head("measure", api.data, releases, api.locales),
        "measure": measure_record(measure, standard),
    }
    return [_written(about, row_fields(api.fields), lines)]


def _group(api: Api, group: TargetGroup) -> list[str]:
    standard = api.data.standard
    shown = api.published.get(group.dataset)
    lines = [line for of, line in api.rows(group.dataset).group_lines if of == group.id] if shown else []
    providers = sorted(
        (one for one in api.data.providers if group.id in one.target_groups), key=lambda one: (one.name, one.slug)
    )
    about = {
        "metadata": head("target-group", api.data, [shown.release] if shown else [], api.locales),
        "target_group": group_record(group, api.published),
        "measures": [
            {
                "id": one.id,
                "url": f"measures/{one.id}.json",
                "has_figures": bool(shown and (group.id, one.id) in shown.totals),
            }
            for one in standard.measures_of(group.id)
        ],
        "providers": [{"id": one.id, "name": one.name, "url": f"providers/{one.slug}.json"} for one in providers],
    }
    return [_written(about, group_fields(api.fields, standard), lines)]


def _index(api: Api) -> list[File]:
    standard = api.data.standard
    about = {
        "metadata": head("index", api.data, [shown.release for shown in api.published.values()], api.locales),
        "target_groups": [group_record(group, api.published) for group in standard.target_groups.values()],
        "measures": [measure_record(measure, standard) for measure in standard.measures.values()],
        "providers": [provider_record(provider, api.data) for provider in api.data.providers],
        "columns": [column_record(one) for one in row_fields(api.fields)],
        "schemas": [f"schema/{kind}.schema.json" for kind in KINDS],
    }
    return [File(f"{ROOT}index.json", json.dumps(about, ensure_ascii=False, indent=1) + "\n")]


def _schemas(api: Api) -> list[File]:
    """One per kind of file, each with an example: a real file, cut after a few rows."""
    standard, data = api.data.standard, api.data
    rows, groups = row_fields(api.fields), group_fields(api.fields, standard)
    first = next(
        (one for one in data.providers if any(one.slug in of.by_provider for of in api.published.values())), None
    )
    measure = next((one for one in standard.measures.values() if _has_rows(api, one)), None)
    group = next((one for one in standard.target_groups.values() if one.dataset in api.published), None)
    examples: dict[str, list[str]] = {
        "index": [file.content for file in _index(api) if isinstance(file.content, str)],
        "provider": [_written(*_provider(api, first))] if first else [],
        "measure": _measure(api, measure) if measure else [],
        "target-group": _group(api, group) if group else [],
    }
    return [
        File(
            f"{ROOT}schema/{kind}.schema.json",
            schema(
                kind,
                groups if kind == "target-group" else rows,
                [_shortened(json.loads(text)) for text in examples[kind]],
                api.locales,
                api.site_address,
            ),
        )
        for kind in KINDS
    ]


def _has_rows(api: Api, measure: Measure) -> bool:
    return any(
        (group, measure.id) in shown.totals for shown in api.published.values() for group in measure.target_groups
    )


def _shortened(record: dict[str, Any]) -> dict[str, Any]:
    """A record with a few entries of each of its lists; what rows are called is told in full."""
    return {
        name: value[:_SHOWN_IN_EXAMPLES] if isinstance(value, list) and name != "columns" else value
        for name, value in record.items()
    }


def _written(about: Mapping[str, Any], fields: Sequence[FileColumn], lines: Sequence[str]) -> str:
    """A file: what it is about, and below that the rows, each on a line of its own."""
    columns = json.dumps([one.key for one in fields])
    beginning = json.dumps(about, ensure_ascii=False, indent=1).removesuffix("\n}")
    rows = "".join(f"{',' if number else ''}\n  {line}" for number, line in enumerate(lines))
    return f'{beginning},\n "columns": {columns},\n "rows": [{rows}\n ]\n}}\n'
