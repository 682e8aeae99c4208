"""One request over HTTP and its answer. Brings urllib3: imported only where something is fetched.

Of urllib3 are the connection, TLS and proxies. Lengths are counted and packed bodies are unpacked here, since what is
announced is held against what came, and since nothing may grow beyond its limit on the way.
"""

from __future__ import annotations

import socket
import zlib
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager, suppress
from http.client import HTTPException, HTTPResponse
from ssl import SSLCertVerificationError
from threading import Timer
from typing import Any, NamedTuple
from urllib.parse import unquote, urlsplit
from urllib.request import getproxies, proxy_bypass

import urllib3
from urllib3 import exceptions as of
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.util import Timeout, make_headers

from modelsteward.store.web import Again, Limits, NotFetched

_CHUNK = 64 * 1024
_PEEK_SECONDS = 0.2
"""How long is listened, after all that was announced, for more."""
_GZIP = 31
_PACKED = {"": False, "identity": False, "gzip": True, "x-gzip": True}
_OWN_AUTHORITY = "where it is of your own authority, name that one's certificate in SSL_CERT_FILE"
_PROXY = "see HTTPS_PROXY, HTTP_PROXY and NO_PROXY"


class Answer(NamedTuple):
    """What a server said."""

    status: int
    headers: Mapping[str, str]
    """Whatever the case of their names."""
    data: bytes
    """The body where `status` says that it is what was asked for; else nothing was read of it."""


class Watch:
    """Ends what takes too long, however little and often comes."""

    def __init__(self, seconds: float) -> None:
        self.is_over = False
        self.connection: HTTPConnection | None = None
        self.socket: Any = None
        self._timer = Timer(seconds, self._end)
        self._timer.daemon = True

    def __enter__(self) -> Watch:
        self._timer.start()
        return self

    def __exit__(self, *error: object) -> None:
        self._timer.cancel()
        self._timer.join()

    def _end(self) -> None:
        self.is_over = True
        for one in (self.socket, getattr(self.connection, "sock", None)):
            if one is not None:
                with suppress(OSError):
                    one.shutdown(socket.SHUT_RDWR)


class _ToItsEnd(HTTPResponse):
    """A response that is read until the server ends it, and knows what it announced."""

    announced: int | None = None

    def begin(self) -> None:
        super().begin()
        if self.status in (200, 203):
            self.announced, self.length = self.length, None


def ask(url: str, headers: Mapping[str, str], limits: Limits, watch: Watch) -> Answer:
    """One answer, of which the body is read where it is what was asked for. Raises NotFetched, or Again."""
    with _in_words(url, limits, watch), _manager(url) as manager:
        manager.pool_classes_by_scheme = _watched(watch)
        response = manager.urlopen(
            "GET", url, headers=dict(headers), redirect=False, retries=False, preload_content=False,
            decode_content=False, enforce_content_length=False,
            timeout=Timeout(connect=limits.connect, read=limits.read),
        )  # fmt: skip
        with closing(response):
            wanted = response.status in (200, 203)
            return Answer(response.status, response.headers, _body(url, response, limits, watch) if wanted else b"")


def _body(url: str, response: Any, limits: Limits, watch: Watch) -> bytes:
    packed = _PACKED.get(response.headers.get("Content-Encoding", "").strip().lower())
    if packed is None:
        raise NotFetched(url, "it is packed in a way that steward did not ask for")
    announced: int | None = response._original_response.announced
    if announced is not None and announced > limits.bytes:
        raise _too_large(url, limits)
    response.length_remaining = None
    unpacking, body, size = _Unpacking(), bytearray(), 0
    for chunk in _chunks(response, announced, watch):
        size += len(chunk)
        if announced is not None and size > announced:
            raise NotFetched(url, f"more came than the {announced} bytes that were announced")
        body += unpacking.take(chunk, limits.bytes + 1 - len(body)) if packed else chunk
        if max(size, len(body)) > limits.bytes:
            raise _too_large(url, limits)
    if watch.is_over or (announced is not None and size < announced):
        raise Again(url, f"it broke off after {size} of {announced} bytes")
    if packed and size and not unpacking.is_whole:
        raise Again(url, f"it broke off after {size} bytes that are packed")
    return bytes(body)


def _too_large(url: str, limits: Limits) -> NotFetched:
    most = limits.bytes // 2**20
    return NotFetched(url, f"it is larger than {f'{most} MiB' if most else f'{limits.bytes} bytes'}")


def _chunks(response: Any, announced: int | None, watch: Watch) -> Iterator[bytes]:
    """The body as it comes; behind what was announced, whatever else comes at once."""
    size = 0
    while size != announced and (chunk := response.read1(_CHUNK, decode_content=False)):
        size += len(chunk)
        yield chunk
    if announced is not None and size == announced:
        with suppress(of.HTTPError, HTTPException, OSError):  # all of it came, however the connection ends
            watch.socket.settimeout(_PEEK_SECONDS)
            yield response.read1(_CHUNK, decode_content=False)


class _Unpacking:
    """Gzip, of which no more is unpacked than is asked for."""

    def __init__(self) -> None:
        self._one = zlib.decompressobj(_GZIP)

    @property
    def is_whole(self) -> bool:
        """Whether its end was reached."""
        return self._one.eof

    def take(self, data: bytes, most: int) -> bytes:
        """What comes out of some bytes, at most so much. Raises zlib.error."""
        out = bytearray()
        while data and len(out) < most:
            if self._one.eof:  # files that were packed one after the other
                self._one = zlib.decompressobj(_GZIP)
            out += self._one.decompress(data, most - len(out))
            data = self._one.unused_data
        return bytes(out)


def _manager(url: str) -> urllib3.PoolManager:
    """Who connects, through the proxy that the environment names, if any."""
    parts, proxies = urlsplit(url), getproxies()
    proxy = proxies.get(parts.scheme) or proxies.get("all")
    if not proxy or proxy_bypass(parts.netloc):
        return urllib3.PoolManager()
    way = urlsplit(proxy if "://" in proxy else f"http://{proxy}")
    user, _, where = way.netloc.rpartition("@")
    headers = make_headers(proxy_basic_auth=unquote(user)) if user else None
    return urllib3.ProxyManager(f"{way.scheme}://{where}", proxy_headers=headers)


def _watched(watch: Watch) -> dict[str, type[urllib3.HTTPConnectionPool]]:
    class Plain(HTTPConnection):
        response_class = _ToItsEnd

        def connect(self) -> None:
            watch.connection = self
            super().connect()
            _keep(watch, self.sock)

    class Secure(HTTPSConnection):
        response_class = _ToItsEnd

        def connect(self) -> None:
            watch.connection = self
            super().connect()
            _keep(watch, self.sock)

    class PlainPool(urllib3.HTTPConnectionPool):
        ConnectionCls = Plain

    class SecurePool(urllib3.HTTPSConnectionPool):
        ConnectionCls = Secure

    return {"http": PlainPool, "https": SecurePool}


def _keep(watch: Watch, connected: Any) -> None:
    """Once the server says that it will close, the connection has no socket any more, and the body still comes."""
    watch.socket = connected
    if watch.is_over:
        raise TimeoutError


@contextmanager
def _in_words(url: str, limits: Limits, watch: Watch) -> Iterator[None]:
    """What goes wrong, in words of our own: those of libraries hold addresses, and may hold more."""
    try:
        yield
    except (NotFetched, of.HTTPError, HTTPException, OSError, ValueError, zlib.error) as error:
        if watch.is_over:
            raise NotFetched(url, f"it took longer than {limits.total:g} seconds") from None
        raise _said(url, limits, error) from None


def _said(url: str, limits: Limits, error: Exception) -> NotFetched:
    if isinstance(error, NotFetched):
        return error
    if isinstance(error, of.SSLError) and isinstance(error.args[0], SSLCertVerificationError):
        return NotFetched(url, "the server's certificate is not one that is trusted here", _OWN_AUTHORITY)
    final: tuple[tuple[tuple[type[Exception], ...], str, str], ...] = (
        ((of.ProxyError, of.ProxySchemeUnknown, of.ProxySchemeUnsupported), "the proxy cannot be used", _PROXY),
        ((of.SSLError,), "no safe connection can be made", ""),
        ((zlib.error,), "what came cannot be unpacked", ""),
        ((of.InvalidHeader, of.LocationValueError), "steward cannot read how the server answers", ""),
    )  # fmt: skip
    for kinds, why, hint in final:
        if isinstance(error, kinds):
            return NotFetched(url, why, hint) if hint else NotFetched(url, why)
    passing: tuple[tuple[tuple[type[Exception], ...], str], ...] = (
        ((of.NameResolutionError,), "its host is not known here"),
        ((of.NewConnectionError,), "nobody answers there"),
        ((of.ConnectTimeoutError,), f"no connection within {limits.connect:g} seconds"),
        ((of.ReadTimeoutError,), f"the server was silent for {limits.read:g} seconds"),
        ((of.HTTPError, HTTPException, OSError), "the connection broke off"),
    )
    for kinds, why in passing:
        if isinstance(error, kinds):
            return Again(url, why)
    return NotFetched(url, "it cannot be asked for as it stands")
