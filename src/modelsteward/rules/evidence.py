"""EV: Whether what speaks for a version can be relied on. The rules stand in modules of their own."""

from modelsteward.rules.engine import Family

EVIDENCE = Family("EV", "Evidence", "Whether what speaks for a version can be relied on.")
