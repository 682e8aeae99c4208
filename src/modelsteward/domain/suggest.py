"""The word that was probably meant."""

from collections.abc import Iterable

_LONGEST_SLIP = 100


def shown(text: str, most: int = 60) -> str:
    """A text in backquotes, cut to a length that fits a message."""
    return f"`{text if len(text) <= most else text[:most] + '…'}`"


def closest(word: str, known: Iterable[str]) -> str | None:
    """The known word most like `word`, or None when none is near."""
    if len(word) > _LONGEST_SLIP:
        return None
    from difflib import get_close_matches  # slow to import, and only needed once something is wrong

    table = {name.lower().replace("-", "_"): name for name in known}
    near = get_close_matches(word.lower().replace("-", "_"), table, n=1, cutoff=0.6)
    return table[near[0]] if near else None


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """`did you mean `owner`?`, or nothing."""
    near = closest(word, known)
    return f"did you mean `{near}`?" if near else ""


def one_of(names: Iterable[str]) -> str:
    """`a, b or c`."""
    *rest, last = names or [""]
    return f"{', '.join(rest)} or {last}" if rest else last
