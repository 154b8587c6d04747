"""The time that tests took, added up by folder and by file: setup, call and teardown of all workers."""

from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import PurePosixPath

import pytest

SLOWEST_FILES = 15


def durations_by_file(reports: Iterable[pytest.TestReport]) -> Counter[str]:
    """
    Add up the seconds of each test file.

    Time that a worker waits for a site that another one builds counts for both.
    """
    seconds: Counter[str] = Counter()
    for report in reports:
        seconds[report.nodeid.partition("::")[0]] += report.duration  # type: ignore[assignment]
    return seconds


def durations_by_folder(by_file: Counter[str]) -> Counter[str]:
    """Add up the seconds of each folder below `tests`."""
    seconds: Counter[str] = Counter()
    for name, duration in by_file.items():
        seconds["/".join(PurePosixPath(name).parts[:2])] += duration
    return seconds


def summary_lines(by_file: Counter[str]) -> Iterator[str]:
    """Give a line for each folder and for each of the slowest files, the slowest first."""
    for name, duration in durations_by_folder(by_file).most_common():
        yield f"{duration:8.1f}s {name}/"
    yield ""
    for name, duration in by_file.most_common(SLOWEST_FILES):
        yield f"{duration:8.1f}s {name}"
