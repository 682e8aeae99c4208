"""Certificates through the door: signed with real keys, and checked by whoever holds the file."""

from __future__ import annotations

import hashlib
import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from modelsteward.store.planning import record_file
from modelsteward.usecases.certifying import certificate_record
from tests.certificates.stories import ALL_GONE, CHECKLIST, ERASURE, card, issue, story
from tests.conftest import Ran, Steward, git, write
from tests.index.histories import files_of

NEEDS = pytest.mark.skipif(shutil.which("ssh-keygen") is None, reason="there is no ssh-keygen here")


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A repository with a destroyed version and its certificate; tests run at its top."""
    files = files_of("".join((card("destroyed", "2029-12-23"), ERASURE, ALL_GONE, CHECKLIST)))
    root = tmp_path / "home"
    write(root / "registry", {name: data.decode() for name, data in files.items()})
    git(root, "init", "--quiet", "--initial-branch=main")
    git(root, "add", ".")
    git(root, "commit", "--quiet", "--message", "A registry")
    commit = git(root, "rev-parse", "HEAD").strip()
    file, text = record_file(certificate_record(issue(story())._replace(commit=commit)))
    (root / "registry" / file).write_text(text, encoding="utf-8")
    git(root, "add", ".")
    git(root, "commit", "--quiet", "--message", "Destroyed")
    monkeypatch.chdir(root)
    return root


def certificate(root: Path) -> Path:
    (path,) = root.glob("registry/records/models/m/1.0.0/*-certificate-*.yaml")
    return path.relative_to(root)


def key(folder: Path, name: str) -> Path:
    path = folder / name
    subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", path], check=True)
    return path


def allow(folder: Path, **keys: Path) -> str:
    path = folder / "allowed"
    lines = [f"{who}@example.org {Path(f'{one}.pub').read_text(encoding='utf-8')}" for who, one in keys.items()]
    path.write_text("".join(lines), encoding="utf-8")
    return str(path)


def outcomes(ran: Ran) -> dict[str, str]:
    return {one["what"]: one["outcome"] for one in json.loads(ran.out)["checks"]}


def said(ran: Ran, what: str) -> str:
    return next(one["said"] for one in json.loads(ran.out)["checks"] if one["what"] == what)


def verify(steward: Steward, path: Path, *more: str) -> Ran:
    return steward("certificate", "verify", str(path), "--format", "json", *more)


def test_a_certificate_is_checked_against_card_chain_and_commit(place: Path, steward: Steward) -> None:
    ran = verify(steward, certificate(place))
    assert ran.code == 0
    assert outcomes(ran) == {
        "reads": "good", "name": "good", "gone": "good", "card": "good", "seal": "good", "places": "good",
        "looks": "good", "digests": "good", "unseen": "good", "methods": "good", "since": "good", "chain": "good", "commit": "good", "signature": "cannot tell",
    }  # fmt: skip
    assert verify(steward, certificate(place), "--require-signature").code == 1


def test_a_file_outside_says_what_cannot_be_checked(place: Path, tmp_path: Path, steward: Steward) -> None:
    away = tmp_path / "away"
    away.mkdir()
    copy = away / certificate(place).name
    shutil.copy(certificate(place), copy)
    ran = verify(steward, copy)
    assert ran.code == 0
    assert outcomes(ran)["registry"] == "cannot tell"
    assert "-C DIR names one" in ran.out
    copy.write_text(copy.read_text(encoding="utf-8").replace("purge", "clear"), encoding="utf-8")
    ran = verify(steward, copy)
    assert ran.code == 1
    assert outcomes(ran)["name"] == "bad"
    assert outcomes(verify(steward, copy, "-C", "registry"))["chain"] == "bad"
    shutil.copy(place / "registry/models/m/1.0.0.yaml", copy)
    assert verify(steward, copy).code == 4


@NEEDS
def test_a_signature_is_committed_beside_it_and_checked(place: Path, tmp_path: Path, steward: Steward) -> None:
    ada = key(tmp_path, "ada")
    ran = steward("certificate", "sign", "m@1.0.0", "--key", str(ada), "--yes")
    assert ran.code == 0, ran.err
    beside = Path(f"{certificate(place)}.sig")
    assert git(place, "show", "--name-only", "--format=%s").split("\n\n") == [
        "sign the certificate of m@1.0.0 of 2030-01-01", f"{beside.as_posix()}\n",
    ]  # fmt: skip
    assert steward("check", "-C", "registry", "--select", "RD,CL").code == 0
    ran = verify(steward, certificate(place), "--allowed-signers", allow(tmp_path, ada=ada), "--require-signature")
    assert (ran.code, outcomes(ran)["signature"]) == (0, "good")
    ran = verify(steward, certificate(place))
    assert outcomes(ran)["signature"] == "cannot tell"
    assert "unknown signer" in said(ran, "signature")
    assert steward("certificate", "sign", "m@1.0.0", "--key", str(ada), "--yes").code == 4
    assert "Certificate of destruction" in steward("certificate", "show", "m").out


@NEEDS
def test_git_s_own_key_and_allowed_signers_are_used(place: Path, tmp_path: Path, steward: Steward) -> None:
    ran = steward("certificate", "sign", str(certificate(place)), "--yes")
    assert ran.code == 4
    assert "git is set up to sign with no SSH key" in ran.err
    bo = key(tmp_path, "bo")
    git(place, "config", "gpg.format", "ssh")
    git(place, "config", "user.signingkey", str(bo))
    git(place, "config", "gpg.ssh.allowedSignersFile", allow(tmp_path, bo=bo))
    assert steward("certificate", "sign", str(certificate(place)), "--yes").code == 0
    ran = verify(steward, certificate(place))
    assert (ran.code, said(ran, "signature").partition(": ")[2]) == (0, "good, by bo@example.org")


@NEEDS
def test_an_allowed_signer_whom_the_certificate_does_not_name_is_not_enough(
    place: Path, tmp_path: Path, steward: Steward
) -> None:
    mallory = key(tmp_path, "mallory")
    steward("certificate", "sign", "m@1.0.0", "--key", str(mallory), "--yes")
    allowed = allow(tmp_path, mallory=mallory)
    ran = verify(steward, certificate(place), "--allowed-signers", allowed)
    assert ran.code == 1
    assert "mallory@example.org, whom the certificate does not name" in said(ran, "signature")
    asked = ("--allowed-signers", allowed, "--identity")
    assert verify(steward, certificate(place), *asked, "mallory@example.org").code == 0
    assert verify(steward, certificate(place), *asked, "ada@example.org").code == 1
    ran = verify(steward, certificate(place), "--allowed-signers", allow(tmp_path, ada=key(tmp_path, "ada")))
    assert "no allowed signer has this key" in said(ran, "signature")


@NEEDS
def test_a_changed_certificate_and_a_signature_for_something_else_are_bad(
    place: Path, tmp_path: Path, steward: Steward
) -> None:
    ada = key(tmp_path, "ada")
    allowed = allow(tmp_path, ada=ada)
    steward("certificate", "sign", "m@1.0.0", "--key", str(ada), "--yes")
    path = certificate(place)
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("Version deleted", "Disk shredded"), encoding="utf-8")
    assert outcomes(verify(steward, path, "--allowed-signers", allowed))["signature"] == "bad"
    path.write_bytes(text.replace("\n", "\r\n").encode())  # as a checkout on Windows has it
    assert verify(steward, path, "--allowed-signers", allowed).code == 0
    path.write_text(text, encoding="utf-8")
    for_git = ["ssh-keygen", "-q", "-Y", "sign", "-n", "git", "-f", str(ada)]
    other = subprocess.run(for_git, check=True, input=path.read_bytes(), capture_output=True).stdout
    Path(f"{path}.sig").write_bytes(other)
    assert verify(steward, path, "--allowed-signers", allowed).code == 1
    Path(f"{path}.sig").write_text("no signature", encoding="utf-8")
    assert verify(steward, path, "--allowed-signers", allowed).code == 1


def test_the_model_signing_library_signs_and_checks(place: Path, tmp_path: Path, steward: Steward) -> None:
    from cryptography.hazmat.primitives import serialization as form
    from cryptography.hazmat.primitives.asymmetric import ec

    private = ec.generate_private_key(ec.SECP256R1())
    public = private.public_key().public_bytes(form.Encoding.PEM, form.PublicFormat.SubjectPublicKeyInfo)
    secret = private.private_bytes(form.Encoding.PEM, form.PrivateFormat.PKCS8, form.NoEncryption())
    (tmp_path / "public.pem").write_bytes(public)
    (tmp_path / "secret.pem").write_bytes(secret)

    def run(*arguments: str) -> int:
        """As a program: the library brings a lot along, and warns of some of it."""
        command = [sys.executable, "-m", "modelsteward", "certificate", *arguments]
        return subprocess.run(command, cwd=place, capture_output=True, check=False).returncode

    assert run("sign", "m@1.0.0", "--with", "model-signing", "--key", str(tmp_path / "secret.pem"), "--yes") == 0
    ran = verify(steward, certificate(place))
    assert "--public-key names the key to check it with" in said(ran, "signature")
    asked = ("verify", str(certificate(place)), "--require-signature", "--public-key", str(tmp_path / "public.pem"))
    assert run(*asked) == 0
    path = place / certificate(place)
    path.write_text(path.read_text(encoding="utf-8").replace("Version deleted", "Disk shredded"), encoding="utf-8")
    assert run(*asked) == 1


@pytest.mark.usefixtures("place")
def test_without_the_library_it_is_said_what_to_install(steward: Steward, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "model_signing.signing", None)
    ran = steward("certificate", "sign", "m@1.0.0", "--with", "model-signing", "--key", "k.pem", "--yes")
    assert ran.code == 4
    assert "pip install 'modelsteward[signing]'" in ran.err
    assert steward("certificate", "sign", "m@1.0.0", "--with", "model-signing", "--yes").code == 2


def test_a_certificate_that_no_look_bears_out_is_bad(place: Path, steward: Steward) -> None:
    (look,) = Path("registry/records/models/m/1.0.0").glob("*-verification-*")
    look.write_text(
        look.read_text(encoding="utf-8").replace("result: gone", "result: still there", 1), encoding="utf-8"
    )
    ran = verify(steward, certificate(place))
    assert ran.code == 1
    assert said(ran, "looks") == "no look on record found gone: s3://m/model.onnx"


def test_a_certificate_is_checked_by_the_ref_too(place: Path, steward: Steward) -> None:
    ran = steward("certificate", "verify", "m@1.0.0", "--format", "json")
    assert (ran.code, outcomes(ran)) == (0, outcomes(verify(steward, certificate(place))))
    ran = steward("certificate", "verify", "m@9.0.0")
    assert ran.code == 4
    assert "m@9.0.0" in ran.err
    assert steward("certificate", "verify", "nowhere.yaml").code != 0


def written_anew(place: Path, old: str, new: str) -> Path:
    """The certificate with other words, under the name that goes with them."""
    path = certificate(place)
    text = path.read_text(encoding="utf-8")
    assert old in text
    text = text.replace(old, new)
    path.unlink()
    path = path.with_name(f"2030-01-01-certificate-{hashlib.sha256(text.encode()).hexdigest()[:8]}.yaml")
    path.write_text(text, encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("old", "new", "what", "why"),
    [
        ('not_checked: ["/srv/locked: permission denied"]', "not_checked: []", "unseen", "/srv/locked"),
        ("method: clear", "method: destroy", "methods", "no record of `destroy` at /srv/models/m.onnx"),
        ("technique: File deleted.", "technique: Shredded.", "methods", "no record of `Shredded.`"),
        ('"on": 2030-01-01\nby', '"on": 2030-12-23\nby', "name", "its name says 2030-01-01, and it says 2030-12-23"),
        ('"on": 2030-01-01\nby', '"on": 2029-12-22\nby', "card", "after the certificate of 2029-12-22"),
    ],
)
def test_one_that_was_written_anew_does_not_say_what_is_on_record(
    old: str, new: str, what: str, why: str, place: Path, steward: Steward
) -> None:
    ran = verify(steward, written_anew(place, old, new))
    assert ran.code == 1
    assert outcomes(ran)[what] == "bad"
    assert any(why in one["said"] for one in json.loads(ran.out)["checks"] if one["what"] == what)


def test_what_nobody_could_look_at_on_its_own_day_counts_if_the_commit_has_it(place: Path, steward: Steward) -> None:
    record = Path("registry/records/models/m/1.0.0/2030-01-01-verification-22222222.yaml")
    locked = "{place: 'tape 7', looked_on: 2030-01-01, result: not checked, evidence: No drive.}"
    text = f"{{card: verification/1, ref: m@1.0.0, on: 2030-01-01, by: bo@example.org, places: [{locked}]}}"
    record.write_text(text + "\n", encoding="utf-8")
    ran = verify(steward, certificate(place))
    assert (ran.code, outcomes(ran)["unseen"]) == (0, "cannot tell")
    git(place, "add", ".")
    git(place, "commit", "--quiet", "--message", "A tape")
    commit = git(place, "rev-parse", "HEAD").strip()
    old = next(line for line in certificate(place).read_text().splitlines() if line.startswith("commit: "))
    ran = verify(steward, written_anew(place, old, f"commit: {commit}"))
    assert (ran.code, outcomes(ran)["unseen"]) == (1, "bad")
    assert said(ran, "unseen") == "it does not say that nobody could look at tape 7"


def test_what_was_last_seen_otherwise_is_not_gone(place: Path, steward: Steward) -> None:
    look = Path("registry/records/models/m/1.0.0/2029-12-22-verification-33333333.yaml")
    there = "{place: s3://m/model.onnx, looked_on: 2029-12-22, result: still there}"
    text = f"{{card: verification/1, ref: m@1.0.0, on: 2029-12-22, by: bo@example.org, places: [{there}]}}"
    look.write_text(text + "\n", encoding="utf-8")
    ran = verify(steward, certificate(place))
    assert (ran.code, outcomes(ran)["looks"]) == (1, "bad")
    assert "it calls gone what was last seen otherwise: s3://m/model.onnx (still there)" in said(ran, "looks")


def test_a_copy_that_was_found_since_is_told(place: Path, steward: Steward) -> None:
    for at, (result, code) in enumerate((("still there", 1), ("gone", 0))):
        look = Path(f"registry/records/models/m/1.0.0/2030-02-0{at + 1}-verification-4444444{at}.yaml")
        seen = f"{{place: a stick, looked_on: 2030-02-0{at + 1}, result: {result}, evidence: Seen.}}"
        text = f"{{card: verification/1, ref: m@1.0.0, on: 2030-02-0{at + 1}, by: bo@example.org, places: [{seen}]}}"
        look.write_text(text + "\n", encoding="utf-8")
        ran = verify(steward, certificate(place))
        assert (ran.code, outcomes(ran)["since"]) == (code, "bad" if code else "good")
        assert ("a stick (still there)" in said(ran, "since")) is bool(code)
