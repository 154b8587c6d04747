"""The rows of live charts: what the files say, and nothing of what is hidden."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.site.pages import csv_rows, document

FOLDERS = {"sv": "malgrupper", "en": "en/target-groups"}
FIGURES = {"ok", "liten-taljare", "liten-rest"}
LEVELS = {"95": ("nedre_95", "ovre_95"), "998": ("nedre_998", "ovre_998")}
LIMITS = {"95": ("grans_nedre_95", "grans_ovre_95"), "998": ("grans_nedre_998", "grans_ovre_998")}


def charts(site: Path, lang: str) -> Iterator[tuple[dict, Path]]:
    """Read each live chart of a language, and name the file of rows beside its page."""
    for path in sorted((site / FOLDERS[lang]).glob("*/*/diagram.json")):
        measure = path.parent.name
        table = site / "malgrupper" / path.parent.parent.name / measure / f"{measure}.csv"
        yield json.loads(path.read_text(encoding="utf-8")), table


def published(table: Path) -> dict[tuple[str, str], dict[str, str]]:
    """Read the rows of a measure, by provider and period."""
    return {(row["utforare_namn"], row["period"].replace("/", "_")): row for row in csv_rows(table)}


def number(cell: str) -> float | None:
    """Read a number of a file; nothing where it has none."""
    return float(cell) if cell else None


@pytest.mark.parametrize("lang", ["sv", "en"])
def test_rows_have_the_numbers_of_the_file_beside_them_to_the_digit(site: Path, lang: str) -> None:
    """Value, intervals, limits, size, category and group value, of every measure in every period."""
    compared = bands = 0
    for chart, table in charts(site, lang):
        rows = published(table)
        levels = [code for code, _ in chart["levels"]]
        for period in chart["periods"]:
            for row in period["rows"]:
                of_file = rows.get((chart["providers"][row["provider"]][0], period["id"]))
                if of_file is None or of_file["status"] not in FIGURES:
                    continue
                compared += 1
                ends = [[number(of_file[name]) for name in LEVELS[level]] for level in levels]
                limits = [[number(of_file[name]) for name in LIMITS[level]] for level in levels]
                assert row["category"] == of_file["kategori"]
                assert row.get("size") == number(of_file["namnare"])
                assert row["limits"] == [pair for pair in limits if pair != [None, None]]
                assert period["reference"] == number(of_file["referens"])
                if of_file["status"] == "ok":
                    assert (row["value"], row["ends"]) == (number(of_file["varde"]), ends)
                else:
                    bands += 1
                    assert row["range"] == ends
                    assert "value" not in row
    assert compared > 1000
    assert bands > 50


@pytest.mark.parametrize("lang", ["sv", "en"])
def test_a_row_without_a_figure_is_words_alone(site: Path, lang: str) -> None:
    """No number but a size that is shown, and no place among the others but that of its name."""
    hidden = unsized = 0
    for chart, table in charts(site, lang):
        rows = published(table)
        names = [name for name, *_ in chart["providers"]]
        for period in chart["periods"]:
            assert [row["provider"] for row in period["rows"]] == sorted(row["provider"] for row in period["rows"])
            for row in period["rows"]:
                of_file = rows.get((names[row["provider"]], period["id"]))
                if of_file is not None and of_file["status"] in FIGURES:
                    continue
                hidden += 1
                assert row.keys() <= {"provider", "said", "words", "size"}
                assert row.get("size") == (number(of_file["namnare"]) if of_file else None)
                unsized += "size" not in row
                assert row["words"]
                assert row["said"] == [f"{names[row['provider']]}, {row['words']}"]
    assert hidden > unsized > 100


@pytest.mark.parametrize("lang", ["sv", "en"])
def test_a_chart_has_the_rows_and_the_words_of_its_page(site: Path, lang: str) -> None:
    """The same providers in the leading period, the same sentences, and what is said of each row is in its table."""
    for chart, table in charts(site, lang):
        page = document(site / FOLDERS[lang] / table.parent.relative_to(site / "malgrupper") / "index.html")
        lead = chart["periods"][0]
        section = page.xpath("//section[@class='comparison']")[0]
        names = section.xpath(".//tbody//th/a/text()")
        assert [chart["providers"][row["provider"]][0] for row in lead["rows"]] == names
        assert lead["sentence"] == page.xpath("string(//p[@class='key-sentence'])")
        assert lead["compared"] == section.xpath("string(p[@class='comparison__reference'])").strip()
        for row, line in zip(lead["rows"], section.xpath(".//tbody/tr"), strict=True):
            value = line.xpath("string(td[@class='row__value'])")
            assert (row["told"][0] if "told" in row else row["words"].split(", ")[0]) == value


def test_what_a_live_chart_loads_is_there_and_named_by_what_it_is_made_from(site: Path, many_site: Path) -> None:
    """Each page names its rows, Vega and the drawing; all pages the same two, which the site has once."""
    named = set()
    for page in (site / "malgrupper").glob("*/*/index.html"):
        for section in document(page).xpath("//section[@data-module='explore']"):
            for name in ("data-rows", "data-vega", "data-spec"):
                target = (page.parent / section.get(name)).resolve()
                assert target.is_file()
                named.add(target.relative_to(site.resolve()).as_posix())
    shared = sorted(name for name in named if name.startswith("theme/"))
    assert [name.rpartition("-")[0] for name in shared] == ["theme/live-chart", "theme/vega"]
    assert len(named) == 2 + 22
    # Where there are too many providers for one chart there is none, and nothing is loaded for it.
    pages = list(many_site.glob("malgrupper/bu-hvb/*/index.html"))
    assert pages
    assert not any("data-vega" in page.read_text(encoding="utf-8") for page in pages)
    assert not list(many_site.glob("malgrupper/bu-hvb/*/diagram.json"))
