"""The files of the standard, unchanged at an address per version, and blank files to fill in per target group."""

from collections.abc import Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import Final

from open_comparisons.files.blank_workbook.book import blank_workbook
from open_comparisons.intake.blank_file import blank_csv, blank_rows
from open_comparisons.parts.worked_example import PROTECTED, TRUE, protected_example
from open_comparisons.site.addresses import address, standard_folder
from open_comparisons.site.outputs import File, FileDraft
from open_comparisons.site.source import Source
from open_comparisons.standard.model import Standard, TargetGroup
from open_comparisons.tools.store import digest

EARLIER: Final = "tidigare"
"""The folder of the standard with the files of each earlier version."""

_PUBLISHED: Final = (".csv", ".json", ".md")


def standard_file_names(folder: Path) -> list[str]:
    """The files of the standard's present version, relative to its folder."""
    paths = (path.relative_to(folder) for path in folder.rglob("*") if path.suffix in _PUBLISHED)
    return sorted(path.as_posix() for path in paths if path.parts[0] != EARLIER)


def template_csv(group: TargetGroup) -> str:
    """The address of the blank file of a target group, the same in both languages."""
    return f"{address('sv', 'standard')}mall-{group.id}.csv"


def template_workbook(lang: str, group: TargetGroup) -> str:
    """The address of the blank workbook of a target group."""
    return f"{address(lang, 'standard')}mall-{group.id}.xlsx"


def templated_groups(standard: Standard) -> list[TargetGroup]:
    """The target groups with measures, for which there are blank files."""
    return [group for group in standard.target_groups.values() if standard.measures_of(group.id)]


def standard_file_drafts(
    sources: Sequence[Source], folder: Path, terms: str, last_year: int, site_address: str
) -> Iterator[FileDraft]:
    """
    All files of the standard.

    Args:
        sources: One per language.
        folder: The folder of the standard.
        terms: A hash of the standard.
        last_year: The newest year in blank files.
        site_address: The site's address, which blank workbooks lead to; "" if unknown.
    """
    standard, tools = sources[0].standard, sources[0].store.tools
    home = standard_folder(standard.version)
    for name in standard_file_names(folder):
        yield FileDraft.single(f"{home}{name}", (folder / name).read_bytes)
    for path in sorted((folder / EARLIER).rglob("*")):
        if path.suffix in _PUBLISHED:
            version, *parts = path.relative_to(folder / EARLIER).parts
            yield FileDraft.single(standard_folder(version) + "/".join(parts), path.read_bytes)
    if (folder / TRUE).is_file():
        make = partial(protected_example, folder, standard)
        yield FileDraft.single(f"{home}{PROTECTED}", make, digest(tools, terms, PROTECTED))
    for group in templated_groups(standard):
        names = (template_csv(group), *(template_workbook(source.locale.lang, group) for source in sources))
        locales = (source.locale.digest for source in sources)
        made_from = digest(tools, terms, group.id, str(last_year), site_address, *locales)
        make_templates = partial(_templates, sources, group, last_year, site_address)
        yield FileDraft(names, made_from, make_templates).kept_in(sources[0].store)


def _templates(sources: Sequence[Source], group: TargetGroup, last_year: int, site_address: str) -> list[File]:
    standard = sources[0].standard
    rows = blank_rows(standard, group, last_year)
    workbooks = []
    for source in sources:
        lang = source.locale.lang
        tool = f"{site_address}/{address(lang, 'tool')}" if site_address else ""
        made = blank_workbook(standard, group, rows, source.locale, tool)
        workbooks.append(File(template_workbook(lang, group), made))
    return [File(template_csv(group), blank_csv(standard, rows)), *workbooks]
