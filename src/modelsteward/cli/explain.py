"""`steward explain CODE`: why a rule is there."""

from __future__ import annotations

from typing import Annotated

import typer

Code = Annotated[
    str,
    typer.Argument(
        metavar="CODE", help="A rule, like TM101, a family, like TM, or a change class, like bytes.repackaged."
    ),
]


def explain(code: Code) -> None:
    """Say what a rule wants, or what a change does to a version's number, and why.

    With an example that passes and one that does not.
    """
    from modelsteward.cli.common import write
    from modelsteward.cli.rule_codes import codes

    if "." in code:
        write(_change_class(code.strip().lower()))
        return
    from modelsteward.usecases.vendors.id_findings import explained

    if of_an_id := explained(code.strip().upper()):
        write(of_an_id)
        return
    from modelsteward.report.rules import render_rule
    from modelsteward.rules import CATALOGUE

    wanted = codes([code])
    chosen = [rule for rule in CATALOGUE.values() if rule.code in wanted or rule.family in wanted]
    write("\n".join(render_rule(rule) for rule in chosen))


def _change_class(name: str) -> str:
    from modelsteward.domain.suggest import did_you_mean
    from modelsteward.report.changes import render_class
    from modelsteward.rules.changes import DETECTORS
    from modelsteward.store.packs import read_packs

    known = {detector.id: detector for detector in DETECTORS}
    if name not in known:
        hint = did_you_mean(name, known) or "`steward diff` names them, and docs/versions.md lists them"
        raise typer.BadParameter(f"there is no change class {name}; {hint}")
    return render_class(known[name], read_packs())
