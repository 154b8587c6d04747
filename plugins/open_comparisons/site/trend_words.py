"""Words for the trend of a provider's own years."""

from open_comparisons.estimates.rows import ComparedRow
from open_comparisons.estimates.series import TOO_FEW_YEARS
from open_comparisons.estimates.trends import UNKNOWN
from open_comparisons.site.locales import Locale


def trend_words(row: ComparedRow, locale: Locale) -> str:
    """
    The trend of a compared row in a few words, without a capital or a full stop, for a cell or a sentence.

    Args:
        row: Has trend, trend_reason and trend_years_missing of `estimates.series.with_trends`.
        locale: The language.

    Returns:
        Words for rising, falling or no certain change; without a judgement, the years still needed or the reason.
    """
    if row.trend != UNKNOWN:
        return locale.t(f"trend.{row.trend}")
    if row.trend_reason == TOO_FEW_YEARS:
        return locale.t("trend.years-missing", count=int(row.trend_years_missing))
    return locale.t("trend.no-interval" if row.trend_reason == "inget-intervall" else "trend.unknown")
