"""The guides for editors say what holds: every field and marker, and the messages that a build really gives."""

import re
import shutil
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from open_comparisons.cli.build import build
from open_comparisons.errors import DataError, Problem
from open_comparisons.knowledge.fields import FIELDS
from open_comparisons.knowledge.library import FOLDERS
from open_comparisons.pages.texts.figures import KINDS, NEWEST, OPTIONS

GUIDES = {"sv": "CONTRIBUTING.md", "en": "docs/writing.md"}
# The fields that the guides tell of once, for all kinds of texts.
# A comment has few fields in common with the others, and a table of its own.
KINDS_OF_PAGES = [fields for kind, fields in FIELDS.items() if kind != "comment"]
COMMON = set.intersection(*({field.name for field in fields} for fields in KINDS_OF_PAGES)) - {"Date", "Modified"}
ARTICLE = """\
Title: En rubrik
Summary: Vad texten handlar om.
Date: 2026-11-22
Category: news
Author: Redaktionen
Tags: bu-hvb

## En mellanrubrik

Text.
"""
WEBINAR = """\
Title: En rubrik
Summary: Vad det handlar om.
Date: 2026-12-04 09:00 Europe/Stockholm
Modified: 2026-11-22
Length: 45
Speakers: Kim Exempel; utredare; Exempelkommunen

Text.
"""
# What is written in place of what is right, by the name of the text that has it.
IN_FIELDS = {
    "artiklar/utan-tom-rad": ("Tags: bu-hvb\n\n## En mellanrubrik\n\nText.", "Tags: bu-hvb\nText.\n\nMer text."),
    "artiklar/felstavat-falt": ("Tags:", "Taggar:"),
    "artiklar/datum-i-ord": ("Date: 2026-11-22", "Date: 22 november 2026"),
    "webbinarier/utan-tidszon": (" Europe/Stockholm", ""),
    "artiklar/felskriven-tagg": ("bu-hvb", "bu-hbv"),
    "artiklar/bild-pa-barn": (
        "Tags: bu-hvb",
        "Image: bilder/humant-2026-1.svg\nImage_alt: Två barn läser.\nImage_people: children",
    ),
}
IN_PROSE = {
    "artiklar/fel-rubrik": ("## En", "# En"),
    "artiklar/bild-utan-text": ("Text.", "![](bilder/humant-2026-1.svg)"),
    "artiklar/trasig-lank": ("Text.", "[Vår metod]({filename}sidor/metoden.sv.md)"),
    "artiklar/felskrivet-marke": ("Text.", "Andelen var {{value bu-hvb/planerat-avslt release=2024-05-15}}."),
}


@pytest.fixture
def build_with(project: Path, small_data: Path, tmp_path: Path):
    """Build a site with these mistakes in its texts, and give what is told."""
    content = tmp_path / "content"
    for name in ("sidor", "bilder"):
        shutil.copytree(project / "content" / name, content / name)

    def told(mistakes: Mapping[str, tuple[str, str]]) -> tuple[Problem, ...]:
        for name, (right, wrong) in mistakes.items():
            text = WEBINAR if name.startswith("webbinarier") else ARTICLE
            assert right in text
            path = content / f"{name}.sv.md"
            path.parent.mkdir(exist_ok=True)
            path.write_text(text.replace(right, wrong, 1), encoding="utf-8")
        with pytest.raises(DataError) as caught:
            build(
                project / "pelicanconf.py",
                output=tmp_path / "site",
                data=str(small_data),
                content=str(content),
                at="2026-12-01",
            )
        return caught.value.problems

    return told


@pytest.mark.parametrize("mistakes", [IN_FIELDS, IN_PROSE], ids=["fields", "prose"])
def test_the_guides_show_the_messages_that_a_build_gives(
    build_with, project: Path, mistakes: dict[str, tuple[str, str]]
) -> None:
    """To the letter, one for each mistake."""
    problems = build_with(mistakes)
    assert [problem.file for problem in problems] == sorted(f"content/{name}.sv.md" for name in mistakes)
    for lang, guide in GUIDES.items():
        text = (project / guide).read_text(encoding="utf-8")
        assert [told for problem in problems if (told := problem.as_text(lang)) not in text] == [], guide


def tables(text: str) -> Iterator[set[str]]:
    """Give the names in the first column of each table."""
    for table in re.findall(r"(?:^\|.*\n)+", text, re.MULTILINE):
        yield set(re.findall(r"^\| `(\w+)`", table, re.MULTILINE))


@pytest.mark.parametrize("guide", GUIDES.values())
def test_the_guides_name_every_field_marker_and_folder(project: Path, guide: str) -> None:
    """A table for each kind of text, with its fields and no others, the common ones in a table of their own."""
    text = (project / guide).read_text(encoding="utf-8")
    told = [FIELDS["article"], *KINDS_OF_PAGES]
    apart = [[field for field in fields if (field.name in COMMON) == (place == 0)] for place, fields in enumerate(told)]
    apart.append(list(FIELDS["comment"]))
    assert [names for names in tables(text) if names] == [{field.name for field in fields} for fields in apart]
    assert [kind for kind in KINDS if f"{{{{{kind} " not in text] == []
    assert [option for option in (*OPTIONS, f"release={NEWEST}") if option not in text] == []
    assert [folder for folder in FOLDERS.values() if f"content/{folder}/" not in text] == []
    required = [field.name for fields in apart for field in fields if field.required]
    assert re.findall(r"^\| `(\w+)` \| (?:ja|yes) \|", text, re.MULTILINE) == required
