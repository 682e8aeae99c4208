"""A trace as Markdown, for the file of a case."""

from __future__ import annotations

from collections.abc import Iterator

from modelsteward.report.comment import LIMIT, LONGEST, fitting
from modelsteward.report.escape import code, markdown
from modelsteward.report.trace_text import lying, summed, then, unknown, way
from modelsteward.usecases.trace import Trace
from modelsteward.usecases.tracing import Affected

_RESERVE = 12_000
"""Room for what stands around the tables."""


def render(trace: Trace) -> str:
    """What holds the data, what would stop, who answers, and what is not known. Short enough for a comment."""
    text = f"### Where {code(trace.asked, in_table=False)} went\n\n"
    text += "".join(f"{markdown(line)}.\n" for line in summed(trace))
    rows, left = fitting([*_data(trace), *_models(trace), *_stops(trace)], LIMIT - _RESERVE)
    text += rows
    if left:
        text += f"\n{left} more did not fit into a comment: `steward trace` shows them all.\n"
    owners = [f"- {code(party.team) if party.team else 'nobody'}{_contact(party.contact)}\n" for party in trace.owners]
    text += "\n**Who to talk to**\n\n" + "".join(owners[:40]) if owners else ""
    notes = [f"- {markdown(note, LONGEST)}\n" for note in unknown(trace)]
    return text + ("\n**Not known**\n\n" + "".join(notes[:12]) if notes else "")


def _contact(contact: str | None) -> str:
    return f": {markdown(contact, LONGEST)}" if contact else ""


def _how(one: Affected) -> str:
    doubts = "".join(f"<br>only possibly: {markdown(reason)}" for reason in one.doubts)
    return f"{markdown(way(one), LONGEST) or 'asked for'}{doubts}"


def _data(trace: Trace) -> Iterator[tuple[str, str]]:
    head = "\n| data | holds it | status | how |\n| --- | --- | --- | --- |\n"
    for one in trace.data:
        yield head, f"| {code(one.ref)} | {one.certainty} | {markdown(one.state)} | {_how(one)} |\n"
        head = ""


def _models(trace: Trace) -> Iterator[tuple[str, str]]:
    head = "\n| model | holds it | stage | how | where it lies |\n| --- | --- | --- | --- | --- |\n"
    for one in trace.models:
        model = one.model
        where = "<br>".join(markdown(line, LONGEST) for line in lying(one))
        yield (
            head,
            f"| {code(model.ref)} | {model.certainty} | {markdown(model.state)} | {_how(model)} | {where} |\n",
        )
        head = ""


def _stops(trace: Trace) -> Iterator[tuple[str, str]]:
    head = "\n| would stop | slot | served by | then |\n| --- | --- | --- | --- |\n"
    for one in trace.stops:
        yield head, f"| {code(one.part.use)} | {code(one.part.slot)} | {code(one.part.ref)} | {markdown(then(one))} |\n"
        head = ""
