"""The text of an editor becomes safe HTML, and each of its mistakes is reported with its line."""

from pathlib import Path
from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import html

from open_comparisons.knowledge.markers import Filled, TextLink
from open_comparisons.knowledge.prose import read_prose
from open_comparisons.knowledge.wording import text_problem
from open_comparisons.site.texts import Document
from tests.hostile import ATTACKS, HOSTILE_PROSE

LINKS = {"artiklar/annan.sv.md": "artiklar/annan/", "sidor/metod.sv.md": "metod/"}
FIRST_ROW = 9


def made(body: str, content: Path = Path("/nowhere/content"), fill=None, note_back=str):
    """Turn a body into prose; markers become what `fill` gives."""
    document = Document("article", "a", "sv", "content/artiklar/a.sv.md", {"title": "t"}, {}, body, FIRST_ROW)
    fill = fill or (lambda marker, _: Filled((f"[{marker.text}]",)))
    return read_prose(document, content=content, links=LINKS, address="artiklar/a/", fill=fill, note_back=note_back)


def shown(text) -> str:
    """Join the HTML of its page."""
    return "".join(text.drawn())


def codes(text) -> list[tuple[str, int]]:
    """Give the code and line of each problem."""
    return [(problem.code.removeprefix("content-"), problem.row) for problem in text.problems]


def test_links_lead_from_the_text_to_pages_and_texts():
    """Relative to the text's own address, from its folder or from the content folder, with anchors."""
    text = made("[x]({filename}annan.sv.md#b) [y]({filename}/sidor/metod.sv.md) [z](https://a.example/) [q](#noter)")
    assert text.problems == ()
    assert [link.get("href") for link in html.fromstring(shown(text)).iter("a")] == [
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
def test_each_mistake_is_reported_with_its_line(line, code):
    """Lines count from the top of the file."""
    assert (code, FIRST_ROW + 2) in codes(made(f"Text.\n\n{line}\n"))


@pytest.mark.parametrize(
    ("body", "row"),
    [
        ("Text\nmed `kod\nsom bryts` och [x](http://a.example)", 2),
        ("- a\n- b\n  [x](http://a.example)", 2),
        ("> a\n>\n> [x](http://a.example)", 2),
        ("| a |\n| --- |\n| b |\n| [x](http://a.example) |", 3),
        ("Text [x][y].\n\n[y]: http://a.example", 2),
        ("Text.[^1]\n\n[^1]: Not med [x](http://a.example)", 2),
    ],
    ids=["paragraph", "list", "quotation", "table", "reference", "footnote"],
)
def test_a_wrong_link_has_its_own_line_wherever_it_is(body, row):
    """Lists, quotations, tables and footnotes count lines from the top of the file too."""
    assert codes(made(body)) == [("bad-link", FIRST_ROW + row)]


def test_code_is_left_alone():
    """Neither headings, links nor markers in it count."""
    body = "Skriv `{{value x}}` och `[x](http://a)`.\n\n```\n# Fel\n{{chart y}}\n```\n\n    # också kod\n"
    text = made(body)
    assert text.problems == ()
    assert "{{value x}}" in shown(text)
    assert "{{chart y}}" in shown(text)


def test_markers_are_answered_in_lines_tables_and_alone():
    """An answer takes the place of its marker; one that shares its paragraph or line is not alone."""
    text = made("A {{value x}} b.\n\n| a |\n| --- |\n| {{fact y}} |\n\n{{chart z}}\n")
    assert "A [value x] b." in shown(text)
    assert "<td>[fact y]</td>" in shown(text)
    markers = []

    def keep(marker, _):
        markers.append(marker)
        return Filled()

    made("{{chart a}}\n\ntext {{chart b}}\ntext\n{{chart c}}\n", fill=keep)
    assert [marker.is_alone for marker in markers] == [True, False, False]


def test_a_wrong_marker_is_reported_and_removed():
    """The problem has its line, and no trace of the marker is left."""

    def refuse(marker, document):
        return text_problem(document.file, "broken-marker", marker.row, found="x", allowed="y")

    wrong = made("Text.\n\nx {{value x}}", fill=refuse)
    assert codes(wrong) == [("broken-marker", FIRST_ROW + 2)]
    assert shown(wrong).split() == ["<p>Text.</p>", "<p>x", "</p>"]


def test_a_marker_in_the_description_of_a_picture_is_a_mistake():
    """A description is plain text."""
    assert ("marker-in-picture", FIRST_ROW) in codes(made("![{{value x}}](bilder/a.png)"))


def test_an_answer_is_text_and_links_from_the_page():
    """Words of an answer cannot become HTML, and its links lead from the text's own page."""
    answer = Filled(("<b>", TextLink("a & b", "malgrupper/x/", "figure-value"), TextLink("c", "#fakta-y")))
    assert shown(made("{{value x}}", fill=lambda *_: answer)) == (
        '<p>&lt;b&gt;<a class="figure-value" href="../../malgrupper/x/">a &amp; b</a><a href="#fakta-y">c</a></p>'
    )


def test_a_chart_divides_the_text():
    """The page gets HTML, the chart, and HTML; a feed gets the title and sentence of the chart."""
    chart = SimpleNamespace(title="Avslut & mer", sentence="Åtta av tio.")
    text = made("Före [x]({filename}annan.sv.md).\n\n{{chart z}}\n\nEfter.", fill=lambda *_: Filled(draw=lambda: chart))
    assert text.drawn() == ('<p>Före <a href="../../artiklar/annan/">x</a>.</p>', chart, "<p>Efter.</p>")
    assert text.html(lambda url: f"https://a.example/{url}").splitlines() == [
        '<p>Före <a href="https://a.example/artiklar/annan/">x</a>.</p>',
        "<p><strong>Avslut &amp; mer.</strong> Åtta av tio.</p>",
        "<p>Efter.</p>",
    ]


def test_footnotes_lead_there_and_back():
    """The way back says which note it is from."""
    text = made("Text.[^a]\n\n[^a]: Källa.", note_back="Åter till {}".format)
    root = html.fromstring(f"<div>{shown(text)}</div>")
    there, back = root.iter("a")
    assert root.get_element_by_id(there.get("href")[1:]).text_content().split() == ["Källa.", "↩"]
    assert root.get_element_by_id(back.get("href")[1:]) is there
    assert back.get("title") == "Åter till 1"


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("<https://a.example/>", '<a href="https://a.example/">https://a.example/</a>'),
        ("<a@b.example>", '<a href="mailto:a@b.example">a@b.example</a>'),
        ("<http://a.example/>", "&lt;http://a.example/&gt;"),
        ("<javascript:x>", "&lt;javascript:x&gt;"),
    ],
)
def test_an_address_between_angle_brackets_is_a_link_where_it_is_secure(address, expected):
    """Other addresses are text."""
    assert shown(made(address)) == f"<p>{expected}</p>"


def elements(text) -> set[str]:
    """The tags and attributes of some prose."""
    root = html.fromstring(f"<div>{shown(text)}</div>")
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
    root = html.fromstring(f"<div>{shown(made_of)}</div>")
    for each in root.iter(html.etree.Element):
        assert each.tag not in {"script", "style", "iframe", "form", "input", "object", "embed", "base", "link", "meta"}
        assert not any(name.startswith("on") or name == "style" for name in each.attrib)
        target = each.get("href", each.get("src", "https://"))
        assert ":" not in target.split("/")[0] or target.startswith(("https:", "mailto:"))


def test_headings_cannot_take_the_addresses_of_the_page():
    """A heading called as the main part is has an address of its own."""
    text = made("## Innehåll\n\n## Innehåll\n")
    found = [each.get("id") for each in html.fromstring(f"<div>{shown(text)}</div>").iter("h2")]
    assert len(set(found)) == 2
    assert "innehall" not in found


def test_reading_takes_a_minute_for_two_hundred_words():
    """And at least one."""
    assert made("ord").minutes == 1
    assert made("ord " * 1000).minutes == 5
