"""Signs of the matrix of reporting: a symbol and words for the state of an entry, and the codes of its file."""

import string
from collections.abc import Iterable
from typing import Final

from markupsafe import Markup, escape

from open_comparisons.estimates.completeness import NOT_ACTIVE, NOTHING, STATES, MeasurePeriod
from open_comparisons.site.addresses import address
from open_comparisons.site.records import Cell, PlainRow, PlainTable, Sign
from open_comparisons.site.source import Source
from open_comparisons.standard.model import TargetGroup
from open_comparisons.standard.statuses import ALL_BUT_FEW, FEW, LOW_RESPONSE, MISSING, NOT_APPLICABLE, OK, SUPPRESSED

# Shapes, not colours, and characters in every system's fonts. A missing figure with a reason has a letter.
_SYMBOLS: Final = {
    OK: "●",
    FEW: "↔",
    ALL_BUT_FEW: "↔",
    SUPPRESSED: "■",
    LOW_RESPONSE: "□",
    MISSING: "?",
    NOT_APPLICABLE: "–",
    NOTHING: "×",
    NOT_ACTIVE: "·",
}
# States without words in the standard: a range covers two statuses, and the others are entries without a row.
_OWN: Final = {FEW: "range", ALL_BUT_FEW: "range", NOTHING: "nothing", NOT_ACTIVE: "not-active"}


def signs(source: Source, pairs: Iterable[tuple[str, str]]) -> dict[tuple[str, str], Sign]:
    """
    The sign of each pair of a state and a reason, in the order of a legend.

    Reasons matter where a figure is missing; both bands have the same sign.

    Args:
        source: Words.
        pairs: The pairs, in any order, with repetitions.
    """
    reasons = {code: place for place, code in enumerate(source.standard.codes.reasons)}
    order = sorted(set(pairs), key=lambda pair: (STATES.index(pair[0]), reasons.get(pair[1], len(reasons)), pair[1]))
    return {(state, reason): _sign(source, state, reason) for state, reason in order}


def codes(source: Source) -> PlainTable:
    """Table of the codes of the file, with their meaning and the way each is counted."""
    locale, t = source.locale, source.locale.t
    statuses = source.standard.codes.statuses
    lines = [
        PlainRow(
            state,
            "",
            (
                Cell(locale.html(statuses[state].title) if state in statuses else _sign(source, state).title),
                Cell(t(f"reporting.counted.{_count_key(state)}")),
            ),
        )
        for state in STATES
        if state in statuses or state in (NOTHING, NOT_ACTIVE)
    ]
    lines += [
        PlainRow(code.code, "", (Cell(locale.html(code.title)), Cell(t("reporting.counted.reason"))))
        for code in source.standard.codes.reasons.values()
    ]
    head = (t("reporting.head.code"), t("reporting.head.meaning"), t("reporting.head.counted"))
    return PlainTable("koder", t("reporting.codes"), head, tuple(lines))


def _sign(source: Source, state: str, reason: str = "") -> Sign:
    locale, t = source.locale, source.locale.t
    if state in _OWN:
        name = _OWN[state]
        return Sign(_SYMBOLS[state], t(f"reporting.state.{name}"), t(f"reporting.about.{name}"))
    status, reasons = source.standard.codes.statuses.get(state), source.standard.codes.reasons
    title = locale.html(status.title) if status else escape(state)
    if state == MISSING and reason in reasons:
        why = reasons[reason]
        title = Markup("{}: {}").format(title, locale.html(why.title))
        return Sign(_letter(list(reasons).index(reason)), title, locale.html(why.text("description")))
    return Sign(_SYMBOLS[state], title, locale.html(status.text("description")) if status else "")


def _letter(place: int) -> str:
    """The letter of a reason: by its place in the code list, so that it is the same on every page."""
    again, letter = divmod(place, len(string.ascii_lowercase))
    return string.ascii_lowercase[letter] + (str(again) if again else "")


def _count_key(state: str) -> str:
    if state in (NOT_APPLICABLE, NOT_ACTIVE):
        return "no"
    return "lacking" if state in (MISSING, NOTHING) else "handed-in"


PART: Final = "redovisning"
"""Part of the address, in every language."""


def columns_of(source: Source, group: TargetGroup) -> list[MeasurePeriod]:
    """Every measure and period of a target group with a row of any provider, in the catalogue's order."""
    published = source.published.get(group.dataset)
    if published is None or group.id not in published.entries:
        return []
    places = {measure.id: place for place, measure in enumerate(source.shown_measures(group))}
    columns = [column for column in published.entries[group.id].columns if column.measure_id in places]
    return sorted(columns, key=lambda column: (places[column.measure_id], column.start, column.end))


def file_name(group: TargetGroup) -> str:
    """The address of the file of all entries, in the folder of the page."""
    return f"{address('sv', 'target-groups', group.id, PART)}{group.id}-{PART}.csv"
