"""The road through the provider's tool: the files that are chosen, what the command line makes of them, the answers."""

import csv
import io
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from open_comparisons.cli.main import main
from open_comparisons.intake.handover.description import ANSWERS
from open_comparisons.messages import say

PROJECT = Path(__file__).parents[1]
STANDARD = PROJECT / "data" / "standard"
TRUE = STANDARD / "exempel" / "verkliga.csv"
SLUG = "exempelhemmet-skyddad"


@dataclass(frozen=True, slots=True)
class Road:
    """
    The files of a road, and what has to be saved at its end.

    Attributes:
        true, faulty, earlier: The files to choose: with true numbers, with a fault, and of an earlier release.
        lang: The language of the answers.
        saved: By its ending, each file that is saved.
    """

    true: Path
    faulty: Path
    earlier: Path
    lang: str
    saved: dict[str, bytes]

    def answers(self) -> dict[str, str]:
        """The answers about the submission, by their names."""
        return answers_in(self.lang)


@cache
def answers_in(lang: str) -> dict[str, str]:
    """The example answers of the standard in one language."""
    return {name: say(lang, f"handover.answer.{name}.example") for name in ANSWERS}


def lay_road(folder: Path, lang: str, *, archived: bool = False) -> Road:
    """Write the files of a road, its earlier release perhaps in an archive; the command line protects the true one."""
    folder.mkdir(parents=True)
    true, faulty = folder / "verkliga.csv", folder / "fel.csv"
    true.write_bytes(TRUE.read_bytes())
    faulty.write_text(TRUE.read_text(encoding="utf-8").replace(",ok,", ",OKEJ,"), encoding="utf-8")
    # As it was published: the command reads the day of a release from its folder, the tool from the name of the file.
    release = folder / "2023-05-16"
    release.mkdir()
    earlier = folder / "2023-05-16.csv"
    earlier.write_text(_shown_before(), encoding="utf-8")
    (release / earlier.name).write_bytes(earlier.read_bytes())
    previous: Path = release
    if archived:
        # As the site offers it, in the archive of everything.
        earlier = previous = folder / "allt.zip"
        with zipfile.ZipFile(earlier, "w") as archive:
            archive.write(release / "2023-05-16.csv", f"data/bu-hvb/{release.name}/observationer.csv")
            archive.write(true, "standard/exempel/verkliga.csv")
    for kind in ("csv", "zip"):
        command = ["protect", str(true), "-o", str(folder / f"{SLUG}.{kind}"), "--previous", str(previous)]
        assert main([*command, "--standard", str(STANDARD), "--lang", lang, *options_of(answers_in(lang))]) == 0
    saved = {kind: (folder / f"{SLUG}.{kind}").read_bytes() for kind in ("csv", "json", "zip")}
    return Road(true, faulty, earlier, lang, saved)


def options_of(answers: Mapping[str, str]) -> list[str]:
    """Answers as options of the command."""
    return [f"--{name.replace('_', '-')}={words}" for name, words in answers.items()]


def _shown_before() -> str:
    """A release that showed two years of a measure, so that now their sum has to give way."""
    rows = list(csv.DictReader(io.StringIO(TRUE.read_text(encoding="utf-8"))))
    kept = [row for row in rows if row["period"] == "2021"]
    for row in kept:
        row["varde"] = f"{100 * int(row['taljare']) / int(row['namnare']):.1f}"
    text = io.StringIO()
    writer = csv.DictWriter(text, list(rows[0]), lineterminator="\n")
    writer.writeheader()
    writer.writerows(kept)
    return text.getvalue()
