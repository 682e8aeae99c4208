"""`python -m modelsteward`."""

from modelsteward.cli.main import run

run()
