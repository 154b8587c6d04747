"""The data of a build, checked and audited; unchanged results of earlier builds are taken from the store."""

import time
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from open_comparisons.audit.findings import audit_datasets, warnings_per_release
from open_comparisons.errors import DataError
from open_comparisons.intake.provider import Provider, tell_apart
from open_comparisons.intake.release import Data
from open_comparisons.intake.releases import (
    DIRECTORY,
    Checked,
    check_directory,
    check_release,
    load_data,
    release_digest,
    release_folders,
)
from open_comparisons.intake.seals import unsealed_problems
from open_comparisons.settings import Settings
from open_comparisons.site.inputs import Inputs
from open_comparisons.standard.loading import load_standard
from open_comparisons.standard.model import Standard
from open_comparisons.tools.processes import run_in_processes
from open_comparisons.tools.store import Store, digest, files_digest


def load_inputs(config: Settings, store: Store, instant: datetime) -> Inputs:
    """
    Read, check and audit all data.

    Args:
        config: For the data folder, and for the rule that every release must be sealed.
        store: Keeps results between builds.
        instant: The build instant. Where a site is read through before it is published (`sign_off`), the instant of
            the result is late enough for every release to be out.

    Raises:
        DataError: The data has problems, gives away hidden numbers, or is not sealed.
    """
    started = time.perf_counter()
    data = load(config.data_folder, store, processes=config.processes)
    checked = time.perf_counter()
    terms = terms_digest(config.data_folder)
    audits = audit_datasets(data, store, terms, processes=config.processes)
    seconds = {"check": checked - started, "audit": time.perf_counter() - checked}
    if config.sign_off:
        releases = [release for releases in data.releases.values() for release in releases]
        instant = max([instant, *(release.out_from(instant.tzinfo) for release in releases)])
    elif config.sealed:
        _require_seals(config.data_folder.resolve(), data, instant)
    ranges = {dataset: audit.ranges for dataset, audit in audits.items()}
    data = replace(data, providers=tell_apart(data.providers, data.standard.areas))
    return Inputs(data, instant, store, terms, warnings_per_release(audits), ranges, seconds)


def _require_seals(folder: Path, data: Data, instant: datetime) -> None:
    """Refuse to publish a release that could be edited afterwards unnoticed."""
    out = [
        (release.dataset, release.id)
        for releases in data.releases.values()
        for release in releases
        if release.is_out(instant)
    ]
    problems = unsealed_problems(folder, out, folder.parent)
    if problems:
        raise DataError(problems)


def terms_digest(folder: Path) -> str:
    """A hash of the terms of every release in a data folder: the standard and the directory of providers."""
    directory = folder / DIRECTORY
    return digest(files_digest(folder / "standard"), directory.read_bytes() if directory.is_file() else "")


def load(folder: Path, store: Store, *, processes: int) -> Data:
    """
    Read and check a data folder as `load_data` does; an unchanged release is not checked again.

    Args:
        folder: Holds `standard/`, `utforare.csv` and `<dataset>/<release>/`.
        store: Keeps checked releases.
        processes: Number of processes that check new releases.

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

            run_in_processes(check_share, new, processes=processes)
    return load_data(folder, check)
