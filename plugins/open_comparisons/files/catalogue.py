"""
The catalogue that data portals fetch, `/data/katalog.rdf`: DCAT-AP-SE 3.0.1 as RDF/XML.

Each dataset is described by its newest release; earlier ones are versions of it. All names are absolute addresses, so
there is no catalogue where the site's own address is not known.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final
from xml.etree import ElementTree as ET

from open_comparisons.files.api.records import ROOT
from open_comparisons.files.json_ld import media_type
from open_comparisons.files.release.descriptions import temporal_coverage
from open_comparisons.files.release.downloads import release_files_of
from open_comparisons.files.release.fields import text_of_key
from open_comparisons.intake.release import Release
from open_comparisons.messages import LANGUAGES
from open_comparisons.site.addresses import address, release_folder
from open_comparisons.site.locales import Locale
from open_comparisons.site.publisher import Publisher, clean
from open_comparisons.standard.model import Standard
from open_comparisons.standard.text import Text

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
    A catalogue and its material.

    Attributes:
        standard: For its licence, target groups and details for portals.
        releases: The published releases of each dataset, oldest first.
        locales: One per language.
        publisher: The publisher; the address of the site must be known.
        publisher_id: Ten digits; "" where there are none, and the publisher then has a name on the site itself.
        contact_email: "" where there is none, and the catalogue then has no contact.
    """

    standard: Standard
    releases: Mapping[str, Sequence[Release]]
    locales: Mapping[str, Locale]
    publisher: Publisher
    publisher_id: str = ""
    contact_email: str = ""

    def text(self) -> str:
        """The text of the catalogue."""
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
        return f'<?xml version="1.0" encoding="utf-8"?>\n{ET.tostring(root, encoding="unicode")}\n'

    def _name(self, part: str) -> str:
        """The address that identifies a resource, a part of the page that explains the data."""
        return f"{self.publisher.absolute(address('sv', 'data'))}#{part}"

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
        node = _add_resource(root, "dcat:Catalog", self._name("katalog"))
        _add_text(node, "dcterms:title", self.publisher.title)
        _add_text(node, "dcterms:description", _join(self._words("data.lead"), self.standard.about_figures))
        _add_link(node, "dcterms:publisher", self._agent_name)
        _add_link(node, "dcterms:license", self.standard.licence_url)
        _add_link(node, "foaf:homepage", self.publisher.absolute(""))
        for lang in LANGUAGES:
            _add_link(node, "dcterms:language", _LANGUAGES[lang])
        _add_link(node, "dcat:themeTaxonomy", f"{_AUTHORITY}/data-theme")
        days = [release.released for releases in self.releases.values() for release in releases]
        if days:
            _add_date(node, "dcterms:issued", min(days))
            _add_date(node, "dcterms:modified", max(days))
        for dataset in self.releases:
            _add_link(node, "dcat:dataset", self._dataset_name(dataset))
        _add_link(node, "dcat:service", self._name("api"))

    def _agent(self, root: ET.Element) -> None:
        node = _add_resource(root, "foaf:Agent", self._agent_name)
        newest = max(
            (releases[-1] for releases in self.releases.values()), key=lambda release: release.released, default=None
        )
        _add_text(node, "foaf:name", newest.publisher if newest else self.publisher.title)
        _add_link(node, "foaf:homepage", self.publisher.absolute(""))
        if self.standard.portal.publisher_type:
            _add_link(node, "dcterms:type", self.standard.portal.publisher_type)

    def _contact(self, root: ET.Element) -> None:
        node = _add_resource(root, "vcard:Organization", self._name("kontakt"))
        _add_text(node, "vcard:fn", self.standard.portal.contact or self.publisher.title)
        _add_link(node, "vcard:hasEmail", f"mailto:{self.contact_email}")
        _add_link(node, "vcard:hasURL", self.publisher.absolute(address("sv", "about")))

    def _dataset(self, root: ET.Element, release: Release, earlier: Iterable[str]) -> None:
        """A dataset, with the files of its newest release and its JSON."""
        name = self._dataset_name(release.dataset)
        node = _add_resource(root, "dcat:Dataset", name)
        self._describe(node, release)
        portal = self.standard.portal
        for theme in portal.themes:
            _add_link(node, "dcat:theme", theme)
        for lang in LANGUAGES:
            for word in portal.keywords.get(lang, ()):
                _add_literal(node, "dcat:keyword", word, lang)
        if portal.periodicity:
            _add_link(node, "dcterms:accrualPeriodicity", portal.periodicity)
        _add_date(node, "dcterms:modified", release.released)
        _add_link(node, "dcat:landingPage", self.publisher.absolute(address("sv", "data")))
        for version in earlier:
            _add_link(node, "dcat:hasVersion", version)
        json = f"{name}-json"
        self._distributions(root, node, release, also=(json,))
        json_node = self._distribution(root, json, self._words("data.title-api"), self._words("api.about-index"))
        _add_literal(json_node, "dcterms:format", "application/json")
        _add_link(json_node, "dcat:accessURL", self.publisher.absolute(f"{ROOT}index.json"))
        _add_link(json_node, "dcat:accessService", self._name("api"))

    def _version(self, root: ET.Element, release: Release) -> None:
        """An earlier release, with its own files."""
        node = _add_resource(root, "dcat:Dataset", self._version_name(release))
        self._describe(node, release)
        _add_link(node, "dcat:isVersionOf", self._dataset_name(release.dataset))
        self._distributions(root, node, release)

    def _describe(self, node: ET.Element, release: Release) -> None:
        groups = (group for group in self.standard.target_groups.values() if group.dataset == release.dataset)
        about = [group.summary for group in groups] + [self._words("file.package-about")]
        invented = [self._words("workbook.invented")] if release.example else []
        _add_text(node, "dcterms:title", release.title)
        _add_text(node, "dcterms:description", _join(*invented, *about))
        _add_link(node, "dcterms:publisher", self._agent_name)
        if self.contact_email:
            _add_link(node, "dcat:contactPoint", self._name("kontakt"))
        _add_literal(node, "dcterms:identifier", f"{release.dataset}/{release.id}")
        _add_literal(node, "dcat:version", release.id)
        if release.notes:
            _add_text(node, "adms:versionNotes", release.notes)
        _add_date(node, "dcterms:issued", release.released)
        for lang in LANGUAGES:
            _add_link(node, "dcterms:language", _LANGUAGES[lang])
        _add_link(node, "dcterms:accessRights", _PUBLIC)
        _add_link(node, "dcterms:license", self.standard.licence_url)
        _add_link(node, "dcterms:conformsTo", self.publisher.absolute(address("sv", "standard")))
        if self.standard.portal.spatial:
            _add_link(node, "dcterms:spatial", self.standard.portal.spatial)
        first, last = temporal_coverage(release)
        span = ET.SubElement(ET.SubElement(node, "dcterms:temporal"), "dcterms:PeriodOfTime")
        _add_literal(span, "dcat:startDate", first, kind=_DATE)
        _add_literal(span, "dcat:endDate", last, kind=_DATE)

    def _distributions(self, root: ET.Element, node: ET.Element, release: Release, also: Iterable[str] = ()) -> None:
        folder = release_folder(release.dataset, release.id)
        files = [name for name in release_files_of(release, self.releases) if name.endswith(_DATA)]
        for distribution in (*(f"{self._version_name(release)}-{name}" for name in files), *also):
            _add_link(node, "dcat:distribution", distribution)
        for name in files:
            file_node = self._distribution(
                root, f"{self._version_name(release)}-{name}", Text(name, name), self._words(f"file.{name}")
            )
            _add_literal(file_node, "dcterms:format", media_type(name))
            _add_link(file_node, "dcat:accessURL", self.publisher.absolute(f"{folder}{name}"))
            _add_link(file_node, "dcat:downloadURL", self.publisher.absolute(f"{folder}{name}"))
            _add_date(file_node, "dcterms:issued", release.released)

    def _distribution(self, root: ET.Element, name: str, title: Text, about: Text) -> ET.Element:
        node = _add_resource(root, "dcat:Distribution", name)
        _add_text(node, "dcterms:title", title)
        _add_text(node, "dcterms:description", about)
        _add_link(node, "dcterms:license", self.standard.licence_url)
        return node

    def _service(self, root: ET.Element) -> None:
        node = _add_resource(root, "dcat:DataService", self._name("api"))
        _add_text(node, "dcterms:title", self._words("data.title-api"))
        _add_text(node, "dcterms:description", self._words("api.about-index"))
        _add_link(node, "dcterms:publisher", self._agent_name)
        if self.contact_email:
            _add_link(node, "dcat:contactPoint", self._name("kontakt"))
        _add_link(node, "dcterms:license", self.standard.licence_url)
        _add_link(node, "dcterms:accessRights", _PUBLIC)
        _add_link(node, "dcat:endpointURL", self.publisher.absolute(f"{ROOT}index.json"))
        _add_link(node, "dcat:endpointDescription", self.publisher.absolute(f"{ROOT}schema/index.schema.json"))
        for dataset in self.releases:
            _add_link(node, "dcat:servesDataset", self._dataset_name(dataset))


def _join(*texts: Text) -> Text:
    """Texts joined with spaces, each language by itself."""
    words_by_lang = {lang: " ".join(words for text in texts if (words := getattr(text, lang))) for lang in LANGUAGES}
    return Text(**{lang: words or None for lang, words in words_by_lang.items()})


def _add_resource(root: ET.Element, kind: str, name: str) -> ET.Element:
    return ET.SubElement(root, kind, {"rdf:about": name})


def _add_link(node: ET.Element, relation: str, name: str) -> None:
    ET.SubElement(node, relation, {"rdf:resource": name})


def _add_text(node: ET.Element, relation: str, text: Text) -> None:
    for lang in LANGUAGES:
        if words := getattr(text, lang):
            _add_literal(node, relation, words, lang)


def _add_date(node: ET.Element, relation: str, day: date) -> None:
    _add_literal(node, relation, day.isoformat(), kind=_DATE)


def _add_literal(node: ET.Element, relation: str, words: str, lang: str = "", kind: str = "") -> None:
    attributes = {"xml:lang": lang} if lang else {"rdf:datatype": kind} if kind else {}
    ET.SubElement(node, relation, attributes).text = clean(words)
