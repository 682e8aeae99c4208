"""Text from feeds, without what a screen would act upon."""

from __future__ import annotations


def clean(text: str) -> str:
    """The text with all that cannot be seen shown as an escape."""
    return text if text.isprintable() else "".join(one if one.isprintable() else ascii(one)[1:-1] for one in text)
