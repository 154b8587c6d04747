"""Addresses of links: relative to the root, and in a preview only to what is there."""

import pytest

from open_comparisons.site.links import Links, PreviewLinks

NAMES = {"index.html", "utforare/hem-3/index.html", "utforare/hem-3/hem-3.csv"}


def test_a_whole_site_links_to_everything():
    """Every address is relative to the page, and escaped as an attribute."""
    links = Links("../..")
    assert links.href("utforare/hem-3/") == ' href="../../utforare/hem-3/"'
    assert links.src('a"b.svg') == ' src="../../a&#34;b.svg"'
    assert links.to("theme/site.css") == "../../theme/site.css"


@pytest.mark.parametrize(
    ("target", "expected"),
    [
        ("", ' href="../index.html"'),
        ("utforare/hem-3/", ' href="../utforare/hem-3/index.html"'),
        ("utforare/hem-3/#kommentar-1", ' href="../utforare/hem-3/index.html#kommentar-1"'),
        ("utforare/hem-3/hem-3.csv", ' href="../utforare/hem-3/hem-3.csv"'),
        ("theme/site.css?0123456789", ' href="../theme/site.css?0123456789"'),
    ],
)
def test_a_preview_is_opened_as_files(target, expected):
    """What the preview has is linked by its file, since there is no server to find it in a folder."""
    assert PreviewLinks("..", NAMES, "https://utfall.example").href(target) == expected


@pytest.mark.parametrize(
    ("address", "expected"), [("https://utfall.example", ' href="https://utfall.example/utforare/annan/"'), ("", "")]
)
def test_a_preview_never_links_to_what_it_lacks(address, expected):
    """Another page is the public one, or no link at all where the public site is not known."""
    assert PreviewLinks("..", NAMES, address).href("utforare/annan/") == expected
