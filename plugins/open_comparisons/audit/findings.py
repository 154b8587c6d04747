"""What the attacker's findings lead to: problems that stop a build, numbers for the page of releases, and reports."""

from __future__ import annotations

import math
from collections import Counter
from functools import partial
from typing import TYPE_CHECKING, Any

from open_comparisons.audit.audit import audit
from open_comparisons.errors import DataError
from open_comparisons.intake.wording import problem

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from open_comparisons.audit.audit import Audited, Finding
    from open_comparisons.errors import Problem
    from open_comparisons.intake.release import Data
    from open_comparisons.tools.store import Store


def audited(data: Data, store: Store, terms: str, *, processes: int) -> dict[str, Audited]:
    """
    What an attack on each dataset gave; one whose releases have not changed is not attacked again.

    Args:
        data: Checked and protected.
        store: Where findings are kept.
        terms: A hash of the standard and the directory.
        processes: How many at most.

    Raises:
        DataError: Something can be worked out that must not be; cell and rule are named, never a number.
    """
    found = {
        name: store.remember(
            "audited",
            (terms, *(release.digest for release in releases)),
            partial(audit, releases, data.standard, data.providers, processes=processes),
        )
        for name, releases in data.releases.items()
    }
    problems = [
        as_problem(finding, name) for name, of in found.items() for finding in of.findings if not finding.is_warning
    ]
    if problems:
        raise DataError(problems)
    return found


def warnings_per_release(found: Mapping[str, Audited]) -> dict[tuple[str, str], int]:
    """How many findings each release's page tells of, by dataset and release: those in an official publisher's data."""
    return dict(
        Counter(
            (dataset, finding.release)
            for dataset, of in found.items()
            for finding in of.findings
            if finding.is_warning and finding.rule != "known-before"
        )
    )


def as_problem(finding: Finding, dataset: str) -> Problem:
    """A finding for people: the cell and the rule, never a number."""
    key = ", ".join(f"{name}={cell}" for name, cell in finding.key if cell)
    place = f"{dataset}/{finding.release}/{finding.provider}.csv"
    return problem(place, f"audit-{finding.rule}", key=key)


def as_records(
    found: Mapping[str, Iterable[Finding]], releases: Mapping[str, Sequence[str]], *, show_values: bool
) -> list[dict[str, Any]]:
    """
    Findings for programs.

    Args:
        found: Findings by dataset.
        releases: The releases of each that were attacked.
        show_values: Also say what is left of each cell and how it was found, which gives the cell away.
    """
    records = []
    for dataset, findings in found.items():
        for finding in findings:
            record: dict[str, Any] = {
                "dataset": dataset,
                "releases": [name for name in releases[dataset] if name >= finding.release],
                "key": {"utforare": finding.provider, **dict(finding.key)},
                "rule": finding.rule,
                "warning": finding.is_warning,
            }
            if show_values and finding.needed is not None:
                high = None if finding.highest is None or math.isinf(finding.highest) else int(finding.highest)
                record |= {"lowest": finding.lowest, "highest": high, "needed": finding.needed}
                record["through"] = finding.through
            records.append(record)
    return records
