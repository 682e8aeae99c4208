"""Which paths a place on a card means on this machine, and whether what does not lie there is known to be gone."""

from __future__ import annotations

import errno
import os
import re
import unicodedata
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

from modelsteward.domain.erasing import Result
from modelsteward.errors import reason
from modelsteward.store.gitplace import find_place
from modelsteward.store.places.reading import named

MOUNTS = {"/mnt": 1, "/media": 2, "/run/media": 2, "/Volumes": 1}
"""Where systems mount volumes, and how many folders further down at most."""
TABLE = "/etc/fstab"
"""What shall be mounted on this machine."""


class Meant(NamedTuple):
    """What a place means here."""

    paths: tuple[str, ...] = ()
    """Absolute; of a path that was written from another folder, each that it may mean."""
    fault: str = ""
    """Why it means nothing on this machine."""
    doubt: str = ""
    """Why it shows nothing when nothing lies there."""
    guess: str = ""
    """The same, unless it is on record that something lay there: why it may mean something else."""


class Absence(NamedTuple):
    """What it says when nothing lies at a path."""

    result: Result
    why: str


def meant(place: str, root: Path) -> Meant:
    """The paths that a place means. Relative ones count from the top of the work tree, or the registry's folder."""
    if "\0" in place or not place.strip():
        return Meant(fault="it is no path")
    path = place
    if place[:5].lower() == "file:":
        path, fault = _of_uri(place[5:])
        if fault:
            return Meant(fault=fault)
    if os.name != "nt" and re.match(r"[A-Za-z]:[\\/]|\\\\|//", path):
        return Meant(fault="it is a path of Windows, and this machine runs another system")
    doubt = ""
    if path.startswith("~"):
        doubt = "`~` is the home of whoever looks, and the card does not say whose it means" if path[1:2] in "/" else ""
        path = os.path.expanduser(path)
        if path.startswith("~"):
            return Meant(fault="nobody here has a home of that name")
    guess = next((why for pattern, why in _SIGNS if re.search(pattern, path)), "")
    if os.path.isabs(path):
        return _plain([path], doubt, guess)
    found = find_place(root)
    starts = dict.fromkeys([found.top if found else os.path.realpath(root), os.path.realpath(root)])
    return _plain([os.path.join(start, path) for start in starts], doubt, guess or _from_elsewhere(path, starts))


_SIGNS = (
    (r"\$\w|\$\{|%\w+%", "it may hold a variable, which has another value for everybody: write the path itself"),
    (r"[*?\[]", "it may be a pattern for several files: write each path"),
    *(((r"\\", "it may be a path of Windows, and this machine runs another system"),) if os.name != "nt" else ()),
)
"""What stands in few names of files, and in many texts that are none."""


def _from_elsewhere(path: str, starts: Iterable[str]) -> str:
    """Why a relative path may count from another folder; empty where its first folder lies where it should."""
    parts = Path(os.path.normpath(path)).parts
    if any(os.path.lexists(os.path.join(start, parts[0])) for start in starts):
        return ""
    return f"it is a relative path, and nothing shows that it counts from {' or '.join(map(named, starts))}"


def alike(path: str) -> str:
    """Something in the nearest folder whose name differs only in its case or in how its letters are put together."""
    inner, folder = path, os.path.dirname(path)
    while folder != inner and not os.path.lexists(folder):
        inner, folder = folder, os.path.dirname(folder)
    name = os.path.basename(inner)
    try:
        names = os.listdir(folder)
    except OSError:
        return ""
    return next((os.path.join(folder, one) for one in names if one != name and _folded(one) == _folded(name)), "")


def _folded(name: str) -> str:
    return unicodedata.normalize("NFKC", name).casefold()


def _plain(paths: list[str], doubt: str, guess: str) -> Meant:
    """The same without `..` and the like, where that changes nothing."""
    plain = [os.path.normpath(path) for path in paths]
    for path, short in zip(paths, plain, strict=True):
        if ".." in Path(path).parts and os.path.realpath(path) != os.path.realpath(short):
            return Meant(fault="it goes upwards from a folder that is a link: write the path without `..`")
    return Meant(tuple(dict.fromkeys(plain)), doubt=doubt, guess=guess)


def _of_uri(rest: str) -> tuple[str, str]:
    """The path in what stands behind `file:`, or why there is none."""
    from urllib.parse import unquote_to_bytes

    if rest.startswith("//"):
        host, _, path = rest[2:].partition("/")
        if host.lower() not in ("", "localhost", "127.0.0.1", "[::1]"):
            return "", f"it lies on the machine {named(host)}"
        rest = f"/{path}"
    path = os.fsdecode(unquote_to_bytes(rest))
    return (path.lstrip("/") if os.name == "nt" and re.match(r"/[A-Za-z]:", path) else path), ""


def through_a_link(path: str) -> str:
    """The link that a path is or leads through, and where that leads; empty where there is none."""
    parts = Path(path).parts
    for depth in range(1, len(parts) + 1):
        part = os.path.join(*parts[:depth])
        if os.path.islink(part):
            return f"{named(part)} is a link to {named(os.path.realpath(part))}"
    return ""


def absence(path: str) -> Absence | None:
    """What it says that nothing lies at a path; None where something does."""
    try:
        os.lstat(path)
    except FileNotFoundError:
        return _chain(path)
    except NotADirectoryError:
        return Absence("not proven", "a file lies where a folder of this path should be")
    except (OSError, ValueError) as error:
        return _unseen(path, error)
    return None


def _chain(path: str) -> Absence:
    """Gone only if the nearest folder that is there could be listed and does not name it, and no volume is amiss."""
    inner, folder = path, os.path.dirname(path)
    while folder != inner:
        try:
            os.stat(folder)
            break
        except FileNotFoundError:
            if os.path.islink(folder):
                leads_to = named(os.path.realpath(folder))
                return Absence("not proven", f"{named(folder)} is a link to {leads_to}, where nothing lies")
        except OSError as error:
            return _unseen(folder, error)
        inner, folder = folder, os.path.dirname(folder)
    else:
        return Absence("not proven", f"there is no {named(folder)} here")
    try:
        names = os.listdir(folder)
    except NotADirectoryError:
        return Absence("not proven", f"{named(folder)} is no folder")
    except OSError as error:
        return _unseen(folder, error)
    if os.path.basename(inner) in names:
        return Absence("not proven", f"{named(inner)} came and went while it was looked for")
    if missing := missing_volume(path) or missing_volume(os.path.realpath(path)):
        return Absence("not proven", missing)
    return Absence("gone", f"{named(folder)} holds no {named(os.path.basename(inner))}")


def _unseen(path: str, error: OSError | ValueError) -> Absence:
    said = reason(error) if isinstance(error, OSError) else "it is no path"
    if isinstance(error, OSError) and error.errno == errno.ELOOP:
        said = "links that lead round"
    return Absence("not checked", f"{named(path)} cannot be looked at: {said}")


def missing_volume(path: str) -> str:
    """Why a disk may be missing rather than the file: what is not mounted looks as if it had been erased."""
    parts = path.split("/")
    if os.name == "nt" or len(parts) < 3:
        return ""
    if not os.path.lexists(top := f"/{parts[1]}"):
        return f"there is no {named(top)} on this machine: is it that of the card, and all mounted?"
    for volume in volumes(path):
        if not os.path.ismount(volume) and _is_bare(volume):
            return f"nothing lies in {named(volume)}: mount what belongs there, and look again"
    for volume in _table():
        if path.startswith(f"{volume}/") and not os.path.ismount(volume):
            return f"{named(volume)} is not mounted, as {TABLE} says it should be"
    return ""


def volumes(path: str) -> list[str]:
    """Folders on the way to a path where systems mount volumes, unless one of them is mounted."""
    found: list[str] = []
    for parent, depth in MOUNTS.items():
        rest = path[len(parent) + 1 :].split("/") if path.startswith(f"{parent}/") else []
        found += [f"{parent}/{'/'.join(rest[:n])}" for n in range(1, min(depth, len(rest) - 1) + 1)]
    return [] if any(os.path.ismount(one) for one in found) else found


def _is_bare(folder: str) -> bool:
    try:
        return not os.listdir(folder)
    except OSError:
        return True


def _table() -> list[str]:
    """Where volumes are to be mounted, as the machine's table says; the root of all left out."""
    try:
        with open(TABLE, encoding="utf-8", errors="surrogateescape") as file:
            lines = [line.split() for line in file if not line.lstrip().startswith("#")]
    except OSError:
        return []
    points = [words[1].replace("\\040", " ").rstrip("/") for words in lines if len(words) > 1]
    return [point for point in points if point.startswith("/")]
