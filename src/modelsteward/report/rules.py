"""The rules for readers: the list, one rule explained, and the page docs/rules.md."""

from __future__ import annotations

import json
from collections.abc import Iterable
from textwrap import indent

from tabulate import tabulate

from modelsteward.domain.suggest import one_of
from modelsteward.rules.engine import Family, Rule


def render_catalogue(families: Iterable[Family], how: str) -> str:
    """Every rule, as `text`, `json` or `markdown`."""
    return {"text": _text, "json": _json, "markdown": _markdown}[how](families)


def _text(families: Iterable[Family]) -> str:
    blocks = []
    for family in families:
        rows = [(rule.code, str(rule.severity), rule.title) for rule in family.rules]
        blocks.append(f"{family.letters}  {family.about}\n{indent(tabulate(rows, tablefmt='plain'), '  ')}\n")
    return "\n".join(blocks) + "\n`steward explain CODE` tells what a rule wants and why.\n"


def _json(families: Iterable[Family]) -> str:
    rows = [
        {
            "code": rule.code,
            "family": family.title,
            "title": rule.title,
            "severity": str(rule.severity),
            "judges": list(rule.of),
            "why": rule.why,
            "only_in_check": rule.timed or rule.whole,
            "can_be_waived": not rule.always,
            "parameters": {name: list(v) if isinstance(v, tuple) else v for name, v in rule.parameters.items()},
            "good": rule.good,
            "bad": rule.bad,
        }
        for family in families
        for rule in family.rules
    ]
    return json.dumps(rows, indent=2, ensure_ascii=False) + "\n"


_PREFACE = """# Rules

Made by `steward rules --format markdown`. Each rule has a code, a severity, a reason, and an example on either side
of the line. What an example leaves out is as in a healthy card, and its day is 2030-01-01.

A rule is chosen, ignored, weighed or given parameters in `steward.yaml`:

```yaml
rules:
  ignore: [LI103]
  severity: {TM104: note}
  parameters: {TM117: {max_age_days: 60}}
```

and switched off for one ref, until a day, by a waiver: a file `waivers/ID.yaml`. Rules of *time* and rules that need
the *whole* registry run in `steward check`, not in `steward validate` of single files.
"""


def _markdown(families: Iterable[Family]) -> str:
    out = [_PREFACE]
    for family in families:
        out.append(f"## {family.letters}: {family.title}\n\n{family.about}\n")
        out += [_section(rule) for rule in family.rules]
    return "\n".join(out)


def _section(rule: Rule) -> str:
    facts = [f"**{rule.severity}**", _judges(rule), *_notes(rule)]
    parts = [f"### {rule.code}: {rule.title}\n\n{' · '.join(facts)}\n\n{rule.why}\n"]
    for label, example in (("Right", rule.good), ("Wrong", rule.bad)):
        parts.append(f"{label}:\n\n```yaml\n{_printable(example)}\n```\n")
    return "\n".join(parts)


def render_rule(rule: Rule) -> str:
    """One rule, explained for a terminal."""
    facts = "; ".join([f"{rule.severity}", _judges(rule), *_notes(rule)])
    examples = "\n\n".join(
        f"{label}:\n{indent(_printable(example), '    ')}"
        for label, example in (("Right", rule.good), ("Wrong", rule.bad))
    )
    return f"{rule.code}  {rule.title}\n({facts})\n\n{rule.why}\n\n{examples}\n"


def _judges(rule: Rule) -> str:
    names = {"file": "any file", "text": "the text of any file", "usecase": "use cases", "dataset": "data sets"}
    names |= {"registry": "steward.yaml", "approval": "approvals"}
    return f"judges {one_of([names.get(kind, f'{kind}s') for kind in rule.of]).replace(' or ', ' and ')}"


def _notes(rule: Rule) -> list[str]:
    notes = []
    if rule.timed:
        notes.append("time")
    if rule.whole:
        notes.append("whole registry")
    if rule.always:
        notes.append("cannot be ignored or waived")
    notes += [f"parameter `{name}`, {_default(value)} by default" for name, value in rule.parameters.items()]
    return notes


def _default(value: object) -> str:
    return ", ".join(value) if isinstance(value, tuple) else str(value)


def _printable(example: str) -> str:
    """Characters that a reader could not see, as escapes."""
    return "".join(c if c == "\n" or c.isprintable() else f"\\u{ord(c):04x}" for c in example)
