"""What a rule is, how it is declared, and how rules are run over a registry."""

from __future__ import annotations

import inspect
from bisect import insort
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from functools import partial
from types import MappingProxyType
from typing import Any, NamedTuple

from modelsteward.domain.cards.registry import RegistryCard
from modelsteward.domain.findings import Problem, Severity
from modelsteward.domain.packs import Packs
from modelsteward.domain.registry import Entry, Registry

Check = Callable[..., Iterable[Problem]]
"""A rule's function: the card (of the kind the rule speaks of), the Context, and its parameters by keyword."""

TODAY = "today"
"""The key under which a rule's asking for the day is told."""
TEXT = "text"
"""Kind of the rules that read a file's text as it is written, whatever card it holds."""


class Rule(NamedTuple):
    """One check: its code, what it says, the function, and an example on either side of the line."""

    code: str
    title: str
    severity: Severity
    of: tuple[str, ...]
    """The kinds of card it judges."""
    check: Check | None
    """None for what the reader itself finds: those need no card to be found in."""
    docstring: str
    good: str
    bad: str
    timed: bool = False
    """Whether it compares something with today; `validate` leaves those to `check`."""
    whole: bool = False
    """Whether it needs every card of the registry; so does `validate` of a few cards."""
    ageing: bool = False
    """Whether another day may change what it says, although it can be asked without one."""
    parameters: Mapping[str, Any] = MappingProxyType({})
    """What may be set in steward.yaml, with defaults."""

    @property
    def rests_on_day(self) -> bool:
        """Whether it must be asked again on another day."""
        return self.timed or self.ageing

    @property
    def why(self) -> str:
        """Its rationale, as a paragraph of text."""
        return inspect.cleandoc(self.docstring)

    @property
    def family(self) -> str:
        """The two letters in front."""
        return self.code[:2]

    @property
    def always(self) -> bool:
        """Whether it can be neither ignored nor waived: what the reader finds, and the rules about waivers."""
        return self.check is None or self.family in ("WV", "PO")


class Context(NamedTuple):
    """All a rule may look at besides its card."""

    registry: Registry
    entry: Entry[Any]
    """The file the card was read from."""
    day: date | None
    packs: Packs
    catalogue: Mapping[str, Rule]

    @property
    def today(self) -> date:
        """The day of judgement. Rules that ask must be declared `timed`."""
        self.registry.see(TODAY)
        if self.day is None:
            raise LookupError("a rule that is not declared timed asked for today")
        return self.day

    @property
    def day_if_known(self) -> date | None:
        """The day of judgement; None where none is judged by. Rules that ask must be declared `timed` or `ageing`."""
        self.registry.see(TODAY)
        return self.day

    @property
    def policy(self) -> RegistryCard:
        """What the organisation has decided, from steward.yaml."""
        return self.registry.policy


class Family:
    """Rules that belong together, under two letters."""

    def __init__(self, letters: str, title: str, about: str) -> None:
        self.letters = letters
        self.title = title
        self.about = about
        self.rules: list[Rule] = []

    def rule(
        self, number: int, title: str, severity: Severity, *, of: str = "model", good: str, bad: str,
        timed: bool = False, whole: bool = False, ageing: bool = False,
    ) -> Callable[[Check], Check]:  # fmt: skip
        """Declare a rule. Its docstring is its rationale; its keyword-only arguments are its parameters."""

        def declare(check: Check) -> Check:
            parameters = dict(check.__kwdefaults__ or {})
            rule = Rule(
                f"{self.letters}{number}", title, severity, tuple(of.split()), check, check.__doc__ or "",
                good.strip(), bad.strip(), timed, whole, ageing, parameters,
            )  # fmt: skip
            insort(self.rules, rule, key=lambda rule: rule.code)  # a family may be spread over modules
            return check

        return declare


class Active(NamedTuple):
    """A rule as this registry runs it."""

    rule: Rule
    severity: Severity
    check: Check


def activate(
    rules: Iterable[Rule], policy: RegistryCard, *, select: tuple[str, ...] = (), ignore: tuple[str, ...] = ()
) -> list[Active]:
    """The rules to run. `select` and `ignore` hold codes or families and come on top of steward.yaml's."""

    def named(rule: Rule, names: Iterable[str]) -> bool:
        return rule.code in names or rule.family in names

    chosen: list[Active] = []
    for rule in rules:
        if rule.check is None:
            continue
        wanted = named(rule, select) if select else policy.rules.select is None or named(rule, policy.rules.select)
        if (not wanted or named(rule, policy.rules.ignore) or named(rule, ignore)) and not (rule.always and not select):
            continue
        chosen.append(configured(rule, policy))
    return chosen


def configured(rule: Rule, policy: RegistryCard) -> Active:
    """A rule that can be run, with its severity and its parameters here."""
    if rule.check is None:
        raise ValueError(f"{rule.code} is found by the reader")
    settings = policy.rules.parameters.get(rule.code, {})
    known = {name: value for name, value in settings.items() if fits(rule, name, value)}
    return Active(rule, severity_of(rule, policy), partial(rule.check, **known) if known else rule.check)


def severity_of(rule: Rule, policy: RegistryCard) -> Severity:
    """A rule's severity here: by its code, else by its family, else its own."""
    if rule.check is None:
        return rule.severity
    name = policy.rules.severity.get(rule.code) or policy.rules.severity.get(rule.family)
    return Severity.of(name) if name else rule.severity


def fits(rule: Rule, name: str, value: Any) -> bool:
    """Whether a parameter exists and the value is of its type."""
    if name not in rule.parameters:
        return False
    default = rule.parameters[name]
    if isinstance(default, tuple):
        return isinstance(value, list) and all(isinstance(item, str) for item in value)
    return type(value) is type(default)
