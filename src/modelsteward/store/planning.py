"""From what is wanted to every byte of it: a proposal's edits become texts, its values files, its records names."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from hashlib import sha256
from typing import Any

from modelsteward.about import VERSION
from modelsteward.domain.edits import Edit
from modelsteward.domain.keyplaces import placed
from modelsteward.domain.kinds import kinds_at
from modelsteward.domain.plan import Change, NewRecord, Plan, Proposal
from modelsteward.domain.texts import require_text
from modelsteward.errors import Refused
from modelsteward.store.editing import CannotEdit, edit
from modelsteward.store.emitting import card_text
from modelsteward.store.files import Files, Listing, Unreadable


def plan_of(proposal: Proposal, files: Files, prefix: str = "") -> Plan:
    """Work out the texts before and after; `prefix` makes a file's path one from where the reader is.

    Raises Refused where a file cannot take its part, BadUsage for words that no file can hold.
    """
    require_text([proposal.title, *(value for _, value in proposal.trailers)])
    changes = [change for change in _changes(proposal, files, prefix) if change.before != change.after or change.was]
    trailers = (
        ("Steward-Action", proposal.action),
        *(("Steward-Ref", ref) for ref in proposal.refs),
        *proposal.trailers,
        ("Steward-Version", VERSION),
    )
    return Plan(
        proposal.action, proposal.refs, proposal.title, tuple(changes), trailers, proposal.gates, proposal.notes,
        proposal.requirements,
    )  # fmt: skip


def _changes(proposal: Proposal, files: Files, prefix: str) -> Iterator[Change]:
    for file, source in proposal.copied.items():
        _require_free(file, files)
        edits = proposal.edits.get(file, ())
        yield Change(file, None, _edited(source, prefix, read_exactly(files, source), edits))
    for file in {**proposal.edits, **proposal.moved}:
        if file in proposal.copied:
            continue
        before = read_exactly(files, file)
        target = proposal.moved.get(file)
        if target is not None:
            _require_free(target, files)
        after = _edited(file, prefix, before, proposal.edits.get(file, ()))
        yield Change(target or file, before, after, file if target else None)
    for file, value in proposal.new.items():
        _require_free(file, files)
        yield Change(file, None, value if isinstance(value, str) else card_text(value))
    for file, text in map(record_file, proposal.records):
        if files.exists(file) and read_exactly(files, file) == text:
            continue  # said before, on the same day and in the same words
        _require_free(file, files)
        yield Change(file, None, text)


def _edited(file: str, prefix: str, text: str, edits: Sequence[Edit]) -> str:
    kinds = kinds_at(file)
    if edits and len(kinds) == 1:  # records never change
        edits = [placed(one, kinds[0].model()) for one in edits]
    try:
        return edit(text, edits)
    except CannotEdit as error:
        raise Refused(f"{prefix}{file}:{error.line}:{error.column}: {error.what}", error.hint) from None


def _require_free(file: str, files: Files) -> None:
    if files.exists(file):
        raise Refused(f"{file} is there already, and is not written over", "move it away, or mend what it says")


def record_file(record: NewRecord) -> tuple[str, str]:
    """Path and text of a record; the last part of its name is from its bytes, so that two people's never collide."""
    text = card_text(record.value)
    kind = str(record.value["card"]).partition("/")[0]
    return f"{record.folder}/{record.value['on']}-{kind}-{sha256(text.encode()).hexdigest()[:8]}.yaml", text


def read_exactly(files: Files, file: str) -> str:
    """A file's text with its byte-order mark and line ends as they are. Raises Refused."""
    try:
        return files.read(file).decode("utf-8")
    except Unreadable as error:
        raise Refused(f"{file}: {error.fault.message}", error.fault.hint) from None
    except UnicodeDecodeError:
        raise Refused(f"{file} is not UTF-8 text", f"`steward validate {file}` says where") from None


class Planned:
    """A registry's files as they will be once a plan is carried out."""

    def __init__(self, files: Files, plan: Plan) -> None:
        self._files = files
        self._after: Mapping[str, str | None] = {
            **{change.was: None for change in plan.changes if change.was},
            **{change.file: change.after for change in plan.changes},
        }

    def list(self) -> Listing:
        """Every card file, sorted."""
        known = self._files.list()
        kept = [path for path in known.files if path not in self._after]
        made = (path for path, text in self._after.items() if text is not None)
        return Listing(sorted([*kept, *made]), known.faults, known.unseen)

    def beside(self, path: str) -> Iterable[str]:
        """The files that will be in the same folder, in no order."""
        folder = path.rpartition("/")[0]
        known = [other for other in self._files.beside(path) if other not in self._after]
        made = (other for other, text in self._after.items() if text is not None)
        return [*known, *(other for other in made if other.rpartition("/")[0] == folder)]

    def read(self, path: str) -> bytes:
        """A file's bytes. Raises Unreadable."""
        text: Any = self._after.get(path, _AS_IS)
        if text is _AS_IS:
            return self._files.read(path)
        if text is None:
            raise Unreadable("it will be gone")
        return str(text).encode("utf-8")

    def neighbour(self, path: str) -> tuple[str, Files]:
        """Another folder's files, which no plan of ours changes."""
        return self._files.neighbour(path)

    def passed(self) -> bool:
        """Whether what the plan was made from may have changed."""
        return self._files.passed()

    def exists(self, path: str) -> bool:
        """Whether there will be such a file."""
        return self._after[path] is not None if path in self._after else self._files.exists(path)


_AS_IS = object()
