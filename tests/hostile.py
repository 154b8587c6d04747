"""
A small data folder where every text is an attack, and what each attack would leave behind if it worked.

The attacks try to end what they stand in (an element, an attribute, a title, a drawing), to be taken for a template or
a format, to change the order of what is read, and to be too long or too odd to lay out.
"""

import csv
import json
import re
from collections.abc import Iterator
from itertools import count, cycle
from pathlib import Path
from typing import Any, Final

from open_comparisons.intake.number_words import holds_number
from open_comparisons.intake.raw.cleaning import clean_text, hides_something
from open_comparisons.standard.statuses import OK
from tests.many_providers import make_many_providers
from tests.small_data import (
    SMALL_DATASET,
    SMALL_RELEASE,
    SMALL_TEXTS,
    copy_small_content,
    copy_small_data,
    rewrite,
    submissions,
)

PLANTED_TAG: Final = "planted"
PLANTED_GLOBAL: Final = "planted"
LONG_WORD: Final = "Ö" + "rasvårtkombinationsterapi" * 8
FORMULAS: Final = (
    '=HYPERLINK("http://a.example?x=7","y")',
    "+7+cmd|' /C calc'!A0",
    "-7+7",
    "@SUM(7+7)",
    "\t=7+7",
    "@SUM(x)",
)
ATTACKS: Final = (
    "<script>window.planted=7</script>",
    '"><img src=x onerror=window.planted=7><planted a="',
    "'><svg onload=window.planted=7><planted a='",
    "</title></style></textarea></script></svg></td></table><planted>",
    "--><planted><!--",
    "]]><planted><![CDATA[",
    " onfocus=window.planted=7 autofocus x=`",
    "&lt;planted&gt; &#60;planted&#62; &amp;amp;",
    "{{ 7*7 }} {% raw %} {% endblock %} {# x #} ${7*7}",
    "%s %(name)s %d {7} {count} {planted.__class__} \\u003cplanted\\u003e",
    "<style>*{display:none}</style> url(javascript:window.planted=7) }*{color:red",
    "\u202ebakvänt\u202c \u2067omvänt\u2069 \u05d0\u05d1\u05d2 \u200f",
    "👩\u200d👩\u200d👧 🏳️\u200d🌈 e\u0301\u0323\u0302 \ufeffx\u200by",
    *FORMULAS[:1],
)
# At most 120 characters each, as the standard has it. A line break comes from a quoted cell.
WRITTEN_NAMES: Final = (
    "<script>window.planted=7</script>",
    "\"><img src=x onerror=window.planted=7><planted> '",
    "{{ 7*7 }} {% raw %} %s %(name)s {7} {count} </title>",
    FORMULAS[0],
    "\u202ebakvänt\u202c \u05d0\u05d1 👩\u200d👧 e\u0301\u0323 Å & Ö",
    LONG_WORD[:119],
    "</td></tr></table><planted>\n</svg><svg onload=window.planted=7>",
)
NAMES: Final = tuple(clean_text(name)[0] for name in WRITTEN_NAMES)
"""The same as pages and downloads have them: cells are cleaned of what cannot be seen."""
HOSTILE_FIELDS: Final = ("Title", "Summary", "Author", "Author_role", "Cover_alt", "Cover_credit")
HOSTILE_PROSE: Final = """\
<script>window.planted=7</script> <img src=x onerror=window.planted=7> <planted onclick="window.planted=7">x</planted>

<div style="position:fixed;inset:0"><iframe src="https://a.example"></iframe><form action="https://a.example"></div>

<javascript:window.planted=7> **[bold](https://a.example/"onclick=window.planted=7)** &lt;planted&gt; `{{ 7*7 }}`

| <b>a</b> | {% raw %} |
| --- | --- |
| %s {7} | ${7*7} |

    <style>*{display:none}</style>

## <planted> { {attack} } </h2>
"""
HOSTILE_ADDRESS: Final = 'https://a.example/"><planted onclick=window.planted=7>{{ 7*7 }}javascript:window.planted=7//'
"""Stands where the data gives the address of a link; one that begins with a script is refused."""


def make_hostile_data(folder: Path) -> None:
    """Fill a data folder: the standard's texts, the directory, and one release with its notes."""
    copy_small_data(folder)
    _attack(folder)


def make_hostile_content(folder: Path) -> None:
    """Fill a content folder: every text of an article, a webinar or an issue of the magazine is an attack."""
    copy_small_content(folder)
    # Texts with what cannot be seen are refused, here and in JSON; test_library and test_releases have those.
    attacks = cycle(" ".join(attack.split()) for attack in ATTACKS if not hides_something(attack))
    for kind in SMALL_TEXTS:
        for path in sorted((folder / kind).glob("*.md")):
            head, body = path.read_text(encoding="utf-8").split("\n\n", 1)
            lines = [_attacked(line, attacks) for line in head.splitlines()]
            written = "\n".join(lines)
            path.write_text(f"{written}\n\n{body}\n\n{HOSTILE_PROSE}", encoding="utf-8")


def _attacked(line: str, attacks: Iterator[str]) -> str:
    """A line of the fields, its text replaced where it has one."""
    name = line.partition(":")[0]
    if line.startswith("    "):
        return "    " + "; ".join(next(attacks).replace(";", ",")[:90] for _ in range(3))
    if name == "Title":
        # What calls itself an example has no mark that says so.
        kept = re.match(r"Title: (Exempel\w*:?|Example( issue)?:?|) ?", line)
        return f"Title: {kept[1] if kept else ''} {next(attacks)[:60]} {LONG_WORD[:5]}"
    if name in HOSTILE_FIELDS:
        return f"{name}: {next(attacks)[:80]} {LONG_WORD[:5]}"
    return line


def make_many_hostile_providers(folder: Path) -> None:
    """The same with more providers than fit on one page."""
    make_many_providers(folder)
    _attack(folder)


def _attack(folder: Path) -> None:
    # Each is unlike all others, so that one that is lost can be told, and too long for any narrow place.
    texts = (f"{attack} {LONG_WORD} #{number}" for number, attack in zip(count(), _endless(ATTACKS), strict=False))
    for path in (folder / "standard").glob("*.json"):
        if not path.name.endswith(".schema.json"):
            _change_json(path, texts)
    _rename_areas(folder / "standard" / "kommuner.csv", texts)
    names: dict[str, str] = {}

    def rename(rows: list[dict[str, str]]) -> None:
        for row, name in zip(rows, cycle(WRITTEN_NAMES), strict=False):
            names[row["orgnr"]] = row["namn"] = name
            # Methods are a list, with ";" between them.
            row["metoder"], row["kontaktroll"] = next(texts).replace(";", ""), next(texts)

    def follow(rows: list[dict[str, str]]) -> None:
        for number, row in enumerate(rows):
            row["utforare_namn"] = names[row["utforare_orgnr"]]
            # The text of a row that is hidden may tell no number.
            formulas, attacks = (FORMULAS, ATTACKS) if row["status"] == OK else (_wordy(FORMULAS), _wordy(ATTACKS))
            row["kommentar"] = formulas[number % len(formulas)].strip()
            row["kalla"] = attacks[number % len(attacks)][:200]

    rewrite(folder / "utforare.csv", rename)
    for path in submissions(folder):
        rewrite(path, follow)
    seen = (text for text in texts if not hides_something(text))
    for path in (folder / SMALL_DATASET / SMALL_RELEASE).glob("*.json"):
        _change_json(path, seen)


def _wordy(texts: tuple[str, ...]) -> list[str]:
    return [text for text in texts if not holds_number(text)]


def planted_texts(folder: Path) -> dict[str, dict[str, set[str]]]:
    """What the pages of each language must show to the letter, by where it comes from."""
    standard, release = folder / "standard", folder / SMALL_DATASET / SMALL_RELEASE
    read = {path.name: json.loads(path.read_text(encoding="utf-8")) for path in standard.glob("*.json")}
    groups = [group for group in read["malgrupper.json"] if group["id"] == SMALL_DATASET]
    measures = [measure for measure in read["matt.json"] if SMALL_DATASET in measure["target_groups"]]
    metadata = json.loads((release / "metadata.json").read_text(encoding="utf-8"))
    notes = [json.loads(path.with_suffix(".json").read_text(encoding="utf-8")) for path in submissions(folder)]
    with (folder / "utforare.csv").open(encoding="utf-8", newline="") as handle:
        directory = list(csv.DictReader(handle))
    return {
        lang: {
            # Cells are cleaned of what cannot be seen.
            "directory": {clean_text(row[name])[0] for row in directory for name in ("namn", "metoder", "kontaktroll")},
            "groups": {group[name][lang] for group in groups for name in ("title", "summary", "whom", "limits")},
            "measures": {
                measure[name][lang] for measure in measures for name in ("title", "summary", "definition", "ground")
            },
            "standard": {read["standard.json"][name][lang] for name in ("site_title", "about_figures", "area_title")},
            "release": {metadata["notes"][lang], *(entry["reason"][lang] for entry in metadata["corrections"])},
            "submissions": {note[name][lang] for note in notes for name in ("method_note", "known_gaps")},
        }
        for lang in ("sv", "en")
    }


def _endless(attacks: tuple[str, ...]) -> Iterator[str]:
    while True:
        yield from attacks


def _change_json(path: Path, texts: Iterator[str]) -> None:
    content = json.loads(path.read_text(encoding="utf-8"))
    path.write_text(json.dumps(_changed(content, texts), ensure_ascii=False), encoding="utf-8")


def _changed(value: Any, texts: Iterator[str], name: str = "") -> Any:
    """The same structure with each text per language replaced, and each address of a link a hostile one."""
    if isinstance(value, dict) and value and value.keys() <= {"sv", "en"}:
        # A unit's symbol stands after every number; it is an attack, but a short one.
        return {lang: "<b>" if name == "symbol" else next(texts) for lang in value}
    if isinstance(value, dict):
        return {key: _changed(part, texts, key) for key, part in value.items()}
    if isinstance(value, list):
        return [_changed(part, texts) for part in value]
    return HOSTILE_ADDRESS if name == "url" or (name == "path" and str(value).startswith("http")) else value


def _rename_areas(path: Path, texts: Iterator[str]) -> None:
    def rename(rows: list[dict[str, str]]) -> None:
        groups: dict[str, str] = {}
        for row in rows:
            row["namn"] = next(texts)
            row["grupp_namn"] = groups.setdefault(row["grupp_kod"], next(texts))

    rewrite(path, rename)
