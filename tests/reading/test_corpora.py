"""The reader over whole folders of foreign files, where STEWARD_CORPORA names one."""

from __future__ import annotations

import json
import os
import time
from pathlib import Path

import pytest

from modelsteward.api.judged import findings_of
from modelsteward.store.composer import compose
from modelsteward.store.reader import read_card

CORPORA = os.environ.get("STEWARD_CORPORA", "")

pytestmark = pytest.mark.skipif(not CORPORA, reason="set STEWARD_CORPORA to a folder of files to read them all")


def test_no_file_raises_or_takes_long() -> None:
    count = 0
    for path in sorted(Path(CORPORA).rglob("*")):
        if not path.is_file():
            continue
        count += 1
        started = time.process_time()
        reading = read_card("models/m/1.0.0.yaml", path.read_bytes())
        findings = findings_of(reading)
        assert time.process_time() - started < 2, path
        assert (reading.card is None) == bool(findings), path
        assert all(len(found.message) < 300 for found in findings), path
    assert count, f"no files in {CORPORA}"


def test_the_yaml_test_suite_is_read_as_yaml_1_2_or_refused() -> None:
    """Each case of the suite (https://github.com/yaml/yaml-test-suite): the value it wants, or a finding."""
    cases = [case for case in Path(CORPORA).rglob("in.yaml") if case.with_name("in.json").exists()]
    if not cases:
        pytest.skip("no yaml-test-suite in there")
    known_wrong = {"[?x]\n"}  # libyaml takes it for a key without a value
    for case in cases:
        text = case.read_text(encoding="utf-8")
        value, wrong = compose(text)
        if wrong or text in known_wrong or case.with_name("error").exists():
            continue
        wanted = case.with_name("in.json").read_text(encoding="utf-8")
        assert value == (json.loads(wanted) if wanted.strip() else None), case
