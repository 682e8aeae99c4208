"""AR: Whether the bytes of a model can be told, and loaded safely. Bytes that came back: `returned`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from modelsteward.domain.findings import Path, Problem, Severity
from modelsteward.domain.stages import ENDED_STAGES, SERVING_STAGES
from modelsteward.domain.texts import listed
from modelsteward.rules.engine import Context, Family
from modelsteward.rules.wording import must

if TYPE_CHECKING:
    from modelsteward.domain.cards.model import Artifact, ModelCard

ARTIFACTS = Family("AR", "Artifacts", "Whether the bytes of a model can be told, and loaded safely.")

_WEIGHTS = frozenset(("weights", "adapter", "checkpoint"))


def _artifacts(card: ModelCard) -> Iterator[tuple[Path, Artifact]]:
    """The artifacts of a card that is no tombstone, each with its path."""
    if card.stage not in ENDED_STAGES:
        for i, artifact in enumerate(card.artifacts):
            yield ("artifacts", i), artifact


def digests(card: ModelCard) -> Iterator[tuple[Path, Artifact, str, str]]:
    """The artifacts that have a digest, with the digest's path, algorithm and hex digits."""
    for path, artifact in _artifacts(card):
        if artifact.digest:
            algorithm, _, digits = artifact.digest.partition(":")
            yield (*path, "digest"), artifact, algorithm, digits


@ARTIFACTS.rule(
    101, "Artifact without digest", Severity.ERROR,
    good="m@1.0.0: {stage: draft, artifacts: [{role: weights, uri: 's3://m/model.onnx'}]}",
    bad="m@1.0.0: {artifacts: [{role: weights, uri: 's3://m/model.onnx'}]}",
)  # fmt: skip
def no_digest(card: ModelCard, ctx: Context) -> Iterator[Problem]:
    """A place says where bytes were once put; only a digest says which. Without it nobody can tell whether what
    serves is what was approved, or whether what was destroyed was all there was.

    Drafts need none yet. A copy that a vendor holds (`holder`) cannot be hashed by us and needs none either.
    """
    if card.stage == ctx.policy.stages[0]:
        return
    for path, artifact in _artifacts(card):
        if not artifact.digest and not artifact.holder:
            what = "hash the file, as with sha256sum, and write it as `digest: sha256:…`"
            yield Problem(path, f"no digest for the {artifact.role} at {artifact.uri}", must(ctx, card.owner, what))


_PICKLE = ("a pickle", "safetensors, ONNX, or skops for scikit-learn")
_TORCH = ("a PyTorch file, which is a pickle", "safetensors, or ONNX")
_KERAS = ("Keras HDF5, which may hold Lambda layers", "`.keras` loaded in safe mode, or ONNX")
_RUNS_CODE = {
    "pickle": _PICKLE, "pkl": _PICKLE, "joblib": _PICKLE, "dill": _PICKLE, "cloudpickle": _PICKLE, "sklearn": _PICKLE,
    "pytorch": _TORCH, "torch": _TORCH, "pt": _TORCH, "pth": _TORCH, "ckpt": _TORCH,
    "h5": _KERAS, "hdf5": _KERAS, "keras-h5": _KERAS,
}  # fmt: skip
"""Formats, by name or a file's ending, that run code when they are loaded: what each is, and what to use."""
_SAFE = frozenset((
    "safetensors", "onnx", "gguf", "ggml", "skops", "keras", "tflite", "coreml", "openvino", "savedmodel", "pmml",
    "torchscript", "tensorrt", "xgboost", "lightgbm", "catboost", "fasttext", "ctranslate2", "json", "numpy",
))  # fmt: skip
"""Formats whose files may end like an unsafe one's."""
_OF_PYTORCH = r"(?:pytorch_model|adapter_model|diffusion_pytorch_model|optimizer|training_args)[^/]*\.bin"
_PACKED = r"\.(?:gz|bz2|xz|zst|lz4|zip|z)$"


def _runs_code(artifact: Artifact) -> tuple[str, str, str] | None:
    """By which key an artifact is known to run code when loaded, what it is, and what to use instead."""
    name = (artifact.format or "").lower().lstrip(".")
    if name in _RUNS_CODE:
        return "format", *_RUNS_CODE[name]
    if name in _SAFE:
        return None
    file = re.sub(_PACKED, "", re.split(r"[?#]", artifact.uri.lower(), maxsplit=1)[0])
    ending = "pt" if re.search(_OF_PYTORCH, file) else file.rpartition(".")[2].replace("pickle", "pkl")
    return ("uri", *_RUNS_CODE[ending]) if ending in _RUNS_CODE else None


@ARTIFACTS.rule(
    102, "Format that runs code when loaded", Severity.WARNING,
    good="m@1.0.0: {artifacts: [{role: weights, uri: 's3://m/model.safetensors', digest: null, format: safetensors}]}",
    bad="m@1.0.0: {artifacts: [{role: weights, uri: 's3://m/model.pkl', digest: null}]}",
)  # fmt: skip
def unsafe_format(card: ModelCard, ctx: Context) -> Iterator[Problem]:
    """Who can write such a file can run code wherever it is loaded: a pickle is a program, and so are PyTorch's files
    and Keras's Lambda layers. For nearly every model a format exists that holds numbers only.

    The format is told by `format`, or where that says nothing by how the place ends. Code and containers are meant to
    run and are left out.
    """
    for path, artifact in _artifacts(card):
        if artifact.role not in ("code", "container") and (found := _runs_code(artifact)):
            key, what, better = found
            yield Problem((*path, key), f"{what}: loading it can run code", f"save it as {better}")


@ARTIFACTS.rule(
    103, "Same weights under two names", Severity.WARNING, whole=True,
    good="""
m@1.0.0: {artifacts: [{role: weights, uri: 's3://m/a.onnx', digest: 'md5:9e107d9d372bb6826bd81d3542a419d6'}]}
n@1.0.0: {artifacts: [{role: weights, uri: 's3://n/b.onnx', digest: 'md5:e4d909c290d0fb1ca068ffaddf22cbd0'}]}
""",
    bad="""
m@1.0.0: {artifacts: [{role: weights, uri: 's3://m/a.onnx', digest: 'md5:9e107d9d372bb6826bd81d3542a419d6'}]}
n@1.0.0: {artifacts: [{role: weights, uri: 's3://n/b.onnx', digest: 'md5:9e107d9d372bb6826bd81d3542a419d6'}]}
""",
)  # fmt: skip
def same_weights(card: ModelCard, ctx: Context) -> Iterator[Problem]:
    """Two cards for the same bytes drift apart: one is reviewed, deprecated or withdrawn, and the other serves on.

    A model that names the other as its parent, as one that was repackaged does, says that it knows.
    """
    for path, artifact, _, _ in digests(card):
        if artifact.role in _WEIGHTS and artifact.digest:
            others = [ref for ref in ctx.registry.digests[artifact.digest] if _is_other(ref, card, ctx)]
            if others:
                hint = "keep one of the cards, or name the other as a parent with `relation: repackaged`"
                yield Problem(path, f"the same bytes are registered as {listed(others)}", hint)


def _is_other(ref: str, card: ModelCard, ctx: Context) -> bool:
    """Whether a ref is a living model of another name, neither this one's parent nor its child."""
    other = ctx.registry.model(ref)
    return (
        other is not None
        and other.name != card.name
        and other.stage not in ENDED_STAGES
        and ref not in _parents(card)
        and card.ref not in _parents(other)
    )


def _parents(card: ModelCard) -> set[str]:
    return {parent.ref for parent in card.lineage.parents} if card.lineage else set()


@ARTIFACTS.rule(
    104, "Weak digest", Severity.WARNING,
    good="m@1.0.0: {artifacts: [{role: weights, uri: 's3://m/model.onnx', digest: null}]}",
    bad="""
m@1.0.0: {artifacts: [{role: weights, uri: 's3://m/a.onnx', digest: 'sha1:2fd4e1c67a2d28fced849ee1bb76e7391b93eb12'}]}
""",
)  # fmt: skip
def weak_digest(card: ModelCard, ctx: Context) -> Iterator[Problem]:
    """Two different files with the same MD5 or SHA-1 can be made on purpose, so such a digest proves nothing against
    somebody who means harm. They are read because older tools wrote them.
    """
    for path, _, algorithm, _ in digests(card):
        if algorithm in ("md5", "sha1"):
            yield Problem(path, f"{algorithm} can be forged", "hash the file anew, as with sha256sum, and write that")


@ARTIFACTS.rule(
    105, "Hosted here without artifacts", Severity.WARNING,
    good="m@1.0.0: {hosting: [vendor_api], artifacts: []}",
    bad="m@1.0.0: {artifacts: []}",
)  # fmt: skip
def no_artifacts(card: ModelCard, ctx: Context) -> Iterator[Problem]:
    """What runs on our machines lies somewhere on them. A card that does not say where leaves nothing to check, to
    restore, or one day to destroy.
    """
    here = [place for place in card.hosting if place in ("self", "edge")]
    if here and card.stage in SERVING_STAGES and not card.artifacts:
        hint = must(ctx, card.owner, "name its files under `artifacts`, each with place and digest")
        yield Problem(("artifacts",), f"`hosting` says {here[0]}, and no artifact is named", hint)


_LOCAL = r"/(?!/)|~|file:|[a-z]:[\\/]|https?://(?:localhost|127\.|\[::1\])"


@ARTIFACTS.rule(
    107, "Place only one machine can see", Severity.WARNING,
    good="m@1.0.0: {artifacts: [{role: weights, uri: /home/ada/model.onnx, digest: null, replicas: ['s3://m/model.onnx']}]}",
    bad="m@1.0.0: {artifacts: [{role: weights, uri: /home/ada/model.onnx, digest: null}]}",
)  # fmt: skip
def local_place(card: ModelCard, ctx: Context, *, shared: tuple[str, ...] = ()) -> Iterator[Problem]:
    """A path on somebody's disk means nothing on another machine, and goes when the machine goes.

    `shared` lists the beginnings of paths that every machine has, such as a mounted share: [/mnt/models].
    """
    if card.stage not in SERVING_STAGES:
        return
    for path, artifact in _artifacts(card):
        places = (artifact.uri, *artifact.replicas)
        if all(re.match(_LOCAL, place, re.IGNORECASE) and not place.startswith(shared) for place in places):
            hint = "put it in a shared store and name that place, or name the mount in AR107's `shared`"
            yield Problem((*path, "uri"), f"only one machine can see {artifact.uri}", hint)


_OF_NOTHING = {
    "md5": "d41d8cd98f00b204e9800998ecf8427e",
    "sha1": "da39a3ee5e6b4b0d3255bfef95601890afd80709",
    "sha256": "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    "sha384": "38b060a751ac96384cd9327eb1b1e36a21fdb71114be07434c0cc7bf63f6e1da274edebfe76f65fbd51ad2f14898b95b",
    "sha512": "cf83e1357eefb8bdf1542850d66d8007d620e4050b5715dc83f4a921d36ce9ce"
    "47d0d13c5d85f2b0ff8318d2877eec2f63b931bd47417a81a538327af927da3e",
    "blake3": "af1349b9f5f9a1a6a0404dea36dcc9499bcb25c9adc112b7cc9a93cae41f3262",
}
"""The digest of no bytes at all, by algorithm."""


@ARTIFACTS.rule(
    108, "Digest of nothing", Severity.ERROR,
    good="m@1.0.0: {artifacts: [{role: weights, uri: 's3://m/a', digest: 'md5:9e107d9d372bb6826bd81d3542a419d6'}]}",
    bad="m@1.0.0: {artifacts: [{role: weights, uri: 's3://m/a', digest: 'md5:d41d8cd98f00b204e9800998ecf8427e'}]}",
)  # fmt: skip
def empty_digest(card: ModelCard, ctx: Context) -> Iterator[Problem]:
    """The digest of an empty file comes from hashing an upload that failed; one digit over and over is a placeholder.
    Either passes every check of form and identifies nothing.
    """
    hint = must(ctx, card.owner, "look at the file itself, hash it again, and write that digest")
    for path, _, algorithm, digits in digests(card):
        if digits == _OF_NOTHING[algorithm]:
            yield Problem(path, f"this is the {algorithm} of an empty file", hint)
        elif len(set(digits)) == 1:
            yield Problem(path, f"this is `{digits[0]}` over and over, not the digest of a file", hint)


@ARTIFACTS.rule(
    109, "Size of weights unknown", Severity.NOTE,
    good="m@1.0.0: {stage: staging, artifacts: [{role: weights, uri: 's3://m/model.onnx', digest: null}]}",
    bad="m@1.0.0: {artifacts: [{role: weights, uri: 's3://m/model.onnx', digest: null}]}",
)  # fmt: skip
def no_size(card: ModelCard, ctx: Context) -> Iterator[Problem]:
    """A size is the quickest look at whether a copy is whole, and tells what a model costs to keep and to move."""
    for path, artifact in _artifacts(card) if card.stage == "production" else ():
        if artifact.role == "weights" and artifact.bytes is None and not artifact.holder:
            yield Problem((*path, "bytes"), f"the size of {artifact.uri} is unknown", "write its size as `bytes: …`")


@ARTIFACTS.rule(
    110, "One place for two files", Severity.ERROR,
    good="""
m@1.0.0:
  artifacts:
    - {role: weights, uri: 's3://m/unet/model.onnx', digest: 'md5:9e107d9d372bb6826bd81d3542a419d6'}
    - {role: weights, uri: 's3://m/vae/model.onnx', digest: 'md5:e4d909c290d0fb1ca068ffaddf22cbd0'}
""",
    bad="""
m@1.0.0:
  artifacts:
    - {role: weights, uri: 's3://m/model.onnx', digest: 'md5:9e107d9d372bb6826bd81d3542a419d6'}
    - {role: weights, uri: 's3://m/model.onnx', digest: 'md5:e4d909c290d0fb1ca068ffaddf22cbd0'}
""",
)  # fmt: skip
def one_place(card: ModelCard, ctx: Context) -> Iterator[Problem]:
    """One place holds one file, so one of two digests for it is not what lies there: the second upload wrote over the
    first, or the card names the wrong place. Digests by different algorithms may be of the same bytes.
    """
    first: dict[tuple[str, str], str] = {}
    for path, artifact, algorithm, digits in digests(card):
        if first.setdefault((artifact.uri.rstrip("/"), algorithm), digits) != digits:
            what = "see what lies there, and give each file its own place"
            yield Problem((*path[:-1], "uri"), f"{artifact.uri} is named with two digests", must(ctx, card.owner, what))
