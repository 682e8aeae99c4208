"""Whatever text a card holds, what is written is well-formed and safe to print."""

from __future__ import annotations

import json
import re
from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from modelsteward.domain.findings import Finding, Pass, Place, Report, Severity
from modelsteward.report import FORMATS, renderer
from modelsteward.report.escape import visible
from tests.report.awkward import TODAY

PIECES = [
    "::error::",
    "%",
    "\n",
    "\r",
    "|",
    "`",
    "```",
    "<b>",
    "]]>",
    "&",
    "@x",
    "\x1b[1m",
    "\u202e",
    "\ud800",
    "##[error]",
    "\\",
]
texts = st.lists(st.one_of(st.sampled_from(PIECES), st.text(max_size=8)), max_size=6).map("".join)
places = st.builds(
    Place, line=st.integers(1, 999), column=st.integers(1, 40), end_column=st.none() | st.integers(1, 60), text=texts
)
findings = st.builds(
    Finding,
    code=st.sampled_from(["RD103", "RD104", "PO101"]), title=st.just("A title"),
    severity=st.sampled_from(list(Severity)), message=texts, hint=texts, file=texts, ref=texts, path=st.tuples(texts),
    place=places,
    waived=st.none() | st.builds(Pass, id=texts, reason=texts, until=st.just(date(2030, 2, 1))),
)  # fmt: skip
reports = st.lists(findings, max_size=4).flatmap(
    lambda found: st.builds(
        Report,
        findings=st.just(tuple(found)),
        registry=texts,
        cards=st.just(9),
        today=st.just(TODAY),
        root=st.just("r/"),
    )
)


@settings(max_examples=60, deadline=None, derandomize=True)
@given(reports)
def test_any_text_is_written_well_formed(found: Report) -> None:
    written = {name: renderer(name)(found) for name in FORMATS}

    assert len(json.loads(written["json"])["findings"]) == len(found.findings)
    assert len(json.loads(written["sarif"])["runs"][0]["results"]) == len(found.findings)
    assert len(json.loads(written["gitlab"])) == len(found.counting())
    cases = etree.fromstring(written["junit"].encode()).findall(".//testcase")
    assert len(cases) == len(found.findings) + (not found.counting())
    assert len({(case.get("classname"), case.get("name")) for case in cases}) == len(cases)
    *commands, last = written["github"].removesuffix("\n").split("\n")
    assert len(commands) == len(found.counting())
    assert all(re.match(r"::(error|warning|notice) file=[^,:]*,line=\d+,", line) for line in commands)
    assert last.startswith("steward: ")
    for name, text in written.items():
        assert visible(text, keep="\n") == text, name


@settings(max_examples=60, deadline=None, derandomize=True)
@given(reports)
def test_no_line_but_a_github_annotation_is_a_command(found: Report) -> None:
    for name in FORMATS:
        if name != "github":
            assert not re.search(r"^\s*::", renderer(name)(found), re.MULTILINE), name
