"""The text of an editor becomes safe HTML, and its mistakes are told line by line."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import html
from markupsafe import Markup

from open_comparisons.knowledge.prose import prose
from open_comparisons.knowledge.wording import problem
from open_comparisons.pages.texts.figures import Filled
from open_comparisons.site.texts import Document
from tests.hostile import ATTACKS, HOSTILE_PROSE

LINKS = {"artiklar/annan.sv.md": "artiklar/annan/", "sidor/metod.sv.md": "metod/"}
FIRST_ROW = 9


def made(body: str, content: Path = Path("/nowhere/content"), fill=None):
    """Turn a body into prose; markers become what `fill` gives."""
    document = Document("article", "a", "sv", "content/artiklar/a.sv.md", {"title": "t"}, {}, body, FIRST_ROW)
    fill = fill or (lambda marker, _: Filled(Markup("[{}]").format(marker.text)))
    return prose(document, content=content, links=LINKS, address="artiklar/a/", fill=fill)


def codes(text) -> list[tuple[str, int]]:
    """What is wrong, with its line."""
    return [(one.code.removeprefix("content-"), one.row) for one in text.problems]


def test_links_lead_from_the_text_to_pages_and_texts():
    """Relative to the text's own address, from its folder or from the content folder, with anchors."""
    text = made("[x]({filename}annan.sv.md#b) [y]({filename}/sidor/metod.sv.md) [z](https://a.example/) [q](#noter)")
    assert text.problems == ()
    assert [link.get("href") for link in html.fromstring(str(text.html())).iter("a")] == [
        "../../artiklar/annan/#b",
        "../../metod/",
        "https://a.example/",
        "#noter",
    ]


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ("[x]({filename}finns-inte.sv.md)", "bad-link"),
        ("[x](http://a.example)", "bad-link"),
        ("[x](javascript:alert(1))", "bad-link"),
        ("[x](//a.example)", "bad-link"),
        ("[x](../metod/)", "bad-link"),
        ("[x]: data:text/html,x", "bad-link"),
        ("![](bilder/a.png)", "no-alternative-text"),
        ("![x](bilder/a.png)", "no-such-file"),
        ("![x](https://a.example/a.png)", "no-such-file"),
        ("# Huvudrubrik", "heading-order"),
        ("#### Djupt", "heading-order"),
    ],
)
def test_each_mistake_is_told_by_its_line(line, code):
    """Lines count from the top of the file."""
    assert (code, FIRST_ROW + 2) in codes(made(f"Text.\n\n{line}\n"))


def test_code_is_left_alone():
    """Neither headings, links nor markers in it count."""
    body = "Skriv `{{value x}}` och `[x](http://a)`.\n\n```\n# Fel\n{{chart y}}\n```\n\n    # också kod\n"
    text = made(body)
    assert text.problems == ()
    assert "{{value x}}" in text.html()
    assert "{{chart y}}" in text.html()


def test_markers_are_filled_where_they_stand():
    """In a line, in a table, and alone; what fills one may be wrong."""
    text = made("A {{value x}} b.\n\n| a |\n| --- |\n| {{fact y}} |\n\n{{chart z}}\n")
    assert "A [value x] b." in text.html()
    assert "<td>[fact y]</td>" in text.html()
    markers = []

    def keep(marker, _):
        markers.append(marker)
        return Filled(Markup())

    made("{{chart a}}\n\ntext {{chart b}}\ntext\n{{chart c}}\n", fill=keep)
    assert [marker.is_alone for marker in markers] == [True, False, False]


def test_a_wrong_marker_is_told_by_its_line():
    """And leaves nothing behind."""

    def refuse(marker, document):
        return problem(document.file, "broken-marker", marker.row, found="x", allowed="y")

    wrong = made("Text.\n\nx {{value x}}", fill=refuse)
    assert codes(wrong) == [("broken-marker", FIRST_ROW + 2)]
    assert "ocmark" not in wrong.html()


def elements(text) -> set[str]:
    """The tags and attributes of some prose."""
    root = html.fromstring(f"<div>{text.html()}</div>")
    return {each.tag for each in root.iter(html.etree.Element)} | {
        f"{each.tag}@{name}" for each in root.iter(html.etree.Element) for name in each.attrib
    }


@pytest.mark.parametrize("attack", [*ATTACKS, HOSTILE_PROSE])
def test_html_in_a_text_is_shown_as_it_is_written(attack):
    """It makes no element of its own, and runs nothing."""
    found = elements(made(f"{attack}\n\n- {attack}\n\n> {attack}\n"))
    assert not found & {"script", "style", "img", "iframe", "form", "planted", "svg", "object", "input", "base", "link"}
    assert not {name for name in found if "@on" in name or name.endswith("@style")}


@given(st.text(alphabet=st.sampled_from("<>&\"'()[]{}!#*_`~|:=-/\\ \njavscriptonxhrefimg\u202e"), max_size=200))
def test_any_text_is_safe(text):
    """No element that could run, frame or send anything, no handler, no address but https, mail and our own."""
    made_of = made(text)
    root = html.fromstring(f"<div>{made_of.html()}</div>")
    for each in root.iter(html.etree.Element):
        assert each.tag not in {"script", "style", "iframe", "form", "input", "object", "embed", "base", "link", "meta"}
        assert not any(name.startswith("on") or name == "style" for name in each.attrib)
        target = each.get("href", each.get("src", "https://"))
        assert ":" not in target.split("/")[0] or target.startswith(("https:", "mailto:"))


def test_headings_cannot_take_the_addresses_of_the_page():
    """A heading called as the main part is has an address of its own."""
    text = made("## Innehåll\n\n## Innehåll\n")
    found = [each.get("id") for each in html.fromstring(f"<div>{text.html()}</div>").iter("h2")]
    assert len(set(found)) == 2
    assert "innehall" not in found


def test_reading_takes_a_minute_for_two_hundred_words():
    """And at least one."""
    assert made("ord").minutes == 1
    assert made("ord " * 1000).minutes == 5
