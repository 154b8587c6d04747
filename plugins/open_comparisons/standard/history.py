"""What a standard says beside its present words: changes, earlier versions of measures, names in other systems."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any, Final

from open_comparisons.messages import message
from open_comparisons.standard.model import Correspondence, StandardChange, Text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

_KEPT: Final = (
    *("version", "since", "title", "summary", "definition", "numerator", "denominator"),
    *("kind", "unit", "direction", "cohort", "caution"),
)
"""What an earlier version of a measure must state itself, lest a later change of the measure changes its past."""


def changes(entries: Iterable[Mapping[str, Any]]) -> tuple[StandardChange, ...]:
    """What each version of the standard changed, newest first."""
    found = [
        StandardChange(entry["version"], date.fromisoformat(entry["date"]), Text.of(entry["text"])) for entry in entries
    ]
    if found != sorted(found, key=lambda change: change.date, reverse=True):
        raise ValueError(message("errors.standard.order"))
    return tuple(found)


def correspondences(entries: Iterable[Mapping[str, Any]]) -> tuple[Correspondence, ...]:
    """What measures or terms are called elsewhere."""
    return tuple(
        Correspondence(
            ours=Text.of(entry.get("ours")),
            system=entry["system"],
            theirs=entry["id"],
            relation=entry["relation"],
            note=Text.of(entry["note"]),
        )
        for entry in entries
    )


def earlier_entries(entry: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """
    The entry of each earlier version of a measure: its own words, and for the rest what the measure says now.

    Raises:
        ValueError: One of them leaves out what makes it that version, or has the version of another.
    """
    versions = [entry["version"]]
    for old in entry.get("earlier_versions", ()):
        lacking = [name for name in _KEPT if name not in old]
        if lacking or old["version"] in versions:
            raise ValueError(
                message(
                    "errors.standard.earlier-version",
                    measure=entry["id"],
                    lacking=lacking or message("errors.standard.own-version"),
                )
            )
        versions.append(old["version"])
        yield {**entry, **old, "earlier_versions": (), "corresponds": ()}
