"""The fields at the top of a text: where each stands and what it says."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from open_comparisons.knowledge.wording import problem, shown

if TYPE_CHECKING:
    from collections.abc import Mapping

    from open_comparisons.errors import Problem

_FIELD: Final = re.compile(r"([A-Za-z][A-Za-z_]*) *:(?: +(.*))?")
_FENCE: Final = "---"


@dataclass(frozen=True, slots=True)
class Entry:
    """
    One field as it is written.

    Attributes:
        text: Its lines, without what indents them.
        row: Line in the file.
    """

    text: str
    row: int


@dataclass(frozen=True, slots=True)
class Written:
    """
    A text as it is written.

    Attributes:
        fields: By name in lower case.
        body: Everything after the fields.
        row: Line in the file that the body begins with.
        problems: What cannot be read.
    """

    fields: Mapping[str, Entry]
    body: str
    row: int
    problems: tuple[Problem, ...]


def split(text: str, file: str) -> Written:
    """
    Divide a text into fields and body.

    Fields are lines `Name: value`, up to the first empty line. A line that begins with a space goes on with the field
    above it; one that begins with "#" is a note to the writer. Lines of three hyphens around the fields are allowed.

    Args:
        text: All of the file.
        file: How problems call it.
    """
    lines = text.removeprefix("\ufeff").splitlines()
    fields: dict[str, Entry] = {}
    problems: list[Problem] = []
    name = ""
    at = 0
    fenced = bool(lines) and lines[0].strip() == _FENCE
    for at, line in enumerate(lines[fenced:], start=fenced):
        row = at + 1
        if line.strip() == (_FENCE if fenced else ""):
            break
        if line.startswith("#") or not line.strip():
            continue
        if line[0].isspace():
            if name:
                entry = fields[name]
                fields[name] = Entry(f"{entry.text}\n{line.strip()}".strip(), entry.row)
            else:
                problems.append(problem(file, "not-a-field", row, found=shown(line.strip())))
            continue
        found = _FIELD.fullmatch(line.rstrip())
        if found is None:
            problems.append(problem(file, "not-a-field", row, found=shown(line)))
            name = ""
            continue
        name = found[1].lower()
        if name in fields:
            problems.append(problem(file, "repeated-field", row, found[1]))
        fields[name] = Entry((found[2] or "").strip(), row)
    else:
        at = len(lines)
    if not fields and not problems:
        problems.append(problem(file, "no-fields", 1))
    body = "\n".join(lines[at + 1 :])
    return Written(fields, body.strip("\n"), at + 2 + len(body) - len(body.lstrip("\n")), tuple(problems))
