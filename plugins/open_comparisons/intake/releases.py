"""Datasets and their releases as they lie on disk, checked as a whole."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from datetime import date
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from open_comparisons.errors import DataError
from open_comparisons.intake.checks import Terms, check_file
from open_comparisons.intake.checks_numbers import small_numbers
from open_comparisons.intake.directory import Provider, by_id, read_directory
from open_comparisons.intake.disclosure import ProtectedTable, protected_table
from open_comparisons.intake.free_text import free_text_fault
from open_comparisons.intake.standard import Standard, Text, Thresholds, load_standard
from open_comparisons.intake.wording import problem

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from pathlib import Path

    from open_comparisons.errors import Problem
    from open_comparisons.intake.cells import Table
    from open_comparisons.intake.reading import Reading

__all__ = ["Correction", "Data", "Provider", "Release", "Submission", "load_data"]

DIRECTORY: Final = "utforare.csv"
METADATA: Final = "metadata.json"
MANY: Final = "many"


@dataclass(frozen=True, slots=True)
class Correction:
    """A value that this release changed on purpose: which key (column name to value) and why."""

    key: Mapping[str, str]
    reason: Text


@dataclass(frozen=True, slots=True)
class Submission:
    """What a submitter wrote about its file: method note, known gaps, who approved (a role), who protected it."""

    slug: str
    file: str
    contact_role: str
    method_note: Text
    known_gaps: Text
    approved_by: str
    protected_by: str | None
    more: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Release:
    """One dated release of a dataset: its metadata, submissions and protected rows."""

    dataset: str
    id: str
    title: Text
    publisher: Text
    standard_version: str
    released: date
    next_release: date | None
    notes: Text
    example: bool
    corrections: tuple[Correction, ...]
    submissions: tuple[Submission, ...]
    table: ProtectedTable
    metadata: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Data:
    """All that a site is made of: the standard, the directory, and each dataset's releases, oldest first."""

    standard: Standard
    providers: tuple[Provider, ...]
    releases: Mapping[str, tuple[Release, ...]]


@dataclass(frozen=True, slots=True)
class Checked:
    """What a look at files gave: the record of each reading, all problems, and the data that could be made."""

    readings: tuple[Reading, ...] = ()
    problems: tuple[Problem, ...] = ()
    releases: tuple[Release, ...] = ()
    providers: tuple[Provider, ...] = ()


def load_data(folder: Path) -> Data:
    """Read and check everything below a data folder.

    Args:
        folder: Holds `standard/`, `utforare.csv` and `<dataset>/<release>/`.

    Raises:
        DataError: With all problems of all files at once.
        OpenComparisonsError: The standard itself cannot be read.
    """
    standard = load_standard(folder / "standard")
    checked = check_data(folder, standard)
    if checked.problems:
        raise DataError(checked.problems)
    datasets = sorted({release.dataset for release in checked.releases})
    return Data(
        standard=standard,
        providers=checked.providers,
        releases=MappingProxyType(
            {name: tuple(release for release in checked.releases if release.dataset == name) for name in datasets}
        ),
    )


def check_data(folder: Path, standard: Standard) -> Checked:
    """Check a data folder: its directory, and every release of every dataset, oldest first."""
    root = folder.resolve().parent
    known = sorted({group.dataset for group in standard.target_groups.values()})
    directory = check_directory(folder / DIRECTORY, standard, root)
    parts = [directory]
    for dataset in _folders(folder):
        if dataset.name == "standard":
            continue
        if dataset.name not in known:
            found = problem(_place(dataset, root), "unknown-dataset", known=known)
            parts.append(Checked(problems=(found,)))
            continue
        parts += [check_release(release, standard, directory.providers, root) for release in _folders(dataset)]
    return Checked(
        readings=tuple(reading for part in parts for reading in part.readings),
        problems=tuple(sorted(found for part in parts for found in part.problems)),
        releases=tuple(release for part in parts for release in part.releases),
        providers=directory.providers,
    )


def check_directory(path: Path, standard: Standard, root: Path) -> Checked:
    """Check the directory of providers."""
    file = _place(path, root)
    if not path.is_file():
        why = {"why_sv": "den är registret över utförare", "why_en": "it is the directory of providers"}
        return Checked(problems=(problem(file, "missing-file", **why),))
    providers, reading, problems = read_directory(path.read_bytes(), file, standard)
    return Checked((reading,), tuple(sorted(problems)), (), providers)


def check_release(folder: Path, standard: Standard, providers: tuple[Provider, ...] | None, root: Path) -> Checked:
    """Check one release.

    Args:
        folder: `<dataset>/<release>/`.
        standard: What to check against.
        providers: The directory; None when there is none at hand, and then no table is made.
        root: Problems give paths relative to this folder.

    Returns:
        With the release among `releases` when nothing is wrong with it.
    """
    place = _place(folder, root)
    metadata, problems = _read_json(folder / METADATA, root)
    problems += _metadata_problems(metadata, _place(folder / METADATA, root), folder.name, standard)
    problems += _unknown_files(folder, root)
    terms = release_terms(metadata, folder, standard, providers)
    slugs = {provider.id: provider.slug for provider in providers or ()}
    readings, tables, submissions = [], [], []
    owners: dict[str, str] = {}
    for path in sorted(folder.glob("*.csv")):
        file = _place(path, root)
        described, more = _read_json(path.with_suffix(".json"), root)
        more += _submission_problems(described, _place(path.with_suffix(".json"), root))
        table, found = check_file(path.read_bytes(), file, submission_terms(terms, described))
        problems += more + found
        if providers is not None:
            problems += _ownership_problems(table, path.stem, described, slugs, owners, standard)
        hidden = len(small_numbers(table, terms)) if described.get("protected_by") else None
        readings.append(table.reading)
        tables.append(table)
        submissions.append(_submission(path.stem, file, described, hidden))
    if not tables:
        why = {"why_sv": "en utgåva har minst en inlämning", "why_en": "a release has at least one submission"}
        problems.append(problem(f"{place}/*.csv", "missing-file", **why))
    if problems or providers is None:
        return Checked(tuple(readings), tuple(sorted(problems)))
    table = protected_table(folder.parent.name, folder.name, tables, standard, slugs)
    return Checked(tuple(readings), (), (_release(folder, metadata, submissions, table),))


def release_terms(
    metadata: Mapping[str, Any], folder: Path, standard: Standard, providers: tuple[Provider, ...] | None
) -> Terms:
    """What the files of a release are checked against: the standard, as its metadata adjusts it."""
    overrides = metadata.get("thresholds")
    limits = {name: getattr(standard.thresholds, name) for name in Thresholds.__slots__}
    if isinstance(overrides, dict):
        limits |= {name: overrides[name] for name in limits if _is_number(overrides.get(name))}
    opened = metadata.get("opened")
    return Terms(
        standard=standard,
        thresholds=Thresholds(**limits),
        providers=None if providers is None else by_id(providers),
        dataset=folder.parent.name,
        latest=_day(metadata.get("released")) or _day(folder.name),
        standard_version=str(metadata.get("standard_version") or standard.version),
        opened=frozenset(
            str(entry["rule"]) for entry in (opened if isinstance(opened, list) else []) if _is_opening(entry)
        ),
    )


def submission_terms(terms: Terms, described: Mapping[str, Any]) -> Terms:
    """The terms of a release for one submission, which an official publisher may have protected by its own rule."""
    publisher = described.get("protected_by")
    return replace(terms, protected_by=str(publisher)) if publisher else terms


def _folders(folder: Path) -> list[Path]:
    return sorted(path for path in folder.iterdir() if path.is_dir() and path.name[0] not in "._")


def _place(path: Path, root: Path) -> str:
    path = path.absolute()
    return path.relative_to(root).as_posix() if path.is_relative_to(root) else path.as_posix()


def _read_json(path: Path, root: Path) -> tuple[Mapping[str, Any], list[Problem]]:
    """The object in a JSON file; empty, with a problem, when there is none."""
    file = _place(path, root)
    try:
        content = json.loads(path.read_text(encoding="utf-8-sig"))
    except FileNotFoundError:
        why = {
            "why_sv": "den beskriver utgåvan" if path.name == METADATA else "den beskriver inlämningen",
            "why_en": "it describes the release" if path.name == METADATA else "it describes the submission",
        }
        return {}, [problem(file, "missing-file", **why)]
    except json.JSONDecodeError as error:
        return {}, [problem(file, "broken-json", error.lineno, why=error.msg)]
    except (ValueError, RecursionError):
        return {}, [problem(file, "broken-json", why="not UTF-8")]
    if not isinstance(content, dict):
        return {}, [problem(file, "broken-json", why="not an object")]
    return content, []


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _day(value: object) -> date | None:
    try:
        return date.fromisoformat(value) if isinstance(value, str) and len(value) == len("2021-01-01") else None
    except ValueError:
        return None


def _is_text(value: object) -> bool:
    return isinstance(value, dict) and bool(value) and all(isinstance(value.get(lang), str) for lang in value)


def _is_opening(entry: object) -> bool:
    return isinstance(entry, dict) and "rule" in entry and _is_text(entry.get("reason"))


def _text(value: object) -> Text:
    if isinstance(value, dict):
        return Text(value.get("sv"), value.get("en"))
    return Text(value) if isinstance(value, str) else Text()


class _Field(NamedTuple):
    """What a field of a JSON file must be: a test, and how people say it."""

    name: str
    holds: Callable[[Any], bool]
    sv: str
    en: str


def _or_none(holds: Callable[[Any], bool]) -> Callable[[Any], bool]:
    return lambda value: value is None or holds(value)


def _is_string(value: object) -> bool:
    return isinstance(value, str) and bool(value.strip())


_STRING: Final = (_is_string, "text", "text")
_TEXT: Final = (_is_text, "text per språk, {“sv”: …, “en”: …}", "text per language, {“sv”: …, “en”: …}")
_DATE: Final = (lambda value: _day(value) is not None, "ett datum, ÅÅÅÅ-MM-DD", "a date, YYYY-MM-DD")
_METADATA_FIELDS: Final = (
    _Field("title", *_STRING),
    _Field("publisher", *_TEXT),
    _Field("licenses", lambda value: isinstance(value, list) and bool(value), "en lista", "a list"),
    _Field("standard_version", *_STRING),
    _Field("released", *_DATE),
    _Field("next_release", _or_none(_DATE[0]), "ett datum eller null", "a date or null"),
    _Field("notes", _or_none(_is_text), *_TEXT[1:]),
    _Field("exempel", lambda value: isinstance(value, bool), "true eller false", "true or false"),
)
_SUBMISSION_FIELDS: Final = (
    _Field("contact_role", *_STRING),
    _Field("method_note", *_TEXT),
    _Field("known_gaps", *_TEXT),
    _Field("approved_by", *_STRING),
    _Field(
        "protected_by", _or_none(lambda value: _is_string(value) or _is_text(value)), "text eller null", "text or null"
    ),
    _Field("exempel", _or_none(lambda value: isinstance(value, bool)), "true eller false", "true or false"),
)


def _field_problems(content: Mapping[str, Any], fields: Sequence[_Field], file: str) -> list[Problem]:
    return [
        problem(file, "metadata-field", 0, "", name=rule.name, expected_sv=rule.sv, expected_en=rule.en)
        for rule in fields
        if not rule.holds(content.get(rule.name))
    ]


def _metadata_problems(content: Mapping[str, Any], file: str, release: str, standard: Standard) -> list[Problem]:
    problems = []
    if _day(release) is None:
        problems.append(problem(file.rpartition("/")[0], "release-name-not-a-date"))
    if not content:
        return problems
    problems += _field_problems(content, _METADATA_FIELDS, file)
    if content.get("version", release) != release:
        problems.append(_wrong(file, "version", f"mappens namn, {release}", f"the folder's name, {release}"))
    thresholds = content.get("thresholds")
    if thresholds is not None and not _sound_thresholds(thresholds, standard):
        sv = "null, eller gränser där min_denominator är minst två min_count, och ett skäl (reason)"
        en = "null, or limits where min_denominator is at least twice min_count, and a reason"
        problems.append(_wrong(file, "thresholds", sv, en))
    names = {column.name for column in standard.columns}
    corrections = content.get("corrections", [])
    if not isinstance(corrections, list) or not all(_sound_correction(entry, names) for entry in corrections):
        sv = "en lista där varje rättelse har key (kolumn och värde) och reason (text per språk)"
        en = "a list where each correction has key (column and value) and reason (text per language)"
        problems.append(_wrong(file, "corrections", sv, en))
    opened = content.get("opened", [])
    if not isinstance(opened, list) or not all(
        isinstance(entry, dict) and _is_text(entry.get("reason")) for entry in opened
    ):
        problems.append(_wrong(file, "opened", "en lista där varje post har reason", "a list where each has reason"))
    return problems + _text_problems(content, file)


def _sound_thresholds(value: object, standard: Standard) -> bool:
    if not isinstance(value, dict) or not value.get("reason"):
        return False
    limits = {name: value.get(name, getattr(standard.thresholds, name)) for name in Thresholds.__slots__}
    if not all(_is_number(limit) and limit >= 0 for limit in limits.values()):
        return False
    return bool(limits["min_denominator"] >= 2 * limits["min_count"])


def _sound_correction(entry: object, names: set[str]) -> bool:
    if not isinstance(entry, dict) or not _is_text(entry.get("reason")):
        return False
    key = entry.get("key")
    return (
        isinstance(key, dict)
        and bool(key)
        and key.keys() <= names
        and all(isinstance(cell, str) for cell in key.values())
    )


def _wrong(file: str, name: str, sv: str, en: str) -> Problem:
    return problem(file, "metadata-field", name=name, expected_sv=sv, expected_en=en)


def _submission_problems(content: Mapping[str, Any], file: str) -> list[Problem]:
    if not content:
        return []
    return _field_problems(content, _SUBMISSION_FIELDS, file) + _text_problems(content, file)


def _text_problems(content: Mapping[str, Any], file: str) -> list[Problem]:
    """Personal numbers and likely names anywhere in a JSON file."""
    codes = {code for text in _strings(content) if (code := free_text_fault(text))}
    return [problem(file, code) for code in sorted(codes)]


def _strings(value: Any) -> Iterator[str]:  # noqa: ANN401
    if isinstance(value, str):
        yield value
    elif isinstance(value, list | dict):
        for part in value.values() if isinstance(value, dict) else value:
            yield from _strings(part)


def _unknown_files(folder: Path, root: Path) -> list[Problem]:
    names = {path.stem for path in folder.glob("*.csv")}
    problems = []
    for path in sorted(folder.iterdir()):
        if path.name == METADATA or path.name.startswith(".") or (path.suffix == ".csv" and path.is_file()):
            continue
        if path.suffix != ".json":
            problems.append(problem(_place(path, root), "unknown-file"))
        elif path.stem not in names:
            why = {"why_sv": "inlämningens siffror", "why_en": "the figures of the submission"}
            problems.append(problem(_place(path.with_suffix(".csv"), root), "missing-file", **why))
    return problems


def _ownership_problems(
    table: Table,
    stem: str,
    described: Mapping[str, Any],
    slugs: Mapping[str, str],
    owners: dict[str, str],
    standard: Standard,
) -> list[Problem]:
    """Rows of other providers than the file's, and providers that another file of the release has rows for."""
    problems = []
    column = table.name("provider_id")
    seen: dict[str, int] = {}
    for row, provider in zip(table.rows, table.text("provider_id"), strict=True):
        seen.setdefault(provider, row)
    for provider, row in seen.items():
        slug = slugs.get(provider)
        if slug is None:
            continue  # reported as unknown-provider
        if described.get("providers") != MANY and slug != stem:
            problems.append(
                problem(table.file, "submission-of-another-provider", row, column, provider=slug, slug=stem)
            )
        other = owners.setdefault(slug, table.file)
        if other != table.file:
            problems.append(problem(table.file, "provider-in-two-files", row, column, provider=slug, other=other))
    return problems


def _submission(slug: str, file: str, described: Mapping[str, Any], hidden: int | None) -> Submission:
    publisher = described.get("protected_by")
    named = {"contact_role", "method_note", "known_gaps", "approved_by", "protected_by"}
    more = {name: value for name, value in described.items() if name not in named}
    if hidden is not None:
        more["own_rule_would_hide"] = hidden
    return Submission(
        slug=slug,
        file=file,
        contact_role=str(described.get("contact_role") or ""),
        method_note=_text(described.get("method_note")),
        known_gaps=_text(described.get("known_gaps")),
        approved_by=str(described.get("approved_by") or ""),
        protected_by=_text(publisher).plain("sv") if publisher else None,
        more=MappingProxyType(more),
    )


def _release(
    folder: Path, metadata: Mapping[str, Any], submissions: Sequence[Submission], table: ProtectedTable
) -> Release:
    return Release(
        dataset=folder.parent.name,
        id=folder.name,
        title=Text(metadata["title"], metadata.get("title_en")),
        publisher=_text(metadata["publisher"]),
        standard_version=metadata["standard_version"],
        released=date.fromisoformat(metadata["released"]),
        next_release=_day(metadata.get("next_release")),
        notes=_text(metadata.get("notes")),
        example=metadata["exempel"],
        corrections=tuple(
            Correction(MappingProxyType(dict(entry["key"])), _text(entry["reason"]))
            for entry in metadata.get("corrections", [])
        ),
        submissions=tuple(submissions),
        table=table,
        metadata=MappingProxyType(dict(metadata)),
    )
