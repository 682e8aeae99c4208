"""The end of a version, from the gates that the cards answer."""

from __future__ import annotations

import pytest

from modelsteward.domain.answers import Asked
from modelsteward.domain.plan import Proposal
from modelsteward.domain.seal import seal_of
from modelsteward.errors import Refused
from modelsteward.rules.examples import TODAY
from modelsteward.usecases.destroy import plan_destruction
from modelsteward.usecases.issuing import Issuer
from modelsteward.usecases.naming import the_model
from modelsteward.usecases.retire import plan_retirement
from tests.life.plans import PACKS, failed, situation
from tests.rules.worlds import world

_ITEM = "{id: %s, text: See to it., gate: %s, state: %s, evidence: Seen., by: team, on: 2029-12-31}"


def checklist(purpose: str, state: str = "done", without: str = "", flag: str = "true", closed: str = "null") -> str:
    """A list with every gate of its pack, and one item more that is in the state given."""
    gates = [item.id for item in PACKS.items(purpose).items if item.gate and item.id != without]
    items = [*(_ITEM % (name, flag, "done") for name in gates), _ITEM % ("one", "true", state)]
    return (
        f"checklists/m/1.0.0/{purpose}.yaml: {{card: checklist/1, ref: m@1.0.0, purpose: {purpose}, "
        f"opened: 2029-12-01, closed: {closed}, items: [{', '.join(items)}]}}\n"
    )


FILES = '[{role: weights, uri: "s3://m/model.onnx", digest: "sha256:%s", replicas: []}]' % ("d1" * 32)
DEPRECATED = "m@1.0.0: {stage: deprecated, lifecycle: {deprecated: 2029-06-01, sunset: 2029-12-31}}\n"
RETIRED = f"m@1.0.0: {{stage: retired, artifacts: {FILES}, lifecycle: {{retired: 2029-12-01}}}}\n"
TWIN = f"n@1.0.0: {{artifacts: {FILES}}}\n"
MAY_LIFT = (
    "registry: {holds: {lift: [legal]}, roles: {legal: Lifts holds.}, teams: {lawyers: {contact: l@example.org, "
    "members: [{name: Lea, git: [lea@example.org], roles: [legal]}]}}}\n"
)
PLACE = "{place: s3://m/model.onnx, method: purge, looked_on: 2029-12-30, result: gone}"


def certificate(places: str, more: str = "") -> str:
    return (
        "records/models/m/1.0.0/2029-12-30-certificate-11111111.yaml: {card: certificate/1, ref: m@1.0.0, "
        f"on: 2029-12-30, by: ada, places: [{places}]{more}}}\n"
    )


ISSUER = Issuer("ada@example.org", "steward 9", None, None)


def ended(action: str, example: str, reason: str | None = "Old.", raw: dict[str, str] | None = None) -> Proposal:
    registry = world(example, raw)
    entry = the_model(registry, "m@1.0.0")
    if action == "destroy":
        return plan_destruction(Asked(registry, entry.card, TODAY, PACKS), entry, ISSUER)
    return plan_retirement(situation(registry, "m@1.0.0"), entry, reason)


def test_a_version_without_a_checklist_gets_one_first() -> None:
    plan = ended("retire", DEPRECATED)
    assert list(plan.new) == ["checklists/m/1.0.0/retirement.yaml"]
    assert not plan.edits
    assert list(ended("destroy", RETIRED).new) == ["checklists/m/1.0.0/destruction.yaml"]


def test_a_gate_item_that_is_open_holds_the_move_up() -> None:
    assert "1 gate item of the retirement checklist open: one" in failed(
        ended("retire", DEPRECATED + checklist("retirement", "open"))
    )["checklist"]  # fmt: skip
    plan = ended("retire", DEPRECATED + checklist("retirement"))
    assert not failed(plan)
    assert plan.title == "retire m@1.0.0: deprecated -> retired"


def test_what_something_counts_on_is_not_retired() -> None:
    base = DEPRECATED + checklist("retirement") + "n@1.0.0: {stage: deprecated, lifecycle: {replacement: m@1.0.0}}\n"
    plan = ended("retire", base + "use:u: {serving: {main: m@1.0.0}}\nuse:v: {fallback: {main: m@1.0.0}}\n")
    idle = [gate.message for gate in plan.gates if gate.name == "idle"]
    assert idle == ["it still serves main of use:u", "it is the fallback of use:v", "n@1.0.0 is to move to it"]
    assert not failed(
        ended("retire", DEPRECATED + checklist("retirement") + "use:u: {status: ended, fallback: {main: m@1.0.0}}")
    )


def test_bytes_that_nobody_saw_to_be_gone_are_not_destroyed_and_no_force_helps() -> None:
    base = RETIRED + checklist("destruction")
    plan = ended("destroy", base)
    (gate,) = [gate for gate in plan.gates if gate.name == "gone"]
    assert gate.message == "not seen to be gone: s3://m/model.onnx"
    assert gate.firm
    assert not failed(ended("destroy", base + certificate(PLACE)))
    still = PLACE.replace("result: gone", "result: still there")
    assert "gone" in failed(ended("destroy", base + certificate(still)))
    named = certificate(PLACE, ", not_checked: [a folder nobody may read]")
    assert not failed(ended("destroy", base + named)), "a place that a certificate names as not checked is named"
    mine = certificate(PLACE.replace("result: gone", "result: not checked"), ", not_checked: ['s3://m/model.onnx']")
    assert "gone" in failed(ended("destroy", base + mine)), "a place of the card is to be seen gone"


def test_a_hold_an_incident_and_bytes_that_another_needs_stand_against_destruction() -> None:
    base = RETIRED + checklist("destruction") + certificate(PLACE)
    base += "holds/h.yaml: {card: hold/1, id: h, refs: [m@1.0.0], opened: 2029-01-01, by: counsel}\n"
    base += (
        "incidents/i.yaml: {card: incident/1, id: i, refs: [m@1.0.0], severity: serious, opened: 2029-01-01, by: ada}\n"
    )
    base += TWIN
    plan = ended("destroy", base)
    assert set(failed(plan)) == {"hold", "incident", "shared", "keep"}, "a law may ask the same, and nobody can tell"
    assert {gate.name for gate in plan.gates if gate.firm and gate.answer.value == "failed"} == {"hold"}
    lifted = base.replace(
        "opened: 2029-01-01, by: counsel",
        "opened: 2029-01-01, released: 2029-06-01, by: counsel, released_by: lea, released_as: legal",
    )
    assert "hold" not in failed(ended("destroy", lifted + MAY_LIFT))


def looked(day: str, places: str, more: str = "") -> str:
    return certificate(places, more).replace("2029-12-30", day).replace("11111111", day.replace("-", ""))


def test_the_last_look_at_a_place_is_what_counts_wherever_the_bytes_lay() -> None:
    base = RETIRED + checklist("destruction")
    backup = "{place: s3://backup/m.onnx, method: clear, looked_on: 2029-12-31, result: still there}"
    back = PLACE.replace("2029-12-30", "2029-12-31").replace("result: gone", "result: still there")
    again = ended("destroy", base + looked("2029-12-30", PLACE) + looked("2029-12-31", f"{back}, {backup}"))
    assert failed(again)["gone"] == (
        "not seen to be gone: s3://m/model.onnx (still there), s3://backup/m.onnx (still there)"
    )
    tape = "{place: tape-7, method: destroy, looked_on: 2029-12-31, result: gone}"
    first = looked(
        "2029-12-30", f"{PLACE}, {tape}".replace("2029-12-31, result: gone", "2029-12-30, result: still there")
    )
    assert failed(ended("destroy", base + first))["gone"] == "not seen to be gone: tape-7 (still there)"
    assert not failed(ended("destroy", base + first + looked("2029-12-31", tape)))


def test_of_two_looks_on_one_day_the_worse_counts_and_any_look_more_than_none() -> None:
    base = RETIRED + checklist("destruction")
    still = PLACE.replace("result: gone", "result: still there")
    assert "still there" in failed(ended("destroy", base + certificate(f"{still}, {PLACE}")))["gone"]
    assert not failed(ended("destroy", base + certificate(PLACE, ", not_checked: ['s3://m/model.onnx']")))


def test_a_hold_on_the_same_bytes_under_another_name_holds_them_too() -> None:
    base = (
        RETIRED
        + checklist("destruction")
        + certificate(PLACE)
        + TWIN.replace("{artifacts", "{stage: retired, artifacts")
    )
    hold = "holds/h.yaml: {card: hold/1, id: h, refs: [n@1.0.0], opened: 2029-01-01, by: counsel}\n"
    assert not failed(ended("destroy", base))
    (gate,) = [gate for gate in ended("destroy", base + hold).gates if gate.name == "hold"]
    assert gate.message == "hold h orders n@1.0.0, whose bytes are the same, to be kept, by counsel"
    assert gate.firm
    lifted = hold.replace("by: counsel", "by: counsel, released: 2029-06-01, released_by: lea, released_as: legal")
    assert not failed(ended("destroy", base + lifted + MAY_LIFT))
    gone = base.replace("n@1.0.0: {stage: retired", "n@1.0.0: {stage: destroyed")
    assert not failed(ended("destroy", gone + hold))


def test_what_is_said_of_items_that_are_no_gate_is_true() -> None:
    notes = ended("retire", DEPRECATED + checklist("retirement", "open")).notes
    assert not any("none of them a gate" in note for note in notes)


def test_a_checklist_that_cannot_be_read_is_not_made_anew() -> None:
    file = "checklists/m/1.0.0/retirement.yaml"
    with pytest.raises(Refused, match=f"{file} cannot be read"):
        ended("retire", DEPRECATED, raw={file: "card: checklist/1\nitems: ["})


@pytest.mark.parametrize("how", [{"without": "ret-orders"}, {"flag": "false"}], ids=["taken off", "no gate any more"])
def test_a_gate_that_was_taken_off_the_list_or_lost_its_flag_holds_the_move_up(how: dict[str, str]) -> None:
    plan = ended("retire", DEPRECATED + checklist("retirement", **how))
    (gate,) = [gate for gate in plan.gates if gate.name == "checklist"]
    assert "not on the retirement checklist, or no gate there" in gate.message
    assert "ret-orders" in gate.message
    assert gate.hint == "steward checklist m@1.0.0 refresh --purpose retirement puts them right"


def test_a_gate_that_may_not_apply_is_not_missed() -> None:
    """`ret-contracts` is about consumers outside, of whom nothing is known here."""
    assert not failed(ended("retire", DEPRECATED + checklist("retirement", without="ret-contracts")))


def test_the_move_closes_a_list_that_two_branches_finished() -> None:
    file = "checklists/m/1.0.0/retirement.yaml"
    (closing,) = ended("retire", DEPRECATED + checklist("retirement")).edits[file]
    assert (closing.path, getattr(closing, "value", None)) == (("closed",), TODAY)
    assert file not in ended("retire", DEPRECATED + checklist("retirement", closed="2029-12-31")).edits
    assert file not in ended("retire", DEPRECATED + checklist("retirement", "open")).edits


def test_why_it_was_retired_stands_on_the_card_and_not_in_git_alone() -> None:
    base = DEPRECATED + checklist("retirement")
    reasons = [getattr(edit, "value", None) for edit in ended("retire", base).edits["models/m/1.0.0.yaml"]
               if edit.path == ("lifecycle", "reason")]  # fmt: skip
    assert reasons == ["Old."]
    assert failed(ended("retire", base, None)).keys() == {"reason"}
    assert failed(ended("retire", base, "  ")).keys() == {"reason"}
    said = base.replace("sunset: 2029-12-31", "sunset: 2029-12-31, reason: Replaced.")
    plan = ended("retire", said, None)
    assert not failed(plan)
    assert all(edit.path != ("lifecycle", "reason") for edit in ended("retire", said).edits["models/m/1.0.0.yaml"])


def test_what_was_never_sealed_is_sealed_with_its_retirement() -> None:
    """From then on the card tells where the bytes lay that are to go."""
    draft = f"m@1.0.0: {{stage: draft, artifacts: {FILES}}}\n" + checklist("retirement")
    (seal,) = (edit for edit in ended("retire", draft).edits["models/m/1.0.0.yaml"] if edit.path == ("seal",))
    assert seal.value == seal_of(the_model(world(draft), "m@1.0.0").card)  # type: ignore[union-attr]
    sealed = draft.replace("stage: draft", f"stage: staging, seal: 'sha256:{'0' * 64}'")
    assert all(edit.path != ("seal",) for edit in ended("retire", sealed).edits["models/m/1.0.0.yaml"])


def test_a_promised_last_day_is_kept_unless_somebody_else_decides_the_end() -> None:
    base = (DEPRECATED + checklist("retirement")).replace("sunset: 2029-12-31", "sunset: 2030-01-01")
    (gate,) = [gate for gate in ended("retire", base).gates if gate.name == "sunset"]
    assert (gate.message, gate.firm) == ("it was promised until 2030-01-01", False)
    theirs = ended("retire", base.replace("sunset:", "because: vendor, sunset:"))
    assert not failed(theirs)
    assert any("it ends before 2030-01-01" in note and "because of vendor" in note for note in theirs.notes)
    assert "sunset" in failed(ended("retire", base.replace("sunset:", "because: own, sunset:")))


SETTLED = certificate(PLACE, ", not_checked: []")


@pytest.mark.parametrize(
    ("card", "words"),
    [
        ("artifacts: <absent>", "which files hold it is not known"),
        ("artifacts: <absent>, hosting: <absent>", "which files hold it is not known"),
        ("artifacts: <absent>, hosting: [vendor_api]", "which files hold it is not known"),
        (f"artifacts: {FILES.replace(', replicas: []', '')}", "whether there are other copies is not known"),
    ],
)
def test_bytes_that_may_lie_elsewhere_are_not_gone_until_a_certificate_says_that_it_names_every_place(
    card: str, words: str
) -> None:
    base = f"m@1.0.0: {{stage: retired, {card}, lifecycle: {{retired: 2029-12-01}}}}\n" + checklist("destruction")
    plan = ended("destroy", base + certificate(PLACE))
    (gate,) = [gate for gate in plan.gates if gate.name == "gone"]
    assert words in gate.message
    assert gate.firm
    assert "--nowhere-else" in gate.hint
    assert not failed(ended("destroy", base + SETTLED))
    early = SETTLED.replace("on: 2029-12-30", "on: 2029-11-30")
    assert "gone" in failed(ended("destroy", base + early)), "it was in use when that was written"


def test_a_vendors_model_without_files_has_no_bytes_to_look_for() -> None:
    card = "m@1.0.0: {stage: retired, origin: vendor, hosting: [vendor_api], artifacts: <absent>}\n"
    plan = ended("destroy", card + checklist("destruction"))
    assert not failed(plan)
    assert "its bytes lie with its vendor alone" in [gate.message for gate in plan.gates]


@pytest.mark.parametrize(
    ("look", "words"),
    [
        (PLACE.replace("2029-12-30", "2020-01-01"), "looked at on 2020-01-01, before it was retired"),
        (PLACE.replace("2029-12-30", "2030-01-02"), "looked at on 2030-01-02, which is still to come"),
        (PLACE.replace("method", f'digest: "sha256:{"0" * 64}", method'), "other bytes were looked at there"),
    ],
)
def test_a_look_that_says_nothing_of_todays_bytes_does_not_count(look: str, words: str) -> None:
    base = RETIRED + checklist("destruction") + certificate(look)
    assert failed(ended("destroy", base)) == {"gone": f"not seen to be gone: s3://m/model.onnx ({words})"}
    assert not failed(ended("destroy", base + looked("2029-12-31", PLACE.replace("2029-12-30", "2029-12-31"))))


def test_a_digest_of_another_kind_tells_nothing_of_whose_bytes_they_were() -> None:
    look = PLACE.replace("method", f'digest: "sha512:{"0" * 128}", method')
    assert not failed(ended("destroy", RETIRED + checklist("destruction") + certificate(look)))


def test_a_place_that_only_an_old_certificate_names_is_looked_at_again() -> None:
    old = certificate(PLACE.replace("s3://m/model.onnx", "tape-7").replace("2029-12-30", "2029-11-01"))
    base = RETIRED + checklist("destruction") + looked("2029-12-31", PLACE) + old
    assert "tape-7 (looked at on 2029-11-01, before it was retired)" in failed(ended("destroy", base))["gone"]


def test_a_living_version_at_the_same_place_shares_its_bytes_unless_digests_tell_them_apart() -> None:
    base = RETIRED + checklist("destruction") + certificate(PLACE)
    other = "n@1.0.0: {artifacts: [{role: weights, uri: 's3://m/model.onnx'%s}]}\n"
    assert failed(ended("destroy", base + other % "")).keys() == {"shared"}
    assert not failed(ended("destroy", base + other % f', digest: "sha256:{"2" * 64}"'))
    replica = "n@1.0.0: {artifacts: [{role: weights, uri: 's3://n/w', replicas: ['s3://m/model.onnx']}]}\n"
    assert failed(ended("destroy", base + replica)).keys() == {"shared"}


def test_a_hold_whose_release_is_still_to_come_holds() -> None:
    base = RETIRED + checklist("destruction") + certificate(PLACE)
    hold = "holds/h.yaml: {card: hold/1, id: h, refs: [m@1.0.0], opened: 2029-01-01, released: %s, by: counsel, "
    base += MAY_LIFT
    hold += "released_by: lea@example.org, released_as: %s}\n"
    assert failed(ended("destroy", base + hold % ("2030-01-02", "legal"))).keys() == {"hold", "keep"}
    assert not failed(ended("destroy", base + hold % ("2030-01-01", "legal")))


def test_a_tokenizer_that_a_living_version_has_too_is_no_hindrance() -> None:
    file = '{role: %s, uri: "s3://%s/tok.json", digest: "sha256:' + "d2" * 32 + '", replicas: []}'
    gone = PLACE + ", " + PLACE.replace("model.onnx", "tok.json")
    for role, stops in (("tokenizer", False), ("weights", True)):
        mine = RETIRED.replace("replicas: []}]", "replicas: []}, " + file % (role, "m") + "]")
        other = f"n@1.0.0: {{artifacts: [{file % (role, 'n')}]}}\n"
        plan = ended("destroy", mine + other + checklist("destruction") + certificate(gone))
        assert ("shared" in failed(plan)) is stops
