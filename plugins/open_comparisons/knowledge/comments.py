"""Comments by providers on their own figures: checked like data, and read by a second person before publication."""

import re
from collections.abc import Iterable, Iterator
from typing import Final

from markupsafe import Markup

from open_comparisons.errors import Problem
from open_comparisons.intake.checks.free_text import free_text_fault
from open_comparisons.intake.checks.small_counts import tells_small_count
from open_comparisons.intake.metadata import thresholds_of
from open_comparisons.intake.release import Data, Release
from open_comparisons.knowledge.markdown_text import parse
from open_comparisons.knowledge.safe_html import safe_html
from open_comparisons.knowledge.wording import nearest, shortened, text_problem
from open_comparisons.site.texts import Document
from open_comparisons.standard.model import Thresholds
from open_comparisons.standard.statuses import OK

_TAGS: Final = frozenset({"em", "li", "ol", "p", "strong", "ul"})
# A year says nothing of a count; every other number might.
_NUMBER: Final = re.compile(r"(?<!\d)(?!(?:19|20)\d\d(?!\d))\d+")


def comment_problems(documents: Iterable[Document], data: Data) -> Iterator[Problem]:
    """
    Problems that only comments can have.

    A comment names a provider in the directory, a release with figures for it, and one of its measures. Another person
    than the author has read it. It names no person. Where any of its figures is hidden or a range, it has no numbers,
    since one of them could be the hidden one.
    """
    for document in documents:
        if document.kind == "comment":
            yield from _problems(document, data)


def comment_html(document: Document) -> Markup:
    """The text as HTML: paragraphs, lists and emphasis, but no headings, links, pictures or HTML by its author."""
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
        yield _unknown(document, "provider", slugs)
        return
    releases = {f"{release.dataset}/{release.id}": release for of in data.releases.values() for release in of}
    release = releases.get(values["release"])
    if release is None:
        yield _unknown(document, "release", releases)
        return
    yield from _figure_problems(document, release, thresholds_of(release.metadata, data.standard))


def _figure_problems(document: Document, release: Release, limits: Thresholds) -> Iterator[Problem]:
    """A figure that does not exist, a small count, and a number that could be the one that a figure hides."""
    columns, values = release.table.columns, document.values
    by_provider = [
        (measure, status)
        for provider, measure, status in zip(columns["provider"], columns["measure_id"], columns["status"], strict=True)
        if provider == values["provider"]
    ]
    statuses = [status for measure, status in by_provider if measure == values["measure"]]
    if not statuses:
        yield _unknown(document, "measure", {measure for measure, _ in by_provider})
        return
    for row, line in enumerate(document.body.split("\n"), start=document.row):
        if set(statuses) != {OK} and _NUMBER.search(line):
            yield text_problem(document.file, "number-beside-hidden", row)
        elif tells_small_count(line, limits):
            yield text_problem(document.file, "small-count-in-text", row, few=limits.min_count)


def _unknown(document: Document, field: str, known: Iterable[str]) -> Problem:
    value, name = document.values[field], field.capitalize()
    near = nearest(value, known) or "–"
    row, found = document.rows[field], shortened(value)
    return text_problem(document.file, "unknown-name", row, name, found=found, what=name, near=near)
