"""The address of every page and folder; addresses are permanent."""

from typing import Final

SECTIONS: Final = {
    "home": {"sv": "", "en": "en"},
    "target-groups": {"sv": "malgrupper", "en": "en/target-groups"},
    "providers": {"sv": "utforare", "en": "en/providers"},
    "compare": {"sv": "jamfor", "en": "en/compare"},
    "search": {"sv": "sok", "en": "en/search"},
    "areas": {"sv": "omraden", "en": "en/areas"},
    "measures": {"sv": "matt", "en": "en/measures"},
    "perspectives": {"sv": "perspektiv", "en": "en/perspectives"},
    "standard": {"sv": "standard", "en": "en/standard"},
    "releases": {"sv": "utgavor", "en": "en/releases"},
    "data": {"sv": "data", "en": "en/data"},
    "articles": {"sv": "artiklar", "en": "en/articles"},
    "webinars": {"sv": "webbinarier", "en": "en/webinars"},
    "magazine": {"sv": "humant", "en": "en/humant"},
    "families": {"sv": "ung-och-anhorig", "en": "en/young-people-and-families"},
    "method": {"sv": "metod", "en": "en/method"},
    "protection": {"sv": "skydd", "en": "en/protection"},
    "submit": {"sv": "lamna-data", "en": "en/submit-data"},
    "tool": {"sv": "lamna-data/verktyg", "en": "en/submit-data/tool"},
    "about": {"sv": "om", "en": "en/about"},
    "accessibility": {"sv": "tillganglighet", "en": "en/accessibility"},
    "embed": {"sv": "badda-in", "en": "en/embed"},
    "style": {"sv": "stil", "en": "en/style"},
    "desk": {"sv": "redaktion", "en": "en/desk"},
    "glossary": {"sv": "ordlista", "en": "en/glossary"},
}


def address(lang: str, section: str, *parts: str) -> str:
    """A page's address relative to the site's root, ending in "/"; "" for the Swedish home page."""
    return "".join(f"{part}/" for part in (SECTIONS[section][lang], *parts) if part)


def way_to_root(url: str) -> str:
    """The relative path from a page to the site's root: `../../` from `artiklar/namn/`."""
    return "../" * url.count("/")


def rows_address(section: str, *parts: str) -> str:
    """The address of the CSV file with the rows of a page, in its Swedish folder and the same in both languages."""
    return f"{address('sv', section, *parts)}{parts[-1]}.csv"


def picture_address(lang: str, section: str, *parts: str) -> str:
    """The address of the picture that represents a page on social sites; it is in the folder of the page."""
    return f"{address(lang, section, *parts)}delning.png"


def release_folder(dataset: str, release: str) -> str:
    """The folder of a release's files, for both languages."""
    return f"data/{dataset}/{release}/"


def standard_folder(version: str) -> str:
    """The folder of the files of a version of the standard, for both languages."""
    return f"data/standard/{version}/"


ARCHIVE: Final = "data/allt.zip"


CATALOGUE: Final = "data/katalog.rdf"
