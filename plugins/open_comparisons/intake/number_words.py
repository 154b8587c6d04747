"""
Numbers in free text, in figures or in words, in Swedish and English.

A remark on a row whose counts are hidden must not tell them. So these are numbers here:

- every character that stands for a number: digits of any script, superscripts, fractions
- every number word from two up, and zero, also inflected, in compounds and as a part: tvåa, tjugotvå, tredjedel
- half, twice, a dozen, a pair and the like
- all, both, each and none, since "all of them" tells a count; but not before a word such as "data" or "years"
- a, an, en or ett before somebody or something that is counted: "en placering", "a young person"; only then, since
  they are articles in most sentences. One is always a number.

First and second (första, andra) are left alone: in Swedish the latter is also "other". So are vague words such as some,
many or a few, Roman numerals in ordinary letters, and number words of other languages. Whoever wants to tell a number
can find a way; this stops those who did not think of it.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Final


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_CARDINALS: Final = (
    *("noll", "tva", "tre", "fyra", "fem", "sex", "sju", "atta", "nio", "tio", "elva", "tolv", "tretton", "fjorton"),
    *("femton", "sexton", "sjutton", "arton", "aderton", "nitton", "tjugo", "tjuge", "trettio", "fyrtio", "femtio"),
    *("sextio", "sjuttio", "attio", "nittio", "tretti", "fyrti", "femti", "sexti", "sjutti", "atti", "nitti", "hundra"),
    *("ettusen", "tusen", "miljoner", "miljon", "miljarder", "miljard", "dussin"),
    *("zero", "nil", "nought", "naught", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"),
    *("eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen", "twenty"),
    *("thirty", "forty", "fourty", "fifty", "sixty", "seventy", "eighty", "ninety", "hundred", "thousand", "million"),
    *("billion", "dozen"),
)
"""Number words without accents, which compounds are made of."""
_ORDINALS: Final = (
    *("tredje", "fjarde", "femte", "sjatte", "sjunde", "atton", "nion", "tion", "elfte", "tolfte", "tretton"),
    *("fjorton", "femton", "sexton", "sjutton", "arton", "nitton", "tjugon", "trettion", "fyrtion", "femtion"),
    *("sextion", "sjuttion", "attion", "nittion", "hundra", "tusen"),
)
"""The beginnings of Swedish ordinals from the third on, and of the fractions named after them."""
COUNTED: Final = (
    *("placering", "placeringar", "person", "personer", "ungdom", "ungdomar", "barn", "flicka", "flickor", "pojke"),
    *("pojkar", "tjej", "tjejer", "kille", "killar", "kvinna", "kvinnor", "man", "klient", "klienter", "brukare"),
    *("elev", "elever", "patient", "patienter", "individ", "individer", "avslut", "avbrott", "sammanbrott", "svar"),
    *("svarande", "aterfall", "aterplacering", "aterplaceringar", "omplacering", "omplaceringar", "dodsfall"),
    *("placement", "placements", "people", "child", "children", "girl", "girls", "boy", "boys", "youth", "youths"),
    *("woman", "women", "men", "client", "clients", "resident", "residents", "patients", "pupil", "pupils"),
    *("individual", "individuals", "ending", "endings", "breakdown", "breakdowns", "case", "cases", "answer"),
    *("answers", "relapse", "relapses", "death", "deaths", "persons"),
)
"""People and events that are counted, without accents."""
_OTHERS: Final = _words(
    """
    etta ettan ettor tvaa tvaan tvaor trea trean treor fyran fyror femma femman femmor sexa sexan sexor sjua sjuan sjuor
    attan attor nia nian nior tia tian tior elvan elvor tolva tolvan nolla nollan nollor
    halv halva halvan halvor halvt halft halften varannan vartannat dubbel dubbelt dubbla trippel trippelt
    tvilling tvillingar tvillingarna trilling trillingar
    half halves third thirds fourth fourths fifth fifths sixth sixths seventh eighth eighths ninth tenth tenths eleventh
    twelfth thirteenth fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth twentieth thirtieth fortieth
    fiftieth sixtieth seventieth eightieth ninetieth hundredth
    ones twos threes fours fives sixes sevens eights nines tens twenties hundreds thousands millions dozens
    twice thrice double doubled triple tripled twin twins triplet triplets
    """
)
_EVERYBODY_OR_NOBODY: Final = _words(
    """
    alla allihop samtliga bada bagge varje varenda inga ingen inget
    all both each every everyone everybody none noone nobody neither
    """
)
_ALONE: Final = _words("en ett a an")
_NOT_COUNTED: Final = _words(
    """
    uppgift uppgifter uppgifterna data siffra siffror siffrorna värde värden värdena tal talen mätning mätningar
    mätningarna uppföljning uppföljningar enkät enkäter enkäten enkäterna statistik underlag kommentar kommentarer
    anmärkning anmärkningar ändring ändringar förändring förändringar år åren månad månader månaderna kommun
    kommuner kommunerna enhet enheter enheterna hem hemmen verksamhet verksamheter verksamheterna mått måtten fråga
    frågor frågorna system register rutin rutiner instrument instrumenten språk språken skillnad skillnader figure
    figures value values number numbers measurement measurements follow survey surveys information statistics
    comment comments remark remarks change changes year years month months municipality municipalities unit units
    home homes service services measure measures question questions systems registers routine routines instruments
    language languages difference differences
    """
)
"""What "all" or "none" may stand before: words for figures, times and places, as they are spelt."""
_CARDINAL: Final = "|".join(sorted(_CARDINALS, key=len, reverse=True))
_COUNTED_NOUN: Final = "|".join(COUNTED)
_NUMBER: Final = re.compile(
    rf"(?:ett|en)?(?:(?:{_CARDINAL})(?:en|ett|and)?)+"
    rf"(?:tals?|talet|talen|s|fold|faldigt?|faldiga|falt|stycken|st|{_COUNTED_NOUN})?"
)
_ORDINAL: Final = re.compile(
    rf"(?:{_CARDINAL})*(?:{'|'.join(_ORDINALS)})(?:de)?(?:del|delen|delar|delarna|dels)?"
    rf"|(?:{_CARDINAL})+(?:forsta|andra|first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|th)"
)
_PHRASE: Final = re.compile(
    rf"\b(?:en|ett|a|an|no|enda|only)(?: [^\W\d_]+)? (?:{_COUNTED_NOUN})(?:e?n|et)?\b"
    r"|\b(?:en|ett) (?:av|enda)\b|\bvar och en\b|\bett par\b|\ba (?:couple|pair)\b|\bno one\b"
    r"|\b(?:bara|blott|endast|enbart|exakt|hogst|max|minst|precis|an) (?:en|ett)\b"
    r"|\bquarters?(?: of)\b|\bthree quarters\b|\bhela gruppen\b|\b(?:whole|entire) group\b"
)
"""A single one, half of a pair, nobody or everybody, in several words without accents."""
_LETTERS: Final = re.compile(r"[^\W\d_]+")
_SPACED_OUT: Final = re.compile(r"\b[^\W\d_](?:[\s.\-_]+[^\W\d_]\b)+")


def holds_number(text: str) -> bool:
    """True where a text tells a number, in figures or in words, as said at the top of this module."""
    if any(_is_numeral(letter) for letter in text) or any(map(str.isdigit, unicodedata.normalize("NFKC", text))):
        return True
    visible = "".join(letter for letter in text if unicodedata.category(letter) != "Cf")
    spelt = unicodedata.normalize("NFKC", visible).casefold()
    plain = _without_accents(spelt)
    if _LETTERS.findall(plain) and plain.strip(" .,;:!?()") in _ALONE:
        return True
    joined = re.sub(r"(?<=\w)[-\u2010\u2011]\s*(?=\w)", "", plain)
    run_together = (re.sub(r"[\W_]+", "", run) for run in _SPACED_OUT.findall(plain))
    words = {*_LETTERS.findall(plain), *_LETTERS.findall(joined), *run_together}
    if any(word in _OTHERS or _NUMBER.fullmatch(word) or _ORDINAL.fullmatch(word) for word in words):
        return True
    return bool(_PHRASE.search(" ".join(_LETTERS.findall(plain)))) or _tells_all_or_none(_LETTERS.findall(spelt))


def _is_numeral(letter: str) -> bool:
    return letter.isdigit() or unicodedata.numeric(letter, None) is not None


def _without_accents(text: str) -> str:
    """The letters alone: å, ä and ö as a, a and o, since not every keyboard has them."""
    return "".join(letter for letter in unicodedata.normalize("NFKD", text) if not unicodedata.combining(letter))


def _tells_all_or_none(words: list[str]) -> bool:
    """True where a word for everybody or nobody stands before something else than figures, times and places."""
    for place, word in enumerate(words):
        if _without_accents(word) in _EVERYBODY_OR_NOBODY:
            after = words[place + 1 : place + 3]
            before = words[place - 1] if place else ""
            if not _NOT_COUNTED & set(after) and not (word == "all" and before == "at"):
                return True
    return False
