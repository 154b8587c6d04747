"""
Small counts of persons in texts that are published: "2 av 4", "endast två pojkar", "3 of 5".

The rule in a sentence: a number below the limit may stand in a text only where the word beside it says that it counts
something other than persons, such as a time, a place, a question or a version.

- "x av y" and "x of y" are judged whole: x, the rest, and y, by the limits that a row is held to; of "x % av y", y.
- Numbers with decimals, years, dates, ranges up to the limit ("0–4") and names such as "ASI-6" are no counts. A lower
  bound ("minst två", "more than one") says nothing exact.
- One (en, ett, one) is an article or a pronoun in most sentences, so it counts only after a word such as "bara", and
  before "av" or "of"; and both or a couple only before persons.

Vague words (some, a few), "all" and "none" pass here; the texts of rows that are hidden are held to more
(`hidden_text`). Nothing confirms such a number, since a mistake could never be taken back: it is written in another
way. Whoever wants to tell one can find a way; this stops those who did not think of it.
"""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

from open_comparisons.errors import Problem
from open_comparisons.intake.cells import Table
from open_comparisons.intake.checks.hidden_text import free_text_roles
from open_comparisons.intake.checks.terms import Terms
from open_comparisons.intake.number_words import COUNTED
from open_comparisons.intake.wording import problem
from open_comparisons.standard.model import Thresholds
from open_comparisons.standard.statuses import OK


def _without_accents(text: str) -> str:
    """The letters alone: å, ä and ö as a, a and o, since not every keyboard has them."""
    return "".join(letter for letter in unicodedata.normalize("NFKD", text) if not unicodedata.combining(letter))


def _words(text: str) -> frozenset[str]:
    return frozenset(_without_accents(text).split())


_NUMERALS: Final = {
    word: number
    for number, words in enumerate(
        (
            *("noll zero", "", "två two", "tre three", "fyra four", "fem five", "sex six", "sju seven", "åtta eight"),
            *("nio nine", "tio ten", "elva eleven", "tolv twelve", "tretton thirteen", "fjorton fourteen"),
            *("femton fifteen", "sexton sixteen", "sjutton seventeen", "arton eighteen", "nitton nineteen"),
            "tjugo twenty",
        )
    )
    for word in _words(words)
}
_ONE: Final = _words("en ett one")
_TWO_TOGETHER: Final = _words("båda bägge both par couple")
_ONLY: Final = _words("bara blott endast enbart exakt precis just only exactly enda single")
_OF: Final = _words("av utav of / ⁄")
_PERCENT: Final = _words("% procent percent")
_TO: Final = _words("till to - –")
_BETWEEN: Final = _TO | _words("eller och or and &")
_DETERMINERS: Final = _words("de dem the other våra our alla all dessa these vara were out")
_ADJECTIVES: Final = _words(
    """
    nya olika korta långa stora små hela sista första andra tredje större mindre följande föregående senaste
    tidigare särskilda gemensamma öppna slutna separata extra vanliga planerade kalendariska skilda egna new
    different short long large small whole last first second third further following previous separate own
    consecutive full complete calendar
    """
)
_NOT_PERSONS: Final = _words(
    """
    % ‰ § §§ ° kr kronor tkr mkr sek euro procent procentenheter promille percent percentage per cent decimal
    decimaler decimals point points poäng siffra siffror siffrorna figure figures tal talen värde värden value
    values hundra tusen miljon miljoner miljarder hundred thousand million billion tredjedelar fjärdedelar
    femtedelar thirds quarters fifths år åren året årens års månad månader månaderna månaders mån vecka veckor
    veckorna veckors dag dagar dagarna dagars dygn dygnet timme timmar timmars minut minuter minuters minuts
    sekunder kvartal kvartalen kvartalet termin terminer terminerna helår halvår halvåren sommar vinter year years
    month months week weeks day days hour hours minute minutes quarter half-years term terms januari februari mars
    april maj juni juli augusti september oktober november december january february march may june july august
    october jan feb apr jun jul aug sep sept okt oct nov dec gång gånger gångerna tillfälle tillfällen tillfällena
    omgång omgångar omgångarna försök påminnelse påminnelser utskick time times occasion occasions round rounds
    attempt attempts reminder reminders enhet enheter enheterna hem hemmen boende boenden verksamhet verksamheter
    verksamheterna avdelning avdelningar hus kommun kommuner kommunerna region regioner regionerna län länen stad
    ort orter plats platser nämnd nämnder bolag utförare utförarna unit units home homes service services ward wards
    house houses municipality municipalities region regions county counties place places site sites provider
    providers company companies mått måtten mätning mätningar mätningarna mätpunkt mätpunkter uppföljning
    uppföljningar uppföljningarna enkät enkäter enkäterna fråga frågor frågorna svarsalternativ alternativ skala
    skalor skalan steg stegen gradig instrument instrumenten formulär formulären test tester intervju intervjuer
    samtal metod metoder metoderna program indikator indikatorer område områden delområden målgrupp målgrupper
    grupper kategori kategorier nivå nivåer typer sätt slag delar del orsaker skäl källa källor källorna system
    systemen register registret registren databas databaser rutin rutiner fil filer blad kolumn kolumner rad rader
    uppgift uppgifter kod koder version versioner versionen bokstäver meningar fält saker språk utgåva utgåvor
    ändring ändringar rättelse rättelser lucka luckor bortfall avtal kap kapitel paragraf paragrafer lagar lagrum
    stycket punkter measure measures measurement measurements survey surveys question questions scale scales step
    steps answer options option instrument instruments form forms test tests interview interviews method methods
    programme programmes indicator indicators area areas groups category categories level levels type types way ways
    kind kinds part parts reason reasons source sources system systems register registers database databases routine
    routines file files sheet sheets column columns row rows code codes version versions release releases language
    languages change changes correction corrections gap gaps contract contracts chapter chapters section sections
    paragraph paragraphs letters sentences fields things
    """
)
"""What a number may count, as the word after it."""
_ENDINGS: Final = tuple(word for word in _NOT_PERSONS if len(word) > 4 and word.isalpha())
"""The same as the ends of Swedish compounds, such as "ungdomsenkäter"."""
_LABELS: Final = _words(
    """
    version versionen v ver nr nummer no number fråga frågan frågorna question questions bilaga appendix tabell
    table figur figure steg step nivå level kapitel kap chapter avsnitt section punkt punkterna point paragraf § §§
    artikel article kvartal quarter q vecka week månad month klass arskurs åk mål goal grade del part fas phase sida
    sidan page kolumn column rad row mått measure enhet unit avdelning avd ward hus house typ type kategori category
    kod code alternativ option kl klockan skala scale åldern ålder åldrarna aged age ages bas base kohort cohort
    mätning mätpunkt omgång round standard release
    """
)
"""What a number may be the name of, as the word before it."""
_LOWER_BOUNDS: Final = re.compile(r"(?:fler|flera|mer|mera|storre|aldre|more|older|greater) (?:an|than)|minst|at least")
_NO_COUNT: Final = re.compile(
    r"\d+(?:[.,:]\d+)+|\b\d{4}-\d\d(?:-\d\d)?\b|\b(?:19|20)\d\d\b|[^\W\d_]+-?\d+(?:[.,]\d+)*\w*|\d+-[^\W\d_]+"
)
"""Decimals, versions, times, dates, years, names such as "ASI-6" and compounds such as "3-årig"."""
_ITEM: Final = re.compile(r"^\s*\(?(\d{1,2})[.)](?=\s+\S)|(?<=\s)\(?(\d{1,2})\)(?=\s+\S)", re.MULTILINE)
"""The number of an item in a list, such as "1." on a line of its own or "2)" in a sentence."""
_THOUSANDS: Final = re.compile(r"(?<=\d)[ \u00a0\u2009\u202f](?=\d{3}\b)")
_TOKEN: Final = re.compile(r"\d+|[^\W\d_]+|[%‰§°/⁄&–-]|[.;:!?()]")
_STOP: Final = "."
_LONGEST: Final = 9
"""Digits of a number that may be a count."""


class _Numeral(NamedTuple):
    value: int
    after: int
    """Where the word after it is."""


def tells_small_count(text: str, limits: Thresholds) -> bool:
    """True where a text that is published may tell a count of persons that a row could not show."""
    spelt = _without_items(_THOUSANDS.sub("", _without_accents(text).casefold()))
    plain = _NO_COUNT.sub(f" {_STOP} ", spelt)
    words = _TOKEN.findall(plain)
    return any(_is_small_count(words, place, limits) for place in range(len(words)))


def small_count_problems(table: Table, terms: Terms) -> Iterator[Problem]:
    """
    Small counts in the free text of rows that are shown; a message names the cell and never repeats it.

    A file that an official publisher has protected is published as it is.
    """
    if not terms.own_rule:
        return
    shown = [status == OK for status in table.text("status")]
    for role in free_text_roles(table, terms.standard):
        texts = table.text(role)
        wrong = {text for text in set(texts) if tells_small_count(text, terms.thresholds)}
        if role == "instrument":
            wrong = {text for text in wrong if tells_small_count(_without_version(text), terms.thresholds)}
        for row, is_shown, text in zip(table.rows, shown, texts, strict=True):
            if is_shown and text in wrong:
                few = terms.thresholds.min_count
                yield problem(table.file, "small-count-in-text", row, table.name(role), few=few)


def _without_items(text: str) -> str:
    """A text without the numbers of a list that begins with one and goes on with two."""
    found = {int(first or second) for first, second in _ITEM.findall(text)}
    return _ITEM.sub(f" {_STOP} ", text) if found >= {1, 2} else text


def _without_version(name: str) -> str:
    """The name of an instrument without the number at its end, which is its version."""
    return re.sub(r"(?<=[^\W\d_]) \d+$", "", name)


def _is_small_count(words: Sequence[str], place: int, limits: Thresholds) -> bool:
    word, before = words[place], words[place - 1] if place else ""
    if word in _TWO_TOGETHER:
        return limits.min_count > 2 and _is_person(_after(words, place + 1, _OF | _DETERMINERS | _ADJECTIVES))
    numeral = _numeral(words, place)
    if numeral is None or before in _LABELS or _LOWER_BOUNDS.search(" ".join(words[max(place - 2, 0) : place])):
        return False
    if before in _OF and place > 1 and words[place - 2] in _PERCENT:
        return numeral.value < limits.min_denominator and not _is_no_person(_after(words, numeral.after, _ADJECTIVES))
    share = _share(words, numeral)
    if share:
        base, noun = share
        if _is_no_person(noun) or numeral.value > base.value:
            return False
        few = min(numeral.value, base.value - numeral.value) < limits.min_count
        return few or base.value < limits.min_denominator
    if numeral.value >= limits.min_count:
        return False
    if word in _ONE:
        return _is_alone(words, place, numeral)
    end, highest = _range_end(words, numeral)
    if highest >= limits.min_count or _is_band(numeral.value, highest, limits) or _ends_band(words, place, limits):
        return False
    return not _is_no_person(_after(words, end, _OF | _DETERMINERS | _ADJECTIVES))


def _numeral(words: Sequence[str], place: int) -> _Numeral | None:
    """The number at a place, in figures up to nine digits or in words; None where there is none."""
    word = words[place] if place < len(words) else ""
    if word.isdecimal():
        return _Numeral(int(word), place + 1) if len(word) <= _LONGEST else None
    value = 1 if word in _ONE else _NUMERALS.get(word)
    return None if value is None else _Numeral(value, place + 1)


def _share(words: Sequence[str], part: _Numeral) -> tuple[_Numeral, str] | None:
    """The base of "x av y" and the word after it; None where a number begins no such share."""
    place = part.after + (words[part.after : part.after + 1] == ["out"])
    if words[place : place + 1] and words[place] in _OF:
        place += 1
        while place < len(words) and words[place] in _DETERMINERS:
            place += 1
        base = _numeral(words, place)
        if base and words[place] not in _ONE:
            return base, _after(words, base.after, _ADJECTIVES)
    return None


def _range_end(words: Sequence[str], first: _Numeral) -> tuple[int, int]:
    """Where the word after "två till tre" or "2 och 3" is, and the end of the range; of a number alone, itself."""
    end, highest = first.after, first.value
    while end < len(words) and words[end] in _BETWEEN:
        following = _numeral(words, end + 1)
        if following is None or words[end + 1] in _ONE:
            break
        if words[end] in _TO:
            highest = max(highest, following.value)
        end = following.after
    return end, highest


def _is_band(lowest: int, highest: int, limits: Thresholds) -> bool:
    """True for "0–4", which is how the standard itself writes a small count."""
    return (lowest, highest) == (0, limits.min_count - 1)


def _ends_band(words: Sequence[str], place: int, limits: Thresholds) -> bool:
    before = words[place - 2 : place] if place > 1 else ["", ""]
    return before[0] == "0" and before[1] in _TO and words[place] == str(limits.min_count - 1)


def _is_alone(words: Sequence[str], place: int, one: _Numeral) -> bool:
    """True for one that is no article: "bara en", "en enda", "en av pojkarna", "one boy"."""
    around = {words[place - 1] if place else "", words[one.after] if one.after < len(words) else ""}
    noun = _after(words, one.after, _OF | _DETERMINERS | _ADJECTIVES | _ONLY)
    if around & _ONLY or (one.after < len(words) and words[one.after] in _OF):
        return not _is_no_person(noun)
    return words[place] == "one" and _is_person(noun)


def _after(words: Sequence[str], place: int, passed: frozenset[str]) -> str:
    while place < len(words) and words[place] in passed:
        place += 1
    return words[place] if place < len(words) else ""


def _is_person(word: str) -> bool:
    return any(word in (noun, f"{noun}na", f"{noun}en", f"{noun}et", f"{noun}s") for noun in COUNTED)


def _is_no_person(word: str) -> bool:
    forms = (word, *(word.removesuffix(ending) for ending in ("na", "en", "et", "n", "s")))
    return any(form in _NOT_PERSONS for form in forms) or word.endswith(_ENDINGS)
