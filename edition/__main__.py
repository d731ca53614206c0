"""`python -m edition`: the same as the command."""

import sys

from edition.cli import main

sys.exit(main())
