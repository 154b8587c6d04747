"""The command `open-comparisons reply`: note what a provider said of its figures before they are published."""

from __future__ import annotations

import json
import sys
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from open_comparisons.cli.options import add_data, as_day, find_provider, today
from open_comparisons.disclosure.protect_file import write_protected
from open_comparisons.errors import OpenComparisonsError
from open_comparisons.intake.checks.free_text import free_text_fault
from open_comparisons.intake.files import place
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
from open_comparisons.standard.loading import load_standard
from open_comparisons.standard.model import LANGUAGES

if TYPE_CHECKING:
    import argparse


_SAID: Final = {
    "sv": {
        "noted": "{slug}: {outcome}, antecknat i {file}.",
        "declined": "Byt utförarens rader mot rader med status saknas och orsak avbojt; check säger till tills dess.",
    },
    "en": {
        "noted": "{slug}: {outcome}, noted in {file}.",
        "declined": "Replace the provider's rows by rows with status saknas and reason avbojt; check tells until then.",
    },
}


def run(options: argparse.Namespace) -> int:
    """
    Run the command.

    Returns:
        0 when the outcome is noted, 1 when it cannot be as it is, which is told on standard error.

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
    if free_text_fault(role) or not (role or options.outcome == NO_ANSWER):
        message = f"--role {role!r}: skriv en funktion, inte ett namn / write a role, not a name."
        raise OpenComparisonsError(message)
    outcomes = {**log.outcomes, provider.slug: Reply(options.outcome, role, options.date)}
    text, path = replies_text(replace(log, outcomes=outcomes)), replies_file(dataset, release)
    slugs = {one.slug for one in providers}
    _, problems = read_log(json.loads(text), dataset.name, release, slugs, place(path, data.parent))
    if problems:
        print("\n".join(found.as_text(options.lang) for found in problems), file=sys.stderr)
        return 1
    write_protected(text, path)
    words = _SAID[options.lang]
    named = {"slug": provider.slug, "outcome": options.outcome, "file": place(path, data.parent)}
    print(words["noted"].format(**named))
    if options.outcome == DECLINED:
        print(words["declined"])
    return 0


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    parser.add_argument("dataset", metavar="DATASET", help="the dataset's name, such as bu-hvb")
    parser.add_argument("release", metavar="RELEASE", help="the release, by its date")
    parser.add_argument("provider", metavar="PROVIDER", help="the provider, by slug or id")
    parser.add_argument("outcome", choices=OUTCOMES, help="what it said")
    parser.add_argument("--role", default="", metavar="ROLE", help="the role that said it, never a name")
    parser.add_argument("--date", type=as_day, default=today(), metavar="DAY", help="when; else today")
    parser.add_argument("--lang", choices=LANGUAGES, default="sv", help="language of the messages")
    add_data(parser)
