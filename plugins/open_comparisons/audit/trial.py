"""A submission tried as a part of its release, in a copy outside the repository, and put in place when it passes."""

import json
import shutil
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path, PurePath
from typing import Any, Final

from open_comparisons.audit.audit import Finding, audit, release_rows
from open_comparisons.audit.findings import as_problem
from open_comparisons.audit.published_before import known_releases, with_known
from open_comparisons.disclosure.contradictions.problems import consistency_problems, contradiction_problems
from open_comparisons.disclosure.earlier_releases import corrected_keys
from open_comparisons.disclosure.table_rows import provider_rows
from open_comparisons.errors import DataError, Problem
from open_comparisons.intake.cells import Table
from open_comparisons.intake.checks.mixed_file import mixed_file_problems
from open_comparisons.intake.checks.run import check_file
from open_comparisons.intake.checks.terms import Terms
from open_comparisons.intake.fields import wrong_field
from open_comparisons.intake.files import METADATA, read_json
from open_comparisons.intake.handover.description import MANY
from open_comparisons.intake.handover.parcels import Parcel
from open_comparisons.intake.limits import limits_to_keep
from open_comparisons.intake.provider import Provider
from open_comparisons.intake.reading import Reading
from open_comparisons.intake.release import Release
from open_comparisons.intake.releases import DIRECTORY, load_data
from open_comparisons.standard.model import Standard
from open_comparisons.tools.processes import available

_OF_ANOTHER: Final = "submission-of-another-provider"


@dataclass(frozen=True, slots=True)
class Tried:
    """
    The result of trying a submission.

    Attributes:
        problems: Problems for its provider to correct; files are called by the names they have in the release.
        others: Problems that stand in the way but are not the provider's.
    """

    problems: tuple[Problem, ...]
    others: tuple[Problem, ...]

    @property
    def passes(self) -> bool:
        """True when it may be put in place."""
        return not self.problems and not self.others


def try_parcel(
    parcel: Parcel,
    provider: Provider,
    place: Path,
    metadata: Mapping[str, Any],
    terms: Terms,
    known: Path | None = None,
) -> Tried:
    """
    Check and audit a submission together with everything published. Nothing in the data folder changes.

    Args:
        parcel: What came.
        provider: Whose rows they must be, all of them.
        place: The release it is for, `<data>/<dataset>/<release>`; it need not be there yet.
        metadata: Of that release, with the submission among its resources.
        terms: Of that release, for this provider.
        known: Withdrawn releases, as `withdraw --keep` left them.
    """
    dataset, data = place.parent, place.parent.parent
    with tempfile.TemporaryDirectory(prefix="receive-") as aside:
        copy = Path(aside) / "data"
        shutil.copytree(data / "standard", copy / "standard")
        shutil.copy(data / DIRECTORY, copy)
        shutil.copytree(dataset, copy / dataset.name, ignore=shutil.ignore_patterns(".*"))
        release = copy / dataset.name / place.name
        release.mkdir(exist_ok=True)
        for name, content in _files(parcel, provider, metadata).items():
            (release / name).write_bytes(content)
        if parcel.described is None:
            (release / f"{provider.slug}.json").unlink(missing_ok=True)
        file = f"data/{dataset.name}/{place.name}/{provider.slug}.csv"
        table, wrong = check_file(parcel.figures, file, terms)
        problems = _of_many(release, provider)
        try:
            loaded = load_data(copy)
            earlier = known_releases(known, loaded) if known else {}
        except DataError as error:
            problems += _with_whole_file(error.problems, table, wrong, terms)
        else:
            releases = with_known(earlier.get(dataset.name, ()), loaded.releases[dataset.name])
            found = audit(releases, loaded.standard, loaded.providers, processes=available()).findings
            contradictions = _contradictions(found, table, provider, releases, metadata, terms)
            problems += contradictions
            problems += [
                as_problem(finding, f"data/{dataset.name}")
                for finding in found
                if not finding.is_warning and not (contradictions and _contradicts(finding, provider))
            ]
    own = {file, f"{file.removesuffix('.csv')}.json"}
    # What one release did to another is told of the later one, but what was known before can be named by the earlier.
    own |= {f"data/{dataset.name}/{one.name}/{provider.slug}.csv" for one in dataset.iterdir() if one.is_dir()}
    return Tried(
        tuple(sorted(replace(one, file=Path(one.file).name) for one in problems if one.file in own)),
        tuple(sorted(one for one in problems if one.file not in own)),
    )


def _with_whole_file(
    problems: Sequence[Problem], table: Table, wrong: Sequence[Problem], terms: Terms
) -> list[Problem]:
    """
    The problems of data that could not be loaded, with what `check` says of the provider's file as a whole.

    Args:
        problems: Those of all data.
        table: The provider's rows.
        wrong: The problems of its cells; with any of them its numbers are not compared with each other.
        terms: The terms of its release.
    """
    mixed = list(mixed_file_problems(table, terms.standard))
    if mixed:
        others = [each for each in problems if (each.file, each.code) != (table.file, _OF_ANOTHER)]
        return [*others, *mixed]
    is_compared = terms.own_rule and not wrong
    return [*problems, *(consistency_problems(table, terms.standard, terms.thresholds) if is_compared else ())]


def _contradictions(
    found: Iterable[Finding],
    table: Table,
    provider: Provider,
    releases: Sequence[Release],
    metadata: Mapping[str, Any],
    terms: Terms,
) -> list[Problem]:
    """What the audit says of numbers that cannot all be true, in the words of `check`: which rows, and by what rule."""
    if not any(_contradicts(finding, provider) for finding in found):
        return []
    indexed = provider_rows(table, terms.standard).get(provider.id, [])
    release = PurePath(table.file).parent.name
    earlier = [each for each in releases if each.id < release]
    previous = release_rows(earlier, terms.standard).get(provider.slug, ())
    corrected = corrected_keys(metadata, table, indexed, terms.standard)
    return contradiction_problems(table, indexed, terms.standard, terms.thresholds, previous, corrected)


def _contradicts(finding: Finding, provider: Provider) -> bool:
    return finding.provider == provider.slug and finding.rule == "contradiction" and not finding.is_warning


def _of_many(release: Path, provider: Provider) -> list[Problem]:
    described, _ = read_json(release / f"{provider.slug}.json", release)
    if described.get("providers") != MANY:
        return []
    file = f"data/{release.parent.name}/{release.name}/{provider.slug}.json"
    return [wrong_field(file, "providers", "one")]


def put_in_place(parcel: Parcel, provider: Provider, place: Path, metadata: Mapping[str, Any]) -> None:
    """
    Write a submission into its release.

    Everything is written beside its place first, and then moved: the figures, what describes them, and last the list of
    the release's files. A release that this was interrupted in fails its check until the same is run again.
    """
    files = _files(parcel, provider, metadata)
    place.mkdir(exist_ok=True)
    partials = {name: place / f".{name}.partial" for name in files}
    try:
        for name, content in files.items():
            partials[name].write_bytes(content)
        for name, partial in partials.items():
            partial.replace(place / name)
    finally:
        for partial in partials.values():
            partial.unlink(missing_ok=True)
        if not any(place.iterdir()):
            place.rmdir()


def _files(parcel: Parcel, provider: Provider, metadata: Mapping[str, Any]) -> dict[str, bytes]:
    """By name, in the order that they are put in place."""
    return {
        f"{provider.slug}.csv": parcel.figures,
        f"{provider.slug}.json": parcel.described or b"",
        METADATA: (json.dumps(metadata, ensure_ascii=False, indent=2) + "\n").encode(),
    }


def with_resource(metadata: Mapping[str, Any], slug: str, reading: Reading) -> dict[str, Any]:
    """The metadata of a release with a submission among its files, where it lists them."""
    resources = metadata.get("resources")
    if not isinstance(resources, list):
        return dict(metadata)
    entry: dict[str, Any] = {
        "name": slug,
        "path": f"{slug}.csv",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": reading.encoding or "utf-8",
    }
    if reading.delimiter not in {"", ","}:
        entry["dialect"] = {"delimiter": reading.delimiter}
    others = [one for one in resources if isinstance(one, dict) and one.get("path") != entry["path"]]
    return {**metadata, "resources": sorted([*others, entry], key=lambda one: str(one.get("path")))}


def new_metadata(last: Mapping[str, Any], dataset: str, release: str, standard: Standard) -> dict[str, Any]:
    """The metadata of a release to come, after the last one: nothing corrected, opened, lowered or vouched for yet."""
    taken = {name: value for name, value in last.items() if name != "protected_by"}
    if "thresholds" in last:
        taken["thresholds"] = limits_to_keep(last, standard)
    return {
        **taken,
        "name": f"{dataset}-{release}",
        "version": release,
        "released": release,
        "next_release": None,
        "embargo": None,
        "corrections": [],
        "opened": [],
        "resources": [],
    }
