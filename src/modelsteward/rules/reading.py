"""RD: what the reader itself finds. These have no function: without a card there is nothing to pass to one.

Each example is a whole file, and `path` of the harness is the model `m@1.0.0` unless the example says otherwise.
"""

from __future__ import annotations

from modelsteward.domain.findings import Severity
from modelsteward.rules.engine import Family, Rule

READING = Family("RD", "Reading", "Whether a file can be read as a card at all. These cannot be ignored or waived.")

_GOOD = """
card: model/1
name: m
version: 1.0.0
stage: draft
summary: Estimates a chance.
owner: team
origin: in-house
""".strip()


def _declare(
    number: int, title: str, why: str, bad: str, *, good: str = _GOOD, severity: Severity = Severity.ERROR
) -> None:
    rule = Rule(f"RD{number}", title, severity, ("file",), None, why, good.strip(), bad)
    READING.rules.append(rule)


_declare(
    101, "Not YAML",
    "A file that is not YAML can't be judged any further. The message gives the first place where reading failed; "
    "the slip itself may stand a line above it.",
    "card: model/1\nname: [m\nversion: 1.0.0\n",
)  # fmt: skip
_declare(
    102, "Key given twice",
    "YAML libraries keep the last of two values without a word, so a card would say what nobody meant.",
    _GOOD + "\nowner: other\n",
)  # fmt: skip
_declare(
    103, "Unknown key",
    "A key that nothing reads is a slip of the pen, or a hope that nobody fulfils. An organisation's own fields "
    "stand under `extra:`.",
    _GOOD.replace("owner:", "ownr:"),
)  # fmt: skip
_declare(
    104, "Wrong value",
    "The value is not of the type or form that its key takes. Cards are read by YAML 1.2's core schema: `no` and "
    "`on` are words, `012` is twelve, `1_000` is text, dates are text of the form YYYY-MM-DD. Where a key takes "
    "text, a number without quotes is taken as written: a version `1.10` never becomes 1.1.",
    _GOOD.replace("1.0.0", "1.10"),
)  # fmt: skip
_declare(105, "Missing key", "Without it the card does not say what it must.", _GOOD.replace("owner: team\n", ""))
_declare(
    106, "Key that is not text",
    "Keys are text. A number, a truth value, a list or a merge key (`<<`, which YAML 1.2 does not have) as a key is "
    "read differently from one program to the next.",
    _GOOD + "\nextra: {1: one}\n",
)  # fmt: skip
_declare(
    107, "Custom tag",
    "A tag asks the reader to build an object. Cards hold plain values only, so that reading one can't run anything.",
    _GOOD.replace("summary: ", "summary: !shout "),
)  # fmt: skip
_declare(
    108, "Alias that cannot be followed",
    "An alias must stand for something written above it, not for what it is part of, and the aliases of one file may "
    "stand for 10,000 values in all: a few lines can otherwise unfold into millions.",
    _GOOD + "\nextra: &all {again: *all}\n",
)  # fmt: skip
_declare(
    109, "Several documents",
    "One file is one card. What stands behind a second `---` would otherwise be read by nobody.",
    _GOOD + "\n---\nname: other\n",
)  # fmt: skip
_declare(
    110, "Not plain UTF-8 text",
    "Cards are UTF-8. NUL bytes, half surrogate pairs and characters that only some programs take for a line's end "
    "(U+0085, U+2028, U+2029) would make lines and texts differ from one reader to the next.",
    _GOOD.replace("a chance", "a\u2028chance"),
)  # fmt: skip
_declare(
    111, "Too large or too deep",
    "A card is a page of text: at most 1 MiB and 50 levels of nesting. The limits keep one file from stopping "
    "the run for all others.",
    "extra: " + "[" * 60 + "]" * 60 + "\n",
)  # fmt: skip
_declare(
    112, "File that cannot be read",
    "A folder or pipe where a file would be, a link that leads nowhere or out of the registry, or a file that may "
    "not be read. The other cards are judged all the same.",
    "(a link to a file that is not there)",
    good="(a plain file)",
)  # fmt: skip
_declare(
    113, "Not the kind of card that lies here",
    "`card:` names the kind and the schema. Each kind lies in its own folder, so that a ref leads to a file.",
    _GOOD.replace("model/1", "modle/1"),
)  # fmt: skip
_declare(
    114, "File where nothing is read",
    "Cards lie at models/NAME/VERSION.yaml, datasets/NAME/VERSION.yaml, use-cases/NAME.yaml, "
    "records/models/NAME/VERSION/DAY-KIND-DIGEST.yaml (and records/data/…, records/uses/NAME/…), "
    "checklists/NAME/VERSION/PURPOSE.yaml, holds/, incidents/, cases/ and waivers/ID.yaml, vendors/HOST/MODEL.yaml. "
    "A YAML file elsewhere in these folders, or one that ends in .yml, would be read by nobody.",
    "models/m.yaml", good="models/m/1.0.0.yaml", severity=Severity.WARNING,
)  # fmt: skip
