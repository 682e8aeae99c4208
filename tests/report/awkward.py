"""One report that is awkward for every format, an empty one, and how to make others."""

from __future__ import annotations

from datetime import date

from modelsteward.domain.findings import Finding, Pass, Place, Report, Severity

TODAY = date(2030, 1, 1)

EMPTY = Report((), "Test house", 34, TODAY, "registry/", "services/registry/")

_MARKUP = (
    "50% of `ow|ner`, a::b; <b>bold</b> <script>alert(1)</script> [bold]red[/] **x** _y_ [here](https://evil.example) "
    "@everyone #12 :smile: $x$ ```` 😀 👩\u200d⚕️ ::error file=x::forged "
    "##[error]forged\n::warning::on a new line\r| new row |"
)
_UNSEEN = (
    "right to left \u202egnp.exe\u202c שלום \u2066x\u2069, no width a\u200bb\ufeffc, \x1b[31mred\x1b[0m, "
    "\x9b2J, \x00 NUL \x07 \x7f \x85 \u2028 \ud800 \ufffe \U000e0041, tab\there"
)
_FILE = "models/a b,c%3A:d|`e`<f>/1.0.0é.yaml"
_WIDE = "summary: 東京の模型 😀 e\u0301tat\tvalue # \x1b[2Jgone"
_LONG = "summary: " + "word " * 100 + "here" + " word" * 100

AWKWARD = Report(
    (
        Finding(
            "RD103", "Unknown key", Severity.ERROR, _MARKUP, "did you mean `owner`, 100%?\nor: `team`", _FILE,
            "a@1.0.0", ("a|b", 0, "\u202ec"), place=Place(12, 18, 23, _WIDE),
        ),
        Finding(
            "RD104", "Wrong value", Severity.WARNING, _UNSEEN, "hint \x1b]0;title\x07 \u202e", _FILE, "a@1.0.0",
            ("summary",), place=Place(120, _LONG.index("here") + 1, _LONG.index("here") + 5, _LONG),
        ),
        Finding("RD104", "Wrong value", Severity.WARNING, "the same again", "", _FILE, "a@1.0.0", ("summary",)),
        Finding(
            "RD105", "Missing key", Severity.ERROR, "`sunset` is missing, and\nmore", "say why: a, b",
            "models/m/2.0.0.yaml", "m@2.0.0", place=Place(3, 1, 7, "stage: production"),
            waived=Pass("w-1", "the vendor | says <b>soon</b>,\n::error::50% @ops \u202e\x1b[1m `x`", date(2030, 2, 1)),
        ),
        Finding(
            "RD114", "File where nothing is read", Severity.NOTE, "no one reads it", "", "models/x\u202e\x1b.yml", "x",
        ),
        Finding(
            "PO101", "Unknown rule code", Severity.ERROR, "there is no rule TN102", "did you mean TM102?",
            "steward.yaml", "registry", ("rules", "ignore", 0), place=Place(7, 12, 17, "  ignore: [TN102]\t\t"),
        ),
        Finding(
            "PO101", "Unknown rule code", Severity.ERROR, "the place is behind the end of its line", "", "steward.yaml",
            "registry", ("rules", "ignore", 1), place=Place(8, 500, None, "short"),
        ),
    ),
    "Test | house <i>@all</i>\u202e",
    34,
    TODAY,
    "registry/",
    "services/registry/",
)  # fmt: skip
"""Comma, percent, newline, `::`, markup, bars, backticks, emoji, right-to-left text, controls, escape sequences, wide
and combining characters, a long line, equal findings, findings without a place, a waiver with an awkward reason."""


def finding(message: str = "what is the case", severity: Severity = Severity.ERROR, **other: object) -> Finding:
    """A plain finding; name what matters."""
    plain = {"code": "RD103", "title": "Unknown key", "hint": "", "file": "models/m/1.0.0.yaml", "ref": "m@1.0.0"}
    return Finding(**{**plain, "message": message, "severity": severity, **other})  # type: ignore[arg-type]


def report(*findings: Finding) -> Report:
    """A report of these findings."""
    return Report(findings, "Test house", 34, TODAY, "registry/", "services/registry/")
