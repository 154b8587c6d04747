"""What pages are made of: records that are ready to print."""

from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from datetime import UTC, date, datetime
from pathlib import Path

from open_comparisons.intake.releases import load_data
from open_comparisons.pages.comparisons import plan_comparisons
from open_comparisons.site.inputs import Inputs
from open_comparisons.site.locales import load_locales
from open_comparisons.site.outputs import PlacedPage
from open_comparisons.site.publisher import Publisher
from open_comparisons.site.texts import Library
from open_comparisons.tools.store import Store

RECORDS = ("open_comparisons.site.", "open_comparisons.parts.", "open_comparisons.pages.")
WORDS_AND_NUMBERS = (str, int, float, bool, date, type(None))


def not_ready(part: object, place: str) -> Iterator[str]:
    """Name every place below `part` that holds something a template would have to work on."""
    if isinstance(part, WORDS_AND_NUMBERS):
        return
    if isinstance(part, (tuple, list)):
        for number, item in enumerate(part):
            yield from not_ready(item, f"{place}[{number}]")
    elif isinstance(part, dict):
        for key, item in part.items():
            yield from not_ready(item, f"{place}[{key!r}]")
    elif is_dataclass(part) and type(part).__module__.startswith(RECORDS):
        for each in fields(part):
            yield from not_ready(getattr(part, each.name), f"{place}.{each.name}")
    else:
        yield f"{place}: {type(part).__name__}"


def site_pages(project: Path, data: Path) -> tuple[PlacedPage, ...]:
    """Lay out all pages of a data folder."""
    loaded = load_data(data)
    inputs = Inputs(loaded, datetime(2026, 1, 1, tzinfo=UTC), Store(None))
    locales = load_locales(project / "theme" / "translations")
    site = plan_comparisons(inputs, locales, Publisher(loaded.standard.site_title), Library())
    return tuple(page for draft in site.pages for source in site.sources for page in draft.pages(source))


def test_page_data_is_ready_to_print(project: Path, small_data: Path) -> None:
    """A page holds words, numbers, dates and the records made for pages: nothing a template would have to look up."""
    found = [place for page in site_pages(project, small_data) for place in not_ready(page.data, page.url)]
    assert found == []


def test_a_page_record_is_the_same_each_time(project: Path, small_data: Path) -> None:
    """The same data gives the same records to the letter, so that a page whose record stands need not be made again."""
    first, second = (site_pages(project, small_data) for _ in range(2))
    assert list(map(repr, first)) == list(map(repr, second))
    assert all(" object at 0x" not in repr(page) for page in first)
