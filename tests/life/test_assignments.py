"""`KEY=VALUE` as edits."""

from __future__ import annotations

from pathlib import Path

import pytest

from modelsteward.domain.edits import Append, Remove, Set
from modelsteward.errors import BadUsage
from modelsteward.store.assignments import assignments, key_path
from tests.conftest import Steward, git


def test_values_are_read_as_a_cards_values_are() -> None:
    texts = ["summary=Scores: all.", "cost.usd=0.003", "lineage.datasets+=data:rows@1.0.0", "task=no", "license=null"]
    texts[0] = "summary='Scores: all.'"
    assert assignments(texts, ["extra.ticket"]) == [
        Set(("summary",), "Scores: all."),
        Set(("cost", "usd"), 0.003),
        Append(("lineage", "datasets"), "data:rows@1.0.0"),
        Set(("task",), "no"),
        Set(("license",), None),
        Remove(("extra", "ticket")),
    ]


@pytest.mark.parametrize(
    ("name", "path"),
    [
        ("artifacts[0].uri", ("artifacts", 0, "uri")),
        ('links."a.b"', ("links", "a.b")),
        ("a[1][2]", ("a", 1, 2)),
        ("interface.inputs.age", ("interface", "inputs", "age")),
    ],
)
def test_keys_are_joined_by_dots(name: str, path: tuple[str | int, ...]) -> None:
    assert key_path(name) == path


@pytest.mark.parametrize("name", ["", ".", "a.", ".a", "a..b", "[0]", "a[", "a[x]", "a]b", 'a"b', "a[0]b", 'a."b'])
def test_what_is_no_key_is_told(name: str) -> None:
    with pytest.raises(BadUsage, match="is no key"):
        key_path(name)


def test_a_number_is_written_as_it_was_typed(repo: Path, steward: Steward) -> None:
    arguments = [
        "source={hub: h, repository: r}",
        "source.revision=1.10",
        "cost={unit: call, source: s, read_on: 2030-01-01}",
    ]
    done = steward("set", "scorer@1.2.0", *arguments, "cost.usd=0.50", "--today", "2030-01-01", "--yes")
    assert done.code == 0, done.out + done.err
    card = git(repo, "show", "HEAD:registry/models/scorer/1.2.0.yaml")
    assert "revision: 1.10" in card
    assert "usd: 0.50" in card
