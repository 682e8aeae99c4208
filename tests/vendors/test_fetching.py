"""Getting a file over HTTP from servers that stall, drip, break off, lead astray and lie."""

from __future__ import annotations

import gzip
import ssl
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID

from modelsteward.errors import Exit, Refused
from modelsteward.store.fetching import Fetched, Validators, fetch
from modelsteward.store.web import SAVE, Limits, NotFetched, shown
from tests.vendors import web as webs
from tests.vendors.web import Web, drips, leads, raw, says, serving, stalls

KEY = "sk-ant-0123456789abcdefghijklmnop"
SECRETS = {"Authorization": f"Bearer {KEY}", "X-Api-Key": KEY}
QUICK = Limits(connect=5, read=5, total=20, bytes=100_000)
HASTY = QUICK._replace(read=0.2)
JSON = "Content-Type: application/json; charset=utf-8"


@pytest.fixture(autouse=True)
def _no_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in webs.PROXIES:
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.lower(), raising=False)


@pytest.fixture
def web() -> Iterator[Web]:
    with serving() as one:
        yield one


@pytest.fixture
def other() -> Iterator[Web]:
    with serving() as one:
        yield one


class Sleeper:
    """A clock that moves only where somebody sleeps by it."""

    def __init__(self) -> None:
        self.slept: list[float] = []

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)

    def clock(self) -> float:
        return sum(self.slept)


def get(url: str, sleeper: Sleeper | None = None, **options: Any) -> Fetched:
    by = sleeper or Sleeper()
    return fetch(url, **{"limits": QUICK, **options}, sleep=by.sleep, clock=by.clock)


def told(url: str, sleeper: Sleeper | None = None, **options: Any) -> str:
    """Why it is not fetched. No secret stands anywhere in the error, nor in what led to it."""
    with pytest.raises(NotFetched) as caught:
        get(url, sleeper, **{"headers": SECRETS, **options})
    error: BaseException | None = caught.value
    assert isinstance(error, Refused)
    assert error.exit_code == Exit.REFUSED
    assert error.hint
    while error is not None:
        for text in (str(error), repr(error), repr(vars(error))):
            assert KEY not in text
            assert text.isprintable()
        error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    return caught.value.message


def test_what_lies_there_is_fetched_with_what_is_said_of_it(web: Web) -> None:
    url = web.says("/feed.json", says(b'{"a": 1}', JSON, 'ETag: "v1"', "Last-Modified: Tue, 01 Jan 2030 00:00:00 GMT"))
    assert get(f"{url}#part") == Fetched(
        b'{"a": 1}', url, '"v1"', "Tue, 01 Jan 2030 00:00:00 GMT", unchanged=False, content_type="application/json"
    )
    (_, sent), *more = web.asked
    assert not more
    assert sent["user-agent"].startswith("modelsteward/")
    assert not {"if-none-match", "if-modified-since", "authorization", "cookie"} & set(sent)


def test_a_body_may_come_in_chunks_packed_or_until_the_end(web: Web) -> None:
    chunked = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n"
    assert get(web.says("/chunks", raw(chunked))).data == b"abcde"
    assert get(web.says("/end", says(b"abc", length=None))).data == b"abc"
    packed = gzip.compress(b"ab") + gzip.compress(b"c" * 70_000)
    assert get(web.says("/gzip", says(packed, "Content-Encoding: GZIP"))).data == b"ab" + b"c" * 70_000


def test_a_server_that_keeps_the_connection_open_is_not_waited_for(web: Web) -> None:
    began = time.monotonic()
    assert get(web.says("/open", stalls(web, b"HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nabc"))).data == b"abc"
    assert time.monotonic() - began < 2


def test_what_is_as_before_is_said_to_be(web: Web) -> None:
    url = web.says("/feed", says(b"", 'ETag: "v1"', status="304 Not Modified"))
    got = get(url, known=Validators('"v1"', "Tue, 01 Jan 2030 00:00:00 GMT"))
    assert (got.unchanged, got.data, got.etag) == (True, b"", '"v1"')
    assert web.asked[0][1]["if-none-match"] == '"v1"'
    assert web.asked[0][1]["if-modified-since"] == "Tue, 01 Jan 2030 00:00:00 GMT"


def test_unchanged_is_no_answer_to_who_has_nothing(web: Web) -> None:
    url = web.says("/feed", says(b"", status="304 Not Modified"))
    assert told(url) == f"{url} was not fetched: it answered 304 Not Modified"


@pytest.mark.parametrize(
    "name", ["", '"' + "v" * 600 + '"', '"\x1b[31m"', '"caf\xe9"'], ids=["none", "long", "escape", "accent"]
)
def test_a_validator_that_cannot_be_sent_back_is_none(web: Web, name: str) -> None:
    assert get(web.says("/feed", says(b"abc", f"ETag: {name}"))).etag == ""


def test_a_server_that_stalls_is_given_up(web: Web) -> None:
    url = web.says("/slow", stalls(web))
    by = Sleeper()
    assert told(url, by, limits=HASTY) == f"{url} was not fetched: the server was silent for 0.2 seconds (3 attempts)"
    assert by.slept == [1, 2]
    assert len(web.asked) == 3


def test_a_body_that_stalls_is_given_up(web: Web) -> None:
    url = web.says("/slow", stalls(web, b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nabc"))
    assert told(url, limits=HASTY).endswith("was not fetched: the server was silent for 0.2 seconds (3 attempts)")


@pytest.mark.parametrize(
    ("data", "then"),
    [
        (b"HTTP/1.1 200 OK\r\nContent-Length: 9000\r\n\r\n", b"x"),
        (b"HTTP/1.1 200 OK\r\n\r\n", b"x"),
        (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n", b"1\r\nx\r\n"),
        (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n", b"0"),
        (b"HTTP/1.1 200 OK\r\nX-Long: ", b"x"),
        (b"", b"H"),
    ],
    ids=["body", "body of no length", "chunks", "size of a chunk", "header", "status"],
)
def test_a_server_that_drips_is_ended(web: Web, data: bytes, then: bytes) -> None:
    url = web.says("/drip", drips(web, data, then))
    began = time.monotonic()
    said = told(url, limits=QUICK._replace(total=0.3))
    assert said == f"{url} was not fetched: it took longer than 0.3 seconds"
    assert time.monotonic() - began < 2
    assert len(web.asked) == 1


def test_a_name_that_took_all_the_time_to_look_up_leaves_none(web: Web) -> None:
    from modelsteward.store import wire

    watch = wire.Watch(9)
    watch.is_over = True
    with pytest.raises(NotFetched, match="it took longer than 20 seconds"):
        wire.ask(web.says("/feed", says(b"abc")), {}, QUICK, watch)
    assert not web.asked


def test_the_waits_between_count_too(web: Web) -> None:
    url = web.says("/busy", says(b"", status="503 Service Unavailable"))
    by = Sleeper()
    said = told(url, by, limits=QUICK._replace(total=4, attempts=9))
    assert said == f"{url} was not fetched: it answered 503 Service Unavailable (3 attempts)"
    assert by.slept == [1, 2]


def test_what_broke_off_is_tried_again(web: Web) -> None:
    url = web.says("/feed", says(b"abc", length=5), says(b"", status="502 Bad Gateway"), says(b"abcde"))
    by = Sleeper()
    assert get(url, by).data == b"abcde"
    assert by.slept == [1, 2]


@pytest.mark.parametrize(
    ("answer", "why"),
    [
        (says(b"abc", length=500), "it broke off after 3 of 500 bytes"),
        (says(gzip.compress(b"abc")[:20], "Content-Encoding: gzip"), "it broke off after 20 bytes that are packed"),
        (raw(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n9\r\nabc"), "the connection broke off"),
        (raw(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n"), "the connection broke off"),
        (raw(b""), "the connection broke off"),
        (raw(b"\x1b[31mno http\r\n\r\n"), "the connection broke off"),
    ],
    ids=["length", "gzip", "in a chunk", "between chunks", "at once", "no HTTP"],
)  # fmt: skip
def test_what_breaks_off_each_time_is_an_error(web: Web, answer: webs.Talk, why: str) -> None:
    url = web.says("/feed", answer)
    assert told(url) == f"{url} was not fetched: {why} (3 attempts)"
    assert len(web.asked) == 3


def test_more_than_was_announced_is_an_error(web: Web) -> None:
    url = web.says("/feed", says(b'{"a": 1}', length=4))
    assert told(url) == f"{url} was not fetched: more came than the 4 bytes that were announced"
    late = web.says("/none", says(b'{"a": 1}', length=0))
    assert told(late).endswith("more came than the 0 bytes that were announced")


@pytest.mark.parametrize(
    "answer",
    [
        says(b"", length=100_001),
        says(b"x" * 100_001, length=None),
        says(gzip.compress(b"x" * 100_001), "Content-Encoding: gzip"),
        says(gzip.compress(b"\0" * 50_000_000), "Content-Encoding: gzip"),
    ],
    ids=["announced", "as sent", "unpacked", "bomb"],
)
def test_what_is_too_large_is_not_taken(web: Web, answer: webs.Talk) -> None:
    url = web.says("/big", answer)
    assert told(url) == f"{url} was not fetched: it is larger than 100000 bytes"
    assert told(url, limits=QUICK._replace(bytes=100_000)).endswith("larger than 100000 bytes")
    assert len(web.asked) == 2


def test_the_limit_is_told_in_mebibytes() -> None:
    assert Limits().bytes == 64 * 2**20


def test_a_bomb_takes_no_memory(web: Web) -> None:
    import tracemalloc

    url = web.says("/bomb", says(gzip.compress(b"\0" * 60_000_000), "Content-Encoding: gzip", length=None))
    tracemalloc.start()
    try:
        told(url, limits=QUICK._replace(bytes=2**20))
        assert tracemalloc.get_traced_memory()[1] < 8 * 2**20
    finally:
        tracemalloc.stop()


@pytest.mark.parametrize("kind", ["br", "zstd", "gzip, gzip", "\x1b[31m"])
def test_what_is_packed_in_another_way_is_not_taken(web: Web, kind: str) -> None:
    url = web.says("/feed", says(b"abc", f"Content-Encoding: {kind}"))
    assert told(url) == f"{url} was not fetched: it is packed in a way that steward did not ask for"


def test_what_only_claims_to_be_packed_is_not_taken(web: Web) -> None:
    url = web.says("/feed", says(b'{"a": 1}', "Content-Encoding: gzip"))
    assert told(url) == f"{url} was not fetched: what came cannot be unpacked"


def test_a_way_on_is_followed(web: Web) -> None:
    for status in ("301 Moved", "302 Found", "303 See Other", "307 Temporary", "308 Permanent"):
        url = web.says("/old", leads("/new?page=2", status))
        web.says("/new", says(b"abc"))
        got = get(url, headers=SECRETS)
        assert (got.data, got.url) == (b"abc", web.url("/new?page=2"))
        assert web.asked[-1][1]["x-api-key"] == KEY


def test_a_way_that_leads_in_circles_is_left(web: Web) -> None:
    url = web.says("/a", leads("/b"))
    web.says("/b", leads("/a"))
    assert told(url) == f"{url} was not fetched: it leads on more than 5 times"
    assert len(web.asked) == 6


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost"])
def test_what_is_for_one_server_is_told_to_no_other(web: Web, other: Web, host: str) -> None:
    """Another port is another server, as another name is."""
    start = web.says("/old", leads(other.url("/new", host)))
    other.says("/new", leads(web.url("/home", "localhost")))
    web.says("/home", says(b"abc"))
    got = get(start, headers=SECRETS, known=Validators('"v1"'))
    assert got.data == b"abc"
    assert web.asked[0][1]["authorization"] == SECRETS["Authorization"]
    for _, sent in [*other.asked, *web.asked[1:]]:
        assert KEY not in repr(sent)
        assert sent["if-none-match"] == '"v1"'


def test_a_name_and_password_in_an_address_go_to_its_server_alone(web: Web, other: Web) -> None:
    start = web.says("/old", leads(other.url("/new"))).replace("//", "//ada:pa%40ss@")
    other.says("/new", says(b"abc"))
    got = get(start)
    assert got.url == other.url("/new")
    assert web.asked[0][1]["authorization"] == "Basic YWRhOnBhQHNz"
    assert "authorization" not in other.asked[0][1]


def test_a_password_that_a_server_leads_to_is_not_used(web: Web, other: Web) -> None:
    url = web.says("/old", leads(other.url("/new").replace("//", "//ada:secret@")))
    other.says("/new", says(b"abc"))
    assert get(url).url == other.url("/new")
    assert "authorization" not in other.asked[0][1]


@pytest.mark.parametrize(
    "to", ["file:///etc/passwd", "ftp://host.example/x", "data:text/plain,x", "gopher://x", "http://[::1", "javascript:1"]
)  # fmt: skip
def test_a_way_out_of_the_web_is_not_followed(web: Web, to: str) -> None:
    url = web.says("/old", leads(to))
    assert told(url) == f"{url} was not fetched: it leads to what is no address of the web"


def test_a_way_on_that_is_not_told_is_not_followed(web: Web) -> None:
    url = web.says("/old", says(b"", status="302 Found"))
    assert told(url) == f"{url} was not fetched: it leads on, and does not say where to"


def test_a_way_from_https_to_http_is_not_followed(web: Web, monkeypatch: pytest.MonkeyPatch) -> None:
    from modelsteward.store import wire

    answer = wire.Answer(302, {"Location": f"http://host.example/x?key={KEY}"}, b"")
    monkeypatch.setattr(wire, "ask", lambda *_: answer)
    assert told("https://host.example/feed") == (
        "https://host.example/feed was not fetched: it leads from https to http, http://host.example/x?…"
    )


def test_a_key_goes_not_from_one_scheme_to_the_other(web: Web, monkeypatch: pytest.MonkeyPatch) -> None:
    from modelsteward.store import wire

    asked: list[dict[str, str]] = []
    answers = [wire.Answer(301, {"Location": "https://host.example/x"}, b""), wire.Answer(200, {}, b"abc")]

    def ask(url: str, headers: dict[str, str], *_: object) -> wire.Answer:
        asked.append(headers)
        return answers[len(asked) - 1]

    monkeypatch.setattr(wire, "ask", ask)
    assert get("http://host.example/x", headers=SECRETS).url == "https://host.example/x"
    assert [KEY in repr(sent) for sent in asked] == [True, False]


@pytest.mark.parametrize(
    ("headers", "waits"),
    [
        (["Retry-After: 7"], [7]),
        (["Retry-After: 0"], [0]),
        (["Retry-After: Tue, 01 Jan 2030 00:00:09 GMT", "Date: Tue, 01 Jan 2030 00:00:00 GMT"], [9]),
        (["Retry-After: Mon, 31 Dec 2029 00:00:00 GMT", "Date: Tue, 01 Jan 2030 00:00:00 GMT"], [0]),
        (["Retry-After: Tue, 01 Jan 2030 00:00:09 GMT"], [1]),
        (["Retry-After: soon"], [1]),
        (["Retry-After: -5"], [1]),
        ([], [1]),
    ],
)
def test_a_server_that_is_busy_is_asked_again_when_it_says(web: Web, headers: list[str], waits: list[float]) -> None:
    url = web.says("/feed", says(b"", *headers, status="429 Too Many Requests"), says(b"abc"))
    by = Sleeper()
    assert get(url, by, limits=QUICK._replace(total=60)).data == b"abc"
    assert by.slept == waits


def test_a_server_that_asks_for_too_long_a_wait_is_not_waited_for(web: Web) -> None:
    url = web.says("/feed", says(b"", "Retry-After: 3600", status="429 Too Many Requests"))
    by = Sleeper()
    assert told(url, by) == (f"{url} was not fetched: it answered 429 Too Many Requests; it asks to wait 3600 seconds")
    assert by.slept == []


@pytest.mark.parametrize(
    ("status", "why", "times"),
    [
        ("400 \x1b[31mNo", "it answered 400 Bad Request", 1),
        ("401 No", "it answered 401 Unauthorized", 1),
        ("403 No", "it answered 403 Forbidden", 1),
        ("404 No", "it answered 404 Not Found", 1),
        ("500 No", "it answered 500 Internal Server Error", 1),
        ("504 No", "it answered 504 Gateway Timeout (3 attempts)", 3),
        ("206 Part", "it answered 206 Partial Content", 1),
        ("204 None", "it answered 204 No Content", 1),
        ("299 What", "it answered 299", 1),
    ],
)
def test_any_other_answer_is_an_error(web: Web, status: str, why: str, times: int) -> None:
    body = b"" if status.startswith("204") else b'{"error": "' + KEY.encode() + b'"}'
    url = web.says("/feed", says(body, status=status))
    assert told(url) == f"{url} was not fetched: {why}"
    assert len(web.asked) == times


@pytest.mark.parametrize(
    ("body", "header"),
    [
        (b"<!DOCTYPE html><title>Sign in</title>", JSON),
        (b"\xef\xbb\xbf\n <!-- hello --><HTML>", "X-Other: 1"),
        (b"Sign in", "Content-Type: Text/HTML; charset=utf-8"),
    ],
)
def test_a_web_page_is_no_data(web: Web, body: bytes, header: str) -> None:
    url = web.says("/feed", says(body, header))
    assert told(url) == f"{url} was not fetched: it answered with a web page, not with data"


def test_an_empty_answer_is_an_error(web: Web) -> None:
    for answer in (says(b""), says(b"", length=None), says(gzip.compress(b""), "Content-Encoding: gzip")):
        url = web.says("/feed", answer)
        assert told(url) == f"{url} was not fetched: the answer is empty"


@pytest.mark.parametrize(
    ("url", "why"),
    [
        ("file:///etc/passwd", "/etc/passwd was not fetched: that is no address of the web"),
        ("ftp://host.example/x", "only http and https are"),
        ("https:///x", "that is no address of the web"),
        ("feed.json", "that is no address of the web"),
        ("http://host.example:99999/", "that is no address of the web"),
        ("http://host.example:0/", "that is no address of the web"),
        ("http://[::1/x", "an address that cannot be read was not fetched: that is no address of the web"),
        ("http://host.example/a b", "that is no address of the web"),
        ("http://host.example/\x1b[31m", "that is no address of the web"),
        ("http://host.example/x\r\nX-Key: 1", "that is no address of the web"),
    ],
)
def test_what_is_no_address_of_the_web_is_refused(url: str, why: str) -> None:
    assert told(url).endswith(why)


def test_a_host_that_nobody_answers_at_is_told() -> None:
    with serving() as web:
        url = web.url("/feed")
    assert told(url) == f"{url} was not fetched: nobody answers there (3 attempts)"


def test_a_host_without_tls_is_told(web: Web) -> None:
    web.greeting = b"HTTP/1.1 400 No\r\n\r\n"
    url = web.url("/feed").replace("http:", "https:")
    assert told(url) == f"{url} was not fetched: no safe connection can be made"


@pytest.fixture
def safe(tmp_path: Path) -> Iterator[Web]:
    """A server with TLS, of an authority that nobody knows yet: `authority.pem`."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    day = datetime(2020, 1, 1, tzinfo=UTC)
    signed = (
        x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key()).serial_number(1)
        .not_valid_before(day).not_valid_after(day + timedelta(days=36500))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .sign(key, SHA256())
    )  # fmt: skip
    plain = (Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    (tmp_path / "authority.pem").write_bytes(signed.public_bytes(Encoding.PEM))
    (tmp_path / "key.pem").write_bytes(key.private_bytes(*plain))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(tmp_path / "authority.pem", tmp_path / "key.pem")
    with serving(context) as one:
        yield one


def test_a_server_that_nobody_vouches_for_is_not_told_a_key(safe: Web) -> None:
    safe.says("/feed", says(b"abc"))
    url = f"https://localhost:{safe.port}/feed"
    assert told(url) == f"{url} was not fetched: the server's certificate is not one that is trusted here"
    assert not safe.asked


def test_a_safe_connection_is_held_to_the_same(safe: Web, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "authority.pem"))
    there = f"https://localhost:{safe.port}"
    safe.says("/feed", says(b"abc"))
    assert get(f"{there}/feed").data == b"abc"
    safe.says("/short", says(b"abc", length=9))
    assert told(f"{there}/short").endswith("it broke off after 3 of 9 bytes (3 attempts)")
    safe.says("/long", says(b"abcdef", length=3))
    assert told(f"{there}/long").endswith("more came than the 3 bytes that were announced")
    for data in (b"HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n", b"HTTP/1.1 200 OK\r\nX-Long: "):
        safe.says("/drip", drips(safe, data, b"x"))
        began = time.monotonic()
        assert told(f"{there}/drip", limits=QUICK._replace(total=0.4)).endswith("it took longer than 0.4 seconds")
        assert time.monotonic() - began < 2
    wrong = f"https://127.0.0.1:{safe.port}/feed"
    assert told(wrong).endswith("the server's certificate is not one that is trusted here")
    safe.says("/old", leads(f"http://localhost:{safe.port}/x"))
    assert "leads from https to http" in told(f"{there}/old")


def test_addresses_are_told_without_what_may_be_secret(web: Web) -> None:
    url = web.says("/feed", says(b"", status="404 Not Found"))
    assert told(url.replace("//", f"//ada:{KEY}@") + f"?key={KEY}#{KEY}").startswith(f"{url}?… was not fetched")
    assert shown(f"https://hooks.example/{KEY}/x") == f"https://hooks.example/{'*' * len(KEY)}/x"
    assert shown("https://host.example/\x1b[31m\u202e") == "https://host.example/%1B[31m%E2%80%AE"
    assert shown("https://host.example/" + "a" * 500) == "https://host.example/" + "a" * 179 + "…"
    assert shown("https://[::1]:80/x") == "https://[::1]:80/x"


@pytest.mark.parametrize("key", ["caf\u00e9\u2026", "two\r\nX-Other: lines"])
def test_a_header_that_cannot_be_sent_is_not_told(web: Web, key: str) -> None:
    url = web.says("/feed", says(b"abc"))
    said = told(url, headers={"X-Api-Key": key})
    assert said == f"{url} was not fetched: it cannot be asked for as it stands"
    assert not web.asked


def test_headers_that_are_none_print_nothing(web: Web, capfd: pytest.CaptureFixture[str]) -> None:
    url = web.says("/feed", raw(b"HTTP/1.1 200 OK\r\nno header\r\nContent-Length: 3\r\n\r\nabc"))
    get(f"{url}?key={KEY}", headers=SECRETS)
    assert capfd.readouterr() == ("", "")
    url = web.says("/two", says(b"abc", "Content-Length: 7"))
    assert told(url) == f"{url} was not fetched: steward cannot read how the server answers"


def test_many_headers_are_an_error(web: Web) -> None:
    url = web.says("/feed", says(b"abc", *(f"X-{n}: 1" for n in range(200))))
    assert "was not fetched" in told(url)


def test_the_proxy_of_the_environment_is_asked(
    web: Web, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest
) -> None:
    monkeypatch.setenv("http_proxy", web.url("").replace("//", "//ada:pa%40ss@"))
    web.says("http://host.example/feed", says(b"abc"))
    assert get("http://host.example/feed").data == b"abc"
    assert web.asked[0][1]["proxy-authorization"] == "Basic YWRhOnBhQHNz"
    monkeypatch.setenv("no_proxy", "127.0.0.1")
    assert get(web.says("/feed", says(b"def"))).data == b"def"


@pytest.mark.parametrize("proxy", ["socks5://127.0.0.1:1", "http://127.0.0.1:1"])
def test_a_proxy_that_cannot_be_used_is_told(monkeypatch: pytest.MonkeyPatch, proxy: str) -> None:
    monkeypatch.setenv("https_proxy", proxy.replace("//", f"//ada:{KEY}@"))
    assert told("https://host.example/feed") == "https://host.example/feed was not fetched: the proxy cannot be used"


def test_an_interruption_is_not_swallowed(web: Web, monkeypatch: pytest.MonkeyPatch) -> None:
    from modelsteward.store import wire

    def interrupted(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(wire, "ask", interrupted)
    with pytest.raises(KeyboardInterrupt):
        get(web.url("/feed"))


def test_the_hint_says_what_to_do() -> None:
    with pytest.raises(NotFetched) as caught:
        get("http://127.0.0.1:1/x")
    assert caught.value.hint == SAVE
