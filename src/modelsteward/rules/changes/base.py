"""base: what a version was made from, and where it comes from."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Literal

from modelsteward.domain.findings import Path
from modelsteward.rules.changes.engine import Around, Difference, Kin
from modelsteward.rules.wording import listed

if TYPE_CHECKING:
    from modelsteward.domain.cards.model import ModelCard, Parent

BASE = Kin("base", "What it was made from, and where it comes from.", ("lineage", "source"))

_LLAMA = "{ref: llama@3.1.0, relation: fine-tune}"


def name_of(ref: str) -> str:
    """A ref without its version."""
    return ref.partition("@")[0]


def parents(card: ModelCard) -> list[Parent]:
    """The models a version was made from: earlier versions of itself, and models it only learnt outputs of, apart."""
    made = card.lineage.parents if card.lineage else ()
    return [p for p in made if name_of(p.ref) != card.name and p.relation != "trained-on-outputs"]


def _knows(card: ModelCard, key: str) -> bool:
    return card.lineage is not None and card.lineage.knows(key)


@BASE.change(
    "family-changed",
    before=f"lineage: {{parents: [{_LLAMA}]}}",
    after="lineage: {parents: [{ref: qwen@3.0.0, relation: fine-tune}]}",
    unlike="lineage: {parents: [{ref: llama@3.2.0, relation: fine-tune}]}",
)
def family_changed(before: ModelCard, after: ModelCard, around: Around) -> Iterator[Difference]:
    """A model of another name in `lineage.parents`. An earlier version of the same name is none, and neither is a
    model whose outputs it was trained on: that is data."""
    if not _knows(before, "parents"):
        return
    was, now = {name_of(p.ref) for p in parents(before)}, {name_of(p.ref) for p in parents(after)}
    if was == now:
        return
    path: Path = ("lineage", "parents")
    if not _knows(after, "parents"):
        yield Difference(path, f"what it is made from is not named any more: cannot tell if still {_names(was)}")
    else:
        yield Difference(path, f"it is made from {_names(now)} now, and was from {_names(was)}")


def _names(names: set[str]) -> str:
    return listed(sorted(names)) if names else "no other model"


@BASE.change(
    "parent-changed",
    before=f"lineage: {{parents: [{_LLAMA}]}}",
    after="lineage: {parents: [{ref: llama@3.2.0, relation: fine-tune}]}",
    unlike="lineage: {parents: [{ref: qwen@3.0.0, relation: fine-tune}]}",
)
def parent_changed(before: ModelCard, after: ModelCard, around: Around) -> Iterator[Difference]:
    """Another version of the same parent, or the same parent in another relation."""
    was = {(name_of(p.ref), p.ref, p.relation) for p in parents(before)}
    now = {(name_of(p.ref), p.ref, p.relation) for p in parents(after)}
    known = {name for name, _, _ in was}
    for i, parent in enumerate(after.lineage.parents if after.lineage else ()):
        key = (name_of(parent.ref), parent.ref, parent.relation)
        if key in now - was and key[0] in known:
            yield Difference(("lineage", "parents", i), f"it is made from {parent.ref} ({parent.relation}) now")


@BASE.change(
    "data-changed",
    before="lineage: {datasets: ['data:rows@1.0.0']}",
    after="lineage: {datasets: ['data:rows@1.1.0']}",
    unlike="lineage: {datasets: ['data:rows@1.0.0'], parents: []}",
)
def data_changed(before: ModelCard, after: ModelCard, around: Around) -> Iterator[Difference]:
    """Data sets by ref, and models whose outputs it was trained on. Data that is named for the first time is no news
    about the model."""
    for key, noun in (("datasets", "data"), ("parents", "outputs")):
        if not _knows(before, key):
            continue
        was, now = _trained_on(before, key), _trained_on(after, key)
        for ref in was:
            if ref not in now:
                yield Difference(("lineage", key), f"not trained on {noun} of {ref} any more" if key == "parents"
                                 else f"not trained on {ref} any more")  # fmt: skip
        for ref in now:
            if ref not in was:
                yield Difference(("lineage", key), f"trained on {ref}" if key == "datasets"
                                 else f"trained on outputs of {ref}")  # fmt: skip


def _trained_on(card: ModelCard, key: str) -> list[str]:
    if card.lineage is None:
        return []
    if key == "datasets":
        return list(card.lineage.datasets)
    return [p.ref for p in card.lineage.parents if p.relation == "trained-on-outputs"]


Place = Literal["repository", "model", "hub", "host", "region", "revision", "snapshot", "deployment"]
_NEW = "is not named any more: cannot tell whether it is still"


def _moved(before: ModelCard, after: ModelCard, *keys: Place) -> Iterator[Difference]:
    """What a source says otherwise than before, or no more. What it says for the first time is no news."""
    if before.source is None or after.source is None:
        return
    for key in keys:
        was, now = getattr(before.source, key), getattr(after.source, key)
        if was is not None and was != now:
            how = f"is {now} now, and was" if now else _NEW
            yield Difference(("source", key), f"its {key} {how} {was}")


@BASE.change(
    "source-changed",
    before="source: {host: azure-openai, model: gpt-4o, snapshot: 2024-08-06}",
    after="source: {host: azure-openai, model: gpt-5.1, snapshot: 2024-08-06}",
    unlike="source: {host: azure-openai, model: gpt-4o, snapshot: 2024-11-20}",
)
def source_changed(before: ModelCard, after: ModelCard, around: Around) -> Iterator[Difference]:
    """Another repository or another model of a vendor, or that it comes from elsewhere at all where the card said that
    it is our own."""
    yield from _moved(before, after, "repository", "model")
    if before.source is not None and after.source is None:
        how = "it is not from elsewhere any more" if after.knows("source") else "where it is from is not named any more"
        yield Difference(("source",), how if after.knows("source") else f"{how}: cannot tell whether it is the same")
    elif before.source is None and before.knows("source") and after.source is not None:
        yield Difference(("source",), "it comes from elsewhere now, and was our own")


@BASE.change(
    "revision-changed",
    before="source: {hub: huggingface.co, repository: openai/whisper, revision: 06f233f}",
    after="source: {hub: huggingface.co, repository: openai/whisper, revision: 8c1d0aa}",
    unlike="source: {hub: huggingface.co, repository: openai/whisper-2, revision: 06f233f}",
)
def revision_changed(before: ModelCard, after: ModelCard, around: Around) -> Iterator[Difference]:
    yield from _moved(before, after, "revision", "snapshot")


@BASE.change(
    "host-changed",
    before="source: {host: azure-openai, model: gpt-4o, region: eastus2}",
    after="source: {host: azure-openai, model: gpt-4o, region: swedencentral}",
    unlike="source: {host: azure-openai, model: gpt-4o, region: eastus2, deployment: letters}",
)
def host_changed(before: ModelCard, after: ModelCard, around: Around) -> Iterator[Difference]:
    yield from _moved(before, after, "hub", "host", "region")


@BASE.change(
    "deployment-changed",
    before="source: {host: azure-openai, model: gpt-4o, deployment: letters}",
    after="source: {host: azure-openai, model: gpt-4o, deployment: letters-2}",
    unlike="source: {host: anthropic, model: gpt-4o, deployment: letters}",
)
def deployment_changed(before: ModelCard, after: ModelCard, around: Around) -> Iterator[Difference]:
    yield from _moved(before, after, "deployment")
