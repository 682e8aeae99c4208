"""What is to be said of ids that somebody met, as findings: in words, how bad it is, and what to do."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, NamedTuple

from modelsteward.domain.findings import Finding, Place, Severity
from modelsteward.domain.texts import listed

if TYPE_CHECKING:
    from modelsteward.domain.id_hits import Hit
    from modelsteward.usecases.vendors.ids import At, IdReport

ENDED, SOME, SOON, UNREGISTERED, UNKNOWN = "VI101", "VI102", "VI103", "VI104", "VI105"
TITLES = {
    ENDED: "Model has ended",
    SOME: "Model has ended at some hosts",
    SOON: "Model ends soon",
    UNREGISTERED: "Model not registered",
    UNKNOWN: "Model not known",
}
_CASES = {
    ENDED: "it has ended at every host that may be meant",
    SOME: "it has ended at some of the hosts that may be meant",
    SOON: "it ends within the window (`--within`)",
    UNREGISTERED: "no version of ours that has not ended is called so",
    UNKNOWN: "nobody knows it: no card, no file in vendors/, and not what comes with steward",
}
_SEVERITIES = {
    ENDED: Severity.ERROR, SOME: Severity.WARNING, SOON: Severity.WARNING, UNREGISTERED: Severity.WARNING,
    UNKNOWN: Severity.WARNING,
}  # fmt: skip


def explained(code: str) -> str | None:
    """What a code is said of, for `steward explain`; None for others."""
    if code not in TITLES:
        return None
    return (
        f"{code}  {TITLES[code]}\n({_SEVERITIES[code]}; `steward vendors scan` and `steward vendors check "
        f"--unregistered` say it of an id)\n\nSaid where {_CASES[code]}.\n"
    )


class Say(NamedTuple):
    """One thing that is to be said of an id."""

    code: str
    message: str
    hint: str

    @property
    def severity(self) -> Severity:
        """How bad it is."""
        return _SEVERITIES[self.code]


def says(report: IdReport) -> Iterator[Say]:
    """What stands against an id; nothing where it is registered and answers."""
    name = report.seen.id
    yield from _about_life(report)
    if report.is_registered or (report.dead and report.life == "ended"):
        return
    if any(one.is_over for one in report.registered):
        ended = listed(f"{one.ref} ({one.stage})" for one in report.registered)
        yield Say(
            UNREGISTERED, f"{name} is called, and has ended here: {ended}", "find out who calls it, and move them"
        )
    elif report.is_known:
        where = listed(dict.fromkeys(one.host for one in report.at))
        exact = [one for one in report.at if one.exact]
        but = "" if exact else ", though nobody speaks of this snapshot"
        at = (exact or report.at)[0]
        hint = f"none of its snapshots answers any more; steward vendors successors {at.host}/{at.model}"
        if report.choices:
            hint = f"steward register NAME@VERSION --from vendor:{report.choices[0]}"
        yield Say(UNREGISTERED, f"{name} is not in the registry (known at {where}{but}){_pinned(report)}", hint)
    elif report.elsewhere:
        where = f"nothing is known of it at {report.seen.host or 'that host'}, only at {listed(report.elsewhere)}"
        yield Say(UNKNOWN, f"{name} is not in the registry, and {where}", "see who is called, and register it")
    else:
        yield Say(UNKNOWN, f"{name} is neither in the registry nor known from any source",
                  "register it, or name it in `serves` of the card that it stands for")  # fmt: skip


def _about_life(report: IdReport) -> Iterator[Say]:
    name, dead = report.seen.id, report.dead
    soon = [one for one in report.at if one.life == "ending"]
    if dead and report.life == "ended":
        yield Say(ENDED, f"{name} has ended: {_all_ended(dead)}{_here(report)}", _next(dead[0], report))
    elif dead:
        alive = listed(one.host for one in report.at if one.life != "ended")
        yield Say(SOME, f"{name} has ended at some hosts: {_all_ended(dead)}; not so at {alive}",
                  "see which of them is called, or name it: HOST/MODEL")  # fmt: skip
    if soon and len(soon) + len(dead) == len(report.at):
        days = listed(f"{one.end} at {one.host}, says {one.said_by}" for one in soon)
        yield Say(SOON, f"{name} ends soon: {days}", _next(soon[0], report))


def _here(report: IdReport) -> str:
    """How it stands in the registry, where nothing of ours is called so that has not ended."""
    if report.is_registered:
        return ""
    over = [f"{one.ref} ({one.stage})" for one in report.registered if one.is_over]
    return f"; here it is {listed(over)}" if over else f"; it is not in the registry{_pinned(report)}"


def _pinned(report: IdReport) -> str:
    return f"; ours pin another snapshot: {listed(report.others)}" if report.others else ""


def _all_ended(dead: Iterable[At]) -> str:
    """Each host with its day; what several of its files say alike, once."""
    return listed(dict.fromkeys(map(_ended, dead)))


def _ended(at: At) -> str:
    return f"{at.end} at {at.host}, says {at.said_by}" if at.said_by else f"its vendor has retired it at {at.host}"


def _next(at: At, report: IdReport) -> str:
    """Where to move to: what the vendor recommends, and how to find more."""
    ours = next((one.ref for one in report.registered), None)
    recommended = f"the vendor recommends {at.replacement}; " if at.replacement else ""
    return f"{recommended}steward vendors successors {ours or _typed(at)}"


def _typed(at: At) -> str:
    return f"{at.host}/{at.model}" + (f"@{at.snapshot}" if at.snapshot else "")


def findings(reports: Iterable[IdReport], hits: Iterable[Hit]) -> tuple[Finding, ...]:
    """One for each place of an id and each thing that is to be said of it, by file and place."""
    said = {report.seen.id: tuple(says(report)) for report in reports}
    found = [
        Finding(
            say.code, TITLES[say.code], say.severity, say.message, say.hint, hit.path, hit.id,
            place=Place(hit.line, hit.column, hit.column + hit.size),
        )
        for hit in hits for say in said.get(hit.id, ())
    ]  # fmt: skip
    return tuple(sorted(found, key=Finding.order))


def fails(reports: Iterable[IdReport], fail_on: str) -> bool:
    """Whether anything that is to be said is at least so bad."""
    least = Severity.of(fail_on)
    return any(say.severity >= least for report in reports for say in says(report))
