"""The statuses of a row, as files spell them."""

from typing import Final

OK: Final = "ok"
FEW: Final = "liten-taljare"
ALL_BUT_FEW: Final = "liten-rest"
SUPPRESSED: Final = "skyddad"
LOW_RESPONSE: Final = "for-fa-svar"
MISSING: Final = "saknas"
NOT_APPLICABLE: Final = "ej-tillampligt"
BANDED: Final = (FEW, ALL_BUT_FEW)
"""Statuses that show a protected range."""
WITH_FIGURE: Final = (OK, *BANDED)
"""Statuses that show a figure: a value, or a range."""
NOT_GIVEN: Final = (MISSING, NOT_APPLICABLE)
"""Statuses of rows without a figure because the provider did not, or could not, submit it."""
STATUSES: Final = (OK, FEW, ALL_BUT_FEW, SUPPRESSED, LOW_RESPONSE, MISSING, NOT_APPLICABLE)
