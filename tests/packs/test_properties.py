"""Whatever three sides of a pack say, what comes out is what a person would have made of them by hand."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st

from modelsteward.domain.cards.packs import DutyPack
from modelsteward.domain.duty_packs import digests, duty_values, head_values
from modelsteward.domain.packs import Packs
from modelsteward.domain.plan import Answer, Proposal
from modelsteward.domain.registry import Registry
from modelsteward.store.composer import compose
from modelsteward.store.editing import edit
from modelsteward.usecases.pinning import Choice, plan_update
from tests.packs.texts import duty, gap, pack
from tests.rules.worlds import world

FILE = "packs/duties/eu.yaml"
IDS = tuple("abcdef")
Side = Mapping[str, int]
"""By id, which of several texts an entry has."""
sides = st.dictionaries(st.sampled_from(IDS), st.integers(0, 2), min_size=1)


def text_of(side: Side, comments: str = "") -> str:
    """A pack; each entry has a comment of its own above it."""
    said = (
        duty(name, f"Text {said}.").replace("Why it stands here.", f"{comments}{name}") for name, said in side.items()
    )
    return pack("eu", gap(*said))


def read(text: str) -> DutyPack:
    value, faults = compose(text)
    assert not faults
    return DutyPack.model_validate(value)


def pinned(text: str, base: Side) -> str:
    copied = read(text_of(base))
    entries, head = digests(duty_values(copied)), digests(head_values(copied))
    said = f"pinned: {{steward: 0.0.1, on: 2029-01-01, head: {flow(head)}, entries: {flow(entries)}}}\n"
    return text.replace("\n# The fields", f"{said}# The fields")


def flow(values: Mapping[str, str]) -> str:
    return "{" + ", ".join(f'{key}: "{value}"' for key, value in values.items()) + "}"


def expected(base: Side, ours: Side, theirs: Side, mine: set[str]) -> dict[str, int]:
    """What a merge of three sides is, worked out entry by entry; `mine` are those that a person decides to keep."""
    out: dict[str, int | None] = {}
    for name in IDS:
        was, here, there = base.get(name), ours.get(name), theirs.get(name)
        if there in (here, was):
            out[name] = here
        elif here == was:
            out[name] = there
        else:
            out[name] = here if name in mine else there
    return {name: said for name, said in out.items() if said is not None}


@settings(max_examples=30, deadline=None, derandomize=True)
@given(sides, sides, sides, st.sets(st.sampled_from(IDS)))
def test_a_merge_is_what_each_side_changed_and_a_person_decided(
    base: Side, ours: Side, theirs: Side, mine: set[str]
) -> None:
    text = pinned(text_of(ours, comments="ours: "), base)
    registry = world("{}", {FILE: text})
    packs = Packs(tuple, read_duties=lambda: (read(text_of(theirs)),))
    clashes = [gate.message.split()[1] for gate in propose(registry, packs, Choice()).gates]
    choice = Choice(tuple(n for n in clashes if n in mine), tuple(n for n in clashes if n not in mine))
    wanted = expected(base, ours, theirs, mine)
    proposal = propose(registry, packs, choice)

    assert proposal.gates == ()
    if not wanted:
        return  # a pack without a duty is refused when the plan is judged
    after = edit(text, proposal.edits.get(FILE, ()))

    card = read(after)
    assert {one.id: int(one.what[5]) for one in card.duties} == wanted
    assert card.pinned is not None
    assert card.pinned.entries == digests(duty_values(read(text_of(theirs))))
    lines = after.splitlines()
    for name in wanted.keys() & ours.keys():
        assert lines[lines.index(f"  - id: {name}") - 1] == f"  # ours: {name}", "its comment stays above it"
    again = propose(world("{}", {FILE: after}), packs, Choice())
    assert (again.edits, again.gates) == ({}, ()), "there is nothing more to do"


def propose(registry: Registry, packs: Packs, choice: Choice) -> Proposal:
    found = plan_update(registry, packs, ["eu"], date(2030, 1, 1), lambda name, pinned: "", choice)
    assert all(gate.answer is Answer.FAILED for gate in found.gates)
    return found
