"""
The catalogue that data portals fetch, `/data/katalog.rdf`: DCAT-AP-SE 3.0.1 as RDF/XML.

Each dataset is described by its newest release; earlier ones are versions of it. All names are absolute addresses, so
there is no catalogue where the site's own address is not known.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final
from xml.etree import ElementTree as ET

from open_comparisons.files.api.records import ROOT
from open_comparisons.files.json_ld_datasets import media_type
from open_comparisons.files.release.data_package import temporal_coverage
from open_comparisons.files.release.downloads import release_files_of
from open_comparisons.files.release.fields import text_of_key
from open_comparisons.messages import LANGUAGES
from open_comparisons.site.addresses import CATALOGUE, address, release_folder
from open_comparisons.site.outputs import File
from open_comparisons.site.publisher import clean
from open_comparisons.standard.model import Text

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date

    from open_comparisons.intake.release import Release
    from open_comparisons.site.locales import Locale
    from open_comparisons.site.publisher import Publisher
    from open_comparisons.standard.model import Standard

_NAMESPACES: Final = {
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "dcat": "http://www.w3.org/ns/dcat#",
    "dcterms": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "vcard": "http://www.w3.org/2006/vcard/ns#",
    "adms": "http://www.w3.org/ns/adms#",
}
_DATE: Final = "http://www.w3.org/2001/XMLSchema#date"
_AUTHORITY: Final = "http://publications.europa.eu/resource/authority"
_LANGUAGES: Final = {"sv": f"{_AUTHORITY}/language/SWE", "en": f"{_AUTHORITY}/language/ENG"}
_PUBLIC: Final = f"{_AUTHORITY}/access-right/PUBLIC"
_ORGANISATIONS: Final = "http://dataportal.se/organisation/SE"
_DATA: Final = (".csv", ".xlsx", ".parquet")


@dataclass(frozen=True, slots=True)
class Catalogue:
    """
    What a catalogue is made from.

    Attributes:
        standard: Its licence, target groups and what portals are told.
        releases: Those that are out, of each dataset, oldest first.
        locales: One per language.
        publisher: Where the site is, which must be known.
        publisher_id: Ten digits; "" where there are none, and the publisher then has a name on the site itself.
        contact_email: "" where there is none, and no contact is then told.
    """

    standard: Standard
    releases: Mapping[str, Sequence[Release]]
    locales: Mapping[str, Locale]
    publisher: Publisher
    publisher_id: str = ""
    contact_email: str = ""

    def files(self) -> list[File]:
        """The catalogue as it is written."""
        root = ET.Element("rdf:RDF", {f"xmlns:{prefix}": name for prefix, name in _NAMESPACES.items()})
        self._catalogue(root)
        self._agent(root)
        if self.contact_email:
            self._contact(root)
        for releases in self.releases.values():
            *earlier, newest = releases
            self._dataset(root, newest, [self._version_name(release) for release in earlier])
            for release in earlier:
                self._version(root, release)
        self._service(root)
        ET.indent(root, space=" ")
        return [File(CATALOGUE, f'<?xml version="1.0" encoding="utf-8"?>\n{ET.tostring(root, encoding="unicode")}\n')]

    def _name(self, of: str) -> str:
        """The name of a thing, which is also a place on the page that explains the data."""
        return f"{self.publisher.absolute(address('sv', 'data'))}#{of}"

    def _dataset_name(self, dataset: str) -> str:
        return self._name(f"datamangd-{dataset}")

    def _version_name(self, release: Release) -> str:
        return f"{self._dataset_name(release.dataset)}-{release.id}"

    @property
    def _agent_name(self) -> str:
        return f"{_ORGANISATIONS}{self.publisher_id}" if self.publisher_id else self._name("utgivare")

    def _words(self, key: str) -> Text:
        return text_of_key(self.locales, key)

    def _catalogue(self, root: ET.Element) -> None:
        found = _thing(root, "dcat:Catalog", self._name("katalog"))
        _told(found, "dcterms:title", self.publisher.title)
        _told(found, "dcterms:description", _joined(self._words("data.lead"), self.standard.about_figures))
        _to(found, "dcterms:publisher", self._agent_name)
        _to(found, "dcterms:license", self.standard.licence_url)
        _to(found, "foaf:homepage", self.publisher.absolute(""))
        for lang in LANGUAGES:
            _to(found, "dcterms:language", _LANGUAGES[lang])
        _to(found, "dcat:themeTaxonomy", f"{_AUTHORITY}/data-theme")
        days = [release.released for releases in self.releases.values() for release in releases]
        if days:
            _on(found, "dcterms:issued", min(days))
            _on(found, "dcterms:modified", max(days))
        for dataset in self.releases:
            _to(found, "dcat:dataset", self._dataset_name(dataset))
        _to(found, "dcat:service", self._name("api"))

    def _agent(self, root: ET.Element) -> None:
        found = _thing(root, "foaf:Agent", self._agent_name)
        newest = max((of[-1] for of in self.releases.values()), key=lambda release: release.released, default=None)
        _told(found, "foaf:name", newest.publisher if newest else self.publisher.title)
        _to(found, "foaf:homepage", self.publisher.absolute(""))
        if self.standard.portal.publisher_type:
            _to(found, "dcterms:type", self.standard.portal.publisher_type)

    def _contact(self, root: ET.Element) -> None:
        found = _thing(root, "vcard:Organization", self._name("kontakt"))
        _told(found, "vcard:fn", self.standard.portal.contact or self.publisher.title)
        _to(found, "vcard:hasEmail", f"mailto:{self.contact_email}")
        _to(found, "vcard:hasURL", self.publisher.absolute(address("sv", "about")))

    def _dataset(self, root: ET.Element, release: Release, earlier: Iterable[str]) -> None:
        """A dataset, with the files of its newest release and its JSON."""
        name = self._dataset_name(release.dataset)
        found = _thing(root, "dcat:Dataset", name)
        self._described(found, release)
        portal = self.standard.portal
        for theme in portal.themes:
            _to(found, "dcat:theme", theme)
        for lang in LANGUAGES:
            for word in portal.keywords.get(lang, ()):
                _literal(found, "dcat:keyword", word, lang)
        if portal.periodicity:
            _to(found, "dcterms:accrualPeriodicity", portal.periodicity)
        _on(found, "dcterms:modified", release.released)
        _to(found, "dcat:landingPage", self.publisher.absolute(address("sv", "data")))
        for version in earlier:
            _to(found, "dcat:hasVersion", version)
        json = f"{name}-json"
        self._distributions(root, found, release, also=(json,))
        made = self._distribution(root, json, self._words("data.title-api"), self._words("api.about-index"))
        _literal(made, "dcterms:format", "application/json")
        _to(made, "dcat:accessURL", self.publisher.absolute(f"{ROOT}index.json"))
        _to(made, "dcat:accessService", self._name("api"))

    def _version(self, root: ET.Element, release: Release) -> None:
        """An earlier release, with its own files."""
        found = _thing(root, "dcat:Dataset", self._version_name(release))
        self._described(found, release)
        _to(found, "dcat:isVersionOf", self._dataset_name(release.dataset))
        self._distributions(root, found, release)

    def _described(self, found: ET.Element, release: Release) -> None:
        groups = [one for one in self.standard.target_groups.values() if one.dataset == release.dataset]
        about = [group.summary for group in groups] + [self._words("file.package-about")]
        invented = [self._words("workbook.invented")] if release.example else []
        _told(found, "dcterms:title", release.title)
        _told(found, "dcterms:description", _joined(*invented, *about))
        _to(found, "dcterms:publisher", self._agent_name)
        if self.contact_email:
            _to(found, "dcat:contactPoint", self._name("kontakt"))
        _literal(found, "dcterms:identifier", f"{release.dataset}/{release.id}")
        _literal(found, "dcat:version", release.id)
        if release.notes:
            _told(found, "adms:versionNotes", release.notes)
        _on(found, "dcterms:issued", release.released)
        for lang in LANGUAGES:
            _to(found, "dcterms:language", _LANGUAGES[lang])
        _to(found, "dcterms:accessRights", _PUBLIC)
        _to(found, "dcterms:license", self.standard.licence_url)
        _to(found, "dcterms:conformsTo", self.publisher.absolute(address("sv", "standard")))
        if self.standard.portal.spatial:
            _to(found, "dcterms:spatial", self.standard.portal.spatial)
        first, last = temporal_coverage(release)
        span = ET.SubElement(ET.SubElement(found, "dcterms:temporal"), "dcterms:PeriodOfTime")
        _literal(span, "dcat:startDate", first, kind=_DATE)
        _literal(span, "dcat:endDate", last, kind=_DATE)

    def _distributions(self, root: ET.Element, of: ET.Element, release: Release, also: Iterable[str] = ()) -> None:
        folder = release_folder(release.dataset, release.id)
        files = [name for name in release_files_of(release, self.releases) if name.endswith(_DATA)]
        for distribution in (*(f"{self._version_name(release)}-{name}" for name in files), *also):
            _to(of, "dcat:distribution", distribution)
        for name in files:
            made = self._distribution(
                root, f"{self._version_name(release)}-{name}", Text(name, name), self._words(f"file.{name}")
            )
            _literal(made, "dcterms:format", media_type(name))
            _to(made, "dcat:accessURL", self.publisher.absolute(f"{folder}{name}"))
            _to(made, "dcat:downloadURL", self.publisher.absolute(f"{folder}{name}"))
            _on(made, "dcterms:issued", release.released)

    def _distribution(self, root: ET.Element, name: str, title: Text, about: Text) -> ET.Element:
        found = _thing(root, "dcat:Distribution", name)
        _told(found, "dcterms:title", title)
        _told(found, "dcterms:description", about)
        _to(found, "dcterms:license", self.standard.licence_url)
        return found

    def _service(self, root: ET.Element) -> None:
        found = _thing(root, "dcat:DataService", self._name("api"))
        _told(found, "dcterms:title", self._words("data.title-api"))
        _told(found, "dcterms:description", self._words("api.about-index"))
        _to(found, "dcterms:publisher", self._agent_name)
        if self.contact_email:
            _to(found, "dcat:contactPoint", self._name("kontakt"))
        _to(found, "dcterms:license", self.standard.licence_url)
        _to(found, "dcterms:accessRights", _PUBLIC)
        _to(found, "dcat:endpointURL", self.publisher.absolute(f"{ROOT}index.json"))
        _to(found, "dcat:endpointDescription", self.publisher.absolute(f"{ROOT}schema/index.schema.json"))
        for dataset in self.releases:
            _to(found, "dcat:servesDataset", self._dataset_name(dataset))


def _joined(*texts: Text) -> Text:
    """Some texts one after the other, each language by itself."""
    found = {lang: " ".join(words for text in texts if (words := getattr(text, lang))) for lang in LANGUAGES}
    return Text(**{lang: words or None for lang, words in found.items()})


def _thing(root: ET.Element, kind: str, name: str) -> ET.Element:
    return ET.SubElement(root, kind, {"rdf:about": name})


def _to(of: ET.Element, relation: str, name: str) -> None:
    ET.SubElement(of, relation, {"rdf:resource": name})


def _told(of: ET.Element, relation: str, text: Text) -> None:
    for lang in LANGUAGES:
        if words := getattr(text, lang):
            _literal(of, relation, words, lang)


def _on(of: ET.Element, relation: str, day: date) -> None:
    _literal(of, relation, day.isoformat(), kind=_DATE)


def _literal(of: ET.Element, relation: str, words: str, lang: str = "", kind: str = "") -> None:
    given = {"xml:lang": lang} if lang else {"rdf:datatype": kind} if kind else {}
    ET.SubElement(of, relation, given).text = clean(words)
