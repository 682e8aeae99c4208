"""The edge where a source of vendors' facts is opened: what comes with steward, a package, a file, a URL, a vendor."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from modelsteward.domain.suggest import did_you_mean, shown
from modelsteward.domain.vendors.hosts import host_named
from modelsteward.errors import BadUsage, Refused

if TYPE_CHECKING:
    from datetime import date

    from modelsteward.domain.vendors.feeds import Feed

SHIPPED = "shipped"
"""The facts that come with steward."""


class Wanted(NamedTuple):
    """Which source to read."""

    source: str
    """`shipped`, a source's name, a host whose own list is asked, a URL, a file or folder, `-` for what is piped in."""
    format: str | None = None
    """The source's name, where a file's contents do not tell."""
    read_on: date | None = None
    """The day it was read, where a file was saved earlier."""


def open_feed(wanted: Wanted, root: Path) -> Feed:
    """Read a source, for the registry in a folder.

    Raises BadUsage where there is no such thing, Refused where it cannot be had.
    """
    feed = _opened(wanted, str(root))
    return feed._replace(read_on=wanted.read_on) if wanted.read_on else feed


def _opened(wanted: Wanted, root: str) -> Feed:
    from modelsteward.interop.vendors import PACKAGED, SOURCES, packaged, read_feed

    text = wanted.source
    if text == SHIPPED:
        from modelsteward.store.shipped import shipped_feed

        return shipped_feed()._replace(partial=True)
    if text.lower().startswith(("http://", "https://")):
        return read_feed(_fetched(text, root), _told(text), wanted.format)
    if text in PACKAGED and (found := packaged(text)) is not None:
        if wanted.read_on is None:
            _require_recent(text, SOURCES[text].url)
        return found
    if text in SOURCES and (url := SOURCES[text].url):
        return read_feed(_fetched(url, root), text, text)
    if text == "-":
        from modelsteward.store.feed_files import piped_bytes

        return read_feed(piped_bytes(), "what is piped in", wanted.format)
    if _is_file(text):
        from modelsteward.interop.vendors.clean import clean
        from modelsteward.store.feed_files import feed_bytes

        feed = read_feed(feed_bytes(Path(text)), text, wanted.format)
        return feed._replace(name=feed.name.removesuffix(clean(text)) + clean(Path(text).name))
    return _asked(text)


def _require_recent(package: str, url: str | None) -> None:
    """Raise Refused for an edition that is older than the one whose facts come with steward: it would take back what
    was said since, as its source's latest word.
    """
    from importlib.metadata import version

    from modelsteward.store.shipped import shipped_about

    newer = next((one for one in shipped_about().sources if one.name == package), None)
    here = version(package)
    if newer is not None and _number(here) and _number(here) < _number(newer.edition):
        raise Refused(
            f"{package} {here} is installed, and is older than {newer.edition}, whose facts come with steward: as the "
            "word of today it would take back what was said since",
            f"bring it up to date, read it from its address (--from {url}), or say of which day it is: --read-on DATE",
        )


def _number(edition: str) -> tuple[int, ...]:
    """`1.109.1`, to be compared; empty for what is no such number."""
    parts = edition.split(".")
    return tuple(map(int, parts)) if all(part.isascii() and part.isdigit() for part in parts) else ()


def _asked(text: str) -> Feed:
    """What a vendor lists itself."""
    from modelsteward.interop.vendors import LISTS, SOURCES, read_feed
    from modelsteward.interop.vendors.clean import clean
    from modelsteward.store.vendor_lists import list_call

    host = host_named(text)
    if host in LISTS:
        return read_feed(list_call(host), f"{host}'s own list", LISTS[host])
    known = [SHIPPED, *SOURCES, *LISTS]
    hint = did_you_mean(text, known) or f"name a file, a URL, or one of {', '.join(dict.fromkeys(known))}"
    raise BadUsage(f"there is no file and no source called {clean(shown(text))}", hint)


def _told(url: str) -> str:
    """An address as it may stand in a commit: it may hold a password, or a key behind its `?`."""
    from modelsteward.store.web import shown

    return shown(url)


def _fetched(url: str, root: str) -> bytes:
    from modelsteward.store.fetched_before import fetch_or_recall

    return fetch_or_recall(url, root).data


def _is_file(text: str) -> bool:
    try:
        return bool(text) and Path(text).exists()
    except (OSError, ValueError):
        return False
