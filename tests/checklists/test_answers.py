"""What the registry answers to checklist items: done, not done or cannot tell, and on what that rests."""

from __future__ import annotations

from datetime import date

import pytest

from modelsteward.domain.answers import REGISTRY, Answered, Asked, answer_of, state_of
from modelsteward.domain.cards.states import Item
from modelsteward.domain.owing import due_by, who
from modelsteward.domain.watched import Watched
from modelsteward.rules.examples import TODAY
from modelsteward.store.packs import read_packs
from modelsteward.usecases.answering import joined
from modelsteward.usecases.answers import ANSWERS
from modelsteward.usecases.checklist import PURPOSES
from tests.duties.situations import cards
from tests.rules.worlds import world

PACKS = read_packs()
DATES = "deprecated: 2029-06-01, sunset: 2030-03-01"
NOTICE = "records/models/m/1.0.0/2029-06-01-notice-11111111.yaml"
TOLD = f"""
{NOTICE}:
  {{card: notice/1, ref: m@1.0.0, use: "use:u", on: 2029-06-01, by: ada, sunset: SUNSET, to: [team], text: TEXT, SENT}}
"""


def answered(name: str, example: str, ref: str = "m@1.0.0") -> Answered:
    """An answer as rules may ask for it: of a registry in which nothing is had that is not looked up by a key."""
    registry = world(example)
    entry = registry.made(ref)
    assert entry is not None
    said = answer_of(name, Asked(Watched(registry, lambda key: None), entry.card, TODAY, PACKS))
    assert said is not None
    assert said.evidence
    return said


def told(text: str, sunset: str = "2030-03-01", sent: str = "sent: 2029-06-01") -> str:
    return TOLD.replace("SUNSET", sunset).replace("TEXT", text).replace("SENT", sent)


def test_every_answer_that_a_pack_names_is_there_and_each_that_is_there_is_named() -> None:
    named = {item.answered_by for purpose in PURPOSES for item in PACKS.items(purpose).items if item.answered_by}
    assert named <= set(ANSWERS)
    assert set(PACKS.answers) == set(ANSWERS)


CASES = [
    ("trigger", "m@1.0.0: {lifecycle: {reason: Old.}}", True, "Old."),
    ("trigger", "m@1.0.0: {lifecycle: {because: vendor}}", False, "lifecycle.reason"),
    ("plan", f"m@1.0.0: {{lifecycle: {{{DATES}, replacement: null, reason: Old.}}}}", True, "2030-03-01"),
    ("plan", f"m@1.0.0: {{lifecycle: {{{DATES}, reason: Old.}}}}", False, "what comes next"),
    ("plan", "m@1.0.0: {lifecycle: {deprecated: 2029-06-01, sunset: 2029-01-01, reason: Old.}}", False, "before"),
    ("calendar", "m@1.0.0: {}", False, "no day"),
    ("calendar", f"m@1.0.0: {{lifecycle: {{{DATES}}}}}", None, "links.calendar"),
    (
        "calendar",
        f"m@1.0.0: {{lifecycle: {{{DATES}}}, links: {{calendar: 'https://cal.example/f.ics'}}}}",
        True,
        "https://cal.example/f.ics",
    ),
    ("names", "m@1.0.0: {}", False, "does not say"),
    ("names", "m@1.0.0: {serves: {aliases: [a], deployments: []}}", True, "aliases a"),
    ("access", "m@1.0.0: {serves: {aliases: [a], deployments: [d]}}", None, "deployments d"),
    ("bytes", "m@1.0.0: {lifecycle: {destroy_by: 2030-06-01}}", True, "2030-06-01"),
    ("bytes", "m@1.0.0: {lifecycle: {destroy_by: 2029-06-01}}", False, "2029-06-01"),
    ("bytes", "m@1.0.0: {}", None, "destroy_by"),
    ("idle", "m@1.0.0: {}", None, "no use on record"),
    ("idle", "m@1.0.0: {}\nuse:u: {serving: {main: m@1.0.0}}", False, "main of use:u"),
    ("idle", "m@1.0.0: {}\nuse:u: {fallback: {main: m@1.0.0}}", False, "the fallback of use:u"),
    ("idle", "m@1.0.0: {}\nn@1.0.0: {lifecycle: {replacement: m@1.0.0}}", False, "n@1.0.0 is to move to it"),
    (
        "idle",
        "m@1.0.0: {}\nm@1.1.0: {}\nuse:u:\n  serving: {main: m@1.1.0}\n"
        "  served: [{slot: main, ref: m@1.0.0, from: 2029-01-01, to: 2029-06-01}]",
        True,
        "use:u is served by m@1.1.0",
    ),
    ("children", "m@1.0.0: {}", True, "nothing on file"),
    (
        "children",
        "m@1.0.0: {}\nc@1.0.0: {lineage: {parents: [{ref: m@1.0.0, relation: fine-tune}], datasets: []}}",
        None,
        "c@1.0.0",
    ),
    (
        "children",
        "m@1.0.0: {}\nc@1.0.0: {stage: retired, lineage: {parents: [{ref: m@1.0.0, relation: merge}], datasets: []}}",
        True,
        "c@1.0.0 (retired)",
    ),
    ("on-file", "m@1.0.0: {}", True, "no hold covers it"),
    (
        "on-file",
        "m@1.0.0: {}\nincidents/i.yaml:\n"
        "  {card: incident/1, id: i, refs: [m@1.0.0], severity: major, opened: 2029-12-01, by: ada}",
        False,
        "incident i (major",
    ),
    (
        "on-file",
        "m@1.0.0: {}\nholds/h.yaml: {card: hold/1, id: h, refs: [m@1.0.0], opened: 2029-12-01, by: legal}",
        True,
        "hold h orders it to be kept once it is retired (it is named)",
    ),
    (
        "on-file",
        "m@1.0.0: {}\nholds/h.yaml: {card: hold/1, id: h, patterns: ['m@*'], opened: 2029-12-01, by: legal}",
        True,
        "hold h orders it to be kept once it is retired (by the pattern m@*)",
    ),
    (
        "on-file",
        "m@1.0.0: {lineage: <absent>}\n"
        "holds/h.yaml: {card: hold/1, id: h, refs: ['data:d@1.0.0'], built_on: true, opened: 2029-12-01, by: legal}",
        True,
        "hold h may cover it (its card does not say",
    ),
]


@pytest.mark.parametrize(("name", "example", "done", "words"), CASES, ids=[f"{c[0]}-{c[2]}-{c[3]}" for c in CASES])
def test_an_answer_names_what_it_rests_on(name: str, example: str, done: bool | None, words: str) -> None:
    said = answered(name, example)
    assert (said.done, words in said.evidence) == (done, True), said
    assert said.hint or said.done is not False


def test_what_was_made_from_it_says_where_a_decision_is_written() -> None:
    made = "m@1.0.0: {}\nc@1.0.0: {lineage: {parents: [{ref: m@1.0.0, relation: fine-tune}], datasets: []}}"
    assert answered("children", made).hint.startswith(
        "steward checklist m@1.0.0 make --purpose destruction; then steward checklist m@1.0.0 decide c@1.0.0 erase|"
    )
    there = "\nchecklists/m/1.0.0/destruction.yaml:\n  card: checklist/1\n  ref: m@1.0.0\n  purpose: destruction\n"
    there += "  opened: 2029-12-01\n  items: [{id: a, phase: find, text: Look., gate: true, state: open}]"
    assert answered("children", made + there).hint.startswith("steward checklist m@1.0.0 decide c@1.0.0 erase|")


DUTIES = """
m@1.0.0: {stage: deprecated, model_class: ml, lifecycle: {deprecated: 2029-06-01, sunset: 2030-03-01}}
use:u: {jurisdictions: [PLACE], serving: {main: m@1.0.0}}
"""


def test_duties_are_worked_out_only_where_all_can_be_told() -> None:
    unknown = answered("duties", DUTIES.replace("PLACE", "EU"))
    assert unknown.done is None
    assert "cannot be told without" in unknown.evidence
    assert "steward obligations m@1.0.0" in unknown.evidence


def test_duties_are_not_worked_out_while_a_use_or_a_pack_cannot_be_read() -> None:
    for file in ("use-cases/v.yaml", "packs/duties/house.yaml"):
        registry = cards("m@1.0.0: {}", {file: "card: oops of m\n"})
        model = registry.model("m@1.0.0")
        assert model is not None
        said = answer_of("duties", Asked(registry, model, TODAY, PACKS))
        assert said is not None
        assert said.done is None
        assert f"{file} cannot be read, and may ask for more" in said.evidence
        told = answer_of("duties", Asked(cards("m@1.0.0: {}"), model, TODAY, PACKS))
        assert told is not None
        assert told.done


VENDOR = """
m@1.0.0: {{origin: vendor, source: {{host: h, model: x}}, lifecycle: {{deprecated: 2029-12-01, sunset: {sunset}}}}}
vendor:h/x: {{observations: [{{source: "https://h.example", read_on: 2029-12-01, ends: {ends}}}]}}
"""


@pytest.mark.parametrize(
    ("sunset", "ends", "done"),
    [
        ("2030-03-01", "2030-06-01", True),
        ("2030-03-01", "2030-03-20", None),
        ("2030-03-01", "2030-02-01", False),
        ("2030-03-01", "null", None),
    ],
)
def test_the_vendors_end_is_beaten_by_long_enough_to_go_back(sunset: str, ends: str, done: bool | None) -> None:
    assert answered("vendor-end", VENDOR.format(sunset=sunset, ends=ends)).done is done


SERVED = f"m@1.0.0: {{stage: deprecated, lifecycle: {{{DATES}}}}}\nuse:u: {{serving: {{main: m@1.0.0}}}}\n"


@pytest.mark.parametrize(
    ("notice", "done", "words"),
    [
        ("", False, "no notice of m@1.0.0"),
        (told("It ends.", sent="note: none"), False, "is a draft"),
        (told("It ends."), True, "told of 2030-03-01 on 2029-06-01"),
        (told("Its last day is 2030-03-01."), True, "273 days before"),
        (told("Its last day is 2030-05-01."), False, "the last day is 2030-03-01"),
        (told("It ends.", sunset="2030-05-01"), False, "tells of 2030-05-01"),
        (told("It ends.", sent="sent: 2029-12-31"), True, "60 days before"),
    ],
)
def test_notices_are_sent_in_time_and_name_the_day_that_counts(notice: str, done: bool, words: str) -> None:
    said = answered("notices", SERVED + notice)
    assert (said.done, words in said.evidence) == (done, True), said


def test_a_notice_that_was_late_is_told_with_the_day_that_would_have_done() -> None:
    use = SERVED.replace("{main: m@1.0.0}", "{main: m@1.0.0}, risk: {own: high}")
    said = answered("notices", use + told("It ends.", sent="sent: 2029-12-31"))
    assert said.done is False
    assert "2029-09-02 would have been in time" in said.evidence


FIT = """
m@1.0.0: {stage: deprecated, lifecycle: {deprecated: 2029-12-01, sunset: 2030-03-01, replacement: m@1.1.0}}
m@1.1.0: {stage: STAGE}
use:u:
  serving: {main: m@1.0.0}
  requires: {suites: [SUITE]}
"""
SUITE = "{suite: s, metric: auroc, threshold: 0.75}"
SCORED = """
records/models/m/1.1.0/2029-12-01-evaluation-11111111.yaml:
  {card: evaluation/1, ref: m@1.1.0, on: 2029-12-01, by: ada, suite: s, results: [{metric: auroc, value: VALUE}]}
"""


@pytest.mark.parametrize(
    ("stage", "suite", "value", "done", "words"),
    [
        ("staging", SUITE, "0.8", True, "use:u: m@1.1.0 meets all 1 requirement"),
        ("staging", SUITE, "0.7", False, "m@1.1.0 does not meet s: auroc at least 0.75"),
        ("staging", SUITE, "", False, "no evaluation of m@1.1.0 says auroc"),
        ("staging", "", "0.8", None, "requires no evaluation"),
        ("suspended", SUITE, "0.8", False, "m@1.1.0 is suspended"),
    ],
)
def test_what_comes_next_is_fit_for_each_use(stage: str, suite: str, value: str, done: bool | None, words: str) -> None:
    example = FIT.replace("STAGE", stage).replace("SUITE", suite) + (SCORED.replace("VALUE", value) if value else "")
    said = answered("fit", example)
    assert (said.done, words in said.evidence) == (done, True), said


def test_of_several_answers_what_is_not_done_is_told_alone() -> None:
    yes, no, unknown = Answered(True, "a"), Answered(False, "b", "do b"), Answered(None, "c")
    assert joined([yes, no, unknown], yes) == no
    assert joined([yes, unknown], yes) == unknown
    assert joined([yes, yes], no) == Answered(True, "a; a")
    assert joined([], unknown) == unknown


@pytest.mark.parametrize(
    ("state", "by", "done", "counts"),
    [
        ("open", None, True, "done"),
        ("done", "team", False, "open"),
        ("done", "team", None, "done"),
        ("done", REGISTRY, None, "open"),
        ("skipped", "team", False, "skipped"),
    ],
)
def test_the_answer_counts_but_for_what_was_skipped(state: str, by: str | None, done: bool | None, counts: str) -> None:
    item = Item.model_validate({"id": "a", "text": "Do it.", "state": state, "by": by})
    assert state_of(item, Answered(done, "so")) == counts
    assert state_of(item, None) == state


def test_an_answer_that_this_steward_has_not_waits_for_a_person() -> None:
    assert answered("no-such-answer", "m@1.0.0: {}").done is None


DUE = [
    ("{deprecated: 2029-06-01, sunset: 2030-03-01}", "2029-06-01", "2030-01-30"),
    ("{deprecated: 2030-02-10, sunset: 2030-03-01}", "2030-02-10", "2030-03-01"),
    ("{sunset: 2030-03-01}", "2030-04-01", None),
    ("{}", "2029-06-01", None),
]


@pytest.mark.parametrize(("dates", "opened", "due"), DUE)
def test_a_day_leads_up_to_a_date_on_the_card_and_is_never_one_that_nobody_could_keep(
    dates: str, opened: str, due: str | None
) -> None:
    card = world(f"m@1.0.0: {{lifecycle: {dates}}}").model("m@1.0.0")
    item = PACKS.item("retirement", "ret-impact")
    assert card is not None
    assert str(due_by(item, date.fromisoformat(opened), card)) == str(due)


OWED = """
registry: {roles: {legal: Says what the law asks.}}
m@1.0.0: {owner: team}
use:u: {owner: other, serving: {main: m@1.0.0}}
"""


@pytest.mark.parametrize(
    ("said", "whom"),
    [("owner", ["team"]), ("uses", ["other"]), ("role:legal", ["role:legal"]), ("role:none", ["team"]), ("x", ["x"])],
)
def test_who_owes_an_item_is_told_of_the_card_its_uses_and_the_roles(said: str, whom: list[str]) -> None:
    registry = world(OWED)
    card = registry.model("m@1.0.0")
    assert card is not None
    assert who(said, card, registry) == whom
