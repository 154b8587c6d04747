"""Two providers of one name are told apart on every page and in every picture."""

import re
from pathlib import Path

from open_comparisons.cli.build import build
from tests.site.pages import csv_rows, document, words
from tests.small_data import rewrite

NAME = "Solgården"
AREAS = {"1480": "Göteborg", "0581": "Norrköping"}


def share_a_name(data: Path) -> list[str]:
    """Give the first two providers one name, each in a town of its own; their slugs."""
    renamed = dict(zip(AREAS, [row["slug"] for row in csv_rows(data / "utforare.csv")][:2], strict=True))

    def rename(rows: list[dict[str, str]]) -> None:
        for area, slug in renamed.items():
            for row in rows:
                if row.get("slug", slug) == slug:
                    row |= {"kommun_kod": area, "namn" if "namn" in row else "utforare_namn": NAME}

    rewrite(data / "utforare.csv", rename)
    for area, slug in renamed.items():
        for path in data.glob(f"*/*/{slug}.csv"):

            def move(rows: list[dict[str, str]], area: str = area) -> None:
                for row in rows:
                    row |= {"utforare_namn": NAME, "kommun_kod": area}

            rewrite(path, move)
    return list(renamed.values())


def test_a_shared_name_never_stands_alone(project: Path, small_data: Path, small_content: Path, tmp_path: Path) -> None:
    """Tables, charts and pictures have the municipality; the files of a release keep the name of the directory."""
    slugs = share_a_name(small_data)
    output = tmp_path / "site"
    options = {"data": str(small_data), "content": str(small_content), "at": "2027-01-01"}
    build(project / "pelicanconf.py", output=output, **options)
    places = "|".join(AREAS.values())
    alone = re.compile(rf"{NAME}(?! \((?:{places})\))")
    shown = [path for path in output.rglob("*") if path.suffix in {".html", ".svg"}]
    named = [path for path in shown if NAME in path.read_text(encoding="utf-8")]
    assert len({path.suffix for path in named}) == 2
    assert [path.name for path in named if alone.search(path.read_text(encoding="utf-8"))] == []
    titles = {words(document(output / "utforare" / slug / "index.html").find(".//h1")) for slug in slugs}
    assert titles == {f"{NAME} ({area})" for area in AREAS.values()}
    told = {
        row["utforare_namn"]
        for path in (output / "data").rglob("*.csv")
        for row in csv_rows(path)
        if row.get("utforare_namn", "").startswith(NAME)
    }
    assert told == {NAME}
