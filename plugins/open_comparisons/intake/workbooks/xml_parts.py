"""The XML of one part of a workbook, handed on tag by tag; document types are refused, and so are their entities."""

from collections.abc import Callable, Mapping
from typing import Final
from xml.parsers import expat

_DEEPEST: Final = 100
"""Tags within tags; a workbook has about ten."""
_MOST_TAGS: Final = 10_000_000
"""Tags of a part, blank cells included."""


class RefusedWorkbookError(Exception):
    """
    A workbook that is not read.

    Args:
        code: The problem, a key of `words/problems.<language>.json`.
        values: For the placeholders of its message and remedy.
    """

    def __init__(self, code: str, **values: object) -> None:
        super().__init__(code)
        self.code, self.values = code, values


class _PlainNames(dict[str, str]):
    """Names of tags and attributes without the prefix of their namespace, by the name with it."""

    def __missing__(self, name: str) -> str:
        self[name] = name.rpartition(":")[2]
        return self[name]


def _ignore(_: str) -> None:
    pass


def parse_xml(
    content: bytes,
    start: Callable[[str, Mapping[str, str]], None],
    end: Callable[[str], None] = _ignore,
    text: Callable[[str], None] = _ignore,
) -> None:
    """
    Parse XML without keeping it.

    Args:
        content: The bytes of the part.
        start: Gets each tag that begins, and its attributes; both without the prefix of a namespace, since programs
            choose different ones.
        end: Gets each tag that ends.
        text: Gets text, in pieces of any length.

    Raises:
        RefusedWorkbookError: It is not XML, declares a document type, is nested far too deep, or has too many tags.
    """
    parser = expat.ParserCreate()
    parser.buffer_text = True
    names = _PlainNames()
    depth = count = 0

    def started(name: str, attributes: dict[str, str]) -> None:
        nonlocal depth, count
        depth += 1
        count += 1
        if depth > _DEEPEST:
            raise RefusedWorkbookError("broken-workbook")
        if count > _MOST_TAGS:
            raise RefusedWorkbookError("workbook-too-large")
        if ":" in "".join(attributes):
            attributes = {names[key]: value for key, value in attributes.items()}
        start(names[name], attributes)

    def ended(name: str) -> None:
        nonlocal depth
        depth -= 1
        end(names[name])

    def refuse(*_: object) -> None:
        raise RefusedWorkbookError("document-type-in-workbook")

    parser.StartElementHandler = started
    parser.EndElementHandler = ended
    parser.CharacterDataHandler = text
    parser.StartDoctypeDeclHandler = refuse
    try:
        parser.Parse(content, True)  # noqa: FBT003 - the parser takes it by its place
    except (expat.ExpatError, ValueError, LookupError):
        raise RefusedWorkbookError("broken-workbook") from None
