"""Comments of providers on their own figures, for the pages with these figures."""

from open_comparisons.knowledge.comments import comment_html
from open_comparisons.site.addresses import address
from open_comparisons.site.records import Comment
from open_comparisons.site.source import Source
from open_comparisons.site.texts import Work


def comments(source: Source, *, provider: str = "", measure: str = "", dataset: str = "") -> tuple[Comment, ...]:
    """
    The published comments, newest first; in the page's language where they have it.

    Args:
        source: Language and comments.
        provider, measure: Slug and id to select by; "" for all.
        dataset: Id of the dataset to select by; "" for all.
    """
    wanted = {"provider": provider, "measure": measure}
    return tuple(
        _comment(source, work)
        for work in source.library.comments
        if all(not value or work.any.values[name] == value for name, value in wanted.items())
        and (not dataset or work.any.values["release"].partition("/")[0] == dataset)
        and work.any.values["provider"] in source.directory.by_slug
    )


def _comment(source: Source, work: Work) -> Comment:
    locale, document = source.locale, work.best(source.locale.lang)
    dataset, _, release = document.values["release"].partition("/")
    measure, lang = source.standard.measures[document.values["measure"]].title.get(locale.lang)
    published = source.published.get(dataset)
    newest = published is not None and published.release.id == release
    provider = source.directory.by_slug[document.values["provider"]]
    role, reader = document.values["author_role"], document.values["read_by"]
    return Comment(
        anchor=f"kommentar-{document.slug}",
        title=document.title,
        lang=locale.other(document.lang),
        html=comment_html(document),
        provider=provider.name,
        url=f"{address(locale.lang, 'providers', provider.slug)}#kommentar-{document.slug}",
        measure=measure,
        measure_lang=locale.other(lang),
        signed=locale.t("comment.signed", role=role, date=locale.date(document.day), reader=reader),
        about="" if newest else locale.t("comment.older", release=release),
        example=document.is_example,
    )
