"""The desk: what editors should see to, where drafts are shown, and nowhere else."""

import json
import shutil
from pathlib import Path

import pytest

from open_comparisons.cli.build import build
from tests.site.pages import document
from tests.small_data import add_unpublished_texts

DESKS = {"sv": "redaktion", "en": "en/desk"}
REPOSITORY = "https://git.example/o/r"


@pytest.fixture
def content(small_content: Path, tmp_path: Path) -> Path:
    """Copy texts to which a draft and a scheduled article are added."""
    shutil.copytree(small_content, tmp_path / "content")
    add_unpublished_texts(tmp_path / "content")
    return tmp_path / "content"


def listed(site: Path, lang: str, anchor: str) -> list[tuple[str, str, str]]:
    """Read a list of the desk: the address of each text, what is told of it, and its file."""
    lines = document(site / DESKS[lang] / "index.html").xpath(f"//section[@aria-labelledby='{anchor}']/ul/li")
    return [
        (
            line.xpath("string(strong/a/@href)"),
            line.xpath("string(span[@class='reading__about'])").replace("\xa0", " "),
            line.xpath("string(.//code)"),
        )
        for line in lines
    ]


def test_the_desk_lists_what_waits(drafts_site: Path) -> None:
    """Drafts of any date, what is scheduled, and what lacks a language, each with its file."""
    assert listed(drafts_site, "sv", "utkast") == [
        ("../artiklar/halvklar/", "Nyhet, 30 november 2026", "content/artiklar/halvklar.sv.md"),
        ("../en/articles/inte-klar/", "Nyhet, 1 mars 2027", "content/artiklar/inte-klar.en.md"),
        ("../artiklar/inte-klar/", "Nyhet, 1 mars 2027", "content/artiklar/inte-klar.sv.md"),
    ]
    # The day has not come, so that there is no page to lead to.
    scheduled = "content/artiklar/till-jul.sv.md"
    assert listed(drafts_site, "en", "tidsinstallda") == [("", "News, shown from 24 December 2026", scheduled)]
    assert listed(drafts_site, "en", "ett-sprak") == [
        ("../../artiklar/halvklar/", "News, missing in English", "content/artiklar/halvklar.sv.md"),
        ("", "News, missing in English", scheduled),
    ]
    assert not (drafts_site / "artiklar" / "till-jul").exists()
    assert (drafts_site / "artiklar" / "inte-klar" / "index.html").is_file()


def test_the_desk_follows_the_instant_and_the_settings_and_goes_when_the_site_is_published(
    project: Path, small_data: Path, content: Path, tmp_path: Path
) -> None:
    """
    Three builds of one site: at two instants with the desk, then as it is published.

    What nobody has changed for more than two years is old: two years to the day is not more, and what is not out or
    not ready is not old. Where the repository is known the desk leads to where texts are changed, and it tells how many
    texts of the standard lack a language. A published site has no page, no link and no word of a draft or of what is
    scheduled, in any byte, even when it replaces one that had them.
    """
    old = content / "artiklar" / "gar-inte-att-skilja.sv.md"
    head, body = old.read_text(encoding="utf-8").split("\n\n", 1)
    lines = [line for line in head.splitlines() if not line.startswith("Modified")]
    old.write_text("\n".join([*lines, "Modified: 2024-11-30"]) + f"\n\n{body}", encoding="utf-8")
    measures = small_data / "standard" / "matt.json"
    whole_standard = measures.read_text(encoding="utf-8")
    standard = json.loads(whole_standard)
    del standard[0]["summary"]["en"]
    measures.write_text(json.dumps(standard), encoding="utf-8")
    with_repository = tmp_path / "conf.py"
    lines = [f"import sys\nsys.path.insert(0, {str(project)!r})\nfrom pelicanconf import *"]
    lines += [f"OPEN_COMPARISONS_REPOSITORY = {REPOSITORY!r}", 'OPEN_COMPARISONS_HOSTING = "gitea"', ""]
    with_repository.write_text("\n".join(lines), encoding="utf-8")
    site = tmp_path / "site"
    options = {"output": site, "data": str(small_data), "content": str(content)}

    build(with_repository, at="2026-11-30", drafts=True, **options)
    document.cache_clear()
    root = document(site / "redaktion" / "index.html")
    old_address = f"{REPOSITORY}/_edit/main/content/artiklar/{old.name}"
    assert old_address not in root.xpath("//a/@href")
    assert root.xpath("//section[@aria-labelledby='tidsinstallda']//a/@href") == [
        f"{REPOSITORY}/_edit/main/content/artiklar/till-jul.sv.md"
    ]
    about_standard = root.xpath("string(//section[@aria-labelledby='standarden']/p)")
    assert about_standard.startswith("1 av standardens texter finns på bara ett språk")

    measures.write_text(whole_standard, encoding="utf-8")
    build(project / "pelicanconf.py", at="2026-12-01", drafts=True, **options)
    document.cache_clear()
    outdated = {file: about for _, about, file in listed(site, "sv", "lange-sedan")}
    assert outdated[f"content/artiklar/{old.name}"].endswith("senast ändrad 30 november 2024")
    assert not any("till-jul" in file or "inte-klar" in file for file in outdated)
    assert (site / "redaktion").is_dir()

    build(project / "pelicanconf.py", at="2026-12-01", **options)
    document.cache_clear()
    assert not (site / "redaktion").exists()
    assert not (site / "en" / "desk").exists()
    words = ("redaktion/", "en/desk", "För redaktionen", "For editors", "inte-klar", "halvklar", "till-jul")
    contents = [(path, path.read_bytes()) for path in site.rglob("*") if path.is_file()]
    assert [(path.name, word) for path, content in contents for word in words if word.encode() in content] == []


def test_an_article_in_one_language_is_linked_to_from_the_other(drafts_site: Path) -> None:
    """From the list and from pages about the same thing: its words marked with their language, which is told."""
    for address, root in (("en/articles", "../../"), ("en/target-groups/bu-hvb", "../../../")):
        page = document(drafts_site / address / "index.html")
        (link,) = page.xpath(f"//main//a[@href='{root}artiklar/halvklar/']")
        assert (link.get("lang"), link.get("hreflang")) == ("sv", "sv")
        told = " ".join(link.xpath("string(ancestor::li)").split()).replace("\xa0", " ")
        assert "Draft: News, 30 November 2026, in Swedish" in told
    own = document(drafts_site / "artiklar" / "halvklar" / "index.html")
    assert own.xpath("//link[@rel='alternate'][@hreflang]/@hreflang") == ["sv", "x-default"]
    assert "finns bara på svenska" in own.xpath("string(//main)")


def test_every_page_leads_to_the_desk_where_drafts_are_shown(drafts_site: Path) -> None:
    """In the footer, in its own language."""
    assert "../redaktion/" in document(drafts_site / "utforare" / "index.html").xpath("//footer//a/@href")
    assert "../../en/desk/" in document(drafts_site / "en" / "providers" / "index.html").xpath("//footer//a/@href")
