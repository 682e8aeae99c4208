"""CL, continued: whether a list lost gates of its pack, and whether what is called destroyed was seen to be gone."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from modelsteward.domain.checklist_items import AFTER
from modelsteward.domain.conditions import judge
from modelsteward.domain.findings import Problem, Severity
from modelsteward.domain.kinds import record_folder
from modelsteward.domain.reaching import state_of
from modelsteward.rules.checklists import CHECKLISTS
from modelsteward.rules.derived import records
from modelsteward.rules.engine import Context

if TYPE_CHECKING:
    from modelsteward.domain.cards.model import ModelCard
    from modelsteward.domain.cards.states import Checklist


@CHECKLISTS.rule(
    110, "Gate item that a checklist lost", Severity.WARNING, of="checklist",
    good="""
m@1.0.0: {}
checklists/m/1.0.0/retirement.yaml:
  {card: checklist/1, ref: m@1.0.0, purpose: retirement, opened: 2029-12-01,
   pack: "sha256:d1862ae48691b5986e25ce8a77626f8989ec4c2c106e69a6a004f829c8c4d0df",
   items: [{id: ret-duties, text: Duties., gate: true}, {id: ret-orders, text: Holds., gate: true},
           {id: ret-access, text: Keys., gate: true}, {id: ret-children, text: Children., gate: true}]}
""",
    bad="""
m@1.0.0: {}
checklists/m/1.0.0/retirement.yaml:
  {card: checklist/1, ref: m@1.0.0, purpose: retirement, opened: 2029-12-01,
   pack: "sha256:d1862ae48691b5986e25ce8a77626f8989ec4c2c106e69a6a004f829c8c4d0df",
   items: [{id: ret-duties, text: Duties., gate: true}, {id: ret-orders, text: Holds., gate: false},
           {id: ret-access, text: Keys., gate: true}, {id: ret-children, text: Children., gate: true}]}
""",
)  # fmt: skip
def gate_lost(card: Checklist, ctx: Context) -> Iterator[Problem]:
    """A list that was made from a pack is weakened by taking a gate off it, or by calling it no gate.

    Seen here: flags, and items that apply to every version. The move holds the list against all that the cards say.
    Told until the version has moved, and not of lists that were written by hand and name no pack.
    """
    if card.pack is None or state_of(ctx.registry, card.ref) in AFTER[card.purpose]:
        return
    of = "data" if card.ref.startswith("data:") else "model"
    gates = {item.id: item for item in ctx.packs.items(card.purpose).items if item.gate and of in item.of}
    hint = f"steward checklist {card.ref} refresh --purpose {card.purpose} puts it back; to leave it out, skip it"
    for index, item in enumerate(card.items):
        if item.id in gates and not item.gate:
            path = ("items", index, "gate" if item.knows("gate") else "id")
            yield Problem(path, f"{item.id} is a gate, and is called none here", hint)
    there = {item.id for item in card.items}
    for name, wanted in gates.items():
        if name not in there and judge(wanted.applies_when, {}).holds:
            yield Problem(("items",), f"{name} is a gate of every {card.purpose} checklist, and not on this one", hint)


@CHECKLISTS.rule(
    111, "Destroyed without a certificate", Severity.ERROR, whole=True,
    good="""
m@1.0.0: {stage: destroyed}
records/models/m/1.0.0/2029-12-30-certificate-11111111.yaml:
  {card: certificate/1, ref: m@1.0.0, on: 2029-12-30, by: ada,
   places: [{place: "s3://m/model.onnx", method: purge, looked_on: 2029-12-30, result: gone}]}
""",
    bad="m@1.0.0: {stage: destroyed}",
)  # fmt: skip
def destroyed_unseen(card: ModelCard, ctx: Context) -> Iterator[Problem]:
    """`destroy` waits for a certificate; a stage edited by hand does not, and then nobody knows whether it is gone."""
    if card.stage != "destroyed" or not card.artifacts or records(ctx.registry, "certificate", card.ref):
        return
    folder = record_folder(card.ref)
    if any(broken.inside.startswith(f"{folder}/") for broken in ctx.registry.unread()):
        return  # it may be in there, and what cannot be read is a finding of its own
    yield Problem(
        ("stage",),
        f"{card.ref} is called destroyed, and no certificate says that its bytes were seen to be gone",
        f"look at every place (steward destroy {card.ref} --verify), then: steward certificate issue {card.ref}; where "
        "there is no destruction checklist, write `stage: retired` again, and destroy it",
    )
