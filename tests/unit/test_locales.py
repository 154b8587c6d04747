"""Numbers, dates and texts as each language writes them."""

from datetime import date

import pytest
from markupsafe import Markup

from open_comparisons.errors import OpenComparisonsError
from open_comparisons.site.locales import Locale, load_locales
from open_comparisons.site.regions import name_key
from open_comparisons.standard.model import Thresholds
from open_comparisons.standard.text import Text
from tests.conftest import PROJECT

SV, EN = Locale("sv", {"n": "{count} mått", "n|one": "ett mått", "say": "Det är {what}."}), Locale("en", {})


@pytest.mark.parametrize(
    ("locale", "value", "decimals", "written"),
    [
        (SV, 12000, 0, "12\u202f000"),
        (EN, 12000, 0, "12,000"),
        (SV, 77.54, 1, "77,5"),
        (EN, -0.5, 1, "\u22120.5"),
        (EN, -0.3, 0, "0"),
    ],
)
def test_numbers_are_written_as_the_language_does(locale, value, decimals, written):
    """Narrow no-break space and decimal comma in Swedish, comma and point in English, a real minus in both."""
    assert written == locale.number(value, decimals)


def test_percent_has_a_no_break_space_in_swedish_only():
    """`77,5 %` and `77.5%`."""
    assert SV.percent(0.775, 1) == "77,5\u00a0%"
    assert EN.percent(0.775, 1) == "77.5%"


@pytest.mark.parametrize(
    ("start", "end", "swedish"),
    [
        (date(2021, 1, 1), date(2021, 12, 31), "2021"),
        (date(2020, 1, 1), date(2022, 12, 31), "2020–2022"),
        (date(2021, 4, 1), date(2022, 3, 31), "april 2021–mars 2022"),
        (date(2019, 1, 1), date(2019, 12, 24), "1\u00a0januari 2019–24\u00a0december 2019"),
        (date(2022, 3, 31), date(2022, 3, 31), "31\u00a0mars 2022"),
    ],
)
def test_periods_are_named_as_people_do(start, end, swedish):
    """Years alone, spans of years, months where they are whole, else dates."""
    assert swedish == SV.period(start, end)


def test_one_of_a_thing_has_words_of_its_own():
    """A count of 1 takes the text for one, where there is one."""
    assert SV.t("n", count=1) == "ett mått"
    assert SV.t("n", count=2) == "2 mått"


def test_whole_numbers_in_a_text_are_written_as_the_language_does():
    """Thousands are parted; what is already written stays as it is."""
    assert SV.t("n", count=4754) == "4\u202f754 mått"
    assert SV.t("n", count="4 754") == "4 754 mått"


def test_what_is_filled_into_a_text_is_escaped_once_markup_is_involved():
    """Markup stays markup, and everything else beside it is text."""
    assert SV.t("say", what=Markup("<b>x</b>")) == "Det är <b>x</b>."
    assert SV.join(["<a>", Markup("<b>x</b>"), "c"]) == "&lt;a&gt;, <b>x</b> och c"


def test_a_text_in_one_language_only_is_shown_with_its_language():
    """The other language's reader gets the text there is, marked for screen readers."""
    assert SV.html(Text(en="Council & care")) == '<span lang="en">Council &amp; care</span>'
    assert EN.html(Text(sv="Kommun", en="Council")) == "Council"


def test_a_missing_text_names_itself():
    """A template that asks for a text that is not there stops the build with its key."""
    with pytest.raises(OpenComparisonsError, match="no-such"):
        SV.t("no-such")


def test_both_languages_have_the_same_texts(project):
    """Every key of the theme exists in Swedish and English."""
    locales = load_locales(project / "theme" / "translations")
    assert set(locales) == {"sv", "en"}


def test_texts_that_exist_in_one_language_only_stop_the_build(tmp_path):
    """The message names the keys that are lacking."""
    (tmp_path / "sv.json").write_text('{"a": "x", "b": "y"}', encoding="utf-8")
    (tmp_path / "en.json").write_text('{"a": "x"}', encoding="utf-8")
    with pytest.raises(OpenComparisonsError, match="b"):
        load_locales(tmp_path)


def test_a_standard_may_say_a_text_in_its_own_words(project):
    """What a sector calls things replaces the theme's text, in both languages."""
    words = {"fact.ownership": Text("Slag av sjukhus", "Hospital type")}
    locales = load_locales(project / "theme" / "translations", words)
    assert [locales[lang].t("fact.ownership") for lang in ("sv", "en")] == ["Slag av sjukhus", "Hospital type"]
    assert locales["en"].t("fact.methods") == "Methods"


@pytest.mark.parametrize("words", [{"no.such": Text("a", "b")}, {"fact.ownership": Text(None, "b")}])
def test_words_of_a_standard_have_a_place_and_both_languages(project, words):
    """A text that is nowhere shown, or would be shown in the wrong language unmarked, stops the build."""
    with pytest.raises(OpenComparisonsError, match=next(iter(words))):
        load_locales(project / "theme" / "translations", words)


def test_names_sort_as_in_the_swedish_alphabet():
    """Å, ä and ö come after z, in that order; é counts as e."""
    names = ["Öland", "Zeta", "Älgen", "Åsen", "Élan", "Eken", "alfa"]
    assert sorted(names, key=name_key) == ["alfa", "Eken", "Élan", "Zeta", "Åsen", "Älgen", "Öland"]


@pytest.mark.parametrize("name", Thresholds.__slots__)
def test_each_limit_that_a_release_may_lower_has_its_sentence(name):
    """With the release's own number and the standard's."""
    for locale in load_locales(PROJECT / "theme" / "translations").values():
        told = locale.t(f"release.lowered-{name}", limit=7, usual=9)
        assert "7" in told
        assert "9" in told
