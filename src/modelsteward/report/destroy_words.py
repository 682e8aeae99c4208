"""The plan of a destruction in sections of plain words, for text and Markdown alike."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from modelsteward.domain.plan import Answer
from modelsteward.domain.stages import ENDED_STAGES
from modelsteward.domain.texts import amount
from modelsteward.report.cells import size
from modelsteward.usecases.erasing.derived import Derivative
from modelsteward.usecases.erasing.methods import STILL_ASKED
from modelsteward.usecases.erasing.plan import NOBODY, STEWARD, DestructionPlan, PlannedPlace


class Row(NamedTuple):
    """One thing, with what is said of it."""

    name: str
    state: str
    """A word or two beside it: who erases it, what it is in."""
    lines: tuple[str, ...]
    alarm: bool = False
    """Whether somebody has to act on it."""


class Section(NamedTuple):
    """Things of one kind."""

    title: str
    rows: tuple[Row, ...]
    lines: tuple[str, ...] = ()


def headline(plan: DestructionPlan) -> str:
    """What it is about, and how thorough it must be."""
    least = plan.least
    if least.method == "clear":
        why = "nothing that is known of it asks for more"
    elif least.because:
        why = f"because of {', '.join(least.because)}"
    else:
        why = f"it is not known {least.unknown[0]}" + (" and more" if len(least.unknown) > 1 else "")
    return f"least method: {least.method} ({why})"


def sections(plan: DestructionPlan) -> Iterator[Section]:
    """Every section that has something to tell."""
    for section in _all(plan):
        if section.rows or section.lines:
            yield section


def _all(plan: DestructionPlan) -> Iterator[Section]:
    mine = tuple(_place(one) for one in plan.places if one.by == STEWARD)
    yield Section(f"steward erases ({amount(len(mine), 'place')})", mine)
    yield Section("Others erase", tuple(_place(one) for one in plan.places if one.by not in (STEWARD, NOBODY)))
    yield Section("Stays where it lies", tuple(_place(one) for one in plan.places if one.by == NOBODY))
    copies = tuple(Row(one.place, one.result, tuple(filter(None, [one.why])), alarm=True) for one in plan.found)
    yield Section("Copies that a search found", copies)
    yield Section("A search could not look into", tuple(Row(one.text, "not checked", (), alarm=True)
                                                        for one in plan.unsearched))  # fmt: skip
    keys = tuple(Row(one.key, one.answer, (f"protects {one.place}", *one.why)) for one in plan.keys)
    asked = tuple(f"a person still answers whether {text}" for text in STILL_ASKED) if keys else ()
    yield Section("Erasing its keys instead", keys, asked)
    made = tuple(_derived(one) for one in plan.derived)
    yield Section(f"Made from it ({_decided(plan)})" if made else "Made from it", made, _none(made) + _unsure(plan))
    yield Section("Data it was trained on", tuple(
        Row(one.ref, one.status, tuple(filter(None, [one.location, _users(one.used_by)]))) for one in plan.data
    ))  # fmt: skip
    yield Section("Holds", tuple(Row(one, "keeps it", (), alarm=True) for one in plan.holds))
    yield Section("What stays", tuple(Row(one.what, "", (one.place,)) for one in plan.kept))
    if plan.state == "destroyed":
        return
    failed = [gate for gate in plan.gates if gate.answer is not Answer.PASSED]
    yield Section(f"Before `steward destroy {plan.ref}`", tuple(
        Row(gate.name, gate.answer.value, tuple(filter(None, [gate.message, gate.hint])), gate.answer is Answer.FAILED)
        for gate in failed
    ))  # fmt: skip
    yield Section("Next", (), next_steps(plan))


def _place(one: PlannedPlace) -> Row:
    size_ = f", {size(one.bytes)}" if one.bytes is not None else ""
    lines = [f"{one.role}{size_}, {one.digest or 'no digest on the card'}"]
    if one.by != STEWARD:
        lines.append(("" if one.by == NOBODY else f"by {one.by}: ") + one.how + (f" ({one.item})" if one.item else ""))
    if one.method != "none":
        lines.append(f"method: {one.method}" + ("" if one.enough else ", which is less than the least method"))
    if one.locked_until:
        lines.append(f"its store refuses to delete it until {one.locked_until}")
    lines.append(f"last seen {one.seen_on}: {one.seen}" if one.seen_on else one.seen or "nobody has looked there yet")
    gone = one.seen == "gone"
    return Row(one.place, "gone" if gone else one.by, tuple(lines), alarm=not one.enough and not gone)


def _derived(one: Derivative) -> Row:
    decided = "not decided" if one.standing == "open" else "gone" if one.standing == "gone" else ""
    if one.decision and one.standing == "decided":
        until = f" until {one.decision.until}" if one.decision.until else ""
        decided = f"{one.decision.decision}{until}"
    lines = [f"{one.certainty}: {', which is '.join(one.way)}" if one.way else one.certainty]
    if one.decision and one.decision.reason:
        lines.append(f"decided {one.decision.on} by {one.decision.by} in {one.decided_in}: {one.decision.reason}")
    lines += [one.remark] if one.remark else []
    return Row(f"{one.ref} ({one.state})", decided, tuple(lines), alarm=one.standing == "open")


def _decided(plan: DestructionPlan) -> str:
    still = sum(one.standing == "open" for one in plan.derived)
    return f"{len(plan.derived) - still} of {len(plan.derived)} decided"


def _none(made: tuple[Row, ...]) -> tuple[str, ...]:
    return () if made else ("nothing, as far as the cards say",)


def _unsure(plan: DestructionPlan) -> tuple[str, ...]:
    if not plan.unsure:
        return ()
    return (f"{amount(len(plan.unsure), 'model')} whose cards do not say all that they were made from: "
            f"nobody can tell (steward trace)",)  # fmt: skip


def _users(refs: tuple[str, ...]) -> str:
    return f"also used by {', '.join(refs)}" if refs else "no other model here was trained on it"


def _is_early(plan: DestructionPlan) -> bool:
    """Whether it is a version that was not retired yet."""
    return not plan.ref.startswith("data:") and plan.state not in ENDED_STAGES


def next_steps(plan: DestructionPlan) -> tuple[str, ...]:
    """What to type next, in order."""
    steps = [f"steward retire {plan.ref} --reason TEXT"] if _is_early(plan) else []
    if plan.checklist is None:
        return (*steps, f"steward checklist {plan.ref} make --purpose destruction")
    if any(gate.name == "checklist" and gate.answer is Answer.FAILED for gate in plan.gates):
        steps.append(f"steward checklist {plan.ref} --purpose destruction")
    if any(one.standing == "open" for one in plan.derived):
        steps.append(
            f"steward checklist {plan.ref} decide CHILD erase|retrain|keep|not-affected --reason TEXT --by TEAM"
        )
    if any(one.by == STEWARD and one.seen != "gone" for one in plan.places):
        steps.append(f"steward destroy {plan.ref} --execute")
    steps.append(f"steward destroy {plan.ref} --verify --scan PATH")
    if any(one.by != STEWARD and one.seen != "gone" and one.method != "none" for one in plan.places):
        steps.append(
            f"steward record verification {plan.ref} --place PLACE --result gone --method METHOD --evidence TEXT"
        )
    steps.append(f"steward destroy {plan.ref}")
    return tuple(steps)
