"""The command `open-comparisons withdraw`: take a release back, in all that this machine has of it."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING, Final

from open_comparisons.cli.options import add_data, as_day, today
from open_comparisons.errors import OpenComparisonsError
from open_comparisons.intake.seals import SEALS, read_seals, sealed_text
from open_comparisons.intake.withdrawn import REASONS, WITHDRAWN, Withdrawn, read_withdrawn, withdrawn_text
from open_comparisons.standard.loading import load_standard
from open_comparisons.standard.model import LANGUAGES

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterator, Sequence

_MADE: Final = (".cache", "output")
"""What a build leaves beside the data folder, and can make again."""

_SAID: Final = {
    "sv": {
        "done": "{release} är återkallad. Borttaget: {removed}.",
        "next": "Gör nu, i den här ordningen:",
        "texts": "Ta bort eller skriv om det som visar siffror ur utgåvan: {texts}",
        "commit": "Lägg till allt i en commit och publicera. Sidan {page} säger bara datum och skäl.",
        "history": "Siffrorna finns kvar i historiken: {commits}. docs/incident.md säger hur den skrivs om.",
        "no-history": "Mappen ligger inte i Git, så det finns ingen historik här att skriva om.",
        "copies": "Be sökmotorer, arkiv och dataportaler att ta bort sina kopior: {addresses}",
        "known": "Siffrorna ligger i {kept}, utanför webbplatsen. Pröva nya utgåvor mot dem: audit --known {folder}",
        "unknown": "Inget sparades. Kontrollen av nya utgåvor vet då inte vad som redan är känt.",
    },
    "en": {
        "done": "{release} is withdrawn. Removed: {removed}.",
        "next": "Now, in this order:",
        "texts": "Remove or rewrite what shows figures of the release: {texts}",
        "commit": "Commit all of it and publish. The page {page} tells the date and the reason only.",
        "history": "The figures are still in the history: {commits}. docs/incident.md says how it is rewritten.",
        "no-history": "The folder is not in Git, so there is no history here to rewrite.",
        "copies": "Ask search engines, archives and data portals to drop their copies: {addresses}",
        "known": "The figures lie in {kept}, outside the site. Try new releases against them: audit --known {folder}",
        "unknown": "Nothing was kept. The check of new releases will not know what is known already.",
    },
}


def run(options: argparse.Namespace) -> int:
    """
    Run the command. What was interrupted is finished when it is run again.

    Returns:
        0 when the release is gone and the note is written.

    Raises:
        OpenComparisonsError: There is no such release, no such reason, or what is kept would lie in the project.
    """
    data: Path = options.data.resolve()
    dataset = data / options.dataset
    folder = dataset / options.release
    standard = load_standard(data / "standard")
    reasons = standard.codes.withdrawal_reasons
    if options.reason not in reasons:
        message = f"--reason {options.reason}: {', '.join(reasons) or REASONS}."
        raise OpenComparisonsError(message)
    noted, _ = read_withdrawn(dataset, standard)
    if not folder.is_dir() and options.release not in {one.release for one in noted}:
        message = f"{folder}: ingen utgåva / no such release."
        raise OpenComparisonsError(message)
    kept = options.keep / options.dataset / options.release if options.keep else None
    if kept and kept.resolve().is_relative_to(data.parent):
        message = (
            f"{options.keep}: ligger i projektet, vars historik sparas / lies in the project, whose history is kept."
        )
        raise OpenComparisonsError(message)
    if kept and folder.is_dir():
        shutil.copytree(folder, kept, dirs_exist_ok=True)
    commits = _commits(folder)
    # The note first: from then on a check tells what is left to do, whenever this is interrupted.
    one = Withdrawn(options.dataset, options.release, options.date, options.reason)
    others = [other for other in noted if other.release != one.release]
    (dataset / WITHDRAWN).write_text(withdrawn_text([*others, one]), encoding="utf-8", newline="")
    removed = [*_remove(folder), *_unseal(dataset, options.release)]
    for made in (*(data.parent / name for name in _MADE), *options.also):
        removed += _remove(made)
    print(_told(options, removed, commits, kept))
    return 0


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    parser.add_argument("dataset", metavar="DATASET", help="the dataset's name, such as bu-hvb")
    parser.add_argument("release", metavar="RELEASE", help="the release, by its date")
    parser.add_argument("--reason", required=True, metavar="CODE", help=f"a code of the standard's list {REASONS}")
    parser.add_argument("--date", type=as_day, default=today(), help="the day that readers are told; else today")
    parser.add_argument("--keep", type=Path, metavar="FOLDER", help="keep the files here, for audits")
    parser.add_argument(
        "--also",
        type=Path,
        action="append",
        default=[],
        metavar="FOLDER",
        help="a further folder to remove, such as a site kept for rollback; may be given several times",
    )
    parser.add_argument("--content", type=Path, default=Path("content"), help="where editors' texts lie")
    parser.add_argument("--lang", choices=LANGUAGES, default="sv", help="language of the messages")
    add_data(parser)


def _remove(folder: Path) -> list[str]:
    """Remove a folder with all that is in it; gives its name where there was one."""
    if not folder.is_dir():
        return []
    shutil.rmtree(folder)
    return [folder.name]


def _unseal(dataset: Path, release: str) -> list[str]:
    seals, _ = read_seals(dataset)
    if seals.pop(release, None) is None:
        return []
    (dataset / SEALS).write_text(sealed_text(seals), encoding="utf-8", newline="")
    return [SEALS]


def _commits(folder: Path) -> list[str] | None:
    """The commits that have touched the folder, the newest first; None where it is in no repository."""
    git = shutil.which("git")
    if git is None:
        return None
    command = [git, "-C", str(folder.parent), "log", "--all", "--format=%h", "--", folder.name]
    run_git = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603 - no shell, own arguments
    return run_git.stdout.split() if run_git.returncode == 0 else None


def _told(options: argparse.Namespace, removed: Sequence[str], commits: Sequence[str] | None, kept: Path | None) -> str:
    words, release = _SAID[options.lang], f"{options.dataset}/{options.release}"
    texts = sorted(_mentioning(options.content, options.dataset, options.release))
    addresses = [f"/data/{release}/", f"/utgavor/{release}/", f"/en/releases/{release}/"]
    addresses += [
        f"/badda-in/*/*/{options.release}/",
        f"/en/embed/*/*/{options.release}/",
        "/data/allt.zip",
        "/api/v1/",
    ]
    steps = [
        *([words["texts"].format(texts=", ".join(texts))] if texts else []),
        words["commit"].format(page=f"/utgavor/{release}/"),
        words["no-history"] if commits is None else words["history"].format(commits=", ".join(commits) or "–"),
        words["copies"].format(addresses=" ".join(addresses)),
        words["known"].format(kept=kept, folder=options.keep) if kept else words["unknown"],
    ]
    lines = [f"{number}. {step}" for number, step in enumerate(steps, start=1)]
    return "\n".join([words["done"].format(release=release, removed=", ".join(removed) or "–"), words["next"], *lines])


def _mentioning(content: Path, dataset: str, release: str) -> Iterator[str]:
    """The texts of editors that quote the release, or are comments on it."""
    for path in sorted(content.rglob("*.md")) if content.is_dir() else ():
        text = path.read_text(encoding="utf-8", errors="replace")
        if f"release={release}" in text or f"{dataset}/{release}" in text:
            yield path.as_posix()
