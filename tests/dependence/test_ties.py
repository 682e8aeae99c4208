"""What is kept between runs changes no answer."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.conftest import Steward, git
from tests.dependence.houses import built

QUESTIONS = (
    ("trace", "data:appointments@2.1.0"),
    ("trace", "data:appointments", "--format", "json"),
    ("impact", "no-show", "--format", "json"),
    ("impact", "team:care"),
    ("impact", "vendor:azure-openai"),
)


def nothing(root: Path) -> None:
    """The registry as it is."""


def a_card_that_cannot_be_read(root: Path) -> None:
    (root / "models/points/1.0.0.yaml").write_text("card: [")


def a_file_that_cannot_be_decoded(root: Path) -> None:
    (root / "use-cases/tablet.yaml").write_bytes(b"\xff\xfe\x00")


def a_link(root: Path) -> None:
    (root / "models/points/2.0.0.yaml").symlink_to("1.0.0.yaml")


def a_file_where_none_belongs(root: Path) -> None:
    (root / "models/points.yaml").write_text("card: model/1\n")


def another_policy(root: Path) -> None:
    policy = root / "steward.yaml"
    policy.write_text(policy.read_text().replace("care@example.org", "ward@example.org"))


def another_lineage(root: Path) -> None:
    card = root / "models/lite/1.0.0.yaml"
    card.write_text(card.read_text().replace("no-show@2.0.0", "no-show@1.0.0"))


def a_use_that_is_gone(root: Path) -> None:
    (root / "use-cases/tablet.yaml").unlink()


def a_part_that_is_not_checked_out(root: Path) -> None:
    git(root, "sparse-checkout", "set", "--no-cone", "/*", "!/models/points", "!/use-cases/tablet.yaml")


def a_registry_that_is_included(root: Path) -> None:
    built(root.parent / "other", 'tuned@1.0.0: {lineage: {datasets: ["data:appointments@2.1.0"]}}')
    policy = root / "steward.yaml"
    policy.write_text(policy.read_text() + "include: {labs: ../other}\n")


CHANGES: tuple[Callable[[Path], None], ...] = (
    nothing, a_card_that_cannot_be_read, a_file_that_cannot_be_decoded, a_link, a_file_where_none_belongs,
    another_policy, another_lineage, a_use_that_is_gone, a_part_that_is_not_checked_out, a_registry_that_is_included,
)  # fmt: skip


@pytest.mark.parametrize("change", CHANGES, ids=lambda change: change.__name__)
def test_the_answer_is_the_one_of_reading_all_anew(
    steward: Steward, clinic: Path, change: Callable[[Path], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    for question in QUESTIONS:
        steward(*question)
    change(clinic)
    for _ in range(2):
        for question in QUESTIONS:
            kept, anew = steward(*question), steward("--no-cache", *question)
            assert (kept.code, kept.out, kept.err) == (anew.code, anew.out, anew.err)
            assert kept.code == 0


def test_what_is_kept_is_used(steward: Steward, clinic: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first = steward("trace", "data:appointments").out
    monkeypatch.setattr("modelsteward.store.survey.survey", None)
    assert steward("trace", "data:appointments").out == first


def test_a_registry_that_changes_while_it_is_asked_is_not_kept_wrongly(
    steward: Steward, clinic: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Between the look at the files and the reading of them somebody else may write."""
    from modelsteward.store import survey

    real = survey.survey

    def slow(*given: object, **more: object) -> object:
        another_lineage(clinic)
        return real(*given, **more)  # type: ignore[arg-type]

    monkeypatch.setattr("modelsteward.store.survey.survey", slow)
    steward("impact", "no-show@2.0.0", "--format", "json")
    monkeypatch.setattr("modelsteward.store.survey.survey", real)
    kept, anew = steward("impact", "no-show@2.0.0"), steward("--no-cache", "impact", "no-show@2.0.0")
    assert kept.out == anew.out
    assert "lite@1.0.0" not in "".join(line for line in kept.out.splitlines() if "distilled" in line)
