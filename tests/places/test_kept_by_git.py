"""A file that lay in a work tree may live on in what git keeps."""

from __future__ import annotations

from pathlib import Path

from modelsteward.domain.erasing import Part, Target
from tests.conftest import git
from tests.places.lying import WEIGHTS, lay, look, of_file, of_folder, outcome, result, sha256


def test_git_history_keeps_what_was_committed(repo: Path) -> None:
    lay(repo, {"models/m.onnx": WEIGHTS, "models/other.onnx": WEIGHTS[::-1]})
    git(repo, "add", ".")
    git(repo, "commit", "--quiet", "--message", "A model")
    target = of_file("models/m.onnx")
    assert [sight.found for sight in look(target, repo)] == [False, True]
    assert outcome(target, repo) == ("erased", "")
    blob = git(repo, "rev-parse", "HEAD:models/m.onnx").strip()
    (sight,) = look(target, repo)
    assert (sight.result, sight.version, sight.digest, sight.found) == (
        "still there",
        f"git {blob}",
        target.digest,
        True,
    )
    assert f"git cat-file blob {blob}" in sight.why
    unsized = target._replace(bytes=None)
    assert result(unsized, repo)[0] == "not proven"
    assert "touched this path" in result(unsized, repo)[1]
    folder = Target("models/", sha256(b"listing"), 3, parts=(Part("m.onnx", sha256(WEIGHTS), len(WEIGHTS)),))
    assert [s.version for s in look(folder, repo) if s.found] == [f"git {blob}"]


def test_a_folder_that_was_committed_is_not_gone_because_no_blob_has_its_size(repo: Path) -> None:
    lay(repo, {"models/a.bin": WEIGHTS, "models/b.bin": b"more"})
    target = Target(str(repo / "models"), of_folder(repo / "models").digest, len(WEIGHTS) + 4)
    git(repo, "add", ".")
    git(repo, "commit", "--quiet", "--message", "A model")
    git(repo, "rm", "--quiet", "-r", "models")
    git(repo, "commit", "--quiet", "--message", "Away")
    found, why = result(target, repo)
    assert found == "not proven"
    assert "the size of each of its files" in why
    parts = (Part("a.bin", sha256(WEIGHTS[1:] + b"x"), len(WEIGHTS)),)
    assert result(target._replace(parts=parts), repo)[0] == "gone", "each file was looked for"
    git(repo, "reset", "--quiet", "--hard", "HEAD~1")
    git(repo, "update-ref", "-d", "HEAD")
    assert result(Target(str(repo / "gone"), None), repo)[0] == "gone"
    (repo / "models" / "a.bin").unlink()
    unsized = Target(str(repo / "models" / "a.bin"), sha256(WEIGHTS))
    assert result(unsized, repo)[0] == "not proven", "git's log of what its branches were leads there"


def test_git_lfs_keeps_its_own_copy(repo: Path) -> None:
    digest = sha256(WEIGHTS).partition(":")[2]
    (repo / "models").mkdir()
    kept = lay(repo / ".git/lfs/objects", {f"{digest[:2]}/{digest[2:4]}/{digest}": WEIGHTS})
    (sight,) = look(of_file("models/m.onnx"), repo)
    assert (sight.result, sight.found) == ("still there", True)
    assert str(kept) in sight.why
    lay(kept, {f"{digest[:2]}/{digest[2:4]}/{digest}": b"cut off"})
    assert result(of_file("models/m.onnx"), repo)[0] == "gone"


def test_a_work_tree_that_never_had_the_bytes_keeps_none(repo: Path) -> None:
    (repo / "models").mkdir()
    for target in (
        of_file("models/m.onnx"),
        Target("models/m.onnx", sha256(WEIGHTS)),
        Target("models/", sha256(b""), 9),
    ):
        assert result(target, repo)[0] == "gone"


def test_a_git_that_will_not_answer_proves_nothing(repo: Path) -> None:
    (repo / ".git/objects/pack/pack-1.idx").write_bytes(b"spoiled")
    (repo / ".git/config").write_text("[core\n")
    seen, why = result(of_file("models/m.onnx"), repo)
    assert seen == "not checked"
    assert "git cannot be asked" in why
