"""A release as an Excel workbook, with notes, columns, units, measures and codes inside."""

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime, time
from typing import Any, Final

from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet

from open_comparisons.files.release.descriptions import both, sources_of, temporal_coverage
from open_comparisons.files.release.fields import STRING, FileColumn, codes_of_column, text_of_key
from open_comparisons.intake.release import Release
from open_comparisons.messages import LANGUAGES
from open_comparisons.site.locales import Locale
from open_comparisons.standard.model import Standard
from open_comparisons.standard.text import Text

_WIDTH_OF_TEXT: Final = 60
_DIRECTIONS: Final = {1: "workbook.higher-is-better", -1: "workbook.lower-is-better", 0: "workbook.no-direction"}


def workbook(
    observations: str,
    release: Release,
    standard: Standard,
    fields: Sequence[FileColumn],
    locales: Mapping[str, Locale],
) -> bytes:
    """
    The workbook of a release; the same release gives the same bytes.

    Args:
        observations: `observationer.csv`.
        release: The release, which the notes describe.
        standard: For the names of measures, units and codes.
        fields: The columns of the observations.
        locales: One per language.
    """
    buffer = io.BytesIO()
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with Workbook(buffer, options) as book:
        # The day of release: the time of the build would change the bytes.
        created = datetime.combine(release.released, time(), tzinfo=UTC).replace(tzinfo=None)
        book.set_properties({"title": both(release.title), "author": both(release.publisher), "created": created})
        head = book.add_format({"bold": True, "text_wrap": True, "valign": "top"})
        wrapped = book.add_format({"text_wrap": True, "valign": "top"})

        def sheet(name: str) -> Worksheet:
            words = text_of_key(locales, f"workbook.{name}")
            return book.add_worksheet(f"{words.sv} - {words.en}")

        def write_sheet(name: str, titles: Sequence[str], widths: Sequence[int], rows: Iterator[Sequence[str]]) -> None:
            page = sheet(name)
            for place, width in enumerate(widths):
                page.set_column(place, place, width)
            page.freeze_panes(1, 0)
            page.write_row(0, 0, [both(text_of_key(locales, f"workbook.{title}")) for title in titles], head)
            for number, cells in enumerate(rows, 1):
                for place, cell in enumerate(cells):
                    page.write_string(number, place, cell, wrapped)

        write_sheet(
            "readme", ("about", "sv", "en"), (28, _WIDTH_OF_TEXT, _WIDTH_OF_TEXT), _notes(release, standard, locales)
        )
        _observations(sheet("observations"), observations, fields, head)
        columns = ("column", "title-sv", "title-en", "meaning-sv", "meaning-en", "type")
        write_sheet("columns", columns, (20, 24, 24, _WIDTH_OF_TEXT, _WIDTH_OF_TEXT, 12), _columns(fields))
        measures = ("id", "version", "title-sv", "title-en", "unit", "direction", "definition-sv", "definition-en")
        write_sheet(
            "measures",
            measures,
            (24, 9, 28, 28, 16, 24, _WIDTH_OF_TEXT, _WIDTH_OF_TEXT),
            _measures(release, standard, locales),
        )
        codes = ("column", "code", "title-sv", "title-en", "meaning-sv", "meaning-en")
        write_sheet("codes", codes, (20, 20, 32, 32, _WIDTH_OF_TEXT, _WIDTH_OF_TEXT), _codes(fields, standard))
    return buffer.getvalue()


def _observations(page: Worksheet, observations: str, fields: Sequence[FileColumn], head: Any) -> None:  # noqa: ANN401
    """The rows, each cell of its column's type; a blank cell stays blank."""
    rows = csv.reader(io.StringIO(observations, newline=""))
    titles = next(rows)
    is_text = [column.type == STRING for column in fields]
    for place, (title, text) in enumerate(zip(titles, is_text, strict=True)):
        page.set_column(place, place, max(len(title) + 3, 18 if text else 10))
    page.freeze_panes(1, 0)
    page.write_row(0, 0, titles, head)
    number = 0
    for number, row in enumerate(rows, 1):
        for place, (cell, text) in enumerate(zip(row, is_text, strict=True)):
            if not cell:
                continue
            if text:
                page.write_string(number, place, cell)
            else:
                page.write_number(number, place, float(cell))
    page.autofilter(0, 0, number, len(titles) - 1)


def _notes(release: Release, standard: Standard, locales: Mapping[str, Locale]) -> Iterator[Sequence[str]]:
    def line(name: str, text: Text) -> tuple[str, str, str]:
        return both(text_of_key(locales, f"workbook.{name}")), text.plain("sv"), text.plain("en")

    def same(words: str) -> Text:
        return Text(words, words)

    yield line("title", release.title)
    if release.example:
        yield line("example", text_of_key(locales, "workbook.invented"))
    yield line("release", same(release.id))
    yield line("period", same(" – ".join(temporal_coverage(release))))
    yield line("publisher", release.publisher)
    yield line("source", same("; ".join(sources_of(release))))
    licence = {lang: f"{standard.licence_title.plain(lang)}. {standard.licence_url}" for lang in LANGUAGES}
    yield line("licence", Text(**licence))
    yield line("hidden", text_of_key(locales, "workbook.hidden-means"))
    yield line("independent", standard.about_figures)
    if release.notes:
        yield line("notes", release.notes)
    yield line("standard-version", same(standard.version))


def _columns(fields: Sequence[FileColumn]) -> Iterator[Sequence[str]]:
    for column in fields:
        texts = (
            column.title.plain("sv"),
            column.title.plain("en"),
            column.description.plain("sv"),
            column.description.plain("en"),
        )
        yield column.name, *texts, column.type


def _measures(release: Release, standard: Standard, locales: Mapping[str, Locale]) -> Iterator[Sequence[str]]:
    used = set(release.table.columns["measure_id"])
    units = standard.codes.units
    for measure in standard.measures.values():
        if measure.id in used:
            unit = units.get(measure.unit)
            yield (
                *(measure.id, measure.version, measure.title.plain("sv"), measure.title.plain("en")),
                both(unit.title) if unit else measure.unit,
                both(text_of_key(locales, _DIRECTIONS[measure.direction])),
                *(measure.definition.plain("sv"), measure.definition.plain("en")),
            )


def _codes(fields: Sequence[FileColumn], standard: Standard) -> Iterator[Sequence[str]]:
    for column in fields:
        code_list = codes_of_column(standard, column.key)
        for code, title in column.codes.items():
            meaning = code_list[code].text("description") if code in code_list else Text()
            texts = (title.plain("sv"), title.plain("en"), meaning.plain("sv"), meaning.plain("en"))
            yield column.name, code, *texts
