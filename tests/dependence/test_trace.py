"""`steward trace`: which models hold some data, where they lie, what would stop, and what nobody can tell."""

from __future__ import annotations

import json
from importlib import resources
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from tests.conftest import Steward, git
from tests.dependence.houses import built

pytestmark = pytest.mark.usefixtures("clinic")


@pytest.fixture
def trace(steward: Steward) -> Any:
    """The trace of some data, as JSON has it."""

    def ask(what: str, *options: str) -> Any:
        ran = steward("trace", what, "--format", "json", *options)
        assert (ran.code, ran.err) == (0, "")
        return json.loads(ran.out)

    return ask


def test_models_are_told_apart_by_how_sure_it_is(trace: Any) -> None:
    found = trace("data:appointments@2.1.0")
    assert {row["ref"]: row["certainty"] for row in found["models"]} == {
        "lite@1.0.0": "possibly", "no-show@1.0.0": "possibly", "no-show@2.0.0": "surely",
    }  # fmt: skip
    assert {row["ref"]: row["certainty"] for row in found["data"]} == {
        "data:appointments@2.0.0": "possibly", "data:appointments@2.1.0": "surely", "data:features@1.0.0": "surely",
    }  # fmt: skip
    assert [(row["ref"], row["why"]) for row in found["cannot_tell"]] == [
        ("writer@1.0.0", "its card does not say all that it was built on")
    ]


def test_the_places_of_the_weights_are_told_and_what_is_not_known_of_them(trace: Any) -> None:
    models = {row["ref"]: row for row in trace("data:appointments@2.1.0")["models"]}
    assert [(place["what"], place["where"]) for place in models["no-show@2.0.0"]["places"]] == [
        ("weights", "s3://m/no-show/2.0.0/model.onnx"), ("replica", "gs://backup/no-show/2.0.0"),
    ]  # fmt: skip
    assert models["no-show@2.0.0"]["places_note"] is None
    assert models["lite@1.0.0"]["places_note"] == "its card does not say whether there are other copies"


@pytest.mark.parametrize(
    ("changes", "places", "note"),
    [
        ("artifacts: <absent>", [], "its card does not say where it lies"),
        ("artifacts: []", [], "its card names no file of it"),
        (
            "hosting: [vendor_finetune], artifacts: [], source: {host: azure-openai, model: gpt-4o, deployment: ours}",
            [("vendor", "gpt-4o/ours", "azure-openai")], None,
        ),
        (
            "artifacts: [{role: adapter, uri: 's3://a', holder: azure-openai, replicas: []}]",
            [("adapter", "s3://a", "azure-openai")], None,
        ),
    ],
)  # fmt: skip
def test_where_a_model_lies(
    trace: Any, clinic: Path, changes: str, places: list[tuple[str, str, str]], note: str | None
) -> None:
    example = f'data:d@1.0.0: {{}}\nm@1.0.0: {{lineage: {{datasets: ["data:d@1.0.0"]}}, {changes}}}'
    (row,) = trace("data:d", "-C", str(built(clinic.parent / "other", example)))["models"]
    assert [(place["what"], place["where"], place["holder"]) for place in row["places"]] == places
    assert row["places_note"] == note


def test_what_is_destroyed_is_gone_by_its_certificate_as_far_as_that_looked(trace: Any, steward: Steward) -> None:
    models = {row["ref"]: row for row in trace("data:appointments")["models"]}
    assert models["no-show@1.0.0"]["gone"] == {"on": "2029-02-01", "certificate": "2029-02-01", "not_seen_gone": 1}
    assert models["no-show@2.0.0"]["gone"] is None
    out = steward("trace", "data:appointments").out
    assert "destroyed 2029-02-01, by the certificate of 2029-02-01; 1 place not seen to be gone" in out


def test_a_tombstone_without_a_certificate_says_so(steward: Steward, clinic: Path) -> None:
    next(clinic.glob("records/models/no-show/1.0.0/*")).unlink()
    assert "destroyed 2029-02-01; no certificate on record shows that" in steward("trace", "data:appointments").out


def test_a_use_would_stop_unless_a_fallback_takes_over_that_does_not_hold_the_data_too(trace: Any) -> None:
    stops = trace("data:appointments@2.1.0")["stops"]
    assert [(one["use"], one["ref"], one["certainty"], one["fallback"], one["fallback_affected"]) for one in stops] == [
        ("use:reminders", "no-show@2.0.0", "surely", "lite@1.0.0", "possibly"),
        ("use:tablet", "lite@1.0.0", "possibly", "points@1.0.0", None),
    ]


def test_what_the_data_came_from_is_named(trace: Any, steward: Steward) -> None:
    assert trace("data:appointments@2.1.0")["sources"] == ["data:visits@1.0.0"]
    assert "they came from data:visits@1.0.0" in steward("trace", "data:appointments@2.1.0").out


@pytest.mark.parametrize("what", ["data:appointments", "data:appointments@2.1.0", "data:visits"])
def test_json_is_as_its_published_schema_says(trace: Any, what: str) -> None:
    text = (resources.files("modelsteward.report") / "trace.schema.json").read_text(encoding="utf-8")
    schema = Draft202012Validator(json.loads(text), format_checker=Draft202012Validator.FORMAT_CHECKER)
    schema.check_schema(schema.schema)
    document = trace(what)
    schema.validate(document)
    assert not schema.is_valid({**document, "models": [{**document["models"][0], "certainty": "perhaps"}]})


def test_text_says_how_each_model_came_by_the_data(steward: Steward) -> None:
    ran = steward("trace", "data:appointments@2.1.0")
    assert (ran.code, ran.err) == (0, "")
    parts = {part.splitlines()[0]: part for part in ran.out.split("\n\n")}
    sure, maybe = parts["Models that surely hold it"], parts["Models that possibly hold it"]
    assert "trained on data:features@1.0.0, which is derived from data:appointments@2.1.0" in sure
    words = " ".join(maybe.split())
    assert "lite@1.0.0 production mobile distilled from no-show@2.0.0, which is trained on data:features@1.0.0" in words
    assert "only possibly: what a model remembers may pass through its answers" in words
    assert "1 model version surely and 1 possibly; 1 other cannot be told; 1 destroyed; 2 uses would stop" in ran.out
    assert "whether writer@1.0.0 holds it: its card does not say all that it was built on" in ran.out


def test_markdown_is_a_page_for_a_file(steward: Steward) -> None:
    out = steward("trace", "data:appointments@2.1.0", "--format", "markdown").out
    assert out.startswith("### Where `data:appointments@2.1.0` went\n")
    assert "| `no-show@2.0.0` | surely | production |" in out
    assert "**Not known**" in out


def test_a_place_in_a_card_is_data(steward: Steward, clinic: Path) -> None:
    secret = "AKIA" + "ABCDEFGHIJKLMNOP"
    uri = json.dumps(f"s3://x/\x1b[31m<script>|{secret}")
    example = f'data:d@1.0.0: {{}}\nm@1.0.0: {{lineage: {{datasets: ["data:d@1.0.0"]}}, artifacts: [{{role: weights, uri: {uri}}}]}}'
    root = str(built(clinic.parent / "other", example))
    for how in ("text", "json", "markdown"):
        out = steward("trace", "data:d", "-C", root, "--format", how).out
        assert "\x1b" not in out
        assert secret not in out


WRONG = {
    "data:apointments": (4, "did you mean `data:appointments`?"),
    "data:appointments@7.0.0": (4, "its versions are"),
    "no-show@2.0.0": (2, "`steward impact no-show@2.0.0` shows what rests on a model"),
    "data:": (4, "nothing is called `data:`"),
}


@pytest.mark.parametrize("what", WRONG)
def test_what_is_no_data_here_is_refused(steward: Steward, what: str) -> None:
    ran = steward("trace", what)
    assert (ran.code, ran.out) == (WRONG[what][0], "")
    assert WRONG[what][1] in ran.err


def test_lineages_that_loop_end(trace: Any, clinic: Path) -> None:
    loop = 'data:a@1.0.0: {derived_from: ["data:b@1.0.0"]}\ndata:b@1.0.0: {derived_from: ["data:a@1.0.0"]}\n'
    found = trace("data:a@1.0.0", "-C", str(built(clinic.parent / "loop", loop)))
    assert [row["ref"] for row in found["data"]] == ["data:a@1.0.0", "data:b@1.0.0"]


def test_a_registry_that_is_included_counts_and_is_named(trace: Any, clinic: Path) -> None:
    other = built(clinic.parent / "other", 'tuned@1.0.0: {lineage: {datasets: ["data:appointments@2.1.0"]}}')
    policy = clinic / "steward.yaml"
    policy.write_text(policy.read_text() + "include: {labs: ../other}\n")
    models = {row["ref"]: row["registry"] for row in trace("data:appointments@2.1.0")["models"]}
    assert other.exists()
    assert models["tuned@1.0.0"] == "labs"
    assert models["no-show@2.0.0"] is None


def test_what_is_not_checked_out_is_said(steward: Steward, clinic: Path) -> None:
    git(clinic, "sparse-checkout", "set", "--no-cone", "/*", "!/models/points", "!/use-cases/tablet.yaml")
    ran = steward("trace", "data:appointments@2.1.0")
    assert ran.code == 0
    assert "what is in 2 files not checked out" in ran.out
    assert "whether points@1.0.0 holds it: its card is not checked out" in ran.out


def test_show_lists_the_same_models(trace: Any, steward: Steward) -> None:
    document = json.loads(steward("show", "data:appointments@2.1.0", "--format", "json").out)
    shown = {row["ref"]: row["certainty"] for row in document["sections"]["reaches"]}
    assert shown == {row["ref"]: row["certainty"] for row in trace("data:appointments@2.1.0")["models"]}


def test_a_place_stays_whole_on_a_narrow_terminal(steward: Steward, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "36")
    assert "weights: s3://m/no-show/2.0.0/model.onnx" in " ".join(steward("trace", "data:features").out.split())
