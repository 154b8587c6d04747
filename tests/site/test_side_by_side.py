"""Price, whom and outcomes in one table: published values as they stand, and never one over another."""

import json
import re
from pathlib import Path

from tests.site.pages import csv_rows, document, pages


def test_the_table_holds_price_length_and_every_outcome_as_published(site: Path, project: Path) -> None:
    """Each cell is the provider's own value in the measure's leading period, or says why there is none."""
    page = document(site / "malgrupper" / "bu-hvb" / "sida-vid-sida" / "index.html")
    heads = page.xpath("//table/thead/tr/th/text()")
    measures = json.loads((project / "data" / "standard" / "matt.json").read_text(encoding="utf-8"))
    ids = {entry["title"]["sv"]: entry for entry in measures}
    shown = [ids[head] for head in heads[1:]]
    assert [entry.get("context", "") for entry in shown][:2] == ["pris", "vilka"]
    assert {entry["type"] for entry in shown if not entry.get("context")} == {"utfall"}
    rows = [row for row in csv_rows(site / "malgrupper" / "bu-hvb" / "bu-hvb.csv") if row["period"] == "2020/2022"]
    found = {(row["utforare_namn"], row["matt_id"]): row for row in rows}
    lines = page.xpath("//table/tbody/tr")[1:]
    assert [line.xpath("string(th/a)") for line in lines] == sorted(
        (line.xpath("string(th/a)") for line in lines),
        key=lambda name: name.replace("Å", "Z1").replace("Ä", "Z2").replace("Ö", "Z3"),
    )
    checked = 0
    for line in lines:
        for entry, cell in zip(shown, line.xpath("td"), strict=True):
            row = found.get((line.xpath("string(th/a)"), entry["id"]))
            said = cell.xpath("string(text())")
            if row is None or row["status"] not in {"ok", "liten-taljare", "liten-rest"}:
                assert not re.search(r"\d", said), said
            elif row["status"] == "ok":
                number = float(re.sub(r"[^\d,−]", "", said).replace(",", "."))
                assert abs(number - float(row["varde"])) < 0.51
                checked += 1
    assert checked > 200


def test_no_page_divides_a_price_by_a_result(site: Path) -> None:
    """Nothing is a cost per result, in words or as a measure."""
    for page in pages(site):
        words = " ".join(document(page).xpath("//main//text()"))
        assert not re.search(r"kronor per (lyckat|planerat)|SEK per (good|planned)", words), page


def test_ownership_form_is_no_order_and_no_colour(site: Path) -> None:
    """Rows are in order of name whatever the form, and no style knows a form."""
    page = document(site / "malgrupper" / "bu-hvb" / "planerat-avslut" / "index.html")
    forms = page.xpath("//section[contains(@class,'comparison')][1]//tr/@data-form")
    assert len(set(forms)) > 3
    assert forms != sorted(forms)
    styles = "".join(path.read_text(encoding="utf-8") for path in site.rglob("*.css"))
    for form in set(forms):
        assert form not in styles
    assert "data-form" not in styles
