"""The command `open-comparisons receive`: try a provider's file in private, and accept it when it passes."""

import argparse
import sys
from collections.abc import Iterable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any, NamedTuple

from open_comparisons.audit.trial import new_metadata, put_in_place, try_parcel, with_resource
from open_comparisons.cli.options import (
    add_data,
    add_force,
    add_lang,
    as_day,
    find_provider,
    require_free,
    require_outside,
    the_release_in_progress,
    today,
)
from open_comparisons.cli.speaking.parser import CommandParser
from open_comparisons.errors import DataError, OpenComparisonsError
from open_comparisons.intake.cells import read_table
from open_comparisons.intake.checks.run import check_file
from open_comparisons.intake.checks.terms import Terms
from open_comparisons.intake.files import METADATA, read_json
from open_comparisons.intake.handover.letters import acceptance_letter, refusal_letter
from open_comparisons.intake.handover.parcels import read_parcel
from open_comparisons.intake.metadata import parse_day
from open_comparisons.intake.provider import by_id
from open_comparisons.intake.releases import DIRECTORY, check_directory, terms_of_submission
from open_comparisons.intake.replies import DAYS
from open_comparisons.intake.seals import release_names, releases_in_progress
from open_comparisons.intake.workbooks.as_csv import as_in_workbook, table_as_csv
from open_comparisons.intake.workbooks.package import is_workbook
from open_comparisons.messages import say
from open_comparisons.standard.loading import load_standard
from open_comparisons.standard.model import Standard
from open_comparisons.standard.text import Text


class _Release(NamedTuple):
    place: Path
    metadata: dict[str, Any]
    is_new: bool


def run(options: argparse.Namespace) -> int:
    """
    Run the command. The letter to the provider is printed; the maintainer's next steps go to standard error.

    Returns:
        0 when the file is accepted, 1 when it is not.

    Raises:
        OpenComparisonsError: The file is in the project, or there is no such file, provider, dataset or release.
    """
    data: Path = options.data.resolve()
    file: Path = options.file
    if not file.exists():
        raise OpenComparisonsError("errors.no-such-path", path=file)
    require_outside(file, data.parent)
    if options.reply:
        require_free([options.reply], [file, file.with_suffix(".json")], force=options.force)
    standard = load_standard(data / "standard")
    directory = check_directory(data / DIRECTORY, standard)
    if directory.problems:
        raise DataError(directory.problems)
    provider = find_provider(directory.providers, options.sender)
    parcel, problems = read_parcel(file)
    if parcel is None:
        return _refuse(options, refusal_letter(provider.name, provider.slug, None, problems, options.lang))
    terms = Terms(standard, standard.thresholds, by_id(directory.providers), latest=options.at)
    stored, is_sheet = f"{provider.slug}.csv", is_workbook(parcel.figures)
    table, problems = check_file(parcel.figures, f"{provider.slug}.xlsx" if is_sheet else stored, terms)
    if is_sheet:
        if read_table(parcel.figures, table.file, standard.columns, standard)[1]:
            letter = refusal_letter(provider.name, provider.slug, table.reading, problems, options.lang)
            return _refuse(options, letter)
        # Only CSV is ever stored: a workbook has more in it than its figures, such as who wrote them and when.
        parcel = replace(parcel, figures=table_as_csv(table, standard))
    release = _release(data, options.into, standard, [*set(table.text("target_group"))] or provider.target_groups)
    metadata = with_resource(release.metadata, provider.slug, table.reading)
    terms = terms_of_submission(provider.slug, metadata, release.place, standard, directory.providers)
    tried = try_parcel(parcel, provider, release.place, metadata, terms, options.known)
    if tried.problems:
        found = as_in_workbook(tried.problems, stored, table) if is_sheet else tried.problems
        letter = refusal_letter(provider.name, provider.slug, table.reading, found, options.lang)
        return _refuse(options, letter)
    if tried.others:
        print(
            "\n".join(
                [say(options.lang, "cli.receive.others"), *(other.as_text(options.lang) for other in tried.others)]
            ),
            file=sys.stderr,
        )
        return 1
    put_in_place(parcel, provider, release.place, metadata)
    released = parse_day(metadata.get("released")) or options.at
    answer_by = options.at + timedelta(days=options.days)
    title = Text(metadata.get("title"), metadata.get("title_en")).plain(options.lang)
    name = f"{title}, {release.place.name}"
    _hand_over(
        options,
        acceptance_letter(provider.name, table.reading, name, max(released, answer_by), answer_by, options.lang),
    )
    place = release.place.relative_to(data.parent).as_posix()
    if release.is_new:
        print(say(options.lang, "cli.receive.new", place=place, metadata=f"{place}/{METADATA}"), file=sys.stderr)
    print(say(options.lang, "cli.receive.accepted", place=place, slug=provider.slug), file=sys.stderr)
    return 0


def add_arguments(parser: CommandParser) -> None:
    """Declare the options."""
    parser.add_argument("file", type=Path, metavar="FILE", help=parser.say("option.receive-file"))
    sender = parser.say("option.provider")
    parser.add_argument("--from", dest="sender", required=True, metavar="ID", help=sender)
    parser.add_argument("--into", metavar="DATASET/RELEASE", help=parser.say("option.receive-into"))
    parser.add_argument("--reply", type=Path, metavar="FILE", help=parser.say("option.receive-reply"))
    parser.add_argument("--known", type=Path, metavar="FOLDER", help=parser.say("option.known"))
    parser.add_argument("--days", type=int, default=DAYS, help=parser.say("option.days"))
    parser.add_argument("--at", type=as_day, default=today(), metavar="DAY", help=parser.say("option.receive-at"))
    add_force(parser)
    add_lang(parser, parser.say("option.receive-lang"))
    add_data(parser)


def _release(data: Path, into: str | None, standard: Standard, groups: Iterable[str]) -> _Release:
    """The release that a file belongs to, existing or to be made."""
    by_group = {group.id: group.dataset for group in standard.target_groups.values()}
    if into:
        dataset, _, name = into.partition("/")
        if dataset not in by_group.values() or parse_day(name) is None:
            raise OpenComparisonsError("errors.into", given=into, known=sorted(set(by_group.values())))
    else:
        datasets = sorted({by_group[group] for group in groups if group in by_group})
        if len(datasets) != 1:
            raise OpenComparisonsError("errors.into-needed")
        dataset, name = datasets[0], the_release_in_progress(data / datasets[0])
    place = data / dataset / name
    if (place.parent / name).is_dir() and name not in releases_in_progress(place.parent):
        raise OpenComparisonsError("errors.release-sealed", release=into)
    if (place / METADATA).is_file():
        metadata, problems = read_json(place / METADATA, None)
        if problems:
            raise DataError(problems)
        return _Release(place, metadata, is_new=False)
    earlier = [other for other in release_names(place.parent) if other != name] if place.parent.is_dir() else []
    if not earlier:
        raise OpenComparisonsError("errors.first-release", path=place / METADATA)
    last, _ = read_json(place.parent / earlier[-1] / METADATA, None)
    return _Release(place, new_metadata(last, dataset, name, standard), is_new=True)


def _refuse(options: argparse.Namespace, letter: str) -> int:
    _hand_over(options, letter)
    print(say(options.lang, "cli.receive.refused", file=options.file), file=sys.stderr)
    return 1


def _hand_over(options: argparse.Namespace, letter: str) -> None:
    print(letter, end="")
    if options.reply:
        options.reply.write_text(letter, encoding="utf-8")
