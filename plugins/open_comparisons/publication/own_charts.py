"""Which measures have a chart that stands by itself, to be explored, downloaded or shown on other sites, and where."""

from __future__ import annotations

from importlib.metadata import version
from typing import TYPE_CHECKING, Final

from open_comparisons.publication.addresses import address
from open_comparisons.publication.records import LiveChart
from open_comparisons.publication.regions import MANY_PROVIDERS
from open_comparisons.store import digest

if TYPE_CHECKING:
    from open_comparisons.intake.standard import Measure, TargetGroup
    from open_comparisons.publication.selection import Source

LIVE_ROWS: Final = "diagram.json"
VEGA_SNIPPET: Final = "export default vegaEmbed;"
"""What the browser's bundle of Vega gives to whoever imports it."""


def has_own_chart(source: Source, group: TargetGroup, measure: Measure) -> bool:
    """Whether a measure's providers are few enough for one chart to show them all."""
    return len(source.providers_of(group)) <= MANY_PROVIDERS and not source.is_large(group, measure)


def live_chart_of(source: Source, group: TargetGroup, measure: Measure) -> LiveChart | None:
    """Where the parts of a measure's live chart lie; None where it has none."""
    if not has_own_chart(source, group, measure):
        return None
    return LiveChart(live_rows_address(source, group, measure), vega_address(), spec_address(source.store.tools))


def live_rows_address(source: Source, group: TargetGroup, measure: Measure) -> str:
    """The rows of a live chart, in one language: beside the page."""
    return f"{address(source.locale.lang, 'target-groups', group.id, measure.id)}{LIVE_ROWS}"


def chart_file_address(source: Source, group: TargetGroup, measure: Measure) -> str:
    """The chart as a picture that stands by itself, in one language: beside the page."""
    return f"{address(source.locale.lang, 'target-groups', group.id, measure.id)}{measure.id}.svg"


def vega_address() -> str:
    """
    Vega for browsers, which the installed vl-convert holds.

    The name changes with all that its bytes are made from, so that pages can name it before it is made: to make it
    takes longer than a hundred pages.
    """
    return f"theme/vega-{digest(version('vl-convert-python'), VEGA_SNIPPET)[:10]}.js"


def spec_address(tools: str) -> str:
    """The drawing that live charts fill with rows; `tools` is a hash of what it is made by."""
    return f"theme/live-chart-{digest(tools)[:10]}.json"
