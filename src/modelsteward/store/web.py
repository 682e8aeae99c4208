"""What the web is to steward: how long and how much, and what to say where nothing comes of it.

What a server says is a stranger's text, and an address may hold a password: neither is put into a message as it is.
"""

from __future__ import annotations

from typing import NamedTuple
from urllib.parse import SplitResult, quote, urlsplit

from modelsteward.domain.secrets import masked
from modelsteward.errors import Refused

SAVE = "try again later, or save the file by hand and give it: --from FILE"
_MOST_SHOWN = 200
_AS_IT_IS = "/:@%?=&+,;~!$'()*[]"
_PORTS = {"http": 80, "https": 443}


class Limits(NamedTuple):
    """How long is waited for an answer, and how much of it is taken. Times are seconds."""

    connect: float = 10
    read: float = 30
    """Without a byte."""
    total: float = 180
    """For all of it: every attempt, every redirect, and the waits between."""
    bytes: int = 64 * 1024 * 1024
    """As sent, and once unpacked."""
    attempts: int = 3
    pause: float = 1
    """Before the second attempt; twice as long before each later one."""
    longest_pause: float = 30
    """A server that asks for a longer one is not waited for."""
    redirects: int = 5


LIMITS = Limits()


class NotFetched(Refused):
    """Nothing came of it: why, and the status where the server gave one."""

    def __init__(self, url: str, why: str, hint: str = SAVE, status: int | None = None) -> None:
        self.place, self.why, self.status = shown(url), why, status
        super().__init__(f"{self.place} was not fetched: {why}", hint)


class Again(NotFetched):
    """The same, and another attempt may do: at once, or after as many seconds as the server asks for."""

    def __init__(self, url: str, why: str, status: int | None = None, after: float | None = None) -> None:
        super().__init__(url, why, status=status)
        self.after = after


class Address(NamedTuple):
    """An address that may be asked."""

    url: str
    """Without name and password, and without the part behind `#`."""
    user: str
    """`name:password`, where the address held them."""

    @property
    def is_safe(self) -> bool:
        """Whether nobody on the way can read or change what is sent."""
        return self.url.startswith("https:")

    @property
    def origin(self) -> tuple[str, str, int]:
        """Who answers there: what is meant for one is not told another."""
        parts = urlsplit(self.url)
        return parts.scheme, (parts.hostname or "").lower(), parts.port or _PORTS[parts.scheme]


def address(url: str) -> Address:
    """An address in its parts. Raises NotFetched where it is none of the web."""
    parts = _split(url)
    if parts is None or not parts.hostname:
        raise NotFetched(url, "that is no address of the web", "an address like https://host/file.json is meant")
    if parts.scheme not in _PORTS:
        raise NotFetched(url, "only http and https are", "give a file that lies here by its path: --from FILE")
    user, _, where = parts.netloc.rpartition("@")
    return Address(parts._replace(netloc=where, fragment="").geturl(), user)


def _split(url: str) -> SplitResult | None:
    if any(letter.isspace() or not letter.isprintable() for letter in url):
        return None
    try:
        parts = urlsplit(url)
        return parts if parts.port is None or parts.port > 0 else None
    except ValueError:  # no port, or half an IPv6 address
        return None


def shown(url: str) -> str:
    """An address as it may be told: without name, password and query, in plain letters."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return "an address that cannot be read"
    bare = parts._replace(netloc=parts.netloc.rpartition("@")[2], query="", fragment="").geturl()
    plain = quote(masked(bare), safe=_AS_IT_IS)
    return (plain if len(plain) <= _MOST_SHOWN else f"{plain[:_MOST_SHOWN]}…") + ("?…" if parts.query else "")
