"""The page of the provider's tool and its files: their sizes, what is in them, and what is said where there is none."""

import base64
import gzip
import hashlib
import re
from pathlib import Path

import pytest

from open_comparisons.build.browser_tool import SINGLE_FILES
from open_comparisons.build.offline_checker import OFFLINE_CHECKER
from open_comparisons.site.addresses import address
from tests.site.pages import document, words

LANGUAGES = ("sv", "en")
LARGEST_SINGLE_FILE = 9_000_000
LARGEST_START = 6_500_000
"""Bytes that the page fetches when it is started."""


@pytest.fixture(scope="module")
def tool_site(site: Path) -> Path:
    """Return the example site, if it has the tool."""
    if not (site / address("sv", "tool") / SINGLE_FILES["sv"]).is_file():
        pytest.skip("THE FILES OF THE TOOL WERE NOT TESTED: its parts are missing. Fetch them: make tool")
    return site


def page_of(site: Path, lang: str) -> Path:
    """The page of the tool."""
    return site / address(lang, "tool") / "index.html"


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_single_file_is_small_enough_and_its_hash_is_beside_it(tool_site: Path, lang: str) -> None:
    """Nine megabytes at most; who downloads it can see that it is the one."""
    content = page_of(tool_site, lang).with_name(SINGLE_FILES[lang]).read_bytes()
    assert len(content) <= LARGEST_SINGLE_FILE
    assert hashlib.sha256(content).hexdigest() in words(document(page_of(tool_site, lang)))


@pytest.mark.parametrize("lang", LANGUAGES)
def test_both_forms_run_the_checker_as_it_is_published(tool_site: Path, lang: str) -> None:
    """The single file holds it byte for byte; the page fetches it from its own place."""
    single = page_of(tool_site, lang).with_name(SINGLE_FILES[lang]).read_text(encoding="utf-8")
    held = re.search(rf'data-part="{re.escape(OFFLINE_CHECKER)}">([^<]*)<', single)
    assert held
    checker = (tool_site / OFFLINE_CHECKER).read_bytes()
    assert gzip.decompress(base64.b64decode(held[1])) == checker
    assert f'"address": "{OFFLINE_CHECKER}"' in document(page_of(tool_site, lang)).xpath("string(//@data-tool)")


def test_a_start_fetches_little_enough(tool_site: Path) -> None:
    """The sum of its parts, as they are on the site, is what the button says."""
    named = re.findall(r'"address": "([^"]+)"', document(page_of(tool_site, "sv")).xpath("string(//@data-tool)"))
    total = sum((tool_site / name).stat().st_size for name in named)
    assert total <= LARGEST_START
    assert f"{total / 1e6:.1f}".replace(".", ",") in words(document(page_of(tool_site, "sv")).xpath("//button")[0])


def test_the_single_file_runs_nothing_but_its_own(tool_site: Path) -> None:
    """Script and style are named by their hash, and nothing may be fetched or sent from the first line on."""
    text = page_of(tool_site, "sv").with_name(SINGLE_FILES["sv"]).read_text(encoding="utf-8")
    policy = document(page_of(tool_site, "sv").with_name(SINGLE_FILES["sv"])).xpath(
        "string(//meta[@http-equiv]/@content)"
    )
    assert "connect-src 'none'" in policy
    assert "default-src 'none'" in policy
    for tag in ("style", 'script type="module"'):
        found = re.search(rf"<{tag}>(.*?)</", text, re.DOTALL)
        assert found
        assert base64.b64encode(hashlib.sha256(found[1].encode()).digest()).decode() in policy
    assert text.index("http-equiv") < text.index("<style>")


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_site_without_the_tool_leads_to_the_other_ways(variant_site: Path, lang: str) -> None:
    """The page is there in any case, with no button that does nothing, and no file of the tool is."""
    page = document(page_of(variant_site, lang))
    assert page.xpath("//*[@data-module='tool'] | //main//button | //script[contains(@src, 'tool.js')]") == []
    assert page.xpath(f"//main//a[contains(@href, '{OFFLINE_CHECKER}')]")
    assert not page_of(variant_site, lang).with_name(SINGLE_FILES[lang]).exists()
