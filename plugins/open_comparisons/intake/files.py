"""Files of a data folder: what to call them in messages, and those in JSON."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final

from open_comparisons.intake.wording import problem

if TYPE_CHECKING:
    from pathlib import Path

    from open_comparisons.errors import Problem

METADATA: Final = "metadata.json"
PACKED_STANDARD: Final = "packed_standard"
"""Folder of the standard inside the package of an offline checker."""


def place(path: Path, root: Path | None) -> str:
    """What to call a file in messages: relative to a folder, or as it is when None."""
    return (path.relative_to(root) if root else path).as_posix()


def missing(path: Path, root: Path | None, why_sv: str, why_en: str) -> Problem:
    """Say that a file is not there, and what it is for."""
    return problem(place(path, root), "missing-file", why_sv=why_sv, why_en=why_en)


def read_json(path: Path, root: Path | None) -> tuple[dict[str, Any], list[Problem]]:
    """The object in a JSON file; empty, with a problem, when there is none."""
    file = place(path, root)
    try:
        content = json.loads(path.read_text(encoding="utf-8-sig"))
    except FileNotFoundError:
        what = ("utgåvan", "the release") if path.name == METADATA else ("inlämningen", "the submission")
        return {}, [missing(path, root, f"den beskriver {what[0]}", f"it describes {what[1]}")]
    except json.JSONDecodeError as error:
        return {}, [problem(file, "broken-json", error.lineno, why=error.msg)]
    except (ValueError, RecursionError):
        return {}, [problem(file, "broken-json", why="not UTF-8 text")]
    return (content, []) if isinstance(content, dict) else ({}, [problem(file, "broken-json", why="not an object")])
