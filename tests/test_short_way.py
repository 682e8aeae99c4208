"""The hook's short way says and does what the long way says and does, or leaves it to that."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from modelsteward.cli import hook
from tests.conftest import MODEL, Ran, Steward, git, write

Ways = Callable[[list[str]], tuple[bool, Ran, Ran]]

CARD = "models/scorer/1.2.0.yaml"
SLIP = MODEL.replace("owner:", "ownr:")
SHORT = [
    ["validate", CARD],
    ["validate", CARD, "datasets/rows/1.0.0.yaml"],
    ["validate", "models"],
    ["-C", ".", "validate", CARD],
    ["--registry", ".", "validate", CARD],
    ["validate", CARD, "-C", "."],
]
LONG = [
    [], ["validate"], ["validate", "."], ["validate", "steward.yaml"], ["validate", "--help"], ["validate", CARD, "--format", "json"], ["validate", CARD, "--exit-zero"],
    ["validate", "--select", "ID", CARD], ["validate", CARD, "-C"], ["-C", ".", "validate", CARD, "-C", "."], ["check", "validate"],
    ["show", "validate"], ["validate", "--", CARD], ["validate", ""], ["--staged", "validate"], ["-C", "nowhere", "validate", CARD],
    ["validate", "nowhere.yaml"], ["validate", "/etc/hosts"],
]  # fmt: skip


@pytest.fixture
def ways(steward: Steward, monkeypatch: pytest.MonkeyPatch) -> Ways:
    """Runs a command both ways: whether the short one was taken, and both results."""

    def run(arguments: list[str]) -> tuple[bool, Ran, Ran]:
        taken: list[int | None] = []
        short_way = hook.short_way

        def noted(args: list[str]) -> int | None:
            taken.append(short_way(args))
            return taken[-1]

        with monkeypatch.context() as patch:
            patch.setattr(hook, "short_way", noted)
            short = steward(*arguments)
        with monkeypatch.context() as patch:
            patch.setattr(hook, "short_way", lambda _: None)
            long = steward(*arguments)
        return any(code is not None for code in taken), short, long

    return run


@pytest.mark.parametrize("arguments", SHORT, ids=" ".join)
@pytest.mark.parametrize(
    "card", [MODEL, SLIP, "a: [", MODEL.replace("s3:", "file:")], ids=["clean", "slip", "no YAML", "warning"]
)
def test_it_is_taken_by_hooks_and_says_the_same(house: Path, ways: Ways, arguments: list[str], card: str) -> None:
    write(house, {CARD: card})
    taken, short, long = ways(arguments)
    assert taken
    assert (short.code, short.out, short.err) == (long.code, long.out, long.err)


@pytest.mark.parametrize("arguments", LONG, ids=" ".join)
def test_all_else_goes_the_long_way(house: Path, ways: Ways, arguments: list[str]) -> None:
    taken, short, long = ways(arguments)
    assert not taken
    assert (short.code, short.out, short.err) == (long.code, long.out, long.err)


@pytest.mark.parametrize("card", [MODEL, SLIP], ids=["clean", "slip"])
def test_what_is_staged_is_judged_alike(repo: Path, ways: Ways, card: str) -> None:
    write(repo / "registry", {CARD: f"{card}# more\n"})
    git(repo, "add", "--all")
    for arguments in (["validate", "--staged"], ["validate", "--staged", f"registry/{CARD}", "README.md"]):
        taken, short, long = ways(arguments)
        assert taken
        assert short.code == (card is SLIP)
        assert (short.code, short.out, short.err) == (long.code, long.out, long.err)


def test_a_broken_policy_is_told_by_the_long_way(house: Path, ways: Ways) -> None:
    write(house, {"steward.yaml": "card: registry/1\n"})
    taken, short, long = ways(["validate", CARD])
    assert not taken
    assert (short.code, short.out, short.err) == (long.code, long.out, long.err)
    assert short.code == 3


def test_a_registry_named_elsewhere_is_asked_for(
    house: Path, tmp_path: Path, ways: Ways, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("STEWARD_REGISTRY", str(tmp_path / "none"))
    taken, short, _ = ways(["validate", CARD])
    assert not taken
    assert short.code == 3


def test_colour_is_as_the_long_way_has_it(house: Path, ways: Ways, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FORCE_COLOR", "1")
    taken, short, long = ways(["validate", CARD])
    assert taken
    assert "\x1b[" in short.out
    assert short.out == long.out
