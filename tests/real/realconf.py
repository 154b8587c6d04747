"""Settings for the site of real published data: the same, with its own pages about the site and its own drawings."""

import os
import sys
from pathlib import Path

sys.path.append(str(Path(__file__).parents[2]))
from pelicanconf import *  # noqa: F403
from pelicanconf import HERE

PATH = os.environ["OPEN_COMPARISONS_REAL_CONTENT"]
OPEN_COMPARISONS_CACHE = str(HERE / ".cache")
# The articles of the example site point at its pages and say that figures are invented.
ARTICLE_PATHS = []
