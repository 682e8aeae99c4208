"""`steward explain CODE`: why a rule is there."""

from __future__ import annotations

from typing import Annotated

import typer

Code = Annotated[str, typer.Argument(metavar="CODE", help="A rule's code, like TM101, or a family's letters, like TM.")]


def explain(code: Code) -> None:
    """Say what a rule wants, and why.

    With an example that passes and one that does not.
    """
    from modelsteward.cli.common import codes, write
    from modelsteward.report.rules import render_rule
    from modelsteward.rules import CATALOGUE

    wanted = codes([code])
    chosen = [rule for rule in CATALOGUE.values() if rule.code in wanted or rule.family in wanted]
    write("\n".join(render_rule(rule) for rule in chosen))
