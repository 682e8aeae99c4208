"""Permissions that hold for whoever runs the tests, root included."""

from __future__ import annotations

import ctypes
import os
from collections.abc import Iterator
from contextlib import contextmanager

_READS_ALL = 1 << 1 | 1 << 2
"""CAP_DAC_OVERRIDE and CAP_DAC_READ_SEARCH: by these, and not by being root, a process may read what nobody may."""
_VERSION = 0x20080522


@contextmanager
def as_anybody() -> Iterator[None]:
    """While tests run as root, without the power to read what nobody may; for others nothing changes.

    It is taken from this thread, and so from those that it starts, and given back at the end (capset(2)).
    """
    if os.geteuid() != 0:
        yield
        return
    libc = ctypes.CDLL(None, use_errno=True)
    head = (ctypes.c_uint32 * 2)(_VERSION, 0)
    sets = (ctypes.c_uint32 * 6)()  # effective, permitted and inheritable; of the lower and of the higher capabilities
    assert libc.capget(head, sets) == 0, os.strerror(ctypes.get_errno())
    before = sets[0]
    sets[0] = before & ~_READS_ALL
    assert libc.capset(head, sets) == 0, os.strerror(ctypes.get_errno())
    try:
        yield
    finally:
        sets[0] = before
        assert libc.capset(head, sets) == 0, os.strerror(ctypes.get_errno())
