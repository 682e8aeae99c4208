"""Certificates as files: one that is named, wherever it lies, and the signatures beside it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from modelsteward.domain.cards.erasure import Certificate
from modelsteward.domain.chain import digest_of
from modelsteward.errors import Refused, reason
from modelsteward.store.files import LARGEST
from modelsteward.store.reader import read_card
from modelsteward.usecases.certificates import BUNDLE, SSH, Shown

if TYPE_CHECKING:
    from collections.abc import Sequence

_MOST = 50
"""Signatures beside one certificate."""
_ANYWHERE = "records/models/certificate/1.0.0/"


class Signature(NamedTuple):
    """A signature that lies beside a certificate."""

    name: str
    data: bytes

    @property
    def is_bundle(self) -> bool:
        """Whether the model-signing library made it."""
        return self.name.endswith(BUNDLE)


def looks_like_file(text: str) -> bool:
    """Whether what was typed means a file rather than a ref."""
    return text.endswith((".yaml", ".yml")) or "/" in text or "\\" in text


def read_certificate(path: Path) -> Shown:
    """The certificate in a file. Raises Refused where it is none, or cannot be read."""
    data = _read(path)
    reading = read_card(_ANYWHERE + path.name, data)
    if not isinstance(reading.card, Certificate):
        told = next(iter(reading.faults), None) or next((problem for _, problem in reading.problems), None)
        why = f": {told.message}" if told else ""
        raise Refused(f"{path} is no certificate{why}", "name a record that begins with `card: certificate/1`")
    return Shown(reading.card, digest_of(reading.text), path.as_posix(), reading.text)


def signatures(path: Path) -> Sequence[Signature]:
    """The signatures beside a certificate, in order of their names."""
    try:
        names = sorted(one.name for one in path.parent.iterdir() if one.name.startswith(f"{path.name}."))
    except OSError as error:
        raise Refused(f"{path.parent} cannot be read: {reason(error)}", "see that you may read it") from None
    found = [name for name in names if name.endswith((SSH, BUNDLE))]
    return [Signature(name, _read(path.with_name(name))) for name in found[:_MOST]]


def _read(path: Path) -> bytes:
    try:
        if not path.is_file():
            raise Refused(f"there is no file {path}", "see that the path is right")
        with path.open("rb") as opened:
            return opened.read(LARGEST + 1)
    except OSError as error:
        raise Refused(f"{path} cannot be read: {reason(error)}", "see that you may read it") from None
