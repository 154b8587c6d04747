"""Each release has a page for ever: what is new, what has changed value by value, and its files."""

import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from icalendar import Calendar

from open_comparisons.cli.build import build
from open_comparisons.errors import OpenComparisonsError
from tests.conftest import PROJECT, build_site
from tests.site.pages import csv_rows, document
from tests.site.test_calendars import unfolded
from tests.site.test_feeds import complaints, feed, schema
from tests.small_data import add_release, change_row, copy_small_data

__all__ = ["schema"]

PAGES = {"sv": "utgavor", "en": "en/releases"}
OLD, NEW = "2024-05-15", "2025-05-14"
SLUG = "asklinten"
WHOLE = {"kon": "T", "alder": "alla", "lagrum": "alla"}
BLANK = dict.fromkeys(("taljare", "namnare", "personer", "varde", "standardavvikelse", "svarsandel"), "")


def lower_limits(release: Path) -> None:
    """Lower the limits of a release, with a reason that is an attack."""
    path = release / "metadata.json"
    reason = {"sv": "Få svar. <script>1</script>", "en": "Few answers. <script>1</script>"}
    limits = {"min_response_rate": 20, "reason": reason}
    content = json.loads(path.read_text(encoding="utf-8")) | {"thresholds": limits}
    path.write_text(json.dumps(content, ensure_ascii=False), encoding="utf-8")


@pytest.fixture(scope="module")
def changed(build_once: Callable[[str, Callable[[Path], None]], Path], small_content: Path) -> Path:
    """Build a site of two releases, the later with a corrected, a hidden and a withdrawn value."""

    def fill(folder: Path) -> None:
        data = folder / "data"
        copy_small_data(data)
        key = {"utforare_orgnr": "424454-8410", "matt_id": "trygghet", "period": "2021", **WHOLE}
        release = add_release(data, NEW, corrections=(key,))
        lower_limits(release)
        change_row(release, SLUG, key, svarsandel="70")
        change_row(release, SLUG, key | {"matt_id": "vardtid"}, **BLANK, status="skyddad")
        withdrawn = key | {"matt_id": "maluppfyllelse"}
        change_row(release, SLUG, withdrawn, **BLANK, status="saknas", orsak="ej-lamnat")
        build_site(folder / "site", data=str(data), content=str(small_content), at="2025-06-01")

    return build_once("site-of-changes", fill) / "site"


def rows_of(page: Path) -> list[tuple[str, ...]]:
    """Give what each row of the table of changes says: what, how, before and now."""
    rows = document(page).xpath("//table[contains(@class, 'changes')]/tbody/tr")
    return [tuple(" ".join(cell.text_content().split()) for cell in row) for row in rows]


@pytest.mark.parametrize(
    ("lang", "told"),
    [
        ("sv", "Siffror visas när minst 20 procent har svarat (i standarden 30). Skäl: Få svar. <script>1</script>"),
        ("en", "Figures are shown when at least 20 percent have answered (in the standard 30). Reason: Few answers."),
    ],
)
def test_a_release_tells_its_lowered_limits_with_the_reason(changed: Path, lang: str, told: str) -> None:
    """Beside the standard's own, on its page; a release by the standard's limits says nothing of them."""
    facts = document(changed / PAGES[lang] / "bu-hvb" / NEW / "index.html").xpath("//dl[@class='facts']/div/dd")
    assert any(" ".join(fact.text_content().split()).startswith(told) for fact in facts)
    former = document(changed / PAGES[lang] / "bu-hvb" / OLD / "index.html")
    assert "20 procent" not in former.text_content()
    assert "20 percent" not in former.text_content()


def test_a_release_that_is_not_sealed_is_not_published(small_data: Path, small_content: Path, tmp_path: Path) -> None:
    """What could be edited afterwards unnoticed is shown where it is worked on, and nowhere else."""
    options = {"data": str(small_data), "content": str(small_content), "output": tmp_path / "site"}
    with pytest.raises(OpenComparisonsError, match="release-not-sealed"):
        build(PROJECT / "publishconf.py", **options)
    assert not (tmp_path / "site").exists()


@pytest.mark.parametrize("lang", PAGES)
def test_every_release_is_listed_and_has_a_page(site: Path, lang: str) -> None:
    """The newest of each dataset first, with a link to each."""
    folders = {f"{path.parts[-2]}/{path.parts[-1]}" for path in (site / "data").glob("*/*/") if path.is_dir()}
    links = document(site / PAGES[lang] / "index.html").xpath("//ul[@class='links']/li/a/@href")
    listed = [re.search(r"([^/]+/[^/]+)/$", link)[1] for link in links]
    assert {name for name in folders if re.fullmatch(r"[^/]+/\d{4}-\d\d-\d\d", name)} == set(listed)
    assert listed == sorted(listed, key=lambda name: (name.split("/")[0], -int(name.split("/")[1].replace("-", ""))))
    assert all((site / PAGES[lang] / name / "index.html").is_file() for name in listed)


@pytest.mark.parametrize("lang", PAGES)
def test_the_page_tells_each_changed_value_as_the_files_do(site: Path, lang: str) -> None:
    """Nine corrections with their reasons, as in CSV and JSON."""
    folder = site / "data" / "bu-hvb" / OLD
    told = json.loads((folder / "andringar.json").read_text(encoding="utf-8"))
    lines = csv_rows(folder / "andringar.csv")
    rows = rows_of(site / PAGES[lang] / "bu-hvb" / OLD / "index.html")
    assert len(rows) == len(lines) == len(told["changes"]) == told["count"]["rattad"] == 9
    assert all(change["reason"][lang] in row[1] for change, row in zip(told["changes"], rows, strict=True))
    assert sum(period["rows"] for period in told["begun"]) == 825


def test_two_sides_of_a_change_never_look_the_same(site: Path) -> None:
    """What differs is shown also where value and counts are equal."""
    for lang in PAGES:
        for page in (site / PAGES[lang]).glob("*/*/index.html"):
            assert [row for row in rows_of(page) if row[2] == row[3]] == []


def test_the_first_release_says_so_and_an_older_one_leads_to_the_newer(site: Path) -> None:
    """Without changes and files of changes where there is nothing before it."""
    page = document(site / "utgavor" / "bu-hvb" / "2022-05-17" / "index.html")
    assert "första utgåvan" in page.xpath("string(//main)")
    assert page.xpath("//main//a[contains(@href, 'andringar')]") == []
    assert page.xpath("//p[@class='mark-note']/a[contains(@href, '2023-05-16')]")
    assert not (site / "data" / "bu-hvb" / "2022-05-17" / "andringar.csv").exists()


def test_what_is_hidden_or_withdrawn_is_named_without_its_number(changed: Path) -> None:
    """That it was shown, not what it was."""
    rows = {row[1].split()[0]: row for row in rows_of(changed / "utgavor" / "bu-hvb" / NEW / "index.html")}
    assert rows["Dold"][2:] == ("visades", "Visas inte")
    assert rows["Borttagen"][2:] == ("visades", "Saknas")
    text = document(changed / "utgavor" / "bu-hvb" / NEW / "index.html").xpath("string(//main)")
    assert "2 av de ändrade värdena" in text


def test_a_correction_stands_beside_the_figure(changed: Path) -> None:
    """With its date at the figure, its reason below, and a link to the release."""
    for page in ("utforare/asklinten", "malgrupper/bu-hvb/trygghet"):
        (section,) = document(changed / page / "index.html").xpath("//section[h2='Rättelser' or h3='Rättelser']")
        assert "Felräknat." in section.text_content()
        assert section.xpath(f".//a[contains(@href, 'utgavor/bu-hvb/{NEW}/')]")
    others = document(changed / "utforare" / "storkallan" / "index.html").xpath("string(//main)")
    assert "Rättelser" not in others


def test_a_correction_is_marked_in_the_row_of_the_figure(site: Path) -> None:
    """In the table that the measure's page and the provider's page lead with."""
    for page in ("utforare/nordstjarnevard", "malgrupper/bu-hvb/planerat-avslut"):
        marked = document(site / page / "index.html").xpath("//tr[contains(., 'Rättad 15')]")
        assert marked, page


def test_files_and_charts_of_a_release_stay_as_they_were(site: Path, site_in_2023: Path) -> None:
    """A newer release changes no byte of an older one's files, and its charts are still there."""
    files = [path.relative_to(site_in_2023) for path in site_in_2023.glob("data/*/20*/*")]
    assert len(files) > 8
    assert [name for name in files if (site / name).read_bytes() != (site_in_2023 / name).read_bytes()] == []
    charts = [path.relative_to(site_in_2023) for path in site_in_2023.glob("badda-in/*/*/20*/index.html")]
    assert charts
    assert [name for name in charts if not (site / name).is_file()] == []


@pytest.mark.parametrize(("name", "lang"), [("utgavor/flode.xml", "sv"), ("en/releases/feed.xml", "en")])
def test_releases_have_a_feed(site: Path, schema, name: str, lang: str) -> None:
    """Valid, an entry each, the newest first, and named as invented."""
    root = feed(site, name)
    assert complaints(root, schema) == []
    titles = [title.text for title in root.iter("{*}title")][1:]
    assert len(titles) == 5
    assert all(("påhittat" if lang == "sv" else "invented") in title for title in titles)


@pytest.mark.parametrize("name", ["utgavor.ics", "en/releases.ics"])
def test_releases_have_a_calendar_with_the_next_that_is_due(site: Path, name: str) -> None:
    """Whole days; what is planned is tentative, and takes the name of the release that comes."""
    content = (site / name).read_bytes()
    assert next(unfolded(content)) == "BEGIN:VCALENDAR"
    events = list(Calendar.from_ical(content).walk("VEVENT"))
    due = [event for event in events if event["STATUS"] == "TENTATIVE"]
    assert len(events) == 7
    assert {event.decoded("DTSTART").isoformat() for event in due} == {"2025-05-14"}
    assert len({event["UID"] for event in events}) == 7
    assert all(event["DTSTART"].params["VALUE"] == "DATE" for event in events)


def test_a_release_that_comes_takes_the_place_of_the_one_that_was_due(site: Path, site_in_2023: Path) -> None:
    """A calendar program moves the event and does not add another."""
    earlier, later = (
        {event["UID"]: event for event in Calendar.from_ical((folder / "utgavor.ics").read_bytes()).walk("VEVENT")}
        for folder in (site_in_2023, site)
    )
    due = [uid for uid, event in earlier.items() if event["STATUS"] == "TENTATIVE"]
    assert due
    assert all(later[uid]["STATUS"] == "CONFIRMED" for uid in due)
    assert all(later[uid]["SEQUENCE"] > earlier[uid]["SEQUENCE"] for uid in due)
