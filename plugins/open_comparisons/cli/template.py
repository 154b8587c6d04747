"""The command `open-comparisons template`: write a blank file for a target group's figures."""

import argparse
from pathlib import Path
from typing import Final

from open_comparisons.cli.finding import find_standard
from open_comparisons.cli.options import add_force, add_lang, require_free, today
from open_comparisons.cli.speaking.parser import CommandParser
from open_comparisons.errors import OpenComparisonsError
from open_comparisons.files.blank_workbook.book import blank_workbook
from open_comparisons.intake.blank_file import blank_csv, blank_rows
from open_comparisons.site.locales import load_locales
from open_comparisons.standard.loading import load_standard

WORKBOOK: Final = ".xlsx"
_THEME: Final = Path(__file__).parents[3] / "theme"


def run(options: argparse.Namespace) -> int:
    """
    Write the file, and print where it is.

    Returns:
        0.

    Raises:
        OpenComparisonsError: There is no such target group, or there is a file by that name already.
    """
    target: Path = options.output
    standard = load_standard(options.standard or find_standard(Path()))
    group = standard.target_groups.get(options.group)
    if group is None or not standard.measures_of(group.id):
        known = [name for name in standard.target_groups if standard.measures_of(name)]
        raise OpenComparisonsError(
            "errors.no-such-group",
            given=options.group,
            known=known,
        )
    require_free([target], [], force=options.force)
    rows = blank_rows(standard, group, options.last_year, splits=options.splits)
    if options.excel or target.suffix.lower() == WORKBOOK:
        locales = load_locales(options.theme / "translations", standard.words)
        target.write_bytes(blank_workbook(standard, group, rows, locales[options.lang]))
    else:
        target.write_text(blank_csv(standard, rows), encoding="utf-8", newline="")
    print(target)
    return 0


def add_arguments(parser: CommandParser) -> None:
    """Declare the options."""
    last_year = today().year - 1
    parser.add_argument("group", metavar="MALGRUPP", help=parser.say("option.template-group"))
    output = parser.say("option.template-output")
    parser.add_argument("-o", "--output", type=Path, required=True, metavar="FILE", help=output)
    add_lang(parser, parser.say("option.template-lang"))
    parser.add_argument("--excel", action="store_true", help=parser.say("option.template-excel"))
    newest = parser.say("option.template-last-year")
    parser.add_argument("--last-year", type=int, default=last_year, metavar="YEAR", help=newest)
    parser.add_argument("--splits", action="store_true", help=parser.say("option.template-splits"))
    add_force(parser)
    parser.add_argument("--standard", type=Path, metavar="FOLDER", help=parser.say("option.template-standard"))
    parser.add_argument(
        "--theme", type=Path, default=_THEME, metavar="FOLDER", help=parser.say("option.template-theme")
    )
