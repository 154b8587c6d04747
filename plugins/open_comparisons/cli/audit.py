"""The command `open-comparisons audit`: attack everything published and report cells that disclose too much."""

import argparse
import json
import math
import os
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

from open_comparisons.audit.audit import Finding, audit
from open_comparisons.audit.findings import as_problem, as_records
from open_comparisons.audit.published_before import known_releases, with_known
from open_comparisons.cli.options import add_lang
from open_comparisons.cli.speaking.parser import CommandParser
from open_comparisons.errors import DataError, OpenComparisonsError
from open_comparisons.intake.files import METADATA
from open_comparisons.intake.release import Release
from open_comparisons.intake.releases import load_data
from open_comparisons.messages import say
from open_comparisons.tools.processes import available


def run(options: argparse.Namespace) -> int:
    """
    Run the command.

    Returns:
        0 when no cell discloses too much, 1 when one does or the data has problems.

    Raises:
        OpenComparisonsError: There is no data folder at the path, or values were asked for where logs are public.
    """
    if options.show_values and os.environ.get("CI"):
        raise OpenComparisonsError("errors.show-values")
    folder, dataset, last = _locate(options.path)
    try:
        data = load_data(folder)
        known = known_releases(options.known, data) if options.known else {}
    except DataError as error:
        print("\n".join(each.as_text(options.lang) for each in error.problems), file=sys.stderr)
        return 1
    attacked = {
        name: with_known(known.get(name, ()), (each for each in releases if last is None or each.id <= last))
        for name, releases in data.releases.items()
        if dataset in {None, name}
    }
    findings_in = {
        name: audit(releases, data.standard, data.providers, processes=available()).findings
        for name, releases in attacked.items()
    }
    if options.format == "json":
        ids = {name: [each.id for each in releases] for name, releases in attacked.items()}
        print(json.dumps(as_records(findings_in, ids, show_values=options.show_values), ensure_ascii=False, indent=1))
    else:
        print(_as_text(findings_in, attacked, lang=options.lang, show_values=options.show_values))
    return int(any(not finding.is_warning for findings in findings_in.values() for finding in findings))


def add_arguments(parser: CommandParser) -> None:
    """Declare the options."""
    parser.add_argument("path", type=Path, metavar="PATH", help=parser.say("option.audit-path"))
    parser.add_argument("--format", choices=("text", "json"), default="text", help=parser.say("option.format"))
    parser.add_argument("--known", type=Path, metavar="FOLDER", help=parser.say("option.known"))
    add_lang(parser)
    parser.add_argument("--show-values", action="store_true", help=parser.say("option.show-values"))


def _locate(path: Path) -> tuple[Path, str | None, str | None]:
    """The data folder, the dataset (None for all) and the last release (None for the newest) that a path names."""
    path = path.resolve()
    for folder, parts in ((path, ()), (path.parent, path.parts[-1:]), (path.parent.parent, path.parts[-2:])):
        if (folder / "standard" / "standard.json").is_file() and (not parts or path.is_dir()):
            names = (*parts, None, None)
            if len(parts) == 1 and not any((child / METADATA).is_file() for child in path.iterdir()):
                break
            return folder, names[0], names[1]
    raise OpenComparisonsError("errors.nothing-to-audit", path=path)


def _as_text(
    findings_in: Mapping[str, Sequence[Finding]],
    releases: Mapping[str, Sequence[Release]],
    *,
    lang: str,
    show_values: bool,
) -> str:
    lines = []
    for dataset, findings in findings_in.items():
        grave = [finding for finding in findings if not finding.is_warning]
        for finding in grave:
            lines.append(as_problem(finding, dataset).as_text(lang))
            if show_values and finding.lowest is not None:
                high = "∞" if finding.highest is None or math.isinf(finding.highest) else int(finding.highest)
                lines.append(f"    {finding.lowest}–{high} ({finding.through})")
        warned = len(findings) - len(grave)
        names = ", ".join(release.id for release in releases[dataset])
        lines.append(say(lang, "cli.audit.summary", dataset=dataset, releases=names, grave=len(grave), warned=warned))
        if not grave:
            lines.append(say(lang, "cli.audit.nothing"))
    return "\n".join(lines)
