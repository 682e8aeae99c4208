"""A bar for who waits at a terminal: after a second, on stderr, and gone in the end; nowhere else."""

from __future__ import annotations

import io
import os
import re
import subprocess
import sys
import threading
from collections.abc import Callable
from contextlib import ExitStack, redirect_stderr
from pathlib import Path

import pytest

from modelsteward.api.checking import Asked, check, read_all
from modelsteward.api.desk import Desk
from modelsteward.cli import progress as bars
from modelsteward.cli.main import main
from modelsteward.cli.progress import DELAY, is_watched, progress
from modelsteward.domain.progress import Step, Tell, adding, counted, nobody
from modelsteward.store.files import WorkTree
from modelsteward.store.index import Index, indexed
from modelsteward.store.stories import Limits, Telling


class Terminal(io.StringIO):
    """A text stream that says it is a terminal, and tells when something is on it."""

    def __init__(self) -> None:
        super().__init__()
        self.drawn = threading.Condition()

    def isatty(self) -> bool:
        return True

    def write(self, text: str) -> int:
        with self.drawn:
            written = super().write(text)
            self.drawn.notify_all()
        return written

    def __enter__(self) -> Terminal:
        """Be standard error; pytest's own would take the place of one that a fixture put there."""
        self._leaving = ExitStack()
        self._leaving.enter_context(redirect_stderr(self))
        return self

    def __exit__(self, *_: object) -> None:
        self._leaving.close()

    def wait_for(self, text: str) -> None:
        """Go on once a text is on it."""
        with self.drawn:
            assert self.drawn.wait_for(lambda: text in self.getvalue(), timeout=60), self.getvalue()


@pytest.fixture
def screen(monkeypatch: pytest.MonkeyPatch) -> Terminal:
    """A terminal as standard error, on which whoever waits is shown a bar at once."""
    for name in ("CI", "NO_COLOR", "FORCE_COLOR", "COLUMNS", "TTY_COMPATIBLE", "TTY_INTERACTIVE"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.setattr(bars, "DELAY", 0)
    return Terminal()


def left_on(text: str) -> list[str]:
    """The lines of a terminal once all was written, as far as a bar needs: lines, cursor up, and lines cleared."""
    lines, at = [""], 0
    for part in re.split(r"(\x1b\[[0-9;?]*[A-Za-z]|\r|\n)", text):
        if part == "\n":
            at += 1
            lines += [""] * (at + 1 - len(lines))
        elif part == "\x1b[1A":
            at -= 1
        elif part == "\x1b[2K":
            lines[at] = ""
        elif part and part != "\r" and not part.startswith("\x1b["):
            lines[at] = part if text.startswith(part) or not lines[at] else lines[at] + part
    return [line for line in lines if line.strip()]


# What the work tells


def test_what_is_counted_is_the_same_and_is_told_to_the_end() -> None:
    told: list[Step] = []
    assert list(counted(told.append, "reading", iter(range(100)), 100)) == list(range(100))
    assert [step.done for step in told] == [0, 32, 64, 96, 100]
    assert {(step.what, step.total) for step in told} == {("reading", 100)}
    assert list(counted(nobody, "reading", "abc", 3)) == ["a", "b", "c"]


def test_bytes_add_up_from_many_threads() -> None:
    told: list[Step] = []
    add = adding(told.append, "hashing", 4000)
    threads = [threading.Thread(target=lambda: [add(1) for _ in range(1000)]) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert told[-1] == Step("hashing", 4000, 4000, in_bytes=True)


def steps(work: Callable[[Tell], object]) -> list[str]:
    """What a piece of work says of itself, in order."""
    told: list[Step] = []
    work(told.append)
    assert all(step.done <= step.total for step in told if step.total)
    return list(dict.fromkeys(step.what for step in told))


def test_every_long_step_is_told(repo: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("STEWARD_CACHE_DIR", raising=False)
    root, none = repo / "registry", Index("", None)
    assert steps(lambda tell: check(WorkTree(root), none, Asked(), tell)) == [
        "looking at files",
        "reading files",
        "judging",
    ]
    assert steps(lambda tell: read_all(WorkTree(root), none, tell)) == ["looking at files", "reading files"]
    with indexed(WorkTree(root)) as index:
        check(WorkTree(root), index, Asked())
        assert steps(lambda tell: check(WorkTree(root), index, Asked(), tell)) == ["looking at files"]
    assert steps(lambda tell: list(Telling(root, "", Limits(), tell))) == [
        "asking git for its history",
        "reading commits",
    ]
    assert steps(lambda tell: Desk(root, tell=tell).whole()) == ["reading files"]
    near = steps(lambda tell: Desk(root, tell=tell).near("scorer", dependents=True))
    assert near == ["looking for what names it", "reading files"]


# What is shown


def test_a_bar_says_what_is_happening_and_goes(screen: Terminal) -> None:
    with screen, progress() as tell:
        tell(Step("reading files", 2500, 10000))
        screen.wait_for("2,500 of 10,000")
        tell(Step("hashing [x]", 3 * 1024 * 1024, 6 * 1024 * 1024, in_bytes=True))
        screen.wait_for("3 of 6 MiB")
        tell(Step("asking git"))
        screen.wait_for("asking git")
    assert "reading files" in screen.getvalue()
    assert "hashing [x]" in screen.getvalue()
    assert left_on(screen.getvalue()) == []
    assert "\x1b[?25l" not in screen.getvalue(), "the cursor is left alone"


def test_it_goes_where_the_work_fails_or_is_interrupted(screen: Terminal) -> None:
    for error in (ValueError, KeyboardInterrupt):
        with screen, pytest.raises(error), progress() as tell:
            tell(Step(f"before {error.__name__}"))
            screen.wait_for(f"before {error.__name__}")
            raise error
        assert left_on(screen.getvalue()) == []


def test_before_a_second_nothing_is_shown_nor_imported() -> None:
    """The second is one that never ends, and the work is done before it."""
    script = (
        "import sys; from modelsteward.cli import progress as bars; from modelsteward.domain.progress import Step\n"
        "assert bars.DELAY == 1.0\n"
        "bars.DELAY = 10**6\n"
        "bars.is_watched = lambda: True\n"
        "with bars.progress() as tell: tell(Step('reading', 1, 2))\n"
        "print('rich' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert (done.stdout, done.stderr) == ("False\n", "")
    assert DELAY == 1.0


def test_without_colour_there_is_a_bar_all_the_same(screen: Terminal, monkeypatch: pytest.MonkeyPatch) -> None:
    colour = re.compile(r"\x1b\[[0-9;]*(?:3[0-9]|9[0-7])[0-9;]*m")
    for no_colour in ("", "1"):
        monkeypatch.setenv("NO_COLOR", no_colour)
        with screen, progress() as tell:
            tell(Step(f"reading{no_colour}", 1, 2))
            screen.wait_for(f"reading{no_colour}")
        assert bool(colour.search(screen.getvalue())) is not bool(no_colour)
        screen.truncate(0)


@pytest.mark.parametrize(
    ("name", "value", "watched"),
    [("CI", "true", False), ("CI", "1", False), ("CI", "", True), ("CI", "false", True), ("TERM", "dumb", False), ("TERM", "xterm", True), ("NO_COLOR", "1", True)],
)  # fmt: skip
def test_who_watches(name: str, value: str, watched: bool, screen: Terminal, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(name, value)
    with screen, progress() as tell:
        assert is_watched() is watched
        assert (tell is nobody) is not watched


def test_a_pipe_or_nothing_at_all_does_not_watch(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("CI", raising=False)
    for stream in (io.StringIO(), None):
        with redirect_stderr(stream):
            assert not is_watched()


def test_a_terminal_that_takes_nothing_does_not_stop_the_work(
    screen: Terminal, monkeypatch: pytest.MonkeyPatch
) -> None:
    tried = threading.Event()

    def fail(text: str) -> int:
        tried.set()
        raise OSError("gone")

    monkeypatch.setattr(screen, "write", fail)
    with screen, progress() as tell:
        tell(Step("reading", 1, 2))
        assert tried.wait(60)


# Commands


@pytest.fixture
def slow(screen: Terminal, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """Let a step take until it is on the screen."""

    def wait(at: str) -> None:
        """`at` is a step; once it is on the screen the work goes on."""
        tell = bars._Bar.tell

        def telling(bar: bars._Bar, step: Step) -> None:
            tell(bar, step)
            if step.what == at:
                screen.wait_for(at)

        monkeypatch.setattr(bars._Bar, "tell", telling)

    return wait


COMMANDS = [
    (("check", "--format", "json"), "reading files"),
    (("check", "--no-cache"), "judging"),
    (("list", "--format", "json"), "reading files"),
    (("show", "scorer@1.2.0", "--format", "json"), "judging"),
    (("timeline", "--format", "json"), "reading files"),
    (("validate", "--format", "json"), "reading files"),
    (("validate", "--format", "json", "registry/models/scorer/1.2.0.yaml"), "reading files"),
    (("log", "--format", "json"), "reading commits"),
    (("resolve", "scoring"), "looking for what names it"),
    (("checklist", "scorer@1.2.0"), "looking for what names it"),
    (("retire", "scorer@1.2.0", "--dry-run", "--format", "json", "--reason", "No need."), "looking for what names it"),
    (("log",), "asking git for its history"),
    (("bump", "scorer", "--dry-run", "--format", "json"), "looking for what names it"),
    (
        (
            "register",
            "more",
            "--dry-run",
            "--format",
            "json",
            "--artifact",
            "weights.onnx",
            "--summary",
            "More.",
            "--owner",
            "data-science",
            "--origin",
            "in-house",
        ),
        "hashing",
    ),
]


@pytest.mark.parametrize(("words", "step"), COMMANDS, ids=[" ".join(words[:2]) for words, _ in COMMANDS])
def test_a_command_that_takes_long_shows_it_and_prints_the_same(
    words: tuple[str, ...], step: str, repo: Path, screen: Terminal, slow: Callable[[str], None],
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    (repo / "weights.onnx").write_bytes(b"weights" * 1000)
    monkeypatch.setenv("STEWARD_CACHE_DIR", "")
    monkeypatch.setenv("CI", "true")
    with screen:
        code = main(list(words))
        unwatched, said = capsys.readouterr().out, screen.getvalue()
        monkeypatch.delenv("CI")
        slow(step)
        assert main(list(words)) == code
    assert capsys.readouterr().out == unwatched
    assert step in screen.getvalue()
    assert left_on(screen.getvalue()[len(said) :]) == [line for line in said.split("\n") if line.strip()]


@pytest.mark.slow
@pytest.mark.skipif(os.name != "posix", reason="pseudo-terminals are POSIX's")
@pytest.mark.parametrize("env", [{}, {"CI": "true"}, {"TERM": "dumb"}, {"NO_COLOR": "1"}], ids=str)
def test_at_a_real_terminal_json_in_a_pipe_is_json_alone(house: Path, env: dict[str, str]) -> None:
    script = (
        "import sys; from modelsteward.cli import progress as bars; from modelsteward.cli.main import main\n"
        "bars.DELAY = 0\n"
        "drawn = bars.Event(); draw = bars._count; tell = bars._Bar.tell\n"
        "bars._count = lambda step: (drawn.set() if step.what == 'reading files' else None, draw(step))[1]\n"
        "def telling(bar, step):\n"
        "    tell(bar, step)\n"
        "    if step.what == 'reading files' and not drawn.wait(60): raise SystemExit(99)\n"
        "bars._Bar.tell = telling\n"
        "sys.exit(main(['--no-cache', 'check', '--today', '2030-01-01', '--format', 'json']))"
    )
    plain = subprocess.run(
        [sys.executable, "-m", "modelsteward", "--no-cache", "check", "--today", "2030-01-01", "--format", "json"],
        capture_output=True, check=False,
    )  # fmt: skip
    ours, theirs = os.openpty()
    base = {name: value for name, value in os.environ.items() if name not in ("CI", "NO_COLOR", "TERM")}
    process = subprocess.Popen(
        [sys.executable, "-c", script], stdout=subprocess.PIPE, stderr=theirs, env={**base, "TERM": "xterm", **env}
    )
    os.close(theirs)
    screen = b"".join(iter(lambda: _read(ours), b""))
    out, _ = process.communicate()
    os.close(ours)
    assert (process.returncode, out) == (plain.returncode, plain.stdout)
    text = screen.decode()
    if "CI" in env or env.get("TERM") == "dumb":
        assert text == ""
    else:
        assert "reading files" in text
        assert left_on(text) == []


def _read(terminal: int) -> bytes:
    try:
        return os.read(terminal, 4096)
    except OSError:  # how Linux says that the other end was closed
        return b""
