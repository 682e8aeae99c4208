"""Objects of git, many with one process."""

from __future__ import annotations

from collections.abc import Iterator

_KINDS = (b"blob", b"tree", b"commit", b"tag")
_LED_NOWHERE = (b"symlink", b"dangling", b"loop", b"notdir")
"""Links that git was told to follow out of the commit or to nothing; the next line says where to."""


def contents(answer: bytes) -> Iterator[bytes | None]:
    """What `git cat-file --batch` answered, in the order it was asked: a file's bytes, None for all else.

    Each object is a header line, its bytes and a line's end; of what git does not have there is only a line.
    """
    start = 0
    while (end := answer.find(b"\n", start)) >= 0:
        words = answer[start:end].split(b" ")
        start = end + 1
        if len(words) == 3 and words[1] in _KINDS and words[2].isdigit():
            stop = start + int(words[2])
            yield answer[start:stop] if words[1] == b"blob" else None
            start = stop + 1
        elif len(words) == 2 and words[0] in _LED_NOWHERE and words[1].isdigit():
            yield None
            start += int(words[1]) + 1
        else:
            yield None
