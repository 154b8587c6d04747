"""The past of a standard and its relations: changes, earlier versions of measures, names in other systems."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any, Final

from open_comparisons.messages import message
from open_comparisons.standard.model import Correspondence, StandardChange
from open_comparisons.standard.text import Text

_KEPT: Final = (
    *("version", "since", "title", "summary", "definition", "numerator", "denominator"),
    *("kind", "unit", "direction", "cohort", "caution"),
)
"""Fields that an earlier version of a measure must state itself, so that later changes leave it untouched."""


def changes(entries: Iterable[Mapping[str, Any]]) -> tuple[StandardChange, ...]:
    """
    The changes that each version of the standard made, newest first.

    Raises:
        ValueError: They are in another order.
    """
    newest_first = [
        StandardChange(entry["version"], date.fromisoformat(entry["date"]), Text.of(entry["text"])) for entry in entries
    ]
    if newest_first != sorted(newest_first, key=lambda change: change.date, reverse=True):
        raise ValueError(message("errors.standard.order"))
    return tuple(newest_first)


def correspondences(entries: Iterable[Mapping[str, Any]]) -> tuple[Correspondence, ...]:
    """The names of measures or terms in other systems."""
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
    The entry of each earlier version of a measure: its own fields, and those of the present measure for the rest.

    Raises:
        ValueError: A version leaves out a field that it must state, or has the number of another version.
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
