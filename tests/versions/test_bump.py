"""Bumping: a draft of the next version, and its smallest honest number."""

from __future__ import annotations

from pathlib import Path

import pytest

from modelsteward.domain.cards.model import ModelCard
from modelsteward.domain.edits import Append, Remove, Set
from modelsteward.domain.keyplaces import placed
from modelsteward.domain.plan import Answer
from modelsteward.domain.versions import Step
from modelsteward.errors import BadUsage, Refused
from modelsteward.usecases.bump import Wanted, plan_bump
from tests.conftest import Steward
from tests.rules.worlds import judge, world
from tests.versions.bumping import DRAFT, OUT, WEIGHTS, B, after, bump, sealed
from tests.versions.helpers import PACKS


def test_a_draft_is_a_copy_of_the_highest_release_under_the_next_number() -> None:
    registry = world(f"m@1.0.0: {{}}\n{OUT}\nm@2.0.0: {{}}")
    proposal = plan_bump(registry, "m", PACKS)
    assert proposal.copied == {"models/m/2.1.1.yaml": "models/m/2.1.0.yaml"}
    assert proposal.refs == ("m@2.1.1",)
    assert proposal.title == "bump m@2.1.0: open m@2.1.1 in draft"
    draft = after(registry, proposal)
    assert (draft.version, draft.stage, draft.task) == ("2.1.1", "draft", "a")
    assert not draft.model_fields_set & {"lifecycle", "seal", "serves", "artifacts"}
    assert ("Steward-From", "2.1.0") in proposal.trailers
    assert proposal.notes[-1].startswith("next: edit models/m/2.1.1.yaml, name its artifacts")


def test_a_fresh_draft_is_no_finding() -> None:
    registry = world(f"{OUT}\nm@2.1.1: {{task: a, {DRAFT}, artifacts: <absent>}}")
    assert judge(registry, "ID116") == []


def test_that_there_are_no_artifacts_stays_true_in_a_copy() -> None:
    proposal = bump("m@1.0.0: {origin: vendor, artifacts: []}")
    assert Remove(("artifacts",)) not in proposal.edits["models/m/1.0.1.yaml"]


@pytest.mark.parametrize(
    ("change", "number"),
    [
        ("task: b", "3.0.0"),
        ("task: a, lineage: {datasets: ['data:d@1.0.0']}", "2.2.0"),
        ("task: a, license: MIT", "2.2.0"),
    ],
)
def test_an_open_draft_gets_its_smallest_honest_number(change: str, number: str) -> None:
    registry = world(f"{OUT}\nm@2.1.1: {{{change}, {DRAFT}}}")
    proposal = plan_bump(registry, "m", PACKS)
    assert proposal.moved == {"models/m/2.1.1.yaml": f"models/m/{number}.yaml"}
    assert after(registry, proposal).version == number
    assert proposal.refs == (f"m@{number}",)
    assert [gate.answer for gate in proposal.gates] == [Answer.PASSED]


def test_each_change_is_told_with_its_class_and_reason() -> None:
    proposal = bump(f"{OUT}\nm@2.1.1: {{task: b, {DRAFT}}}")
    assert proposal.title == "bump m@2.1.1: 2.1.1 -> 3.0.0 (major)"
    assert proposal.notes[0] == (
        "major: the task is b now, and was a (interface.task-changed: It answers another question.)"
    )
    assert ("Steward-Step", "major") in proposal.trailers


def test_nothing_changed_is_no_new_version() -> None:
    proposal = bump(f"{OUT}\nm@2.1.1: {{task: a, owner: other, {DRAFT}}}")
    assert not proposal.edits
    assert not proposal.moved
    assert proposal.notes == (
        "none: the owner is other now, and was team (card.owner: Who answers for it is no property of the model.)",
        "nothing changed against m@2.1.0: no new version; m@2.1.1 waits for a change",
    )


def test_a_draft_that_has_its_number_keeps_it() -> None:
    proposal = bump(f"{OUT}\nm@3.0.0: {{task: b, {DRAFT}}}")
    assert not proposal.edits
    assert proposal.notes[-1] == "m@3.0.0 has its number already"


def test_in_one_step_the_number_is_right_at_once() -> None:
    registry = world(OUT)
    proposal = plan_bump(registry, "m", PACKS, Wanted(sets=(Set(("task",), "b"),), artifacts=(WEIGHTS,)))
    draft = after(registry, proposal)
    assert (draft.ref, draft.task, draft.artifacts[0].digest) == ("m@3.0.0", "b", B)
    assert list(proposal.copied) == ["models/m/3.0.0.yaml"]


def test_in_one_step_new_weights_are_minor() -> None:
    assert bump(OUT, artifacts=(WEIGHTS,)).refs == ("m@2.2.0",)


def test_in_one_step_the_same_again_is_no_new_version() -> None:
    (same,) = world(OUT).models["m@2.1.0"].card.artifacts
    again = {key: getattr(same, key) for key in same.model_fields_set}
    proposal = bump(OUT, artifacts=(again,), sets=(Set(("owner",), "other"),))
    assert not proposal.edits
    assert not proposal.copied
    assert proposal.notes == (
        "nothing changed against m@2.1.0: no new version",
        "not set: owner; it needs no new version: `steward set m@2.1.0 owner=…`",
    )


def test_what_is_as_it_was_is_not_said_to_be_left_unset() -> None:
    assert bump(OUT, sets=(Set(("owner",), "team"),)).notes == ("nothing changed against m@2.1.0: no new version",)


def test_bytes_without_a_digest_are_no_change_where_nothing_was_said_of_them() -> None:
    bare = "m@2.1.0: {artifacts: [{role: weights, uri: 's3://m/1'}]}"
    assert not bump(bare, sets=(Set(("owner",), "other"),)).copied


def test_what_is_set_in_an_open_draft_counts_for_its_number() -> None:
    registry = world(f"{OUT}\nm@2.1.1: {{task: a, {DRAFT}}}")
    proposal = plan_bump(registry, "m", PACKS, Wanted(sets=(Append(("hosting",), "edge"), Set(("task",), "b"))))
    assert proposal.refs == ("m@3.0.0",)
    assert after(registry, proposal).hosting == ("self", "edge")


def test_what_is_set_is_kept_where_the_number_stays() -> None:
    proposal = bump(f"{OUT}\nm@3.0.0: {{task: b, {DRAFT}}}", sets=(Set(("summary",), "Other."),))
    assert proposal.edits == {"models/m/3.0.0.yaml": (placed(Set(("summary",), "Other."), ModelCard),)}


@pytest.mark.parametrize("text", ["m", "m@2.1.0"])
@pytest.mark.parametrize("version", ["2.1.1", "2.2.0", "1.0.0"])
def test_a_version_that_cannot_be_read_is_not_passed_over(text: str, version: str) -> None:
    registry = world(OUT, {f"models/m/{version}.yaml": "nonsense"})
    with pytest.raises(Refused, match=f"m@{version} cannot be read") as refused:
        plan_bump(registry, text, PACKS)
    assert f"`steward validate models/m/{version}.yaml`" in refused.value.hint


def test_another_models_card_that_cannot_be_read_does_not_matter() -> None:
    assert plan_bump(world(OUT, {"models/n/2.1.1.yaml": "nonsense"}), "m", PACKS).refs == ("m@2.1.1",)


TAMPERED = f"m@2.1.0: {{task: a, seal: '{B}'}}"


@pytest.mark.parametrize("draft", ["", f"m@2.1.1: {{task: b, {DRAFT}}}"])
def test_what_is_not_as_it_was_sealed_is_neither_copied_nor_compared_with(draft: str) -> None:
    with pytest.raises(Refused, match=r"the technical facts of m@2\.1\.0 are not those that were sealed") as refused:
        bump(f"{TAMPERED}\n{draft}")
    assert "git log -p -- models/m/2.1.0.yaml" in refused.value.hint


def test_a_sealed_version_is_no_draft_and_is_pointed_out() -> None:
    sealed = f"m@2.2.0: {{task: a, license: MIT, stage: staging, lifecycle: <absent>, seal: '{B}'}}"
    proposal = bump(f"{OUT}\n{sealed}")
    assert proposal.refs == ("m@2.1.1",)
    assert proposal.notes[-1] == "m@2.2.0 is in staging; `steward bump m@2.2.0` goes on from there"


def test_a_sealed_version_that_is_named_is_gone_on_from() -> None:
    proposal = bump(f"{OUT}\n{sealed('m@2.2.0', 'task: a, license: MIT')}", "m@2.2.0")
    assert proposal.copied == {"models/m/2.2.1.yaml": "models/m/2.2.0.yaml"}


def test_of_several_drafts_none_is_chosen() -> None:
    drafts = f"{OUT}\nm@2.2.0: {{task: b, {DRAFT}}}\nm@2.3.0: {{task: b, {DRAFT}}}"
    with pytest.raises(Refused, match=r"m has several drafts: m@2\.2\.0, m@2\.3\.0"):
        bump(drafts)
    assert bump(drafts, "m@2.2.0").moved == {"models/m/2.2.0.yaml": "models/m/3.0.0.yaml"}


@pytest.mark.parametrize("text", ["m", "m@1.4.0"])
def test_what_to_type_next_names_the_draft(text: str) -> None:
    note = bump(f"m@1.4.0: {{task: a}}\n{OUT}", text).notes[0]
    assert note.endswith(f"`steward bump {'m@2.1.1' if text == 'm' else 'm@1.4.1'}` sets its number")


def test_a_copy_without_artifacts_says_what_to_type_next_too() -> None:
    (note,) = bump("m@1.0.0: {origin: vendor, artifacts: []}").notes
    assert note == "next: edit models/m/1.0.1.yaml, say what is new, and `steward bump m@1.0.1` sets its number"


def test_a_plan_that_is_refused_names_no_draft() -> None:
    proposal = bump(OUT, sets=(Set(("task",), "b"),), level=Step.MINOR)
    assert proposal.failed()
    assert not any(note.startswith("next:") for note in proposal.notes)


def test_a_commit_that_sets_facts_says_so() -> None:
    proposal = bump(f"{OUT}\nm@3.0.0: {{task: b, {DRAFT}}}", sets=(Set(("task",), "c"), Set(("extra", "ticket"), 1)))
    assert proposal.title == "bump m@3.0.0: set task, extra.ticket, keep its number"


def test_the_cards_that_name_a_draft_follow_it() -> None:
    names = "use:u: {candidates: {main: [m@2.1.1]}}\nn@1.0.0: {lifecycle: {replacement: m@2.1.1}}"
    proposal = bump(f"{OUT}\nm@2.1.1: {{task: b, {DRAFT}}}\n{names}")
    assert proposal.edits["use-cases/u.yaml"] == (Set(("candidates", "main", 0), "m@3.0.0"),)
    assert proposal.edits["models/n/1.0.0.yaml"] == (Set(("lifecycle", "replacement"), "m@3.0.0"),)


def test_a_draft_that_evidence_speaks_of_keeps_its_number() -> None:
    record = (
        "records/models/m/2.1.1/2029-05-01-review-1f3a9c2e.yaml: "
        "{card: review/1, ref: m@2.1.1, on: 2029-05-01, by: ada@example.org, "
        "until: 2030-05-01, outcome: keep}"
    )
    with pytest.raises(Refused, match=r"speaks of m@2\.1\.1, so it cannot become m@3\.0\.0"):
        bump(f"{OUT}\nm@2.1.1: {{task: b, {DRAFT}}}\n{record}")


@pytest.mark.parametrize("key", ["version", "stage", "name", "seal", "card", "lifecycle"])
def test_what_steward_writes_is_not_set_by_hand(key: str) -> None:
    with pytest.raises(BadUsage, match=f"`{key}` is not set by hand"):
        bump(OUT, sets=(Set((key,), "x"),))


def test_what_would_be_no_card_is_left_to_the_reader() -> None:
    proposal = bump(OUT, sets=(Set(("taks",), "x"),))
    assert proposal.copied == {"models/m/2.1.1.yaml": "models/m/2.1.0.yaml"}
    draft = bump(f"{OUT}\nm@2.1.1: {{task: b, {DRAFT}}}", sets=(Set(("taks",), "x"),))
    assert list(draft.edits) == ["models/m/2.1.1.yaml"]


def test_the_reader_says_what_is_wrong_with_what_is_set(repo: Path, steward: Steward) -> None:
    ran = steward("bump", "scorer", "--set", "lineage.dataset=[x]", "--set", "hosting=self", "--yes")
    assert ran.code == 4
    assert "unknown key `dataset`" in ran.out
    assert "did you mean `datasets`?" in ran.out
    assert "must be a list" in ran.out


@pytest.mark.parametrize(
    ("text", "error"), [("data:d@1.0.0", BadUsage), ("use:u", BadUsage), ("nn", Refused), ("m@9.9.9", Refused)]
)
def test_only_models_that_are_there_are_bumped(text: str, error: type[Exception]) -> None:
    with pytest.raises(error):
        bump(f"{OUT}\ndata:d@1.0.0: {{}}\nuse:u: {{}}", text)


def test_the_registrys_own_first_stage_is_the_drafts() -> None:
    registry = world(f"{OUT}\nregistry: {{stages: [lab, staging]}}")
    assert after(registry, plan_bump(registry, "m", PACKS)).stage == "lab"


def test_an_announced_replacement_follows_the_draft_and_a_sealed_lineage_does_not() -> None:
    seal = f"seal: sha256:{'0' * 64}"
    draft = f"m@2.1.1: {{{DRAFT}, task: b}}"
    told = "m@2.1.0: {stage: deprecated, task: a, lifecycle: {released: 2029-01-01, replacement: m@2.1.1}}"
    proposal = bump(f"{told}\n{draft}")
    assert proposal.edits["models/m/2.1.0.yaml"] == (Set(("lifecycle", "replacement"), "m@3.0.0"),)
    built = f"n@1.0.0: {{{seal}, lineage: {{parents: [{{ref: m@2.1.1, relation: fine-tune}}], datasets: []}}}}"
    with pytest.raises(Refused, match=r"n/1\.0\.0\.yaml speaks of m@2\.1\.1"):
        bump(f"{OUT}\n{draft}\n{built}")
