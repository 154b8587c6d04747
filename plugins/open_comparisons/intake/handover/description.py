"""
What a provider says about the file it sends: whom to ask, how it was counted, what is missing, and who approved it.

The same four answers come from a workbook (`sheet`), from questions or options of a command, or from the tool in the
browser. They are sent as the JSON file of the submission, which is published with it.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

from open_comparisons.errors import Problem
from open_comparisons.intake.checks.free_text import may_name_a_person
from open_comparisons.intake.checks.roles import is_role
from open_comparisons.intake.checks.small_counts import tells_small_count
from open_comparisons.intake.fields import (
    STRING,
    TEXT,
    JsonField,
    field_problems,
    is_string,
    is_text,
    or_none,
    person_problems,
    text,
)
from open_comparisons.intake.files import texts_within
from open_comparisons.intake.marks import are_marks
from open_comparisons.intake.raw.cleaning import clean_text
from open_comparisons.intake.wording import problem
from open_comparisons.messages import LANGUAGES, Message, message, say
from open_comparisons.standard.model import Thresholds
from open_comparisons.standard.text import Text

MANY: Final = "many"
"""The value of "providers" in a submission whose file has rows of several providers."""
ROLES: Final = ("contact_role", "approved_by")
"""Answers that are the role of a person, never the name."""
ANSWERS: Final = ("contact_role", "method_note", "known_gaps", "approved_by")
"""The answers in the order that they are asked for; each is a key of `handover.answer` and a field of the JSON file."""
LONGEST: Final[Mapping[str, int]] = {name: 80 if name in ROLES else 2_000 for name in ANSWERS}
"""Characters of each answer, in each language."""
_FEWEST_LETTERS: Final = 2
"""Letters of an answer: a dash or a full stop says nothing."""

_NOTHING: Final = Text()

_FIELDS: Final = (
    JsonField("contact_role", *STRING),
    JsonField("method_note", *TEXT),
    JsonField("known_gaps", *TEXT),
    JsonField("approved_by", *STRING),
    JsonField("providers", or_none(lambda value: value in ("one", MANY)), "one-or-many"),
    JsonField("protected_by", or_none(lambda value: is_string(value) or is_text(value)), "text-or-none"),
    JsonField("marks", or_none(are_marks), "marks-or-none"),
    JsonField("exempel", or_none(lambda value: isinstance(value, bool)), "true-or-false"),
)


@dataclass(frozen=True, slots=True)
class Description:
    """
    A provider's description of its file.

    Attributes:
        contact_role: The role that answers questions about the figures; never a name. "" where it is not answered.
        method_note: How the figures were counted; published on the provider's page.
        known_gaps: What is missing or uncertain, or that nothing is; published as well.
        approved_by: The role that approved the figures; never a name. "" where it is not answered.
        is_example: True for invented figures.
    """

    contact_role: str = ""
    method_note: Text = _NOTHING
    known_gaps: Text = _NOTHING
    approved_by: str = ""
    is_example: bool = False


def describe(answers: Mapping[str, str], lang: str, *, is_example: bool = False) -> Description:
    """
    A description from answers in one language.

    Args:
        answers: By the names in `ANSWERS`, as a person wrote them; what is left out is not answered.
        lang: The language they are written in.
        is_example: True for invented figures.
    """
    plain = {name: _tidy(answers.get(name, ""), name) for name in ANSWERS}
    texts = {name: Text(**{lang: words}) if words else _NOTHING for name, words in plain.items()}
    return Description(
        plain["contact_role"], texts["method_note"], texts["known_gaps"], plain["approved_by"], is_example
    )


def description_of(content: Mapping[str, Any]) -> Description:
    """
    The description in the JSON file of a submission, without what cannot be seen.

    What has the wrong form counts as not answered; what only an official publisher may say is left out.
    """
    roles = {name: _tidy(content[name], name) if isinstance(content.get(name), str) else "" for name in ROLES}
    texts = {name: _tidied(text(content.get(name)), name) for name in ANSWERS if name not in ROLES}
    return Description(
        roles["contact_role"],
        texts["method_note"],
        texts["known_gaps"],
        roles["approved_by"],
        content.get("exempel") is True,
    )


def merge_descriptions(descriptions: Sequence[Description]) -> Description:
    """One description of several: each answer from the first that has it; an example where any says so."""
    merged = Description(is_example=any(each.is_example for each in descriptions))
    for each in descriptions:
        missing = unanswered(merged)
        merged = replace(merged, **{name: getattr(each, name) for name in missing})
    return merged


def unanswered(description: Description) -> list[str]:
    """The names of the answers that a description does not have, in the order of `ANSWERS`."""
    return [name for name in ANSWERS if not getattr(description, name)]


def description_problems(description: Description, file: str, limits: Thresholds) -> list[Problem]:
    """
    What is wrong with a description before it is sent: what is not answered, names in place of roles, small counts.

    Args:
        description: The description.
        file: The JSON file that it is for, to use in problems.
        limits: A count of persons below them may not be told.
    """
    return submission_problems(_as_object(description), file, limits)


def answer_problems(description: Description, name: str, file: str, limits: Thresholds) -> list[Problem]:
    """What is wrong with one answer of a description; `name` is one of `ANSWERS`."""
    value = _as_object(description)[name]
    found = _answer_problem(name, value, file)
    return [found] if found else _told_about_persons({name: value}, file, limits)


def description_json(description: Description) -> str:
    """The JSON file of a submission; equal descriptions give equal text."""
    return json.dumps(_as_object(description), ensure_ascii=False, indent=2) + "\n"


def submission_problems(content: Mapping[str, Any], file: str, limits: Thresholds) -> list[Problem]:
    """
    Check the JSON file of a submission.

    Args:
        content: The object in it.
        file: Path to use in problems.
        limits: A count of persons below them may not be told, save by an official publisher.
    """
    problems, judged = [], set()
    for name in ANSWERS:
        found = _answer_problem(name, content.get(name), file, is_official=bool(content.get("protected_by")))
        if found:
            problems.append(found)
            judged.add(name)
    others = [rule for rule in _FIELDS if rule.name not in judged]
    kept = {name: value for name, value in content.items() if name not in judged}
    problems += field_problems(content, others, file)
    if content.get("protected_by"):
        return problems + person_problems(kept, file)
    return problems + _told_about_persons(kept, file, limits)


def _told_about_persons(content: Mapping[str, Any], file: str, limits: Thresholds) -> list[Problem]:
    """Personal numbers and likely names in any field, and counts of a few persons in the texts among the answers."""
    problems = person_problems(content, file)
    for name in ANSWERS:
        words = content.get(name) if name not in ROLES else None
        if any(tells_small_count(each, limits) for _, each in texts_within(words)):
            few = limits.min_count
            problems.append(problem(file, "small-count-in-answer", name=name, label=_label(name), few=few))
    return problems


def _as_object(description: Description) -> dict[str, object]:
    """In the form of the JSON file: an answer that is missing is blank, a text has the languages that it exists in."""
    return {
        "contact_role": description.contact_role,
        "method_note": _by_language(description.method_note),
        "known_gaps": _by_language(description.known_gaps),
        "approved_by": description.approved_by,
        "protected_by": None,
        "exempel": description.is_example,
    }


def _tidied(words: Text, name: str) -> Text:
    texts = {lang: _tidy(each, name) for lang in LANGUAGES if (each := getattr(words, lang))}
    return Text(**{lang: each for lang, each in texts.items() if each})


def _by_language(words: Text) -> dict[str, str]:
    texts = {"sv": words.sv, "en": words.en}
    return {lang: each for lang, each in texts.items() if each}


def _answer_problem(name: str, value: object, file: str, *, is_official: bool = False) -> Problem | None:
    """
    The first thing that is wrong with one answer; None also where it has the wrong form, which is told elsewhere.

    An official publisher may name an office by a word of its own.
    """
    if value is None or value in ("", {}):
        words = [""]
    elif isinstance(value, str) and name in ROLES:
        words = [value]
    elif isinstance(value, dict) and name not in ROLES and all(isinstance(each, str) for each in value.values()):
        words = list(value.values())
    else:
        return None
    longest = LONGEST[name]
    if not any(map(_says_something, words)) and not may_name_a_person(words[0]):
        code = "unanswered"
    elif any(len(each) > longest for each in words):
        code = "answer-too-long"
    elif name in ROLES and (may_name_a_person(words[0]) if is_official else not is_role(words[0])):
        code = "name-for-role"
    else:
        return None
    how = message(f"handover.answer.{name}.how")
    return problem(file, code, name=name, label=_label(name), how=how, longest=longest)


def _label(name: str) -> Message:
    return message(f"handover.answer.{name}.label")


def _says_something(words: str) -> bool:
    return sum(letter.isalpha() for letter in words) >= _FEWEST_LETTERS


def _tidy(words: str, name: str) -> str:
    """An answer without what cannot be seen; a role is one line."""
    lines = [clean_text(line)[0] for line in words.splitlines()]
    return (" " if name in ROLES else "\n").join(line for line in lines if line)


def example_json() -> str:
    """An example of the JSON file, in both languages, about invented figures."""
    texts = {name: {lang: say(lang, f"handover.answer.{name}.example") for lang in LANGUAGES} for name in ANSWERS}
    first = LANGUAGES[0]
    return description_json(
        Description(
            texts["contact_role"][first],
            Text(**texts["method_note"]),
            Text(**texts["known_gaps"]),
            texts["approved_by"][first],
            is_example=True,
        )
    )
