"""`/data/`: it leads to every file, says what a blank means, and its examples run as they stand."""

import csv
import functools
import http.server
import json
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.knowledge_texts import ADDRESS
from tests.site.pages import csv_rows, document, local_target

PAGES = {"sv": "data/index.html", "en": "en/data/index.html"}
NEWEST = Path("data/bu-hvb/2024-05-15")


class _Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        """Keep the tests' output short."""


@pytest.fixture(scope="module")
def served(knowledge_site: Path) -> Iterator[str]:
    """Serve a site that knows its address, on this machine."""
    handler = functools.partial(_Quiet, directory=str(knowledge_site))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


def examples(site: Path, lang: str, language: str) -> list[str]:
    """The code of a page, in one programming language."""
    page = document(site / PAGES[lang])
    return [code.text_content() for code in page.xpath(f"//pre/code[@class='language-{language}']")]


def run(code: str, served: str) -> str:
    """Run an example against the served site; what it prints."""
    assert ADDRESS in code
    done = subprocess.run(
        [sys.executable, "-X", "utf8", "-W", "error", "-c", code.replace(ADDRESS, served)],
        capture_output=True, encoding="utf-8", timeout=120, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return done.stdout


def shown(site: Path) -> list[dict[str, str]]:
    """What the examples show: whole providers, the first measure, the period it begins with."""
    return [
        row
        for row in csv_rows(site / NEWEST / "jamforelse.csv")
        if (row["matt_id"], row["period"], row["enhet_id"]) == ("planerat-avslut", "2020/2022", "")
        and (row["kon"], row["alder"], row["lagrum"]) == ("T", "alla", "alla")
    ]


@pytest.mark.parametrize("lang", ["sv", "en"])
def test_the_examples_in_python_run_and_print_what_the_files_say(knowledge_site: Path, served: str, lang: str) -> None:
    """Copied as they are, they fetch the newest release and print its values, and words where a value is hidden."""
    plain, of_json, pandas = examples(knowledge_site, lang, "python")
    rows = shown(knowledge_site)
    assert len(rows) > 3
    wanted = [f"{row['utforare_namn']}: {row['varde'] or row['status']}" for row in rows]
    assert run(plain, served).splitlines() == wanted
    content = json.loads((knowledge_site / "api/v1/measures/planerat-avslut.json").read_text(encoding="utf-8"))
    values = [row[content["columns"].index("value")] for row in content["rows"]]
    assert run(of_json, served).splitlines() == [
        content["measure"]["title"][lang],
        f"{len(values)} {values.count(None)}",
    ]
    told = run(pandas, served).splitlines()
    assert len(told) == len(rows) + 2
    for line, row in zip(told[1:], rows, strict=False):
        assert row["utforare_namn"] in line
        assert line.endswith(row["status"])
        assert ("NaN" in line) == (row["varde"] == "")
    without = sum(row["varde"] == "" for row in rows)
    assert told[-1] == f"{len(rows) - without} {without}"


@pytest.mark.parametrize("lang", ["sv", "en"])
def test_the_examples_for_r_and_excel_name_files_and_columns_that_exist(knowledge_site: Path, lang: str) -> None:
    """They cannot be run here, so what they name is looked up."""
    for language, name in (("r", "jamforelse.csv"), ("m", "observationer.csv")):
        (code,) = examples(knowledge_site, lang, language)
        assert f"{ADDRESS}/{NEWEST.as_posix()}/{name}" in code
        assert code.count("(") == code.count(")")
        assert code.count("{") == code.count("}")
    with (knowledge_site / NEWEST / "observationer.csv").open(encoding="utf-8", newline="") as handle:
        columns = next(csv.reader(handle))
    named = {part.split('"')[1] for part in code.split("{") if "type number}" in part}
    assert named == {"taljare", "namnare", "personer", "varde", "standardavvikelse", "svarsandel"}
    assert named <= set(columns)


@pytest.mark.parametrize("lang", ["sv", "en"])
def test_the_page_leads_to_every_file_of_the_newest_releases(site: Path, lang: str) -> None:
    """No file of a release lacks a link, and each is told in words."""
    path = site / PAGES[lang]
    links = document(path).xpath("//ul[@class='links']//a")
    targets = {local_target(path, link.get("href"), site): link for link in links}
    for dataset in ("bu-hvb", "bu-stodboende"):
        for file in (site / "data" / dataset / "2024-05-15").iterdir():
            assert targets[file].getnext().text_content()


def test_the_page_is_one_link_away_from_everywhere(site: Path) -> None:
    """It stands in the footer of each language."""
    assert "../data/" in document(site / "utforare" / "index.html").xpath("//footer//a/@href")
    assert "../../en/data/" in document(site / "en" / "providers" / "index.html").xpath("//footer//a/@href")


@pytest.mark.parametrize("lang", ["sv", "en"])
def test_search_engines_are_told_of_the_catalogue(knowledge_site: Path, lang: str) -> None:
    """A DataCatalog with a Dataset per newest release, its licence, time and files, all at absolute addresses."""
    (block,) = document(knowledge_site / PAGES[lang]).xpath("//script[@type='application/ld+json']/text()")
    catalogue = json.loads(block)
    assert catalogue["@type"] == "DataCatalog"
    assert catalogue["url"] == f"{ADDRESS}/{PAGES[lang].removesuffix('index.html')}"
    (dataset,) = catalogue["dataset"]
    assert dataset["@type"] == "Dataset"
    assert dataset["version"] == dataset["datePublished"] == "2024-05-15"
    assert dataset["license"] == "http://creativecommons.org/licenses/by/4.0/"
    assert dataset["isAccessibleForFree"] is True
    assert dataset["temporalCoverage"].startswith("20")
    assert len(dataset["description"]) >= 50
    for download in dataset["distribution"]:
        assert download["@type"] == "DataDownload"
        assert (knowledge_site / download["contentUrl"].removeprefix(f"{ADDRESS}/")).is_file()
    assert {one["encodingFormat"] for one in dataset["distribution"]} >= {"text/csv"}
