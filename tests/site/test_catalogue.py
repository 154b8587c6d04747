"""`/data/katalog.rdf`: what data portals read, held to our shapes of DCAT-AP-SE."""

from collections.abc import Callable
from pathlib import Path

import pytest
from pyshacl import validate
from rdflib import RDF, BNode, Graph, Literal, Namespace, URIRef
from rdflib.namespace import DCTERMS, FOAF

from open_comparisons.cli.build import build
from tests.knowledge_texts import ADDRESS

SHAPES = Graph().parse(Path(__file__).parents[1] / "shapes" / "dcat-ap-se.ttl")
DCAT = Namespace("http://www.w3.org/ns/dcat#")
VCARD = Namespace("http://www.w3.org/2006/vcard/ns#")
PORTAL = URIRef("http://dataportal.se/organisation/SE5599999999")


@pytest.fixture(scope="session")
def published_site(build_once: Callable[[str, Callable[[Path], None]], Path], project: Path) -> Path:
    """Build the example site with an address, a publisher's number and an e-mail address of a function."""

    def fill(folder: Path) -> None:
        settings = folder.with_suffix(".py")
        lines = [
            f"import sys\nsys.path.insert(0, {str(project)!r})\nfrom pelicanconf import *",
            f"OPEN_COMPARISONS_SITE_ADDRESS = {ADDRESS!r}",
            'OPEN_COMPARISONS_PUBLISHER_ID = "559999-9999"',
            'OPEN_COMPARISONS_CONTACT_EMAIL = "data@oppnautfall.example"',
            "",
        ]
        settings.write_text("\n".join(lines), encoding="utf-8")
        build(settings, output=folder)

    return build_once("published-site", fill)


@pytest.fixture(scope="session")
def written(published_site: Path) -> Graph:
    """Read the catalogue."""
    return Graph().parse(published_site / "data" / "katalog.rdf", format="xml")


@pytest.fixture
def catalogue(written: Graph) -> Graph:
    """Copy the catalogue, to break it."""
    copy = Graph()
    for triple in written:
        copy.add(triple)
    return copy


def faults(graph: Graph) -> str:
    """What the shapes tell of a catalogue; "" where it keeps to them."""
    conforms, _, text = validate(graph, shacl_graph=SHAPES)
    return "" if conforms else text


def test_the_catalogue_keeps_to_the_shapes(written: Graph) -> None:
    """Each thing has what DCAT-AP-SE demands of it."""
    assert faults(written) == ""


def test_the_site_alone_is_enough_for_a_catalogue(knowledge_site: Path) -> None:
    """Without a number and an e-mail address the publisher has a name on the site, and no contact is told."""
    graph = Graph().parse(knowledge_site / "data" / "katalog.rdf", format="xml")
    assert faults(graph) == ""
    (publisher,) = graph.subjects(RDF.type, FOAF.Agent)
    assert str(publisher).startswith(f"{ADDRESS}/")
    assert list(graph.subjects(RDF.type, VCARD.Organization)) == []


def test_without_an_address_there_is_no_catalogue(site: Path) -> None:
    """Its names must be absolute, so a site that knows no address has none, and its page does not lead to one."""
    assert not (site / "data" / "katalog.rdf").exists()
    assert "katalog.rdf" not in (site / "data" / "index.html").read_text(encoding="utf-8")


def test_the_catalogue_lists_every_dataset_and_every_release(written: Graph, published_site: Path) -> None:
    """The newest release describes the dataset, earlier ones are its versions, and each file lies where it says."""
    (root,) = written.subjects(RDF.type, DCAT.Catalog)
    assert written.value(root, DCTERMS.publisher) == PORTAL
    listed = set(written.objects(root, DCAT.dataset))
    assert len(listed) == 2
    told = set()
    for dataset in listed:
        assert str(written.value(dataset, DCAT.version)) == "2024-05-15"
        versions = set(written.objects(dataset, DCAT.hasVersion))
        assert all(written.value(version, DCAT.isVersionOf) == dataset for version in versions)
        told |= {str(written.value(one, DCTERMS.identifier)) for one in {dataset, *versions}}
        languages = {word.language for word in written.objects(dataset, DCAT.keyword)}
        assert languages == {"sv", "en"}
        assert "Everything is invented" in " ".join(map(str, written.objects(dataset, DCTERMS.description)))
    data = published_site / "data"
    assert told == {f"{path.parent.name}/{path.name}" for path in data.glob("*/20*") if path.is_dir()}
    addresses = [*written.objects(None, DCAT.downloadURL), *written.objects(None, DCAT.accessURL)]
    assert all((published_site / str(one).removeprefix(f"{ADDRESS}/")).is_file() for one in addresses)
    named = {path.relative_to(published_site).as_posix() for path in data.glob("*/20*/*.csv")}
    assert named <= {str(one).removeprefix(f"{ADDRESS}/") for one in addresses}


def test_every_name_is_absolute_and_main_things_have_names(written: Graph) -> None:
    """No relative address, and no blank node but a period of time."""
    for triple in written:
        assert all(":" in str(part) for part in triple if isinstance(part, URIRef))
    blank = {subject for subject in written.subjects() if isinstance(subject, BNode)}
    assert {kind for node in blank for kind in written.objects(node, RDF.type)} == {DCTERMS.PeriodOfTime}


def first(graph: Graph, kind: URIRef) -> URIRef:
    """The first thing of a kind, by its name."""
    return sorted(graph.subjects(RDF.type, kind))[0]


def in_swedish(graph: Graph) -> Literal:
    """The Swedish title of the first dataset."""
    titles = graph.objects(first(graph, DCAT.Dataset), DCTERMS.title)
    return next(title for title in titles if title.language == "sv")


BREAKS = {
    "a title": lambda g: g.remove((first(g, DCAT.Dataset), DCTERMS.title, None)),
    "a Swedish title": lambda g: g.remove((first(g, DCAT.Dataset), DCTERMS.title, in_swedish(g))),
    "a description": lambda g: g.remove((first(g, DCAT.Catalog), DCTERMS.description, None)),
    "a publisher": lambda g: g.remove((first(g, DCAT.Dataset), DCTERMS.publisher, None)),
    "a publisher's type": lambda g: g.remove((first(g, FOAF.Agent), DCTERMS.type, None)),
    "a licence": lambda g: g.remove((first(g, DCAT.Catalog), DCTERMS.license, None)),
    "the exact licence": lambda g: g.set(
        (first(g, DCAT.Distribution), DCTERMS.license, URIRef("https://creativecommons.org/licenses/by/4.0/"))
    ),
    "a file's address": lambda g: g.remove((first(g, DCAT.Distribution), DCAT.accessURL, None)),
    "a file's format": lambda g: g.remove((first(g, DCAT.Distribution), DCTERMS.format, None)),
    "an address of the web": lambda g: g.set((first(g, DCAT.Distribution), DCAT.accessURL, URIRef("data/x.csv"))),
    "a theme": lambda g: g.remove((None, DCAT.theme, None)),
    "a keyword's language": lambda g: g.add((first(g, DCAT.Dataset), DCAT.keyword, Literal("utfall"))),
    "a date": lambda g: g.set((first(g, DCAT.Dataset), DCTERMS.issued, Literal("maj 2024"))),
    "an e-mail address": lambda g: g.remove((first(g, VCARD.Organization), VCARD.hasEmail, None)),
    "any dataset": lambda g: g.remove((None, DCAT.dataset, None)),
    "a period": lambda g: g.remove((None, DCAT.endDate, None)),
    "an endpoint": lambda g: g.remove((None, DCAT.endpointURL, None)),
    "a whole number": lambda g: renamed(g, PORTAL, URIRef("http://dataportal.se/organisation/SE559999")),
    "a name": lambda g: renamed(g, first(g, DCAT.Catalog), BNode()),
    "a catalogue": lambda g: g.remove((None, RDF.type, DCAT.Catalog)),
}


def renamed(graph: Graph, old: URIRef, new: URIRef | BNode) -> None:
    """Give a thing another name."""
    for triple in list(graph):
        if old in triple:
            graph.remove(triple)
            graph.add(tuple(new if part == old else part for part in triple))


@pytest.mark.parametrize("lacking", list(BREAKS))
def test_the_shapes_tell_a_broken_catalogue(catalogue: Graph, lacking: str) -> None:
    """Whatever is taken out or made wrong is found."""
    before = len(catalogue), set(catalogue)
    BREAKS[lacking](catalogue)
    assert (len(catalogue), set(catalogue)) != before
    assert faults(catalogue)
