"""The command `open-comparisons spelling`: list words that are in neither a dictionary nor our own word list."""

import argparse
import re
import shutil
import subprocess
from collections.abc import Iterable, Iterator, Mapping, Sequence
from html import unescape
from pathlib import Path
from typing import Final, NamedTuple

from open_comparisons.cli.speaking.parser import CommandParser
from open_comparisons.errors import OpenComparisonsError
from open_comparisons.knowledge.front_matter import split
from open_comparisons.knowledge.markdown_text import parse, rows
from open_comparisons.messages import say_in_all

PROGRAM: Final = "hunspell"
DICTIONARIES: Final = {"sv": "sv_SE", "en": "en_GB"}
WORD_LIST: Final = "ordlista.{}.txt"
"""The file in the content folder with our own words of a language, one a line; lines with # first are notes."""
_TEXTS: Final = frozenset({"title", "summary", "author_role", "image_alt", "cover_alt", "correction"})
"""The fields with words to check; others are names, dates and addresses."""
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
    """A word, and its line in the file."""

    row: int
    text: str


def run(options: argparse.Namespace) -> int:
    """
    Print every unknown word, by file and line.

    Returns:
        0, also with unknown words: the command is a report.

    Raises:
        OpenComparisonsError: The folder, the program or a dictionary is missing.
    """
    content = Path(options.content)
    if not content.is_dir():
        raise OpenComparisonsError("errors.no-such-path", path=content)
    count = 0
    for file, words in unknown_words(content):
        for word, suggested in words:
            count += 1
            near = f" ({', '.join(suggested)}?)" if suggested else ""
            print(f"{file}:{word.row}: {word.text}{near}")
    print(say_in_all(f"cli.spelling.{'unknown' if count else 'none'}", count=count, folder=content))
    return 0


def unknown_words(content: Path) -> Iterator[tuple[str, list[tuple[Word, tuple[str, ...]]]]]:
    """
    Find the unknown words of all texts.

    Args:
        content: The content folder.

    Yields:
        The path of each text with unknown words, from the folder that holds the content folder, and those words, each
        with suggestions.

    Raises:
        OpenComparisonsError: The program or a dictionary is missing.
    """
    for lang in DICTIONARIES:
        texts = {path: list(words_of(path.read_text(encoding="utf-8"))) for path in _texts(content, lang)}
        own = own_words(content, lang)
        all_words = {word.text for words in texts.values() for word in words}
        asked = {word for word in all_words if own.isdisjoint({word.casefold(), word.casefold().removesuffix("'s")})}
        unknown = look_up(sorted(asked), lang)
        for path, words in texts.items():
            misspelt = [(word, unknown[word.text]) for word in dict.fromkeys(words) if word.text in unknown]
            if misspelt:
                yield path.relative_to(content.parent).as_posix(), misspelt


def words_of(text: str) -> Iterator[Word]:
    """
    The words of the title, the summary, the descriptions of pictures and the body of a text.

    Code, markers, addresses and HTML are left out, and so is everything with digits in it. The parts of a word with a
    hyphen are words of their own, but not one whose other half is missing, like the first in `barn- och ungdomsvård`.

    Args:
        text: The whole file.
    """
    parts = split(text, "")
    is_text = False
    for row, line in enumerate(text.removeprefix("\ufeff").splitlines()[: parts.row - 1], start=1):
        field = _FIELD.match(line)
        if field:
            is_text = field[1].lower() in _TEXTS
        if is_text and not line.startswith("#"):
            yield from _words(row, field[2] if field else line)
    for row, token in rows(parse(parts.body, parts.row).tokens):
        # The words of a picture are its description.
        for child in token.children or () if token.type == "image" else (token,):
            if child.type == "text":
                yield from _words(row, child.content)


def own_words(content: Path, lang: str) -> frozenset[str]:
    """Our own words of a language, in lower case."""
    path = content / WORD_LIST.format(lang)
    lines = path.read_text(encoding="utf-8").splitlines() if path.is_file() else []
    return frozenset(line.strip().casefold() for line in lines if not line.startswith("#"))


def look_up(words: Sequence[str], lang: str) -> Mapping[str, tuple[str, ...]]:
    """
    Look words up in the dictionary of a language.

    Returns:
        Suggestions for each word that the dictionary does not have.

    Raises:
        OpenComparisonsError: The program or the dictionary is missing.
    """
    program = shutil.which(PROGRAM)
    if program is None:
        raise OpenComparisonsError("errors.no-hunspell")
    # In pipe mode hunspell reads a word a line; ^ keeps a word from being a command. An empty line ends an answer.
    done = subprocess.run(  # noqa: S603 - fixed arguments
        [program, "-a", "-i", "utf-8", "-d", DICTIONARIES[lang]],
        input="".join(f"^{word}\n" for word in words),
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    if done.returncode:
        raise OpenComparisonsError("errors.no-hunspell")
    answers = done.stdout.partition("\n")[2].split("\n\n")
    return {
        word: _suggestions(answer)
        for word, answer in zip(words, answers, strict=False)
        if answer.lstrip()[:1] in {"&", "#"}
    }


def _suggestions(answer: str) -> tuple[str, ...]:
    near = answer.partition(": ")[2].split("\n")[0]
    return tuple(near.split(", ")[:_MOST_SUGGESTED]) if near else ()


def _words(row: int, line: str) -> Iterator[Word]:
    plain = unescape(_NO_WORDS.sub(" ", line)).replace(_SOFT_HYPHEN, "").replace("’", "'")
    yield from (Word(row, text) for text in _WORD.findall(plain) if len(text) > 1)


def _texts(content: Path, lang: str) -> Iterable[Path]:
    return sorted(path for path in content.rglob("*.md") if (name := _NAME.fullmatch(path.name)) and name[1] == lang)


def add_arguments(parser: CommandParser) -> None:
    """Declare the options."""
    parser.add_argument("--content", default="content", help=parser.say("option.content"))
