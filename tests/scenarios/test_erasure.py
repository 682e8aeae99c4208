"""Erasure: a request reaches data protection, and the data is in more than one model.

Three versions of one data set share rows; features were derived from one of them, models trained on two, and another
team distilled a student from the one that serves.
"""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import pytest

from tests.cases.homes import STEWARD, data, made, model, trained
from tests.conftest import Steward, git, write
from tests.scenarios.conftest import Do, clean, see_to, subjects

USE = """\
card: usecase/1
name: outreach
status: live
summary: Calls those who are likeliest to miss their appointment.
owner: data-science
jurisdictions: [NL]
risk: {own: low, eu_tier: minimal}
serving:
  main: no-show@2.1.0
served:
  - {slot: main, ref: no-show@2.1.0, from: 2029-06-01, to: null, why: promoted}
"""

FILES = {
    "steward.yaml": STEWARD,
    "datasets/appointments/2.0.0.yaml": data("appointments", "2.0.0"),
    "datasets/appointments/2.1.0.yaml": data("appointments", "2.1.0"),
    "datasets/appointments/2.2.0.yaml": data("appointments", "2.2.0"),
    "datasets/appointments-features/2.1.0.yaml": data("appointments-features", "2.1.0", "data:appointments@2.1.0"),
    "datasets/clinics/1.0.0.yaml": data("clinics", "1.0.0"),
    "models/no-show/1.4.0.yaml": model("no-show", "1.4.0", trained("data:appointments@2.0.0")),
    "models/no-show/2.1.0.yaml": model("no-show", "2.1.0", trained("data:appointments-features@2.1.0")),
    "models/no-show-lite/1.0.0.yaml": model("no-show-lite", "1.0.0", made("no-show@2.1.0", "distilled"), owner="ward"),
    "models/rooms/1.0.0.yaml": model("rooms", "1.0.0", trained("data:clinics@1.0.0"), owner="ward"),
    "use-cases/outreach.yaml": USE,
}
REACHED = {
    "data:appointments@2.0.0": "surely", "data:appointments@2.1.0": "surely", "data:appointments@2.2.0": "surely",
    "data:appointments-features@2.1.0": "surely", "no-show@1.4.0": "surely", "no-show@2.1.0": "surely",
    "no-show-lite@1.0.0": "possibly",
}  # fmt: skip


GOES = {"data:appointments@2.0.0": b"patient,day\n1,2029-01-01\n" * 900, "no-show@1.4.0": b"weights of 1.4.0 " * 900}
"""What is destroyed in the end, with the bytes that lie on this machine."""


def file_of(root: Path, ref: str) -> Path:
    """Where its bytes lie."""
    return root.parent / "disk" / ref.replace(":", "-")


def _with_bytes(root: Path) -> dict[str, str]:
    """The cards; what goes lies in real files."""
    rows, weights = GOES
    digests = {ref: f"sha256:{hashlib.sha256(content).hexdigest()}" for ref, content in GOES.items()}
    for ref, content in GOES.items():
        file_of(root, ref).parent.mkdir(parents=True, exist_ok=True)
        file_of(root, ref).write_bytes(content)
    set_ = FILES["datasets/appointments/2.0.0.yaml"].replace(
        "s3://data/appointments/2.0.0/", f"{file_of(root, rows)}\ndigest: {digests[rows]}\nreplicas: []"
    )
    old = FILES["models/no-show/1.4.0.yaml"].replace("s3://models/no-show/1.4.0/m.onnx", str(file_of(root, weights)))
    old = old.replace("format: onnx", "format: onnx, replicas: []").replace(
        "bytes: 1024", f"bytes: {len(GOES[weights])}"
    )
    old = old.replace(old.partition("sha256:")[2][:64], digests[weights].partition(":")[2])
    return {**FILES, "datasets/appointments/2.0.0.yaml": set_, "models/no-show/1.4.0.yaml": old}


@pytest.fixture
def repo(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    root = tmp_path / "repo"
    write(root / "registry", _with_bytes(root))
    git(root, "init", "--quiet", "--initial-branch=main")
    git(root, "add", ".")
    git(root, "commit", "--quiet", "--message", "A registry")
    monkeypatch.chdir(root)
    return root


def test_erasure(repo: Path, do: Do, steward: Steward) -> None:
    ident = _a_request_comes(repo, do, steward)
    _each_is_decided(ident, do, steward)
    _what_goes_is_retired(repo, do, steward)
    _the_case_is_closed(repo, ident, do, steward)
    _what_is_left_keeps_its_finding(ident, do, steward)
    _what_goes_is_destroyed(repo, ident, do, steward)
    assert clean(repo)


def _a_request_comes(repo: Path, do: Do, steward: Steward) -> str:
    """Opened a day late, with the clock of the law that holds where the models serve; what it reaches is shown."""
    done = do("2030-01-11", "case", "open", "erasure", "--covers", "data:appointments", "--received", "2030-01-10")
    assert "it reaches 4 data sets and 3 models, 6 surely and 1 possibly" in done.out
    (row,) = json.loads(steward("case", "list", "-f", "json", "--today", "2030-01-11").out)["cases"]
    assert (row["law"], row["due"], row["decided"], row["total"]) == ("gdpr", "2030-02-10", 0, 7)
    ident: str = row["id"]
    assert subjects(repo)[0] == f"case {ident}: open, erasure of data:appointments, due 2030-02-10"
    shown = json.loads(steward("case", "show", ident, "-f", "json", "--today", "2030-01-11").out)
    assert {one["ref"]: one["certainty"] for one in shown["matters"]} == REACHED
    traced = steward("trace", "data:appointments").out
    assert all(ref.partition("@")[0] in traced for ref in REACHED)
    assert "rooms" not in traced

    done = do("2030-01-11", "withdraw", "data:appointments", "--reason", "A request.", "--case", ident)
    assert "no-show-lite@1.0.0" in done.out
    refused = steward("case", "close", ident, "--today", "2030-01-11", "--yes")
    assert refused.code == 4
    assert refused.out.count("is not decided") == 7
    return ident


def _each_is_decided(ident: str, do: Do, steward: Steward) -> None:
    """By one who holds the role; what stays, stays until a day."""

    def decide(ref: str, decision: str, *more: str) -> None:
        do(
            "2030-01-12",
            "case",
            "decide",
            ident,
            ref,
            decision,
            "--as",
            "data-protection",
            "--reason",
            "Art. 17.",
            *more,
        )

    with pytest.MonkeyPatch.context() as other:
        other.setenv("GIT_COMMITTER_EMAIL", "bo@house.example")
        ran = steward("case", "decide", ident, "no-show-lite@1.0.0", "not-affected", "--as", "data-protection",
                      "--reason", "It is ours.", "--today", "2030-01-12", "--yes")  # fmt: skip
    assert (ran.code, "it is held by Ada (ada@house.example)" in ran.err) == (4, True)
    decide("data:appointments", "erase")
    decide("data:appointments-features@2.1.0", "erase")
    decide("no-show@1.4.0", "erase")
    decide("no-show@2.1.0", "retrain")
    decide("no-show-lite@1.0.0", "keep", "--until", "2030-06-30")
    found = steward("check", "--today", "2030-01-12").out
    assert "CA103" not in found
    assert "models/no-show/2.1.0.yaml" in found, "a decision to erase erases nothing"
    assert "models/no-show-lite/1.0.0.yaml" not in found.partition("CA102")[0], "it is exempt, for a time"


def _what_goes_is_retired(repo: Path, do: Do, steward: Steward) -> None:
    """1.4.0 serves nothing any more: it is announced, retired behind its checklist, and still has its weights."""
    do("2030-01-12", "deprecate", "no-show@1.4.0", "--sunset", "+P60D", "--replacement", "none", "--because", "data",
       "--reason", "A request to erase.")  # fmt: skip
    do("2030-01-13", "checklist", "no-show@1.4.0", "make")
    see_to(steward, "no-show@1.4.0", "retirement", "2030-01-13")
    do("2030-01-14", "retire", "no-show@1.4.0")
    assert subjects(repo)[0] == "retire no-show@1.4.0: deprecated -> retired"


def _the_case_is_closed(repo: Path, ident: str, do: Do, steward: Steward) -> None:
    done = do("2030-02-01", "case", "close", ident)
    assert "to go by decision, and not gone yet" in done.out
    assert "no-show@1.4.0 (retired)" in done.out
    assert "no-show-lite@1.0.0 is kept until 2030-06-30" in done.out
    assert subjects(repo)[0] == f"case {ident}: close, erasure of data:appointments"
    assert steward("case", "list").out == "no case open\n"
    log = steward("log", "no-show@1.4.0").out
    assert f"case {ident}: erase: Art. 17." in log


def _what_is_left_keeps_its_finding(ident: str, do: Do, steward: Steward) -> None:
    """Retired is not gone; and the exemption ends with its last day."""
    found = steward("check", "--today", "2030-02-01")
    assert found.code == 1
    assert "DT102" in found.out.partition("models/no-show/1.4.0.yaml")[2], "a retired model that still has weights"
    assert "CA104" not in steward("check", "--today", "2030-06-30").out
    over = steward("check", "--today", "2030-07-01").out
    assert "no-show-lite@1.0.0 could be kept until 2030-06-30 (1 day ago)" in over
    assert "DT102" in over.partition("models/no-show-lite/1.0.0.yaml")[2]
    do("2030-07-01", "case", "decide", ident, "no-show-lite@1.0.0", "keep", "--until", "2030-09-30",
       "--as", "data-protection", "--reason", "The trial goes on.")  # fmt: skip
    assert "CA104" not in steward("check", "--today", "2030-07-01").out


def _what_goes_is_destroyed(repo: Path, ident: str, do: Do, steward: Steward) -> None:
    """The model and the rows it was trained on, each with a certificate; only then is nothing more to be said of them.

    What was made from the rows was decided upon in the case, which is closed: nobody decides it again.
    """
    day = "2030-07-02"
    for ref in reversed(GOES):
        undone = json.loads(steward("case", "show", ident, "-f", "json", "--today", day).out)
        assert ref in json.dumps(undone)
        do(day, "checklist", ref, "make", "--purpose", "destruction")
        see_to(steward, ref, "destruction", day)
        erase = ("destroy", ref, "--execute", "--yes", "--confirm", ref, "--today", day)
        ran = steward(*erase)
        assert ran.code == 0, ran.out + ran.err
        assert not file_of(repo, ref).exists()
        ran = steward("destroy", ref, "--yes", "--confirm", ref, "--today", day)
        assert (ran.code, "not seen to be gone" in ran.out) == (4, True)
        folder = str(file_of(repo, ref).parent)
        ran = steward("destroy", ref, "--verify", "--scan", folder, "--thorough", "--yes", "--today", day)
        assert ran.code == 0, ran.out + ran.err
        ran = steward("destroy", ref, "--yes", "--confirm", ref, "--today", day)
        assert ran.code == 0, ran.out + ran.err
        shown = steward("certificate", "show", ref).out
        assert "the bytes were gone" in shown
        assert ident in shown, "what it answers"
    found = steward("check", "--today", day).out
    assert "models/no-show/1.4.0.yaml" not in found
    assert "datasets/appointments/2.0.0.yaml" not in found
    assert "DT102" in found.partition("models/no-show/2.1.0.yaml")[2], "what is still there keeps its finding"
    shown = steward("case", "show", ident, "--today", day).out
    assert "no-show@1.4.0  destroyed, surely" in shown
    assert shown.count("not carried out") == 4, shown
