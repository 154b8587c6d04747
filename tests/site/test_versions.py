"""The version of the method stands beside the version of the data wherever there are figures."""

import json
import re
from pathlib import Path

import pytest

from open_comparisons.estimates.comparison import METHOD_VERSION
from tests.page_types import EXAMPLE, EXAMPLES, MANY
from tests.site.pages import document

WORDS = {"sv": (r"Utgåva \d+\xa0\w+ \d{4}", "Metod"), "en": (r"Release \d+\xa0\w+ \d{4}", "Method")}
FIGURES = (
    "//main//*[contains(@class, 'marks') or contains(@class, 'row__value') or contains(@class, 'regions') "
    "or contains(@class, 'matrix')]"
)


@pytest.mark.parametrize("lang", WORDS)
def test_pages_with_figures_name_the_release_and_the_method(lang: str, sites: dict[str, Path]) -> None:
    """In one line of chips, the method last; within a frame, in the line that says where the page is from."""
    release, method = WORDS[lang]
    with_figures = set()
    for example in EXAMPLES:
        if example.lang != lang or example.site not in {EXAMPLE, MANY}:
            continue
        page = document(sites[example.site] / example.address / "index.html")
        if example.framed:
            assert re.search(rf"{release}.*{method} {METHOD_VERSION}", page.xpath("string(//*[@class='embed__foot'])"))
            continue
        lines = [[chip.text_content() for chip in line] for line in page.xpath("//ul[@class='chips']")]
        assert all(re.fullmatch(release, line[-2]) for line in lines), example
        assert all(line[-1] == f"{method} {METHOD_VERSION}" for line in lines), example
        if page.xpath(FIGURES):
            assert lines, example
            with_figures.add(example.type)
    assert {"home", "target group", "measure in a group", "region", "provider", "who reported"} <= with_figures


def test_every_release_says_by_which_method_it_is_compared(site: Path) -> None:
    """On the page of each release, and in the file for machines."""
    packages = [json.loads(path.read_text(encoding="utf-8")) for path in sorted(site.rglob("datapackage.json"))]
    assert {package["method_version"] for package in packages} == {METHOD_VERSION}
    assert all(package["standard_version"] for package in packages)
    for path, word in (("utgavor", "Metod"), ("en/releases", "Method")):
        pages = [document(page) for page in sorted((site / path).glob("*/*/index.html"))]
        assert len(pages) == len(packages)
        for page in pages:
            (fact,) = [pair for pair in page.xpath("//dl/div") if pair.xpath("string(dt)") == word]
            assert fact.xpath("string(dd)") == METHOD_VERSION
