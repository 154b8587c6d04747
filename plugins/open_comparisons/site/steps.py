"""Numbered lists of the theme's texts, such as instructions step by step."""

from open_comparisons.site.locales import Locale
from open_comparisons.standard.model import Standard


def numbered_steps(locale: Locale, standard: Standard, key: str) -> list[tuple[str, str]]:
    """The texts `<key>.1`, `<key>.2` and so on, up to the last one, each with the command to run or ""."""
    steps: list[tuple[str, str]] = []
    while f"{key}.{len(steps) + 1}" in locale.texts:
        name = f"{key}.{len(steps) + 1}"
        words = locale.t(name, least=standard.thresholds.min_denominator, few=standard.thresholds.min_count - 1)
        steps.append((words, locale.texts.get(f"{name}.code", "")))
    return steps
