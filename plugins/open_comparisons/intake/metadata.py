"""Checks of `metadata.json`, which describes a release; `handover.description` has the file of a submission."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any, Final

from open_comparisons.errors import Problem
from open_comparisons.intake.fields import (
    STRING,
    TEXT,
    JsonField,
    field_problems,
    is_string,
    is_text,
    may_be_text,
    or_none,
    person_problems,
    wrong_field,
)
from open_comparisons.intake.limits import are_limits, limit_problems
from open_comparisons.intake.wording import problem
from open_comparisons.standard.loading import is_web_address
from open_comparisons.standard.model import Standard, Thresholds
from open_comparisons.standard.periods import canonical_period, span_of


def parse_day(value: object) -> date | None:
    """A date of a JSON file; None where there is none."""
    try:
        return date.fromisoformat(value) if isinstance(value, str) and len(value) == len("2021-01-01") else None
    except ValueError:
        return None


def parse_moment(value: object) -> datetime | None:
    """A moment of a JSON file, as 2025-05-14T08:00+02:00; None where there is none or its time zone is missing."""
    try:
        moment = datetime.fromisoformat(value) if isinstance(value, str) else None
    except ValueError:
        return None
    return moment if moment and moment.tzinfo else None


def _is_opening(entry: object) -> bool:
    return isinstance(entry, dict) and is_text(entry.get("reason"))


def thresholds_of(metadata: Mapping[str, Any], standard: Standard) -> Thresholds:
    """The limits for a release: the standard's, except where its metadata sets others that it may have."""
    limits = {name: getattr(standard.thresholds, name) for name in Thresholds.__slots__}
    own = metadata.get("thresholds")
    if isinstance(own, dict) and are_limits(own) and not limit_problems(own, "", standard):
        limits |= {name: own[name] for name in limits if name in own}
    return Thresholds(**limits)


def opened_rules(metadata: Mapping[str, Any]) -> frozenset[str]:
    """The grid rules that a release opens with a reason, by the code of their check ("rule" in "opened")."""
    opened = metadata.get("opened")
    entries = opened if isinstance(opened, list) else []
    return frozenset(str(entry["rule"]) for entry in entries if _is_opening(entry) and "rule" in entry)


def by_role(key: Mapping[str, str], standard: Standard) -> dict[str, str]:
    """A key in the form that rows have: cells by role, with a canonical period, and the total for a blank breakdown."""
    role_of = {column.name: column.role for column in standard.columns}
    cells = {role_of.get(column, column): str(cell) for column, cell in key.items()}
    span = span_of(cells.get("period", ""))
    if span:  # a period that cannot be read matches no row
        cells["period"] = canonical_period(span)
    totals = {dimension.name: dimension.total for dimension in standard.dimensions}
    return {role: cell or totals.get(role, "") for role, cell in cells.items()}


def vouched_submissions(metadata: Mapping[str, Any]) -> frozenset[str]:
    """
    The submissions whose official publisher's protection the release vouches for, with a reason.

    A submission cannot set our own rule aside by itself: the maintainer of the release must confirm it in
    `metadata.json`, as "protected_by": {slug: reason per language}.
    """
    vouched = metadata.get("protected_by")
    entries = vouched if isinstance(vouched, dict) else {}
    return frozenset(slug for slug, reason in entries.items() if is_text(reason))


def vouching_problems(described: Mapping[str, Any], metadata: Mapping[str, Any], slug: str, file: str) -> list[Problem]:
    """The problem of a release that does not vouch for a submission that claims an official publisher's protection."""
    if not described.get("protected_by") or slug in vouched_submissions(metadata):
        return []
    return [wrong_field(file, "protected_by", "none-or-vouched", slug=slug)]


def _are_licences(value: object) -> bool:
    return (
        isinstance(value, list)
        and bool(value)
        and all(isinstance(entry, dict) and is_web_address(entry.get("path", "https://")) for entry in value)
    )


_DATE: Final = (lambda value: parse_day(value) is not None, "date")
_METADATA_FIELDS: Final = (
    JsonField("title", *STRING),
    JsonField("title_en", or_none(is_string), "text-or-none"),
    JsonField("publisher", *TEXT),
    JsonField("licenses", _are_licences, "licences"),
    JsonField("standard_version", *STRING),
    JsonField("released", *_DATE),
    JsonField("next_release", or_none(_DATE[0]), "date-or-none"),
    JsonField("embargo", or_none(lambda value: parse_moment(value) is not None), "moment-or-none"),
    JsonField("notes", or_none(may_be_text), TEXT[1]),
    JsonField("exempel", lambda value: isinstance(value, bool), "true-or-false"),
)


def metadata_problems(
    content: Mapping[str, Any], file: str, release: str, files: set[str], standard: Standard
) -> list[Problem]:
    """
    Check `metadata.json`.

    Args:
        content: The file's object; empty when it could not be read, which is reported elsewhere.
        file: Path to use in problems.
        release: Name of the release's folder.
        files: Names of the CSV files in it.
        standard: For its columns and thresholds.
    """
    problems = []
    if parse_day(release) is None:
        problems.append(problem(file.rpartition("/")[0], "release-name-not-a-date"))
    if not content:
        return problems
    problems += field_problems(content, _METADATA_FIELDS, file)
    if content.get("version", release) != release:
        problems.append(wrong_field(file, "version", "name-of-folder", release=release))
    resources = content.get("resources")
    if resources is not None and not _lists(resources, files):
        problems.append(wrong_field(file, "resources", "resources"))
    thresholds = content.get("thresholds")
    if thresholds is not None and not are_limits(thresholds):
        problems.append(wrong_field(file, "thresholds", "thresholds"))
    problems += limit_problems(thresholds, file, standard)
    names = {column.name for column in standard.columns}
    corrections = content.get("corrections", [])
    if not isinstance(corrections, list) or not all(_sound_correction(entry, names) for entry in corrections):
        problems.append(wrong_field(file, "corrections", "corrections"))
    opened = content.get("opened", [])
    if not isinstance(opened, list) or not all(map(_is_opening, opened)):
        problems.append(wrong_field(file, "opened", "opened"))
    return problems + person_problems(content, file)


def _lists(resources: object, files: set[str]) -> bool:
    if not isinstance(resources, list) or not all(isinstance(entry, dict) for entry in resources):
        return False
    paths = [entry.get("path") for entry in resources]
    return all(isinstance(path, str) for path in paths) and set(paths) == files


def _sound_correction(entry: object, names: set[str]) -> bool:
    if not isinstance(entry, dict) or not is_text(entry.get("reason")):
        return False
    key = entry.get("key")
    return (
        isinstance(key, dict)
        and bool(key)
        and key.keys() <= names
        and all(isinstance(cell, str) for cell in key.values())
    )
