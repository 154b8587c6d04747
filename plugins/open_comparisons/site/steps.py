"""Numbered lists of the theme's texts, such as instructions step by step."""

from typing import Final, NamedTuple

from open_comparisons.intake.blank_file import can_be_absent
from open_comparisons.intake.handover.sheet import answer_label
from open_comparisons.site.locales import Locale
from open_comparisons.standard.model import Standard

_OF_ABSENT_MEASURES: Final = 2
"""The step on measures that a provider lacks, which needs reasons to choose from."""


class NamedStep(NamedTuple):
    """
    A step of a road.

    Attributes:
        name: In a few words.
        words: What to do.
        tool_page: Where the tool is found, in words, for who has no link to it; "" for a step without it.
    """

    name: str
    words: str
    tool_page: str = ""


def numbered_steps(locale: Locale, standard: Standard, key: str) -> list[tuple[str, str]]:
    """The texts `<key>.1`, `<key>.2` and so on, up to the last one, each with the command to run or ""."""
    steps: list[tuple[str, str]] = []
    while f"{key}.{len(steps) + 1}" in locale.texts:
        name = f"{key}.{len(steps) + 1}"
        words = locale.t(
            name,
            least=standard.thresholds.min_denominator,
            few=standard.thresholds.min_count - 1,
            approved=answer_label("approved_by", locale.lang),
        )
        steps.append((words, locale.texts.get(f"{name}.code", "")))
    return steps


def template_steps(locale: Locale, standard: Standard) -> list[NamedStep]:
    """The steps from the blank workbook to a file that is handed in."""
    steps = enumerate(numbered_steps(locale, standard, "fill.steps"), start=1)
    return [
        NamedStep(locale.t(f"fill.steps-name.{number}"), words, locale.texts.get(f"fill.steps.{number}.tool", ""))
        for number, (words, _) in steps
        if number != _OF_ABSENT_MEASURES or can_be_absent(standard)
    ]
