"""Which measures have a chart that stands by itself, to be explored, downloaded or shown on other sites, and where."""

from __future__ import annotations

from importlib.metadata import version
from typing import TYPE_CHECKING, Final

from markupsafe import escape

from open_comparisons.site.addresses import address
from open_comparisons.site.chart_records import Embed, LiveChart
from open_comparisons.site.policy import FRAMED
from open_comparisons.tools.store import digest

if TYPE_CHECKING:
    from open_comparisons.intake.provider import Provider
    from open_comparisons.site.source import Source
    from open_comparisons.standard.model import Measure, TargetGroup

LIVE_ROWS: Final = "diagram.json"
VEGA_SNIPPET: Final = "export default vegaEmbed;"
"""What the browser's bundle of Vega gives to whoever imports it."""

OF_PROVIDERS: Final = "utforare"
"""Part of the address of a provider's page to embed, in every language."""

_FRAME_HEAD: Final = 420
_FRAME_ROW: Final = 55
_FRAME_MOST: Final = 800
"""How tall a frame is in pixels: what stands around the rows, each row, and at most; the rest is scrolled to."""


def has_own_chart(source: Source, group: TargetGroup, measure: Measure) -> bool:
    """Whether a measure's providers are few enough for one chart to show them all."""
    return not source.has_many(group) and not source.is_large(group, measure)


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


def embed_parts(group: str, measure: str, release: str = "") -> tuple[str, ...]:
    """The address, within its section, of a measure's chart to embed: of the newest release, or of one for ever."""
    return (group, measure, release) if release else (group, measure)


def measure_embed(source: Source, group: TargetGroup, measure: Measure, rows: int) -> Embed | None:
    """How to embed a measure's chart of so many rows; None where it has none."""
    if not has_own_chart(source, group, measure):
        return None
    locale, release = source.locale, source.published[group.dataset].release
    lang = locale.lang
    return Embed(
        url=address(lang, FRAMED, *embed_parts(group.id, measure.id)),
        title=_quoted(f"{measure.title.plain(lang)}: {group.title.plain(lang)}"),
        height=_frame_height(rows),
        frozen_url=address(lang, FRAMED, *embed_parts(group.id, measure.id, release.id)),
        released=locale.date(release.released),
    )


def provider_embed(source: Source, provider: Provider, rows: int) -> Embed | None:
    """How to embed the overview of a provider, of so many rows; None where it has none."""
    if not source.small_groups_of(provider.slug):
        return None
    url = address(source.locale.lang, FRAMED, OF_PROVIDERS, provider.slug)
    return Embed(url=url, title=_quoted(provider.name), height=_frame_height(rows))


def _frame_height(rows: int) -> int:
    return min(_FRAME_HEAD + rows * _FRAME_ROW, _FRAME_MOST)


def _quoted(text: str) -> str:
    """A text as an attribute has it in the code that is shown: the page escapes that once more."""
    return str(escape(text))
