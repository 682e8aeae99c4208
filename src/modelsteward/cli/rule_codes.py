"""Codes and families of rules, as they are typed on the command line."""

from __future__ import annotations

import typer


def codes(given: list[str] | None) -> tuple[str, ...]:
    """Codes and families from the command line, each known. Raises typer.BadParameter for others."""
    if not given:
        return ()  # without a look at the rules, which take a while to import
    from modelsteward.domain.suggest import did_you_mean
    from modelsteward.rules import CATALOGUE

    known = {*CATALOGUE, *(code[:2] for code in CATALOGUE)}
    found = tuple(code.strip().upper() for text in given for code in text.split(",") if code.strip())
    for code in found:
        if code not in known:
            hint = did_you_mean(code, known) or "`steward rules` lists them"
            raise typer.BadParameter(f"there is no rule or family {code}; {hint}")
    if not found:
        raise typer.BadParameter("name a rule or family, like TM or AR102")
    return found


def ignorable(given: list[str] | None) -> tuple[str, ...]:
    """Codes and families that may be left out. Raises typer.BadParameter for those that hold always."""
    if not given:
        return ()
    from modelsteward.rules import CATALOGUE

    found = codes(given)
    always = {name for rule in CATALOGUE.values() if rule.always for name in (rule.code, rule.family)}
    for code in found:
        if code in always:
            raise typer.BadParameter(f"{code} cannot be ignored: it holds always")
    return found
