"""What several commands share: their options, opening the registry, and printing a report."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from modelsteward.domain.dates import Duration, parse_date, parse_duration
from modelsteward.errors import BadUsage, NoRegistry

if TYPE_CHECKING:
    from modelsteward.domain.findings import Report
    from modelsteward.domain.progress import Tell
    from modelsteward.domain.registry import Registry
    from modelsteward.store.files import WorkTree
    from modelsteward.store.index import Index

FindingFormat = Literal["text", "json", "sarif", "junit", "github", "gitlab", "markdown"]
FailOn = Literal["error", "warning", "note"]


def day_of(text: str, today: date | None = None) -> date:
    """A day as typed: `2027-01-31`, or `+P90D` and `-P90D` from `today` where that is given. Raises BadUsage."""
    try:
        if today is not None and text[:1] in ("+", "-"):
            span = parse_duration(text[1:])
            return span.after(today) if text.startswith("+") else span.before(today)
        return parse_date(text)
    except ValueError as error:
        hint = "write 2027-01-31" + (", or +P90D for a time from today" if today else "")
        with suppress(ValueError):
            parse_duration(text)
            hint = f"write 2027-01-31, or -{text} and +{text} for a time before and after today"
        raise BadUsage(f"`{text}` is no day: {error}", hint) from None


def _day(text: str) -> date:
    """A day that nothing can be counted from yet."""
    try:
        return day_of(text)
    except BadUsage as error:
        raise typer.BadParameter(error.message) from None


def duration(text: str) -> Duration:
    try:
        return parse_duration(text)
    except ValueError as error:
        raise typer.BadParameter(f"{error}") from None


Root = Annotated[
    Path | None,
    typer.Option(
        "--registry",
        "-C",
        metavar="DIR",
        envvar="STEWARD_REGISTRY",
        help="The registry's folder; else steward.yaml or registry/steward.yaml here or in a folder above.",
    ),
]
Today = Annotated[
    date | None, typer.Option(parser=_day, metavar="DATE", help="Judge as of this day (YYYY-MM-DD), not today.")
]
Within = Annotated[
    Duration | None,
    typer.Option(
        parser=duration, metavar="PERIOD", help="How far ahead to look, like P90D or P6M; else steward.yaml's window."
    ),
]
Format = Annotated[FindingFormat, typer.Option("--format", "-f", help="How to print what was found.")]
FailOnOption = Annotated[FailOn, typer.Option("--fail-on", help="Least severity that fails (exit code 1).")]
ExitZero = Annotated[bool, typer.Option("--exit-zero", help="Exit 0 whatever was found.")]
Select = Annotated[
    list[str] | None,
    typer.Option(metavar="CODES", help="Only these rules or families, like TM,AR102; may be repeated."),
]
Ignore = Annotated[
    list[str] | None, typer.Option(metavar="CODES", help="Not these rules or families; may be repeated.")
]


NoCache = Annotated[bool, typer.Option("--no-cache", help="Read every file anew, and keep nothing of what was read.")]
NoCacheAnyhow = Annotated[bool, typer.Option("--no-cache", help="As this command does anyhow: it keeps nothing.")]
"""The same for commands that read anew and keep nothing anyhow: scripts append it to whatever they call."""


def find_root(given: Path | None) -> Path:
    """The registry's folder: the one given, or the nearest here or above, up to the top of the repository."""
    here = _here()
    starts = [given] if given else [here, *here.parents]
    looked: list[Path] = []
    for folder in starts:
        for root in (folder, folder / "registry"):
            if (root / "steward.yaml").is_file():
                return root
            looked.append(root)
        if (folder / ".git").exists():
            break
    if bare := _bare_repository(given or here):
        raise NoRegistry(f"{bare} is a bare repository, which has no files", f"work in a clone of it: git clone {bare}")
    from modelsteward.store.sparse import hidden_registry

    if hint := hidden_registry(looked):
        raise NoRegistry("the registry is not checked out here (sparse checkout)", hint)
    if given is None:
        raise NoRegistry(
            "there is no registry here: no steward.yaml or registry/steward.yaml in this folder or one above it",
            "name its folder, as in `steward -C path/to/registry check`",
        )
    if not given.exists():
        raise NoRegistry(f"there is no folder {given}", "see that the path is right")
    if not given.is_dir():
        raise NoRegistry(f"{given} is not a folder", "name the folder that holds steward.yaml")
    raise NoRegistry(f"{given} is no registry: it holds no steward.yaml", "name the folder that holds steward.yaml")


def _here() -> Path:
    try:
        return Path.cwd()
    except FileNotFoundError:
        raise NoRegistry("the folder this was started in is gone", "go to one that is there: cd") from None


def _bare_repository(start: Path) -> Path | None:
    """The bare repository that a folder is, or lies in; what a work tree has in `.git` is none."""
    for folder in (start.absolute(), *start.absolute().parents):
        parts = (folder / "HEAD").is_file(), (folder / "objects").is_dir(), (folder / "refs").is_dir()
        if all(parts) and folder.name != ".git":
            return folder
    return None


@contextmanager
def open_registry(given: Path | None, no_cache: bool = False, *, ties: bool = False) -> Iterator[Registry]:
    """A whole registry, found and read, or (`ties`) what of it tells how cards are tied; cards are made when asked for.

    What is wrong with a steward.yaml that cannot be read is told on stderr.
    """
    from modelsteward.api.checking import read_all, read_ties
    from modelsteward.store.files import WorkTree

    root = find_root(given)
    files = WorkTree(root)
    with or_broken_policy(root, None), known(files, no_cache) as (index, tell):
        registry = (read_ties if ties else read_all)(files, index, tell)
        tell_unseen(files, registry)
        yield registry


@contextmanager
def known(files: WorkTree, no_cache: bool) -> Iterator[tuple[Index, Tell]]:
    """What is known of a registry already, and whom to tell how far the work is that is left to do."""
    from modelsteward.cli.progress import progress
    from modelsteward.store.index import indexed

    with indexed(files, not no_cache) as index:
        if index.doubt:
            note(f"STEWARD_CACHE_DIR is not used: {index.doubt}")
        with progress() as tell:
            yield index, tell


def tell_unseen(files: object, registry: Registry | None = None) -> None:
    """Say how many files were not looked at, for they are not checked out; nothing where nobody asked for one.

    Of a registry also which of those that it includes could not be read, where no finding tells that.
    """
    for one in registry.guests.missing if registry else ():
        note(f"{one.said}; {one.hint}")
    from modelsteward.store.files import WorkTree

    if isinstance(files, WorkTree) and (count := files.passed_over()):
        from modelsteward.domain.texts import amount

        what = f"{amount(count, 'file')} {'is' if count == 1 else 'are'} not checked out"
        note(f"{what} (sparse checkout), and so not looked at")


def finish(
    report: Report, root: Path, how: FindingFormat, fail_on: FailOn = "error", exit_zero: bool = False, *,
    by_owner: bool = False,
) -> None:  # fmt: skip
    """Print a report; exit 1 when it holds what fails. `by_owner` is for markdown."""
    from modelsteward.domain.findings import Severity

    write(rendered(report, root, how, by_owner=by_owner))
    if report.fails(Severity.of(fail_on)) and not exit_zero:
        raise typer.Exit(1)


def rendered(report: Report, root: Path, how: FindingFormat, *, by_owner: bool = False) -> str:
    """A report in a format, its paths as seen from here."""
    from modelsteward.report import renderer

    placed = report._replace(root=prefix(root, Path.cwd()), git_root=prefix(root, top(root)))
    if how == "text":
        from modelsteward.report.as_text import render

        return render(placed, colour=in_colour())
    if by_owner:
        from modelsteward.report.as_markdown import render as grouped

        return grouped(placed, by_owner=True)
    return renderer(how)(placed)


def write(text: str) -> None:
    """Print text that brings its own line ends."""
    sys.stdout.write(text)
    sys.stdout.flush()


def write_bytes(data: bytes) -> None:
    """Print what has line ends of its own that no system is to change."""
    sys.stdout.flush()
    sys.stdout.buffer.write(data)
    sys.stdout.buffer.flush()


def say(text: str, end: str = "\n") -> None:
    """Tell the person at the terminal, on stderr; what a card or a hook put into the text is made visible."""
    from modelsteward.report.escape import visible

    sys.stderr.write(visible(text) + end)
    sys.stderr.flush()


def note(text: str) -> None:
    """Say something that goes along with a command's output and is no part of it."""
    from modelsteward.cli.screen import fitting

    for line in fitting(f"steward: {text}"):
        say(line)


def in_colour() -> bool:
    """Whether to colour: on a terminal, unless NO_COLOR says otherwise (https://no-color.org); FORCE_COLOR insists."""
    if os.environ.get("NO_COLOR"):
        return False
    if os.environ.get("FORCE_COLOR"):
        return True
    return sys.stdout.isatty() and os.environ.get("TERM") != "dumb"


def prefix(root: Path, seen_from: Path) -> str:
    try:
        path = Path(os.path.relpath(root.resolve(), seen_from.resolve())).as_posix()
    except ValueError:  # another drive on Windows
        path = root.resolve().as_posix()
    return "" if path == "." else f"{path}/"


def top(root: Path) -> Path:
    """The top of the git repository around the registry; here, where there is none."""
    full = root.resolve()
    return next((folder for folder in (full, *full.parents) if (folder / ".git").exists()), Path.cwd())


@contextmanager
def or_broken_policy(root: Path, how: FindingFormat | None) -> Iterator[None]:
    """Where steward.yaml cannot be read, print what is wrong with it before giving up; None: for eyes, on stderr."""
    from modelsteward.store.loading import BrokenPolicy

    try:
        yield
    except BrokenPolicy as error:
        from modelsteward.api.judged import judge_broken_policy

        report = judge_broken_policy(error, root.resolve().name)
        if how is None:
            sys.stderr.write(rendered(report, root, "text"))
        else:
            write(rendered(report, root, how))
        raise
