"""A server on this machine that answers as a test says, byte for byte: also as no server should."""

from __future__ import annotations

import socket
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress

Talk = Callable[[socket.socket, str, dict[str, str]], None]
"""Answers one request: the connection, the path asked for with its query, and the headers in lower case."""
PROXIES = ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "NO_PROXY")


class Web:
    """Such a server. Each path has an answer, or several that are given one after the other."""

    def __init__(self, tls: ssl.SSLContext | None = None) -> None:
        self.greeting = b""
        """What is said to whoever comes, before anything is asked."""
        self._tls = tls
        self.answers: dict[str, list[Talk]] = {}
        self.asked: list[tuple[str, dict[str, str]]] = []
        self.over = threading.Event()
        self._socket = socket.create_server(("127.0.0.1", 0))
        self.port = self._socket.getsockname()[1]
        self._threads = [threading.Thread(target=self._serve, daemon=True)]
        self._threads[0].start()

    def url(self, path: str, host: str = "127.0.0.1") -> str:
        return f"http://{host}:{self.port}{path}"

    def says(self, path: str, *answers: Talk) -> str:
        """What is answered at a path, the last for ever; its address."""
        self.answers[path] = list(answers)
        return self.url(path)

    def paths(self) -> list[str]:
        return [path for path, _ in self.asked]

    def close(self) -> None:
        self.over.set()
        with suppress(OSError):  # wakes who waits in accept()
            socket.create_connection(("127.0.0.1", self.port), 1).close()
        for thread in self._threads:
            thread.join(5)
            assert not thread.is_alive()
        self._socket.close()

    def _serve(self) -> None:
        while not self.over.is_set():
            connection, _ = self._socket.accept()
            thread = threading.Thread(target=self._talk, args=(connection,), daemon=True)
            self._threads.append(thread)
            thread.start()

    def _talk(self, connection: socket.socket) -> None:
        with connection, suppress(OSError):
            connection.settimeout(5)
            if self._tls is None:
                self._answer(connection)
            else:
                with self._tls.wrap_socket(connection, server_side=True) as safe:
                    self._answer(safe)

    def _answer(self, connection: socket.socket) -> None:
        connection.sendall(self.greeting)
        head = b""
        while b"\r\n\r\n" not in head:
            got = connection.recv(65536)
            if not got:
                return
            head += got
        first, *lines = head.split(b"\r\n\r\n")[0].decode("latin-1").split("\r\n")
        path = first.split(" ")[1]
        headers = {name.lower(): value for name, _, value in (line.partition(": ") for line in lines)}
        self.asked.append((path, headers))
        answers = self.answers.get(path.partition("?")[0]) or [says(b"no", status="404 Not Found")]
        (answers.pop(0) if len(answers) > 1 else answers[0])(connection, path, headers)


@contextmanager
def serving(tls: ssl.SSLContext | None = None) -> Iterator[Web]:
    web = Web(tls)
    try:
        yield web
    finally:
        web.close()


def raw(data: bytes) -> Talk:
    """Exactly these bytes."""
    return lambda connection, path, headers: connection.sendall(data)


def says(body: bytes, *headers: str, status: str = "200 OK", length: int | None = -1) -> Talk:
    """A body with its length, or with another that it has not; None for no length at all."""
    announced = [] if length is None else [f"Content-Length: {len(body) if length == -1 else length}"]
    head = "\r\n".join([f"HTTP/1.1 {status}", *announced, *headers])
    return raw(head.encode("latin-1") + b"\r\n\r\n" + body)


def leads(to: str, status: str = "302 Found") -> Talk:
    return says(b"elsewhere", f"Location: {to}", status=status)


def stalls(web: Web, data: bytes = b"") -> Talk:
    """Some bytes, and then nothing, with the connection open."""

    def talk(connection: socket.socket, path: str, headers: dict[str, str]) -> None:
        connection.sendall(data)
        web.over.wait(5)

    return talk


def drips(web: Web, data: bytes, then: bytes) -> Talk:
    """Some bytes, and then one of others again and again, each soon after the last."""

    def talk(connection: socket.socket, path: str, headers: dict[str, str]) -> None:
        connection.sendall(data)
        for _ in range(200):
            if web.over.wait(0.02):
                return
            connection.sendall(then)

    return talk
