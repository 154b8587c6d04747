"""The command `open-comparisons build`: build the site and swap it in."""

import argparse
import sys
from functools import partial
from pathlib import Path

from open_comparisons import plugin
from open_comparisons.build.build import build_preview_site, build_site
from open_comparisons.cli.exit_codes import NO_PROBLEMS, PROBLEMS
from open_comparisons.cli.speaking.parser import CommandParser
from open_comparisons.errors import OpenComparisonsError, error_text
from open_comparisons.messages import say_in_all

build = partial(build_site, pelican=plugin)
build_preview = partial(build_preview_site, pelican=plugin)


def add_arguments(parser: CommandParser) -> None:
    """Declare the options, which `serve` has too."""
    parser.add_argument("--settings", default="pelicanconf.py", help=parser.say("option.settings"))
    parser.add_argument("--output", help=parser.say("option.build-output"))
    parser.add_argument("--data", help=parser.say("option.build-data"))
    parser.add_argument("--content", help=parser.say("option.build-content"))
    parser.add_argument("--at", help=parser.say("option.build-at"))
    parser.add_argument("--drafts", action="store_true", help=parser.say("option.drafts"))
    parser.add_argument("--sign-off", action="store_true", help=parser.say("option.sign-off"))


def run(options: argparse.Namespace) -> int:
    """
    Run the command; problems go to standard error.

    Returns:
        0 when the site was built and swapped in, 1 when the build failed and nothing changed.
    """
    try:
        built = build(
            Path(options.settings),
            output=Path(options.output) if options.output else None,
            data=options.data,
            content=options.content,
            at=options.at,
            drafts=options.drafts,
            sign_off=options.sign_off,
        )
    except (OpenComparisonsError, OSError) as error:
        print(f"{error_text(error)}\n\n{say_in_all('cli.build.nothing')}", file=sys.stderr)
        return PROBLEMS
    done = "cli.build.built" if built.rebuilt else "cli.build.unchanged"
    print(say_in_all(done, pages=built.pages, changed=built.rendered, folder=built.folder))
    if built.one_language_texts:
        print(say_in_all("cli.build.one-language", count=built.one_language_texts))
    return NO_PROBLEMS
