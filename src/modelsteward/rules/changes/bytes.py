"""bytes: whether the model itself is another, or only how it is packed."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from modelsteward.rules.changes.engine import Around, Difference, Kin
from modelsteward.rules.wording import listed

if TYPE_CHECKING:
    from modelsteward.domain.cards.model import Artifact, ModelCard

BYTES = Kin("bytes", "The model's own bytes.", ("artifacts", "lineage"))

COMPUTES = ("weights", "adapter", "tokenizer", "index")
"""Roles of the artifacts that answers are computed from. The others carry or run them."""

_A, _B = f"sha256:{'a' * 64}", f"sha256:{'b' * 64}"
_ONNX = f"{{role: weights, uri: 's3://m/1/m.onnx', format: onnx, digest: '{_A}'}}"


def _core(card: ModelCard) -> list[Artifact]:
    return [artifact for artifact in card.artifacts if artifact.role in COMPUTES]


def same_bytes(before: ModelCard, after: ModelCard) -> bool | None:
    """Whether what computes is byte for byte the same, by digest; None where that cannot be told.

    A digest of another algorithm cannot be compared. What has no digest is the same where its place is.
    """
    old = sorted({(a.role, a.digest or a.uri) for a in _core(before)})
    new = sorted({(a.role, a.digest or a.uri) for a in _core(after)})
    if old == new:
        return True
    sure = all(a.digest for a in (*_core(before), *_core(after)))
    one_kind = len({mark.partition(":")[0] for _, mark in (*old, *new)}) == 1
    return False if not (old and new) or (sure and one_kind) else None


def is_repacked(before: ModelCard, after: ModelCard) -> bool:
    """Whether the later card says that it holds the earlier version, packed anew."""
    made = after.lineage.parents if after.lineage else ()
    return any(parent.ref == before.ref and parent.relation == "repackaged" for parent in made)


def is_requantized(before: ModelCard, after: ModelCard) -> bool:
    """Whether the later card is a quantization of the same weights, within a tolerance that it states.

    The same weights are the earlier version itself, or the very version that the earlier one was quantized from.
    """
    was = {p.ref for p in (before.lineage.parents if before.lineage else ()) if p.relation == "quantized"}
    made = after.lineage.parents if after.lineage else ()
    return any(p.relation == "quantized" and p.tolerance and p.ref in {before.ref, *was} for p in made)


@BYTES.change(
    "weights-changed",
    before=f"artifacts: [{_ONNX}]",
    after=f"artifacts: [{_ONNX.replace(_A, _B)}]",
    unlike=f"artifacts: [{_ONNX.replace('m.onnx', 'n.onnx')}]",
)
def weights_changed(before: ModelCard, after: ModelCard, around: Around) -> Iterator[Difference]:
    """By the digests of weights, adapters, tokenizers and indexes. Artifacts that are not written yet, as in a fresh
    draft, say nothing; neither do those of a version that is declared to be repackaged or requantized."""
    if not (before.knows("artifacts") and after.knows("artifacts")):
        return
    if is_repacked(before, after) or is_requantized(before, after):
        return
    same = same_bytes(before, after)
    if same is False:
        moved = {(a.role, a.digest) for a in _core(before)} ^ {(a.role, a.digest) for a in _core(after)}
        yield Difference(("artifacts",), f"other bytes: {listed(sorted({role for role, _ in moved}), most=4)}")
    elif same is None:
        yield Difference(("artifacts",), "cannot tell whether the bytes are the same: there are no digests to compare")


@BYTES.change(
    "requantized",
    before=f"artifacts: [{_ONNX}]",
    after=f"""
artifacts: [{_ONNX.replace(_A, _B)}]
lineage: {{parents: [{{ref: m@1.0.0, relation: quantized, tolerance: AUROC within 0.002 on no-show-holdout}}]}}
""",
    unlike=f"""
artifacts: [{_ONNX.replace(_A, _B)}]
lineage: {{parents: [{{ref: m@1.0.0, relation: quantized}}]}}
""",
)
def requantized(before: ModelCard, after: ModelCard, around: Around) -> Iterator[Difference]:
    """Declared by a parent in relation `quantized` with a `tolerance`: what was promised, and is kept, about how far
    its answers differ. The parent is the earlier version, or what that one was quantized from. Without a tolerance
    the weights have changed."""
    if is_requantized(before, after) and not same_bytes(before, after):
        made = after.lineage.parents if after.lineage else ()
        tolerance = next(p.tolerance for p in made if p.relation == "quantized" and p.tolerance)
        yield Difference(("artifacts",), f"quantized anew, within its tolerance: {tolerance}")


@BYTES.change(
    "repackaged",
    before=f"artifacts: [{_ONNX}]",
    after=f"artifacts: [{_ONNX.replace('m/1/m.onnx', 'm/2/m.onnx')}, {{role: code, uri: 's3://m/2/run.py'}}]",
    unlike=f"artifacts: [{_ONNX.replace(_A, _B)}]",
)
def repackaged(before: ModelCard, after: ModelCard, around: Around) -> Iterator[Difference]:
    """Another place, format, or code around the same bytes; or a parent in relation `repackaged` that is the earlier
    version, which declares that other bytes hold the same weights."""
    if not (before.knows("artifacts") and after.knows("artifacts")):
        return
    same = same_bytes(before, after)
    if is_repacked(before, after) and not same:
        yield Difference(("artifacts",), f"the weights of {before.ref}, packed anew")
    elif same and _packing(before) != _packing(after):
        yield Difference(("artifacts",), "the same weights, packed or placed otherwise")


def _packing(card: ModelCard) -> list[tuple[str, ...]]:
    return sorted((a.role, a.uri, a.format or "", a.digest or "") for a in card.artifacts)
