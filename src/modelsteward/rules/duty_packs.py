"""DU, continued: packs of duties that are past their day, not there or not sound, and what names their duties."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from modelsteward.domain.conditions import fields_of
from modelsteward.domain.dates import ago
from modelsteward.domain.duties import PackHere, duties_here, packs_here
from modelsteward.domain.duty_packs import FOLDER, duty_value, file_of, has_news, is_newer, twice
from modelsteward.domain.findings import Path, Problem, Severity
from modelsteward.domain.references import duty_words
from modelsteward.domain.relations import DUTIES as ALL_PACKS
from modelsteward.domain.suggest import did_you_mean
from modelsteward.domain.texts import listed
from modelsteward.rules.duties import DUTIES
from modelsteward.rules.duty_words import never_so, wrong_objects
from modelsteward.rules.engine import Context
from modelsteward.rules.wording import must

if TYPE_CHECKING:
    from datetime import date

    from modelsteward.domain.cards.dataset import DataSetCard
    from modelsteward.domain.cards.packs import Duty, DutyPack
    from modelsteward.domain.cards.registry import RegistryCard
    from modelsteward.domain.cards.usecase import UseCaseCard

_DUTY = """
    - id: %s
      jurisdiction: INT
      source: House rules
      article: "1"
      kind: keep
      objects: [records]
      what: Keep the records.
      applies_when: {all: []}
      binding: false
      read: primary
      read_in: the house rules
      checked_on: "2029-06-01"
"""
_PACK = """
registry: {packs: {duties: []}}
packs/duties/house.yaml:
  card: duties/1
  name: house
  title: House rules
  about: What we ask of ourselves.
  review_by: "%s"
  duties:
"""
_GOOD = _PACK % "2030-06-01" + _DUTY % "house-keep"
_NAMED = _GOOD + "\nuse:u: {duties: [{duty: %s, how: They are kept.}]}\n"


@DUTIES.rule(
    110, "Pack of duties past its review date", Severity.WARNING, of="registry duties", timed=True,
    good=_GOOD,
    bad=_PACK % "2029-12-01" + _DUTY % "house-keep",
)  # fmt: skip
def pack_old(card: RegistryCard | DutyPack, ctx: Context) -> Iterator[Problem]:
    """Law changes. A pack that nobody has held against its sources in time may ask what nobody asks any more, and be
    silent on what somebody does. Of the packs that come with steward it is told in steward.yaml, of others in the pack.
    """
    if ctx.entry.kind == "duties":
        yield from _own_old(card, ctx)  # type: ignore[arg-type]
        return
    old = {}
    for i, name in enumerate(ctx.policy.packs.duties):
        head = ctx.packs.duty_heads.get(name)
        if head and head.review_by < ctx.today and name not in _ours(ctx):
            old[i] = head
    if old and not _says_packs(ctx.policy):  # it says nothing of packs: there is one place for all of it
        first = min(old.values(), key=lambda head: head.review_by)
        names = listed([f"`{head.name}`" for head in old.values()], most=20)
        packs = f"the pack {names}" if len(old) == 1 else f"of the packs {names}, which count here, the first"
        yield Problem((), f"{packs} {_overdue(first.review_by, ctx.today)}", _PIN % first.name)
        return
    for i, head in old.items():
        message = f"the pack `{head.name}` {_overdue(head.review_by, ctx.today)}"
        yield Problem(("packs", "duties", i), message, _PIN % head.name)


_PIN = "install a newer steward; or `steward packs update %s` pins it, to be reviewed and mended here"


def _says_packs(policy: RegistryCard) -> bool:
    """Whether steward.yaml names packs itself."""
    return policy.knows("packs") and policy.packs.knows("duties")


def _own_old(card: DutyPack, ctx: Context) -> Iterator[Problem]:
    theirs = card.name in ctx.packs.duty_heads
    if card.review_by < ctx.today and (not theirs or card.name in ctx.policy.packs.duties):
        hint = "hold it against its sources, mend it, and set the next date"
        if theirs:
            hint = f"`steward packs update {card.name}` brings what steward has newer; else {hint}"
        yield Problem(("review_by",), f"the pack {_overdue(card.review_by, ctx.today)}", hint)


def _overdue(review_by: date, today: date) -> str:
    return f"was to be looked over by {review_by}, {ago(review_by, today)}"


def _ours(ctx: Context) -> dict[str, DutyPack]:
    """Packs of our own and copies, by name."""
    return {entry.card.name: entry.card for entry in ctx.registry.filed(ALL_PACKS) if not entry.home}


@DUTIES.rule(
    111, "Pack of duties that is not there", Severity.ERROR, of="registry", whole=True,
    good="registry: {packs: {duties: [eu]}}",
    bad="registry: {packs: {duties: [ue]}}",
)  # fmt: skip
def no_such_pack(card: RegistryCard, ctx: Context) -> Iterator[Problem]:
    """Of a pack that is not there no duty applies, and nobody would be told."""
    for i, name in enumerate(card.packs.duties if _says_packs(card) else ()):
        known = {*ctx.packs.duty_heads, *_ours(ctx)}
        if name not in known and not ctx.registry.has(file_of(name)):
            hint = did_you_mean(name, known) or f"there are {listed(sorted(known), most=20)}; or write {file_of(name)}"
            yield Problem(("packs", "duties", i), f"there is no pack of duties `{name}`", hint)


@DUTIES.rule(
    112, "Duty that no pack names", Severity.ERROR, of="usecase",
    good=_NAMED % "house-keep",
    bad=_NAMED % "house-kept",
)  # fmt: skip
def no_such_duty(card: UseCaseCard, ctx: Context) -> Iterator[Problem]:
    """What is said of how a duty is met counts for the duty of that id. Under another id it counts for none."""
    for i, met in enumerate(card.duties):
        known = duties_here(ctx.registry, ctx.packs)
        if met.duty not in known and not _may_be_unread(ctx):
            hint = _in_another(met.duty, ctx) or did_you_mean(met.duty, known)
            hint = hint or "`steward packs show` lists those there are"
            yield Problem(("duties", i, "duty"), f"no pack that counts here has a duty `{met.duty}`", hint)


def _in_another(duty: str, ctx: Context) -> str:
    """That it is in a pack which steward.yaml does not choose."""
    for name, pack in ctx.packs.duties.items():
        if name not in ctx.policy.packs.duties and any(one.id == duty for one in pack.duties):
            return f"it is in the pack `{name}`: choose it under `packs.duties` in steward.yaml"
    return ""


def _may_be_unread(ctx: Context) -> bool:
    """Whether a pack of ours cannot be read, so that nobody can tell what is in it."""
    return any(one.file.startswith(f"{FOLDER}/") for one in ctx.registry.unread())


_SUPERSEDED = _DUTY % "house-old" + "      status: superseded\n      superseded_by: house-keep\n"


@DUTIES.rule(
    113, "Duty that something took the place of", Severity.WARNING, of="usecase dataset", ageing=True,
    good=_NAMED % "house-keep",
    bad=_GOOD + _SUPERSEDED + "\nuse:u: {duties: [{duty: house-old, how: They are kept.}]}\n",
)  # fmt: skip
def superseded_duty(card: UseCaseCard | DataSetCard, ctx: Context) -> Iterator[Problem]:
    """What a repealed or superseded rule asked is not what is asked now; another period may count, or none.

    Of a data set `retention.basis` is looked at, where a word in it is a duty's id.
    """
    for path, ident in _duties_named(card, ctx):
        duty, here = duties_here(ctx.registry, ctx.packs).get(ident, (None, None))
        if duty is not None and here is not None and (ended := _ended(duty, ctx)):
            yield Problem(path, f"{ident} ({duty.source}, {duty.article}) {ended}", _instead(card, duty, ctx))


def _duties_named(card: Any, ctx: Context) -> Iterator[tuple[Path, str]]:
    if ctx.entry.kind == "usecase":
        yield from ((("duties", i, "duty"), met.duty) for i, met in enumerate(card.duties))
    elif card.retention is not None and card.retention.basis and card.status != "destroyed":
        yield from ((("retention", "basis"), word) for word in duty_words(card.retention.basis))


def _ended(duty: Duty, ctx: Context) -> str:
    """What became of a duty that counts no more; empty where it does."""
    day = duty.ended_on
    if duty.status in ("superseded", "repealed"):
        return f"is {duty.status}" + (f" since {day}" if day else "")
    return f"ended on {day}" if day and ctx.day_if_known and day < ctx.day_if_known else ""


def _instead(card: Any, duty: Duty, ctx: Context) -> str:
    what = f"name {duty.superseded_by}, which took its place" if duty.superseded_by else "see what is asked now"
    return must(ctx, card.owner, f"{what}, or take it out")


@DUTIES.rule(
    114, "Copy of a pack that is behind steward's", Severity.NOTE, of="duties",
    good=_GOOD,
    bad=_PACK.replace("house", "eu") % "2030-06-01"
    + "    - {id: eu-aia-11, jurisdiction: EU, source: AI Act, article: '11', kind: record, objects: [records],"
    " what: Write., applies_when: {all: []}, binding: true, read: memory, read_in: nothing, checked_on: '2026-01-01'}\n"
    "  pinned: {steward: '0.1.0', on: '2026-01-01', entries: {eu-aia-11: '000000000000'}}\n",
)  # fmt: skip
def copy_behind(card: DutyPack, ctx: Context) -> Iterator[Problem]:
    """A pinned copy changes only when somebody takes over what is new, and law goes on meanwhile."""
    theirs = ctx.packs.duties.get(card.name) if card.pinned else None
    if theirs is not None and has_news(card, theirs) and not is_newer(card):
        hint = f"`steward packs diff {card.name}` shows it, `steward packs update {card.name}` takes it over"
        yield Problem(("pinned",), "steward brings another version of this pack than was copied", hint, at_key=True)


@DUTIES.rule(
    115, "Id that two duties have", Severity.ERROR, of="duties",
    good=_GOOD,
    bad=_GOOD + _DUTY % "house-keep",
)  # fmt: skip
def id_twice(card: DutyPack, ctx: Context) -> Iterator[Problem]:
    """Cards and certificates name a duty by its id. Of two with one id only one counts, and nobody can say which."""
    again = set(twice(card))
    for i in sorted(again):
        hint = "give it an id of its own, or take it out"
        yield Problem(("duties", i, "id"), f"{card.duties[i].id} is the id of an earlier duty in this pack", hint)
    packs = packs_here(ctx.registry, ctx.packs)
    if not any(here.file == ctx.entry.file for here in packs):
        return  # steward.yaml does not choose it
    earlier = {duty.id: here for here in reversed(_before(packs, ctx)) for duty in here.pack.duties}
    for i, duty in enumerate(card.duties):
        if duty.id in earlier and i not in again:
            there = earlier[duty.id]
            where = there.file or f"the pack `{there.pack.name}`, which comes with steward"
            hint = f"give it an id of its own; to change that pack, `steward packs update {there.pack.name}` pins it"
            if there.file:
                hint = "give one of them an id of its own, or take it out"
            yield Problem(("duties", i, "id"), f"{duty.id} is the id of a duty in {where}", hint)


def _before(packs: list[PackHere], ctx: Context) -> list[PackHere]:
    """The packs that count before this one: those that come with steward, and copies by the order of their files."""
    return [here for here in packs if here.file is None or here.file < ctx.entry.file]


@DUTIES.rule(
    116, "Duty that contradicts itself", Severity.ERROR, of="duties",
    good=_GOOD,
    bad=_GOOD + "      bound: at_least\n",
)  # fmt: skip
def contradiction(card: DutyPack, ctx: Context) -> Iterator[Problem]:
    """A condition that asks for a fact which steward does not know can never be told; one that asks for a word which no
    card can say never holds; a floor without a period, or on `weight` instead of `weights`, keeps nothing; what ended
    before it began never was. Entries that are as they came with steward are not looked at.
    """
    theirs = ctx.packs.duties.get(card.name)
    known = {duty.id: duty_value(duty) for duty in theirs.duties} if theirs else {}
    for i, duty in enumerate(card.duties):
        if known.get(duty.id) != duty_value(duty):
            for path, message, hint in _wrong(duty, ctx):
                yield Problem(("duties", i, *path), f"{duty.id}: {message}", hint)


_Wrong = tuple[Path, str, str]


def _wrong(duty: Duty, ctx: Context) -> Iterator[_Wrong]:
    if duty.superseded_by == duty.id:
        yield ("superseded_by",), "it cannot take its own place", "name the duty that did"
    elif duty.superseded_by and duty.superseded_by not in (known := _all_duties(ctx)):
        hint = did_you_mean(duty.superseded_by, known) or "name one that is there, or take it out"
        yield ("superseded_by",), f"there is no duty `{duty.superseded_by}`", hint
    starts = [start.on for start in duty.applies_from if start.on]
    if duty.ended_on and starts and duty.ended_on < min(starts):
        yield ("ended_on",), f"it ended on {duty.ended_on}, before it began on {min(starts)}", "mend one of the days"
    if duty.bound == "at_least" and duty.period is None and not duty.variants:
        yield ("bound",), "it is to be kept for at least a period, and says none", "add `period`, as P5Y"
    others = [one for pack in ctx.packs.duties.values() for one in pack.duties]
    for at, message, hint in wrong_objects(duty, others):
        yield ("objects", at), message, hint
    for path, condition in _conditions(duty):
        yield from ((path, message, hint) for message, hint in _unknown(condition, ctx))


def _all_duties(ctx: Context) -> set[str]:
    """The ids of all duties: of packs that count and of those that steward.yaml does not choose."""
    packs = [*ctx.packs.duties.values(), *_ours(ctx).values()]
    return {duty.id for pack in packs for duty in pack.duties}


def _conditions(duty: Duty) -> Iterator[tuple[Path, Any]]:
    yield ("applies_when",), duty.applies_when
    yield from ((("applies_from", i, "when"), start.when) for i, start in enumerate(duty.applies_from))
    yield from ((("variants", i, "when"), one.when) for i, one in enumerate(duty.variants) if one.when is not None)


def _unknown(condition: Any, ctx: Context) -> Iterator[tuple[str, str]]:
    """What is wrong with a condition, each with what would be right."""
    for field in dict.fromkeys(fields_of(condition)):
        if field not in ctx.packs.fields:
            hint = did_you_mean(field, ctx.packs.fields)
            hint = hint or f"steward knows {listed(sorted(ctx.packs.fields), most=60)}"
            yield f"a condition asks for `{field}`, which is no fact that steward knows", hint
    yield from never_so(condition)
