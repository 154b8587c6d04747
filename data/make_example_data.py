"""
Write the example data of the site: an invented directory of providers and every release of two invented datasets.

Usage: python data/make_example_data.py [--output FOLDER]

Nothing here describes anyone: providers, placements and young people are drawn from a seed, counted, protected as
METHODS section 2 demands, and written as the file standard says. Same seed, same bytes.
"""

import argparse
import csv
import io
import json
import shutil
import zlib
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from example_people import Cell, Home
from example_providers import EXAMPLES, Example

from open_comparisons.disclosure.counts import Scope
from open_comparisons.disclosure.protect import protect_rows
from open_comparisons.disclosure.system import CountRow, Key, ReleaseRows
from open_comparisons.intake.seals import SEALS, file_hashes, seals_text
from open_comparisons.standard.loading import load_standard
from open_comparisons.standard.model import Measure, Standard
from open_comparisons.standard.periods import parse_period
from open_comparisons.standard.statuses import BANDED, LOW_RESPONSE, MISSING, NOT_APPLICABLE, OK

MADE_FOR: Final = "1.0.0"
"""Version of the standard that the releases were made for; a release is never changed."""
DATA: Final = Path(__file__).resolve().parent
SOURCE: Final = "Påhittade exempeldata / Invented example data"
CORRECTED: Final = "Rättad i denna utgåva / Corrected in this release"
CONTACT_ROLE: Final = "Kvalitetsansvarig"
INSTRUMENTS: Final = {
    "trygghet": "Exempelenkät unga 1.0",
    "nojdhet-unga": "Exempelenkät unga 1.0",
    "battre-psykisk-halsa": "SDQ",
}


@dataclass(frozen=True, slots=True)
class Edition:
    """One release: what it covers. Followed and priced: the last year with a full follow-up, and with open prices."""

    id: str
    next: str
    years: tuple[int, ...]
    windows: tuple[str, ...]
    followed: int
    priced: int

    @property
    def periods(self) -> tuple[str, ...]:
        """Years and windows as the files spell them."""
        return (*map(str, self.years), *self.windows)


@dataclass(frozen=True, slots=True)
class Correction:
    """Rows that the newest release corrects: the cells, what stood in a column before, and why."""

    slug: str
    measure: str
    cells: tuple[Cell, ...]
    column: str
    before: Callable[[float], float]
    reason: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Dataset:
    """One dataset: a target group, its measures and its releases, oldest first."""

    group: str
    title: Mapping[str, str]
    measures: tuple[str, ...]
    editions: tuple[Edition, ...]
    corrections: tuple[Correction, ...]

    @property
    def years(self) -> tuple[int, ...]:
        """All years of the newest release."""
        return self.editions[-1].years


DATASETS: Final = (
    Dataset(
        group="bu-hvb",
        title={"sv": "Barn och unga i HVB (påhittat exempel)", "en": "Children and young people in HVB (invented)"},
        measures=(
            "planerat-avslut",
            "sammanbrott",
            "aterplacering-12m",
            "mindre-ingripande",
            "skolnarvaro",
            "battre-psykisk-halsa",
            "parad-bedomning",
            "maluppfyllelse",
            "trygghet",
            "uppfoljd-12m",
            "vardtid",
            "kostnad-per-placering",
        ),
        editions=(
            Edition("2022-05-17", "2023-05-16", (2020, 2021), (), followed=2020, priced=2020),
            Edition("2023-05-16", "2024-05-15", (2020, 2021, 2022), ("2020/2022",), followed=2021, priced=2021),
            Edition("2024-05-15", "2025-05-14", (2020, 2021, 2022), ("2020/2022",), followed=2022, priced=2022),
        ),
        corrections=(
            Correction(
                "nordstjarnevard",
                "planerat-avslut",
                (
                    Cell("2021"),
                    Cell("2020/2022"),
                    Cell("2020/2022", "kon", "K"),
                    Cell("2020/2022", "alder", "13-17"),
                    Cell("2020/2022", "lagrum", "lvu"),
                ),
                "taljare",
                lambda count: count - 1,
                {
                    "sv": "Ett planerat avslut hade registrerats som övrigt avslut.",
                    "en": "One planned ending had been recorded as another kind of ending.",
                },
            ),
            Correction(
                "kvarnhjulet",
                "kostnad-per-placering",
                (Cell("2020"),),
                "varde",
                lambda value: round(value * 1.06),
                {
                    "sv": "Priset hade räknats med lokalersättning som inte hör till placeringen.",
                    "en": "The price had included compensation for premises that is not part of the placement.",
                },
            ),
            Correction(
                "angsviken",
                "kostnad-per-placering",
                (Cell("2021"),),
                "varde",
                lambda value: round(value * 0.97),
                {
                    "sv": "Priset för tilläggstjänster saknades i första beräkningen.",
                    "en": "The price of additional services was missing in the first calculation.",
                },
            ),
            Correction(
                "havtornet",
                "trygghet",
                (Cell("2021"),),
                "svarsandel",
                lambda rate: rate + 7,
                {
                    "sv": "Antalet tillfrågade unga hade räknats för lågt.",
                    "en": "The number of young people asked had been counted too low.",
                },
            ),
            Correction(
                "stadshemmen-lovsangaren",
                "vardtid",
                (Cell("2020"),),
                "standardavvikelse",
                lambda deviation: deviation + 9,
                {
                    "sv": "Standardavvikelsen hade beräknats på alla placeringar, även de kortare än 14 dagar.",
                    "en": "The standard deviation had been calculated with placements shorter than 14 days.",
                },
            ),
        ),
    ),
    Dataset(
        group="bu-stodboende",
        title={"sv": "Unga i stödboende (påhittat exempel)", "en": "Young people in supported housing (invented)"},
        measures=(
            "planerat-avslut",
            "sammanbrott",
            "skolnarvaro",
            "sysselsattning",
            "maluppfyllelse",
            "trygghet",
            "nojdhet-unga",
            "plan-i-tid",
            "vardtid",
            "kostnad-per-placering",
        ),
        editions=(
            Edition(
                "2023-05-16",
                "2024-05-15",
                tuple(range(2017, 2023)),
                ("2017/2019", "2020/2022"),
                followed=2021,
                priced=2021,
            ),
            Edition(
                "2024-05-15",
                "2025-05-14",
                tuple(range(2017, 2024)),
                ("2017/2019", "2020/2022"),
                followed=2022,
                priced=2022,
            ),
        ),
        corrections=(
            Correction(
                "nordstjarnevard",
                "kostnad-per-placering",
                (
                    Cell("2019"),
                    Cell("2017/2019"),
                    Cell("2017/2019", "kon", "M"),
                    Cell("2017/2019", "alder", "18-20"),
                    Cell("2017/2019", "lagrum", "sol"),
                ),
                "varde",
                lambda value: round(value * 1.04),
                {
                    "sv": "Dygnspriset för ett boende hade räknats två gånger under en månad.",
                    "en": "The daily price of one home had been counted twice for a month.",
                },
            ),
            Correction(
                "egen-nyckel",
                "trygghet",
                (Cell("2020"),),
                "svarsandel",
                lambda rate: rate - 4,
                {
                    "sv": "Svar på papper saknades i första räkningen.",
                    "en": "Answers on paper were missing in the first count.",
                },
            ),
        ),
    ),
)


class Submitter:
    """One provider's rows in every release of a dataset."""

    def __init__(self, example: Example, dataset: Dataset, standard: Standard) -> None:
        self.example, self.dataset, self.standard = example, dataset, standard
        self.home = Home(example, dataset.group, dataset.years, standard)
        self.measures = tuple(standard.measures[one] for one in dataset.measures)
        self.corrections = [one for one in dataset.corrections if one.slug == example.slug]
        self.cells: dict[Key, Cell] = {}

    def protected(self) -> list[tuple[CountRow, ...]]:
        """The published rows of each release, each protected with those before it at hand."""
        published: list[ReleaseRows] = []
        for edition in self.dataset.editions:
            is_newest = edition is self.dataset.editions[-1]
            rows = list(self.true_rows(edition, is_newest=is_newest))
            corrected = [key for key, cell in self.cells.items() if is_newest and self._correction(key.measure, cell)]
            protected = protect_rows(rows, published, self.standard, self.standard.thresholds, corrected)
            if protected.exposed:
                message = f"{self.example.slug}: earlier releases give away {sorted(protected.exposed)}"
                raise ValueError(message)
            published.append(ReleaseRows(edition.id, protected.rows, protected.corrected, self.standard.thresholds))
        return [release.rows for release in published]

    def true_rows(self, edition: Edition, *, is_newest: bool) -> Iterator[CountRow]:
        """The true rows of a release."""
        for measure in self.measures:
            for cell in self.home.cells(edition.periods):
                if measure.kind.name == "amount" and _last_year(cell) > edition.priced:
                    continue
                reason = self._reason(measure, cell, edition)
                key = self._key(measure, cell)
                if reason is None or (reason and not cell.is_total):
                    continue
                self.cells[key] = cell
                if reason:
                    yield CountRow(key, MISSING, reason)
                elif not self.home.takes(cell, measure):
                    yield CountRow(key, NOT_APPLICABLE)
                else:
                    yield self._counted(key, measure, cell, is_newest=is_newest)

    def _key(self, measure: Measure, cell: Cell) -> Key:
        span = parse_period(cell.period)
        split = ((cell.dimension, cell.code),) if cell.dimension else ()
        place = Scope("", self.dataset.group, span.start, span.end, split)
        return Key(measure.id, measure.version, INSTRUMENTS.get(measure.id, ""), place)

    def _reason(self, measure: Measure, cell: Cell, edition: Edition) -> str | None:
        """Why a row has no figures; blank where it has some, None where there is no row at all."""
        years = cell.years if cell.is_window else (cell.period,)
        reasons = dict(self.example.missing)
        worked = [year for year in years if int(year) in self.home.years]
        declined = reasons.get("alla") or next((reasons[one] for one in years if reasons.get(one) == "ej-lamnat"), "")
        if declined:
            return declined
        if not worked:
            return next((reasons[year] for year in years if year in reasons), None)
        if cell.is_window and len(worked) == 1:
            return None
        if measure.id in self.example.unmeasured:
            return "ej-matt"
        return "ej-uppfoljt-an" if measure.cohort == "A12" and _last_year(cell) > edition.followed else ""

    def _counted(self, key: Key, measure: Measure, cell: Cell, *, is_newest: bool) -> CountRow:
        rate = self.home.response_rate(measure, cell)
        if measure.collected_by == "enkat" and rate is not None and rate < self.standard.thresholds.min_response_rate:
            return CountRow(key, LOW_RESPONSE)
        figure = self.home.figure(measure, cell)
        numerator, value = figure.numerator, None
        correction = None if is_newest else self._correction(measure.id, cell)
        if numerator is not None and correction and correction.column == "taljare":
            numerator = round(correction.before(numerator))
        if not measure.is_share and figure.denominator:
            value = self._value(measure, cell, correction)
        persons = None if self.standard.counts_persons(measure) else figure.persons
        share = None if rate is None else rate / 100
        return CountRow(key, OK, "", numerator, figure.denominator, persons, value, share)

    def _value(self, measure: Measure, cell: Cell, correction: Correction | None) -> float:
        """The mean of a cell, or what it was before a correction that changed the sum of its first cell."""
        value = self.home.amount(measure, cell).value
        if correction is not None and correction.column == "varde":
            first = correction.cells[0]
            there = self.home.amount(measure, first).value
            change = (correction.before(there) - there) * self.home.figure(measure, first).denominator
            value += change / self.home.figure(measure, cell).denominator
        return round(value, measure.decimals)

    def _correction(self, measure_id: str, cell: Cell) -> Correction | None:
        return next((one for one in self.corrections if one.measure == measure_id and cell in one.cells), None)

    def records(self, index: int, published: Sequence[CountRow]) -> Iterator[dict[str, str]]:
        """The rows of one release as the file has them."""
        newest = index == len(self.dataset.editions) - 1
        for row in published:
            measure, cell = self.standard.measures[row.key.measure], self.cells[row.key]
            record = {
                "utforare_orgnr": organisation_number(self.example.slug),
                "utforare_namn": self.example.name,
                "regi": self.example.ownership,
                "kommun_kod": area_code(self.example, self.standard),
                "malgrupp": self.dataset.group,
                "matt_id": measure.id,
                "matt_version": measure.version,
                "period": cell.period,
                "kohort": measure.cohort,
                **{
                    one.name: cell.code if one.name == cell.dimension else one.total for one in self.standard.dimensions
                },
                "taljare": _text(row.numerator),
                "namnare": _text(row.denominator),
                "personer": _text(row.persons),
                "instrument": row.key.instrument,
                "status": row.status,
                "orsak": row.reason,
                "kalla": SOURCE,
            }
            rate = self.home.response_rate(measure, cell) if row.status in (OK, LOW_RESPONSE, *BANDED) else None
            record["svarsandel"] = _text(rate)
            if row.status == OK:
                record |= self._values(measure, cell, row)
            yield self._corrected(record, measure.id, cell, newest=newest)

    def _values(self, measure: Measure, cell: Cell, row: CountRow) -> dict[str, str]:
        if measure.is_share:
            if not row.denominator:
                return {}
            share = 100 * (row.numerator or 0) / row.denominator
            return {"varde": f"{share:.{measure.decimals}f}"}
        if row.value is None:
            return {}
        deviation = self.home.amount(measure, cell).standard_deviation
        return {
            "varde": f"{row.value:.{measure.decimals}f}",
            "standardavvikelse": "" if deviation is None else f"{deviation:.1f}",
        }

    def _corrected(self, record: dict[str, str], measure_id: str, cell: Cell, *, newest: bool) -> dict[str, str]:
        """The row as it stood before a correction, or marked as corrected."""
        one = self._correction(measure_id, cell)
        if one is None:
            return record
        if record["status"] != OK:
            message = f"{one.slug}: a correction needs a shown row, {measure_id} {cell} is not"
            raise ValueError(message)
        if newest:
            return record | {"kommentar": CORRECTED}
        if one.column in {"taljare", "varde"}:
            return record
        return record | {one.column: _text(round(one.before(float(record[one.column])), 1))}


def split_codes(cell: Cell, standard: Standard) -> dict[str, str]:
    """What each breakdown column says."""
    return {one.name: cell.code if one.name == cell.dimension else one.total for one in standard.dimensions}


def _last_year(cell: Cell) -> int:
    return int(cell.period[-4:])


def _text(number: float | None) -> str:
    if number is None:
        return ""
    return str(int(number)) if number == int(number) else str(number)


def organisation_number(slug: str) -> str:
    """An invented organisation number: begins with 4, which no legal form uses, and has a right check digit."""
    digits = f"4{zlib.crc32(slug.encode()) % 10**8:08d}"
    digits = digits[:2] + str(2 + int(digits[2]) % 8) + digits[3:]
    doubled = (int(digit) * (2 if place % 2 == 0 else 1) for place, digit in enumerate(digits))
    check = -sum(number // 10 + number % 10 for number in doubled) % 10
    return f"{digits[:6]}-{digits[6:]}{check}"


def area_code(example: Example, standard: Standard) -> str:
    """The municipality's code."""
    return next(area.code for area in standard.areas.values() if area.name == example.municipality)


def write_csv(path: Path, columns: Sequence[str], records: Sequence[Mapping[str, str]]) -> None:
    """Write canonical CSV: UTF-8, comma, line feeds, the columns in the schema's order."""
    text = io.StringIO()
    writer = csv.DictWriter(text, columns, restval="", lineterminator="\n")
    writer.writeheader()
    writer.writerows(records)
    path.write_text(text.getvalue(), encoding="utf-8", newline="")


def write_json(path: Path, content: Mapping[str, Any]) -> None:
    """Write readable JSON."""
    path.write_text(json.dumps(content, ensure_ascii=False, indent=2) + "\n", encoding="utf-8", newline="")


def write_directory(output: Path, standard: Standard) -> None:
    """Write the directory of providers."""
    records = [
        {
            "orgnr": organisation_number(example.slug),
            "slug": example.slug,
            "namn": example.name,
            "regi": example.ownership,
            "kommun_kod": area_code(example, standard),
            "fran": example.started,
            "till": example.ended,
            "eftertradare": example.successor,
            "malgrupper": " ".join(example.groups),
            "metoder": example.methods,
            "kontaktroll": CONTACT_ROLE,
            "enheter": example.units,
        }
        for example in EXAMPLES
    ]
    columns = [column.name for column in standard.directory_columns]
    write_csv(output / "utforare.csv", columns, sorted(records, key=lambda record: record["orgnr"]))


def write_dataset(output: Path, dataset: Dataset, standard: Standard) -> None:
    """Write every release of a dataset: a file and a note per submitter, and the metadata."""
    files: dict[str, dict[str, list[dict[str, str]]]] = defaultdict(dict)
    for example in EXAMPLES:
        if dataset.group not in example.groups:
            continue
        submitter = Submitter(example, dataset, standard)
        for index, published in enumerate(submitter.protected()):
            if published:
                files[dataset.editions[index].id][example.slug] = list(submitter.records(index, published))
    columns = [column.name for column in standard.columns]
    key = [standard.column_name(role) for role in standard.key]
    for index, edition in enumerate(dataset.editions):
        folder = output / dataset.group / edition.id
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        for slug, records in sorted(files[edition.id].items()):
            ordered = sorted(records, key=lambda record: [record.get(name, "") for name in key])
            write_csv(folder / f"{slug}.csv", columns, ordered)
            write_json(folder / f"{slug}.json", submission_note())
        write_json(folder / "metadata.json", metadata(dataset, index, sorted(files[edition.id]), standard))
    seals = {edition.id: file_hashes(output / dataset.group / edition.id) for edition in dataset.editions}
    (output / dataset.group / SEALS).write_text(seals_text(seals), encoding="utf-8", newline="")


def submission_note() -> dict[str, Any]:
    """What a submitter says about its file."""
    return {
        "contact_role": CONTACT_ROLE,
        "method_note": {
            "sv": "Påhittade uppgifter, räknade som standarden säger: avslutade placeringar ur verksamhetssystemet, "
            "enkät till unga från 13 år.",
            "en": "Invented figures, counted as the standard says: ended placements from the case system, a survey to "
            "young people from the age of 13.",
        },
        "known_gaps": {
            "sv": "Inga verkliga barn eller verksamheter ligger bakom siffrorna.",
            "en": "No real children or providers are behind the figures.",
        },
        "approved_by": "Verksamhetschef",
        "protected_by": None,
        "exempel": True,
    }


def metadata(dataset: Dataset, index: int, slugs: Sequence[str], standard: Standard) -> dict[str, Any]:
    """The release's data package."""
    edition = dataset.editions[index]
    newest = index == len(dataset.editions) - 1
    return {
        "$schema": "https://datapackage.org/profiles/2.0/datapackage.json",
        "name": f"{dataset.group}-{edition.id}",
        "title": dataset.title["sv"],
        "title_en": dataset.title["en"],
        "version": edition.id,
        "licenses": [{"name": "CC-BY-4.0", "path": "http://creativecommons.org/licenses/by/4.0/"}],
        "publisher": {"sv": "Öppna utfall (exempel)", "en": "Open Outcomes (example)"},
        "standard_version": MADE_FOR,
        "released": edition.id,
        "next_release": edition.next,
        "embargo": None,
        "notes": {
            "sv": "Allt är påhittat: utförare, organisationsnummer och siffror. Utgåvan visar hur sidorna fungerar och "
            "säger ingenting om verkligheten. Priser visas tidigast tolv månader efter årets slut.",
            "en": "Everything is invented: providers, organisation numbers and figures. The release shows how pages "
            "work and says nothing about reality. Prices are shown twelve months after the end of the year at the "
            "earliest.",
        },
        "exempel": True,
        "thresholds": None,
        "corrections": [
            {"key": correction_key(one, cell, dataset, standard), "reason": dict(one.reason)}
            for one in (dataset.corrections if newest else ())
            for cell in one.cells
        ],
        "opened": [],
        "resources": [
            {
                "name": slug,
                "path": f"{slug}.csv",
                "format": "csv",
                "mediatype": "text/csv",
                "encoding": "utf-8",
            }
            for slug in slugs
        ],
    }


def correction_key(correction: Correction, cell: Cell, dataset: Dataset, standard: Standard) -> dict[str, str]:
    """The key of a corrected row, as its columns spell it."""
    return {
        "utforare_orgnr": organisation_number(correction.slug),
        "enhet_id": "",
        "malgrupp": dataset.group,
        "matt_id": correction.measure,
        "matt_version": standard.measures[correction.measure].version,
        "period": cell.period,
        **split_codes(cell, standard),
        "instrument": INSTRUMENTS.get(correction.measure, ""),
    }


def main(arguments: Sequence[str] | None = None) -> None:
    """Write everything into the output folder."""
    parser = argparse.ArgumentParser(description="Write the invented example data.")
    parser.add_argument("--output", type=Path, default=DATA, help="folder to write to; the data folder by default")
    output = parser.parse_args(arguments).output
    standard = load_standard(DATA / "standard")
    output.mkdir(parents=True, exist_ok=True)
    write_directory(output, standard)
    for dataset in DATASETS:
        write_dataset(output, dataset, standard)


if __name__ == "__main__":
    main()
