"""The terms of the glossary, as the search finds them and as its page has them."""

from pathlib import Path

from markdown import Markdown

from open_comparisons.knowledge.terms import Term, read_terms

OPTIONS = {
    "extensions": ["markdown.extensions.def_list", "markdown.extensions.toc", "markdown.extensions.meta"],
    "extension_configs": {},
}
GLOSSARY = """\
Title: Ordlista
Url: ordlista/

## Insats

Insats
:   Hjälp som *socialtjänsten* ger, R&amp;D och 5 \\* 3.

HVB, hem för vård
:   Ett hem.
:   Ett till.
"""


def options() -> dict:
    """Name the extension by the place that it has now."""
    return OPTIONS | {"extensions": [*OPTIONS["extensions"], Term.__module__]}


def test_terms_are_plain_text_with_the_identifiers_of_their_page(tmp_path: Path):
    """Emphasis and entities become words; a term with the words of a heading has an identifier of its own."""
    (tmp_path / "annat.sv.md").write_text("Title: Annat\nUrl: annat/\n\nOrd\n:   Fel sida.\n", encoding="utf-8")
    (tmp_path / "ordlista.sv.md").write_text(GLOSSARY, encoding="utf-8")
    terms = read_terms([tmp_path], "ordlista/", options())
    assert terms == (
        Term("Insats", "Hjälp som socialtjänsten ger, R&D och 5 * 3.", "insats_1"),
        Term("HVB, hem för vård", "Ett hem. Ett till.", "hvb-hem-for-vard"),
    )
    page = Markdown(**options()).convert(GLOSSARY)
    assert all(f'<dt id="{term.id}">' in page for term in terms)


def test_a_site_without_a_glossary_has_no_terms(tmp_path: Path):
    """The search then finds pages only."""
    assert read_terms([tmp_path], "ordlista/", options()) == ()
