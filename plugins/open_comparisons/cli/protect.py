"""The command `open-comparisons protect`: hide what must be hidden in a file of true counts, and pack what is sent."""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from open_comparisons.cli.exit_codes import NO_PROBLEMS, PROBLEMS
from open_comparisons.cli.finding import find_directory, find_standard
from open_comparisons.cli.options import add_force, add_lang, add_standard, require_free, today
from open_comparisons.cli.speaking.answers import add_answers, ask_answers, find_answers
from open_comparisons.cli.speaking.parser import CommandParser
from open_comparisons.disclosure.protect_file import ProtectedFile, protect_file
from open_comparisons.disclosure.report import format_report
from open_comparisons.errors import OpenComparisonsError, Problem
from open_comparisons.intake.files import special_file_problem, write_files
from open_comparisons.intake.handover.description import Description, description_json, description_problems
from open_comparisons.intake.handover.package import CHECKSUMS, package, protected_name
from open_comparisons.intake.provider import Provider
from open_comparisons.intake.releases import check_directory
from open_comparisons.intake.wording import summarise
from open_comparisons.messages import listing, say
from open_comparisons.standard.loading import load_standard

PACKAGE: Final = ".zip"
_OUTPUTS: Final = (PACKAGE, ".csv")


def add_arguments(parser: CommandParser) -> None:
    """Declare the options."""
    parser.add_argument("path", type=Path, metavar="IN", help=parser.say("option.protect-path"))
    parser.add_argument("-o", "--output", type=Path, required=True, metavar="OUT.zip", help=parser.say("option.output"))
    parser.add_argument(
        "--previous", action="append", type=Path, default=[], metavar="RELEASE", help=parser.say("option.previous")
    )
    add_answers(parser)
    add_force(parser)
    add_lang(parser, default=parser.lang)
    add_standard(parser, "protect")


def run(options: argparse.Namespace) -> int:
    """
    Run the command. What is sent is written only when there are no problems, and whole.

    Returns:
        0 when it was written, 1 when there are problems.

    Raises:
        OpenComparisonsError: A file or folder does not exist, the output would be written over another file, or its
            name is not that of a package or a CSV file.
    """
    source, target, lang = options.path, options.output, options.lang
    special = special_file_problem(source, None)
    if special:
        return _refuse([special], lang)
    _require_paths(source, target, options.previous)
    require_free(_written(target), (source, *options.previous), force=options.force)
    standard = load_standard(options.standard or find_standard(source))
    directory = find_directory(source, options.directory)
    providers = check_directory(directory, standard).providers if directory else None
    protected = protect_file(source, options.previous, standard, providers, today())
    for reading in filter(lambda each: each.is_read, protected.readings):
        print(reading.as_text(lang))
    for note in protected.notes:
        print(note.plain(lang))
    beside = target.with_suffix(".json")
    description, said = find_answers(options, source, beside)
    for line in said:
        print(line)
    if not protected.problems and sys.stdin.isatty():
        print(flush=True)
        description = ask_answers(description, lang, standard.thresholds)
    unsaid = description_problems(description, _written(target)[-1].name, standard.thresholds)
    if protected.problems or unsaid:
        return _refuse([*protected.problems, *unsaid], lang, say(lang, "handover.where") if unsaid else "")
    written = _write(protected, description, source, target, providers)
    print(format_report(protected, standard, lang))
    key = "package" if target.suffix.lower() == PACKAGE else "files"
    print(f"\n{say(lang, f'handover.written.{key}', path=target, files=listing(written))}")
    return NO_PROBLEMS


def _written(target: Path) -> list[Path]:
    """The files that the command writes: the package, or the CSV file and its JSON file."""
    return [target] if target.suffix.lower() == PACKAGE else [target, target.with_suffix(".json")]


def _require_paths(source: Path, target: Path, previous: Sequence[Path]) -> None:
    for path in (source, *previous):
        if not path.exists():
            raise OpenComparisonsError("errors.no-such-path", path=path)
    if target.suffix.lower() not in _OUTPUTS:
        raise OpenComparisonsError("errors.output-is-csv", path=target)


def _refuse(problems: Sequence[Problem], lang: str, more: str = "") -> int:
    print(summarise(problems, lang))
    if more:
        print(more)
    return PROBLEMS


def _write(
    protected: ProtectedFile, description: Description, source: Path, target: Path, providers: Sequence[Provider] | None
) -> list[str]:
    """Write the package, or the two files; gives the names of what was made."""
    described = description_json(description)
    if target.suffix.lower() != PACKAGE:
        files = dict(zip(_written(target), (protected.content.encode(), described.encode()), strict=True))
        write_files(files)
        return [path.name for path in files]
    name = protected_name(_slug(protected, providers) or target.stem, source.stem)
    write_files({target: package(name, protected.content, described)})
    return [f"{name}.csv", f"{name}.json", CHECKSUMS]


def _slug(protected: ProtectedFile, providers: Sequence[Provider] | None) -> str:
    """The name in addresses of the one provider that a file is about; "" where it is not known."""
    slugs = [each.slug for each in providers or () if each.id in (protected.by_provider or {})]
    return slugs[0] if len(slugs) == 1 else ""
