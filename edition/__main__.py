"""`python -m edition`: the same as the command."""

from edition.cli import run

run()
