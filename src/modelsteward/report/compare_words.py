"""Two versions side by side in words: what the text and the Markdown of a comparison have in common. Nothing is escaped
here; who prints it does that."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from modelsteward.domain.comparing import Verdict
from modelsteward.domain.costing import asked, dollars
from modelsteward.domain.dates import ago
from modelsteward.domain.texts import amount
from modelsteward.rules.changes import Change
from modelsteward.usecases.compare_metrics import bound
from modelsteward.usecases.compared import Aim, Compared, CostSide, Fact, Gap, Measured, MetricRow, Standing
from modelsteward.usecases.listable import Cell

UNKNOWN = "not known"
_EMPTY = {"serves": "no use", "holds": "nothing named", "not_known": "–", "not_usable": "–", "ends": "no day named",
          "sunset": "–", "vendor_ends": "–", "vendor_not_before": "–", "review_by": "–", "replacement": "–",
          "limits": "–", "source": "–"}  # fmt: skip
"""What stands where a list is empty or a day is not set; elsewhere its absence is unknown."""
_DECIMAL = {"context_window": "tokens", "max_output": "tokens"}


class Line(NamedTuple):
    """One thing about both."""

    what: str
    a: str
    b: str


def facts(rows: tuple[Fact, ...], today: date, quote: str = "") -> Iterator[Line]:
    """Facts as lines, refs in quotes; those that neither has are left out, but for what matters by its absence."""
    for row in rows:
        if row.a or row.b or row.key in ("owner", "license", "data_sets", "holds", "ends", "may_serve"):
            yield Line(
                _HEADINGS.get(row.key, row.key.replace("_", " ")), *(_cell(v, row.key, today, quote) for v in row[1:])
            )


_HEADINGS = {"license": "licence", "may_serve": "may serve", "vendor_not_before": "vendor: not before"}


def _cell(value: Cell, key: str, today: date, quote: str) -> str:
    if value is None or value == ():
        return _EMPTY.get(key, UNKNOWN if value is None else "none")
    if isinstance(value, tuple):
        return ", ".join(f"{quote}{part}{quote}" if key in ("serves", "data_sets") else part for part in value)
    if isinstance(value, date):
        return f"{value} ({ago(value, today)})"
    if isinstance(value, int | float):
        return f"{value:,} {_DECIMAL.get(key, '')}".strip()
    return value


def question(found: Compared, quote: str = "") -> str:
    """What is to be decided; the use in quotes."""
    aim = found.aim
    if aim is None:
        return "How do the two differ?"
    return f"Which of the two is to serve slot {aim.slot} of {quote}{aim.use}{quote}?"


def setting(aim: Aim, quote: str = "") -> str:
    """What the use is, and what serves it now."""
    now = f"Now {quote}{aim.champion}{quote} serves the slot." if aim.champion else "Nothing serves the slot yet."
    return f"{quote}{aim.use}{quote}: {aim.summary.rstrip('.')}. {now}"


def heading(row: MetricRow) -> str:
    """`no-show-holdout: auroc on age:65+ (share; higher is better)`."""
    way = f"{row.better} is better" if row.better else ""
    about = "; ".join(filter(None, (row.unit, way, required(row))))
    return row.name + (f" ({about})" if about else "")


def required(row: MetricRow) -> str:
    """What the use requires."""
    needs = row.required
    if needs is None:
        return ""
    fall = (
        f", at most {needs.max_fall:g} worse than the champion" if needs.max_fall is not None and not row.slice else ""
    )
    return f"{bound(needs)} is required{fall}"


def measured(one: Measured | None) -> str:
    """`0.812 (0.806 to 0.818), n = 139,810`."""
    if one is None:
        return "not measured"
    value = one.estimate
    digits = "g" if value.basis == "recorded" else ".4g"  # what was worked out has more than anybody measured
    ends = (value.low, value.high)
    span = f" ({ends[0]:{digits}} to {ends[1]:{digits}})" if ends[0] is not None and ends[1] is not None else ""
    many = f", n = {one.samples:,}" if one.samples is not None else ""
    seal = ", of another seal" if one.other_seal else ""
    return f"{value.value:g}{span}{many}{seal}"


def read(one: Measured | None) -> str:
    """When it was measured, and on what."""
    if one is None:
        return ""
    return f"{one.on}" + (f", on {one.dataset}" if one.dataset else "")


def verdict(row: MetricRow) -> str:
    """B against A, in words."""
    apart = row.difference
    if row.verdict is Verdict.CANNOT_TELL or apart is None:
        return f"cannot tell: {row.why}"
    ends = [abs(end) for end in (apart.low, apart.high) if end is not None]
    span = f" ({min(ends):.3g} to {max(ends):.3g})" if ends else ""
    note = f"; {row.why}" if row.why else ""
    return f"B is {row.verdict} by {abs(apart.gain):.3g}{span}{note}"


def standing(one: Standing | None) -> str:
    """Whether what is required is met."""
    if one is None:
        return ""
    word = {True: "met", False: "not met", None: str(one.outcome)}[one.met]
    return word + (f": {one.why}" if one.why else "")


def costs(found: Compared) -> Iterator[Line]:
    """What both cost, and how that stands to the budget."""
    a, b = found.costs
    yield Line("price", *(asked(side.price) if side.price else UNKNOWN for side in (a, b)))
    if a.price or b.price:
        yield Line("read", *(_priced(side, found.today) for side in (a, b)))
    if found.aim is None:
        return
    yield Line("a month", *(_month(side) for side in (a, b)))
    if a.whole and b.whole and len(a.whole.slots) > 1:
        yield Line("a month, all slots", *(_whole(side) for side in (a, b)))
    if a.whole and a.whole.budget is not None:
        yield Line(f"budget {dollars(a.whole.budget)}", *(_budget(side) for side in (a, b)))


def _priced(side: CostSide, today: date) -> str:
    price = side.price
    return f"{price.read_on} ({ago(price.read_on, today)}), {price.source}" if price else "–"


def _month(side: CostSide) -> str:
    month = side.month
    if month is None or month.usd is None:
        return f"cannot tell: {month.why}" if month else UNKNOWN
    return f"{dollars(month.usd)}: {month.why}"


def _whole(side: CostSide) -> str:
    whole = side.whole
    if whole is None or (whole.unknown and not whole.known):
        return f"cannot tell: {whole.why_unknown()}" if whole else UNKNOWN
    return f"at least {dollars(whole.known)}; {whole.why_unknown()}" if whole.unknown else dollars(whole.known)


def _budget(side: CostSide) -> str:
    return {True: "within", False: "over", None: "cannot tell"}[side.whole.within if side.whole else None]


def dearer(found: Compared) -> str:
    """How much more or less B costs a month; empty where that cannot be told."""
    a, b = (side.month.usd if side.month else None for side in found.costs)
    if a is None or b is None:
        return ""
    if a == b:
        return "A and B cost the same a month"
    share = f" ({abs(b - a) / a:.0%})" if a else ""
    return f"B costs {dollars(abs(b - a))} a month {'more' if b > a else 'less'} than A{share}"


def weighty(found: Compared) -> tuple[Change, ...]:
    """The differences that callers or lawyers may feel; dates, stage and the like are told elsewhere."""
    return tuple(change for change in found.changes.changes if change.step)


def tally(found: Compared) -> str:
    """`4 differences, the largest minor`."""
    told = weighty(found)
    return f"{amount(len(told), 'difference')}, the largest {told[0].step}" if told else "none that asks for a number"


def gap(one: Gap) -> str:
    """What is missing, and of which."""
    return f"{one.letter}: {one.text}" if one.letter else one.text


def closing(found: Compared) -> str:
    """The last line: this chooses nothing."""
    who = found.aim.owner if found.aim and found.aim.owner else "whoever answers for the use"
    if found.missing:
        return f"{amount(len(found.missing), 'thing')} missing; which of the two it is to be, {who} decides"
    return f"nothing that was looked for is missing; which of the two it is to be, {who} decides"
