"""The index of the search: which pages are in it, and what it is made of."""

import gzip
import json
import re
from pathlib import Path


def test_the_index_holds_every_page_for_readers(site: Path) -> None:
    """Each page that readers look for, once, with its kind; neither the search page itself nor pagefind's interface."""
    found = {entry["url"]: entry["meta"]["kind"] for entry in fragments(site)}
    pages = {f"/{path.parent.relative_to(site).as_posix()}/".replace("/./", "/") for path in site.rglob("index.html")}
    # Pages to quote from say again what those say that are found.
    again = ("badda-in", "en/embed", r"(matt|en/measures)/[^/]+/[^/]+", r"(utgavor|en/releases)(/[^/]+){4}")
    left_out = {
        address for address in pages - found.keys() if not any(re.match(f"/{place}/", address) for place in again)
    }
    assert left_out == {"/sok/", "/en/search/"}
    assert found["/malgrupper/bu-hvb/planerat-avslut/"] == "measure-in-group"
    assert found["/en/providers/angsviken/"] == "provider"
    assert not list((site / "pagefind").glob("*ui*"))


def test_results_can_be_told_apart(site: Path) -> None:
    """Within a language and kind no two pages have one title: a measure says in which target group."""
    titles = [
        (entry["url"].startswith("/en/"), entry["meta"]["kind"], entry["meta"]["title"]) for entry in fragments(site)
    ]
    assert len(titles) == len(set(titles))
    assert any(title == "Vårdtid: Barn och unga i HVB" for _, _, title in titles)


def test_a_site_can_be_built_without_an_index(variant_site: Path) -> None:
    """The search page then leads to the lists alone."""
    assert not (variant_site / "pagefind").exists()
    assert 'data-module="search"' not in (variant_site / "sok" / "index.html").read_text(encoding="utf-8")


def fragments(site: Path) -> list[dict]:
    """Read what the index says of each page."""
    packed = sorted((site / "pagefind" / "fragment").iterdir())
    return [json.loads(gzip.decompress(path.read_bytes()).removeprefix(b"pagefind_dcd")) for path in packed]
