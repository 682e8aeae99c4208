"""`steward register`: a first card that is right, and nothing that is lacking, taken or dangling gets in."""

from __future__ import annotations

import contextlib
import hashlib
import importlib.util
import io
import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from modelsteward.cli import changing, register
from modelsteward.cli.asking import Choices, ask, pick
from modelsteward.errors import BadUsage, Refused
from modelsteward.store import newcards
from modelsteward.store.reader import read_card
from modelsteward.usecases.guessing import format_of, role_of
from modelsteward.usecases.targets import FIRST, Target, target_of
from tests.conftest import MODEL, Ran, Steward, git, write

KNOWN = frozenset(("no-show@1.0.0", "no-show@1.2.0", "data:rows@1.0.0", "use:scoring", "cells@2.0.0-rc.1"))
SAID = ["--summary", "Says who comes.", "--owner", "data-science", "--origin", "in-house"]


def card(root: Path, file: str) -> Any:
    """A card of the registry, as steward reads it."""
    reading = read_card(file, (root / file).read_bytes(), ("draft", "staging", "production"))
    assert reading.card is not None, (reading.faults, reading.problems)
    return reading.card


def done(ran: Ran) -> Ran:
    assert ran.code == 0, ran.err + ran.out
    return ran


@pytest.fixture
def person(monkeypatch: pytest.MonkeyPatch) -> Any:
    """Somebody at the terminal who types these lines."""

    def types(*lines: str) -> None:
        monkeypatch.setattr(changing, "person_is_there", lambda: True)
        monkeypatch.setattr("sys.stdin", io.StringIO("".join(f"{line}\n" for line in lines)))

    return types


@pytest.mark.parametrize("answer", ["00011", "9" * 5000, "0", "-1", "\u0661"])
def test_a_number_that_no_choice_has_picks_none(answer: str) -> None:
    assert pick(answer, Choices(("a", "b"), closed=True)) is None


def test_a_choice_is_picked_by_its_number_however_it_is_written() -> None:
    choices = Choices(tuple("abcdefghijk"), closed=True)
    assert (pick("2", choices), pick("00011", choices)) == ("b", "k")


# ---- what a ref asks for


def test_a_name_that_is_offered_is_one() -> None:
    with pytest.raises(BadUsage) as caught:
        target_of("A" * 99 + " " + "b" * 20, None, KNOWN)
    assert f"did you mean `{'a' * 99}`?" in caught.value.hint


@pytest.mark.parametrize(
    ("ref", "version", "meant"),
    [
        ("triage", None, "triage@1.0.0"),
        ("triage@0.1.0", None, "triage@0.1.0"),
        ("triage", "2.0.0-rc.1", "triage@2.0.0-rc.1"),
        ("triage@2.0.0", "2.0.0", "triage@2.0.0"),
        ("data:visits", "3.0.0", "data:visits@3.0.0"),
        ("use:triage", None, "use:triage"),
        ("no-show", "1.3.0", "no-show@1.3.0"),
        ("rows", None, "rows@1.0.0"),
    ],
)
def test_a_ref_says_what_is_to_be(ref: str, version: str | None, meant: str) -> None:
    assert target_of(ref, version, KNOWN).ref == meant


@pytest.mark.parametrize(
    ("ref", "version", "error", "told", "hint"),
    [
        ("no-show", None, Refused, "up to 1.2.0", "steward bump no-show"),
        ("no-show@1.2.0", None, Refused, "is there already", "steward show no-show@1.2.0"),
        ("no-show@1.1.0", None, Refused, "no higher than 1.2.0", "--version 1.3.0"),
        ("data:rows", None, Refused, "up to 1.0.0", "--version 1.1.0"),
        ("use:scoring", None, Refused, "is there already", "steward show"),
        ("use:triage@1.0.0", None, BadUsage, "no versions", "use:triage"),
        ("use:triage", "1.0.0", BadUsage, "no versions", "use:triage"),
        ("triage@1.0", None, BadUsage, "no version", "1.0.0"),
        ("triage@", None, BadUsage, "ends where", "triage@1.0.0"),
        ("triage@1.0.0", "1.0.1", BadUsage, "disagree", "one"),
        ("Triage Model", None, BadUsage, "no name", "did you mean `triage-model`?"),
        ("../x", None, BadUsage, "no name", "did you mean `x`?"),
        ("a/b", None, BadUsage, "no name", "a-b"),
        ("mdl:x", None, BadUsage, "no ref", "use:"),
        ("x" * 101, None, BadUsage, "no name", "at most 100 characters"),
        ("cells@2.0.0-RC.1", None, Refused, "differs only in case from cells@2.0.0-rc.1", "macOS and Windows"),
        ("", None, BadUsage, "no name", "lower-case"),
    ],
)
def test_what_is_taken_or_no_ref_is_told(ref: str, version: str | None, error: type, told: str, hint: str) -> None:
    with pytest.raises(error) as caught:
        target_of(ref, version, KNOWN)
    assert told in caught.value.message
    assert hint in caught.value.hint


@pytest.mark.parametrize(
    ("name", "role", "form"),
    [
        ("model.onnx", "weights", "onnx"), ("model-00001-of-2.safetensors", "weights", "safetensors"),
        ("q4.gguf", "weights", "gguf"), ("pytorch_model.bin", "weights", "pytorch"), ("model.bin", "weights", None),
        ("tokenizer.json", "tokenizer", "json"), ("vocab.txt", "tokenizer", "text"), ("config.json", "config", "json"),
        ("adapter_model.safetensors", "adapter", "safetensors"), ("optimizer.pt", "optimizer", "pytorch"),
        ("last.ckpt", "checkpoint", "pytorch"), ("docs.faiss", "index", None), ("serve.py", "code", None),
        ("LICENSE", "other", None),
    ],
)  # fmt: skip
def test_a_files_name_tells_its_role_and_format(name: str, role: str, form: str | None) -> None:
    assert (role_of(name), format_of([name])) == (role, form)


# ---- the command


def test_a_model_gets_a_card_and_a_commit(repo: Path, steward: Steward) -> None:
    (repo / "model.onnx").write_bytes(b"weights")
    done(steward("register", "triage", *SAID, "--license", "MIT", "--hosting", "self", "--model-class", "ml",
                 "--dataset", "rows@1.0.0", "--parent", "scorer@1.2.0:distilled", "--artifact", "model.onnx",
                 "--uri", "s3://models/triage/", "--set", "interface.languages=[en, no]", "--yes"))  # fmt: skip
    made = card(repo / "registry", "models/triage/1.0.0.yaml")
    assert (made.ref, made.stage, made.hosting, made.license) == (f"triage@{FIRST}", "draft", ("self",), "MIT")
    assert made.lineage.datasets == ("data:rows@1.0.0",)
    assert (made.lineage.parents[0].ref, made.lineage.parents[0].relation) == ("scorer@1.2.0", "distilled")
    assert made.interface.languages == ("en", "no")
    (artifact,) = made.artifacts
    assert artifact.digest == f"sha256:{hashlib.sha256(b'weights').hexdigest()}"
    assert (artifact.role, artifact.uri, artifact.bytes, artifact.format) == (
        "weights", "s3://models/triage/model.onnx", 7, "onnx")  # fmt: skip
    assert git(repo, "log", "-1", "--format=%s") == "register triage@1.0.0 (draft), owned by data-science\n"
    assert git(repo, "show", "--format=", "--name-only") == "registry/models/triage/1.0.0.yaml\n"
    assert steward("check", "--today", "2030-01-01").code == 0


def test_the_keys_stand_in_the_order_of_the_schema(repo: Path, steward: Steward) -> None:
    from modelsteward.domain.cards.model import ModelCard

    done(steward("register", "triage", "--task", "tabular-classification", "--license", "MIT", *SAID,
                 "--set", "extra.ticket=ML-42", "--set", "gpai=false", "--yes"))  # fmt: skip
    text = (repo / "registry/models/triage/1.0.0.yaml").read_text()
    keys = re.findall(r"^([a-z_]+):", text, re.MULTILINE)
    assert keys == [name for name in ModelCard.model_fields if name in keys]
    assert {"card", "gpai", "extra", "task"} <= set(keys)


def test_a_vendors_model_says_who_answers(repo: Path, steward: Steward) -> None:
    done(steward("register", "gpt-4o", "--summary", "Writes.", "--owner", "data-science", "--host", "azure-openai",
                 "--model", "gpt-4o", "--snapshot", "2024-08-06", "--region", "eastus2", "--yes"))  # fmt: skip
    made = card(repo / "registry", "models/gpt-4o/1.0.0.yaml")
    assert (made.origin, made.source.snapshot, made.artifacts) == ("vendor", "2024-08-06", ())
    assert made.knows("artifacts"), "there are no bytes of ours: that is known"


def test_an_open_model_says_which_revision(repo: Path, steward: Steward) -> None:
    done(steward("register", "whisper", "--summary", "Hears.", "--owner", "data-science", "--hub", "huggingface.co",
                 "--repository", "openai/whisper", "--revision", "20250929", "--yes"))  # fmt: skip
    made = card(repo / "registry", "models/whisper/1.0.0.yaml")
    assert (made.origin, made.source.repository, made.source.revision) == ("open", "openai/whisper", "20250929")


def test_a_data_set_gets_its_digest(repo: Path, steward: Steward) -> None:
    (repo / "rows").mkdir()
    (repo / "rows/a.csv").write_bytes(b"1,2\n")
    done(steward("register", "data:visits", "--version", "2.0.0", *SAID, "--personal", "--lawful-basis", "GDPR Art. 6(1)(e)",
                 "--dataset", "data:rows@1.0.0", "--artifact", "rows", "--uri", "s3://data/visits/2.0.0/", "--yes"))  # fmt: skip
    made = card(repo / "registry", "datasets/visits/2.0.0.yaml")
    assert (made.status, made.contains.personal, made.location) == ("active", True, "s3://data/visits/2.0.0/")
    assert made.derived_from == ("data:rows@1.0.0",)
    listing = hashlib.sha256(b"1,2\n").hexdigest() + "  a.csv\n"
    assert made.digest == f"sha256:{hashlib.sha256(listing.encode()).hexdigest()}"


def test_a_use_is_proposed(repo: Path, steward: Steward) -> None:
    done(steward("register", "use:triage", "--summary", "Orders calls.", "--owner", "data-science", "--risk", "high",
                 "--jurisdiction", "EU", "--jurisdiction", "US-AZ", "--affects", "patients", "--yes"))  # fmt: skip
    made = card(repo / "registry", "use-cases/triage.yaml")
    assert (made.status, made.risk.own, made.jurisdictions) == ("proposed", "high", ("EU", "US-AZ"))


def test_the_tier_of_a_use_is_said_by_an_option_or_left_open(repo: Path, steward: Steward) -> None:
    said = ["--summary", "x", "--owner", "data-science", "--risk", "low", "--yes"]
    done(steward("register", "use:told", *said, "--eu-tier", "minimal"))
    done(steward("register", "use:open", *said))
    assert card(repo / "registry", "use-cases/told.yaml").risk.eu_tier == "minimal"
    assert "eu_tier" in (repo / "registry/use-cases/open.yaml").read_text()
    assert "#" not in (repo / "registry/use-cases/told.yaml").read_text().partition("risk:")[2].partition("\n")[0]
    refused = steward("register", "use:never", *said, "--eu-tier", "prohibited")
    assert (refused.code, "US106" in refused.out) == (4, True)


def test_a_use_that_answered_all_questions_passes_what_production_asks_of_uses(
    repo: Path, steward: Steward, person: Any
) -> None:
    person("low", "minimal", "US", "patients", "y")
    ran = done(steward("register", "use:triage", "--summary", "x", "--owner", "data-science", "--purpose", "Triage."))
    assert "the Act does not single it out" in ran.err
    assert "steward set" not in steward("promote", "scorer@1.2.0", "production", "--for", "triage", "--dry-run").out
    made = card(repo / "registry", "use-cases/triage.yaml")
    assert (made.risk.own, made.risk.eu_tier, made.jurisdictions) == ("low", "minimal", ("US",))


@pytest.mark.parametrize("text", ["a\x1b[Db", "a\x7f", "a\x9bb", "a\rb"])
def test_control_characters_never_come_into_a_card(repo: Path, steward: Steward, text: str) -> None:
    ran = steward("register", "use:triage", "--summary", text, "--owner", "data-science", "--yes")
    assert (ran.code, "control character" in ran.err) == (2, True), ran.err
    assert git(repo, "status", "--porcelain") == ""


def test_none_says_that_there_is_none(repo: Path, steward: Steward) -> None:
    done(steward("register", "triage", *SAID, "--dataset", "none", "--parent", "none", "--yes"))
    lineage = card(repo / "registry", "models/triage/1.0.0.yaml").lineage
    assert lineage.knows("datasets", "parents")
    assert (lineage.datasets, lineage.parents) == ((), ())


def test_all_that_is_lacking_is_told_at_once(repo: Path, steward: Steward) -> None:
    ran = steward("register", "triage", "--host", "azure-openai", "--yes")
    assert ran.code == 2
    assert "not said: summary, owner, source.model" in ran.err
    assert "add --summary TEXT --owner TEAM --model NAME" in ran.err
    assert git(repo, "status", "--porcelain") == ""


@pytest.mark.parametrize(
    ("arguments", "code", "told"),
    [
        (["--owner", "data-sience"], 4, "did you mean `data-science`?"),
        (["--dataset", "data:row@1.0.0"], 4, "did you mean `data:rows@1.0.0`?"),
        (["--dataset", "data:rows@2.0.0"], 4, "its versions are 1.0.0"),
        (["--dataset", "nothing@1.0.0"], 4, "nothing is called `data:nothing@1.0.0` here"),
        (["--parent", "scorer@9.0.0:merge"], 4, "its versions are 1.2.0"),
        (["--parent", "scorer@1.2.0"], 2, "scorer@1.2.0:fine-tune"),
        (["--parent", "scorer@1.2.0:cloned"], 4, "cloned"),
        (["--artifact", "gone.onnx"], 4, "no such file"),
        (["--uri", "s3://x"], 2, "0 artifacts and 1 places"),
        (["--uri", ""], 2, "--uri names no place"),
        (["--artifact", ""], 2, "names no file"),
        (["--artifact", "weights="], 2, "names no file"),
        (["--artifact", "s3://m/model.onnx"], 2, "say --uri s3://m/model.onnx"),
        (["--risk", "low"], 2, "a model has no --risk"),
        (["--set", "ownr=x"], 4, "did you mean `owner`?"),
        (["--set", "summary.x=1"], 4, "`summary.x` leads nowhere"),
        (["--set", "summary"], 2, "KEY=VALUE"),
        (["--set", "artifacts[0].uri=s3://x"], 4, "`artifacts[0].uri` leads nowhere"),
        (["--set", "summary+=x"], 4, "`summary` is no list"),
        (["--set", "lineage[0]=x"], 4, "`lineage[0]` leads nowhere"),
        (["--set", "stage=production"], 2, "`steward promote`, `deprecate`"),
        (["--set", "name=other"], 2, "it is what the card is called"),
        (["--summary", "\udcff"], 2, "not UTF-8"),
        (["--license", "Apache 2.0"], 4, "Apache-2.0"),
        (["--set", "cost={unit: 1M tokens"], 2, "cannot be read"),
    ],
)
def test_what_is_wrong_is_told_and_nothing_is_written(
    repo: Path, steward: Steward, arguments: list[str], code: int, told: str
) -> None:
    ran = steward("register", "triage", *SAID, *arguments, "--yes")
    assert ran.code == code, ran.err + ran.out
    assert told in ran.err + ran.out
    assert git(repo, "status", "--porcelain") == ""


def test_every_dangling_name_is_told(repo: Path, steward: Steward) -> None:
    ran = steward(
        "register", "triage", *SAID, "--owner", "x", "--dataset", "y@1.0.0", "--parent", "z@1.0.0:merge", "--yes"
    )
    assert ran.code == 4
    assert all(name in ran.err for name in ("`x`", "`data:y@1.0.0`", "`z@1.0.0`"))


def test_a_name_that_callers_use_for_another_model_is_refused(repo: Path, steward: Steward) -> None:
    write(repo / "registry", {"models/scorer/1.2.0.yaml": MODEL + "serves: {aliases: [triage]}\n"})
    git(repo, "commit", "--quiet", "--all", "--message", "Alias")
    ran = steward("register", "triage", *SAID, "--yes")
    assert (ran.code, "callers use the name triage for scorer@1.2.0" in ran.err) == (4, True)


def test_a_name_close_to_another_is_pointed_out(repo: Path, steward: Steward) -> None:
    ran = done(steward("register", "scorers", *SAID, "--yes"))
    assert "there is also scorer" in ran.out


def test_a_name_of_another_kind_or_as_its_vendor_has_it_is_no_slip(repo: Path, steward: Steward) -> None:
    use = ("--summary", "A use.", "--owner", "data-science", "--yes")
    vendor = ("--origin", "vendor", "--host", "openai", "--owner", "data-science", "--summary", "Text.", "--yes")
    done(steward("register", "gpt-5", "--model", "gpt-5", *vendor))
    done(steward("register", "use:support-chat", *use))
    for ran in (
        steward("register", "gpt-5.1", "--model", "gpt-5.1", *vendor), steward("register", "use:search", *use),
        steward("register", "use:scorers", *use),
    ):  # fmt: skip
        assert "there is also" not in done(ran).out
    assert "there is also gpt-5" in done(steward("register", "gpt-51", "--model", "o9", *vendor)).out


def test_a_team_that_there_is_not_is_told_where_teams_stand(repo: Path, steward: Steward) -> None:
    ran = steward("register", "use:triage", "--summary", "A use.", "--owner", "nobody-like-it", "--yes")
    assert (ran.code, "; a new one goes under `teams` there" in ran.err) == (4, True)


def test_bytes_that_another_model_has_are_pointed_out(repo: Path, steward: Steward) -> None:
    (repo / "m.onnx").write_bytes(b"same")
    done(steward("register", "first", *SAID, "--artifact", "m.onnx", "--yes"))
    ran = done(steward("register", "other", *SAID, "--artifact", "m.onnx", "--yes"))
    assert "registered as first@1.0.0 too" in ran.out


def test_bytes_that_were_destroyed_do_not_come_back(repo: Path, steward: Steward) -> None:
    digest = f"sha256:{hashlib.sha256(b'gone').hexdigest()}"
    gone = re.sub("sha256:[0-9a-f]+", digest, MODEL).replace("production", "destroyed").replace("1.2.0", "1.0.0")
    gone = gone.replace("review_by: 2030-05-01", "retired: 2029-07-01, destroyed: 2029-07-02")
    write(repo / "registry", {"models/scorer/1.0.0.yaml": gone})
    git(repo, "add", ".")
    git(repo, "commit", "--quiet", "--message", "Gone")
    (repo / "m.onnx").write_bytes(b"gone")
    ran = steward("register", "triage", *SAID, "--artifact", "m.onnx", "--yes")
    assert (ran.code, "the bytes of scorer@1.0.0, which was destroyed" in ran.err) == (4, True), ran.err


def test_a_folder_is_one_artifact_and_its_place_ends_in_a_slash(repo: Path, steward: Steward) -> None:
    (repo / "m").mkdir()
    (repo / "m/model.safetensors").write_bytes(b"12345")
    (repo / "m/config.json").write_bytes(b"{}")
    done(steward("register", "triage", *SAID, "--artifact", "m", "--yes"))
    (artifact,) = card(repo / "registry", "models/triage/1.0.0.yaml").artifacts
    assert (artifact.role, artifact.uri, artifact.bytes, artifact.format) == ("weights", "m/", 7, "safetensors")


def test_roles_and_places_can_be_given_one_by_one(repo: Path, steward: Steward) -> None:
    (repo / "a.bin").write_bytes(b"1")
    (repo / "b.json").write_bytes(b"2")
    done(steward("register", "triage", *SAID, "--artifact", "adapter=a.bin", "--artifact", "b.json", "--artifact", "./b.json",
                 "--uri", "s3://a", "--uri", "s3://b", "--yes"))  # fmt: skip
    made = card(repo / "registry", "models/triage/1.0.0.yaml").artifacts
    assert [(one.role, one.uri) for one in made] == [("adapter", "s3://a"), ("config", "s3://b")]


def test_files_of_the_same_name_keep_their_folders_in_the_place_of_all(repo: Path, steward: Steward) -> None:
    for name in ("out/unet/model.onnx", "out/vae/model.onnx", "out/vae/config.json"):
        (repo / name).parent.mkdir(parents=True, exist_ok=True)
        (repo / name).write_text(name)
    named = [
        word
        for name in ("unet/model.onnx", "vae/model.onnx", "vae/config.json")
        for word in ("--artifact", f"out/{name}")
    ]
    done(steward("register", "triage", *SAID, *named, "--uri", "s3://b/", "--yes"))
    made = card(repo / "registry", "models/triage/1.0.0.yaml").artifacts
    assert [one.uri for one in made] == ["s3://b/unet/model.onnx", "s3://b/vae/model.onnx", "s3://b/vae/config.json"]


def test_two_artifacts_never_get_one_place(repo: Path, steward: Steward) -> None:
    write(repo, {"a.bin": "1", "b.bin": "2"})
    ran = steward(
        "register",
        "triage",
        *SAID,
        "--artifact",
        "a.bin",
        "--artifact",
        "b.bin",
        "--uri",
        "s3://m",
        "--uri",
        "s3://m",
        "--yes",
    )
    assert (ran.code, "cannot both be kept at s3://m" in ran.err) == (2, True), ran.err


def test_one_thing_named_as_two_is_refused(repo: Path, steward: Steward) -> None:
    (repo / "m").mkdir()
    (repo / "m/a.bin").write_bytes(b"1")
    twice = steward("register", "triage", *SAID, "--artifact", "m/a.bin", "--artifact", "config=m/a.bin", "--yes")
    inside = steward("register", "triage", *SAID, "--artifact", "m", "--artifact", "m/a.bin", "--yes")
    assert (twice.code, inside.code) == (2, 2)
    assert "as weights and as config" in twice.err
    assert "lies in" in inside.err


def test_a_dry_run_shows_the_card_and_writes_nothing(repo: Path, steward: Steward) -> None:
    ran = done(steward("register", "triage", *SAID, "--dry-run"))
    assert "+name: triage" in ran.out
    assert git(repo, "status", "--porcelain") == ""


def test_the_plan_can_be_had_as_json(repo: Path, steward: Steward) -> None:
    plan = json.loads(done(steward("register", "triage", *SAID, "--format", "json")).out)
    assert "triage@1.0.0" in json.dumps(plan)
    assert git(repo, "status", "--porcelain") == ""


def test_editors_are_told_the_schema_where_there_is_one(repo: Path, steward: Steward) -> None:
    done(steward("register", "triage", *SAID, "--yes"))
    assert "yaml-language-server" not in (repo / "registry/models/triage/1.0.0.yaml").read_text()
    done(steward("export", "schema", "--to", "registry/schemas"))
    done(steward("register", "use:triage", "--summary", "x", "--owner", "data-science", "--yes"))
    done(steward("register", "triage-two", *SAID, "--yes"))
    first = (repo / "registry/models/triage-two/1.0.0.yaml").read_text().partition("\n")[0]
    assert first == "# yaml-language-server: $schema=../../schemas/model.schema.json"
    assert (repo / "registry/models/triage-two" / first.partition("=")[2]).resolve().is_file()
    assert "$schema=../schemas/usecase" in (repo / "registry/use-cases/triage.yaml").read_text()


@pytest.mark.parametrize("kind", ["model", "dataset", "usecase"])
def test_what_a_card_leaves_open_can_be_taken_in_as_it_stands(repo: Path, steward: Steward, kind: str) -> None:
    refs = {"model": "triage", "dataset": "data:triage", "usecase": "use:triage"}
    files = {
        "model": "models/triage/1.0.0.yaml",
        "dataset": "datasets/triage/1.0.0.yaml",
        "usecase": "use-cases/triage.yaml",
    }
    done(steward("register", refs[kind], *(SAID if kind != "usecase" else SAID[:4]), "--yes"))
    path = repo / "registry" / files[kind]
    path.write_text(re.sub(r"^#(?=\S|  )", "", path.read_text(), flags=re.MULTILINE))
    made = card(repo / "registry", files[kind])
    assert made.knows(*(key for key in newcards._OPEN[kind] if "." not in key))


# ---- questions


def test_only_what_is_lacking_is_asked(repo: Path, steward: Steward, person: Any) -> None:
    person("Says who comes.", "", "1", "", "MIT", "", "rows", "data:rows@1.0.0", "", "y")
    ran = done(steward("register", "triage", "--set", "model_class=ml"))
    made = card(repo / "registry", "models/triage/1.0.0.yaml")
    assert (made.summary, made.owner, made.origin) == ("Says who comes.", "data-science", "in-house")
    assert made.lineage.datasets == ("data:rows@1.0.0",)
    assert "did you mean `data:rows@1.0.0`?" in ran.err
    assert "What kind of model" not in ran.err
    assert "1  data-science  data-science@house.example" in ran.err, "teams are offered, with their contacts"


def test_a_byte_typed_that_is_no_text_is_refused_and_not_a_bug(
    repo: Path, steward: Steward, monkeypatch: pytest.MonkeyPatch
) -> None:
    typed = b"Says \xff comes.\n"
    monkeypatch.setattr(changing, "person_is_there", lambda: True)
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(typed), encoding="utf-8"))
    ran = steward("register", "triage", "--dataset", "data:rows@1.0.0")
    assert (ran.code, "this is not UTF-8 text; type it again" in ran.err) == (4, True), ran.err
    assert git(repo, "status", "--porcelain") == ""


def test_questions_follow_from_answers(repo: Path, steward: Steward, person: Any) -> None:
    person("Writes.", "", "vendor", "azure-openai", "gpt-4o", "2024-08-06", "", "", "", "LicenseRef-Azure", "https://x.example",
           "", "y")  # fmt: skip
    done(steward("register", "gpt-4o"))
    made = card(repo / "registry", "models/gpt-4o/1.0.0.yaml")
    assert (made.source.host, made.source.snapshot, made.source.region) == ("azure-openai", "2024-08-06", None)
    assert (made.hosting, made.license_text) == (("vendor_api",), "https://x.example")


def test_a_file_is_asked_for_and_where_everybody_finds_it(repo: Path, steward: Steward, person: Any) -> None:
    (repo / "m.onnx").write_bytes(b"1")
    person("", "", "none", "gone.onnx", "m.onnx", "s3://m.onnx", "y")
    ran = done(steward("register", "triage", *SAID, "--hosting", "self", "--model-class", "ml"))
    made = card(repo / "registry", "models/triage/1.0.0.yaml")
    assert (made.artifacts[0].uri, made.lineage.knows("datasets")) == ("s3://m.onnx", True)
    assert "`gone.onnx` cannot be read" in ran.err


def test_a_wrong_answer_is_asked_again(person: Any, capsys: pytest.CaptureFixture[str]) -> None:
    person("", "data-sience", "9", "2")
    assert ask("Which?", Choices(("data-science", "ops"), closed=True), needed=True) == "ops"
    said = capsys.readouterr().err
    assert "there is no card without it" in said
    assert "did you mean `data-science`?" in said


@pytest.mark.parametrize("typed", ["Says\x1b[D who", "caf\udce9", "a\x9b"])
def test_an_answer_that_no_card_can_hold_is_asked_again(
    typed: str, person: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    person(typed, "Says who comes.")
    assert ask("What?", needed=True) == "Says who comes."
    assert "type it again" in capsys.readouterr().err


@pytest.mark.skipif(importlib.util.find_spec("readline") is None, reason="needs readline")
def test_a_line_is_edited_at_a_terminal() -> None:
    import pty

    code = "from modelsteward.cli.asking import ask; print(ascii(ask('What?', needed=True)))"
    terminal, screen = pty.openpty()
    command = [sys.executable, "-c", code]
    said = b""
    with subprocess.Popen(command, stdin=screen, stdout=screen, stderr=screen, env={**os.environ, "TERM": "xterm"}):
        os.close(screen)
        while b"> " not in said:
            said += os.read(terminal, 1024)
        os.write(terminal, b"whx\x1b[D\x1b[3~o\n")
        with contextlib.suppress(OSError):  # how a terminal ends on Linux
            while more := os.read(terminal, 1024):
                said += more
    os.close(terminal)
    assert b"'who'" in said, said


def test_an_answer_that_the_card_would_not_take_is_asked_again(repo: Path, steward: Steward, person: Any) -> None:
    person("low", "minimal", "Norway", "EU, US-AZ", "patients", "y")
    ran = done(steward("register", "use:triage", "--summary", "x", "--owner", "data-science", "--purpose", "Triage."))
    assert "`Norway` is not of the form" in ran.err
    assert card(repo / "registry", "use-cases/triage.yaml").jurisdictions == ("EU", "US-AZ")


def test_a_secret_is_refused_as_an_answer_and_never_repeated(repo: Path, steward: Steward, person: Any) -> None:
    person("Calls with AKIAIOSFODNN7EXAMPLE.", "Calls.", "", "", "", "", "", "", "y")
    ran = done(steward("register", "use:triage"))
    assert "HY101 this looks like an AWS access key" in ran.err
    assert "AKIA" not in ran.err + ran.out


def test_a_secret_is_masked_in_the_plan_as_well(repo: Path, steward: Steward) -> None:
    ran = steward("register", "use:triage", "--summary", "AKIAIOSFODNN7EXAMPLE", "--owner", "data-science", "--yes")
    assert (ran.code, "HY101" in ran.out, "AKIA" in ran.out + ran.err) == (4, True, False), ran.out


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["triage", "--owner", "data-sience"], "did you mean `data-science`?"),
        (["triage", "--dataset", "data:rows@9.0.0"], "its versions are 1.0.0"),
        (["triage", "--set", "ownr=x"], "did you mean `owner`?"),
        (["triage", "--license", "Apache 2.0"], "LI101"),
        (["use:triage", "--jurisdiction", "Norway"], "RD104"),
        (["con"], "ID108"),
    ],
)
def test_what_was_said_beforehand_is_judged_before_the_first_question(
    repo: Path, steward: Steward, person: Any, arguments: list[str], told: str
) -> None:
    person()
    ran = steward("register", *arguments)
    assert (ran.code, told in ran.err) == (4, True), ran.err
    assert "the input ended" not in ran.err, "nothing was asked"


def test_without_a_team_nothing_is_asked(repo: Path, steward: Steward, person: Any) -> None:
    policy = repo / "registry/steward.yaml"
    policy.write_text(policy.read_text().partition("teams:")[0] + "teams: {}\n")
    person()
    for arguments in (["triage"], ["triage", "--yes"], ["use:triage"]):
        ran = steward("register", *arguments)
        assert (ran.code, "name it under `teams` in steward.yaml first" in ran.err) == (4, True), ran.err


@pytest.mark.parametrize("arguments", [["--owner", "data-sience"], ["--license", "Apache 2.0"], ["--set", "ownr=x"]])
def test_nothing_is_hashed_for_a_card_that_is_refused(
    repo: Path, steward: Steward, arguments: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("modelsteward.store.hashing.digest_all", lambda *_: pytest.fail("hashed"))
    (repo / "m.onnx").write_bytes(b"1")
    assert steward("register", "triage", *SAID, *arguments, "--artifact", "m.onnx", "--yes").code == 4
    assert steward("register", "data:triage", *SAID, *arguments, "--artifact", "m.onnx", "--yes").code == 4


def test_what_is_said_twice_stands_once(repo: Path, steward: Steward) -> None:
    done(steward("register", "triage", *SAID, "--dataset", "rows@1.0.0", "--dataset", "data:rows@1.0.0", "--parent",
                 "scorer@1.2.0:merge", "--parent", "scorer@1.2.0:merge", "--hosting", "self", "--hosting", "self", "--yes"))  # fmt: skip
    made = card(repo / "registry", "models/triage/1.0.0.yaml")
    assert (len(made.lineage.datasets), len(made.lineage.parents), made.hosting) == (1, 1, ("self",))


def test_a_host_like_a_known_one_is_pointed_out(repo: Path, steward: Steward) -> None:
    said = ["--summary", "x", "--owner", "data-science", "--model", "gpt", "--yes"]
    assert "did you mean `azure-openai`?" in done(steward("register", "one", *said, "--host", "azure-openia")).out
    assert "did you mean" not in done(steward("register", "two", *said, "--host", "house-gateway")).out


@pytest.mark.parametrize("answer", ["'{home}/m.onnx'", '"{home}/m.onnx"', "~/m.onnx"])
def test_a_path_may_be_answered_as_a_shell_would_take_it(
    repo: Path, steward: Steward, person: Any, monkeypatch: pytest.MonkeyPatch, answer: str
) -> None:
    monkeypatch.setenv("HOME", str(repo))
    monkeypatch.setenv("USERPROFILE", str(repo))
    (repo / "m.onnx").write_bytes(b"1")
    person("", "", "none", answer.format(home=repo), "s3://m.onnx", "y")
    done(steward("register", "triage", *SAID, "--hosting", "self", "--model-class", "ml"))


def test_the_end_of_the_input_changes_nothing(repo: Path, steward: Steward, person: Any) -> None:
    person("Says who comes.")
    ran = steward("register", "triage")
    assert (ran.code, "nothing was changed" in ran.err) == (4, True)
    assert git(repo, "status", "--porcelain") == ""


def test_a_no_changes_nothing(repo: Path, steward: Steward, person: Any) -> None:
    person("", "", "", "", "", "", "n")
    ran = steward("register", "use:triage", "--summary", "x", "--owner", "data-science")
    assert ran.code == 4
    assert git(repo, "status", "--porcelain") == ""


@pytest.mark.parametrize(
    ("answer", "meant"), [("1", "self"), ("SELF", "self"), ("ed", "edge"), ("vendor", None), ("x", None), ("0", None)]
)
def test_a_choice_is_meant_by_number_name_or_beginning(answer: str, meant: str | None) -> None:
    assert pick(answer, Choices(("self", "edge", "vendor_api", "vendor_finetune"), closed=True)) == meant


def test_several_choices_stand_with_commas_between(person: Any) -> None:
    person("1, edge")
    assert ask("Where?", Choices(("self", "edge"), closed=True, several=True)) == "self, edge"


def test_what_is_set_reaches_into_lists(repo: Path, steward: Steward) -> None:
    (repo / "m.onnx").write_bytes(b"1")
    done(steward("register", "triage", *SAID, "--artifact", "m.onnx", "--set", "artifacts[0].format=onnx-ml", "--set",
                 "interface.languages+=en", "--set", "interface.languages+=no", "--set", "artifacts[0].replicas=[]",
                 "--yes"))  # fmt: skip
    made = card(repo / "registry", "models/triage/1.0.0.yaml")
    assert (made.artifacts[0].format, made.interface.languages) == ("onnx-ml", ("en", "no"))
    assert made.artifacts[0].knows("replicas")


def test_options_of_other_kinds_are_told(repo: Path, steward: Steward) -> None:
    for arguments, told in (
        (["use:x", "--dataset", "rows@1.0.0"], "a use is not made from data"),
        (["data:x", "--parent", "scorer@1.2.0:merge"], "a data set has no parents"),
        (["use:x", "--uri", "s3://x"], "a use has no artifacts"),
        (["data:x", "--uri", "s3://x", "--uri", "s3://y"], "one digest and one place"),
        (["use:x", "--host", "openai", "--task", "t"], "a use has no --task, --host"),
    ):
        ran = steward("register", *arguments, "--yes")
        assert (ran.code, told in ran.err) == (2, True), ran.err


def test_the_schemas_are_found_where_steward_yaml_says(repo: Path, steward: Steward) -> None:
    policy = repo / "registry/steward.yaml"
    policy.write_text("# yaml-language-server: $schema=../docs/schemas/registry.schema.json\n" + policy.read_text())
    git(repo, "commit", "--quiet", "--all", "--message", "Schemas")
    done(steward("register", "triage", *SAID, "--yes"))
    text = (repo / "registry/models/triage/1.0.0.yaml").read_text()
    assert text.startswith("# yaml-language-server: $schema=../../../docs/schemas/model.schema.json\n")


def test_what_is_set_by_key_is_not_asked_for(repo: Path, steward: Steward) -> None:
    done(steward("register", "gpt", "--set", "summary=Writes.", "--set", "owner=data-science", "--set", "origin=vendor",
                 "--set", "source={host: openai, model: gpt}", "--yes"))  # fmt: skip
    assert card(repo / "registry", "models/gpt/1.0.0.yaml").source.model == "gpt"


def test_files_whose_names_are_no_versions_do_not_stand_in_the_way(repo: Path, steward: Steward) -> None:
    (repo / "registry/models/scorer/notes.yaml").write_text("x: 1\n")
    ran = steward("register", "scorer", *SAID, "--yes")
    assert (ran.code, "up to 1.2.0" in ran.err) == (4, True)


@pytest.mark.parametrize(
    ("text", "told"), [("MIT", ""), ("Apache 2", "did you mean"), ("MIT AND", "no expression"), ("LicenseRef-X", "")]
)
def test_a_licence_is_looked_at_when_it_is_typed(text: str, told: str) -> None:
    fault = register._licence_fault(text)
    assert told in fault
    assert bool(fault) == bool(told)


def test_control_characters_in_a_card_never_reach_the_terminal(capsys: pytest.CaptureFixture[str], person: Any) -> None:
    person("1")
    ask("Which?", Choices(("a",), notes=("\x1b[31mred",)))
    assert "\x1b" not in capsys.readouterr().err


def test_targets_have_refs() -> None:
    assert Target("usecase", "x", None).ref == "use:x"
