"""Open data besides each release's files: the page about all data, the catalogue for portals, and `/api/v1/`."""

from collections.abc import Iterator
from functools import partial

from open_comparisons.files.api.tree import Api, api_drafts
from open_comparisons.files.catalogue import Catalogue
from open_comparisons.pages.comparisons import DRAWN_TOGETHER, Comparisons, batched
from open_comparisons.pages.data import data_page
from open_comparisons.site.addresses import CATALOGUE
from open_comparisons.site.outputs import FileDraft, PageDraft
from open_comparisons.site.publisher import Publisher
from open_comparisons.tools.store import digest


def open_data_drafts(
    comparisons: Comparisons, publisher: Publisher, *, publisher_id: str = "", contact_email: str = ""
) -> Iterator[PageDraft | FileDraft]:
    """
    Drafts of the page, the catalogue and the API.

    Args:
        comparisons: The data shown.
        publisher: Name and address of the publisher.
        publisher_id: The publisher's organisation number, ten digits; "" where there is none.
        contact_email: Address of the function responsible for the data; "" where there is none.
    """
    results, published = comparisons.results, comparisons.sources[0].published
    newest = [shown.release for shown in published.values()]
    make = partial(data_page, releases=newest, locales=results.locales, publisher=publisher)
    yield PageDraft.single("data", (), make)
    digests = [release.digest for release in newest]
    made_from = digest(results.store.tools, results.terms, results.texts, publisher.address, *digests)
    if publisher.address:
        releases = {
            name: [release for release in comparisons.out if release.dataset == name] for name in sorted(published)
        }
        catalogue = Catalogue(results.data.standard, releases, results.locales, publisher, publisher_id, contact_email)
        every = [release.digest for release in comparisons.out]
        yield FileDraft.single(CATALOGUE, catalogue.text, digest(made_from, publisher_id, contact_email, *every))
    api = Api(
        results.data,
        published,
        lambda dataset: results.lines(published[dataset].release),
        results.locales,
        publisher.address,
    )
    yield from api_drafts(api, made_from, batched(results.data.providers, DRAWN_TOGETHER))
