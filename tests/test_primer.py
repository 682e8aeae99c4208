"""`steward primer`: the text, one that takes its place, and what a use adds."""

from __future__ import annotations

from importlib import resources
from pathlib import Path

import pytest

from modelsteward.report.markdown_text import blocks, lines_of
from modelsteward.report.styled import Line
from tests.conftest import HOUSE, Steward, write

VENDOR = """\
card: model/1
name: writer
version: 1.0.0
stage: production
summary: Writes.
owner: data-science
origin: vendor
hosting: [vendor_api]
model_class: generative
intended_use: {primary: Drafts., out_of_scope: ["Choosing a **dose**"], limitations: []}
"""
USE = (
    HOUSE["use-cases/scoring.yaml"].replace("scorer@1.2.0", "writer@1.0.0")
    + """\
guardrails:
  notice: "Written by software. <b>Read</b> it."
  do_not_enter: [names, record numbers]
training: {required: true, material: https://wiki.house.example/x}
"""
)


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A registry with a use that a vendor's model serves; tests run beside it."""
    write(tmp_path / "registry", {**HOUSE, "models/writer/1.0.0.yaml": VENDOR, "use-cases/scoring.yaml": USE})
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "80")
    return tmp_path / "registry"


def text_of(lines: list[Line]) -> list[str]:
    return ["".join(text for text, _ in line) for line in lines]


def test_it_is_printed_without_any_registry(tmp_path: Path, steward: Steward, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "80")
    ran = steward("primer")
    assert (ran.code, ran.err) == (0, "")
    assert ran.out.startswith("Working with AI models: an introduction\n\n")
    assert "- A score. From a row of facts" in ran.out
    assert "**" not in ran.out
    assert "#" not in ran.out
    assert max(map(len, ran.out.splitlines())) <= 80


def test_as_markdown_it_is_the_file(root: Path, steward: Steward) -> None:
    text = resources.files("modelsteward.packs").joinpath("primer.md").read_text(encoding="utf-8")
    assert steward("primer", "--format", "markdown").out == text


def test_it_says_what_it_promises() -> None:
    text = resources.files("modelsteward.packs").joinpath("primer.md").read_text(encoding="utf-8")
    for heading in ("What a model is", "Three kinds", "made of its data", "Why it ages", "What to watch",
                    "What not to enter", "Whom to ask", "Five questions", "Answers"):  # fmt: skip
        assert any(heading in line for line in text.splitlines() if line.startswith("#")), heading
    numbered = [line[0] for line in text.splitlines() if line[:2] in ("1.", "2.", "3.", "4.", "5.")]
    assert numbered == list("12345") * 2, "five questions and their answers"
    assert 600 <= len(text.split()) <= 1000, "short enough to be read"
    assert max(map(len, text.splitlines())) <= 125


def test_a_use_adds_what_its_own_people_need_to_know(root: Path, steward: Steward) -> None:
    out = steward("primer", "--for", "scoring").out
    own = out[out.index("Here: scoring") :]
    for part in (
        "Orders the queue.",
        "What you will see: Written by software. <b>Read</b> it.",
        "- writer@1.0.0 (model that writes or draws, a company's)",
        "- Not for: Choosing a **dose**",
        "Do not enter:\n\n- names\n- record numbers",
        "Before you use it, complete the training: https://wiki.house.example/x",
        "Whom to ask: data-science, data-science@house.example\n",
    ):
        assert part in own


def test_what_a_card_says_does_nothing_in_markdown(root: Path, steward: Steward) -> None:
    own = steward("primer", "--for", "use:scoring", "-f", "markdown").out.partition("## Here: scoring")[2]
    assert "Written by software. `<b>Read</b>` it." in own
    assert "**dose**" not in own


def test_what_nobody_said_of_a_use_is_said_to_be_unknown(root: Path, steward: Steward) -> None:
    write(root, {"use-cases/scoring.yaml": HOUSE["use-cases/scoring.yaml"].replace("owner: data-science\n", "")})
    out = " ".join(steward("primer", "--for", "scoring").out.split())
    assert "does not say what must not be entered here: ask before you enter anything about a person" in out
    assert "Its card names no training." in out
    assert "Nobody owns this use by its card" in out
    write(root, {"use-cases/scoring.yaml": USE.replace("[names, record numbers]", "[]")})
    assert "says that nothing is barred" in " ".join(steward("primer", "--for", "scoring").out.split())


def test_a_registrys_own_text_takes_its_place(root: Path, steward: Steward) -> None:
    write(root, {"packs/primer.md": "# Ours\n\nAsk **Ruth** first.\n\x1b[31mred\n"})
    assert steward("primer").out == "Ours\n\nAsk Ruth first. \\x1b[31mred\n"
    assert steward("primer", "-f", "markdown").out == "# Ours\n\nAsk **Ruth** first.\n\\x1b[31mred\n"
    assert "packs/primer.md" not in steward("check", "--today", "2030-01-01").out, "it is no card"


@pytest.mark.parametrize(
    ("data", "told"),
    [(b"\xff\xfe", "is not UTF-8 text, from byte 1 on"), (b" \n", "is empty"), (b"x" * 300_000, "larger than 256 KiB")],
    ids=["not UTF-8", "empty", "too long"],
)  # fmt: skip
def test_a_text_that_cannot_be_read_is_refused(root: Path, steward: Steward, data: bytes, told: str) -> None:
    (root / "packs").mkdir()
    (root / "packs/primer.md").write_bytes(data)
    ran = steward("primer")
    assert ran.code == 4
    assert told in ran.err
    assert "take it away" in ran.err


def test_a_use_that_is_not_there_is_told(root: Path, steward: Steward, monkeypatch: pytest.MonkeyPatch) -> None:
    ran = steward("primer", "--for", "scorng")
    assert ran.code == 4
    assert "did you mean `use:scoring`?" in ran.err
    monkeypatch.chdir(root.parent.parent)
    assert steward("primer", "--for", "scoring").code == 3, "there is no registry here"


def test_markdown_is_read_as_people_write_it() -> None:
    text = """\
# Title #
A paragraph
of **two
lines**.

- one
  goes on
- two
  1. deep

> said

```sh
steward  primer
```
#not a heading
"""
    assert text_of(list(lines_of(blocks(text), 40))) == [
        "Title", "A paragraph of two lines.", "", "- one goes on", "- two", "  1. deep", "", "said", "",
        "    steward  primer", "", "#not a heading",
    ]  # fmt: skip


def test_strong_words_stay_strong_over_the_end_of_a_line() -> None:
    lines = list(lines_of(blocks("It is **very important indeed** today."), 24))
    assert lines == [
        [("", ""), ("It is ", ""), ("very important", "bold")],
        [("", ""), ("indeed", "bold"), (" today.", "")],
    ]


@pytest.mark.parametrize("text", ["", "**", "****", "# ", "- ", "```", "1)", "** not strong **", ">"])
def test_odd_texts_are_no_trouble(text: str) -> None:
    list(lines_of(blocks(text), 40))
