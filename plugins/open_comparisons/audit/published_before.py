"""Withdrawn releases: what was published once is known for ever, so new releases are audited together with them."""

from collections.abc import Iterable
from pathlib import Path

from open_comparisons.errors import DataError
from open_comparisons.intake.files import METADATA
from open_comparisons.intake.release import Data, Release
from open_comparisons.intake.releases import check_release


def known_releases(folder: Path, data: Data) -> dict[str, list[Release]]:
    """
    The releases that `withdraw --keep` left in a folder, by dataset.

    Raises:
        DataError: One of them has problems.
    """
    releases: dict[str, list[Release]] = {}
    for path in sorted(folder.glob("*/*/")):
        if (path / METADATA).is_file():
            checked = check_release(path, data.standard, data.providers)
            if checked.problems:
                raise DataError(checked.problems)
            releases.setdefault(path.parent.name, []).extend(checked.releases)
    return releases


def with_known(known: Iterable[Release], releases: Iterable[Release]) -> tuple[Release, ...]:
    """Withdrawn and other releases together, oldest first."""
    return tuple(sorted((*known, *releases), key=lambda release: release.id))
