"""Figures in prose: a marker becomes the published figure, in its text's language, and stays as it was pinned."""

import csv
from pathlib import Path

import pytest

from open_comparisons.cli.build import build
from open_comparisons.errors import DataError
from tests.site.pages import document

NEWEST, OLDER = "2024-05-15", "2023-05-16"
HEAD = {
    "sv": "Title: Siffror\nSummary: Med siffror.\nDate: 2024-06-01\nCategory: news\nAuthor: Redaktionen\n\n",
    "en": "Title: Figures\nSummary: With figures.\nDate: 2024-06-01\nCategory: news\nAuthor: The editors\n\n",
}
PROVIDER, MEASURE, PERIOD = "havtornet", "planerat-avslut", "2020/2022"
BODY = f"""\
One home had {{{{value bu-hvb/{MEASURE}/{PROVIDER} period={PERIOD} release={NEWEST}}}}} and all had
{{{{value bu-hvb/{MEASURE} period={PERIOD} release={NEWEST}}}}}.

{{{{chart bu-hvb/{MEASURE} period={PERIOD} release={NEWEST}}}}}

{{{{table bu-hvb/{MEASURE} release=newest}}}}

{{{{chart bu-hvb/{MEASURE}/{PROVIDER} release={NEWEST}}}}}

{{{{table bu-hvb/{MEASURE}/{PROVIDER} release={NEWEST}}}}}

In Britain {{{{fact uk-sparat-eller-undvikit}}}}.
"""


def write(content: Path, slug: str, body: str, langs: tuple[str, ...] = ("sv", "en")) -> None:
    """Write an article in some languages."""
    for lang in langs:
        (content / "artiklar" / f"{slug}.{lang}.md").write_text(HEAD[lang] + body, encoding="utf-8")


@pytest.fixture(scope="module")
def content(tmp_path_factory, project: Path) -> Path:
    """Make a content folder without texts of its own but the pages."""
    folder = tmp_path_factory.mktemp("figures") / "content"
    (folder / "artiklar").mkdir(parents=True)
    (folder / "sidor").symlink_to(project / "content" / "sidor")
    return folder


@pytest.fixture(scope="module")
def built(content: Path, project: Path) -> Path:
    """Build the example data with texts that show its figures."""
    write(content, "siffror", BODY)
    write(content, "aldre", f"Then {{{{value bu-hvb/{MEASURE}/{PROVIDER} period=2021 release={OLDER}}}}}.")
    output = content.parent / "site"
    build(project / "pelicanconf.py", output=output, content=str(content), at="2027-01-01")
    return output


def published(site: Path, release: str, period: str) -> dict[str, str]:
    """The provider's row of the published comparison."""
    with (site / "data" / "bu-hvb" / release / "jamforelse.csv").open(encoding="utf-8-sig", newline="") as handle:
        rows = [row for row in csv.DictReader(handle) if (row["matt_id"], row["period"]) == (MEASURE, period)]
    whole = [
        row
        for row in rows
        if row["kon"] == "T" and row["alder"] == "alla" and row["lagrum"] == "alla" and not row["enhet_id"]
    ]
    return next(row for row in whole if row["utforare_namn"].startswith("Havtornet"))


@pytest.mark.parametrize(("lang", "address"), [("sv", "artiklar/siffror"), ("en", "en/articles/siffror")])
def test_a_value_is_the_published_one_with_its_count_and_interval(built, lang, address):
    """Written as the language does, and a link to the page it is from."""
    row = published(built, NEWEST, PERIOD)
    root = document(built / address / "index.html")
    first, _ = root.xpath("//a[@class='figure-value']")
    value = f"{float(row['varde']):.1f}"
    assert first.text == (value.replace(".", ",") + "\u00a0%" if lang == "sv" else value + "%")
    assert first.tail.startswith(f" ({row['taljare']} {'av' if lang == 'sv' else 'of'} {row['namnare']}; 95")
    assert f"{float(row['nedre_95']):.0f}–{float(row['ovre_95']):.0f}" in first.tail
    target = (built / address / first.get("href") / "index.html").resolve()
    assert document(target).get("lang") == lang
    assert target.parent.name == MEASURE


@pytest.mark.parametrize(("lang", "address"), [("sv", "artiklar/siffror"), ("en", "en/articles/siffror")])
def test_charts_and_tables_have_their_sentence_rows_and_origin(built, lang, address):
    """A chart is a table too; all say which release they are from and that the figures are invented."""
    root = document(built / address / "index.html")
    figures = root.xpath("//figure[@class='text-figure']")
    assert len(figures) == 4
    for figure in figures:
        assert figure.xpath(".//table//tbody/tr")
        assert figure.xpath("string(figcaption)").strip()
        origin = figure.xpath("string(.//p[@class='text-figure__origin'])")
        assert ("påhittade" if lang == "sv" else "invented") in origin
        assert "15\u00a0maj 2024" in origin or "15\u00a0May 2024" in origin
    assert figures[0].xpath(".//svg")
    assert figures[2].xpath(".//svg")


@pytest.mark.parametrize(("lang", "address"), [("sv", "artiklar/siffror"), ("en", "en/articles/siffror")])
def test_a_fact_has_its_value_source_year_and_caveat(built, lang, address):
    """The caveat stands below the text, and the fact leads to it."""
    root = document(built / address / "index.html")
    link = root.xpath("//a[@href='#fakta-uk-sparat-eller-undvikit']")[0]
    assert "Outcomes For All, 2022" in link.text
    note = root.get_element_by_id("fakta-uk-sparat-eller-undvikit").text_content()
    assert ("397\u00a0miljoner pund" if lang == "sv" else "£397\u00a0million") in note
    assert "ATQ" in note
    assert "2026" in note


def test_a_pinned_figure_stays_and_says_that_there_are_newer_ones(built):
    """An old article stays true."""
    row = published(built, OLDER, "2021")
    root = document(built / "artiklar" / "aldre" / "index.html")
    (value,) = root.xpath("//a[@class='figure-value']")
    assert value.text == f"{float(row['varde']):.1f}".replace(".", ",") + "\u00a0%"
    note = root.xpath("string(//aside[@class='mark-note'])")
    assert "16\u00a0maj 2023" in note
    assert not document(built / "artiklar" / "siffror" / "index.html").xpath("//aside[@class='mark-note']")


WRONG_MARKERS = [
    ("value bu-hbv/planerat-avslut period=2021 release=newest", "unknown-name", "bu-hvb"),
    ("value bu-hvb/planerad-avslut period=2021 release=newest", "unknown-name", "planerat-avslut"),
    (f"value bu-hvb/{MEASURE}/havtorn period=2021 release=newest", "unknown-name", "havtornet"),
    (f"value bu-hvb/{MEASURE}/{PROVIDER} period=1999 release=newest", "no-figure", "2021"),
    (f"value bu-hvb/{MEASURE}/{PROVIDER} period=i-fjol release=newest", "unknown-name", "2021"),
    (f"value bu-hvb/{MEASURE}/{PROVIDER} period=2021 release=2024-05-16", "unknown-name", NEWEST),
    (f"value bu-hvb/{MEASURE}/{PROVIDER} period=2021", "broken-marker", "release"),
    ("diagram x", "broken-marker", "chart"),
    ("fact uk-sparat", "unknown-name", "uk-sparat-eller-undvikit"),
    ("", "broken-marker", "value"),
]


def test_wrong_names_fail_the_build_with_file_line_and_the_nearest_right_one(tmp_path, project):
    """Each wrong marker of each text is reported at once, and nothing is built."""
    content = tmp_path / "content"
    (content / "artiklar").mkdir(parents=True)
    (content / "sidor").symlink_to(project / "content" / "sidor")
    for number, (marker, _, _) in enumerate(WRONG_MARKERS):
        write(content, f"fel-{number}", f"Text.\n\nHere {{{{{marker}}}}}.\n", ("sv",))
    with pytest.raises(DataError) as caught:
        build(
            project / "pelicanconf.py",
            output=tmp_path / "site",
            data=str(project / "data"),
            content=str(content),
            at="2027-01-01",
        )
    problems = {problem.file: problem for problem in caught.value.problems}
    assert len(problems) == len(caught.value.problems) == len(WRONG_MARKERS)
    for number, (marker, code, near) in enumerate(WRONG_MARKERS):
        problem = problems[f"content/artiklar/fel-{number}.sv.md"]
        assert (problem.row, problem.code) == (9, f"content-{code}"), marker
        assert near in problem.remedy("sv")
        assert near in problem.remedy("en")
    assert not (tmp_path / "site").exists()
