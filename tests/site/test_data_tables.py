"""Tables of numbers that spreadsheets take in: a number a cell, its unit in the head, no key but what is printed."""

import re
from pathlib import Path

import pytest

from tests.site.pages import document

FOLDERS = {"sv": "malgrupper", "en": "en/target-groups"}
each_language = pytest.mark.parametrize("lang", ["sv", "en"])
CODES = {"data-row", "data-area", "data-form"}
OF_SIGNS = {"data-difference"}
"""Codes of rows that are made of signs: they say of a row what its signs show, and no order among them."""
NUMBER = {"sv": r"[≤≥]?\xa0?[−]?\d+(,\d+)?", "en": r"[≤≥]?\xa0?[−]?\d{1,3}(,?\d{3})*(\.\d+)?"}


def tables(site: Path, lang: str) -> list:
    """The table of all numbers of each measure."""
    pages = sorted((site / FOLDERS[lang]).glob("*/*/index.html"))
    return [table for page in pages for table in document(page).xpath("//table[@class='data__table']")]


@each_language
def test_each_cell_of_numbers_has_one_number_or_words(site: Path, lang: str) -> None:
    """No unit, no thin space, no second number; groups of digits are spaced by style. Words have no digit."""
    found = tables(site, lang)
    assert len(found) > 12
    for table in found:
        for cell in table.xpath(".//td[not(contains(@class, 'data__words'))]"):
            said = cell.text_content()
            assert re.fullmatch(NUMBER[lang], said) or not re.search(r"\d", said), said


@each_language
def test_the_numbers_of_a_column_have_equal_decimals(site: Path, lang: str) -> None:
    """So that they stand under each other, aligned on the decimal sign."""
    sign = "," if lang == "sv" else "."
    for table in tables(site, lang):
        for place in range(1, len(table.xpath("tbody/tr[1]/td")) + 1):
            cells = table.xpath(f"tbody/tr/td[{place}][not(contains(@class, 'data__words'))]")
            said = [cell.text_content() for cell in cells if re.search(r"\d", cell.text_content())]
            assert len({len(text.partition(sign)[2]) for text in said}) <= 1, said


@each_language
def test_a_row_carries_nothing_that_orders_it(site: Path, many_site: Path, lang: str) -> None:
    """Rows stand by name; what they are found by is the directory's, and their places say nothing of what is hidden."""
    for place in (site, many_site):
        for page in sorted((place / FOLDERS[lang]).rglob("index.html")):
            for row in document(page).xpath("//tr[@data-row]"):
                attributes = {name for name in row.attrib if name != "class"}
                assert attributes <= CODES | (OF_SIGNS if row.xpath("td[@data-s]") else set()), page
                inner = {name for part in row.iterdescendants() for name in part.attrib if name.startswith("data-")}
                assert inner <= {"data-s"}, page
