"""What those who did not answer could change: the values that a share would have if all of them had said no, or yes."""

import numpy as np
import pandas as pd


def nonresponse_range(lowest: pd.Series, highest: pd.Series, response_rate: pd.Series) -> pd.DataFrame:
    """
    The range of a share among all who were asked, whatever those who did not answer would have said.

    77.5 % among the 80 % who answered is at least 62 % and at most 82 % of all.

    Args:
        lowest, highest: The share among those who answered, a fraction: the ends of its band where it is banded, else
            both the same; shape (n,).
        response_rate: The part of those asked who answered, above 0 and at most 1; shape (n,).

    Returns:
        Columns "lower" and "upper", fractions; shape (n, 2), same index, missing where an input is missing, and where
        everybody answered, so that nothing is open.

    Source: Manski (1989), J. Hum. Resour. 24, 343-360.
    """
    rate = response_rate.to_numpy(dtype=float)
    open_rate = np.where((rate > 0) & (rate < 1), rate, np.nan)
    ends = {
        "lower": lowest.to_numpy(dtype=float) * open_rate,
        "upper": highest.to_numpy(dtype=float) * open_rate + (1 - open_rate),
    }
    return pd.DataFrame(ends, index=lowest.index)
