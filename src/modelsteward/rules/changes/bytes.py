"""bytes: whether the model itself is another, or only how it is packed."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from modelsteward.domain.texts import listed
from modelsteward.domain.versions import was_released
from modelsteward.rules.changes.engine import Around, Difference, Kin

if TYPE_CHECKING:
    from modelsteward.domain.cards.model import Artifact, ModelCard

BYTES = Kin("bytes", "The model's own bytes.", ("artifacts", "lineage"))

COMPUTES = ("weights", "adapter", "checkpoint", "tokenizer", "index", "config")
"""Roles of the artifacts that answers are computed from. The others carry or run them."""

_A, _B = f"sha256:{'a' * 64}", f"sha256:{'b' * 64}"
_ONNX = f"{{role: weights, uri: 's3://m/1/m.onnx', format: onnx, digest: '{_A}'}}"


def _core(card: ModelCard) -> list[Artifact]:
    return [artifact for artifact in card.artifacts if artifact.role in COMPUTES]


def _compared(before: ModelCard, after: ModelCard) -> tuple[list[Artifact], list[Artifact]]:
    """What of each card is held against the other: what computes; all there is where neither card says what does."""
    old, new = _core(before), _core(after)
    return (old, new) if old or new else (list(before.artifacts), list(after.artifacts))


def same_bytes(before: ModelCard, after: ModelCard) -> bool | None:
    """Whether what computes is byte for byte the same, by digest; None where that cannot be told.

    What has no digest cannot be compared, and neither can digests of two algorithms. Other bytes may lie at the same
    place.
    """
    held = _compared(before, after)
    old, new = ({(artifact.role, artifact.digest or "") for artifact in side} for side in held)
    if not all(digest for _, digest in old | new):
        return None if old and new else False
    if old == new:
        return True
    one_kind = len({digest.partition(":")[0] for _, digest in old | new}) == 1
    return False if one_kind or not (old and new) else None


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


def is_fresh(card: ModelCard) -> bool:
    """Whether it is a draft whose artifacts are still to be named."""
    return not card.knows("artifacts") and card.seal is None and not was_released(card)


@BYTES.change(
    "weights-changed",
    before=f"artifacts: [{_ONNX}]",
    after=f"artifacts: [{_ONNX.replace(_A, _B)}]",
    unlike=f"artifacts: [{_ONNX.replace('m.onnx', 'n.onnx')}]",
    always=True,
)
def weights_changed(before: ModelCard, after: ModelCard, around: Around) -> Iterator[Difference]:
    """By the digests of weights, adapters, checkpoints, tokenizers, indexes and configurations; of all artifacts where
    a card names none of these. Without digests, or where one of the two names no artifacts at all, it cannot be told.
    Artifacts that are not written yet, as in a fresh draft, say nothing; neither do those of a version that is
    declared to be repackaged or requantized."""
    told = [card for card in (before, after) if card.knows("artifacts")]
    if not told or is_fresh(after) or is_repacked(before, after) or is_requantized(before, after):
        return
    if len(told) == 1:
        who = after if told == [before] else before
        message = f"cannot tell whether the bytes are the same: {who.ref} does not say which artifacts it has"
        yield Difference(("artifacts",), message)
        return
    same = same_bytes(before, after)
    if same is False:
        old, new = ({(a.role, a.digest) for a in side} for side in _compared(before, after))
        yield Difference(("artifacts",), f"other bytes: {listed(sorted({role for role, _ in old ^ new}), most=4)}")
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
        what = "weights" if any(a.role == "weights" for a in after.artifacts) else "bytes"
        yield Difference(("artifacts",), f"the same {what}, packed or placed otherwise")


def _packing(card: ModelCard) -> list[tuple[str, ...]]:
    return sorted((a.role, a.uri, a.format or "", a.digest or "") for a in card.artifacts)
