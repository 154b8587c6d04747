"""
Releases that were taken back: their files are removed, and only the date and a reason without detail remain.

A dataset's folder names them in `withdrawn.json`: {"withdrawn": [{"release": date, "date": date, "reason": code}]}. The
codes are in the standard's list `aterkallande`.
"""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Final

from open_comparisons.errors import Problem
from open_comparisons.intake.files import place, read_json
from open_comparisons.intake.metadata import parse_day
from open_comparisons.intake.wording import problem
from open_comparisons.standard.model import Standard

WITHDRAWN: Final = "withdrawn.json"
REASONS: Final = "aterkallande"
"""The code list of the standard that reasons are taken from."""


@dataclass(frozen=True, slots=True, order=True)
class Withdrawn:
    """A release that was taken back: the day, and the reason as a code of the standard."""

    dataset: str
    release: str
    day: date
    reason: str


def read_withdrawn(
    dataset: Path, standard: Standard, root: Path | None = None
) -> tuple[tuple[Withdrawn, ...], list[Problem]]:
    """
    The withdrawn releases of a dataset, oldest first.

    Args:
        dataset: Its folder.
        standard: The standard, for its list of reasons.
        root: Problems give paths relative to this folder; unchanged when None.
    """
    path = dataset / WITHDRAWN
    if not path.is_file():
        return (), []
    content, problems = read_json(path, root, kind="log")
    if problems and not content:
        return (), problems
    entries = content.get("withdrawn")
    releases = []
    for number, entry in enumerate(entries if isinstance(entries, list) else [None], start=1):
        withdrawn = _read_entry(entry, dataset.name, standard)
        if withdrawn is None:
            known = ", ".join(standard.codes.withdrawal_reasons)
            problems.append(problem(place(path, root), "withdrawn-entry", number=number, known=known))
        elif (dataset / withdrawn.release).exists():
            problems.append(problem(place(dataset / withdrawn.release, root), "withdrawn-release-there"))
        else:
            releases.append(withdrawn)
    return tuple(sorted(releases)), problems


def _read_entry(entry: object, dataset: str, standard: Standard) -> Withdrawn | None:
    if not isinstance(entry, dict):
        return None
    release, when, reason = (entry.get(name) for name in ("release", "date", "reason"))
    known, on = standard.codes.withdrawal_reasons, parse_day(when)
    if parse_day(release) is None or on is None or reason not in known:
        return None
    return Withdrawn(dataset, str(release), on, str(reason))


def withdrawn_text(withdrawn: Iterable[Withdrawn]) -> str:
    """Withdrawn releases as the text of their file."""
    entries = [
        {"release": entry.release, "date": entry.day.isoformat(), "reason": entry.reason} for entry in sorted(withdrawn)
    ]
    return json.dumps({"withdrawn": entries}, ensure_ascii=False, indent=2) + "\n"
