"""Webinars and the magazine as pages: lists, sums, languages, what is to come, and what is told of them."""

import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest

from open_comparisons.cli.build import build
from open_comparisons.errors import OpenComparisonsError
from tests.knowledge_texts import ADDRESS, HOSTILE, set_up, write_webinar
from tests.site.pages import document

SOON = "att-lasa-ett-intervall"
INSTANT_BEFORE_END = "2026-12-04T09:44:00+01:00"
INSTANT_OF_END = "2026-12-04T09:45:00+01:00"


def page(site: Path, address: str):
    """Parse the page at an address."""
    return document(site / address / "index.html")


def words(element, path: str) -> list[str]:
    """Give the text of each element that a path finds, without double spaces; narrow ones become plain."""
    found = (" ".join(part.text_content().split()) for part in element.xpath(path))
    return [text.replace("\u202f", " ").replace("\xa0", " ") for text in found]


def slugs(element, path: str) -> list[str]:
    """Give the last part of each link that a path finds."""
    return [link.rstrip("/").rpartition("/")[2] for link in element.xpath(f"{path}//h3/a/@href | {path}//h4/a/@href")]


def structured(site: Path, address: str) -> dict:
    """Read what a page tells search engines."""
    blocks = page(site, address).xpath("//script[@type='application/ld+json']")
    assert len(blocks) == 1
    return json.loads(blocks[0].text)


def test_webinars_to_come_stand_first_and_soonest_first(knowledge_site: Path) -> None:
    """Then those past by year, the newest first."""
    root = page(knowledge_site, "webbinarier")
    assert slugs(root, "//section[@aria-labelledby='kommande']") == [SOON, "vad-vi-vet-i-var"]
    assert words(root, "//h3[@class='year__title']") == ["2026", "2025", "2024"]
    assert slugs(root, "//section[@aria-labelledby='ar-2026']") == ["sma-tal", "utan-antal"]


def test_sums_say_what_they_are(knowledge_site: Path) -> None:
    """How many webinars, how many participants, for how many that is known, and that the list itself was counted."""
    computed = "Beräknat av webbinarierna här nedan."
    sums = words(page(knowledge_site, "webbinarier"), "//p[@class='year__sums']")
    assert sums == [
        f"2 webbinarier. 1 412 deltagare sammanlagt, känt för 1 av 2. {computed}",
        f"1 webbinarium. 88 deltagare sammanlagt. {computed} Påhittade exempel är med i summan.",
        f"1 webbinarium. {computed}",
    ]
    sums = words(page(knowledge_site, "en/webinars"), "//p[@class='year__sums']")
    assert sums[0] == (
        "2 webinars. 1,412 participants in all, known for 1 of 2. Computed from the webinars listed below."
    )


def test_a_webinar_tells_when_it_is_in_words(knowledge_site: Path) -> None:
    """Day, time, zone and length, in the words of each language; a zone that has no name here is told as it is."""
    time = "//p[@class='facts-panel__when']"
    assert words(page(knowledge_site, f"webbinarier/{SOON}"), time) == [
        "fredag 4 december 2026 kl. 9.00–9.45, svensk tid"
    ]
    assert words(page(knowledge_site, f"en/webinars/{SOON}"), time) == [
        "Friday 4 December 2026 9:00–9:45, Swedish time"
    ]
    assert words(page(knowledge_site, "en/webinars/fran-london"), time) == [
        "Friday 16 May 2025 14:00–14:45, time zone Europe/London"
    ]
    moment = page(knowledge_site, f"webbinarier/{SOON}").xpath("string(//main//time/@datetime)")
    assert moment == "2026-12-04T09:00:00+01:00"


@pytest.mark.parametrize(("at", "to_come"), [(INSTANT_BEFORE_END, True), (INSTANT_OF_END, False)])
def test_a_webinar_is_past_when_it_has_ended(site_of: Callable[..., Path], at: str, to_come: bool) -> None:  # noqa: FBT001
    """Until its last minute it stands among those to come, and one can sign up."""
    site = site_of(at=at)
    upcoming = slugs(page(site, "webbinarier"), "//section[@aria-labelledby='kommande']")
    assert (SOON in upcoming) is to_come
    signing_up = page(site, f"webbinarier/{SOON}").xpath("//a[starts-with(@href, 'https://anmalan.example')]")
    assert bool(signing_up) is to_come


def test_a_recording_of_our_own_is_fetched_when_it_is_started(knowledge_site: Path) -> None:
    """The page plays it with its captions, the reader's language first, and the policy lets it."""
    root = page(knowledge_site, "en/webinars/sma-tal")
    film = root.xpath("//video")[0]
    assert film.get("preload") == "none"
    assert "autoplay" not in film.attrib
    assert film.xpath("source/@src") == ["../../../media/film.mp4"]
    assert film.xpath(".//track/@srclang") == ["en", "sv"]
    assert "media-src 'self'" in root.xpath("string(//meta[@http-equiv]/@content)")
    assert "MP4, 1.3 MB" in words(root, "//section[@class='recording']")[0]
    assert "media-src" not in page(knowledge_site, "utforare").xpath("string(//meta[@http-equiv]/@content)")


def test_a_recording_elsewhere_is_a_link_that_says_so(knowledge_site: Path) -> None:
    """It names the host, and nothing of the page comes from there."""
    root = page(knowledge_site, "en/webinars/fran-london")
    assert root.xpath("//video | //iframe") == []
    told = words(root, "//section[@class='recording']")[0]
    assert "film.example" in told
    assert "Nothing has been loaded from there" in told


def test_the_transcript_is_folded(knowledge_site: Path) -> None:
    """What follows its heading can be opened without scripts, its own headings included."""
    for address in ("webbinarier/sma-tal", "en/webinars/sma-tal"):
        root = page(knowledge_site, address)
        assert root.xpath("string(//section[@class='transcript']//details//strong)") == "Kim:"
        assert len(root.xpath("//section[@class='transcript']//details//h3")) == 1
        assert len(root.xpath("//h2[@id='transkript']")) == 1


def test_what_exists_in_one_language_is_listed_in_the_other(knowledge_site: Path) -> None:
    """The list links to it, marks its words with their language and says which; there is no page in the other."""
    root = page(knowledge_site, "webbinarier")
    link = root.xpath("//a[contains(@href, 'fran-london')]")[0]
    assert link.get("href") == "../en/webinars/fran-london/"
    assert (link.get("lang"), link.get("hreflang")) == ("en", "en")
    assert "på engelska" in link.getparent().text_content()
    own = page(knowledge_site, "en/webinars/fran-london")
    assert own.xpath("//link[@rel='alternate'][@hreflang]/@hreflang") == ["en"]
    issue = page(knowledge_site, "en/humant").xpath("//a[contains(@href, '2025-2')]")[0]
    assert issue.get("href") == "../../humant/2025-2/"
    assert issue.get("lang") == "sv"


def test_what_is_invented_says_so_everywhere(knowledge_site: Path) -> None:
    """On its page, in lists, and where other pages lead to it; what is not invented does not."""
    for address in (f"webbinarier/{SOON}", "humant/2026-1", "artiklar/i-numret"):
        assert words(page(knowledge_site, address), "//p[@class='mark-note']")[0].startswith("Exempel.")
    assert page(knowledge_site, "webbinarier/sma-tal").xpath("//p[@class='mark-note']") == []
    marked = page(knowledge_site, "webbinarier").xpath("//span[@class='mark']/../a/@href")
    assert marked == [f"../webbinarier/{SOON}/", "../en/webinars/fran-london/"]
    assert words(page(knowledge_site, "humant"), "//p[@class='issue-card__number']") == [
        "Humant nr 1 2026 Exempel",
        "Humant nr 2 2025",
    ]
    related = words(page(knowledge_site, "webbinarier/sma-tal"), "//section[@class='reading']//li")
    assert any("Exempel: Webbinarium, 4 december 2026" in line for line in related)


def test_drafts_are_left_out_of_everything(knowledge_site: Path) -> None:
    """No page, list, calendar or feed knows of a draft."""
    assert not list(knowledge_site.rglob("inte-klart*"))
    for file in [*knowledge_site.rglob("*.ics"), *knowledge_site.rglob("*.xml"), *knowledge_site.rglob("*.html")]:
        assert b"inte-klart" not in file.read_bytes(), file


def test_drafts_that_are_shown_say_so(site_of: Callable[..., Path]) -> None:
    """Whoever asks for drafts sees that they are."""
    site = site_of(drafts=True)
    assert words(page(site, "webbinarier/inte-klart"), "//p[@class='mark-note']")[0].startswith("Utkast.")
    assert "Utkast" in words(page(site, "webbinarier"), "//span[@class='mark']")


def test_an_issue_has_its_cover_articles_and_pdf(knowledge_site: Path) -> None:
    """The cover is described and has its size, articles link both ways, and the PDF tells its size."""
    root = page(knowledge_site, "humant/2026-1")
    cover = root.xpath("//figure[@class='issue__cover']/img")[0]
    assert cover.get("alt")
    assert cover.get("width")
    assert cover.get("height")
    assert root.xpath("//ul[@class='cards']//a/@href") == ["../../artiklar/i-numret/"]
    assert words(root, "//p[@class='file']") == ["Numret som PDF (PDF, 339 kB)"]
    back = page(knowledge_site, "artiklar/i-numret").xpath("//p[@class='byline']/a/@href")
    assert back == ["../../humant/2026-1/"]


@pytest.fixture(scope="module")
def renamed_site(build_once: Callable[[str, Callable[[Path], None]], Path]) -> Path:
    """Build a site with other names of the magazine and the series, and a webinar called "Exempel: …"."""

    def fill(folder: Path) -> None:
        set_up(folder)
        write_webinar(folder / "content", "kallad", Title="Exempel: kallad", Date="2027-02-05 09:00 UTC", Example="yes")
        settings = folder / "conf.py"
        names = 'OPEN_COMPARISONS_MAGAZINE = "Bladet"\nOPEN_COMPARISONS_WEBINARS = "Tisdagskaffe"\n'
        settings.write_text(settings.read_text(encoding="utf-8") + names, encoding="utf-8")
        build(settings, output=folder / "site", at="2026-11-22")

    return build_once("renamed-knowledge", fill) / "site"


def test_a_title_that_says_it_is_not_marked_twice(renamed_site: Path) -> None:
    """A webinar called "Exempel: …" bears that name everywhere, and no other mark in lists."""
    root = page(renamed_site, "webbinarier")
    assert words(root, "//a[contains(@href, 'kallad')]/..") == ["Exempel: kallad (sv)"]
    calendar = (renamed_site / "webbinarier" / "kallad" / "kallad.ics").read_text(encoding="utf-8")
    assert "SUMMARY;LANGUAGE=sv:Exempel: kallad (sv)\n" in calendar


def test_the_magazine_and_the_series_are_called_as_the_settings_say(renamed_site: Path) -> None:
    """No page or file knows another name."""
    for kind in ("html", "xml", "ics"):
        for file in renamed_site.rglob(f"*.{kind}"):
            assert not re.search("Humant|Fokusfredag", file.read_text(encoding="utf-8")), file
    assert words(page(renamed_site, "humant"), "//h1") == ["Tidningen Bladet"]


def test_a_site_without_webinars_and_issues_has_no_lists_of_them(tmp_path: Path) -> None:
    """Nor calendars and feeds that would be empty."""
    set_up(tmp_path)
    for folder in ("webbinarier", "humant"):
        for text in (tmp_path / "content" / folder).glob("*.md"):
            text.unlink()
    for text in (tmp_path / "content" / "artiklar").glob("i-numret.*"):
        text.unlink()
    build(tmp_path / "conf.py", output=tmp_path / "site", at="2026-11-22")
    made = {path.relative_to(tmp_path / "site").as_posix() for path in (tmp_path / "site").rglob("*")}
    assert not made & {"webbinarier", "webbinarier.ics", "humant", "en/webinars", "en/humant"}
    assert {"flode.xml", "artiklar/flode.xml"} <= made


def test_a_webinar_is_told_to_search_engines(knowledge_site: Path) -> None:
    """As an event on the web, with its recording as a film; what is invented says so in its name."""
    event = structured(knowledge_site, "webbinarier/sma-tal")
    assert event["@context"] == "https://schema.org"
    assert event["@type"] == "Event"
    assert event["startDate"] == "2026-10-09T09:00:00+02:00"
    assert event["endDate"] == "2026-10-09T09:45:00+02:00"
    assert event["eventAttendanceMode"] == "https://schema.org/OnlineEventAttendanceMode"
    assert event["eventStatus"] == "https://schema.org/EventScheduled"
    assert event["location"] == {"@type": "VirtualLocation", "url": f"{ADDRESS}/webbinarier/sma-tal/"}
    assert event["organizer"]["name"] == "Öppna utfall"
    assert [one["name"] for one in event["performer"]] == ["Kim Exempel", "Robin Påhitt"]
    film = event["recordedIn"]
    assert film["@type"] == "VideoObject"
    assert film["contentUrl"] == f"{ADDRESS}/media/film.mp4"
    assert film["uploadDate"] == "2026-10-12"
    assert film["name"]
    assert film["description"]
    assert structured(knowledge_site, f"webbinarier/{SOON}")["name"].startswith("Exempel: ")
    elsewhere = structured(knowledge_site, "en/webinars/fran-london")["recordedIn"]
    assert elsewhere["url"] == "https://film.example/se/1"
    assert "contentUrl" not in elsewhere


def test_articles_and_issues_are_told_to_search_engines(knowledge_site: Path) -> None:
    """A debate is an opinion, an issue belongs to its magazine and has its articles."""
    article = structured(knowledge_site, "artiklar/i-numret")
    assert article["@type"] == "OpinionNewsArticle"
    assert article["headline"] == "Exempel: En debattartikel"
    assert (article["datePublished"], article["dateModified"]) == ("2026-03-01", "2026-03-01")
    assert article["inLanguage"] == "sv"
    assert article["author"] == {"@type": "Person", "name": "Kim Exempel", "jobTitle": "utredare"}
    assert structured(knowledge_site, "artiklar/om-metoden")["@type"] == "Article"
    issue = structured(knowledge_site, "humant/2026-1")
    assert issue["@type"] == "PublicationIssue"
    assert issue["issueNumber"] == "2026:1"
    assert issue["isPartOf"]["@type"] == "Periodical"
    assert issue["isPartOf"]["name"] == "Humant"
    assert [part["headline"] for part in issue["hasPart"]] == ["Exempel: En debattartikel"]


def test_hostile_words_stay_words(knowledge_site: Path) -> None:
    """A title neither ends the block that it stands in nor becomes markup anywhere."""
    address = "webbinarier/svart-att-skriva"
    title = " ".join(f"{HOSTILE} (sv)".split())
    assert structured(knowledge_site, address)["name"] == title
    source = (knowledge_site / address / "index.html").read_text(encoding="utf-8")
    block = re.search(r'<script type="application/ld\+json">(.*?)</script>', source, re.DOTALL)
    assert block is not None
    assert re.search("[<>&\u2028\u2029]", block[1]) is None
    root = page(knowledge_site, address)
    assert " ".join(root.xpath("string(//h1)").split()) == title
    assert root.xpath("//main//b") == []


def test_without_an_address_nothing_pretends_to_have_one(site_of: Callable[..., Path]) -> None:
    """Structured data leaves out what it does not know."""
    event = structured(site_of(address=""), "webbinarier/sma-tal")
    assert "url" not in event
    assert "location" not in event
    assert "contentUrl" not in event["recordedIn"]


def test_a_wrong_field_of_a_webinar_stops_the_build(tmp_path: Path) -> None:
    """A time without a zone is refused with file, line and what is allowed."""
    set_up(tmp_path)
    write_webinar(tmp_path / "content", "utan-zon", Date="2026-12-04 09:00")
    with pytest.raises(OpenComparisonsError, match=r"utan-zon\.sv\.md(.|\n)*Europe/Stockholm"):
        build(tmp_path / "conf.py", output=tmp_path / "site", at="2026-11-22")


def test_the_same_input_gives_the_same_bytes(knowledge_site: Path, site_of: Callable[..., Path]) -> None:
    """Calendars and feeds are the same whenever the site is built, since no date in them is that of the build."""
    later = site_of(at=INSTANT_OF_END)
    for file in [*knowledge_site.rglob("*.ics"), *knowledge_site.rglob("webbinarier/*.xml")]:
        assert file.read_bytes() == (later / file.relative_to(knowledge_site)).read_bytes(), file
