"""The example site as it is published."""

import csv
import json
import re
from collections import Counter
from functools import cache
from itertools import pairwise
from pathlib import Path
from urllib.parse import urlsplit

from tests.site.pages import csv_rows, document, local_target, pages

HIDDEN = {"skyddad", "for-fa-svar", "saknas", "ej-tillampligt"}
NUMBERS = ("taljare", "varde", "nedre_95", "ovre_95", "nedre_998", "ovre_998")


# A page is led to from hundreds of others, and looked at once.
is_file = cache(Path.is_file)


@cache
def ids(page: Path) -> set[str]:
    """Give the ids of a page."""
    return set(document(page).xpath("//@id"))


def test_every_internal_link_and_anchor_resolves(site: Path) -> None:
    """A link leads to a file of the site, and its fragment to an id on that page."""
    broken = []
    for page in pages(site):
        for link in sorted({link for _, _, link, _ in document(page).iterlinks()}):
            target = local_target(page, link, site)
            if target is None:
                continue
            fragment = urlsplit(link).fragment
            resolves = is_file(target)
            if resolves and fragment and target.suffix == ".html":
                resolves = fragment in ids(target)
            if not resolves:
                broken.append(f"{page.relative_to(site)}: {link}")
    assert broken == []


def test_every_page_exists_in_both_languages(site: Path) -> None:
    """Each page names its twin, the twin exists, is in the other language, and names it back."""
    languages = Counter()
    for page in pages(site):
        root = document(page)
        lang = root.get("lang")
        languages[lang] += 1
        twins = {link.get("hreflang"): link.get("href") for link in root.xpath("//link[@rel='alternate'][@hreflang]")}
        assert set(twins) == {"sv", "en", "x-default"}, page
        other = local_target(page, twins["en" if lang == "sv" else "sv"], site)
        assert other is not None
        assert document(other).get("lang") != lang
    assert languages["sv"] == languages["en"]


def test_the_expected_pages_exist(site: Path, project: Path) -> None:
    """Every target group, provider, measure and perspective has its page in both languages."""
    standard = project / "data" / "standard"
    groups = [entry["id"] for entry in json.loads((standard / "malgrupper.json").read_text(encoding="utf-8"))]
    measures = [entry["id"] for entry in json.loads((standard / "matt.json").read_text(encoding="utf-8"))]
    views = json.loads((standard / "kodlistor.json").read_text(encoding="utf-8"))["perspektiv"]
    providers = [row["slug"] for row in csv_rows(project / "data" / "utforare.csv")]
    wanted = [
        *(f"malgrupper/{name}" for name in groups),
        *(f"utforare/{name}" for name in providers),
        *(f"matt/{name}" for name in measures),
        *(f"perspektiv/{entry['code']}" for entry in views),
        *("", "malgrupper", "utforare", "matt", "utgavor", "artiklar", "metod", "skydd", "om", "lamna-data"),
        *("tillganglighet", "ordlista", "ung-och-anhorig"),
    ]
    assert [name for name in wanted if not (site / name / "index.html").is_file()] == []


def test_every_page_has_one_heading_a_title_and_a_description(site: Path) -> None:
    """One h1, a title of its own per language, a description, and the strict policy."""
    titles = Counter()
    for page in pages(site):
        root = document(page)
        assert len(root.xpath("//h1")) == 1, page
        assert root.xpath("string(//meta[@name='description']/@content)").strip(), page
        assert "default-src 'none'" in root.xpath("string(//meta[@http-equiv='Content-Security-Policy']/@content)")
        titles[root.get("lang"), root.xpath("string(//title)")] += 1
    assert {title: count for title, count in titles.items() if count > 1} == {}


def test_headings_never_skip_a_level(site: Path) -> None:
    """A heading is at most one level below the one before it."""
    for page in pages(site):
        levels = [
            int(heading.tag[1])
            for heading in document(page).xpath("//main//*[self::h1 or self::h2 or self::h3 or self::h4]")
        ]
        jumps = [(before, after) for before, after in pairwise(levels) if after > before + 1]
        assert jumps == [], page


def test_no_page_has_inline_style_or_script_or_loads_from_elsewhere(site: Path) -> None:
    """The policy holds without exceptions: nothing inline, nothing from another host."""
    for page in pages(site):
        root = document(page)
        # What search engines are told is data, which no browser runs.
        inline = "//script[not(@src)][not(@type='application/ld+json')]"
        assert root.xpath(f"//@style | //style | {inline} | //@*[starts-with(name(), 'on')]") == [], page
        loaded = root.xpath(
            "//img/@src | //script/@src | //iframe/@src | //video//@src | //video/@poster"
            " | //link[@rel='stylesheet' or @rel='icon']/@href"
        )
        assert [link for link in loaded if urlsplit(link).netloc] == [], page


def test_every_page_and_download_says_that_the_data_is_invented(site: Path) -> None:
    """Invented data says so wherever it stands."""
    for page in pages(site):
        notice = document(page).xpath("string(//*[@class='notice'])")
        assert "påhittade" in notice or "invented" in notice, page
    # The standard holds nobody's figures, apart from its example.
    own = (*site.glob("standard/*.csv"), *site.glob("data/standard/*/*.csv"))
    for file in set(site.rglob("*.csv")).difference(own):
        delimiter = ";" if file.name == "observationer-excel.csv" else ","
        with file.open(encoding="utf-8-sig", newline="") as handle:
            rows = list(csv.DictReader(handle, delimiter=delimiter))
        assert all("invented" in row["kalla"].casefold() for row in rows), file
    for file in site.rglob("datapackage.json"):
        assert json.loads(file.read_text(encoding="utf-8"))["exempel"] is True


def test_a_hidden_row_has_no_number_in_any_download(site: Path) -> None:
    """A hidden row carries neither count, value nor interval."""
    hidden = 0
    of_measures = (file for file in site.glob("malgrupper/*/*/*.csv") if file.parent.name != "redovisning")
    for file in [*site.rglob("jamforelse.csv"), *site.glob("utforare/*/*.csv"), *of_measures]:
        for row in csv_rows(file):
            if row["status"] in HIDDEN:
                hidden += 1
                assert [row[name] for name in NUMBERS] == [""] * len(NUMBERS), (file, row)
                assert row["kategori"] == "kan-ej-bedomas"
    assert hidden > 1000


def test_a_hidden_row_has_no_number_and_no_mark_on_its_page(site: Path) -> None:
    """A hidden row is words alone: its value has no digit, and its drawing the group's dashed line, or a range."""
    hidden = ranges = 0
    for page in pages(site):
        for row in document(page).xpath("//tr[contains(@class, 'row--hidden')]"):
            hidden += 1
            value = row.xpath("string(.//td[@class='row__value'])")
            assert value.strip(), page
            assert not any(character.isdigit() for character in value), (page, value)
            assert not row.xpath("string(.//td[@class='row__interval'])").strip()
            drawn = row.xpath(".//svg/*")
            # Where other figures leave a range of a hidden count, the row says which, and the range is hatched.
            has_range = re.search("mellan|between", row.xpath("string(.//td[last()])"))
            lines = [mark for mark in drawn if mark.get("stroke-dasharray")]
            assert len(lines) <= 1, page
            assert len(drawn) - len(lines) <= bool(has_range), page
            ranges += bool(has_range)
    assert ranges > 0
    assert hidden > 1000


def test_a_release_that_is_not_out_yet_leaves_no_trace(site: Path, site_in_2023: Path) -> None:
    """Neither its files nor the ranges that follow from it, which belong to rows of its own."""
    follows = re.compile("av andra siffror följer|from other figures follows")
    assert any(follows.search(page.read_text(encoding="utf-8")) for page in pages(site))
    assert not any(follows.search(page.read_text(encoding="utf-8")) for page in pages(site_in_2023))
    assert {folder.name for folder in site_in_2023.glob("data/bu-*/*")} == {"2022-05-17", "2023-05-16"}
    assert not any("2024-05-15" in str(path) for path in site_in_2023.rglob("*"))


def test_tables_match_their_download(site: Path) -> None:
    """The table a page leads with has a row per provider, in the order of names, and the CSV the same shown rows."""
    page = site / "malgrupper" / "bu-hvb" / "planerat-avslut"
    rows = document(page / "index.html").xpath("(//table[@class='rows'])[1]/tbody/tr")
    names = [row.xpath("string(th/a)") for row in rows]
    shown = {
        row.xpath("string(th/a)"): row.xpath("string(td[@class='row__value'])")
        for row in rows
        if "row--hidden" not in row.get("class")
    }
    data = {row["utforare_namn"]: row for row in csv_rows(page / "planerat-avslut.csv") if row["period"] == "2020/2022"}
    assert len(names) >= 28
    assert set(shown) == {name for name, row in data.items() if row["status"] not in HIDDEN}
    for name, row in data.items():
        if row["status"] == "ok":
            assert shown[name] == f"{float(row['varde']):.1f}".replace(".", ",") + "\u00a0%"


def test_the_menu_shows_where_the_reader_is(site: Path) -> None:
    """The current part of the site is marked in the menu, for pages in Markdown as well."""
    for path, words in (
        ("malgrupper/bu-hvb/planerat-avslut", "Målgrupper"),
        ("ung-och-anhorig", "Ung och anhörig"),
        ("en/young-people-and-families", "Young people and families"),
        ("artiklar/gar-inte-att-skilja", "Kunskap"),
    ):
        current = document(site / path / "index.html").xpath("//nav//a[@aria-current]")
        assert [link.text_content() for link in current] == [words]


def test_markdown_links_to_generated_pages(site: Path) -> None:
    """`{filename}/comparisons/...` in an article becomes a link to the page in its language."""
    for lang, prefix in (("sv", "malgrupper/bu-hvb"), ("en", "en/target-groups/bu-hvb")):
        folder = "artiklar" if lang == "sv" else "en/articles"
        links = [
            local_target(page, link, site)
            for page in sorted((site / folder).rglob("index.html"))
            for link in document(page).xpath("//main//a/@href")
        ]
        assert any(link and prefix in link.as_posix() for link in links), lang


def test_the_offline_checker_is_offered_on_the_submission_page(site: Path) -> None:
    """The page on how to submit links to the one-file checker, which is there."""
    for page in (site / "lamna-data" / "index.html", site / "en" / "submit-data" / "index.html"):
        links = [local_target(page, link, site) for link in document(page).xpath("//main//a/@href")]
        assert (site / "open-comparisons.pyz").resolve() in links
    assert (site / "open-comparisons.pyz").stat().st_size > 10_000
