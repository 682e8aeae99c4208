"""Packs of duties: pinned, changed, added, and kept up to date."""
