"""The entry point of `steward`, and the one place where errors become exit codes."""

from __future__ import annotations

import errno
import gc
import os
import sys
from contextlib import suppress

from modelsteward.about import VERSION
from modelsteward.errors import Exit, StewardError

_NO_ROOM = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EIO)
"""Why a file cannot be written to that is open. Where it is one of the registry's, whoever writes it has said so."""


def main(argv: list[str] | None = None) -> int:
    """Run steward; the exit code. Nothing a user does ends in a traceback."""
    args = sys.argv[1:] if argv is None else argv
    try:
        return _run(args)
    except SystemExit as leave:
        if isinstance(leave.__context__, BrokenPipeError):  # which typer turns into 1
            return _unheard()
        code = leave.code if isinstance(leave.code, int) else Exit.OK
        return _interrupted() if code == Exit.INTERRUPTED else code  # typer's word for Ctrl-C
    except StewardError as error:
        _complain(error.message, error.hint)
        return error.exit_code
    except KeyboardInterrupt:
        return _interrupted()
    except BrokenPipeError:  # the reader of our output went away, as `head` does
        return _unheard()
    except Exception as error:
        if isinstance(error.__cause__, KeyboardInterrupt):  # Python wraps it where it comes while a class is made
            return _interrupted()
        if isinstance(error, OSError) and error.filename is None and error.errno in _NO_ROOM:
            why = (error.strerror or "").lower()
            _complain(f"the output cannot be written: {why}", "see that there is room for it")
            return _unheard()
        if os.environ.get("STEWARD_DEBUG"):
            raise
        _complain(
            f"a bug in steward: {type(error).__name__}: {error}",
            "run it again with STEWARD_DEBUG=1 and report what it prints",
        )
        return Exit.BUG


def _run(args: list[str]) -> int:
    """Run what is meant; the exit code, unless typer leaves with it."""
    if args == ["--version"]:
        print(f"steward {VERSION}", flush=True)  # noqa: T201 - before anything that prints is imported
        return Exit.OK
    _survive_encodings()
    if "validate" in args:
        from modelsteward.cli.hook import short_way

        if (code := short_way(args)) is not None:
            return code
    from modelsteward.cli.app import app, help_of

    if (text := help_of(args)) is not None:
        print(text, flush=True)  # noqa: T201 - as typer does
        return Exit.OK
    app(_command(args))(args=args, prog_name="steward")
    return Exit.OK


def _command(args: list[str]) -> str:
    """The command that is meant, as far as that can be told: the first word that is not part of `-C DIR`."""
    rest = iter(args)
    for word in rest:
        if word in ("-C", "--registry"):
            next(rest, None)
        elif not word.startswith(("-C", "--registry=")):
            return word
    return ""


def run() -> None:
    """The entry point: a process of its own, made to start quickly.

    What is imported and read stays to the end, so looking for garbage would find none. pydantic would
    otherwise ask every installed package for plugins.
    """
    try:
        gc.disable()
        os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")
        _open_what_is_closed()
        code = main()
        gc.freeze()  # and lets the interpreter end without looking through all of it once more
    except KeyboardInterrupt:  # before `main` looks out for it, or after
        code = Exit.INTERRUPTED
    sys.exit(code)


def _open_what_is_closed() -> None:
    """Have /dev/null for a stream that was closed before the start, as with `>&-`.

    The next file that is opened would get its number, and git would write into that what it prints.
    """
    if None not in (sys.stdin, sys.stdout, sys.stderr):
        return
    while (number := os.open(os.devnull, os.O_RDWR)) <= 2:
        os.set_inheritable(number, True)
    os.close(number)
    for number, (name, mode) in enumerate((("stdin", "r"), ("stdout", "w"), ("stderr", "w"))):
        if getattr(sys, name) is None:
            setattr(sys, name, open(number, mode, encoding="utf-8", closefd=False))  # noqa: SIM115 - to the end


def _unheard() -> int:
    """The exit code where nobody hears what we print; what is left of it goes nowhere."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return Exit.PIPE


def _interrupted() -> int:
    if sys.stderr.isatty():  # the shell's prompt on a line of its own
        sys.stderr.write("\n")
    return Exit.INTERRUPTED


def _complain(message: str, hint: str) -> None:
    from modelsteward.report.escape import visible

    first, *rest = message.split("\n")  # what a hook said has lines
    said = [f"steward: {visible(first)}", *(f"  {visible(line)}" for line in rest)]
    said += [f"  {visible(hint)}"] if hint else []
    if sys.stderr.isatty():
        from modelsteward.cli.screen import fitting

        said = [line for one in said for line in fitting(one)]
    with suppress(OSError):  # nowhere is left to say it
        sys.stderr.write("".join(f"{line}\n" for line in said))


def _survive_encodings() -> None:
    """Never fail for a character that the terminal cannot show, or a byte typed that is no text; what is made of such a
    byte is refused where a card would hold it. Files and pipes are UTF-8."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure:
            reconfigure(errors="backslashreplace", **({} if stream.isatty() else {"encoding": "utf-8"}))
    if reconfigure := getattr(sys.stdin, "reconfigure", None):
        reconfigure(errors="surrogateescape")
