"""What lies on a disk: every trap it can set is told, and none stops the run."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from modelsteward.store import files as module
from modelsteward.store.files import Listing, Unreadable, WorkTree, near_miss, sort_file
from modelsteward.store.scope import within

posix = pytest.mark.skipif(sys.platform == "win32", reason="links, pipes and odd names need a POSIX file system")


@pytest.fixture
def root(tmp_path: Path) -> Path:
    top = tmp_path / "registry"
    put(top, "steward.yaml", "card: registry/1")
    put(top, "models/m/1.0.0.yaml", "card: model/1")
    return top


def put(root: Path, path: str, text: str = "x") -> Path:
    file = root / path
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8")
    return file


def faults(root: Path) -> list[tuple[str, str, str, str]]:
    return [(path, f.code, f.message, f.hint) for path, f in WorkTree(root).list().faults]


def refusal(root: Path, path: str) -> str:
    with pytest.raises(Unreadable) as caught:
        WorkTree(root).read(path)
    return caught.value.fault.message


def test_cards_are_listed_wherever_a_kind_lies(root: Path) -> None:
    paths = [
        "datasets/d/1.0.0.yaml",
        "holds/h.yaml",
        "models/a/2.0.0.yaml",
        "records/uses/u/2026-01-01-review-x.yaml",
        "use-cases/u.yaml",
    ]
    for path in paths:
        put(root, path)

    assert sorted(WorkTree(root).list().files) == sorted([*paths, "models/m/1.0.0.yaml"])
    assert faults(root) == []


def test_what_is_no_yaml_and_what_is_hidden_is_nobodys_business(root: Path) -> None:
    for path in ["README.md", "models/README.md", "models/m/notes.txt", ".git/config.yaml", "models/.hidden.yaml",
                 "models/.cache/1.0.0.yaml", "other/x.yaml", "packs/primer.md", "models/m/1.0.0.yaml~"]:  # fmt: skip
        put(root, path)

    assert WorkTree(root).list() == Listing(["models/m/1.0.0.yaml"], [])


@pytest.mark.parametrize(
    "path",
    [
        "models/m.yaml",
        "models/m/v/1.0.0.yaml",
        "use-cases/a/b.yaml",
        "records/x.yaml",
        "waivers/x/y.yaml",
        "packs/eu.yaml",
        "packs/duty/eu.yaml",
        "packs/duties/eu/eu.yaml",
    ],
)
def test_a_card_where_none_lies_is_told(root: Path, path: str) -> None:
    put(root, path)
    [(where, code, message, hint)] = faults(root)

    assert (where, code, message) == (path, "RD114", "no kind of card lies here, so this file is not read")
    assert "steward explain RD114" in hint


@pytest.mark.parametrize(
    ("name", "better"), [("2.0.0.yml", "2.0.0.yaml"), ("2.0.0.YAML", "2.0.0.yaml"), ("a.Yml", "a.yaml")]
)
def test_another_ending_is_told(root: Path, name: str, better: str) -> None:
    put(root, f"models/m/{name}")
    end = name.rpartition(".")[2]

    assert faults(root) == [
        (
            f"models/m/{name}",
            "RD114",
            f"cards end in .yaml and this file in .{end}, so it is not read",
            f"rename it to {better}",
        )
    ]


@pytest.mark.parametrize(
    ("name", "near"),
    [("model", "models"), ("use_cases", "use-cases"), ("usecase", "use-cases"), ("data-sets", "datasets"), ("record", "records"),
     ("waiver", "waivers"), ("Use Cases", "use-cases")],
)  # fmt: skip
def test_a_folder_that_is_nearly_one_of_ours_is_told(root: Path, name: str, near: str) -> None:
    (root / name).mkdir()

    assert faults(root) == [(name, "RD114", f"the folder `{name}` is not read", f"did you mean `{near}`?")]


@pytest.mark.parametrize(
    "name", ["packages", "modeling", "casestudies", "docs", "data", "src", "holdings", "recordings"]
)
def test_other_folders_are_left_alone(root: Path, name: str) -> None:
    (root / name).mkdir()

    assert faults(root) == []
    assert not any(near_miss(name, folder) for folder in module.FOLDERS)


def test_a_folder_with_a_cards_name_is_told(root: Path) -> None:
    (root / "models/m/2.0.0.yaml").mkdir()

    assert faults(root) == [("models/m/2.0.0.yaml", "RD112", "a folder, where a card would be", "remove or rename it")]
    assert "a folder" in refusal(root, "models/m/2.0.0.yaml")


def test_a_file_with_a_folders_name_is_told(root: Path) -> None:
    put(root, "waivers")

    assert faults(root) == [("waivers", "RD112", "a file, where a registry holds a folder", "")]


def test_a_file_that_vanished_is_told(root: Path) -> None:
    assert refusal(root, "models/m/9.9.9.yaml") == "it was here a moment ago and is gone"


def test_a_file_that_may_not_be_read_is_told(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> int:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(module.os, "open", refuse)

    assert refusal(root, "models/m/1.0.0.yaml") == "it cannot be read: permission denied"


def test_a_folder_that_may_not_be_read_hides_no_other(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    put(root, "holds/h.yaml")
    scan = os.scandir

    def refuse(path: str) -> object:
        if str(path).endswith("holds"):
            raise PermissionError(13, "Permission denied")
        return scan(path)

    monkeypatch.setattr(module.os, "scandir", refuse)

    assert faults(root) == [
        ("holds", "RD112", "the folder cannot be read: permission denied", "see that you may read it")
    ]
    assert WorkTree(root).list().files == ["models/m/1.0.0.yaml"]


def test_a_root_that_may_not_be_read_is_told(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(path: str) -> object:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(module.os, "scandir", refuse)

    assert faults(root) == [(".", "RD112", "the folder cannot be read: permission denied", "see that you may read it")]


def test_flags_that_windows_lacks_are_done_without(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delattr(module.os, "O_NONBLOCK", raising=False)

    assert WorkTree(root).read("models/m/1.0.0.yaml") == b"card: model/1"


def test_no_more_is_read_than_decides_that_a_file_is_too_large(root: Path) -> None:
    put(root, "models/m/2.0.0.yaml", "x" * (module.LARGEST + 50))

    assert len(WorkTree(root).read("models/m/2.0.0.yaml")) == module.LARGEST + 1


def test_a_file_that_arrives_in_pieces_is_read_whole(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    read = os.read
    monkeypatch.setattr(module.os, "read", lambda handle, size: read(handle, min(size, 4)))

    assert WorkTree(root).read("models/m/1.0.0.yaml") == b"card: model/1"


@posix
def test_a_link_to_nowhere_is_told(root: Path) -> None:
    (root / "models/m/2.0.0.yaml").symlink_to("nowhere.yaml")

    assert "models/m/2.0.0.yaml" in WorkTree(root).list().files
    assert refusal(root, "models/m/2.0.0.yaml") == "a link to `nowhere.yaml`, which is not there"
    assert WorkTree(root).exists("models/m/2.0.0.yaml")


@posix
def test_a_link_to_itself_is_told(root: Path) -> None:
    (root / "models/m/2.0.0.yaml").symlink_to("2.0.0.yaml")
    (root / "model").symlink_to("model")

    assert refusal(root, "models/m/2.0.0.yaml").startswith("it cannot be read: ")
    assert faults(root) == []


@posix
def test_a_link_may_lead_to_another_card_but_not_out(root: Path, tmp_path: Path) -> None:
    outside = put(tmp_path, "registry-of-others/secret.yaml", "secret")
    (root / "models/m/2.0.0.yaml").symlink_to("1.0.0.yaml")
    (root / "models/m/3.0.0.yaml").symlink_to(outside)

    assert WorkTree(root).read("models/m/2.0.0.yaml") == b"card: model/1"
    assert refusal(root, "models/m/3.0.0.yaml") == "a link that leads out of the registry"


@posix
def test_a_linked_folder_is_told_and_not_entered(root: Path, tmp_path: Path) -> None:
    put(tmp_path, "elsewhere/1.0.0.yaml", "secret")
    (root / "models/linked").symlink_to(tmp_path / "elsewhere")
    (root / "holds").symlink_to(tmp_path / "elsewhere")
    told = ("RD112", "a link, where a registry holds a folder", "put the folder itself here")

    assert faults(root) == [("holds", *told), ("models/linked", *told)]
    assert refusal(root, "models/linked/1.0.0.yaml") == "a link that leads out of the registry"


@posix
def test_a_registry_that_is_reached_through_a_link_is_read(root: Path, tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to(root)
    (root / "models/m/2.0.0.yaml").symlink_to("1.0.0.yaml")
    tree = WorkTree(tmp_path / "link")

    assert sorted(tree.list().files) == ["models/m/1.0.0.yaml", "models/m/2.0.0.yaml"]
    assert tree.read("models/m/2.0.0.yaml") == b"card: model/1"


@posix
def test_a_pipe_is_told_and_never_waited_for(root: Path) -> None:
    os.mkfifo(root / "models/m/2.0.0.yaml")

    assert refusal(root, "models/m/2.0.0.yaml") == "a folder, a pipe or a device, where a card would be"


@posix
def test_a_link_to_a_device_is_told(root: Path) -> None:
    (root / "models/m/2.0.0.yaml").symlink_to("/dev/zero")

    assert refusal(root, "models/m/2.0.0.yaml") == "a link that leads out of the registry"


@posix
def test_names_of_any_script_length_and_line_are_listed(root: Path) -> None:
    names = ["é", "名前", "😀", "two\nlines", "-rf", "n" * 200, "a b", "‮m"]
    for name in names:
        put(root, f"models/{name}/1.0.0.yaml")

    assert sorted(WorkTree(root).list().files) == sorted(f"models/{name}/1.0.0.yaml" for name in [*names, "m"])


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux has file names that are no text")
def test_a_name_that_is_no_text_is_told_in_text(root: Path) -> None:
    Path(os.fsdecode(os.fsencode(root) + b"/models/caf\xe9")).mkdir()
    Path(os.fsdecode(os.fsencode(root) + b"/\xff")).mkdir()

    found = faults(root)

    assert [(path, message) for path, _, message, _ in found] == [
        ("\ufffd", "the name is not UTF-8, so nothing here is read"),
        ("models/caf\ufffd", "the name is not UTF-8, so nothing here is read"),
    ]
    "".join(path for path, *_ in found).encode()


@posix
def test_a_very_deep_folder_is_walked_without_recursion(root: Path) -> None:
    here = os.open(root / "models", os.O_RDONLY)
    for _ in range(1200):
        os.mkdir("d", dir_fd=here)
        below = os.open("d", os.O_RDONLY, dir_fd=here)
        os.close(here)
        here = below

    assert "models/m/1.0.0.yaml" in WorkTree(root).list().files

    for _ in range(1200):  # nothing else can take away what is so deep
        above = os.open("..", os.O_RDONLY, dir_fd=here)
        os.close(here)
        os.rmdir("d", dir_fd=above)
        here = above
    os.close(here)


def test_sort_file_knows_paths_of_the_index_too() -> None:
    listing = Listing()
    for path in ["models/m/1.0.0.yaml", "models/m.yaml", "models/m/1.0.0.yml", "packs/duties/a.yaml", "packs/a.yaml"]:
        sort_file(path, listing)

    assert (listing.files, [path for path, _ in listing.faults]) == (
        ["models/m/1.0.0.yaml", "packs/duties/a.yaml"],
        ["models/m.yaml", "models/m/1.0.0.yml", "packs/a.yaml"],
    )


def test_a_path_is_placed_within_the_registry_or_outside(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(root / "models")
    paths = [Path("m/1.0.0.yaml"), root / "steward.yaml", Path("../steward.yaml"), Path("../../x.yaml"), root]

    assert [inside for _, inside in within(paths, root)] == [
        "models/m/1.0.0.yaml",
        "steward.yaml",
        "steward.yaml",
        None,
        ".",
    ]
