"""Webinars, issues and articles to build a site with, and the settings of that site."""

import shutil
from pathlib import Path

from tests.small_data import copy_small_data

PROJECT = Path(__file__).parents[1]
ADDRESS = "https://oppnautfall.example"
AT = "2026-11-22T12:00:00+01:00"
# Everything that XML, HTML, JSON or a calendar could stumble on.
HOSTILE = "<b>A</b>, & ]]> ; \\n “å” </script><!-- \u2028 😀😀😀 DTSTART:x"
SPEAKERS = "Kim Exempel; utredare; Exempelkommunen\n    Robin Påhitt; forskare; Påhittade institutet"
BODY = {
    "sv": "## Om webbinariet\n\nVi läser [om tillgänglighet]({filename}sidor/tillganglighet.sv.md).\n\n"
    "## Transkript\n\n**Kim:** Välkomna.\n\n### Frågor\n\nInga frågor ställdes.",
    "en": "## About the webinar\n\nWe read [on accessibility]({filename}sidor/tillganglighet.en.md).\n\n"
    "## Transcript\n\n**Kim:** Welcome.\n\n### Questions\n\nNo questions were asked.",
}
COVER = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 600 800"><rect width="600" height="800" fill="#0b5a68"/>'
    '<circle cx="300" cy="330" r="150" fill="none" stroke="#fdf0cf" stroke-width="24"/>'
    '<path d="M60 330h480" stroke="#fdf0cf" stroke-width="24"/>'
    '<text x="60" y="720" font-family="serif" font-size="72" fill="#fff">Exempel</text></svg>'
)


def write_text(content: Path, name: str, body: str, **fields: object) -> None:
    """Write a text with its fields."""
    path = content / name
    path.parent.mkdir(parents=True, exist_ok=True)
    lines = [f"{field}: {value}" for field, value in fields.items()]
    path.write_text("\n".join([*lines, "", body, ""]), encoding="utf-8")


def write_webinar(content: Path, slug: str, langs: tuple[str, ...] = ("sv", "en"), **fields: object) -> None:
    """Write a webinar in some languages; a title is marked with its language."""
    given = {
        "Title": slug.replace("-", " ").capitalize(),
        "Summary": "Om att läsa siffror, för den som beställer och den som utför.",
        "Modified": str(fields["Date"])[:10],
        "Length": 45,
        "Speakers": SPEAKERS,
        **fields,
    }
    for lang in langs:
        write_text(
            content, f"webbinarier/{slug}.{lang}.md", BODY[lang], **given | {"Title": f"{given['Title']} ({lang})"}
        )


def write_issue(content: Path, slug: str, langs: tuple[str, ...] = ("sv", "en"), **fields: object) -> None:
    """Write an issue in some languages."""
    year, number = slug.split("-")
    given = {
        "Title": f"Nummer {number} {year}",
        "Summary": "Ett nummer om att följa upp det som betyder något.",
        "Year": year,
        "Number": number,
        "Cover": "bilder/omslag.svg",
        "Cover_alt": "En ring på en linje, som ett värde på sitt spann.",
        "Cover_credit": "Påhittad",
        **fields,
    }
    for lang in langs:
        body = {"sv": "Välkommen till numret.", "en": "Welcome to the issue."}[lang]
        write_text(content, f"humant/{slug}.{lang}.md", body, **given | {"Title": f"{given['Title']} ({lang})"})


def add_texts(content: Path) -> None:
    """Add webinars, issues and an article of each sort to a content folder."""
    (content / "media").mkdir()
    (content / "bilder").mkdir()
    (content / "bilder" / "omslag.svg").write_text(COVER, encoding="utf-8")
    (content / "media" / "film.mp4").write_bytes(b"\0" * 1_250_000)
    (content / "media" / "nummer.pdf").write_bytes(b"%PDF-1.4\n" + b"0" * 339_000)
    for lang in ("sv", "en"):
        (content / "media" / f"film.{lang}.vtt").write_text("WEBVTT\n\n00:00.000 --> 00:02.000\nHej.\n", "utf-8")
    write_webinar(
        content,
        "att-lasa-ett-intervall",
        Date="2026-12-04 09:00 Europe/Stockholm",
        Modified="2026-11-20",
        Tags="bu-hvb, planerat-avslut",
        Sign_up="https://anmalan.example/fredag?a=1&b=2",
        Example="yes",
    )
    write_webinar(content, "vad-vi-vet-i-var", Date="2027-03-28 09:30 Europe/Stockholm", Length=60)
    write_webinar(
        content,
        "sma-tal",
        Date="2026-10-09 09:00 Europe/Stockholm",
        Modified="2026-10-12",
        Participants=1412,
        Recording="media/film.mp4",
        Captions="sv, en",
        Slides="media/nummer.pdf",
        Tags="bu-hvb",
    )
    write_webinar(content, "utan-antal", Date="2026-09-11 09:00 Europe/Stockholm", Length=30)
    write_webinar(
        content,
        "fran-london",
        ("en",),
        Date="2025-05-16 14:00 Europe/London",
        Participants=88,
        Recording="https://film.example/se/1",
        Captions="en",
        Example="yes",
    )
    write_webinar(content, "inte-klart", Date="2026-12-11 09:00 Europe/Stockholm", Status="draft")
    write_webinar(content, "svart-att-skriva", Title=HOSTILE, Date="2024-02-29 23:30 Europe/Stockholm")
    write_issue(
        content,
        "2026-1",
        Title="Att räkna det som räknas",
        Date="2026-03-02",
        Pdf="media/nummer.pdf",
        Example="yes",
        Tags="bu-hvb",
    )
    write_issue(content, "2025-2", ("sv",), Date="2025-09-15", Modified="2025-10-01")
    for lang, title in (("sv", "En debattartikel"), ("en", "An opinion")):
        write_text(
            content,
            f"artiklar/om-metoden.{lang}.md",
            "En rad.",
            Title="Om metoden",
            Summary="Så räknar vi.",
            Date="2026-11-19",
            Category="method",
            Author="Redaktionen",
        )
        write_text(
            content,
            f"artiklar/i-numret.{lang}.md",
            "Text med [länk till avsnitt](#del) och ![Ett omslag](bilder/omslag.svg).\n\n## Del\n\nSlut.",
            Title=title,
            Summary="Om något.",
            Date="2026-03-01",
            Category="debate",
            Author="Kim Exempel",
            Author_role="utredare",
            Issue="2026-1",
            Example="yes",
        )


def set_up(folder: Path) -> None:
    """Copy what a site is made from, with these texts alone, and write its settings file."""
    copy_small_data(folder / "data")
    shutil.copytree(PROJECT / "content" / "sidor", folder / "content" / "sidor")
    add_texts(folder / "content")
    places = {"PATH": "content", "OPEN_COMPARISONS_DATA": "data"}
    lines = [
        f"import sys\nsys.path.insert(0, {str(PROJECT)!r})\nfrom pelicanconf import *",
        *(f"{name} = {str(folder / place)!r}" for name, place in places.items()),
        "",
    ]
    (folder / "conf.py").write_text("\n".join(lines), encoding="utf-8")
