"""LI: Whether licences are named, and allow what is done."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from modelsteward.domain.findings import Path, Problem, Severity
from modelsteward.domain.packs import LicenceFamily
from modelsteward.domain.spdx import LONGEST, Choice, Licence, is_own, nearest, read_licence
from modelsteward.domain.stages import ENDED_STAGES
from modelsteward.domain.texts import listed
from modelsteward.rules.engine import Context, Family
from modelsteward.rules.wording import must

if TYPE_CHECKING:
    from modelsteward.domain.cards.dataset import DataSetCard
    from modelsteward.domain.cards.model import ModelCard, Parent
    from modelsteward.domain.cards.usecase import UseCaseCard

LICENCE = Family("LI", "Licence", "Whether licences are named, and allow what is done.")

_AT: Path = ("license",)


def _read(card: ModelCard | DataSetCard) -> Licence | None:
    """What a card's licence says; None where it names none, or is a tombstone."""
    state = getattr(card, "stage", None) or getattr(card, "status", None)
    return read_licence(card.license) if card.license and state not in ENDED_STAGES else None


@LICENCE.rule(
    101, "Not an SPDX licence expression", Severity.ERROR, of="model dataset",
    good="m@1.0.0: {license: Apache-2.0 OR LicenseRef-House-Terms, license_text: LICENSE}",
    bad="m@1.0.0: {license: Apache 2.0}",
)  # fmt: skip
def not_spdx(card: ModelCard | DataSetCard, ctx: Context) -> Iterator[Problem]:
    """A licence is named by its SPDX id (https://spdx.org/licenses/), or several joined by AND, OR and WITH, so that
    programs and people mean the same text. What SPDX does not list is named `LicenseRef-` and a name of your own.
    """
    licence = _read(card)
    if licence and licence.malformed:
        yield Problem(_AT, _misshapen(str(card.license)), "write one like `Apache-2.0` or `MIT OR Apache-2.0`")
    elif licence and licence.unknown:
        words = [f"`{word}`" for word in licence.unknown]
        yield Problem(_AT, f"SPDX lists no licence {listed(words)}", _instead(licence.unknown[0]))


def _misshapen(text: str) -> str:
    return "this is longer than a name" if len(text) > LONGEST else f"`{text}` is no expression: a part is missing"


_NO_NAME = frozenset(("none", "noassertion", "other", "unknown", "custom", "n/a", "-"))


def _instead(word: str) -> str:
    """What would be right where an id was expected."""
    if word.lower() in _NO_NAME:
        return "leave `license` out where it is unknown, or name the terms as `LicenseRef-…`"
    if re.search(r"[,;/&|]", word):
        return "join licences with AND where all apply, with OR where one may choose"
    near = nearest(word)
    if near and near != word:
        return f"did you mean `{near}`?"
    name = re.sub(r"[^A-Za-z0-9.]+", "-", word).strip("-")
    own = "LicenseRef-" + re.sub(r"^licenseref-", "", name, flags=re.IGNORECASE)
    return f"write an id of https://spdx.org/licenses/, or `{own}`"


@LICENCE.rule(
    102, "Licence that the parent's does not allow", Severity.ERROR,
    good="""
base@1.0.0: {license: CC-BY-NC-4.0}
m@1.0.0: {license: CC-BY-NC-4.0, lineage: {parents: [{ref: base@1.0.0, relation: fine-tune}]}}
""",
    bad="""
base@1.0.0: {license: CC-BY-NC-4.0}
m@1.0.0: {license: Apache-2.0, lineage: {parents: [{ref: base@1.0.0, relation: fine-tune}]}}
""",
)  # fmt: skip
def not_allowed(card: ModelCard, ctx: Context) -> Iterator[Problem]:
    """Who derives a model can't give away more than was given: what the parent's licence forbids stays forbidden, and
    a licence that says otherwise misleads everyone further down.

    Only what a small table of licence families plainly says is held against a card (`packs/licences.yaml`, each entry
    with its source). It is no legal advice: the finding names the text to read.
    """
    for path, parent, licence in _parents(card, ctx):
        mine = read_licence(card.license).choices if card.license else ()
        found = [_against(mine, theirs, parent, ctx) for theirs in licence.choices]
        if found and all(found):
            one, what, family = next(reason for reason in found if reason)
            hint = must(ctx, card.owner, f"keep to its terms, or agree on others with its owner; read {family.source}")
            at = _AT if card.license and family.derivatives is not False else path
            yield Problem(at, f"{parent.ref} is under {one}, which {what}", hint)


def _parents(card: ModelCard, ctx: Context) -> Iterator[tuple[Path, Parent, Licence]]:
    """The parents of a card that is no tombstone, as far as they can be read, each with its licence."""
    if card.stage in ENDED_STAGES or not card.lineage:
        return
    for i, parent in enumerate(card.lineage.parents):
        if (base := ctx.registry.model(parent.ref)) is not None:
            yield ("lineage", "parents", i, "ref"), parent, read_licence(base.license) if base.license else Licence()


Reason = tuple[str, str, LicenceFamily]
"""A licence of the parent, what it has against the child, and its family."""


def _against(mine: tuple[Choice, ...], theirs: Choice, parent: Parent, ctx: Context) -> Reason | None:
    """What one choice of a parent's licence has against what a model is offered under; None where it has nothing."""
    for licence in sorted(theirs):
        family = ctx.packs.family(licence)
        if family is None or not _reaches(family, parent):
            continue
        if family.derivatives is False and parent.relation != "repackaged":
            return licence, "lets nobody pass on what is made from it", family
        for choice in mine:
            if reason := _dropped(family, choice, ctx):
                return licence, f"{reason}; this model is offered under {_all(choice)}", family
    return None


def _reaches(family: LicenceFamily, parent: Parent) -> bool:
    """Whether a licence binds what was made in this way. Of a model trained on outputs that is often not known."""
    return parent.relation != "trained-on-outputs" or family.outputs is True


def _dropped(family: LicenceFamily, choice: Choice, ctx: Context) -> str | None:
    """What a family asks that these licences together plainly do not."""
    families = [ctx.packs.family(licence) for licence in choice]
    if family in families or choice & set(family.also):
        return None
    if family.share_alike:
        return "asks that what is made from it carries the same licence"
    if family.carries_over and not any(is_own(licence) for licence in choice):
        return "binds what is made from it to its own terms"
    if family.commercial is False and all(known is not None and known.commercial for known in families):
        return "forbids commercial use"
    return None


def _all(choice: Choice) -> str:
    return " AND ".join(sorted(choice))


def _name(licence: Licence) -> str:
    return " OR ".join(_all(choice) for choice in licence.choices)


@LICENCE.rule(
    103, "Parent's terms cannot be told", Severity.NOTE,
    good="""
base@1.0.0: {license: MIT}
m@1.0.0: {lineage: {parents: [{ref: base@1.0.0, relation: fine-tune}]}}
""",
    bad="""
base@1.0.0: {origin: open, license: LicenseRef-House-Terms}
m@1.0.0: {lineage: {parents: [{ref: base@1.0.0, relation: fine-tune}]}}
""",
)  # fmt: skip
def cannot_tell(card: ModelCard, ctx: Context) -> Iterator[Problem]:
    """Silence about a parent's licence would read as consent. This says that nobody has looked: read the licence, and
    put down in `extra` or a waiver what it allows. What was made here under terms of our own needs no such look.
    """
    for path, parent, licence in _parents(card, ctx):
        if not licence.choices:
            what = f"cannot tell what {parent.ref} allows: its card names no licence that can be read"
            yield Problem(path, what, f"name the licence in the card of {parent.ref}")
        elif unclear := sorted({one for choice in licence.choices for one in choice if _is_unclear(one, parent, ctx)}):
            what = f"cannot tell what {listed(unclear)} asks of what is made from {parent.ref} ({parent.relation})"
            yield Problem(path, what, "read its text, and waive this with what it says")


def _is_unclear(licence: str, parent: Parent, ctx: Context) -> bool:
    family = ctx.packs.family(licence)
    if family is None:
        made = ctx.registry.model(parent.ref)
        return made is None or made.origin != "in-house"
    if family.asks_nothing:
        return False
    return family.outputs is None if parent.relation == "trained-on-outputs" else family.carries_over is None


@LICENCE.rule(
    104, "Own licence without its text", Severity.WARNING,
    good="m@1.0.0: {license: LicenseRef-House-Terms, license_text: 'https://example.org/terms'}",
    bad="m@1.0.0: {license: LicenseRef-House-Terms}",
)  # fmt: skip
def no_text(card: ModelCard, ctx: Context) -> Iterator[Problem]:
    """An SPDX id stands for a text that everyone can find. A LicenseRef-… stands for nothing until the card says where
    its text is.
    """
    licence = _read(card)
    own = sorted({one for choice in licence.choices for one in choice if is_own(one)}) if licence else []
    if own and not card.license_text:
        yield Problem(_AT, f"where the text of {listed(own)} stands is unknown", "name its place as `license_text: …`")


@LICENCE.rule(
    105, "Open model without licence", Severity.WARNING,
    good="m@1.0.0: {origin: open, license: MIT}",
    bad="m@1.0.0: {origin: open, license: <absent>}",
)  # fmt: skip
def no_licence(card: ModelCard, ctx: Context) -> Iterator[Problem]:
    """Weights that can be downloaded are not free for that: without a licence nothing is allowed."""
    if card.origin == "open" and not card.license and card.stage not in (ctx.policy.stages[0], *ENDED_STAGES):
        hint = must(ctx, card.owner, "name the licence its hub gives, as an SPDX id or LicenseRef-…")
        yield Problem(_AT, f"in {card.stage}, and its licence is unknown", hint)


@LICENCE.rule(
    106, "Non-commercial model serves people outside", Severity.WARNING, of="usecase", whole=True,
    good="""
m@1.0.0: {license: CC-BY-NC-4.0}
use:u: {serving: {main: m@1.0.0}, consumers: {external: []}}
""",
    bad="""
m@1.0.0: {license: CC-BY-NC-4.0}
use:u: {serving: {main: m@1.0.0}, consumers: {external: [clinics]}}
""",
)  # fmt: skip
def commercial_use(card: UseCaseCard, ctx: Context) -> Iterator[Problem]:
    """A use that is on the market, or that others rely on, is hard to call non-commercial. Whether it is, is for
    somebody to decide who knows both; where the decision is that it is not, a waiver says so.
    """
    outside = card.placed_on_market is not None or bool(card.consumers and card.consumers.external)
    if card.status != "live" or not outside:
        return
    hint = must(ctx, card.owner, "have this judged, and ask for a commercial licence or change the model")
    for slot, ref in card.serving.items():
        for source, licence in _limited(ref, ctx):
            what = ref if source == ref else f"{ref} is made from {source}, which"
            yield Problem(("serving", slot), f"{what} is under {licence}: it forbids commercial use", hint)


def _limited(ref: str | None, ctx: Context) -> Iterator[tuple[str, str]]:
    """The models that one was made from, itself included, whose licence forbids commercial use whatever one chooses."""
    queue = [ref] if ref else []
    for source in queue:
        model = ctx.registry.model(source)
        if model is None:
            continue
        licence = read_licence(model.license) if model.license else Licence()
        if licence.choices and all(any(_forbids(one, ctx) for one in choice) for choice in licence.choices):
            yield source, _name(licence)
        parents = model.lineage.parents if model.lineage else ()
        queue += [p.ref for p in parents if p.relation != "trained-on-outputs" and p.ref not in queue]


def _forbids(licence: str, ctx: Context) -> bool:
    family = ctx.packs.family(licence)
    return family is not None and family.commercial is False


@LICENCE.rule(
    107, "Licence id not in its present form", Severity.NOTE, of="model dataset",
    good="m@1.0.0: {license: GPL-3.0-only}",
    bad="m@1.0.0: {license: GPL-3.0}",
)  # fmt: skip
def old_id(card: ModelCard | DataSetCard, ctx: Context) -> Iterator[Problem]:
    """SPDX has renamed ids whose meaning was not plain (GPL-3.0 became GPL-3.0-only), and many programs compare ids
    letter by letter, capitals included.
    """
    licence = _read(card)
    for word, present in licence.renamed if licence else ():
        if word == present:
            yield Problem(_AT, f"SPDX has deprecated {word}", "write the licence WITH the exception, each by its id")
        else:
            yield Problem(_AT, f"SPDX writes {word} as {present}", f"write `{present}`")
