"""Primary suppression alone is not enough: what the attacker finds in Finland's published table."""

from collections import Counter

import pytest

from open_comparisons.audit.audit import attack
from open_comparisons.disclosure.builder import build_system
from open_comparisons.standard.loading import load_standard
from open_comparisons.standard.statuses import FEW
from tests.real.sotkanet import SOURCE_FOLDER, finnish, municipalities


@pytest.fixture(scope="module")
def found(real_folder, project):
    """The narrow cells of each municipality, and its rows."""
    standard = finnish(load_standard(project / "data" / "standard"))
    return {
        region: (rows, attack(build_system([rows], standard)).narrow)
        for region, rows in municipalities(real_folder(SOURCE_FOLDER), standard)
    }


def test_every_age_band_that_follows_by_subtraction_is_found(found):
    """The total and all but one of three age bands are shown in 1,090 of 6,798 municipality-years."""
    years, subtraction, missed = 0, 0, []
    for region, (published, narrow) in found.items():
        caught = {(watch.key.scope.start.year, watch.key.scope.split) for watch, _, _ in narrow}
        of_year = {}
        for row in published.rows:
            if not any(name == "kon" for name, _ in row.key.scope.split):
                of_year.setdefault(row.key.scope.start.year, []).append(row)
        for year, rows in of_year.items():
            years += 1
            hidden = [row for row in rows if row.status == FEW]
            if len(hidden) == 1 and hidden[0].key.scope.split:
                subtraction += 1
                if (year, hidden[0].key.scope.split) not in caught:
                    missed.append((region, year))
    assert (years, subtraction) == (6798, 1090)
    assert missed == []
    # Bands that several sums together cut short are found too.
    ways = Counter(through for _, narrow in found.values() for _, _, through in narrow)
    assert ways["sums"] > subtraction
    assert sum(1 for _, narrow in found.values() if narrow) > 250
