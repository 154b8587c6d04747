"""Files of a data folder: their names in messages, and the reading of JSON."""

import json
from pathlib import Path
from typing import Any, Final

from open_comparisons.errors import Problem
from open_comparisons.intake.wording import problem
from open_comparisons.messages import message

METADATA: Final = "metadata.json"
PACKED_STANDARD: Final = "packed_standard"
"""Folder of the standard inside the package of an offline checker."""


def place(path: Path, root: Path | None) -> str:
    """The path of a file for messages, relative to a folder; unchanged when the folder is None."""
    return (path.relative_to(root) if root else path).as_posix()


def missing_file_problem(path: Path, root: Path | None, why: str) -> Problem:
    """The problem of a missing file; `why` it is needed is a key of `intake.needed`."""
    return problem(place(path, root), "missing-file", why=message(f"intake.needed.{why}"))


def read_json(path: Path, root: Path | None) -> tuple[dict[str, Any], list[Problem]]:
    """The object in a JSON file; empty, with a problem, when there is none or it cannot be read."""
    file = place(path, root)
    try:
        content = json.loads(path.read_text(encoding="utf-8-sig"))
    except FileNotFoundError:
        return {}, [missing_file_problem(path, root, "metadata" if path.name == METADATA else "description")]
    except json.JSONDecodeError as error:
        return {}, [problem(file, "broken-json", error.lineno, why=error.msg)]
    except (ValueError, RecursionError):
        return {}, [problem(file, "broken-json", why=message("intake.json.not-text"))]
    return (
        (content, [])
        if isinstance(content, dict)
        else ({}, [problem(file, "broken-json", why=message("intake.json.not-an-object"))])
    )
