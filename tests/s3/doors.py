"""A server that stands before a store and answers some questions itself; or instead of one."""

from __future__ import annotations

import http.client
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import urlsplit

Answer = tuple[int, bytes]
Doorman = Callable[[str, str, str], Answer | None]
"""Given method, path and query: what to answer, or None to ask the store behind."""


def error(status: int, code: str) -> Answer:
    return (
        status,
        f"<?xml version='1.0'?><Error><Code>{code}</Code><Message>you <b>may</b> not</Message></Error>".encode(),
    )


DENIED = error(403, "AccessDenied")


def denying(*asked: str, answer: Answer = DENIED) -> Doorman:
    """Answers all that asks for one of these, as `versions` or `GET`, with a refusal."""
    return lambda method, path, query: (
        answer
        if any(each == method or each in query.split("&") or f"{each}=" in query.split("&") for each in asked)
        else None
    )


@contextmanager
def door(doorman: Doorman, store: dict[str, str] | None = None, without: str = "") -> Iterator[dict[str, str]]:
    """How to reach it. The header `without` is kept back from the store's own answers."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(doorman, store, without))
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield {**(store or {}), "endpoint": f"http://127.0.0.1:{server.server_port}"}
    finally:
        server.shutdown()
        server.server_close()


def _handler(doorman: Doorman, store: dict[str, str] | None, without: str) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def _serve(self) -> None:
            size = int(self.headers.get("Content-Length") or 0)
            body = self.rfile.read(size)
            parts = urlsplit(self.path)
            answer = doorman(self.command, parts.path, parts.query)
            if answer:
                self._say(answer[0], {"Content-Type": "application/xml"}, answer[1])
            elif store:
                self._say(*_forward(store["endpoint"], self.command, self.path, dict(self.headers), body))

        do_GET = do_HEAD = do_PUT = do_DELETE = do_POST = _serve  # noqa: N815

        def _say(self, status: int, headers: dict[str, str], body: bytes) -> None:
            self.send_response_only(status)
            for name, value in headers.items():
                if name.lower() not in {"transfer-encoding", "connection", "content-length", without}:
                    self.send_header(name, value)
            length = headers.get("Content-Length", str(len(body))) if self.command == "HEAD" else str(len(body))
            self.send_header("Content-Length", length)
            self.end_headers()
            if self.command != "HEAD":
                self.wfile.write(body)

        def log_message(self, format: str, *args: Any) -> None:
            return

    return Handler


def _forward(
    endpoint: str, method: str, path: str, headers: dict[str, str], body: bytes
) -> tuple[int, dict[str, str], bytes]:
    behind = http.client.HTTPConnection(urlsplit(endpoint).netloc, timeout=20)
    try:
        behind.request(method, path, body or None, headers)
        answer = behind.getresponse()
        return answer.status, dict(answer.getheaders()), answer.read()
    finally:
        behind.close()
