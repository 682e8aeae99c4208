"""base: what a version was made from, and where it comes from."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Literal

from modelsteward.domain.findings import Path
from modelsteward.domain.texts import listed
from modelsteward.rules.changes.engine import Around, Difference, Kin

if TYPE_CHECKING:
    from modelsteward.domain.cards.model import ModelCard, Parent

BASE = Kin("base", "What it was made from, and where it comes from.", ("lineage", "source"))

_LLAMA = "{ref: llama@3.1.0, relation: fine-tune}"


def name_of(ref: str) -> str:
    """A ref without its version."""
    return ref.partition("@")[0]


def parents(card: ModelCard, earlier: ModelCard | None = None) -> list[Parent]:
    """The models a version was made from; those it only learnt outputs of, apart.

    A parent that is the `earlier` version of the same name stands for what that one was made from.
    """
    made = [p for p in (card.lineage.parents if card.lineage else ()) if p.relation != "trained-on-outputs"]
    if earlier is None or not _is_from(card, earlier):
        return made
    return [*(p for p in made if p.ref != earlier.ref), *parents(earlier)]


def _is_from(card: ModelCard, earlier: ModelCard) -> bool:
    """Whether a version says that it was made from an earlier one of the same name."""
    made = card.lineage.parents if card.lineage and card.name == earlier.name else ()
    return any(p.ref == earlier.ref and p.relation != "trained-on-outputs" for p in made)


def _knows(card: ModelCard, key: str) -> bool:
    """Whether a card says what is under `lineage`; `lineage: null` says that there is nothing."""
    return card.knows("lineage") if card.lineage is None else card.lineage.knows(key)


@BASE.change(
    "family-changed",
    before=f"lineage: {{parents: [{_LLAMA}]}}",
    after="lineage: {parents: [{ref: qwen@3.0.0, relation: fine-tune}]}",
    unlike="lineage: {parents: [{ref: llama@3.2.0, relation: fine-tune}]}",
)
def family_changed(before: ModelCard, after: ModelCard, around: Around) -> Iterator[Difference]:
    """A model of another name in `lineage.parents`. The earlier version of the same name stands for its own parents,
    and a model whose outputs it was trained on is none: that is data. Where it is made from another version of the
    same name instead, that one's parents are not at hand."""
    if not _knows(before, "parents"):
        return
    was, now = _families(before), _families(after, before)
    if was == now:
        return
    path: Path = ("lineage", "parents")
    own = [p.ref for p in parents(after, before) if name_of(p.ref) == after.name]
    if not _knows(after, "parents"):
        yield Difference(path, f"what it is made from is not named any more: cannot tell if still {_names(was)}")
    elif own and now < was:
        yield Difference(path, f"it is made from {listed(own)} now: cannot tell if still from {_names(was)}")
    else:
        yield Difference(path, f"it is made from {_names(now)} now, and was from {_names(was)}")


def _families(card: ModelCard, earlier: ModelCard | None = None) -> set[str]:
    return {name_of(p.ref) for p in parents(card, earlier)} - {card.name}


def _names(names: set[str]) -> str:
    return listed(sorted(names)) if names else "no other model"


@BASE.change(
    "parent-changed",
    before=f"lineage: {{parents: [{_LLAMA}]}}",
    after="lineage: {parents: [{ref: llama@3.2.0, relation: fine-tune}]}",
    unlike="lineage: {parents: [{ref: qwen@3.0.0, relation: fine-tune}]}",
)
def parent_changed(before: ModelCard, after: ModelCard, around: Around) -> Iterator[Difference]:
    """Another version of the same parent, or the same parent in another relation; one of two versions of a parent that
    is gone; another earlier version of itself."""
    if not (_knows(before, "parents") and _knows(after, "parents")):
        return
    was = {(p.ref, p.relation) for p in parents(before)}
    now = {(p.ref, p.relation) for p in parents(after, before)}
    known = {after.name, *({name_of(ref) for ref, _ in was} & {name_of(ref) for ref, _ in now})}
    news = sorted(key for key in now - was if name_of(key[0]) in known)
    gone = sorted(key for key in was - now if name_of(key[0]) in known)
    for ref, relation in news:
        yield Difference(("lineage", "parents"), f"it is made from {ref} ({relation}) now")
    if not news:
        for ref, relation in gone:
            yield Difference(("lineage", "parents"), f"it is not made from {ref} ({relation}) any more")


@BASE.change(
    "data-changed",
    before="lineage: {datasets: ['data:rows@1.0.0']}",
    after="lineage: {datasets: ['data:rows@1.1.0']}",
    unlike="lineage: {datasets: ['data:rows@1.0.0'], parents: []}",
)
def data_changed(before: ModelCard, after: ModelCard, around: Around) -> Iterator[Difference]:
    """Data sets by ref, and models whose outputs it was trained on; a version that is made from the earlier one was
    trained on that one's, too. Data that is named for the first time is no news about the model."""
    for key, noun in (("datasets", "data"), ("parents", "outputs")):
        if not _knows(before, key):
            continue
        was, now = _trained_on(before, key), _trained_on(after, key)
        if _is_from(after, before):
            now += [ref for ref in was if ref not in now]
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


Place = Literal["repository", "model", "hub", "host", "region", "revision", "snapshot", "deployment", "deployment_kind"]


def _moved(before: ModelCard, after: ModelCard, *keys: Place) -> Iterator[Difference]:
    """What a source says otherwise than before, or no more. What it says for the first time is no news; `null` said
    that there was none."""
    if before.source is None or after.source is None:
        return
    for key in keys:
        name, was, now = (
            "kind of deployment" if key == "deployment_kind" else key,
            getattr(before.source, key),
            getattr(after.source, key),
        )
        if was == now or not before.source.knows(key):
            continue
        if after.source.knows(key):
            yield Difference(("source", key), f"its {name} is {now or 'none'} now, and was {was or 'none'}")
        elif was is not None:
            yield Difference(("source", key), f"its {name} is not named any more: cannot tell if it is still {was}")


@BASE.change(
    "source-changed",
    before="source: {host: azure-openai, model: gpt-4o, snapshot: 2024-08-06}",
    after="source: {host: azure-openai, model: gpt-5.1, snapshot: 2024-08-06}",
    unlike="source: {host: azure-openai, model: gpt-4o, snapshot: 2024-11-20}",
)
def source_changed(before: ModelCard, after: ModelCard, around: Around) -> Iterator[Difference]:
    """Another repository or another model of a vendor, or that it comes from elsewhere at all where the card said that
    it is our own: by `source: null`, or by `origin: in-house`."""
    yield from _moved(before, after, "repository", "model")
    if before.source is not None and after.source is None:
        gone = "where it is from is not named any more: cannot tell whether it is the same"
        yield Difference(("source",), "it is not from elsewhere any more" if _is_ours(after) else gone)
    elif _is_ours(before) and after.source is not None:
        yield Difference(("source",), "it comes from elsewhere now, and was our own")


def _is_ours(card: ModelCard) -> bool:
    return card.source is None and (card.knows("source") or card.origin == "in-house")


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
    yield from _moved(before, after, "hub", "host", "region", "deployment_kind")


@BASE.change(
    "deployment-changed",
    before="source: {host: azure-openai, model: gpt-4o, deployment: letters}",
    after="source: {host: azure-openai, model: gpt-4o, deployment: letters-2}",
    unlike="source: {host: anthropic, model: gpt-4o, deployment: letters}",
)
def deployment_changed(before: ModelCard, after: ModelCard, around: Around) -> Iterator[Difference]:
    yield from _moved(before, after, "deployment")
