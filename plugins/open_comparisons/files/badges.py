"""The badge that a provider may show on its own site: it reports outcomes, which says nothing about its quality."""

from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from typing import Final

from open_comparisons.charts.palette import colour
from open_comparisons.charts.sheets import draw_picture, element, rectangle, text_line
from open_comparisons.estimates.rows import ComparedRow
from open_comparisons.site.addresses import address
from open_comparisons.site.locales import plain
from open_comparisons.site.outputs import File, FileDraft
from open_comparisons.site.records import Badge
from open_comparisons.site.source import Source
from open_comparisons.standard.statuses import NOT_GIVEN
from open_comparisons.tools.store import digest

WIDTH: Final = 340
HEIGHT: Final = 76
_FONTS: Final = "Segoe UI, Roboto, Helvetica, Arial, sans-serif"


def has_badge(source: Source, slug: str) -> bool:
    """True where a provider has submitted any figure, and may say so."""
    return any(_submitted_rows(source, slug))


def badge_of(source: Source, slug: str) -> Badge | None:
    """The badge of a provider, with its file and link; None for a provider that has submitted nothing."""
    rows = list(_submitted_rows(source, slug))
    if not rows:
        return None
    t, period = source.locale.t, source.locale.period(min(row.start for row in rows), max(row.end for row in rows))
    url = address(source.locale.lang, "providers", slug)
    return Badge(
        badge_place(source, slug), url, (t("badge.hands-in", period=period), t("badge.no-quality")), WIDTH, HEIGHT
    )


def badge_place(source: Source, slug: str) -> str:
    """The address of a provider's badge, in the language of the pages."""
    return f"{address(source.locale.lang, 'providers', slug)}marke.svg"


def badge_draft(sources: Sequence[Source], palette: Mapping[str, str], made_from: str) -> FileDraft:
    """
    The badges of all providers that have one, in each language.

    Args:
        sources: One per language.
        palette: Colours by name.
        made_from: A hash of the standard, the directory and everything else behind the words of all pages.
    """
    names = tuple(
        badge_place(source, provider.slug)
        for source in sources
        for provider in source.data.providers
        if has_badge(source, provider.slug)
    )
    releases = [published.release.digest for _, published in sorted(sources[0].published.items())]
    words = [source.locale.digest for source in sources]
    key = digest(sources[0].store.tools, made_from, repr(palette), *releases, *words)
    return FileDraft(names, key, partial(_files, sources, palette))


def _files(sources: Sequence[Source], palette: Mapping[str, str]) -> list[File]:
    badges = ((source, badge_of(source, provider.slug)) for source in sources for provider in source.data.providers)
    return [File(badge.src, _draw(source, badge.sentences, palette)) for source, badge in badges if badge]


def _submitted_rows(source: Source, slug: str) -> Iterator[ComparedRow]:
    rows = (row for of in source.published.values() for row in of.by_provider.get(slug, ()))
    return (row for row in rows if row.status not in NOT_GIVEN)


def _draw(source: Source, sentences: tuple[str, str], palette: Mapping[str, str]) -> str:
    name = source.standard.site_title.plain(source.locale.lang)
    frame = rectangle(0.5, 0.5, WIDTH - 1, HEIGHT - 1, "paper")
    frame.attrib |= {"rx": "6", "stroke": colour("hairline")}
    interval = element("path", d="M18 33V43M18 38H62M62 33V43", stroke=colour("accent"), stroke_width=2.4, fill="none")
    dot = element("circle", cx=42, cy=38, r=6.5, fill=colour("accent"))
    words = [
        text_line(78, 27, name, size=14, family=_FONTS, weight=700),
        text_line(78, 46, plain(sentences[0]), size=13.5, family=_FONTS),
        text_line(78, 64, plain(sentences[1]), size=12.5, family=_FONTS, ink="muted"),
    ]
    return draw_picture(
        WIDTH,
        HEIGHT,
        [frame, interval, dot, *words],
        palette,
        title=f"{name}: {' '.join(sentences)}",
        lang=source.locale.lang,
    )
