"""`steward certificate`: that a version was destroyed, to be shown, printed, signed and checked."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from modelsteward.cli.changing import Manner, Ref, carry_out, changes
from modelsteward.cli.common import NoCache, Root

if TYPE_CHECKING:
    from modelsteward.api.desk import Desk
    from modelsteward.domain.cards.erasure import Certificate
    from modelsteward.domain.plan import Proposal
    from modelsteward.domain.registry import Entry
    from modelsteward.usecases.certificates import Shown

app = typer.Typer(help="Issue, show, list, sign and verify certificates of destruction.", no_args_is_help=True)

What = Annotated[
    str, typer.Argument(metavar="REF|FILE", help="The version, like no-show@1.4.0; or a certificate's file, anywhere.")
]
PageFormat = Annotated[
    Literal["text", "html", "markdown", "json", "yaml"],
    typer.Option("--format", "-f", help="How to print it; html is one page to print and file."),
]
ListFormat = Annotated[Literal["text", "json", "markdown"], typer.Option("--format", "-f", help="How to print it.")]
CheckFormat = Annotated[Literal["text", "json"], typer.Option("--format", "-f", help="How to print it.")]
Key = Annotated[
    str | None, typer.Option(metavar="PATH", help="The key: of SSH, else the one git signs with; or in PEM.")
]
With = Annotated[
    Literal["ssh", "model-signing"],
    typer.Option("--with", help="An SSH key, or an elliptic-curve key by the model-signing library (an extra)."),
]
Allowed = Annotated[
    Path | None,
    typer.Option(metavar="FILE", help="Whose SSH key is whose, as ssh-keygen reads it; else git's own such file."),
]
Identity = Annotated[
    str | None, typer.Option(metavar="NAME", help="Who must have signed; else somebody whom the certificate names.")
]
PublicKey = Annotated[
    Path | None, typer.Option(metavar="FILE", help="The public key, in PEM, for what the model-signing library signed.")
]
Required = Annotated[bool, typer.Option("--require-signature", help="It is an error where no good signature is there.")]


@app.command("show")
def show(what: What, registry: Root = None, output: PageFormat = "text", no_cache: NoCache = False) -> None:
    """Show a certificate: every place with how it was erased and what was seen, and what was not looked at."""
    from modelsteward.cli.common import write
    from modelsteward.store.certificates import looks_like_file

    shown = _of_file(Path(what)) if looks_like_file(what) else _of_ref(what, registry, no_cache)
    write(_page(shown, output))


def _of_file(path: Path) -> Shown:
    from modelsteward.store.certificates import read_certificate

    return read_certificate(path)


def _of_ref(ref: str, registry: Path | None, no_cache: bool) -> Shown:
    from modelsteward.cli.common import open_registry
    from modelsteward.usecases.certificates import shown, the_certificate

    with open_registry(registry, no_cache) as known:
        return shown(the_certificate(known, ref))


def _page(shown: Shown, output: str) -> str:
    from importlib import import_module

    if output == "yaml":
        from modelsteward.report.escape import visible

        return visible(shown.text, keep="\n\t")
    if output == "text":
        from modelsteward.cli.common import in_colour
        from modelsteward.cli.screen import width
        from modelsteward.report.certificate_text import render

        return render(shown, colour=in_colour(), width=width())
    text: str = import_module(f"modelsteward.report.certificate_{output}").render(shown)
    return text


@app.command("list")
def list_(registry: Root = None, output: ListFormat = "text", no_cache: NoCache = False) -> None:
    """List all certificates, the newest first, and how each stands in the chain."""
    from modelsteward.cli.common import in_colour, open_registry, write
    from modelsteward.report import certificate_json, certificate_markdown, certificate_text
    from modelsteward.usecases.certificates import list_certificates

    with open_registry(registry, no_cache) as known:
        rows = list_certificates(known)
        unread = [one.file for one in known.unread() if "-certificate-" in one.file and not one.unseen]
    if output == "json":
        write(certificate_json.render_list(rows, unread))
    elif output == "markdown":
        write(certificate_markdown.render_list(rows, unread))
    else:
        write(certificate_text.render_list(rows, unread, colour=in_colour()))


@app.command("issue")
@changes
def issue(ref: Ref, manner: Manner) -> None:
    """Issue the certificate of a destroyed version that has none: its move was forced, or made by hand."""

    def propose(desk: Desk) -> Proposal:
        from modelsteward.cli.destroy import asked_of, issuer_of, read_about
        from modelsteward.store.newcards import dressed
        from modelsteward.usecases.checklist import checklist_of
        from modelsteward.usecases.destroy import PURPOSE, gates_of
        from modelsteward.usecases.issuing import plan_issuing

        issuer = issuer_of(desk)
        registry = read_about(desk, ref)
        asked = asked_of(desk, registry, ref)
        checklist = checklist_of(registry, asked.card.ref, PURPOSE)
        return dressed(plan_issuing(asked, checklist, gates_of(asked), issuer), desk.root)

    carry_out(manner, propose)


@app.command("sign")
@changes
def sign(what: What, manner: Manner, key: Key = None, by: With = "ssh") -> None:
    """Sign a certificate of the registry; the signature lies beside it, and is committed.

    Several people may sign: who issued it, who witnessed it.
    """
    from modelsteward.usecases.certificates import plan_signing

    made: dict[str, str] = {}  # signed once, however often it is planned: some keys sign differently each time

    def propose(desk: Desk) -> Proposal:
        entry = _meant(desk, what)
        if entry.text not in made:
            made[entry.text] = _signature(desk.root, entry.file, entry.text, key, by)
        beside = [path for path in desk.files.beside(entry.file) if path.startswith(f"{entry.file}.")]
        texts = {path: desk.files.read(path).decode("utf-8", "replace") for path in beside}
        return plan_signing(entry, made[entry.text], texts, bundle=by != "ssh")

    carry_out(manner, propose)


def _meant(desk: Desk, what: str) -> Entry[Certificate]:
    """The certificate that is to be signed. Raises Refused for one that is not of this registry."""
    import os

    from modelsteward.errors import Refused
    from modelsteward.store.certificates import looks_like_file
    from modelsteward.usecases.certificates import the_certificate

    if not looks_like_file(what):
        return the_certificate(desk.around(what), what)
    file = Path(os.path.relpath(os.path.realpath(what), os.path.realpath(desk.root))).as_posix()
    parts = file.split("/")
    if parts[0] == "records" and len(parts) == 5:
        ref = f"{'data:' if parts[1] == 'data' else ''}{parts[2]}@{parts[3]}"
        for entry in desk.near(ref).filed(f"certificate {ref}"):
            if entry.file == file:
                return entry
    raise Refused(f"{what} is no certificate of this registry", "`steward certificate list` names those there are")


def _signature(root: Path, file: str, text: str, key: str | None, by: str) -> str:
    from modelsteward.errors import BadUsage
    from modelsteward.store.signing import bundle_sign, git_key, signed_bytes, ssh_sign

    if by == "ssh":
        return ssh_sign(signed_bytes(text), key or git_key(root))
    if key is None:
        raise BadUsage("model-signing needs a key", "name the private key, in PEM: --key key.pem")
    return bundle_sign(signed_bytes(text), file.rpartition("/")[2], key)


@app.command("verify")
def verify(what: What, allowed_signers: Allowed = None, identity: Identity = None, public_key: PublicKey = None,
           require_signature: Required = False, registry: Root = None, output: CheckFormat = "text",
           no_cache: NoCache = False) -> None:  # fmt: skip
    """Check a certificate: its digest, card, seal, commit, place in the chain, and every signature beside it.

    Exit code 1 where anything is wrong. What cannot be checked here is told, and is not wrong by itself.
    """
    from modelsteward.api.certificates import Trust, check_certificate, registry_of
    from modelsteward.cli.common import in_colour, write
    from modelsteward.report.certificate_checks import render, render_json
    from modelsteward.store.certificates import looks_like_file

    for given in (allowed_signers, public_key):
        _require_file(given)
    file = Path(what) if looks_like_file(what) or Path(what).is_file() else _file_of(what, registry, no_cache)
    shown = _of_file(file)
    root = registry or registry_of(file)
    trust = Trust(allowed_signers, identity, public_key, require_signature)
    if root is None:
        checks = check_certificate(shown, file, trust, None, None)
    else:
        from modelsteward.cli.common import find_root, open_registry

        root = find_root(root)
        with open_registry(root, no_cache) as known:
            checks = check_certificate(shown, file, trust, root, known)
    write(render_json(shown, checks) if output == "json" else render(shown, checks, colour=in_colour()))
    if any(one.outcome == "bad" for one in checks):
        raise typer.Exit(1)


def _file_of(ref: str, registry: Path | None, no_cache: bool) -> Path:
    """Where the newest certificate of a version lies. Raises Refused where there is none in this registry."""
    import os

    from modelsteward.cli.common import find_root, open_registry
    from modelsteward.errors import Refused
    from modelsteward.usecases.certificates import the_certificate

    root = find_root(registry)
    with open_registry(root, no_cache) as known:
        entry = the_certificate(known, ref)
    if entry.home:
        raise Refused(f"the certificate of {ref} is of the registry {entry.home}", f"name its file there: {entry.file}")
    return Path(os.path.relpath(root / entry.file))


def _require_file(path: Path | None) -> None:
    from modelsteward.errors import BadUsage

    if path is not None and not path.is_file():
        raise BadUsage(f"there is no file {path}", "see that the path is right")
