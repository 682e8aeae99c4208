"""Signatures of certificates: by SSH keys, as git signs commits with them, and by the model-signing library.

What is signed are the bytes that the certificate's digest is of, so that a checkout with other line ends verifies.
"""

from __future__ import annotations

import os
import subprocess
from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, NamedTuple

from modelsteward.errors import Refused, reason
from modelsteward.store.gitrun import ask, environment

NAMESPACE = "modelsteward-certificate"
"""What the signatures are for (ssh-keygen's -n): one that was made for a commit or a mail is none here."""
_INSTALL = "pip install 'modelsteward[signing]'"


class Verdict(NamedTuple):
    """What was found of a signature."""

    is_good: bool | None
    """None where the bytes are what was signed, and nobody here knows the key."""
    who: str = ""
    """The signer by the file of allowed signers; else the key."""
    said: str = ""
    """What is wrong."""


def signed_bytes(text: str) -> bytes:
    """What a signature is made over."""
    return text.replace("\r\n", "\n").encode("utf-8", "surrogatepass")


def git_key(root: Path) -> str:
    """The SSH key that git signs with. Raises Refused where git signs with something else, or with nothing."""
    kind = ask(os.fspath(root), "config", "--get", "gpg.format").text
    key = ask(os.fspath(root), "config", "--get", "--type=path", "user.signingkey")
    literal = ask(os.fspath(root), "config", "--get", "user.signingkey").text
    if kind != "ssh" or not literal:
        raise Refused(
            "git is set up to sign with no SSH key",
            "name one, as in --key ~/.ssh/id_ed25519; or git config gpg.format ssh; git config user.signingkey KEY",
        )
    return literal if literal.startswith(("key::", "ssh-")) else key.text


def allowed_by_git(root: Path) -> Path | None:
    """The file of allowed signers that git checks commits with, where there is one."""
    named = ask(os.fspath(root), "config", "--get", "--type=path", "gpg.ssh.allowedSignersFile").text
    path = root / named if named else None
    return path if path and path.is_file() else None


def ssh_sign(data: bytes, key: str) -> str:
    """Sign with an SSH key: a private one, or a public one whose other half an agent holds. Raises Refused."""
    with ExitStack() as leaving:
        if key.startswith(("key::", "ssh-")):
            folder = leaving.enter_context(TemporaryDirectory(prefix="steward-"))
            path = os.path.join(folder, "key.pub")
            Path(path).write_text(key.removeprefix("key::") + "\n", encoding="utf-8")
        else:
            path = os.path.expanduser(key)
            if not os.path.isfile(path):
                raise Refused(
                    f"there is no key {path}", "name the file of a private key, or of a public one for an agent"
                )
        done = _keygen(["-Y", "sign", "-n", NAMESPACE, "-f", path], data)
    if done.returncode or b"BEGIN SSH SIGNATURE" not in done.stdout:
        raise Refused(
            f"the key did not sign: {_words(done)}", "see that it is the right one, and that an agent holds it"
        )
    return done.stdout.decode("ascii", "replace")


def ssh_verify(
    data: bytes, signature: bytes, allowed: Path | None, identity: str | None, day: str, names: Sequence[str]
) -> Verdict:
    """Check an SSH signature.

    Whoever is an allowed signer passes, whoever they say they are: so the signer's own name in that file is looked up
    and must be `identity`, or else one of `names`. A key that counts no more counts as on `day`, YYYYMMDD.
    """
    with TemporaryDirectory(prefix="steward-") as folder:
        path = os.path.join(folder, "signature")
        Path(path).write_bytes(signature)
        intact = _keygen(["-Y", "check-novalidate", "-n", NAMESPACE, "-s", path], data)
        if intact.returncode:
            return Verdict(False, "", f"it is no signature of these bytes: {_words(intact)}")
        key = intact.stdout.decode("utf-8", "replace").strip().rpartition(" with ")[2]
        if allowed is None:
            return Verdict(None, key)
        found = [_find(path, allowed, when) for when in ((), ("-Overify-time=" + day,))]
        principals = next((some for some in found if some), [])
        if not principals:
            return Verdict(False, key, f"no allowed signer has this key ({allowed})")
        wanted = [identity] if identity else list(names)
        who = next((name for name in principals if name in wanted), principals[0])
        command = ["-Y", "verify", "-n", NAMESPACE, "-f", os.fspath(allowed), "-I", who, "-s", path]
        times: tuple[tuple[str, ...], ...] = ((), (f"-Overify-time={day}",))
        done = [_keygen([*command, *when], data) for when in times]
        if all(one.returncode for one in done):
            return Verdict(False, who, _words(done[0]))
        if who not in wanted:
            said = f"not {identity}" if identity else "whom the certificate does not name"
            return Verdict(False, who, f"it is by {who}, {said}")
        return Verdict(True, who, f"as the key counted on {day}" if done[0].returncode else "")


def _find(path: str, allowed: Path, when: tuple[str, ...]) -> list[str]:
    """Who the allowed signers say that a signature's key belongs to."""
    done = _keygen(["-Y", "find-principals", "-s", path, "-f", os.fspath(allowed), *when], b"")
    lines = done.stdout.decode("utf-8", "replace").splitlines() if not done.returncode else []
    return [name for line in lines for name in line.split(",") if name.strip()]


def _keygen(arguments: list[str], data: bytes) -> subprocess.CompletedProcess[bytes]:
    try:
        return subprocess.run(
            ["ssh-keygen", *arguments], input=data, capture_output=True, env=environment({}), check=False
        )
    except OSError as error:
        raise Refused(f"ssh-keygen cannot be started: {reason(error)}", "install OpenSSH 8.9 or newer") from None


def _words(done: subprocess.CompletedProcess[bytes]) -> str:
    said = (done.stderr or done.stdout).decode("utf-8", "replace").strip().splitlines()
    return said[-1] if said else f"exit code {done.returncode}"


def bundle_sign(data: bytes, name: str, key: str) -> str:
    """Sign with an elliptic-curve key by the model-signing library: a bundle as sigstore has them. Raises Refused."""
    signing = _library("signing")
    path = os.path.expanduser(key)
    with TemporaryDirectory(prefix="steward-") as folder:
        file, bundle = Path(folder, name), Path(folder, f"{name}.bundle")
        file.write_bytes(data)
        try:
            signing.Config().use_elliptic_key_signer(private_key=path).sign(file, bundle)
            return bundle.read_text(encoding="utf-8")
        except (ValueError, TypeError, OSError) as error:
            raise Refused(f"the key did not sign: {error}", "name a private key of an elliptic curve, in PEM") from None


def bundle_verify(data: bytes, name: str, signature: bytes, key: Path | None) -> Verdict:
    """Check a bundle with the public half of the key."""
    if key is None:
        return Verdict(None, "", "--public-key names the key to check it with")
    try:
        verifying = _library("verifying")
    except Refused as error:
        return Verdict(None, "", f"{error.message}: {error.hint}")
    with TemporaryDirectory(prefix="steward-") as folder:
        file, bundle = Path(folder, name), Path(folder, f"{name}.bundle")
        file.write_bytes(data)
        bundle.write_bytes(signature)
        try:
            verifying.Config().use_elliptic_key_verifier(public_key=key).verify(file, bundle)
        except Exception as error:  # whatever a bundle from elsewhere makes the library stumble over
            return Verdict(False, key.name, " ".join(str(error).split())[:200] or type(error).__name__)
    return Verdict(True, key.name)


def _library(part: str) -> Any:
    from importlib import import_module

    try:
        return import_module(f"model_signing.{part}")
    except ImportError:
        raise Refused("the model-signing library is not installed here", _INSTALL) from None
