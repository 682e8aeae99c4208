"""`steward obligations`, on the sample registry and at its doors."""

from __future__ import annotations

import json
import re
from importlib import resources
from pathlib import Path
from shutil import copytree
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from modelsteward.domain.facts import FIELDS
from modelsteward.domain.owed.moments import CLOCKS
from modelsteward.domain.owed.spans import parse_span
from modelsteward.report import obligations_text
from tests.conftest import Steward
from tests.duties.situations import ALL, OVER, PACKS, TODAY, obligations

ROOT = Path(__file__).parent.parent.parent
DAY = ("--today", "2026-11-24")


@pytest.fixture
def sample(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the sample registry, which tests run in."""
    root = tmp_path / "registry"
    copytree(ROOT / "registry", root)
    monkeypatch.chdir(root)
    monkeypatch.setenv("COLUMNS", "100")
    return root


def document(steward: Steward, *arguments: str) -> Any:
    ran = steward("obligations", *arguments, *DAY, "--format", "json")
    assert (ran.code, ran.err) == (0, "")
    return json.loads(ran.out)


def test_the_page_shows_what_the_command_prints(sample: Path, steward: Steward) -> None:
    (block,) = re.findall(
        r"```console\n\$ steward (.*?)\n(.*?)```", (ROOT / "docs/obligations.md").read_text(), re.DOTALL
    )
    command, said = block

    assert steward(*command.split()).out.startswith(said.rstrip("\n").removesuffix("…"))


def test_the_page_lists_every_field_that_a_duty_asks_for_with_its_place() -> None:
    page = (ROOT / "docs/obligations.md").read_text(encoding="utf-8")
    rows = dict(re.findall(r"^\| `([\w.]+)` \| (.*) \|$", page, re.MULTILINE))

    assert len(rows) > 20
    for name, row in rows.items():
        assert row.startswith(FIELDS[name].question)
        assert FIELDS[name].key in row


@pytest.mark.parametrize("use", ["malnutrition-screening", "outreach-reminders"])
def test_a_use_of_the_sample_that_is_filled_in_leaves_nothing_that_cannot_be_told(
    sample: Path, steward: Steward, use: str
) -> None:
    found = document(steward, f"use:{use}")

    assert len(found["uses"]) > 1, "past versions are asked too"
    outcomes = [duty["outcome"] for one in found["uses"] for duty in one["duties"]]
    assert outcomes.count("applies") > 10
    assert "cannot tell" not in outcomes


def test_how_a_duty_is_met_stands_beside_it(sample: Path, steward: Steward) -> None:
    out = " ".join(steward("obligations", "malnutrition-screen@2.0.0", *DAY).out.split())

    assert "met: Policies and records of disposal lie in the privacy office's archive" in out
    assert "This is no legal advice" in out


def test_what_cannot_be_told_names_the_key_and_the_card(sample: Path, steward: Steward) -> None:
    out = steward("obligations", "gpt-4o@1.0.0", "--for", "ambient-notes", *DAY).out

    assert "whether it was built on health data: `lineage` of gpt-4o@1.0.0" in out


def test_what_does_not_apply_is_counted_and_shown_on_request_with_the_reason(sample: Path, steward: Steward) -> None:
    few = steward("obligations", "no-show@2.1.0", *DAY).out
    every = steward("obligations", "no-show@2.1.0", "--all", *DAY).out

    assert "others do not apply, or no longer do: --all names them" in few
    assert "eu-aia-18" not in few
    assert re.search(r"eu-aia-18 +jurisdictions: US-AZ, US \(use:outreach-reminders\)", every)
    assert "--all names them" not in every


@pytest.mark.parametrize("asked", ["no-show@2.1.0", "use:ambient-notes", "gpt-4o@1.0.0", "malnutrition-screen@2.0.0"])
def test_json_is_as_its_published_schema_says(sample: Path, steward: Steward, asked: str) -> None:
    text = (resources.files("modelsteward.report") / "obligations.schema.json").read_text(encoding="utf-8")
    schema = Draft202012Validator(json.loads(text), format_checker=Draft202012Validator.FORMAT_CHECKER)
    schema.check_schema(schema.schema)
    found = document(steward, asked)
    schema.validate(found)
    assert not schema.is_valid({**found, "uses": [{**found["uses"][0], "role": "helps"}]})


def test_markdown_is_a_page_for_a_file(sample: Path, steward: Steward) -> None:
    out = steward("obligations", "no-show@1.4.0", "--all", *DAY, "--format", "markdown").out

    assert out.startswith("### Duties of `no-show@1.4.0`, as of 2026-11-24\n")
    assert "| policies | 2031-02-28 |  | us-hipaa-316b2 |" in out
    assert "| does not apply | because |" in out
    assert "no legal advice" in out


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (["nobody@1.0.0"], 4, "nothing is called `nobody@1.0.0` here"),
        (["data:appointments"], 2, "`steward trace data:appointments` names the models that hold it"),
        (["no-show@2.1.0", "--for", "staff-policy-search"], 4, "it serves or served use:outreach-reminders"),
        (["use:outreach-reminders", "--for", "outreach-reminders"], 2, "--for names the use of a version"),
        (["no-show@2.1.0", "--for", "nowhere"], 4, "there is no use:nowhere here"),
    ],
)
def test_what_cannot_be_asked_is_refused_with_what_can(
    sample: Path, steward: Steward, arguments: list[str], code: int, said: str
) -> None:
    ran = steward("obligations", *arguments)

    assert ran.code == code
    assert said in ran.err


def test_a_bare_name_means_the_version_that_serves(sample: Path, steward: Steward) -> None:
    assert document(steward, "no-show")["asked"] == "no-show@2.1.0"


@pytest.mark.parametrize("width", [40, 80, 200])
def test_lines_fit_the_terminal(width: int) -> None:
    found = obligations(
        f"{ALL}\nuse:u: {{jurisdictions: [US-IL, CN, DE, JP], organisation_roles: [provider], sectors: [credit], "
        f"risk: {{own: high, eu_tier: high, eu_route: annex_iii}}, {OVER % ('2026-06-30', '2026-06-30')}}}\n"
        "data:d@1.0.0: {contains: {personal: true, biometric: true}}"
    )
    text = obligations_text.render(found, everything=True, width=width)

    assert "From a later day" not in text or "2027-12-02" in text
    assert "JP: no pack knows its law" in " ".join(text.split())
    assert width < 80 or max(map(len, text.splitlines())) <= width


def test_text_of_a_pack_or_card_does_nothing_to_a_terminal() -> None:
    own = (
        "packs/duties/house.yaml: {card: duties/1, name: house, title: House, about: Ours., review_by: 2027-01-01, "
        'duties: [{id: house-keep, jurisdiction: INT, source: "Poli\\u001b[31mcy", article: s. 2, kind: record, '
        "objects: [plan], what: Keep it., applies_when: {all: []}, binding: true, read: primary, "
        "read_in: the policy, checked_on: 2026-01-01}]}"
    )
    assert "\x1b" not in obligations_text.render(obligations(own))


def test_every_clock_that_a_pack_may_name_is_in_the_one_table() -> None:
    from modelsteward.domain.cards.packs import EVENTS

    assert set(CLOCKS) == set(EVENTS)
    assert {duty.clock for pack in PACKS.duties.values() for duty in pack.duties} - {None} <= set(CLOCKS)


@pytest.mark.parametrize(
    ("text", "business", "words", "day"),
    [
        ("P10Y", False, "10 years", "2036-11-24"),
        ("P25M", False, "25 months", "2028-12-24"),
        ("PT72H", False, "72 hours", "2026-11-27"),
        ("PT0S", False, "at once", "2026-11-24"),
        ("P2W", False, "2 weeks", "2026-12-08"),
        ("P20D", True, "20 working days", "2026-12-22"),
        ("P1D", True, "1 working day", "2026-11-25"),
        ("P1Y6M", False, "1 year and 6 months", "2028-05-24"),
    ],
)
def test_a_period_keeps_its_unit(text: str, business: bool, words: str, day: str) -> None:
    span = parse_span(text, business)

    assert span.words == words
    assert str(span.after(TODAY)) == day


def test_working_days_leave_weekends_out_and_time_ends_where_the_calendar_does() -> None:
    friday = TODAY.replace(day=27)

    assert str(parse_span("P1D", True).after(friday)) == "2026-11-30"
    assert str(parse_span("P9999D", True).after(friday.replace(year=9999))) == "9999-12-31"
    for broken in ("P", "PT", "10Y", "P1X"):
        with pytest.raises(ValueError, match="a period is written"):
            parse_span(broken)
