"""Stages: how far a version may go anywhere. Standard library only, so that any door may import it."""

FIXED_STAGES = ("production", "deprecated", "suspended", "retired", "destroyed")
"""Stages whose names have meaning and cannot be set. What comes before them is the registry's to name."""

SERVING_STAGES = frozenset({"production", "deprecated"})
"""Stages in which a version may serve; `deprecated` only until its sunset."""

ENDED_STAGES = frozenset({"retired", "destroyed"})
"""Stages of a tombstone: the card stays, nothing is expected of it any more."""
