"""What answers a use today."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from modelsteward.errors import Refused
from modelsteward.rules.examples import TODAY
from modelsteward.usecases.naming import the_use
from modelsteward.usecases.resolve import Resolved, resolve_use, uris
from tests.conftest import MODEL, USE, Steward, write
from tests.rules.worlds import world


def resolved(example: str, slot: str | None = None, today: date = TODAY) -> Resolved:
    registry = world(example)
    return resolve_use(registry, the_use(registry, "u"), slot, today)


def test_the_champion_answers_while_it_may() -> None:
    found = resolved("m@1.0.0: {}\nuse:u: {serving: {main: m@1.0.0}}")
    assert (found.ref, found.fallback, found.why) == ("m@1.0.0", False, "")
    assert list(uris(found.model)) == ["s3://m/model.onnx"]


@pytest.mark.parametrize(
    ("patch", "words"),
    [
        ("stage: suspended, lifecycle: {suspension: {on: 2029-12-31, was: production, reason: Harm.}}", "since 2029-12-31: Harm."),
        ("stage: staging", "it is staging"),
        ("stage: deprecated, lifecycle: {deprecated: 2029-01-01, sunset: 2029-12-31}", "its sunset was 2029-12-31"),
    ],
)  # fmt: skip
def test_the_fallback_answers_when_the_champion_may_not(patch: str, words: str) -> None:
    example = f"m@1.0.0: {{{patch}}}\nm@0.9.0: {{}}\nuse:u: {{serving: {{main: m@1.0.0}}, fallback: {{main: m@0.9.0}}}}"
    found = resolved(example)
    assert (found.ref, found.fallback) == ("m@0.9.0", True)
    assert words in found.why
    with pytest.raises(Refused, match="it has no fallback"):
        resolved(example.replace(", fallback: {main: m@0.9.0}", ""))
    with pytest.raises(Refused, match=r"nor may its fallback m@0\.9\.0"):
        resolved(example.replace("m@0.9.0: {}", "m@0.9.0: {stage: retired}"))


def test_the_day_of_the_sunset_still_counts() -> None:
    example = "m@1.0.0: {stage: deprecated, lifecycle: {deprecated: 2029-01-01, sunset: 2030-01-01}}\n"
    example += "use:u: {serving: {main: m@1.0.0}}"
    assert resolved(example).ref == "m@1.0.0"
    with pytest.raises(Refused):
        resolved(example, today=date(2030, 1, 2))


@pytest.mark.parametrize(
    ("use", "words"),
    [
        ("{status: ended, serving: {main: m@1.0.0}}", "has ended"),
        ("{risk: {eu_tier: prohibited}, serving: {main: m@1.0.0}}", "prohibited"),
        ("{serving: {main: null}}", "nothing serves it"),
        ("{serving: {main: m@1.0.0, speech: m@1.0.0}}", "several slots: main, speech"),
    ],
)
def test_where_nothing_may_answer_it_says_why(use: str, words: str) -> None:
    with pytest.raises(Refused, match=words):
        resolved(f"m@1.0.0: {{}}\nuse:u: {use}")


def test_a_reason_from_a_card_reaches_the_terminal_as_text(repo: Path, steward: Steward) -> None:
    halted = MODEL.replace("stage: production", "stage: suspended").replace(
        "review_by: 2030-05-01", 'suspension: {on: 2029-12-31, was: production, reason: "Harm \\e[2J."}'
    )
    use = USE.replace("served:", "fallback: {main: scorer@1.1.0}\nserved:")
    other = MODEL.replace("1.2.0", "1.1.0")
    write(repo / "registry", {"models/scorer/1.2.0.yaml": halted, "models/scorer/1.1.0.yaml": other, "use-cases/scoring.yaml": use})  # fmt: skip
    ran = steward("resolve", "scoring", "--today", "2030-01-01")
    assert (ran.code, ran.out) == (0, "scorer@1.1.0\n"), ran.err
    assert "the fallback, since scorer@1.2.0 may not serve:" in ran.err
    assert "Harm \\x1b[2J." in ran.err
    assert "\x1b" not in ran.err


def test_a_fallback_of_a_slot_without_a_champion_is_told_as_such(repo: Path, steward: Steward) -> None:
    use = USE.replace("serving: {main: scorer@1.2.0}", "serving: {main: null}\nfallback: {main: scorer@1.2.0}")
    write(repo / "registry", {"use-cases/scoring.yaml": use})
    ran = steward("resolve", "scoring", "--today", "2030-01-01")
    assert (ran.out, ran.err) == ("scorer@1.2.0\n", "steward: the fallback, since nothing serves it\n")


def test_a_vendors_model_is_found_by_what_the_gateway_calls() -> None:
    vendor = "origin: vendor, artifacts: [], source: {host: azure-openai, model: gpt-4o, deployment: ours}"
    found = resolved(f"m@1.0.0: {{{vendor}}}\nuse:u: {{serving: {{main: m@1.0.0}}}}")
    assert list(uris(found.model)) == ["azure-openai/ours"]
    found = resolved(f"m@1.0.0: {{{vendor}, serves: {{upstream: azure/gpt}}}}\nuse:u: {{serving: {{main: m@1.0.0}}}}")
    assert list(uris(found.model)) == ["azure/gpt"]
