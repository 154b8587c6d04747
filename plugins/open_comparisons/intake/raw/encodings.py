"""
The encoding of a text, judged by what a Swedish text can hold.

Bytes that are valid UTF-8 are UTF-8, since hardly any other text is. Everything else could be in any encoding of one
byte per letter, and each gives other letters: "Färre" of a Mac is "FŠrre" in Windows-1252. A reading holds when its
words are possible in Swedish. Where no reading holds, or more than one, the file is refused rather than guessed at.
"""

import codecs
import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

_BOMS: Final = (  # UTF-32 before UTF-16: its mark begins with that of UTF-16
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
WINDOWS: Final = "windows-1252"
_OTHERS: Final = ("mac-roman", "cp850", "cp437")
_MOST_CONTROLS: Final = 0.02
"""Share of control characters above which bytes are no text."""
_PER_STRANGE_WORD: Final = 20
"""A long text may hold a strange word now and then: one among this number is no sign of another encoding."""

_CLEAN, _ODD, _IMPOSSIBLE = range(3)
_SWEDISH: Final = frozenset("åäöÅÄÖ")
_USUAL: Final = _SWEDISH | frozenset("éÉ")
_WORDS_OF_ONE_LETTER: Final = frozenset("àáóÀÁÓ")
_VOWELS: Final = frozenset("aeiouyåäöéAEIOUYÅÄÖÉ")
_BEFORE_VOWELS: Final = frozenset("ŠŽŒ")
"""Capitals that Windows-1252 has where Mac and MS-DOS have å, ä and é. A name can begin so, but not before …"""
_NOT_AFTER_THEM: Final = frozenset("bcdfghjlnrsxz")
"""… one of these letters."""
_NO_LETTERS: Final = frozenset("ƒıªºﬁﬂµ")
_ANYWHERE: Final = frozenset("–—’‘´•·°§\u00a0\u00ad")
_NOT_BETWEEN_LETTERS: Final = frozenset("½¼¾²³±×«»“")
_NOT_BEFORE_LETTERS: Final = frozenset("£€™®©")
_CLOSING: Final = "”"
_RARE_SIGNS: Final = frozenset("†‡‰‹›˜„‚")

_BREAKS: Final = re.compile(rb'[\s;,"/()|]+')
_UNUSUAL: Final = re.compile("[^\x00-\x7fåäöÅÄÖéÉ]")
_MISREAD_UTF8: Final = re.compile("\ufffd|Ã[\u0080-\u00bf\u2013-\u203a]|â€|√[§•∂Ñ…Öñ]|├[ñÑÂ]")


@dataclass(frozen=True, slots=True)
class Decoded:
    """
    A text and its encoding, or why there is none.

    Attributes:
        text: The text, without byte order mark; "" where it could not be read.
        encoding: "utf-8", "utf-16", "utf-32", "windows-1252", "mac-roman", "cp850" or "cp437"; "" as above.
        bom: True where the bytes began with a byte order mark.
        fault: Code of the problem, such as "garbled-file"; "" where there is none.
        word: A word that no reading explains, as Windows-1252 has it; "" where there is none.
    """

    text: str = ""
    encoding: str = ""
    bom: bool = False
    fault: str = ""
    word: str = ""


@dataclass(frozen=True, slots=True)
class _Judged:
    """How the words of a text look in one encoding: numbers of different words, and the first of the most doubtful."""

    encoding: str
    clean: int
    odd: int
    impossible: int
    swedish: int
    word: str

    @property
    def holds(self) -> bool:
        return self.impossible * _PER_STRANGE_WORD <= self.clean + self.odd


def decode(content: bytes) -> Decoded:
    """The text of a file's bytes; every byte is either read rightly or the file is refused."""
    mark, marked = next(((mark, name) for mark, name in _BOMS if content.startswith(mark)), (b"", ""))
    try:
        text = content[len(mark) if marked in {"", "utf-8"} else 0 :].decode(marked or "utf-8")
    except UnicodeDecodeError:
        return Decoded(bom=True, fault="not-a-text-file") if marked else _decode_single_bytes(content)
    if "\0" in text:
        return Decoded(bom=bool(mark), fault="not-a-text-file")
    return Decoded(text, marked or "utf-8", bool(mark))


def garbled_word(text: str) -> str:
    """The first word that shows that a text was saved after its encoding was mistaken ("Ã¥", "FŠrre"); "" if none."""
    if not _UNUSUAL.search(text):
        return ""
    return next((word for word in text.split() if _MISREAD_UTF8.search(word) or _is_misread(word)), "")


def _is_misread(word: str) -> bool:
    """True where a word is impossible, and its bytes are a Swedish word on a Mac or in MS-DOS."""
    if word.isascii() or _doubt(word) != _IMPOSSIBLE:
        return False
    try:
        content = word.encode(WINDOWS)
    except UnicodeEncodeError:
        return False
    readings = [content.decode(name) for name in _OTHERS]
    return any(_doubt(other) == _CLEAN and not _SWEDISH.isdisjoint(other) for other in readings)


def _decode_single_bytes(content: bytes) -> Decoded:
    controls = sum(content.count(byte) for byte in range(0x20) if byte not in b"\t\n\v\f\r")
    if b"\0" in content or controls > len(content) * _MOST_CONTROLS:
        return Decoded(fault="not-a-text-file")
    words = [word for word in sorted(set(_BREAKS.split(content))) if not word.isascii()]
    windows = _judge(words, WINDOWS)
    others = [judged for name in _OTHERS if (judged := _judge(words, name)).swedish and judged.holds]
    best = min(others, key=lambda judged: judged.odd, default=None)
    if windows.holds and (not windows.odd or best is None or best.odd):
        return Decoded(content.decode(WINDOWS, "replace"), WINDOWS)
    if windows.holds:
        # Both readings are possible, such as Š or Ä first in the only word that is not ASCII.
        return Decoded(fault="unclear-encoding", word=windows.word)
    if best is None:
        return Decoded(fault="garbled-file", word=windows.word)
    return Decoded(content.decode(best.encoding), best.encoding)


def _judge(words: Iterable[bytes], encoding: str) -> _Judged:
    numbers = [0, 0, 0]
    swedish = opened = closed = 0
    worst, shown = _CLEAN, ""
    for content in words:
        word = content.decode(encoding, "replace")
        doubt = _doubt(word)
        opened += word.startswith(_CLOSING) and not word.endswith(_CLOSING)
        closed += word.endswith(_CLOSING) and not word.startswith(_CLOSING)
        numbers[doubt] += 1
        swedish += doubt == _CLEAN and not _SWEDISH.isdisjoint(word)
        if doubt > worst:
            worst, shown = doubt, word
    # Swedish opens and closes a quotation with the same mark, which MS-DOS has as ö.
    return _Judged(
        encoding, numbers[_CLEAN], numbers[_ODD] + abs(opened - closed), numbers[_IMPOSSIBLE], swedish, shown
    )


def _doubt(word: str) -> int:
    """How doubtful a word is as Swedish: that of its most doubtful letter."""
    around = f" {word} "
    return max(
        (
            _doubt_of(letter, before, after)
            for before, letter, after in zip(around, word, around[2:], strict=False)
            if not letter.isascii()
        ),
        default=_CLEAN,
    )


def _doubt_of(letter: str, before: str, after: str) -> int:
    if letter in _USUAL:
        is_odd = (letter.isupper() and before.islower()) or before.isdigit() or after.isdigit()
        is_first = not before.isalpha() and after.isalpha()
        return _ODD if is_odd or (is_first and (letter in "éÉ" or after in _VOWELS)) else _CLEAN
    if letter in _NO_LETTERS or letter == "\ufffd":
        return _IMPOSSIBLE
    return (
        _doubt_of_foreign_letter(letter, before, after) if letter.isalpha() else _doubt_of_sign(letter, before, after)
    )


def _doubt_of_foreign_letter(letter: str, before: str, after: str) -> int:
    if not unicodedata.name(letter, "").startswith("LATIN") or before.isdigit() or after.isdigit():
        return _IMPOSSIBLE
    if not (before.isalpha() or after.isalpha()):
        return _ODD if letter in _WORDS_OF_ONE_LETTER else _IMPOSSIBLE
    if letter.isupper():
        within = before.islower() or (before.isalpha() and after.islower())
        return _IMPOSSIBLE if within or (letter in _BEFORE_VOWELS and after in _NOT_AFTER_THEM) else _ODD
    is_between_consonants = before not in _VOWELS and after not in _VOWELS
    return _IMPOSSIBLE if letter in "šžœ" and is_between_consonants else _ODD


def _doubt_of_sign(sign: str, before: str, after: str) -> int:
    if sign in _ANYWHERE:
        return _CLEAN
    if sign == "…":
        return _IMPOSSIBLE if before.isupper() and after.isupper() else _ODD if after.isalpha() else _CLEAN
    if sign in _NOT_BEFORE_LETTERS:
        return _IMPOSSIBLE if after.isalpha() else _CLEAN
    if sign in _NOT_BETWEEN_LETTERS or sign == _CLOSING:
        return _IMPOSSIBLE if before.isalpha() and after.isalpha() else _CLEAN
    if sign in "„‚":
        return _IMPOSSIBLE if before.isalpha() else _ODD
    is_beside_letter = before.isalpha() or after.isalpha()
    is_known = sign in _RARE_SIGNS or (sign.isprintable() and ord(sign) < 0x100)
    return _ODD if is_known and not is_beside_letter else _IMPOSSIBLE
