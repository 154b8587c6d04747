"""Datasets and their releases as they lie on disk, checked as a whole."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final

from open_comparisons.errors import DataError
from open_comparisons.intake.checks.replies import declined_problems
from open_comparisons.intake.checks.terms import Terms
from open_comparisons.intake.directory import read_directory
from open_comparisons.intake.files import METADATA, missing, place, read_json
from open_comparisons.intake.metadata import (
    metadata_problems,
    opened_rules,
    parse_day,
    parse_moment,
    text,
    thresholds_of,
)
from open_comparisons.intake.protected_table import ProtectedTable, protected_table
from open_comparisons.intake.provider import Provider, by_id
from open_comparisons.intake.release import Correction, Data, Release
from open_comparisons.intake.replies import Replies, read_replies
from open_comparisons.intake.seals import seal_problems
from open_comparisons.intake.submissions import Submission, read_submission
from open_comparisons.intake.withdrawn import Withdrawn, read_withdrawn
from open_comparisons.intake.wording import problem
from open_comparisons.standard.loading import load_standard
from open_comparisons.standard.model import Standard, Text

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path
    from typing import TypeAlias

    from open_comparisons.errors import Problem
    from open_comparisons.intake.cells import Table
    from open_comparisons.intake.reading import Reading

    CheckRelease: TypeAlias = Callable[[Path, Standard, tuple[Provider, ...] | None, Path | None], "Checked"]

__all__ = ["Correction", "Data", "Provider", "Release", "Submission", "load_data"]

DIRECTORY: Final = "utforare.csv"


@dataclass(frozen=True, slots=True)
class Checked:
    """What a look at files gave: the record of each reading, all problems, and the data that could be made."""

    readings: tuple[Reading, ...] = ()
    problems: tuple[Problem, ...] = ()
    releases: tuple[Release, ...] = ()
    providers: tuple[Provider, ...] = ()
    withdrawn: tuple[Withdrawn, ...] = ()
    replies: tuple[Replies, ...] = ()

    @classmethod
    def joined(cls, parts: Sequence[Checked]) -> Checked:
        """One record of several looks, with all problems sorted."""
        return cls(
            readings=tuple(reading for part in parts for reading in part.readings),
            problems=tuple(sorted(found for part in parts for found in part.problems)),
            releases=tuple(release for part in parts for release in part.releases),
            providers=tuple(provider for part in parts for provider in part.providers),
            withdrawn=tuple(one for part in parts for one in part.withdrawn),
            replies=tuple(one for part in parts for one in part.replies),
        )


def load_data(folder: Path, check: CheckRelease | None = None) -> Data:
    """
    Read and check everything below a data folder.

    Args:
        folder: Holds `standard/`, `utforare.csv` and `<dataset>/<release>/`.
        check: Stands in for `check_release`, such as one that remembers; None for itself.

    Raises:
        DataError: With all problems of all files at once.
        OpenComparisonsError: The standard itself cannot be read.
    """
    folder = folder.resolve()
    standard = load_standard(folder / "standard")
    checked = check_data(folder, standard, folder.parent, check)
    if checked.problems:
        raise DataError(checked.problems)
    datasets = sorted({release.dataset for release in checked.releases})
    return Data(
        standard=standard,
        providers=checked.providers,
        releases=MappingProxyType(
            {name: tuple(release for release in checked.releases if release.dataset == name) for name in datasets}
        ),
        withdrawn=checked.withdrawn,
        replies=checked.replies,
    )


def check_data(
    folder: Path, standard: Standard, root: Path | None = None, check: CheckRelease | None = None
) -> Checked:
    """
    Check a data folder: its directory, and every release of every dataset, oldest first.

    Args:
        folder: Holds `utforare.csv` and `<dataset>/<release>/`.
        standard: What to check against.
        root: Problems give paths relative to this folder; as they are when None.
        check: Stands in for `check_release`; None for itself.
    """
    check = check or check_release
    known = _datasets(standard)
    directory = check_directory(folder / DIRECTORY, standard, root)
    parts = [directory]
    for dataset in _folders(folder):
        if dataset.name in known:
            withdrawn, problems = read_withdrawn(dataset, standard, root)
            parts.append(Checked(problems=(*problems, *seal_problems(dataset, root)), withdrawn=withdrawn))
            parts += (by_dataset := [check(one, standard, directory.providers, root) for one in _folders(dataset)])
            logs, problems = read_replies(dataset, directory.providers, root)
            releases = [release for part in by_dataset for release in part.releases]
            problems += declined_problems(logs, releases, f"{place(folder, root)}/")
            parts.append(Checked(problems=tuple(problems), replies=logs))
        elif dataset.name != "standard":
            parts.append(Checked(problems=(problem(place(dataset, root), "unknown-dataset", known=known),)))
    return Checked.joined(parts)


def release_folders(folder: Path, standard: Standard) -> list[Path]:
    """The releases in a data folder, of the datasets that the standard knows."""
    known = _datasets(standard)
    return [release for dataset in _folders(folder) if dataset.name in known for release in _folders(dataset)]


def release_digest(folder: Path) -> str:
    """A hash of the files of a release: their names and what they hold."""
    hashed = hashlib.sha256()
    for path in sorted(path for path in folder.iterdir() if path.is_file()):
        content = path.read_bytes()
        hashed.update(f"{path.name}\n{len(content)}\n".encode())
        hashed.update(content)
    return hashed.hexdigest()


def check_directory(path: Path, standard: Standard, root: Path | None = None) -> Checked:
    """Check the directory of providers."""
    if not path.is_file():
        return Checked(problems=(missing(path, root, "directory"),))
    providers, reading, problems = read_directory(path.read_bytes(), place(path, root), standard)
    return Checked((reading,), tuple(sorted(problems)), (), providers)


def check_release(
    folder: Path, standard: Standard, providers: tuple[Provider, ...] | None, root: Path | None = None
) -> Checked:
    """
    Check one release.

    Args:
        folder: `<dataset>/<release>/`.
        standard: What to check against.
        providers: The directory; None when there is none at hand, and then no table is made.
        root: Problems give paths relative to this folder; as they are when None.

    Returns:
        With the release among `releases` when nothing is wrong with it.
    """
    metadata, problems = read_json(folder / METADATA, root)
    release, files = folder.resolve().name, sorted(folder.glob("*.csv"))
    names = {path.name for path in files}
    problems += metadata_problems(metadata, place(folder / METADATA, root), release, names, standard)
    problems += _unknown_files(folder, root)
    terms = _release_terms(metadata, folder, standard, providers)
    slugs = {provider.id: provider.slug for provider in providers or ()}
    readings, tables, submissions = [], [], []
    owners: dict[str, str] = {}
    for path in files:
        handed_in = read_submission(path, metadata, terms, root)
        problems += handed_in.problems
        problems += _ownership_problems(handed_in.table, handed_in.owner, slugs, owners)
        readings.append(handed_in.table.reading)
        tables.append(handed_in.table)
        submissions.append(handed_in.submission)
    if not tables:
        problems.append(missing(folder / "*.csv", root, "submission"))
    if problems or providers is None:
        return Checked(tuple(readings), tuple(sorted(problems)))
    protected = protected_table(terms.dataset or "", release, tables, standard, slugs)
    return Checked(tuple(readings), (), (_release(metadata, submissions, protected, release_digest(folder)),))


def check_submission(
    path: Path, standard: Standard, providers: tuple[Provider, ...] | None, latest: date | None = None
) -> Checked:
    """
    Check one submitted file, by the terms of its release where it lies in one.

    Args:
        path: The CSV file.
        standard: What to check against.
        providers: The directory; None when there is none at hand.
        latest: Last day that a period may include, for a file outside a release.
    """
    metadata, terms = submission_terms(path, standard, providers, latest)
    handed_in = read_submission(path, metadata, terms, None, alone=True)
    return Checked((handed_in.table.reading,), tuple(sorted(handed_in.problems)))


def submission_terms(
    path: Path, standard: Standard, providers: tuple[Provider, ...] | None, latest: date | None = None
) -> tuple[dict[str, Any], Terms]:
    """The metadata of the release that a file lies in, empty where it lies in none, and what it is checked against."""
    terms = Terms(standard, standard.thresholds, None if providers is None else by_id(providers), latest=latest)
    if not (path.parent / METADATA).is_file():
        return {}, terms
    metadata, _ = read_json(path.parent / METADATA, None)
    return metadata, _release_terms(metadata, path.parent, standard, providers)


def _release_terms(
    metadata: Mapping[str, Any], folder: Path, standard: Standard, providers: tuple[Provider, ...] | None
) -> Terms:
    """What the files of a release are checked against: the standard, as its metadata adjusts it."""
    return Terms(
        standard=standard,
        thresholds=thresholds_of(metadata, standard),
        providers=None if providers is None else by_id(providers),
        dataset=folder.resolve().parent.name,
        latest=parse_day(metadata.get("released")) or parse_day(folder.resolve().name),
        standard_version=str(metadata.get("standard_version") or standard.version),
        opened=opened_rules(metadata),
    )


def _datasets(standard: Standard) -> list[str]:
    return sorted({group.dataset for group in standard.target_groups.values()})


def _folders(folder: Path) -> list[Path]:
    return sorted(path for path in folder.iterdir() if path.is_dir() and path.name[0] not in "._")


def _unknown_files(folder: Path, root: Path | None) -> list[Problem]:
    names = {path.stem for path in folder.glob("*.csv")}
    problems = []
    for path in sorted(folder.iterdir()):
        if path.name == METADATA or path.name.startswith(".") or (path.suffix == ".csv" and path.is_file()):
            continue
        if path.suffix != ".json":
            problems.append(problem(place(path, root), "unknown-file"))
        elif path.stem not in names:
            problems.append(missing(path.with_suffix(".csv"), root, "figures"))
    return problems


def _ownership_problems(
    table: Table, slug: str | None, slugs: Mapping[str, str], owners: dict[str, str]
) -> list[Problem]:
    """
    Rows of other providers than the file's own, and providers that another file of the release has rows for.

    Args:
        table: The file.
        slug: The provider it belongs to; None when it may hold many.
        slugs: Provider id to slug, as the directory has them.
        owners: Slug to the file that has its rows; this file's providers are added.
    """
    problems = []
    column = table.name("provider_id")
    first = dict(zip(reversed(table.text("provider_id")), reversed(table.rows), strict=True))
    for provider, row in first.items():
        found = slugs.get(provider)
        if found is None:
            continue  # reported as unknown-provider
        if slug not in {None, found}:
            problems.append(
                problem(table.file, "submission-of-another-provider", row, column, provider=found, slug=slug)
            )
        other = owners.setdefault(found, table.file)
        if other != table.file:
            problems.append(problem(table.file, "provider-in-two-files", row, column, provider=found, other=other))
    return problems


def _release(
    metadata: Mapping[str, Any], submissions: Sequence[Submission], table: ProtectedTable, digest: str
) -> Release:
    return Release(
        dataset=table.dataset,
        id=table.release,
        title=Text(metadata["title"], metadata.get("title_en")),
        publisher=text(metadata["publisher"]),
        standard_version=metadata["standard_version"],
        released=date.fromisoformat(metadata["released"]),
        next_release=parse_day(metadata.get("next_release")),
        embargo=parse_moment(metadata.get("embargo")),
        notes=text(metadata.get("notes")),
        example=metadata["exempel"],
        corrections=tuple(
            Correction(MappingProxyType(dict(entry["key"])), text(entry["reason"]))
            for entry in metadata.get("corrections", [])
        ),
        submissions=tuple(submissions),
        table=table,
        metadata=MappingProxyType(dict(metadata)),
        digest=digest,
    )
