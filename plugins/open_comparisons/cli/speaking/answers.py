"""
The answers about a submission, as `protect` finds them: options, the workbook, an earlier JSON file, or questions.

Questions are asked only in a terminal, and only about what is not answered elsewhere.
"""

import sys
from argparse import Namespace
from pathlib import Path
from typing import Final, TextIO

from open_comparisons.cli.speaking.parser import CommandParser
from open_comparisons.intake.files import read_json, special_file_problem
from open_comparisons.intake.handover.description import (
    ANSWERS,
    Description,
    answer_problems,
    describe,
    description_of,
    merge_descriptions,
    unanswered,
)
from open_comparisons.intake.handover.sheet import answer_help, answer_question, read_answers
from open_comparisons.messages import say
from open_comparisons.standard.model import Thresholds

_TRIES: Final = 3
"""How often a question is asked again after an answer that cannot be taken."""


def add_answers(parser: CommandParser) -> None:
    """Add an option for each answer, and one for invented figures."""
    for name in ANSWERS:
        meaning = answer_question(name, parser.lang)
        parser.add_argument(f"--{name.replace('_', '-')}", default="", metavar="TEXT", help=meaning)
    parser.add_argument("--example", action="store_true", help=parser.say("option.example"))


def find_answers(options: Namespace, source: Path, target: Path) -> tuple[Description, list[str]]:
    """
    The answers that are given without a question.

    Args:
        options: Those of `add_answers`, and the language of the answers in them.
        source: The file of true numbers: a workbook may have the answers, and so may the JSON file beside it.
        target: The JSON file to write; the one that is there already is asked last.

    Returns:
        The description, with blanks where there is no answer, and lines that say where answers were found.
    """
    lang = options.lang
    given = describe({name: getattr(options, name) for name in ANSWERS}, lang, is_example=options.example)
    sheet = read_answers(source.read_bytes(), lang)
    found = [given, describe(sheet.answers, sheet.lang)]
    said = [say(lang, "handover.found.sheet", sheet=sheet.sheet)] if sheet.answers else []
    for path in dict.fromkeys((source.with_suffix(".json"), target)):
        if path.is_file() and not special_file_problem(path, None) and unanswered(merge_descriptions(found)):
            content, _ = read_json(path, None)
            found.append(description_of(content))
            said += [say(lang, "handover.found.file", file=path)] if content else []
    return merge_descriptions(found), said


def ask_answers(
    description: Description, lang: str, limits: Thresholds, asked: TextIO = sys.stdin, to: TextIO = sys.stdout
) -> Description:
    """
    Ask for each answer that a description lacks, in one language, a few times where the answer cannot be taken.

    Args:
        description: What is known already.
        lang: The language of questions and answers.
        limits: A count of persons below them is not taken as an answer.
        asked: Where answers are read from, a line each.
        to: Where questions are written.
    """
    missing = unanswered(description)
    if missing:
        print(say(lang, "handover.ask", count=len(missing)), file=to)
    for name in missing:
        for _ in range(_TRIES):
            print(f"\n{answer_question(name, lang)}\n    {answer_help(name, lang)}\n> ", end="", file=to, flush=True)
            line = asked.readline()
            tried = merge_descriptions([description, describe({name: line}, lang)])
            problems = answer_problems(tried, name, "", limits)
            if not problems:
                description = tried
                break
            if not line:  # there is nothing more to read
                return description
            print("\n".join(each.message(lang) for each in problems), file=to)
    return description
