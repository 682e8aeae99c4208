"""`deprecate --because vendor`: the day, the reason and what to move to, from the facts on file."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from modelsteward.domain.registry import Registry
from modelsteward.errors import Refused
from modelsteward.rules.examples import TODAY
from modelsteward.usecases.deprecate import End
from modelsteward.usecases.naming import the_model
from modelsteward.usecases.vendor_end import foretold, from_facts, require_foretold, successor
from tests.conftest import Steward, git, write
from tests.rules.worlds import world

FACTS = """
old@1.0.0: {origin: vendor, hosting: [vendor_api], source: {host: azure-openai, model: gpt-4o, snapshot: 2024-08-06}}
vendor:azure-openai/gpt-4o: {observations: [
  {source: page, read_on: 2029-12-01, snapshot: 2024-08-06, ends: 2030-10-01, replacement: gpt-5.1},
  {source: feed, read_on: 2029-12-02, snapshot: 2024-08-06, ends: 2030-09-30},
  {source: list, read_on: 2029-12-03, not_before: 2030-11-01}]}
"""
NEW = "new@VERSION: {stage: STAGE, origin: vendor, hosting: [vendor_api], source: {host: azure, model: MODEL}}\n"


def new(stage: str = "production", model: str = "gpt-5.1", version: str = "1.0.0") -> str:
    return NEW.replace("VERSION", version).replace("STAGE", stage).replace("MODEL", model)


def after(registry: Registry) -> tuple[str | None, str]:
    return successor(registry, the_model(registry, "old@1.0.0").card, date(2030, 9, 30))


def test_the_earliest_firm_day_is_told_with_its_source_and_who_disagrees() -> None:
    registry = world(FACTS)
    told = foretold(registry, the_model(registry, "old@1.0.0").card)
    assert told == (
        date(2030, 9, 30),
        "feed (read 2029-12-02)",
        "Azure OpenAI in Foundry ends it on 2030-09-30, says feed (read 2029-12-02).",
        (
            "the day is its vendor's: 2030-09-30, says feed (read 2029-12-02)",
            "page (read 2029-12-01) says 2030-10-01; the earliest day counts",
            "list (read 2029-12-03) says not before 2030-11-01",
        ),
    )


@pytest.mark.parametrize(
    ("example", "words"),
    [
        (FACTS.replace("ends: 2030-10-01, ", "").replace(", ends: 2030-09-30", ""),
         "no firm end of gpt-4o at azure-openai is on file; it will not end before 2030-11-01"),
        (FACTS.partition("vendor:")[0], "nothing is on file about gpt-4o at azure-openai"),
        ("old@1.0.0: {}", "old@1.0.0 is no vendor's model, so no vendor says when it ends"),
        (FACTS.replace("2030-09-30", "2029-12-31"),
         "its vendor ended it on 2029-12-31, says feed (read 2029-12-02): no day is left to announce"),
    ],
)  # fmt: skip
def test_without_a_day_to_announce_it_says_what_is_known(example: str, words: str) -> None:
    registry = world(example)
    with pytest.raises(Refused) as caught:
        require_foretold(registry, the_model(registry, "old@1.0.0").card, TODAY)
    assert caught.value.message == words
    assert "--sunset DATE" in caught.value.hint or "steward suspend old@1.0.0" in caught.value.hint


@pytest.mark.parametrize(
    ("more", "ref"),
    [
        (new(), "new@1.0.0"),
        (new("staging"), "new@1.0.0"),
        (new() + new("staging", version="1.1.0"), "new@1.0.0"),
        (new(model="gpt-5.1-2025-11-13"), "new@1.0.0"),
        (new() + new(version="1.1.0"), None),
        (new("draft"), None),
        (new("retired"), None),
        (new("deprecated"), None),
        (new().replace("azure", "openai"), None),
        (new(model="gpt-5.1-mini"), None),
        ("", None),
    ],
)
def test_the_one_version_that_the_vendor_recommends_comes_after(more: str, ref: str | None) -> None:
    assert after(world(FACTS + more))[0] == ref


def test_what_cannot_be_told_says_what_to_type() -> None:
    assert after(world(FACTS))[1] == (
        "its vendor recommends gpt-5.1; no version here is that: steward register --from vendor:azure-openai/gpt-5.1"
    )
    assert after(world(FACTS + new() + new(version="1.1.0")))[1] == (
        "its vendor recommends gpt-5.1; say which: --replacement new@1.1.0; there is new@1.0.0 (production), "
        "new@1.1.0 (production)"
    )
    dead = "vendor:azure-openai/gpt-5.1: {observations: [{source: page, read_on: 2029-12-01, ends: 2030-09-01}]}\n"
    assert after(world(FACTS + new() + dead)) == (
        None,
        "its vendor recommends gpt-5.1; say which: --replacement new@1.0.0; there is new@1.0.0 (production, ends on "
        "2030-09-01 itself)",
    )


def test_what_has_ended_here_is_not_told_that_it_ended_there() -> None:
    past = FACTS.replace("2030-09-30", "2029-12-31")
    gone = world(past.replace("old@1.0.0: {", "old@1.0.0: {stage: retired, "))
    with pytest.raises(Refused, match="retired"):
        from_facts(gone, gone, the_model(gone, "old@1.0.0").card, TODAY, needs_day=True)
    told = world(past.replace("old@1.0.0: {", "old@1.0.0: {stage: deprecated, "))
    with pytest.raises(Refused) as caught:
        from_facts(told, told, the_model(told, "old@1.0.0").card, TODAY, needs_day=True)
    assert caught.value.hint == "move what it serves, then steward retire old@1.0.0"


def test_what_was_said_stays_as_it_was_said() -> None:
    registry = world(FACTS + new())
    model = the_model(registry, "old@1.0.0").card
    facts = from_facts(registry, registry, model, TODAY, needs_day=True)
    end = End(date(2030, 6, 1), "other@1.0.0", {}, "vendor", "We leave.", "ada")
    assert facts.completing(end, has_day=True, has_reason=True) == end
    bare = End(TODAY, None, {}, "vendor", "Azure OpenAI in Foundry ends it on 2031-01-01, says page.", "ada")
    full = facts.completing(bare, has_day=False, has_reason=False)
    assert (full.sunset, full.replacement) == (date(2030, 9, 30), "new@1.0.0")
    assert full.reason == "Azure OpenAI in Foundry ends it on 2030-09-30, says feed (read 2029-12-02)."
    assert full.notes[-1] == "its vendor recommends gpt-5.1: new@1.0.0, in production"
    mine = facts.completing(bare._replace(reason="We leave."), has_day=False, has_reason=False)
    assert mine.reason == "We leave."
    assert facts.completing(bare._replace(nothing=True), has_day=False, has_reason=False).replacement is None


CARD = """\
card: model/1
name: NAME
version: 1.0.0
stage: production
summary: Writes.
owner: data-science
origin: vendor
hosting: [vendor_api]
model_class: generative
license: LicenseRef-Vendor
license_text: https://example.com/terms
source: {host: azure-openai, model: MODEL, snapshot: "2025-01-01"}
lifecycle: {released: 2029-06-01, review_by: 2030-05-01}
artifacts: []
"""
VENDOR = """\
card: vendor/1
host: azure-openai
model: gpt-4o
observations:
  - {source: https://example.com/list, read_on: 2029-12-01, snapshot: "2025-01-01", ends: 2031-01-15, replacement: gpt-5.1}
"""


def facts(house: Path, ends: str = "2031-01-15") -> None:
    """Two versions of a vendor's, of which one ends."""
    files = {f"models/{name}/1.0.0.yaml": CARD.replace("NAME", name).replace("MODEL", model)
             for name, model in (("old", "gpt-4o-2025-01-01"), ("new", "gpt-5.1"))}  # fmt: skip
    files["models/old/1.0.0.yaml"] = files["models/old/1.0.0.yaml"].replace(', snapshot: "2025-01-01"', "")
    write(house, files | {"vendors/azure-openai/gpt-4o.yaml": VENDOR.replace("2031-01-15", ends)})
    git(house, "init", "-q")
    git(house, "add", ".")
    git(house, "commit", "-qm", "all")


def test_it_is_one_command(house: Path, steward: Steward) -> None:
    facts(house)
    refused = steward("deprecate", "scorer", "--because", "vendor", "--yes", "--today", "2030-01-01")
    assert (refused.code, "scorer@1.2.0 is no vendor's model" in refused.err) == (4, True)
    ran = steward("deprecate", "old", "--because", "vendor", "--yes", "--today", "2030-01-01")
    assert ran.code == 0, ran.err
    assert "the day is its vendor's: 2031-01-15, says https://example.com/list (read 2029-12-01)" in ran.out + ran.err
    text = (house / "models/old/1.0.0.yaml").read_text()
    for line in ("sunset: 2031-01-15", "replacement: new@1.0.0", "because: vendor", "Azure OpenAI in Foundry ends it"):
        assert line in text


RETIRED = FACTS.replace("2029-12-03, not_before: 2030-11-01", "2029-12-03, snapshot: 2024-08-06, status: retired")


def test_what_is_retired_has_no_day_left_whatever_others_say() -> None:
    registry = world(RETIRED)
    with pytest.raises(Refused, match=r"its vendor has retired it, says list .*: no day is left") as caught:
        require_foretold(registry, the_model(registry, "old@1.0.0").card, TODAY)
    assert caught.value.hint.startswith("steward suspend old@1.0.0 --reason TEXT, ")


def test_what_ended_already_is_suspended_and_no_day_behind_it_is_asked_for(house: Path, steward: Steward) -> None:
    facts(house, "2029-12-31")
    end = ("deprecate", "old", "--because", "vendor", "--replacement", "new@1.0.0", "--today", "2030-01-01")
    refused = steward(*end, "--sunset", "2030-01-01", "--dry-run")
    assert "its vendor ended it on 2029-12-31, says https://example.com/list (read 2029-12-01)" in refused.out
    assert "steward suspend old@1.0.0 --reason TEXT, move what it serves, then steward retire old@1.0.0" in refused.out
    assert "or --sunset" not in refused.out
    assert steward("suspend", "old@1.0.0", "--reason", "Gone.", "--yes", "--today", "2030-01-01").code == 0


def test_a_day_that_would_do_is_named_only_where_the_vendor_leaves_it(house: Path, steward: Steward) -> None:
    facts(house, "2030-01-15")
    end = ("deprecate", "old", "--because", "vendor", "--replacement", "new@1.0.0", "--today", "2030-01-01")
    refused = steward(*end, "--dry-run")
    assert "put an approval of its end on record" in refused.out
    assert "or --sunset" not in refused.out
