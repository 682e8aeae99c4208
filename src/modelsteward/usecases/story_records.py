"""What records and state files tell: evidence that came in, and things that were opened and closed."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

from modelsteward.domain.story import Event
from modelsteward.domain.texts import amount
from modelsteward.usecases.story_about import PATTERN
from modelsteward.usecases.story_edits import edits, items, part, summary, text

Data = dict[str, Any]


def recorded(path: str, record: Data) -> Iterator[Event]:
    """A record that came in."""
    kind = text(part(record, "card")).partition("/")[0]
    ref, use, by = text(part(record, "ref")) or path, text(part(record, "use")), text(part(record, "by"))
    whom = f" for {use}" if use else ""
    told = {
        "evaluation": lambda: f"evaluation {text(part(record, 'suite'))}{whom}: {_results(record)}",
        "approval": lambda: f"{text(part(record, 'decision'))} by role {text(part(record, 'role'))}{whom}, {by}",
        "notice": lambda: f"notice {_sent(record)}{whom} of the end on {text(part(record, 'sunset'))}",
        "review": lambda: f"reviewed by {by}: {text(part(record, 'outcome'))}, until {text(part(record, 'until'))}",
        "erasure": lambda: f"erased by {by}: {_outcomes(record)}",
        "verification": lambda: f"looked for what is left, by {by}: {_seen(record)}",
        "certificate": lambda: f"certificate of destruction, issued by {by}: {_places(record) or 'no place'}",
    }.get(kind)
    what = told() if told else f"recorded: {path}"
    views = ((use, f"{ref}: {what.replace(whom, '', 1)}"),) if use else ()
    yield Event(kind or "record", ref, what, views, why=text(part(record, "note")))


_SIGNATURE = re.compile(r"records/(models|data)/([^/]+)/([^/]+)/([^/]+-certificate-[^/]+\.yaml)(\.\d+)?\.sig(\.json)?")


def signature_touched(path: str, *, was: bool, is_: bool) -> Iterator[Event]:
    """A signature beside a certificate, which is no card, came in; or was edited or taken away, as none should be."""
    if not (match := _SIGNATURE.fullmatch(path)):
        return
    kind, name, version, file = match.group(1, 2, 3, 4)
    ref = f"{'data:' if kind == 'data' else ''}{name}@{version}"
    what = "signature edited or replaced" if was and is_ else "signature taken away" if was else "signed"
    yield Event("signature", ref, f"certificate {what}: {file}")


def record_touched(path: str, before: Data, after: Data | None) -> Iterator[Event]:
    """A record that was edited or taken away, which never should be."""
    ref = text(part(before, "ref")) or path
    if after is None:
        yield Event("record-removed", ref, f"record taken away: {path}")
    else:
        yield Event(
            "record-edited", ref, f"record edited, which records never are: {path}: {summary(edits(before, after))}"
        )


def _results(record: Data) -> str:
    told = [_result(one) for one in items(record, "results")]
    return ", ".join(told[:4]) + (f", {len(told) - 4} more" if len(told) > 4 else "")


def _result(one: Data) -> str:
    where = f" on {text(one['slice'])}" if one.get("slice") else ""
    return f"{text(one.get('metric'))} {text(one.get('value'))}{where}"


def _sent(record: Data) -> str:
    sent = text(part(record, "sent"))
    return f"sent {sent}" if sent else "drafted"


def _outcomes(record: Data) -> str:
    found = Counter(text(place.get("outcome")) for place in items(record, "places"))
    return _counted(found) or "nothing"


def _seen(record: Data) -> str:
    """Copies that were found earlier and are gone now are found no more."""
    copies = sum(one.get("found") is True and one.get("result") != "gone" for one in items(record, "places"))
    scanned = items(record, "scanned")
    searched = f"; {amount(len(scanned), 'place')} searched for copies, {copies} found" if scanned or copies else ""
    return (_places(record) or "no place") + searched


def _places(record: Data) -> str:
    found = Counter(text(place.get("result")) for place in items(record, "places"))
    unseen = part(record, "not_checked")
    found["not checked"] += len(unseen) if isinstance(unseen, list) else 0
    return _counted(found)


def _counted(found: Counter[str]) -> str:
    return ", ".join(f"{count} {what}" for what, count in found.items() if count)


def state_moved(path: str, before: Data | None, after: Data | None) -> Iterator[Event]:
    """A checklist, hold, incident, case or waiver that was opened, moved on, closed or taken away."""
    card = after if after is not None else before or {}
    kind = text(part(card, "card")).partition("/")[0] or path.partition("/")[0]
    name = (
        f"{text(part(card, 'purpose'))} checklist"
        if kind == "checklist"
        else f"{kind} {text(part(card, 'id'))}".strip()
    )
    refs = _refs(card)
    wide = [f"{PATTERN}{text(one)}" for one in _texts(part(card, "patterns"))]
    for event in _steps(kind, name, before, after):
        about = refs[0] if refs else path
        yield event._replace(ref=about, views=(*event.views, *((ref, event.what) for ref in (*refs[1:], *wide))))


def _refs(card: Data) -> list[str]:
    found = [text(part(card, "ref")), *(text(ref) for key in ("refs", "data") for ref in _texts(part(card, key)))]
    return [ref for ref in found if ref]


def _texts(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []


def _steps(kind: str, name: str, before: Data | None, after: Data | None) -> Iterator[Event]:
    if after is None:
        yield Event(f"{kind}-removed", "", f"{name} taken away")
        return
    if before is None:
        yield Event(
            f"{kind}-opened", "", f"{name} opened{_more(kind, after)}{_over(after)}", why=text(part(after, "reason"))
        )
        return
    yield from _done(kind, name, before, after)
    longer = [one for one in items(after, "extensions") if one not in items(before, "extensions")]
    for one in longer:
        until = text(one.get("until"))
        yield Event(f"{kind}-extended", "", f"{name} has time until {until}", why=text(one.get("reason")))
    ended = next((key for key in ("closed", "released") if part(after, key) and not part(before, key)), "")
    if ended:
        role = f" as {text(part(after, 'released_as'))}" if part(after, "released_as") else ""
        what = f"{name} {ended} {text(part(after, ended))}{role}"
        yield Event(f"{kind}-{ended}", "", what, why=text(part(after, "outcome")))
    told = ("items", "decisions", "closed", "released", *(_ENDING if ended else ()), *(_LONGER if longer else ()))
    rest = [one for one in edits(before, after) if one.path[0] not in told]
    if rest:
        yield Event(f"{kind}-edited", "", f"{name}: {summary(rest)}")


_ENDING = ("outcome", "closed_by", "released_by", "released_as")
"""What closing writes beside the day."""
_LONGER = ("extensions", "due")


def _over(card: Data) -> str:
    """That it was over when it came in, as in a registry that is brought into git late."""
    ended = next((key for key in ("closed", "released") if part(card, key)), "")
    return f", and {ended} {text(part(card, ended))}" if ended else ""


def _more(kind: str, card: Data) -> str:
    match kind:
        case "checklist":
            states = Counter(text(item.get("state")) or "open" for item in items(card, "items"))
            return f", {', '.join(f'{count} {state}' for state, count in sorted(states.items()))}" if states else ""
        case "incident":
            return f", {text(part(card, 'severity'))}"
        case "waiver":
            return f": {text(part(card, 'rule'))} does not count until {text(part(card, 'until'))}"
        case "case":
            return f": {text(part(card, 'purpose'))}"
    return ""


def _done(kind: str, name: str, before: Data, after: Data) -> Iterator[Event]:
    """What befell the items of a checklist, and decisions that were made."""
    was, now = _by_id(before), _by_id(after)
    yield from _listed(kind, name, was, now)
    ticked: list[str] = []
    for at, item in now.items():
        state, old = _state(item), _state(was.get(at, {}))
        if state == old:
            continue
        if state == "skipped":
            yield Event(f"{kind}-item", "", f"{name}: {at} skipped", why=text(item.get("reason")))
        elif state == "open":
            yield Event(f"{kind}-item", "", f"{name}: {at} open again")
        else:
            ticked.append(at)
    if ticked:
        yield Event(f"{kind}-item", "", f"{name}: {', '.join(ticked)} done")
    for decision in [one for one in items(after, "decisions") if one not in items(before, "decisions")]:
        ref, said = text(decision.get("ref")), text(decision.get("decision"))
        until = f" until {text(decision.get('until'))}" if decision.get("until") else ""
        what = f"{name}: {ref}: {said}{until}"
        yield Event(f"{kind}-decided", "", what, ((ref, f"{name}: {said}{until}"),), why=text(decision.get("reason")))


def _by_id(card: Data) -> dict[str, Data]:
    return {text(item.get("id")): item for item in items(card, "items")}


def _state(item: Data) -> str:
    return text(item.get("state")) or "open"


_SAID = ("state", "evidence", "reason", "by", "on")
"""What a tick or a skip writes; with another state, that they changed needs no telling."""


def _listed(kind: str, name: str, was: Mapping[str, Data], now: Mapping[str, Data]) -> Iterator[Event]:
    """Items that came or went, and what was changed on one besides its state: all of these can weaken a list."""
    for ids, other, word in ((now, was, "added"), (was, now, "taken off")):
        changed = [f"{at} (a gate)" if ids[at].get("gate") is True else at for at in ids if at not in other]
        if changed:
            yield Event(f"{kind}-item", "", f"{name}: {', '.join(changed)} {word}")
    for at in [at for at in now if at in was]:
        gates = [item[at].get("gate") is True for item in (was, now)]
        if gates[0] is not gates[1]:
            yield Event(f"{kind}-item", "", f"{name}: {at} {'is a gate now' if gates[1] else 'is no longer a gate'}")
        moved = _state(was[at]) != _state(now[at])
        rest = [
            one for one in edits(was[at], now[at]) if one.path[0] not in ("gate", *(_SAID if moved else ("state",)))
        ]
        if rest:
            yield Event(f"{kind}-item", "", f"{name}: {at}: {summary(rest)}")


_PINS = ("snapshot", "region", "deployment_kind")


def vendor_moved(path: str, before: Data | None, after: Data | None) -> Iterator[Event]:
    """A vendor's facts: what each source said anew."""
    if after is None:
        yield Event("vendor-removed", path, "facts taken away")
        return
    known = items(before, "observations")
    for seen in [one for one in items(after, "observations") if one not in known]:
        where = "".join(f" of {text(seen[key])}" for key in _PINS if seen.get(key))
        says = [f"{key.replace('_', ' ')} {text(value)}" for key, value in seen.items()
                if key not in ("source", "read_on", "listed", *_PINS) and text(value)]  # fmt: skip
        gone = seen.get("listed") is False
        told = f"does not list it any more{where}" if gone else f"says{where}: {', '.join(says) or 'nothing of an end'}"
        yield Event("vendor", path, f"{text(seen.get('source'))} {told}")
    read = items(before, "readings")
    for one in [one for one in items(after, "readings") if one not in read]:
        yield Event("vendor-read", path, f"{text(one.get('source'))} read on {text(one.get('read_on'))}")
    if lost := [one for one in known if one not in items(after, "observations")]:
        count = amount(len(lost), "observation")
        yield Event("vendor-edited", path, f"{count} edited or taken away, which never should be")
    rest = [one for one in edits(before or {}, after) if before and one.path[0] not in ("observations", "readings")]
    if rest:
        yield Event("edited", path, summary(rest))
