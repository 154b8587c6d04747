"""The badge that a provider may show on its own site: it hands in outcomes, which says nothing about its quality."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from markupsafe import escape

from open_comparisons.site.addresses import address
from open_comparisons.site.outputs import File
from open_comparisons.site.records import Badge
from open_comparisons.standard.model import NOT_GIVEN

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from open_comparisons.estimates.rows import ComparedRow
    from open_comparisons.site.source import Source

WIDTH: Final = 340
HEIGHT: Final = 76
_INK, _MUTED, _PAPER, _ACCENT, _LINE = "#17262e", "#54636b", "#fbfaf7", "#0b5a68", "#d9dcd9"
_FONTS: Final = "Segoe UI, Roboto, Helvetica, Arial, sans-serif"


def has_badge(source: Source, slug: str) -> bool:
    """Whether a provider has handed in anything, so that it may say so."""
    return any(_handed_in(source, slug))


def badge_of(source: Source, slug: str) -> Badge | None:
    """What the badge of a provider says, and where it lies and leads; None for one that has handed in nothing."""
    rows = list(_handed_in(source, slug))
    if not rows:
        return None
    t, period = source.locale.t, source.locale.period(min(row.start for row in rows), max(row.end for row in rows))
    url = address(source.locale.lang, "providers", slug)
    return Badge(
        badge_place(source, slug), url, (t("badge.hands-in", period=period), t("badge.no-quality")), WIDTH, HEIGHT
    )


def badge_place(source: Source, slug: str) -> str:
    """Where the badge of a provider lies, in the language of the pages."""
    return f"{address(source.locale.lang, 'providers', slug)}marke.svg"


def badge_files(sources: Sequence[Source]) -> list[File]:
    """The badges of all providers that have one, in each language."""
    badges = ((source, badge_of(source, provider.slug)) for source in sources for provider in source.data.providers)
    return [File(badge.src, _drawn(source, badge.sentences)) for source, badge in badges if badge]


def _handed_in(source: Source, slug: str) -> Iterator[ComparedRow]:
    rows = (row for of in source.published.values() for row in of.of_provider.get(slug, ()))
    return (row for row in rows if row.status not in NOT_GIVEN)


def _drawn(source: Source, sentences: tuple[str, str]) -> str:
    name = source.standard.site_title.plain(source.locale.lang)
    told = f"{name}: {' '.join(sentences)}"
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{HEIGHT}" viewBox="0 0 {WIDTH} {HEIGHT}" '
        f'role="img" lang="{source.locale.lang}"><title>{escape(told)}</title>'
        f'<rect x=".5" y=".5" width="{WIDTH - 1}" height="{HEIGHT - 1}" rx="6" fill="{_PAPER}" stroke="{_LINE}"/>'
        f'<g stroke="{_ACCENT}" stroke-width="2.4" fill="none"><path d="M18 33V43M18 38H62M62 33V43"/></g>'
        f'<circle cx="42" cy="38" r="6.5" fill="{_ACCENT}"/>'
        f'<g font-family="{_FONTS}" fill="{_INK}">'
        f'<text x="78" y="27" font-size="14" font-weight="700">{escape(name)}</text>'
        f'<text x="78" y="46" font-size="13.5">{escape(sentences[0])}</text>'
        f'<text x="78" y="64" font-size="12.5" fill="{_MUTED}">{escape(sentences[1])}</text></g></svg>\n'
    )
