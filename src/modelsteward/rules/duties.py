"""DU: Duties that laws and standards ask for, and the packs that name them."""

from __future__ import annotations

from modelsteward.rules.engine import Family

DUTIES = Family("DU", "Duties", "What laws and standards ask for, and whether the packs that say so are sound.")
