"""The reference numbers with known right answers, read where they lie; none where the file is missing."""

import json
import os
from pathlib import Path
from typing import Any

FILE = (
    Path(os.environ.get("OPEN_COMPARISONS_REALDATA") or Path(__file__).parents[2] / "shared" / "realdata").parent
    / "reference"
    / "statistics_cases.json"
)


def reference_cases(*methods: str) -> list[dict[str, Any]]:
    """All cases of some methods; all cases of all methods where none is named."""
    if not FILE.is_file():
        return []
    cases: list[dict[str, Any]] = json.loads(FILE.read_text(encoding="utf-8"))
    return [case for case in cases if not methods or case["method"] in methods]
