"""Texts are read and checked: each mistake is reported with file, line, field and the values that are allowed."""

import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from open_comparisons.knowledge.comments import comment_problems
from open_comparisons.knowledge.facts import read_facts
from open_comparisons.knowledge.front_matter import split
from open_comparisons.knowledge.library import library_of, read_documents
from open_comparisons.knowledge.prose import read_prose

ARTICLE = {
    "Title": "Rubrik",
    "Summary": "Vad den handlar om.",
    "Date": "2026-03-01",
    "Category": "news",
    "Author": "Redaktionen",
    "Tags": "bu-hvb, planerat-avslut",
}
WEBINAR = {
    "Title": "Om utfall",
    "Summary": "Vad det handlar om.",
    "Date": "2026-12-04 09:00 Europe/Stockholm",
    "Modified": "2026-11-20",
    "Length": "45",
    "Speakers": "\n    Ada Exempel; statistiker; Exempelkommunen\n    Bo Exempel; chef; Exempelhemmet",
}
NAMES = {"bu-hvb", "planerat-avslut", "kvalitet", "MI"}


def write(content: Path, kind: str, name: str, fields: dict[str, str], body: str = "\nText.\n") -> Path:
    """Write a text."""
    path = content / kind / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("".join(f"{key}: {value}\n" for key, value in fields.items()) + body, encoding="utf-8")
    return path


def problems(content: Path) -> list[tuple[str, int, str]]:
    """What is wrong: code, line and field."""
    return [(one.code.removeprefix("content-"), one.row, one.column) for one in read_documents(content, NAMES).problems]


@pytest.fixture
def content(tmp_path: Path) -> Path:
    """Return an empty content folder."""
    return tmp_path / "content"


@pytest.mark.parametrize("hidden", ["\a", "\x1f", "\v", "\f", "\u202e", "\u2067", "\ufffe"])
def test_what_cannot_be_seen_is_refused_with_its_line(content, hidden):
    """Such a character gets into titles, feeds and addresses, and can turn the text after it about."""
    write(
        content,
        "artiklar",
        "namn.sv.md",
        {**ARTICLE, "Summary": f"Vad {hidden} den handlar om."},
        f"\nEtt\n{hidden}två.\n",
    )
    assert problems(content) == [("hidden-character", 2, ""), ("hidden-character", 9, "")]


def test_soft_hyphens_joiners_and_emoji_are_welcome(content):
    """They are seen, or say where a word may be divided."""
    write(content, "artiklar", "namn.sv.md", ARTICLE, "\nbarn\u00adombud 👩\u200d🏫 – ”så”\u00a0…\tja\n")
    assert problems(content) == []


def test_a_right_text_has_no_problems_and_means_what_it_says(content):
    """Dates, lists and lines come out as such."""
    write(content, "artiklar", "namn.sv.md", ARTICLE)
    write(content, "webbinarier", "om-utfall.sv.md", WEBINAR)
    read = read_documents(content, NAMES)
    assert read.problems == ()
    article, webinar = read.documents
    assert (article.slug, article.lang, article.tags) == ("namn", "sv", ("bu-hvb", "planerat-avslut"))
    assert article.body == "Text."
    assert [speaker.organisation for speaker in webinar.values["speakers"]] == ["Exempelkommunen", "Exempelhemmet"]
    assert webinar.values["date"].astimezone(UTC) == datetime(2026, 12, 4, 8, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("change", "found"),
    [
        ({"Title": None}, ("missing-field", 1, "Title")),
        ({"Titel": "x"}, ("unknown-field", 7, "")),
        ({"Date": "1 mars 2026"}, ("wrong-value", 3, "Date")),
        ({"Date": "2026-02-30"}, ("wrong-value", 3, "Date")),
        ({"Category": "nyhet"}, ("wrong-value", 4, "Category")),
        ({"Tags": "bu-hbv"}, ("unknown-tag", 6, "Tags")),
        ({"Title": "x" * 91}, ("too-long", 1, "Title")),
        ({"Image": "bilder/finns-inte.png", "Image_alt": "x"}, ("no-such-file", 7, "Image")),
        ({"Image": "../hemligt.png", "Image_alt": "x"}, ("no-such-file", 7, "Image")),
        ({"Image_people": "children"}, ("consent", 7, "Image_people")),
        ({"Link": "http://a.example/x"}, ("wrong-value", 7, "Link")),
        ({"Link": "javascript:alert(1)"}, ("wrong-value", 7, "Link")),
        ({"Issue": "2026-1"}, ("no-such-issue", 7, "Issue")),
        ({"Correction": "fel siffra"}, ("wrong-value", 7, "Correction")),
        ({"Status": "klar"}, ("wrong-value", 7, "Status")),
    ],
)
def test_each_mistake_in_the_fields_is_reported_with_line_and_field(content, change, found):
    """And nothing else is."""
    fields = {name: value for name, value in (ARTICLE | change).items() if value is not None}
    write(content, "artiklar", "namn.sv.md", fields)
    assert problems(content) == [found]


@pytest.mark.parametrize(
    "change",
    [
        {"Date": "2026-12-04"},
        {"Date": "2026-12-04 09:00"},
        {"Date": "2026-12-04 09:00 Stockholm"},
        {"Date": "2026-03-29 02:30 Europe/Stockholm"},  # a time that the clock jumps over
        {"Length": "en timme"},
        {"Speakers": "Ada"},
    ],
)
def test_a_webinar_has_a_time_with_its_zone_a_length_and_speakers(content, change):
    """The remedy describes the values that are allowed."""
    write(content, "webbinarier", "om-utfall.sv.md", WEBINAR | change)
    (found,) = read_documents(content, NAMES).problems
    assert found.code == "content-wrong-value"
    assert "Tillåtet" in found.remedy("sv")
    assert "Allowed" in found.remedy("en")


@pytest.mark.parametrize("name", ["Stor.sv.md", "namn.md", "namn.de.md", "två ord.sv.md"])
def test_a_file_name_that_makes_no_address_is_reported(content, name):
    """The name becomes the address."""
    write(content, "artiklar", name, ARTICLE)
    assert problems(content) == [("file-name", 0, "")]


def test_what_must_agree_in_both_languages_does(content):
    """A date is the same in both; a title is not."""
    write(content, "artiklar", "namn.sv.md", ARTICLE)
    write(content, "artiklar", "namn.en.md", ARTICLE | {"Title": "Heading", "Date": "2026-03-02"})
    assert problems(content) == [("differs", 3, "Date")]


def test_all_problems_are_reported_at_once(content):
    """Of all files."""
    write(content, "artiklar", "a.sv.md", ARTICLE | {"Date": "i går"})
    write(content, "artiklar", "b.sv.md", ARTICLE | {"Category": "x"}, body="")
    assert len(problems(content)) == 3


def test_a_text_that_is_not_out_or_not_ready_leaves_no_trace(content):
    """By the build's instant; a webinar is announced before it is held, and a draft has no day."""
    write(content, "artiklar", "nu.sv.md", ARTICLE)
    write(content, "artiklar", "senare.sv.md", ARTICLE | {"Date": "2027-01-01"})
    write(content, "artiklar", "utkast.sv.md", ARTICLE | {"Status": "draft", "Date": "2027-02-01"})
    write(content, "webbinarier", "om-utfall.sv.md", WEBINAR)
    documents = read_documents(content, NAMES).documents
    shown = library_of(documents, datetime(2026, 6, 1, tzinfo=UTC))
    assert [work.slug for work in shown.articles] == ["nu"]
    assert [work.slug for work in shown.webinars] == ["om-utfall"]
    with_drafts = library_of(documents, datetime(2026, 6, 1, tzinfo=UTC), drafts=True)
    assert {work.slug for work in with_drafts.articles} == {"nu", "utkast"}
    # A day begins in Stockholm.
    midnight = datetime(2026, 12, 31, 23, 0, tzinfo=UTC)
    assert "senare" in {work.slug for work in library_of(documents, midnight).articles}


@pytest.mark.parametrize("function", [read_documents, read_facts, comment_problems, read_prose])
def test_texts_are_read_without_what_draws_charts_and_builds_pages(function):
    """Articles, facts, comments and prose: a process that loads what reads them has loaded neither."""
    code = f"import sys, {function.__module__}; print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, encoding="utf-8", check=True)
    loaded = {name.partition(".")[0] for name in done.stdout.split()}
    assert loaded.isdisjoint({"altair", "highspy", "icalendar", "numpy", "pandas", "pelican", "vl_convert"})


def test_tags_join_texts_newest_first(content):
    """Articles and webinars alike."""
    write(content, "artiklar", "namn.sv.md", ARTICLE)
    write(content, "webbinarier", "om-utfall.sv.md", WEBINAR | {"Tags": "bu-hvb"})
    library = library_of(read_documents(content, NAMES).documents, datetime(2026, 6, 1, tzinfo=UTC))
    assert [work.slug for work in library.about("bu-hvb")] == ["om-utfall", "namn"]
    assert [work.slug for work in library.about("planerat-avslut", "annat")] == ["namn"]


@given(st.text())
def test_any_text_gives_fields_or_problems(text):
    """Nothing breaks, and the body is what the file says from its line on."""
    parts = split(text, "x.md")
    assert parts.fields or parts.problems
    body, lines = parts.body.splitlines(), text.removeprefix("\ufeff").splitlines()
    assert body == lines[parts.row - 1 :][: len(body)]


NAMES_OF_FIELDS = st.from_regex(r"[A-Z][a-z]{1,8}", fullmatch=True)
VALUES_OF_FIELDS = st.from_regex(r"[a-zåäö0-9 ]{1,20}", fullmatch=True)


@given(st.dictionaries(NAMES_OF_FIELDS, VALUES_OF_FIELDS, min_size=1))
def test_fields_come_back_as_they_were_written(fields):
    """With their line numbers."""
    text = "".join(f"{name}: {value}\n" for name, value in fields.items()) + "\nText"
    parts = split(text, "x.md")
    assert not parts.problems
    assert {name: entry.text for name, entry in parts.fields.items()} == {
        name.lower(): value.strip() for name, value in fields.items()
    }
    assert [entry.row for entry in parts.fields.values()] == list(range(1, len(fields) + 1))
    assert (parts.body, parts.row) == ("Text", len(fields) + 2)
