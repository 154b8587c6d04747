"""
Every type of page the site has. A new one joins here, and with that joins every test that runs over this list.

A type is joined by one line in TYPES: its template, its address in both languages with "{}" for each part that varies,
and one or more examples of those parts on the example site, where the pages of a type differ much.
"""

import re
from dataclasses import dataclass
from pathlib import Path

PROJECT = Path(__file__).parents[1]
EXAMPLE, HOSTILE, MANY, HOSTILE_MANY, DRAFTS = "example", "hostile", "many", "hostile-many", "drafts"
PREVIEW = "preview"


@dataclass(frozen=True, slots=True)
class PageType:
    """
    One type of page.

    Attributes:
        name: What we call it.
        template: File in theme/templates.
        sv, en: Address in each language, "{}" for each part that varies.
        examples: The parts of some of its pages, the same in both languages; () where nothing varies.
        site: Where the examples are: on the example site, or, when no example data makes a page of this type, on the
            one with hostile data, the one with many providers or the one that shows drafts.
        framed: Whether other sites show it in a frame, so that it has no menu.
    """

    name: str
    template: str
    sv: str
    en: str
    examples: tuple[tuple[str, ...], ...] = ((),)
    site: str = EXAMPLE
    framed: bool = False

    @property
    def hostile_site(self) -> str:
        """The site where hostile data makes pages of this type."""
        return HOSTILE_MANY if self.site == MANY else HOSTILE

    def pages(self, lang: str, site: Path) -> list[str]:
        """The addresses of all pages of this type on a built site."""
        folders = (f"{path.parent.relative_to(site).as_posix()}/" for path in site.rglob("index.html"))
        return sorted(address for path in folders if self.matches(address := path.removeprefix("./"), lang))

    def matches(self, address: str, lang: str) -> bool:
        """Tell if an address is of this type, and of no type that leaves less open."""
        return self.fits(address, lang) and not any(
            other.fits(address, lang) for other in TYPES if other.sv.count("{}") < self.sv.count("{}")
        )

    def fits(self, address: str, lang: str) -> bool:
        """Tell if an address could be of this type."""
        return re.fullmatch("[^/]+".join(map(re.escape, getattr(self, lang).split("{}"))), address) is not None


@dataclass(frozen=True, slots=True)
class Example:
    """A page to look at: its type, language and address, the site it is on, and whether it is made for a frame."""

    type: str
    lang: str
    address: str
    site: str
    framed: bool = False

    def __str__(self) -> str:
        """Name the test."""
        return f"{self.type}:{self.address or '/'}"


def _texts() -> list[PageType]:
    """The pages that editors write join by themselves."""
    addresses: dict[str, dict[str, str]] = {}
    for path in sorted((PROJECT / "content" / "sidor").glob("*.md")):
        slug, lang, _ = path.name.split(".")
        url = re.search(r"^Url: *(.*)$", path.read_text(encoding="utf-8"), re.MULTILINE)
        addresses.setdefault(slug, {})[lang] = url[1] if url else ""
    return [PageType(f"text {slug}", "page.html", of["sv"], of["en"]) for slug, of in addresses.items()]


TYPES = (
    PageType("home", "comparisons/home.html", "", "en/"),
    PageType("target groups", "comparisons/target_groups.html", "malgrupper/", "en/target-groups/"),
    PageType(
        "target group",
        "comparisons/target_group.html",
        "malgrupper/{}/",
        "en/target-groups/{}/",
        (("bu-hvb",), ("bu-familjehem",)),  # with figures, planned
    ),
    PageType(
        "measure in a group",
        "comparisons/measure_in_group.html",
        "malgrupper/{}/{}/",
        "en/target-groups/{}/{}/",
        (("bu-hvb", "planerat-avslut"), ("bu-hvb", "vardtid")),  # a share, a mean
    ),
    PageType(
        "measure of many providers",
        "comparisons/measure_large.html",
        "malgrupper/{}/{}/",
        "en/target-groups/{}/{}/",
        (("bu-hvb", "planerat-avslut"), ("bu-hvb", "vardtid")),
        MANY,
    ),
    PageType(
        "measure in a region",
        "comparisons/measure_in_region.html",
        "malgrupper/{}/{}/{}/",
        "en/target-groups/{}/{}/{}/",
        (("bu-hvb", "planerat-avslut", "14"), ("bu-hvb", "vardtid", "12")),
        MANY,
    ),
    PageType(
        "who reported",
        "comparisons/reporting.html",
        "malgrupper/{}/redovisning/",
        "en/target-groups/{}/redovisning/",
        (("bu-hvb",), ("bu-stodboende",)),
    ),
    PageType(
        "who reported in a period",
        "comparisons/reporting.html",
        "malgrupper/{}/redovisning/{}/",
        "en/target-groups/{}/redovisning/{}/",
        (("bu-hvb", "2021"),),
    ),
    PageType(
        "who reported of many providers",
        "comparisons/reporting.html",
        "malgrupper/{}/redovisning/",
        "en/target-groups/{}/redovisning/",
        (("bu-hvb",),),
        MANY,
    ),
    PageType(
        "side by side",
        "comparisons/side_by_side.html",
        "malgrupper/{}/sida-vid-sida/",
        "en/target-groups/{}/sida-vid-sida/",
        (("bu-hvb",),),
    ),
    PageType("providers", "comparisons/providers.html", "utforare/", "en/providers/"),
    PageType("regions", "comparisons/providers.html", "utforare/", "en/providers/", site=MANY),
    PageType("region", "comparisons/region.html", "omraden/{}/", "en/areas/{}/", (("14",),), MANY),
    PageType(
        "provider", "comparisons/provider.html", "utforare/{}/", "en/providers/{}/", (("angsviken",), ("havtornet",))
    ),
    PageType(
        "embedded measure",
        "comparisons/embedded_measure.html",
        "badda-in/{}/{}/",
        "en/embed/{}/{}/",
        (("bu-hvb", "planerat-avslut"), ("bu-stodboende", "vardtid")),
        framed=True,
    ),
    PageType(
        "measure in a release",
        "comparisons/embedded_measure.html",
        "badda-in/{}/{}/{}/",
        "en/embed/{}/{}/{}/",
        (("bu-hvb", "planerat-avslut", "2023-05-16"), ("bu-hvb", "planerat-avslut", "2024-05-15")),  # older, newest
        framed=True,
    ),
    PageType(
        "embedded provider",
        "comparisons/embedded_provider.html",
        "badda-in/utforare/{}/",
        "en/embed/utforare/{}/",
        (("angsviken",), ("havtornet",)),  # in one target group, in two
        framed=True,
    ),
    PageType("compare", "comparisons/compare.html", "jamfor/", "en/compare/"),
    PageType("search", "comparisons/search.html", "sok/", "en/search/"),
    PageType("measures", "comparisons/measures.html", "matt/", "en/measures/"),
    PageType("measure", "comparisons/measure.html", "matt/{}/", "en/measures/{}/", (("planerat-avslut",),)),
    PageType(
        "measure in a version",
        "comparisons/measure_version.html",
        "matt/{}/{}/",
        "en/measures/{}/{}/",
        (("planerat-avslut", "1.0"),),
    ),
    PageType(
        "quoted values",
        "comparisons/quoted_values.html",
        "utgavor/{}/{}/{}/{}/",
        "en/releases/{}/{}/{}/{}/",
        (
            ("bu-hvb", "2022-05-17", "bu-hvb", "planerat-avslut"),
            ("bu-hvb", "2023-05-16", "bu-hvb", "kostnad-per-placering"),
        ),
    ),
    PageType(
        "perspective", "comparisons/perspective.html", "perspektiv/{}/", "en/perspectives/{}/", (("innovation",),)
    ),
    PageType("tool", "comparisons/tool.html", "lamna-data/verktyg/", "en/submit-data/tool/"),
    PageType("standard", "comparisons/standard.html", "standard/", "en/standard/"),
    PageType("releases", "comparisons/releases.html", "utgavor/", "en/releases/"),
    PageType(
        "release",
        "comparisons/release.html",
        "utgavor/{}/{}/",
        "en/releases/{}/{}/",
        (("bu-hvb", "2022-05-17"), ("bu-hvb", "2024-05-15")),  # the first, one with corrections
    ),
    PageType(
        "withdrawn release",
        "comparisons/withdrawn.html",
        "utgavor/{}/{}/",
        "en/releases/{}/{}/",
        (("bu-hvb", "2021-05-18"),),
        DRAFTS,
    ),
    PageType("data", "comparisons/data.html", "data/", "en/data/"),
    PageType("articles", "knowledge/articles.html", "artiklar/", "en/articles/"),
    PageType("article", "knowledge/article.html", "artiklar/{}/", "en/articles/{}/", (("gar-inte-att-skilja",),)),
    PageType("webinars", "knowledge/webinars.html", "webbinarier/", "en/webinars/"),
    PageType(
        "webinar",
        "knowledge/webinar.html",
        "webbinarier/{}/",
        "en/webinars/{}/",
        (("fokusfredag-planerade-avslut",), ("fokusfredag-sma-tal",)),  # to come, with a recording elsewhere
    ),
    PageType("magazine", "knowledge/magazine.html", "humant/", "en/humant/"),
    PageType("issue", "knowledge/issue.html", "humant/{}/", "en/humant/{}/", (("2026-1",),)),
    PageType("desk", "knowledge/desk.html", "redaktion/", "en/desk/", site=DRAFTS),
    PageType("style", "comparisons/style.html", "stil/", "en/style/", site=DRAFTS),
    PageType("start of a preview", "comparisons/preview.html", "", "en/", site=PREVIEW),
    PageType(
        "provider in a preview",
        "comparisons/provider.html",
        "utforare/{}/",
        "en/providers/{}/",
        (("asklinten",),),
        PREVIEW,
    ),
    *_texts(),
)
EXAMPLES = tuple(
    Example(kind.name, lang, getattr(kind, lang).format(*parts), kind.site, kind.framed)
    for kind in TYPES
    for parts in kind.examples
    for lang in ("sv", "en")
)
