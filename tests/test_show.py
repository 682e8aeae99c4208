"""`steward show REF`, through the door, on a small registry; and the parts it is made of."""

from __future__ import annotations

import json
import warnings
from dataclasses import replace
from datetime import date
from pathlib import Path
from shutil import copytree
from typing import Any

import pytest

from modelsteward.domain.cards.usecase import Requires, Training
from modelsteward.domain.findings import Finding, Pass, Severity
from modelsteward.domain.registry import Entry, Registry
from modelsteward.errors import Refused
from modelsteward.report import cells, show_text
from modelsteward.report.lifeline import lifeline
from modelsteward.report.styled import columns
from modelsteward.store.files import WorkTree
from modelsteward.store.history import last_commits
from modelsteward.store.loading import load
from modelsteward.usecases.kinship import ancestors, descendants
from modelsteward.usecases.naming import by_ref, resolve
from modelsteward.usecases.showing import show_card
from modelsteward.usecases.shown import Commit, Moment, Shown
from tests.conftest import Steward, git

WARD = Path(__file__).parent / "fixtures" / "ward"
TODAY = date(2026, 11, 24)


@pytest.fixture(scope="module")
def ward() -> Registry:
    return load(WorkTree(WARD)).registry


@pytest.fixture
def shown(steward: Steward) -> Any:
    """Show a card of the ward as of its day."""
    return lambda ref, *options: steward("show", ref, "-C", str(WARD), "--today", str(TODAY), *options)


@pytest.fixture
def sections(shown: Any) -> Any:
    """The sections of a shown card, as JSON has them."""
    return lambda ref: json.loads(shown(ref, "--format", "json").out)["sections"]


def test_a_model_is_shown_with_all_that_belongs_to_it(shown: Any) -> None:
    ran = shown("no-show@2.1.0")
    assert (ran.code, ran.err) == (0, "")
    head, rest = ran.out.split("\n\n", 1)
    assert head.splitlines() == [
        "no-show@2.1.0  production",
        "Estimates the chance that a patient misses an appointment.",
        "models/no-show/2.1.0.yaml",
    ]
    for part in (
        "  contact       ds@ward.example\n",
        "  licence       Apache-2.0\n",
        "  use:outreach  main  champion  since 2026-04-01\n",
        "  data:appointments@2.1.0     trained on    active  holds personal, health\n"
        "  └─ data:appointments@1.0.0  derived from  active  holds personal, health\n",
        "  no-show@2.10.0  fine-tune  draft\n",
        "  weights  onnx  18.0 MiB  sha256:9f86d081884c…  s3://models/no-show/2.1.0/model.onnx\n",
        "no-show-holdout: auroc 0.81 (0.79 to 0.83), auroc 0.78 on age:65+ for",
        "approved by role clinical-safety for use:outreach, on condition:",
    ):
        assert part in rest


def test_the_life_line_has_today_between_what_was_and_what_comes(shown: Any) -> None:
    assert (
        "Life\n"
        "  ●─────────────┃───────────○───────────○────────────○\n"
        "  released      today       review by   vendor ends  sunset\n"
        "  2025-01-10    2026-11-24  2026-12-10  2026-12-20   2027-03-01\n"
        "  683 days ago              in 16 days  in 26 days   in 97 days\n"
    ) in shown("gpt-4o").out


def test_a_life_line_that_is_too_long_goes_on_below() -> None:
    moments = tuple(Moment(date(2026, month, 1), f"day {month}") for month in range(1, 7))
    lines = ["".join(text for text, _ in line) for line in lifeline(moments, date(2026, 3, 1), 50)]
    assert len(lines) == 8
    assert lines[0].endswith("─")
    assert [line.split()[0] for line in lines if "●" in line or "○" in line]
    assert all(len(line.rstrip()) <= 50 + 12 for line in lines)
    assert "day 6" in lines[5]


def test_a_card_without_dates_has_no_life_line(shown: Any) -> None:
    assert "Life\n  no dates known\n" in shown("triage").out


def test_findings_come_worst_first_with_place_and_remedy(shown: Any, sections: Any) -> None:
    found = sections("gpt-4o")["findings"]
    assert found
    assert {row["file"] for row in found} == {"models/gpt-4o/1.0.0.yaml"}
    ranks = {"error": 0, "warning": 1, "note": 2}
    assert [ranks[row["severity"]] for row in found] == sorted(ranks[row["severity"]] for row in found)
    text = " ".join(shown("gpt-4o").out.split())
    for row in found:
        assert f"{row['severity']} {row['code']} {' '.join(row['message'].split())}" in text
        assert f"models/gpt-4o/1.0.0.yaml:{row['line']}" in text


def test_findings_in_its_records_are_shown_with_the_card(sections: Any) -> None:
    files = {row["file"] for row in sections("no-show")["findings"]}
    assert "records/models/no-show/2.1.0/2026-03-20-approval-77aa01bc.yaml" in files


def test_evidence_is_newest_first_and_says_when_it_speaks_of_another_seal(sections: Any) -> None:
    approval, evaluation = sections("no-show")["evidence"]
    assert (approval["on"], evaluation["on"]) == ("2026-03-20", "2026-03-01")
    assert approval["said"].endswith("(of another seal than the card's)")
    assert "seal" not in evaluation["said"]


def test_a_use_is_shown_with_its_slots_and_their_history(shown: Any, sections: Any) -> None:
    text = shown("use:outreach").out
    assert "  main  no-show@2.1.0  production  fallback no-show@1.4.0\n" in text
    assert "  main  no-show@1.4.0  from 2024-03-01  to 2026-03-31  promoted\n" in text
    assert "no-show-holdout: auroc at least 0.75, also for age:65+, no older than P180D" in text
    assert "  budget      at most $500 a month\n" in text
    assert sections("use:outreach")["slots"][0]["candidates"] == ["no-show@2.9.0", "no-show@2.10.0"]
    assert sections("use:letters")["slots"][1]["champion"] is None


def test_a_use_says_when_what_serves_it_ends(shown: Any) -> None:
    document = json.loads(shown("use:letters", "--format", "json").out)
    assert {"day": "2026-12-20", "what": "gpt-4o@1.0.0 ends"} in document["life"]
    assert {"day": "2024-01-01", "what": "last used"} in json.loads(shown("use:fax", "-f", "json").out)["life"]


def test_a_data_set_says_which_models_it_reaches_and_what_cannot_be_told(shown: Any, sections: Any) -> None:
    reached = {row["ref"]: row for row in sections("data:appointments@1.0.0")["reaches"]}
    assert list(reached) == ["no-show@1.4.0", "no-show@2.1.0", "no-show@2.9.0", "no-show@2.10.0"]
    assert reached["no-show@1.4.0"]["through"] == []
    assert reached["no-show@2.9.0"]["through"] == ["no-show@2.1.0", "data:appointments@2.1.0"]
    assert reached["no-show@2.1.0"]["serves"] == ["use:outreach"]
    text = " ".join(shown("data:appointments@1.0.0").out.split())
    assert "it can't be told for 3 other models, where a card of the lineage does not say" in text
    assert "contains personal, health" in text
    assert "not known whether special category, biometric, unlawful source" in text
    assert "delete by" in text


def test_orders_and_checklists_are_shown_with_what_they_name(shown: Any, sections: Any) -> None:
    (hold,) = sections("data:appointments@1.0.0")["matters"]
    assert (hold["kind"], hold["id"], hold["closed"]) == ("hold", "hold-2026-003", None)
    assert [row["kind"] for row in sections("no-show@1.4.0")["matters"]] == ["hold", "checklist"]
    assert "hold  hold-2026-003  open since 2026-05-02" in shown("data:appointments@1.0.0").out


@pytest.mark.parametrize(
    ("ref", "said"),
    [
        ("gpt-4o", "told nurses, the letters desk of the end on 2026-12-20 for use:letters, not sent yet"),
        ("gpt-4o", "keep, until 2026-12-10"),
        ("no-show@1.4.0", "places: 2 gone, 1 still there, 1 not checked"),
    ],
)
def test_every_kind_of_record_is_told_in_a_line(sections: Any, ref: str, said: str) -> None:
    assert said in [row["said"] for row in sections(ref)["evidence"]]


@pytest.mark.parametrize(
    ("ref", "kind", "said"),
    [
        ("whisper", "incident", "major incident"),
        ("data:appointments@2.1.0", "case", "erasure, due 2026-12-10"),
        ("triage", "waiver", "AR101 waived until 2027-01-31: The digest follows with the first release."),
    ],
)
def test_every_kind_of_matter_is_told_in_a_line(sections: Any, ref: str, kind: str, said: str) -> None:
    assert [(row["kind"], row["said"]) for row in sections(ref)["matters"]] == [(kind, said)]


def test_a_waived_finding_is_shown_last_and_as_waived(ward: Registry) -> None:
    meant = resolve(ward, "triage")
    error = Finding("AR101", "No digest", Severity.ERROR, "no digest", "", meant.entry.file, meant.entry.ref)
    waived = error._replace(waived=Pass("w-1", "Later.", date(2027, 1, 31)))
    note = error._replace(code="AR109", severity=Severity.NOTE)
    shown = show_card(ward, meant, TODAY, [waived, note])
    rows = next(section.rows for section in shown.sections if section.key == "findings")
    assert [row["code"] for row in rows] == ["AR109", "AR101"]
    assert "waived until 2027-01-31" in show_text.render(shown)


def test_a_use_that_wants_nothing_and_names_nothing_is_shown(ward: Registry) -> None:
    meant = resolve(ward, "use:outreach")
    bare = meant.entry.card.model_copy(
        update={"requires": Requires(), "serving": {"main": "gone@1.0.0"}, "training": Training(required=True)}
    )
    text = show_text.render(
        show_card(
            ward,
            replace(meant, entry=Entry(meant.entry.file, meant.entry.kind, meant.entry.ref, bare, meant.entry.text)),
            TODAY,
        )
    )
    assert "What a version must show\n  nothing, by its card\n" in text
    assert "  training       yes\n" in text
    assert "gone@1.0.0" in text


def test_a_lineage_that_nobody_stated_is_not_called_empty(shown: Any) -> None:
    assert "it has no `lineage.datasets` and no `lineage.parents`" in shown("gpt-4o").out
    assert "its card does not say all: it has no `lineage.datasets`" in shown("whisper").out


@pytest.mark.parametrize(
    ("name", "ref", "why"),
    [
        ("no-show", "no-show@2.1.0", "the highest version that serves; also 2.10.0 (draft), 2.9.0 (draft)"),
        ("data:appointments", "data:appointments@2.1.0", "the highest version that has not ended; also 1.0.0 (active)"),
        ("gpt-4o", "gpt-4o@1.0.0", "its only version"),
        ("use:outreach", "use:outreach", ""),
        ("no-show@1.4.0", "no-show@1.4.0", ""),
    ],
)
def test_a_name_alone_means_the_version_that_matters_most_and_says_so(
    ward: Registry, name: str, ref: str, why: str
) -> None:
    meant = resolve(ward, name)
    assert meant.entry.ref == ref
    assert why in meant.note
    assert bool(meant.note) == (name != ref)


@pytest.mark.parametrize(
    ("kept", "ref", "why"),
    [
        (("no-show@1.4.0", "no-show@2.9.0"), "no-show@2.9.0", "that has not ended"),
        (("no-show@1.4.0", "no-show@2.1.0", "no-show@2.9.0"), "no-show@2.1.0", "released"),
        (("no-show@1.4.0",), "no-show@1.4.0", "its only version"),
    ],
)
def test_without_a_version_that_serves_a_name_means_the_highest_released(
    ward: Registry, kept: tuple[str, ...], ref: str, why: str
) -> None:
    few = Registry(ward.policy, [entry for entry in ward.entries if entry.ref in kept])
    meant = resolve(few, "no-show")
    assert meant.entry.ref == ref
    assert why in meant.note


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ("no-sho", "did you mean `no-show`?"),
        ("no-sho@2.1.0", "did you mean `no-show@2.1.0`?"),
        ("no-show@2.0.0", "its versions are 1.4.0, 2.1.0, 2.9.0, 2.10.0"),
        ("outreach", "did you mean `use:outreach`?"),
        ("appointments", "did you mean `data:appointments`?"),
        ("no-show-latest", "callers use this name for `no-show@2.1.0`"),
        ("use:outreech", "did you mean `use:outreach`?"),
        ("outreech", "did you mean `use:outreach`?"),
        ("xyz", "`steward list` shows the models"),
        ("zzzz", "`steward list` shows the models"),
        ("", "`steward list` shows the models"),
    ],
)
def test_an_unknown_ref_is_refused_with_what_was_meant(shown: Any, text: str, hint: str) -> None:
    ran = shown(text)
    assert (ran.code, ran.out) == (4, "")
    assert f"nothing is called `{text}` here" in ran.err
    assert hint in ran.err


def test_a_card_that_cannot_be_read_is_named_with_its_file(tmp_path: Path, steward: Steward) -> None:
    root = tmp_path / "ward"
    copytree(WARD, root)
    (root / "models/triage/0.1.0.yaml").write_text("card: [")
    ran = steward("show", "triage@0.1.0", "-C", str(root))
    assert ran.code == 4
    assert "triage@0.1.0 cannot be read" in ran.err
    assert "models/triage/0.1.0.yaml" in ran.err


def test_versions_stand_by_precedence() -> None:
    refs = ["a@1.10.0", "a@1.9.0", "a@2.0.0", "a@2.0.0-rc.1", "a@2.0.0-rc.10", "a@2.0.0-rc.2", "b@0.1.0", "use:a"]
    assert sorted(refs, key=by_ref) == [
        "a@1.9.0", "a@1.10.0", "a@2.0.0-rc.1", "a@2.0.0-rc.2", "a@2.0.0-rc.10", "a@2.0.0", "b@0.1.0", "use:a",
    ]  # fmt: skip


def chained(ward: Registry, parents: dict[str, str]) -> Registry:
    """Drafts without data, each made from another."""
    draft = ward.models["no-show@2.9.0"]
    entries: list[Entry[Any]] = []
    for ref, parent in parents.items():
        link = draft.card.lineage.parents[0].model_copy(update={"ref": parent}) if draft.card.lineage else None
        lineage = draft.card.lineage.model_copy(update={"parents": (link,)}) if draft.card.lineage else None
        name, _, version = ref.partition("@")
        card = draft.card.model_copy(update={"name": name, "version": version, "lineage": lineage})
        entries.append(Entry(draft.file, draft.kind, ref, card, draft.text))
    return Registry(ward.policy, entries)


def test_a_lineage_that_loops_is_shown_once(ward: Registry) -> None:
    registry = chained(ward, {"a@1.0.0": "b@1.0.0", "b@1.0.0": "a@1.0.0"})
    tree = [(kin.depth, kin.ref, kin.above) for kin in ancestors(registry, "a@1.0.0")]
    assert tree == [(1, "b@1.0.0", False), (2, "a@1.0.0", True)]


def test_a_lineage_may_be_longer_than_python_recurses(ward: Registry) -> None:
    registry = chained(ward, {f"m@{n}.0.0": f"m@{n + 1}.0.0" for n in range(3000)})
    assert len(ancestors(registry, "m@0.0.0")) == 3000
    assert descendants(registry, "m@3000.0.0")[-1].depth == 3000
    shown = show_card(registry, resolve(registry, "m@0.0.0"), TODAY)
    assert "m@3000.0.0" in show_text.render(shown)


def test_where_every_version_has_ended_a_name_means_the_highest(ward: Registry) -> None:
    old = ward.models["no-show@1.4.0"]
    older = Entry(old.file, old.kind, "no-show@1.3.0", old.card.model_copy(update={"version": "1.3.0"}), old.text)
    meant = resolve(Registry(ward.policy, [older, old]), "no-show")
    assert (meant.entry.ref, "all have ended" in meant.note) == ("no-show@1.4.0", True)


def test_a_bare_repository_has_no_history_to_show(tmp_path: Path) -> None:
    git(tmp_path, "init", "--quiet", "--bare")
    assert last_commits(tmp_path, "steward.yaml") == []


def test_what_has_no_card_is_unknown_and_what_cannot_be_read_is_unreadable(ward: Registry) -> None:
    registry = chained(ward, {"a@1.0.0": "gone@1.0.0"})
    assert ancestors(registry, "a@1.0.0")[0].state == "unknown"


def view(ward: Registry, **changes: Any) -> Shown:
    return replace(show_card(ward, resolve(ward, "triage"), TODAY), **changes)


@pytest.mark.parametrize("colour", [True, False])
def test_no_text_of_a_card_acts_on_the_terminal(ward: Registry, colour: bool) -> None:
    text = "[red]x[/red] \x1b[31;5m\u202e\x07"
    commit = Commit("0123456789", text, TODAY, text)
    shown = show_card(ward, resolve(ward, "triage"), TODAY, commits=[commit])
    out = show_text.render(
        replace(shown, summary=text, facts={"owner": text, "checks": (text,)}), colour=colour, width=200
    )
    assert out.count("[red]x[/red] \\x1b[31;5m\\u202e\\x07") == 5
    assert "\x1b[31;5m" not in out
    assert "\u202e" not in out
    assert ("\x1b[1m" in out) == colour


def test_a_secret_in_a_card_is_masked(ward: Registry) -> None:
    secret = "ghp_" + "a1B2" * 10
    out = show_text.render(view(ward, summary=f"Use {secret}", facts={"purpose": secret}))
    assert secret not in out
    assert "****" in out


def test_colour_is_for_those_who_ask(shown: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    plain = shown("no-show").out
    assert "\x1b" not in plain
    monkeypatch.setenv("FORCE_COLOR", "1")
    assert "\x1b[32mproduction" in shown("no-show").out
    assert "\x1b" not in shown("no-show", "--format", "json").out
    monkeypatch.setenv("NO_COLOR", "1")
    assert shown("no-show").out == plain


@pytest.mark.parametrize("ref", ["no-show", "no-show@1.4.0", "gpt-4o", "use:outreach", "use:fax", "data:calls"])
def test_json_has_the_same_keys_for_every_card_of_a_kind(shown: Any, ref: str) -> None:
    document = json.loads(shown(ref, "--format", "json").out)
    assert list(document) == [
        "format", "ref", "kind", "state", "summary", "file", "note", "today", "facts", "life", "sections", "notes",
        "series",
    ]  # fmt: skip
    own = {
        "model": ["serves", "built_on", "dependents", "vendor", "prices", "destruction", "artifacts"],
        "data": ["destruction", "built_on", "dependents", "reaches"],
        "use": ["slots", "served", "costs", "requires", "monitoring", "guardrails", "training"],
    }
    assert list(document["sections"]) == [*own[document["kind"]], "evidence", "matters", "findings", "commits"]
    assert document["today"] == "2026-11-24"


def test_the_last_commits_are_shown(repo: Path, steward: Steward) -> None:
    card = repo / "registry/models/scorer/1.2.0.yaml"
    for number in range(7):
        card.write_text(card.read_text().replace("summary: ", f"summary: {number} "))
        git(repo, "commit", "--quiet", "--all", "--message", f"Change {number}\n\nWith a reason.")
    ran = steward("show", "scorer@1.2.0", "--format", "json")
    commits = json.loads(ran.out)["sections"]["commits"]
    assert [row["message"] for row in commits] == [f"Change {number}" for number in (6, 5, 4, 3, 2)]
    assert (commits[0]["who"], commits[0]["when"]) == ("Ada", "2029-12-01")
    assert "Change 6" in steward("show", "scorer").out
    assert "Last commits" in steward("show", "scorer").out


def test_a_registry_at_the_top_of_its_repository_has_history_too(house: Path) -> None:
    git(house, "init", "--quiet")
    git(house, "add", ".")
    git(house, "commit", "--quiet", "--message", "All of it")
    (commit,) = last_commits(house, "steward.yaml")
    assert (commit.who, commit.message) == ("Ada", "All of it")


def test_without_history_a_card_is_shown_all_the_same(house: Path, steward: Steward) -> None:
    assert last_commits(house, "steward.yaml") == []
    git(house, "init", "--quiet")
    assert last_commits(house, "steward.yaml") == []
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        ran = steward("show", "scorer", "--today", "2030-01-01")
    assert (ran.code, ran.err) == (0, "")
    assert "Last commits" not in ran.out


def test_no_git_is_no_reason_to_fail(repo: Path, monkeypatch: pytest.MonkeyPatch, steward: Steward) -> None:
    monkeypatch.setenv("PATH", "/nowhere")
    assert last_commits(repo / "registry", "steward.yaml") == []
    assert steward("show", "scorer").code == 0


@pytest.mark.parametrize(
    ("count", "text"),
    [(0, "0 bytes"), (1023, "1023 bytes"), (1024, "1.0 KiB"), (18874368, "18.0 MiB"), (2**50, "1,024.0 TiB")],
)
def test_sizes_are_in_units_people_read(count: int, text: str) -> None:
    assert cells.size(count) == text


def test_wide_characters_are_counted_as_the_terminal_does() -> None:
    assert [columns(text) for text in ("abc", "日本", "e\u0301", "Åse")] == [3, 4, 1, 3]


def test_refusal_carries_a_next_step(ward: Registry) -> None:
    with pytest.raises(Refused) as refused:
        resolve(ward, "no-sho")
    assert refused.value.hint == "did you mean `no-show`?"
