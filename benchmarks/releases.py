"""
Measure `protect` and `audit` by the number of yearly releases; prints JSON: `python benchmarks/releases.py [MEASURES]`.

One invented provider with the full grid. Seconds are those of the processor, memory the most that the process has held.
"""

from __future__ import annotations

import json
import resource
import sys
import time
from pathlib import Path
from typing import Any, Final

PROJECT: Final = Path(__file__).parents[1]
sys.path[:0] = [str(PROJECT), str(PROJECT / "plugins")]

from open_comparisons.audit.audit import attack  # noqa: E402 - the plugin need not be installed
from open_comparisons.disclosure.builder import build_system  # noqa: E402
from open_comparisons.disclosure.protect import protect_rows  # noqa: E402
from open_comparisons.disclosure.system import ReleaseRows  # noqa: E402
from tests.honest_people import CODES, MEASURES, STANDARD, Habits, chain  # noqa: E402

RELEASES: Final = 12
MOST: Final = 40


def curve(measures: int) -> list[dict[str, Any]]:
    """The work of each release in turn, with all before it at hand."""
    habits = Habits(1, MEASURES[:measures], tuple(CODES), (), 0.0, 0, two_instruments=False, not_taken=frozenset())
    previous: list[ReleaseRows] = []
    found = []
    for number, true in enumerate(chain(5, RELEASES, habits, corrections=False, most=MOST), 1):
        started = time.process_time()
        protected = protect_rows(true.rows, previous, STANDARD, STANDARD.thresholds, true.corrected)
        halfway = time.process_time()
        previous.append(ReleaseRows(f"{number:02}", protected.rows, true.corrected, STANDARD.thresholds))
        attack(build_system(previous, STANDARD))
        found.append(
            {
                "releases": number,
                "rows": len(true.rows),
                "protect": round(halfway - started, 2),
                "audit": round(time.process_time() - halfway, 2),
                "megabytes": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
            }
        )
    return found


if __name__ == "__main__":
    print(json.dumps({count: curve(int(count)) for count in sys.argv[1:] or ["14", str(len(MEASURES))]}, indent=2))
