"""The command `open-comparisons spelling`: words of texts that neither a dictionary nor our own word list knows."""

from __future__ import annotations

import argparse
import re
import shutil
import subprocess
from html import unescape
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple

from open_comparisons.errors import OpenComparisonsError
from open_comparisons.knowledge.front_matter import split
from open_comparisons.knowledge.markdown_text import parse, rows

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

PROGRAM: Final = "hunspell"
DICTIONARIES: Final = {"sv": "sv_SE", "en": "en_GB"}
WORD_LIST: Final = "ordlista.{}.txt"
"""Our own words of a language, in the content folder: one a line; lines that begin with # are notes."""
MISSING: Final = (
    "Rättstavningen behöver programmet Hunspell med ordlistor: apt install hunspell hunspell-sv hunspell-en-gb\n"
    "Spelling needs the program Hunspell with dictionaries: apt install hunspell hunspell-sv hunspell-en-gb"
)
_TEXTS: Final = frozenset({"title", "summary", "author_role", "image_alt", "cover_alt", "correction"})
"""The fields that are read; others are names, dates and addresses."""
_NAME: Final = re.compile(r".*\.(sv|en)\.md")
_FIELD: Final = re.compile(r"([A-Za-z_]+) *:(.*)")
_NO_WORDS: Final = re.compile(
    r"</?[A-Za-z][^>]*>"  # HTML
    r"|\{[:#.][^}]*\}"  # attributes
    r"|\b[a-z]+://\S+"
    r"|\S+@\S+"
    r"|\b(?:[\w-]+\.)+[a-z]{2,}\b"  # hosts and files
    r"|(?:[\w-]+/)+[\w-]*\.?\w*"  # paths
)
_WORD: Final = re.compile(r"(?<![\w])[^\W\d_]+(?:'[^\W\d_]+)?(?![\w]|-(?!\w))")
_SOFT_HYPHEN: Final = "\u00ad"
_MOST_SUGGESTED: Final = 3


class Word(NamedTuple):
    """A word and the line of the file that it stands in."""

    row: int
    text: str


def run(argv: Sequence[str]) -> int:
    """
    Print every unknown word, by file and line.

    Returns:
        0, whatever was found: it is a report.

    Raises:
        OpenComparisonsError: There is no such folder, or no program to ask.
    """
    options = _parser().parse_args(argv)
    content = Path(options.content)
    if not content.is_dir():
        message = f"{content}: mappen finns inte / there is no such folder."
        raise OpenComparisonsError(message)
    count = 0
    for file, words in unknown_words(content):
        for word, suggested in words:
            count += 1
            near = f" ({', '.join(suggested)}?)" if suggested else ""
            print(f"{file}, rad / row {word.row}: {word.text}{near}")  # noqa: T201 - a command
    told = f"{count} okända ord. Rätta dem, eller skriv dem i {content}/ordlista.sv.txt eller .en.txt."
    also = f"{count} unknown words. Correct them, or add them to {content}/ordlista.en.txt or .sv.txt."
    print(f"{told}\n{also}" if count else "Inga okända ord. / No unknown words.")  # noqa: T201
    return 0


def unknown_words(content: Path) -> Iterator[tuple[str, list[tuple[Word, tuple[str, ...]]]]]:
    """
    Each text with unknown words, by its path from the content folder's parent: the words, and what each may have meant.

    Args:
        content: The content folder.

    Raises:
        OpenComparisonsError: The program or a dictionary is missing.
    """
    for lang in DICTIONARIES:
        texts = {path: list(words_of(path.read_text(encoding="utf-8"))) for path in _texts(content, lang)}
        own = own_words(content, lang)
        read = {word.text for words in texts.values() for word in words}
        asked = {word for word in read if own.isdisjoint({word.casefold(), word.casefold().removesuffix("'s")})}
        unknown = ask(sorted(asked), lang)
        for path, words in texts.items():
            found = [(word, unknown[word.text]) for word in dict.fromkeys(words) if word.text in unknown]
            if found:
                yield path.relative_to(content.parent).as_posix(), found


def words_of(text: str) -> Iterator[Word]:
    """
    The words of a text with their lines: those of its title, summary, descriptions of pictures, and body.

    Code, markers, addresses and HTML are no words, nor is what has digits in it. Of what a hyphen joins each part is a
    word; a part that the hyphen leaves open, as the first of `barn- och ungdomsvård`, is none.

    Args:
        text: All of the file.
    """
    written = split(text, "")
    is_text = False
    for row, line in enumerate(text.removeprefix("\ufeff").splitlines()[: written.row - 1], start=1):
        found = _FIELD.match(line)
        if found:
            is_text = found[1].lower() in _TEXTS
        if is_text and not line.startswith("#"):
            yield from _words(row, found[2] if found else line)
    for row, token in rows(parse(written.body, written.row).tokens):
        # The words of a picture are its description.
        for part in token.children or () if token.type == "image" else (token,):
            if part.type == "text":
                yield from _words(row, part.content)


def own_words(content: Path, lang: str) -> frozenset[str]:
    """Our own words of a language, in lower case."""
    path = content / WORD_LIST.format(lang)
    lines = path.read_text(encoding="utf-8").splitlines() if path.is_file() else []
    return frozenset(line.strip().casefold() for line in lines if not line.startswith("#"))


def ask(words: Sequence[str], lang: str) -> Mapping[str, tuple[str, ...]]:
    """
    The words that the dictionary of a language does not know, and what each may have meant.

    Raises:
        OpenComparisonsError: The program or the dictionary is missing.
    """
    program = shutil.which(PROGRAM)
    if program is None:
        raise OpenComparisonsError(MISSING)
    # In its pipe mode, a word a line; ^ says that what follows is no command. An empty line follows each answer.
    done = subprocess.run(  # noqa: S603 - fixed arguments
        [program, "-a", "-i", "utf-8", "-d", DICTIONARIES[lang]],
        input="".join(f"^{word}\n" for word in words),
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    if done.returncode:
        raise OpenComparisonsError(MISSING)
    answers = done.stdout.partition("\n")[2].split("\n\n")
    return {
        word: _suggested(answer)
        for word, answer in zip(words, answers, strict=False)
        if answer.lstrip()[:1] in {"&", "#"}
    }


def _suggested(answer: str) -> tuple[str, ...]:
    near = answer.partition(": ")[2].split("\n")[0]
    return tuple(near.split(", ")[:_MOST_SUGGESTED]) if near else ()


def _words(row: int, line: str) -> Iterator[Word]:
    plain = unescape(_NO_WORDS.sub(" ", line)).replace(_SOFT_HYPHEN, "").replace("’", "'")
    yield from (Word(row, text) for text in _WORD.findall(plain) if len(text) > 1)


def _texts(content: Path, lang: str) -> Iterable[Path]:
    return sorted(path for path in content.rglob("*.md") if (found := _NAME.fullmatch(path.name)) and found[1] == lang)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="open-comparisons spelling", description="Tell the words that no dictionary and no list of ours knows."
    )
    parser.add_argument("--content", default="content", help="folder of what editors write (content)")
    return parser
