"""What was fetched before, kept beside the index: a server that says it is as it was then need not send it again.

Only what anybody may fetch is kept: nothing of an address with a password or a query in it, which may be a key. What
is damaged, or lies where others could have put it, is as good as absent: the file is fetched anew.
"""

from __future__ import annotations

import json
import os
import stat
import tempfile
import time
from collections.abc import Callable
from contextlib import suppress
from hashlib import sha256
from typing import NamedTuple
from urllib.parse import urlsplit

from modelsteward.store.fetching import Fetched, Validators, fetch
from modelsteward.store.indexhome import Home, find_home, share_with_others
from modelsteward.store.sharing import make_own_folder
from modelsteward.store.web import LIMITS, Limits

_MOST = 20
"""Files that are kept; the one used longest ago goes first."""
_LONGEST_HEAD = 4096
_LATER = getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)


class _Kept(NamedTuple):
    data: bytes
    validators: Validators
    content_type: str


def fetch_or_recall(
    url: str,
    root: str,
    *,
    limits: Limits = LIMITS,
    sleep: Callable[[float], None] = time.sleep,
    clock: Callable[[], float] = time.monotonic,
) -> Fetched:
    """What lies at an address, for the registry in a folder; `unchanged` if it is what came the time before.

    Raises NotFetched. That something is kept helps nobody whose server does not answer: old news is not given as new.
    """
    file = _file(url, root)
    kept = _read(file, limits) if file else None
    got = fetch(url, known=kept.validators if kept else None, limits=limits, sleep=sleep, clock=clock)
    if kept and got.unchanged:
        with suppress(OSError):
            os.utime(file)
        return got._replace(data=kept.data, content_type=kept.content_type)
    if file:
        with suppress(OSError):
            _keep(file, got)
    return got


def _file(url: str, root: str) -> str:
    """Where it is kept; empty where it is not."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return ""
    if parts.query or "@" in parts.netloc:
        return ""
    home = find_home(os.path.realpath(root))
    if not isinstance(home, Home) or home.now is None:
        return ""
    folder = os.path.join(os.path.dirname(home.file), "fetched")
    try:
        make_own_folder(folder)
        is_ours = stat.S_ISDIR(os.lstat(folder).st_mode)
    except OSError:
        return ""
    return os.path.join(folder, sha256(url.encode("utf-8", "surrogatepass")).hexdigest()[:32]) if is_ours else ""


def _read(file: str, limits: Limits) -> _Kept | None:
    try:
        with open(os.open(file, os.O_RDONLY | _LATER), "rb") as opened:
            found = os.fstat(opened.fileno())
            if not stat.S_ISREG(found.st_mode) or found.st_size > limits.bytes + _LONGEST_HEAD:
                return None
            head, data = json.loads(opened.readline(_LONGEST_HEAD)), opened.read()
        if head["sha256"] != sha256(data).hexdigest():
            return None
        validators = Validators(str(head["etag"]), str(head["last_modified"]))
        return _Kept(data, validators, str(head["content_type"])) if any(validators) and data else None
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        return None


def _keep(file: str, got: Fetched) -> None:
    """Put it there in one step, or take away what lies there where no server could know it again. Raises OSError."""
    if not (got.etag or got.last_modified):
        with suppress(FileNotFoundError):
            os.unlink(file)
        return
    head = {
        "etag": got.etag, "last_modified": got.last_modified, "content_type": got.content_type[:100],
        "sha256": sha256(got.data).hexdigest(),
    }  # fmt: skip
    folder = os.path.dirname(file)
    handle, temporary = tempfile.mkstemp(dir=folder, prefix=".")
    try:
        with os.fdopen(handle, "wb") as opened:
            opened.write(json.dumps(head).encode() + b"\n" + got.data)
        os.replace(temporary, file)
    except BaseException:
        with suppress(OSError):
            os.unlink(temporary)
        raise
    share_with_others(file)
    _let_old_ones_go(folder)


def _let_old_ones_go(folder: str) -> None:
    with os.scandir(folder) as found:
        files = sorted((one for one in found if one.is_file()), key=lambda one: one.stat().st_mtime_ns, reverse=True)
    for old in files[_MOST:]:
        os.unlink(old.path)
