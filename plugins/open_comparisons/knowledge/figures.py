"""Figures in prose: a marker in a text becomes a value, a chart, a table or a fact, bound to data."""

from __future__ import annotations

from typing import TYPE_CHECKING

from open_comparisons.knowledge.wording import problem, shown

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from markupsafe import Markup

    from open_comparisons.errors import Problem
    from open_comparisons.knowledge.library import Document
    from open_comparisons.knowledge.prose import Marker
    from open_comparisons.publication.selection import Source


def figures_of(sources: Sequence[Source]) -> Callable[[Marker, Document], Markup | Problem]:  # noqa: ARG001
    """What fills markers, in each language."""

    def fill(marker: Marker, document: Document) -> Markup | Problem:
        return problem(document.file, "broken-marker", marker.row, found=shown(marker.text), allowed="–")

    return fill
