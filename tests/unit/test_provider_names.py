"""Providers of one name are told apart by municipality, and by their number where that is not enough."""

from dataclasses import replace

from open_comparisons.intake.provider import tell_apart
from tests.submitted_rows import OAK, STANDARD


def names_of(*providers):
    """The names that readers see."""
    return [provider.name for provider in tell_apart(providers, STANDARD.areas)]


def test_a_name_of_its_own_stays():
    """Nothing is added where one name stands for one provider."""
    assert names_of(OAK, replace(OAK, name="Asken")) == ["Eken", "Asken"]


def test_a_shared_name_gets_its_municipality():
    """Also where case and spaces differ, which readers do not see as another name."""
    other = replace(OAK, id="556703-7485", name="EKEN", area_code="1480")
    assert names_of(OAK, other) == ["Eken (Norrköping)", "EKEN (Göteborg)"]


def test_a_shared_name_and_municipality_gets_the_number():
    """Two homes of one name may be in one town."""
    third = replace(OAK, id="556703-7485")
    elsewhere = replace(OAK, id="212000-1355", area_code="1480")
    assert names_of(OAK, third, elsewhere) == [
        "Eken (Norrköping, 455001-0005)",
        "Eken (Norrköping, 556703-7485)",
        "Eken (Göteborg)",
    ]


def test_the_name_of_the_directory_is_kept_for_files():
    """Files to download have the name as it was handed in, beside the number."""
    told = tell_apart((OAK, replace(OAK, id="556703-7485", area_code="1480")), STANDARD.areas)
    assert [provider.directory_name for provider in told] == ["Eken", "Eken"]
