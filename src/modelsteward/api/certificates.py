"""The edge where a certificate is checked: by itself, in its registry, in git, and by the signatures beside it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from modelsteward.domain.kinds import path_of, record_folder
from modelsteward.store.certificates import Signature, signatures
from modelsteward.store.gitplace import find_place
from modelsteward.store.gitrun import ask
from modelsteward.store.reader import read_card
from modelsteward.store.signing import Verdict, allowed_by_git, bundle_verify, signed_bytes, ssh_verify
from modelsteward.usecases.verifying import Checked, against_registry, own_checks

if TYPE_CHECKING:
    from modelsteward.domain.registry import Registry
    from modelsteward.store.gitplace import Place
    from modelsteward.usecases.certificates import Shown


class Trust(NamedTuple):
    """By what signatures are judged."""

    allowed: Path | None = None
    """The file of allowed signers; None for git's own."""
    identity: str | None = None
    """Who must have signed; None for somebody whom the certificate names."""
    public_key: Path | None = None
    """For bundles of the model-signing library."""
    required: bool = False
    """Whether a good signature must be there."""


def check_certificate(
    shown: Shown, path: Path, trust: Trust, root: Path | None, registry: Registry | None
) -> tuple[Checked, ...]:
    """All that can be checked of a certificate in a file; without a registry, what the file and its signatures tell."""
    found = list(own_checks(shown))
    if root is None or registry is None:
        said = "its file lies in no registry: card, chain and commit are not checked; -C DIR names one"
        found.append(Checked("registry", "cannot tell", said))
    else:
        found += [*against_registry(shown, registry, _held(shown, root)), *_commit(shown, root)]
    found += _signatures(shown, path, trust, root)
    return tuple(found)


def _held(shown: Shown, root: Path) -> frozenset[str] | None:
    """The records of its version that the commit has which it names; None where git cannot tell."""
    commit, place = shown.card.commit, find_place(root)
    if commit is None or place is None:
        return None
    folder = f"{place.prefix}{record_folder(shown.card.ref)}/"
    listed = ask(place.top, "ls-tree", "-z", "--name-only", commit, folder)
    names = listed.text.split("\0")
    return None if listed.code else frozenset(name.removeprefix(place.prefix) for name in names if name)


def _commit(shown: Shown, root: Path) -> Iterator[Checked]:
    """Whether git has the commit, and the card there the seal."""
    commit, place = shown.card.commit, find_place(root)
    if commit is None:
        yield Checked("commit", "cannot tell", "it names no commit")
        return
    if place is None:
        yield Checked("commit", "cannot tell", "the registry is in no git repository here")
        return
    if ask(place.top, "cat-file", "-e", f"{commit}^{{commit}}").code:
        shallow = ask(place.top, "rev-parse", "--is-shallow-repository").text == "true"
        more = ", whose history is cut off here: git fetch --unshallow" if shallow else ""
        yield Checked("commit", "cannot tell" if shallow else "bad", f"{commit[:10]} is not in this repository{more}")
        return
    yield _card_there(shown, place, commit)


def _card_there(shown: Shown, place: Place, commit: str) -> Checked:
    file = path_of(shown.card.ref) or ""
    there = ask(place.top, "cat-file", "blob", f"{commit}:{place.prefix}{file}")
    card = None if there.code else read_card(file, there.out).card
    if card is None:
        return Checked("commit", "bad", f"{commit[:10]} has no card of {shown.card.ref} that can be read")
    seal = getattr(card, "seal", None)
    if shown.card.seal is not None and seal != shown.card.seal:
        return Checked("commit", "bad", f"the card in {commit[:10]} has another seal: {seal or 'none'}")
    inside = not ask(place.top, "merge-base", "--is-ancestor", commit, "HEAD").code
    where = "in this branch's history" if inside else "not in this branch's history, as after a squash"
    return Checked("commit", "good", f"{commit[:10]} has its card, and is {where}")


def _signatures(shown: Shown, path: Path, trust: Trust, root: Path | None) -> Iterator[Checked]:
    beside = signatures(path)
    allowed = trust.allowed or (allowed_by_git(root) if root is not None else None)
    good = False
    for signature in beside:
        verdict = _judged(shown, path, signature, trust, allowed)
        good = good or verdict.is_good is True
        yield _told(signature, verdict)
    if not beside:
        yield Checked("signature", "bad" if trust.required else "cannot tell", "there is none beside it")
    elif trust.required and not good:
        yield Checked("signature", "bad", "a good one is asked for, and none is")


def _judged(shown: Shown, path: Path, signature: Signature, trust: Trust, allowed: Path | None) -> Verdict:
    data, card = signed_bytes(shown.text), shown.card
    if signature.is_bundle:
        return bundle_verify(data, path.name, signature.data, trust.public_key)
    names = dict.fromkeys((card.by, *((card.witness,) if card.witness else ()), *(one.who for one in card.people)))
    return ssh_verify(data, signature.data, allowed, trust.identity, card.on.strftime("%Y%m%d"), tuple(names))


def _told(signature: Signature, verdict: Verdict) -> Checked:
    said = f": {verdict.said}" if verdict.said else ""
    who = f" by {verdict.who}" if verdict.who else ""
    if verdict.is_good:
        return Checked("signature", "good", f"{signature.name}: good,{who or ' by a known key'}{said}")
    if verdict.is_good is None:
        hint = verdict.said or "--allowed-signers names a file that says whose key it is"
        return Checked("signature", "cannot tell", f"{signature.name}: of an unknown signer{who}; {hint}")
    return Checked("signature", "bad", f"{signature.name}: bad{said or who}")


def registry_of(path: Path) -> Path | None:
    """The folder of the registry that a file lies in; None where it lies in none."""
    for folder in path.resolve().parents:
        if (folder / "steward.yaml").is_file():
            return folder
    return None
