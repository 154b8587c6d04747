"""The rows of a table with many providers, for the filter that runs in the browser."""

import json
from typing import Final

from open_comparisons.site.addresses import address
from open_comparisons.site.locales import plain
from open_comparisons.site.sentences import is_judged
from open_comparisons.site.source import Source
from open_comparisons.standard.model import Measure, TargetGroup

ROWS_FILE: Final = "rader.json"


def filter_rows(source: Source, group: TargetGroup, measure: Measure) -> str:
    """
    The rows of the table to filter, in one language and ready to be shown; they hold published figures only.

    Returns:
        JSON. "words" holds the categories' codes and words, "reasons" the reasons. Each of "rows" is: name, slug,
        number of the area, number of the form, value, interval, counts, and the numbers of its words and its reason.
        A number of -1 means none.
    """
    words = source.words[measure.id]
    published = source.published[group.dataset]
    compared = published.compared(group, measure)
    span = published.leads[group.id, compared[0].key][0]
    judged = is_judged(published.spreads[group.id, compared[0].key].periods[span]) if span else False
    areas = {region.slug: number for number, region in enumerate(source.directory.regions)}
    forms = {code: number for number, code in enumerate(source.standard.codes.ownership)}
    wordings: dict[tuple[str, str], int] = {}
    reasons: dict[str, int] = {}
    rows = []
    leads = [(each.instrument, published.leads[group.id, each.key][1]) for each in compared]
    present = (
        (provider, instrument, by_provider[provider.slug])
        for provider in source.providers_of(group)
        for instrument, by_provider in leads
        if provider.slug in by_provider
    )
    for provider, instrument, row in present:
        row_words = words.of(row)
        category = (row.category, row_words.words)
        # Where no provider can be compared, the page says so once.
        reason = plain(row_words.reason) if judged or not row_words.shown else ""
        rows.append(
            [
                provider.name,
                provider.slug,
                areas.get(source.directory.region_of[provider.slug].slug, -1),
                forms.get(provider.ownership, -1),
                plain(row_words.value),
                row_words.interval,
                " · ".join(part for part in (row_words.counts, instrument) if part),
                wordings.setdefault(category, len(wordings)) if judged and row_words.shown else -1,
                reasons.setdefault(reason, len(reasons)) if reason else -1,
            ]
        )
    content = {"words": list(wordings), "reasons": list(reasons), "rows": rows}
    return json.dumps(content, ensure_ascii=False, separators=(",", ":"))


def filter_file_name(source: Source, group: TargetGroup, measure: Measure) -> str:
    """The address of the rows, beside the page of the table."""
    return f"{address(source.locale.lang, 'target-groups', group.id, measure.id)}{ROWS_FILE}"
