"""The funnels of the example site, against the downloads: where they are, what they draw, and what they say."""

import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from scipy import stats

from tests.many_providers import SHARE, WINDOW
from tests.site.pages import csv_rows, document, local_target, words

SIDES = {"lagre": -2, "kanske-lagre": -1, "gar-inte-att-skilja": 0, "kanske-hogre": 1, "hogre": 2}
BANDED = {"liten-taljare", "liten-rest"}
UNKNOWN = "kan-ej-bedomas"
FOLDERS = {"sv": "malgrupper", "en": "en/target-groups"}
FOUND = {
    "sv": r"Av (\d+) jämförelser väntas (knappast någon|[\d,]+) hamna utanför 95-procentsgränserna "
    r"av (?:slump ensam|slump och vanliga skillnader); (ingen|\d+) gör det\. "
    r"Utanför 99,8-procentsgränserna väntas (knappast någon|[\d,]+); (ingen|\d+) gör det\.",
    "en": r"Of (\d+) comparisons, (hardly any|[\d.]+) would be expected outside the 95% limits "
    r"by chance (?:alone|and ordinary differences); (none|\d+) (?:is|are)\. "
    r"Outside the 99\.8% limits (hardly any|[\d.]+) would be expected; (none|\d+) (?:is|are)\.",
}
LEFT_OUT = {"sv": "inte med i bilden", "en": "not in the drawing"}
RANGES = {"sv": r"(\d+) utförare har .*ruta(?:t|de) spann", "en": r"(\d+) providers? ha(?:s|ve) .*hatched ranges?"}
WIDENED = {"sv": r"variansen är (\S+) gånger", "en": r"the variance is (\S+) times"}
DRAWN_IN = stats.norm.expect(lambda x: np.clip(x, *stats.norm.ppf([0.1, 0.9])) ** 2)
# Marks have places to a tenth of the drawing's units, and so have the limits.
BLUR = 0.15
each_language = pytest.mark.parametrize("lang", ["sv", "en"])


def rows_of(site: Path, group: str, measure: str) -> dict[str, dict[str, str]]:
    """The rows of the pooled window in a measure's download, by provider."""
    return {
        row["utforare_namn"]: row
        for row in csv_rows(site / "malgrupper" / group / measure / f"{measure}.csv")
        if row["period"] == WINDOW
    }


def measure_pages(site: Path, lang: str) -> Iterator[tuple[Path, dict[str, dict[str, str]]]]:
    """The page of every measure within a target group, and the rows it leads with."""
    for page in sorted((site / FOLDERS[lang]).glob("*/*/index.html")):
        group, measure = page.parent.parent.name, page.parent.name
        # Other pages lie beside those of measures, such as who reported.
        if (site / "malgrupper" / group / measure / f"{measure}.csv").is_file():
            yield page, rows_of(site, group, measure)


def funnels(site: Path, lang: str) -> Iterator[tuple]:
    """The page, the section and the rows of every funnel."""
    for page, rows in measure_pages(site, lang):
        for section in document(page).xpath("//section[@class='funnel']"):
            yield page, section, rows


def notes_of(section) -> list[str]:
    """The notes on a drawing, one by one."""
    return [words(note) for note in section.xpath(".//*[@id='slumpen-text']/p")]


def numbers(text: str) -> list[float]:
    """The numbers in a text, as either language writes them."""
    plain = re.sub(r"(?<=\d)[ \u202f,](?=\d{3}\b)", "", text).replace("\u2212", "-")
    return [float(number.replace(",", ".")) for number in re.findall(r"-?\d+(?:[.,]\d+)?", plain)]


def count(text: str) -> int:
    """A whole number, or 0 for the word that means none."""
    return int(text) if text.isdigit() else 0


def links(section, rows: dict[str, dict[str, str]]) -> Iterator[tuple]:
    """The providers that are links in a drawing, each with its row."""
    for link in section.xpath(".//a[contains(@class, 'funnel__point')]"):
        name = next(name for name in rows if link.get("aria-label").startswith(f"{name}, "))
        yield link, rows[name]


@each_language
def test_a_funnel_is_where_ten_providers_can_be_judged_and_nowhere_else(site: Path, lang: str) -> None:
    """Whatever the measure; the table of all numbers is there either way."""
    found = Counter()
    for page, rows in measure_pages(site, lang):
        judged = sum(row["kategori"] != UNKNOWN for row in rows.values())
        drawn = len(document(page).xpath("//section[@class='funnel']"))
        assert drawn == (judged >= 10), page
        assert len(document(page).xpath("//details[contains(@class, 'numbers')]//table")) == 1, page
        found[drawn] += 1
    assert found[1] > 10
    assert found[0] >= 2


@each_language
def test_the_text_tells_what_the_download_holds(site: Path, lang: str) -> None:
    """How many can be judged, would be outside by chance and are; how many are ranges, and how many are left out."""
    for page, section, rows in funnels(site, lang):
        judged = Counter(row["kategori"] for row in rows.values() if row["kategori"] != UNKNOWN)
        far, total = judged["lagre"] + judged["hogre"], sum(judged.values())
        outside = far + judged["kanske-lagre"] + judged["kanske-hogre"]
        told = re.fullmatch(FOUND[lang], words(section.xpath("p")[0]))
        assert told, page
        all_, expected, seen, expected_far, seen_far = told.groups()
        assert list(map(count, (all_, seen, seen_far))) == [total, outside, far], page
        for said, column in ((expected, "slump_95"), (expected_far, "slump_998")):
            chance = sum(float(row[column]) for row in rows.values() if row["kategori"] != UNKNOWN)
            number = 0.0 if said in {"knappast någon", "hardly any"} else float(said.replace(",", "."))
            assert number == pytest.approx(chance, abs=0.0501), page
        text = " ".join(notes_of(section))
        bands = [row for row in rows.values() if row["status"] in BANDED]
        ranges = re.search(RANGES[lang], text)
        assert (int(ranges[1]) if ranges else 0) == len(bands), page
        listed = document(page).xpath("(//table[@class='rows'])[1]/tbody/tr")
        drawn = list(links(section, rows))
        left_out = [numbers(note) for note in notes_of(section) if LEFT_OUT[lang] in note]
        assert sum(note[0] for note in left_out) == len(listed) - len(drawn), page
        assert all(sum(parts) == first for first, *parts in left_out), page


@each_language
def test_overdispersion_is_told_as_it_is(site: Path, lang: str) -> None:
    """For shares, worked out here once more from the counts of the download, a protected count with its middle."""
    told = Counter()
    for page, section, rows in funnels(site, lang):
        shown = [row for row in rows.values() if row["status"] in {"ok", *BANDED}]
        if not all(row["taljare"] or row["status"] in BANDED for row in shown):
            continue
        base = np.array([float(row["namnare"]) for row in shown])
        middle = np.where([row["status"] == "liten-rest" for row in shown], base - 2, 2)
        number = np.array([float(row["taljare"] or "nan") for row in shown])
        number = np.where(np.isnan(number), middle, number)
        angle = np.arcsin(np.sqrt(number.sum() / base.sum()))
        z = 2 * np.sqrt(base) * (np.arcsin(np.sqrt(number / base)) - angle)
        drawn_in = np.clip(z, *np.quantile(z, [0.1, 0.9])) ** 2
        phi = float(drawn_in.sum()) / ((len(z) - 1) * DRAWN_IN)
        widened = re.search(WIDENED[lang], " ".join(notes_of(section)))
        assert bool(widened) == (phi > 1), page
        if widened:
            assert numbers(widened[1])[0] == pytest.approx(phi, abs=0.051), page
        told[bool(widened)] += 1
    assert told[True] > 5


@each_language
def test_each_mark_lies_where_its_category_says(site: Path, lang: str) -> None:
    """Against the limits as they are drawn; a protected row is a bar across its range, a hidden one is not there."""
    drawn = Counter()
    for page, section, rows in funnels(site, lang):
        paths = section.xpath(".//*[@class='funnel__limits']/*[@fill='none']/@d")
        found = [np.array(re.findall(r"(-?[\d.]+),(-?[\d.]+)", path), dtype=float) for path in paths]
        edges = sorted(found, key=lambda edge: edge[:, 1].mean())
        assert len(edges) == 4
        for link, row in links(section, rows):
            drawn[row["status"]] += 1
            if row["status"] in BANDED:
                assert len(link.xpath("./path[contains(@d, 'h9v')]")) == 1
                assert not link.xpath("./g")
                continue
            x, y = (float(link.xpath("circle")[0].get(name)) for name in ("cx", "cy"))
            limits = [np.interp(x, edge[:, 0], edge[:, 1]) for edge in edges]
            sides = {
                sum(y + moved < limit for limit in limits[:2]) - sum(y + moved > limit for limit in limits[2:])
                for moved in (-BLUR, 0, BLUR)
            }
            assert SIDES[row["kategori"]] in sides, (page, link.get("aria-label"))
            assert link.xpath("g/@transform") == [
                f"translate({link.xpath('circle/@cx')[0]} {link.xpath('circle/@cy')[0]})"
            ]
    assert set(drawn) == {"ok", *BANDED}


@each_language
def test_the_axes_tell_where_each_mark_lies(site: Path, lang: str) -> None:
    """Labels are evenly apart, the first at the start and the last at the end, and n and value follow from them."""
    for page, section, rows in funnels(site, lang):
        values = [numbers(words(label))[0] for label in section.xpath(".//*[@class='funnel__values']/span")]
        sizes = [numbers(words(label))[0] for label in section.xpath(".//*[@class='funnel__sizes']/span")]
        assert np.allclose(np.diff(values), values[1] - values[0]), page
        assert np.allclose(np.diff(sizes), sizes[1] - sizes[0]), page
        _, _, width, height = map(float, section.xpath(".//svg/@viewbox | .//svg/@viewBox")[0].split())
        for link, row in links(section, rows):
            if row["status"] in BANDED:
                continue
            x, y = (float(link.xpath("circle")[0].get(name)) for name in ("cx", "cy"))
            size = sizes[0] + (sizes[-1] - sizes[0]) * x / width
            value = values[0] + (values[-1] - values[0]) * y / height
            assert size == pytest.approx(float(row["namnare"]), abs=(sizes[-1] - sizes[0]) * 0.0002), page
            assert value == pytest.approx(float(row["varde"]), abs=(values[0] - values[-1]) * 0.0002 + 0.051), page


@each_language
def test_the_table_has_the_numbers_of_the_download(site: Path, lang: str) -> None:
    """Size, value, both intervals, category and trend of each provider; a hidden row has words alone."""
    checked = Counter()
    for page, rows in measure_pages(site, lang):
        [table] = document(page).xpath("//details[contains(@class, 'numbers')]//table")
        heads = sorted(table.xpath("thead//th[@data-column]"), key=lambda head: int(head.get("data-column")))
        at = {head.get("data-key"): int(head.get("data-column")) - 1 for head in heads}
        assert set(rows) == {words(name) for name in table.xpath("tbody//th")}
        for line in table.xpath("tbody/tr"):
            row, cells = rows[words(line.xpath("th")[0])], [words(cell) for cell in line.xpath("td")]
            assert len(cells) == len(heads) - 1, page
            if row["status"] not in {"ok", *BANDED}:
                at_words = at["size"], at["compared"], at["compared"] + 1, at["compared"] + 2
                told = [cell for place, cell in enumerate(cells) if place not in at_words]
                assert not any(character.isdigit() for cell in told for character in cell), page
                assert not row["namnare"] or numbers(cells[0]) == [float(row["namnare"])]
                continue
            assert numbers(cells[at["size"]]) == [float(row["namnare"])], page
            if row["status"] == "ok":
                assert numbers(cells[at["value"]])[0] == pytest.approx(float(row["varde"]), abs=0.51), page
            for level in ("95", "998"):
                ends = [row[f"{end}_{level}"] for end in ("nedre", "ovre")]
                if not ends[0]:
                    continue
                told = [numbers(cells[at[f"interval-{level}-{side}"]])[0] for side in ("from", "to")]
                assert told == pytest.approx(list(map(float, ends)), abs=0.51), page
                checked[level] += 1
            symbol = {-2: "▼", -1: "▽", 0: "●", 1: "△", 2: "▲"}.get(SIDES.get(row["kategori"]), "◇")
            assert cells[at["compared"]].startswith(symbol), page
            assert cells[-1], page
    assert min(checked.values()) > 300


@each_language
def test_a_hidden_provider_is_nowhere_in_a_funnel(site: Path, lang: str) -> None:
    """Its name is no link and no text of the drawing."""
    hidden = 0
    for page, section, rows in funnels(site, lang):
        names = {name for name, row in rows.items() if row["status"] not in {"ok", *BANDED}}
        told = {words(name) for name in section.xpath(".//*[local-name()='tspan'][1]")}
        assert not names & told, page
        assert not any(label.startswith(f"{name}, ") for name in names for label in section.xpath(".//a/@aria-label"))
        hidden += len(names)
    assert hidden > 20


@each_language
def test_of_many_providers_only_those_outside_are_links(many_site: Path, lang: str) -> None:
    """Every other one is a dot of one path, a range of one path, or left out; the page says where all are listed."""
    page = many_site / FOLDERS[lang] / "bu-hvb" / SHARE / "index.html"
    rows = rows_of(many_site, "bu-hvb", SHARE)
    [section] = document(page).xpath("//section[@class='funnel']")
    outside = {name for name, row in rows.items() if SIDES.get(row["kategori"], 0)}
    assert {row["utforare_namn"] for _, row in links(section, rows)} == outside
    assert all(local_target(page, link.get("href"), many_site).is_file() for link, _ in links(section, rows))
    [inside] = section.xpath(".//*[contains(@class, 'funnel__dots')]/@d")
    inside_rows = [row for row in rows.values() if row["kategori"] == "gar-inte-att-skilja" and row["status"] == "ok"]
    assert inside.count("h0") == len({(row["namnare"], row["taljare"]) for row in inside_rows})
    bars = "".join(section.xpath(".//*[contains(@d, 'h9v')][not(ancestor::*[local-name()='a'])]/@d"))
    assert bars.count("h9v") == sum(row["status"] in BANDED and name not in outside for name, row in rows.items())
    assert document(page).xpath("//*[@id=$id]", id=section.xpath(".//figcaption//a/@href")[0].removeprefix("#"))
