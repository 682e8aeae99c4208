"""DT: Whether what models were trained on may still be used.

Here: what a data set says about itself. What is built on it is judged in `lineage`, which adds to the same family.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from modelsteward.domain.dates import ago
from modelsteward.domain.findings import Path, Problem, Severity
from modelsteward.rules.engine import Context, Family
from modelsteward.rules.wording import must

if TYPE_CHECKING:
    from modelsteward.domain.cards.dataset import DataSetCard

DATA = Family("DT", "Data", "Whether what models were trained on may still be used.")

# What is always about people, each with its name in a sentence.
_ABOUT_PEOPLE = {
    "special_category": "data of a special category",
    "health": "health data",
    "biometric": "biometric data",
    "children": "data about children",
}


def _personal(card: DataSetCard) -> str | None:
    """The flag by which it is known to hold data about people, if any is."""
    for flag in ("personal", *_ABOUT_PEOPLE):
        if getattr(card.contains, flag) is True:
            return flag
    return None


def _at(card: DataSetCard, key: str, flag: str) -> Path:
    """The key where it is written, else the flag that asks for it."""
    return (key,) if card.knows(key) else ("contains", flag)


@DATA.rule(
    103, "Personal data without lawful basis", Severity.ERROR, of="dataset",
    good="data:d@1.0.0: {contains: {personal: true}, lawful_basis: GDPR Art. 6(1)(e)}",
    bad="data:d@1.0.0: {contains: {personal: true}}",
)  # fmt: skip
def no_basis(card: DataSetCard, ctx: Context) -> Iterator[Problem]:
    """Data about people may be used only on a basis that the law knows (GDPR Art. 6 and 9; HIPAA, 45 CFR 164.506).

    Without one, neither the data nor what is trained on it may be used.
    """
    flag = _personal(card)
    if flag and card.status == "active" and card.lawful_basis is None:
        yield Problem(
            _at(card, "lawful_basis", flag),
            f"it holds personal data (`{flag}: true`), and no lawful basis is named",
            must(ctx, card.owner, "write it under `lawful_basis`, or set `status: withdrawn`"),
        )


@DATA.rule(
    104, "Data set without owner", Severity.ERROR, of="dataset",
    good="data:d@1.0.0: {owner: team}",
    bad="data:d@1.0.0: {owner: null}",
)  # fmt: skip
def no_owner(card: DataSetCard, ctx: Context) -> Iterator[Problem]:
    """Somebody must answer when a person asks for erasure, when its term ends, and when a model's maker asks."""
    if card.owner is None and card.status != "destroyed":
        yield Problem(("owner",), "nobody owns this data set", "name a team of steward.yaml under `owner`")


@DATA.rule(
    105, "Kept past its retention date", Severity.ERROR, of="dataset", timed=True,
    good="data:d@1.0.0: {retention: {delete_by: 2030-01-01}}",
    bad="data:d@1.0.0: {retention: {delete_by: 2029-12-31}}",
)  # fmt: skip
def kept_too_long(card: DataSetCard, ctx: Context) -> Iterator[Problem]:
    """`delete_by` is the last day on which it may exist. That day itself still counts."""
    day = card.retention and card.retention.delete_by
    if day and day < ctx.today and card.status != "destroyed":
        yield Problem(
            ("retention", "delete_by"),
            f"it had to be gone by {day} ({ago(day, ctx.today)}), and is {card.status}",
            must(ctx, card.owner, "delete it and set `status: destroyed`, or write a later day and the basis for it"),
        )


@DATA.rule(
    106, "Retention ends soon", Severity.WARNING, of="dataset", timed=True,
    good="data:d@1.0.0: {retention: {delete_by: 2030-06-01}}",
    bad="data:d@1.0.0: {retention: {delete_by: 2030-03-01}}",
)  # fmt: skip
def ends_soon(card: DataSetCard, ctx: Context) -> Iterator[Problem]:
    """Models built on it must be trained anew without it before that day, and training takes time."""
    day = card.retention and card.retention.delete_by
    if day and ctx.today <= day <= ctx.policy.window.after(ctx.today) and card.status != "destroyed":
        yield Problem(
            ("retention", "delete_by"),
            f"it may be kept until {day} ({ago(day, ctx.today)})",
            must(ctx, card.owner, "plan its deletion with the owners of the models built on it"),
        )


@DATA.rule(
    109, "Not known whether it holds personal data", Severity.WARNING, of="dataset",
    good="data:d@1.0.0: {contains: {personal: false}}",
    bad="data:d@1.0.0: {contains: {personal: <absent>}}",
)  # fmt: skip
def cannot_tell(card: DataSetCard, ctx: Context) -> Iterator[Problem]:
    """Unknown is not no. Until somebody has looked, nobody can tell which laws bind it and what it trains."""
    if card.status == "active" and card.contains.personal is None:
        yield Problem(
            ("contains", "personal"),
            "cannot tell whether it holds personal data: the card does not say",
            must(ctx, card.owner, "look, and write `personal: true` or `false` under `contains`"),
        )


@DATA.rule(
    110, "Data about people that is not personal", Severity.WARNING, of="dataset",
    good="data:d@1.0.0: {contains: {personal: true, health: true}}",
    bad="data:d@1.0.0: {contains: {personal: false, health: true}}",
)  # fmt: skip
def about_no_one(card: DataSetCard, ctx: Context) -> Iterator[Problem]:
    """Health data, biometric data and the like are kinds of personal data: they are always about someone.

    Where nobody can be identified any more, by any means likely to be used, they are no longer such data either.
    """
    if card.status == "destroyed" or card.contains.personal is not False:
        return
    kinds = [name for flag, name in _ABOUT_PEOPLE.items() if getattr(card.contains, flag) is True]
    if kinds:
        yield Problem(
            ("contains", "personal"),
            f"it holds {' and '.join(kinds)}, and yet nothing personal: such data is always about someone",
            must(ctx, card.owner, "write `personal: true`, or the other flags as false if nobody can be identified"),
        )


@DATA.rule(
    111, "Personal data without an end", Severity.WARNING, of="dataset",
    good="data:d@1.0.0: {contains: {personal: true}, retention: {delete_by: 2031-01-01, basis: Retention schedule 7}}",
    bad="data:d@1.0.0: {contains: {personal: true}}",
)  # fmt: skip
def no_retention(card: DataSetCard, ctx: Context) -> Iterator[Problem]:
    """Data about people is kept no longer than its purpose needs (GDPR Art. 5(1)(e)), by a date or a rule for one.

    Without either nobody notices that its time is over, nor that of the models built on it.
    """
    flag = _personal(card)
    if not flag or card.status == "destroyed":
        return
    if card.retention is None or not (card.retention.delete_by or card.retention.basis):
        yield Problem(
            _at(card, "retention", flag),
            f"it holds personal data (`{flag}: true`), and it is not known how long it may be kept",
            must(ctx, card.owner, "write `retention`: the last day as `delete_by`, and its `basis`"),
        )


@DATA.rule(
    113, "Data set that cannot be found", Severity.WARNING, of="dataset",
    good="data:d@1.0.0: {location: s3://data/d/1.0.0/}",
    bad="data:d@1.0.0: {location: <absent>}",
)  # fmt: skip
def nowhere(card: DataSetCard, ctx: Context) -> Iterator[Problem]:
    """With neither place nor digest nobody can show what a model was trained on, nor delete it when that is asked."""
    if card.status == "active" and card.origin == "in-house" and card.location is None and card.digest is None:
        yield Problem(
            (),
            "gathered here, and the card names neither its place nor its digest",
            must(ctx, card.owner, "write where it lies as `location`, and its `digest`"),
        )
