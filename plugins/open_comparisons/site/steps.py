"""Numbered lists of the theme's texts, such as instructions step by step."""

from typing import NamedTuple

from open_comparisons.intake.handover.sheet import answer_label
from open_comparisons.site.locales import Locale
from open_comparisons.standard.model import Standard


class NamedStep(NamedTuple):
    """A step of a road: its name in a few words, and what to do."""

    name: str
    words: str


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
    return [NamedStep(locale.t(f"fill.steps-name.{number}"), words) for number, (words, _) in steps]
