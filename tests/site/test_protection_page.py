"""The page on protection tells what the program does, in both languages."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from open_comparisons.audit.audit import attack
from open_comparisons.disclosure.builder import build_system
from open_comparisons.disclosure.counts import CountKind, RowCount, Scope
from open_comparisons.disclosure.protect import protect_rows
from open_comparisons.disclosure.system import CountRow, Key, ReleaseRows
from open_comparisons.standard.statuses import FEW, LOW_RESPONSE, OK, SUPPRESSED
from tests.provider_tables import STANDARD, YEARS, place, row
from tests.site.pages import document, words

PAGES = {"sv": "skydd", "en": "en/protection"}
LIMITS = STANDARD.thresholds
FIRST, SECOND, THIRD = (place((year,)) for year in YEARS)
WINDOW = place(YEARS)
GIRLS, BOYS = place(YEARS, kon="K"), place(YEARS, kon="M")

both_languages = pytest.mark.parametrize("lang", PAGES)


def release(rows: Iterable[CountRow]) -> ReleaseRows:
    """Some rows as a release."""
    return ReleaseRows("2026-01", tuple(rows), frozenset(), LIMITS)


def protect(
    rows: Sequence[CountRow], previous: Sequence[ReleaseRows] = (), corrected: Iterable[Key] = ()
) -> dict[tuple[str, Scope], CountRow]:
    """Rows as published, by measure and place."""
    published = protect_rows(rows, previous, STANDARD, LIMITS, corrected).rows
    return {(one.key.measure, one.key.scope): one for one in published}


def counts(numbers: Iterable[tuple[Scope, int, int]]) -> list[CountRow]:
    """True rows of planned endings."""
    return [row("planerat-avslut", where, numerator, base) for where, numerator, base in numbers]


def told(site: Path, lang: str, name: str = "") -> str:
    """The words of the page, or of one of its examples."""
    path = f"//div[@id='exempel-{name}']" if name else "//article"
    (found,) = document(site / PAGES[lang] / "index.html").xpath(path)
    return words(found)


def numbers(text: str) -> list[int]:
    """The whole numbers of a text, in the order they are read."""
    return [int(number) for number in re.findall(r"\d+", text)]


def test_the_languages_have_the_same_sections_and_examples(site: Path) -> None:
    """As many headings and rules, and the same examples."""
    roots = [document(site / path / "index.html") for path in PAGES.values()]
    shapes = [[(each.tag, each.get("id", "")[:8]) for each in root.xpath("//article//*")] for root in roots]
    assert [tag for tag, _ in shapes[0]] == [tag for tag, _ in shapes[1]]
    examples = [root.xpath("//div[@class='example']/@id") for root in roots]
    assert examples[0] == examples[1] == ["exempel-ar", "exempel-medelvarde", "exempel-summan"]


@both_languages
def test_a_year_is_hidden_for_the_sake_of_another(site: Path, lang: str) -> None:
    """The table of the example, and what its words say is left."""
    true = counts([(FIRST, 8, 20), (SECOND, 9, 21), (THIRD, 3, 22), (WINDOW, 20, 63)])
    published = protect(true)
    few, of = LIMITS.min_count - 1, {"sv": "av", "en": "of"}[lang]
    hidden = {"sv": "Visas inte, ", "en": "Not shown, "}[lang]
    shown = [
        {OK: f"{one.numerator} ", FEW: f"0–{few} ", SUPPRESSED: hidden}[one.status] + f"{of} {one.denominator:.0f}"
        for one in published.values()
    ]
    rows = document(site / PAGES[lang] / "index.html").xpath("//div[@id='exempel-ar']//tbody/tr")
    assert [words(each.xpath("td[3]")[0]) for each in rows] == shown
    assert [words(each.xpath("td[2]")[0]) for each in rows] == [f"{r.numerator} {of} {r.denominator}" for r in true]
    left = {
        count.scope: bounds
        for count, bounds in attack(build_system([release(published.values())], STANDARD)).bounds.items()
        if isinstance(count, RowCount) and count.kind == CountKind.NUMERATOR
    }
    assert (left[FIRST], left[THIRD]) == ((7, 11), (0, few))
    assert numbers(told(site, lang, "ar"))[-7:] == [*range(7, 12), 0, few]


@both_languages
def test_a_mean_is_hidden_for_the_sake_of_another(site: Path, lang: str) -> None:
    """Of nine persons; one more year is hidden, and the example's sum is right."""
    rows = [
        replace(row("vardtid", FIRST, None, 18, 276.0), persons=9),
        row("vardtid", SECOND, None, 20, 269.0),
        row("vardtid", THIRD, None, 12, 312.0),
        replace(row("vardtid", WINDOW, None, 50, 282.0), persons=40),
    ]
    published = protect(rows)
    assert published["vardtid", FIRST] == CountRow(rows[0].key, SUPPRESSED)
    assert sorted(published["vardtid", where].status for where in (SECOND, THIRD)) == sorted((OK, SUPPRESSED))
    assert round((50 * 282 - 20 * 269 - 12 * 312) / 18) == 276
    assert numbers(told(site, lang, "medelvarde"))[-8:] == [50, 282, 20, 269, 12, 312, 18, 276]


@both_languages
def test_a_hidden_sum_tells_that_there_was_nobody(site: Path, lang: str) -> None:
    """Of what the girls' count can be, 0 alone hides the sum."""
    is_sum_hidden = []
    for girls in range(LIMITS.min_count):
        published = protect(counts([(GIRLS, girls, 12), (BOYS, 5, 16), (WINDOW, girls + 5, 28)]))
        statuses = (published["planerat-avslut", BOYS].status, published["planerat-avslut", WINDOW].status)
        assert sorted(statuses) == sorted((OK, SUPPRESSED))
        is_sum_hidden.append(statuses[1] == SUPPRESSED)
    assert is_sum_hidden == [True, False, False, False, False]
    assert numbers(told(site, lang, "summan")) == [16, 5, 12, 1, 2, 3, 4, 0]


@both_languages
def test_the_rules_in_words_are_those_of_the_program(site: Path, lang: str) -> None:
    """Each small case of the page is hidden as it says."""
    text = told(site, lang)
    few_persons = [replace(row("planerat-avslut", FIRST, 6, 12), persons=9)]
    assert protect(few_persons)["planerat-avslut", FIRST].denominator is None
    rated = replace(row("battre-psykisk-halsa", WINDOW, None, 3), status=LOW_RESPONSE, denominator=None)
    rated = replace(rated, numerator=None, persons=None, response_rate=0.15)
    published = protect([*counts([(WINDOW, 10, 20)]), row("parad-bedomning", WINDOW, 3, 20), rated])
    assert published["parad-bedomning", WINDOW].status == FEW
    assert published["battre-psykisk-halsa", WINDOW] == CountRow(rated.key, SUPPRESSED)
    published = protect([row("uppfoljd-6m", FIRST, 22, 40), row("drogfri-6m", FIRST, 8, 20)])
    assert published["drogfri-6m", FIRST].denominator is None
    assert 25 * 100 - 24 * 101 == 76
    before = release(protect([row("vardtid", FIRST, None, 25, 100.0)]).values())
    new = row("vardtid", FIRST, None, 24, 101.0)
    assert protect([new], [before], [new.key])["vardtid", FIRST].value is None
    for expected in (
        [12, 9],
        [20, 280, 252, 308],
        [3, 20, 0, 4, 20, 15, 15, 20, 3],
        [22, 20, 2, 5],
        [25, 100, 24, 101],
    ):
        assert any(numbers(words(each))[: len(expected)] == expected for each in _paragraphs(site, lang)), expected
    assert f"{308 - 252}" == f"{0.2 * 280:.0f}"
    assert "29 november 2026" in text.lower() or "29 November 2026" in text


def _paragraphs(site: Path, lang: str) -> list:
    return document(site / PAGES[lang] / "index.html").xpath("//article//p")
