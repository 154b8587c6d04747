"""The fields of JSON files: what each must hold, and the problem of one that does not."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final, NamedTuple

from open_comparisons.errors import Problem
from open_comparisons.intake.checks.free_text import free_text_fault
from open_comparisons.intake.files import texts_within
from open_comparisons.intake.wording import problem
from open_comparisons.messages import LANGUAGES, message
from open_comparisons.standard.text import Text


class JsonField(NamedTuple):
    """A field of a JSON file, a test of its value, and the requirement in words, a key of `intake.expected`."""

    name: str
    holds: Callable[[Any], bool]
    expected: str


def is_string(value: object) -> bool:
    """True for a text that is not blank."""
    return isinstance(value, str) and bool(value.strip())


def is_text(value: object) -> bool:
    """True for a text in one or both languages, none of them blank."""
    return (
        isinstance(value, dict) and bool(value) and value.keys() <= {*LANGUAGES} and all(map(is_string, value.values()))
    )


def may_be_text(value: object) -> bool:
    """True for a text in one or both languages that may still be blank, as in a release that is being prepared."""
    if not isinstance(value, dict) or not value.keys() <= {*LANGUAGES}:
        return False
    return all(isinstance(each, str) for each in value.values())


def or_none(holds: Callable[[Any], bool]) -> Callable[[Any], bool]:
    """A test that a field which may be left out passes too."""
    return lambda value: value is None or holds(value)


def text(value: object) -> Text:
    """A text of a JSON file, given per language or as one string in Swedish; empty for anything else."""
    if isinstance(value, dict):
        named = {lang: value.get(lang) for lang in LANGUAGES}
        return Text(**{lang: words if isinstance(words, str) else None for lang, words in named.items()})
    return Text(value) if isinstance(value, str) else Text()


STRING: Final = (is_string, "text")
TEXT: Final = (is_text, "text-by-language")


def field_problems(content: Mapping[str, Any], fields: Sequence[JsonField], file: str) -> list[Problem]:
    """The fields of a JSON object that are missing or do not hold what they must."""
    return [wrong_field(file, rule.name, rule.expected) for rule in fields if not rule.holds(content.get(rule.name))]


def wrong_field(file: str, name: str, expected: str, **values: object) -> Problem:
    """The problem of a field that is missing or not as `expected`, a key of `intake.expected`."""
    return problem(file, "metadata-field", name=name, expected=message(f"intake.expected.{expected}", **values))


def person_problems(content: Mapping[str, Any], file: str) -> list[Problem]:
    """Personal numbers and likely names anywhere in a JSON file."""
    codes = {code for _, words in texts_within(content) if (code := free_text_fault(words))}
    return [problem(file, code) for code in sorted(codes)]
