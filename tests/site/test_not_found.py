"""What hosts send in place of a page that is not there."""

from pathlib import Path

import pytest

from open_comparisons.cli.build import build
from open_comparisons.cli.main import main
from tests.conftest import PROJECT
from tests.site.pages import document, local_target


def test_it_is_whole_at_any_address_and_in_both_languages(site: Path) -> None:
    """Its links are from the root and lead somewhere, and search engines are told to leave it."""
    page = site / "404.html"
    root = document(page)
    links = [link for _, _, link, _ in root.iterlinks()]
    assert len(links) > 6
    for link in links:
        assert link.startswith("/"), link
        target = local_target(page, link, site)
        assert target is not None
        assert target.is_file(), link
    assert [heading.text for heading in root.xpath("//h1 | //h2")] == ["Sidan finns inte", "The page does not exist"]
    assert root.xpath("//section[@lang='en']")
    assert root.xpath("//meta[@name='robots']/@content") == ["noindex"]


def test_a_site_below_a_path_has_its_links_there(
    small_data: Path, small_content: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As GitHub's Pages of a repository are."""
    monkeypatch.setenv("OPEN_COMPARISONS_SITE_ADDRESS", "https://example.org/outcomes")
    monkeypatch.setenv("OPEN_COMPARISONS_SEARCH", "0")
    assert main(["seal", "bu-hvb", "2024-05-15", "--data", str(small_data)]) == 0
    build(PROJECT / "publishconf.py", output=tmp_path / "site", data=str(small_data), content=str(small_content))
    links = [link for _, _, link, _ in document(tmp_path / "site" / "404.html").iterlinks()]
    assert all(link.startswith("/outcomes/") for link in links)
