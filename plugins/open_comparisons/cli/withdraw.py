"""The command `open-comparisons withdraw`: take a release back, with everything this machine has of it."""

import argparse
import shutil
import subprocess
from collections.abc import Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import Final

from open_comparisons.cli.options import add_data, add_lang, as_day, today
from open_comparisons.cli.speaking.parser import CommandParser
from open_comparisons.errors import OpenComparisonsError
from open_comparisons.intake.seals import SEALS, read_seals, seals_text
from open_comparisons.intake.withdrawn import REASONS, WITHDRAWN, Withdrawn, read_withdrawn, withdrawn_text
from open_comparisons.messages import say
from open_comparisons.standard.loading import load_standard

_MADE: Final = (".cache", "output")
"""Folders beside the data folder that a build can make again."""


def run(options: argparse.Namespace) -> int:
    """
    Run the command. After an interruption, run it again to finish.

    Returns:
        0 when the release is removed and the note is written.

    Raises:
        OpenComparisonsError: There is no such release, no such reason, or the folder to keep is in the project.
    """
    data: Path = options.data.resolve()
    dataset = data / options.dataset
    folder = dataset / options.release
    standard = load_standard(data / "standard")
    reasons = standard.codes.withdrawal_reasons
    if options.reason not in reasons:
        raise OpenComparisonsError("errors.reason", given=options.reason, known=list(reasons) or REASONS)
    noted, _ = read_withdrawn(dataset, standard)
    if not folder.is_dir() and options.release not in {each.release for each in noted}:
        raise OpenComparisonsError("errors.no-such-release", path=folder)
    kept = options.keep / options.dataset / options.release if options.keep else None
    if kept and kept.resolve().is_relative_to(data.parent):
        raise OpenComparisonsError("errors.kept-in-project", path=options.keep)
    if kept and folder.is_dir():
        shutil.copytree(folder, kept, dirs_exist_ok=True)
    commits = _commits(folder)
    # The note first: if this is interrupted later, `check` reports what is left to do.
    withdrawn = Withdrawn(options.dataset, options.release, options.date, options.reason)
    others = [other for other in noted if other.release != withdrawn.release]
    (dataset / WITHDRAWN).write_text(withdrawn_text([*others, withdrawn]), encoding="utf-8", newline="")
    removed = [*_remove(folder), *_unseal(dataset, options.release)]
    for leftover in (*(data.parent / name for name in _MADE), *options.also):
        removed += _remove(leftover)
    print(_format_report(options, removed, commits, kept))
    return 0


def add_arguments(parser: CommandParser) -> None:
    """Declare the options."""
    parser.add_argument("dataset", metavar="DATASET", help=parser.say("option.dataset"))
    parser.add_argument("release", metavar="RELEASE", help=parser.say("option.release"))
    parser.add_argument(
        "--reason", required=True, metavar="CODE", help=parser.say("option.withdraw-reason", list=REASONS)
    )
    parser.add_argument("--date", type=as_day, default=today(), help=parser.say("option.withdraw-date"))
    parser.add_argument("--keep", type=Path, metavar="FOLDER", help=parser.say("option.withdraw-keep"))
    parser.add_argument(
        "--also",
        type=Path,
        action="append",
        default=[],
        metavar="FOLDER",
        help=parser.say("option.withdraw-also"),
    )
    parser.add_argument("--content", type=Path, default=Path("content"), help=parser.say("option.content"))
    add_lang(parser)
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
    (dataset / SEALS).write_text(seals_text(seals), encoding="utf-8", newline="")
    return [SEALS]


def _commits(folder: Path) -> list[str] | None:
    """The commits that have touched the folder, the newest first; None where it is in no repository."""
    git = shutil.which("git")
    if git is None:
        return None
    command = [git, "-C", str(folder.parent), "log", "--all", "--format=%h", "--", folder.name]
    run_git = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603 - no shell, own arguments
    return run_git.stdout.split() if run_git.returncode == 0 else None


def _format_report(
    options: argparse.Namespace, removed: Sequence[str], commits: Sequence[str] | None, kept: Path | None
) -> str:
    words = partial(say, options.lang)
    release = f"{options.dataset}/{options.release}"
    texts = sorted(_texts_mentioning(options.content, options.dataset, options.release))
    addresses = [f"/data/{release}/", f"/utgavor/{release}/", f"/en/releases/{release}/"]
    addresses += [
        f"/badda-in/*/*/{options.release}/",
        f"/en/embed/*/*/{options.release}/",
        "/data/allt.zip",
        "/api/v1/",
    ]
    steps = [
        *([words("cli.withdraw.texts", texts=", ".join(texts))] if texts else []),
        words("cli.withdraw.commit", page=f"/utgavor/{release}/"),
        words("cli.withdraw.no-history")
        if commits is None
        else words("cli.withdraw.history", commits=", ".join(commits) or "–"),
        words("cli.withdraw.copies", addresses=" ".join(addresses)),
        words("cli.withdraw.known", kept=kept, folder=options.keep) if kept else words("cli.withdraw.unknown"),
    ]
    lines = [f"{number}. {step}" for number, step in enumerate(steps, start=1)]
    done = words("cli.withdraw.done", release=release, removed=removed or "–")
    return "\n".join([done, words("cli.withdraw.next"), *lines])


def _texts_mentioning(content: Path, dataset: str, release: str) -> Iterator[str]:
    """The texts of editors that quote the release, or are comments on it."""
    for path in sorted(content.rglob("*.md")) if content.is_dir() else ():
        text = path.read_text(encoding="utf-8", errors="replace")
        if f"release={release}" in text or f"{dataset}/{release}" in text:
            yield path.as_posix()
