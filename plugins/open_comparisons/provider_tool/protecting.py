"""The step that protects: what was read, what is wrong, what was hidden and why, and what will be shown."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path

from open_comparisons.disclosure.protect_file import ProtectedFile, protect_file
from open_comparisons.disclosure.report import COUNTS, GROUPS, Report, report_on
from open_comparisons.disclosure.system import CountRow
from open_comparisons.intake.handover.package import protected_name
from open_comparisons.intake.handover.sheet import read_answers
from open_comparisons.intake.wording import number_of_problems
from open_comparisons.messages import say
from open_comparisons.provider_tool.figures import counted, row_title, sentence, shown
from open_comparisons.provider_tool.records import Hidden, Previewed, ProtectedRecord, TitledLines
from open_comparisons.provider_tool.showing import shown_problems, titled_readings
from open_comparisons.standard.model import Standard
from open_comparisons.standard.statuses import OK


def protect(
    path: Path, previous: Sequence[Path], standard: Standard, latest: date | None, lang: str
) -> ProtectedRecord:
    """
    Protect a file of true counts as `open-comparisons protect` does.

    Args:
        path: The file; in the browser it is in the memory of the worker alone.
        previous: Files or folders of earlier releases.
        standard: The standard to protect by.
        latest: The last day that a period may include; None where anything goes.
        lang: The language of the texts.
    """
    file = protect_file(path, previous, standard, None, latest)
    own = path.as_posix()
    readings = (*titled_readings(file.readings, lang), *(TitledLines(note.plain(lang), ()) for note in file.notes))
    if file.problems:
        problems = shown_problems(file.problems, lang, own=own)
        return ProtectedRecord(readings, problems, number_of_problems(file.problems, lang))
    report = report_on(file)
    counts = {name: report.counts[name] for name in COUNTS if report.counts.get(name)}
    rows = dict(sorted(_rows(file)))
    measures = {index: standard.measures[row.key.measure] for index, row in rows.items()}
    titles = {index: row_title(file.table, index, standard, lang) for index in rows}
    sentences = (sentence(file, index, row, measures[index], standard, lang) for index, row in rows.items())
    return ProtectedRecord(
        readings=readings,
        problems=(),
        summary=number_of_problems((), lang),
        counts=tuple(say(lang, f"disclosure.count.{name}", count=count) for name, count in counts.items()),
        hidden=tuple(_hidden(report, titles, lang)),
        warnings=tuple(
            TitledLines(say(lang, f"disclosure.{name}"), tuple(titles[index] for index in indexes))
            for name, indexes in (("corrected", report.corrected), ("exposed", report.exposed))
            if indexes
        ),
        preview=tuple(
            Previewed(
                titles[index],
                counted(file.table, index, measures[index], standard, lang),
                shown(row, measures[index], standard, lang),
                row.status == OK,
            )
            for index, row in rows.items()
        ),
        sentences=tuple(filter(None, sentences)),
        csv=file.content,
        answers=tuple(read_answers(path.read_bytes(), lang).answers.items()),
        slug=protected_name(next(filter(None, file.table.text("provider_name")), ""), path.stem),
    )


def _rows(file: ProtectedFile) -> Iterator[tuple[int, CountRow]]:
    """Each protected row with its index in the table."""
    for provider, protected in (file.by_provider or {}).items():
        for row in protected.rows:
            yield (file.lines or {})[provider, row.key], row


def _hidden(report: Report, titles: Mapping[int, str], lang: str) -> Iterator[Hidden]:
    """The groups that have rows."""
    for name, reasons in GROUPS.items():
        lines = {reason: tuple(titles[index] for index in report.by_reason.get(reason, ())) for reason in reasons}
        by_reason = tuple(
            TitledLines(say(lang, f"disclosure.reason.{reason}"), lines[reason]) for reason in reasons if lines[reason]
        )
        count = sum(map(len, lines.values()))
        if count:
            title, about = (say(lang, f"tool.hidden.{name}.{part}") for part in ("title", "about"))
            yield Hidden(title, about, say(lang, "tool.hidden.count", count=count), by_reason)
