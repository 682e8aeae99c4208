"""ID: Whether names, paths and refs agree, and lead somewhere. What refs lead to is judged in refs.py."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice
from typing import TYPE_CHECKING, Any

from modelsteward.domain.devices import is_device
from modelsteward.domain.findings import Path, Problem, Severity
from modelsteward.domain.kinds import path_of
from modelsteward.domain.registry import Entry
from modelsteward.domain.stages import ENDED_STAGES
from modelsteward.domain.texts import listed
from modelsteward.rules.derived import alike, claimed, claims, records, twins
from modelsteward.rules.engine import Context, Family
from modelsteward.rules.vendor_names import unpinned
from modelsteward.rules.vendor_words import on_file
from modelsteward.rules.wording import must

if TYPE_CHECKING:
    from modelsteward.domain.cards.model import ModelCard, Source

IDENTITY = Family("ID", "Identity", "Whether names, paths and refs agree, and lead somewhere.")

_DIGEST = r"[0-9a-f]{8,}"
_FOLDERS = {"model": "models", "dataset": "datasets"}
_BY_ID = {"waiver": "waivers", "hold": "holds", "incident": "incidents", "case": "cases"}
_KEYS = {
    "model": ("", "name", "version"),
    "dataset": ("", "name", "version"),
    "usecase": ("", "name"),
    "vendor": ("", "host"),
    "host": ("", "host"),
    "checklist": ("", "ref", "ref", "purpose"),
    "duties": ("", "", "name"),
    **dict.fromkeys(_BY_ID, ("", "id")),
}
"""By kind, which key each step of the path repeats."""
_RECORD_OF = {"": "models", "data": "data", "use": "uses"}


def _belongs(kind: str, card: Any, file: str) -> str:
    """Where a card of this content lies, as far as its content says; nowhere for a record about the registry."""
    if kind in _FOLDERS:
        return f"{_FOLDERS[kind]}/{card.name}/{card.version}.yaml"
    if kind == "usecase":
        return f"use-cases/{card.name}.yaml"
    if kind in _BY_ID:
        return f"{_BY_ID[kind]}/{card.id}.yaml"
    if kind == "vendor":
        return f"vendors/{card.host}/{file.rpartition('/')[2]}"
    if kind == "host":
        return f"vendors/{card.host}.yaml"
    if kind == "checklist":
        return f"checklists/{card.ref.replace('data:', 'data/').replace('@', '/')}/{card.purpose}.yaml"
    if kind == "duties":
        return f"packs/duties/{card.name}.yaml"
    if card.ref == "registry":
        return ""
    of, _, name = card.ref.rpartition(":")
    digest = file.removesuffix(".yaml").rpartition("-")[2]
    ending = digest if re.fullmatch(_DIGEST, digest, re.ASCII) else "DIGEST"
    return f"records/{_RECORD_OF[of]}/{name.replace('@', '/')}/{card.on}-{kind}-{ending}.yaml"


def _differing(kind: str, here: str, right: str) -> Iterator[str]:
    """The keys that a path does not repeat as they are, each once."""
    if kind in _KEYS:
        steps = zip(_KEYS[kind], here.split("/"), right.split("/"), strict=False)
        yield from dict.fromkeys(key for key, is_, should in steps if key and is_ != should)
        return
    folder, _, name = here.rpartition("/")
    right_folder, _, right_name = right.rpartition("/")
    if folder != right_folder:
        yield "ref"
    if name[:10] != right_name[:10]:
        yield "on"
    if name[10:] != right_name[10:]:
        yield "card"


@IDENTITY.rule(
    101, "Path and contents disagree", Severity.ERROR,
    of="model dataset usecase evaluation approval notice review erasure verification certificate checklist hold "
    "incident case waiver vendor host duties",
    good="m@1.0.0: {}",
    bad="m@1.0.0: {version: 1.1.0}",
)  # fmt: skip
def path_disagrees(card: Any, ctx: Context) -> Iterator[Problem]:
    """A ref leads to a file by its path. A card that calls itself something else there is found by nobody.

    models/NAME/VERSION.yaml, datasets/NAME/VERSION.yaml, use-cases/NAME.yaml, vendors/HOST/….yaml, vendors/HOST.yaml,
    checklists/NAME/VERSION/PURPOSE.yaml, and ID.yaml for waivers, holds, incidents and cases. A record lies in the
    folder of what it is about, as DAY-KIND-DIGEST.yaml, the digest being 8 or more lower-case hex digits.
    """
    entry = ctx.entry
    right = _belongs(entry.kind, card, entry.file)
    if right == entry.file:
        return
    if entry.kind in _FOLDERS and _twins(ctx):
        return  # a copied card: ID104 tells
    if not right:
        yield Problem(("ref",), "a record is about a model, a data set or a use, not about the registry", "name one")
        return
    for key in _differing(entry.kind, entry.file, right):
        value = card.card if key == "card" else getattr(card, key)
        hint = f"correct `{key}` to what the path says; or, where nothing lies there, move the file to {right}"
        yield Problem((key,), f"`{key}` is {value}, which does not agree with the path {entry.file}", hint)


@IDENTITY.rule(
    104, "Version given twice", Severity.ERROR, of="model dataset",
    good="m@1.0.0: {}\nm@1.0.1: {}",
    bad="m@1.0.0: {}\nm@1.0.0+cpu: {}",
)  # fmt: skip
def version_twice(card: Any, ctx: Context) -> Iterator[Problem]:
    """A number names one thing for ever. Two branches that both took it merge without a conflict.

    Versions that differ only in build metadata (behind the `+`) are equal in Semantic Versioning. Where one of two
    files has a path that says another number, as after copying a card, it alone is told.
    """
    others = _twins(ctx)
    if not others:
        return
    more = f", and {len(others) - 1} more files" if len(others) > 1 else ""
    hint = "give the later one a number of its own: what refers to it must say which is meant"
    if not _well_placed(ctx.entry):
        hint = f"correct it to what the path says: {ctx.entry.file.rpartition('/')[2].removesuffix('.yaml')}"
    yield Problem(("version",), f"{others[0].file} holds {others[0].ref} too{more}", hint)


def _twins(ctx: Context) -> list[Entry[Any]]:
    """The other files with the same number whose claim to it is at least as good."""
    same = twins(ctx.registry, ctx.entry.ref)
    mine = _well_placed(ctx.entry)
    return [entry for entry in same if entry.file != ctx.entry.file and (not mine or _well_placed(entry))]


def _well_placed(entry: Entry[Any]) -> bool:
    return path_of(entry.ref) == entry.inside


@IDENTITY.rule(
    118, "Versions that differ only in case", Severity.ERROR, of="model dataset",
    good="m@1.0.0-rc.1: {}\nm@1.0.0-rc.2: {}",
    bad="m@1.0.0-rc.1: {}\nm@1.0.0-RC.1: {}",
)  # fmt: skip
def case_alone(card: Any, ctx: Context) -> Iterator[Problem]:
    """To macOS and Windows their files have one name: a clone there gets one of them under both numbers."""
    others = alike(ctx.registry, ctx.entry.ref)
    if others:
        hint = "give one of them a number that differs in more than that"
        yield Problem(("version",), f"{listed(others)} differs from this only in case", hint)


_NAMED_BY = {"vendor": "host", "host": "host", **dict.fromkeys(_BY_ID, "id")}


@IDENTITY.rule(
    108, "Name that some systems cannot hold", Severity.ERROR,
    of="model dataset usecase vendor host waiver hold incident case",
    good="console@1.0.0: {}",
    bad="con@1.0.0: {}",
)  # fmt: skip
def reserved_name(card: Any, ctx: Context) -> Iterator[Problem]:
    """Windows keeps some names for devices, with any extension: a clone of the registry fails there."""
    key = _NAMED_BY.get(ctx.entry.kind, "name")
    name = getattr(card, key)
    if is_device(name):
        hint = f"choose another, such as {name.partition('.')[0]}-1"
        yield Problem((key,), f"on Windows no file or folder can be called `{name}`", hint)


@IDENTITY.rule(
    109, "Name claimed by two models", Severity.WARNING, whole=True,
    good="m@1.0.0: {serves: {aliases: [scorer]}}\nm@2.0.0: {serves: {aliases: [scorer]}}",
    bad="m@1.0.0: {serves: {aliases: [scorer]}}\nn@1.0.0: {serves: {aliases: [scorer]}}",
)  # fmt: skip
def claimed_twice(card: ModelCard, ctx: Context) -> Iterator[Problem]:
    """Callers and logs know a model by its alias or deployment. Where two models claim one, a log line names neither.

    Versions of one model may share a name; retired and destroyed ones claim nothing.
    """
    if card.serves is None or card.stage in ENDED_STAGES:
        return
    for key, i, claim in claimed(card):
        refs = claims(ctx.registry, claim)
        if len(refs) > 1:
            others = list(islice((ref for name, ref in refs.items() if name != card.name), 3))
            what = "alias" if key == "aliases" else "deployment"
            hint = must(ctx, card.owner, f"{_agree(card, others, ctx)}keep it under one of them")
            yield Problem(
                ("serves", key, i), f"the {what} `{claim[1]}` is claimed by {listed(others, len(refs) - 1)} too", hint
            )


def _agree(card: ModelCard, refs: list[str], ctx: Context) -> str:
    """With whom to settle it, when the models have several owners."""
    owners = {model.owner for ref in refs if (model := ctx.registry.model(ref))} - {card.owner}
    return f"agree with {listed(sorted(map(ctx.registry.team, owners)))} and " if owners else ""


_WANTED = {"vendor": ("host", "model"), "open": ("hub", "repository"), "in-house": ()}


@IDENTITY.rule(
    111, "Source does not fit the origin", Severity.WARNING,
    good="m@1.0.0: {origin: vendor, source: {host: azure-openai, model: gpt-4o, snapshot: '2024-08-06'}}",
    bad="m@1.0.0: {origin: vendor, source: {model: gpt-4o}}",
)  # fmt: skip
def source_does_not_fit(card: ModelCard, ctx: Context) -> Iterator[Problem]:
    """What a vendor switches off is found by host and model, what a hub takes back by hub and repository.

    A model trained here has neither; what it was made from are its `lineage.parents`. One that was fine-tuned at a
    vendor (`hosting: [vendor_finetune]`) may name the host.
    """
    if card.stage in ENDED_STAGES:
        return
    missing = [key for key in _WANTED[card.origin] if getattr(card.source, key, None) is None]
    if missing:
        message = f"the origin is {card.origin}, and `source` does not name {listed(f'`{key}`' for key in missing)}"
        path: Path = ("source",) if card.source else ("origin",)
        yield Problem(path, message, f"write it under `source`, or correct `origin: {card.origin}`")
    elif card.origin == "in-house" and card.source is not None:
        yield from _foreign(card.source, "vendor_finetune" in card.hosting)


def _foreign(source: Source, tuned_at_vendor: bool) -> Iterator[Problem]:
    for key in ("hub",) if tuned_at_vendor else ("hub", "host"):
        if getattr(source, key) is not None:
            origin = "open" if key == "hub" else "vendor"
            hint = f"write `origin: {origin}`, or name what it was made from under lineage.parents and leave this out"
            yield Problem(("source", key), f"the origin is in-house, and `source` names a {key}", hint)


@IDENTITY.rule(
    113, "Vendor model not pinned", Severity.WARNING,
    good="m@1.0.0: {origin: vendor, source: {host: azure-openai, model: gpt-4o, snapshot: '2024-08-06'}}",
    bad="m@1.0.0: {origin: vendor, source: {host: azure-openai, model: gpt-4o}}",
)  # fmt: skip
def not_pinned(card: ModelCard, ctx: Context) -> Iterator[Problem]:
    """A vendor moves a floating name to a new snapshot when it likes: what was evaluated is then not what answers.

    Where the vendor's file knows the snapshots there are, VE101 names them. Where it knows none, the name is all that
    can be pinned, as with `text-embedding-ada-002`.
    """
    if card.origin != "vendor" or card.stage != "production" or card.source is None:
        return
    if card.source.snapshot is None and unpinned(card, ctx) is None and on_file(card, ctx) is None:
        todo = "pin the snapshot it was evaluated on, under source.snapshot; `steward vendors sync` puts on file which"
        hint = must(ctx, card.owner, f"{todo} there are, if any")
        yield Problem(("source", "snapshot"), "in production, and `source` pins no snapshot", hint)


@IDENTITY.rule(
    114, "Evidence is about another seal", Severity.WARNING, of="evaluation approval certificate",
    good=f"""
m@1.0.0: {{seal: 'sha256:{"1" * 64}'}}
records/models/m/1.0.0/2029-05-01-approval-1f3a9c2e.yaml:
  {{card: approval/1, ref: m@1.0.0, on: 2029-05-01, by: ada@example.org, role: safety, decision: approved,
  seal: 'sha256:{"1" * 64}'}}
""",
    bad=f"""
m@1.0.0: {{seal: 'sha256:{"1" * 64}'}}
records/models/m/1.0.0/2029-05-01-approval-1f3a9c2e.yaml:
  {{card: approval/1, ref: m@1.0.0, on: 2029-05-01, by: ada@example.org, role: safety, decision: approved,
  seal: 'sha256:{"2" * 64}'}}
""",
)  # fmt: skip
def other_seal(card: Any, ctx: Context) -> Iterator[Problem]:
    """Evidence counts for what was judged: a version whose technical facts changed since has not been judged.

    Evidence that a later record of the same kind has made good is left alone, as is that of retired versions.
    """
    model = ctx.registry.model(card.ref) if card.seal else None
    if model is None or model.seal in (None, card.seal) or _over(ctx.entry.kind, model):
        return
    if not any(_makes_good(later, card, model) for later in records(ctx.registry, ctx.entry.kind, card.ref)):
        again = "erased and looked at" if ctx.entry.kind == "certificate" else "judged"
        hint = must(ctx, model.owner, f"have {card.ref} {again} as it is now, or restore what was sealed")
        yield Problem(("seal",), f"{card.ref} now has the seal {_short(model.seal)}", hint)


def _over(kind: str, model: ModelCard) -> bool:
    return model.stage in ENDED_STAGES and kind != "certificate"


def _makes_good(later: Any, card: Any, model: ModelCard) -> bool:
    same = all(getattr(later, key, None) == getattr(card, key, None) for key in ("use", "suite", "role"))
    return same and later.seal == model.seal and later.on >= card.on


def _short(seal: str | None) -> str:
    return f"{(seal or '')[:15]}…"
