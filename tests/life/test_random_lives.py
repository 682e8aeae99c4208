"""Any moves in any order: each is done as one commit that breaks no card, or refused and nothing has happened."""

from __future__ import annotations

import json
import os
import random
import shutil
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import pytest

from tests.conftest import Steward, git

SAMPLE = Path(__file__).parents[2] / "registry"
MOVES = int(os.environ.get("STEWARD_TEST_MOVES", "30"))
FIRST_DAY = date(2026, 11, 24)
CHECKLIST_FIRST = "its checklist comes first"


class Life:
    """A registry, a day, and a person who types whatever comes to mind."""

    def __init__(self, root: Path, steward: Steward, seed: int) -> None:
        self.root = root
        self.steward = steward
        self.random = random.Random(seed)
        self.day = FIRST_DAY
        self.count = 0

    def models(self) -> list[str]:
        return [f"{path.parent.name}@{path.stem}" for path in sorted(self.root.glob("registry/models/*/*.yaml"))]

    def uses(self) -> list[str]:
        return [f"use:{path.stem}" for path in sorted(self.root.glob("registry/use-cases/*.yaml"))]

    def perhaps(self, *words: str, chance: float = 0.4) -> list[str]:
        return list(words) if self.random.random() < chance else []

    def sentence(self) -> list[str]:
        """A command that may or may not make sense here and now."""
        self.count += 1
        if self.random.random() < 0.15:
            self.day += timedelta(days=self.random.choice((1, 10, 40, 90)))
        pick, perhaps = self.random.choice, self.perhaps
        model, other, use = pick(self.models()), pick(self.models()), pick(self.uses())
        name = model.partition("@")[0]
        why = perhaps("--reason", "Because.", chance=0.9)
        sentences: tuple[Callable[[], list[str]], ...] = (
            lambda: ["promote", model, "staging", *why],
            lambda: ["promote", model, "production", "--for", use, *why, *perhaps("--force", chance=0.2)],
            lambda: ["rollback", use, *perhaps("--to", model), *why],
            lambda: ["deprecate", model, "--sunset", pick(("+P200D", "+P5D")), *perhaps("--replacement", other), *why],
            lambda: ["deprecate", model, "--cancel", *why],
            lambda: ["suspend", model, *perhaps("--for", use), *why],
            lambda: ["resume", model, *perhaps("--for", use), *why],
            lambda: ["review", model, "--until", pick(("+P180D", "2020-01-01"))],
            lambda: ["retire", model, *why, *perhaps("--force")],
            lambda: ["destroy", model, "--confirm", model, *why],
            lambda: ["checklist", model, "tick", pick(("ret-duties", "ret-orders", "ret-routes")), "--evidence", "Seen.",
                     "--by", "ml-platform"],
            lambda: ["bump", name, *perhaps("--set", pick(("task=ranking", "intended_use.primary=Other."))),
                     *perhaps("--level", pick(("minor", "major"))), *why],
            lambda: ["set", pick((model, use)), pick(("summary=Other words.", "extra.k=[1, 2]", "owner=ml-platform"))],
            lambda: ["register", pick((f"fresh-{self.count}", f"use:fresh-{self.count}")), "--summary", "New.",
                     "--owner", "ml-platform"],
        )  # fmt: skip
        return [*pick(sentences)(), "--yes", "--today", str(self.day)]

    def errors(self) -> set[tuple[str, str, str]]:
        """What the rules that do not ask for the day find wrong."""
        found = json.loads(self.steward("validate", "--format", "json").out)["findings"]
        return {(one["code"], one["file"], one["message"]) for one in found if one["severity"] == "error"}


@pytest.mark.parametrize("seed", range(4))
def test_every_move_is_one_honest_commit_or_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, steward: Steward, seed: int
) -> None:
    shutil.copytree(SAMPLE, tmp_path / "registry")
    git(tmp_path, "init", "--quiet", "--initial-branch=main")
    git(tmp_path, "add", ".")
    git(tmp_path, "commit", "--quiet", "--message", "The sample registry")
    monkeypatch.chdir(tmp_path)
    life = Life(tmp_path, steward, seed)
    errors = life.errors()
    assert not errors
    codes = set()
    for _ in range(MOVES):
        sentence = life.sentence()
        before = git(tmp_path, "rev-parse", "HEAD").strip()
        ran = steward(*sentence)
        codes.add(int(ran.code))
        made = git(tmp_path, "rev-list", f"{before}..HEAD").split()
        assert ran.code in (0, 2, 4), (sentence, ran)
        assert len(made) <= (ran.code == 0 or CHECKLIST_FIRST in ran.err), (sentence, ran)
        assert git(tmp_path, "status", "--porcelain") == "", sentence
        if ran.code:
            assert len(ran.err.splitlines()) > 1, (sentence, "says what is the case, and what to type next")
        if made and "--force" not in sentence:
            assert life.errors() <= errors, sentence
        errors = life.errors() if made else errors
    assert {0, 4} <= codes
    told = steward("log")
    assert told.code == 0
    assert "the message says" not in told.out
