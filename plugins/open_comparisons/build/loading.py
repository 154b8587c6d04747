"""The data of a build: releases that an earlier build has checked come out of the store, new ones are shared out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from open_comparisons.intake.releases import (
    DIRECTORY,
    check_directory,
    check_release,
    load_data,
    release_digest,
    release_folders,
)
from open_comparisons.standard.loading import load_standard
from open_comparisons.tools.processes import shared_out
from open_comparisons.tools.store import digest, files_digest

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from open_comparisons.intake.provider import Provider
    from open_comparisons.intake.release import Data
    from open_comparisons.intake.releases import Checked
    from open_comparisons.standard.model import Standard
    from open_comparisons.tools.store import Store


def terms_digest(folder: Path) -> str:
    """A hash of what every release of a data folder is read by: the standard and the directory of providers."""
    directory = folder / DIRECTORY
    return digest(files_digest(folder / "standard"), directory.read_bytes() if directory.is_file() else "")


def load(folder: Path, store: Store, *, processes: int) -> Data:
    """
    Read and check a data folder as `load_data` does; a release is checked once for as long as nothing about it changes.

    Args:
        folder: Holds `standard/`, `utforare.csv` and `<dataset>/<release>/`.
        store: Where releases are kept once they are checked.
        processes: How many to share new releases out over.

    Raises:
        DataError, OpenComparisonsError: As `load_data`.
    """
    folder = folder.resolve()
    terms = terms_digest(folder)

    def key(release: Path) -> tuple[str, ...]:
        return terms, release.relative_to(folder.parent).as_posix(), release_digest(release)

    def check(release: Path, standard: Standard, providers: tuple[Provider, ...] | None, root: Path | None) -> Checked:
        return store.remember("releases", key(release), lambda: check_release(release, standard, providers, root))

    if store.folder is not None and processes > 1:
        standard = load_standard(folder / "standard")
        new = [release for release in release_folders(folder, standard) if not store.has("releases", key(release))]
        if len(new) > 1:
            providers = check_directory(folder / DIRECTORY, standard, folder.parent).providers

            def check_share(share: Sequence[Path]) -> list[None]:
                for release in share:
                    check(release, standard, providers, folder.parent)
                return []

            shared_out(check_share, new, processes=processes)
    return load_data(folder, check)
