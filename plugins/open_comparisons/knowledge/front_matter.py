"""The fields at the top of a text, each with its line."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from open_comparisons.errors import Problem
from open_comparisons.knowledge.wording import shortened, text_problem

_FIELD: Final = re.compile(r"([A-Za-z][A-Za-z_]*) *:(?: +(.*))?")
_FENCE: Final = "---"


@dataclass(frozen=True, slots=True)
class FieldLine:
    """
    A field as the editor wrote it.

    Attributes:
        text: Its lines, without their indents.
        row: Line in the file.
    """

    text: str
    row: int


@dataclass(frozen=True, slots=True)
class FrontMatter:
    """
    A file divided into fields and body.

    Attributes:
        fields: By name in lower case.
        body: Everything after the fields.
        row: Line in the file that the body begins with.
        problems: Lines that cannot be read as fields.
    """

    fields: Mapping[str, FieldLine]
    body: str
    row: int
    problems: tuple[Problem, ...]


def split(text: str, file: str) -> FrontMatter:
    """
    Divide a text into fields and body.

    Fields are lines `Name: value`, up to the first empty line. A line that begins with a space continues the field
    above it; a line that begins with "#" is a note. Lines of three hyphens around the fields are allowed.

    Args:
        text: The whole file.
        file: Its path, for messages.
    """
    lines = text.removeprefix("\ufeff").splitlines()
    fields: dict[str, FieldLine] = {}
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
                fields[name] = FieldLine(f"{entry.text}\n{line.strip()}".strip(), entry.row)
            else:
                problems.append(text_problem(file, "not-a-field", row, found=shortened(line.strip())))
            continue
        parts = _FIELD.fullmatch(line.rstrip())
        if parts is None:
            problems.append(text_problem(file, "not-a-field", row, found=shortened(line)))
            name = ""
            continue
        name = parts[1].lower()
        if name in fields:
            problems.append(text_problem(file, "repeated-field", row, parts[1]))
        fields[name] = FieldLine((parts[2] or "").strip(), row)
    else:
        at = len(lines)
    if not fields and not problems:
        problems.append(text_problem(file, "no-fields", 1))
    body = "\n".join(lines[at + 1 :])
    return FrontMatter(fields, body.strip("\n"), at + 2 + len(body) - len(body.lstrip("\n")), tuple(problems))
