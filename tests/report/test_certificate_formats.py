"""A certificate in its formats, byte for byte; awkward text of records does nothing in any of them."""

from __future__ import annotations

import json
import re
from html.parser import HTMLParser

from modelsteward.domain.cards.erasure import Certificate
from modelsteward.domain.chain import digest_of
from modelsteward.report import certificate_html, certificate_json, certificate_markdown, certificate_text
from modelsteward.store.planning import record_file
from modelsteward.store.reader import read_card
from modelsteward.usecases.certificates import Shown
from modelsteward.usecases.certifying import certificate_record
from tests.certificates.stories import card, issue, seen, story, verification
from tests.report.conftest import Golden

EVIL = "</td><script>alert(1)</script> **b** [x](javascript:alert(1)) | @all `c` ::error::y"
AWKWARD = verification(
    "2029-12-21",
    ", ".join(map(seen, ("s3://m/model.onnx", "/srv/models/m.onnx", "s3://m/int8/", "s3://m/tok.json")))
    + f', {{place: "{EVIL}", looked_on: 2029-12-21, result: gone, evidence: "\\u202e\\u001b[31m{EVIL}"}}'
    ', {place: "https://files.example/m.onnx", looked_on: 2029-12-21, result: not checked, why: No key.}'
    ', {place: "javascript:alert(1)", looked_on: 2029-12-21, result: gone}'
    ', {place: "https://files.example/old.onnx", looked_on: 2029-12-21, result: gone}',
)


def shown(*parts: str) -> Shown:
    file, text = record_file(certificate_record(issue(story(*parts))._replace(witness="eve@example.org")))
    reading = read_card(file, text.encode())
    assert isinstance(reading.card, Certificate)
    return Shown(reading.card, digest_of(text), file, text)


def test_a_certificate_is_written_as_before(golden: Golden) -> None:
    told = shown()
    golden.check("certificate.html", certificate_html.render(told))
    golden.check("certificate.md", certificate_markdown.render(told))
    golden.check("certificate.txt", certificate_text.render(told, width=90))
    golden.check("certificate.json", certificate_json.render(told))


def test_awkward_text_is_written_as_before(golden: Golden) -> None:
    told = shown(card(), AWKWARD)
    golden.check("certificate-awkward.html", certificate_html.render(told))
    golden.check("certificate-awkward.md", certificate_markdown.render(told))
    golden.check("certificate-awkward.txt", certificate_text.render(told, colour=True))


class _Page(HTMLParser):
    """Every element of a page with its attributes."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))


def test_the_page_runs_nothing_fetches_nothing_and_links_only_to_the_web_and_to_mail() -> None:
    text = certificate_html.render(shown(card(), AWKWARD))
    page = _Page()
    page.feed(text)
    tags = {tag for tag, _ in page.found}
    assert not tags & {"script", "img", "link", "iframe", "object", "form", "base"}
    assert [attrs["href"] for tag, attrs in page.found if tag == "a"] == ["https://files.example/old.onnx"]
    assert not any(name.startswith("on") or name == "src" for _, attrs in page.found for name in attrs)
    assert "alert(1)&lt;/script&gt;" in text
    assert "\x1b" not in text
    assert "\u202e" not in text


def test_no_escape_sequence_gets_to_a_terminal_and_nothing_becomes_markup() -> None:
    told = shown(card(), AWKWARD)
    assert "\x1b" not in certificate_text.render(told)
    prose = re.sub(r"(`+).+?\1", "", certificate_markdown.render(told))
    assert not re.search(r"<script|@all|\]\(|\*\*b", prose)


def test_what_was_not_looked_at_is_what_one_reads_first() -> None:
    told = shown(card(), AWKWARD)
    for text in (certificate_html.render(told), certificate_markdown.render(told), certificate_text.render(told)):
        assert re.search(r"7 of 7 .+; 1 more was not\s+looked at", text)
    assert 'class="statement warning"' in certificate_html.render(told)
    whole = json.loads(certificate_json.render(shown()))
    assert whole["format"] == "steward-certificate/1"
    assert whole["certificate"]["previous"] is None
    assert "witness" in whole["certificate"]
