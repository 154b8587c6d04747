"""Settings for the site as it is published: the same, with the site's own address; every release must be sealed."""

import os
import sys
from pathlib import Path

sys.path.append(str(Path(__file__).parent))
from pelicanconf import *  # noqa: F403

OPEN_COMPARISONS_SITE_ADDRESS = os.environ.get("OPEN_COMPARISONS_SITE_ADDRESS", "https://oppnautfall.example")
OPEN_COMPARISONS_SEALED = True
OPEN_COMPARISONS_CACHE = os.environ.get("OPEN_COMPARISONS_CACHE") or OPEN_COMPARISONS_CACHE
OPEN_COMPARISONS_PUBLISHER_ID = os.environ.get("OPEN_COMPARISONS_PUBLISHER_ID", "")
OPEN_COMPARISONS_CONTACT_EMAIL = os.environ.get("OPEN_COMPARISONS_CONTACT_EMAIL", "")
