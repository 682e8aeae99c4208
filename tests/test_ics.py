"""`steward export ics`: every day that ends something, as other programs read it."""

from __future__ import annotations

import os
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from icalendar import Calendar

from modelsteward.cli.main import main
from modelsteward.domain.dates import parse_duration
from modelsteward.domain.registry import Registry
from modelsteward.errors import Refused
from modelsteward.report.agenda_ics import render
from modelsteward.store.files import WorkTree
from modelsteward.store.loading import load
from modelsteward.store.packs import read_packs
from modelsteward.usecases.agenda import Wish, draw_up
from tests.conftest import MODEL, STEWARD_YAML, Steward, write
from tests.rules.worlds import world

DAY = date(2030, 1, 1)
PACKS = read_packs()
SAMPLE = Path(__file__).parent.parent / "registry"

EVERYTHING = """
registry: {name: Ward, roles: {safety: Judges.}, approvals: {max_age: P1Y}}
m@1.0.0: {lifecycle: {released: 2029-06-01, review_by: 2030-06-01, sunset: 2030-07-01, destroy_by: 2030-08-01},
  artifacts: [{role: weights, uri: "s3://m/model.onnx", immutable_until: 2030-09-01}]}
n@1.0.0: {stage: retired, lifecycle: {retired: 2029-12-01, review_by: 2030-05-01, sunset: 2029-11-30, destroy_by: 2030-02-01}}
gone@1.0.0: {stage: destroyed, lifecycle: {retired: 2029-06-01, destroyed: 2029-07-01, destroy_by: 2029-08-01}}
firm@1.0.0: {origin: vendor, hosting: [vendor_api], source: {host: acme, model: big}, lifecycle: {review_by: null}}
open@1.0.0: {origin: vendor, hosting: [vendor_api], source: {host: acme, model: small}, lifecycle: {review_by: null}}
vendor:acme/big: {observations: [{source: page, read_on: 2029-12-01, ends: 2030-10-01, not_before: 2030-09-15}]}
vendor:acme/small: {observations: [{source: page, read_on: 2029-12-01, not_before: 2030-11-01}]}
data:d@1.0.0: {retention: {delete_by: 2030-12-01, basis: Schedule 7}}
data:e@1.0.0: {status: destroyed, destroyed_on: 2029-12-01, retention: {delete_by: 2029-12-31}}
use:u: {serving: {main: m@1.0.0}, duties: [{duty: audit, how: Looked., until: 2031-01-01}]}
records/models/m/1.0.0/2029-05-01-approval-11111111.yaml:
  {card: approval/1, ref: m@1.0.0, use: "use:u", role: safety, decision: approved, on: 2029-05-01, by: ada}
records/models/m/1.0.0/2029-06-01-approval-22222222.yaml:
  {card: approval/1, ref: m@1.0.0, use: "use:u", role: safety, decision: approved, on: 2029-06-01, by: ada}
records/models/n/1.0.0/2029-06-01-approval-33333333.yaml:
  {card: approval/1, ref: n@1.0.0, use: "use:u", role: safety, decision: approved, on: 2029-06-01, by: ada}
records/uses/u/2029-06-01-review-44444444.yaml:
  {card: review/1, ref: "use:u", on: 2029-06-01, until: 2031-02-01, outcome: keep, by: ada}
records/models/m/1.0.0/2029-06-01-review-55555555.yaml:
  {card: review/1, ref: m@1.0.0, on: 2029-06-01, until: 2030-06-01, outcome: keep, by: ada}
records/models/n/1.0.0/2029-12-02-verification-66666666.yaml:
  {card: verification/1, ref: n@1.0.0, on: 2029-12-02, by: ada,
   places: [{place: "s3://n", looked_on: 2029-12-02, result: not proven, until: 2030-03-01}]}
records/models/n/1.0.0/2029-12-01-erasure-88888888.yaml:
  {card: erasure/1, ref: n@1.0.0, on: 2029-12-01, by: ada, tool: steward, started: "2029-12-01T10:00:00Z",
   finished: "2029-12-01T10:00:01Z", places: [{place: "s3://n", outcome: erased, until: 2030-03-02}]}
waiver:w: {rule: AR102, ref: m@1.0.0, reason: "So.", on: 2029-12-01, until: 2030-01-15, by: ada}
cases/c.yaml:
  {card: case/1, id: c, purpose: erasure, data: ["data:d"], opened: 2029-12-20, due: 2030-01-20, decisions: [
   {ref: m@1.0.0, decision: keep, until: 2030-04-01, by: ada, on: 2029-12-21}]}
cases/over.yaml:
  {card: case/1, id: over, purpose: erasure, data: ["data:d"], opened: 2029-10-20, due: 2029-11-20, closed: 2029-11-01}
incidents/i.yaml: {card: incident/1, id: i, refs: [m@1.0.0], severity: serious, opened: 2029-12-25, by: ada}
incidents/j.yaml: {card: incident/1, id: j, refs: [m@1.0.0], severity: minor, opened: 2029-12-25, by: ada}
checklists/n/1.0.0/destruction.yaml:
  {card: checklist/1, ref: n@1.0.0, purpose: destruction, opened: 2029-12-01, items: [
   {id: one, text: Look., due: 2030-01-10, until: 2030-01-05}, {id: two, text: Look., state: done, due: 2030-01-11}]}
"""

STANDING = {
    ("Review m@1.0.0", "2030-06-01"), ("Sunset of m@1.0.0", "2030-07-01"), ("Destroy m@1.0.0", "2030-08-01"),
    ("Store lock on m@1.0.0 ends", "2030-09-01"), ("Destroy n@1.0.0", "2030-02-01"),
    ("Vendor ends firm@1.0.0", "2030-10-01"), ("Vendor may end open@1.0.0, not before this day", "2030-11-01"),
    ("Delete data:d@1.0.0", "2030-12-01"), ("audit: what was done for use:u ends", "2031-01-01"),
    ("Approval of m@1.0.0 for use:u by safety ends", "2030-06-01"), ("Review of use:u ends", "2031-02-01"),
    ("Look again for n@1.0.0", "2030-03-01"), ("Look again for n@1.0.0", "2030-03-02"),
    ("Waiver of AR102 for m@1.0.0 ends", "2030-01-15"), ("Answer c (erasure)", "2030-01-20"),
    ("Exemption of m@1.0.0 in c ends", "2030-04-01"), ("Report i", "2030-01-09"),
    ("one of n@1.0.0 is due", "2030-01-10"), ("one of n@1.0.0 can be told", "2030-01-05"),
}  # fmt: skip
MOOT = {
    ("Review n@1.0.0", "2030-05-01"), ("Sunset of n@1.0.0", "2029-11-30"), ("Destroy gone@1.0.0", "2029-08-01"),
    ("Review gone@1.0.0", "2030-06-01"), ("Delete data:e@1.0.0", "2029-12-31"), ("Approval of n@1.0.0 for use:u by safety ends", "2030-06-01"),
    ("Answer over (erasure)", "2029-11-20"), ("two of n@1.0.0 is due", "2030-01-11"),
}  # fmt: skip


def exported(registry: Registry, wish: Wish | None = None, today: date = DAY, alarm: str = "P30D") -> bytes:
    return render(
        registry, draw_up(registry, today, PACKS, wish or Wish()), today, parse_duration(alarm) if alarm else None
    )


def events(data: bytes) -> list[Any]:
    return list(Calendar.from_ical(data).walk("VEVENT"))


def told(data: bytes) -> set[tuple[str, str]]:
    return {(str(one["summary"]), one["dtstart"].dt.isoformat()) for one in events(data)}


def uids(data: bytes) -> dict[str, str]:
    return {str(one["uid"]): str(one["summary"]) for one in events(data)}


@pytest.fixture(scope="module")
def everything() -> Registry:
    return world(EVERYTHING)


def test_every_day_that_stands_is_an_event_and_nothing_else_is(everything: Registry) -> None:
    assert told(exported(everything)) == STANDING


def test_what_does_not_stand_any_more_is_cancelled_where_asked_for(everything: Registry) -> None:
    data = exported(everything, Wish(moot=True))
    assert told(data) == STANDING | MOOT
    status = {(str(one["summary"]), one["dtstart"].dt.isoformat()): str(one["status"]) for one in events(data)}
    tentative = {("Vendor may end open@1.0.0, not before this day", "2030-11-01"), ("Report i", "2030-01-09")}
    assert {key for key, value in status.items() if value == "CANCELLED"} == MOOT
    assert {key for key, value in status.items() if value == "TENTATIVE"} == tentative
    assert len(uids(data)) == len(events(data))


def test_the_sample_registry_comes_back_as_its_cards_have_it() -> None:
    registry, today = load(WorkTree(SAMPLE)).registry, date(2026, 11, 26)
    found = told(exported(registry, today=today))
    for entry in registry.models.values():
        life, living = entry.card.lifecycle, entry.card.stage not in ("retired", "destroyed")
        for title, day, stands in (
            (f"Review {entry.ref}", life.review_by, living), (f"Sunset of {entry.ref}", life.sunset, living),
            (f"Destroy {entry.ref}", life.destroy_by, entry.card.stage != "destroyed"),
        ):  # fmt: skip
            expected = {(title, day.isoformat())} if day and stands else set()
            assert {one for one in found if one[0] == title} == expected
    deletions = {
        (f"Delete {entry.ref}", entry.card.retention.delete_by.isoformat())
        for entry in registry.datasets.values()
        if entry.card.status != "destroyed" and entry.card.retention and entry.card.retention.delete_by
    }
    assert {one for one in found if one[0].startswith("Delete ")} == deletions


def test_an_event_is_a_day_and_says_whose_it_is_and_what_to_do(everything: Registry) -> None:
    event = next(one for one in events(exported(everything)) if one["summary"] == "Destroy m@1.0.0")
    assert (event["dtstart"].dt, event["dtend"].dt) == (date(2030, 8, 1), date(2030, 8, 2))
    assert event["dtstart"].params["VALUE"] == "DATE"
    assert str(event["transp"]) == "TRANSPARENT"
    assert event["categories"].to_ical() == b"steward,Destruction"
    assert str(event["contact"]).startswith("team (")
    lines = str(event["description"]).split("\n")
    assert lines[0] == "its bytes must be gone by then (steward destroy m@1.0.0)"
    assert lines[1] == "about: m@1.0.0"
    assert lines[3] == "file: models/m/1.0.0.yaml"


def test_a_day_that_a_hold_stands_against_says_so(everything: Registry) -> None:
    hold = "holds/h.yaml: {card: hold/1, id: h, patterns: ['m@*'], opened: 2029-01-01, by: counsel}\n"
    event = next(one for one in events(exported(world(EVERYTHING + hold))) if one["summary"] == "Destroy m@1.0.0")
    assert "but hold h orders it to be kept" in str(event["description"])


def test_a_reminder_comes_before_what_is_still_to_come(everything: Registry) -> None:
    for one in events(exported(everything, Wish(moot=True), date(2030, 3, 1), "P2M")):
        alarms = one.walk("VALARM")
        ahead = one["dtstart"].dt >= date(2030, 3, 1) and str(one["status"]) != "CANCELLED"
        assert bool(alarms) is ahead
        for alarm in alarms:
            assert one["dtstart"].dt + alarm["trigger"].dt == parse_duration("P2M").before(one["dtstart"].dt)
            assert str(alarm["description"]) == str(one["summary"])
    assert b"VALARM" not in exported(everything, alarm="")


def test_an_event_keeps_its_id_when_its_day_moves_and_a_later_export_takes_its_place(everything: Registry) -> None:
    first = exported(everything)
    moved = EVERYTHING.replace("review_by: 2030-06-01, sunset", "review_by: 2030-12-24, sunset")
    moved = moved.replace("not_before: 2030-11-01", "not_before: 2030-11-01, ends: 2030-12-31")
    later = exported(world(moved), today=DAY + timedelta(days=1))
    assert uids(first).keys() <= uids(later).keys()
    assert ("Review m@1.0.0", "2030-12-24") in told(later)
    assert {int(one["sequence"]) for one in events(first)} == {3653}
    assert {int(one["sequence"]) for one in events(later)} == {3654}
    assert {one["dtstamp"].dt.isoformat() for one in events(later)} == {"2030-01-02T00:00:00+00:00"}
    other = exported(world(EVERYTHING.replace("name: Ward", "name: Another")))
    assert uids(first).keys().isdisjoint(uids(other).keys())


VENDORS = """
registry: {name: Ward, teams: {team: {contact: t, members: []}}}
m@1.0.0: {origin: vendor, hosting: [vendor_api], source: {host: acme, model: big, snapshot: "one"}, lifecycle: {migration_lead: P60D, review_by: null}}
n@1.0.0: {origin: vendor, hosting: [vendor_api], source: {host: acme, model: big, snapshot: "two"}, lifecycle: {review_by: null}}
use:u: {serving: {main: m@1.0.0}, fallback: {main: n@1.0.0}}
vendor:acme/big: {observations: [
  {source: list, read_on: 2029-12-01, snapshot: "one", deprecated: 2030-02-01, ends: 2030-10-01},
  {source: page, read_on: 2029-12-02, snapshot: "one", deprecated: 2030-03-01, ends: 2030-08-01},
  {source: feed, read_on: 2029-12-03, snapshot: "one", not_before: 2030-09-01},
  {source: page, read_on: 2029-12-02, snapshot: "two", deprecated: 2029-11-01, ends: 2031-08-01}]}
"""


def test_of_sources_that_disagree_the_earliest_day_counts_and_all_are_named() -> None:
    first = exported(world(VENDORS))
    assert told(first) == {
        ("Vendor ends m@1.0.0", "2030-08-01"), ("Vendor deprecates m@1.0.0", "2030-02-01"),
        ("Vendor ends n@1.0.0", "2031-08-01"),
    }  # fmt: skip
    said = {str(one["summary"]): str(one["description"]).split("\n")[0] for one in events(first)}
    assert said["Vendor ends m@1.0.0"] == (
        "acme/big answers until then, by page (read 2029-12-02); but list (read 2029-12-01) says 2030-10-01; but feed "
        "(read 2029-12-03) says not before 2030-09-01: move what it serves first; moving takes P60D: begin by 2030-06-02"
    )
    assert said["Vendor deprecates m@1.0.0"] == (
        "from then on acme/big may not be open to new callers, by list (read 2029-12-01); but page (read 2029-12-02) "
        "says 2030-03-01"
    )
    assert {str(one["categories"].to_ical(), "ascii") for one in events(first)} == {"steward,Vendor"}
    moved = VENDORS.replace("deprecated: 2030-02-01, ends: 2030-10-01", "deprecated: 2030-02-15, ends: 2030-07-01")
    assert uids(exported(world(moved))) == uids(first)
    assert len(uids(first)) == 3


def test_an_id_once_given_stays_for_ever(everything: Registry) -> None:
    """These are in people's calendars: another would be a second event beside the first."""
    found = {summary: ident for ident, summary in uids(exported(everything)).items()}
    assert found["Review m@1.0.0"] == "c59fd7ef-b7ad-5614-9d3e-8c23c06b42ea"
    assert found["one of n@1.0.0 is due"] == "d2c0f2d8-320c-5363-8b5e-a9bef0f52914"


def test_the_same_registry_on_the_same_day_is_the_same_file(everything: Registry) -> None:
    assert exported(everything) == exported(world(EVERYTHING))


def test_what_is_included_has_the_id_that_it_has_at_home(tmp_path: Path) -> None:
    theirs = STEWARD_YAML.replace("Test house", "Neighbours")
    write(tmp_path / "theirs", {"steward.yaml": theirs, "models/scorer/1.2.0.yaml": MODEL})
    write(tmp_path / "ours", {"steward.yaml": STEWARD_YAML + "include: {near: ../theirs}\n"})
    home, away = (load(WorkTree(tmp_path / name)).registry for name in ("theirs", "ours"))
    assert uids(exported(home)) == uids(exported(away))
    assert len(uids(exported(home))) == 1


def test_it_keeps_to_what_is_asked_for(everything: Registry) -> None:
    assert told(exported(everything, Wish(refs=("data:d",)))) == {
        ("Delete data:d@1.0.0", "2030-12-01"), ("Answer c (erasure)", "2030-01-20"),
    }  # fmt: skip
    assert {title for title, _ in told(exported(everything, Wish(refs=("firm@1.0.0",))))} == {"Vendor ends firm@1.0.0"}
    of_use = told(exported(everything, Wish(refs=("use:u",))))
    assert ("Review m@1.0.0", "2030-06-01") in of_use
    assert not any("n@1.0.0" in title for title, _ in of_use)
    soon = told(exported(everything, Wish(within=parse_duration("P30D"))))
    assert soon == {one for one in STANDING if one[1] <= "2030-01-31"}
    assert told(exported(everything, Wish(team="team"))) == STANDING
    for wish in (Wish(refs=("mm",)), Wish(team="taem"), Wish(refs=("use:v",))):
        with pytest.raises(Refused):
            draw_up(everything, DAY, PACKS, wish)


def test_a_team_gets_what_it_owns_and_the_items_it_owes() -> None:
    registry = world(
        "registry: {teams: {team: {contact: t, members: []}, ward: {contact: w, members: []}}}\n"
        "m@1.0.0: {owner: ward}\nn@1.0.0: {}\n"
        "checklists/n/1.0.0/retirement.yaml: {card: checklist/1, ref: n@1.0.0, purpose: retirement, opened: 2029-12-01, "
        "items: [{id: one, text: Look., due: 2030-01-10, owed_by: ward}, {id: two, text: Look., due: 2030-01-11}]}\n"
    )
    titles = {title for title, _ in told(exported(registry, Wish(team="ward")))}
    assert titles == {"Review m@1.0.0", "one of n@1.0.0 is due"}


def test_a_team_gets_the_ends_of_what_serves_its_uses() -> None:
    registry = world(
        "registry: {teams: {team: {contact: t, members: []}, ward: {contact: w, members: []}}}\n"
        "vendor:openai/g: {observations: [{source: page, read_on: 2029-12-01, ends: 2030-03-01}]}\n"
        "m@1.0.0: {origin: vendor, source: {host: openai, model: g}}\n"
        "use:u: {owner: ward, serving: {main: m@1.0.0}}\n"
    )
    calendar = exported(registry, Wish(team="ward"))
    assert {title for title, _ in told(calendar)} == {"Vendor ends m@1.0.0"}
    (event,) = events(calendar)
    assert "\nowner: team (t)\nwith: ward (w) for use:u\n" in event["description"]


HOSTILE = r"a,b;c\\d:e 😀é漢\nEND:VEVENT\r\nBEGIN:VALARM\t\x00\e[31m\u202e\u2028 " + "漢字😀é" * 60
"""As YAML writes it between double quotes."""


def test_hostile_text_stays_text_and_lines_stay_short(everything: Registry) -> None:
    item = f'items:\n  - {{id: one, text: "{HOSTILE}", due: 2030-01-10}}\n'
    head = "card: checklist/1\nref: m@1.0.0\npurpose: retirement\nopened: 2029-12-01\n"
    raw = {"checklists/m/1.0.0/retirement.yaml": head + item}
    data = exported(world(EVERYTHING, raw))
    assert data.endswith(b"END:VCALENDAR\r\n")
    lines = data.split(b"\r\n")
    assert all(len(line) <= 75 for line in lines)
    assert b"\n" not in b"".join(lines)
    assert b"\r" not in b"".join(lines)
    for line in lines:
        text = line.decode("utf-8")  # no character is cut in two
        assert not any(ord(letter) < 0x20 or letter in "\x7f\u202e\u2028" for letter in text)
    assert sum(line == b"BEGIN:VEVENT" for line in lines) == len(STANDING) + 1
    assert [line for line in lines if line.startswith(b"END:")][-1] == b"END:VCALENDAR"
    event = next(one for one in events(data) if one["summary"] == "one of m@1.0.0 is due")
    said = str(event["description"])
    assert said.startswith("a,b;c\\d:e 😀é漢 END:VEVENT BEGIN:VALARM")
    assert "漢字😀é" * 60 in said


def test_two_of_a_kind_on_one_card_are_two_events() -> None:
    twice = '[{role: weights, uri: "s3://m", immutable_until: 2030-09-01}, {role: other, uri: "s3://m", immutable_until: 2030-09-02}]'
    data = exported(world(f"m@1.0.0: {{lifecycle: {{review_by: null}}, artifacts: {twice}}}\n"))
    assert len(uids(data)) == len(events(data)) == 2


def test_the_last_day_there_is_has_no_day_after(everything: Registry) -> None:
    data = exported(world("m@1.0.0: {lifecycle: {review_by: 9999-12-31}}\n"))
    (event,) = events(data)
    assert event["dtstart"].dt == date.max
    assert "dtend" not in event


def test_the_file_that_is_written_is_what_is_printed(house: Path, capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    assert main(["export", "ics", "--today", "2030-01-01"]) == 0
    printed = capfdbinary.readouterr().out
    assert main(["export", "ics", "--today", "2030-01-01", "--out", "deep/team.ics"]) == 0
    assert capfdbinary.readouterr().out.replace(os.sep.encode(), b"/") == b"1 event written to deep/team.ics\n"
    assert (house / "deep/team.ics").read_bytes() == printed
    assert told(printed) == {("Review scorer@1.2.0", "2030-05-01")}


def test_where_it_cannot_be_written_it_says_so(house: Path, steward: Steward) -> None:
    (house / "taken").write_text("")
    ran = steward("export", "ics", "--out", "taken/x.ics")
    assert (ran.code, "taken/x.ics cannot be written" in ran.err.replace(os.sep, "/")) == (4, True)
    assert steward("export", "ics", "--for", "data-scienc").code == 4
    assert "did you mean `data-science`?" in steward("export", "ics", "--for", "data-scienc").err
    assert steward("export", "ics", "--within", "soon").code == 2


DUTIES = """
m@1.0.0: {stage: retired, lifecycle: {retired: 2029-12-01}, lineage: {parents: [], datasets: ["data:d@1.0.0"]}}
n@1.0.0: {lineage: {parents: [], datasets: ["data:d@1.0.0"]}}
data:d@1.0.0: {contains: {personal: true}, derived_from: []}
use:u:
  jurisdictions: [US-NYC]
  status: STATUS
  last_use: LAST
  serving: {main: n@1.0.0}
  served: [{slot: main, ref: m@1.0.0, from: 2028-01-05, to: 2029-11-30}, {slot: main, ref: n@1.0.0, from: 2029-11-30, to: TO}]
  duties: [{duty: again, how: Audited., on: 2029-06-01} MET]
packs/duties/house.yaml:
  card: duties/1
  name: house
  title: House
  about: Ours.
  review_by: 2040-01-01
  duties:
    - {KEEP, id: kept, kind: keep, objects: [decision_records], bound: at_least, period: P2Y, clock: last_use}
    - {KEEP, id: gone, kind: delete, objects: [weights], bound: within, period: P90D, clock: retired}
    - {KEEP, id: told, kind: notify, objects: [registers], bound: within, period: P20D, clock: retired}
    - {KEEP, id: again, kind: review, objects: [audits], bound: every, period: P1Y, clock: service_started}
registry: {packs: {duties: []}}
""".replace("KEEP", "jurisdiction: INT, source: Policy, article: s. 2, what: Do it., applies_when: {all: []}, "
            "binding: true, read: primary, read_in: it, checked_on: 2029-01-01")  # fmt: skip


def of_duties(status: str = "live", last: str = "null", to: str = "null", met: str = "", stage: str = "retired") -> Any:
    changed = DUTIES.replace("STATUS", status).replace("LAST", last).replace("TO", to).replace("MET", met)
    registry = world(changed.replace("stage: retired", f"stage: {stage}"))
    return {one for one in told(exported(registry)) if "use:u" in one[0] or "(gone)" in one[0]}


def test_days_that_duties_set_are_in_it() -> None:
    again = ("again of use:u is due again", "2030-06-01")
    gone = ("Last day for weights of m@1.0.0 to exist (gone)", "2030-03-01")
    due = ("told of use:u is due", "2029-12-21")
    audit = ("again: what was done for use:u ends", "2030-06-01")
    assert of_duties() - {audit} == {again, gone, due}, "what is kept has no last day while it is in use"
    ended = of_duties("ended", "2029-12-10", "2029-12-10")
    assert ("Last day to keep decision records of use:u (kept)", "2031-12-10") in ended
    assert due not in of_duties(met=", {duty: told, how: Told., on: 2029-12-10}")
    assert gone not in of_duties(stage="destroyed")


def test_days_of_duties_that_were_not_read_in_their_own_text_are_not_firm() -> None:
    text = DUTIES.replace("STATUS", "live").replace("LAST", "null").replace("TO", "null").replace("MET", "")
    firm, doubted = (
        {str(one["status"]) for one in events(exported(world(each))) if "(gone)" in str(one["summary"])}
        for each in (text, text.replace("read: primary", "read: memory"))
    )
    assert (firm, doubted) == ({"CONFIRMED"}, {"TENTATIVE"})
