"""Settings for building the site while working on it."""

import os
from pathlib import Path

from jinja2 import StrictUndefined

HERE = Path(__file__).parent

SITENAME = "Öppna utfall"
SITEURL = ""
RELATIVE_URLS = True
DEFAULT_LANG = "sv"
TIMEZONE = "Europe/Stockholm"

PATH = str(HERE / "content")
OUTPUT_PATH = str(HERE / "output")
THEME = str(HERE / "theme")
PLUGIN_PATHS = [str(HERE / "plugins")]
PLUGINS = ["open_comparisons"]

OPEN_COMPARISONS_DATA = os.environ.get("OPEN_COMPARISONS_DATA") or str(HERE / "data")
OPEN_COMPARISONS_CACHE = str(HERE / ".cache")
OPEN_COMPARISONS_SITE_ADDRESS = ""
OPEN_COMPARISONS_SEARCH = (
    os.environ.get("OPEN_COMPARISONS_SEARCH") != "0"
)  # for very large sites the index takes longer than the pages
# The lock of the provider's tool in the browser, which is there once `make tool` has fetched its parts.
OPEN_COMPARISONS_TOOL = str(HERE / "tool") if os.environ.get("OPEN_COMPARISONS_TOOL") != "0" else ""
OPEN_COMPARISONS_PUBLISHER_ID = ""  # organisation number, for data portals
OPEN_COMPARISONS_CONTACT_EMAIL = ""  # of the function that answers for the data
OPEN_COMPARISONS_WEBINARS = "Fokusfredag"
OPEN_COMPARISONS_MAGAZINE = "Humant"
OPEN_COMPARISONS_REPOSITORY = ""  # such as https://github.com/organisation/repository
OPEN_COMPARISONS_HOSTING = "github"  # or gitlab, gitea

# What editors write. Addresses stand in each file; see CONTRIBUTING.md.
PAGE_PATHS = ["sidor"]
ARTICLE_PATHS = []  # the plugin reads and checks artiklar/, webbinarier/ and humant/ by itself
STATIC_PATHS = ["bilder", "media"]
PAGE_TRANSLATION_ID = "slug"
DEFAULT_PAGINATION = False
MARKDOWN = {
    "extensions": [
        "markdown.extensions.def_list",
        "markdown.extensions.tables",
        "markdown.extensions.attr_list",
        "markdown.extensions.md_in_html",
        "markdown.extensions.toc",
        "markdown.extensions.meta",
        "open_comparisons.knowledge.terms",
    ],
    # Pelican adds this where it is missing, and with that changes the settings of the next build in the same process.
    "extension_configs": {},
    "output_format": "html5",
}

# Everything else that Pelican would write by itself is off: we own every template in use.
DIRECT_TEMPLATES = []
AUTHOR_SAVE_AS = CATEGORY_SAVE_AS = TAG_SAVE_AS = ""
ARCHIVES_SAVE_AS = AUTHORS_SAVE_AS = CATEGORIES_SAVE_AS = TAGS_SAVE_AS = ""
FEED_ALL_ATOM = CATEGORY_FEED_ATOM = TRANSLATION_FEED_ATOM = AUTHOR_FEED_ATOM = AUTHOR_FEED_RSS = None
THEME_STATIC_DIR = "theme"
THEME_STATIC_PATHS = ["static/images", "static/fonts"]

# A name that a template misspells stops the build, instead of leaving a hole in a page.
JINJA_ENVIRONMENT = {
    "autoescape": True,
    "trim_blocks": True,
    "lstrip_blocks": True,
    "extensions": [],
    "undefined": StrictUndefined,
}
CACHE_CONTENT = False
LOAD_CONTENT_CACHE = False
