"""Git asked one thing after another by one process: what a commit holds, and what git would make of a file."""

from __future__ import annotations

import subprocess
import weakref
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from tempfile import TemporaryFile
from typing import IO, NamedTuple

from modelsteward.errors import Refused
from modelsteward.store.gitrun import Said, start


class Object(NamedTuple):
    """What git keeps under a name."""

    id: str
    kind: str
    """`blob` or `tree`."""
    data: bytes


class TreeEntry(NamedTuple):
    """One line of a folder as git keeps it."""

    name: str
    mode: str
    """`100644` and the like for a file, `40000` for a folder, `120000` for a link, `160000` for another repository."""
    id: str
    """What git keeps under that name; of another repository the commit."""

    @property
    def is_file(self) -> bool:
        """Whether it is a file or a link."""
        return self.mode not in (FOLDER, REPOSITORY)


_AT_ONCE = 4096
"""Bytes of names that git is given before its answers are read: a pipe holds as many, so that neither waits."""
FOLDER, REPOSITORY = "40000", "160000"


class _Talk:
    """A git process that answers each line it is given; started with the first, ended with whoever asks."""

    def __init__(self, folder: str, *arguments: str) -> None:
        self._folder, self._arguments = folder, arguments
        self._process: subprocess.Popen[bytes] | None = None

    def ask(self, line: str) -> tuple[bytes, subprocess.Popen[bytes]]:
        """The line that answers a line, and the process, for what more it says. Raises Refused where git ended."""
        self.say(_spelled(line))
        return self.hear()

    def say(self, lines: bytes) -> None:
        """Give it lines, to be answered one after the other. Raises Refused where git ended."""
        if self._process is None:
            self._process = start(self._folder, *self._arguments)
            weakref.finalize(self, _end, self._process)
        stdin = self._process.stdin
        assert stdin is not None
        try:
            stdin.write(lines)
            stdin.flush()
        except OSError:
            raise self._ended() from None

    def hear(self) -> tuple[bytes, subprocess.Popen[bytes]]:
        """The line that answers the next of those given, and the process. Raises Refused where git ended."""
        process = self._process
        said = b""
        if process is not None and process.stdout is not None:
            with suppress(OSError):
                said = process.stdout.readline()
        if process is None or not said:
            raise self._ended()
        return said[:-1], process

    def _ended(self) -> Refused:
        self._process = None
        return Refused(f"`git {self._arguments[0]}` ended before it answered", "see what `git fsck` says")


def _spelled(line: str) -> bytes:
    return f"{line}\n".encode("utf-8", "surrogateescape")


def _end(process: subprocess.Popen[bytes], *others: IO[bytes]) -> None:
    """Let it end: its input is closed, and nobody reads on."""
    for pipe in (process.stdin, process.stdout, *others):
        if pipe is not None:
            try:
                pipe.close()
            except OSError:  # what was not written yet, to a process that is gone
                continue
    process.wait()


class Objects:
    """What a repository's objects hold, each asked for by a name such as `COMMIT:path`."""

    def __init__(self, folder: str) -> None:
        self._talk = _Talk(folder, "cat-file", "--batch")

    def get(self, name: str) -> Object | None:
        """The file or folder of that name; None where there is none. Raises Refused where git fails."""
        if "\n" in name:
            return None
        self._talk.say(_spelled(name))
        return self._heard()

    def several(self, names: Iterable[str]) -> Iterator[tuple[str, Object | None]]:
        """The same of many names, each with what it holds. Raises Refused where git fails."""
        asked: list[str] = []
        lines = b""
        for name in names:
            if "\n" in name:
                continue
            if len(lines) + len(line := _spelled(name)) > _AT_ONCE:
                yield from self._answered(asked, lines)
                asked, lines = [], b""
            asked.append(name)
            lines += line
        yield from self._answered(asked, lines)

    def _answered(self, names: Sequence[str], lines: bytes) -> list[tuple[str, Object | None]]:
        if names:
            self._talk.say(lines)
        return [(name, self._heard()) for name in names]

    def _heard(self) -> Object | None:
        header, process = self._talk.hear()
        words = header.split(b" ")
        if len(words) != 3 or not words[2].isdigit():
            return None
        assert process.stdout is not None
        size = int(words[2])
        data = process.stdout.read(size + 1)[:size]
        return Object(words[0].decode(), words[1].decode(), data)


class Hashes:
    """The ids that git would give to files of the work tree as they lie there, line ends and filters minded."""

    def __init__(self, folder: str) -> None:
        self._talk = _Talk(folder, "hash-object", "--stdin-paths")

    def get(self, path: str) -> str:
        """The id of a file, given from the top; empty where git cannot read it."""
        try:
            return "" if "\n" in path else self._talk.ask(path)[0].decode()
        except Refused:
            return ""


class Lines(Iterator[bytes]):
    """What git prints, line by line as it comes. It starts at once, and ends early where nobody reads on."""

    def __init__(self, folder: str, *arguments: str, failed: Callable[[Said], None]) -> None:
        """`failed` is told at the end, where git failed."""
        self._words = TemporaryFile()  # noqa: SIM115 - closed with the process
        self._process = start(folder, *arguments, stderr=self._words)
        self._failed = failed
        weakref.finalize(self, _end, self._process, self._words)

    def __next__(self) -> bytes:
        assert self._process.stdout is not None
        if line := self._process.stdout.readline():
            return line
        if code := self._process.wait():
            self._words.seek(0)
            self._failed(Said(code, b"", self._words.read().decode("utf-8", "replace")))
        raise StopIteration


def entries(tree: Object) -> Iterator[TreeEntry]:
    """The lines of a folder as git keeps it: mode, name and the id's bytes."""
    size, data, start_at = len(tree.id) // 2, tree.data, 0
    while (end := data.find(b"\0", start_at)) >= 0:
        mode, _, name = data[start_at:end].partition(b" ")
        start_at = end + 1 + size
        yield TreeEntry(name.decode("utf-8", "surrogateescape"), mode.decode(), data[end + 1 : start_at].hex())
