"""The command `open-comparisons diff`: what one release of a dataset has otherwise than another, value by value."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Final

from open_comparisons.cli.options import add_data
from open_comparisons.errors import DataError, OpenComparisonsError
from open_comparisons.files.release.changes import changes_csv, changes_json
from open_comparisons.intake.releases import DIRECTORY, check_directory, check_release
from open_comparisons.site.changes import ADDED, CORRECTED, HIDDEN, KINDS, OPENED, WITHDRAWN, changes_between
from open_comparisons.standard.loading import load_standard
from open_comparisons.standard.model import LANGUAGES

if TYPE_CHECKING:
    import argparse
    from pathlib import Path

    from open_comparisons.intake.release import Release
    from open_comparisons.site.changes import Changes
    from open_comparisons.standard.model import Standard

_WORDS: Final = {
    CORRECTED: {"sv": "rättade värden", "en": "corrected values"},
    ADDED: {"sv": "tillagda värden, i perioder som fanns", "en": "values added, in periods that were there"},
    WITHDRAWN: {"sv": "borttagna värden", "en": "withdrawn values"},
    HIDDEN: {"sv": "värden som nu är dolda", "en": "values that are now hidden"},
    OPENED: {"sv": "värden som nu visas", "en": "values that are now shown"},
    "no reason": {"sv": "av de ändrade värdena saknar skäl", "en": "of the changed values lack a reason"},
    "begun": {"sv": "värden i nya perioder", "en": "values in new periods"},
    "ended": {"sv": "värden i perioder som inte längre är med", "en": "values in periods that are no longer there"},
}


def run(options: argparse.Namespace) -> int:
    """
    Run the command.

    Returns:
        0 when the releases could be compared, 1 when one of them has problems, which are told on standard error.

    Raises:
        OpenComparisonsError: There is no such data folder, dataset or release.
    """
    data: Path = options.data
    if not (data / "standard").is_dir():
        message = f"{data}: ingen datamapp / no data folder. --data FOLDER."
        raise OpenComparisonsError(message)
    standard = load_standard(data / "standard")
    try:
        old, new = (_release(data, options.dataset, name, standard) for name in (options.old, options.new))
    except DataError as error:
        print("\n".join(found.as_text(options.lang) for found in error.problems), file=sys.stderr)
        return 1
    changes = changes_between(old, new, standard)
    if options.format == "text":
        print(_as_text(changes, options.lang))
    else:
        print((changes_csv if options.format == "csv" else changes_json)(changes, standard), end="")
    return 0


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    parser.add_argument("dataset", metavar="DATASET", help="the dataset's name, such as bu-hvb")
    parser.add_argument("old", metavar="OLD", help="the earlier release, by its date")
    parser.add_argument("new", metavar="NEW", help="the later release")
    parser.add_argument(
        "--format", choices=("text", "csv", "json"), default="text", help="text tells how much; csv and json tell all"
    )
    parser.add_argument("--lang", choices=LANGUAGES, default="sv", help="language of the text")
    add_data(parser)


def _release(data: Path, dataset: str, name: str, standard: Standard) -> Release:
    """A release of a dataset, checked."""
    folder = data / dataset / name
    if not folder.is_dir():
        there = sorted(path.name for path in (data / dataset).glob("*/") if path.is_dir())
        known = ", ".join(there) or "–"
        message = f"{folder}: finns inte / there is no such release. Det finns / there are: {known}."
        raise OpenComparisonsError(message)
    directory = check_directory(data / DIRECTORY, standard)
    checked = check_release(folder, standard, directory.providers)
    if directory.problems or checked.problems:
        raise DataError([*directory.problems, *checked.problems])
    return checked.releases[0]


def _as_text(changes: Changes, lang: str) -> str:
    """How many values have changed in each way, and how many belong to periods that have come or gone."""
    counts = {kind: changes.count[kind] for kind in KINDS} | {
        "no reason": sum(row.reason is None for row in changes.rows),
        "begun": sum(period.rows for period in changes.begun),
        "ended": sum(period.rows for period in changes.ended),
    }
    lines = [f"{count:>8} {_WORDS[name][lang]}" for name, count in counts.items()]
    return "\n".join([f"{changes.dataset}: {changes.old} → {changes.new}", *lines])
