"""The vendors' own lists of models, asked for live: one answer in the vendor's own shape, whatever pages it came in.

A list that somebody saved and one that was asked for here read the same. Keys come from the environment, under the
names that the vendor's own library reads, and go into no message, no file and no address. What comes back is kept
nowhere: it may name what only this account may use.

Paths, pages and variables are those of the vendors' API references and Python libraries, read on 2026-11-27; only
MISTRAL_BASE_URL is a habit of programs that no library of the vendor reads.
"""

from __future__ import annotations

import json
import os
import time
from collections.abc import Callable, Iterator, Mapping
from typing import Any, NamedTuple
from urllib.parse import urlencode

from modelsteward.domain.suggest import did_you_mean, one_of
from modelsteward.errors import BadUsage, Refused
from modelsteward.store.fetching import fetch
from modelsteward.store.web import LIMITS, Limits, NotFetched, shown

BEDROCK = "aws-bedrock"
_MOST_PAGES = 100
_SHORTEST_KEY = 8
_AZURE_VERSION = "2024-10-21"
_BY_HAND = "save the list by hand and give it: --from FILE"


class _Vendor(NamedTuple):
    """How a vendor lists its models."""

    keys: tuple[str, ...]
    """Variables that may hold the key, the first that is set counts."""
    header: str
    """Where the key goes; after `Bearer` in `Authorization`."""
    base: str
    """Where its programs ask, unless the variable says otherwise; empty where only the variable tells."""
    variable: str
    path: str
    """Behind that; its first part may already stand there (`/v1`)."""
    models: str
    """The key under which an answer lists models."""
    query: tuple[tuple[str, str], ...] = ()
    cursor: tuple[str, str] = ("", "")
    """The key of an answer that names where the next page begins, and the parameter that asks for it."""
    more: str = ""
    """The key of an answer that says whether there is a next page, where the cursor does not."""
    headers: tuple[tuple[str, str], ...] = ()
    version: str = ""
    """A variable that may hold another version of its interface."""


_VENDORS = {
    "openai": _Vendor(
        ("OPENAI_API_KEY",), "Authorization", "https://api.openai.com/v1", "OPENAI_BASE_URL", "/models", "data"
    ),
    "anthropic": _Vendor(
        ("ANTHROPIC_API_KEY",), "x-api-key", "https://api.anthropic.com", "ANTHROPIC_BASE_URL", "/v1/models", "data",
        (("limit", "1000"),), ("last_id", "after_id"), "has_more", (("anthropic-version", "2023-06-01"),),
    ),
    "mistral": _Vendor(
        ("MISTRAL_API_KEY",), "Authorization", "https://api.mistral.ai", "MISTRAL_BASE_URL", "/v1/models", "data"
    ),
    "google-gemini-api": _Vendor(
        ("GOOGLE_API_KEY", "GEMINI_API_KEY"), "x-goog-api-key", "https://generativelanguage.googleapis.com",
        "GOOGLE_GEMINI_BASE_URL", "/v1beta/models", "models", (("pageSize", "1000"),), ("nextPageToken", "pageToken"),
    ),
    "cohere": _Vendor(
        ("CO_API_KEY", "COHERE_API_KEY"), "Authorization", "https://api.cohere.com", "CO_API_URL", "/v1/models",
        "models", (("page_size", "1000"),), ("next_page_token", "page_token"),
    ),
    "azure-openai": _Vendor(
        ("AZURE_OPENAI_API_KEY",), "api-key", "", "AZURE_OPENAI_ENDPOINT", "/openai/models", "data",
        (("api-version", _AZURE_VERSION),), version="OPENAI_API_VERSION",
    ),
}  # fmt: skip

HOSTS = (*_VENDORS, BEDROCK)
"""Whose lists can be asked for."""


def list_call(
    host: str,
    *,
    limits: Limits = LIMITS,
    sleep: Callable[[float], None] = time.sleep,
    clock: Callable[[], float] = time.monotonic,
) -> bytes:
    """The list of a vendor's models as JSON. Raises Refused where it does not come, BadUsage for any other host."""
    if host == BEDROCK:
        from modelsteward.store.bedrock_list import list_models

        return list_models()
    if host not in _VENDORS:
        raise BadUsage(f"no list of models is asked for at `{host[:60]}`",
                       did_you_mean(host, HOSTS) or f"say {one_of(HOSTS)}")  # fmt: skip
    vendor = _VENDORS[host]
    query = dict(vendor.query)
    if version := os.environ.get(vendor.version, "").strip() if vendor.version else "":
        query["api-version"] = version
    sent = _key(host, vendor)
    url, headers = _url(host, vendor), {**dict(vendor.headers), **sent}

    def get(query: Mapping[str, str]) -> bytes:
        asked = f"{url}?{urlencode(query)}" if query else url
        try:
            data = fetch(asked, headers=headers, limits=limits, sleep=sleep, clock=clock).data
        except NotFetched as error:
            raise _in_its_words(host, vendor, error) if error.place.startswith(shown(url)) else error from None
        _require_no_key(data, sent[vendor.header], shown(url))
        return data

    return _joined(vendor, shown(url), list(_pages(vendor, shown(url), query, get)))


def _url(host: str, vendor: _Vendor) -> str:
    base = os.environ.get(vendor.variable, "").strip() or vendor.base
    if not base:
        raise Refused(f"where {host} is to be asked is not known: {vendor.variable} is not set",
                      f"set {vendor.variable}, as in https://NAME.openai.azure.com, or {_BY_HAND}")  # fmt: skip
    base, first = base.rstrip("/"), vendor.path.split("/")[1]
    path = vendor.path.removeprefix(f"/{first}") if base.endswith(f"/{first}") else vendor.path
    return base + path


def _key(host: str, vendor: _Vendor) -> dict[str, str]:
    for name in vendor.keys:
        if key := os.environ.get(name, "").strip():
            if not key.isascii() or not key.isprintable() or " " in key:
                raise Refused(f"{name} holds what can be no key", f"set {name} to the key alone, in plain letters")
            return {vendor.header: f"Bearer {key}" if vendor.header == "Authorization" else key}
    raise Refused(f"{host} gives its list to who has a key: {' or '.join(vendor.keys)} is not set",
                  f"set {vendor.keys[0]}, or {_BY_HAND}")  # fmt: skip


def _require_no_key(data: bytes, sent: str, place: str) -> None:
    """Refuse an answer that has the key in it: what is taken from it goes on file."""
    key = sent.removeprefix("Bearer ").encode()
    if len(key) >= _SHORTEST_KEY and key in data:
        raise Refused(f"{place} sends the key back that it was given", f"see who answers there, or {_BY_HAND}")


def _in_its_words(host: str, vendor: _Vendor, error: NotFetched) -> Refused:
    name = next((name for name in vendor.keys if os.environ.get(name, "").strip()), vendor.keys[0])
    if error.status in (401, 403):
        what = f"{error.place} does not take the key in {name} ({error.status})"
        return Refused(what, f"see that {name} holds a key of {host} that may list models, or {_BY_HAND}")
    if error.status == 404 and vendor.variable in os.environ:
        return Refused(error.message, f"see that {vendor.variable} is right, or {_BY_HAND}")
    return error


def _pages(
    vendor: _Vendor, place: str, query: dict[str, str], get: Callable[[Mapping[str, str]], bytes]
) -> Iterator[bytes]:
    """One page after the other, as it came."""
    seen, (name, parameter) = set[str](), vendor.cursor
    while True:
        page = get(query)
        yield page
        answer = _answer(vendor, place, page)
        cursor = answer.get(name) if name else None
        if not cursor or (vendor.more and answer.get(vendor.more) is not True):
            return
        if not isinstance(cursor, str) or cursor in seen or len(seen) >= _MOST_PAGES:
            raise Refused(f"{place} lists its models in pages without end", f"try again later, or {_BY_HAND}")
        seen.add(cursor)
        query = {**query, parameter: cursor}


def _answer(vendor: _Vendor, place: str, page: bytes) -> dict[str, Any]:
    try:
        found = json.loads(page)
    except (ValueError, RecursionError):
        found = None
    if not isinstance(found, dict) or not isinstance(found.get(vendor.models), list):
        raise Refused(f"{place} answered with something that is no list of models",
                      f"see that {vendor.variable} is right where it is set, or {_BY_HAND}")  # fmt: skip
    return found


def _joined(vendor: _Vendor, place: str, pages: list[bytes]) -> bytes:
    """The pages as one answer that has no next page; a single one is left as it came."""
    if len(pages) == 1:
        return pages[0]
    answers = [_answer(vendor, place, page) for page in pages]
    whole = {**answers[-1], vendor.models: [one for answer in answers for one in answer[vendor.models]]}
    whole.pop(vendor.cursor[0], None)
    return json.dumps(whole).encode()
