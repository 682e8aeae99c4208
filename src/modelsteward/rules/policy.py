"""PO: whether steward.yaml's choice of rules can be meant."""

from __future__ import annotations

from collections.abc import Iterator

from modelsteward.domain.cards.registry import RegistryCard
from modelsteward.domain.findings import Path, Problem, Severity
from modelsteward.domain.suggest import did_you_mean, one_of
from modelsteward.rules.engine import Context, Family, fits

POLICY = Family("PO", "Policy", "Whether steward.yaml chooses rules that exist. These cannot be ignored or waived.")


def _named(card: RegistryCard) -> Iterator[tuple[Path, str, bool]]:
    """Each code that steward.yaml names, where, and whether it is a key there."""
    for key in ("select", "ignore"):
        for i, code in enumerate(getattr(card.rules, key) or ()):
            yield ("rules", key, i), code, False
    for key in ("severity", "parameters"):
        for code in getattr(card.rules, key):
            yield ("rules", key, code), code, True


@POLICY.rule(
    101, "Unknown rule code", Severity.ERROR, of="registry",
    good="registry: {rules: {ignore: [TM102, AR]}}",
    bad="registry: {rules: {ignore: [TN102]}}",
)  # fmt: skip
def unknown_code(card: RegistryCard, ctx: Context) -> Iterator[Problem]:
    """A code with a slip in it chooses nothing: the rule that was to be ignored or weighed stays as it was."""
    known = {*ctx.catalogue, *(code[:2] for code in ctx.catalogue)}
    for path, code, is_key in _named(card):
        if code not in known:
            hint = did_you_mean(code, known) or "`steward rules` lists them"
            yield Problem(path, f"there is no rule {code}", hint, at_key=is_key)


@POLICY.rule(
    102, "Unknown rule parameter", Severity.ERROR, of="registry",
    good="registry: {rules: {parameters: {PO104: {}}}}",
    bad="registry: {rules: {parameters: {TM102: {dayz: 30}}}}",
)  # fmt: skip
def unknown_parameter(card: RegistryCard, ctx: Context) -> Iterator[Problem]:
    """A parameter that the rule does not have, or of another type, is not used. The default would count silently."""
    for code, settings in card.rules.parameters.items():
        rule = ctx.catalogue.get(code)
        for name, value in settings.items() if rule else ():
            path = ("rules", "parameters", code, name)
            if rule and name not in rule.parameters:
                has = f"it has {one_of(sorted(rule.parameters))}" if rule.parameters else "it has none"
                yield Problem(
                    path,
                    f"{code} has no parameter `{name}`",
                    did_you_mean(name, rule.parameters) or has,
                    True,
                )
            elif rule and not fits(rule, name, value):
                yield Problem(path, f"`{name}` of {code} has another type", f"its default is {rule.parameters[name]!r}")


@POLICY.rule(
    103, "Rule that cannot be switched off", Severity.ERROR, of="registry",
    good="registry: {rules: {ignore: [TM102]}}",
    bad="registry: {rules: {ignore: [RD103]}}",
)  # fmt: skip
def cannot_ignore(card: RegistryCard, ctx: Context) -> Iterator[Problem]:
    """What the reader finds, and the rules about waivers and policy, hold always: they keep the others honest."""
    always = {rule.code for rule in ctx.catalogue.values() if rule.always}
    families = {code[:2] for code in always}
    for i, code in enumerate(card.rules.ignore):
        if code in always or code in families:
            yield Problem(("rules", "ignore", i), f"{code} cannot be ignored", "take it out")
    for code in card.rules.severity:
        if code.startswith("RD"):
            yield Problem(("rules", "severity", code), f"{code} keeps its severity", "take it out", at_key=True)


@POLICY.rule(
    104, "Included registry that is not there", Severity.ERROR, of="registry", whole=True,
    good="""
registry: {include: {other: other}}
other/steward.yaml: {card: registry/1, name: Other}
""",
    bad="registry: {include: {other: ../no-such-registry}}",
)  # fmt: skip
def not_there(card: RegistryCard, ctx: Context) -> Iterator[Problem]:
    """Whoever reads this registry reads those that it includes; without them nobody can tell where a ref leads.

    An include names a folder that holds a steward.yaml, by its path from this one. A submodule's folder is empty until
    `git submodule update --init` fills it.
    """
    for missing in ctx.registry.missing() if card.include else ():
        yield Problem(("include", missing.key), missing.message, missing.hint)
