"""The columns of a release's files: names, meanings, types and constraints, for all descriptions of the files."""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any, Final

from open_comparisons.charts.marks import MARKS
from open_comparisons.estimates import change, trends
from open_comparisons.estimates.comparison import JUDGED, REASONS, UNKNOWN
from open_comparisons.estimates.series import NO_INTERVAL, TOO_FEW_YEARS
from open_comparisons.site.locales import Locale
from open_comparisons.standard.model import CodeList, Column, Standard
from open_comparisons.standard.text import Text

STRING: Final = "string"
INTEGER: Final = "integer"
NUMBER: Final = "number"
_OF_THE_PROVIDER: Final = frozenset({"provider_name", "ownership", "area_code"})
"""Columns that the directory fills, even where the submission lacks them."""

ADDED_COLUMNS: Final[Mapping[str, tuple[str, str]]] = MappingProxyType(
    {
        "nedre_95": ("lower_95", NUMBER),
        "ovre_95": ("upper_95", NUMBER),
        "nedre_998": ("lower_998", NUMBER),
        "ovre_998": ("upper_998", NUMBER),
        "referens": ("reference", NUMBER),
        "referens_lag": ("reference_low", NUMBER),
        "referens_hog": ("reference_high", NUMBER),
        "referens_antal": ("reference_providers", INTEGER),
        "kategori": ("category", STRING),
        "kategori_skal": ("category_reason", STRING),
        "trend": ("trend", STRING),
        "trend_skal": ("trend_reason", STRING),
        "metod_version": ("method_version", STRING),
        "standard_version": ("standard_version", STRING),
        "grans_nedre_95": ("limit_lower_95", NUMBER),
        "grans_ovre_95": ("limit_upper_95", NUMBER),
        "grans_nedre_998": ("limit_lower_998", NUMBER),
        "grans_ovre_998": ("limit_upper_998", NUMBER),
        "overspridning": ("overdispersion", NUMBER),
        "slump_95": ("chance_95", NUMBER),
        "slump_998": ("chance_998", NUMBER),
        "upptacks_lagre_10": ("tell_lower_10", NUMBER),
        "upptacks_hogre_10": ("tell_higher_10", NUMBER),
        "upptacks_lagre_20": ("tell_lower_20", NUMBER),
        "upptacks_hogre_20": ("tell_higher_20", NUMBER),
        "trend_ar_till": ("trend_years_missing", INTEGER),
        "bortfall_lagst": ("nonresponse_low", NUMBER),
        "bortfall_hogst": ("nonresponse_high", NUMBER),
        "trend_upptacks_5": ("tell_trend_5", NUMBER),
        "forandring": ("change", STRING),
        "forandring_skal": ("change_reason", STRING),
        "forandring_fran": ("change_from", STRING),
        "forandring_nedre": ("change_lower", NUMBER),
        "forandring_ovre": ("change_upper", NUMBER),
    }
)
"""Columns that a comparison adds, by their names in `jamforelse.csv`: the name in English, and the type."""

_SHARED_COLUMNS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "status": "status",
        "orsak": "reason",
        "taljare": "numerator",
        "namnare": "denominator",
        "varde": "value",
        "utforare_namn": "provider_name",
        "kalla": "source",
    }
)
"""Columns of every `jamforelse.csv` beside the key, whatever their names in the standard, with their roles."""
_TYPES: Final = {"numerator": NUMBER, "denominator": NUMBER, "value": NUMBER}
_CODES: Final[Mapping[str, Mapping[str, str]]] = MappingProxyType(
    {
        "kategori": {code: MARKS[code].word for code in (*JUDGED, UNKNOWN)},
        "kategori_skal": {code: f"reason.{code}" for code in REASONS},
        "trend": {
            **{code: f"trend.{code}" for code in (trends.RISING, trends.FALLING, trends.STEADY)},
            trends.UNKNOWN: "trend.unknown",
        },
        "forandring": {
            **{code: f"since.{code}" for code in (change.RISEN, change.FALLEN, change.SAME)},
            change.UNKNOWN: "trend.unknown",
        },
        "forandring_skal": {code: f"since.{code}" for code in (change.NO_PERIOD, change.NOT_SHOWN, change.NO_INTERVAL)},
        "trend_skal": {TOO_FEW_YEARS: "trend.too-few-years", NO_INTERVAL: "trend.no-interval"},
    }
)
"""The codes of the columns that a comparison adds, with the keys of their meanings in the theme."""


@dataclass(frozen=True, slots=True)
class FileColumn:
    """
    A column of a file.

    Attributes:
        name: Its name in the CSV file.
        key: Its name in English.
        type: "string", "integer" or "number".
        title, description: Its meaning; the description may be empty.
        constraints: As in a Table Schema; the meaning of blank cells is not among them.
        codes: The meaning of each of its codes, where the standard has it.
    """

    name: str
    key: str
    type: str
    title: Text
    description: Text = field(default_factory=Text)
    constraints: Mapping[str, Any] = field(default_factory=dict)
    codes: Mapping[str, Text] = field(default_factory=dict)

    @property
    def required(self) -> bool:
        """True where every row has a value."""
        return bool(self.constraints.get("required"))


def observation_fields(
    standard: Standard, roles: Collection[str], locales: Mapping[str, Locale]
) -> tuple[FileColumn, ...]:
    """The columns of `observationer.csv` of a release whose table has these roles."""
    roles_in_file = {*roles, *_OF_THE_PROVIDER}
    return tuple(
        _standard_column(column, standard, locales) for column in standard.columns if column.role in roles_in_file
    )


def comparison_fields(standard: Standard, locales: Mapping[str, Locale]) -> tuple[FileColumn, ...]:
    """The columns of `jamforelse.csv`, as written by `downloads.comparison_lines`."""
    key = [_standard_column(column_of(standard, role), standard, locales) for role in standard.key]
    shared = {name: _shared_column(name, role, standard, locales) for name, role in _SHARED_COLUMNS.items()}
    last = ("utforare_namn", "kalla")
    added = [_added_column(name, locales) for name in ADDED_COLUMNS]
    return (*key, *(shared[name] for name in shared if name not in last), *added, *(shared[name] for name in last))


def primary_key(standard: Standard) -> list[str]:
    """The names of the columns that identify a row, in both files."""
    return [standard.column_name(role) for role in standard.key]


def text_of_key(locales: Mapping[str, Locale], key: str) -> Text:
    """A text of the theme in both languages."""
    return Text(**{lang: locale.t(key) for lang, locale in locales.items()})


def column_of(standard: Standard, role: str) -> Column:
    """The column with this role."""
    return next(column for column in standard.columns if column.role == role)


def english_key(standard: Standard, role: str) -> str:
    """The English name of a column: its role, or the English title of a breakdown such as "sex"."""
    title = next((dimension.title.plain("en") for dimension in standard.dimensions if dimension.name == role), role)
    return re.sub(r"[^a-z0-9]+", "_", title.casefold()).strip("_") or role


def _standard_column(column: Column, standard: Standard, locales: Mapping[str, Locale]) -> FileColumn:
    codes = _codes(column.role, standard, locales)
    constraints = dict(column.constraints)
    if codes:
        constraints["enum"] = list(codes)
    return FileColumn(
        column.name,
        english_key(standard, column.role),
        column.type,
        column.title,
        column.description,
        constraints,
        codes,
    )


def _codes(role: str, standard: Standard, locales: Mapping[str, Locale]) -> dict[str, Text]:
    """The codes that a column may hold; for a breakdown, the codes of all target groups."""
    if role == "target_group":
        return {group.id: group.title for group in standard.target_groups.values()}
    if role == "measure_id":
        return {measure.id: measure.title for measure in standard.measures.values()}
    for dimension in standard.dimensions:
        if dimension.name == role:
            lists = [standard.codes_of(dimension, group) for group in ("", *standard.target_groups)]
            return {dimension.total: text_of_key(locales, "column.total")} | {
                code.code: code.title for codes in lists for code in codes
            }
    return {code.code: code.title for code in codes_of_column(standard, role).values()}


def codes_of_column(standard: Standard, role: str) -> CodeList:
    """The code list of the column with a role; empty where it has none."""
    codes = standard.codes
    lists = {"ownership": codes.ownership, "cohort": codes.cohorts, "status": codes.statuses, "reason": codes.reasons}
    return lists.get(role, {})


def _shared_column(name: str, role: str, standard: Standard, locales: Mapping[str, Locale]) -> FileColumn:
    """A column that the standard may know, under its name in `jamforelse.csv`."""
    declared = next((column for column in standard.columns if column.role == role), None)
    if declared:
        own = _standard_column(declared, standard, locales)
        return FileColumn(
            name, role, own.type, own.title, own.description, _lasting_constraints(own.constraints), own.codes
        )
    codes = _codes(role, standard, locales)
    constraints = {"enum": list(codes)} if codes else {}
    return FileColumn(
        name, role, _TYPES.get(role, STRING), text_of_key(locales, f"column.{name}"), Text(), constraints, codes
    )


def _lasting_constraints(constraints: Mapping[str, Any]) -> dict[str, Any]:
    """The constraints that still hold for a column that the comparison fills in."""
    return {name: value for name, value in constraints.items() if name in {"required", "enum", "maxLength"}}


def _added_column(name: str, locales: Mapping[str, Locale]) -> FileColumn:
    key, kind = ADDED_COLUMNS[name]
    codes = {code: text_of_key(locales, text) for code, text in _CODES.get(name, {}).items()}
    constraints: dict[str, Any] = {"enum": list(codes)} if codes else {}
    if name in {"kategori", "trend", "forandring", "metod_version", "standard_version"}:
        constraints["required"] = True
    return FileColumn(name, key, kind, text_of_key(locales, f"column.{name}"), Text(), constraints, codes)
