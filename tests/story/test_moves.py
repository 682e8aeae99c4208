"""What a story makes of edits by hand: the files alone tell it."""

from __future__ import annotations

from tests.story.conftest import Told

CARD = "models/scorer/1.2.0.yaml"


def test_a_version_that_comes_and_moves_on_is_told_move_by_move(told: Told) -> None:
    told.draft("2.0.0")
    told.commit()
    for old, new in (("draft", "staging"), ("staging", "production")):
        told.change("models/scorer/2.0.0.yaml", f"stage: {old}", f"stage: {new}")
        told.commit()
    assert told.what("scorer@2.0.0") == ["staging -> production", "draft -> staging", "registered as draft"]


def test_an_end_is_told_with_its_day_its_replacement_and_its_reason(told: Told) -> None:
    told.change(CARD, "stage: production", "stage: deprecated")
    told.change(
        CARD,
        "review_by: 2030-05-01}",
        "review_by: 2030-05-01, deprecated: 2029-12-02, sunset: 2030-06-01, replacement: scorer@2.0.0, reason: A better one is there.}",
    )
    told.commit()
    told.change(CARD, "sunset: 2030-06-01", "sunset: 2030-09-01")
    told.commit()
    told.change(CARD, "stage: deprecated", "stage: production")
    told.change(
        CARD,
        ", deprecated: 2029-12-02, sunset: 2030-09-01, replacement: scorer@2.0.0, reason: A better one is there.",
        "",
    )
    told.commit()
    assert told.what("scorer@1.2.0") == [
        "deprecation cancelled",
        "sunset moved 2030-06-01 -> 2030-09-01",
        "production -> deprecated, sunset 2030-06-01, replaced by scorer@2.0.0",
    ]
    assert told.events("scorer@1.2.0")[2]["why"] == "A better one is there."


def test_a_stop_is_told_with_its_reason_and_so_is_going_on(told: Told) -> None:
    told.change(CARD, "stage: production", "stage: suspended")
    told.change(CARD, "2030-05-01}", "2030-05-01, suspension: {on: 2029-12-02, was: production, reason: It harms.}}")
    told.commit()
    told.change(CARD, "stage: suspended", "stage: production")
    told.change(CARD, ", suspension: {on: 2029-12-02, was: production, reason: It harms.}", "")
    told.commit()
    resumed, stopped, *_ = told.events("scorer@1.2.0")
    assert (stopped["what"], stopped["why"]) == ("suspended, was production", "It harms.")
    assert resumed["what"] == "resumed in production"


def test_a_swap_is_told_from_the_use_and_from_both_versions(told: Told) -> None:
    told.draft("2.0.0", "production")
    told.serve("scorer@2.0.0", "scorer@1.2.0")
    told.commit()
    assert told.what("use:scoring") == ["main: scorer@2.0.0 serves since 2029-12-10, instead of scorer@1.2.0"]
    assert "serves main of use:scoring since 2029-12-10, instead of scorer@1.2.0" in told.what("scorer@2.0.0")
    assert told.what("scorer@1.2.0") == ["displaced by scorer@2.0.0 in main of use:scoring"]


def test_going_back_is_told_as_such(told: Told) -> None:
    told.draft("2.0.0", "production")
    told.serve("scorer@2.0.0", "scorer@1.2.0")
    told.commit()
    told.serve("scorer@1.2.0", "scorer@2.0.0", "2029-12-20")
    told.change(
        "use-cases/scoring.yaml",
        "from: 2029-12-20, to: null, why: promoted",
        "from: 2029-12-20, to: null, why: rolled back to",
    )
    told.commit()
    assert told.what("use:scoring")[0] == "main: rolled back to scorer@1.2.0 from scorer@2.0.0"
    assert told.what("scorer@2.0.0")[0] == "rolled back from in main of use:scoring, to scorer@1.2.0"


def test_facts_that_change_under_a_seal_are_told_loudly(told: Told) -> None:
    told.change(CARD, "lifecycle:", "seal: sha256:" + "a" * 64 + "\nlifecycle:")
    told.commit()
    told.change(CARD, "bytes: 1024", "bytes: 2048")
    told.change(CARD, "owner: data-science", "owner: somebody-else")
    told.commit()
    assert told.what("scorer@1.2.0") == [
        "sealed facts edited: artifacts",
        "owner data-science -> somebody-else",
        "sealed",
    ]


def test_other_keys_are_summed_up_in_one_line(told: Told) -> None:
    told.change(
        CARD, "summary: Scores what comes in.", "summary: Scores all that comes in, and says how sure it is of each."
    )
    told.change(CARD, "license: Apache-2.0", "license: MIT")
    told.commit()
    assert told.what("scorer@1.2.0") == ["summary edited, license Apache-2.0 -> MIT"]


def test_a_draft_that_is_renumbered_keeps_its_history(told: Told) -> None:
    told.draft("1.3.0")
    told.commit()
    text = (told.root / "registry/models/scorer/1.3.0.yaml").read_text(encoding="utf-8")
    (told.root / "registry/models/scorer/1.3.0.yaml").unlink()
    told.put("models/scorer/2.0.0.yaml", text.replace("version: 1.3.0", "version: 2.0.0"))
    told.commit()
    told.change("models/scorer/2.0.0.yaml", "stage: draft", "stage: staging")
    told.commit()
    told.draft("1.3.0")
    told.commit("Another draft takes the number that is free again")
    assert told.what("scorer@2.0.0") == ["draft -> staging", "version renumbered 1.3.0 -> 2.0.0", "registered as draft"]


def test_a_released_version_that_makes_room_for_another_is_no_renumbering(told: Told) -> None:
    told.draft("2.0.0", "production")
    told.commit()
    (told.root / "registry/models/scorer/2.0.0.yaml").unlink()
    told.draft("3.0.0")
    told.commit()
    assert told.what("scorer") == [
        "registered as draft", "card taken away, it was production", "registered in production",
    ]  # fmt: skip


def test_what_cannot_be_read_is_told_from_when_to_when(told: Told) -> None:
    told.change(CARD, "stage: production", "stage: production\nstage: [")
    broken = told.commit()
    told.change(CARD, "stage: production\nstage: [", "stage: suspended")
    told.commit()
    events = told.events("scorer@1.2.0")
    assert [event["what"] for event in events[:2]] == ["suspended, was production", "can be read again"]
    assert events[2]["what"].startswith("cannot be read from here on: ")
    assert events[2]["commit"] == broken


def test_a_record_that_is_edited_or_taken_away_is_told(told: Told) -> None:
    file = "records/models/scorer/1.2.0/2029-12-01-approval-0badcafe.yaml"
    text = "card: approval/1\nref: scorer@1.2.0\non: 2029-12-01\nby: eve\nuse: use:scoring\nrole: lead\ndecision: approved\n"
    told.put(file, text)
    told.commit()
    told.change(file, "decision: approved", "decision: rejected")
    told.commit()
    (told.root / "registry" / file).unlink()
    told.commit()
    assert told.what("scorer@1.2.0") == [
        f"record taken away: {file}",
        f"record edited, which records never are: {file}: decision approved -> rejected",
        "approved by role lead for use:scoring, eve",
    ]
    assert told.what("use:scoring") == ["scorer@1.2.0: approved by role lead, eve"]


def test_a_review_and_the_day_it_moves_are_one_line(told: Told) -> None:
    told.put(
        "records/models/scorer/1.2.0/2029-12-01-review-0badcafe.yaml",
        "card: review/1\nref: scorer@1.2.0\non: 2029-12-01\nby: eve\nuntil: 2030-11-01\noutcome: keep\n",
    )
    told.change(CARD, "review_by: 2030-05-01", "review_by: 2030-11-01")
    told.commit()
    told.change(CARD, "review_by: 2030-11-01", "review_by: 2031-11-01")
    told.commit()
    assert told.what("scorer@1.2.0") == [
        "review due moved 2030-11-01 -> 2031-11-01",
        "reviewed by eve: keep, until 2030-11-01",
    ]


def test_a_rewritten_history_of_what_served_is_told(told: Told) -> None:
    told.change("use-cases/scoring.yaml", "from: 2029-06-01", "from: 2029-05-01")
    told.commit()
    assert (
        told.what("use:scoring")[0]
        == "history rewritten: scorer@1.2.0 in main from 2029-06-01 no longer stands in `served`"
    )


def test_checklists_holds_and_waivers_are_told_of_what_they_are_about(told: Told) -> None:
    told.put(
        "checklists/scorer/1.2.0/retirement.yaml",
        "card: checklist/1\nref: scorer@1.2.0\npurpose: retirement\nopened: 2029-12-01\nitems:\n"
        "  - {id: a, text: A}\n  - {id: b, text: B}\n  - {id: c, text: C}\n",
    )
    told.put("holds/hold-1.yaml", "card: hold/1\nid: hold-1\nrefs: [scorer@1.2.0]\nopened: 2029-12-01\nby: legal\n")
    told.commit()
    told.change("checklists/scorer/1.2.0/retirement.yaml", "text: A}", "text: A, state: done, evidence: seen}")
    told.change("checklists/scorer/1.2.0/retirement.yaml", "text: B}", "text: B, state: skipped, reason: no callers}")
    told.change("holds/hold-1.yaml", "by: legal", "by: legal\nreleased: 2029-12-20")
    told.commit()
    assert told.what("scorer@1.2.0") == [
        "retirement checklist: b skipped", "retirement checklist: a done", "hold hold-1 released 2029-12-20",
        "retirement checklist opened, 3 open", "hold hold-1 opened",
    ]  # fmt: skip


def test_what_weakens_a_checklist_is_told(told: Told) -> None:
    file = "checklists/scorer/1.2.0/retirement.yaml"
    told.put(file, "card: checklist/1\nref: scorer@1.2.0\npurpose: retirement\nopened: 2029-12-01\nitems:\n"
                   "  - {id: a, text: A, gate: true}\n  - {id: b, text: B, gate: true}\n"
                   "  - {id: c, text: C, state: done, evidence: seen}\n  - {id: d, text: D, gate: true}\n")  # fmt: skip
    told.commit()
    told.change(file, "  - {id: a, text: A, gate: true}\n", "")
    told.change(file, "text: B, gate: true", "text: B, gate: false")
    told.change(file, "evidence: seen", "evidence: heard of")
    told.change(file, "text: D, gate: true", "text: D, state: done, evidence: seen")
    told.commit()
    told.change(file, "  - {id: c", "  - {id: e, text: E}\n  - {id: c")
    told.commit()
    assert told.what("scorer@1.2.0")[:6] == [
        "retirement checklist: e added",
        "retirement checklist: a (a gate) taken off",
        "retirement checklist: b is no longer a gate",
        "retirement checklist: c: evidence seen -> heard of",
        "retirement checklist: d is no longer a gate",
        "retirement checklist: d done",
    ]


def test_a_data_set_and_the_policy_have_stories_too(told: Told) -> None:
    told.change("datasets/rows/1.0.0.yaml", "status: active", "status: withdrawn")
    told.change("steward.yaml", "name: Test house", "name: Best house")
    told.commit()
    assert told.what("data:rows") == ["active -> withdrawn"]
    assert told.what("data:rows@1.0.0") == ["active -> withdrawn"]
    assert told.what("registry") == ["policy: name Test house -> Best house"]
