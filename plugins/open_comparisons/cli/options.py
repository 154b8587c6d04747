"""Command-line options shared by several commands."""

import argparse
import os
from collections.abc import Iterable
from datetime import UTC, date, datetime
from pathlib import Path

from open_comparisons.cli.speaking.parser import CommandParser
from open_comparisons.errors import OpenComparisonsError
from open_comparisons.intake.metadata import parse_day
from open_comparisons.intake.provider import Provider
from open_comparisons.intake.releases import DIRECTORY
from open_comparisons.intake.seals import releases_in_progress
from open_comparisons.messages import LANGUAGES


def add_data(parser: CommandParser) -> None:
    """Add the option for the data folder."""
    parser.add_argument(
        "--data",
        type=Path,
        default=Path(os.environ.get("OPEN_COMPARISONS_DATA") or "data"),
        metavar="FOLDER",
        help=parser.say("option.data"),
    )


def add_standard(parser: CommandParser, verb: str) -> None:
    """Add the options for the standard and the directory of providers; `verb` is "check" or "protect"."""
    purpose = parser.say(f"option.to-{verb}")
    parser.add_argument("--standard", type=Path, metavar="FOLDER", help=parser.say("option.standard", purpose=purpose))
    parser.add_argument("--directory", type=Path, metavar="FILE", help=parser.say("option.directory"))


def add_lang(parser: CommandParser, purpose: str = "", default: str = LANGUAGES[0]) -> None:
    """Add the option for a language: that of the messages, or of what its purpose says."""
    parser.add_argument("--lang", choices=LANGUAGES, default=default, help=purpose or parser.say("option.lang"))


def add_force(parser: CommandParser) -> None:
    """Add the option to write over files that exist."""
    parser.add_argument("--force", action="store_true", help=parser.say("option.force"))


def require_free(targets: Iterable[Path], read: Iterable[Path], *, force: bool) -> None:
    """
    Refuse to write over a file, before anything is done.

    Args:
        targets: The files to write.
        read: The files that are read; none of them may be written over, whatever was asked.
        force: True where other files may be.

    Raises:
        OpenComparisonsError: A file is there.
    """
    sources = [path for path in read if path.exists()]
    for target in targets:
        if target.exists() or target.is_symlink():
            if target.exists() and any(target.samefile(path) for path in sources):
                raise OpenComparisonsError("errors.same-file", path=target)
            if not force:
                raise OpenComparisonsError("errors.file-exists", path=target)


def as_day(text: str) -> date:
    """Parse an argument as a day."""
    day = parse_day(text)
    if day is None:
        # The parser puts the key of a text, and what was given, into the reader's language.
        raise argparse.ArgumentTypeError(f"errors.day {text}")
    return day


def today() -> date:
    """Today, the default of date options; a build never depends on it."""
    return datetime.now(tz=UTC).date()


def require_outside(path: Path, project: Path) -> None:
    """
    Refuse a path for private files inside the project.

    Raises:
        OpenComparisonsError: The path is in the project.
    """
    if path.resolve().is_relative_to(project):
        raise OpenComparisonsError("errors.in-project", path=path)


def find_provider(providers: Iterable[Provider], name: str) -> Provider:
    """
    The provider of the directory with a slug or an id.

    Raises:
        OpenComparisonsError: There is none.
    """
    for provider in providers:
        if name in {provider.slug, provider.id}:
            return provider
    raise OpenComparisonsError("errors.no-such-provider", name=name, directory=DIRECTORY)


def the_release_in_progress(dataset: Path) -> str:
    """
    The one release of a dataset that is not sealed.

    Raises:
        OpenComparisonsError: There is none, or more than one.
    """
    names = releases_in_progress(dataset) if dataset.is_dir() else []
    if len(names) != 1:
        key = "errors.many-in-progress" if names else "errors.none-in-progress"
        raise OpenComparisonsError(key, dataset=dataset.name, known=names)
    return names[0]
