"""The Atom feeds, by the schema of RFC 4287 and by what it says beside its schema."""

import re
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from lxml import etree, html

from tests.knowledge_texts import ADDRESS, HOSTILE
from tests.site.pages import document

ATOM = {"a": "http://www.w3.org/2005/Atom"}
FEEDS = {
    "sv": ("flode.xml", "artiklar/flode.xml", "webbinarier/flode.xml", "humant/flode.xml"),
    "en": ("en/feed.xml", "en/articles/feed.xml", "en/webinars/feed.xml", "en/humant/feed.xml"),
}
ALL = [name for names in FEEDS.values() for name in names]
RFC_3339 = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(Z|[+-]\d\d:\d\d)")


@pytest.fixture(scope="module")
def schema(project: Path) -> etree.RelaxNG:
    """Read the schema."""
    return etree.RelaxNG(etree.parse(project / "tests" / "atom.rng"))


def feed(site: Path, name: str) -> etree._Element:
    """Parse a feed."""
    return etree.fromstring((site / name).read_bytes())


def complaints(root: etree._Element, schema: etree.RelaxNG) -> list[str]:
    """Name all that is wrong with a feed: by the schema, and by the rules that it cannot say."""
    schema.validate(root)
    found = [str(error) for error in schema.error_log]
    ids = root.xpath("//a:entry/a:id/text()", namespaces=ATOM)
    if len(set(ids)) != len(ids):
        found.append("two entries have one id")
    if not all(urlsplit(name).scheme for name in root.xpath("//a:id/text()", namespaces=ATOM)):
        found.append("an id is not absolute")
    if not all(map(RFC_3339.fullmatch, root.xpath("//a:updated/text() | //a:published/text()", namespaces=ATOM))):
        found.append("a date is not as RFC 3339 writes it")
    for entry in root.xpath("//a:entry", namespaces=ATOM):
        if not entry.xpath("a:author | ../a:author", namespaces=ATOM):
            found.append("an entry has no author")
        if not entry.xpath("a:content | a:link[@rel='alternate']", namespaces=ATOM):
            found.append("an entry has neither content nor an alternate")
        links = [
            (link.get("type"), link.get("hreflang"))
            for link in entry.xpath("a:link[@rel='alternate']", namespaces=ATOM)
        ]
        if len(set(links)) != len(links):
            found.append("two alternates of one type and language")
    return found


@pytest.mark.parametrize("name", ALL)
def test_every_feed_is_valid(knowledge_site: Path, schema: etree.RelaxNG, name: str) -> None:
    """Schema and rules have nothing to say, and there is at least one entry to say it of."""
    root = feed(knowledge_site, name)
    assert complaints(root, schema) == []
    assert root.xpath("//a:entry", namespaces=ATOM)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("<id>tag:", "<id>tag</id><id>tag:"),
        ('type="html"', 'type="xhtml"'),
        ("<updated>20", "<updated>soon 20"),
        ('rel="self" ', 'rel="self" size="2" '),
        ("<author>", "<writer>"),
    ],
)
def test_the_checks_find_what_is_wrong(knowledge_site: Path, schema: etree.RelaxNG, old: str, new: str) -> None:
    """A broken feed is told, so that silence means sound."""
    text = (knowledge_site / "flode.xml").read_text(encoding="utf-8")
    assert old in text
    broken = text.replace(old, new).replace("</author>", "</writer>" if new == "<writer>" else "</author>")
    assert complaints(etree.fromstring(broken.encode()), schema) != []


@pytest.mark.parametrize("lang", ["sv", "en"])
def test_a_feed_has_the_texts_of_its_kind_and_language(knowledge_site: Path, lang: str) -> None:
    """That of all has every text that the three others have; none is in the other language."""
    entries = {name: feed(knowledge_site, name).xpath("//a:entry/a:id/text()", namespaces=ATOM) for name in FEEDS[lang]}
    everything, *kinds = entries.values()
    assert set(everything) == {name for kind in kinds for name in kind}
    for name in FEEDS[lang]:
        root = feed(knowledge_site, name)
        assert root.get("{http://www.w3.org/XML/1998/namespace}lang") == lang
        assert set(root.xpath("//a:entry/a:link/@hreflang", namespaces=ATOM)) == {lang}


def test_entries_lead_to_their_pages(knowledge_site: Path) -> None:
    """Every entry's page is there, and so is the page that the feed itself stands for; its own address is right."""
    for name in ALL:
        root = feed(knowledge_site, name)
        assert root.xpath("string(a:link[@rel='self']/@href)", namespaces=ATOM) == f"{ADDRESS}/{name}"
        for address in root.xpath("//a:link[@rel='alternate']/@href", namespaces=ATOM):
            assert (knowledge_site / address.removeprefix(f"{ADDRESS}/") / "index.html").is_file()


def test_links_within_a_text_are_absolute(knowledge_site: Path) -> None:
    """A reader's program shows the text far from its page: links and pictures name the site."""
    links = []
    for name in ALL:
        for content in feed(knowledge_site, name).xpath("//a:content/text()", namespaces=ATOM):
            links += [link for _, _, link, _ in html.fragment_fromstring(content, create_parent="div").iterlinks()]
    assert f"{ADDRESS}/artiklar/i-numret/#del" in links
    assert f"{ADDRESS}/bilder/omslag.svg" in links
    assert f"{ADDRESS}/en/accessibility/" in links
    assert [link for link in links if not urlsplit(link).scheme] == []


def test_an_entry_says_that_it_is_invented(knowledge_site: Path) -> None:
    """The title tells, since a list of titles is all that many programs show."""
    titles = {
        entry.findtext("a:id", namespaces=ATOM): entry.findtext("a:title", namespaces=ATOM)
        for name in ALL
        for entry in feed(knowledge_site, name).iterfind("a:entry", ATOM)
    }
    marked = {name for name, title in titles.items() if title.startswith(("Exempel", "Example"))}
    of = ("att-lasa-ett-intervall", "fran-london", "i-numret", "2026-1")
    assert {name for name in titles if name.rstrip("/").endswith(of)} <= marked
    assert not any("sma-tal" in name for name in marked)


def test_a_hostile_title_is_text(knowledge_site: Path) -> None:
    """What looks like markup arrives letter by letter."""
    titles = feed(knowledge_site, "webbinarier/flode.xml").xpath("//a:entry/a:title/text()", namespaces=ATOM)
    assert " ".join(f"{HOSTILE} (sv)".split()) in titles


def test_pages_of_texts_and_no_others_name_the_feeds(knowledge_site: Path) -> None:
    """A program that is given such a page finds all feeds of its language."""
    path = "//link[@rel='alternate'][@type='application/atom+xml']/@href"
    for page in ("artiklar", "webbinarier", "humant", "artiklar/i-numret", "webbinarier/sma-tal", "humant/2026-1"):
        links = document(knowledge_site / page / "index.html").xpath(path)
        assert links == [f"{ADDRESS}/{name}" for name in FEEDS["sv"]], page
    for page in ("", "utforare", "metod", "malgrupper/bu-hvb"):
        assert document(knowledge_site / page / "index.html").xpath(path) == [], page


def test_a_feed_is_valid_and_whole_where_the_address_is_not_known(
    schema: etree.RelaxNG, site_of: Callable[..., Path]
) -> None:
    """Then it leads to its pages by relative links, has summaries only, and is named after the site."""
    root = feed(site_of(address=""), "webbinarier/flode.xml")
    assert complaints(root, schema) == []
    assert root.xpath("//a:content | a:link", namespaces=ATOM) == []
    assert "sma-tal/" in root.xpath("//a:entry/a:link/@href", namespaces=ATOM)
    assert root.findtext("a:id", namespaces=ATOM).startswith("tag:oppna-utfall,")
