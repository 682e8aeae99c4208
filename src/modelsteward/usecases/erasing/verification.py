"""A look as a record: of a run that looked and searched, or of what a person saw."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date, datetime
from pathlib import PurePath
from typing import TYPE_CHECKING, Any, NamedTuple

from modelsteward.domain.answers import Asked
from modelsteward.domain.erasing import Method, Sight, Sweep, Swept, lies_in
from modelsteward.domain.kinds import record_folder
from modelsteward.domain.plan import NewRecord, Proposal
from modelsteward.domain.registry import Registry
from modelsteward.domain.texts import amount
from modelsteward.errors import BadUsage, Refused
from modelsteward.usecases.erasing.looks import Unchecked, about, covers, first_day, last_looks, to_names, unchecked
from modelsteward.usecases.erasing.record import Run, clock_notes, told
from modelsteward.usecases.erasing.targets import erasures_of, targets_of

if TYPE_CHECKING:
    from modelsteward.domain.cards.erasure import Erased

MOST_NAMED = 400
"""What could not be looked into is named one by one up to this number, then folder by folder."""


def plan_look(run: Run, registry: Registry, sights: Sequence[Sight], sweep: Sweep, sought: int) -> Proposal:
    """Put on record what was seen in each place, and what a search found. Raises Refused where the clock went back."""
    if went := clock_notes(run):
        raise Refused(f"{went[0]}: nobody could tell when it was seen", "see to the clock, and look again")
    value: dict[str, Any] = {"card": "verification/1", "ref": run.ref, "on": run.today, "by": run.by}
    value |= {"started": told(run.started), "finished": told(run.finished), "tool": run.tool, "host": run.host}
    erased = [one for card in erasures_of(registry, run.ref) for one in card.places if one.outcome == "erased"]
    seen = [*sights, *sweep.sights]
    value["places"] = [_looked(sight, run.today, erased) for sight in seen]
    if sweep.swept:
        value["scanned"] = [_scanned(one, run.host) for one in sweep.swept]
        value["sought"] = sought
    if sweep.not_checked:
        value["not_checked"] = list(gathered(sweep.not_checked))
    gone = sum(one.result == "gone" for one in seen)
    title = f"look for {run.ref}: {gone} of {amount(len(seen), 'place')} gone"
    if found := sum(one.result == "still there" for one in sweep.sights):
        title += f", {found} found" if found > 1 else ", 1 copy found"
    return Proposal("verify", (run.ref,), title, records=(NewRecord(record_folder(run.ref), value),))


def _looked(sight: Sight, today: date, erased: Sequence[Erased]) -> dict[str, Any]:
    value: dict[str, Any] = {"place": sight.place, "version": sight.version, "digest": sight.digest}
    if sight.result == "gone" and (mine := [one for one in erased if lies_in(one.place, sight.place)]):
        value["method"], value["technique"] = mine[-1].method, mine[-1].technique
    value |= {"looked_on": today, "result": sight.result, "why": sight.why or None, "until": sight.until}
    value |= {"found": True} if sight.found else {}
    return {key: part for key, part in value.items() if part is not None}


def _scanned(one: Swept, host: str) -> dict[str, Any]:
    return {"root": one.root, "host": host, "files": one.files, "hashed": one.hashed, "archives": one.archives,
            "copies": one.copies, "unread": one.unread}  # fmt: skip


def gathered(texts: Sequence[str]) -> tuple[str, ...]:
    """What could not be looked into; where that is a great deal, folder by folder."""
    if len(texts) <= MOST_NAMED:
        return tuple(dict.fromkeys(texts))
    folders = Counter(str(PurePath(about(text).partition(": ")[0]).parent) for text in texts)
    return tuple(f"{folder}: {amount(count, 'thing')} in it could not be looked into"
                 for folder, count in sorted(folders.items())[:MOST_NAMED])  # fmt: skip


class Witnessed(NamedTuple):
    """What a person saw."""

    place: str | None
    result: str
    evidence: str | None
    on: date
    method: Method | None = None
    until: date | None = None
    nowhere_else: bool = False


_RESULTS = {"still-there": "still there", "not-checked": "not checked", "not-proven": "not proven"}
"""Results whose words on the card are others than those typed."""


def plan_witnessed(asked: Asked, said: Witnessed, by: str, at: datetime) -> Proposal:
    """Put on record what a person saw in one place, or that there is no other place than those named.

    Raises BadUsage where something is not said, Refused for a place of the card that nobody looked at.
    """
    ref = asked.card.ref
    _require_said(said, asked.today)
    result = _RESULTS.get(said.result, said.result)
    mine = {target.place for target in targets_of(asked.registry, asked.card)}
    if result == "not checked" and said.place in mine:
        raise Refused(f"{said.place} is a place of the card, and those are to be seen gone",
                      "what a search could not look into may be named so; a place of the card may not")  # fmt: skip
    value: dict[str, Any] = {"card": "verification/1", "ref": ref, "on": asked.today, "by": by, "finished": told(at)}
    if said.place:
        seen = {"place": said.place, "method": said.method, "looked_on": said.on, "result": result,
                "until": said.until, "evidence": said.evidence}  # fmt: skip
        value["places"] = [{key: part for key, part in seen.items() if part is not None}]
    if said.nowhere_else:
        value["not_checked"] = []
        value["note"] = said.evidence
    what = f"{result} at {said.place}" if said.place else "every place is named"
    record, title = NewRecord(record_folder(ref), value), f"record verification of {ref}: {what}"
    notes = tuple(_remarks(asked, said, mine))
    return Proposal("record verification", (ref,), title, records=(record,), notes=notes)


def _require_said(said: Witnessed, today: date) -> None:
    if not (said.place or "").strip() and (said.place is not None or not said.nowhere_else):
        raise BadUsage("it is not said which place was looked at", "name it with --place")
    if not said.evidence or not said.evidence.strip():
        raise BadUsage("what a person saw is put on record with what shows it", "say it with --evidence 'TEXT'")
    if said.on > today:
        raise BadUsage(f"{said.on} has not come yet", "put it on record once somebody has looked")
    if said.until and said.until < said.on:
        raise BadUsage(f"--until {said.until} is before the look", "it is the day from which one can tell")


def _remarks(asked: Asked, said: Witnessed, mine: set[str]) -> list[str]:
    notes = []
    known = mine | {one.place for one in last_looks(asked.registry, asked.card, asked.today)}
    known |= {one.text for one in unchecked(asked.registry, asked.card.ref)}
    is_named = said.result == "not-checked"
    if said.place and said.place not in known and not is_named:
        notes.append(f"neither the card nor a search names {said.place}: from now on it is a place of its own")
    if said.place and is_named:
        notes += _named_in_vain(said.place, unchecked(asked.registry, asked.card.ref))
    if said.on < first_day(asked.card):
        notes.append(f"a look before {first_day(asked.card)}, the day it was retired, does not count")
    if said.until and said.until > asked.today:
        notes.append(f"until {said.until} that is not proven: look again on that day")
    return notes


def _named_in_vain(place: str, left: Sequence[Unchecked]) -> list[str]:
    """What to say where a person names what nobody waits for, and so settles nothing."""
    if any(covers(place, one.text) for one in left):
        return []
    if not left:
        return ["nothing waits to be named; what a later search cannot look into stands in the way all the same"]
    return [f"that settles nothing: what a search could not look into is named by {to_names(left)}"]
