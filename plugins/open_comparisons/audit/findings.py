"""The uses of the attacker's findings: problems that stop a build, numbers for the page of releases, and reports."""

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from functools import partial

from open_comparisons.audit.audit import AuditResult, Finding, audit
from open_comparisons.errors import DataError, Problem
from open_comparisons.intake.release import Data
from open_comparisons.intake.wording import problem
from open_comparisons.tools.store import Store


def audit_datasets(data: Data, store: Store, terms: str, *, processes: int) -> dict[str, AuditResult]:
    """
    Audit each dataset; one whose releases have not changed is not attacked again.

    Args:
        data: Checked and protected releases.
        store: Keeps the results of earlier audits.
        terms: A hash of the standard and the directory.
        processes: Number of processes, at most.

    Raises:
        DataError: Something can be worked out that must not be; cell and rule are named, never a number.
    """
    results = {
        name: store.remember(
            "audit",
            (terms, *(release.digest for release in releases)),
            partial(audit, releases, data.standard, data.providers, processes=processes),
        )
        for name, releases in data.releases.items()
    }
    problems = [
        as_problem(finding, name)
        for name, result in results.items()
        for finding in result.findings
        if not finding.is_warning
    ]
    if problems:
        raise DataError(problems)
    return results


def warnings_per_release(results: Mapping[str, AuditResult]) -> dict[tuple[str, str], int]:
    """The number of findings in data of official publishers, by dataset and release, for the page of each release."""
    return dict(
        Counter(
            (dataset, finding.release)
            for dataset, result in results.items()
            for finding in result.findings
            if finding.is_warning and finding.rule != "known-before"
        )
    )


def as_problem(finding: Finding, dataset: str) -> Problem:
    """A finding for people: the cell and the rule, never a number."""
    key = ", ".join(f"{name}={cell}" for name, cell in finding.key if cell)
    place = f"{dataset}/{finding.release}/{finding.provider}.csv"
    return problem(place, f"audit-{finding.rule}", key=key)


def as_records(
    findings_in: Mapping[str, Iterable[Finding]], releases: Mapping[str, Sequence[str]], *, show_values: bool
) -> list[dict[str, object]]:
    """
    Findings for programs.

    Args:
        findings_in: Findings by dataset.
        releases: The releases of each dataset that were attacked.
        show_values: Include the range left of each cell and the method, which gives the cell away.
    """
    records = []
    for dataset, findings in findings_in.items():
        for finding in findings:
            record: dict[str, object] = {
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
