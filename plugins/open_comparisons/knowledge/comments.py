"""What providers say of their own figures: checked as the data are, and read by a second person before it is shown."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from open_comparisons.intake.checks.free_text import free_text_fault
from open_comparisons.knowledge.markdown_text import parse
from open_comparisons.knowledge.safe_html import safe_html
from open_comparisons.knowledge.wording import nearest, shortened, text_problem
from open_comparisons.standard.model import OK

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from markupsafe import Markup

    from open_comparisons.errors import Problem
    from open_comparisons.intake.release import Data, Release
    from open_comparisons.site.texts import Document

_TAGS: Final = frozenset({"em", "li", "ol", "p", "strong", "ul"})
# A year says nothing of a count; every other number might.
_NUMBER: Final = re.compile(r"(?<!\d)(?!(?:19|20)\d\d(?!\d))\d+")


def comment_problems(documents: Iterable[Document], data: Data) -> Iterator[Problem]:
    """
    What is wrong with comments beside what is wrong with any text.

    Each names a provider of the directory, a release that holds its figures, and a measure in it; somebody else than
    who wrote it has read it; it names nobody; and where any of the figures it is about is hidden or a range, it has no
    numbers, since one of them could be what is hidden.
    """
    for document in documents:
        if document.kind == "comment":
            yield from _problems(document, data)


def comment_html(document: Document) -> Markup:
    """The text as HTML: paragraphs, lists and stress; no headings, links or pictures, and no HTML of its own."""
    return safe_html(parse(document.body, document.row).tokens, tags=_TAGS)


def _problems(document: Document, data: Data) -> Iterator[Problem]:
    values, rows, file = document.values, document.rows, document.file
    if values["author_role"].casefold() == values["read_by"].casefold():
        yield text_problem(file, "same-reader", rows["read_by"], "Read_by")
    for row, line in enumerate(document.body.split("\n"), start=document.row):
        fault = free_text_fault(line)
        if fault:
            yield text_problem(file, fault, row)
    slugs = {provider.slug for provider in data.providers}
    if values["provider"] not in slugs:
        near = nearest(values["provider"], slugs)
        found = shortened(values["provider"])
        yield text_problem(file, "unknown-name", rows["provider"], "Provider", found=found, what="Provider", near=near)
        return
    releases = {f"{release.dataset}/{release.id}": release for of in data.releases.values() for release in of}
    release = releases.get(values["release"])
    if release is None:
        near, found = nearest(values["release"], releases), shortened(values["release"])
        yield text_problem(file, "unknown-name", rows["release"], "Release", found=found, what="Release", near=near)
        return
    yield from _about_figures(document, release)


def _about_figures(document: Document, release: Release) -> Iterator[Problem]:
    """Whether there is a figure to comment on, and whether the comment could say what it hides."""
    columns, values = release.table.columns, document.values
    of_provider = [
        (measure, status)
        for provider, measure, status in zip(columns["provider"], columns["measure_id"], columns["status"], strict=True)
        if provider == values["provider"]
    ]
    statuses = [status for measure, status in of_provider if measure == values["measure"]]
    if not statuses:
        near = nearest(values["measure"], {measure for measure, _ in of_provider}) or "–"
        row, found = document.rows["measure"], shortened(values["measure"])
        yield text_problem(document.file, "unknown-name", row, "Measure", found=found, what="Measure", near=near)
    elif set(statuses) != {OK}:
        for row, line in enumerate(document.body.split("\n"), start=document.row):
            if _NUMBER.search(line):
                yield text_problem(document.file, "number-beside-hidden", row)
