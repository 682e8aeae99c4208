"""Files of ours in git's folder, for everybody who may write there: a clone can be shared (core.sharedRepository)."""

from __future__ import annotations

import os
import stat
from contextlib import suppress

_GROUP_AND_OTHERS = stat.S_ISGID | stat.S_IRWXG | stat.S_IRWXO
_READ_AND_WRITE = stat.S_IRGRP | stat.S_IWGRP | stat.S_IROTH | stat.S_IWOTH


def make_own_folder(folder: str) -> None:
    """Make our folder in git's, unless it is there, for those whom git's is for. Raises OSError."""
    with suppress(FileExistsError):
        os.mkdir(folder)
    _widen(folder, _GROUP_AND_OTHERS & os.stat(os.path.dirname(folder)).st_mode)


def share(file: str) -> None:
    """Let those read and write a file of ours who may do that in its folder, whatever the umask says."""
    _widen(file, _READ_AND_WRITE & os.stat(os.path.dirname(file)).st_mode)


def _widen(path: str, bits: int) -> None:
    with suppress(PermissionError, FileNotFoundError):  # somebody else's, and for them to share or to take away
        mode = stat.S_IMODE(os.stat(path).st_mode)
        if bits & ~mode:
            os.chmod(path, mode | bits)
