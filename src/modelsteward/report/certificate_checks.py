"""What was checked of a certificate: for eyes, and as JSON for programs.

JSON: `format` ("steward-certificate-checks/1"), `file`, `ref`, `digest`, `is_right` (whether nothing is wrong), and
`checks`, each with `what` (`reads`, `name`, `gone`, `card`, `seal`, `places`, `digests`, `looks`, `unseen`, `methods`,
`since`, `chain`, `commit`, `signature`, `registry`; new ones may come), `outcome` (good, bad, cannot tell) and `said`.
"""

from __future__ import annotations

from collections.abc import Sequence

from modelsteward.domain.texts import amount
from modelsteward.report.cells import safe
from modelsteward.report.styled import Line, painted_lines
from modelsteward.report.values import dump
from modelsteward.usecases.certificates import Shown
from modelsteward.usecases.verifying import Checked

_STYLES = {"good": "green", "bad": "bold red", "cannot tell": "yellow"}


def render(shown: Shown, checks: Sequence[Checked], *, colour: bool = False) -> str:
    """A line for each check, and how it comes out."""
    lines: list[Line] = [[(safe(shown.file), "bold")]]
    lines += [
        [(f"  {one.outcome.ljust(11)}  ", _STYLES[one.outcome]), (one.what.ljust(9), ""), (f"  {safe(one.said)}", "")]
        for one in checks
    ]
    wrong = sum(one.outcome == "bad" for one in checks)
    unknown = sum(one.outcome == "cannot tell" for one in checks)
    untold = f"; {amount(unknown, 'thing')} cannot be told" if unknown else ""
    lines.append([(f"{amount(wrong, 'thing')} wrong{untold}" if wrong else f"nothing is wrong{untold}",
                   _STYLES["bad" if wrong else "good"])])  # fmt: skip
    return painted_lines(lines, colour)


def render_json(shown: Shown, checks: Sequence[Checked]) -> str:
    """The same as one JSON document."""
    return dump(
        {
            "format": "steward-certificate-checks/1",
            "file": shown.file,
            "ref": shown.card.ref,
            "digest": shown.digest,
            "is_right": all(one.outcome != "bad" for one in checks),
            "checks": [one._asdict() for one in checks],
        }
    )
