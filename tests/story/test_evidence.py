"""What a story makes of records, state files, vendors' facts and the other keys of uses."""

from __future__ import annotations

import subprocess

import pytest

from tests.conftest import git
from tests.story.conftest import Told

USE = "use-cases/scoring.yaml"
RECORDS = "records/models/scorer/1.2.0"
HEAD = "ref: scorer@1.2.0\non: 2029-12-01\nby: eve\n"


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("card: evaluation/1\nsuite: holdout\nresults: [{metric: auroc, value: 0.81}, {metric: auroc, value: 0.7, slice: old}]\n", "evaluation holdout: auroc 0.81, auroc 0.7 on old"),
        ("card: approval/1\nrole: lead\ndecision: rejected\n", "rejected by role lead, eve"),
        ("card: notice/1\nsunset: 2030-06-01\nto: [all]\ntext: It ends.\n", "notice drafted of the end on 2030-06-01"),
        ("card: notice/1\nsunset: 2030-06-01\nto: [all]\ntext: It ends.\nsent: 2029-12-02\n", "notice sent 2029-12-02 of the end on 2030-06-01"),
        ("card: certificate/1\nplaces: [{place: a, result: gone}, {place: b, result: gone}]\nnot_checked: [c]\n", "certificate of destruction, issued by eve: 2 gone, 1 not checked"),
        ("card: erasure/1\nplaces: [{place: a, outcome: erased}, {place: b, outcome: left}]\n", "erased by eve: 1 erased, 1 left"),
        ("card: verification/1\nplaces: [{place: a, result: gone}, {place: b, result: still there, found: true}]\nscanned: [{root: /srv}]\n", "looked for what is left, by eve: 1 gone, 1 still there; 1 place searched for copies, 1 found"),
    ],
)  # fmt: skip
def test_each_record_is_told_by_what_it_says(told: Told, text: str, what: str) -> None:
    told.put(f"{RECORDS}/2029-12-01-record-0badcafe.yaml", text + HEAD)
    told.commit()
    assert told.what("scorer@1.2.0") == [what]


def test_incidents_cases_and_waivers_open_move_on_and_close(told: Told) -> None:
    told.put(
        "incidents/inc-1.yaml",
        "card: incident/1\nid: inc-1\nrefs: [scorer@1.2.0]\nseverity: serious\nopened: 2029-12-01\nby: eve\n",
    )
    told.put(
        "cases/case-1.yaml",
        'card: case/1\nid: case-1\npurpose: erasure\ndata: ["data:rows@1.0.0"]\nopened: 2029-12-01\ndecisions: []\n',
    )
    told.put(
        "waivers/w-1.yaml",
        "card: waiver/1\nid: w-1\nrule: AR102\nref: scorer@1.2.0\nreason: Old format.\non: 2029-12-01\nuntil: 2030-03-01\nby: eve\n",
    )
    told.commit()
    told.change("incidents/inc-1.yaml", "by: eve", "by: eve\nclosed: 2029-12-05")
    told.change(
        "cases/case-1.yaml",
        "decisions: []",
        "decisions: [{ref: scorer@1.2.0, decision: retrain, by: eve, on: 2029-12-03}]",
    )
    told.change("waivers/w-1.yaml", "until: 2030-03-01", "until: 2031-03-01")
    told.commit()
    (told.root / "registry/waivers/w-1.yaml").unlink()
    told.commit()
    assert told.what("scorer@1.2.0") == [
        "waiver w-1 taken away", "case case-1: retrain", "incident inc-1 closed 2029-12-05",
        "waiver w-1: until 2030-03-01 -> 2031-03-01", "incident inc-1 opened, serious",
        "waiver w-1 opened: AR102 does not count until 2030-03-01",
    ]  # fmt: skip
    assert told.events("scorer@1.2.0")[5]["why"] == "Old format."
    assert told.what("data:rows") == ["case case-1: scorer@1.2.0: retrain", "case case-1 opened: erasure"]


def test_a_registry_that_comes_late_tells_what_was_over_already(told: Told) -> None:
    told.put(
        "holds/h-1.yaml",
        "card: hold/1\nid: h-1\nrefs: [scorer@1.2.0]\nopened: 2028-01-01\nreleased: 2028-02-01\nby: legal\n",
    )
    told.commit()
    assert told.what("scorer@1.2.0") == ["hold h-1 opened, and released 2028-02-01"]


def test_a_vendor_s_words_are_told_as_they_come(told: Told) -> None:
    file = "vendors/azure/gpt.yaml"
    one = "  - {source: page, read_on: 2029-11-01, snapshot: s1, ends: 2030-06-01}\n"
    told.put(file, f"card: vendor/1\nhost: azure\nmodel: gpt\nobservations:\n{one}")
    told.commit()
    told.put(
        file,
        f"card: vendor/1\nhost: azure\nmodel: gpt\nobservations:\n{one}  - {{source: mail, read_on: 2029-12-01, not_before: 2031-01-01}}\n",
    )
    told.commit()
    told.change(file, "ends: 2030-06-01", "ends: 2032-06-01")
    told.commit()
    (told.root / "registry" / file).unlink()
    told.commit()
    assert told.what() == [
        "facts taken away", "page says of s1: ends 2032-06-01", "1 observation edited or taken away, which never should be",
        "mail says: not before 2031-01-01", "page says of s1: ends 2030-06-01",
    ]  # fmt: skip


def test_a_version_stopped_for_one_use_is_told_from_both(told: Told) -> None:
    told.change(USE, "served:", "suspended:\n  - {ref: scorer@1.2.0, on: 2029-12-02, reason: It harms here.}\nserved:")
    told.commit()
    told.change(USE, "suspended:\n  - {ref: scorer@1.2.0, on: 2029-12-02, reason: It harms here.}\n", "")
    told.commit()
    assert told.what("use:scoring") == ["scorer@1.2.0 resumed here", "scorer@1.2.0 suspended here"]
    assert told.what("scorer@1.2.0") == ["resumed for use:scoring", "suspended for use:scoring"]
    assert told.events("scorer@1.2.0")[1]["why"] == "It harms here."


def test_a_version_that_a_use_names_sees_that(told: Told) -> None:
    told.draft("2.0.0")
    told.change(USE, "served:", "fallback: {main: scorer@2.0.0}\ncandidates: {main: [scorer@2.0.0]}\nserved:")
    told.commit()
    told.change(USE, "candidates: {main: [scorer@2.0.0]}\n", "")
    told.commit()
    assert told.what("scorer@2.0.0") == ["no longer candidate of use:scoring (main)", "registered as draft", "fallback of use:scoring (main)"] or \
        told.what("scorer@2.0.0") == ["no longer candidate of use:scoring", "registered as draft", "fallback of use:scoring"]  # fmt: skip


def test_a_use_that_ends_and_is_taken_away_is_told(told: Told) -> None:
    told.change(USE, "status: live", "status: ended")
    told.change(USE, "serving: {main: scorer@1.2.0}", "serving: {main: null}")
    told.change(USE, "owner: data-science", "owner: others")
    told.commit()
    (told.root / "registry" / USE).unlink()
    told.commit()
    assert told.what("use:scoring") == [
        "card taken away, it was ended", "main: nothing serves any more, it was scorer@1.2.0", "live -> ended",
        "owner data-science -> others",
    ]  # fmt: skip
    assert told.what("scorer@1.2.0") == ["serves main of use:scoring no longer"]


def test_a_use_with_another_name_keeps_its_history(told: Told) -> None:
    told.change(USE, "status: live", "status: proposed")
    told.commit()
    git(told.root, "mv", f"registry/{USE}", "registry/use-cases/ordering.yaml")
    told.change("use-cases/ordering.yaml", "name: scoring", "name: ordering")
    told.commit()
    assert told.what("use:ordering")[0] == "renamed use:scoring -> use:ordering"
    assert "live -> proposed" in told.what("use:ordering")


def test_gates_passed_by_force_are_told_from_the_card_alone(told: Told) -> None:
    told.draft("2.0.0", "staging")
    told.commit()
    told.change("models/scorer/2.0.0.yaml", "stage: staging", "stage: production")
    path = told.root / "registry/models/scorer/2.0.0.yaml"
    forced = "lifecycle:\n  released: 2029-12-03\n  forced:\n    - {on: 2029-12-03, move: promote, gates: [number, data], by: eve, reason: It must go out.}\n"
    path.write_text(path.read_text(encoding="utf-8") + forced, encoding="utf-8")
    told.commit()
    event, *_ = told.events("scorer@2.0.0")
    assert (event["what"], event["why"]) == ("staging -> production", "forced past number, data: It must go out.")
    assert told.what("scorer@2.0.0") == ["staging -> production", "registered as staging"]


def test_a_replacement_and_a_reason_that_change_alone_are_told(told: Told) -> None:
    card = "models/scorer/1.2.0.yaml"
    told.change(card, "review_by: 2030-05-01}", "review_by: 2030-05-01, replacement: scorer@2.0.0}")
    told.commit()
    told.change(card, "replacement: scorer@2.0.0", "replacement: null, reason: Nobody asked.")
    told.commit()
    told.change(card, "reason: Nobody asked.", "reason: Nobody asked for it.")
    told.commit()
    assert told.what("scorer@1.2.0") == [
        "lifecycle.reason Nobody asked. -> Nobody asked for it.", "replacement scorer@2.0.0 taken away", "replacement set to scorer@2.0.0",
    ]  # fmt: skip


def test_a_merge_of_three_sides_tells_what_it_did_not_keep(told: Told) -> None:
    card = "models/scorer/1.2.0.yaml"
    base = told.head()
    for stage in ("suspended", "deprecated", "staging"):
        git(told.root, "checkout", "--quiet", "-b", stage, base)
        told.change(card, "stage: production", f"stage: {stage}")
        told.commit()
    tree = git(told.root, "rev-parse", "deprecated^{tree}").strip()
    parents = [part for name in ("suspended", "deprecated", "staging") for part in ("-p", name)]
    merge = subprocess.run(
        ["git", "commit-tree", tree, *parents, "-m", "Three"], cwd=told.root, capture_output=True, check=True
    )
    git(told.root, "checkout", "--quiet", "-B", "main", merge.stdout.decode().strip())
    merged = [line.partition(" (")[0] for line in told.what("scorer@1.2.0") if line.startswith("merge")]
    assert sorted(merged) == ["merge: not kept: production -> staging", "merge: not kept: suspended, was production"]


def test_a_signature_beside_a_certificate_is_told(told: Told) -> None:
    file = f"{RECORDS}/2029-12-01-certificate-0badcafe.yaml"
    told.put(file, "card: certificate/1\nplaces: []\n" + HEAD)
    told.commit()
    told.put(f"{file}.sig", "-----BEGIN SSH SIGNATURE-----\nU1NIU0lH\n-----END SSH SIGNATURE-----\n")
    told.commit("sign\n\nSteward-Action: certificate\nSteward-Ref: scorer@1.2.0")
    told.put(f"{file}.2.sig.json", "{}")
    told.commit()
    told.change(f"{file}.sig", "U1NI", "AAAA")
    told.commit()
    (told.root / f"registry/{file}.sig").unlink()
    told.commit()
    name = file.rpartition("/")[2]
    assert told.what("scorer@1.2.0") == [
        f"certificate signature taken away: {name}", f"certificate signature edited or replaced: {name}",
        f"certificate signed: {name}", f"certificate signed: {name}",
        "certificate of destruction, issued by eve: no place",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("asked", "patterns", "is_told"),
    [
        ("scorer@1.2.0", "scorer", True), ("scorer@1.2.0", "sco*@1.*", True), ("scorer@1.2.0", "sco*@2.*", False),
        ("scorer", "sco*@2.*", True), ("scorer", "other*", False), ("data:rows", "data:*", True), ("", "other", True),
    ],
)  # fmt: skip
def test_a_hold_by_a_pattern_is_told_of_what_it_covers(told: Told, asked: str, patterns: str, is_told: bool) -> None:
    hold = f"card: hold/1\nid: h-1\npatterns: ['{patterns}']\nopened: 2029-12-01\nreleased: null\nby: counsel\n"
    told.put("holds/h-1.yaml", hold)
    told.commit()
    told.change("holds/h-1.yaml", "released: null", "released: 2029-12-05\nreleased_by: lea\nreleased_as: legal")
    told.commit()
    steps = ["hold h-1 released 2029-12-05 as legal", "hold h-1 opened"]
    assert told.what(asked)[: len(steps)] == steps if is_told else not set(steps) & set(told.what(asked))


def test_copies_that_are_gone_by_now_are_found_no_more(told: Told) -> None:
    text = "card: verification/1\nplaces: [{place: a, result: gone, found: true}]\nscanned: [{root: /srv}]\n"
    told.put(f"{RECORDS}/2029-12-01-record-0badcafe.yaml", text + HEAD)
    told.commit()
    assert told.what("scorer@1.2.0") == [
        "looked for what is left, by eve: 1 gone; 1 place searched for copies, 0 found"
    ]
