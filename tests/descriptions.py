"""Answers about a submission, as options of `open-comparisons protect`."""

from typing import Final

ANSWERED: Final = (
    *("--contact-role", "Kvalitetsansvarig"),
    *("--method-note", "Ur verksamhetssystemet."),
    *("--known-gaps", "Inga kända luckor."),
    *("--approved-by", "Verksamhetschef"),
)
