"""
Datasets and their releases on disk, checked as a whole.

A release is a folder of submissions (`submissions` reads one of them) with `metadata.json`.
"""

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final, Self, TypeAlias

from open_comparisons.errors import DataError, Problem
from open_comparisons.intake.cells import Table
from open_comparisons.intake.checks.replies import declined_problems
from open_comparisons.intake.checks.terms import Terms
from open_comparisons.intake.directory import read_directory
from open_comparisons.intake.fields import text
from open_comparisons.intake.files import METADATA, missing_file_problem, place, read_json, special_file_problem
from open_comparisons.intake.metadata import (
    metadata_problems,
    opened_rules,
    parse_day,
    parse_moment,
    thresholds_of,
    vouched_submissions,
)
from open_comparisons.intake.protected_table import ProtectedTable, protected_table
from open_comparisons.intake.provider import Provider, by_id
from open_comparisons.intake.reading import Reading
from open_comparisons.intake.release import Correction, Data, Release
from open_comparisons.intake.replies import Replies, read_replies
from open_comparisons.intake.seals import seal_problems
from open_comparisons.intake.submissions import Submission, read_submission
from open_comparisons.intake.withdrawn import Withdrawn, read_withdrawn
from open_comparisons.intake.wording import problem
from open_comparisons.standard.loading import load_standard
from open_comparisons.standard.model import Standard
from open_comparisons.standard.text import Text

DIRECTORY: Final = "utforare.csv"


@dataclass(frozen=True, slots=True)
class Checked:
    """The result of checking files: a record of each reading, all problems, and the data that could be made."""

    readings: tuple[Reading, ...] = ()
    problems: tuple[Problem, ...] = ()
    releases: tuple[Release, ...] = ()
    providers: tuple[Provider, ...] = ()
    withdrawn: tuple[Withdrawn, ...] = ()
    replies: tuple[Replies, ...] = ()

    @classmethod
    def join(cls, parts: Sequence[Self]) -> Self:
        """Several results as one, with all problems sorted."""
        return cls(
            readings=tuple(reading for part in parts for reading in part.readings),
            problems=tuple(sorted(fault for part in parts for fault in part.problems)),
            releases=tuple(release for part in parts for release in part.releases),
            providers=tuple(provider for part in parts for provider in part.providers),
            withdrawn=tuple(release for part in parts for release in part.withdrawn),
            replies=tuple(log for part in parts for log in part.replies),
        )


CheckRelease: TypeAlias = Callable[[Path, Standard, tuple[Provider, ...] | None, Path | None], Checked]


def load_data(folder: Path, check: CheckRelease | None = None) -> Data:
    """
    Read and check everything below a data folder.

    Args:
        folder: Holds `standard/`, `utforare.csv` and `<dataset>/<release>/`.
        check: Used instead of `check_release`, as by builds that remember results; None for `check_release`.

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
        standard: The standard to check by.
        root: Problems give paths relative to this folder; unchanged when None.
        check: Used instead of `check_release`; None for `check_release`.
    """
    check = check or check_release
    known = _datasets(standard)
    directory = check_directory(folder / DIRECTORY, standard, root)
    parts = [directory, Checked(problems=tuple(_linked_folders(folder, root)))]
    for dataset in _folders(folder):
        if dataset.name in known:
            withdrawn, problems = read_withdrawn(dataset, standard, root)
            problems = [*problems, *seal_problems(dataset, root), *_linked_folders(dataset, root)]
            parts.append(Checked(problems=tuple(problems), withdrawn=withdrawn))
            parts += (by_dataset := [check(path, standard, directory.providers, root) for path in _folders(dataset)])
            logs, problems = read_replies(dataset, directory.providers, root)
            releases = [release for part in by_dataset for release in part.releases]
            problems += declined_problems(logs, releases, f"{place(folder, root)}/")
            parts.append(Checked(problems=tuple(problems), replies=logs))
        elif dataset.name != "standard":
            parts.append(Checked(problems=(problem(place(dataset, root), "unknown-dataset", known=known),)))
    return Checked.join(parts)


def release_folders(folder: Path, standard: Standard) -> list[Path]:
    """The folders of all releases in a data folder, of the datasets that the standard knows."""
    known = _datasets(standard)
    return [release for dataset in _folders(folder) if dataset.name in known for release in _folders(dataset)]


def release_digest(folder: Path) -> str:
    """A hash of the files of a release, names and content."""
    hashed = hashlib.sha256()
    for path in sorted(path for path in folder.iterdir() if path.is_file()):
        # A link is refused later, and not followed here either.
        content = str(path.readlink()).encode() if path.is_symlink() else path.read_bytes()
        hashed.update(f"{path.name}\n{len(content)}\n".encode())
        hashed.update(content)
    return hashed.hexdigest()


def check_directory(path: Path, standard: Standard, root: Path | None = None) -> Checked:
    """Check the directory of providers."""
    special = special_file_problem(path, root)
    if special:
        return Checked(problems=(special,))
    if not path.is_file():
        return Checked(problems=(missing_file_problem(path, root, "directory"),))
    providers, reading, problems = read_directory(path.read_bytes(), place(path, root), standard)
    return Checked((reading,), tuple(sorted(problems)), (), providers)


def check_release(
    folder: Path, standard: Standard, providers: tuple[Provider, ...] | None, root: Path | None = None
) -> Checked:
    """
    Check one release.

    Args:
        folder: `<dataset>/<release>/`.
        standard: The standard to check by.
        providers: The directory; None when there is none, and then no table is made.
        root: Problems give paths relative to this folder; unchanged when None.

    Returns:
        The result, with the release among `releases` where it has no problems.
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
        checked = read_submission(path, metadata, terms, root)
        problems += checked.problems
        problems += _ownership_problems(checked.table, checked.owner, slugs, owners)
        readings.append(checked.table.reading)
        tables.append(checked.table)
        submissions.append(checked.submission)
    if not tables:
        problems.append(missing_file_problem(folder / "*.csv", root, "submission"))
    if problems or providers is None:
        return Checked(tuple(readings), tuple(sorted(problems)))
    protected = protected_table(terms.dataset or "", release, tables, standard, slugs)
    return Checked(tuple(readings), (), (_release(metadata, submissions, protected, release_digest(folder)),))


def submission_terms(
    path: Path, standard: Standard, providers: tuple[Provider, ...] | None, latest: date | None = None
) -> tuple[dict[str, Any], Terms]:
    """The metadata of the release that a file belongs to, {} where there is none, and the terms to check it by."""
    terms = Terms(standard, standard.thresholds, None if providers is None else by_id(providers), latest=latest)
    if not (path.parent / METADATA).is_file():
        return {}, terms
    metadata, _ = read_json(path.parent / METADATA, None)
    return metadata, _release_terms(metadata, path.parent, standard, providers)


def _release_terms(
    metadata: Mapping[str, Any], folder: Path, standard: Standard, providers: tuple[Provider, ...] | None
) -> Terms:
    """The terms that the files of a release's folder are checked by."""
    place_of = folder.resolve()
    return terms_of_release(metadata, place_of.parent.name, place_of.name, standard, providers)


def terms_of_release(
    metadata: Mapping[str, Any],
    dataset: str | None,
    release: str,
    standard: Standard,
    providers: tuple[Provider, ...] | None,
) -> Terms:
    """The terms that the files of a release are checked by: the standard's, as its metadata adjusts them."""
    return Terms(
        standard=standard,
        thresholds=thresholds_of(metadata, standard),
        providers=None if providers is None else by_id(providers),
        dataset=dataset,
        latest=parse_day(metadata.get("released")) or parse_day(release),
        standard_version=str(metadata.get("standard_version") or standard.version),
        opened=opened_rules(metadata),
    )


def terms_of_submission(
    slug: str, metadata: Mapping[str, Any], folder: Path, standard: Standard, providers: tuple[Provider, ...]
) -> Terms:
    """The terms of one provider's file in a release's folder: an official publisher's, where the release vouches."""
    terms = _release_terms(metadata, folder, standard, providers)
    return replace(terms, protected_by=slug) if slug in vouched_submissions(metadata) else terms


def _datasets(standard: Standard) -> list[str]:
    return sorted({group.dataset for group in standard.target_groups.values()})


def _folders(folder: Path) -> list[Path]:
    there = (path for path in folder.iterdir() if path.is_dir() and not path.is_symlink())
    return sorted(path for path in there if path.name[0] not in "._")


def _linked_folders(folder: Path, root: Path | None) -> list[Problem]:
    """The problems of folders that are links: what they lead to is not read."""
    linked = sorted(path for path in folder.iterdir() if path.is_symlink() and path.is_dir())
    return [special for path in linked if (special := special_file_problem(path, root))]


def _unknown_files(folder: Path, root: Path | None) -> list[Problem]:
    names = {path.stem for path in folder.glob("*.csv")}
    problems = []
    for path in sorted(folder.iterdir()):
        if path.name == METADATA or path.name.startswith(".") or path.suffix == ".csv":
            continue
        if path.suffix != ".json":
            problems.append(problem(place(path, root), "unknown-file"))
        elif path.stem not in names:
            problems.append(missing_file_problem(path.with_suffix(".csv"), root, "figures"))
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
        row_slug = slugs.get(provider)
        if row_slug is None:
            continue  # reported as unknown-provider
        if slug not in {None, row_slug}:
            problems.append(
                problem(table.file, "submission-of-another-provider", row, column, provider=row_slug, slug=slug)
            )
        other = owners.setdefault(row_slug, table.file)
        if other != table.file:
            problems.append(problem(table.file, "provider-in-two-files", row, column, provider=row_slug, other=other))
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
