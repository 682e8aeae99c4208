"""Getting a file over HTTP: in bounded time and size, from the server that was meant, and again where that may help.

What is sent along, a key for one, goes to the server it is for and to no other, wherever that one leads. Nothing that
a server says stands in a message but its status, and no address with more than host and path.
"""

from __future__ import annotations

import time
from base64 import b64encode
from collections.abc import Callable, Mapping
from contextlib import suppress
from datetime import datetime
from email.utils import parsedate_to_datetime
from http import HTTPStatus
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import unquote, urljoin

from modelsteward.about import VERSION
from modelsteward.store.web import LIMITS, SAVE, Address, Again, Limits, NotFetched, address, shown

if TYPE_CHECKING:
    from modelsteward.store.wire import Answer, Watch

_OURS = {
    "User-Agent": f"modelsteward/{VERSION}",
    "Accept": "*/*",
    "Accept-Encoding": "gzip",
    "Connection": "close",
}
_MOVED = (301, 302, 303, 307, 308)
_PASSING = (429, 502, 503, 504)
_LONGEST_VALIDATOR = 512
_FIRST_BYTES = 1024
_HTML_TYPES = ("text/html", "application/xhtml+xml")
_ANOTHER = "look whether the address is right; a file that lies here is given by its path: --from FILE"


class Validators(NamedTuple):
    """By what a server knows again what it sent; each is empty where it said none."""

    etag: str = ""
    last_modified: str = ""


class Fetched(NamedTuple):
    """What came."""

    data: bytes
    """Empty where it is unchanged."""
    url: str
    """Where it came from in the end."""
    etag: str
    last_modified: str
    unchanged: bool
    """Whether it is as it was when the server gave the validators that were sent."""
    content_type: str
    """Without its parameters, in lower case."""


def fetch(
    url: str,
    *,
    headers: Mapping[str, str] | None = None,
    known: Validators | None = None,
    limits: Limits = LIMITS,
    sleep: Callable[[float], None] = time.sleep,
    clock: Callable[[], float] = time.monotonic,
) -> Fetched:
    """What lies at an address. `headers` go to its own server alone. Raises NotFetched, which is Refused."""
    from modelsteward.store.wire import Watch  # brings urllib3

    start, until = address(url), clock() + limits.total
    own = {**(headers or {}), **({"Authorization": _basic(start.user)} if start.user else {})}
    with Watch(limits.total) as watch:
        attempt = 1
        while True:
            try:
                return _follow(start, own, known or Validators(), limits, watch)
            except Again as failed:
                pause = limits.pause * 2 ** (attempt - 1) if failed.after is None else failed.after
                if attempt >= limits.attempts or pause > limits.longest_pause or clock() + pause >= until:
                    raise _given_up(failed, attempt) from None
            sleep(pause)
            attempt += 1


def _given_up(failed: Again, attempts: int) -> NotFetched:
    asked = f"; it asks to wait {failed.after:.0f} seconds" if failed.after else ""
    tried = f" ({attempts} attempts)" if attempts > 1 else ""
    return NotFetched(failed.place, f"{failed.why}{asked}{tried}", status=failed.status)


def _basic(user: str) -> str:
    return "Basic " + b64encode(unquote(user).encode()).decode()


def _follow(start: Address, own: Mapping[str, str], known: Validators, limits: Limits, watch: Watch) -> Fetched:
    from modelsteward.store.wire import ask

    conditions = {"If-None-Match": known.etag, "If-Modified-Since": known.last_modified}
    asked = {**_OURS, **{name: value for name, value in conditions.items() if value}}
    at = start
    for _ in range(limits.redirects + 1):
        answer = ask(at.url, {**asked, **own} if at.origin == start.origin else asked, limits, watch)
        if answer.status not in _MOVED:
            return _taken(at, answer, is_conditional=len(asked) > len(_OURS))
        at = _next(at, answer.headers.get("Location", ""))
    raise NotFetched(start.url, f"it leads on more than {limits.redirects} times", _ANOTHER)


def _next(at: Address, location: str) -> Address:
    """Where a server leads to: another place of the web, and from a safe one no other than a safe one."""
    if not location:
        raise NotFetched(at.url, "it leads on, and does not say where to", _ANOTHER)
    try:
        new = address(urljoin(at.url, location))
    except (NotFetched, ValueError):
        raise NotFetched(at.url, "it leads to what is no address of the web", _ANOTHER) from None
    if at.is_safe and not new.is_safe:
        raise NotFetched(at.url, f"it leads from https to http, {shown(new.url)}", _ANOTHER)
    return new


def _taken(at: Address, answer: Answer, *, is_conditional: bool) -> Fetched:
    kind = answer.headers.get("Content-Type", "").partition(";")[0].strip().lower()
    etag, modified = (_validator(answer.headers.get(name, "")) for name in ("ETag", "Last-Modified"))
    if answer.status == HTTPStatus.NOT_MODIFIED and is_conditional:
        return Fetched(b"", at.url, etag, modified, unchanged=True, content_type=kind)
    if answer.status not in (200, 203):
        raise _refused(at, answer)
    if not answer.data:
        raise NotFetched(at.url, "the answer is empty")
    if kind in _HTML_TYPES or _is_page(answer.data):
        raise NotFetched(at.url, "it answered with a web page, not with data", _ANOTHER)
    return Fetched(answer.data, at.url, etag, modified, unchanged=False, content_type=kind)


def _refused(at: Address, answer: Answer) -> NotFetched:
    status, words = answer.status, str(answer.status)
    with suppress(ValueError):
        words += f" {HTTPStatus(status).phrase}"
    why = f"it answered {words}"
    if status in _PASSING:
        return Again(at.url, why, status, _after(answer.headers))
    if status in (401, 403):
        return NotFetched(at.url, why, "it asks who you are: save the file by hand and give it: --from FILE", status)
    return NotFetched(at.url, why, _ANOTHER if status < 500 else SAVE, status)


def _after(headers: Mapping[str, str]) -> float | None:
    """How long a server asks to wait, in seconds or until a time by its own clock."""
    text = headers.get("Retry-After", "").strip()
    if text.isascii() and text.isdigit():
        return float(text[:9])
    until, now = _moment(text), _moment(headers.get("Date", ""))
    return max(0.0, (until - now).total_seconds()) if until and now else None


def _moment(text: str) -> datetime | None:
    try:
        found = parsedate_to_datetime(text)
    except ValueError:
        return None
    return found if found.tzinfo else None


def _validator(text: str) -> str:
    """Only what may be sent back as it is."""
    return text if len(text) <= _LONGEST_VALIDATOR and text.isascii() and text.isprintable() else ""


def _is_page(data: bytes) -> bool:
    start = data[:_FIRST_BYTES].removeprefix(b"\xef\xbb\xbf").lstrip().lower()
    return start.startswith(b"<") and (b"<html" in start or b"<!doctype html" in start)
