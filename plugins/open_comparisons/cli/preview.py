"""The command `open-comparisons preview`: show a provider its own pages before they are published."""

import argparse
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from open_comparisons.cli.build import build_preview
from open_comparisons.cli.options import add_data, add_lang, as_day, find_provider, require_outside, today
from open_comparisons.cli.speaking.parser import CommandParser
from open_comparisons.errors import OpenComparisonsError
from open_comparisons.intake.files import write_files
from open_comparisons.intake.release import Data, Release
from open_comparisons.intake.releases import load_data
from open_comparisons.intake.replies import DAYS, log_of, replies_file, replies_text
from open_comparisons.intake.seals import releases_in_progress
from open_comparisons.messages import LANGUAGES, say
from open_comparisons.pages.preview import FORMS


def run(options: argparse.Namespace) -> int:
    """
    Run the command.

    Returns:
        0 when the preview is written.

    Raises:
        OpenComparisonsError: The folder is in the project or holds something else, there is no such provider, it has
            nothing in a release in progress, or the data has problems.
    """
    data_folder, output = options.data.resolve(), options.output
    require_outside(output, data_folder.parent)
    if output.is_dir() and any(output.iterdir()) and not (output / FORMS[LANGUAGES[0]]).is_file():
        raise OpenComparisonsError("errors.folder-in-use", path=output)
    data = load_data(data_folder)
    slug = find_provider(data.providers, options.provider).slug
    releases = _in_progress(data, data_folder, slug)
    answer_by = options.at + timedelta(days=options.days)
    build_preview(
        options.settings,
        output=output,
        provider=slug,
        answer_by=answer_by,
        data=str(data_folder),
        content=options.content,
    )
    names = [f"{release.dataset} {release.id}" for release in releases]
    print(say(options.lang, "cli.preview.made", folder=output, slug=slug, releases=names))
    if options.not_sent:
        print(say(options.lang, "cli.preview.not-sent"))
        return 0
    files = []
    for release in releases:
        log = log_of(data_folder / release.dataset, release.id, data.providers)
        path = replies_file(data_folder / release.dataset, release.id)
        sent = {**log.sent, slug: options.at}
        others = {name: reply for name, reply in log.outcomes.items() if name != slug}
        write_files({path: replies_text(replace(log, days=options.days, sent=sent, outcomes=others)).encode()})
        files.append(path.relative_to(data_folder.parent).as_posix())
    print(say(options.lang, "cli.preview.noted", day=answer_by.isoformat(), files=files))
    return 0


def _in_progress(data: Data, folder: Path, slug: str) -> list[Release]:
    """The releases in progress that a provider has rows in."""
    in_progress = [
        release
        for dataset, releases in data.releases.items()
        for release in releases
        if release.id in releases_in_progress(folder / dataset) and slug in release.table.columns["provider"]
    ]
    if not in_progress:
        raise OpenComparisonsError("errors.nothing-to-preview", provider=slug)
    return in_progress


def add_arguments(parser: CommandParser) -> None:
    """Declare the options."""
    parser.add_argument("--provider", required=True, metavar="ID", help=parser.say("option.provider"))
    parser.add_argument(
        "-o", "--output", type=Path, required=True, metavar="FOLDER", help=parser.say("option.preview-output")
    )
    parser.add_argument("--days", type=int, default=DAYS, help=parser.say("option.days"))
    parser.add_argument("--at", type=as_day, default=today(), metavar="DAY", help=parser.say("option.preview-at"))
    parser.add_argument("--not-sent", action="store_true", help=parser.say("option.not-sent"))
    parser.add_argument("--settings", type=Path, default=Path("pelicanconf.py"), help=parser.say("option.settings"))
    parser.add_argument("--content", metavar="FOLDER", help=parser.say("option.build-content"))
    add_lang(parser)
    add_data(parser)
