"""What is wrong with a card's shape, in words: one line a mistake, with its place and what would be right."""

from __future__ import annotations

import pytest

from modelsteward.store.shape import MOST_WRONG
from tests.reading.helpers import CARD, read, told, without

USE = "card: usecase/1\nname: u\nstatus: live\nsummary: s\n"
DATA = "card: dataset/1\nname: d\nversion: 1.0.0\nsummary: s\norigin: open\nstatus: active\n"
HOUSE = "card: registry/1\nname: House\n"
NAMES = "names are lower-case letters and digits, with single `.`, `_` or `-` between them"
STAGE = "How far it may go anywhere: draft, staging (or the registry's own names), production, deprecated, suspended, retired, destroyed"

OF_MODELS = [
    ("stage: ~", f"7:8 RD104 `stage` must be text, and is null || {STAGE}"),
    ("stage: Draft", f"7:8 RD104 `Draft` is not a name || did you mean `draft`? {NAMES}"),
    (
        "owner: ~",
        "7:8 RD104 `owner` must be text, and is null || The team that answers for it, by its name in steward.yaml",
    ),
    ("owner: ML Team", f"7:8 RD104 `ML Team` is not a name || did you mean `ml-team`? {NAMES}"),
    ('owner: ""', "7:8 RD104 `owner` is empty || The team that answers for it, by its name in steward.yaml"),
    ("owner: [a]", "7:8 RD104 `owner` must be text, and is a list || "),
    ("owner: {a: b}", "7:8 RD104 `owner` must be text, and is a mapping || "),
    ("owner: true", "7:8 RD104 `owner` must be text, and is a truth value || quote it if it is text"),
    ('summary: " "', "7:10 RD104 `summary` is empty || What it does, in a sentence"),
    ("origin: inhouse", "7:9 RD104 `inhouse` is not a value for `origin` || did you mean `in-house`?"),
    ("origin: ~", "7:9 RD104 null is not a value for `origin` || write in-house, open or vendor"),
    ("origin: 5", "7:9 RD104 the number `5` is not a value for `origin` || write in-house, open or vendor"),
    ("version: 1.10", "7:10 RD104 `1.10` is not a semantic version || did you mean 1.10.0?"),
    ("version: v1.2", "7:10 RD104 `v1.2` is not a semantic version || did you mean 1.2.0?"),
    ("version: 2", "7:10 RD104 `2` is not a semantic version || did you mean 2.0.0?"),
    ("version: 1.2.3.4", "7:10 RD104 `1.2.3.4` is not a semantic version || write three numbers, like 2.1.0"),
    ("version: 01.2.3", "7:10 RD104 `01.2.3` is not a semantic version || did you mean 1.2.3?"),
    ("version: latest", "7:10 RD104 `latest` is not a semantic version || write three numbers, like 2.1.0"),
]


@pytest.mark.parametrize(("line", "message"), OF_MODELS, ids=[line for line, _ in OF_MODELS])
def test_a_key_that_every_card_has(line: str, message: str) -> None:
    assert told(read(without(line.partition(":")[0]) + line)) == [message]


MORE = [
    ("ownr: x", "8:1 RD103 unknown key `ownr` || did you mean `owner`?"),
    ("Licence: x", "8:1 RD103 unknown key `Licence` || did you mean `license`?"),
    ("sunset: 2026-01-01", "8:1 RD103 unknown key `sunset` || it stands under `lifecycle:`"),
    ("ticket: ML-42", "8:1 RD103 unknown key `ticket` || an organisation's own fields stand under `extra:`"),
    ("extra: 5", "8:8 RD104 `extra` must be a mapping of keys to values, and is the number `5` || "),
    ("extra: ~", "8:8 RD104 `extra` must be a mapping of keys to values, and is null || leave the key out if it is unknown"),
    ("links: {a: ftp://x}", "8:12 RD104 `ftp://x` is not of the form that `links.a` takes || write it like https://wiki.example/no-show"),
    ("hosting: self", "8:10 RD104 `hosting` must be a list, and is the text `self` || write [self]"),
    ("hosting: [slef]", "8:11 RD104 `slef` is not a value for `hosting[0]` || did you mean `self`?"),
    ("hosting: ~", "8:10 RD104 `hosting` must be a list, and is null || write [] for none, or leave the key out if it is unknown"),
    ("gpai: yes", "8:7 RD104 `gpai` must be true or false, and is the text `yes` || write true: in YAML 1.2 `yes` is a word"),
    ("gpai: Off", "8:7 RD104 `gpai` must be true or false, and is the text `Off` || write false: in YAML 1.2 `Off` is a word"),
    ('gpai: "true"', "8:7 RD104 `gpai` must be true or false, and is the text `true` || write true, without quotes"),
    ("gpai: 1", "8:7 RD104 `gpai` must be true or false, and is the number `1` || write true or false"),
    ("lifecycle: {sunset: 2026-13-01}", "8:21 RD104 2026-13-01 is not a day of the calendar || "),
    ("lifecycle: {sunset: 2026-4-1}", "8:21 RD104 `2026-4-1`: a date is written YYYY-MM-DD || did you mean 2026-04-01?"),
    ("lifecycle: {sunset: 20260401}", "8:21 RD104 `20260401`: a date is written YYYY-MM-DD || did you mean 2026-04-01?"),
    ("lifecycle: {sunset: 2026-04-01T10:00:00Z}", "8:21 RD104 `2026-04-01T10:00:00Z`: a date is written YYYY-MM-DD || did you mean 2026-04-01?"),
    ("lifecycle: {sunset: 01.04.2026}", "8:21 RD104 `01.04.2026`: a date is written YYYY-MM-DD || "),
    ("lifecycle: {sunset: [a]}", "8:21 RD104 `lifecycle.sunset`: a date is written YYYY-MM-DD || "),
    ("lifecycle: {sunst: 2026-04-01}", "8:13 RD103 unknown key `sunst` || did you mean `sunset`?"),
    ("lifecycle:\n  sunset: 2026-04-01\n  replacement: m", "10:16 RD104 `m` is not the ref of a model || write it like no-show@2.1.0"),
    ("lineage: {parents: [m@1.0.0]}", "8:21 RD104 `lineage.parents[0]` must be a mapping of keys to values, and is the text `m@1.0.0` || its keys are ref, relation, tolerance"),
    ("lineage: {parents: [{ref: m@1.0.0, relation: finetune}]}", "8:46 RD104 `finetune` is not a value for `lineage.parents[0].relation` || did you mean `fine-tune`?"),
    ("lineage: {parents: [{ref: m@1.0.0}]}", "8:21 RD105 `lineage.parents[0].relation` is missing || write fine-tune, adapter, quantized, distilled, merge, trained-on-outputs or repackaged"),
    ("lineage: {datasets: [d@1.0.0]}", "8:22 RD104 `d@1.0.0` is not the ref of a data set || write it like data:appointments@2.1.0"),
    ("lineage: {datasets: [~]}", "8:22 RD104 `lineage.datasets[0]` must be text, and is null || take the entry out, or write what it is"),
    ("artifacts: {role: weights}", "8:12 RD104 `artifacts` must be a list, and is a mapping || write a list, each entry behind a `- `"),
    ("artifacts: [{role: weights, uri: u, bytes: 1_000}]", "8:44 RD104 `artifacts[0].bytes` must be a whole number, and is the text `1_000` || write 1000, without quotes, `_` or `,`"),
    ('artifacts: [{role: weights, uri: u, bytes: "1,000"}]', "8:44 RD104 `artifacts[0].bytes` must be a whole number, and is the text `1,000` || write 1000, without quotes, `_` or `,`"),
    ("artifacts: [{role: weights, uri: u, bytes: 1e3}]", "8:44 RD104 `artifacts[0].bytes` must be a whole number, and is the number `1000.0` || write 1000"),
    ("artifacts: [{role: weights, uri: u, bytes: 1.5}]", "8:44 RD104 `artifacts[0].bytes` must be a whole number, and is the number `1.5` || "),
    ("artifacts: [{role: weights, uri: u, bytes: -5}]", "8:44 RD104 `artifacts[0].bytes` must be at least 0, and is the number `-5` || "),
    ("artifacts: [{role: weights, uri: u, digest: abc}]", "8:45 RD104 `abc` is not a digest || write it like sha256: and 64 lower-case hex digits (or sha384, sha512, blake3)"),
    ('cost: {unit: x, usd: "0,5", source: s, read_on: 2026-01-01}', "8:22 RD104 `cost.usd` must be a number, and is the text `0,5` || write 0.5"),
    ("cost: {unit: x, usd: true, source: s, read_on: 2026-01-01}", "8:22 RD104 `cost.usd` must be a number, and is a truth value || "),
    ("interface: {inputs: {age: {type: int}}}", "8:34 RD104 `int` is not a value for `interface.inputs.age.type` || did you mean `integer`?"),
    ("interface: {inputs: {age: {typ: integer}}}", "8:28 RD103 unknown key `typ` || did you mean `type`?"),
    ("interface: {inputs: {age: integer}}", "8:27 RD104 `interface.inputs.age` must be a mapping of keys to values, and is the text `integer` || its keys are type, required, minimum, maximum, labels, items, unit, description"),
    ("interface: {inputs: {'[key]': 3}}", "8:31 RD104 `interface.inputs.[key]` must be a mapping of keys to values, and is the number `3` || its keys are type, required, minimum, maximum, labels, items, unit, description"),
    ("interface: {limits: {rpm: many}}", "8:27 RD104 `interface.limits.rpm` must be a number, and is the text `many` || "),
    ("interface: {inputs: {a: {type: text, labels: [[b]]}}}", "8:46 RD104 `interface.inputs.a.labels`: each entry is a text, a number, or true or false || "),
    ("intended_use: {limitations: [x]}", "8:15 RD105 `intended_use.primary` is missing || The use it was made or chosen for, in a sentence"),
]  # fmt: skip


@pytest.mark.parametrize(("lines", "message"), MORE, ids=[lines for lines, _ in MORE])
def test_a_key_of_a_model_card(lines: str, message: str) -> None:
    assert told(read(CARD + lines)) == [message]


OTHERS = [
    ("use-cases/u.yaml", USE + "serving: {main: scorer}", "5:17 RD104 `scorer` is not the ref of a model || write it like no-show@2.1.0"),
    ("use-cases/u.yaml", USE + 'serving: {"Main Slot": m@1.0.0}', f"5:11 RD104 the key `Main Slot` is not a name || did you mean `main-slot`? {NAMES}"),
    ("use-cases/u.yaml", USE + "fallback: {main: ~}", "5:18 RD104 `fallback.main` must be text, and is null || leave the key out if it is unknown"),
    ("use-cases/u.yaml", USE + "candidates: {main: m@1.0.0}", "5:20 RD104 `candidates.main` must be a list, and is the text `m@1.0.0` || write a list, each entry behind a `- `"),
    ("use-cases/u.yaml", USE + "jurisdictions: [usa]", "5:17 RD104 `usa` is not of the form that `jurisdictions[0]` takes || write it like US-AZ"),
    ("use-cases/u.yaml", USE + "risk: high", "5:7 RD104 `risk` must be a mapping of keys to values, and is the text `high` || its keys are own, eu_tier, eu_route"),
    ("use-cases/u.yaml", USE + "served: [{slot: main, ref: m@1.0.0, frm: 2026-01-01}]", "5:37 RD103 unknown key `frm` || did you mean `from`?"),
    ("use-cases/u.yaml", USE + "requires: {suites: [{suite: s, metric: m, threshold: 1, max_age: P6}]}", "5:66 RD104 `P6`: a duration is written like P90D (days), P6M (months) or P1Y (a year) || "),
    ("datasets/d/1.0.0.yaml", DATA + "contains: {personal: no}", "7:22 RD104 `contains.personal` must be true or false, and is the text `no` || write false: in YAML 1.2 `no` is a word"),
    ("steward.yaml", HOUSE + "stages: [draft, production]", "3:9 RD104 `stages`: stages name what comes before production, each once, and none of production, deprecated, suspended, retired, destroyed || "),
    ("steward.yaml", HOUSE + "stages: []", "3:9 RD104 `stages` needs at least one entry || "),
    ("steward.yaml", HOUSE + "timezone: Arizona", "3:11 RD104 no time zone is called Arizona; write one like Europe/Oslo or UTC || "),
    ("steward.yaml", HOUSE + "window: 90", "3:9 RD104 `90`: a duration is written like P90D (days), P6M (months) or P1Y (a year) || "),
    ("steward.yaml", HOUSE + "teams: {a: {contact: x, members: ~}}", "3:34 RD104 `teams.a.members` must be a list, and is null || write [] for none"),
    ("steward.yaml", HOUSE + "rules: {select: [TM1022]}", "3:18 RD104 `TM1022` is not of the form that `rules.select[0]` takes || write it like TM102"),
    ("steward.yaml", HOUSE + "rules: {severity: {tm: error}}", "3:20 RD104 `tm` cannot be a key of `rules.severity` || write it like TM102"),
    ("steward.yaml", HOUSE + "rules: {severity: {TM102: fatal}}", "3:27 RD104 `fatal` is not a value for `rules.severity.TM102` || write note, warning or error"),
]  # fmt: skip


@pytest.mark.parametrize(("path", "text", "message"), OTHERS, ids=[text.splitlines()[-1] for _, text, _ in OTHERS])
def test_a_key_of_another_kind(path: str, text: str, message: str) -> None:
    assert told(read(text, path)) == [message]


def test_a_list_with_one_wrong_entry_is_not_called_empty() -> None:
    text = "card: incident/1\nid: i\nrefs: [no ref]\nseverity: minor\nopened: 2026-01-01\nby: ada\n"
    [one] = told(read(text, "incidents/i.yaml"))
    assert one.startswith("3:8 RD104 `no ref` is not")


def test_all_that_is_wrong_with_a_card_is_told_in_one_run() -> None:
    text = (
        without("version", without("origin"))
        + "version: 1.10\norigin: opn\nhosting: [a, ~]\ngpai: on\nlifecycle: {sunset: x, retird: 1}\n"
    )

    assert [line.partition(" || ")[0] for line in told(read(text))] == [
        "6:10 RD104 `1.10` is not a semantic version",
        "7:9 RD104 `opn` is not a value for `origin`",
        "8:11 RD104 `a` is not a value for `hosting[0]`",
        "8:14 RD104 null is not a value for `hosting[1]`",
        "9:7 RD104 `gpai` must be true or false, and is the text `on`",
        "10:21 RD104 `x`: a date is written YYYY-MM-DD",
        "10:24 RD103 unknown key `retird`",
    ]


def test_a_slip_in_a_needed_key_is_told_once() -> None:
    assert told(read(CARD.replace("owner:", "ownr:"))) == ["6:1 RD103 unknown key `ownr` || did you mean `owner`?"]


def test_a_number_where_text_is_wanted_is_what_was_written() -> None:
    card = read(
        CARD
        + "source: {snapshot: 20240806, revision: 1e10, model: 012, region: 0x1F}\nserves: {aliases: [1.10, a, 1.10]}\n"
    ).card

    assert card is not None
    source, serves = card.source, card.serves  # type: ignore[attr-defined]
    assert (source.snapshot, source.revision, source.model, source.region) == ("20240806", "1e10", "012", "0x1F")
    assert serves.aliases == ("1.10", "a", "1.10")


def test_a_number_behind_an_alias_is_what_was_written_where_text_is_wanted_only() -> None:
    text = CARD + "source: {revision: &r 1.10, snapshot: *r}\nextra: {number: *r, again: &s {revision: 2.20}}\n"
    card = read(text).card

    assert card is not None
    assert (card.source.revision, card.source.snapshot) == ("1.10", "1.10")  # type: ignore[attr-defined]
    assert card.extra == {"number": 1.1, "again": {"revision": 2.2}}  # type: ignore[attr-defined]


def test_what_is_shared_through_an_alias_is_read_by_each_place() -> None:
    text = CARD + "extra: {s: &s {revision: 1.10}}\nsource: *s\n"
    card = read(text).card

    assert card is not None
    assert card.source.revision == "1.10"  # type: ignore[attr-defined]
    assert card.extra == {"s": {"revision": 1.1}}  # type: ignore[attr-defined]


def test_a_mistake_behind_an_alias_is_told_where_the_alias_stands() -> None:
    assert told(read(CARD + "extra: {s: &s {revision: []}}\nsource: *s\n")) == [
        "9:1 RD104 `source.revision` must be text, and is a list || "
    ]


def test_null_and_absent_are_told_apart() -> None:
    card = read(CARD + "source: ~\nlicense: null\n").card

    assert card is not None
    assert card.knows("source", "license")
    assert not card.knows("task")


@pytest.mark.parametrize("value", ["x" * 5000, "[" + "x" * 5000 + "]", '"' + "9" * 5000 + '"'])
@pytest.mark.parametrize(
    "key", ["owner", "version", "origin", "hosting", "gpai", "license_text", "seal", "card", "stage", "x"]
)
def test_no_message_grows_with_a_value(key: str, value: str) -> None:
    text = (
        without(key)
        + f"{key}: {value}\n? {'k' * 5000}\n: 1\ninterface:\n  inputs:\n    ? {'n' * 5000}\n    : {{typ: 1}}\n"
    )

    assert max(len(line) for line in told(read(text))) < 400


def test_of_very_many_mistakes_the_first_are_told_and_the_rest_counted() -> None:
    messages = told(read(CARD + "lineage:\n  datasets:\n" + "  - x\n" * (MOST_WRONG + 20)))

    assert len(messages) == MOST_WRONG + 1
    assert messages[-1] == "1:1 RD104 20 more things are wrong, not shown || mend those shown first"
