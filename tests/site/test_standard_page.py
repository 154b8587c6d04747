"""The page of the file standard, with blank files to fill in, an example, and the standard's own files."""

import csv
import io
import json
from pathlib import Path

import jsonschema
import pytest

from open_comparisons.cli.main import main
from open_comparisons.intake.handover.description import ANSWERS
from open_comparisons.standard.loading import load_standard
from tests.descriptions import ANSWERED
from tests.site.pages import document, local_target
from tests.variant_data import EARLIER_STANDARD

PLACES = {"sv": "standard", "en": "en/standard"}
each_language = pytest.mark.parametrize("lang", ["sv", "en"])


def texts(nodes) -> list[str]:
    return [" ".join("".join(node.itertext()).split()) for node in nodes]


@each_language
def test_the_page_tells_all_that_the_standard_says(site: Path, project: Path, lang: str) -> None:
    """Version and licence, every column, code, target group and measure, and what each version changed."""
    standard = load_standard(project / "data" / "standard")
    root = document(site / PLACES[lang] / "index.html")
    assert standard.version in root.xpath("string(//main)")
    assert texts(root.xpath("//*[@id='kolumner']//tbody//th")) == [column.name for column in standard.columns]
    codes = texts(root.xpath("//details[starts-with(@id, 'lista-')]//tbody//th"))
    assert {*standard.codes.statuses, *standard.codes.reasons, "K", "0-12", "lvu"} <= set(codes)
    about = texts(root.xpath("//*[@class='links__about']"))
    assert {f"{measure.id} {measure.version}" for measure in standard.measures.values()} <= set(about)
    assert set(standard.target_groups) <= set(about)
    changes = texts(root.xpath("//section[@aria-labelledby='andringar']//dd"))
    assert changes == [change.text.plain(lang) for change in standard.changes]


@each_language
def test_the_page_says_what_is_draft_and_how_it_becomes_final(site: Path, project: Path, lang: str) -> None:
    """Near the top, in the words of the standard itself, and nothing of it once the standard is adopted."""
    draft = load_standard(project / "data" / "standard").draft
    assert draft is not None
    section = document(site / PLACES[lang] / "index.html").xpath("//section[@aria-labelledby='utkast']")[0]
    said = texts(section.xpath(".//p/strong | .//li"))
    all_of_it = (draft.about, *draft.may_change, *draft.stays, *draft.steps)
    assert said == [text.plain(lang) for text in all_of_it]
    assert section.getparent().xpath("./section")[0] is section


@each_language
def test_the_page_shows_the_plausible_values_of_each_measure(site: Path, project: Path, lang: str) -> None:
    """Shares in a sentence, and every other measure with its limits."""
    standard = load_standard(project / "data" / "standard")
    rows = document(site / PLACES[lang] / "index.html").xpath("//*[@id='rimligt']//tbody/tr")
    others = [measure for measure in standard.measures.values() if not measure.is_share]
    assert texts(row.xpath("./th")[0] for row in rows) == [measure.title.plain(lang) for measure in others]
    values = dict(zip((measure.id for measure in others), texts(row.xpath("./td")[0] for row in rows), strict=True))
    assert values["vardtid"] == {"sv": "14 dygn till 6 600 dygn", "en": "14 days to 6,600 days"}[lang]


@each_language
def test_every_target_group_with_measures_has_a_blank_file(site: Path, project: Path, lang: str) -> None:
    """The page links a workbook in its language and a CSV, and so does the page on how to submit."""
    standard = load_standard(project / "data" / "standard")
    page = site / PLACES[lang] / "index.html"
    links = {local_target(page, link, site) for link in document(page).xpath("//main//a/@href") if "//" not in link}
    groups = [group for group in standard.target_groups if standard.measures_of(group)]
    for group in groups:
        assert (site / "standard" / f"mall-{group}.csv").resolve() in links
        assert (page.parent / f"mall-{group}.xlsx").resolve() in links
    assert all(link.is_file() for link in links if link)


def test_the_files_of_the_standard_have_an_address_with_their_version(site: Path, project: Path) -> None:
    """Byte by byte as they stand in the folder."""
    folder = project / "data" / "standard"
    home = site / "data" / "standard" / load_standard(folder).version
    for path in (*folder.glob("*.json"), *folder.glob("*.csv"), folder / "README.md"):
        assert path.read_bytes() == (home / path.name).read_bytes()


def test_files_of_earlier_versions_keep_their_addresses(variant_site: Path) -> None:
    """They are in a folder of the standard by their version, and are no part of the present one."""
    home = variant_site / "data" / "standard"
    assert (home / EARLIER_STANDARD / "standard.json").read_text(encoding="utf-8") == "{}"
    assert (home / "1.2.0").is_dir()
    assert not (home / "1.2.0" / "tidigare").exists()


@each_language
def test_the_example_is_what_protect_makes_of_it(site: Path, tmp_path: Path, lang: str) -> None:
    """Anybody can do it again: the protected file is that of the command, and each row tells why it is hidden."""
    home = site / "data" / "standard" / "1.2.0" / "exempel"
    true = tmp_path / "true.csv"
    true.write_bytes((home / "verkliga.csv").read_bytes())
    made = tmp_path / "protected.csv"
    assert main(["protect", str(true), "-o", str(made), *ANSWERED]) == 0
    assert main(["check", str(made)]) == 0
    assert made.read_bytes() == (home / "skyddade.csv").read_bytes()
    rows = list(csv.DictReader(io.StringIO(made.read_text(encoding="utf-8"))))
    table = document(site / PLACES[lang] / "index.html").xpath("//*[@id='exempel']//tbody/tr")
    assert len(rows) == len(table)
    hidden = [row for row in rows if row["status"] not in {"ok", "saknas"}]
    told = [row for row in table if row.xpath("./td[2]/small")]
    assert len(hidden) == len(told)
    assert {"sv": ["31 av 40", "31 av 40"], "en": ["31 of 40", "31 of 40"]}[lang] == texts(table[0].xpath("./td"))


@each_language
def test_what_corresponds_in_other_systems_is_told_with_what_differs(site: Path, lang: str) -> None:
    """The codes are from an old list, so nothing links to them."""
    root = document(site / PLACES[lang] / "index.html")
    rows = texts(root.xpath("//*[@id='andra-system']//tbody/tr"))
    assert any("Kolada: U33400" in row for row in rows)
    assert any("INDIGO: Outcome Definition" in row for row in rows)
    assert "2013" in root.xpath("string(//main)")
    assert not root.xpath("//a[contains(@href, 'kolada')]")


@each_language
def test_what_is_said_about_a_submission_has_a_table_a_schema_and_an_example(site: Path, lang: str) -> None:
    """The four answers with their fields; both files are linked, and the example follows the schema."""
    page = site / PLACES[lang] / "index.html"
    rows = document(page).xpath("//*[@id='uppgifter']//tbody/tr")
    assert [texts(row.xpath("./td"))[-1] for row in rows] == [*ANSWERS]
    links = [local_target(page, link, site) for link in document(page).xpath("//main//a/@href") if "//" not in link]
    files = [site / "standard" / name for name in ("lamning.schema.json", "lamning-exempel.json")]
    assert {file.resolve() for file in files} <= set(links)
    schema, example = (json.loads(file.read_text(encoding="utf-8")) for file in files)
    jsonschema.validate(example, schema)
