"""A map of the standard's larger areas, shaded by number of providers. Single providers are never points on it."""

from collections.abc import Iterator
from typing import Final

from open_comparisons.site.chart_records import AreaMap, MapArea
from open_comparisons.site.source import Source

SHADES: Final = 5
"""Number of strengths of colour that readers can distinguish; an area without providers has none."""


def area_map(source: Source) -> AreaMap | None:
    """The map of all providers of the directory; None where the standard has no map."""
    outlines, locale = source.standard.outlines, source.locale
    if outlines is None or source.directory.by_letter:
        return None
    regions = {region.code: region for region in source.directory.regions if region.code}
    counts = {code: len(regions[code].providers) if code in regions else 0 for code in outlines.paths}
    names = {area.group_code: area.group_name for area in source.standard.areas.values()}
    steps = shade_steps(max(counts.values(), default=0))
    levels = shades(len(steps))

    def level(count: int) -> int:
        return next((shade for (low, high), shade in zip(steps, levels, strict=True) if low <= count <= high), 0)

    areas = [
        MapArea(
            regions[code].slug if code in regions else "",
            path,
            level(counts[code]),
            f"{names.get(code, code)}: {locale.t('count.providers', count=counts[code])}",
        )
        for code, path in outlines.paths.items()
    ]
    lowest = [(0, locale.t("area-map.none"))] if any(area.level == 0 for area in areas) else []
    legend = [(shade, _range_words(low, high)) for (low, high), shade in zip(steps, levels, strict=True)]
    return AreaMap(outlines.width, outlines.height, tuple(areas), (*lowest, *legend), locale.html(outlines.source))


def shade_steps(most: int) -> tuple[tuple[int, int], ...]:
    """
    The range of numbers for each strength of colour, from 1 to the highest number: 1, 2, 3-5, 6-10, 11-20.

    Each step is about twice as wide as the one before, as most areas have few providers and some have many.
    """
    ends: list[int] = []
    for end in _round_numbers():
        ends.append(end)
        if end >= most:
            break
    ends = [*ends[-SHADES:-1], most]
    return tuple((low + 1, high) for low, high in zip((0, *ends), ends, strict=False) if most)


def shades(count: int) -> tuple[int, ...]:
    """`count` strengths of colour with the greatest contrast, the strongest last."""
    if count < 2:
        return (SHADES,) * count
    return tuple(1 + round(place * (SHADES - 1) / (count - 1)) for place in range(count))


def _round_numbers() -> Iterator[int]:
    unit = 1
    while True:
        yield from (unit, 2 * unit, 5 * unit)
        unit *= 10


def _range_words(low: int, high: int) -> str:
    return str(low) if low == high else f"{low}–{high}"
