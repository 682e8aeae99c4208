"""The options of `steward register` that say one thing each, and where in a card that stands."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping
from functools import wraps
from typing import Annotated, Any, Literal, NamedTuple, get_type_hints

import typer

from modelsteward.domain.findings import Path
from modelsteward.errors import BadUsage

ALL = ("model", "dataset", "usecase")
_NOUNS = {"model": "a model", "dataset": "a data set", "usecase": "a use"}


class Flag(NamedTuple):
    """An option, and where its value goes, by kind of card."""

    kind: Any
    places: Mapping[str, Path]


def _text(metavar: str, text: str) -> Any:
    return Annotated[str | None, typer.Option(metavar=metavar, help=text)]


def _texts(metavar: str, text: str) -> Any:
    return Annotated[list[str] | None, typer.Option(metavar=metavar, help=f"{text}; may be repeated.")]


def _everywhere(*path: str) -> dict[str, Path]:
    return dict.fromkeys(ALL, path)


_Origin = Literal["in-house", "open", "vendor", "synthetic"]
_Class = Literal["statistical", "ml", "generative", "agentic"]
_Risk = Literal["low", "medium", "high"]
_Tier = Literal["prohibited", "high", "transparency", "minimal"]

FLAGS = {
    "summary": Flag(_text("TEXT", "What it is or does, in a sentence."), _everywhere("summary")),
    "owner": Flag(_text("TEAM", "The team that answers for it, as steward.yaml names it."), _everywhere("owner")),
    "origin": Flag(
        Annotated[_Origin | None, typer.Option(help="Where it comes from.")],
        {"model": ("origin",), "dataset": ("origin",)},
    ),
    "license": Flag(
        _text("ID", "SPDX licence expression, or LicenseRef-…."), {"model": ("license",), "dataset": ("license",)}
    ),
    "purpose": Flag(
        _text("TEXT", "What it is for."),
        {"model": ("intended_use", "primary"), "dataset": ("purpose",), "usecase": ("purpose",)},
    ),
    "hosting": Flag(
        _texts("PLACE", "Model: where it runs: self, vendor_api, vendor_finetune, edge or customer_site"),
        {"model": ("hosting",)},
    ),
    "model_class": Flag(
        Annotated[_Class | None, typer.Option(help="Model: what kind it is.")], {"model": ("model_class",)}
    ),
    "task": Flag(_text("TASK", "Model: its task, as hubs name tasks."), {"model": ("task",)}),
    "host": Flag(_text("HOST", "Vendor's model: who answers the calls."), {"model": ("source", "host")}),
    "model": Flag(_text("NAME", "Vendor's model: the vendor's own name for it."), {"model": ("source", "model")}),
    "snapshot": Flag(_text("ID", "Vendor's model: the pinned snapshot."), {"model": ("source", "snapshot")}),
    "region": Flag(_text("REGION", "Vendor's model: the region it is called in."), {"model": ("source", "region")}),
    "hub": Flag(_text("HOST", "Open model: the hub, as huggingface.co."), {"model": ("source", "hub")}),
    "repository": Flag(
        _text("OWNER/NAME", "Open model: its repository on the hub."), {"model": ("source", "repository")}
    ),
    "revision": Flag(_text("COMMIT", "Open model: the commit or tag there."), {"model": ("source", "revision")}),
    "personal": Flag(
        Annotated[bool | None, typer.Option(help="Data: whether it is about identifiable people.")],
        {"dataset": ("contains", "personal")},
    ),
    "lawful_basis": Flag(
        _text("TEXT", "Data: why it may be used, as GDPR Art. 6(1)(e)."), {"dataset": ("lawful_basis",)}
    ),
    "risk": Flag(
        Annotated[_Risk | None, typer.Option(help="Use: how much harm it could do.")], {"usecase": ("risk", "own")}
    ),
    "eu_tier": Flag(
        Annotated[_Tier | None, typer.Option(help="Use: its tier under the EU AI Act; minimal: not singled out.")],
        {"usecase": ("risk", "eu_tier")},
    ),
    "jurisdiction": Flag(_texts("CODE", "Use: where, as EU or US-AZ"), {"usecase": ("jurisdictions",)}),
    "affects": Flag(_texts("WHOM", "Use: whom it touches, as patients"), {"usecase": ("affects",)}),
}
"""Each option by the name of its parameter."""


def with_flags(command: Callable[..., None]) -> Callable[..., None]:
    """Give a command these options; it gets those that were used as `said`, by name."""

    @wraps(command)
    def door(**given: Any) -> None:
        said = {name: given.pop(name) for name in FLAGS}
        command(**given, said={name: value for name, value in said.items() if value not in (None, [])})

    own = [p for p in inspect.signature(command).parameters.values() if p.name != "said"]
    hints = get_type_hints(command, include_extras=True)
    keyword = inspect.Parameter.KEYWORD_ONLY
    parameters = [
        *(p.replace(kind=keyword, annotation=hints[p.name]) for p in own),
        *(inspect.Parameter(name, keyword, default=None, annotation=flag.kind) for name, flag in FLAGS.items()),
    ]
    door.__signature__ = inspect.Signature(parameters)  # type: ignore[attr-defined]
    door.__annotations__ = {p.name: p.annotation for p in parameters}
    return door


def values_of(said: Mapping[str, Any], kind: str) -> dict[Path, Any]:
    """What was said, by its place in a card of this kind. Raises BadUsage for an option of other kinds."""
    alien = [f"--{name.replace('_', '-')}" for name in said if kind not in FLAGS[name].places]
    if alien:
        raise BadUsage(f"{_NOUNS[kind]} has no {', '.join(alien)}", "`steward register --help` says what each is for")
    values = {FLAGS[name].places[kind]: _once(value) for name, value in said.items()}
    return values | _implied(said, kind)


def _once(value: Any) -> Any:
    """A value; of a list each entry once."""
    return list(dict.fromkeys(value)) if isinstance(value, list) else value


def _implied(said: Mapping[str, Any], kind: str) -> dict[Path, Any]:
    """What naming a vendor's host or a hub says of the origin."""
    if kind != "model" or "origin" in said:
        return {}
    if "host" in said and not {"hub", "repository"} & set(said):
        return {("origin",): "vendor"}
    return {("origin",): "open"} if "repository" in said and "host" not in said else {}
