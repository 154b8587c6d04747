"""Who reported and who did not: the pages, the file beside them and the published rows say the same."""

import json
import re
from collections import Counter
from collections.abc import Iterator
from itertools import groupby
from pathlib import Path

import pytest

from tests.many_providers import FEW_REPORTED, MANY_PROVIDERS
from tests.site.pages import csv_rows, document, local_target, words

GROUPS = ("bu-hvb", "bu-stodboende")
HANDED_IN = {"ok", "liten-taljare", "liten-rest", "skyddad", "for-fa-svar"}
NOT_POSSIBLE = {"ej-tillampligt", "ej-verksam"}
SYMBOLS = {
    "ok": "●",
    "liten-taljare": "↔",
    "liten-rest": "↔",
    "skyddad": "■",
    "for-fa-svar": "□",
    "ej-tillampligt": "–",
    "inget-lamnat": "×",
    "ej-verksam": "·",
}
# How complete it is: all of it, or so much of it.
SENTENCES = {
    "sv": (
        r"Alla möjliga .* för (?P<when>.+) är lämnade: (?P<count>\d+) av (?P<possible>\d+) \((?P<percent>100)\s%\)\.",
        r"Av (?P<possible>\d+) möjliga .* för (?P<when>.+) är (?P<count>\d+) lämnade? \((?P<percent>\d+)\s%\)\.",
    ),
    "en": (
        r"All possible .* for (?P<when>.+) have .*: (?P<count>\d+) of (?P<possible>\d+) \((?P<percent>100)%\)\.",
        r"Of (?P<possible>\d+) possible .* for (?P<when>.+), (?P<count>\d+) ha.* submitted \((?P<percent>\d+)%\)\.",
    ),
}
FOLDERS = {"sv": "malgrupper", "en": "en/target-groups"}
each_group = pytest.mark.parametrize("group", GROUPS)
each_language = pytest.mark.parametrize("lang", ["sv", "en"])


def entries(site: Path, group: str) -> list[dict[str, str]]:
    """The file of all entries."""
    return csv_rows(site / "malgrupper" / group / "redovisning" / f"{group}-redovisning.csv")


def reporting_pages(site: Path, lang: str, group: str) -> list[Path]:
    """The page of the leading periods, then those of other periods."""
    folder = site / FOLDERS[lang] / group / "redovisning"
    return [folder / "index.html", *sorted(folder.glob("*/index.html"))]


def number(text: str) -> int:
    """A whole number as a page writes it."""
    return int(re.sub(r"\D", "", text))


def key_sentence(page: Path) -> dict[str, str]:
    """How complete a page says that its figures are, and when they are for."""
    root = document(page)
    told = root.xpath("string(//p[@class='key-sentence'])")
    (found,) = (match for pattern in SENTENCES[root.get("lang")] if (match := re.fullmatch(pattern, told)))
    return found.groupdict()


def columns(page: Path) -> list[tuple[str, str]]:
    """Measure and period of each column of the matrix."""
    root = document(page)
    when = key_sentence(page)["when"]
    return [
        (
            head.xpath("string(a/@href)").rstrip("/").rsplit("/", 1)[-1],
            (head.xpath("string(span)") or when).replace("–", "/"),
        )
        for head in root.xpath("//table[contains(@class, 'matrix')]/thead//th[a]")
    ]


def matrix(page: Path) -> Iterator[tuple[str, str, str, str, str]]:
    """Every cell of a matrix: provider, measure, period, symbol and the words that are read aloud."""
    heads = columns(page)
    for line in document(page).xpath("//table[contains(@class, 'matrix')]/tbody/tr"):
        cells = line.xpath("td[@data-s]")
        for (measure, period), cell in zip(heads, cells, strict=True):
            yield words(line.find("th")), measure, period, cell.get("data-s"), words(cell)


def share_of(lines: list[dict[str, str]]) -> tuple[int, int]:
    """How many of some entries were handed in, and how many were possible."""
    return sum(line["status"] in HANDED_IN for line in lines), sum(line["status"] not in NOT_POSSIBLE for line in lines)


@each_group
def test_the_file_has_each_entry_once_as_the_release_has_it(site: Path, project: Path, group: str) -> None:
    """Every provider of the group has a line per measure and period: its row's status, or why there is no row."""
    releases = sorted((site / "data" / group).iterdir())
    rows = {
        (row["utforare_orgnr"], row["matt_id"], row["period"]): row
        for row in csv_rows(releases[-1] / "observationer.csv")
        if (row["enhet_id"], row["kon"], row["alder"], row["lagrum"]) == ("", "T", "alla", "alla")
    }
    directory = {
        row["orgnr"]: row for row in csv_rows(project / "data" / "utforare.csv") if group in row["malgrupper"].split()
    }
    lines = {(line["utforare_orgnr"], line["matt_id"], line["period"]): line for line in entries(site, group)}
    asked = {key[1:] for key in rows}
    assert set(lines) == {(number, *column) for number in directory for column in asked}
    absent = Counter()
    for key, line in lines.items():
        begins, ends = directory[key[0]]["fran"], directory[key[0]]["till"]
        first, last = f"{key[2][:4]}-01-01", f"{key[2][-4:]}-12-31"
        active = (not begins or begins <= last) and (not ends or ends >= first)
        row = rows.get(key)
        if row is None or (row["status"] == "saknas" and not active):
            assert line["status"] == ("inget-lamnat" if active else "ej-verksam"), key
            absent[line["status"]] += 1
        else:
            assert line["status"] == row["status"], key
        assert line["orsak"] == (row["orsak"] if row else "")
    assert absent
    assert not {line["status"] for line in lines.values()} - set(SYMBOLS) - {"saknas"}


@each_language
@each_group
def test_every_cell_says_what_the_file_says(site: Path, project: Path, group: str, lang: str) -> None:
    """A symbol for each status, a letter for each reason; every line of the file is a cell of some page."""
    lists = json.loads((project / "data" / "standard" / "kodlistor.json").read_text(encoding="utf-8"))
    (missing,) = (code["title"][lang] for code in lists["status"] if code["code"] == "saknas")
    reasons = {
        code["code"]: (letter, f"{missing}: {code['title'][lang]}")
        for letter, code in zip("abcde", lists["orsak"], strict=True)
    }
    lines = {(line["utforare_namn"], line["matt_id"], line["period"]): line for line in entries(site, group)}
    seen: set[tuple[str, str, str]] = set()
    for page in reporting_pages(site, lang, group):
        cells = list(matrix(page))
        assert len(cells) == len(columns(page)) * len({name for name, _, _ in lines})
        for *key, symbol, said in cells:
            line = lines[tuple(key)]
            if line["status"] == "saknas":
                assert (symbol, said) == reasons[line["orsak"]]
            else:
                assert symbol == SYMBOLS[line["status"]], key
            assert said
            assert not re.search(r"\d", said)
            seen.add(tuple(key))
    assert seen == set(lines)


@each_language
@each_group
def test_the_legend_explains_each_symbol_of_the_page_and_no_other(site: Path, group: str, lang: str) -> None:
    """Every symbol stands above the table in words, which begin with those that are read aloud in its cells."""
    for page in reporting_pages(site, lang, group):
        legend = {words(item[0]): words(item[1]) for item in document(page).xpath("//ul[@class='signs']/li")}
        used = {symbol: said for *_, symbol, said in matrix(page)}
        assert legend.keys() == used.keys(), page
        assert all(legend[symbol].startswith(said) and len(legend[symbol]) > len(said) for symbol, said in used.items())


@each_language
@each_group
def test_the_sums_of_a_page_are_those_of_the_file(site: Path, group: str, lang: str) -> None:
    """The sentence, the sum of each provider, and the table by measure count the lines of the file."""
    lines = entries(site, group)
    for page in reporting_pages(site, lang, group):
        root, heads = document(page), columns(page)
        here = [line for line in lines if (line["matt_id"], line["period"]) in heads]
        handed_in, possible = share_of(here)
        told = key_sentence(page)
        assert (int(told["count"]), int(told["possible"])) == (handed_in, possible)
        near = 100 if handed_in == possible else min(max(int(100 * handed_in / possible + 0.5), 1), 99)
        assert int(told["percent"]) == near
        by_provider = {
            words(row[0]): words(row[1]) for row in root.xpath("//table[contains(@class, 'matrix')]/tbody/tr")
        }
        for name, own in groupby(
            sorted(here, key=lambda line: line["utforare_namn"]), lambda line: line["utforare_namn"]
        ):
            given, asked = share_of(list(own))
            assert re.findall(r"\d+", by_provider[name]) == ([str(given), str(asked)] if asked else [])
        table = [
            [number(cell.text) for cell in row.xpath("td") if cell.text and cell.text.strip().isdigit()][-8:]
            for row in root.xpath("//section[@id='matt']//tbody/tr")
        ]
        for (measure, period), counts in zip(heads, table[:-1], strict=True):
            own = [line for line in here if (line["matt_id"], line["period"]) == (measure, period)]
            found = Counter(line["status"] for line in own)
            ranges = found["liten-taljare"] + found["liten-rest"]
            parts = [
                found["ok"],
                ranges,
                found["skyddad"],
                found["for-fa-svar"],
                found["saknas"],
                found["inget-lamnat"],
            ]
            assert counts == [sum(parts), sum(parts[:4]), *parts], (page, measure)
        assert table[-1] == [sum(counts) for counts in zip(*table[:-1], strict=True)]


@each_group
def test_every_period_has_one_page_and_all_pages_lead_to_each_other(site: Path, group: str) -> None:
    """A period of its own page holds a measure that does not lead with it; each page links to all the others."""
    pages = reporting_pages(site, "sv", group)
    leading = set(columns(pages[0]))
    assert len({measure for measure, _ in leading}) == len(leading)
    periods = {page: {period for _, period in columns(page)} for page in pages[1:]}
    assert all(len(found) == 1 for found in periods.values())
    assert all(set(columns(page)) - leading for page in pages[1:])
    assert len(set().union(*periods.values())) == len(pages) - 1
    for page in pages:
        links = document(page).xpath("//nav[@class='periods']//a/@href")
        assert {local_target(page, link, site) for link in links} == {other.resolve() for other in pages} - {
            page.resolve()
        }
        assert len(document(page).xpath("//nav[@class='periods']//*[@aria-current='page']")) == 1


@each_language
@each_group
def test_the_target_group_says_how_complete_it_is_and_leads_there(site: Path, group: str, lang: str) -> None:
    """The head sentence of the group's page has the same words as the page it leads to."""
    page = site / FOLDERS[lang] / group / "index.html"
    head = document(page).xpath("//p[@class='key-sentence']")[0]
    (target,) = (local_target(page, link, site) for link in head.xpath("a/@href"))
    assert words(document(target).xpath("//p[@class='key-sentence']")[0]) in words(head)


def test_a_measure_that_nobody_reported_is_named_and_not_counted(site: Path, project: Path) -> None:
    """Every measure of the catalogue is a column or stands among those without figures."""
    catalogue = json.loads((project / "data" / "standard" / "matt.json").read_text(encoding="utf-8"))
    for group in GROUPS:
        (page, *_) = reporting_pages(site, "sv", group)
        lacking = document(page).xpath("//section[@aria-labelledby='utan-t']//a/@href")
        named = {link.rstrip("/").rsplit("/", 1)[-1] for link in lacking} | {measure for measure, _ in columns(page)}
        assert named == {measure["id"] for measure in catalogue if group in measure["target_groups"]}


def test_the_file_has_no_number_of_its_own(site: Path) -> None:
    """It names provider, measure and period, and says what became of the entry; no column could show a number."""
    told = ["status", "orsak", "utforare_namn", "kalla"]
    for group in GROUPS:
        assert [list(line) for line in entries(site, group)[:1]] == [
            ["utforare_orgnr", "malgrupp", "matt_id", "period", *told]
        ]


def test_the_codes_of_the_file_are_told_on_the_page(site: Path) -> None:
    """Each code in the columns status and orsak has its meaning."""
    for group in GROUPS:
        used = {line[name] for line in entries(site, group) for name in ("status", "orsak")} - {""}
        for page in reporting_pages(site, "en", group):
            told = {words(head) for head in document(page).xpath("//details//tbody//th")}
            assert used <= told


@each_language
def test_many_providers_are_counted_by_region(many_site: Path, lang: str) -> None:
    """So many of so many per region and measure, which add up to the file's lines; the file has every provider."""
    lines = entries(many_site, "bu-hvb")
    (page, *_) = reporting_pages(many_site, lang, "bu-hvb")
    root, heads = document(page), columns(page)
    assert root.xpath("//td[@data-s]") == []
    assert FEW_REPORTED in {measure for measure, _ in heads}
    table = [[words(cell) for cell in row] for row in root.xpath("//table[contains(@class, 'matrix')]/tbody/tr")]
    for place, (measure, period) in enumerate(heads, start=2):
        own = [line for line in lines if (line["matt_id"], line["period"]) == (measure, period)]
        assert len(own) == MANY_PROVIDERS
        counted = [tuple(map(int, re.findall(r"\d+", row[place]))) for row in table]
        assert tuple(map(sum, zip(*counted, strict=True))) == share_of(own)
    for row in table:
        parts = [tuple(map(int, re.findall(r"\d+", cell))) for cell in row[1:]]
        assert parts[0] == tuple(map(sum, zip(*parts[1:], strict=True)))
