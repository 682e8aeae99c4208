"""Starting git: in the work tree meant and no other, whatever the environment says."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from contextvars import ContextVar
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO, NamedTuple

from modelsteward.errors import Refused, reason

_REDIRECTING = (
    "GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_COMMON_DIR", "GIT_OBJECT_DIRECTORY", "GIT_NAMESPACE",
    "GIT_ALTERNATE_OBJECT_DIRECTORIES", "GIT_PREFIX", "GIT_IMPLICIT_WORK_TREE", "GIT_INDEX_VERSION", "GIT_GRAFT_FILE",
    "GIT_SHALLOW_FILE", "GIT_QUARANTINE_PATH", "GIT_INTERNAL_SUPER_PREFIX", "GIT_LITERAL_PATHSPECS",
    "GIT_GLOB_PATHSPECS", "GIT_NOGLOB_PATHSPECS", "GIT_ICASE_PATHSPECS",
)  # fmt: skip
"""What would make git look elsewhere, as a hook's environment does. Identities, dates and settings stay."""

_LOOKING = {"LC_ALL": "C", "LANGUAGE": "", "GIT_OPTIONAL_LOCKS": "0"}
"""For what steward asks of git itself. A commit goes without: its hooks would inherit it."""


_GIT = ("git", "-c", "core.fsmonitor=false")
"""Git, without the daemon it may start, which would never give back what it was lent."""
_LENT: ContextVar[tuple[int, ...]] = ContextVar("lent", default=())
"""Open files that every git of this thread is given."""
_KEEPER = ("/bin/sh", "-c", 'trap : HUP INT QUIT TERM; "$@" >&2; exit $?', "steward")
"""Waits for a git that runs hooks, and has the lock as its output: git has it not, nor does what a hook leaves running.

So the lock ends with git where steward was killed, and not with somebody's daemon. The shell is told this one line;
git's arguments are none of its text.
"""
_LAST_WORDS = 40


class Said(NamedTuple):
    """What a git process came to."""

    code: int
    out: bytes
    err: str

    @property
    def text(self) -> str:
        """What it printed, without the line's end."""
        return os.fsdecode(self.out).rstrip("\n")

    def fields(self) -> list[str]:
        """What it printed with -z."""
        return os.fsdecode(self.out).split("\0")[:-1]


File = int | IO[bytes]


LONGEST = 20_000 if os.name == "nt" else 500_000
"""Characters of a command: Windows takes 32,767, macOS a million with the environment."""
_BY_PATH = frozenset(("status", "ls-files", "ls-tree", "diff-tree", "add"))
"""What says of many paths together the same as of each by itself."""


class Ask(NamedTuple):
    """A git command to be started."""

    arguments: tuple[str, ...]
    stdin: bytes = b""


def ask(folder: str, *arguments: str, stdin: bytes = b"", index: str | None = None) -> Said:
    """Run git in a folder and wait for it; `index` is another index than the work tree's."""
    return ask_all(folder, Ask(arguments, stdin), index=index)[0]


def ask_all(folder: str, *asked: Ask, index: str | None = None) -> list[Said]:
    """Run several git commands side by side: each costs its start, and they need not wait for one another.

    Raises Refused where git does not trust the folder: what it says then is no answer to anything.
    """
    if any(_is_long(one) for one in asked):
        return [_in_parts(folder, one, index) for one in asked]
    env = environment({**_LOOKING, **({"GIT_INDEX_FILE": index} if index else {})})
    with ExitStack() as leaving:
        started = [_start(folder, one.arguments, env, leaving) for one in asked]
        said = [_finish(process, one.stdin) for process, one in zip(started, asked, strict=True)]
    for one in said:
        require_trust(one.code, one.err)
    return said


def _is_long(one: Ask) -> bool:
    if one.arguments[0] not in _BY_PATH or one.stdin or sum(map(len, one.arguments)) <= LONGEST:
        return False
    return "--" in one.arguments[:-2]


def _in_parts(folder: str, one: Ask, index: str | None) -> Said:
    """A command that names more paths than a system takes at once, told of half of them and then of the rest."""
    if not _is_long(one):
        return ask_all(folder, one, index=index)[0]
    behind = one.arguments.index("--") + 1
    words, paths = one.arguments[:behind], one.arguments[behind:]
    half = len(paths) // 2
    first, second = (_in_parts(folder, Ask((*words, *some), one.stdin), index) for some in (paths[:half], paths[half:]))
    code = max(first.code, second.code)
    return Said(code if code > 1 else min(first.code, second.code), first.out + second.out, first.err + second.err)


def start(folder: str, *arguments: str, stderr: File = subprocess.DEVNULL) -> subprocess.Popen[bytes]:
    """Start a git that is asked or read line by line, and ends with that. It is lent nothing: it may outlast a move."""
    pipe = subprocess.PIPE
    with lending():
        command, env = [*_GIT, *arguments], environment(_LOOKING)
        return _popen(command, folder, env, stdin=pipe, stdout=pipe, stderr=stderr)


def must(folder: str, *arguments: str, stdin: bytes = b"", index: str | None = None) -> Said:
    """The same for a command that ought to succeed. Raises Refused with git's words where it does not."""
    said = ask(folder, *arguments, stdin=stdin, index=index)
    if said.code:
        raise refusal(said, arguments[0])
    return said


def refusal(said: Said, command: str) -> Refused:
    """Git's words as an error of ours."""
    return Refused(
        f"`git {command}` failed: {said.err.strip() or f'exit code {said.code}'}", "see what `git status` says"
    )


def require_trust(code: int, words: str) -> None:
    """Raise Refused where git failed since the folder is not its user's, as in a container of a CI system.

    What git then says to type is the same in every version and language.
    """
    for line in words.splitlines() if code else ():
        if "--add safe.directory" in line:
            raise Refused("git does not trust this folder: it belongs to somebody else", line.strip())


def commit(folder: str, message: str, env: Mapping[str, str], hooks: str | None = None) -> tuple[int | None, str]:
    """Run `git commit` with hooks and signing as the person has them; its exit code, and what it and they said.

    `hooks` is where the hooks are, if not where git would look. The code is None where Ctrl-C came: whether git
    committed is seen in HEAD then.
    """
    settings = ("-c", "gc.auto=0", "-c", "maintenance.auto=false", "-c", "i18n.commitEncoding=UTF-8")
    found = () if hooks is None else ("-c", f"core.hooksPath={hooks}")
    arguments = (*settings, *found, "commit", "--quiet", "--cleanup=verbatim", "--file=-")
    return run_hooked(folder, arguments, env, message.encode())


def run_hooked(
    folder: str, arguments: Sequence[str], env: Mapping[str, str] | None = None, stdin: bytes = b""
) -> tuple[int | None, str]:
    """Run a git that runs the person's hooks; its exit code, and what it and they said.

    What is said goes to a file and not a pipe, so that a git that outlives steward finds no broken pipe. The code is
    None where Ctrl-C came; git has ended then as well.
    """
    with TemporaryFile() as said, TemporaryFile() as told:
        told.write(stdin)
        told.seek(0)
        lent = _LENT.get()
        keeper, out = (_KEEPER, lent[0]) if lent and os.name == "posix" else ((), said)
        with lending():
            process = _popen(
                [*keeper, *_GIT, *arguments], folder, environment(env or {}), stdin=told, stdout=out, stderr=said
            )
        code = _wait(process)
        said.seek(0)
        return code, said.read().decode("utf-8", "replace")


def last_words(said: str, code: int) -> str:
    """The end of what a git and its hooks said, which is where they say why."""
    return "\n".join(said.strip().splitlines()[-_LAST_WORDS:]) or f"exit code {code}"


def was_killed(code: int) -> bool:
    """Whether a git with this exit code was ended by a signal, and so had no time to take its locks away."""
    return code < 0 or code > 128


def tidy_objects(folder: str) -> None:
    """Let git see whether its objects want packing; what that leaves running holds no lock of ours."""
    with lending():
        ask(folder, "maintenance", "run", "--auto", "--quiet")


@contextmanager
def lending(*handles: int) -> Iterator[None]:
    """Give these open files to every git that is started meanwhile: the lock, that all who work for a move hold."""
    before = _LENT.set(handles)
    try:
        yield
    finally:
        _LENT.reset(before)


def environment(more: Mapping[str, str]) -> dict[str, str]:
    """This process's environment without what redirects git, and with more."""
    return {**{name: value for name, value in os.environ.items() if name not in _REDIRECTING}, **more}


def committer(root: Path) -> str:
    """The e-mail address git would commit with. Raises Refused where it has none."""
    return identity(ask(os.fspath(root), "var", "GIT_COMMITTER_IDENT"))


def identity(said: Said) -> str:
    """The address in what `git var GIT_COMMITTER_IDENT` said. Raises Refused where it has none."""
    if said.code or not (address := said.text.rpartition(">")[0].rpartition("<")[2]):
        raise Refused(
            "git does not know who commits",
            'git config --global user.name "Your Name"; git config --global user.email you@example.org',
        )
    return address


def _start(folder: str, arguments: Sequence[str], env: dict[str, str], leaving: ExitStack) -> subprocess.Popen[bytes]:
    pipe = subprocess.PIPE
    literal = () if arguments[0] == "check-ignore" else ("--literal-pathspecs",)  # which that one does not know
    command = [*_GIT, *literal, *arguments]
    process = leaving.enter_context(_popen(command, folder, env, stdin=pipe, stdout=pipe, stderr=pipe))
    leaving.callback(_end, process)
    return process


def _finish(process: subprocess.Popen[bytes], stdin: bytes) -> Said:
    out, err = process.communicate(stdin)
    return Said(process.returncode, out, err.decode("utf-8", "replace"))


def _end(process: subprocess.Popen[bytes]) -> None:
    """Let a git end whose answer nobody wants any more: not killed, so that it takes its locks away first."""
    if process.poll() is None:
        process.terminate()
        process.wait()


def _popen(
    command: list[str], folder: str, env: dict[str, str], *, stdin: File, stdout: File, stderr: File
) -> subprocess.Popen[bytes]:
    lent = _LENT.get() if os.name == "posix" else ()
    try:
        return subprocess.Popen(command, cwd=folder, env=env, stdin=stdin, stdout=stdout, stderr=stderr, pass_fds=lent)
    except OSError as error:
        if isinstance(error, FileNotFoundError) and os.path.isdir(folder):
            raise Refused("git is not installed, or not on the PATH", "install git: https://git-scm.com") from None
        raise Refused(f"git cannot be started in {folder}: {reason(error)}", "mend that first") from None


def _wait(process: subprocess.Popen[bytes]) -> int | None:
    """Wait for the end. Ctrl-C reaches git too, which then ends in order; killing it would leave its locks behind.

    What a wait says that was interrupted means nothing: it may be 0 for a process whose end was lost.
    """
    interrupted = False
    while True:
        try:
            code = process.wait()
        except KeyboardInterrupt:
            if interrupted:
                process.terminate()
            interrupted = True
        else:
            return None if interrupted else code
