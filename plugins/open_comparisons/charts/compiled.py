"""Chart kinds by name, compiled once and kept between builds; what each shows is in `charts.kinds` and `text_kinds`."""

from functools import cache

from open_comparisons.charts.kind import ChartKind, ChartName
from open_comparisons.tools.store import Store


@cache
def chart_kind(name: ChartName, store: Store) -> ChartKind:
    """
    A chart kind.

    Args:
        name: Its name.
        store: Keeps compiled kinds between builds.
    """
    return store.remember("chart-kinds", (name,), lambda: _compile(name))


def _compile(name: ChartName) -> ChartKind:
    # Imported here, since Altair takes most of a second to load, and most builds compile nothing.
    from open_comparisons.charts.text_kinds import DESIGNS

    return DESIGNS[name]()
