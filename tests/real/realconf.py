"""Settings for the sites of real published data: the same, with pages of their own about the site."""

import os
import sys
from pathlib import Path

sys.path.append(str(Path(__file__).parents[2]))
from pelicanconf import *  # noqa: F403

PATH = os.environ["OPEN_COMPARISONS_REAL_CONTENT"]
