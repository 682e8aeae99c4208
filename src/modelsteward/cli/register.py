"""`steward register REF`: a model, a data set or a use gets its first card."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, NamedTuple

import typer

from modelsteward.cli import changing
from modelsteward.cli.artifacts import Artifacts, Uris
from modelsteward.cli.changing import Manner, carry_out, changes, require_person
from modelsteward.cli.register_flags import values_of, with_flags
from modelsteward.cli.register_from import Filled, From, filled
from modelsteward.errors import BadUsage

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from modelsteward.api.desk import Desk, Propose
    from modelsteward.cli.trial import Trial
    from modelsteward.domain.cards.registry import RegistryCard
    from modelsteward.domain.findings import Path as KeyPath
    from modelsteward.domain.guests import Guests
    from modelsteward.domain.plan import Proposal
    from modelsteward.usecases.questions import Question
    from modelsteward.usecases.register import Asked
    from modelsteward.usecases.targets import Refs, Target

Ref = Annotated[
    str | None,
    typer.Argument(metavar="REF", help="no-show or no-show@1.0.0, data:appointments, use:outreach-reminders."),
]
VersionOption = Annotated[str | None, typer.Option(metavar="VERSION", help="Its version; 1.0.0 for a new name.")]
Datasets = Annotated[
    list[str] | None,
    typer.Option("--dataset", metavar="REF", help="A data set it was made from, or `none`; may be repeated."),
]
Parents = Annotated[
    list[str] | None,
    typer.Option(
        "--parent",
        metavar="REF:RELATION",
        help="Model: what it was made from, as llama@3.1.0:fine-tune, or `none`; may be repeated.",
    ),
]
Settings = Annotated[
    list[str] | None,
    typer.Option("--set", metavar="KEY=VALUE", help="Anything else, as interface.languages=[en]; may be repeated."),
]


@changes
@with_flags
def register(
    manner: Manner, said: dict[str, Any], ref: Ref = None, version: VersionOption = None, source: From = None,
    artifact: Artifacts = None, uri: Uris = None, dataset: Datasets = None, parent: Parents = None,
    settings: Settings = None,
) -> None:  # fmt: skip
    """Register a model, a data set or a use: write its first card.

    What is lacking is asked, where a person is there. Artifacts are hashed; nothing is copied or moved.
    """
    from modelsteward.cli.artifacts import ask_for_one, described, outlined, parse, places
    from modelsteward.cli.common import find_root
    from modelsteward.cli.trial import Trial
    from modelsteward.store.assignments import assignments
    from modelsteward.usecases.register import Asked

    require_person(manner)
    here = _look_around(find_root(manner.registry))
    fill = filled(here.root, ref, source, said, manner.today)
    target = _target(fill.ref, version, here)
    named = parse(artifact or [])
    where = places(named, uri or [], target.kind)
    built = _built_on(target.kind, dataset, parent) | _location(target.kind, uri)
    values = {**fill.values, **values_of(said, target.kind), **built}
    asked = Asked(target, values, tuple(assignments(settings or [])), outlined(named, where))
    asks = not manner.yes and changing.person_is_there()
    if asks:
        asked = _answered(asked, here, Trial(here.root, manner.today, asked), fill.settled)
        if not named and target.kind == "model" and asked.values.get(("origin",)) != "vendor":
            named, where = ask_for_one()
            asked = asked._replace(artifacts=outlined(named, where))
    else:
        _require_all(asked, here)
    if named and not _fails(asked, fill, here.root, manner):  # hashing may take an hour: not for a card that is refused
        artifacts, inside = described(named, where)
        asked = asked._replace(artifacts=artifacts)
    else:
        inside = {}
    carry_out(manner, _proposing(asked, fill, inside))


def _target(ref: str, version: str | None, here: Surrounded) -> Target:
    """What is to be registered. Raises Refused where another registry has it, or where it is taken."""
    from modelsteward.api.home import at_home
    from modelsteward.cli.common import prefix
    from modelsteward.store.newcards import taken_by
    from modelsteward.usecases.targets import target_of

    if guest := taken_by(here.root, here.guests, ref):
        raise at_home(ref, guest, "register …", prefix(here.root, Path.cwd()))
    return target_of(ref, version, here.known)


def _proposing(asked: Asked, fill: Filled, inside: Mapping[str, str] | None = None) -> Propose:
    """How the card is proposed, by what is around at that time."""
    from modelsteward.store.newcards import dressed, known_refs
    from modelsteward.usecases.register import plan_registration

    def propose(desk: Desk) -> Proposal:
        digests = [digest for item in asked.artifacts if (digest := str(item.get("digest", "")))]
        registry = desk.near(asked.target.ref, *digests, dependents=asked.target.kind == "model")
        plan = plan_registration(registry, known_refs(desk.root, registry.guests), asked)
        plan = fill.completing(plan, desk.today, registry.policy)
        return dressed(plan._replace(inside=inside or {}), desk.root)

    return propose


def _fails(asked: Asked, fill: Filled, root: Path, manner: Manner) -> bool:
    """Whether the card would be refused, whatever its digests. Raises Refused where there can be none."""
    from modelsteward.api.desk import Desk, failures
    from modelsteward.cli.progress import progress

    with progress() as tell:
        return any(failures(Desk(root, manner.today, tell=tell).plan(_proposing(asked, fill))))


class Surrounded(NamedTuple):
    """What answers are looked up in."""

    root: Path
    policy: RegistryCard
    guests: Guests
    known: Refs


def _look_around(root: Path) -> Surrounded:
    from modelsteward.cli.common import or_broken_policy
    from modelsteward.store.files import WorkTree
    from modelsteward.store.loading import load
    from modelsteward.store.newcards import known_refs

    with or_broken_policy(root, None):
        registry = load(WorkTree(root), (), guests=True).registry
        return Surrounded(root, registry.policy, registry.guests, known_refs(root, registry.guests))


def _location(kind: str, uris: list[str] | None) -> dict[KeyPath, Any]:
    """A data set has one place, whether or not it is hashed."""
    return {("location",): uris[0]} if kind == "dataset" and uris else {}


def _built_on(kind: str, datasets: list[str] | None, parents: list[str] | None) -> dict[KeyPath, Any]:
    """What it was made from. `none` says that there is nothing."""
    values: dict[KeyPath, Any] = {}
    if (datasets or parents) and kind == "usecase":
        raise BadUsage("a use is not made from data or models", "leave --dataset and --parent out")
    if parents and kind == "dataset":
        raise BadUsage("a data set has no parents", "name the data sets it was made from with --dataset")
    if datasets:
        path: KeyPath = ("lineage", "datasets") if kind == "model" else ("derived_from",)
        values[path] = list(dict.fromkeys(_data(ref) for ref in datasets if ref != "none"))
    if parents:
        values["lineage", "parents"] = [_parent(text) for text in dict.fromkeys(parents) if text != "none"]
    return values


def _data(ref: str) -> str:
    return ref if ref.startswith("data:") else f"data:{ref}"


def _parent(text: str) -> dict[str, str]:
    ref, _, relation = text.rpartition(":")
    if not ref or "@" in relation:
        raise BadUsage(
            f"--parent {text} does not say how it was made from that",
            f"write --parent {text}:fine-tune; or adapter, quantized, distilled, merge, trained-on-outputs, repackaged",
        )
    return {"ref": ref, "relation": relation}


def _require_all(asked: Asked, here: Surrounded) -> None:
    """Raise BadUsage that lists all that is lacking, where something is."""
    from modelsteward.usecases.questions import needed, spoken

    missing = needed(asked.target.kind, spoken(asked.values, asked.edits), here.policy)
    if missing:
        what = ", ".join(".".join(map(str, one.path)) for one in missing)
        raise BadUsage(f"not said: {what}", f"add {' '.join(one.flag for one in missing)}")


def _answered(asked: Asked, here: Surrounded, trial: Trial, settled: Collection[KeyPath]) -> Asked:
    """The same with what a person answered to what was lacking. Raises BadUsage or Refused for what was said before."""
    from modelsteward.cli.asking import Choices, ask
    from modelsteward.store.surroundings import identity
    from modelsteward.usecases.questions import questions, spoken

    trial.require_sound()
    me = identity(here.root)[1]
    values = dict(asked.values)
    passed = set(settled)

    def lacking() -> list[Question]:
        known = questions(asked.target.kind, spoken(values, asked.edits), here.policy, me, here.known)
        return [one for one in known if one.path not in passed]

    while left := lacking():
        question = left[0]
        passed.add(question.path)
        fault = partial(_fault, question, here, trial, values)
        choices = Choices(question.choices, question.closed, question.is_list, question.notes)
        answer = ask(question.text, choices, default=question.default, needed=question.needed, check=fault)
        if answer:
            values[question.path] = question.value(answer)
    return asked._replace(values=values)


def _fault(
    question: Question, here: Surrounded, trial: Trial, values: Mapping[KeyPath, Any], answer: str
) -> str:  # fmt: skip
    """What is wrong with an answer, if anything is."""
    wrong = ""
    if question.path == ("license",):
        wrong = _licence_fault(answer)
    elif question.path == ("lineage", "datasets"):
        wrong = _unknown_data(answer, here.known)
    return wrong or trial.fault(question.path, question.value(answer), values)


def _unknown_data(answer: str, known: Refs) -> str:
    """What is wrong with a list of data sets, if anything is."""
    from modelsteward.domain.suggest import did_you_mean
    from modelsteward.usecases.questions import NONE

    missing = next((ref for ref in answer.split(", ") if ref not in known and ref != NONE), None)
    if missing is None:
        return ""
    data = sorted(ref for ref in known if ref.startswith("data:"))
    begins = [ref for ref in data if ref.startswith((missing, f"data:{missing}"))]
    near = f"did you mean `{begins[-1]}`?" if begins else did_you_mean(missing, data)
    return f"nothing is called {missing} here; {near or 'write it like data:appointments@2.1.0'}"


def _licence_fault(text: str) -> str:
    """What is wrong with a licence, if anything is."""
    from modelsteward.domain.spdx import nearest, read_licence
    from modelsteward.usecases.questions import LICENCES

    licence = read_licence(text)
    if licence.malformed:
        return "this is no expression; write one like Apache-2.0 or MIT OR Apache-2.0"
    if not licence.unknown:
        return ""
    word = licence.unknown[0]
    near = nearest(word) or next((name for name in LICENCES if name.lower().startswith(word.lower())), None)
    return f"SPDX lists no {word}; " + (f"did you mean {near}?" if near else "write LicenseRef-… for terms of its own")
