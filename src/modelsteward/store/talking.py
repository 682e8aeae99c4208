"""Git asked one thing after another by one process: what a commit holds, and what git would make of a file."""

from __future__ import annotations

import subprocess
import weakref
from collections.abc import Callable, Iterator
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


FOLDER, REPOSITORY = "40000", "160000"


class _Talk:
    """A git process that answers each line it is given; started with the first, ended with whoever asks."""

    def __init__(self, folder: str, *arguments: str) -> None:
        self._folder, self._arguments = folder, arguments
        self._process: subprocess.Popen[bytes] | None = None

    def ask(self, line: str) -> tuple[bytes, subprocess.Popen[bytes]]:
        """The line that answers a line, and the process, for what more it says. Raises Refused where git ended."""
        if self._process is None:
            self._process = start(self._folder, *self._arguments)
            weakref.finalize(self, _end, self._process)
        process = self._process
        stdin, stdout = process.stdin, process.stdout
        assert stdin is not None
        assert stdout is not None
        try:
            stdin.write(f"{line}\n".encode("utf-8", "surrogateescape"))
            stdin.flush()
            said = stdout.readline()
        except OSError:
            said = b""
        if not said:
            self._process = None
            raise Refused(f"`git {self._arguments[0]}` ended before it answered", "see what `git fsck` says")
        return said[:-1], process


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
        header, process = self._talk.ask(name)
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
