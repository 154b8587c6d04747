"""The files beside the pages: releases as canonical CSV, comparison rows, table files, checksums."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import math
from typing import TYPE_CHECKING, Any, Final

from open_comparisons.estimates.comparison import METHOD_VERSION
from open_comparisons.publication.addresses import address, release_folder
from open_comparisons.publication.records import File

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from open_comparisons.intake.disclosure import ProtectedTable
    from open_comparisons.intake.releases import Data, Release
    from open_comparisons.intake.standard import Measure, Standard
    from open_comparisons.publication.selection import Compared, Published

_ESTIMATES: Final = {
    "nedre_95": "lower_95",
    "ovre_95": "upper_95",
    "nedre_998": "lower_998",
    "ovre_998": "upper_998",
    "referens": "reference",
    "referens_lag": "reference_low",
    "referens_hog": "reference_high",
}
_PERCENT_DECIMALS: Final = 1


def release_files(release: Release, published: Published, data: Data) -> list[File]:
    """The files of a release: observations, comparison, Data Package and checksums."""
    folder, standard = release_folder(release.dataset, release.id), data.standard
    files = [
        File(f"{folder}observationer.csv", observations_csv(release.table, data)),
        File(f"{folder}jamforelse.csv", comparison_csv(published.frame.itertuples(index=False), data)),
        File(f"{folder}datapackage.json", _datapackage(release, standard)),
    ]
    return [*files, File(f"{folder}checksums.txt", _checksums(files))]


def table_files(published: Published, data: Data) -> list[File]:
    """One CSV per measure in a target group, per target group and per provider, with the rows their pages show."""
    totals = published.totals
    files = [
        File(f"{address('sv', 'target-groups', group, measure)}{measure}.csv", comparison_csv(rows, data))
        for (group, measure), rows in sorted(totals.items())
    ]
    for group in sorted({group for group, _ in totals}):
        rows = [row for (of_group, _), found in sorted(totals.items()) if of_group == group for row in found]
        files.append(File(f"{address('sv', 'target-groups', group)}{group}.csv", comparison_csv(rows, data)))
    return files


def provider_file(slug: str, published: Iterable[Published], data: Data) -> File:
    """All compared rows of one provider."""
    rows = [row for dataset in published for row in dataset.of_provider.get(slug, ())]
    return File(f"{address('sv', 'providers', slug)}{slug}.csv", comparison_csv(rows, data))


def observations_csv(table: ProtectedTable, data: Data) -> str:
    """
    A protected table as the standard writes it: its columns, percent for shares, decimal point, UTF-8, comma.

    What says who the provider is comes from the directory, which wins over the rows.
    """
    standard = data.standard
    providers = {provider.id: provider for provider in data.providers}
    named = [providers[provider_id] for provider_id in table.columns["provider_id"]]
    values = dict(table.columns) | {
        "provider_name": tuple(provider.name for provider in named),
        "ownership": tuple(provider.ownership for provider in named),
        "area_code": tuple(provider.area_code for provider in named),
    }
    columns = [column for column in standard.columns if column.role in values]
    measures = [standard.measures[measure_id] for measure_id in table.columns["measure_id"]]
    written = [
        [
            _in_file_scale(value, column.role, measure)
            for value, measure in zip(values[column.role], measures, strict=True)
        ]
        for column in columns
    ]
    return _csv([column.name for column in columns], zip(*written, strict=True))


def comparison_csv(rows: Iterable[Compared], data: Data) -> str:
    """
    Compared rows in the form of `jamforelse.csv`, in the measure's unit.

    The trend is not computed yet, and says so in its own columns. The source comes last, so that invented data says
    that it is invented in this file too.
    """
    standard = data.standard
    names = {role: standard.column_name(role) for role in standard.key}
    providers = {provider.id: provider.name for provider in data.providers}
    head = [
        *names.values(),
        *("status", "orsak", "taljare", "namnare", "varde"),
        *_ESTIMATES,
        *("referens_antal", "kategori", "kategori_skal", "trend", "trend_skal", "metod_version", "standard_version"),
        *("utforare_namn", "kalla"),
    ]
    return _csv(
        head, ([*_comparison_row(row, names, standard), providers[row.provider_id], row.source] for row in rows)
    )


def _comparison_row(row: Compared, names: Mapping[str, str], standard: Standard) -> list[str]:
    measure = standard.measures[row.measure_id]
    return [
        *(getattr(row, role, "") for role in names),
        row.status,
        row.reason,
        _plain(row.numerator),
        _plain(row.denominator),
        _scaled(row.value, measure),
        *(_scaled(getattr(row, role), measure) for role in _ESTIMATES.values()),
        str(row.reference_providers),
        row.category,
        row.category_reason,
        "kan-ej-bedomas",
        "ej-beraknad",
        METHOD_VERSION,
        standard.version,
    ]


def _scaled(value: float, measure: Measure) -> str:
    if math.isnan(value):
        return ""
    if measure.is_share:
        return _plain(round(value * 100, max(measure.decimals, _PERCENT_DECIMALS)))
    return _plain(round(value, max(measure.decimals, 2)))


def _in_file_scale(value: Any, role: str, measure: Measure) -> str:  # noqa: ANN401 - text or number
    if value is None or isinstance(value, str):
        return value or ""
    if role == "value" and measure.is_share:
        return _plain(round(value * 100, measure.decimals))
    if role == "response_rate":
        return _plain(round(value * 100, 1))
    return _plain(value)


def _plain(value: float) -> str:
    if math.isnan(value):
        return ""
    return str(int(value)) if float(value).is_integer() else repr(float(value))


def _csv(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(head)
    writer.writerows(rows)
    return text.getvalue()


def _datapackage(release: Release, standard: Standard) -> str:
    fields = [
        {
            "name": column.name,
            "type": column.type,
            "title": column.title.plain("sv"),
            **_constraints(column.constraints),
        }
        for column in standard.columns
        if column.role in release.table.columns
    ]
    package = {name: value for name, value in release.metadata.items() if name not in {"resources", "thresholds"}}
    package["resources"] = [
        {
            "name": "observationer",
            "path": "observationer.csv",
            "format": "csv",
            "mediatype": "text/csv",
            "encoding": "utf-8",
            "schema": {"fields": fields, "missingValues": [""]},
        }
    ]
    return json.dumps(package, ensure_ascii=False, indent=2, sort_keys=True, default=str) + "\n"


def _constraints(constraints: Mapping[str, Any]) -> dict[str, Any]:
    return {"constraints": dict(constraints)} if constraints else {}


def _checksums(files: Iterable[File]) -> str:
    return "".join(
        f"{hashlib.sha256(file.content.encode()).hexdigest()}  {file.save_as.rsplit('/', 1)[-1]}\n" for file in files
    )
