"""
Seals: the checksums of every file of each published release, so that no file is edited or removed unnoticed.

A dataset's folder has them in `checksums.txt`, as `sha256sum --check` reads them: the hash of a file, two spaces, and
its path in the folder. A release is sealed when it is published. Later changes come in a new release.
"""

import hashlib
import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Final

from open_comparisons.errors import Problem
from open_comparisons.intake.files import place, special_file_problem
from open_comparisons.intake.wording import problem

SEALS: Final = "checksums.txt"
_LINE: Final = re.compile(r"([0-9a-f]{64}) [ *]([^/\\]+)/([^/\\]+)")


def read_seals(dataset: Path, root: Path | None = None) -> tuple[dict[str, dict[str, str]], list[Problem]]:
    """
    The seals of a dataset.

    Args:
        dataset: Its folder.
        root: Problems give paths relative to this folder; unchanged when None.

    Returns:
        The hash of each sealed file by release and name, {} where nothing is sealed, and the problems of the file.
    """
    path = dataset / SEALS
    special = special_file_problem(path, root)
    if special:
        return {}, [special]
    if not path.is_file():
        return {}, []
    seals: dict[str, dict[str, str]] = {}
    problems = []
    for number, line in enumerate(path.read_text(encoding="utf-8", errors="replace").splitlines(), start=1):
        parts = _LINE.fullmatch(line)
        if parts:
            seals.setdefault(parts[2], {})[parts[3]] = parts[1]
        else:
            problems.append(problem(place(path, root), "broken-seal", number))
    return seals, problems


def seal_problems(dataset: Path, root: Path | None = None) -> list[Problem]:
    """
    The problems of a dataset's published releases: files edited, removed or added since they were sealed.

    Nothing is sealed in a dataset without the file. Where there is one, every release but the newest must be sealed.
    """
    seals, problems = read_seals(dataset, root)
    for release, sealed in sorted(seals.items()):
        there = file_hashes(dataset / release)
        for name in sorted(sealed.keys() | there.keys()):
            file = place(dataset / release / name, root)
            if name not in there:
                problems.append(problem(file, "sealed-file-missing"))
            elif name not in sealed:
                problems.append(problem(file, "file-added-to-sealed"))
            elif sealed[name] != there[name]:
                problems.append(problem(file, "sealed-file-changed"))
    releases = sorted(path.name for path in dataset.iterdir() if path.is_dir() and path.name[0] not in "._")
    if (dataset / SEALS).is_file():
        problems += [not_sealed_problem(dataset / name, root) for name in releases[:-1] if name not in seals]
    return problems


def not_sealed_problem(release: Path, root: Path | None = None) -> Problem:
    """The problem of a release that must be sealed."""
    return problem(place(release, root), "release-not-sealed", release=f"{release.parent.name} {release.name}")


def unsealed_problems(folder: Path, releases: Iterable[tuple[str, str]], root: Path | None = None) -> list[Problem]:
    """The problems of the releases (dataset and name) in a data folder that are not sealed."""
    return [
        not_sealed_problem(folder / dataset / name, root)
        for dataset, name in releases
        if name not in read_seals(folder / dataset)[0]
    ]


def file_hashes(release: Path) -> dict[str, str]:
    """The hash of each file of a release, by name; {} where there is no such folder."""
    paths = sorted(release.iterdir()) if release.is_dir() else []
    return {
        path.name: hashlib.sha256(path.read_bytes()).hexdigest()
        for path in paths
        if path.is_file() and not path.name.startswith(".")
    }


def seals_text(seals: Mapping[str, Mapping[str, str]]) -> str:
    """Seals as the text of their file."""
    return "".join(f"{line}\n" for line in _lines(seals))


def _lines(seals: Mapping[str, Mapping[str, str]]) -> Iterable[str]:
    for release, files in sorted(seals.items()):
        for name, hashed in sorted(files.items()):
            yield f"{hashed}  {release}/{name}"


def releases_in_progress(dataset: Path) -> list[str]:
    """The names of a dataset's releases that are not sealed, oldest first."""
    sealed, _ = read_seals(dataset)
    return [name for name in release_names(dataset) if name not in sealed]


def release_names(dataset: Path) -> list[str]:
    """The names of the releases in a dataset's folder, oldest first."""
    return sorted(path.name for path in dataset.iterdir() if path.is_dir() and path.name[0] not in "._")
