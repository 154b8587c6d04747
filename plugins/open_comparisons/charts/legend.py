"""The drawn entries of legends."""

from collections.abc import Sequence

from markupsafe import Markup

from open_comparisons.charts.draw import draw_cells
from open_comparisons.charts.kinds import key_chart
from open_comparisons.charts.marks import LegendKey
from open_comparisons.tools.store import Store


def draw_keys(keys: Sequence[LegendKey], store: Store) -> tuple[tuple[Markup, str], ...]:
    """The drawing of each entry, made by the key chart, and the key of the message that explains it."""
    records = [{"row": number, **record} for number, key in enumerate(keys) for record in key.records]
    drawings = draw_cells(key_chart(), records, cells=len(keys), store=store)
    return tuple((drawing, key.message) for drawing, key in zip(drawings, keys, strict=True))
