"""
The right of reply: a log of each provider's comments on its figures before they are published.

(The letter that answers a provider's file is in `letters`.)

A dataset's folder has the log of each release in `replies-<release>.json`, beside the release, since that is sealed:
{"days": 14, "sent": {slug: date}, "outcomes": {slug: {"outcome": code, "by_role": role, "date": date}}}.
"""

import json
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final, NamedTuple

from open_comparisons.errors import DataError, OpenComparisonsError, Problem
from open_comparisons.intake.checks.free_text import free_text_fault
from open_comparisons.intake.fields import wrong_field
from open_comparisons.intake.files import place, read_json
from open_comparisons.intake.metadata import parse_day
from open_comparisons.intake.provider import Provider
from open_comparisons.intake.seals import read_seals
from open_comparisons.intake.wording import problem

DAYS: Final = 14
"""Days that a provider has to comment on its preview, unless the log sets another number."""
APPROVED, CORRECTED, COMMENT, DECLINED, NO_ANSWER = "approved", "corrected", "comment", "declined", "no-answer"
OUTCOMES: Final = (APPROVED, CORRECTED, COMMENT, DECLINED, NO_ANSWER)
DECLINED_REASON: Final = "avbojt"
"""The reason in all rows of a provider that has declined, a code of the standard's list of reasons."""


class Reply(NamedTuple):
    """A provider's reply: the outcome, the role that gave it ("" where there was no answer), and the day."""

    outcome: str
    by_role: str
    day: date


@dataclass(frozen=True, slots=True)
class Replies:
    """
    The log of one release.

    Attributes:
        dataset, release: The release.
        days: Days that each provider has to answer.
        sent: The day each provider's preview was sent, by slug.
        outcomes: The reply of each provider, by slug.
    """

    dataset: str
    release: str
    days: int = DAYS
    sent: Mapping[str, date] = field(default_factory=dict)
    outcomes: Mapping[str, Reply] = field(default_factory=dict)

    def answer_by(self, slug: str) -> date | None:
        """The last day for a provider to answer; None where it has had no preview."""
        return self.sent[slug] + timedelta(days=self.days) if slug in self.sent else None

    @property
    def count(self) -> Mapping[str, int]:
        """Number of providers by outcome, in the order of `OUTCOMES`, zeros left out."""
        counts = Counter(reply.outcome for reply in self.outcomes.values())
        return {outcome: counts[outcome] for outcome in OUTCOMES if counts[outcome]}


def replies_file(dataset: Path, release: str) -> Path:
    """The path of the log of a release."""
    return dataset / f"replies-{release}.json"


def read_replies(
    dataset: Path, providers: Iterable[Provider], root: Path | None = None
) -> tuple[tuple[Replies, ...], list[Problem]]:
    """
    The logs of a dataset's releases, oldest first.

    Args:
        dataset: Its folder.
        providers: The directory.
        root: Problems give paths relative to this folder; unchanged when None.
    """
    slugs = {provider.slug for provider in providers}
    logs, problems = [], []
    for path in sorted(dataset.glob("replies-*.json")):
        content, wrong = read_json(path, root, kind="log")
        file, release = place(path, root), path.stem.removeprefix("replies-")
        if parse_day(release) is None:
            wrong.append(problem(file, "foreign-file"))
        elif not wrong:
            log, wrong = read_log(content, dataset.name, release, slugs, file)
            logs.append(log)
        problems += wrong
    return tuple(logs), problems


def read_log(
    content: Mapping[str, Any], dataset: str, release: str, slugs: set[str], file: str
) -> tuple[Replies, list[Problem]]:
    """The log in the content of a file, and its problems; `slugs` are the providers in the directory."""
    problems = []
    days, sent, outcomes = content.get("days", DAYS), content.get("sent", {}), content.get("outcomes", {})
    if not isinstance(days, int) or isinstance(days, bool) or days < 1:
        problems.append(wrong_field(file, "days", "days"))
        days = DAYS
    if not isinstance(sent, dict) or not isinstance(outcomes, dict):
        problems.append(wrong_field(file, "sent, outcomes", "by-provider"))
        sent = outcomes = {}
    strangers = sorted({*sent, *outcomes} - slugs)
    problems += [wrong_field(file, slug, "provider") for slug in strangers]
    days_sent = {slug: on for slug, value in sent.items() if (on := parse_day(value))}
    problems += [wrong_field(file, slug, "date") for slug in sorted(sent.keys() - days_sent.keys())]
    replies = {}
    for slug, entry in sorted(outcomes.items()):
        reply = _reply(entry)
        if reply is None:
            problems.append(wrong_field(file, slug, "reply", known=OUTCOMES))
        elif slug not in days_sent or reply.day < days_sent[slug]:
            problems.append(problem(file, "reply-before-preview", slug=slug))
        elif reply.outcome == NO_ANSWER and reply.day <= days_sent[slug] + timedelta(days=days):
            problems.append(problem(file, "reply-still-awaited", slug=slug))
        elif fault := free_text_fault(reply.by_role):
            problems.append(problem(file, fault))
        else:
            replies[slug] = reply
    log = Replies(dataset, release, days, MappingProxyType(days_sent), MappingProxyType(replies))
    return log, problems


def _reply(entry: object) -> Reply | None:
    if not isinstance(entry, dict):
        return None
    outcome, role, on = entry.get("outcome"), entry.get("by_role", ""), parse_day(entry.get("date"))
    if outcome not in OUTCOMES or not isinstance(role, str) or on is None:
        return None
    return Reply(outcome, role, on) if role.strip() or outcome == NO_ANSWER else None


def log_of(dataset: Path, release: str, providers: Iterable[Provider]) -> Replies:
    """
    The log of a release in progress; empty where it has no entries yet.

    Raises:
        DataError: It has problems.
        OpenComparisonsError: There is no such release, or it is published.
    """
    if not (dataset / release).is_dir() or release in read_seals(dataset)[0]:
        raise OpenComparisonsError("errors.no-release-to-reply-to", release=f"{dataset.name}/{release}")
    logs, problems = read_replies(dataset, providers)
    if problems:
        raise DataError(problems)
    return next((log for log in logs if log.release == release), Replies(dataset.name, release))


def replies_text(log: Replies) -> str:
    """The log as the text of its file."""
    content = {
        "days": log.days,
        "sent": {slug: on.isoformat() for slug, on in sorted(log.sent.items())},
        "outcomes": {
            slug: {"outcome": reply.outcome, "by_role": reply.by_role, "date": reply.day.isoformat()}
            for slug, reply in sorted(log.outcomes.items())
        },
    }
    return json.dumps(content, ensure_ascii=False, indent=2) + "\n"
