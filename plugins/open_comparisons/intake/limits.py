"""The limits that a release sets for itself: raised ones, and lowered ones with their floor and reason."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from open_comparisons.errors import Problem
from open_comparisons.intake.fields import is_string, may_be_text
from open_comparisons.intake.wording import problem
from open_comparisons.standard.model import Standard, Thresholds
from open_comparisons.standard.text import Text

REASON: Final = "reason"
_NAMES: Final = tuple(Thresholds.__slots__)
_WITH_FLOOR: Final = ("min_denominator", "min_count")


@dataclass(frozen=True, slots=True)
class LoweredLimit:
    """A limit that a release has lowered: its name in the standard, its value there, and the standard's own."""

    name: str
    limit: float
    usual: float


def are_limits(value: object) -> bool:
    """True for the form of "thresholds" in `metadata.json`: whole numbers by name, and a reason."""
    if not isinstance(value, dict) or not value.keys() <= {*_NAMES, REASON}:
        return False
    if not is_string(reason := value.get(REASON)) and not (reason and may_be_text(reason)):
        return False
    return all(_is_limit(name, value[name]) for name in _NAMES if name in value)


def _is_limit(name: str, value: object) -> bool:
    if isinstance(value, bool) or not isinstance(value, int | float):
        return False
    return isinstance(value, int) and value > 0 if name in _WITH_FLOOR else 0 <= value <= 100


def limit_problems(value: object, file: str, standard: Standard) -> list[Problem]:
    """
    Limits that a release must not have; none where they have the wrong form, which is reported elsewhere.

    Args:
        value: "thresholds" of its metadata.
        file: Path to use in problems.
        standard: Its limits and their floors.
    """
    if not isinstance(value, dict) or not are_limits(value):
        return []
    problems = [
        problem(file, "limit-below-floor", name=f"thresholds.{name}", floor=floor)
        for name in _WITH_FLOOR
        if (floor := getattr(standard.floors, name)) > value.get(name, floor)
    ]
    lowered = lowered_limits({"thresholds": value}, standard)
    if lowered and not _in_both_languages(value[REASON]):
        names = [f"thresholds.{each.name}" for each in lowered]
        problems.append(problem(file, "lowered-limit-without-reason", names=names))
    limits = {name: value.get(name, getattr(standard.thresholds, name)) for name in _WITH_FLOOR}
    if limits["min_denominator"] < 2 * limits["min_count"]:
        problems.append(problem(file, "limits-too-close"))
    return problems


def _in_both_languages(reason: object) -> bool:
    if not isinstance(reason, dict):
        return False
    return all(isinstance(reason.get(lang), str) and reason[lang].strip() for lang in ("sv", "en"))


def lowered_limits(metadata: Mapping[str, Any], standard: Standard) -> tuple[LoweredLimit, ...]:
    """The limits that a release has lowered below the standard's, in the standard's order."""
    value = metadata.get("thresholds")
    if not isinstance(value, dict) or not are_limits(value):
        return ()
    usual = {name: getattr(standard.thresholds, name) for name in _NAMES}
    return tuple(
        LoweredLimit(name, value[name], usual[name]) for name in _NAMES if name in value and value[name] < usual[name]
    )


def limits_reason(metadata: Mapping[str, Any]) -> Text:
    """The reason for a release's own limits; empty where there is none."""
    value = metadata.get("thresholds")
    reason = value.get(REASON) if isinstance(value, dict) else None
    return Text(reason.get("sv"), reason.get("en")) if isinstance(reason, dict) else Text(sv=reason)


def limits_to_keep(metadata: Mapping[str, Any], standard: Standard) -> object:
    """
    The "thresholds" that the next release begins with.

    A lowered limit holds for one release, and so does its reason. A raised limit that stood beside it is kept without
    a reason, so that the check asks for one before the release can be published.
    """
    value = metadata.get("thresholds")
    lowered = {each.name for each in lowered_limits(metadata, standard)}
    if not lowered or not isinstance(value, dict):
        return value
    return {name: limit for name, limit in value.items() if name not in {*lowered, REASON}} or None
