"""Checks of what providers answered before publication."""

from collections.abc import Iterable
from pathlib import Path

from open_comparisons.errors import Problem
from open_comparisons.intake.release import Data, Release
from open_comparisons.intake.replies import DECLINED, DECLINED_REASON, Replies, replies_file
from open_comparisons.intake.seals import read_seals
from open_comparisons.intake.wording import problem
from open_comparisons.standard.statuses import MISSING


def declined_problems(logs: Iterable[Replies], releases: Iterable[Release], folder: str) -> list[Problem]:
    """
    Providers that have declined but have rows that do not all say so.

    Args:
        logs: The logs of some releases.
        releases: The releases that were read.
        folder: The name of the data folder in problems, with a "/" at its end.
    """
    releases_by_id = {(release.dataset, release.id): release for release in releases}
    problems = []
    for log in logs:
        release = releases_by_id.get((log.dataset, log.release))
        if release is None:
            continue
        columns = release.table.columns
        cells = zip(columns["provider"], columns["status"], columns["reason"], strict=True)
        rows: dict[str, set[tuple[str, str]]] = {}
        for slug, status, reason in cells:
            rows.setdefault(slug, set()).add((status, reason))
        for slug, reply in log.outcomes.items():
            if reply.outcome == DECLINED and rows.get(slug) != {(MISSING, DECLINED_REASON)}:
                place_of_file = f"{folder}{log.dataset}/{log.release}/{slug}.csv"
                problems.append(problem(place_of_file, "declined-with-figures", reason=DECLINED_REASON))
    return problems


def reply_problems(data: Data, folder: Path) -> list[Problem]:
    """
    Providers with rows in a release in progress whose reply is missing; the release must wait for them.

    Args:
        data: Checked and protected.
        folder: The data folder, for its seals.
    """
    logs = {(log.dataset, log.release): log for log in data.replies}
    problems = []
    for dataset, releases in sorted(data.releases.items()):
        sealed, _ = read_seals(folder / dataset)
        for release in releases:
            if release.id in sealed:
                continue
            log = logs.get((dataset, release.id), Replies(dataset, release.id))
            file = f"{folder.name}/{dataset}/{replies_file(folder / dataset, release.id).name}"
            for slug in sorted(set(release.table.columns["provider"]) - log.outcomes.keys()):
                by = log.answer_by(slug)
                code = "reply-missing" if by else "preview-not-sent"
                named = {"slug": slug, "dataset": dataset, "release": release.id}
                problems.append(problem(file, code, by=by.isoformat() if by else "", **named))
    return problems
