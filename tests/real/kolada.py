"""
Convert key figures of Sweden's municipalities, 1995-2012, from Kolada's exports into the shape of the file standard.

A figure is known by its code, the municipality's name and the year, and never says how many persons it rests on. A
municipality without a value has no row.
"""

from __future__ import annotations

import csv
import json
import unicodedata
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from tests.real.folder import Dataset, new_folder, write_csv, write_release

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

STANDARD: Final = Path(__file__).with_name("kolada_standard")
SOURCE_FOLDER: Final = "kolada-kpi-1995-2012"
GEOGRAPHY: Final = "sweden-geo"
DATASET: Final = "kolada-1995-2012"
# The exports carry no date of their own; this is the day after the last year they have.
DAY: Final = "2013-01-01"
VERSION: Final = "1.0"
SOURCE: Final = "Källa: Kolada"

# The second export has names instead of codes. Three of its key figures have no code in the list, and are left out.
CODES: Final = {
    "Invånare 65+ i särskilda boendeformer, andel (%)": "N23890",
    "Invånare 65+ som var beviljade hemtjänst i ordinärt boende, andel (%)": "N21890",
}
WITHOUT_CODE: Final = frozenset(
    {
        "U. Personer i dagverksamhet i kommunen, andel (%)",
        "U. Personer i gruppboenden för personer med demenssjukdomar, andel (%)",
        "U. Personer i korttidsboende i kommunen, andel (%)",
    }
)
NO_MUNICIPALITY: Final = frozenset({"Alla kommuner (ovägt medel)", "Kommuner per län"})
# Formed within the years of the figures.
FORMED: Final = {"Nykvarn": "1999-01-01", "Knivsta": "2003-01-01"}

COLUMNS: Final = ("kommun_kod", "malgrupp", "nyckeltal", "version", "ar", "varde", "status", "kalla")
DESCRIPTION: Final = Dataset(
    name=DATASET,
    file="kolada",
    days=(DAY,),
    title={
        "sv": "Nyckeltal för Sveriges kommuner 1995–2012",
        "en": "Key figures for Sweden's municipalities 1995–2012",
    },
    publisher={"sv": "RKA, Kolada", "en": "RKA, Kolada"},
    licence={"name": "Kolada", "path": "https://www.kolada.se/om-oss/api/"},
    notes={
        "sv": "Källa: Kolada. Nyckeltalen återges som de är; på sidorna är de avrundade. De kan ha rättats eller "
        "dragits tillbaka sedan dess. Utgåvans datum är dagen efter det sista året, eftersom källan inte anger något.",
        "en": "Source: Kolada (Källa: Kolada). The key figures are given as they are; on the pages they are rounded. "
        "They may have been corrected or withdrawn since. The date of the release is the day after the last year, "
        "since the source gives none.",
    },
    vouched={"sv": "Offentligt publicerade nyckeltal.", "en": "Key figures published by public bodies."},
    submission={
        "contact_role": "RKA, Kolada",
        "method_note": {
            "sv": "Värdena är Koladas egna. Kommunens namn i exporten har ersatts av dess kod.",
            "en": "The values are Kolada's own. The municipality's name in the export is replaced by its code.",
        },
        "known_gaps": {
            "sv": "Kolada säger inte hur många personer ett värde bygger på. En kommun utan värde saknar rad. Noll "
            "invånare, som Knivsta har före 2002, betyder att kommunen inte fanns och gäller här som ej tillämpligt. "
            "Andra nollor står kvar, även där de knappast kan stämma.",
            "en": "Kolada does not say how many persons a value rests on. A municipality without a value has no row. "
            "Nought inhabitants, as Knivsta has before 2002, means that the municipality did not exist and is not "
            "applicable here. Other noughts stay, also where they can hardly be right.",
        },
        "approved_by": "RKA",
        "protected_by": {
            "sv": "RKA, Kolada, som har publicerat värdena.",
            "en": "RKA, Kolada, which published the values.",
        },
        "providers": "many",
        "exempel": False,
    },
)


class Figure(NamedTuple):
    """One value of a source, as it is written there."""

    code: str
    municipality: str
    year: str
    value: str


class Municipality(NamedTuple):
    """A municipality of the list of codes; the name with and without "kommun"."""

    code: str
    name: str
    short: str
    county_code: str
    county: str


def convert(source: Path, target: Path, *, providers: int | None = None) -> dict[str, Any]:
    """
    Write a data folder.

    Args:
        source: Folder of the exports; the list of municipalities lies in the folder "sweden-geo" beside it.
        target: The data folder to write; what is there is replaced.
        providers: How many municipalities to keep, in the order of their codes; all when None.

    Returns:
        Numbers to tell people: rows per release, and providers.

    Raises:
        ValueError: A municipality or key figure is not one of those known; the message names it.
    """
    new_folder(target, STANDARD)
    municipalities = read_municipalities(source.parent / GEOGRAPHY)
    listed = {found.short: found for found in municipalities}
    kept = [found.short for found in municipalities][:providers]
    figures = list(read_figures(source))
    unknown = sorted({figure.municipality for figure in figures} - listed.keys())
    if unknown:
        message = f"{', '.join(unknown)}: no municipality has this name."
        raise ValueError(message)
    catalogue = {entry["id"]: entry for entry in json.loads((STANDARD / "matt.json").read_text(encoding="utf-8"))}
    groups = " ".join(sorted({entry["malgrupper"][0] for entry in catalogue.values()}))
    slugs = slugs_of(listed)
    write_csv(
        target / "utforare.csv",
        ["kod", "slug", "namn", "slag", "omrade", "fran", "malgrupper"],
        [
            [found.code, slugs[found.short], found.name, "kommun", found.code, FORMED.get(found.short, ""), groups]
            for found in (listed[name] for name in kept)
        ],
    )
    write_csv(
        target / "standard" / "kommuner.csv",
        ["kod", "namn", "grupp_kod", "grupp_namn"],
        [[found.code, found.short, found.county_code, found.county] for found in municipalities],
    )
    chosen = set(kept)
    rows = sorted(
        _row(figure, listed[figure.municipality], catalogue) for figure in figures if figure.municipality in chosen
    )
    return {"providers": len(kept), "rows": {DAY: write_release(DESCRIPTION, DAY, COLUMNS, rows, target)}}


def read_figures(source: Path) -> Iterator[Figure]:
    """Every value of a municipality in both exports."""
    for row in _read(source / "nyckeltal.csv"):
        yield Figure(row["Variabelkod"], row["Kommun"], row["År"], row["Värde"])
    for row in _read(source / "kld_aldre1.csv"):
        if row["Nyckeltal"] not in WITHOUT_CODE and row["Kommun.Landsting"] not in NO_MUNICIPALITY:
            yield Figure(CODES[row["Nyckeltal"]], row["Kommun.Landsting"], row["År"], row["Visat.Värde"])


def read_municipalities(folder: Path) -> list[Municipality]:
    """All municipalities by code."""
    names = ("municipality_code", "municipality_name", "municipality_name_short", "county_code", "county_name")
    return sorted(Municipality(*(row[name] for name in names)) for row in _read(folder / "municipality_county.csv"))


def _read(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as handle:
        return list(csv.DictReader(handle))


def slugs_of(municipalities: Mapping[str, Municipality]) -> dict[str, str]:
    """The address name of each municipality by its short name; of two alike (Habo, Håbo) the odd one has its code."""
    times = Counter(map(_plain, municipalities))
    return {
        name: _plain(name)
        if times[_plain(name)] == 1 or _plain(name) == name.lower()
        else f"{_plain(name)}-{found.code}"
        for name, found in municipalities.items()
    }


def _plain(name: str) -> str:
    """A name for addresses: small letters a-z and hyphens."""
    letters = unicodedata.normalize("NFKD", name.lower()).encode("ascii", "ignore").decode()
    return "-".join(letters.split())


def _row(
    figure: Figure, municipality: Municipality, catalogue: Mapping[str, Mapping[str, Any]]
) -> tuple[str, str, str, str, str, str, str, str]:
    if figure.code not in catalogue:
        message = f"{figure.code}: no such key figure in the catalogue. Add it."
        raise ValueError(message)
    entry = catalogue[figure.code]
    number = float(figure.value)
    value, status = str(int(number)) if number.is_integer() else repr(number), "ok"
    if number == 0 and entry["slag"] == "count":
        value, status = "", "ej-tillampligt"
    group = entry["malgrupper"][0]
    return municipality.code, group, figure.code, VERSION, figure.year, value, status, SOURCE
