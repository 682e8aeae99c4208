"""What was fetched before is not sent again, and is never believed where it is damaged."""

from __future__ import annotations

import os
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from modelsteward.store.fetched_before import fetch_or_recall
from modelsteward.store.fetching import Fetched
from modelsteward.store.web import Limits, NotFetched
from tests.vendors import web as webs
from tests.vendors.web import Web, says, serving

QUICK = Limits(connect=5, read=5, total=20, bytes=100_000)
SAME = says(b"", status="304 Not Modified")


@pytest.fixture(autouse=True)
def _no_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("STEWARD_CACHE_DIR", raising=False)
    for name in webs.PROXIES:
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.lower(), raising=False)


@pytest.fixture
def web() -> Iterator[Web]:
    with serving() as one:
        yield one


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A registry's folder in a git repository."""
    subprocess.run(["git", "init", "--quiet", str(tmp_path)], check=True)
    (tmp_path / "registry").mkdir()
    return tmp_path / "registry"


def get(url: str, root: Path) -> Fetched:
    return fetch_or_recall(url, str(root), limits=QUICK, sleep=lambda seconds: None)


def kept(root: Path) -> list[Path]:
    return sorted((root.parent / ".git" / "steward" / "fetched").glob("*"))


def test_what_is_as_it_was_is_not_sent_again(web: Web, root: Path) -> None:
    first = says(b"[1]", 'ETag: "v1"', "Last-Modified: Tue, 01 Jan 2030 00:00:00 GMT", "Content-Type: text/plain")
    url = web.says("/feed", first, SAME)
    assert (get(url, root).unchanged, get(url, root).unchanged) == (False, True)
    again = get(url, root)
    assert (again.data, again.unchanged, again.content_type) == (b"[1]", True, "text/plain")
    assert "if-none-match" not in web.asked[0][1]
    assert web.asked[1][1]["if-none-match"] == '"v1"'
    assert web.asked[1][1]["if-modified-since"] == "Tue, 01 Jan 2030 00:00:00 GMT"
    assert len(kept(root)) == 1


def test_what_changed_takes_its_place(web: Web, root: Path) -> None:
    url = web.says("/feed", says(b"[1]", 'ETag: "v1"'), says(b"[2]", 'ETag: "v2"'), SAME)
    assert [get(url, root).data for _ in range(3)] == [b"[1]", b"[2]", b"[2]"]
    assert web.asked[2][1]["if-none-match"] == '"v2"'


def test_what_no_server_would_know_again_is_not_kept(web: Web, root: Path) -> None:
    url = web.says("/feed", says(b"[1]", 'ETag: "v1"'), says(b"[2]"))
    get(url, root)
    assert kept(root)
    get(url, root)
    assert not kept(root)


@pytest.mark.parametrize(
    "damage",
    [
        lambda data: data.replace(b"[1]", b"[9]"),
        lambda data: data[:-1],
        lambda data: b"",
        lambda data: b"\xff" * 10_000,
        lambda data: b"[1]\n[1]",
        lambda data: b"[" * 4000 + b"\n",
        lambda data: b"{}\n[1]",
        lambda data: data + b"x" * 200_000,
    ],
    ids=["other", "cut", "empty", "bytes", "list", "deep", "bare", "large"],
)
def test_what_is_damaged_is_fetched_anew(web: Web, root: Path, damage: object) -> None:
    url = web.says("/feed", says(b"[1]", 'ETag: "v1"'))
    get(url, root)
    (file,) = kept(root)
    assert callable(damage)
    file.write_bytes(damage(file.read_bytes()))
    assert get(url, root).data == b"[1]"
    assert "if-none-match" not in web.asked[1][1]
    get(url, root)
    assert web.asked[2][1]["if-none-match"] == '"v1"'


@pytest.mark.skipif(os.name != "posix", reason="links and pipes")
def test_what_is_no_file_of_ours_is_not_read(web: Web, root: Path, tmp_path: Path) -> None:
    url = web.says("/feed", says(b"[1]", 'ETag: "v1"'))
    get(url, root)
    (file,) = kept(root)
    planted = tmp_path / "planted"
    file.rename(planted)
    file.symlink_to(planted)
    get(url, root)
    assert "if-none-match" not in web.asked[1][1]
    assert not file.is_symlink()
    file.unlink()
    os.mkfifo(file)
    assert get(url, root).data == b"[1]"
    folder = file.parent
    folder.rename(tmp_path / "elsewhere")
    folder.symlink_to(tmp_path / "elsewhere")
    get(url, root)
    assert "if-none-match" not in web.asked[3][1]


def test_nothing_is_kept_of_who_had_to_show_a_key(web: Web, root: Path) -> None:
    url = web.says("/feed", says(b"[1]", 'ETag: "v1"'))
    get(f"{url}?key=abc", root)
    get(url.replace("//", "//ada:secret@"), root)
    assert not kept(root)
    assert len(web.asked) == 2


def test_a_server_that_does_not_answer_is_not_answered_for(web: Web, root: Path) -> None:
    url = web.says("/feed", says(b"[1]", 'ETag: "v1"'), says(b"", status="500 No"))
    get(url, root)
    with pytest.raises(NotFetched, match="it answered 500"):
        get(url, root)
    assert kept(root)


def test_outside_git_nothing_is_kept(web: Web, tmp_path: Path) -> None:
    url = web.says("/feed", says(b"[1]", 'ETag: "v1"'))
    assert get(url, tmp_path).data == b"[1]"
    assert not list(tmp_path.iterdir())
    with pytest.raises(NotFetched, match="no address"):
        get("http://[::1", tmp_path)


def test_it_is_kept_where_the_index_is(web: Web, root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    url = web.says("/feed", says(b"[1]", 'ETag: "v1"'), SAME)
    cache = tmp_path / "cache"
    monkeypatch.setenv("STEWARD_CACHE_DIR", str(cache))
    assert [get(url, root).data for _ in range(2)] == [b"[1]", b"[1]"]
    assert len(list((cache / "fetched").iterdir())) == 1
    assert not kept(root)
    monkeypatch.setenv("STEWARD_CACHE_DIR", "")
    web.says("/feed", says(b"[2]", 'ETag: "v2"'))
    get(url, root)
    assert "if-none-match" not in web.asked[2][1]


@pytest.mark.skipif(os.name != "posix", reason="who may write")
def test_what_others_could_have_put_there_is_not_believed(
    web: Web, root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    url = web.says("/feed", says(b"[1]", 'ETag: "v1"'))
    cache = tmp_path / "cache"
    monkeypatch.setenv("STEWARD_CACHE_DIR", str(cache))
    get(url, root)
    cache.chmod(0o777)
    get(url, root)
    assert "if-none-match" not in web.asked[1][1]


def test_only_so_many_are_kept_and_the_last_used_stay(web: Web, root: Path) -> None:
    now = time.time()
    for number in range(21):
        url = web.says(f"/{number}", says(b"[1]", 'ETag: "v1"'), SAME)
        before = set(kept(root))
        get(url, root)
        for new in set(kept(root)) - before:
            os.utime(new, (now - 1000 + number, now - 1000 + number))
        if number == 19:
            get(web.url("/0"), root)  # used again, and so no longer the oldest
    assert len(kept(root)) == 20
    asked = len(web.asked)
    web.says("/1", says(b"[1]"))
    get(web.url("/0"), root)
    get(web.url("/1"), root)
    assert ["if-none-match" in sent for _, sent in web.asked[asked:]] == [True, False]


def test_a_folder_that_takes_nothing_is_no_hindrance(web: Web, root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    url = web.says("/feed", says(b"[1]", 'ETag: "v1"'))

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as disk:
        disk.setattr("modelsteward.store.fetched_before.os.replace", full)
        assert get(url, root).data == b"[1]"
    assert not kept(root)
    folder = root.parent / ".git" / "steward" / "fetched"
    folder.rmdir()
    folder.write_text("in the way")
    assert get(url, root).data == b"[1]"
    assert folder.read_text() == "in the way"
    with monkeypatch.context() as disk:
        disk.setattr("modelsteward.store.fetched_before.make_own_folder", full)
        assert get(url, root).data == b"[1]"
