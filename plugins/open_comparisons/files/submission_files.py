"""The files about what is sent with the figures: the schema of the description, and an example of one."""

from collections.abc import Iterator
from typing import Final

from open_comparisons.intake.handover.description import example_json
from open_comparisons.intake.handover.schema import description_schema
from open_comparisons.site.addresses import address
from open_comparisons.site.outputs import FileDraft
from open_comparisons.tools.store import digest

DESCRIPTION_SCHEMA: Final = f"{address('sv', 'standard')}lamning.schema.json"
DESCRIPTION_EXAMPLE: Final = f"{address('sv', 'standard')}lamning-exempel.json"
"""Addresses of the two files, the same in both languages."""


def submission_file_drafts() -> Iterator[FileDraft]:
    """The schema and the example, which follow from the code and its words alone."""
    for name, text in ((DESCRIPTION_SCHEMA, description_schema()), (DESCRIPTION_EXAMPLE, example_json())):
        yield FileDraft.single(name, text.encode, digest(text))
