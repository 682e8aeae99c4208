"""AR: edges that the examples beside the rules do not show."""

from __future__ import annotations

import hashlib

import pytest

from modelsteward.rules.artifacts import _OF_NOTHING
from tests.rules.worlds import messages, paths, problems

FOX = "sha256:d7a8fbb307d7809469ca9abcb0082e4f8d5651e46d3cdb762d02d0bf37c9e592"


def model(stage: str = "production", **artifact: object) -> str:
    fields = {"role": "weights", "uri": "s3://m/model.onnx", "digest": FOX, "bytes": 1} | artifact
    return f"m@1.0.0: {{stage: {stage}, artifacts: [{fields!r}]}}".replace("None", "null").replace("True", "true")


@pytest.mark.parametrize("stage", ["staging", "production", "deprecated", "suspended"])
def test_past_the_first_stage_an_artifact_needs_a_digest(stage: str) -> None:
    (seen,) = problems("AR101", model(stage, digest=None))

    assert seen.path == ("artifacts", 0)
    assert seen.message == "no digest for the weights at s3://m/model.onnx"
    assert seen.hint.startswith("team (team@example.org) must hash the file")


@pytest.mark.parametrize("stage", ["draft", "retired", "destroyed"])
def test_drafts_and_tombstones_need_no_digest(stage: str) -> None:
    assert problems("AR101", model(stage, digest=None)) == []


def test_the_first_stage_is_the_one_the_registry_names() -> None:
    named = "{registry: {stages: [lab, trial]}, m@1.0.0: {stage: lab, artifacts: [{role: weights, uri: 's3://m/m'}]}}"

    assert problems("AR101", named) == []
    assert problems("AR101", named.replace("stage: lab", "stage: trial"))


def test_a_copy_that_a_vendor_holds_cannot_be_hashed() -> None:
    assert problems("AR101", model(digest=None, holder="azure-openai")) == []


@pytest.mark.parametrize(
    ("artifact", "key"),
    [
        ({"format": "pickle"}, "format"),
        ({"format": "PyTorch"}, "format"),
        ({"format": ".pkl"}, "format"),
        ({"format": "HDF5"}, "format"),
        ({"uri": "s3://m/model.pkl"}, "uri"),
        ({"uri": "s3://m/model.PICKLE"}, "uri"),
        ({"uri": "s3://m/model.pkl.gz"}, "uri"),
        ({"uri": "s3://m/model.joblib?versionId=3"}, "uri"),
        ({"uri": "s3://m/model.pt"}, "uri"),
        ({"uri": "s3://m/consolidated.00.pth"}, "uri"),
        ({"uri": "s3://m/epoch=3.ckpt"}, "uri"),
        ({"uri": "s3://m/model.h5"}, "uri"),
        ({"uri": "s3://m/pytorch_model.bin"}, "uri"),
        ({"uri": "s3://m/pytorch_model-00001-of-00002.bin"}, "uri"),
        ({"uri": "s3://m/adapter_model.bin", "role": "adapter"}, "uri"),
        ({"uri": "s3://m/model.pkl", "format": "our own"}, "uri"),
    ],
)
def test_a_format_that_runs_code_is_told_by_name_or_ending(artifact: dict[str, object], key: str) -> None:
    assert paths("AR102", model(**artifact)) == [("artifacts", 0, key)]


@pytest.mark.parametrize(
    "artifact",
    [
        {"uri": "s3://m/model.onnx"},
        {"uri": "s3://m/ggml-base.bin", "format": "ggml"},
        {"uri": "s3://m/weights.bin"},
        {"uri": "s3://m/model.keras"},
        {"uri": "s3://m/model.pt", "format": "torchscript"},
        {"uri": "s3://pkl/model"},
        {"uri": "s3://m/image.pkl", "role": "container"},
        {"uri": "s3://m/train.pkl", "role": "code"},
    ],
)
def test_a_format_that_holds_numbers_only_is_fine(artifact: dict[str, object]) -> None:
    assert problems("AR102", model(**artifact)) == []


def test_what_to_save_it_as_is_named() -> None:
    (seen,) = problems("AR102", model(uri="s3://m/model.pt"))

    assert seen.message == "a PyTorch file, which is a pickle: loading it can run code"
    assert seen.hint == "save it as safetensors, or ONNX"


def twins(first: str = "", second: str = "", role: str = "weights", name: str = "n@1.0.0") -> str:
    artifact = f"artifacts: [{{role: {role}, uri: 's3://m/x', digest: '{FOX}'}}]"
    return f"m@1.0.0: {{{first}{artifact}}}\n{name}: {{{second}{artifact}}}"


def test_the_same_weights_are_told_of_on_both_cards() -> None:
    assert messages("AR103", twins()) == [
        "the same bytes are registered as n@1.0.0",
        "the same bytes are registered as m@1.0.0",
    ]


@pytest.mark.parametrize(
    "example",
    [
        twins(role="tokenizer"),
        twins(name="m@1.0.1"),
        twins(first="stage: retired, "),
        twins(second="stage: destroyed, "),
        twins(second="lineage: {parents: [{ref: m@1.0.0, relation: repackaged}]}, "),
    ],
    ids=["a tokenizer", "one name", "a tombstone here", "a tombstone there", "a declared parent"],
)
def test_the_same_bytes_may_have_a_reason(example: str) -> None:
    assert problems("AR103", example) == []


@pytest.mark.parametrize(("algorithm", "size"), [("md5", 32), ("sha1", 40)])
def test_a_weak_digest_is_told_wherever_the_card_is_not_a_tombstone(algorithm: str, size: int) -> None:
    digest = f"{algorithm}:{'0123456789abcdef' * 3}"[: len(algorithm) + 1 + size]

    assert messages("AR104", model("draft", digest=digest)) == [f"{algorithm} can be forged"]
    assert problems("AR104", model("retired", digest=digest)) == []


@pytest.mark.parametrize("patch", ["stage: draft", "stage: retired", "hosting: [vendor_api]", "hosting: []"])
def test_what_does_not_serve_from_here_may_name_no_artifacts(patch: str) -> None:
    assert problems("AR105", f"m@1.0.0: {{artifacts: [], {patch}}}") == []


def test_what_runs_at_the_edge_lies_somewhere_too() -> None:
    assert messages("AR105", "m@1.0.0: {artifacts: <absent>, hosting: [edge]}") == [
        "`hosting` says edge, and no artifact is named"
    ]


def test_bytes_of_a_destroyed_model_are_told_of_where_they_live_on() -> None:
    (seen,) = problems("AR106", twins(first="stage: destroyed, "))

    assert seen.file == "models/n/1.0.0.yaml"
    assert seen.path == ("artifacts", 0, "digest")
    assert seen.message == "these are the bytes of m@1.0.0, which was destroyed"


def test_a_tokenizer_is_no_sign_that_a_model_came_back() -> None:
    assert problems("AR106", twins(first="stage: destroyed, ", role="tokenizer")) == []


@pytest.mark.parametrize(
    "uri",
    [
        "/home/ada/m.onnx",
        "~/m.onnx",
        "file:///srv/m.onnx",
        "C:\\models\\m.onnx",
        "d:/m.onnx",
        "http://localhost:9000/m",
    ],
)
def test_a_place_on_one_machine_is_told(uri: str) -> None:
    assert paths("AR107", model(uri=uri)) == [("artifacts", 0, "uri")]
    assert problems("AR107", model("staging", uri=uri)) == []


@pytest.mark.parametrize(
    "uri", ["s3://m/m.onnx", "//server/share/m.onnx", "models/m.onnx", "hf://org/m", "oci://r/m:1"]
)
def test_a_place_that_others_can_reach_is_fine(uri: str) -> None:
    assert problems("AR107", model(uri=uri)) == []


def test_a_mount_that_every_machine_has_can_be_named() -> None:
    assert problems("AR107", model(uri="/mnt/models/m.onnx"), shared=("/mnt/models",)) == []
    assert problems("AR107", model(uri="/home/ada/m.onnx"), shared=("/mnt/models",))


@pytest.mark.parametrize("algorithm", ["md5", "sha1", "sha256", "sha384", "sha512"])
def test_the_digests_of_nothing_are_those_of_no_bytes(algorithm: str) -> None:
    assert hashlib.new(algorithm, b"", usedforsecurity=False).hexdigest() == _OF_NOTHING[algorithm]


@pytest.mark.parametrize("algorithm", sorted(_OF_NOTHING))
def test_the_digest_of_nothing_is_told(algorithm: str) -> None:
    digest = f"{algorithm}:{_OF_NOTHING[algorithm]}"

    assert messages("AR108", model(digest=digest)) == [f"this is the {algorithm} of an empty file"]


def test_one_digit_over_and_over_is_no_digest() -> None:
    assert messages("AR108", model(digest="sha256:" + "0" * 64)) == [
        "this is `0` over and over, not the digest of a file"
    ]


def test_only_weights_in_production_that_lie_here_need_a_size() -> None:
    assert paths("AR109", model(bytes=None)) == [("artifacts", 0, "bytes")]
    assert problems("AR109", model("deprecated", bytes=None)) == []
    assert problems("AR109", model(bytes=None, role="tokenizer")) == []
    assert problems("AR109", model(bytes=None, holder="azure-openai")) == []
