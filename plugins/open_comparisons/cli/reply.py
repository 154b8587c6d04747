"""The command `open-comparisons reply`: record a provider's reply on its figures before they are published."""

import argparse
import json
import sys
from dataclasses import replace

from open_comparisons.cli.options import add_data, add_lang, as_day, find_provider, today
from open_comparisons.cli.speaking.parser import CommandParser
from open_comparisons.errors import OpenComparisonsError
from open_comparisons.intake.checks.roles import is_role
from open_comparisons.intake.files import place, write_files
from open_comparisons.intake.releases import DIRECTORY, check_directory
from open_comparisons.intake.replies import (
    DECLINED,
    NO_ANSWER,
    OUTCOMES,
    Reply,
    log_of,
    read_log,
    replies_file,
    replies_text,
)
from open_comparisons.messages import say
from open_comparisons.standard.loading import load_standard


def run(options: argparse.Namespace) -> int:
    """
    Run the command.

    Returns:
        0 when the outcome is recorded, 1 when it is not valid; the reason is printed to standard error.

    Raises:
        OpenComparisonsError: There is no such release or provider, or the release is published.
    """
    data = options.data.resolve()
    dataset, release = data / options.dataset, options.release
    standard = load_standard(data / "standard")
    providers = check_directory(data / DIRECTORY, standard).providers
    provider = find_provider(providers, options.provider)
    log = log_of(dataset, release, providers)
    role = options.role.strip()
    if (role and not is_role(role)) or not (role or options.outcome == NO_ANSWER):
        raise OpenComparisonsError("errors.role", given=role)
    outcomes = {**log.outcomes, provider.slug: Reply(options.outcome, role, options.date)}
    text, path = replies_text(replace(log, outcomes=outcomes)), replies_file(dataset, release)
    slugs = {each.slug for each in providers}
    _, problems = read_log(json.loads(text), dataset.name, release, slugs, place(path, data.parent))
    if problems:
        print("\n".join(problem.as_text(options.lang) for problem in problems), file=sys.stderr)
        return 1
    write_files({path: text.encode()})
    named = {"slug": provider.slug, "outcome": options.outcome, "file": place(path, data.parent)}
    print(say(options.lang, "cli.reply.noted", **named))
    if options.outcome == DECLINED:
        print(say(options.lang, "cli.reply.declined"))
    return 0


def add_arguments(parser: CommandParser) -> None:
    """Declare the options."""
    parser.add_argument("dataset", metavar="DATASET", help=parser.say("option.dataset"))
    parser.add_argument("release", metavar="RELEASE", help=parser.say("option.release"))
    parser.add_argument("provider", metavar="PROVIDER", help=parser.say("option.provider"))
    parser.add_argument("outcome", choices=OUTCOMES, help=parser.say("option.reply-outcome"))
    parser.add_argument("--role", default="", metavar="ROLE", help=parser.say("option.reply-role"))
    parser.add_argument("--date", type=as_day, default=today(), metavar="DAY", help=parser.say("option.reply-date"))
    add_lang(parser)
    add_data(parser)
