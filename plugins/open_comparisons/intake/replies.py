"""
The right of reply: what each provider said of its figures before they were published.

A dataset's folder has the log of each release in `replies-<release>.json`, beside the release, since that is sealed:
{"days": 14, "sent": {slug: date}, "outcomes": {slug: {"outcome": code, "by_role": role, "date": date}}}.
"""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass, field
from datetime import date, timedelta
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from open_comparisons.errors import DataError, OpenComparisonsError
from open_comparisons.intake.checks.free_text import free_text_fault
from open_comparisons.intake.files import place, read_json
from open_comparisons.intake.metadata import parse_day, wrong_field
from open_comparisons.intake.seals import read_seals
from open_comparisons.intake.wording import problem

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from open_comparisons.errors import Problem
    from open_comparisons.intake.provider import Provider

DAYS: Final = 14
"""How many days a provider has to comment on its preview, where nothing else is said."""
APPROVED, CORRECTED, COMMENT, DECLINED, NO_ANSWER = "approved", "corrected", "comment", "declined", "no-answer"
OUTCOMES: Final = (APPROVED, CORRECTED, COMMENT, DECLINED, NO_ANSWER)
DECLINED_REASON: Final = "avbojt"
"""The reason that rows of a provider give which has declined, in the standard's list of reasons."""


class Reply(NamedTuple):
    """What a provider said: the outcome, the role that said it ("" where nobody did), and when."""

    outcome: str
    by_role: str
    day: date


@dataclass(frozen=True, slots=True)
class Replies:
    """
    The log of one release.

    Attributes:
        dataset, release: Which one.
        days: How many each provider has to answer.
        sent: The day each provider's preview was sent, by slug.
        outcomes: What each provider said, by slug.
    """

    dataset: str
    release: str
    days: int = DAYS
    sent: Mapping[str, date] = field(default_factory=dict)
    outcomes: Mapping[str, Reply] = field(default_factory=dict)

    def answer_by(self, slug: str) -> date | None:
        """The last day that a provider has; None where it has had no preview."""
        return self.sent[slug] + timedelta(days=self.days) if slug in self.sent else None

    @property
    def count(self) -> Mapping[str, int]:
        """How many providers there are of each outcome, in the order of `OUTCOMES`."""
        found = Counter(reply.outcome for reply in self.outcomes.values())
        return {outcome: found[outcome] for outcome in OUTCOMES if found[outcome]}


def replies_file(dataset: Path, release: str) -> Path:
    """Where the log of a release lies."""
    return dataset / f"replies-{release}.json"


def read_replies(
    dataset: Path, providers: Iterable[Provider], root: Path | None = None
) -> tuple[tuple[Replies, ...], list[Problem]]:
    """
    The logs of a dataset's releases, oldest first.

    Args:
        dataset: Its folder.
        providers: The directory.
        root: Problems give paths relative to this folder; as they are when None.
    """
    slugs = {provider.slug for provider in providers}
    found, problems = [], []
    for path in sorted(dataset.glob("replies-*.json")):
        content, wrong = read_json(path, root)
        file, release = place(path, root), path.stem.removeprefix("replies-")
        if parse_day(release) is None:
            wrong.append(problem(file, "foreign-file"))
        elif not wrong:
            log, wrong = read_log(content, dataset.name, release, slugs, file)
            found.append(log)
        problems += wrong
    return tuple(found), problems


def read_log(
    content: Mapping[str, Any], dataset: str, release: str, slugs: set[str], file: str
) -> tuple[Replies, list[Problem]]:
    """What the content of a log says, and what is wrong with it; `slugs` are those of the directory."""
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


def _reply(entry: Any) -> Reply | None:  # noqa: ANN401
    if not isinstance(entry, dict):
        return None
    outcome, role, on = entry.get("outcome"), entry.get("by_role", ""), parse_day(entry.get("date"))
    if outcome not in OUTCOMES or not isinstance(role, str) or on is None:
        return None
    return Reply(outcome, role, on) if role.strip() or outcome == NO_ANSWER else None


def log_of(dataset: Path, release: str, providers: Iterable[Provider]) -> Replies:
    """
    The log of a release in progress; empty where nothing is noted yet.

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
    """The content of the file."""
    content = {
        "days": log.days,
        "sent": {slug: on.isoformat() for slug, on in sorted(log.sent.items())},
        "outcomes": {
            slug: {"outcome": reply.outcome, "by_role": reply.by_role, "date": reply.day.isoformat()}
            for slug, reply in sorted(log.outcomes.items())
        },
    }
    return json.dumps(content, ensure_ascii=False, indent=2) + "\n"
