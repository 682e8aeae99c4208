"""`steward vendors sync` from the command line: what it is given, and what it leaves behind."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.conftest import Ran, Steward, git
from tests.scenarios.vendored import clinic, price_table
from tests.vendors import web as webs
from tests.vendors.web import Web, says, serving

JULY = ("--today", "2026-07-10")
SAME = says(b"", status="304 Not Modified")


@pytest.fixture(autouse=True)
def repo(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name in (*webs.PROXIES, "OPENAI_API_KEY", "OPENAI_BASE_URL"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.lower(), raising=False)
    monkeypatch.setenv("STEWARD_CACHE_DIR", str(tmp_path / "cache"))
    root = clinic(tmp_path / "repo")
    monkeypatch.chdir(root)
    return root


@pytest.fixture
def web() -> Iterator[Web]:
    with serving() as one:
        yield one


def sync(steward: Steward, source: str | Path, *more: str) -> Ran:
    return steward("vendors", "sync", "--from", str(source), *JULY, "--yes", *more)


def test_a_dry_run_changes_nothing(repo: Path, tmp_path: Path, steward: Steward) -> None:
    table = price_table(tmp_path / "table.json", "2027-04-14")
    ran = steward("vendors", "sync", "--from", str(table), *JULY, "--dry-run")
    assert (ran.code, git(repo, "status", "--porcelain")) == (0, "")
    assert "nothing was changed" in ran.out


def test_a_commit_names_a_file_and_no_place_of_whoever_made_it(repo: Path, tmp_path: Path, steward: Steward) -> None:
    assert sync(steward, price_table(tmp_path / "table.json", "2027-04-14")).code == 0
    message = git(repo, "log", "-1", "--format=%B")
    assert "Steward-Source: LiteLLM's model map, table.json" in message
    assert str(tmp_path) not in message


@pytest.mark.parametrize(("edition", "code"), [("1.90.0", 4), ("1.109.1", 0), ("99.0.0rc1", 0)])
def test_an_installed_edition_that_is_older_than_what_comes_along_is_no_word_of_today(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, steward: Steward, edition: str, code: int
) -> None:
    site = tmp_path / "site"
    about = site / f"litellm-{edition}.dist-info"
    about.mkdir(parents=True)
    (site / "litellm").mkdir()
    (site / "litellm/__init__.py").touch()
    (site / "litellm/model_prices_and_context_window_backup.json").write_text(
        json.dumps({"azure/gpt-4o": {"litellm_provider": "azure", "mode": "chat"}})
    )
    (about / "METADATA").write_text(f"Metadata-Version: 2.1\nName: litellm\nVersion: {edition}\n")
    monkeypatch.syspath_prepend(str(site))
    ran = sync(steward, "litellm", "--dry-run")
    assert ran.code == code, ran.err
    assert ("litellm 1.90.0 is installed, and is older than" in ran.err) is (code == 4)
    assert sync(steward, "litellm", "--dry-run", "--read-on", "2026-01-01").code == 0


def test_a_feed_is_fetched_and_its_secrets_stay_where_they_are(
    repo: Path, tmp_path: Path, steward: Steward, web: Web
) -> None:
    table = price_table(tmp_path / "table.json", "2027-04-14").read_bytes()
    url = web.says("/table.json", says(table))
    ran = sync(steward, f"{url}?token=s3cret")
    assert ran.code == 0, ran.err
    assert "s3cret" not in ran.out + ran.err + git(repo, "log", "-1", "--format=%B", "-p")


def test_a_feed_that_has_not_changed_is_not_sent_again_and_is_no_news(
    repo: Path, tmp_path: Path, steward: Steward, web: Web
) -> None:
    table = price_table(tmp_path / "table.json", "2027-04-14").read_bytes()
    url = web.says("/table.json", says(table, 'ETag: "1"'), SAME)
    assert sync(steward, url).code == 0
    again = sync(steward, url)
    assert (again.code, again.out.splitlines()[-1]) == (0, "nothing to change")
    assert web.asked[1][1]["if-none-match"] == '"1"'


@pytest.mark.parametrize(
    ("answer", "told"),
    [
        (says(b"<!doctype html><p>Sign in", "Content-Type: text/html"), "web page"),
        (says(b"", status="200 OK"), "the answer is empty"),
        (says(b'{"azure/gpt-4o": {"litellm_provider": "azure"', "Content-Type: application/json"), "is not JSON"),
        (says(b'{"data": []}', "Content-Type: application/json"), "no format that is known"),
        (says(b'{"sample_spec": {"litellm_provider": "one of", "mode": "chat"}}'), "lists no model"),
        (says(b"no", status="404 Not Found"), "404"),
    ],
    ids=["a page", "nothing", "half of it", "an empty list", "no entries", "not there"],
)
def test_what_is_no_feed_changes_nothing(repo: Path, steward: Steward, web: Web, answer: webs.Talk, told: str) -> None:
    head = git(repo, "rev-parse", "HEAD")
    ran = sync(steward, web.says("/feed", answer))
    assert ran.code in (2, 4), ran.err
    assert told in ran.err, ran.err
    assert "Traceback" not in ran.err
    assert git(repo, "rev-parse", "HEAD") == head
    assert git(repo, "status", "--porcelain") == ""


def test_a_vendors_own_list_is_asked_with_a_key_from_the_environment(
    repo: Path, steward: Steward, web: Web, monkeypatch: pytest.MonkeyPatch
) -> None:
    without = sync(steward, "openai", "--host", "openai")
    assert without.code == 4
    assert "OPENAI_API_KEY" in without.err
    listed = {"object": "list", "data": [{"id": "gpt-4o-2024-08-06", "object": "model", "created": 1722814719,
                                          "owned_by": "system", "shutdown_date": "2027-01-14"}]}  # fmt: skip
    web.says("/v1/models", says(json.dumps(listed).encode(), "Content-Type: application/json"))
    monkeypatch.setenv("OPENAI_BASE_URL", web.url("/v1"))
    monkeypatch.setenv("OPENAI_API_KEY", "sk-very-secret")
    ran = sync(steward, "openai", "--host", "openai")
    assert ran.code == 0, ran.err
    assert web.asked[0][1]["authorization"] == "Bearer sk-very-secret"
    assert "sk-very-secret" not in ran.out + ran.err + git(repo, "log", "-1", "--format=%B", "-p")
    assert "ends: 2027-01-14" in (repo / "registry/vendors/openai/gpt-4o.yaml").read_text()


@pytest.mark.parametrize(
    ("source", "code", "hint"),
    [
        ("litelm", 2, "did you mean `litellm`?"),
        ("no/such/file.json", 2, "name a file, a URL, or one of"),
        (".", 2, ""),
    ],
)
def test_a_source_that_is_none_is_told(steward: Steward, source: str, code: int, hint: str) -> None:
    ran = sync(steward, source)
    assert ran.code == code, ran.err
    assert hint in ran.err
    assert "Traceback" not in ran.err
