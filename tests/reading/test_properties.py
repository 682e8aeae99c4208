"""What holds for every text: nothing raises, places change nothing, and plain data comes back as it went in."""

from __future__ import annotations

import io
import json
import string
from typing import Any

import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError as OtherError

from modelsteward.api.judged import findings_of
from modelsteward.domain.kinds import KINDS
from modelsteward.store.composer import compose
from modelsteward.store.marks import Marks
from modelsteward.store.reader import read_card
from tests.reading.helpers import CARD

quick = settings(max_examples=300, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])

TOKENS = [
    *[":", "-", "?", ",", "[", "]", "{", "}", "#", "&", "*", "!", "|", ">", "'", '"', "%", "@", "`", "~", "=", "<", "\\", "\t", "\n"], "\n", "\n  ", "\n    ", " ", ": ", "- ", "a", "b: ",
    "a: 1\n", "&x ", "*x", "!!int ", "!foo ", "---\n", "...\n", "%YAML 1.2\n", "%TAG ! x\n", "<<: ", "1", "1.10", "true",
    "null", "é", "名", "😀", "\r\n", "\r", "\ufeff", "\u2028", "\x85", "\x00", "\x1b", "\\u12", "''", '"x"', "|\n  x\n",
]  # fmt: skip
yamlish = st.lists(st.sampled_from(TOKENS), max_size=30).map("".join)
# Keys and texts that mean themselves; floats are left to the table of scalars, since their notation is the writer's.
names = st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Cn", "Zl", "Zp")), max_size=8)
scalars = st.none() | st.booleans() | st.integers(-(10**20), 10**20) | names
data = st.recursive(scalars, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(names, inner, max_size=4), max_leaves=12)  # fmt: skip


class Core(yaml.SafeDumper):
    """Quotes whatever YAML 1.1 or 1.2 could take for something else than text."""

    def ignore_aliases(self, data: Any) -> bool:
        return True


Core.add_representer(str, lambda dumper, text: dumper.represent_scalar("tag:yaml.org,2002:str", text, style='"'))


@quick
@given(data)
def test_plain_data_comes_back_as_it_went_in(value: Any) -> None:
    for text in (yaml.dump(value, Dumper=Core, allow_unicode=True), json.dumps(value, ensure_ascii=False)):
        assert compose(text) == (value, [])


@quick
@given(st.text(max_size=60) | yamlish)
def test_no_text_raises_and_places_change_nothing(text: str) -> None:
    value, wrong = compose(text)
    same, with_places = compose(text, Marks())

    assert value == same
    assert [(w.code, w.line, w.column) for w in wrong] == [(w.code, w.line, w.column) for w in with_places]
    for fault in wrong:
        assert fault.message
        assert fault.line >= 1
        assert fault.column >= 1
        assert len(fault.message) + len(fault.hint) < 300


@quick
@given(data)
def test_every_value_has_a_place(value: Any) -> None:
    marks = Marks()
    compose(yaml.dump(value, Dumper=Core, allow_unicode=True), marks)

    def check(part: Any, path: tuple[str | int, ...]) -> None:
        assert path in marks.values
        for key, inner in part.items() if isinstance(part, dict) else enumerate(part) if isinstance(part, list) else ():
            assert isinstance(key, int) or (*path, key) in marks.keys
            check(inner, (*path, key))

    check(value, ())


# What a person might write. Anything that another reader of YAML 1.2 reads must be read alike, or refused.
words = st.text(string.ascii_letters + string.digits + ".-_+:@/ ", min_size=1, max_size=8).map(str.strip).filter(bool)
lines = st.lists(
    st.tuples(st.sampled_from(["", "- ", "  ", "  - "]), words, st.sampled_from([":", ": ", ""]), words), max_size=5
)


@quick
@given(lines.map(lambda rows: "\n".join("".join(row) for row in rows)))
def test_another_reader_of_yaml_1_2_agrees(text: str) -> None:
    value, wrong = compose(text)
    if wrong:
        return
    try:
        other = YAML(typ="safe", pure=True).load(io.StringIO(text))
    except (OtherError, ValueError):
        return
    assert _plain(other) == _plain(value)


def _plain(value: Any) -> Any:
    """With dates as the text they were: ruamel.yaml reads them, the core schema has none."""
    if isinstance(value, dict):
        return {str(key): _plain(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [_plain(inner) for inner in value]
    return value.isoformat() if hasattr(value, "isoformat") else value


@quick
@given(st.binary(max_size=80) | yamlish.map(str.encode), st.sampled_from(KINDS))
def test_any_bytes_are_a_card_or_told_wrong_never_both_never_neither(data: bytes, kind: Any) -> None:
    _judged(data, _PATHS[kind.name])


@quick
@given(st.integers(0, len(CARD)), st.integers(0, 12), st.sampled_from(TOKENS) | st.binary(max_size=3))
def test_a_valid_card_with_a_stretch_replaced_is_a_card_or_told_wrong(start: int, cut: int, put: str | bytes) -> None:
    new = put if isinstance(put, bytes) else put.encode()
    _judged(CARD.encode()[:start] + new + CARD.encode()[start + cut :], "models/m/1.0.0.yaml")


_RECORD = "records/models/m/1.0.0/2026-01-01-x.yaml"
_PATHS = {
    "registry": "steward.yaml", "model": "models/m/1.0.0.yaml", "dataset": "datasets/d/1.0.0.yaml", "usecase": "use-cases/u.yaml",
    "checklist": "checklists/m/1.0.0/retirement.yaml", "vendor": "vendors/h/m.yaml", "host": "vendors/h.yaml", "hold": "holds/h.yaml", "incident": "incidents/i.yaml",
    "case": "cases/c.yaml", "waiver": "waivers/w.yaml", "evaluation": _RECORD, "approval": _RECORD, "notice": _RECORD, "review": _RECORD,
    "erasure": _RECORD, "verification": _RECORD, "certificate": _RECORD, "duties": "packs/duties/house.yaml",
}  # fmt: skip


def _judged(data: bytes, path: str) -> None:
    reading = read_card(path, data, ("draft",))
    findings = findings_of(reading)

    assert (reading.card is None) == bool(findings)
    assert (reading.card is None) == bool(reading.faults or reading.problems)
    for finding in findings:
        assert len(finding.message) < 300
        assert finding.place.line <= reading.text.count("\n") + reading.text.count("\r") + 1 or not reading.text
