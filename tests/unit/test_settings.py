"""Settings of the plugin that are worked out from others."""

from pathlib import Path

import pytest

from open_comparisons.errors import OpenComparisonsError
from open_comparisons.settings import Settings

PLAIN = {"THEME": "theme", "PATH": "content", "OPEN_COMPARISONS_REPOSITORY": "https://code.example/org/site/"}


@pytest.mark.parametrize(
    ("hosting", "address"),
    [
        ("github", "https://code.example/org/site/edit/main/content/artiklar/a.sv.md"),
        ("gitlab", "https://code.example/org/site/-/edit/main/content/artiklar/a.sv.md"),
        ("gitea", "https://code.example/org/site/_edit/main/content/artiklar/a.sv.md"),
    ],
)
def test_a_text_can_be_changed_where_it_is_hosted(hosting, address):
    """Each hosting service has its own address for the editor of a file."""
    settings = Settings.from_pelican({**PLAIN, "OPEN_COMPARISONS_HOSTING": hosting})
    assert settings.edit_address.replace("{}", "content/artiklar/a.sv.md") == address


def test_without_a_repository_nothing_is_suggested():
    """An address that leads nowhere helps nobody."""
    assert Settings.from_pelican({**PLAIN, "OPEN_COMPARISONS_REPOSITORY": ""}).edit_address == ""


def test_an_unknown_hosting_service_is_refused():
    """The message says which there are."""
    with pytest.raises(OpenComparisonsError, match="github, gitlab, gitea"):
        Settings.from_pelican({**PLAIN, "OPEN_COMPARISONS_HOSTING": "elsewhere"})


def test_names_of_the_series_and_the_magazine_are_settings():
    """Another publisher has other names."""
    settings = Settings.from_pelican(
        {**PLAIN, "OPEN_COMPARISONS_WEBINARS": "Lunch", "OPEN_COMPARISONS_MAGAZINE": "Blad"}
    )
    assert settings.names == {"webinars": "Lunch", "magazine": "Blad"}
    assert settings.content_folder == Path("content")


def test_a_publisher_has_ten_digits_or_none():
    """Data portals know organisations by them; the hyphen is for people."""
    assert Settings.from_pelican({**PLAIN, "OPEN_COMPARISONS_PUBLISHER_ID": "559999-9999"}).publisher_id == "5599999999"
    assert Settings.from_pelican(PLAIN).publisher_id == ""
    with pytest.raises(OpenComparisonsError, match="ten digits"):
        Settings.from_pelican({**PLAIN, "OPEN_COMPARISONS_PUBLISHER_ID": "SE5599999999"})
