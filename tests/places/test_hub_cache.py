"""The hub's cache: what goes is told by content, and the hub's own library can read what stays."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest
from huggingface_hub import HFCacheInfo, scan_cache_dir

from modelsteward.domain.erasing import Part, Target
from tests.places.lying import WEIGHTS, erase, lay, look, of_file, outcome, result, sha256

OLD, NEW = "a" * 40, "b" * 40
CONFIG = b'{"layers": 2}'


def blob(data: bytes) -> str:
    """The name that the hub gives it: by SHA-256 where it is large."""
    return hashlib.sha256(data).hexdigest() if len(data) > 1000 else hashlib.sha1(data).hexdigest()


def fill(cache: Path, repository: str, revisions: dict[str, dict[str, bytes]], refs: dict[str, str]) -> Path:
    """A repository in the cache, as the hub's library leaves it."""
    top = cache / repository
    for revision, files in revisions.items():
        for name, data in files.items():
            lay(top, {f"blobs/{blob(data)}": data})
            link = top / "snapshots" / revision / name
            link.parent.mkdir(parents=True, exist_ok=True)
            link.symlink_to(Path(*[".."] * (2 + name.count("/")), "..", "blobs", blob(data)).as_posix()[3:])
    lay(top, {f"refs/{name}": revision.encode() for name, revision in refs.items()})
    lay(cache, {f".locks/{repository}/x.lock": b""})
    return top


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("HF_HUB_CACHE", str(tmp_path / "hub"))
    monkeypatch.setenv("HF_HOME", str(tmp_path / "home"))
    (tmp_path / "hub").mkdir()
    return tmp_path / "hub"


@pytest.fixture
def model(cache: Path) -> Path:
    revisions = {
        OLD: {"model.safetensors": WEIGHTS, "config.json": CONFIG},
        NEW: {"model.safetensors": WEIGHTS, "sub/other.bin": b"o" * 2000},
    }
    return fill(cache, "models--org--m", revisions, {"main": NEW, "v1": OLD, "refs/pr/1": OLD})


def read_by_the_hub(cache: Path) -> HFCacheInfo:
    """The cache as the hub's library reads it, without complaint."""
    info = scan_cache_dir(cache)
    assert not info.warnings
    return info


def test_a_blob_goes_with_all_that_leads_to_it(cache: Path, model: Path) -> None:
    target = of_file(f"hf://org/m@{OLD}/model.safetensors")
    (sight,) = look(target)
    assert (sight.result, sight.version, sight.bytes) == ("still there", blob(WEIGHTS), len(WEIGHTS))
    assert f"`{OLD}/model.safetensors`" in sight.why
    stocks, (deed,) = erase(target)
    assert stocks[0].parts[0][:3] == ("model.safetensors", sha256(WEIGHTS), len(WEIGHTS))
    assert deed.outcome == "erased"
    assert NEW in deed.why, "the other revision shared it, and that is told"
    (repo,) = read_by_the_hub(cache).repos
    assert {revision.commit_hash: sorted(f.file_name for f in revision.files) for revision in repo.revisions} == {
        OLD: ["config.json"],
        NEW: ["other.bin"],
    }
    assert result(target)[0] == "gone"
    assert f"of the hub, only the cache `{cache}` was looked at" in result(target)[1]
    assert outcome(target) == ("was gone", "")


def test_a_revision_without_files_goes_with_its_refs(cache: Path, model: Path) -> None:
    for data, name in ((WEIGHTS, "model.safetensors"), (CONFIG, "config.json")):
        assert outcome(of_file(f"hf://org/m@v1/{name}", data))[0] == "erased"
    (repo,) = read_by_the_hub(cache).repos
    assert {revision.commit_hash for revision in repo.revisions} == {NEW}
    assert set(repo.refs) == {"main"}


def test_an_empty_repository_goes(cache: Path, model: Path) -> None:
    lay(model, {f".no_exist/{NEW}/x": b""})
    fill(cache, "datasets--d", {OLD: {"rows.csv": b"1,2"}}, {"main": OLD})
    assert outcome(of_file("hf://org/m/config.json", CONFIG))[0] == "erased"
    assert outcome(of_file("hf://org/m/model.safetensors"))[0] == "erased"
    assert model.exists()
    deeds = erase(of_file("hf://org/m/sub/other.bin", b"o" * 2000))[1]
    assert [(deed.outcome, deed.version) for deed in deeds] == [("erased", blob(b"o" * 2000))]
    assert sorted(path.name for path in cache.iterdir()) == [".locks", "datasets--d"]
    assert [repo.repo_id for repo in read_by_the_hub(cache).repos] == ["d"]
    assert result(of_file("hf://org/m"))[0] == "gone"


def test_bytes_that_nobody_can_tell_stay_when_a_repository_is_empty(cache: Path) -> None:
    model = fill(cache, "models--org--m", {NEW: {"model.safetensors": WEIGHTS}}, {"main": NEW})
    lay(model, {"blobs/0123.incomplete": b"part", "notes.txt": b"mine"})
    deeds = erase(of_file("hf://org/m/model.safetensors"))[1]
    assert [(deed.outcome, "a download that was cut off" in deed.why) for deed in deeds] == [
        ("erased", False), ("left", True),
    ]  # fmt: skip
    assert sorted(path.name for path in model.rglob("*") if path.is_file()) == ["0123.incomplete", "notes.txt"]


def test_a_download_that_was_cut_off_is_part_of_it(cache: Path) -> None:
    top = lay(cache / "models--m", {f"blobs/{blob(WEIGHTS)}.incomplete": WEIGHTS[:100]})
    target = of_file("hf://m@main/model.safetensors")
    assert result(target)[0] == "not proven"
    assert [deed.outcome for deed in erase(target)[1]] == ["was gone", "erased"]
    assert not list((top / "blobs").iterdir())
    assert result(target)[0] == "gone"


def test_a_revision_is_told_by_its_listing(cache: Path, model: Path) -> None:
    lines = "".join(f"{sha256(d)[7:]}  {n}\n" for n, d in (("config.json", CONFIG), ("model.safetensors", WEIGHTS)))
    target = Target("hf://org/m@v1", sha256(lines.encode()))
    assert [sight.result for sight in look(target)] == ["still there", "still there"]
    stocks, deeds = erase(target)
    assert [deed.outcome for deed in deeds] == ["erased", "erased"]
    (repo,) = read_by_the_hub(cache).repos
    assert {revision.commit_hash for revision in repo.revisions} == {NEW}
    assert result(target)[0] == "not proven", "which files it had is not known to who was not there"
    assert result(target._replace(parts=stocks[0].parts))[0] == "gone"


def test_a_revision_that_was_cached_in_part_is_not_gone(cache: Path, model: Path) -> None:
    files = {"config.json": CONFIG, "model.safetensors": WEIGHTS, "never-asked-for.bin": b"n"}
    lines = "".join(f"{sha256(data)[7:]}  {name}\n" for name, data in files.items())
    target = Target(f"hf://org/m@{OLD}", sha256(lines.encode()))
    seen, why = result(target)
    assert seen == "not proven"
    assert "which were registered is not known" in why
    assert outcome(target) == ("left", why)
    parts = tuple(Part(name, sha256(data), len(data)) for name, data in files.items())
    assert [sight.result for sight in look(target._replace(parts=parts))] == ["still there", "still there"]


def test_a_folder_of_a_revision_is_not_gone_while_files_lie_in_it(cache: Path, model: Path) -> None:
    assert result(Target(f"hf://org/m@{NEW}/sub", sha256(b"listing")))[0] == "not proven"
    assert result(Target(f"hf://org/m@{OLD}/sub", sha256(b"listing")))[0] == "gone"


def test_a_file_that_a_revision_has_twice_is_recorded_by_both_names(cache: Path) -> None:
    files = {"a.bin": WEIGHTS, "b.bin": WEIGHTS}
    fill(cache, "models--org--m", {OLD: files}, {"main": OLD})
    lines = "".join(f"{sha256(data)[7:]}  {name}\n" for name, data in files.items())
    (stock,), deeds = erase(Target("hf://org/m@main", sha256(lines.encode())))
    assert [part.path for part in stock.parts] == ["a.bin", "b.bin"]
    assert [deed.outcome for deed in deeds] == ["erased"]


def test_a_cache_without_links_holds_the_files_themselves(cache: Path) -> None:
    top = lay(cache / "models--m", {f"snapshots/{OLD}/model.bin": WEIGHTS, "refs/main": OLD.encode()})
    assert outcome(of_file("hf://m/model.bin")) == ("erased", "")
    assert not top.exists()


def test_other_bytes_of_the_same_name_are_left(cache: Path, model: Path) -> None:
    target = of_file(f"hf://org/m@{OLD}/model.safetensors", b"others")
    assert result(target) == ("not proven", f"other bytes lie there as `{OLD}/model.safetensors`")
    assert outcome(target)[0] == "left"
    assert (model / "snapshots" / OLD / "model.safetensors").read_bytes() == WEIGHTS


def test_what_a_living_card_names_is_spared(cache: Path, model: Path) -> None:
    target = of_file("hf://org/m@main/model.safetensors")
    assert erase(target, spare={target.digest})[1][0].outcome == "left"
    assert erase(target._replace(digest=f"md5:{hashlib.md5(WEIGHTS).hexdigest()}"), spare={sha256(WEIGHTS)})[1][0][
        1
    ] == ("left")
    assert len(read_by_the_hub(cache).repos) == 1


def test_pieces_that_downloads_are_put_together_from_leave_it_unproven(cache: Path, tmp_path: Path) -> None:
    kept = lay(tmp_path / "home/xet", {"server/chunk-cache/a/b": b"piece"})
    seen, why = result(of_file("hf://org/m/model.bin"))
    assert seen == "not proven"
    assert str(kept) in why


@pytest.mark.parametrize("place", ["hf://../../etc@x", "hf://a/b@", "hf://", "hf://a b/c"])
def test_a_place_that_the_hub_would_not_know_is_not_checked(place: str, cache: Path) -> None:
    assert result(of_file(place))[0] == "not checked"
    assert outcome(of_file(place))[0] == "left"
    assert result(Target("hf://a/b", None))[0] == "not checked"


@pytest.mark.parametrize("name", ["HF_HUB_CACHE", "HUGGINGFACE_HUB_CACHE", "HF_HOME", "XDG_CACHE_HOME"])
def test_the_cache_is_where_the_hub_looks_for_it(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for other in ("HF_HUB_CACHE", "HUGGINGFACE_HUB_CACHE", "HF_HOME", "XDG_CACHE_HOME"):
        monkeypatch.delenv(other, raising=False)
    monkeypatch.setenv(name, str(tmp_path))
    inner = {"HF_HOME": "hub", "XDG_CACHE_HOME": "huggingface/hub"}.get(name, "")
    fill(tmp_path / inner, "models--m", {OLD: {"model.bin": WEIGHTS}}, {"main": OLD})
    assert result(of_file("hf://m/model.bin"))[0] == "still there"


@pytest.mark.parametrize(
    ("place", "stays"),
    [
        ("hf://org/m@main", True),
        (f"hf://org/m@{NEW}/model.safetensors", True),
        ("hf://org/m", True),
        ("hf://org/m@other/model.safetensors", False),
        ("hf://org/m@v1", True),
        (f"hf://org/m@{OLD}/config.json", False),
        ("hf://org/n@main", False),
    ],
)
def test_a_blob_of_a_revision_that_a_living_card_names_is_spared(
    place: str, stays: bool, cache: Path, model: Path
) -> None:
    target = of_file("hf://org/m@main/model.safetensors")
    (deed,) = (one for one in erase(target, places={place: "other@1.0.0"})[1] if one.digest)
    assert deed.outcome == ("left" if stays else "erased")
