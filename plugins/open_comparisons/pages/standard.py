"""The page of the file standard: content of files, blank files, an example, other systems, and changes."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from markupsafe import Markup

from open_comparisons.files.standard_files import standard_file_names, template_csv, template_workbook, templated_groups
from open_comparisons.files.submission_files import DESCRIPTION_EXAMPLE, DESCRIPTION_SCHEMA
from open_comparisons.parts.description_table import description_table
from open_comparisons.parts.worked_example import PROTECTED, TRUE, example_table
from open_comparisons.site.addresses import address, standard_folder
from open_comparisons.site.outputs import Page
from open_comparisons.site.records import Cell, Link, PlainRow, PlainTable
from open_comparisons.site.source import Source
from open_comparisons.site.steps import NamedStep, numbered_steps, template_steps
from open_comparisons.standard.model import Code, Column, Correspondence
from open_comparisons.standard.text import Text


@dataclass(frozen=True, slots=True)
class DraftContent:
    """What is a draft, what may and what will not change, and how the standard becomes final; as `numbered_steps`."""

    about: Markup
    may_change: list[tuple[Markup, str]]
    stays: list[tuple[Markup, str]]
    steps: list[tuple[Markup, str]]


@dataclass(frozen=True, slots=True)
class StandardContent:
    """Content of the page about the file standard."""

    name: Markup
    version: str
    licence: str
    licence_title: str
    draft: DraftContent | None
    thresholds: list[str]
    templates: list[tuple[Link, Link]]
    steps: list[NamedStep]
    by_python: list[tuple[str, str]]
    sign: list[tuple[str, str]]
    propose: list[tuple[str, str]]
    quoting: list[tuple[str, str]]
    description: PlainTable
    description_files: list[Link]
    example: PlainTable | None
    example_files: list[Link]
    columns: PlainTable
    lists: list[PlainTable]
    groups: list[Link]
    measures: list[Link]
    plausible: PlainTable | None
    elsewhere: PlainTable | None
    systems: list[tuple[str, str]]
    changes: list[tuple[str, str, Markup]]
    files: list[Link]
    home: str


def standard_page(source: Source, *, folder: Path | None) -> Page:
    """The whole standard, in the order in which a provider needs it to hand in a file."""
    standard, locale, t = source.standard, source.locale, source.locale.t
    example = example_table(source, folder) if folder else None
    home = standard_folder(standard.version)
    return Page(
        template="comparisons/standard",
        title=t("title.standard"),
        description=t("standard.lead"),
        data=StandardContent(
            name=locale.html(standard.title),
            version=standard.version,
            licence=standard.licence_url,
            licence_title=standard.licence_title.plain(locale.lang),
            draft=_draft(source),
            thresholds=_thresholds(source),
            templates=_templates(source),
            steps=template_steps(locale, standard),
            by_python=numbered_steps(locale, standard, "fill.python"),
            sign=numbered_steps(locale, standard, "fill.sign"),
            propose=numbered_steps(locale, standard, "propose.steps"),
            quoting=numbered_steps(locale, standard, "quote.about"),
            description=description_table(source),
            description_files=[
                Link(t("standard.description-schema"), DESCRIPTION_SCHEMA),
                Link(t("standard.description-example"), DESCRIPTION_EXAMPLE),
            ],
            example=example,
            example_files=[
                Link(t(f"standard.example-{name}"), f"{home}{place}")
                for name, place in (("true", TRUE), ("protected", PROTECTED))
                if example
            ],
            columns=_columns(source),
            lists=list(_lists(source)),
            groups=_groups(source),
            measures=_measures(source),
            plausible=_plausible(source),
            elsewhere=_elsewhere(source),
            systems=[
                (code.title.plain(locale.lang), code.text("description").plain(locale.lang))
                for code in standard.codes.systems.values()
            ],
            changes=[
                (change.version, locale.date(change.date), locale.html(change.text)) for change in standard.changes
            ],
            files=[Link(name, f"{home}{name}") for name in (standard_file_names(folder) if folder else ())],
            home=home,
        ),
        modified=standard.changes[0].date if standard.changes else None,
    )


def _draft(source: Source) -> DraftContent | None:
    """What the standard says of itself as long as nobody has adopted it."""
    draft, html = source.standard.draft, source.locale.html
    if draft is None:
        return None
    lists = ([(html(text), "") for text in texts] for texts in (draft.may_change, draft.stays, draft.steps))
    return DraftContent(html(draft.about), *lists)


def _plausible(source: Source) -> PlainTable | None:
    """The plausible values of each measure that is not a share; None where all measures are shares."""
    standard, locale, t = source.standard, source.locale, source.locale.t
    lines = []
    for measure in standard.measures.values():
        if measure.is_share:
            continue
        words = t("standard.no-range")
        if measure.plausible:
            low, high = (locale.value(end, measure, standard) for end in measure.plausible)
            words = t("standard.range", least=low, most=high)
        url = address(locale.lang, "measures", measure.id)
        lines.append(PlainRow(measure.title.plain(locale.lang), url, (Cell(words),)))
    head = (t("head.measure"), t("standard.plausible-head"))
    about = t("standard.plausible-about")
    return PlainTable("rimligt", t("standard.plausible"), head, tuple(lines), about) if lines else None


def _thresholds(source: Source) -> list[str]:
    limits, t = source.standard.thresholds, source.locale.t
    return [
        t("standard.least", least=limits.min_denominator),
        t("standard.few", few=limits.min_count - 1),
        t("standard.rate", rate=source.locale.percent(limits.min_response_rate / 100)),
    ]


def _templates(source: Source) -> list[tuple[Link, Link]]:
    """The blank file of each target group, as a workbook and as CSV."""
    lang, t = source.locale.lang, source.locale.t
    return [
        (
            _link(source, group.title, template_workbook(lang, group)),
            Link(t("standard.as-csv"), template_csv(group)),
        )
        for group in templated_groups(source.standard)
    ]


def _link(source: Source, text: Text, url: str, about: str = "") -> Link:
    """A link with its title marked where that is not in the language of the page."""
    title, lang = text.get(source.locale.lang)
    return Link(title, url, about, source.locale.other(lang))


def _groups(source: Source) -> list[Link]:
    lang = source.locale.lang
    return [
        _link(source, group.title, address(lang, "target-groups", group.id), group.id)
        for group in source.standard.target_groups.values()
    ]


def _measures(source: Source) -> list[Link]:
    lang = source.locale.lang
    return [
        _link(source, measure.title, address(lang, "measures", measure.id), f"{measure.id} {measure.version}")
        for measure in source.standard.measures.values()
    ]


def _columns(source: Source) -> PlainTable:
    """Each column: its content, its type, and the rules for its cells."""
    locale, lang, t = source.locale, source.locale.lang, source.locale.t
    lines = []
    for column in source.standard.columns:
        kind = locale.texts.get(f"standard.type-{column.type}", column.type)
        about = column.description.plain(lang) or column.title.plain(lang)
        lines.append(PlainRow(column.name, "", (Cell(about, ", ".join((kind, *_rules(source, column)))),)))
    head = (t("standard.column"), t("standard.holds"))
    return PlainTable("kolumner", t("standard.columns"), head, tuple(lines), t("standard.columns-about"))


def _rules(source: Source, column: Column) -> list[str]:
    """The rules for the cells of a column."""
    limits, t = column.constraints, source.locale.t
    is_key = column.role in source.standard.key
    rules = [t("standard.required")] if column.required else []
    rules += [t("standard.in-key")] if is_key else []
    rules += [
        t(f"standard.rule-{name}", value=limits[name]) for name in ("minimum", "maximum", "maxLength") if name in limits
    ]
    if "enum" in limits:
        rules.append(t("standard.rule-list"))
    return rules


def _lists(source: Source) -> Iterator[PlainTable]:
    """The codes of each breakdown and of each list, with their meaning."""
    standard, t = source.standard, source.locale.t
    titles = {column.name: column.title for column in standard.columns}
    for dimension in standard.dimensions:
        rows = [_code_row(source, Code(dimension.total, dimension.title), t("standard.total"))]
        groups_by_code: dict[tuple[str, Text], list[str]] = {}
        codes: dict[tuple[str, Text], Code] = {}
        for group in standard.target_groups.values():
            for code in standard.codes_of(dimension, group.id):
                codes.setdefault((code.code, code.title), code)
                groups_by_code.setdefault((code.code, code.title), []).append(group.id)
        everywhere = len(standard.target_groups)
        rows += [
            _code_row(source, code, "" if len(groups_by_code[key]) == everywhere else ", ".join(groups_by_code[key]))
            for key, code in codes.items()
        ]
        yield _code_table(source, dimension.name, dimension.title, rows)
    for name, entries in standard.codes.by_name.items():
        if name in titles and entries:
            rows = [
                _code_row(source, code, code.text("description").plain(source.locale.lang)) for code in entries.values()
            ]
            yield _code_table(source, name, titles[name], rows)


def _code_row(source: Source, code: Code, about: str) -> PlainRow:
    return PlainRow(code.code, "", (Cell(code.title.plain(source.locale.lang), about),))


def _code_table(source: Source, name: str, title: Text, rows: Iterable[PlainRow]) -> PlainTable:
    t, words = source.locale.t, title.plain(source.locale.lang)
    head = (t("standard.code"), t("standard.means"))
    return PlainTable(f"lista-{name}", f"{name}: {words}" if words else name, head, tuple(rows))


def _elsewhere(source: Source) -> PlainTable | None:
    """Corresponding measures and terms in other systems; None without any."""
    standard, t, lang = source.standard, source.locale.t, source.locale.lang
    lines = [
        _elsewhere_row(source, correspondence, measure.title.plain(lang), address(lang, "measures", measure.id))
        for measure in standard.measures.values()
        for correspondence in measure.corresponds
    ]
    lines += [_elsewhere_row(source, term, term.ours.plain(lang)) for term in standard.corresponds]
    head = (t("standard.here"), t("standard.there"))
    return PlainTable("andra-system", t("standard.elsewhere"), head, tuple(lines)) if lines else None


def _elsewhere_row(source: Source, correspondence: Correspondence, name: str, url: str = "") -> PlainRow:
    lang, lists = source.locale.lang, source.standard.codes
    system, relation = lists.systems[correspondence.system], lists.relations[correspondence.relation]
    there = f"{system.title.plain(lang)}: {correspondence.theirs}"
    about = f"{relation.title.plain(lang)}. {correspondence.note.plain(lang)}"
    return PlainRow(name, url, (Cell(there, about),))
