"""`steward vendors sync` as it is typed: odd names, odd files beside, odd ways to hand a feed over."""

from __future__ import annotations

import io
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from modelsteward.interop.vendors import read_feed
from modelsteward.store import gitrun, putting
from tests.conftest import STEWARD_YAML, TODAY, Steward, git, write
from tests.vendors.web import Web, says, serving

HOSTS = (
    "..", "con", "CON", "a..b", "a.-b", "foo.yaml", "x.yml", "A B", "😀", "x" * 150, "\x1b[31m", ".git", "nul.txt", "../../x",
    "1.5", "null", "a.",
)  # fmt: skip
MODELS = (
    "../../etc/passwd", "..", "con", "CON", "a/b", "A/B", "GPT-4o", "gpt-4o", "x" * 10_000, "y" * 199, "new\nline", "nul\0", "null",
    "a: b", "- x", "#x", "'q'", "~", "*", "|", "&a", "!t", "1e3", "2026-01-01", ".hidden", "a.yaml", "\x1b[2J", "<script>", "é", "aux.b",
)  # fmt: skip


@pytest.fixture
def repo(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A registry with nothing in it, at the top of a repository."""
    root = tmp_path / "repo"
    write(root, {"steward.yaml": STEWARD_YAML})
    git(root, "init", "--quiet", "--initial-branch=main")
    git(root, "add", ".")
    git(root, "commit", "--quiet", "--message", "A registry")
    monkeypatch.chdir(root)
    return root


@pytest.fixture
def web() -> Iterator[Web]:
    with serving() as one:
        yield one


def table(*models: str, host: str = "openai", ends: str = "2030-06-01") -> dict[str, Any]:
    return {model: {"litellm_provider": host, "mode": "chat", "deprecation_date": ends} for model in models}


def saved(folder: Path, value: Any) -> str:
    path = folder.parent / "feed.json"
    path.write_text(json.dumps(value))
    return str(path)


def commit(root: Path) -> None:
    git(root, "add", ".")
    git(root, "commit", "--quiet", "--message", "Ours")


def test_whatever_hosts_and_models_are_called_what_is_written_is_valid_and_reads_back_the_same(
    repo: Path, steward: Steward
) -> None:
    value = {name: one for host in HOSTS for name, one in table(f"{host}/m", host=host).items()} | table(*MODELS)
    feed = saved(repo, value)
    ran = steward("vendors", "sync", "--from", feed, "--all", "--yes", "--today", TODAY)
    assert (ran.code, "\x1b" in ran.out) == (0, False)
    checked = steward("check", "--today", TODAY)
    assert checked.code == 0
    assert "error" not in checked.out
    paths = [path.relative_to(repo).as_posix() for path in (repo / "vendors").rglob("*")]
    assert len({path.lower() for path in paths}) == len(paths)
    assert not any(part.partition(".")[0] in ("con", "nul", "aux") for path in paths for part in path.split("/"))
    again = steward("vendors", "sync", "--from", feed, "--all", "--yes", "--today", TODAY)
    assert "nothing to change" in again.out


def test_a_file_that_cannot_be_read_stays_as_it_is_and_gets_no_second_one_and_the_rest_is_put_on_file(
    repo: Path, steward: Steward
) -> None:
    broken = {"vendors/openai/gpt-4o.yaml": "card: [\n", "vendors/openai.yaml": "card: [\n"}
    write(repo, broken)
    commit(repo)
    feed = saved(repo, table("gpt-4o", "gpt-5"))
    ran = steward("vendors", "sync", "--from", feed, "--all", "--yes", "--today", TODAY)
    assert ran.code == 0
    assert "vendors/openai/gpt-4o.yaml cannot be read, so nothing is added to it" in ran.out
    assert {file.relative_to(repo).as_posix(): file.read_text() for file in repo.glob("vendors/**/*.yaml")} == {
        **broken, "vendors/openai/gpt-5.yaml": (repo / "vendors/openai/gpt-5.yaml").read_text()
    }  # fmt: skip
    assert "nothing to change" in steward("vendors", "sync", "--from", feed, "--all", "--yes", "--today", TODAY).out


def test_where_another_models_facts_lie_under_its_name_a_model_gets_another_file(repo: Path, steward: Steward) -> None:
    steward("vendors", "sync", "--from", saved(repo, table("gpt-5")), "--all", "--yes", "--today", TODAY)
    git(repo, "mv", "vendors/openai/gpt-5.yaml", "vendors/openai/gpt-4o.yaml")
    commit(repo)
    ran = steward(
        "vendors", "sync", "--from", saved(repo, table("gpt-5", "gpt-4o")), "--all", "--yes", "--today", TODAY
    )
    assert ran.code == 0
    (made,) = [file for file in (repo / "vendors/openai").iterdir() if file.name != "gpt-4o.yaml"]
    assert made.name.startswith("gpt-4o-")
    assert "model: gpt-4o\n" in made.read_text()
    assert "model: gpt-5\n" in (repo / "vendors/openai/gpt-4o.yaml").read_text()


def test_what_an_address_holds_behind_its_question_mark_or_as_a_password_goes_into_no_commit(
    repo: Path, steward: Steward, web: Web
) -> None:
    body = json.dumps(table("gpt-4o")).encode()
    plain = web.says("/t.json", says(body), says(body))
    for address in (f"{plain}?key=S3CRET", plain.replace("http://", "HTTP://me:S3CRET@")):
        ran = steward("vendors", "sync", "--from", address, "--all", "--yes", "--today", TODAY)
        assert ran.code == 0
        assert "S3CRET" not in ran.out + ran.err
    assert "S3CRET" not in git(repo, "log", "--format=%B")
    assert not [file for file in (repo / "vendors").rglob("*.yaml") if "S3CRET" in file.read_text()]


def test_a_commit_names_a_saved_file_and_not_the_folders_of_who_saved_it(repo: Path, steward: Steward) -> None:
    steward("vendors", "sync", "--from", saved(repo, table("gpt-4o")), "--all", "--yes", "--today", TODAY)
    told = git(repo, "log", "-1", "--format=%B")
    assert "LiteLLM's model map, feed.json: 1 new" in told
    assert str(repo.parent) not in told


def test_a_feed_can_be_piped_in(repo: Path, steward: Steward, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(json.dumps(table("gpt-4o")).encode())))
    ran = steward("vendors", "sync", "--from", "-", "--all", "--yes", "--today", TODAY)
    assert ran.code == 0
    assert (repo / "vendors/openai/gpt-4o.yaml").is_file()


@pytest.mark.parametrize(("source", "told"), [
    ("", "there is no file and no source called ``"),
    ("a\n\x1b[31m", "no source called `a\\n\\x1b[31m`"),
    pytest.param("/dev/zero", "/dev/zero is larger than 96 MiB", marks=pytest.mark.skipif(sys.platform == "win32", reason="none there")),
])  # fmt: skip
def test_what_is_no_source_is_told(repo: Path, steward: Steward, source: str, told: str) -> None:
    ran = steward("vendors", "sync", "--from", source, "--dry-run", "--today", TODAY)
    assert ran.code == 2
    assert told in ran.err


def test_a_web_page_is_told_to_be_one_and_what_windows_saved_is_read() -> None:
    with pytest.raises(Exception, match=r"page\.json is a web page, and no data"):
        read_feed(b" <!DOCTYPE html><html><body>Sign in</body></html>", "page.json")
    assert len(read_feed(json.dumps(table("gpt-4o")).encode("utf-16"), "t.json").facts) == 1


@pytest.mark.parametrize("fails", [False, True])
def test_many_files_are_written_at_once_or_none_is(
    repo: Path, steward: Steward, monkeypatch: pytest.MonkeyPatch, fails: bool
) -> None:
    real = putting._write

    def write_(full: str, data: bytes, mode: int | None, *, sync: bool) -> None:
        if fails and "model-77" in full:
            raise OSError(28, "No space left on device", full)
        assert not sync, "so many are seen onto the disk together"
        real(full, data, mode, sync=sync)

    monkeypatch.setattr(putting, "_write", write_)
    feed = saved(repo, table(*(f"model-{number}" for number in range(120))))
    ran = steward("vendors", "sync", "--from", feed, "--all", "--yes", "--today", TODAY)
    assert ran.code == (5 if fails else 0)
    assert git(repo, "status", "--porcelain") == ""
    assert len(list(repo.glob("vendors/openai/*"))) == (0 if fails else 120)


def test_prices_alone_are_news_too(repo: Path, steward: Steward) -> None:
    steward("vendors", "sync", "--from", saved(repo, table("gpt-4o")), "--all", "--yes", "--today", TODAY)
    dearer = {"gpt-4o": table("gpt-4o")["gpt-4o"] | {"input_cost_per_token": 2e-6}}
    ran = steward("vendors", "sync", "--from", saved(repo, dearer), "--all", "--yes", "--today", TODAY)
    assert ran.out.splitlines()[-1].endswith("feed.json: 1 priced")


def test_many_hosts_that_vanish_are_not_all_to_be_typed_and_may_be_believed_at_once(
    repo: Path, steward: Steward
) -> None:
    hosts = [table(f"host-{number}/m", host=f"host-{number}") for number in range(9)]
    value = {name: one for host in hosts for name, one in host.items()}
    steward("vendors", "sync", "--from", saved(repo, value), "--all", "--yes", "--today", TODAY)
    feed = saved(repo, table("gpt-4o"))
    ran = steward("vendors", "sync", "--from", feed, "--all", "--yes", "--today", TODAY)
    assert ran.code == 4
    assert "add --allow-vanished HOST for each, or --allow-vanished all" in ran.err
    ran = steward("vendors", "sync", "--from", feed, "--all", "--most-vanished", "100", "--yes", "--today", TODAY)
    assert ran.out.splitlines()[-1].endswith("1 new, 9 vanished")


def test_more_paths_than_a_command_line_holds_are_told_to_git_in_parts(
    repo: Path, steward: Steward, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(gitrun, "LONGEST", 300)
    names = [f"model-{number}" for number in range(60)]
    for day, flags in (("2030-06-01", ()), ("2030-07-01", ()), ("2030-08-01", ("--branch", "facts"))):
        feed = saved(repo, table(*names, ends=day))
        ran = steward("vendors", "sync", "--from", feed, "--all", "--yes", "--today", TODAY, *flags)
        assert (ran.code, git(repo, "status", "--porcelain")) == (0, "")
    assert git(repo, "show", "--stat", "--format=", "facts").splitlines()[-1].startswith(" 60 files changed")
    write(repo, {"vendors/openai/model-7.yaml": "x"})
    ran = steward("vendors", "sync", "--from", saved(repo, table(*names)), "--all", "--yes", "--today", TODAY)
    assert (ran.code, "vendors/openai/model-7.yaml has changes that are not committed" in ran.err) == (4, True)


def test_a_feed_cannot_have_been_read_tomorrow(repo: Path, steward: Steward) -> None:
    flags = ("--all", "--yes", "--today", TODAY, "--read-on", "2130-01-02")
    ran = steward("vendors", "sync", "--from", saved(repo, table("gpt-4o")), *flags)
    assert (ran.code, "2130-01-02 is yet to come" in ran.err) == (2, True)
    assert not (repo / "vendors").exists()


def test_where_nothing_of_ours_is_listed_it_is_said_how_to_keep_more(repo: Path, steward: Steward) -> None:
    ran = steward("vendors", "sync", "--from", saved(repo, table("gpt-4o")), "--yes", "--today", TODAY)
    assert "named by a card of ours: --host HOST keeps all of a host's" in ran.out
