"""Addresses of charts to explore, download or show on other sites, for the measures that have them."""

from importlib.metadata import version
from typing import Final

from markupsafe import escape

from open_comparisons.intake.provider import Provider
from open_comparisons.site.addresses import address
from open_comparisons.site.chart_records import Embed, LiveChart
from open_comparisons.site.policy import FRAMED
from open_comparisons.site.source import Source
from open_comparisons.standard.model import Measure, TargetGroup
from open_comparisons.tools.store import digest

LIVE_ROWS: Final = "diagram.json"
VEGA_SNIPPET: Final = "export default vegaEmbed;"
"""Export of the browser's bundle of Vega."""

OF_PROVIDERS: Final = "utforare"
"""Part of the address of a provider's page to embed, in every language."""

_FRAME_HEAD: Final = 420
_FRAME_ROW: Final = 55
_FRAME_MOST: Final = 800
"""Height of a frame in pixels: everything around the rows, each row, and the limit, beyond which readers scroll."""


def has_own_chart(source: Source, group: TargetGroup, measure: Measure) -> bool:
    """True where a measure's providers fit in one chart."""
    return not source.has_many(group) and not source.is_large(group, measure)


def live_chart_of(source: Source, group: TargetGroup, measure: Measure) -> LiveChart | None:
    """The addresses of a measure's live chart; None where it has none."""
    if not has_own_chart(source, group, measure):
        return None
    return LiveChart(live_rows_address(source, group, measure), vega_address(), spec_address(source.store.tools))


def live_rows_address(source: Source, group: TargetGroup, measure: Measure) -> str:
    """The address of the rows of a live chart, in the folder of the page."""
    return f"{address(source.locale.lang, 'target-groups', group.id, measure.id)}{LIVE_ROWS}"


def chart_file_address(source: Source, group: TargetGroup, measure: Measure) -> str:
    """The address of the chart as a picture to download, in the folder of the page."""
    return f"{address(source.locale.lang, 'target-groups', group.id, measure.id)}{measure.id}.svg"


def vega_address() -> str:
    """
    The address of Vega for browsers, which the installed vl-convert contains.

    The name is a hash of the inputs, not of the file, so that pages can link to it before it is made; making it takes
    longer than a hundred pages.
    """
    return f"theme/vega-{digest(version('vl-convert-python'), VEGA_SNIPPET)[:10]}.js"


def spec_address(tools: str) -> str:
    """The address of the drawing that live charts fill with rows; `tools` is the hash of the tools that make it."""
    return f"theme/live-chart-{digest(tools)[:10]}.json"


def embed_parts(group: str, measure: str, release: str = "") -> tuple[str, ...]:
    """The address, within its section, of a measure's chart to embed; with a release, it stays at that one."""
    return (group, measure, release) if release else (group, measure)


def measure_embed(source: Source, group: TargetGroup, measure: Measure, rows: int) -> Embed | None:
    """The chart of a measure with a number of rows, to embed; None where it has none."""
    if not has_own_chart(source, group, measure):
        return None
    locale, release = source.locale, source.published[group.dataset].release
    lang = locale.lang
    return Embed(
        url=address(lang, FRAMED, *embed_parts(group.id, measure.id)),
        title=_escape_attribute(f"{measure.title.plain(lang)}: {group.title.plain(lang)}"),
        height=_frame_height(rows),
        frozen_url=address(lang, FRAMED, *embed_parts(group.id, measure.id, release.id)),
        released=locale.date(release.released),
    )


def provider_embed(source: Source, provider: Provider, rows: int) -> Embed | None:
    """The overview of a provider with a number of rows, to embed; None where it has none."""
    if not source.small_groups_of(provider.slug):
        return None
    url = address(source.locale.lang, FRAMED, OF_PROVIDERS, provider.slug)
    return Embed(url=url, title=_escape_attribute(provider.name), height=_frame_height(rows))


def _frame_height(rows: int) -> int:
    return min(_FRAME_HEAD + rows * _FRAME_ROW, _FRAME_MOST)


def _escape_attribute(text: str) -> str:
    """Escape a text for an attribute in the code to copy; the page escapes the code again."""
    return str(escape(text))
