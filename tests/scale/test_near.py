"""What is read of a registry is enough: the same answers follow from it as from all of it, wherever names are hidden."""

from __future__ import annotations

import os
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from modelsteward.domain.answers import Asked
from modelsteward.domain.registry import Registry
from modelsteward.errors import Refused
from modelsteward.store import mentions
from modelsteward.store.around import load_for_end
from modelsteward.store.committed import Committed, committed
from modelsteward.store.files import WorkTree
from modelsteward.store.loading import load
from modelsteward.store.packs import read_packs
from modelsteward.usecases.checklist import choose
from modelsteward.usecases.destroy import plan_destruction
from modelsteward.usecases.erased import sharing
from modelsteward.usecases.gates import Situation
from modelsteward.usecases.issuing import Issuer
from modelsteward.usecases.retire import plan_retirement
from tests.conftest import MODEL, git, write

TODAY = date(2030, 1, 1)
WARD = Path(__file__).parents[1] / "fixtures" / "ward"
NAMES = ("use-cases", "vendors", "holds", "incidents", "cases", "waivers", "models", "datasets")


def _model(name: str, **keys: str) -> str:
    text = MODEL.replace("name: scorer", f"name: {name}").replace("models/scorer/1.2.0", f"models/{name}/1.2.0")
    text = text.replace("2c26b46b", "00000000")
    for key, value in keys.items():
        lines = [line for line in text.splitlines() if not line.startswith(f"{key}:")]
        text = "\n".join([*lines, f"{key}: {value}", ""])
    return text


FAMILY = {
    "models/child/1.2.0.yaml": _model(
        "child", lineage="{parents: [{ref: scorer@1.2.0, relation: fine-tune}], datasets: []}"
    ),
    "models/grandchild/1.2.0.yaml": _model(
        "grandchild", lineage='{parents: [{ref: "chi\\x6cd@1.2.0", relation: quantized}], datasets: []}'
    ),
    "models/great/1.2.0.yaml": _model(
        "great", lineage="{parents: [{ref: grandchild@1.2.0, relation: adapter}], datasets: []}"
    ),
    "models/twin/1.2.0.yaml": _model("twin").replace("00000000", "2c26b46b"),
    "models/waiting/1.2.0.yaml": _model("waiting", lifecycle="{released: 2029-06-01, replacement: scorer@1.2.0}"),
    "models/stranger/1.2.0.yaml": _model("stranger", lineage="{parents: [], datasets: []}"),
    "holds/all.yaml": "card: hold/1\nid: all\nrefs: [registry]\nby: a court\nopened: 2029-01-01\n",
    "holds/twin.yaml": "card: hold/1\nid: twin\nrefs: [twin@1.2.0]\nby: a court\nopened: 2029-01-01\n",
    "cases/rows.yaml": (
        'card: case/1\nid: rows\npurpose: erasure\nopened: 2029-01-01\ndata: ["data:rows@1.0.0"]\nclosed: null\n'
    ),
}


@pytest.fixture(params=["disk", "commit"])
def near(request: pytest.FixtureRequest) -> Callable[[Path], WorkTree | Committed]:
    """How files are looked at."""

    def look(root: Path) -> WorkTree | Committed:
        if request.param == "disk":
            return WorkTree(root)
        _commit(root)
        found = committed(root)
        assert found is not None
        return found

    return look


def _commit(root: Path) -> None:
    git(root, "init", "--quiet", "--initial-branch=main")
    git(root, "add", "--force", ".")
    git(root, "commit", "--quiet", "--message", "A registry")


ISSUER = Issuer("ada@example.org", "steward 9", None, None)


def _answers(registry: Registry, ref: str) -> object:
    """What the end of a version depends on."""
    model = registry.models[ref].card
    situation = Situation(registry, model, TODAY, read_packs())
    lists = {
        purpose: [(one.item.id, one.because) for one in choose(registry, model, purpose, read_packs(), TODAY)]
        for purpose in ("retirement", "destruction")
    }
    plans = []
    entry = registry.models[ref]
    for end in (
        lambda: plan_retirement(situation, entry, "a reason"),
        lambda: plan_destruction(Asked(registry, model, TODAY, read_packs()), entry, ISSUER),
    ):
        try:
            plans.append(str(end()))
        except Refused as error:
            plans.append(error.message)
    return lists, sorted(sharing(registry, model)), plans


@pytest.mark.parametrize("many", [0, 500], ids=["by git", "one by one"])
def test_what_bears_on_an_end_is_read_of_a_family_far_and_near(
    house: Path, near: Callable[[Path], WorkTree | Committed], many: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(mentions, "MANY", many)
    write(house, FAMILY)
    files = near(house)
    whole = load(WorkTree(house)).registry
    for ref in whole.models:
        assert _answers(load_for_end(files, ref).registry, ref) == _answers(whole, ref)
    assert "stranger@1.2.0" not in load_for_end(files, "scorer@1.2.0").registry.models
    assert "great@1.2.0" in load_for_end(files, "scorer@1.2.0").registry.models


def test_what_bears_on_an_end_is_read_of_a_ward(tmp_path: Path, near: Callable[[Path], WorkTree | Committed]) -> None:
    write(tmp_path, {file.relative_to(WARD).as_posix(): file.read_text() for file in WARD.rglob("*.yaml")})
    files = near(tmp_path)
    whole = load(WorkTree(tmp_path)).registry
    assert whole.models
    for ref in whole.models:
        assert _answers(load_for_end(files, ref).registry, ref) == _answers(whole, ref)


def test_a_name_is_found_however_a_file_hides_it(
    house: Path, near: Callable[[Path], WorkTree | Committed], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(mentions, "MANY", 0)
    card = "card: hold/1\nrefs: [{}]\n"
    write(house, {f"holds/{name}.yaml": card.format(text) for name, text in {
        "plain": "scorer@1.2.0", "escaped": '"\\x73corer@1.2.0"', "other": "other@1.0.0", ".hidden": "scorer@1.2.0",
    }.items()})  # fmt: skip
    (house / "holds/wide.yaml").write_bytes(card.format("scorer@1.2.0").encode("utf-16"))
    (house / "holds/linked.yaml").symlink_to("../models/scorer/1.2.0.yaml")
    (house / "holds/leading-out.yaml").symlink_to("/nowhere/at/all.yaml")
    write(house, {"holds/note.txt": "scorer", "cases/folder/deep.yaml": "scorer"})
    files = near(house)
    found = (
        files.naming(NAMES, ["scorer"]) if isinstance(files, Committed) else mentions.on_disk(files, NAMES, ["scorer"])
    )
    names = mentions._naming(files, ["scorer"])
    assert [path for path in found if path.startswith(("holds", "cases"))] == [
        f"holds/{name}.yaml" for name in ("escaped", "leading-out", "linked", "plain", "wide")
    ]
    assert found == sorted(path for folder in NAMES for path in files.below(folder) if names(path))


@pytest.mark.parametrize("many", [0, 500], ids=["by git", "one by one"])
def test_part_of_a_longer_word_names_nothing(
    house: Path, near: Callable[[Path], WorkTree | Committed], many: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(mentions, "MANY", many)
    texts = {"digest": "sha256:ae1b", "longer": "e12@1.0.0", "ref": "e1@1.0.0", "data": "data:e1", "bare": "[e1, e2]",
             "end": "e1", "place": "s3://e1/model.bin"}  # fmt: skip
    write(house, {f"holds/{name}.yaml": text for name, text in texts.items()})
    files = near(house)

    def found(word: str) -> list[str]:
        if isinstance(files, Committed):
            return files.naming(["holds"], [word])
        return mentions.on_disk(files, ["holds"], [word])

    assert found("e1") == [f"holds/{name}.yaml" for name in ("bare", "data", "end", "place", "ref")]
    assert found("s3://e1/model.bin") == ["holds/place.yaml"]
    assert found("//e1/mod") == []
    assert found("3://e1/") == []


def _one_edited(root: Path) -> None:
    write(root, {"holds/plain.yaml": "another", "holds/other.yaml": "scorer", "holds/new.yaml": "scorer"})


def _staged(root: Path) -> None:
    _one_edited(root)
    git(root, "add", ".")


def _meant_to_be_added(root: Path) -> None:
    _one_edited(root)
    git(root, "add", "--intent-to-add", ".")


def _edited_in_the_same_tick(root: Path) -> None:
    before = (root / "holds/plain.yaml").stat()
    write(root, {"holds/plain.yaml": "scored", "holds/other.yaml": "scorer"})
    for name in ("plain", "other"):
        os.utime(root / f"holds/{name}.yaml", ns=(before.st_atime_ns, before.st_mtime_ns))


def _taken_away(root: Path) -> None:
    (root / "holds/plain.yaml").unlink()
    git(root, "rm", "--quiet", "--cached", "holds/noted.yaml")


def _a_link_now(root: Path) -> None:
    (root / "holds/plain.yaml").unlink()
    (root / "holds/plain.yaml").symlink_to("other.yaml")


def _a_folder_now(root: Path) -> None:
    (root / "holds/plain.yaml").unlink()
    write(root, {"holds/plain.yaml/inner.yaml": "scorer"})


def _skipped(root: Path) -> None:
    git(root, "update-index", "--skip-worktree", "holds/plain.yaml")
    write(root, {"holds/plain.yaml": "another"})


def _taken_for_unchanged(root: Path) -> None:
    git(root, "update-index", "--assume-unchanged", "holds/plain.yaml", "holds/other.yaml")
    write(root, {"holds/plain.yaml": "another", "holds/other.yaml": "scorer"})


def _not_checked_out(root: Path) -> None:
    git(root, "sparse-checkout", "set", "--no-cone", "/*", "!/holds/plain.yaml")
    assert not (root / "holds/plain.yaml").exists()


def _in_the_midst_of_a_merge(root: Path) -> None:
    git(root, "checkout", "--quiet", "-b", "theirs")
    _commit_of(root, "holds/plain.yaml", "theirs scorer\n")
    git(root, "checkout", "--quiet", "main")
    _commit_of(root, "holds/plain.yaml", "ours, scorer\n")
    with pytest.raises(AssertionError):
        git(root, "merge", "--quiet", "theirs")


def _another_commit_checked_out(root: Path) -> None:
    write(root, {f"holds/many-{number}.yaml": "scorer" for number in range(12)})
    git(root, "add", ".")


def _commit_of(root: Path, path: str, text: str) -> None:
    write(root, {path: text})
    git(root, "commit", "--quiet", "--message", "An edit", "--", path)


@pytest.mark.parametrize("many", [10, 500], ids=["few may differ", "many may differ"])
@pytest.mark.parametrize("happens", [
    _one_edited, _staged, _meant_to_be_added, _edited_in_the_same_tick, _taken_away, _a_link_now, _a_folder_now,
    _skipped, _taken_for_unchanged, _not_checked_out, _in_the_midst_of_a_merge, _another_commit_checked_out,
])  # fmt: skip
def test_what_names_something_in_a_commit_does_not_hang_on_what_lies_there(
    house: Path, happens: Callable[[Path], None], many: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(mentions, "MANY", many)
    write(house, {f"holds/{name}.yaml": text for name, text in {
        "plain": "scorer", "noted": "a scorer\n", "other": "others", "hidden": '"\\x73corer"',
    }.items()})  # fmt: skip
    _commit(house)
    happens(house)
    files = committed(house)
    assert files is not None
    assert files.naming(["holds", "holds"], ["scorer"]) == [
        f"holds/{name}.yaml" for name in ("hidden", "noted", "plain")
    ]


def test_what_a_filter_of_gits_makes_is_looked_into(house: Path) -> None:
    git(house, "init", "--quiet", "--initial-branch=main")
    git(house, "config", "filter.turned.clean", "tr a-z n-za-m")
    git(house, "config", "filter.turned.smudge", "tr a-z n-za-m")
    write(house, {".gitattributes": "holds/* filter=turned\n", "holds/one.yaml": "refs: [scorer@1.2.0]\n"})
    git(house, "add", ".")
    git(house, "commit", "--quiet", "--message", "A registry")
    assert "fpbere" in git(house, "show", "HEAD:holds/one.yaml")
    files = committed(house)
    assert files is not None
    assert files.naming(["holds"], ["scorer"]) == ["holds/one.yaml"]
    assert files.read("holds/one.yaml") == b"refs: [scorer@1.2.0]\n"


def test_files_are_as_the_commit_has_them(house: Path) -> None:
    _commit(house)
    held = (house / "use-cases/scoring.yaml").read_bytes()
    write(house, {"use-cases/scoring.yaml": "edited", "models/scorer/1.3.0.yaml": "new", "holds/new.yaml": "scorer"})
    (house / "datasets/rows/1.0.0.yaml").unlink()
    files = committed(house)
    assert files is not None
    assert files.read("use-cases/scoring.yaml") == held
    assert files.exists("datasets/rows/1.0.0.yaml")
    assert not files.exists("models/scorer/1.3.0.yaml")
    assert list(files.beside("models/scorer/1.2.0.yaml")) == ["models/scorer/1.2.0.yaml"]
    assert files.naming(NAMES, ["scorer"]) == ["models/scorer/1.2.0.yaml", "use-cases/scoring.yaml"]
    assert files.list().files == [
        "datasets/rows/1.0.0.yaml", "models/scorer/1.2.0.yaml", "use-cases/scoring.yaml"
    ]  # fmt: skip


def test_line_ends_are_those_of_the_disk(house: Path) -> None:
    git(house, "init", "--quiet", "--initial-branch=main")
    git(house, "config", "core.autocrlf", "true")
    use = house / "use-cases/scoring.yaml"
    use.write_bytes(use.read_bytes().replace(b"\n", b"\r\n"))
    _commit(house)
    assert b"\r" not in git(house, "cat-file", "blob", "HEAD:use-cases/scoring.yaml").encode()
    files = committed(house)
    assert files is not None
    assert b"\r\n" in files.read("use-cases/scoring.yaml")


def test_another_repository_within_is_read_as_it_lies_there(house: Path) -> None:
    inner = house / "models/borrowed"
    write(inner, {"1.0.0.yaml": "name: borrowed\nparent: scorer\n"})
    _commit(inner)
    _commit(house)
    files = committed(house)
    assert files is not None
    assert files.exists("models/borrowed/1.0.0.yaml")
    assert files.below("models/borrowed") == ["models/borrowed/1.0.0.yaml"]
    assert "models/borrowed/1.0.0.yaml" in files.below("models")
    assert "models/borrowed/1.0.0.yaml" in files.naming(["models"], ["scorer"])


def test_a_repository_that_is_staged_or_taken_away_counts_as_the_commit_has_it(house: Path) -> None:
    for name in ("kept", "gone", "new"):
        write(house, {f"models/{name}/1.0.0.yaml": "parent: scorer\n"})
        _commit(house / "models" / name)
    git(house, "init", "--quiet", "--initial-branch=main")
    git(house, "add", "models/kept", "models/gone")
    git(house, "commit", "--quiet", "--message", "A registry")
    git(house, "rm", "--quiet", "--cached", "models/gone")
    git(house, "add", "models/new")
    files = committed(house)
    assert files is not None
    assert files.naming(["models"], ["scorer"]) == ["models/gone/1.0.0.yaml", "models/kept/1.0.0.yaml"]
