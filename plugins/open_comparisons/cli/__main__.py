"""Run the command as `python -m open_comparisons.cli`."""

import sys

from open_comparisons.cli.main import main

sys.exit(main())
