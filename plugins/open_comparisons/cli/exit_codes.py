"""Exit codes of the command."""

from typing import Final

NO_PROBLEMS: Final = 0
PROBLEMS: Final = 1
USAGE: Final = 2
INTERRUPTED: Final = 130
